"""Who is not to be named is not: however their name is written, and wherever it stands."""

import pytest

from bot.insight import Message, offers
from bot.insight.model.veil import Veil
from bot.insight.summary import summarize

HONEST = "We count blank language fields on Fridays."


def shown(said: str, name: str) -> list[str]:
    """What may be quoted of a message, where somebody of this name chose not to be named."""
    found = offers(
        [
            Message(id="m1", author="x", name=name, text=HONEST, anonymous=True),
            Message(id="m2", author="y", name="Yara Quist", text=said),
        ]
    )
    return [each.quote for each in found if each.message == "m2"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Pat O'Brien", "We do as O’Brien does at the desk."),
        ("Pat O’Brien", "We do as OBrien does at the desk."),
        ("Jose\u0301 Peña", "We do as josé does at the desk."),
        ("Eva Weiß", "We do as WEISS does at the desk."),
        ("İpek Kaya", "We do as ipek does at the desk."),
        ("王小明", "我们按照王小明的办法登记病人的语言。"),
        ("Zoë Reyes", "We do as Zoe does at the desk."),
        ("Zoe Reyes", "We do as Zoë does at the desk."),
        ("Dee Watts", "The list of deewatts hangs at the desk."),
        ("Will Poe", "The desk asks first, as will said last week."),
        ("Will Poe", "The desk asks first, so ask Will about it."),
        ("Will Poe", "Will, you may know how the desk does it."),
        ("Clinic Nurse", "We do as Clinic Nurse does at the desk."),
        ("Member 12", "We do as Member 12 does at the desk."),
        ("Ben Okafor", "ben keeps the hotline card in his pocket."),
    ],
    ids=[
        "another apostrophe", "no apostrophe", "composed", "sharp s", "dotted capital",
        "no spaces", "no accent", "an accent", "handle", "speaks", "capital", "called upon",
        "roles together", "number", "no capital",
    ],
)  # fmt: skip
def test_a_sentence_that_names_them_is_not_shown(name: str, said: str):
    assert shown(said, name) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Clinic Nurse", "Every Nurse of our clinic asks at the desk."),
        ("Member 12", "We printed 12 cards for each member."),
        ("Will Poe", "Will the van come on Fridays, or will it not?"),
        ("Mark Hill", "We mark the chart before we go up the hill."),
        ("Grace Stone", "Grace periods of two weeks helped us most."),
    ],
    ids=["roles", "digits", "a question", "words", "words at the beginning"],
)
def test_a_sentence_that_only_has_a_word_of_their_name_stands(name: str, said: str):
    assert shown(said, name) == [said]


def test_who_speaks_by_name_elsewhere_is_not_named_where_they_do_not():
    found = offers(
        [
            Message(id="m1", author="a", name="Ana Ruiz", text="I am Ana Ruiz and we ask first."),
            Message(
                id="m2",
                author="a",
                name="Ana Ruiz",
                text="The nurses call me Ana and roll their eyes. I froze when a patient said yes.",
                anonymous=True,
            ),
        ]
    )

    assert [(each.message, each.quote) for each in found] == [
        ("m1", "I am Ana Ruiz and we ask first."),
        ("m2", "I froze when a patient said yes."),
    ]


def test_a_first_name_that_another_has_too_does_not_tell_who_wrote_without_a_name():
    said = "They call me Ana at the desk, and I froze when a patient said yes."
    found = offers(
        [
            Message(id="m1", author="a", name="Ana Ruiz", text=said, anonymous=True),
            Message(id="m2", author="b", name="Ana Poe", text=HONEST),
        ]
    )

    assert [each.message for each in found] == ["m2"]


def test_a_link_that_holds_their_name_is_not_listed():
    text = "See https://example.org/ben-okafor/cards and https://example.org/~benokafor too."
    others = "See https://example.org/cards for it."
    messages = [
        Message(id="m1", author="b", name="Ben Okafor", text=text, anonymous=True),
        Message(id="m2", author="c", name="Cho Min", text=text),
        Message(id="m3", author="c", name="Cho Min", text=others),
    ]

    assert [each.url for each in summarize(messages).resources] == ["https://example.org/cards"]


def test_what_is_left_out_is_counted():
    messages = [
        Message(id="m1", author="b", name="Ben Okafor", text=HONEST, anonymous=True),
        Message(id="m2", author="c", name="Cho Min", text=f"Ben keeps a card. {HONEST}"),
        Message(id="m3", author="d", name="Dee Watts", text="As Ben said, the card helps."),
    ]

    coverage = summarize(messages).coverage

    assert (coverage.masked, coverage.silenced) == (2, 1)


def test_a_name_leaves_this_machine_in_no_spelling():
    veil = Veil([Message(id="m", author="e", name="Eva Weiß", text="")])

    assert veil.over("We do as WEISS does.") == "We do as Person 1 does."
