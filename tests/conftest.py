"""Fixtures for every test: a world to play in, on both databases."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import databases
from tests.world import World

# The same examples each time, so that a contribution is not stopped by a rare one that it did not
# cause. To look for those: HYPOTHESIS_PROFILE=default.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of each kind."""
    if request.param == "sqlite":
        yield "sqlite://"
        return
    url = databases.postgres()
    yield url
    databases.drop(url)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """People, a room, the bot and a clock that stands at noon on Sunday, 1 March 2026, New York."""
    world = World(database_url)
    yield world
    world.close()
