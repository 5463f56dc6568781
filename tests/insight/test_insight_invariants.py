"""What holds for every draft, whatever people write."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.insight import Message, draft, normal
from bot.insight.links import find_urls

FRAGMENTS = [
    "We ask every patient about language at registration.",
    "Does anyone have a script?",
    "¿Alguien usa intérpretes por video?",
    "We printed cards: https://example.org/cards(1).",
    "(see www.example.org/a_b, please)",
    "Never mind, that was wrong.",
    "Correction: it is 60 %.",
    "Hi all,",
    "Best,\nAna",
    "-- \nAna Ruiz",
    "> quoted https://example.org/old",
    "- a bullet; with clauses, and more",
    "Thanks!",
    "+1",
    "@ben we have 12 of them, but not at night",
    "نسأل كل مريض عن لغته؟ نعم.",
    "我们在登记时询问每位病人的语言。",
    "cafe\u0301 \u202egnorts\u202c 👩🏽\u200d⚕️\u200b zero",
    "\x00\x07\ufeff",
    "“What language? At home?” they say…",
    "word " * 90,
]
texts = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=40)), min_size=1, max_size=6
).flatmap(lambda parts: st.sampled_from([" ", "\n", "\n\n", ""]).map(lambda by: by.join(parts)))


@st.composite
def windows(draw):
    count = draw(st.integers(0, 9))
    return [
        Message(
            id=f"m{n}",
            author=draw(st.sampled_from(["ana", "ben", "cho"])),
            text=draw(texts),
            reply_to=draw(st.sampled_from([None, "m0", f"m{n}", "m8", "gone"])),
            quotable=draw(st.booleans() | st.just(True)),
        )
        for n in range(count)
    ]


@settings(max_examples=150, deadline=None)
@given(window=windows(), limit=st.integers(0, 12))
def test_every_draft_can_be_checked_against_its_messages(window, limit):
    result = draft(window, limit=limit)
    said = {message.id: message for message in window}

    assert len(result.points) <= limit
    for quoted in (*result.points, *result.questions):
        message = said[quoted.message]
        assert quoted.quote
        assert quoted.quote == normal(quoted.quote)
        assert quoted.quote in normal(message.text)
        assert unicodedata.is_normalized("NFC", quoted.quote)
        assert len(quoted.quote) <= 300
        assert quoted.author == message.author
        assert message.quotable
    for resource in result.resources:
        message = said[resource.message]
        assert resource.url in normal(message.text)
        assert resource.context in normal(message.text)
        assert resource.author == (message.author if message.quotable else None)
        assert message.quotable or not resource.context
    assert len({point.id for point in result.points}) == len(result.points)

    cited = {each.message for each in (*result.points, *result.questions)}
    cited |= {each.message for each in result.resources if each.author is not None}
    assert result.coverage.cited == len(cited)
    assert result.coverage.messages == len(window)
    assert result.coverage.unread == tuple(m.id for m in window if not m.quotable)
    assert cited.isdisjoint(result.coverage.unread)

    assert draft(window, limit=limit) == result


@settings(max_examples=100, deadline=None)
@given(text=st.text())
def test_the_normal_form_is_stable(text):
    once = normal(text)

    assert normal(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@settings(max_examples=100, deadline=None)
@given(text=st.text(), url=st.sampled_from(["https://example.org/a?b=c", "http://x.org"]))
def test_a_link_is_found_wherever_it_stands(text, url):
    spaced = f"{text} {url} {text}"

    assert url in find_urls(spaced)
    assert all(found in spaced for found in find_urls(spaced))


LONG = {
    "one word": "a",
    "spaces": " ",
    "full stops": ".",
    "short sentences": "a. ",
    "initials": "A. ",
    "abbreviations": "e.g. ",
    "questions": "a? ",
    "commas": "a, ",
    "quotation marks": '"',
    "opening quotation marks": "“a. ",
    "schemes": "http://",
    "links": "x www.x.org ",
    "closing brackets": "http://a.b/)",
    "line ends": "\n",
    "quote marks": ">",
    "farewells": "Best,\n",
    "dashes": "--\n",
    "greetings": "Hi all ",
    "retractions": "sorry, ",
    "bullets": "- ",
    "handles": "@a.",
    "stacked marks": "\u08e4\u08f0",
    "emoji": "👍 ",
    "joiners": "\u200d",
    "overrides": "\u202eabc ",
    "nulls": "\x00",
    "surrogates": "\ud800",
    "characters without spaces": "我们。",
}


@pytest.mark.parametrize("name", LONG)
def test_forty_thousand_characters_take_no_quadratic_time(name):
    def seconds(letters: int) -> float:
        text = (LONG[name] * letters)[:letters]
        window = [
            Message(id="m1", author="ana", text=text),
            Message(id="m2", author="ben", text=f"Which one do we use? {text}", reply_to="m1"),
        ]
        started = time.process_time()
        assert draft(window).coverage.messages == 2
        return time.process_time() - started

    seconds(100)  # what is loaded once
    # Against itself, in the same run: linear roads take four times as long, quadratic ones sixteen
    # times. What is over at once on any machine is not worth comparing.
    # On a busy machine one turn may take several times as long as the next: any of them counts.
    short = max(min(seconds(10_000) for _ in range(3)), 0.05)
    assert any(seconds(40_000) < 10 * short for _ in range(5))
