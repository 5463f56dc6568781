"""Who and where an event is about, looked up in the store before any story hears of it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.engine import former
from bot.engine.work import Tools, Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Ask, Effect, Reply, Run, Swap, Tell, Whisper
from bot.protocol.events import (
    ByPerson,
    CameDue,
    Changed,
    Commanded,
    Edited,
    Event,
    Finished,
    Joined,
    Moved,
    Noted,
    Pressed,
    Removed,
    Said,
    Submitted,
    Undeliverable,
)
from bot.protocol.refs import Place, Profile
from bot.store import cohorts, people, profiles
from bot.store.records import Cohort

ACTS = (Commanded, Pressed, Submitted)
_USER = ("platform", "workspace", "user")
REFUSED = "refused"
"""What a note is about that stands for an event of which nothing may come: no story answers it."""


def make(db: Connection, event: Event, now: datetime, tools: Tools, *, meets: bool = True) -> Work:
    """The work of an event: the person, the cohort, the membership, and whether they agreed.
    ``meets``: whoever does it becomes known by it, if nobody knew them or they were erased."""
    work = Work(db=db, now=now, tools=tools)
    match event:
        case ByPerson():
            _by_person(work, event)
            if former.refuses(work, event, meets=meets) and (meets or work.refused):
                return Work(db=db, now=now, tools=tools, refused=work.refused)
            if meets:
                _meet(work, event)
        case Removed():
            _place(work, event.place)
        case CameDue() | Finished() | Undeliverable() | Noted():
            set_cohort(work, cohorts.get(db, event.cohort) if event.cohort else None)
        case Changed():
            work.who = people.by_user(db, event.profile.user)
        case _:
            pass
    return work


def set_cohort(work: Work, cohort: Cohort | None) -> None:
    """Let the work be about a cohort, with its home room and the person's part in it."""
    work.cohort = cohort
    work.part = None
    work.agreed = False
    if cohort is None:
        return
    if work.room is None or work.room.cohort != cohort.id:
        work.room = next(iter(cohorts.rooms(work.db, cohort.id)), None)
    if work.who is not None:
        work.part = cohorts.membership_of(work.db, cohort.id, work.who.id)
        work.agreed = cohorts.agreed(work.db, cohort.id, work.who.id)


def _place(work: Work, place: Place) -> None:
    found = None if place.direct else cohorts.at_place(work.db, place)
    if found is not None:
        work.cohort, work.room = found


def _by_person(work: Work, event: ByPerson) -> None:
    _place(work, event.place)
    work.who = people.by_user(work.db, event.who)
    named = event.args.get("cohort") if isinstance(event, Pressed | Submitted) else None
    if named is not None:
        set_cohort(work, cohorts.get(work.db, named))
    elif work.cohort is None and event.place.direct and work.who is not None:
        theirs = cohorts.of_person(work.db, work.who.id)
        if len(theirs) == 1:
            set_cohort(work, theirs[0][0])
    else:
        set_cohort(work, work.cohort)


def _meet(work: Work, event: ByPerson) -> None:
    """Note who it is, if that is to be noted at all; they have no part in any cohort yet."""
    if isinstance(event, Joined) and event.profile is not None and work.cohort is not None:
        work.who = people.meet(work.db, event.profile, work.new_id(), work.now)
    # Of people whom nobody invited, nothing is noted unless they turn to the bot or come in.
    elif work.who is None and (
        event.place.direct
        or isinstance(event, ACTS)
        or (isinstance(event, Joined) and work.cohort is not None)
    ):
        work.who = people.stranger(work.db, event.who, work.new_id(), work.now)


def acquaintance(work: Work, event: Event) -> list[Effect]:
    """A job that asks the platform who someone is, if they belong to a cohort and only their user
    id is known."""
    if not isinstance(event, ByPerson) or work.who is None or work.who.name:
        return []
    if not people.cohorts_of(work.db, work.who.id):
        return []
    user = event.who
    args = {each: getattr(user, each) for each in _USER}
    return [Run(kind="person", args=args, key=f"person:{work.who.id}", concerns=(work.who.id,))]


def without_words_not_agreed(event: Event, work: Work) -> Event:
    """In a cohort's room, the words of a person who has not agreed go no further than here; nor
    does what would bring someone back who was erased."""
    match event:
        case _ if work.refused:
            return Noted(at=event.at, keys=(), topic=REFUSED, cohort=None)
        case Said() | Edited() if not event.place.direct and not work.agreed:
            return replace(event, nodes=())
        case Said() | Edited():
            return replace(event, nodes=tuple(former.named(work, node) for node in event.nodes))
        case Finished() if event.result is not None and former.NAMED_BY not in event.args:
            return replace(event, result=former.without(work, event.result))
        case Joined(profile=Profile()) | Changed():
            return _without_manager(event, work)
        case _:
            return event


def _without_manager(event: Joined | Changed, work: Work) -> Event:
    """Nobody comes back as the line manager of someone else."""
    profile = event.profile
    if profile is None or profile.manager is None or not former.is_gone(work, profile.manager):
        return event
    return replace(event, profile=replace(profile, manager=None))


def cohorts_of(db: Connection, event: Event) -> list[str]:
    """The cohorts that an event may change."""
    match event:
        case Finished():
            return [*([event.cohort] if event.cohort else []), *_of_led(db, event.result)]
        case CameDue() | Undeliverable() | Noted():
            return [event.cohort] if event.cohort else []
        case ByPerson() | Removed() | Moved():
            found = None if event.place.direct else cohorts.at_place(db, event.place)
            ids = [found[0].id] if found is not None else []
            if isinstance(event, Pressed | Submitted) and "cohort" in event.args:
                ids.append(event.args["cohort"])
            # Out of a cohort's room, which of theirs is meant shows only later; in the private chat
            # a wish may be for all of them, whatever cohort its button names.
            if isinstance(event, ByPerson) and (event.place.direct or not ids):
                who = people.by_user(db, event.who)
                ids += people.cohorts_of(db, who.id) if who is not None else []
            if isinstance(event, Joined) and event.profile is not None:
                ids += _of_led(db, profiles.dump(event.profile))
            return ids
        case Changed():
            who = people.by_user(db, event.profile.user)
            return people.cohorts_of(db, who.id) if who is not None else []
        case _:
            return []


def _of_led(db: Connection, told: object) -> list[str]:
    """The cohorts of those whose line manager the platform tells: who may read what they answer
    can change wherever they belong."""
    known = [people.by_user(db, user) for user in profiles.led(told)]
    return [each for who in known if who is not None for each in people.cohorts_of(db, who.id)]


def as_command(event: Said | Pressed, text: str) -> Commanded:
    """A press or plain words as the command that they stand for."""
    return Commanded(at=event.at, keys=(), who=event.who, place=event.place, text=text)


def as_speech(work: Work, event: Event, reply: Reply) -> list[Effect]:
    """A reply that could not be given, as a private message. A form cannot wait in one: a button
    opens it again."""
    if work.who is None:
        return []
    match reply:
        case Whisper(sealed=True) | Swap(sealed=True):
            card = work.card("unshown")
        case Whisper() | Swap():
            card = reply.card
        case Ask():
            card = Card(blocks=work.say("form-again"), buttons=(_again(work, event),))
        case _:
            return []
    cohort = work.cohort.id if work.cohort is not None else None
    return [Tell(card=card, person=work.who.id, cohort=cohort, purpose="answer")]


def _again(work: Work, event: Event) -> Button:
    label = work.word("form-again-button")
    if isinstance(event, Pressed):
        return Button(label=label, action=event.action, args=event.args, style="primary")
    text = event.text if isinstance(event, Commanded) else "next"
    return work.runs("form-again-button", text, style="primary")
