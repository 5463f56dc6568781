"""Empty databases for the store's tests, of both kinds."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database
from tests import emptied
from tests.store.engines import Processes, two_engines


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with its schema up to date."""
    database = emptied.opened(database_url)
    yield database
    database.close()


@pytest.fixture
def processes(postgres_url: str) -> Iterator[Processes]:
    """Two engines on one empty database."""
    with two_engines(postgres_url) as make:
        yield make
