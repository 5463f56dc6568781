"""One rule of summaries a test: what would go wrong, unseen, if it were not kept."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.insight import Message, draft, offers
from bot.insight.parts import stretches
from bot.insight.reading import read
from bot.insight.summary import summarize
from bot.insight.topics import topics
from bot.insight.vectors import Vectors, vectors
from bot.operating import transcripts


def said(*lines: str) -> list[Message]:
    """Messages by one person each, with ids from m0 on."""
    return [
        Message(id=f"m{n}", author=f"p{n}", name=f"Person {n}", text=text)
        for n, text in enumerate(lines)
    ]


CARDS = "We print the language card in 12 tongues for the front desk."
CARDS_TOO = "We print the language card in 14 tongues for the front desk and door."
GARAGE = "The parking garage is often full when the families come."


def test_a_draft_prefers_what_nobody_said_to_what_repeats():
    found = draft(said(CARDS, CARDS_TOO, GARAGE), limit=2).points

    assert len({point.message for point in found} & {"m0", "m1"}) == 1
    assert "m2" in {point.message for point in found}


def test_a_summary_prefers_what_nobody_said_to_what_repeats():
    filler = "The kitchen lists allergens on every tray, and patients read it."
    found = summarize(said(CARDS, filler, CARDS_TOO, GARAGE), points=2).best

    assert {point.ids[0] for point in found} == {"m0", "m3"}


def test_no_theme_is_called_by_who_speaks():
    texts = [
        "Person 1 cooks halal trays.",
        "The trays of Person 1 come warm.",
        "Trays by Person 1 help at night.",
        "Person 1 counts the trays.",
    ]
    (topic,) = summarize(said(*texts), themes=1).topics

    assert "trays" in topic.label
    assert "person" not in topic.label


def test_a_file_is_read_in_the_order_of_its_times(tmp_path: Path):
    path = tmp_path / "talk.jsonl"
    hours = {"late": 11, "early": 9, "between": 10}
    lines = [
        json.dumps(
            {"id": id, "author": "Ana", "text": GARAGE, "at": f"2026-03-02T{hour:02}:00:00Z"}
        )
        for id, hour in hours.items()
    ]
    path.write_text("\n".join(lines), "utf-8")

    assert [each.id for each in transcripts.read(path).messages] == ["early", "between", "late"]


@pytest.mark.parametrize(
    "author", [{}, {"author": None}, {"author": " "}], ids=["none", "null", "blank"]
)
def test_who_has_no_name_in_a_file_speaks_without_one(
    tmp_path: Path, author: dict[str, str | None]
):
    path = tmp_path / "talk.jsonl"
    path.write_text(json.dumps({"id": 1, "text": GARAGE} | author), "utf-8")

    messages = transcripts.read(path).messages

    assert [each.anonymous for each in messages] == [True]
    assert [(point.authors, point.people) for point in summarize(messages).best] == [((), 0)]


def test_every_message_is_in_the_theme_whose_middle_is_nearest():
    points = np.random.default_rng(4).normal(size=(40, 5)).astype(np.float32)
    texts = [f"Shelf{n} holds box{n}." for n in range(40)]

    def encoder(given: object) -> Vectors:
        return points

    found = topics(read(said(*texts)), 4, encoder)

    rows = vectors(texts, encoder)
    middles = np.stack([rows[theme].sum(axis=0) for theme in found])
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    nearest = (rows @ middles.T).argmax(axis=1).tolist()
    assert [nearest[nth] for theme in found for nth in theme] == [
        number for number, theme in enumerate(found) for _ in theme
    ]


# Two people talk on and on, and what they talk about moves evenly.
TURNS = 24
ANGLES = np.linspace(0, np.pi / 2, TURNS)
ROWS = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1).astype(np.float32)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_conversation_of_few_is_parted_into_stretches_and_posts_of_many_are_not():
    ats = [None] * TURNS
    talk = stretches(ROWS, [1] * TURNS, ats, ["ana", "ben"] * (TURNS // 2))
    posts = stretches(ROWS, [1] * TURNS, ats, [f"p{n}" for n in range(TURNS)])

    assert [nth for run in talk for nth in run] == list(range(TURNS))
    assert len(talk) == 2
    assert posts == [[nth] for nth in range(TURNS)]


@pytest.mark.parametrize("before", [6, 18])
def test_a_conversation_is_parted_where_it_paused(before: int):
    ats = [NOON + timedelta(minutes=n, days=n >= before) for n in range(TURNS)]

    talk = stretches(ROWS, [1] * TURNS, ats, ["ana", "ben"] * (TURNS // 2))

    assert talk == [list(range(before)), list(range(before, TURNS))]


def test_who_only_agrees_is_in_the_theme_of_what_they_reply_to():
    texts = [
        "The parking garage at Bayview costs families ten dollars.",
        "Families circle the garage for a parking space.",
        "Parking vouchers filled the garage.",
        "The kitchen cooks halal meals for patients.",
        "Breakfast trays come cold from the kitchen.",
        "Our kitchen lists allergens on the meal trays.",
    ]
    agrees = Message(id="too", author="zoe", name="Zoe", text="Same here!", reply_to="m1")

    found = summarize([*said(*texts), agrees], themes=2).topics

    (home,) = (topic.ids for topic in found if "too" in topic.ids)
    assert home == ("m0", "m1", "m2", "too")


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("We write the note as the form will allow.", True),
        ("WE WRITE THE NOTE AS THE FORM WILL ALLOW.", True),
        ("We write the note as Will does at the desk.", False),
    ],
    ids=["no capital", "capitals alone", "a capital inside"],
)
def test_a_name_that_is_a_word_is_told_by_its_capital(text: str, stands: bool):
    hidden = Message(id="h", author="w", name="Will Poe", text=GARAGE, anonymous=True)
    spoken = Message(id="s", author="y", name="Yara Quist", text=text)

    found = [each.quote for each in offers([hidden, spoken]) if each.message == "s"]

    assert found == ([text] if stands else [])


def test_a_brief_takes_what_the_subject_names_before_what_stands_first():
    text = "We met at noon on Monday. The van was late. Vouchers pay the parking for families."
    message = Message(id="m", author="a", name="Ana", text=text, subject="Parking vouchers")

    assert summarize([message], words=8).lines == (
        ("Ana", "Vouchers pay the parking for families."),
    )
