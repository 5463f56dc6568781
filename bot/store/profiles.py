"""What platforms tell of people, kept: names, zones, line managers; profiles as JSON for jobs."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from cattrs import Converter
from sqlalchemy import Connection

from bot.protocol.refs import Profile, User
from bot.store import people
from bot.store.records import Person

_converter = Converter()


def dump(profile: Profile) -> Any:
    """A profile as JSON data."""
    return _converter.unstructure(profile, Profile)


def load(data: Any) -> Profile:
    """The profile that ``dump`` took."""
    return _converter.structure(data, Profile)


def led(data: Any) -> Iterator[User]:
    """Of whom the JSON data, such as the result of a job, tells the line manager: profiles that
    ``dump`` took, at whatever depth."""
    match data:
        case {"user": {"platform": _, "workspace": _, "user": _} as user, "manager": dict()}:
            yield _converter.structure(user, User)
        case dict():
            for each in data.values():  # pyright: ignore[reportUnknownVariableType]
                yield from led(each)
        case list():
            for each in data:  # pyright: ignore[reportUnknownVariableType]
                yield from led(each)
        case _:
            pass


def learn(db: Connection, profile: Profile, new_id: Callable[[], str], now: datetime) -> Person:
    """The person behind a profile, made if new, with all that the platform tells of them. A line
    manager whom nobody has met yet is known by their user id alone."""
    known = people.meet(db, profile, new_id(), now)
    if profile.manager is not None and profile.manager != profile.user:
        above = met(db, profile.manager, new_id, now)
        people.change(db, known.id, told_manager=above.id)
    return known


def met(db: Connection, user: User, new_id: Callable[[], str], now: datetime) -> Person:
    """The person behind a user; of someone new no more than the user id is known."""
    return people.by_user(db, user) or people.stranger(db, user, new_id(), now)
