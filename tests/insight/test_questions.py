"""A question is open until somebody answers it, and not until somebody says something."""

import time

import pytest

from bot.insight import Message
from bot.insight.questions import questions
from bot.insight.reading import read
from bot.insight.summary import summarize

ASKED = "Who pays for interpreters in your county?"
BEFORE = Message(id="m0", author="eve", name="Eve", text="We meet on Mondays at noon.")


def answered(*said: Message) -> dict[str, bool]:
    return {each.quote: each.answered for each in summarize(said).questions}


def message(id: str, author: str, text: str, reply_to: str | None = None) -> Message:
    return Message(id=id, author=author, name=author.title(), text=text, reply_to=reply_to)


@pytest.mark.parametrize(
    "reply",
    [
        "Same here!",
        "I don't know.",
        "I'll ask my manager on Monday.",
        "Good question!",
        "Us too.",
        "Let me check with our office.",
        "Not that I know.",
        "Thanks for asking this.",
    ],
)
def test_who_replies_without_an_answer_leaves_a_question_open(reply: str):
    said = (BEFORE, message("m1", "ana", ASKED), message("m2", "ben", reply, "m1"))

    assert answered(*said) == {ASKED: False}


@pytest.mark.parametrize("reply", ["The county does.", "Yes, Medicaid.", "We do, from a grant."])
def test_who_replies_with_one_answers_it(reply: str):
    said = (BEFORE, message("m1", "ana", ASKED), message("m2", "ben", reply, "m1"))

    assert answered(*said) == {ASKED: True}


def test_one_message_on_something_else_answers_no_first_question():
    asks = message("m1", "ana", ASKED)
    other = message("m2", "ben", "The van is late on Fridays.")

    assert answered(asks, other) == {ASKED: False}
    assert answered(asks, message("m2", "ben", "Our interpreters come free.")) == {ASKED: True}
    more = message("m3", "cho", "Our state sends the money.")
    assert answered(asks, other, more) == {ASKED: True}


def test_a_word_that_is_somebodys_name_calls_nobody():
    card = "A card at the desk helps a lot."

    assert answered(BEFORE, message("m1", "A", ASKED), message("m2", "ben", card)) == {ASKED: False}
    assert answered(BEFORE, message("m1", "A", ASKED), message("m2", "ben", f"A, {card}")) == {
        ASKED: True
    }


def test_an_answer_that_names_whom_nothing_may_name_is_an_answer():
    hidden = Message(id="h", author="z", name="Zelda", text="We print cards.", anonymous=True)
    said = (hidden, message("m1", "ana", ASKED), message("m2", "ben", "Zelda pays for it.", "m1"))

    assert answered(*said) == {ASKED: True}


def test_very_many_questions_take_no_quadratic_time():
    said = [message(f"m{n}", f"p{n % 3}", f"Who brought item{n} to room{n}?") for n in range(3000)]
    said += [message(f"a{n}", f"p{n % 3}", f"The shelf{n} holds box{n}.") for n in range(3000)]
    readings = read(said)
    started = time.process_time()

    assert len(questions(readings)) == 3000
    assert time.process_time() - started < 3
