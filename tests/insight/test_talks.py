"""Ten discussions, written for this: what a good summary of each must hold, and what it must not.

Each file in ``talks`` is one discussion with its own demands. ``must`` and ``must_not`` are pieces
of what is shown: quotes, labels, open questions, links with their words.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.insight import Message, Summary, normal
from bot.insight.summary import summarize
from bot.insight.vectors import embedded

TALKS = {path.stem: path for path in (Path(__file__).parent / "talks").glob("*.yaml")}


def talk(name: str) -> dict[str, Any]:
    return yaml.safe_load(TALKS[name].read_text(encoding="utf-8"))


def messages(told: dict[str, Any]) -> list[Message]:
    return [
        Message(
            id=each["id"],
            author=each["author"],
            name=each["author"],
            text=each["text"],
            anonymous=each.get("anonymous", False),
            quotable=not each.get("unquotable", False),
        )
        for each in told["messages"]
    ]


def shown(summary: Summary) -> list[str]:
    """Everything of a summary that a person reads."""
    points = [point for topic in summary.topics for point in topic.points]
    return [
        *(each.quote for each in (*summary.background, *points)),
        *(author for each in points for author in each.authors),
        *(topic.label for topic in summary.topics),
        *(each.quote for each in summary.questions),
        *(each.context for each in summary.resources),
        *(quote for _, quote in summary.lines),
    ]


@pytest.fixture(params=["wordllama", "lexical"])
def encoders(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The themes by meaning, and where the weights cannot be loaded."""
    found = embedded() if request.param == "wordllama" else None
    monkeypatch.setattr("bot.insight.vectors.embedded", lambda: found)


def test_there_are_ten():
    assert len(TALKS) == 10


@pytest.mark.parametrize("name", sorted(TALKS))
def test_a_summary_holds_what_it_must_and_nothing_that_it_must_not(name: str, encoders: None):
    told = talk(name)
    said = messages(told)
    summary = summarize(said, words=200)
    everything = shown(summary)

    assert [piece for piece in told["must"] if not any(piece in each for each in everything)] == []
    assert [piece for piece in told["must_not"] if any(piece in each for each in everything)] == []
    assert list(summary.coverage.unread) == told.get("unread", [])
    texts = {each.id: normal(each.text) for each in said}
    for point in summary.best:
        assert point.quote in texts[point.ids[0]]
    themed = Counter(id for topic in summary.topics for id in topic.ids)
    assert set(themed.values()) <= {1}


@pytest.mark.parametrize("name", ["mixed-languages", "quoted-question"])
def test_what_is_asked_of_the_group_is_open_until_somebody_answers(name: str):
    told = talk(name)
    found = summarize(messages(told)).questions
    still = [each.quote for each in found if not each.answered]

    assert still == told["open_questions"]
    assert not [piece for piece in told["not_open"] if any(piece in each for each in still)]


def test_who_says_yes_and_who_says_no_are_not_counted_together():
    summary = summarize(messages(talk("dissent")))
    points = {point.quote: point for topic in summary.topics for point in topic.points}

    sides = [points[quote] for quote in points if " let family members interpret" in quote]
    assert [(side.people, side.authors) for side in sides] == [
        (1, ("Ben Okafor",)),
        (1, ("Cho Min",)),
    ]


def test_kinds_are_told_in_two_languages():
    told = talk("mixed-languages")
    summary = summarize(messages(told))
    points = {point.quote: point.kind for topic in summary.topics for point in topic.points}

    assert {quote: points[quote] for quote in told["kinds"]} == told["kinds"]


def test_a_link_stands_once_with_who_shared_it_first():
    told = talk("links")
    found = summarize(messages(told)).resources

    assert {each.url: each.author for each in found} == told["resources"]


@pytest.mark.parametrize("name", ["one-word", "nothing-said"])
def test_where_little_is_said_little_is_shown(name: str):
    told = talk(name)
    best = summarize(messages(told)).best

    assert len([point for point in best if point.kind != "question"]) <= told["most_points"]


def test_three_topics_among_chatter_are_three_themes():
    told = talk("crowd")
    about = {each["id"]: each["topic"] for each in told["messages"] if "topic" in each}
    summary = summarize(messages(told), themes=told["themes"])

    counts = [Counter(about[id] for id in topic.ids if id in about) for topic in summary.topics]
    right = sum(max(each.values()) for each in counts)
    assert {max(each, key=lambda name: each[name]) for each in counts} == set(about.values())
    assert right / len(about) >= 0.9
    assert all(topic.points for topic in summary.topics)


def test_what_three_people_say_comes_first_and_counts_three():
    told = talk("crowd")
    best = summarize(messages(told)).best[0]

    assert "hang up after ten minutes" in best.quote
    assert best.people == len(best.authors) == 3


def test_words_that_many_share_answer_no_question():
    asked = {each.quote: each.answered for each in summarize(messages(talk("crowd"))).questions}

    assert asked == {
        "How do you find an interpreter for Marshallese at night?": False,
        "Has anyone tried a note tool that listens and drafts the note?": False,
        "Does anyone have a volunteer driver program that is insured?": True,
    }
