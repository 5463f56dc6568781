"""Databases that commands can open beside an engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.world import World


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The URL of a file that is not there yet."""
    return f"sqlite:///{tmp_path}/cohorts.db"


@pytest.fixture
def postgres() -> Iterator[str]:
    """The URL of a fresh PostgreSQL database."""
    url = databases.postgres()
    yield url
    databases.drop(url)


@pytest.fixture
def filed(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world in a file, which the environment names to whatever is run beside it."""
    monkeypatch.setenv("DATABASE_URL", sqlite)
    world = World(sqlite)
    yield world
    world.close()
