"""What of a month may be told outside: names, numbers, months; and which addresses."""

from datetime import date

import pytest

from bot.rules.across import Point, groups
from bot.rules.notes import Names, Part, names_in, names_one, outside, read_month, rows
from bot.text.public import public

TODAY = date(2026, 3, 18)
SAID = [
    ("a", "The interpreter line is slow."),
    ("b", "An interpreter line!"),
    ("c", "interpreter line"),
]


def part(key: str, name: str, people: str, title: str = "Title", by: str = "a") -> Part:
    """A theme with these people behind it, and ideas ``by`` some of them."""
    return Part(
        key=key,
        title=title,
        name=name,
        people=frozenset(people),
        discussions=frozenset({title}),
        kinds=tuple(("idea", each) for each in by),
        rests=frozenset({key}),
    )


@pytest.mark.parametrize(
    ("label", "quoted", "shown"),
    [
        ("Interpreter line", False, "Interpreter line"),
        ("Slow, interpreter line", False, "Interpreter line"),
        ("Line interpreter", False, ""),
        ("interpreter line is slow", True, ""),
        ("interpreter line", True, "Interpreter line"),
    ],
    ids=["all-say-it", "one-says-a-part", "another-order", "one-persons-phrase", "phrase-of-three"],
)
def test_a_label_is_told_where_three_people_say_it(label: str, quoted: bool, shown: str):
    assert outside(label, quoted, SAID, Names()) == shown


def test_three_messages_of_one_person_are_not_three_people():
    assert outside("Interpreter line", False, [("a", text) for _, text in SAID], Names()) == ""


def test_a_label_that_names_somebody_is_not_told():
    assert outside("Interpreter line", False, SAID, names_in(["Jo Line"])) == ""


@pytest.mark.parametrize(
    ("term", "people", "places", "named"),
    [
        ("What Dee Novak tried", ["Dee Novak"], [], True),
        ("José's way", ["Jose Diaz"], [], True),
        ("As in Riverside", [], ["Riverside Clinic"], True),
        ("Language in the clinic", [], ["Riverside Clinic"], False),
        ("Needed by everyone", ["Dee Novak"], [], False),
        ("How Community  Health-Center does it", [], ["Community Health Center"], True),
        ("Community health center visits", [], ["Community Health Center"], False),
        ("At the Community Health Centers", [], ["Community Health Center"], False),
        ("Community health center visits", [], ["Community health center"], False),
        ("Hospital rounds", [], ["Hospital"], False),
    ],
    ids=[
        "a-person",
        "with-accents",
        "a-place",
        "any-place",
        "part-of-a-word",
        "whole-name",
        "without-its-capitals",
        "longer-word",
        "written-small",
        "one-word",
    ],
)
def test_a_name_is_known_in_what_somebody_wrote(
    term: str, people: list[str], places: list[str], named: bool
):
    assert names_one(term, names_in(people, places)) == named


def test_a_label_that_says_where_somebody_works_is_not_told():
    names = names_in([], ["Community Health Center"])
    named = [(each, "Our Community Health Center has a line.") for each in "abc"]
    assert outside("Community Health Center", True, named, names) == ""
    assert outside("Community health center, line", False, named, names) == "Line"
    meant = [(each, "Any community health center has a line.") for each in "abc"]
    assert outside("Community health center", False, meant, names) == "Community health center"


def test_numbers_stand_from_five_people_on():
    few, many = rows(
        [part("1", "Few", "abcd", by="abcd"), part("2", "Many", "abcde", by="abcdea")], {}
    )
    assert (few.people, few.kinds) == (None, {"idea": None})
    assert (many.people, many.kinds) == (5, {"idea": 6})


def test_what_four_of_many_people_made_is_not_counted():
    (row,) = rows([part("1", "Many", "abcdefg", by="abcdabcd")], {})
    assert (row.people, row.kinds) == (7, {"idea": None})


def test_themes_without_a_name_are_one_by_their_title_and_people_count_once():
    (row,) = rows([part("1", "", "abc"), part("2", "", "cde")], {})
    assert (row.name, row.people, row.keys) == ("Title", 5, ("1", "2"))
    apart = rows([part("1", "", "abc"), part("2", "", "cde", "Other")], {"2": "title"})
    assert [(each.name, each.people, each.discussions) for each in apart] == [("Title", 5, 2)]


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("", date(2026, 2, 1)),
        ("last month", date(2026, 2, 1)),
        ("This month", date(2026, 3, 1)),
        ("next month", date(2026, 4, 1)),
        ("March", date(2026, 3, 1)),
        ("december", date(2025, 12, 1)),
        ("Feb 2024", date(2024, 2, 1)),
        ("2027-01", date(2027, 1, 1)),
        ("2026-13", None),
        ("0000-01", None),
        ("ma", None),
        ("soon", None),
        ("march 0000", None),
    ],
    ids=lambda value: str(value) or "nothing",
)
def test_a_month_is_read(words: str, month: date | None):
    assert read_month(words, TODAY) == month


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/poster",
        "www.example.org/poster.pdf",
        "https://example.org/a?lang=es&page=2#part-3",
        "https://example.org/health-literacy/interpreter_line_poster",
        "https://example.org/posters/i_speak_in_14_languages.pdf",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ],
    ids=["page", "without-scheme", "language", "words", "words-and-number", "video"],
)
def test_a_page_for_everyone_is_passed_on(url: str):
    assert (public(url) or "").endswith(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/poster",
        "https://ben:pw@example.org/a",
        "https://example.org/a?token=8f3k",
        "https://example.org/a?8f3k",
        "https://example.org/a?v=0123456789abcdefgh",
        "https://example.org/share/8fk30dk39fk20dk39fk2",
        "https://example.org/a#access=8f3k/1",
        "https://example.org/@ben",
        "https://10.0.0.7/a",
        "https://intranet/a",
        "https://wiki.hospital.local/a",
        "https://example.org:8443/a",
        "https://drive.google.com/file/d/a/view",
        "https://clinic.sharepoint.com/sites/a",
        "https://files.slack.com/a.pdf",
        "https://zoom.us/j/123",
        "mailto:ben@example.org",
        "https://meet.jit.si/morning-round",
        "https://discord.gg/a",
        "https://www.loom.com/share/a",
        "https://www.canva.com/design/a/view",
        "https://gofile.io/d/a",
        "https://onedrive.com/a",
        "https://x.com/somebody",
        "https://www.instagram.com/somebody",
        "https://github.com/somebody",
        "https://example.org/share/AbcdefghijklmnopqrstUvwx",
        "https://example.org/share/abcdefghijklmnopqrstuvwx.pdf",
        "https://example.org/share/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "javascript:alert(1)",
        "https://example.org/a;sid=4",
    ],
)
def test_what_is_not_for_everyone_stays_inside(url: str):
    assert public(url) is None


NAMES = names_in(["Ben Okafor", "Ana Ruiz", "Cho Park", "José Lee"], ["Riverside Clinic"])


@pytest.mark.parametrize(
    "url",
    [
        "https://benokafor.com/blog",
        "https://example.org/team/ben-okafor",
        "https://example.org/team/Ben",
        "https://example.org/okafor2026",
        "https://drokafor.example.org/",
        "https://aruiz.example.org/",
        "https://dr-ruiz.com/",
        "https://drruiz.com/",
        "https://chopark.com/",
        "https://example.org/jos%C3%A9",
        "https://xn--jos-dma.com/",
        "https://riversideclinic.org/a",
        "https://example.org/a#by-cho",
        "https://example.org/a?p=cho",
    ],
)
def test_an_address_that_names_somebody_stays_inside(url: str):
    assert public(url) is not None
    assert public(url, NAMES.words) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://clinic.example.org/benefits",
        "https://example.org/manage-parkinson",
        "https://example.org/sleep-analysis",
    ],
)
def test_a_short_name_within_a_word_names_nobody(url: str):
    assert public(url, NAMES.words) == url


def point(cohort: str, person: str, name: str = "Name") -> Point:
    return Point(
        cohort=cohort, person=person, discussion=cohort, kind="idea", name=name, message=person
    )


def several(cohort: str, people: str, name: str = "Name") -> list[Point]:
    return [point(cohort, f"{cohort}{each}", name) for each in people]


def test_a_theme_recurs_where_two_people_of_each_cohort_speak_of_it():
    common, own = groups([("", [*several("x", "ab"), *several("y", "ab")])])
    assert [list(each.cohorts) for each in common] == [["x", "y"]] and own == []
    assert common[0].cohorts["x"].people is None


def test_of_fewer_than_three_people_it_is_not_told():
    common, own = groups([("", [*several("x", "abc"), *several("y", "a")])])
    assert common == [] and [list(each.cohorts) for each in own] == [["x"]]
    assert groups([("", several("x", "ab"))]) == ([], [])


def test_what_one_cohort_calls_it_is_no_name_for_all():
    both = [*several("x", "abcde", "Theirs"), *several("y", "abc", "Title")]
    (common,), _ = groups([("", both)])
    assert common.name == ""
    assert {id: each.name for id, each in common.cohorts.items()} == {"x": "Theirs", "y": "Title"}
    (common,), _ = groups([("Of all", both)])
    assert common.name == "Of all"
