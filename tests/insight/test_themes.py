"""Short answers in themes: sets grouped by hand, and what holds for any answers."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insight.themes import Theme, by_theme
from bot.insight.wording import content_words

# What people said, as somebody grouped it by reading; the last group is what stands alone.
CARRIED_HOME = (
    (
        "Interpreters cancel on short notice and we have no second one.",
        "Finding an interpreter for a rare language at night.",
        "The interpreter line drops in the middle of a visit.",
        "We use family members because no interpreter comes.",
    ),
    (
        "We are short of staff at weekends again.",
        "Two left in May and nobody has replaced the staff.",
        "Staff are tired and call in sick.",
    ),
    (
        "Documentation takes longer than listening does.",
        "So much documentation in the new record.",
    ),
    (
        "Transport for those who live far out.",
        "People miss their appointment because the transport did not come.",
        "The county stopped paying for transport.",
    ),
    ("My manager wants figures that I do not have.",),
    ("Parking.",),
    ("Nothing in particular, a quiet month.",),
)
WISHES = (
    (
        "More time for case discussions",
        "The case discussions were the best part, keep them",
        "A case every second week",
    ),
    (
        "Shorter posts, I read on the bus",
        "Long posts are hard on a phone",
    ),
    (
        "Hear from a patient advocate",
        "Invite an advocate from the community",
    ),
    (
        "The sessions clash with our huddle",
        "Could sessions start at noon?",
        "Move the sessions out of clinic hours",
    ),
    ("I am happy with how it is",),
    ("A list of abbreviations",),
)
SPANISH = (
    (
        "Faltan intérpretes por la noche",
        "El intérprete llega tarde",
        "No tenemos intérpretes de quechua",
    ),
    (
        "Los formularios son demasiado largos",
        "Nadie entiende el formulario nuevo",
    ),
    (
        "Las familias esperan horas",
        "Cómo hablar con las familias",
    ),
    ("El presupuesto se acaba en junio",),
)


def pairs(groups: list[tuple[str, ...]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def shuffled(groups: tuple[tuple[str, ...], ...]) -> list[str]:
    """What all groups hold, one of each in turn, as answers come."""
    longest = max(map(len, groups))
    return [group[n] for n in range(longest) for group in groups if n < len(group)]


@pytest.mark.parametrize(
    "groups", [CARRIED_HOME, WISHES, SPANISH], ids=["carried home", "wishes", "Spanish"]
)
def test_answers_are_grouped_as_a_reader_would(groups: tuple[tuple[str, ...], ...]):
    texts = shuffled(groups)
    found = [tuple(texts[n] for n in theme.texts) for theme in by_theme(texts) if theme.words]
    meant, got = pairs(list(groups)), pairs(found)
    assert len(meant & got) / len(got) >= 0.9, got - meant
    assert len(meant & got) / len(meant) >= 0.8, meant - got


def test_a_theme_is_called_as_people_say_it():
    texts = shuffled(CARRIED_HOME)
    themes = by_theme(texts)
    assert [theme.words for theme in themes][:3] == [("interpreter",), ("staff",), ("transport",)]
    assert themes[-1].words == ()
    assert texts.index("Parking.") in themes[-1].texts


def test_a_label_of_two_words_keeps_their_order():
    texts = [
        "At the front desk nobody asks.",
        "Grant money in the autumn.",
        "Who sits at the front desk decides.",
        "The lift.",
        "Grant money after June.",
    ]
    assert by_theme(texts) == [
        Theme(words=("front", "desk"), texts=(0, 2)),
        Theme(words=("grant", "money"), texts=(1, 4)),
        Theme(words=(), texts=(3,)),
    ]


def test_what_few_of_a_theme_say_is_not_in_its_label():
    texts = ["Staff leave.", "Tired staff.", "Staff rota.", "My staff are tired.", "Staff parking."]
    assert by_theme(texts) == [Theme(words=("staff",), texts=(0, 1, 2, 3, 4))]


def test_an_answer_that_could_be_in_two_themes_is_where_it_shares_more():
    texts = [
        *(f"Staff {what}." for what in ("leave", "rota", "parking", "grief", "pay", "illness")),
        "Front desk staff ask in the open lobby.",
        "The front desk lobby is loud.",
        "Front desk, lobby, no screens.",
    ]
    assert [theme.texts for theme in by_theme(texts)] == [(0, 1, 2, 3, 4, 5), (6, 7, 8)]


def test_what_has_more_in_common_makes_the_theme():
    texts = [
        "Time at the desk, lobby",
        "Desk, lobby, time",
        "Time to park",
        "Loud lobby, desk",
        "Time off",
    ]
    assert [theme.texts for theme in by_theme(texts)] == [(0, 1, 3), (2, 4)]


def test_a_theme_that_loses_all_but_one_answer_is_none():
    texts = [
        "Staff leave.",
        "Staff, desk, lobby.",
        "Desk, lobby, staff.",
        "Staff, phone, queue.",
        "Phone, queue, staff.",
        "Desk in a loud lobby.",
        "Lobby without desk.",
        "Phone queue at noon.",
        "Queue, no phone.",
    ]
    assert [theme.texts for theme in by_theme(texts)] == [(1, 2, 5, 6), (3, 4, 7, 8), (0,)]
    assert by_theme(texts)[-1].words == ()


def test_the_words_of_the_question_make_no_theme():
    texts = ["The desk, the phones.", "Desk: phones ring all day.", "My desk is quiet.", "Desk."]
    assert by_theme(texts)[0].texts == (0, 1, 2, 3)
    assert by_theme(texts, "What does the front desk need?") == [
        Theme(words=("phones",), texts=(0, 1)),
        Theme(words=(), texts=(2, 3)),
    ]


def test_answers_without_a_word_in_common_are_left_together():
    assert by_theme(["Parking.", "Forms.", "", "…"]) == [Theme(words=(), texts=(0, 1, 2, 3))]
    assert by_theme([]) == []


WORDS = st.sampled_from(
    "time staff forms desk night the of and tiempo personal para 3 café".split()
)
ANSWERS = st.lists(
    st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=40), min_size=1, max_size=100
)


@given(texts=ANSWERS)
def test_every_answer_is_in_exactly_one_theme_and_holds_its_word(texts: list[str]):
    themes = by_theme(texts)
    placed = [place for theme in themes for place in theme.texts]
    assert sorted(placed) == list(range(len(texts)))
    assert all(theme.words for theme in themes[:-1])
    named = [theme for theme in themes if theme.words]
    assert all(len(theme.texts) >= 2 and len(theme.words) <= 2 for theme in named)
    assert len({theme.words for theme in named}) == len(named)
    for theme in named:
        stem = {each for word in theme.words for each in content_words(word)}
        common = frozenset.intersection(*(content_words(texts[n]) for n in theme.texts))
        assert stem & common
    sizes = [len(theme.texts) for theme in named]
    assert sizes == sorted(sizes, reverse=True)
    assert by_theme(list(texts)) == themes
