"""The engine on threads: group commits, whose turn it is, start and stop, and the watchdog."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy.exc import OperationalError

from bot.engine.clerk import GROUP, Clerk
from bot.engine.runtime import STALLED, Runtime
from bot.engine.scene import Clock
from bot.engine.story import Desk, Stories, Story
from bot.engine.work import Work
from bot.protocol.effects import Post, Run, Tell
from bot.protocol.events import CameDue, Finished, Said
from bot.protocol.text import plain
from bot.store import agenda
from bot.store.tables import due, seen
from tests.engine.toy import NOW, Toy, card
from tests.patience import LONG


def diary() -> Story:
    """Notes each message in the room, plans things for later, starts slow work."""
    story = Story("diary")

    @story.on(Said)
    def note(event: Said, work: Work):
        words = plain(event.nodes)
        agenda.plan(work.db, "noted", words, NOW.replace(year=2030), None)
        if words == "slow":
            return [Run(kind="slow", args={"what": words})]
        if words == "due":
            agenda.plan(work.db, "now", "x", work.now, "spring")
        return [Post(room="spring-room", card=card(words), key=words)]

    @story.due("now")
    def come(event: CameDue, work: Work):
        return [Post(room="spring-room", card=card("it came due"), key="came")]

    @story.job("slow")
    async def slowly(args: dict[str, str], desk: Desk):
        return {"done": args["what"]}

    @story.result("slow")
    def finish(event: Finished, work: Work):
        return [Tell(person="ben", card=card(f"finished {event.result}"), key="finished")]

    story.due("noted")(lambda event, work: ())
    return story


def commits(toy: Toy) -> list[float]:
    """Counts the commits from now on."""
    counted: list[float] = []
    sql_event.listen(toy.database.engine, "commit", lambda connection: counted.append(1))
    return counted


async def until(true: Callable[[], object]) -> None:
    """Let the loop run until something is so."""
    async with asyncio.timeout(LONG):
        while not true():
            await asyncio.sleep(0.005)


def test_events_that_wait_together_share_a_commit(make_toy):
    toy: Toy = make_toy(diary())
    toy.cohort("ben")
    clerk = Clerk(toy.dispatcher)
    counted = commits(toy)

    async def play() -> None:
        waiting = [asyncio.ensure_future(clerk.take(toy.said("ben", f"w{n}"))) for n in range(64)]
        await asyncio.sleep(0)  # all of them are handed in before the clerk looks
        clerk.start()
        await asyncio.gather(*waiting)
        assert (clerk.commits, clerk.events) == (1, 64)
        assert len(counted) == 1
        await clerk.stop()

    toy.run(play())
    assert GROUP == 64
    assert len(toy.rows(due)) == 64


def test_answers_come_after_the_commit(make_toy):
    toy: Toy = make_toy(diary())
    toy.cohort("ben")
    clerk = Clerk(toy.dispatcher)
    happened: list[str] = []
    sql_event.listen(toy.database.engine, "commit", lambda connection: happened.append("commit"))

    async def one(name: str) -> None:
        await clerk.take(toy.said("ben", name))
        happened.append("answer")

    async def play() -> None:
        waiting = [asyncio.ensure_future(one(f"w{n}")) for n in range(3)]
        await asyncio.sleep(0)
        clerk.start()
        await asyncio.gather(*waiting)
        await clerk.stop()

    toy.run(play())
    assert happened == ["commit", "answer", "answer", "answer"]


def test_a_commit_that_fails_is_answered_by_its_error(make_toy):
    toy: Toy = make_toy(diary())
    toy.cohort("ben")
    clerk = Clerk(toy.dispatcher)

    class Gone(Exception):
        sqlstate = None

    @sql_event.listens_for(toy.database.engine, "commit")
    def fail(connection):
        raise OperationalError("COMMIT", {}, Gone())

    async def play() -> None:
        clerk.start()
        taken = [clerk.take(toy.said("ben", f"w{n}")) for n in range(3)]
        outcomes = await asyncio.gather(*taken, return_exceptions=True)
        assert all(isinstance(each, OperationalError) for each in outcomes)
        await clerk.stop()

    toy.run(play())
    sql_event.remove(toy.database.engine, "commit", fail)
    assert toy.rows(seen) == []


async def noted(turns: list[str], name: str, errand: Coroutine[Any, Any, Any]) -> None:
    """Note when an errand was answered."""
    await errand
    turns.append(name)


def test_people_come_before_the_courier_and_the_courier_before_the_clock(make_toy):
    toy: Toy = make_toy(diary())
    toy.cohort("ben")
    clerk = Clerk(toy.dispatcher, HandClock())
    turns: list[str] = []

    async def play() -> None:
        errands = [
            ("clock", clerk.later(lambda: None)),
            ("courier", clerk.transaction(lambda db: None)),
            ("person", clerk.take(toy.said("ben", "one"))),
            ("clock", clerk.later(lambda: None)),
            ("person", clerk.take(toy.said("ben", "two"))),
            ("courier", clerk.transaction(lambda db: None)),
        ]
        waiting = [asyncio.ensure_future(noted(turns, *each)) for each in errands]
        await asyncio.sleep(0)
        clerk.start()
        await asyncio.gather(*waiting)
        await clerk.stop()

    toy.run(play())
    assert turns == ["person", "person", "courier", "courier", "clock", "clock"]
    assert clerk.commits == 1


def test_when_people_never_cease_to_come_the_others_still_have_their_turn(make_toy):
    toy: Toy = make_toy(diary())
    toy.cohort("ben")
    monotonic = HandClock()
    clerk = Clerk(toy.dispatcher, monotonic)
    turns: list[str] = []

    async def play() -> None:
        errands = [
            ("clock", clerk.later(lambda: None)),
            ("courier", clerk.transaction(lambda db: None)),
            *((f"p{n}", clerk.take(toy.said("ben", "x"))) for n in range(7)),
        ]
        waiting = []
        for each in errands:
            waiting.append(asyncio.ensure_future(noted(turns, *each)))
            await asyncio.sleep(0)
            if each[0].startswith("c"):
                continue  # these two are there from the beginning
            monotonic.seconds += 0.09
        clerk.start()
        await asyncio.gather(*waiting)
        await clerk.stop()

    toy.run(play())
    assert turns == ["p0", "p1", "courier", "p2", "p3", "p4", "p5", "clock", "p6"]


def test_an_errand_that_fails_harms_no_other(make_toy):
    toy: Toy = make_toy(diary())
    toy.cohort("ben")
    clerk = Clerk(toy.dispatcher)

    async def play() -> None:
        clerk.start()
        with pytest.raises(ZeroDivisionError):
            await clerk.transaction(lambda db: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await clerk.later(lambda: 1 / 0)
        assert (await clerk.take(toy.said("ben", "one"))).new
        await clerk.stop()
        with pytest.raises(RuntimeError, match="stopped"):
            await clerk.take(toy.said("ben", "two"))

    toy.run(play())


def test_a_transaction_that_the_database_failed_is_done_once_more(make_toy):
    toy: Toy = make_toy()
    clerk = Clerk(toy.dispatcher)
    tries: list[int] = []

    class Deadlock(Exception):
        sqlstate = "40P01"

    def settle(db) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("UPDATE", {}, Deadlock())
        return "settled"

    async def play() -> None:
        clerk.start()
        assert await clerk.transaction(settle) == "settled"
        await clerk.stop()

    toy.run(play())


def test_stopping_finishes_what_was_handed_in(make_toy):
    toy: Toy = make_toy(diary())
    toy.cohort("ben")
    clerk = Clerk(toy.dispatcher)

    async def play() -> None:
        waiting = [asyncio.ensure_future(clerk.take(toy.said("ben", f"w{n}"))) for n in range(200)]
        await asyncio.sleep(0)
        clerk.start()
        await clerk.stop()
        assert [each.new for each in await asyncio.gather(*waiting)] == [True] * 200

    toy.run(play())


# The runtime


class HandClock:
    """A monotonic clock, in seconds, moved by hand."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def runtime(
    toy: Toy, *stories: Story, monotonic: HandClock | None = None, tick: float = 1
) -> Runtime:
    """The toy's parts on the real runtime; the clock stands still."""
    return Runtime(
        database=toy.database,
        tools=toy.tools,
        stories=Stories(stories),
        chats={"toy": toy.chat},
        clock=Clock(NOW),
        monotonic=monotonic or HandClock(),
        tick=tick,
    )


def test_from_an_event_to_what_is_said(make_toy):
    toy: Toy = make_toy()
    toy.cohort("ben")

    async def play() -> None:
        engine = runtime(toy, diary())
        await engine.start()
        await engine.take(toy.said("ben", "hello"))
        await engine.take(toy.said("ben", "slow"))
        await engine.take(toy.said("ben", "due"))
        await until(lambda: len(toy.chat.taken) == 4)
        await engine.stop()

    toy.run(play())
    assert sorted(toy.chat.texts()) == [
        "due", "finished {'done': 'slow'}", "hello", "it came due",
    ]  # fmt: skip
    assert not [thread for thread in threading.enumerate() if thread.name == "clerk"]


def test_stopping_sends_nothing_new_and_loses_nothing(make_toy):
    toy: Toy = make_toy()
    toy.cohort("ben")

    async def first() -> None:
        engine = runtime(toy, diary())
        await engine.start()
        toy.chat.hanging["room"] = asyncio.Event()
        await engine.take(toy.said("ben", "one"))
        await until(lambda: toy.chat.tries)
        stopping = asyncio.ensure_future(engine.stop())
        await asyncio.sleep(0)
        toy.chat.hanging["room"].set()
        await stopping

    toy.run(first())
    assert toy.chat.texts() == ["one"]
    assert toy.states() == {"one": "sent"}


def test_nothing_that_a_story_says_while_the_courier_looks_is_slept_through(make_toy):
    """Between the courier's look and its sleep another event may be committed."""
    toy: Toy = make_toy()
    toy.cohort("ben")

    async def play() -> None:
        engine = runtime(toy, diary(), tick=3600)
        truly, looks = engine.courier.round, []

        async def look_and_then_hear_an_event() -> int:
            handled = await truly()
            looks.append(handled)
            if len(looks) == 1:
                await engine.take(toy.said("ben", "just in time"))
            return handled

        engine.courier.round = look_and_then_hear_an_event
        await engine.start()
        await until(lambda: toy.chat.taken)  # not after an hour
        await engine.stop()

    toy.run(play())
    assert toy.chat.texts() == ["just in time"]


def test_a_clock_that_stands_still_is_started_again(make_toy, caplog):
    toy: Toy = make_toy()

    async def play() -> None:
        monotonic = HandClock()
        engine = runtime(toy, diary(), monotonic=monotonic)
        await engine.start()
        first = engine._scheduler
        assert first is not None
        monotonic.seconds = STALLED
        assert not engine.look_at_the_clock()
        first.shutdown(wait=False)  # it dies by itself
        monotonic.seconds = 2 * STALLED + 1
        assert engine.look_at_the_clock()
        assert engine._scheduler is not first
        assert engine._scheduler is not None
        assert engine._scheduler.running
        assert not engine.look_at_the_clock()
        await engine.stop()

    toy.run(play())
    assert "stood still" in caplog.text


def test_a_round_that_fails_is_tried_again(make_toy, caplog):
    toy: Toy = make_toy()
    toy.cohort("ben")

    async def play() -> None:
        engine = runtime(toy, diary())
        truly, fails = engine.dispatcher.come_due, [True]

        def come_due(most: int = 20) -> int:
            if fails.pop() if fails else False:
                raise OSError("the disk is full")
            return truly(most)

        engine.dispatcher.come_due = come_due
        await engine.start()
        await engine.take(toy.said("ben", "due"))
        await engine._tick()
        assert not fails
        await engine._tick()
        await until(lambda: "it came due" in toy.chat.texts())
        await engine.stop()

    toy.run(play())
    assert "the clock's round failed and is tried again: OSError" in caplog.text
    assert "the disk is full" not in caplog.text
