"""Where a row of the outbox goes now: rooms move, people change platforms, threads need a top."""

from sqlalchemy import Connection

from bot.protocol.ports import Parcel
from bot.protocol.refs import Place
from bot.store import cohorts, people, postings
from bot.store.codec import load_card
from bot.store.queue import Outgoing


def addressed(db: Connection, row: Outgoing) -> Parcel | str:
    """The row as the platform needs it, or why it cannot go anywhere."""
    place = thread = user = ref = None
    if row.kind == "post":
        room = cohorts.room_by_id(db, row.room or "")
        if room is None:
            return "the room is gone"
        place = Place(platform=room.platform, workspace=room.workspace, channel=room.channel)
        if row.thread is not None:
            top = postings.get(db, row.thread)
            if top is None:
                return "the discussion it belongs to was never posted"
            thread = top.thread or top.message
    elif row.kind == "edit":
        there = postings.get(db, row.posting or "")
        if there is None:
            return "the message to change was never posted"
        ref = postings.ref_of(there)
    else:
        user = people.user_of(db, row.person or "", row.platform, row.workspace)
        if user is None:
            return "the person is gone"
    return Parcel(
        key=row.sent_key or row.key,
        kind=row.kind,  # pyright: ignore
        card=load_card(row.card),
        workspace=row.workspace,
        place=place,
        thread=thread,
        user=user,
        ref=ref,
    )
