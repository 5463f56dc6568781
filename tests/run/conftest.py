"""Databases that processes share: an SQLite file, and a PostgreSQL of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases


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


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """A fresh database of each kind."""
    return request.getfixturevalue(request.param)
