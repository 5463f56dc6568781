"""What the reading of a discussion hands on: places, and never a word of anyone."""

import json

import pytest

from bot.features.summary_labels import label_of, label_places
from bot.features.summary_reading import content_of, places
from bot.insight import Message, normal
from bot.insight.summary import summarize
from bot.rules.summary import Source
from bot.rules.voices import Voice
from tests.features.themed import ASKED, REGISTRATION, SAID, SAME

BY_NAME = Voice(name="Someone")


def message(who: str, text: str, *, anonymous: bool = False) -> Message:
    return Message(id=f"m-{who}", author=who, text=text, name=who.title(), anonymous=anonymous)


def source(said: Message, edited: str = "") -> Source:
    voice = BY_NAME if said.quotable else None
    return Source(
        text=normal(said.text), person=said.author, edited=edited, usable=True, voice=voice,
        link=None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def read() -> list[Message]:
    return [
        *(message(who, text) for who, text in SAID.items()),
        message("gus", SAME, anonymous=True),
        message("hal", f"{ASKED} See https://example.org/poster for ours."),
    ]


def test_what_is_chosen_travels_without_a_word(read):
    edited = {each.id: "" for each in read}
    result = places(summarize(read, points=12), read, edited)
    letters = json.dumps(result).casefold()
    for word in ("interpreter", "registration", "language", "poster", "morning"):
        assert word not in letters
    content = content_of(json.loads(json.dumps(result)), {each.id: source(each) for each in read})
    assert {each.label for each in content.themes} >= {"Nurses, interpreter line", REGISTRATION}
    assert {each.theme for each in content.points} <= {each.id for each in content.themes}
    assert [each.quote for each in content.questions] == [ASKED]
    assert ASKED not in [each.quote for each in content.points]
    assert [each.url for each in content.resources] == ["https://example.org/poster"]
    (said,) = [each for each in content.points if each.same]
    assert {said.message, said.same[0].message} == {"m-eli", "m-gus"}


def test_messages_that_are_gone_leave_with_all_that_they_say(read):
    result = places(summarize(read, points=12), read, {each.id: "" for each in read})
    there = {each.id: source(each) for each in read if each.author != "cho"}
    content = content_of(result, there)
    assert "m-cho" not in repr(content)
    assert "Nurses, interpreter line" not in {each.label for each in content.themes}


TEXTS = {"m1": "Spanish first, then LEP forms.", "m2": "Our spanish-speaking nurses can’t wait."}


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        pytest.param("nurses", "Nurses", id="a word"),
        pytest.param("lep forms, nurses", "LEP forms, nurses", id="a name that keeps its capitals"),
        pytest.param("can't wait", "Can’t wait", id="an apostrophe as it is written"),
        pytest.param("spanish", "Spanish", id="as it stands within a sentence"),
        pytest.param("doctors", "", id="what nobody says"),
        pytest.param("", "", id="nothing"),
        pytest.param("“Spanish first, then”", "Spanish first, then", id="the start of a message"),
        pytest.param("“first Spanish”", "", id="what stands in no message in this order"),
    ],
)
def test_a_label_comes_back_as_its_messages_say_it(label, shown):
    found = {each: source(message(each, text)) for each, text in TEXTS.items()}
    travelled = label_places(label, TEXTS)
    assert (
        label_of(travelled, {f"m-{k}": v for k, v in found.items()} | found).get("label", "")
        == shown
    )
