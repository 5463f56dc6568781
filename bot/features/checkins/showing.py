"""A check-in as a member sees it: the private message and its form; the same for a preview."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.engine.work import Work
from bot.features.checkins import reading
from bot.protocol.cards import Button, Field, Option
from bot.protocol.text import Blocks, Bullets, Fine, Paragraph, Plain, Strong, plain
from bot.rules import cadence
from bot.rules.checkins import SUPPORT
from bot.rules.filled import Filled
from bot.store.checkin_answers import Answer
from bot.text import dates
from bot.text.checkin import SCALE, CheckIn, Question
from bot.text.fill import fill
from bot.text.markdown import to_blocks, to_inlines

LABEL = 30  # letters of a button
LONGEST = 3000  # letters of an answer in words
YES_NO = ("yes", "no")
PRESENT = ("yes", "maybe", "no")
MOST_CONTACTS = 2
"""Buttons with a moderator's name on a card; where there are more, one opens a choice."""


def filled(work: Work, checkin: CheckIn, day: date) -> CheckIn:
    """A check-in of the library with its placeholders filled for the cohort and a day."""
    cohort = work.cohort
    assert cohort is not None
    values = {
        "cohort": cohort.name,
        "theme": cohort.theme,
        "week": str(cadence.week_of(day, cohort.starts)),
        "moderators": work.names(work.moderators()),
    }
    return replace(
        checkin,
        intro=fill(checkin.intro, **values),
        # A question is the label of a field, too, so it is kept in letters.
        questions=tuple(
            replace(each, ask=plain(to_inlines(fill(each.ask, **values))))
            for each in checkin.questions
        ),
    )


def message(work: Work, checkin: CheckIn, reads: Fine, closes: date) -> Blocks:
    """The private message that asks; ``checkin`` is filled, ``reads`` says who can read it."""
    assert work.cohort is not None
    head = work.say("checkin-head", title=checkin.title, cohort=work.cohort.name)
    asks = [each.ask for each in checkin.questions]
    if len(asks) == 1:
        questions: Blocks = (Paragraph(nodes=(Strong(text=asks[0]),)),)
    else:
        items = tuple((Plain(text=each),) for each in asks)
        questions = (Bullets(items=items, numbered=True),)
    words = next((each.ask for each in checkin.questions if each.kind == "text"), None)
    day = dates.day(closes)
    if words is None:
        tail = work.say("checkin-open", day=day)
    elif len(asks) == 1:
        tail = work.say("checkin-open-reply", day=day)
    else:
        tail = work.say("checkin-open-reply-to", day=day, ask=words)
    help_there = care(work) if checkin.care else ()
    return (
        *head,
        reads,
        *help_there,
        *to_blocks(checkin.intro),
        *questions,
        *help_there,
        *tail,
    )


def care(work: Work) -> Blocks:
    """Where help is, as the cohort's moderators set it, and that nobody watches."""
    assert work.cohort is not None
    support = str(work.cohort.settings.get(SUPPORT, ""))
    there: Blocks = (Paragraph(nodes=(Plain(text=support),)),) if support else ()
    return (*there, *work.say("checkin-nobody-watches"))


def contacts(work: Work, person_id: str) -> tuple[Button, ...]:
    """[Ask Ana Ruiz to contact me], for each moderator who may be asked; one to choose where they
    are many."""
    there = reading.moderators_for(work, person_id)
    if len(there) > MOST_CONTACTS:
        return (work.button("checkin-contact-someone-button", "checkin.contact-choose"),)
    found: list[Button] = []
    for each in there:
        label = work.word("checkin-contact-button", name=each.name)
        if len(label) > LABEL:
            label = work.word("checkin-contact-button", name=each.name.split()[0])
        button = work.button("checkin-contact-someone-button", "checkin.contact", who=each.id)
        found.append(replace(button, label=label[:LABEL]))
    return tuple(found)


def options(work: Work, question: Question) -> tuple[Option, ...]:
    """What can be chosen; none for a question that is answered in words. A choice goes by its
    place, since its words may hold a comma."""
    match question.kind:
        case "scale":
            ends = {1: question.low, SCALE: question.high}
            return tuple(
                Option(value=str(n), label=f"{n} – {ends[n]}"[:75] if ends.get(n) else str(n))
                for n in range(1, SCALE + 1)
            )
        case "choice" | "choices":
            return tuple(Option(value=str(n), label=each[:75])
                         for n, each in enumerate(question.options))  # fmt: skip
        case "yes-no":
            return tuple(Option(value=e, label=work.word(f"checkin-{e}")) for e in YES_NO)
        case "present":
            return tuple(Option(value=e, label=work.word(f"checkin-present-{e}")) for e in PRESENT)
        case _:
            return ()


def answered_with(work: Work, question: Question) -> str:
    """In a line, how a question is answered: the ends of its scale, its choices, in words."""
    match question.kind:
        case "scale":
            ends = options(work, question)
            how = work.word("checkin-how-scale", low=ends[0].label, high=ends[-1].label)
        case "text":
            how = work.word("checkin-how-text")
        case _:
            how = " / ".join(each.label for each in options(work, question))
            if question.kind == "choices":
                how = work.word("checkin-how-choices", choices=how)
    return work.word("checkin-how-optional", how=how) if question.optional else how


def field(work: Work, place: int, question: Question, mine: Answer | None, hint: str) -> Field:
    """The field of a question, with what was answered before. ``hint`` stands at words alone."""
    if question.kind == "text":
        return Field(
            name=field_name(place),
            label=question.ask,
            kind="text",
            value=mine.text if mine is not None else "",
            hint=hint,
            required=not question.optional,
            limit=LONGEST,
        )
    return Field(
        name=field_name(place),
        label=question.ask,
        kind="choices" if question.kind == "choices" else "choice",
        options=options(work, question),
        value=_preset(question, mine),
        required=not question.optional,
    )


def field_name(place: int) -> str:
    """What the field of the question at a place is called."""
    return f"q{place}"


def value(question: Question, chosen: Sequence[str]) -> object:
    """What was chosen, by the values of options, as it is kept: a number, a word or a list of
    words. Raises ValueError for what cannot be chosen, and for nothing or too much."""
    if question.kind in ("choice", "choices"):
        places = [int(each) for each in chosen]
        if not all(0 <= each < len(question.options) for each in places):
            raise ValueError("there is no such choice")
        words = [each for place, each in enumerate(question.options) if place in places]
        if question.kind == "choices" and words:
            return words
        (one,) = words
        return one
    (one,) = chosen
    if question.kind == "scale" and one in map(str, range(1, SCALE + 1)):
        return int(one)
    if one in {"yes-no": YES_NO, "present": PRESENT}.get(question.kind, ()):
        return one
    raise ValueError("there is no such choice")


def read(filled: Filled, place: int, question: Question) -> tuple[object, str] | None:
    """Value and words of one question; None for nothing, which is a problem unless it may stay
    open."""
    name = field_name(place)
    if question.kind == "text":
        text = filled.words(name, LONGEST, required=not question.optional, lines=True)
        return (None, text) if text else None
    chosen = [each for each in filled.several(name) if each]
    if not chosen:
        if not question.optional:
            filled.wrong(name, "wrong-choice")
        return None
    try:
        return value(question, chosen), ""
    except ValueError:
        filled.wrong(name, "wrong-choice")
        return None


def _preset(question: Question, mine: Answer | None) -> str:
    if mine is None or mine.value is None:
        return ""
    if question.kind not in ("choice", "choices"):
        return str(mine.value)
    words = mine.value if isinstance(mine.value, list) else [mine.value]
    return ",".join(str(n) for n, each in enumerate(question.options) if each in words)
