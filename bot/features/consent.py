"""Agreeing, not now, how one is quoted, and taking it all back."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Note, Swap, Whisper
from bot.protocol.events import Commanded, Noted, Pressed
from bot.store import cohorts, kept
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
    """Agree at once if the welcome has said to what; else show it first."""
    if work.agreed:
        return [Whisper(card=_agreed_card(work))]
    if work.part is None or work.part.welcomed_at is None:
        return [Note(topic="welcome-wanted")]
    return [*_agree(work), Whisper(card=_agreed_card(work))]


@story.button("consent.agree")
def agree(event: Pressed, work: Work) -> Effects:
    """From now on their words may be kept."""
    notes = [] if work.agreed else _agree(work)
    return [*notes, Swap(card=_agreed_card(work))]


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
    _say(work, "declined", "yes")
    return work.card("declined", work.button("agree-button", "consent.agree"))


@story.button("consent.quote", who="anyone")
def quote(event: Pressed, work: Work) -> Effects:
    """By name, by role, or not at all; drafts and summaries follow."""
    how = event.args.get("how", "")
    if how not in QUOTING or not work.agreed or work.part is None:
        return [Whisper(card=work.card("stale-button"))]
    _say(work, "quoting", how)
    return [*_renewed(work), Swap(card=_agreed_card(work))]


@story.command("quote", "name|role|none", also=("quote me", "by name", "by role", "not at all"))
def quote_command(event: Commanded, work: Work, rest: str) -> Effects:
    """The same in words; with nothing that is understood, the choice as buttons."""
    if not work.agreed:
        return [Note(topic="welcome-wanted")]
    text = event.text.casefold().strip()
    how = SAID.get(text) or SAID.get(rest.casefold())
    if how is None:
        return [Whisper(card=_agreed_card(work))]
    _say(work, "quoting", how)
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
    work.refreshed()
    if work.part is not None and work.part.state not in cohorts.BELONGING:
        card = work.card("withdrawn-outside", cohort=work.cohort.name)
    else:
        again = work.button("agree-button", "consent.agree")
        card = work.card("withdrawn", again, cohort=work.cohort.name)
    return [*_renewed(work), Swap(card=card)]


@story.note("agreement-given")
def agree_by_other_button(event: Noted, work: Work) -> Effects:
    """Another story's button was pressed that means agreeing too."""
    return [] if work.agreed else _agree(work)


def _agree(work: Work) -> list[Note]:
    assert work.cohort is not None and work.who is not None
    cohort, person = work.cohort.id, work.who.id
    _say(work, "agreement", "yes")
    cohorts.end_consent(work.db, cohort, person, "declined", work.now)
    if cohorts.current_consent(work.db, cohort, person, "quoting") is None:
        _say(work, "quoting", "name")
    work.refreshed()
    # Whoever withdrew and agrees again lets the words be quoted that were kept before.
    return [Note(topic="agreed", args={"person": person}), *_renewed(work)]


def _say(work: Work, kind: str, value: str) -> None:
    assert work.cohort is not None and work.who is not None
    agreement = work.library.agreement()
    cohorts.consent_to(
        work.db,
        id=work.new_id(),
        cohort_id=work.cohort.id,
        person_id=work.who.id,
        kind=kind,
        value=value,
        version=agreement.version if agreement is not None else "",
        now=work.now,
    )


def _renewed(work: Work) -> list[Note]:
    assert work.cohort is not None and work.who is not None
    return [
        Note(topic="words-changed", args={"discussion": each})
        for each in kept.discussions(work.db, work.cohort.id, work.who.id)
    ]


def _agreed_card(work: Work) -> Card:
    """What they agreed to and how they are quoted, with the choice."""
    assert work.cohort is not None and work.who is not None and work.part is not None
    cohort, person = work.cohort, work.who.id
    since = cohorts.current_consent(work.db, cohort.id, person, "agreement")
    quoting = cohorts.current_consent(work.db, cohort.id, person, "quoting")
    how = quoting.value if quoting is not None else "name"
    day = dates.day(work.local(since.since if since is not None else None).date())
    blocks = (
        *work.say("agreed", day=day, cohort=cohort.name),
        *work.say(f"agreed-quoted-{how}", role=work.word(f"role-{work.part.role}")),
        *work.say("agreed-next"),
    )
    back = work.button("withdraw-button", "consent.withdraw")
    return Card(blocks=blocks, buttons=(*(_choice(work, each) for each in QUOTING), back))


def _choice(work: Work, how: str) -> Button:
    return work.button(f"quote-{how}-button", "consent.quote", how=how)
