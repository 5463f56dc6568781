"""Whole discussions by theme: what belongs together, what it is called, and who said the same."""

import builtins
import logging
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bot.insight import Message
from bot.insight.summary import summarize
from bot.insight.vectors import embedded, vectors

SITES = "Bayview Harbor Lakeside Northgate Riverbend Mill Creek Summit".split()
TOPICS = {
    "interpreters": (
        "Interpreters cancel the night shift at {}.",
        "A phone interpreter reached the {} night team.",
        "The interpreter vendor at {} has no Marshallese speaker.",
    ),
    "parking": (
        "The parking garage at {} costs families ten dollars.",
        "Families at {} circle the block for a parking space.",
        "Free parking vouchers filled the {} garage.",
    ),
    "meals": (
        "The kitchen at {} cooks halal meals for patients.",
        "Breakfast trays at {} come cold from the kitchen.",
        "Our {} kitchen lists allergens on the meal tray.",
    ),
}


def three_topics() -> tuple[list[Message], dict[str, str]]:
    """300 messages, one of each topic in turn, and which topic each has."""
    messages, about = [], {}
    for n in range(300):
        topic = list(TOPICS)[n % 3]
        pattern = TOPICS[topic][n // 3 % 3]
        id = f"m{n}"
        text = pattern.format(SITES[n // 9 % len(SITES)])
        messages.append(Message(id=id, author=f"p{n % 40}", name=f"P {n % 40}", text=text))
        about[id] = topic
    return messages, about


@pytest.mark.parametrize("load", [embedded, lambda: None], ids=["wordllama", "lexical"])
def test_three_hundred_messages_on_three_topics_are_three_themes(monkeypatch, load):
    encoder = load()
    monkeypatch.setattr("bot.insight.vectors.embedded", lambda: encoder)
    messages, about = three_topics()

    for summary in (summarize(messages), summarize(messages, themes=3)):
        found = [Counter(about[id] for id in topic.ids) for topic in summary.topics]
        right = sum(max(counts.values()) for counts in found)
        assert right / len(messages) >= 0.95
        assert {max(counts, key=lambda name: counts[name]) for counts in found} == set(TOPICS)
    assert len(summarize(messages, themes=3).topics) == 3


def test_themes_are_called_by_what_they_say():
    messages, about = three_topics()

    labels = {about[t.ids[0]]: t.label for t in summarize(messages, themes=3).topics}

    assert "interpreter" in labels["interpreters"]
    assert "parking" in labels["parking"]
    assert "kitchen" in labels["meals"]


def test_a_theme_whose_messages_share_no_word_is_called_by_one_of_them():
    (topic,) = summarize([Message(id="m", author="a", text="Our lobby is loud.")]).topics

    assert topic.label == "“Our lobby is loud.”"


def test_words_for_where_and_when_name_no_theme():
    said = ["A line behind the person waits.", "The printer is behind, often.", "We often ask."]
    messages = [Message(id=f"m{n}", author=f"p{n}", text=text) for n, text in enumerate(said)]

    (topic,) = summarize(messages, themes=1).topics

    assert topic.label.startswith("“")


def test_what_everybody_says_alike_is_one_theme():
    said = [f"We keep {n} cards at the desk." for n in range(8)]
    messages = [Message(id=text, author=text, text=text) for text in said]

    assert len(summarize(messages).topics) == 1


def test_a_message_and_its_replies_are_in_one_theme():
    texts = ["The garage is full.", "Vouchers help.", "Trays come cold.", "The kitchen is far."]
    messages = [
        Message(id=f"m{n}", author=f"p{n}", text=text, reply_to={1: "m0", 3: "m2"}.get(n))
        for n, text in enumerate(texts)
    ]
    more = [Message(id=f"x{n}", author="q", text=f"Item {n} is lost.") for n in range(6)]

    theme = {id: t.label for t in summarize([*messages, *more]).topics for id in t.ids}

    assert theme["m0"] == theme["m1"]
    assert theme["m2"] == theme["m3"]


SAID = "We ask every patient about language at the registration desk."


def test_who_says_the_same_is_counted_as_people_and_once():
    messages = [
        Message(id="m1", author="ana", text=SAID),
        Message(id="m2", author="ben", text=SAID.replace("every", "each")),
        Message(id="m3", author="ben", text=SAID),
    ]

    (point, *_) = summarize(messages).best

    assert (point.ids, point.authors, point.people) == (("m1", "m2", "m3"), ("ana", "ben"), 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SAID, SAID.replace("ask", "never ask")),
        (SAID.replace("every", "12 of 20"), SAID.replace("every", "12 of 30")),
        ("Yes we do.", "Yes we do."),
    ],
    ids=["negated", "another figure", "nothing to compare"],
)
def test_what_differs_in_a_figure_or_a_not_is_not_the_same(one: str, other: str):
    messages = [
        Message(id="m1", author="ana", text=one),
        Message(id="m2", author="ben", text=other),
    ]

    assert all(len(point.ids) == 1 for point in summarize(messages).best)


@pytest.mark.parametrize(("unnamed", "people"), [(2, 1), (3, 4)])
def test_people_without_a_name_are_counted_from_three_on_and_never_cited(unnamed: int, people: int):
    messages = [Message(id="m0", author="ana", name="Ana", text=SAID)]
    messages += [
        Message(id=f"m{n}", author=f"x{n}", text=SAID, anonymous=True)
        for n in range(1, unnamed + 1)
    ]

    (point, *_) = summarize(messages).best

    assert (point.ids, point.authors, point.people) == (("m0",), ("ana",), people)


def test_who_says_it_by_name_too_is_not_found_behind_the_quote_without_one():
    messages = [
        Message(id="m1", author="ana", name="Ana", text=SAID, anonymous=True),
        Message(id="m2", author="ana", name="Ana", text=SAID),
    ]

    assert [(p.ids, p.authors) for p in summarize(messages).best if p.ids[0] == "m1"] in (
        [],
        [(("m1",), ())],
    )


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Harbor Health Center", "At Harbor Health Center we ask at the desk."),
        ("Harbor Health Center", "We at Harbor ask at the desk, before anything else."),
        ("Fundación Ysleta", "In Ysleta the desk asks, and a nurse notes it."),
        ("Community Health Center", "We at Community Health Center ask at the desk."),
    ],
)
def test_what_somebody_says_without_a_name_does_not_tell_where_they_work(place: str, said: str):
    else_said = "The poster hangs at eye height, beside the door."
    message = Message(id="m", author="ana", place=place, text=f"{said} {else_said}", anonymous=True)

    quotes = [point.quote for point in summarize([message]).best]

    assert quotes == [else_said]
    assert said in [point.quote for point in summarize([replace(message, anonymous=False)]).best]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Clinic", "Our clinic asks at the desk."),
        ("Harbor Health Center", "A health worker in every center asks at the desk."),
        ("Unity Group", "Our group of nurses asks at the desk."),
    ],
)
def test_what_half_of_all_places_are_called_tells_none(place: str, said: str):
    message = Message(id="m", author="ana", place=place, text=said, anonymous=True)

    assert [point.quote for point in summarize([message]).best] == [said]


def test_points_reach_the_whole_of_a_long_discussion():
    messages = [
        Message(id=str(n), author=f"p{n % 5}", text=f"Item {n} of the list is at {n} o'clock.")
        for n in range(200)
    ]

    places = sorted(int(point.ids[0]) // 20 for point in summarize(messages, points=10).best)

    assert places == list(range(10))


def test_a_brief_lets_everybody_speak_once_first_and_ends_with_a_clause():
    messages = [
        Message(id="m1", author="ana", name="Ana Ruiz", text="The desk asks first. It notes it."),
        Message(id="m2", author="ana", name="Ana Ruiz", text="We print cards in May."),
        Message(id="m3", author="ben", name="Ben", text="Cards get lost, so we laminate all."),
        Message(id="m4", author="cho", text="Nobody reads our cards.", anonymous=True),
    ]

    assert summarize(messages, words=100).lines == (
        ("Ana", "The desk asks first. It notes it."),
        ("Ben", "Cards get lost, so we laminate all."),
        ("", "Nobody reads our cards."),
        ("Ana", "We print cards in May."),
    )
    said = "Cards get lost at the front desk, so we laminate them, but not the ones in Spanish."
    long = [Message(id="m", author="ben", name="Ben", text=said)]
    assert summarize(long, words=12).lines == (("Ben", "Cards get lost at the front desk"),)
    assert summarize(long, words=6).lines == ()


def test_nobody_said_anything():
    for messages in ([], [Message(id="m", author="a", text="Thanks!")]):
        summary = summarize(messages, words=10)
        assert (summary.topics, summary.best, summary.background, summary.lines) == ((), (), (), ())


def test_a_summary_needs_no_network(monkeypatch):
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    embedded.cache_clear()

    encoder = embedded()

    assert encoder is not None
    assert encoder(["a desk", "a card"]).shape == (2, 256)


def test_wordllama_that_cannot_be_loaded_gives_way_to_words_in_common(monkeypatch):
    real = builtins.__import__

    def missing(name: str, *rest, **named):
        if name.startswith("wordllama"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setitem(sys.modules, "wordllama", None)
    monkeypatch.setattr(builtins, "__import__", missing)
    embedded.cache_clear()
    try:
        assert embedded() is None
        rows = vectors(["cold trays", "cold meals", "full garage"])
    finally:
        embedded.cache_clear()

    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_wordllama_that_fails_in_its_own_way_gives_way_and_says_so(monkeypatch, caplog):
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("these weights are for another machine")

    monkeypatch.setattr("safetensors.safe_open", broken)
    embedded.cache_clear()
    try:
        assert embedded() is None
    finally:
        embedded.cache_clear()

    assert "another machine" in caplog.text


def test_loading_leaves_the_log_as_it_was():
    before = (list(logging.getLogger().handlers), logging.getLogger().level)
    embedded.cache_clear()
    embedded()

    assert (list(logging.getLogger().handlers), logging.getLogger().level) == before


def test_a_draft_alone_loads_no_vectors():
    code = "import sys, bot.insight; print({'numpy', 'wordllama'} & set(sys.modules))"

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


@pytest.mark.parametrize("wrong", [{"points": -1}, {"themes": 0}, {"words": -1}])
def test_numbers_out_of_range_are_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match="points must not"):
        summarize([], **wrong)


def test_of_one_message_a_brief_takes_what_its_subject_is_about_first():
    said = "We met on Monday at noon. The parking garage has vouchers for families."
    message = Message(id="m", author="a", name="Ana", text=said, subject="Parking vouchers")

    assert summarize([message], words=9).lines == (
        ("Ana", "The parking garage has vouchers for families."),
    )
