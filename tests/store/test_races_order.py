"""Processes that change the same cohorts and the same outgoing words take them in one order: the
cohorts first, by id, then the rows. So none waits for one that waits for it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event as events
from sqlalchemy import update

from bot.engine.settling import Failed, Settler
from bot.engine.story import Stories, Story
from bot.engine.work import Work
from bot.features import removal
from bot.protocol.events import Said, Undeliverable, Uninstalled
from bot.protocol.ports import Never, Outcome
from bot.store import queue
from bot.store.tables import identity, outgoing
from tests.engine.toy import NOW, Toy
from tests.store.engines import LEASE, add
from tests.store.races import Gate, Thread, waits_for_a_lock


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Where a story stands still; open at the end, whatever happened."""
    gate = Gate()
    yield gate
    gate.open()


def deadlocks(*toys: Toy) -> list[str]:
    """Collects every deadlock that the server ends; the engines themselves just try again."""
    ended: list[str] = []

    def failed(failure):
        if getattr(failure.original_exception, "sqlstate", None) == "40P01":
            ended.append(failure.statement)

    for each in toys:
        events.listen(each.database.engine, "handle_error", failed)
    return ended


def takes_back(gate: Gate) -> Story:
    """Whatever is said, all that waits or is on its way is taken back, once the gate is open."""
    story = Story("takes back")

    @story.on(Said)
    def take_back(event: Said, work: Work):
        gate.stand()
        # As erasing someone does.
        work.db.execute(update(outgoing).values(card=queue.NOTHING, expires=work.now))
        return []

    return story


def give_up(toy: Toy, rows: list[queue.Outgoing]) -> None:
    """The platform has refused these for good."""
    settler = Settler(toy.courier.chats, toy.dispatcher, toy.clock)
    with toy.database.transaction() as db:
        settler.settle(db, [(row, Failed(fault=Never("user_not_found"))) for row in rows])


@pytest.mark.parametrize("why", ["refused", "gone"])
def test_what_is_given_up_while_its_cohort_is_changed(processes, gate, why):
    one, two = processes(lambda: takes_back(gate))
    one.cohort("ben")
    with one.database.transaction() as db:
        add(db, "hello", "ben")
        if why == "gone":
            db.execute(identity.delete().where(identity.c.person == "ben"))
    two.chat.faults = [Never("user_not_found")]
    ended = deadlocks(one, two)
    said = one.said("ana", "x")
    changes = Thread(lambda: one.dispatcher.take([said]))
    gate.reached()
    gives_up = Thread(two.settle)
    waits_for_a_lock(two.database, gives_up)
    gate.open()
    (outcome,) = changes.result()
    gives_up.result()
    assert isinstance(outcome, Outcome) and outcome.new
    assert ended == []
    assert one.states() == {"hello": "dead"}


def test_two_couriers_that_give_up_for_the_same_cohorts(processes, gate):
    stands = iter((gate.stand,))

    def listens() -> Story:
        story = Story("listens")

        @story.on(Undeliverable)
        def listen(event: Undeliverable, work: Work):
            next(stands, lambda: None)()
            return []

        return story

    one, two = processes(listens)
    one.cohort(*"bcde")
    one.cohort(id="autumn", channel="meadow")
    with one.database.transaction() as db:
        for who in "bcde":
            add(db, f"to {who}", who)
        of_autumn = outgoing.c.key.in_(("to b", "to e"))
        db.execute(update(outgoing).where(of_autumn).values(cohort="autumn"))
        mine, theirs = (queue.claim(db, NOW, LEASE, 2, ("toy",)) for _ in range(2))
    ended = deadlocks(one, two)
    first = Thread(lambda: give_up(one, mine))
    gate.reached()
    second = Thread(lambda: give_up(two, theirs))
    waits_for_a_lock(two.database, second)
    gate.open()
    first.result()
    second.result()
    assert ended == []
    assert set(one.states().values()) == {"dead"}


def test_an_app_that_is_removed_while_its_cohort_is_changed(processes, gate):
    one, two = processes(lambda: takes_back(gate))
    two.dispatcher.stories = Stories([removal.story])
    one.cohort("ben")
    with one.database.transaction() as db:
        add(db, "hello", "ben")
    ended = deadlocks(one, two)
    said = one.said("ana", "x")
    removed = Uninstalled(at=NOW, keys=(), platform="toy", workspace="w")
    changes = Thread(lambda: one.dispatcher.take([said]))
    gate.reached()
    removes = Thread(lambda: two.dispatcher.take([removed]))
    waits_for_a_lock(two.database, removes)
    gate.open()
    (mine,), (theirs,) = changes.result(), removes.result()
    assert isinstance(mine, Outcome) and isinstance(theirs, Outcome)
    assert ended == []
    assert one.states() == {"hello": "dropped"}
