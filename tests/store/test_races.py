"""Two processes on one PostgreSQL meet at one row: whoever comes second sees what the first did."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import event as events
from sqlalchemy import select, text

from bot import compose
from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.effects import Post
from bot.protocol.events import CameDue, Joined, Said, Submitted
from bot.protocol.ports import Outcome
from bot.protocol.refs import Key, Place, Profile
from bot.store import agenda, cohorts, jobs, ledger
from bot.store.tables import (
    cohort,
    due,
    identity,
    job,
    membership,
    outgoing,
    parked,
    person,
    room,
)
from tests.engine.toy import NOW, Toy, card, user
from tests.store.engines import LEASE, claim, tell
from tests.store.races import Thread, held_at_commit, waits_for_a_lock


def notes(fails: Callable[[], bool] = lambda: False) -> Story:
    """Whatever is said is noted in the room."""
    story = Story("notes")

    @story.on(Said)
    def note(event: Said, work: Work):
        if fails():
            raise ValueError("the story fails")
        return [Post(room="spring-room", card=card("noted"))]

    return story


def reminding(heard: list[str]) -> Story:
    """A story that notes what came due."""
    story = Story("reminds")

    @story.due("remind")
    def remind(event: CameDue, work: Work):
        heard.append(event.subject)
        return []

    return story


def test_a_hold_that_is_being_written_keeps_back_what_is_due(processes):
    heard: list[str] = []
    one, two = processes(lambda: reminding(heard))
    one.cohort()
    with one.database.transaction() as db:
        agenda.plan(db, "remind", "x", NOW, "spring")

    def hold() -> None:
        with one.database.transaction() as db:
            cohorts.change(db, "spring", state="held")

    with held_at_commit(one.database) as gate:
        held = Thread(hold)
        gate.reached()
        assert two.dispatcher.come_due() == 0, "whose cohort is being changed waits"
    held.result()
    assert two.dispatcher.come_due() == 0
    assert heard == []
    assert len(one.rows(due)) == 1
    with one.database.transaction() as db:
        cohorts.change(db, "spring", state="running")
    two.dispatcher.come_due()
    assert heard == ["x"]


def test_what_is_due_is_told_by_one_process(processes):
    heard: list[str] = []
    one, two = processes(lambda: reminding(heard))
    one.cohort()
    with one.database.transaction() as db:
        agenda.plan(db, "remind", "x", NOW, "spring")
    with held_at_commit(one.database) as gate:
        first = Thread(one.dispatcher.come_due)
        gate.reached()
        assert two.dispatcher.come_due() == 0
    assert first.result() == 1
    assert two.dispatcher.come_due() == 0
    assert heard == ["x"]


def test_what_is_due_in_another_cohort_does_not_wait_for_it(processes):
    heard: list[str] = []
    one, two = processes(lambda: reminding(heard))
    one.cohort()
    one.cohort(moderators=["joy"], id="autumn", channel="other")
    with one.database.transaction() as db:
        agenda.plan(db, "remind", "first", NOW, "spring")
        agenda.plan(db, "remind", "second", NOW, "autumn")
    with held_at_commit(one.database) as gate:
        first = Thread(lambda: one.dispatcher.come_due(1))
        gate.reached()
        assert two.dispatcher.come_due() == 1
        assert heard[-1] == "second"
    first.result()
    assert sorted(heard) == ["first", "second"]


def test_one_room_that_is_set_up_twice_at_once_has_one_cohort(processes):
    one, two = processes()
    for each in (one, two):
        each.dispatcher.stories = compose.features()
    place = Place(platform="toy", workspace="w", channel="harbour")

    def set_up(toy: Toy, who: str) -> Outcome:
        values = {"name": who, "zone": "UTC", "starts": "2026-03-09", "programme": "first-weeks",
                  "people": "all"}  # fmt: skip
        form = Submitted(
            at=NOW, keys=(Key(kind="form", value=who),), who=user(who), place=place,
            action="cohort.new", args={}, values=values,
        )  # fmt: skip
        (outcome,) = toy.dispatcher.take([form])
        assert isinstance(outcome, Outcome)
        return outcome

    with held_at_commit(one.database) as gate:
        first = Thread(lambda: set_up(one, "ana"))
        gate.reached()
        second = Thread(lambda: set_up(two, "ben"))
        waits_for_a_lock(two.database, second)
    assert "is set up" in _text(first.result())
    assert "ana" in _text(second.result())
    assert [row["name"] for row in one.rows(cohort)] == ["ana"]
    assert len(one.rows(room)) == 1


def _text(outcome: Outcome) -> str:
    return " ".join(reply.card.text() for reply in outcome.replies)  # pyright: ignore


@pytest.mark.parametrize("commit", ["holds", "fails"])
def test_an_event_that_two_processes_hear_is_taken_once(processes, commit):
    one, two = processes(notes)
    one.cohort("ben")
    said = one.said("ben", "hello", "event:1", "message:1")
    again = replace(said, keys=said.keys[::-1])
    with held_at_commit(one.database) as gate:
        first = Thread(lambda: one.dispatcher.take([said]))
        gate.reached()
        second = Thread(lambda: two.dispatcher.take([again]))
        waits_for_a_lock(two.database, second)
        if commit == "fails":
            gate.open(psycopg.OperationalError("gone"))
    (mine,), (theirs,) = first.result(), second.result()
    if commit == "holds":
        assert mine.new and not theirs.new
    # Whose commit failed tries again, and may be the first once more.
    assert mine.new != theirs.new
    assert len(one.rows(outgoing)) == 1


@pytest.mark.parametrize("commit", ["holds", "fails"])
def test_an_event_that_fails_in_two_processes_is_parked_once(processes, commit):
    one, two = processes(lambda: notes(lambda: True))
    one.cohort("ben")
    said = one.said("ben", "hello", "event:1")
    with held_at_commit(one.database) as gate:
        first = Thread(lambda: one.dispatcher.take([said]))
        gate.reached()
        second = Thread(lambda: two.dispatcher.take([said]))
        waits_for_a_lock(two.database, second)
        if commit == "fails":
            gate.open(psycopg.OperationalError("gone"))
    (mine,), (theirs,) = first.result(), second.result()
    assert sorted([mine.new, theirs.new]) == [False, True]
    assert len(one.rows(parked)) == 1


def test_someone_who_enters_two_rooms_at_once_is_one_person(processes):
    one, two = processes()
    one.cohort()
    one.cohort(id="autumn", channel="meadow")
    for each in (one, two):
        each.dispatcher.stories = compose.features()

    def enter(toy: Toy, channel: str) -> list[Outcome | BaseException]:
        entered = Joined(
            at=NOW, keys=(Key(kind="join", value=channel),), who=user("ben"),
            place=Place(platform="toy", workspace="w", channel=channel),
            profile=Profile(user=user("ben"), name="Ben"),
        )  # fmt: skip
        return toy.dispatcher.take([entered])

    with held_at_commit(one.database) as gate:
        first = Thread(lambda: enter(one, "room"))
        gate.reached()
        second = Thread(lambda: enter(two, "meadow"))
        waits_for_a_lock(two.database, second)
    assert [each.new for each in (*first.result(), *second.result())] == [True, True]
    assert one.rows(parked) == []
    assert sorted(row["name"] for row in one.rows(person)) == ["Ana", "Ben"]
    (ben,) = {row["person"] for row in one.rows(identity) if row["user"] == "ben"}
    parts = [row["cohort"] for row in one.rows(membership) if row["person"] == ben]
    assert sorted(parts) == ["autumn", "spring"]


def test_a_parked_event_that_two_replay_at_once_is_heard_once(processes):
    broken = [True]
    one, two = processes(lambda: notes(lambda: broken[0]))
    one.cohort("ben")
    one.take(one.said("ben", "hello"))
    broken[0] = False
    with one.database.transaction() as db:
        (waiting,) = ledger.parked_events(db)
    with held_at_commit(one.database) as gate:
        first = Thread(lambda: one.dispatcher.replay(waiting.reference))
        gate.reached()
        second = Thread(lambda: two.dispatcher.replay(waiting.reference))
        waits_for_a_lock(two.database, second)
    assert first.result() is True
    with pytest.raises(KeyError):
        second.result()
    assert len(one.rows(outgoing)) == 1


def test_a_job_that_one_process_claims_is_passed_by_another(processes):
    one, two = processes()
    with one.database.transaction() as db:
        for key in ("a", "b"):
            jobs.add(db, key=key, kind="count", args={}, cohort=None, not_before=NOW)

    def take(toy: Toy) -> list[str]:
        with toy.database.transaction() as db:
            return [each.key for each in jobs.claim(db, NOW, LEASE, 1)]

    with held_at_commit(one.database) as gate:
        first = Thread(lambda: take(one))
        gate.reached()
        assert take(two) == ["b"]
        assert take(two) == []
    assert first.result() == ["a"]
    assert {row["state"] for row in one.rows(job)} == {"working"}


def test_the_same_place_is_claimed_by_one_process(processes):
    one, two = processes()
    one.cohort()
    tell(one, "ana", "ana")
    with held_at_commit(one.database) as gate:
        first = Thread(lambda: claim(one))
        gate.reached()
        assert claim(two) == []
    assert first.result() == ["about"]
    assert claim(two) == []


def impatient(toy: Toy) -> list[str]:
    """Let a process wait for locks no longer than a moment; which of its waits were given up."""
    given_up: list[str] = []

    @events.listens_for(toy.database.engine, "connect")
    def connected(connection, record):
        connection.execute("SET lock_timeout = '50ms'")
        connection.commit()

    @events.listens_for(toy.database.engine, "handle_error")
    def failed(failure):
        given_up.append(failure.original_exception.sqlstate)

    toy.database.engine.dispose()
    return given_up


def test_who_waits_too_long_for_a_cohort_keeps_nobody_else_waiting(processes):
    one, two = processes(notes)
    one.cohort("ben")
    one.cohort("cho", id="autumn", channel="meadow")
    meadow = Place(platform="toy", workspace="w", channel="meadow")
    batch = [one.said("ben", "hello"), one.said("cho", "hello", place=meadow)]
    given_up = impatient(two)
    with one.database.transaction() as db:
        db.execute(select(cohort.c.id).where(cohort.c.id == "autumn").with_for_update())
        free, locked = two.dispatcher.take(batch)
    assert isinstance(free, Outcome) and free.new
    assert isinstance(locked, Exception)
    assert given_up == ["55P03"] * 3  # together, alone, and once more
    (late,) = two.dispatcher.take(batch[1:])
    assert isinstance(late, Outcome) and late.new
    assert len(one.rows(outgoing)) == 2


def test_a_lock_that_is_let_go_meanwhile_is_had_at_the_second_try(processes):
    one, two = processes(notes)
    one.cohort("ben")
    given_up = impatient(two)
    other = one.database.engine.connect()
    other.execute(text("SELECT id FROM cohort FOR UPDATE"))

    @events.listens_for(two.database.engine, "handle_error")
    def let_go(failure):
        other.rollback()

    (outcome,) = two.dispatcher.take([one.said("ben", "hello")])
    other.close()
    assert isinstance(outcome, Outcome) and outcome.new
    assert given_up == ["55P03"]
    assert len(one.rows(outgoing)) == 1


def test_batches_in_opposite_order_do_not_wait_for_each_other(processes):
    """Each locks its cohorts in order of id, whatever the order of its events."""
    one, two = processes(notes)
    one.cohort("ben")
    one.cohort("cho", id="autumn", channel="meadow")
    meadow = Place(platform="toy", workspace="w", channel="meadow")
    batch = [one.said("ben", "1"), one.said("cho", "2", place=meadow)]
    turned = [one.said("cho", "3", place=meadow), one.said("ben", "4")]
    with held_at_commit(one.database) as gate:
        first = Thread(lambda: one.dispatcher.take(batch))
        gate.reached()
        second = Thread(lambda: two.dispatcher.take(turned))
        waits_for_a_lock(two.database, second)
    assert [each.new for each in (*first.result(), *second.result())] == [True] * 4
