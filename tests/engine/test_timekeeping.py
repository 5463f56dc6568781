"""Clocks that disagree, jump or stand still while a process is stopped: nothing is said twice, and
nothing waits for a time that was only imagined."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.engine.courier import Courier
from bot.engine.runtime import Runtime, utc_now
from bot.engine.scene import Clock
from bot.engine.story import Stories
from bot.engine.timekeeping import SharedClock, Steps, clock_for
from bot.store import agenda, moment, queue
from tests.engine.herald import herald, spoken
from tests.engine.test_runtime import HandClock, until
from tests.engine.toy import NOW, Toy


class SetClock:
    """A machine's clock, which its administrator sets to whatever they like."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def test_processes_on_one_postgresql_go_by_its_clock(make_toy):
    toy: Toy = make_toy()
    if toy.database.sqlite:
        own = SetClock(NOW)
        assert clock_for(toy.database, own, HandClock()) is own
        return
    monotonic = HandClock()
    early = SharedClock(toy.database, SetClock(NOW - timedelta(hours=3)), monotonic)
    late = SharedClock(toy.database, SetClock(NOW + timedelta(days=2)), monotonic)
    early.read()
    late.read()
    assert abs(early() - late()) < timedelta(minutes=1)
    assert abs(early() - utc_now()) < timedelta(minutes=1)
    before = early()
    monotonic.seconds = 90.0
    assert early() - before == timedelta(seconds=90)


def test_a_clock_that_is_set_back_is_noticed():
    wall, monotonic = SetClock(NOW), HandClock()
    steps = Steps(wall, monotonic)
    for wall_seconds, monotonic_seconds, expected in (
        (60, 60, False),
        (3600, 61, False),  # forward: nothing waits for it
        (30, 62, True),
        (31, 63, False),
        (30, 63.5, False),  # a correction
    ):
        wall.now = NOW + timedelta(seconds=wall_seconds)
        monotonic.seconds = monotonic_seconds
        assert steps.set_back() is expected, wall_seconds
        assert steps.set_back() is expected, "until what it delays is mended"
        if expected:
            steps = Steps(wall, monotonic)


def test_what_was_written_before_the_clock_was_set_back_does_not_wait(make_toy):
    toy = spoken(make_toy, "now", "autumn-room:later")
    with toy.database.transaction() as db:
        row = queue.by_key(db, "later")
        assert row is not None
        queue.hold_back(db, "room:spring-room", NOW + timedelta(hours=3))
        back = NOW - timedelta(hours=1)
        moment.set_back(db, back, timedelta(minutes=2))
        moment.set_back(db, back, timedelta(minutes=2))
        assert queue.next_at(db, back, ("toy",)) is not None
        pause = queue.free_at(db, "room:spring-room")
        assert pause is not None and pause == back + moment.LONGEST_PAUSE
        lease = back + timedelta(minutes=5)
        assert [each.key for each in queue.claim(db, pause, lease, 9, ("toy",))] == ["now", "later"]


def test_an_engine_whose_clock_is_set_back_goes_on_speaking(make_toy, caplog):
    toy: Toy = make_toy()
    if not toy.database.sqlite:
        return  # goes by the server's clock, which a test cannot set
    toy.cohort("ben")
    wall, monotonic = SetClock(NOW), HandClock()
    engine = Runtime(
        database=toy.database, tools=toy.tools, stories=Stories([herald()]),
        chats={"toy": toy.chat}, clock=wall, monotonic=monotonic, tick=3600,
    )  # fmt: skip

    async def play() -> None:
        await engine.start()
        toy.chat.hanging["room"] = asyncio.Event()
        await engine.take(toy.said("ben", "first second"))
        await until(lambda: toy.chat.tries)
        wall.now = NOW - timedelta(hours=1)
        toy.chat.hanging["room"].set()
        await engine._tick()
        wall.now += moment.LONGEST_PAUSE
        monotonic.seconds += moment.LONGEST_PAUSE.total_seconds()
        await engine._tick()
        await until(lambda: len(toy.chat.taken) == 2)
        await engine.stop()

    toy.run(play())
    assert toy.chat.texts() == ["first", "second"]
    assert "the clock was set back" in caplog.text


def _stopped_after_its_claim(toy: Toy, meanwhile: Callable[[], None]) -> Courier:
    """A second process's courier that stands still right after its claim was committed."""
    stopped: list[bool] = []

    async def store(function: Callable[[Connection], Any]) -> Any:
        with toy.database.transaction() as db:
            result = function(db)
        if not stopped:
            stopped.append(True)
            meanwhile()
        return result

    return Courier({"toy": toy.chat}, toy.dispatcher, store, toy.clock)


def _passes(toy: Toy, **span: float) -> None:
    clock = toy.clock
    assert isinstance(clock, Clock)
    clock.set(clock() + timedelta(**span))


def test_a_process_that_was_stopped_for_longer_than_its_lease_does_not_send(make_toy):
    toy = spoken(make_toy, "one")
    other = _stopped_after_its_claim(toy, lambda: _passes(toy, minutes=3))
    toy.run(other.round())
    assert toy.chat.tries == []
    toy.advance(seconds=1)
    assert toy.chat.tries == ["one"]
    assert toy.states() == {"one": "sent"}


def test_what_it_says_of_a_row_that_another_has_claimed_since_is_not_heard(make_toy):
    toy = spoken(make_toy, "one")
    later = NOW + timedelta(minutes=10)
    with toy.database.transaction() as db:
        (mine,) = queue.claim(db, NOW, NOW + timedelta(minutes=1), 1, ("toy",))
        (theirs,) = queue.claim_doubtful(db, NOW + timedelta(minutes=1), later, 1, ("toy",))
        queue.release(db, mine)
        queue.doubt(db, mine, NOW, "hung up")
        assert not queue.holds(db, mine) and queue.holds(db, theirs)
        assert queue.claim(db, NOW, later, 1, ("toy",)) == []
        assert queue.claim_doubtful(db, NOW, later, 1, ("toy",)) == []
        queue.release(db, theirs)
        assert queue.state_of(db, "one") == "waiting"


def test_a_clock_set_forward_looks_up_nothing_that_is_on_its_way(make_toy):
    toy = spoken(make_toy, "one")
    toy.chat.hanging["room"] = asyncio.Event()

    async def play() -> None:
        await toy.courier.round()
        _passes(toy, hours=1)
        await toy.courier.round()
        assert toy.chat.found == []
        toy.chat.hanging["room"].set()
        await until(lambda: toy.chat.taken)
        await toy.courier.close()

    toy.run(play())
    assert toy.states() == {"one": "sent"}
    assert toy.chat.tries == ["one"]


def test_what_came_due_before_the_clock_was_set_back_does_not_come_due_again(make_toy):
    toy: Toy = make_toy(herald())
    toy.cohort("ben")
    with toy.database.transaction() as db:
        agenda.plan(db, "once", "x", NOW + timedelta(minutes=1), "spring")
        (row,) = agenda.first(db, NOW + timedelta(hours=1))
        assert agenda.take(db, row)
        moment.set_back(db, NOW - timedelta(hours=1), timedelta(minutes=2))
        assert agenda.first(db, NOW + timedelta(hours=1)) == []
