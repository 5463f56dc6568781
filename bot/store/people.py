"""People and how platforms know them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.protocol.refs import Profile, User
from bot.store.records import Person
from bot.store.rows import insert_new, many, one
from bot.store.tables import identity, membership, person

_columns = (
    person.c.id,
    person.c.name,
    func.coalesce(person.c.own_zone, person.c.told_zone).label("zone"),
    person.c.bot,
)


# Every event asks, so it is built once.
_by_user = (
    select(*_columns)
    .join(identity, identity.c.person == person.c.id)
    .where(
        identity.c.platform == bindparam("platform"),
        identity.c.workspace == bindparam("workspace"),
        identity.c.user == bindparam("user_id"),
    )
)


def get(db: Connection, person_id: str) -> Person | None:
    """A person by id."""
    return one(db, Person, select(*_columns).where(person.c.id == person_id))


def named(db: Connection, person_ids: list[str]) -> dict[str, Person]:
    """People by their ids."""
    found = many(db, Person, select(*_columns).where(person.c.id.in_(person_ids)))
    return {each.id: each for each in found}


def by_user(db: Connection, user: User) -> Person | None:
    """The person behind a platform's user."""
    known_as = {"platform": user.platform, "workspace": user.workspace, "user_id": user.user}
    return one(db, Person, _by_user, known_as)


def meet(db: Connection, profile: Profile, new_id: str, now: datetime) -> Person:
    """The person behind a profile, made if new, with what the platform now tells of them."""
    known = by_user(db, profile.user)
    if known is None:
        db.execute(
            insert(person).values(
                id=new_id,
                name=profile.name,
                told_zone=profile.zone,
                told_organisation=profile.organisation,
                told_title=profile.title,
                bot=profile.bot,
                created_at=now,
            )
        )
        user = profile.user
        db.execute(
            insert(identity).values(
                platform=user.platform, workspace=user.workspace, user=user.user, person=new_id
            )
        )
        known = get(db, new_id)
        assert known is not None
        return known
    told = {"name": profile.name, "told_zone": profile.zone, "bot": profile.bot}
    # A platform does not tell everything each time.
    if profile.organisation:
        told["told_organisation"] = profile.organisation
    if profile.title:
        told["told_title"] = profile.title
    db.execute(update(person).where(person.c.id == known.id).values(**told))
    again = get(db, known.id)
    assert again is not None
    return again


def stranger(db: Connection, user: User, new_id: str, now: datetime) -> Person:
    """A person of whom no more than their user id is known yet; a profile comes later."""
    with db.begin_nested():
        db.execute(insert(person).values(id=new_id, name="", bot=False, created_at=now))
        fresh = insert_new(
            db,
            identity,
            platform=user.platform,
            workspace=user.workspace,
            user=user.user,
            person=new_id,
        )
        if not fresh:
            db.execute(person.delete().where(person.c.id == new_id))
    found = by_user(db, user)
    assert found is not None
    return found


def user_of(db: Connection, person_id: str, platform: str, workspace: str) -> User | None:
    """How a platform's workspace knows a person."""
    row = db.execute(
        select(identity.c.user).where(
            identity.c.person == person_id,
            identity.c.platform == platform,
            identity.c.workspace == workspace,
        )
    ).first()
    return None if row is None else User(platform=platform, workspace=workspace, user=row[0])


def users_of(db: Connection, person_id: str) -> list[User]:
    """All the ways in which platforms know a person."""
    rows = db.execute(select(identity).where(identity.c.person == person_id))
    return [User(platform=r.platform, workspace=r.workspace, user=r.user) for r in rows]


def change(db: Connection, person_id: str, **values: str | None) -> None:
    """Set ``own_zone``, ``told_manager`` or ``name`` of a person."""
    db.execute(update(person).where(person.c.id == person_id).values(**values))


def cohorts_of(db: Connection, person_id: str) -> list[str]:
    """Ids of the cohorts that a person belongs to, or once did, in order of id."""
    rows = db.execute(
        select(membership.c.cohort)
        .where(membership.c.person == person_id)
        .order_by(membership.c.cohort)
    )
    return [row[0] for row in rows]
