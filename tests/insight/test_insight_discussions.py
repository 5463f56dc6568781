"""Discussions as cohorts have them, and what a draft of each must hold and must not.

A line is `id author: words`, `id author > id: words` for a reply, `id author (silent): words` for
an author who chose not to be quoted; `|` stands for a line end.
"""

import re
from dataclasses import dataclass

import pytest

from bot.insight import Draft, Message, draft, normal

_LINE = re.compile(
    r"(?P<id>\S+) (?P<author>\w+)(?P<silent> \(silent\))?(?: > (?P<to>\S+))?: (?P<text>.*)"
)


def transcript(lines: str) -> list[Message]:
    messages = []
    for line in lines.strip().splitlines():
        said = _LINE.fullmatch(line.strip())
        assert said, line
        messages.append(
            Message(
                id=said["id"],
                author=said["author"],
                name=said["author"].title(),
                text=said["text"].replace("|", "\n"),
                reply_to=said["to"],
                quotable=not said["silent"],
            )
        )
    return messages


def shown(result: Draft) -> str:
    """Everything of a draft that people would read."""
    quotes = [point.quote for point in result.points]
    quotes += [question.quote for question in result.questions]
    quotes += [f"{resource.url} {resource.context}" for resource in result.resources]
    return "\n".join(quotes)


@dataclass(frozen=True, kw_only=True)
class Discussion:
    """`points` and `answered`/`open` name exact quotes; `never` are words no reader may see."""

    said: str
    points: tuple[tuple[str, str], ...] = ()
    open: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    links: tuple[tuple[str, str | None], ...] = ()
    never: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


DISCUSSIONS = {
    "collecting language at the front desk": Discussion(
        said="""
        m1 ben: Hi all,||We ask every patient about language at registration.||Best,|Ben|Bayview
        m2 cho: > We ask every patient|Our staff struggle to ask, it feels like asking for papers.
        m3 dee: Does anyone have a script for the front desk?
        m4 eve > m3: We built a script on a card: https://example.org/card (free).
        m5 fay: Thanks everyone! 🎉
        m6 gil: +1
        """,
        points=(
            ("m1", "We ask every patient about language at registration."),
            ("m2", "Our staff struggle to ask, it feels like asking for papers."),
            ("m4", "We built a script on a card: https://example.org/card (free)."),
        ),
        answered=("Does anyone have a script for the front desk?",),
        links=(("https://example.org/card", "eve"),),
        never=("Hi all", "Best", "Bayview", "> ", "Thanks everyone", "+1"),
    ),
    "a claim that was taken back": Discussion(
        said="""
        m1 ana: We use a free translation app for consent forms.
        m2 ben: Our clinic calls a qualified interpreter for every consent.
        m3 ana: Never mind, that was wrong. Our legal team stopped it in May.
        m4 ana: Reading level is checked by two patients before we print.
        """,
        points=(
            ("m2", "Our clinic calls a qualified interpreter for every consent."),
            ("m3", "Our legal team stopped it in May."),
            ("m4", "Reading level is checked by two patients before we print."),
        ),
        never=("free translation app", "Never mind", "that was wrong"),
    ),
    "taken back within the message, and by reply": Discussion(
        said="""
        m1 ana: We reach 90 % of patients by text message.
        m2 cho: We call on Saturdays and reach more families. Scratch that, it is Sundays.
        m3 ana: Our portal has a Spanish page since March.
        m4 ana > m1: Correction: it is 60 % of patients by text message.
        """,
        points=(
            ("m3", "Our portal has a Spanish page since March."),
            ("m4", "Correction: it is 60 % of patients by text message."),
        ),
        never=("90 %", "Saturdays", "Scratch"),
    ),
    "someone who chose not to be quoted": Discussion(
        said="""
        m1 hal (silent): Our director cut it: https://example.org/memo https://example.org/both
        m2 ida: The county list of interpreters is here: https://example.org/both
        m3 jo: Who pays for interpreters in your county?
        m4 hal (silent) > m3: Medicaid pays half of it in ours.
        m5 hal (silent): Could anyone ask our director?
        """,
        points=(("m2", "The county list of interpreters is here: https://example.org/both"),),
        answered=("Who pays for interpreters in your county?",),
        links=(("https://example.org/memo", None), ("https://example.org/both", "ida")),
        never=("director", "Medicaid"),
        unread=("m1", "m4", "m5"),
    ),
    "questions that are told, asked and proposed": Discussion(
        said="""
        m1 ana: We ask: "What language do you speak at home?"
        m2 ben: What if we put the question on the tablet in the waiting room?
        m3 cho: I wonder whether patients trust us with the answer.
        m4 dee: Same question here!
        m5 eve: We may move it to check-in next month. Any thoughts?
        m6 fay: How do you record sign languages?
        m7 gil: @fay there is a code for it in our record system.
        """,
        points=(
            ("m1", 'We ask: "What language do you speak at home?"'),
            ("m2", "What if we put the question on the tablet in the waiting room?"),
            ("m7", "@fay there is a code for it in our record system."),
        ),
        open=(
            "I wonder whether patients trust us with the answer.",
            "We may move it to check-in next month. Any thoughts?",
        ),
        answered=("How do you record sign languages?",),
        never=("Same question",),
    ),
    "two languages and right to left": Discussion(
        said="""
        m1 luz: Hola a todos, nos cuesta encontrar intérpretes de mixteco. ¿Alguien usa video?
        m2 omar: نستخدم بطاقات مصورة في العيادة. هل لديكم نسخة عربية؟
        m3 mei: 我们在登记时询问每位病人的语言。大家怎么做？
        m4 ana: We pay $1.20 a minute, e.g. for Dr. Lee's visits at 8 a.m. It adds up.
        """,
        points=(
            ("m1", "nos cuesta encontrar intérpretes de mixteco."),
            ("m2", "نستخدم بطاقات مصورة في العيادة."),
            ("m3", "我们在登记时询问每位病人的语言。"),
            ("m4", "We pay $1.20 a minute, e.g. for Dr. Lee's visits at 8 a.m. It adds up."),
        ),
        open=("¿Alguien usa video?", "هل لديكم نسخة عربية؟", "大家怎么做？"),
        never=("Hola",),
    ),
    "a short start that the next words turn": Discussion(
        said="""
        m1 ana: We tried tablets. It failed within a week.
        m2 ben: Video is great. But never for end-of-life talks.
        """,
        points=(
            ("m1", "We tried tablets. It failed within a week."),
            ("m2", "Video is great. But never for end-of-life talks."),
        ),
    ),
    "one-word answers and politeness": Discussion(
        said="""
        m1 ana: Yes
        m2 ben: 👍👍
        m3 cho: Thank you so much for sharing this, everyone!
        m4 dee: Agreed
        m5 eve: No
        """,
        never=("Yes", "👍", "Thank", "Agreed"),
    ),
}


@pytest.mark.parametrize("name", DISCUSSIONS)
def test_a_draft_holds_what_was_shared_and_nothing_it_must_not(name):
    discussion = DISCUSSIONS[name]
    messages = transcript(discussion.said)

    result = draft(messages)

    assert set(discussion.points) <= {(point.message, point.quote) for point in result.points}
    assert tuple(q.quote for q in result.questions if not q.answered) == discussion.open
    assert tuple(q.quote for q in result.questions if q.answered) == discussion.answered
    assert {(r.url, r.author) for r in result.resources} == set(discussion.links)
    assert [words for words in discussion.never if words in shown(result)] == []
    assert result.coverage.unread == discussion.unread
    assert result.coverage.messages == len(messages)


def test_nobody_said_anything():
    result = draft([])

    assert (result.points, result.resources, result.questions) == ((), (), ())
    assert (result.coverage.cited, result.coverage.messages) == (0, 0)


def test_every_message_has_its_turn_before_one_speaks_twice():
    talkative = "We added 4 phones in May. We trained 12 staff in June. We hired 2 people in July."
    messages = [Message(id="m1", author="ana", text=talkative)]
    messages += [
        Message(id=f"m{n}", author=f"p{n}", text=f"The {thing} at our site is often missing.")
        for n, thing in enumerate(["printer", "poster", "form"], start=2)
    ]

    assert {p.message for p in draft(messages, limit=4).points} == {"m1", "m2", "m3", "m4"}
    assert [p.message for p in draft(messages, limit=5).points].count("m1") == 2


def test_one_person_does_not_fill_the_draft():
    messages = [
        Message(id=f"a{n}", author="ana", text=f"We changed {thing} at 3 of our sites.")
        for n, thing in enumerate(["phones", "forms", "signs", "letters"])
    ]
    messages.append(Message(id="b", author="ben", text="Families bring their own interpreters."))

    assert "b" in {point.message for point in draft(messages, limit=2).points}


def test_a_point_said_twice_by_one_person_stands_once():
    text = "We print the card in 12 languages."
    messages = [Message(id=each, author="ana", text=text) for each in ("m1", "m2")]

    assert [point.message for point in draft(messages).points] == ["m1"]


def test_a_long_sentence_ends_where_a_clause_ends_and_never_before_a_turn():
    start = "We ask every patient about the language that they read and speak at home"
    rest = " and the one in which they want their letters" * 8
    kept = draft([Message(id="m", author="ana", text=f"{start}; we note it,{rest}.")])
    turned = draft([Message(id="m", author="ana", text=f"{start}, but not{rest}.")])

    assert [point.quote for point in kept.points] == [f"{start}; we note it"]
    assert turned.points == ()


def test_a_question_stays_open_when_only_its_author_or_a_question_follows():
    asked = "Which interpreter vendor covers Marshallese after hours?"
    messages = [
        Message(id="m1", author="ana", text=asked),
        Message(id="m2", author="ana", text="Our vendor stops Marshallese after hours."),
        Message(id="m3", author="ben", text="Is Marshallese the language?", reply_to="m1"),
    ]
    answer = Message(id="m4", author="ben", text="Our vendor has Marshallese until 9 p.m.")

    assert [q.answered for q in draft(messages).questions if q.quote == asked] == [False]
    assert [q.answered for q in draft([*messages, answer]).questions if q.quote == asked] == [True]


def test_a_link_alone_is_shown_with_the_sentence_before_it():
    text = "This is the form that we hand out.\nhttps://example.org/form"
    (resource,) = draft([Message(id="m", author="ana", text=text)]).resources

    assert resource.context == "This is the form that we hand out."


def test_a_link_that_was_taken_back_is_not_listed():
    messages = [
        Message(id="m1", author="ana", text="The new rule is at https://example.org/rule."),
        Message(id="m2", author="ana", text="Please ignore my last message."),
    ]

    assert draft(messages).resources == ()


def test_an_id_that_stands_twice_is_refused():
    message = Message(id="m", author="ana", text="We ask everybody.")
    with pytest.raises(ValueError, match="same id"):
        draft([message, message])


def test_quotes_compare_in_normal_form():
    assert normal("cafe\u0301\u00a0 \r\n\tau\x00 lait\u202e") == "café au lait"


def test_a_question_asked_by_two_people_stands_once():
    asked = "Who translates the discharge letters at night?"
    messages = [Message(id=each, author=each, text=asked) for each in ("ana", "ben")]

    assert [(q.message, q.quote) for q in draft(messages).questions] == [("ana", asked)]
