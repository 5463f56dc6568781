"""Dying at some of the points of a scenario; ``python -m tests.crash`` dies at all of them, and
``python -m tests.soak`` kills real processes."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests import crash, deaths, emptied, scenarios
from tests.deaths import TURNING, Tally
from tests.mortal import Reaper
from tests.scenarios import Account


def whole(tally: Tally, notes: list[str]) -> bool:
    """Whether nothing was lost, doubled, missing or out of order; pytest shows the notes."""
    assert notes == []
    return tally.broken == 0


def test_dying_anywhere_loses_and_doubles_nothing():
    notes: list[str] = []
    tally = deaths.enumerate_deaths("small", emptied.file, 40, 1, notes.append)
    assert whole(tally, notes)
    assert tally.points == tally.kinds.total() == 40


def test_dying_anywhere_on_a_server_loses_and_doubles_nothing(postgres_url):
    @contextmanager
    def emptied_again():
        emptied.empty(postgres_url)
        yield postgres_url

    alive, tally = deaths.alive("small", emptied_again), Tally()
    notes: list[str] = []
    for point in deaths.chosen(alive, 12, 1):
        died = deaths.die_again("small", emptied_again, point, set(alive.forms))
        tally.hear(alive, died, notes.append)
    assert whole(tally, notes)
    assert tally.points == 12


def test_dying_at_the_turns_of_the_first_week_loses_and_doubles_nothing():
    notes: list[str] = []
    tally = deaths.enumerate_deaths("week", emptied.file, 6, 7, notes.append, only="turning")
    assert whole(tally, notes)
    assert tally.kinds.total() == 6 and not tally.kinds["statement"]


def test_every_commit_send_and_acknowledgement_is_a_turning_point():
    alive = deaths.alive("small", emptied.file)
    turning = deaths.chosen(alive, None, 1, "turning")
    rest = deaths.chosen(alive, None, 1, "rest")
    assert sorted([*turning, *rest]) == list(range(1, len(alive.points) + 1))
    names = [alive.points[number - 1] for number in turning]
    assert set(names) == set(TURNING)
    # Three messages, each delivered twice and acknowledged each time.
    assert names.count("before an acknowledgement") == names.count("after an acknowledgement") == 6
    assert names.count("before a send") == names.count("after a send")


def test_a_point_that_never_comes_proves_nothing():
    alive, tally = deaths.alive("small", emptied.file), Tally()
    notes: list[str] = []
    beyond = len(alive.points) + 1
    died = deaths.die_again("small", emptied.file, beyond, set(alive.forms))
    tally.hear(alive, died, notes.append)
    assert notes == [f"point {beyond} of {beyond - 1} never came: nobody died"]
    assert (tally.missed, tally.points, tally.broken) == (1, 0, 1)


def test_a_point_that_does_not_come_again_is_told_of(monkeypatch):
    def shrinks(url: str, reaper: Reaper, forms: set[int]) -> Account:
        account = scenarios.small(url, reaper, forms)
        return replace(account, points=(*account.points, "after a commit"))

    monkeypatch.setitem(scenarios.SCENARIOS, "shrinks", shrinks)
    monkeypatch.setattr(deaths, "chosen", lambda alive, *_: [7, len(alive.points)])
    notes: list[str] = []
    tally = deaths.enumerate_deaths("shrinks", emptied.file, 2, 1, notes.append)
    assert (tally.points, tally.missed, tally.broken) == (1, 1, 1)
    assert notes[0].endswith("never came: nobody died")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_child_that_fails_or_falls_short_is_told_of(monkeypatch, jobs):
    def breaks(url: str, reaper: Reaper, forms: set[int]) -> Account:
        account = scenarios.small(url, reaper, forms)
        if reaper.where.startswith("before"):
            raise ValueError("no account")
        return replace(account, kept=Counter()) if reaper.where else account

    monkeypatch.setitem(scenarios.SCENARIOS, "breaks", breaks)
    notes: list[str] = []
    tally = deaths.enumerate_deaths("breaks", emptied.file, 4, 3, notes.append, jobs=jobs)
    befores = sum("no account" in note for note in notes)
    assert tally.troubled == befores
    assert tally.lost == 3 * (4 - befores) > 0


def test_points_are_shared_out_among_scenarios(monkeypatch):
    asked: list[tuple[str, str, int]] = []

    def enumerate_deaths(name, fresh, points, seed, say, *, only, jobs):
        asked.append((name, only, points))
        return Tally(points=min(points, 100), total=100)

    monkeypatch.setattr(crash, "enumerate_deaths", enumerate_deaths)
    assert crash.run(150, 1, lambda line: None).points == 150
    assert asked == [("small", "all", 150), ("week", "turning", 50)]


def test_a_courier_that_sends_again_without_looking_would_be_caught(monkeypatch):
    """The proof can fail: here the engine forgets to look up what it was sending."""
    from bot.protocol.ports import Absent
    from tests.engine.toy import ToyChat

    async def never_there(self, parcel, since):
        return Absent()

    monkeypatch.setattr(ToyChat, "find", never_there)
    found: list[str] = []
    with emptied.file() as url:
        alive = scenarios.small(url, Reaper(), set())
    with emptied.file() as url:
        died = scenarios.small(url, Reaper(at="after a send"), set(alive.forms))
    tally = Tally()
    tally.compare(alive, died, found.append)
    assert tally.doubled == 1


def test_what_is_compared():
    alive = Account(
        kept=Counter(["a", "b"]), speech={"room": ("x", "y")}, trouble=(), points=(),
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
