"""The operator's words as they are typed: exit codes, sentences, and nothing made by looking."""

import asyncio
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.operating.halves import FIRST_WEEK
from tests.run.process import ROOT, environment, ran


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


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("rehearse", "SCRIPT", "--db", "nowhere/x.db"), "a folder that is not there"),
        (("rehearse", "SCRIPT", "--db", "."), "names a folder"),
        (("rehearse", "SCRIPT", "--db", "words.txt"), "a file of something else"),
        (("sandbox", "--db", "nowhere/x.db"), "a folder that is not there"),
        (("sandbox", "--port", "99999"), "a number from 0 to 65535"),
        (("sandbox", "--port", "-1"), "a number from 0 to 65535"),
    ],
    ids=lambda each: "-".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_is_one_sentence(words: tuple[str, ...], why: str, tmp_path: Path):
    (tmp_path / "words.txt").write_text("No database, but words.")
    script = str(FIRST_WEEK)
    code, out, err = typed(tmp_path, *(script if each == "SCRIPT" else each for each in words))
    assert (code, out) == (2, "") and why in err
    assert len(err.splitlines()) == 1


def test_whoever_has_set_nothing_up_is_told_three_ways_to_begin(tmp_path: Path):
    code, out, err = typed(tmp_path, "run")
    assert (code, out) == (2, "")
    for each in ("python -m bot sandbox", "SLACK_BOT_TOKEN", "MicrosoftAppId"):
        assert each in err
    assert "SLACK_API_URL" not in err and len(err.splitlines()) == 5
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "## Slack in ten steps" in readme and "## Teams in ten steps" in readme


def test_wrong_proxies_are_told(tmp_path: Path):
    code, _, err = typed(tmp_path, "outbox", ROUNDTABLE_PROXIES="203.0.113.7, somewhere")
    assert code == 2 and "ROUNDTABLE_PROXIES must be addresses" in err
