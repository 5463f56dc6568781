"""Dies at every point of a scenario, starts again, and looks whether anyone would notice.

    python -m tests.crash [--scenario small|week] [--points N] [--seed N]
                          [--database sqlite|postgres]

``small`` is a story of its own with answers, private messages, slow work and things that come due;
``week`` the first week of a cohort, from setting it up to its approved summary. One run without a
death counts the points and shows what is kept and said; then one run for each point (or for N of
them, drawn with the seed). The last line is JSON: ``lost`` words that a platform was told were
taken, ``doubled`` and ``missing`` speech. The exit code is 1 if there is any.
"""

import argparse
import asyncio
import json
import logging
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.platform import Platform
from adapters.sandbox.stage import create_stage
from bot import compose
from bot.engine.story import Desk, Stories, Story
from bot.engine.work import Work
from bot.protocol.effects import Edit, Post, Run, Tell
from bot.protocol.events import CameDue, Finished, Said
from bot.protocol.text import plain
from bot.rehearsal import script as scripts
from bot.rehearsal import steps
from bot.rehearsal.player import failures_text, perform
from bot.store import agenda
from bot.store.tables import message, outgoing, parked
from bot.text.library import default_dir
from tests import emptied
from tests.engine.toy import NOW, Toy, ToyChat, card, tools
from tests.mortal import Reaper, UndyingScene


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a run leaves behind: words kept, speech by place in order, and what went wrong."""

    kept: Counter[str]
    speech: dict[str, tuple[str, ...]]
    trouble: tuple[str, ...]
    points: int
    forms: frozenset[int]


Scenario = Callable[[str, Reaper, set[int]], Account]


def small(url: str, reaper: Reaper, forms: set[int]) -> Account:
    """Members write; each is answered in the room and in private, at once and later."""
    chat = ToyChat()
    toy = Toy(url)
    toy.cohort("ben", "cho")
    said = [toy.said("ben", "1"), toy.said("cho", "2"), toy.said("ben", "3")]
    toy.close()
    scene = UndyingScene(url, lambda: Stories([_diary()]), tools, {"toy": chat}, NOW, reaper, forms)

    async def play() -> None:
        for event in said:
            await scene.take(event)
            await scene.take(event)  # platforms deliver twice now and then
            await scene.settle()
        await scene.advance(NOW + timedelta(days=1))

    asyncio.run(play())
    points = reaper.rest()
    speech: dict[str, list[str]] = {}
    for parcel in chat.taken:
        speech.setdefault(chat.channel(parcel), []).append(parcel.card.text())
    with scene.database.transaction() as db:
        noted = db.execute(select(outgoing.c.key).where(outgoing.c.key.like("kept %"))).scalars()
        kept = Counter(noted)
        wrong = _trouble(db)
    scene.close()
    return _account(kept, speech, wrong, points, scene)


def _diary() -> Story:
    story = Story("diary")

    @story.on(Said)
    def note(event: Said, work: Work):
        assert work.who is not None
        words = plain(event.nodes)
        # At a fixed time, so that a death, which takes a while, changes no order.
        agenda.plan(work.db, "remind", words, NOW + timedelta(hours=int(words)), "spring")
        yield Post(room="spring-room", card=card(f"noted: {words}"), key=f"kept {words}")
        yield Edit(posting=f"kept {words}", card=card(f"edited: {words}"), key=f"edit {words}")
        yield Tell(person=work.who.id, card=card(f"thanks for: {words}"))
        yield Run(kind="count", args={"words": words, "who": work.who.id})

    @story.due("remind")
    def remind(event: CameDue, work: Work):
        return [Post(room="spring-room", card=card(f"remember: {event.subject}"))]

    @story.job("count")
    async def count(args: dict[str, str], desk: Desk):
        return {"letters": len(args["words"])}

    @story.result("count")
    def counted(event: Finished, work: Work):
        words = f"{event.args['words']} has {event.result['letters']} letters"  # pyright: ignore
        return [Tell(person=event.args["who"], card=card(words))]

    return story


REHEARSAL = default_dir() / "rehearsals" / "first-week.yaml"


def week(url: str, reaper: Reaper, forms: set[int]) -> Account:
    """The rehearsal that ships. What it expects to be shown at once, and who acts on that, is left
    out: a process that dies before it answers cannot show it."""
    script = scripts.load(REHEARSAL)
    kept_steps = tuple(
        step
        for step in script.steps
        if not isinstance(step, steps.Expect)
        and not (isinstance(step, steps.ByPerson) and step.who == "eli")
    )
    script = replace(script, steps=kept_steps)
    zone, day = script.cohort.zone, script.cohort.starts
    starts = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) - timedelta(days=1)
    scenes: list[UndyingScene] = []
    platform = Platform(lambda: scenes[0].now() if scenes else starts)
    chat = SandboxChat(platform)
    scene = UndyingScene(
        url,
        compose.features,
        lambda life: compose.tools(random.Random(life), {"sandbox": chat}),
        {"sandbox": chat},
        starts,
        reaper,
        forms,
    )
    scenes.append(scene)
    stage = create_stage(platform, scene)
    failures = asyncio.run(perform(script, stage, scene, lambda _lines: None))
    points = reaper.rest()
    speech: dict[str, list[str]] = {}
    seen: set[str] = set()
    for person in platform.people():
        for each in platform.visible(person.handle):
            if each.key is not None and not each.deleted and each.id not in seen:
                seen.add(each.id)
                labels = " ".join(f"[{button.label}]" for button in each.buttons)
                text = re.sub(r"#\w+", "#", f"{each.text} {labels}")
                speech.setdefault(each.channel, []).append(text)
    with scene.database.transaction() as db:
        kept = Counter(db.execute(select(message.c.text)).scalars())
        wrong = _trouble(db)
    scene.close()
    if failures:
        wrong.append(failures_text(failures))
    return _account(kept, speech, wrong, points, scene)


def _trouble(db) -> list[str]:
    wrong = [f"parked: {why}" for why in db.execute(select(parked.c.why)).scalars()]
    stuck = select(outgoing.c.key, outgoing.c.state).where(outgoing.c.state != "sent")
    return wrong + [f"{key} is {state}" for key, state in db.execute(stuck)]


def _account(
    kept: Counter[str],
    speech: dict[str, list[str]],
    wrong: list[str],
    points: int,
    scene: UndyingScene,
) -> Account:
    return Account(
        kept=kept,
        speech={place: tuple(texts) for place, texts in speech.items()},
        trouble=tuple(wrong),
        points=points,
        forms=frozenset(scene.forms),
    )


SCENARIOS: dict[str, Scenario] = {"small": small, "week": week}


@dataclass(slots=True)
class Tally:
    """What many deaths did."""

    points: int = 0
    total: int = 0
    lost: int = 0
    doubled: int = 0
    missing: int = 0
    disordered: int = 0
    troubled: int = 0

    @property
    def broken(self) -> int:
        return self.lost + self.doubled + self.missing + self.disordered + self.troubled

    def compare(self, alive: Account, died: Account, say: Callable[[str], None]) -> None:
        """Add what differs from a run in which nobody died."""
        self.points += 1
        self.lost += _more(alive.kept, died.kept, "lost", say)
        self.missing += _more(_all(alive), _all(died), "missing", say)
        self.doubled += _more(_all(died), _all(alive), "doubled", say)
        if died.speech != alive.speech and _all(alive) == _all(died):
            self.disordered += 1
            say("the order of what was said differs")
        for each in died.trouble:
            self.troubled += 1
            say(each)


def _all(account: Account) -> Counter[str]:
    return Counter(f"{place}: {text}" for place, texts in account.speech.items() for text in texts)


def _more(one: Counter[str], other: Counter[str], name: str, say: Callable[[str], None]) -> int:
    difference = one - other
    for each, number in difference.items():
        say(f"{name} {number}: {each[:200]!r}")
    return difference.total()


Fresh = Callable[[], AbstractContextManager[str]]
"""Opens an empty database that outlives a process."""


@contextmanager
def file() -> Iterator[str]:
    """A file of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roundtable.db"
        path.write_bytes(emptied.schema())
        yield f"sqlite:///{path}"


def enumerate_deaths(
    name: str, fresh: Fresh, points: int | None, seed: int, say: Callable[[str], None]
) -> Tally:
    """Play a scenario once alive, then once for each point (or ``points`` of them)."""
    scenario = SCENARIOS[name]
    with fresh() as url:
        alive = scenario(url, Reaper(), set())
    if alive.trouble or not alive.kept or not alive.speech:
        raise RuntimeError(f"the scenario does not even work alive: {alive.trouble}")
    chosen: Sequence[int] = range(1, alive.points + 1)
    if points is not None and points < alive.points:
        chosen = sorted(random.Random(seed).sample(chosen, points))
    tally = Tally(total=alive.points)
    for point in chosen:
        reaper = Reaper(at=point)
        with fresh() as url:
            died = scenario(url, reaper, set(alive.forms))
        notes: list[str] = []
        tally.compare(alive, died, notes.append)
        if not reaper.where:
            notes.append("nobody died")
            tally.troubled += 1
        if notes:
            say(f"death {point} of {alive.points}, {reaper.where}:")
            for note in notes:
                say(f"  {note}")
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), default="small")
    parser.add_argument("--points", type=int, help="how many points, drawn at random (all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # a death leaves tasks behind that nobody asks
    print(f"seed {options.seed}")
    with emptied.each_time() if options.database == "postgres" else nullcontext(file) as fresh:
        tally = enumerate_deaths(options.scenario, fresh, options.points, options.seed, print)
    found = {"scenario": options.scenario, "database": options.database, "of": tally.total,
             "points": tally.points, "lost": tally.lost, "doubled": tally.doubled,
             "missing": tally.missing, "disordered": tally.disordered,
             "troubled": tally.troubled}  # fmt: skip
    print(json.dumps(found))
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
