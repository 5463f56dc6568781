"""Empty databases of both kinds, for what Slack's adapter keeps in the vault."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database
from tests import emptied


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """One PostgreSQL database for all of these tests."""
    with emptied.postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    url = "sqlite://"
    if request.param == "postgres":
        url = str(request.getfixturevalue("postgres_url"))
        emptied.empty(url)
    database = emptied.opened(url)
    yield database
    database.close()


@pytest.fixture
def memory() -> Iterator[Database]:
    """For what does not depend on the kind of database."""
    database = emptied.opened("sqlite://")
    yield database
    database.close()
