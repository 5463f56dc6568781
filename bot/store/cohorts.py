"""Cohorts, their rooms, who belongs to them and what each agreed to."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from bot.protocol.refs import Place
from bot.store.records import Cohort, Consent, Membership, Room
from bot.store.rows import insert_new, make, many, one
from bot.store.tables import (
    cohort,
    consent,
    membership,
    message,
    person,
    posting,
    refused,
    room,
)

BELONGING = ("present", "invited")
EVERY_STATE = (*BELONGING, "outsider", "left")
"""All that a membership can be in."""


def get(db: Connection, cohort_id: str) -> Cohort | None:
    """A cohort by id."""
    return one(db, Cohort, select(cohort).where(cohort.c.id == cohort_id))


def lock(db: Connection, ids: Collection[str | None]) -> None:
    """Change these cohorts alone until the transaction ends; in order of id, so that two processes
    cannot wait for each other. SQLite has one writer anyway."""
    known = sorted({each for each in ids if each is not None})
    if known and db.dialect.name != "sqlite":
        query = select(cohort.c.id).where(cohort.c.id.in_(known)).order_by(cohort.c.id)
        # Not the key: whoever refers to a cohort, as the courier does, need not wait.
        db.execute(query.with_for_update(key_share=True)).all()


# What every event asks is built once.
_at_place = (
    select(cohort, room.c.id.label("room"))
    .join(room, room.c.cohort == cohort.c.id)
    .where(
        room.c.platform == bindparam("platform"),
        room.c.workspace == bindparam("workspace"),
        room.c.channel == bindparam("channel"),
    )
    .order_by(cohort.c.state == "ended", cohort.c.created_at.desc(), cohort.c.id)
    .limit(1)
)
_membership_of = select(membership).where(
    membership.c.cohort == bindparam("cohort_id"), membership.c.person == bindparam("person_id")
)
_current_consent = (
    select(consent)
    .where(
        consent.c.cohort == bindparam("cohort_id"),
        consent.c.person == bindparam("person_id"),
        consent.c.kind == bindparam("kind_of"),
        consent.c.until.is_(None),
    )
    .order_by(consent.c.since.desc())
    .limit(1)
)


def at_place(db: Connection, place: Place) -> tuple[Cohort, Room] | None:
    """The newest cohort whose room this is that has not ended, or else the newest that has."""
    where = {
        "platform": place.platform, "workspace": place.workspace, "channel": place.channel
    }  # fmt: skip
    row = db.execute(_at_place, where).mappings().first()
    if row is None:
        return None
    its = make(Cohort, row)
    return its, Room(
        id=row["room"],
        cohort=its.id,
        platform=place.platform,
        workspace=place.workspace,
        channel=place.channel,
    )


def rooms(db: Connection, cohort_id: str) -> list[Room]:
    """The rooms of a cohort, the first one being its home."""
    return many(db, Room, select(room).where(room.c.cohort == cohort_id).order_by(room.c.id))


def room_by_id(db: Connection, room_id: str) -> Room | None:
    """A room by id."""
    return one(db, Room, select(room).where(room.c.id == room_id))


def of_person(
    db: Connection, person_id: str, *, ended: bool = False
) -> list[tuple[Cohort, Membership]]:
    """The cohorts a person belongs to now, oldest first: those that have not ended, and after them,
    if asked for, those that have."""
    theirs = (membership.c.person == person_id, membership.c.state.in_(BELONGING))
    parts = {each.cohort: each for each in many(db, Membership, select(membership).where(*theirs))}
    its = select(cohort).where(cohort.c.id.in_(list(parts)))
    found = many(db, Cohort, its.order_by(cohort.c.created_at, cohort.c.id))
    running = [each for each in found if each.state != "ended"]
    over = [each for each in found if each.state == "ended"] if ended else []
    return [(each, parts[each.id]) for each in (*running, *over)]


def add(db: Connection, **values: Any) -> None:
    """Insert a cohort."""
    db.execute(insert(cohort).values(**values))


def change(db: Connection, cohort_id: str, **values: Any) -> None:
    """Change columns of a cohort."""
    db.execute(update(cohort).where(cohort.c.id == cohort_id).values(**values))


def add_room(db: Connection, **values: Any) -> None:
    """Insert a room."""
    db.execute(insert(room).values(**values))


def move_room(db: Connection, place: Place, to: Place) -> None:
    """A room has another id on its platform now: it, our postings there and what is kept or
    refused of it follow, for every cohort that the room ever had."""
    for table in (posting, message, refused, room):
        there = (
            table.c.platform == place.platform,
            table.c.workspace == place.workspace,
            table.c.channel == place.channel,
        )
        db.execute(update(table).where(*there).values(workspace=to.workspace, channel=to.channel))


def membership_of(db: Connection, cohort_id: str, person_id: str) -> Membership | None:
    """A person's part in a cohort, whatever its state."""
    asked = {"cohort_id": cohort_id, "person_id": person_id}
    return one(db, Membership, _membership_of, asked)


def membership_by_id(db: Connection, membership_id: str) -> Membership | None:
    """A part in a cohort by its own id."""
    return one(db, Membership, select(membership).where(membership.c.id == membership_id))


def memberships(
    db: Connection, cohort_id: str, *, roles: tuple[str, ...] = (), states: tuple[str, ...] = ()
) -> list[Membership]:
    """Who belongs to a cohort (states: present and invited unless told otherwise), by name."""
    query = (
        select(membership)
        .join(person, person.c.id == membership.c.person)
        .where(membership.c.cohort == cohort_id, membership.c.state.in_(states or BELONGING))
        .order_by(person.c.name, person.c.id)
    )
    if roles:
        query = query.where(membership.c.role.in_(roles))
    return many(db, Membership, query)


def moderators(db: Connection, cohort_id: str) -> list[Membership]:
    """The moderators of a cohort, by name."""
    return memberships(db, cohort_id, roles=("moderator",))


def enrol(db: Connection, **values: Any) -> bool:
    """Insert a membership unless there is one; whether it is new."""
    return insert_new(db, membership, **values)


def change_membership(db: Connection, membership_id: str, **values: Any) -> None:
    """Change columns of a membership."""
    db.execute(update(membership).where(membership.c.id == membership_id).values(**values))


def is_last_moderator(db: Connection, of: Cohort, person_id: str) -> bool:
    """Whether others would be left in a cohort that goes on, without anyone to turn to."""
    mine = membership_of(db, of.id, person_id)
    if of.state == "ended" or mine is None or mine.role != "moderator":
        return False
    others = [each for each in memberships(db, of.id) if each.person != person_id]
    left = bool(others) and not any(each.role == "moderator" for each in others)
    return left and mine.state in BELONGING


def agreed(db: Connection, cohort_id: str, person_id: str) -> bool:
    """Whether a person's words may be kept now."""
    return current_consent(db, cohort_id, person_id, "agreement") is not None


def current_consent(db: Connection, cohort_id: str, person_id: str, kind: str) -> Consent | None:
    """What a person last said about ``kind`` (agreement, declined, quoting), if it still holds."""
    asked = {"cohort_id": cohort_id, "person_id": person_id, "kind_of": kind}
    return one(db, Consent, _current_consent, asked)


def consents(db: Connection, cohort_id: str, kind: str) -> dict[str, Consent]:
    """By person, what holds now of ``kind`` in a cohort."""
    rows = many(
        db,
        Consent,
        select(consent).where(
            consent.c.cohort == cohort_id, consent.c.kind == kind, consent.c.until.is_(None)
        ),
    )
    return {row.person: row for row in rows}


def agreed_at(db: Connection, cohort_id: str, at: datetime) -> frozenset[str]:
    """Ids of those whose agreement in a cohort held at a moment."""
    query = select(consent.c.person).where(
        consent.c.cohort == cohort_id,
        consent.c.kind == "agreement",
        consent.c.since <= at,
        or_(consent.c.until.is_(None), consent.c.until > at),
    )
    return frozenset(db.execute(query).scalars())


def consents_of(db: Connection, person_id: str) -> list[Consent]:
    """All that a person ever said yes or no to, oldest first."""
    return many(
        db, Consent, select(consent).where(consent.c.person == person_id).order_by(consent.c.since)
    )


def consent_to(
    db: Connection,
    *,
    id: str,
    cohort_id: str,
    person_id: str,
    kind: str,
    value: str,
    version: str,
    now: datetime,
) -> None:
    """Write down what a person says of ``kind`` from now on, in place of what they said before."""
    end_consent(db, cohort_id, person_id, kind, now)
    db.execute(
        insert(consent).values(
            id=id,
            cohort=cohort_id,
            person=person_id,
            kind=kind,
            value=value,
            version=version,
            since=now,
        )
    )


def end_consent(db: Connection, cohort_id: str, person_id: str, kind: str, now: datetime) -> bool:
    """Let what a person said of ``kind`` hold no longer; whether there was anything."""
    done = db.execute(
        update(consent)
        .where(
            consent.c.cohort == cohort_id,
            consent.c.person == person_id,
            consent.c.kind == kind,
            consent.c.until.is_(None),
        )
        .values(until=now)
    )
    return done.rowcount > 0
