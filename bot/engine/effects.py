"""What features return, written down in the transaction of the change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.engine import attention
from bot.engine.context import acquaintance
from bot.engine.work import Work
from bot.protocol.effects import (
    Ask,
    Correct,
    Edit,
    Effect,
    Post,
    Publish,
    Reply,
    Run,
    Speech,
    Swap,
    Tell,
    Whisper,
)
from bot.protocol.events import ByPerson, CameDue, Event, Pressed
from bot.protocol.refs import User
from bot.store import cohorts, digests, jobs, people, postings, queue, secrets, standing
from bot.store.codec import dump_card

TO_SCRUB = "to-scrub"
"""What is noted in the database until its files are scrubbed."""


@dataclass(slots=True)
class News:
    """Whether there is something new for the courier (``speech``) or the workers (``jobs``), and
    whether the database's files are to be scrubbed."""

    speech: bool = False
    jobs: bool = False
    scrub: bool = False


def keep(work: Work, event: Event, effects: Sequence[Effect], news: News) -> tuple[Reply, ...]:
    """Queue speech and jobs, and note in ``news`` that there are any; what remains are the replies
    for the person who waits. Raises TypeError if a reply is returned where nobody waits."""
    replies: list[Reply] = []
    held: set[str] = set(work.met_anew)
    if isinstance(event, CameDue) and event.kind == attention.DUE:
        held.add(event.subject)
    if work.scrub:
        secrets.note(work.db, TO_SCRUB)
        news.scrub = True
    for effect in (*effects, *acquaintance(work, event)):
        news.speech |= isinstance(effect, Speech)
        news.jobs |= isinstance(effect, Run)
        match effect:
            case Post():
                _post(work, effect)
            case Tell() | Publish():
                _tell(work, event, effect, held)
            case Edit():
                _edit(work, effect)
            case Run():
                jobs.add(
                    work.db,
                    key=effect.key or work.new_id(),
                    kind=effect.kind,
                    args=dict(effect.args),
                    cohort=effect.cohort,
                    not_before=work.now,
                    concerns=effect.concerns,
                )
            case Whisper() | Ask() | Swap() | Correct():
                if not isinstance(event, ByPerson):
                    raise TypeError(f"{type(effect).__name__} where nobody waits")
                reply = _swapped(work, event, effect)
                replies += () if reply is None else (reply,)
                news.speech |= isinstance(effect, Swap) and effect.lasting
    # Last, so that all that one event has to say to somebody goes into one message.
    news.speech |= attention.settle(work, held)
    return tuple(replies)


def _swapped(work: Work, event: ByPerson, reply: Reply) -> Reply | None:
    """A card that is put in place of another at once stands where that stood: in the place of one
    part, if that is where the button was. None where it is edited instead, since it must last."""
    if not isinstance(reply, Swap) or not isinstance(event, Pressed):
        return reply
    there = postings.at_ref(work.db, event.ref) if event.ref is not None else None
    within = attention.swapped(work, event, there.key if there is not None else None, reply)
    if there is None:
        return within or reply
    now = reply if within is None else within
    if isinstance(now, Swap) and reply.lasting and not reply.sealed:
        lasts = Edit(posting=there.key, card=now.card, cohort=there.cohort, purpose="answer")
        if _edit(work, lasts):
            return None
    if within is None:
        standing.put(work.db, there.key, there.cohort, dump_card(reply.card))
        return reply
    if isinstance(within, Swap) and digests.rewrite_edits(
        work.db, there.key, dump_card(within.card)
    ):
        # What is on its way already shows this part as it was, and may come last.
        _edit(work, Edit(posting=there.key, card=within.card, cohort=there.cohort))
    return within


def _add(work: Work, effect: Post | Tell | Publish | Edit, **values: str | None) -> bool:
    """Queue it, unless its key is known; whether it is new."""
    key = effect.key or work.new_id()
    cohort = effect.cohort or (work.cohort.id if work.cohort is not None else None)
    card = dump_card(effect.card)
    new = queue.add(
        work.db,
        key=key,
        cohort=cohort,
        card=card,
        purpose=effect.purpose,
        importance=effect.importance,
        created_at=work.now,
        not_before=effect.not_before or work.now,
        expires=effect.expires,
        after=effect.after,
        concerns=effect.concerns,
        **values,
    )
    # Of a folded message each part is remembered by itself.
    if new and not isinstance(effect, Publish) and not effect.card.parts:
        standing.put(work.db, values.get("posting") or key, cohort, card, effect.concerns)
    return new


def _post(work: Work, effect: Post) -> None:
    room = cohorts.room_by_id(work.db, effect.room)
    if room is None:
        raise LookupError("a post to a room that is not there")
    _add(
        work,
        effect,
        kind="post",
        place=f"room:{room.id}",
        platform=room.platform,
        workspace=room.workspace,
        room=room.id,
        thread=effect.thread,
    )


def _tell(work: Work, event: Event, effect: Tell | Publish, held: set[str]) -> None:
    """Queue it, or hold it for its moment: then their membership is among ``held``."""
    user = _user(work, event, effect)
    # Someone who was erased, or whom no platform knows any more, cannot be told anything.
    if user is None:
        return
    cohort = effect.cohort or (work.cohort.id if work.cohort is not None else None)
    part = attention.holds(work, effect, cohort)
    new = _add(
        work,
        effect,
        kind="publish" if isinstance(effect, Publish) else "tell",
        place=f"person:{effect.person}",
        platform=user.platform,
        workspace=user.workspace,
        person=effect.person,
        state="waiting" if part is None else "held",
    )
    if new and part is not None:
        held.add(part.id)


def _user(work: Work, event: Event, effect: Tell | Publish) -> User | None:
    """How to reach a person: where they act now, else in the cohort's workspace, else anywhere."""
    known = people.users_of(work.db, effect.person)
    if isinstance(event, ByPerson) and event.who in known:
        return event.who
    cohort = effect.cohort or (work.cohort.id if work.cohort is not None else None)
    for room in cohorts.rooms(work.db, cohort) if cohort else ():
        for user in known:
            if (user.platform, user.workspace) == (room.platform, room.workspace):
                return user
    return known[0] if known else None


def _edit(work: Work, effect: Edit) -> bool:
    """Queue it, where there is anything to edit; whether it was."""
    changed = attention.edited(work, effect)
    original = queue.original(work.db, changed.posting) if changed is not None else None
    if changed is None or original is None:
        return False
    effect = changed
    there = postings.get(work.db, effect.posting)
    if effect.cohort is None and there is not None:
        # One event may change messages of several cohorts.
        effect = replace(effect, cohort=there.cohort)
    return _add(
        work,
        effect,
        kind="edit",
        place=original.place,
        platform=original.platform,
        workspace=original.workspace,
        room=original.room,
        person=original.person,
        posting=effect.posting,
    )
