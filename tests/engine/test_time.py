"""What comes due: in order, at its own time, and not at all once it was called off."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.story import Desk, Story
from bot.engine.work import Work
from bot.protocol.effects import Post, Run
from bot.protocol.events import CameDue, Finished, Said
from bot.protocol.ports import Later
from bot.store import agenda, cohorts, jobs
from bot.store.tables import due, job, parked
from tests.engine.toy import NOW, Toy, card


class Alarm:
    """A story that notes what came due, and when by the clock."""

    def __init__(self) -> None:
        self.story = Story("alarm")
        self.rang: list[tuple[str, float]] = []
        self.then: dict[str, object] = {}

        @self.story.due("ring")
        def ring(event: CameDue, work: Work):
            assert event.due == work.now, "each thing happens at its own time"
            self.rang.append((event.subject, (work.now - NOW).total_seconds()))
            act = self.then.get(event.subject)
            if callable(act):
                act(work)
            return ()


def plan(toy: Toy, subject: str, seconds: float, cohort: str | None = None) -> None:
    with toy.database.transaction() as db:
        agenda.plan(db, "ring", subject, NOW + timedelta(seconds=seconds), cohort)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    times=st.lists(st.integers(1, 5000), max_size=12),
    stops=st.lists(st.integers(1, 3000), min_size=1, max_size=4),
)
def test_everything_happens_in_order_at_its_own_time(times, stops):
    alarm = Alarm()
    toy = Toy("sqlite://", alarm.story)
    for number, seconds in enumerate(times):
        plan(toy, str(number), seconds)
    for stop in stops:
        toy.advance(seconds=stop)
    until = sum(stops)
    assert [at for _, at in alarm.rang] == sorted(at for at in times if at <= until)
    assert {(int(name), at) for name, at in alarm.rang} == {
        (number, at) for number, at in enumerate(times) if at <= until
    }
    assert toy.clock() == NOW + timedelta(seconds=until)
    toy.close()


def test_what_was_planned_again_comes_due_once_at_the_new_time(make_toy):
    alarm = Alarm()
    toy = make_toy(alarm.story)
    plan(toy, "x", 10)
    plan(toy, "x", 20)
    toy.advance(minutes=1)
    assert alarm.rang == [("x", 20.0)]


def test_what_a_story_calls_off_does_not_come_due_even_at_the_same_time(make_toy):
    alarm = Alarm()
    toy = make_toy(alarm.story)
    alarm.then["a"] = lambda work: agenda.cancel(work.db, "ring", "b")
    for name in ("a", "b", "c"):
        plan(toy, name, 10)
    toy.advance(minutes=1)
    assert [name for name, _ in alarm.rang] == ["a", "c"]


def test_what_a_story_plans_for_now_happens_now(make_toy):
    alarm = Alarm()
    toy = make_toy(alarm.story)
    alarm.then["a"] = lambda work: agenda.plan(work.db, "ring", "at once", work.now, None)
    alarm.then["at once"] = lambda work: agenda.plan(
        work.db, "ring", "soon", work.now + timedelta(seconds=5), None
    )
    plan(toy, "a", 10)
    toy.advance(minutes=1)
    assert alarm.rang == [("a", 10.0), ("at once", 10.0), ("soon", 15.0)]


def test_a_held_cohort_keeps_what_is_due_until_it_goes_on(make_toy):
    story, rang = Story("late"), []

    @story.due("ring")
    def ring(event: CameDue, work: Work):
        rang.append((event.subject, work.now - event.due))
        return ()

    toy = make_toy(story)
    toy.cohort("ben")
    toy.cohort(moderators=["joy"], id="autumn", channel="other")
    plan(toy, "held", 10, "spring")
    plan(toy, "free", 20, "autumn")
    with toy.database.transaction() as db:
        cohorts.change(db, "spring", state="held")
    assert toy.scene.next_due() == NOW + timedelta(seconds=20)
    toy.advance(hours=1)
    assert rang == [("free", timedelta(0))]
    with toy.database.transaction() as db:
        cohorts.change(db, "spring", state="running")
    toy.settle()
    assert rang[1:] == [("held", timedelta(minutes=59, seconds=50))]


def test_a_story_that_fails_on_time_is_parked_and_harms_no_other(make_toy):
    alarm = Alarm()

    def crash(work: Work) -> None:
        agenda.plan(work.db, "ring", "half done", work.now, None)
        raise ValueError("confidential")

    alarm.then["a"] = crash
    toy = make_toy(alarm.story)
    toy.cohort("ben")
    plan(toy, "a", 10, "spring")
    plan(toy, "b", 10, "spring")
    toy.advance(minutes=1)
    assert [name for name, _ in alarm.rang] == ["a", "b"]
    (kept,) = toy.rows(parked)
    assert (kept["kind"], kept["cohort"]) == ("CameDue", "spring")
    assert "confidential" not in repr(kept)
    del alarm.then["a"]


def test_a_kind_that_no_story_answers_to_is_parked(make_toy):
    toy = make_toy()
    plan(toy, "a", 10)
    toy.advance(minutes=1)
    assert [row["kind"] for row in toy.rows(parked)] == ["CameDue"]
    assert toy.rows(due) == []


# Slow work


class Mill:
    """A story whose job goes as it is told: what it returns, or raises."""

    def __init__(self, *outcomes: object) -> None:
        self.story = Story("mill")
        self.outcomes = list(outcomes)
        self.finished: list[tuple[object, str | None, float]] = []

        @self.story.on(Said)
        def start(event: Said, work: Work):
            return [Run(kind="grind", args={"n": "1"}, key="k", cohort="spring", concerns=("ben",))]

        @self.story.job("grind")
        async def grind(args: dict[str, str], desk: Desk):
            outcome = self.outcomes.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        @self.story.result("grind")
        def finish(event: Finished, work: Work):
            at = (work.now - NOW).total_seconds()
            self.finished.append((event.result, event.error, at))
            if event.result == "crash":
                raise ValueError
            return [Post(room="spring-room", card=card("done"))]


def test_slow_work_comes_back_as_an_event(make_toy):
    mill = Mill({"a": [1, 2]})
    toy = make_toy(mill.story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "go"))
    toy.take(toy.said("ben", "go"))  # the same key: once
    toy.settle()
    assert mill.finished == [({"a": [1, 2]}, None, 0.0)]
    assert toy.rows(job) == []
    assert toy.chat.texts() == ["done"]


def test_slow_work_waits_when_it_is_told_to_and_then_tries_again(make_toy):
    mill = Mill(Later(40, "slow down"), RuntimeError("confidential"), "fine")
    toy = make_toy(mill.story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "go"))
    toy.settle()
    assert toy.scene.next_due() == NOW + timedelta(seconds=40)
    toy.advance(hours=1)
    assert mill.finished == [("fine", None, 70.0)]


def test_slow_work_that_keeps_failing_comes_back_as_a_failure(make_toy):
    mill = Mill(*[RuntimeError("confidential")] * 5)
    toy = make_toy(mill.story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "go"))
    toy.advance(hours=1)
    ((result, error, _),) = mill.finished
    assert result is None
    assert error is not None
    assert error.startswith("RuntimeError at ")
    assert "confidential" not in error


def test_a_result_that_is_parked_concerns_whom_the_work_did(make_toy):
    mill = Mill("crash")
    toy = make_toy(mill.story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "go"))
    toy.settle()
    from bot.store.tables import concern

    (kept,) = toy.rows(parked)
    assert kept["kind"] == "Finished"
    assert toy.rows(concern) == [{"table": "parked", "item": kept["id"], "person": "ben"}]


def test_a_worker_that_was_thought_dead_finishes_nothing_twice(make_toy):
    mill = Mill("first", "second")
    toy = make_toy(mill.story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "go"))
    with toy.database.transaction() as db:
        (slow,) = jobs.claim(db, NOW, NOW + timedelta(minutes=5), 1)
    toy.advance(minutes=5)  # another worker takes it over and is done
    toy.run(toy.scene.workers._do(slow))
    assert [result for result, *_ in mill.finished] == ["first"]
    assert toy.chat.texts() == ["done"]


def test_what_became_of_a_job_locks_its_cohorts_once(make_toy, monkeypatch):
    mill = Mill("first")
    toy = make_toy(mill.story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "go"))
    with toy.database.transaction() as db:
        (job,) = jobs.claim(db, NOW, NOW + timedelta(minutes=5), 1)
    locked: list[list[str]] = []
    monkeypatch.setattr(cohorts, "lock", lambda db, ids: locked.append(sorted(ids)))
    toy.run(toy.scene.workers._do(job))
    assert [result for result, *_ in mill.finished] == ["first"]
    assert locked == [[job.cohort]]
