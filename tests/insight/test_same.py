"""Who is counted as saying the same: those who do, and nobody who says the contrary."""

import time

import pytest

from bot.insight import Message
from bot.insight.summary import summarize


def counted(one: str, other: str) -> list[int]:
    messages = [
        Message(id="m1", author="ana", name="Ana", text=one),
        Message(id="m2", author="ben", name="Ben", text=other),
    ]
    return sorted(point.people for point in summarize(messages).best)


ASKS = "the desk nurse asks every new patient about language"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"Here {ASKS} before the visit.", f"Here {ASKS} after the visit."),
        ("All patients trust the tablet interpreter.", "Few patients trust the tablet interpreter."),
        (
            "Our missed visits rose after the reminder cards in spring.",
            "Our missed visits fell after the reminder cards in spring.",
        ),
        (
            "Our waiting room screens men for violence at home with cards.",
            "Our waiting room screens only women for violence at home with cards.",
        ),
        ("The van brings patients home at night.", "Does the van bring patients home at night?"),
        ("We print three cards at the desk.", "We print four cards at the desk."),
    ],
    ids=["before and after", "all and few", "rose and fell", "men and only women", "asked", "number"],
)  # fmt: skip
def test_opposites_are_not_counted_together(one: str, other: str):
    assert max(counted(one, other)) == 1


def test_the_same_is_counted_together():
    assert counted(f"Here {ASKS}.", f"Here {ASKS.replace('every', 'each')}.") == [2]


def test_who_quotes_another_does_not_agree_and_is_not_quoted_for_it():
    said = "We ask every patient about language at the registration desk."
    messages = [
        Message(id="m1", author="ana", name="Ana", text=said),
        Message(id="m2", author="ben", name="Ben", text=f'Ana wrote: "{said}" I doubt it.'),
    ]

    best = summarize(messages).best

    assert [(point.quote, point.people) for point in best if "every patient" in point.quote] == [
        (said, 1)
    ]


def test_what_very_many_say_alike_takes_no_quadratic_time():
    said = "We ask every patient about language at the registration desk."
    messages = [Message(id=f"m{n}", author=f"p{n}", text=said) for n in range(1500)]
    started = time.process_time()

    (point, *_) = summarize(messages, points=10**9, words=100).best

    assert point.people == 1500
    assert time.process_time() - started < 6
