"""Agreeing, not now, how one is quoted, and taking it all back."""

from datetime import datetime

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.own_choice import choose
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Note, Swap, Whisper
from bot.protocol.events import Commanded, Noted, Pressed
from bot.rules.presence import tells_of_list
from bot.store import checkin_rounds, cohorts, handbook, kept, presence
from bot.text import dates

story = Story("consent")

QUOTING = ("role", "none", "name")
"""How someone may be quoted, in the order of the buttons."""

SAID = {
    "by name": "name",
    "name": "name",
    "by role": "role",
    "role": "role",
    "not at all": "none",
    "none": "none",
}
"""The same in words."""


@story.command("agree")
def agree_command(event: Commanded, work: Work, rest: str) -> Effects:
    """Agree at once if the welcome has said to what; else show it first. Whoever agreed before the
    agreement told of the quiet list is shown what it says of that."""
    if work.agreed:
        return [Note(topic="renewal-wanted") if _is_older(work) else _whisper(work)]
    if work.part is None or work.part.welcomed_at is None:
        return [Note(topic="welcome-wanted")]
    return [*_agree(work), _whisper(work)]


@story.button("consent.agree")
def agree(event: Pressed, work: Work) -> Effects:
    """From now on their words may be kept. Whoever agreed to an older agreement agrees to the one
    that holds now: only its version changes, and since when."""
    if not work.agreed:
        notes = _agree(work)
    elif _is_older(work):
        notes = _renew(work)
    else:
        notes = []
    return [*notes, Swap(card=_agreed_card(work, begins=bool(notes)))]


@story.button("consent.decline")
def not_now(event: Pressed, work: Work) -> Effects:
    """They read along. One who has agreed takes that back by another button."""
    return [Swap(card=_declined(work))]


@story.command("not now")
def not_now_command(event: Commanded, work: Work, rest: str) -> Effects:
    """The same in words."""
    return [Whisper(card=_declined(work))]


def _declined(work: Work) -> Card:
    if work.agreed:
        return _agreed_card(work)
    choose(work, "declined", "yes")
    return work.card("declined", work.button("agree-button", "consent.agree"))


@story.button("consent.quote", who="anyone")
def quote(event: Pressed, work: Work) -> Effects:
    """By name, by role, or not at all; drafts and summaries follow."""
    how = event.args.get("how", "")
    if how not in QUOTING or not work.agreed or work.part is None:
        return [Whisper(card=work.card("stale-button"))]
    choose(work, "quoting", how)
    return [*_renewed(work), Swap(card=_agreed_card(work), lasting=True)]


@story.command("quote", "name|role|none", also=("quote me", "by name", "by role", "not at all"))
def quote_command(event: Commanded, work: Work, rest: str) -> Effects:
    """The same in words; with nothing that is understood, the choice as buttons."""
    if not work.agreed:
        return [Note(topic="welcome-wanted")]
    text = event.text.casefold().strip()
    how = SAID.get(text) or SAID.get(rest.casefold())
    if how is None:
        return [Whisper(card=_agreed_card(work))]
    choose(work, "quoting", how)
    return [*_renewed(work), Whisper(card=_agreed_card(work))]


@story.command("withdraw")
def withdraw_command(event: Commanded, work: Work, rest: str) -> Effects:
    """Say what it means, with the button that does it."""
    assert work.cohort is not None
    if not work.agreed:
        return [Whisper(card=work.card("withdraw-none", cohort=work.cohort.name))]
    does = work.button("withdraw-button", "consent.withdraw", style="danger")
    return [Whisper(card=work.card("withdraw-ask", does, cohort=work.cohort.name))]


@story.button("consent.withdraw", who="anyone")
def withdraw(event: Pressed, work: Work) -> Effects:
    """Nothing is kept from now on, and quotes leave drafts; words that were kept stay. Whoever
    left can do it, too."""
    if work.cohort is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    if work.part is None:
        return [Whisper(card=work.card("stale-button"))]
    if not work.agreed:
        return [Swap(card=work.card("withdraw-none", cohort=work.cohort.name))]
    cohorts.end_consent(work.db, work.cohort.id, work.who.id, "agreement", work.now)
    presence.forget(work.db, work.cohort.id, work.who.id)
    work.refreshed()
    if work.part is not None and work.part.state not in cohorts.BELONGING:
        card = work.card("withdrawn-outside", cohort=work.cohort.name)
    else:
        again = work.button("agree-button", "consent.agree")
        card = work.card("withdrawn", again, cohort=work.cohort.name)
    return [*_renewed(work), Swap(card=card, lasting=True)]


@story.note("agreement-given")
def agree_by_other_button(event: Noted, work: Work) -> Effects:
    """Another story's button was pressed that means agreeing too."""
    return [] if work.agreed else _agree(work)


def _agree(work: Work) -> list[Note]:
    assert work.cohort is not None and work.who is not None
    cohort, person = work.cohort.id, work.who.id
    choose(work, "agreement", "yes")
    cohorts.end_consent(work.db, cohort, person, "declined", work.now)
    if cohorts.current_consent(work.db, cohort, person, "quoting") is None:
        choose(work, "quoting", "name")
    work.refreshed()
    # Whoever withdrew and agrees again lets the words be quoted that were kept before.
    return [Note(topic="agreed", args={"person": person}), *_renewed(work)]


def _renew(work: Work) -> list[Note]:
    assert work.who is not None
    choose(work, "agreement", "yes")
    return [Note(topic="agreed", args={"person": work.who.id})]


def _is_older(work: Work) -> bool:
    """Whether they agreed to another version than the one that tells of the quiet list."""
    assert work.cohort is not None and work.who is not None
    agreement = work.library.agreement()
    if agreement is None or not tells_of_list(agreement.body):
        return False
    theirs = cohorts.current_consent(work.db, work.cohort.id, work.who.id, "agreement")
    return theirs is not None and theirs.version != agreement.version


def _whisper(work: Work) -> Whisper:
    return Whisper(card=_agreed_card(work))


def _renewed(work: Work) -> list[Note]:
    assert work.cohort is not None and work.who is not None
    cohort, who = work.cohort.id, work.who.id
    return [
        *(
            Note(topic="words-changed", args={"discussion": each})
            for each in kept.discussions(work.db, cohort, who)
        ),
        *(
            Note(topic="checkin-answered", args={"round": of.id, "person": who})
            for _, of in checkin_rounds.of_person(work.db, cohort, who)
        ),
        Note(topic="commitment-changed", args={"cohort": cohort}),
        Note(topic="handbook-changed", args={"cohort": cohort}),
    ]


def _agreed_card(work: Work, *, begins: bool = False) -> Card:
    """What they agreed to and how they are quoted, with the choice. Who ``begins`` after others did
    can catch up with them."""
    assert work.cohort is not None and work.who is not None and work.part is not None
    cohort, person = work.cohort, work.who.id
    quoting = cohorts.current_consent(work.db, cohort.id, person, "quoting")
    how = quoting.value if quoting is not None else "name"
    day = dates.day(work.local(_agreed_since(work)).date())
    blocks = (
        *work.say("agreed", day=day, cohort=cohort.name),
        *work.say(f"agreed-quoted-{how}", role=work.word(f"role-{work.part.role}")),
        *work.say("agreed-next"),
    )
    back = work.button("withdraw-button", "consent.withdraw")
    buttons = (*(_choice(work, each) for each in QUOTING), back)
    if begins and handbook.approved(work.db, cohort.id):
        buttons = (*buttons, work.runs("handbook-catch-up-button", "catch up"))
    return Card(blocks=blocks, buttons=buttons)


def _agreed_since(work: Work) -> datetime:
    """Since when their words have been kept, whatever versions they agreed to meanwhile."""
    assert work.cohort is not None and work.who is not None
    since = work.now
    for each in reversed(cohorts.consents_of(work.db, work.who.id)):
        if (each.cohort, each.kind) != (work.cohort.id, "agreement"):
            continue
        if each.until is not None and each.until != since:
            break
        since = each.since
    return since


def _choice(work: Work, how: str) -> Button:
    return work.button(f"quote-{how}-button", "consent.quote", how=how)
