"""Which reactions mark a message as what: everyone can look, moderators change it.

``cohort.settings["marks"]`` holds by kind the names of the reactions, once they were set.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Field, Form
from bot.protocol.effects import Ask, Correct, Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.rules import marks as rules
from bot.rules.filled import Filled
from bot.store import cohorts

story = Story("marks.meaning")


@story.command("marks", who="member")
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """Say what marks a message, and how else it is done."""
    assert work.cohort is not None and work.part is not None
    now = _now(work)
    none = work.word("marks-none")
    card = work.card("marks-about", **{kind: now[kind] or none for kind in rules.KINDS})
    if work.part.role != "moderator" or work.cohort.state == "ended":
        return [Whisper(card=card)]
    change = work.button("marks-change", "marks.change")
    return [
        Whisper(card=work.card("marks-about", change, **{k: v or none for k, v in now.items()}))
    ]


def _now(work: Work) -> dict[str, str]:
    assert work.cohort is not None
    names = rules.reactions(work.cohort.settings)
    return {kind: rules.shown(names[kind]) for kind in rules.KINDS}


def _seen(work: Work) -> str:
    """What a form goes by: in which cohort, which reactions mean what."""
    assert work.cohort is not None
    return repr((work.cohort.id, rules.reactions(work.cohort.settings)))


@story.button("marks.change", who="moderator")
def change(event: Pressed, work: Work) -> Effects:
    """Open the form with what holds now."""
    if work.cohort is None or work.cohort.state == "ended":
        return [Whisper(card=work.card("stale-button"))]
    now = _now(work)
    fields = tuple(
        Field(
            name=kind,
            label=work.word(f"mark-as-{kind}"),
            value=now[kind],
            limit=rules.MOST_REACTIONS * rules.LONGEST_REACTION,
        )
        for kind in rules.KINDS
    )
    form = Form(
        action="marks.changed",
        title=work.word("marks-title"),
        intro=work.say("marks-intro"),
        fields=fields,
        submit=work.word("marks-submit"),
        args={"cohort": work.cohort.id, "as": work.seal(_seen(work))},
    )
    return [Ask(form=form)]


@story.form("marks.changed", who="moderator")
def changed(event: Submitted, work: Work) -> Effects:
    """Keep it; what was marked stays as it was marked. What another moderator has saved since the
    form was opened is not written over."""
    assert work.cohort is not None
    if work.cohort.state == "ended":
        return [Whisper(card=work.card("stale-button"))]
    if not work.is_sealed(_seen(work), event.args.get("as", "")):
        return [Correct(errors={rules.KINDS[0]: work.word("marks-late")})]
    filled = Filled(event.values)
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for kind in rules.KINDS:
        names = rules.read(filled.text(kind))
        if names is None:
            filled.wrong(kind, "marks-wrong-name")
        elif len(names) > rules.MOST_REACTIONS:
            filled.wrong(kind, "marks-wrong-many", most=rules.MOST_REACTIONS)
        elif not taken.isdisjoint(names):
            filled.wrong(kind, "marks-wrong-twice")
        else:
            found[kind] = list(names)
            taken |= set(names)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    settings = {**work.cohort.settings, rules.SETTING: found}
    cohorts.change(work.db, work.cohort.id, settings=settings)
    return [Whisper(card=work.card("marks-done"))]
