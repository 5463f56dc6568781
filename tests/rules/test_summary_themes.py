"""Themes of a summary: whatever moderators do to them and members take back, no point is lost or
made, and no word stays that nobody may be quoted with."""

import re
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.summary import (
    Changed,
    Cited,
    Content,
    Echo,
    Source,
    Theme,
    from_json,
    people,
    to_json,
    unquotable,
    upheld,
    without,
)
from bot.rules.summary_themes import (
    OUT,
    Group,
    Wish,
    arranged,
    continued,
    groups,
    left_out,
    only_shown,
    spare,
    tangled,
    unsigned,
)
from bot.rules.voices import Voice

WORDS = ("desk", "letter", "phone", "Spanish", "poster", "waiting")
MESSAGES = tuple(f"m{n}" for n in range(8))
patient = settings(deadline=None)
BY_NAME, BY_ROLE = Voice(name="Someone"), Voice(role="member")


def source(text: str, *, person: str = "ben", shown: Voice | None = BY_NAME, edited: str = ""):
    return Source(text=text, person=person, edited=edited, usable=True, voice=shown, link=None)


@st.composite
def told(draw: st.DrawFn) -> tuple[Content, dict[str, Source]]:
    """Messages, each in a theme, with points, labels and numbers as a reading makes them."""
    sources = {
        each: source(
            " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))),
            person=draw(st.sampled_from(["ben", "cho", "dee", "eli"])),
            shown=draw(st.sampled_from([BY_NAME, BY_ROLE])),
        )
        for each in MESSAGES
    }
    homes = {each: f"t{draw(st.integers(1, 4))}" for each in MESSAGES}
    themes = []
    for number in ("t1", "t2", "t3", "t4"):
        ids = tuple(each for each in MESSAGES if homes[each] == number)
        said = sorted({word for each in ids for word in sources[each].text.split()})
        quoted = draw(st.booleans())
        if not ids or draw(st.booleans()):
            label = ""
        elif quoted:
            label = sources[ids[0]].text
        else:
            label = ", ".join(draw(st.lists(st.sampled_from(said), min_size=1, max_size=3)))
        themes.append(Theme(id=number, label=label, quoted=quoted and bool(label), ids=ids))
    quoted = draw(st.lists(st.sampled_from(MESSAGES), unique=True))
    points = tuple(
        Cited(
            id=f"{each}/p0",
            message=each,
            quote=sources[each].text,
            theme=homes[each],
            same=tuple(Echo(message=other) for other in draw(st.lists(st.sampled_from(MESSAGES)))),
        )
        for each in quoted
    )
    return Content(points=points, themes=tuple(themes), messages=8), sources


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


@st.composite
def wishes(draw: st.DrawFn, content: Content) -> dict[str, Wish]:
    shown = [group.theme.id for group in groups(content) if group.theme is not None]
    places = [*(str(n) for n in range(1, len(shown) + 1)), OUT]
    goes = {each: draw(st.sampled_from(places)) for each in shown}
    settled = [each for each in shown if goes[each] != OUT]
    for each in shown:
        if goes[each] == OUT and settled and draw(st.booleans()):
            goes[each] = draw(st.sampled_from(settled))
    names = st.sampled_from(["", "Interpreters"])
    return {each: Wish(label=draw(names), goes=goes[each]) for each in shown}


@patient
@given(told=told(), data=st.data())
def test_no_word_stays_that_nobody_may_be_quoted_with(told, data):
    content, sources = told
    gone = data.draw(st.sets(st.sampled_from(MESSAGES)))
    silent = data.draw(st.sets(st.sampled_from(MESSAGES)))
    left = {
        each: replace(its, voice=None, usable=False) if each in silent else its
        for each, its in sources.items()
        if each not in gone
    }
    kept = upheld(content, left)
    may_be_said = {
        word for its in left.values() if its.voice is not None for word in words(its.text)
    }
    assert words(" ".join(each.label for each in kept.themes)) <= may_be_said
    assert words(" ".join(each.quote for each in kept.points)) <= may_be_said
    assert not any(f'"{each}"' in repr(asdict(kept)).replace("'", '"') for each in gone)
    assert upheld(kept, left) == kept


@patient
@given(told=told())
def test_what_stands_stays_as_it_is(told):
    content, sources = told
    assert upheld(content, sources) == content


@patient
@given(told=told())
def test_every_content_survives_the_way_through_json(told):
    content, _ = told
    assert from_json(to_json(content)) == content


@patient
@given(told=told(), data=st.data())
def test_no_arrangement_loses_or_makes_a_point(told, data):
    content, _ = told
    asked = data.draw(wishes(content))
    assert tangled(asked) == []
    after = arranged(content, asked, "ana")
    assert {each.id: replace(each, theme="") for each in after.points} == {
        each.id: replace(each, theme="") for each in content.points
    }
    assert len(after.points) == len(content.points)
    assert {each for theme in after.themes for each in theme.ids} == set(MESSAGES)
    shown = without(after, left_out(content, asked, ()))
    out = {each for each, wish in asked.items() if wish.goes == OUT}
    assert {each.id for each in shown.points} == {
        each.id for each in content.points if each.theme not in out
    }
    assert sum(len(group.points) for group in groups(shown)) == len(shown.points)


@patient
@given(told=told(), other=told(), data=st.data())
def test_a_fresh_reading_keeps_all_its_points_in_what_was_arranged(told, other, data):
    earlier, _ = told
    fresh, _ = other
    earlier = arranged(earlier, data.draw(wishes(earlier)), "ana")
    after = continued(fresh, earlier)
    assert [(each.id, each.quote) for each in after.points] == [
        (each.id, each.quote) for each in fresh.points
    ]
    homes = [each.id for each in after.themes]
    assert homes[: len(earlier.themes)] == [each.id for each in earlier.themes]
    assert len(set(homes)) == len(homes)
    assert all(each.theme in homes for each in after.points)


def points(*themes: str) -> tuple[Cited, ...]:
    return tuple(
        Cited(id=f"m{n}/p0", message=f"m{n}", quote="desk", theme=theme)
        for n, theme in enumerate(themes)
    )


THREE = Content(
    points=points("t1", "t2", "t3"),
    themes=tuple(Theme(id=each, ids=(f"m{n}",)) for n, each in enumerate(("t1", "t2", "t3"))),
)


def order(content: Content) -> list[str]:
    return [group.theme.id for group in groups(content) if group.theme is not None]


@pytest.mark.parametrize(
    ("goes", "expected"),
    [
        pytest.param(("1", "2", "3"), ["t1", "t2", "t3"], id="as they were"),
        pytest.param(("1", "2", "1"), ["t3", "t1", "t2"], id="the last one first"),
        pytest.param(("3", "2", "3"), ["t2", "t3", "t1"], id="the first one last"),
        pytest.param(("2", "1", "3"), ["t2", "t1", "t3"], id="two change places"),
        pytest.param(("t3", "2", "3"), ["t2", "t3"], id="one joins another"),
        pytest.param((OUT, "2", "3"), ["t2", "t3", "t1"], id="what is left out comes last"),
    ],
)
def test_themes_go_where_they_are_wished(goes, expected):
    asked = {
        each: Wish(label="", goes=place) for each, place in zip(order(THREE), goes, strict=True)
    }
    assert order(arranged(THREE, asked, "ana")) == expected


def test_what_joins_a_theme_stands_behind_what_it_has():
    asked = {"t1": Wish(label="", goes="t2"), "t2": Wish(label="", goes="1")}
    (joined, _) = groups(arranged(THREE, asked, "ana"))
    assert [each.id for each in joined.points] == ["m1/p0", "m0/p0"]


def test_nothing_joins_what_keeps_no_place():
    asked = {
        "t1": Wish(label="", goes="t2"),
        "t2": Wish(label="", goes="t1"),
        "t3": Wish(label="", goes="t3"),
        "t4": Wish(label="", goes="1"),
    }
    assert tangled(asked) == ["t1", "t2", "t3"]


def test_a_theme_that_was_left_out_is_taken_in_again_as_a_whole():
    asked = {"t1": Wish(label="", goes="1"), "t2": Wish(label="", goes="2")}
    assert left_out(THREE, asked, ["m0/p0", "m2/p0"]) == ["m2/p0"]


def test_a_name_that_a_moderator_typed_stays_until_they_go():
    named = arranged(THREE, {"t1": Wish(label="Interpreters", goes="1")}, "ana")
    sources = {f"m{n}": source("desk") for n in range(3)}
    assert upheld(named, sources).themes[0].label == "Interpreters"
    assert unsigned(named, "joy") == named
    assert unsigned(named, "ana").themes[0] == Theme(id="t1", ids=("m0",))


def test_a_label_in_quotation_marks_goes_when_nobody_says_it_in_this_order():
    theme = Theme(id="t1", label="Desk first", quoted=True, ids=("m0", "m1"))
    content = Content(points=points("t1"), themes=(theme,))
    there = {"m0": source("desk Desk first"), "m1": source("first Desk")}
    assert upheld(content, there).themes[0].label == "Desk first"
    gone = upheld(content, {**there, "m0": source("desk", shown=None)})
    assert gone.themes[0].label == "" and gone.thinned


def test_a_draft_is_short_at_first_and_only_where_there_are_several_themes():
    one = Content(points=points(*["t1"] * 5), themes=(Theme(id="t1"),))
    assert spare(one) == []
    two = Content(points=points(*["t1"] * 5, "t2"), themes=(Theme(id="t1"), Theme(id="t2")))
    assert spare(two) == ["m3/p0", "m4/p0"]


def test_points_of_no_theme_come_last_and_empty_themes_not_at_all():
    content = Content(
        points=points("", "t2", "gone"), themes=(Theme(id="t1", label="Desk"), Theme(id="t2"))
    )
    found = groups(content)
    assert found[0] == Group(theme=Theme(id="t2"), number=1, points=content.points[1:2])
    assert found[1].theme is None and len(found[1].points) == 2
    assert [each.id for each in only_shown(content).themes] == ["t2"]


def test_a_point_that_was_added_by_hand_stays_in_a_fresh_draft_once():
    by_hand = Cited(id="m1/a5", message="m1", quote="letter", theme="t1")
    earlier = Content(points=(by_hand,), themes=(Theme(id="t1", ids=("m0",)),))
    fresh = Content(points=points("t2"), themes=(Theme(id="t2", ids=("m0", "m1")),))
    after = continued(fresh, earlier)
    assert after.points == (*fresh.points, replace(by_hand, theme="t2"))
    assert continued(after, earlier).points == after.points


def test_json_from_before_there_were_themes_is_read():
    old = {
        "points": [{"id": "m0/p0", "message": "m0", "quote": "desk", "edited": ""}],
        "resources": [],
        "questions": [{"id": "m1/q0", "message": "m1", "quote": "Who?", "edited": ""}],
        "messages": 2,
        "thinned": False,
    }
    content = from_json(old)
    assert content.themes == () and not content.arranged
    (group,) = groups(content)
    assert group.theme is None and group.points == (Cited(id="m0/p0", message="m0", quote="desk"),)


def said(*voices: Voice | None) -> tuple[Cited, dict[str, Source]]:
    """A point, and others who say the same, each as they may appear."""
    sources = {f"m{n}": source("desk", person=f"p{n}", shown=each) for n, each in enumerate(voices)}
    same = tuple(Echo(message=f"m{n}") for n in range(1, len(voices)))
    return Cited(id="m0/p0", message="m0", quote="desk", same=same), sources


@pytest.mark.parametrize(
    ("voices", "count"),
    [
        pytest.param((BY_NAME,), 1, id="one"),
        pytest.param((BY_NAME, BY_NAME), 2, id="two"),
        pytest.param((BY_NAME, BY_ROLE, BY_ROLE), 1, id="two unnamed count for nothing"),
        pytest.param((BY_NAME, BY_ROLE, BY_ROLE, BY_ROLE), 4, id="three unnamed count"),
        pytest.param((BY_ROLE, BY_NAME, BY_NAME), 1, id="an author who does not count"),
        pytest.param((BY_ROLE, BY_ROLE, BY_ROLE), 3, id="an author among three unnamed"),
        pytest.param((BY_NAME, None, None, None), 1, id="who is not quoted does not count"),
    ],
)
def test_people_are_counted_as_far_as_they_may_be(voices, count):
    assert people(*said(*voices)) == count


def test_one_person_who_says_it_twice_is_one():
    point, sources = said(BY_NAME, BY_NAME)
    assert people(point, {**sources, "m1": replace(sources["m1"], person="p0")}) == 1


def test_who_edits_what_says_the_same_is_not_counted_any_more():
    point, sources = said(BY_NAME, BY_NAME)
    now = {**sources, "m1": replace(sources["m1"], edited="2026-03-10T09:00:00+00:00")}
    kept = upheld(Content(points=(point,)), now)
    assert people(kept.points[0], now) == 1
    assert not kept.thinned


def test_an_open_decision_goes_with_its_message():
    content = Content(changed=(Changed(message="m0", part="t1", place=1),))
    assert upheld(content, {"m0": source("desk")}).changed == content.changed
    assert upheld(content, {}).changed == ()


def test_messages_that_may_not_be_quoted_are_counted():
    _, sources = said(BY_NAME, None, BY_ROLE, None)
    assert unquotable(sources) == 2
