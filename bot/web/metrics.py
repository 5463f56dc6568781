"""``/metrics`` for Prometheus: what one engine counts, and what waits in the database.

Names and labels come from the code; no label holds anything of a person, a cohort or a room. Counts
are each process's own; what waits is the same in all processes of one database, so that rules take
the ``max`` of it. A database that is away is told by ``roundtable_database_up``, not by a failing
page.
"""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from bot import __version__
from bot.engine.figures import SECONDS, Figures, Spread
from bot.store.health import Depth, Waiting
from bot.web.asking import Question

PATIENCE = 5.0
"""Seconds that a database may take to tell what waits."""
_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")

Readers = Literal["local", "all", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that is told at one moment; None for what there is not yet, or not now."""

    now: datetime
    figures: Figures | None
    commits: int
    committed: int
    waiting: Waiting | None
    connected: bool


def routes(
    readers: str,
    engine: Callable[[], tuple[Figures, int, int] | None],
    waiting: Callable[[], Waiting],
    connected: Callable[[], bool],
    clock: Callable[[], datetime],
) -> list[web.RouteDef]:
    """The page. ``engine`` gives its counts, its commits and how many events they held, or None as
    long as there is none; ``waiting`` may fail or hang; ``connected``: whether every platform
    is."""
    depths = Question(waiting, PATIENCE)

    async def page(request: web.Request) -> web.Response:
        if readers == "local" and not _from_here(request):
            raise web.HTTPNotFound
        counts = engine()
        figures, commits, committed = counts or (None, 0, 0)
        snapshot = Snapshot(
            now=clock(),
            figures=figures,
            commits=commits,
            committed=committed,
            waiting=await depths.answer() if counts is not None else None,
            connected=connected(),
        )
        return web.Response(body=rendered(snapshot), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [] if readers == "off" else [web.get("/metrics", page)]


def rendered(snapshot: Snapshot) -> bytes:
    """The page's text, in Prometheus' format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(snapshot))
    return generate_latest(registry)


def _from_here(request: web.Request) -> bool:
    """Whether a program on this machine asks, and not a reverse proxy for someone else."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


class _Told(Collector):
    """A snapshot as Prometheus' client wants it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._told = snapshot

    def collect(self) -> Iterator[Metric]:
        told = self._told
        yield _gauge("build_info", "The version that runs.", {(__version__,): 1}, ("version",))
        yield _gauge("platforms_up", "Whether every platform is connected.", {(): told.connected})
        yield _gauge("database_up", "Whether the database answers.", {(): told.waiting is not None})
        if told.figures is not None:
            yield from _engine(told.figures, told.commits, told.committed)
        if told.waiting is not None:
            yield from _depths(told.waiting, told.now)


def _engine(figures: Figures, commits: int, committed: int) -> Iterator[Metric]:
    yield _counter(
        "events", "Events of platforms, by kind and by what became of them.", figures.events,
        ("type", "outcome"),
    )  # fmt: skip
    yield _counter("commits", "Commits that held events.", {(): commits})
    yield _counter("committed_events", "Events that these commits held.", {(): committed})
    yield _counter(
        "sends", "Messages handed to platforms, by result.", figures.sends, ("platform", "result")
    )
    yield _counter(
        "lookups", "Uncertain sends that were looked up, by result.", figures.lookups,
        ("platform", "result"),
    )  # fmt: skip
    yield _counter(
        "given_up", "Messages given up: dead (refused for good), unknown (nobody can tell).",
        figures.given_up, ("platform", "state"),
    )  # fmt: skip
    yield _counter(
        "clock_restarts", "How often the clock stood still and was started again.",
        {(): figures.clock_restarts},
    )  # fmt: skip
    yield _spread(
        "due_lateness", "Between when something was due and when it was taken; prompts are steps.",
        figures.lateness, "kind",
    )  # fmt: skip
    yield _spread(
        "delivery", "Between when a message might be sent and when it arrived.", figures.delivery,
        "platform",
    )  # fmt: skip


def _depths(waiting: Waiting, now: datetime) -> Iterator[Metric]:
    outbox = {(state,): depth for state, depth in waiting.outbox.items()}
    single = {"jobs": waiting.jobs, "due": waiting.due, "parked": waiting.parked}
    yield _gauge(
        "outbox_messages", "Messages in the outbox, by state.",
        {key: depth.number for key, depth in outbox.items()}, ("state",),
    )  # fmt: skip
    yield _gauge(
        "outbox_oldest_seconds", "Since when the oldest of a state might have been sent.",
        {key: _age(depth, now) for key, depth in outbox.items()}, ("state",),
    )  # fmt: skip
    for name, what in (
        ("jobs", "Slow work that waits or is being done."),
        ("due", "What is due and was not taken yet."),
        ("parked", "Events whose handling failed, waiting for replay."),
    ):
        yield _gauge(f"{name}_waiting", what, {(): single[name].number})
        yield _gauge(
            f"{name}_oldest_seconds", "Since when the oldest waits.", {(): _age(single[name], now)}
        )


def _age(depth: Depth, now: datetime) -> float:
    return 0.0 if depth.since is None else max((now - depth.since).total_seconds(), 0.0)


def _gauge(
    name: str, what: str, values: Mapping[tuple[str, ...], float], labels: tuple[str, ...] = ()
) -> Metric:
    family = GaugeMetricFamily(f"roundtable_{name}", what, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _counter(
    name: str, what: str, values: Mapping[tuple[str, ...], float], labels: tuple[str, ...] = ()
) -> Metric:
    family = CounterMetricFamily(f"roundtable_{name}", what, labels=labels)
    # A copy: the engine's own thread counts meanwhile.
    for key, value in sorted(dict(values).items()):
        family.add_metric(key, value)
    return family


def _spread(name: str, what: str, values: Mapping[str, Spread], label: str) -> Metric:
    family = HistogramMetricFamily(f"roundtable_{name}_seconds", what, labels=(label,))
    for key, spread in sorted(dict(values).items()):
        bounds = [*(str(each) for each in SECONDS), "+Inf"]
        sums = [sum(spread.places[: place + 1]) for place in range(len(bounds))]
        family.add_metric((key,), list(zip(bounds, sums, strict=True)), spread.total)
    return family
