"""From a message's menu somebody keeps it for the summary, and says as what.

Whoever has marked a message can always take that away again: after the end of the cohort, when its
author has withdrawn, and when they have themselves.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.marks import markable
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Note, Whisper
from bot.protocol.events import KEEP, Pressed, Submitted
from bot.protocol.refs import Ref
from bot.rules import marks as rules
from bot.rules.filled import Filled
from bot.store import cohorts, discussions, marks
from bot.store.records import Mark, Message

story = Story("marks.keeping")

NO_MORE = "none"


@story.button(KEEP, who="anyone")
def ask(event: Pressed, work: Work) -> Effects:
    """Open the form, or say why this message cannot be kept. Whether its author has not agreed, or
    it stands in no discussion, is not told apart."""
    kept = _meant(event, work)
    if kept is not None and (work.cohort is None or work.cohort.id != kept.cohort):
        # From the private chat, where the button may stand instead.
        work.cohort = cohorts.get(work.db, kept.cohort)
        work.refreshed()
    refused = _refused(work, kept)
    mine = _mine(work, kept)
    if kept is None or (refused is not None and not mine):
        return [Whisper(card=refused or work.card("mark-not-kept"))]
    return [Ask(form=_form(work, kept, mine, () if refused is not None else rules.KINDS))]


def _meant(event: Pressed, work: Work) -> Message | None:
    ref = Ref(
        platform=event.place.platform,
        workspace=event.place.workspace,
        channel=event.args.get("channel", ""),
        message=event.args.get("message", ""),
    )
    return discussions.message_at(work.db, ref)


def _mine(work: Work, kept: Message | None) -> list[Mark]:
    return marks.of_message(work.db, kept.id, work.who.id) if kept and work.who else []


def _refused(work: Work, kept: Message | None) -> Card | None:
    """What somebody is told who may not mark this."""
    if work.cohort is None:
        return work.card("mark-not-kept")
    if not markable.belongs(work):
        return work.card("for-members")
    if not markable.is_under_way(work):
        return work.card("mark-over")
    if not work.agreed:
        agree = work.button("agree-button", "consent.agree", style="primary")
        return work.card("mark-agree-first", agree)
    if not markable.can_be_marked(work, kept):
        return work.card("mark-not-kept")
    return None


def _form(work: Work, kept: Message, mine: list[Mark], kinds: tuple[rules.Kind, ...]) -> Form:
    """The form, with the kinds that this message can be marked as now; for none, it is there to
    take away what is marked."""
    options = [Option(value=each, label=work.word(f"mark-as-{each}")) for each in kinds]
    if mine:
        options.append(Option(value=NO_MORE, label=work.word("mark-no-more")))
    kind = Field(
        name="kind",
        label=work.word("mark-kind"),
        kind="choice",
        options=tuple(options),
        value=(mine[-1].kind if mine else "") if kinds else NO_MORE,
        required=True,
    )
    why = Field(
        name="why",
        label=work.word("mark-why"),
        hint=work.word("mark-why-hint"),
        value=next((each.why for each in mine if each.why), ""),
        limit=rules.LONGEST_WHY,
    )
    return Form(
        action="mark.kept",
        title=work.word("mark-title"),
        intro=work.say("mark-intro") if kinds else work.say("mark-intro-gone"),
        fields=(kind, why) if kinds else (kind,),
        submit=work.word("mark-submit") if kinds else work.word("mark-submit-gone"),
        args={"cohort": kept.cohort, "message": kept.id},
    )


# Anyone: a person who has left may still take away what they marked.
@story.form("mark.kept", who="anyone")
def keep(event: Submitted, work: Work) -> Effects:
    """Keep the mark with what they wrote to it, or take all of theirs away."""
    kept = discussions.message_by_id(work.db, event.args.get("message", ""))
    if kept is None or work.who is None or work.cohort is None or kept.cohort != work.cohort.id:
        return [Whisper(card=work.card("mark-not-kept"))]
    mine = _mine(work, kept)
    filled = Filled(event.values)
    kind = filled.one_of("kind", (*rules.KINDS, NO_MORE))
    if kind == NO_MORE and mine:
        marks.take_away(work.db, mine)
        return [*_changed(kept, mine), Whisper(card=work.card("mark-taken-away"))]
    if refused := _refused(work, kept):
        return [Whisper(card=refused)]
    why = filled.words("why", rules.LONGEST_WHY)
    if why and kind in rules.KINDS and kind != "resource":
        filled.wrong("why", "mark-why-wrong")
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    if kind == NO_MORE:
        return [Whisper(card=work.card("mark-taken-away"))]
    gone: list[Mark] = []
    if not any((each.kind, each.reaction, each.why) == (kind, "", why) for each in mine):
        new = Mark(
            id=work.new_id(),
            cohort=kept.cohort,
            message=kept.id,
            person=work.who.id,
            kind=kind,
            reaction="",
            why=why,
            at=work.now,
        )
        gone = marks.put(work.db, new)
    card = work.card("mark-done", kind=work.word(f"mark-as-{kind}"))
    return [*_changed(kept, gone), Whisper(card=card)]


def _changed(kept: Message, gone: list[Mark]) -> list[Effect]:
    """What is shown of the words of marks that are gone follows."""
    said = any(each.why for each in gone)
    return [Note(topic="words-changed", args={"discussion": kept.discussion})] if said else []
