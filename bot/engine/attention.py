"""One attention budget: what a member is told waits for its moment, and goes out folded into one.

Features say what there is to say; only here is it held, folded and dropped. A private message to
somebody who is not a moderator of its cohort, and which answers nothing that they began, is held.
If their budget allows one now, it goes out as soon as the event is over, together with all else
that is held for them; otherwise it comes due with the next moment that the budget allows.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.engine import budget
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Edit, Publish, Swap, Tell, Whisper
from bot.protocol.events import Event, Pressed
from bot.rules import attention
from bot.rules.attention import Manner
from bot.store import agenda, cohorts, digests, queue, standing
from bot.store.codec import dump_card, load_card
from bot.store.digests import Item
from bot.store.records import Cohort, Membership

DUE = digests.DUE
PART = "part"
"""With which argument a button of a folded message says in which of its parts it stands. It is the
engine's own, and no story hears of it."""


def holds(work: Work, effect: Tell | Publish, cohort_id: str | None) -> Membership | None:
    """Whose budget a private message is held for; None if it goes out by itself."""
    if not isinstance(effect, Tell) or effect.purpose == "answer" or cohort_id is None:
        return None
    part = cohorts.membership_of(work.db, cohort_id, effect.person)
    return None if budget.is_exempt(part) else part


def settle(work: Work, memberships: Iterable[str]) -> bool:
    """Let go out what may go out now to these members, and plan when the rest may; whether
    something goes out."""
    # In order, so that two processes cannot wait for each other.
    going = [_settle(work, each) for each in sorted(set(memberships))]
    return any(going)


def wake(db: Connection, now: datetime) -> None:
    """Let it come due at once where something is held and nothing would let it go any more: then
    it is planned anew. Several processes may do so."""
    for membership, cohort in digests.unplanned(db):
        agenda.plan_missing(db, DUE, membership, now, cohort)


def _settle(work: Work, membership: str) -> bool:
    part = cohorts.membership_by_id(work.db, membership)
    cohort = cohorts.get(work.db, part.cohort) if part is not None else None
    if part is None or cohort is None:
        return False
    items = _lasting(work, part)
    if budget.is_exempt(part):
        # Whoever became a moderator meanwhile: it is their work now.
        for each in items:
            digests.release(work.db, each, work.now, name_of(each.key))
        agenda.cancel(work.db, DUE, part.id)
        return bool(items)
    manner = budget.manner(work.db, cohort, part.person)
    at = attention.moment(manner, items, work.now)
    going = cohort.state != "held" and at is not None and at <= work.now
    if going:
        # What may have been said already goes by itself: nothing new hides in it, and is found.
        doubtful = [each for each in items if each.first_sent_at is not None]
        said = attention.fitting(doubtful or items, work.now)
        manner = _say(work, cohort, manner, said)
        rest = [each for each in items if each not in said]
        at = attention.moment(manner, rest, work.now)
    if at is None:
        agenda.cancel(work.db, DUE, part.id)
    else:
        agenda.plan(work.db, DUE, part.id, at, cohort.id)
    return going


def _lasting(work: Work, part: Membership) -> list[Item]:
    """What waits for them and is of use; what is none falls away. So does what somebody who has
    left was invited to."""
    items = digests.held(work.db, part.cohort, part.person)
    over = attention.fallen_away(items, work.now)
    if part.state == "left":
        over += [each for each in items if each.purpose == "invitation" and each not in over]
    if over:
        digests.fall_away(work.db, over, work.now)
    return [each for each in items if each not in over]


def _say(work: Work, cohort: Cohort, manner: Manner, items: list[Item]) -> Manner:
    """Send these as one message; how somebody is met after it."""
    day = work.now.astimezone(ZoneInfo(manner.zone)).date()
    first = min(items, key=lambda each: each.id)
    name = name_of(first.key)
    if len(items) == 1:
        digests.release(work.db, first, work.now, name)
    else:
        _fold(work, cohort, items, name)
    digests.note(work.db, name, cohort.id, first.person, day)
    return replace(manner, told=(*manner.told, day))


def name_of(key: str) -> str:
    """What a message counts as whose first part (or all of it) has this key, and the key of the
    whole, if there are several. The same items have the same, whenever they are folded: where a
    backup was put back, what was said already is found by it. Keys may hold people's ids, so none
    stands in it."""
    if key.startswith(f"{DUE}:"):
        return key
    return f"{DUE}:{sha256(key.encode()).hexdigest()[:32]}"


def _fold(work: Work, cohort: Cohort, items: list[Item], key: str) -> None:
    newest = max(items, key=lambda each: each.id)
    expires = [
        each.expires for each in items if each.expires is not None and each.purpose == "invitation"
    ]
    since = min((each.first_sent_at for each in items if each.first_sent_at), default=None)
    doubt = {} if since is None else digests.doubted(since, work.now)
    digests.fold(work.db, items, key, work.now)
    queue.add(
        work.db,
        key=key,
        kind="tell",
        place=newest.place,
        platform=newest.platform,
        workspace=newest.workspace,
        cohort=cohort.id,
        person=newest.person,
        card=dump_card(_whole(work, cohort, items)),
        purpose="duty",
        importance=max(each.importance for each in items),
        created_at=work.now,
        not_before=work.now,
        expires=max(expires) if len(expires) == len(items) else None,
        after=next((each.after for each in items if each.after is not None), None),
        **doubt,
    )


def _whole(work: Work, cohort: Cohort, items: list[Item]) -> Card:
    """One message of several; what nothing remains of is left out."""
    parts = [_part(each, part) for each in items for part in load_card(each.card).sections()]
    head = work.say("digest-head", cohort=cohort.name)
    return Card(blocks=head, parts=tuple(parts))


def _part(item: Item, card: Card) -> Card:
    buttons = (
        replace(each, args={**each.args, PART: str(item.id)}) if each.url is None else each
        for each in card.buttons
    )
    return replace(card, buttons=tuple(buttons))


def rendered(work: Work, key: str) -> Card | None:
    """The folded message with this key as it is to read now; None if it is none (any more)."""
    items = digests.parts(work.db, key)
    cohort = cohorts.get(work.db, items[0].cohort) if items else None
    return _whole(work, cohort, items) if cohort is not None else None


def edited(work: Work, effect: Edit) -> Edit | None:
    """An edit of something that is held or was folded: what is to be edited in its place, if
    anything stands before people already. Any other edit stays as it is."""
    item = digests.item(work.db, effect.posting)
    if item is None:
        return effect
    whole = _replaced(work, item, effect.card, effect.concerns)
    if item.digest is None or whole is None:
        return None
    if digests.rewrite_whole(work.db, item.digest, dump_card(whole)):
        return None
    return replace(effect, posting=item.digest, card=whole, cohort=item.cohort, concerns=())


def _replaced(work: Work, item: Item, card: Card, concerns: tuple[str, ...] = ()) -> Card | None:
    """Put another card into an item; the message that it is part of, as it reads then."""
    data = dump_card(card)
    digests.rewrite(work.db, item, data)
    standing.put(work.db, item.key, item.cohort, data, concerns)
    return rendered(work, item.digest) if item.digest is not None else None


def unmarked(event: Event) -> Event:
    """An event as stories hear it: not in which part of a message the button stood."""
    if not isinstance(event, Pressed) or PART not in event.args:
        return event
    args = {name: value for name, value in event.args.items() if name != PART}
    return replace(event, args=args)


def swapped(work: Work, event: Pressed, key: str | None, reply: Swap) -> Swap | Whisper | None:
    """What answers a press in a folded message, which stands at the posting with this key: the
    whole of it with another card in that part's place. A part that reads otherwise by now keeps its
    place, and the answer stands beside it; so it does where no posting or part is known (any more),
    since the other parts would go with it. None for any other message."""
    if PART not in event.args:
        return None
    bare = unmarked(event)
    assert isinstance(bare, Pressed)
    pressed = (bare.action, dict(bare.args))
    for each in digests.parts(work.db, key) if key is not None else ():
        buttons = load_card(each.card).all_buttons()
        there = any((button.action, dict(button.args)) == pressed for button in buttons)
        if there and str(each.id) == event.args[PART]:
            whole = _replaced(work, each, reply.card)
            if whole is not None:
                return Swap(card=whole, sealed=reply.sealed)
            break
    return Whisper(card=reply.card, sealed=reply.sealed)
