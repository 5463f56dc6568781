"""What people take back, put right or did not mean does not stand; what they meant does."""

import time

import pytest

from bot.insight import Message
from bot.insight.reading import read
from bot.insight.summary import summarize


def standing(*said: Message) -> list[str]:
    return [each.text for reading in read(said) for each in reading.sentences if not each.withdrawn]


def message(id: str, author: str, text: str, reply_to: str | None = None) -> Message:
    return Message(id=id, author=author, text=text, reply_to=reply_to)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Oh sure, we could just stop sleeping.", []),
        ("Yeah right, as if IT ever listened.", []),
        ("We all chart in our dreams. /s", []),
        ("Let's abolish Mondays. Just kidding!", []),
        ("Oh right, we use the checklist too.", ["Oh right, we use the checklist too."]),
        ("Sí, claro, usamos la guía.", ["Sí, claro, usamos la guía."]),
        ("As if that were not enough, the van broke.", ["As if that were not enough, the van broke."]),
        (
            "We meet on Mondays. Sorry, just kidding, but do read the guide.",
            ["We meet on Mondays.", "Sorry, just kidding, but do read the guide."],
        ),
        (
            "No-shows fell to 18 percent. We print cards. Correction: no-shows fell to 24 percent.",
            ["We print cards.", "Correction: no-shows fell to 24 percent."],
        ),
        ("We meet on Mondays. Correction: Tuesdays.", ["Correction: Tuesdays."]),
        ("We cut 40 fields. The form froze again 🙄", ["We cut 40 fields.", "The form froze again 🙄"]),
        ("We cut 40 fields. IT loved it /s", ["We cut 40 fields."]),
        ("Yeah, sure, we use a card at the desk.", ["Yeah, sure, we use a card at the desk."]),
        (
            "As if anyone had time for that, we still call.",
            ["As if anyone had time for that, we still call."],
        ),
        (
            "We cut 40 fields. Let's abolish Mondays. Just kidding!",
            ["We cut 40 fields."],
        ),
        (
            "We print cards. The van comes at noon. We meet on Mondays. Correction: Tuesdays.",
            ["We print cards.", "The van comes at noon.", "Correction: Tuesdays."],
        ),
        (
            "We print cards. I meant to call the vendor.",
            ["We print cards.", "I meant to call the vendor."],
        ),
    ],
    ids=[
        "oh sure", "yeah right", "mark of sarcasm", "just kidding", "oh right", "sí claro",
        "as if that", "kidding but", "corrected sentence", "correction of a day", "rolling eyes",
        "mark of one sentence", "yeah sure honestly", "as if anyone", "kidding of one sentence",
        "correction of the day alone", "meant to do",
    ],
)  # fmt: skip
def test_what_is_not_meant_or_put_right_is_taken_back(text: str, kept: list[str]):
    assert standing(message("m", "a", text)) == kept


@pytest.mark.parametrize(
    "advice",
    [
        "Delete the first row before you print.",
        "Delete it after 30 days.",
        "Ignore this if you already print them.",
        "Never mind what others say.",
        "Ignore the message that the printer shows.",
    ],
)
def test_advice_takes_nothing_back(advice: str):
    assert standing(message("1", "a", "We print cards."), message("2", "a", advice)) == [
        "We print cards.",
        advice,
    ]


WRONG = "That is not true. It takes 20 seconds."
OWN = message("1", "ana", "We print cards.")
OTHER = message("2", "ben", "It takes ten minutes to ask.")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([OWN, OTHER, message("3", "ana", WRONG)], True),
        ([OWN, OTHER, message("3", "ana", WRONG, "2")], True),
        ([OTHER, OWN, message("3", "ana", WRONG, "2")], True),
        ([OWN, OTHER, message("3", "ana", WRONG, "1")], False),
        ([OTHER, OWN, message("3", "ana", WRONG)], False),
        ([OWN, OTHER, message("3", "ana", "Scratch that.", "2")], True),
        ([OWN, OTHER, message("3", "ana", "Scratch that.")], False),
    ],
    ids=[
        "somebody spoke in between", "a reply to another", "a reply to another, own words before",
        "a reply to oneself", "nobody spoke in between", "taken back before another", "taken back",
    ],
)  # fmt: skip
def test_who_contradicts_another_keeps_their_own_words(said: list[Message], kept: bool):
    assert ("We print cards." in standing(*said)) is kept


def test_who_takes_back_in_a_thread_means_what_they_said_in_it():
    assert standing(
        OTHER,
        message("3", "ana", "We stopped the calls.", "2"),
        message("4", "ana", "Ignore my last message, I mixed it up.", "2"),
    ) == ["It takes ten minutes to ask."]


def test_messages_of_which_nothing_stands_are_counted():
    said = [OWN, message("3", "ana", "Scratch that."), OTHER]

    assert summarize(said).coverage.silenced == 2


@pytest.mark.parametrize(
    "sentence", ["Scratch that. ", "Correction: 12 cards. ", "/s ", "🙄 ", "Just kidding! "]
)
def test_taking_back_again_and_again_takes_no_quadratic_time(sentence: str):
    started = time.process_time()
    read([message("1", "a", sentence * 4000)])

    assert time.process_time() - started < 3
