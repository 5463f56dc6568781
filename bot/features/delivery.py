"""Something could not be said or handled, or nobody knows whether it was said: the moderators are
told, and decide about what is in doubt."""

from hashlib import sha256

from bot.engine import holding
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Swap, Whisper
from bot.protocol.events import Noted, Pressed, Undeliverable
from bot.store import letters, people, queue

story = Story("delivery")

KINDS = (
    "asked",
    "closed",
    "follow-up",
    "hello",
    "invited",
    "material",
    "please",
    "prompt",
    "reminder",
    "stage",
    "summary",
    "welcome",
)
"""What a speech was, by the first part of its key, as far as the catalogue has a word for it."""

REASONS = {
    "user_not_found": "gone",
    "user_deactivated": "gone",
    "user_disabled": "gone",
    "account_inactive": "token",
    "app_uninstalled": "token",
    "the person is gone": "gone",
    "channel_not_found": "room",
    "is_archived": "archived",
    "not_in_channel": "out",
    "the room is gone": "room",
    "token_revoked": "token",
    "invalid_auth": "token",
    "not_authed": "token",
}
"""Platforms' words for why something cannot be said, as reasons that the catalogue has."""


@story.on(Undeliverable)
def tell_moderators(event: Undeliverable, work: Work) -> Effects:
    """Say in plain words what did not arrive. What was meant for a moderator, or is such a note
    itself, is logged by the engine and no more: it would go the same way."""
    cohort = work.cohort
    if cohort is None:
        return []
    moderators = [each.id for each in work.moderators()]
    if event.person in moderators or event.parcel.startswith("lost:"):
        return []
    kind = event.parcel.split(":")[0]
    what = work.word(f"lost-{kind}" if kind in KINDS else "lost-other")
    why = work.word(f"lost-why-{REASONS.get(event.why, 'other')}")
    person = people.get(work.db, event.person) if event.person is not None else None
    key = ("unsure" if event.unsure else "undelivered") + ("-person" if event.person else "-room")
    name = person.name if person is not None and person.name else work.word("someone")
    buttons = ()
    if event.unsure:
        buttons = (
            work.button("send-again-button", "delivery.again", parcel=event.parcel),
            work.button("let-be-button", "delivery.leave", parcel=event.parcel),
        )
    card = work.card(key, *buttons, name=name, cohort=cohort.name, why=why, what=what)
    digest = sha256(event.parcel.encode()).hexdigest()[:16]
    about = (person.id,) if person is not None else ()
    return [*work.tell_moderators(card, key=f"lost:{digest}", concerns=about)]


@story.note("parked")
def tell_of_parked(event: Noted, work: Work) -> Effects:
    """Something could not be handled and is kept: they hear of it once a day, since a fault seldom
    comes alone. Of whom it is, and what, they are not told."""
    assert work.cohort is not None
    card = work.card("parked", cohort=work.cohort.name, reference=event.args["reference"])
    return [*work.tell_moderators(card, key=f"parked:{work.cohort.id}:{work.today()}")]


@story.button("delivery.again", who="moderator")
def send_again(event: Pressed, work: Work) -> Effects:
    """They looked, and it is not there."""
    row = _in_doubt(event, work)
    if row is None or row.card == queue.NOTHING:
        # Its words were deleted or erased meanwhile.
        return [Whisper(card=work.card("stale-button"))]
    held = holding.again(work.db, row, work.now)
    return [Swap(card=work.card("sent-again-later" if held else "sent-again"))]


@story.button("delivery.leave", who="moderator")
def leave_it(event: Pressed, work: Work) -> Effects:
    """They looked, and it is there; or it does not matter any more."""
    row = _in_doubt(event, work)
    if row is None:
        return [Whisper(card=work.card("stale-button"))]
    letters.let_go(work.db, row.key, work.now)
    return [Swap(card=work.card("let-be"))]


def _in_doubt(event: Pressed, work: Work) -> queue.Outgoing | None:
    row = queue.by_key(work.db, event.args.get("parcel", ""))
    if row is None or row.state != "unknown" or work.cohort is None:
        return None
    return row if row.cohort == work.cohort.id else None
