"""Where our messages stand on their platforms."""

from sqlalchemy import Connection, select

from bot.protocol.refs import Ref
from bot.store import queue
from bot.store.records import Posting
from bot.store.rows import one
from bot.store.tables import outgoing, posting


def get(db: Connection, key: str) -> Posting | None:
    """A posting by the key of its speech; None until the platform has taken it."""
    return one(db, Posting, select(posting).where(posting.c.key == key))


def keys(db: Connection, prefix: str) -> list[str]:
    """Keys, of postings that stand on a platform or are about to, that begin with ``prefix``."""
    stands = select(posting.c.key).where(posting.c.key.startswith(prefix, autoescape=True))
    waits = select(outgoing.c.key).where(
        outgoing.c.key.startswith(prefix, autoescape=True),
        outgoing.c.state.in_((*queue.OPEN, "held", "folded")),
    )
    return sorted({*db.execute(stands).scalars(), *db.execute(waits).scalars()})


def copies(db: Connection, prefix: str) -> list[str]:
    """Keys that begin with ``prefix``, in order: of postings that stand somewhere, of those still
    on their way, and of those that were taken back on it because of a word."""
    there = select(posting.c.key).where(posting.c.key.startswith(prefix, autoescape=True))
    coming = select(outgoing.c.key).where(
        outgoing.c.key.startswith(prefix, autoescape=True),
        outgoing.c.state.in_((*queue.OPEN, "dropped")),
    )
    return sorted({row.key for query in (there, coming) for row in db.execute(query)})


def at_ref(db: Connection, ref: Ref) -> Posting | None:
    """The posting that a platform's message is."""
    return at_message(db, ref, ref.message)


def of_thread(db: Connection, ref: Ref) -> Posting | None:
    """Our posting that opened the thread in which a message stands."""
    return None if ref.thread is None else at_message(db, ref, ref.thread)


def at_message(db: Connection, ref: Ref, message: str) -> Posting | None:
    """Our posting with this message id in the channel of ``ref``."""
    return one(
        db,
        Posting,
        select(posting).where(
            posting.c.platform == ref.platform,
            posting.c.workspace == ref.workspace,
            posting.c.channel == ref.channel,
            posting.c.message == message,
        ),
    )


def ref_of(row: Posting) -> Ref:
    """The platform's reference of a posting."""
    return Ref(
        platform=row.platform,
        workspace=row.workspace,
        channel=row.channel,
        message=row.message,
        thread=row.thread,
    )
