"""What people marked is preferred in a summary, and is of the kind that they say; whatever they
mark, nothing is quoted that may not be."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.insight import Message, offers
from bot.insight.summary import summarize
from bot.operating import transcripts

TALK = (
    "We ask for the language at registration, together with the address, in ten seconds.",
    "The interpreter line takes four minutes to answer, so nurses skip it every time.",
    "Our front desk struggles with the form when the waiting line is long on Mondays.",
    "We call the interpreter before the patient sits down, and 12 nurses like it.",
    "At our clinic we write the language on the blue form that stays in the chart.",
)
CARDS = "Picture cards by the door."


def said(*texts: str) -> list[Message]:
    return [
        Message(id=f"m{n}", author=f"a{n}", name=f"Person{n}", text=text)
        for n, text in enumerate(texts)
    ]


def quotes(messages: list[Message], points: int) -> list[str]:
    return [each.quote for each in summarize(messages, points=points).best]


def test_a_marked_message_is_preferred():
    plain = said(*TALK, CARDS)
    assert CARDS not in quotes(plain, 1)
    assert quotes([*plain[:-1], replace(plain[-1], marks=("insight",))], 1) == [CARDS]


@pytest.mark.parametrize("points", [1, 3], ids=["one-point", "three-points"])
def test_all_that_is_wanted_is_in_a_summary_however_short(points: int):
    wanted = [replace(each, marks=("insight",), wanted=True) for each in said(*TALK, CARDS)]
    assert {CARDS, *TALK} <= set(quotes(wanted, points))
    assert quotes(wanted, 0) == []


def test_words_that_are_too_few_for_a_point_are_one_if_they_are_wanted():
    short = said(*TALK, "Picture cards!")
    assert "Picture cards!" not in quotes(short, 12)
    assert "Picture cards!" in quotes([*short[:-1], replace(short[-1], wanted=True)], 12)


def test_who_may_not_be_quoted_is_not_because_people_want_it():
    last = replace(said(*TALK, CARDS)[-1], wanted=True, marks=("tool",), quotable=False)
    assert CARDS not in quotes([*said(*TALK), last], 12)


def test_what_was_taken_back_is_not_quoted_because_people_want_it():
    last = replace(said(*TALK, f"{CARDS} Scratch that, I was wrong.")[-1], wanted=True)
    assert all(CARDS not in each for each in quotes([*said(*TALK), last], 12))


def test_a_mark_says_of_what_kind_it_is():
    messages = said(*TALK)
    messages[2] = replace(messages[2], marks=("tool", "insight"))
    [point] = [each for each in summarize(messages).best if each.quote == TALK[2]]
    assert (point.kind, point.marked) == ("tool", "tool")


def test_what_is_marked_as_a_question_stands_among_the_questions():
    messages = said(*TALK)
    assert summarize(messages).questions == ()
    messages[2] = replace(messages[2], marks=("question",))
    [asked] = summarize(messages).questions
    assert asked.quote == TALK[2]


def test_a_link_that_is_marked_comes_first_and_from_where_it_is_marked():
    poster, sheet = "https://example.org/poster", "https://example.org/sheet"
    messages = said(f"We use {poster} a lot.", f"We like {sheet} more.", f"It is {sheet} indeed.")
    messages[2] = replace(messages[2], marks=("resource",))
    found = summarize(messages).resources
    assert [(each.url, each.message) for each in found] == [(sheet, "m2"), (poster, "m0")]


def test_what_nobody_marked_is_as_it_was():
    messages = said(*TALK, CARDS)
    assert all(each.marked is None for each in summarize(messages).best)
    assert [each.quote for each in offers(messages)] == [*TALK, CARDS]


def test_lines_of_a_file_may_have_marks(tmp_path: Path):
    lines = [
        {"id": 1, "author": "Ana", "text": TALK[0], "marks": ["tool", "insight", "insight"]},
        {"id": 2, "author": "Ben", "text": TALK[1]},
        {"id": 3, "author": "Cho", "text": TALK[2], "marks": ["tool", {}]},
        {"id": 4, "author": "Dee", "text": TALK[3], "marks": "tool"},
    ]
    file = tmp_path / "talk.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    found = transcripts.read(file)
    told = [(each.marks, each.wanted) for each in found.messages]
    assert told == [(("insight", "tool"), True), ((), False), (("tool",), False), ((), False)]
    assert [each.split(":")[1] for each in found.problems] == ["3", "4"]
