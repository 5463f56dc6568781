"""Fixtures for every test: a world to play in, on both databases."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import emptied
from tests.world import World

# The same examples each time, so that a contribution is not stopped by a rare one that it did not
# cause. To look for those: HYPOTHESIS_PROFILE=default.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """One PostgreSQL database for all tests of this process."""
    with emptied.postgres() as url:
        yield url


@pytest.fixture
def postgres_url(server_url: str) -> str:
    """That database, empty."""
    emptied.empty(server_url)
    return server_url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return str(url)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """People, a room, the bot and a clock that stands at noon on Sunday, 1 March 2026, New York."""
    world = World(database_url, copies=True)
    yield world
    world.close()
