"""``/metrics``: what it tells, to whom, and that it tells nothing of anybody."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from bot.engine.figures import Figures, Parked
from bot.engine.story import Story
from bot.protocol.events import CameDue, Joined, Said
from bot.protocol.ports import Later, Never, Outcome, Unsure
from bot.store import agenda, cohorts, health
from bot.store.health import Depth, Waiting
from bot.web import metrics
from bot.web.app import serving as serving_on
from tests.engine.herald import herald, spoken
from tests.engine.toy import NOW, ROOM, LostAnswer, Toy, user
from tests.run.served import QUICK, prompted, serving
from tests.run.workspace import NAMES, Workspace

Samples = Mapping[tuple[str, tuple[str, ...]], float]


def read(page: str) -> Samples:
    """Every sample by its name, and its labels' values in order of the labels' names."""
    return {
        (sample.name.removeprefix("roundtable_"), tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def told(figures: Figures, waiting: Waiting | None = None) -> Samples:
    snapshot = metrics.Snapshot(
        now=NOW, figures=figures, commits=3, committed=7, waiting=waiting, connected=True
    )
    return read(metrics.rendered(snapshot).decode())


@pytest.fixture(params=["sqlite", "postgres"])
def make_toy(request: pytest.FixtureRequest):
    """Makes engines on a database of each kind."""
    url = request.getfixturevalue(request.param)
    made: list[Toy] = []

    def make(*stories: Story, **how: Any) -> Toy:
        made.append(Toy(url, *stories, **{k: v for k, v in how.items() if v is not None}))
        return made[-1]

    yield make
    for toy in made:
        toy.close()


def test_events_are_told_by_kind_and_by_what_became_of_them():
    figures = Figures()
    said = Said(at=NOW, keys=(), who=user("ben"), place=ROOM, ref=None, nodes=())  # pyright: ignore
    for outcome in (Outcome(new=True), Outcome(new=True), Outcome(new=False), Parked(new=True)):
        figures.took(said, outcome)
    figures.took(Joined(at=NOW, keys=(), who=user("ben"), place=ROOM), None)
    samples = told(figures)
    assert {key[1]: value for key, value in samples.items() if key[0] == "events_total"} == {
        ("new", "Said"): 2, ("seen", "Said"): 1, ("parked", "Said"): 1, ("refused", "Joined"): 1,
    }  # fmt: skip
    assert samples["commits_total", ()] == 3 and samples["committed_events_total", ()] == 7


def test_sends_are_told_by_how_they_ended(make_toy):
    toy = spoken(make_toy, *"abcde")
    toy.chat.faults = [
        None, Later(1, "slow"), Never("is_archived"), LostAnswer(), Unsure("hung up"),
    ]  # fmt: skip
    toy.advance(minutes=2)
    samples = told(toy.dispatcher.figures)
    assert {key[1][1]: value for key, value in samples.items() if key[0] == "sends_total"} == {
        "sent": 3, "later": 1, "never": 1, "unsure": 2,
    }  # fmt: skip
    assert {key[1]: value for key, value in samples.items() if key[0] == "lookups_total"} == {
        ("toy", "found"): 1, ("toy", "absent"): 1,
    }  # fmt: skip
    assert samples["given_up_total", ("toy", "dead")] == 1
    assert samples["delivery_seconds_count", ("toy",)] == 4


def test_what_came_due_late_is_told_as_late(make_toy):
    story = Story("clockwork")
    story.due("step")(lambda event, work: ())
    toy = make_toy(story)
    toy.cohort("ben")
    with toy.database.transaction() as db:
        for subject, late in (("a", 0), ("b", 3), ("c", 100)):
            agenda.plan(db, "step", subject, toy.clock() - timedelta(seconds=late), "spring")
    toy.settle()
    samples = told(toy.dispatcher.figures)
    buckets = {key[1][1]: value for key, value in samples.items()
               if key[0] == "due_lateness_seconds_bucket"}  # fmt: skip
    assert (buckets["0.1"], buckets["2.5"], buckets["5.0"], buckets["60.0"]) == (1, 1, 2, 2)
    assert buckets["300.0"] == buckets["+Inf"] == samples["due_lateness_seconds_count", ("step",)]
    assert samples["due_lateness_seconds_sum", ("step",)] == 103


def test_what_waits_is_told_from_the_database(make_toy):
    def broken(event: CameDue, work: Any):
        raise ValueError

    failing = Story("failing")
    failing.due("x")(broken)
    toy = make_toy(herald(), failing)
    toy.cohort("ben")
    toy.cohort(moderators=["joy"], id="autumn", channel="other")
    toy.chat.blind = True
    toy.chat.faults = [Never("gone"), LostAnswer()]
    toy.take(toy.said("ana", "dead lost"))
    toy.advance(minutes=5)
    toy.take(toy.came_due("x"))
    toy.take(toy.said("ana", "now"))
    toy.take(toy.said("joy", "autumn-room:held", place=replace(ROOM, channel="other")))
    with toy.database.transaction() as db:
        cohorts.change(db, "autumn", state="held")
    later = toy.clock() + timedelta(minutes=2)
    with toy.database.reading() as db:
        waiting = health.waiting(db, later)
        early = health.waiting(db, toy.clock() - timedelta(minutes=1))
    assert {state: depth.number for state, depth in waiting.outbox.items()} == {
        "waiting": 1, "held": 1, "later": 0, "sending": 0, "unsure": 0, "dead": 1, "unknown": 1,
    }  # fmt: skip
    assert early.outbox["later"].number == 2
    samples = told(Figures(), waiting)
    metrics_age = {key[1]: value for key, value in samples.items()
                   if key[0] == "outbox_oldest_seconds"}  # fmt: skip
    assert metrics_age["sending",] == 0
    assert samples["parked_waiting", ()] == 1 and samples["database_up", ()] == 1


def test_a_database_that_is_away_is_told_and_no_reason_to_fail():
    samples = told(Figures())
    assert samples["database_up", ()] == 0
    assert ("parked_waiting", ()) not in samples


def test_two_engines_do_not_mix(make_toy):
    one, other = make_toy(herald()), Figures()
    one.dispatcher.figures.clock_restarts += 1
    assert told(one.dispatcher.figures)["clock_restarts_total", ()] == 1
    assert told(other)["clock_restarts_total", ()] == 0


EMPTY = Waiting(outbox={}, jobs=Depth(), due=Depth(), parked=Depth())


async def asked(
    readers: str, headers: Mapping[str, str], waiting: Callable[[], Waiting] = lambda: EMPTY
) -> tuple[int, str]:
    """What the page answers to someone on this machine."""

    app = web.Application()
    app.router.add_routes(
        metrics.routes(readers, lambda: (Figures(), 0, 0), waiting, lambda: True, lambda: NOW)
    )
    async with (
        serving_on(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.parametrize(
    ("readers", "header", "status"),
    [
        ("local", None, 200),
        ("local", "X-Forwarded-For", 404),
        ("local", "Forwarded", 404),
        ("local", "Via", 404),
        ("all", "X-Forwarded-For", 200),
        ("off", None, 404),
    ],
)
def test_who_may_read_it(readers: str, header: str | None, status: int):
    headers = {header: "203.0.113.9"} if header else {}
    assert asyncio.run(asked(readers, headers))[0] == status


def test_another_machine_may_not_read_it():
    request: Any = type("Request", (), {"headers": {}, "remote": "192.0.2.7"})()
    assert not metrics._from_here(request)
    for near in ("127.0.0.1", "::1", "127.9.9.9"):
        request.remote = near
        assert metrics._from_here(request)
    for odd in (None, "", "unix"):
        request.remote = odd
        assert not metrics._from_here(request)


def test_a_question_that_fails_does_not_fail_the_page():
    def away() -> Waiting:
        raise ConnectionError("no words of this")

    status, page = asyncio.run(asked("local", {}, away))
    assert status == 200 and "no words" not in page
    assert read(page)["database_up", ()] == 0


def test_a_running_bot_tells_what_it_does_and_nothing_of_anybody(sqlite: str):
    asyncio.run(_running(sqlite))


async def _running(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack, serving(slack, url, QUICK) as bot:
        thread = await prompted(slack, ("ana", "ben"))
        event = slack.message("ben", "A thing that Ben alone would say.", thread)
        await slack.takes(event)
        await slack.takes(event)
        address = f"http://127.0.0.1:{await bot.port()}/metrics"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            page = await answer.text()
    samples = read(page)
    assert samples["events_total", ("new", "Said")] == 1
    assert samples["events_total", ("seen", "Said")] == 1
    assert samples["sends_total", ("slack", "sent")] >= 2
    assert samples["database_up", ()] == 1 and samples["platforms_up", ()] == 1
    assert samples["outbox_messages", ("dead",)] == 0
    assert samples["committed_events_total", ()] >= samples["commits_total", ()] > 0
    words = (each for each in slack.said if len(each) > 8)
    for secret in (*words, *NAMES.values(), "Spring", "C0ROOM", "U0BEN", "introductions"):
        assert secret not in page
