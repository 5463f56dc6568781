"""Chapters that are made anew keep what moderators did to those before."""

from bot.rules.chapters import Placed, rearranged, regrouped
from bot.rules.summary_themes import Wish


def points(chapters: list[Placed]) -> dict[str, tuple[str, ...]]:
    return {each.id: each.points for each in chapters}


DESK = Placed(id="desk", points=("p1", "p2"))
LINE = Placed(id="line", points=("p3", "p4", "p5"))


def test_what_nobody_arranged_is_made_anew():
    fresh = [Placed(id="new", points=("p1", "p5"))]
    assert points(regrouped(fresh, [DESK, LINE])) == {"desk": ("p1", "p5")}


def test_names_order_and_what_was_joined_stay_and_new_points_go_where_they_belong():
    named = rearranged([DESK, LINE], {"line": Wish(label="The line", goes="1"),
                                      "desk": Wish(label="", goes="2")}, "ana")  # fmt: skip
    fresh = [
        Placed(id="x", points=("p1", "p2", "p6"), label={"quoted": False}),
        Placed(id="y", points=("p5", "p7", "p2")),
        Placed(id="z", points=("p8",)),
    ]
    found = regrouped(fresh, named)
    assert points(found) == {"line": ("p3", "p4", "p5", "p7"), "desk": ("p1", "p2", "p6"),
                             "z": ("p8",)}  # fmt: skip
    assert [each.name for each in found] == ["The line", "", ""]
    assert found[1].label == {"quoted": False}


def test_the_first_of_equals_takes_what_is_new():
    arranged = rearranged([DESK, LINE], {"desk": Wish(label="Desk", goes="1")}, "ana")
    found = regrouped([Placed(id="x", points=("p3", "p1", "p9"))], arranged)
    assert points(found) == {"desk": ("p1", "p2", "p9"), "line": ("p3", "p4", "p5")}


def test_joining_loses_no_point():
    wishes = {"desk": Wish(label="", goes="1"), "line": Wish(label="", goes="desk")}
    (one,) = rearranged([DESK, LINE], wishes, "ana")
    assert one.points == ("p1", "p2", "p3", "p4", "p5") and one.arranged


def test_a_chapter_made_anew_is_the_one_with_which_it_has_most_in_common():
    fresh = [
        Placed(id="x", points=("p1", "p3", "p4", "p6")),
        Placed(id="y", points=("p2", "p5")),
        Placed(id="z", points=("p7",)),
    ]
    found = regrouped(fresh, [DESK, LINE])
    assert points(found) == {"line": ("p1", "p3", "p4", "p6"), "desk": ("p2", "p5"),
                             "z": ("p7",)}  # fmt: skip


def test_no_chapter_is_called_by_words_of_another():
    named = rearranged([DESK, LINE], {"desk": Wish(label="", goes="1")}, "ana")
    label = {"quoted": False, "places": [["p1", 0, 4], ["p3", 0, 4]]}
    found = regrouped([Placed(id="x", points=("p1", "p2", "p3"), label=label)], named)
    assert [each.label for each in found] == [{}, {}]


def test_a_chapter_of_which_nothing_is_left_is_no_more():
    named = rearranged([DESK, Placed(id="none", name="Empty")],
                       {"desk": Wish(label="", goes="1")}, "ana")  # fmt: skip
    assert [each.id for each in regrouped([], named)] == ["desk"]
