"""The bot's messages that name someone, as they stand before people.

Whoever is erased has a right to it there, too: so the bot's own sentences are remembered, with
whom they name, for as long as words of the cohort are kept. Quotes are left out: members' words
stand in ``message`` alone, and the stories that show them make their cards anew from there.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, delete, select

from bot.store.queue import NOTHING
from bot.store.rows import many, upsert
from bot.store.tables import membership, person, standing

RECORD = "record"
"""The first part of the keys of messages that hand out what is kept. Rows of them are not
remembered a second time; once somebody whom one is about is erased, nothing of it remains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A message by the key of its posting. ``people``: by id, the name that was written, and
    whether the message is ``about`` them."""

    posting: str
    cohort: str | None
    card: Any
    quoted: bool
    people: dict[str, dict[str, Any]]


def put(
    db: Connection, key: str, cohort_id: str | None, card: Any, about: Collection[str] = ()
) -> None:
    """Remember what stands at a posting now, if it names anyone; forget what stood there.
    ``about``: ids of the people whom it is about, named in it or not; it stays about those whom it
    was about before."""
    stood = delete(standing).where(standing.c.posting == key).returning(standing.c.people)
    before = db.execute(stood).scalar() or {}
    about = {*about, *(who for who, each in before.items() if each["about"])}
    bare = _without_quotes(card)
    written = "\n".join(_letters(card))
    found = {
        who: {"name": name, "about": who in about}
        for who, name in _possible(db, cohort_id, about).items()
        if who in about or (name and _names(name, written))
    }
    if found:
        upsert(
            db,
            standing,
            posting=key,
            cohort=cohort_id,
            card=NOTHING if is_record(key) else bare,
            quoted=bare != card,
            people=found,
        )


def _without_quotes(card: Any) -> Any:
    blocks = [each for each in card["blocks"] if each["type"] != "Quote"]
    parts = {"parts": [_without_quotes(e) for e in card["parts"]]} if "parts" in card else {}
    return {"blocks": blocks, "buttons": card["buttons"], **parts}


def is_record(key: str) -> bool:
    """Whether the message with this key hands out what is kept."""
    return key.split(":")[0] == RECORD


def _possible(db: Connection, cohort_id: str | None, about: Collection[str]) -> dict[str, str]:
    """The names of those whom it may name, by id: who belongs to the cohort, who leads them, and
    whom it is about."""
    members = db.execute(_members, {"cohort_id": cohort_id}).all()
    names = {row.id: row.name for row in members}
    others = {*about, *(each for row in members for each in row[2:] if each is not None)} - {*names}
    if others:
        # Not in one query with the members: with an "or", every person there is would be read.
        rows = db.execute(select(person.c.id, person.c.name).where(person.c.id.in_(others)))
        names |= {row.id: row.name for row in rows}
    return names


# Asked for each message, so built once.
_members = (
    select(person.c.id, person.c.name, person.c.told_manager, membership.c.manager)
    .join(membership, membership.c.person == person.c.id)
    .where(membership.c.cohort == bindparam("cohort_id"))
)


def _letters(data: Any) -> Iterator[str]:
    """The texts in JSON data, but for the words with which it says what it is."""
    match data:
        case dict():
            for key, value in data.items():
                if key not in ("type", "action", "style"):
                    yield from _letters(value)
        case list():
            for each in data:
                yield from _letters(each)
        case str():
            yield data
        case _:
            pass


def _names(name: str, written: str) -> bool:
    # Most names stand nowhere, and looking for letters takes less than making a pattern.
    return name in written and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", written) is not None


def naming(db: Connection, person_id: str, cohort_id: str | None = None) -> list[Standing]:
    """The messages that name a person or are about them, in one cohort or (None) anywhere."""
    query = select(standing).where(cast(standing.c.people, Text).contains(person_id))
    if cohort_id is not None:
        query = query.where(standing.c.cohort == cohort_id)
    return many(db, Standing, query.order_by(standing.c.posting))


def change(db: Connection, row: Standing) -> None:
    """Remember it as it is now."""
    upsert(
        db,
        standing,
        posting=row.posting,
        cohort=row.cohort,
        card=row.card,
        quoted=row.quoted,
        people=row.people,
    )


def forget(db: Connection, cohort_id: str) -> None:
    """Forget all messages of a cohort."""
    db.execute(delete(standing).where(standing.c.cohort == cohort_id))
