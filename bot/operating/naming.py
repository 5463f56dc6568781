"""How a person is named on the command line: as a platform's workspace knows them."""

from sqlalchemy import Connection

from bot.protocol.adapter import SettingsError
from bot.protocol.refs import User
from bot.store import people
from bot.store.records import Person

HELP = "such as slack:T0123:U0456: platform, workspace (in Teams the tenant) and user id"


def user(text: str) -> User:
    """The user that ``platform:workspace:user`` names. Raises SettingsError."""
    parts = text.split(":", 2)
    if len(parts) < 3 or not all(parts):
        raise SettingsError([f"--user is {HELP}."])
    return User(platform=parts[0], workspace=parts[1], user=parts[2])


def person(db: Connection, text: str) -> Person:
    """The person behind it. Raises SettingsError if nothing is kept of them."""
    found = people.by_user(db, user(text))
    if found is None:
        raise SettingsError([f"Nothing is kept of {text}."])
    return found
