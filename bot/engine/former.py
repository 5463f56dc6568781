"""Whoever was erased stays erased, until they or a moderator want it otherwise.

At an erasure two marks are written for each way in which a platform knows the person, for the
cohort and, if nothing of them is kept any more, for everything outside of cohorts. A mark is a
keyed hash, so that nobody can read from it who it was.

- *Before*: what happened before the erasure and arrives after it (delivered again, or late) is
  refused for ever, whatever it is: no words, no row, no answer.
- *Gone*: what happens since then, without meaning to come back, passes as if nobody had done it:
  messages, edits, reactions, entering and leaving the room, the bot's page, a changed profile,
  being on a list of who is in the room, or being somebody's line manager in a profile; a button of
  a card from before; words to the bot in the private chat, which are answered as a stranger's.

A mark *gone* is lifted when they come back on purpose: by a command (but for one that asks what is
kept, or to have it erased), a button that stands for one, or a button of a card that was sent
since; or when a moderator adds them anew. Then they start afresh, as anyone would.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.engine.work import Work
from bot.protocol.events import ByPerson, Commanded, Pressed
from bot.protocol.refs import User
from bot.protocol.text import Inline, Mention, Plain
from bot.store import cohorts, people, postings, tombstones

COMMAND = "command"
BEFORE, GONE = "before", "gone"
NAMED_BY = "by"
"""The argument of a job in which the moderator stands who named these people: that they come back
is wanted then."""


def bury(
    work: Work, users: Iterable[User], cohort_id: str | None, at: datetime, *, gone: bool
) -> None:
    """Write the marks of an erasure. ``cohort_id`` is None for someone of no cohort; ``gone``:
    nothing of them is kept any more."""
    scopes = {cohort_id, None} if gone else {cohort_id}
    for user in users:
        for scope in scopes:
            for kind in (BEFORE, GONE):
                tombstones.write(work.db, _marks(work, kind, scope, user)[0], at)


def erased_at(work: Work, user: User, cohort_id: str | None) -> datetime | None:
    """When a user was last erased from a cohort, or (None) so that nothing of them remained; None
    if they never were."""
    return tombstones.newest(work.db, _marks(work, BEFORE, cohort_id, user))


def refuses(work: Work, event: ByPerson, *, meets: bool = True) -> bool:
    """Whether nobody may have done this; sets ``work.refused`` if nothing may come of it at all.
    Lifts the mark of whoever comes back, unless nobody does by this event (``meets``). To be asked
    once it is known who and where it is about."""
    part, cohort = work.part, work.cohort
    if part is not None and event.at >= part.since:
        return False
    if (work.who is not None and cohort is None) or not tombstones.there_are(work.db):
        return False
    scope = cohort.id if cohort is not None else None
    erased = tombstones.newest(work.db, _marks(work, BEFORE, scope, event.who))
    if erased is not None and event.at < erased:
        work.refused = True
        return True
    gone = _marks(work, GONE, scope, event.who)
    since = tombstones.newest(work.db, gone)
    if since is None:
        return False
    if part is None and not (meets and _on_purpose(work, event, since)):
        return True
    tombstones.lift(work.db, [*gone, *_marks(work, GONE, None, event.who)])
    return False


def _on_purpose(work: Work, event: ByPerson, since: datetime) -> bool:
    match event:
        case Commanded() | Pressed(action="command"):
            return True
        case Pressed(ref=ref) if ref is not None:
            card = postings.at_ref(work.db, ref)
            return card is not None and card.at > since
        case _:
            return False


def named(work: Work, node: Inline) -> Inline:
    """A mention with the person's name, as some platforms tell no more than their id; of whoever
    was erased, not even that."""
    if not isinstance(node, Mention):
        return node
    known = people.by_user(work.db, node.user)
    if is_gone(work, node.user):
        return Plain(text=work.word("former-member"))
    return Mention(user=node.user, name=known.name) if known is not None and known.name else node


def is_gone(work: Work, user: User) -> bool:
    """Whether a user was erased, from the cohort at hand or from everything, and has not come
    back."""
    known = people.by_user(work.db, user)
    cohort = work.cohort
    if known is not None and (
        cohort is None or cohorts.membership_of(work.db, cohort.id, known.id) is not None
    ):
        return False
    if not tombstones.there_are(work.db):
        return False
    # Whoever is known belongs to something else still: then only this cohort's mark counts.
    scopes = {cohort.id if cohort is not None else None, *(() if known is not None else (None,))}
    marks = [mark for scope in scopes for mark in _marks(work, GONE, scope, user)]
    return tombstones.newest(work.db, marks) is not None


def without(work: Work, data: Any) -> Any:
    """The result of a job without the profiles of whoever is gone: lists lose them, None stands
    where there was just one; and without them as line managers."""
    if not tombstones.there_are(work.db):
        return data
    return _without(work, data)


def _without(work: Work, data: Any) -> Any:
    match data:
        case {"user": {"platform": _, "workspace": _, "user": _} as user}:
            if is_gone(work, User(**user)):
                return None
            manager = data.get("manager")
            if isinstance(manager, dict) and is_gone(work, User(**manager)):
                return {**data, "manager": None}
            return data
        case dict():
            return {key: _without(work, value) for key, value in data.items()}
        case list():
            rest = ((each, _without(work, each)) for each in data)
            return [now for before, now in rest if now is not None or before is None]
        case _:
            return data


def _marks(work: Work, kind: str, scope: str | None, user: User) -> list[str]:
    """The marks that stand for a user in a cohort, or (None) outside of cohorts."""
    parts = (kind, scope or "*", user.platform, user.workspace, user.user)
    return work.marks("\n".join(parts))
