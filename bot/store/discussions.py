"""Discussions, what was written in them, and who was asked to take part.

A message is kept by its platform's reference; once refused, it is never kept again.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.protocol.refs import Ref
from bot.store.records import Asked, Discussion, Message
from bot.store.rows import insert_new, many, one
from bot.store.tables import asked, discussion, message, refused

_newest = (discussion.c.opened_at.desc(), discussion.c.id.desc())
_in_order = (message.c.at, message.c.id)

# Asked for each message, so built once: building takes longer than asking.
_open_in_room = (
    select(discussion)
    .where(discussion.c.room == bindparam("room_id"), discussion.c.state == "open")
    .order_by(*_newest)
)
_of_cohort_in = (
    select(discussion)
    .where(
        discussion.c.cohort == bindparam("cohort_id"),
        discussion.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(*_newest)
)


def add(db: Connection, new: Discussion) -> None:
    """Insert a discussion."""
    db.execute(insert(discussion).values(**asdict(new)))


def get(db: Connection, discussion_id: str) -> Discussion | None:
    """A discussion by id."""
    return one(db, Discussion, select(discussion).where(discussion.c.id == discussion_id))


def change(db: Connection, discussion_id: str, **values: Any) -> None:
    """Change columns of a discussion."""
    db.execute(update(discussion).where(discussion.c.id == discussion_id).values(**values))


def of_posting(db: Connection, key: str) -> Discussion | None:
    """The discussion that a posting of ours opened."""
    return one(db, Discussion, select(discussion).where(discussion.c.posting == key))


def of_cohort(db: Connection, cohort_id: str, *states: str) -> list[Discussion]:
    """A cohort's discussions in these states (in any, if none is named), newest first."""
    if states:
        return many(db, Discussion, _of_cohort_in, {"cohort_id": cohort_id, "states": states})
    query = select(discussion).where(discussion.c.cohort == cohort_id).order_by(*_newest)
    return many(db, Discussion, query)


def open_in_room(db: Connection, room_id: str) -> Discussion | None:
    """The newest open discussion of a room."""
    return one(db, Discussion, _open_in_room, {"room_id": room_id})


def newest(db: Connection, cohort_id: str, *, answered: bool = False) -> Discussion | None:
    """The newest discussion of a cohort, open or closed; ``answered``: with kept words that are
    no longer private."""
    query = select(discussion).where(discussion.c.cohort == cohort_id).order_by(*_newest)
    if answered:
        shown = select(message.c.id).where(
            message.c.discussion == discussion.c.id, message.c.held.is_(False)
        )
        query = query.where(shown.exists())
    return one(db, Discussion, query)


def heard(db: Connection, discussion_id: str, at: datetime, *, moderator: bool) -> None:
    """Note that someone wrote at ``at``, and no more than that."""
    column = discussion.c.moderator_at if moderator else discussion.c.member_at
    later = and_(discussion.c.id == discussion_id, column.is_(None) | (column < at))
    db.execute(update(discussion).where(later).values({column.name: at}))


def _at(table: Table, ref: Ref) -> ColumnElement[bool]:
    return and_(
        table.c.platform == ref.platform,
        table.c.workspace == ref.workspace,
        table.c.channel == ref.channel,
        table.c.message == ref.message,
    )


def keep(db: Connection, new: Message) -> bool:
    """Keep a message unless it is kept or refused; whether it is new."""
    ref = ref_of(new)
    return not is_refused(db, ref) and insert_new(db, message, **asdict(new))


def ref_of(kept: Message) -> Ref:
    """The platform's reference of a kept message."""
    return Ref(
        platform=kept.platform,
        workspace=kept.workspace,
        channel=kept.channel,
        message=kept.message,
        thread=kept.thread,
    )


def message_by_id(db: Connection, message_id: str) -> Message | None:
    """A kept message by our id."""
    return one(db, Message, select(message).where(message.c.id == message_id))


def message_at(db: Connection, ref: Ref) -> Message | None:
    """The kept message that a platform's message is."""
    return one(db, Message, select(message).where(_at(message, ref)))


def in_thread(db: Connection, ref: Ref) -> Message | None:
    """A kept message that stands in a thread, or opened it; ``ref`` is any message of it."""
    query = select(message).where(
        message.c.platform == ref.platform,
        message.c.workspace == ref.workspace,
        message.c.channel == ref.channel,
        (message.c.message == ref.thread) | (message.c.thread == ref.thread),
    )
    return one(db, Message, query.order_by(*_in_order))


def messages(db: Connection, discussion_id: str, *, held: bool = False) -> list[Message]:
    """What is kept of a discussion, in order of time: what everyone could read, or else what is
    private until it is shown."""
    query = select(message).where(message.c.discussion == discussion_id, message.c.held.is_(held))
    return many(db, Message, query.order_by(*_in_order))


def messages_on(db: Connection, discussion_id: str, platform: str) -> list[Message]:
    """What came to a discussion by one road, in order of time; see ``Message.platform``."""
    query = select(message).where(
        message.c.discussion == discussion_id, message.c.platform == platform
    )
    return many(db, Message, query.order_by(*_in_order))


def counted(db: Connection, discussion_id: str) -> int:
    """How many messages of a discussion are kept and can be read by everyone."""
    query = select(func.count()).where(
        message.c.discussion == discussion_id, message.c.held.is_(False)
    )
    return db.execute(query).scalar_one()


def change_message(db: Connection, message_id: str, **values: Any) -> None:
    """Change columns of a kept message."""
    db.execute(update(message).where(message.c.id == message_id).values(**values))


def take_out(db: Connection, gone: Message, now: datetime) -> None:
    """Remove a kept message for good: it is refused from now on."""
    db.execute(delete(message).where(message.c.id == gone.id))
    refuse(db, ref_of(gone), gone.cohort, now)


def refuse(db: Connection, ref: Ref, cohort_id: str, now: datetime) -> None:
    """Never keep this message, however often it is delivered."""
    insert_new(
        db,
        refused,
        platform=ref.platform,
        workspace=ref.workspace,
        channel=ref.channel,
        message=ref.message,
        cohort=cohort_id,
        at=now,
    )


def is_refused(db: Connection, ref: Ref) -> bool:
    """Whether this message must not be kept."""
    return db.execute(select(refused.c.at).where(_at(refused, ref))).first() is not None


def ask(db: Connection, new: Asked) -> None:
    """Note that someone is asked."""
    db.execute(insert(asked).values(**asdict(new)))


def asked_by_id(db: Connection, asked_id: str) -> Asked | None:
    """What someone was asked, by id."""
    return one(db, Asked, select(asked).where(asked.c.id == asked_id))


def answer(db: Connection, asked_id: str, said: str) -> None:
    """Note what someone answers: ``yes`` or ``no``."""
    db.execute(update(asked).where(asked.c.id == asked_id).values(answer=said))


def asked_for(
    db: Connection, *, step: str | None = None, discussion_id: str | None = None
) -> list[Asked]:
    """Who was asked for a step, or for a discussion, the first first."""
    wanted = asked.c.step == step if step is not None else asked.c.discussion == discussion_id
    return many(db, Asked, select(asked).where(wanted).order_by(asked.c.at, asked.c.id))
