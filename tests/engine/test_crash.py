"""Dying at some of the points of a scenario; ``python -m tests.crash`` dies at all of them, and
``python -m tests.kill`` kills a real process more often."""

import asyncio
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests import crash, emptied, kill
from tests.crash import Account, Tally


@pytest.fixture
def open_database(request, database_url):
    """Opens an empty database that outlives a process."""
    if database_url == "sqlite://":
        return crash.file

    @contextmanager
    def emptied_again():
        emptied.empty(database_url)
        yield database_url

    return emptied_again


def whole(tally: Tally, notes: list[str]) -> bool:
    """Whether nothing was lost, doubled, missing or out of order; pytest shows the notes."""
    assert notes == []
    return tally.broken == 0


def test_dying_anywhere_loses_and_doubles_nothing(open_database):
    points = 40 if open_database is crash.file else 12
    notes: list[str] = []
    tally = crash.enumerate_deaths("small", open_database, points, 1, notes.append)
    assert whole(tally, notes)
    assert tally.points == points


def test_dying_anywhere_in_the_first_week_loses_and_doubles_nothing():
    notes: list[str] = []
    tally = crash.enumerate_deaths("week", crash.file, 3, 7, notes.append)
    assert whole(tally, notes)


def test_a_courier_that_sends_again_without_looking_would_be_caught(monkeypatch):
    """The proof can fail: here the engine forgets to look up what it was sending."""
    from bot.protocol.ports import Absent
    from tests.engine.toy import ToyChat

    async def never_there(self, parcel, since):
        return Absent()

    monkeypatch.setattr(ToyChat, "find", never_there)
    found: list[str] = []
    with crash.file() as url:
        alive = crash.small(url, crash.Reaper(), set())
    with crash.file() as url:
        died = crash.small(url, crash.Reaper(at="after a send"), set(alive.forms))
    tally = Tally()
    tally.compare(alive, died, found.append)
    assert tally.doubled == 1


def test_what_is_compared():
    alive = Account(
        kept=Counter(["a", "b"]), speech={"room": ("x", "y")}, trouble=(), points=1,
        forms=frozenset(),
    )  # fmt: skip
    for died, broken in (
        (replace(alive, kept=Counter(["a"])), "lost"),
        (replace(alive, speech={"room": ("x", "y", "y")}), "doubled"),
        (replace(alive, speech={"room": ("x",)}), "missing"),
        (replace(alive, speech={"room": ("y", "x")}), "disordered"),
        (replace(alive, trouble=("parked",)), "troubled"),
    ):
        tally = Tally()
        tally.compare(alive, died, lambda note: None)
        assert tally.broken == 1
        assert getattr(tally, broken) == 1


def test_killing_a_real_process_loses_and_doubles_nothing(tmp_path):
    found = asyncio.run(kill.play(tmp_path, kills=3, seed=3))
    assert (found["lost"], found["doubled"], found["unanswered"]) == (0, 0, 0)
    assert found["acknowledged"] == found["events"]
