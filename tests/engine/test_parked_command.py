"""``python -m bot parked`` lists what failed, and takes it again once that was mended."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.engine.story import Story
from bot.protocol.events import Left
from tests.engine.toy import ROOM, Toy, user


@pytest.fixture
def url(request, tmp_path):
    """A database that other processes can open."""
    return f"sqlite:///{tmp_path / 'roundtable.db'}"


def bot(url: str, *words: str) -> tuple[int, str, str]:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env={**os.environ, "DATABASE_URL": url}, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_parked_events_are_listed_and_replayed(url):
    story = Story("broken")

    @story.on(Left)
    def fail(event, work):
        raise ValueError("confidential")

    toy = Toy(url, story)
    toy.cohort("ben")
    toy.take(Left(at=toy.clock(), keys=(), who=user("ben"), place=ROOM))
    from bot.store.tables import parked

    (kept,) = toy.rows(parked)
    reference = kept["reference"]

    code, listed, _ = bot(url, "parked")
    assert code == 0
    assert reference in listed
    assert "Left" in listed
    assert "ValueError at test_parked_command.py" in listed
    assert "confidential" not in listed

    code, _, complaint = bot(url, "parked", "replay", "nonsense")
    assert code == 1
    assert "nothing is parked under this reference" in complaint

    # The features that ship answer to it, which the broken one did not.
    code, said, _ = bot(url, "parked", "replay", "all")
    assert (code, said.strip()) == (0, f"{reference}: taken")
    assert bot(url, "parked")[1].strip() == "Nothing is parked."
    toy.close()
