"""The operator's words as they are typed: exit codes, sentences, and nothing made by looking."""

import asyncio
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.run.process import environment, ran


def typed(folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of ``python -m bot …`` in this folder."""
    env = environment(**settings)
    return asyncio.run(ran(env, "-m", "bot", *words, folder=folder))


@pytest.mark.parametrize(
    "words",
    [
        ("outbox", "--json"),
        ("parked", "replay", "all"),
        ("backup", "copy.db"),
        ("move", "--to", "sqlite:///other.db"),
        ("restored",),
    ],
    ids=lambda words: words[0],
)
def test_in_a_wrong_folder_each_says_so_and_makes_nothing(words: tuple[str, ...], tmp_path: Path):
    code, out, err = typed(tmp_path, *words)
    assert (code, out) == (2, "")
    assert f"There is no database at {tmp_path}/roundtable.db" in err and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path):
    away = "postgresql://bot:open-sesame@127.0.0.1:1/cohorts"
    code, out, err = typed(tmp_path, "outbox", DATABASE_URL=away)
    assert (code, out) == (2, "") and "does not answer" in err and "open-sesame" not in err


def test_in_the_bots_folder_they_do_their_work(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path}/roundtable.db")
    database.migrate()
    assert typed(tmp_path, "outbox")[:2] == (0, "Nothing is here.\n")
    assert typed(tmp_path, "parked")[:2] == (0, "Nothing is parked.\n")
    assert typed(tmp_path, "backup", "copy.db")[0] == 0
    code, _, err = typed(tmp_path, "move", "--to", "sqlite:///other.db")
    assert code == 2 and "stop it first" in err
    database.close()
    code, out, _ = typed(tmp_path, "move", "--from", "sqlite:///copy.db", "--to", "sqlite:///o.db")
    assert code == 0 and "found the same" in out
    assert typed(tmp_path, "restored", DATABASE_URL="sqlite:///o.db")[0] == 0
