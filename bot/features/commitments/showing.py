"""A commitment as its author sees it: cards and forms."""

from collections.abc import Mapping

from bot.engine.work import Work
from bot.features.commitments import asks
from bot.protocol.cards import Button, Card, Field, Form, Option
from bot.protocol.text import Blocks, Plain, Quote
from bot.rules import commitments as rules
from bot.store import circle, commitments
from bot.store.commitments import Commitment, Report
from bot.store.records import Person
from bot.text import dates

READERS = "readers"
"""The argument of a form in which the ids of those stand whom it names as readers."""
LONGEST = 300  # letters of what someone will try
LONGEST_CAME = 1000  # letters of what came of it


def quoted(text: str) -> Quote:
    """Someone's own words."""
    return Quote(nodes=(Plain(text=text),))


def kept(work: Work, its: Commitment) -> Card:
    """What stands there once it is written down: who sees it, and when it is asked again."""
    role = work.word(f"role-{work.part.role}") if work.part is not None else ""
    days = [dates.day(each) for each in asks.days_to_come(work, its)]
    asked = work.say(
        f"commitment-asked-{len(days)}",
        first=days[0] if days else "",
        second=days[-1] if days else "",
    )
    return Card(
        blocks=(
            *work.say("commitment-kept"),
            quoted(its.text),
            *work.say(f"commitment-seen-{its.shown}", role=role),
            *asked,
        ),
        buttons=own_buttons(work, its),
    )


def own_buttons(work: Work, its: Commitment) -> tuple[Button, ...]:
    """[Change] [Take back]"""
    return (
        work.button("commitment-change-button", "commitment.change", commitment=its.id),
        work.button("commitment-back-button", "commitment.take-back", commitment=its.id),
    )


def question(work: Work, its: Commitment, weeks: int) -> Card:
    """The private message that asks again."""
    assert work.cohort is not None
    return Card(
        blocks=(
            *work.say("commitment-ask-head", cohort=work.cohort.name, weeks=weeks),
            quoted(its.text),
            *work.say("commitment-ask"),
        ),
        buttons=tuple(
            work.button(
                f"commitment-{state}-button",
                "commitment.report",
                commitment=its.id,
                weeks=str(weeks),
                how=state,
            )
            for state in rules.STATES
        ),
    )


def noted(work: Work, its: Commitment, said: Report) -> Card:
    """What stands there once it is answered."""
    blocks: Blocks = (*work.say(f"commitment-noted-{said.state}"), quoted(its.text))
    if said.text:
        blocks += (*work.say("commitment-came"), quoted(said.text))
    coming = asks.days_to_come(work, its)
    if coming:
        blocks += work.say("commitment-once-more", day=dates.day(coming[0]))
    weeks = str(said.weeks)
    again = work.button(
        "commitment-again-button", "commitment.again", commitment=its.id, weeks=weeks
    )
    return Card(blocks=blocks, buttons=(came_button(work, its, said), again))


def came_button(work: Work, its: Commitment, said: Report) -> Button:
    """[Say what came of it], or change it."""
    return _came(work, its, said.weeks, said)


def came_last(work: Work, its: Commitment) -> Button:
    """The same of the last time it was asked, or would have been: whoever knows before they are
    asked can say so."""
    past = [weeks for weeks in rules.WEEKS if asks.at(work, its, weeks) <= work.now]
    said = commitments.reports(work.db, its.id)
    weeks = max([rules.WEEKS[0], *past[-1:], *(each.weeks for each in said)])
    return _came(work, its, weeks, said_at(work, its, str(weeks)))


def _came(work: Work, its: Commitment, weeks: int, said: Report | None) -> Button:
    return work.button(
        "commitment-came-change-button" if said is not None and said.text
        else "commitment-came-button",
        "commitment.came",
        commitment=its.id,
        weeks=str(weeks),
    )  # fmt: skip


def form(work: Work, its: Commitment | None, discussion: str = "") -> Form:
    """The form in which one is written down, or changed."""
    assert work.cohort is not None
    args = {"cohort": work.cohort.id, **_named(work)}
    if its is not None:
        args["commitment"] = its.id
    elif discussion:
        args["discussion"] = discussion
    words = Field(
        name="text",
        label=work.word("commitment-field"),
        value=its.text if its is not None else "",
        required=True,
        limit=LONGEST,
    )
    return Form(
        action="commitment.try",
        args=args,
        title=work.word("commitment-title"),
        submit=work.word("commitment-submit"),
        intro=_readers(work),
        fields=(words, _shown_field(work, its)),
        sealed=True,
    )


def came_form(work: Work, its: Commitment, weeks: int, said: Report | None) -> Form:
    """The form in which its author says what came of it, and how it went if they have not yet."""
    words = Field(
        name="text",
        label=work.word("commitment-came-field"),
        kind="text",
        value=said.text if said is not None else "",
        limit=LONGEST_CAME,
    )
    how = () if said is not None else (_how_field(work),)
    return Form(
        action="commitment.came",
        args={
            "cohort": its.cohort,
            "commitment": its.id,
            "weeks": str(weeks),
            **_named(work),
        },
        title=work.word("commitment-came-title"),
        submit=work.word("commitment-submit"),
        intro=(quoted(its.text), *_readers(work)),
        fields=(*how, words, _shown_field(work, its)),
        sealed=True,
    )


def _how_field(work: Work) -> Field:
    return Field(
        name="how",
        label=work.word("commitment-how-field"),
        kind="choice",
        options=tuple(
            Option(value=each, label=work.word(f"commitment-{each}-button"))
            for each in rules.STATES
        ),
        required=True,
    )


def said_at(work: Work, its: Commitment, weeks: str) -> Report | None:
    """What its author said when asked after so many weeks."""
    found = commitments.reports(work.db, its.id)
    return next((each for each in found if str(each.weeks) == weeks), None)


def readers(work: Work) -> list[Person]:
    """Who could read what someone says now: the moderators of today, but not their line manager."""
    assert work.cohort is not None and work.who is not None
    above = circle.managers_of(work.db, work.cohort.id, work.who.id)
    return [each for each in work.moderators() if each.id not in {*above, work.who.id}]


def named_readers(work: Work, args: Mapping[str, str]) -> list[str]:
    """Ids of those readers of today whom the form named that was sent. It may have been open while
    someone became a moderator; what it claims can only leave readers out."""
    named = args.get(READERS, "").split()
    return [each.id for each in readers(work) if each.id in named]


def _named(work: Work) -> dict[str, str]:
    return {READERS: " ".join(each.id for each in readers(work))}


def _readers(work: Work) -> Blocks:
    """Who could read it, by name: never whoever writes it, nor their line manager."""
    there = readers(work)
    if not there:
        return work.say("commitment-readers-none")
    return work.say("commitment-readers", names=work.names(there))


def _shown_field(work: Work, its: Commitment | None) -> Field:
    role = work.word(f"role-{work.part.role}") if work.part is not None else ""
    return Field(
        name="shown",
        label=work.word("commitment-shown"),
        kind="choice",
        options=tuple(
            Option(value=each, label=work.word(f"commitment-shown-{each}", role=role))
            for each in rules.SHOWN
        ),
        value=its.shown if its is not None else rules.SHOWN[0],
        required=True,
    )
