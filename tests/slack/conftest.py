"""Empty databases of both kinds, for what Slack's adapter keeps in the vault."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database
from tests import emptied


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database of each kind, empty."""
    database = emptied.opened(database_url)
    yield database
    database.close()


@pytest.fixture
def memory() -> Iterator[Database]:
    """For what does not depend on the kind of database."""
    database = emptied.opened("sqlite://")
    yield database
    database.close()
