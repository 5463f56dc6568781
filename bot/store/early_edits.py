"""Edits that a platform told of before the message itself: they wait for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete

from bot.protocol.refs import Ref
from bot.store.rows import one, upsert
from bot.store.tables import early_edit


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyEdit:
    """The words that a message has had since ``at``."""

    person: str
    nodes: Any
    at: datetime


def _of(ref: Ref) -> ColumnElement[bool]:
    return (
        (early_edit.c.platform == ref.platform)
        & (early_edit.c.workspace == ref.workspace)
        & (early_edit.c.channel == ref.channel)
        & (early_edit.c.message == ref.message)
    )


def keep(db: Connection, ref: Ref, cohort_id: str, edit: EarlyEdit) -> None:
    """Remember an edit, unless a later one is remembered."""
    known = take(db, ref)
    latest = known if known is not None and known.at > edit.at else edit
    upsert(
        db,
        early_edit,
        platform=ref.platform,
        workspace=ref.workspace,
        channel=ref.channel,
        message=ref.message,
        cohort=cohort_id,
        person=latest.person,
        nodes=latest.nodes,
        at=latest.at,
    )


def take(db: Connection, ref: Ref) -> EarlyEdit | None:
    """The edit of this message that came before it; it is forgotten with that."""
    return one(db, EarlyEdit, delete(early_edit).where(_of(ref)).returning(early_edit))


def forget(db: Connection, before: datetime) -> int:
    """Forget edits from before ``before`` whose message never came; how many."""
    return db.execute(delete(early_edit).where(early_edit.c.at < before)).rowcount
