"""The outbox: one row a place at a time, in order, whoever claims."""

import threading
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event as events
from sqlalchemy import select, text

from bot.store import cohorts, jobs, queue
from bot.store.database import MEMORY, Database
from bot.store.tables import concern, outgoing
from tests import emptied

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
LEASE = NOW + timedelta(minutes=1)
OURS = ("toy",)


def add(database: Database, key: str, place: str = "a", **values: Any) -> bool:
    """Queue a speech."""
    row = {"kind": "tell", "platform": "toy", "workspace": "w", "purpose": "duty",
           "importance": 5, "created_at": NOW, "not_before": NOW,
           "card": {"blocks": [{"type": "x"}], "buttons": []}}  # fmt: skip
    with database.transaction() as db:
        return queue.add(db, key=key, place=place, **{**row, **values})


def claim(database: Database, most: int = 50, now: datetime = NOW) -> list[str]:
    """Keys of the rows that can be sent now."""
    with database.transaction() as db:
        return [each.key for each in queue.claim(db, now, LEASE, most, OURS)]


def settle(database: Database, key: str, state: str = "sent") -> None:
    """Note what became of a row."""
    with database.transaction() as db:
        row = queue.by_key(db, key)
        assert row is not None
        queue.settle(db, row.id, state, NOW)


def test_one_row_a_place_in_order(database):
    for key, place in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a"), ("b2", "b")):
        add(database, key, place)
    assert claim(database) == ["a1", "b1"]
    assert claim(database) == []
    settle(database, "a1")
    assert claim(database) == ["a2"]
    settle(database, "b1", "dead")
    assert claim(database) == ["b2"]


def test_a_key_is_queued_once(database):
    assert add(database, "a1", concerns=("ana", "ben"))
    assert not add(database, "a1", concerns=("cho",))
    with database.transaction() as db:
        assert len(db.execute(select(concern)).all()) == 2
    settle(database, "a1")
    assert not add(database, "a1")


@pytest.mark.parametrize("state", ["unsure", "sending"])
def test_what_is_under_way_keeps_its_place(database, state):
    add(database, "later", not_before=NOW + timedelta(minutes=5))
    add(database, "now")
    assert claim(database) == ["now"]
    if state == "unsure":
        with database.transaction() as db:
            row = queue.by_key(db, "now")
            assert row is not None
            queue.doubt(db, row, NOW + timedelta(hours=1), "hung up")
    # The other one comes due behind what is under way: two at once may arrive in any order.
    assert claim(database, now=NOW + timedelta(minutes=6)) == []
    settle(database, "now")
    assert claim(database, now=NOW + timedelta(minutes=6)) == ["later"]


def test_after_waits_until_the_other_is_settled(database):
    add(database, "second", "b", after="first")
    add(database, "first", "a")
    add(database, "alone", "c", after="never queued")
    assert claim(database) == ["first", "alone"]
    assert claim(database) == []
    settle(database, "first", "unknown")
    assert claim(database) == ["second"]


def test_a_held_cohort_only_answers(database):
    with database.transaction() as db:
        cohorts.add(
            db, id="spring", name="Spring", theme="", purpose="", zone="UTC",
            starts=date(2026, 3, 2), programme="p", state="held", created_at=NOW, settings={},
        )  # fmt: skip
    add(database, "duty", cohort="spring")
    add(database, "answer", cohort="spring", purpose="answer")
    add(database, "other")
    assert claim(database) == ["answer"]
    settle(database, "answer")
    assert claim(database) == ["other"]
    with database.transaction() as db:
        assert queue.next_at(db, NOW, OURS) == LEASE
        cohorts.change(db, "spring", state="running")
    settle(database, "other")
    assert claim(database) == ["duty"]


def test_a_place_that_is_held_back_waits(database):
    add(database, "a1", "a")
    add(database, "b1", "b")
    with database.transaction() as db:
        queue.hold_back(db, "a", NOW + timedelta(seconds=30))
        queue.hold_back(db, "a", NOW + timedelta(seconds=5))
    assert claim(database) == ["b1"]
    settle(database, "b1")
    with database.transaction() as db:
        assert queue.next_at(db, NOW, OURS) == NOW + timedelta(seconds=30)
    assert claim(database, now=NOW + timedelta(seconds=29)) == []
    assert claim(database, now=NOW + timedelta(seconds=30)) == ["a1"]


def test_other_platforms_rows_are_left_alone(database):
    for number in range(5):
        add(database, f"away{number}", f"p{number}", platform="away")
    add(database, "here", "a")
    assert claim(database, most=2) == ["here"]


def test_doubtful_rows_are_looked_up_when_their_time_has_come(database):
    add(database, "a1")
    claim(database)
    with database.transaction() as db:
        assert queue.claim_doubtful(db, NOW, LEASE, 9, OURS) == []
        later = LEASE + timedelta(minutes=1)
        (row,) = queue.claim_doubtful(db, LEASE, later, 9, OURS)
        assert (row.key, row.first_sent_at) == ("a1", NOW)
        assert queue.claim_doubtful(db, LEASE, later, 9, OURS) == []
        assert queue.state_of(db, "a1") == "unsure"
        queue.release(db, row)
    assert claim(database) == ["a1"]


def test_what_was_sent_keeps_no_text_and_is_forgotten(database):
    add(database, "a1", concerns=("ana",))
    add(database, "a2", "b")
    claim(database)
    settle(database, "a1")
    settle(database, "a2", "dead")
    with database.transaction() as db:
        sent, dead = queue.by_key(db, "a1"), queue.by_key(db, "a2")
        assert sent is not None
        assert dead is not None
        assert sent.card == {"blocks": [], "buttons": []}
        assert dead.card["blocks"]  # it may be sent again
        assert queue.forget_sent(db, NOW) == 0
        assert queue.again(db, "a2")
        assert not queue.again(db, "a1")
        assert queue.forget_sent(db, NOW + timedelta(seconds=1)) == 1
        assert db.execute(select(concern)).all() == []
    assert claim(database) == ["a2"]
    settle(database, "a2", "dead")
    with database.transaction() as db:
        assert queue.forget_sent(db, NOW + timedelta(seconds=1)) == 1  # not for ever, though


def test_what_was_taken_back_on_its_way_stays_taken_back(database):
    add(database, "a1")
    claim(database)
    with database.transaction() as db:
        row = queue.by_key(db, "a1")
        assert row is not None
        queue.settle(db, row.id, "dropped", NOW)
        queue.settle(db, row.id, "sent", NOW)
        queue.doubt(db, row, NOW, "late")
        assert queue.state_of(db, "a1") == "dropped"


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.sampled_from(["", "Later", "Unsure"])),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, seed=st.integers(0, 999))
def test_no_row_overtakes_an_earlier_one_that_is_due(rows, seed):
    """Whatever fails in between, each place hears its rows in order of when they came due."""
    database = emptied.opened("sqlite://")
    dice, now, heard = Random(seed), NOW, defaultdict(list)
    for number, (place, minutes, _) in enumerate(rows):
        add(database, str(number), place, not_before=NOW + timedelta(minutes=minutes))
    faults = {str(number): fault for number, (_, _, fault) in enumerate(rows)}
    for _ in range(20):
        with database.transaction() as db:
            claimed = queue.claim(db, now, now + timedelta(seconds=30), 9, OURS)
            assert len({row.place for row in claimed}) == len(claimed)
            for row in claimed:
                fault = faults.pop(row.key, "")
                if fault == "Later":
                    queue.release(db, row)
                elif fault == "Unsure":
                    queue.doubt(db, row, now + timedelta(seconds=20), "hung up")
                else:
                    queue.settle(db, row.id, "sent", now)
                    heard[row.place].append(int(row.key))
            for row in queue.claim_doubtful(db, now, now + timedelta(seconds=30), 9, OURS):
                if dice.random() < 0.5:
                    queue.release(db, row)
        now += timedelta(seconds=30)
    with database.transaction() as db:
        left = set(db.execute(select(outgoing.c.key).where(outgoing.c.state != "sent")).scalars())
    database.close()
    for place, numbers in heard.items():
        waited = [rows[number][1] for number in numbers]
        for first, second in pairwise(numbers):
            # An earlier number comes first, unless it was not due when the later one went.
            assert first < second or rows[second][1] > rows[first][1], (place, numbers, waited)
    assert sum(map(len, heard.values())) + len(left) == len(rows)


def test_many_claimers_send_each_row_once_and_in_order(postgres_url):
    """SKIP LOCKED: four processes work at the same places and never at the same row."""
    opened = [Database(postgres_url) for _ in range(4)]
    places, each_place = [f"p{n}" for n in range(6)], 8
    for number in range(each_place):
        for place in places:
            add(opened[0], f"{place} {number}", place)
    heard: list[tuple[str, str]] = []
    faults: list[BaseException] = []
    together = threading.Barrier(len(opened))

    def work(database: Database) -> None:
        try:
            together.wait()
            while len(heard) < len(places) * each_place:
                with database.transaction() as db:
                    rows = queue.claim(db, NOW, LEASE, 3, OURS)
                heard.extend((row.place, row.key) for row in rows)
                with database.transaction() as db:
                    for row in rows:
                        queue.settle(db, row.id, "sent", NOW)
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=work, args=(each,)) for each in opened]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for each in opened:
        each.close()
    assert faults == []
    assert len(heard) == len(set(heard)) == len(places) * each_place
    for place in places:
        keys = [key for at, key in heard if at == place]
        assert keys == [f"{place} {number}" for number in range(each_place)]


def test_the_same_key_queued_by_two_processes_at_once_is_one_row(postgres_url):
    first, second = Database(postgres_url), Database(postgres_url)
    waiting = threading.Event()
    done: list[bool] = []

    def other() -> None:
        waiting.set()
        done.append(add(second, "same"))
        with second.transaction() as db:
            done.append(jobs.add(db, key="same", kind="k", args={}, not_before=NOW))

    with first.transaction() as db:
        jobs.add(db, key="same", kind="k", args={}, not_before=NOW)
        queue.add(
            db, key="same", place="a", kind="tell", platform="toy", workspace="w",
            card={}, purpose="duty", importance=5, created_at=NOW, not_before=NOW,
        )  # fmt: skip
        thread = threading.Thread(target=other)
        thread.start()
        waiting.wait()
        db.execute(text("SELECT pg_sleep(0.05)"))  # it now waits for this transaction
    thread.join()
    assert done == [False, False]
    first.close()
    second.close()


def test_jobs_are_claimed_once_and_taken_over_from_the_dead(database):
    with database.transaction() as db:
        assert jobs.add(db, key="j", kind="k", args={"a": "b"}, not_before=NOW, concerns=("ana",))
        assert not jobs.add(db, key="j", kind="k", args={}, not_before=NOW)
        assert jobs.add(db, key="later", kind="k", args={}, not_before=LEASE)
        (row,) = jobs.claim(db, NOW, LEASE, 9)
        assert (row.args, row.tries) == ({"a": "b"}, 0)
        assert jobs.concerned(db, row.id) == ["ana"]
        assert jobs.claim(db, NOW, LEASE, 9) == []
        assert jobs.next_at(db) == LEASE
        taken, later = jobs.claim(db, LEASE, LEASE + timedelta(hours=1), 9)
        assert (taken.key, later.key) == ("j", "later")
        jobs.postpone(db, taken, NOW, "not now")
        (again,) = jobs.claim(db, NOW, LEASE, 9)
        assert again.tries == 2
        assert jobs.done(db, again)
        assert not jobs.done(db, again)
        assert db.execute(select(concern)).all() == []


def test_a_worker_that_lost_its_job_to_another_one_is_not_heard(database):
    with database.transaction() as db:
        jobs.add(db, key="j", kind="k", args={}, not_before=NOW, concerns=("ana",))
        (slow,) = jobs.claim(db, NOW, LEASE, 9)
        (quick,) = jobs.claim(db, LEASE, LEASE + timedelta(minutes=1), 9)
        jobs.postpone(db, slow, NOW, "too late")
        assert not jobs.done(db, slow)
        assert jobs.next_at(db) == quick.lease_until
        assert jobs.concerned(db, slow.id) == ["ana"]
        assert jobs.done(db, quick)


def test_many_that_wait_for_their_time_are_not_read_for_those_whose_time_has_come():
    """SQLite decides from the statement alone, so that its plan for an empty queue is that for a
    long one."""
    database = emptied.opened(MEMORY)
    plans: list[str] = []

    @events.listens_for(database.engine, "before_cursor_execute")
    def explain(connection, cursor, statement, parameters, context, many):
        if statement.startswith("SELECT outgoing.id") and "not_before" in statement:
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[-1] for row in rows)

    claim(database)
    database.close()
    assert "SEARCH outgoing USING INDEX ix_outgoing_state_time (state=? AND not_before<?)" in plans
    earlier = [each for each in plans if each.startswith("SEARCH earlier")]
    assert earlier and all(
        "ix_outgoing_state_place (state=? AND place=?" in each for each in earlier
    )
    assert not [each for each in plans if "TEMP B-TREE" in each]


def test_times_are_the_same_by_whoevers_clock_they_are_noted(database):
    there = NOW.astimezone(timezone(timedelta(hours=-5)))
    add(database, "a1")
    assert claim(database, now=there) == ["a1"]
    with database.transaction() as db:
        queue.claim_doubtful(db, there + timedelta(minutes=2), LEASE, 1, OURS)
        row = queue.by_key(db, "a1")
    assert row is not None
    assert (row.first_sent_at, row.doubted_at) == (NOW, NOW + timedelta(minutes=2))
