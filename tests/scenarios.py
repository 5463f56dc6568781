"""What is played while the engine dies: a small story of its own, and the rehearsal that ships.

A scenario opens an engine that dies when its reaper says so, plays, and accounts for what is there
at the end.
"""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

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
from bot.store.tables import checkin_answer, message, outgoing, parked
from bot.text.library import default_dir
from tests.engine.toy import NOW, Toy, ToyChat, card, tools
from tests.mortal import Reaper, UndyingScene


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a run leaves behind: words kept, speech by place in order, and what went wrong."""

    kept: Counter[str]
    speech: dict[str, tuple[str, ...]]
    trouble: tuple[str, ...]
    points: tuple[str, ...]
    """The names of the points at which the engine could die, in order."""
    forms: frozenset[int]


Scenario = Callable[[str, Reaper, set[int]], Account]
"""Plays on the empty database at a URL; see ``UndyingScene`` for the rest."""


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
        yield Tell(person=work.who.id, card=card(f"thanks for: {words}"), purpose="answer")
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
        return [Tell(person=event.args["who"], card=card(words), purpose="answer")]

    return story


REHEARSALS = default_dir() / "rehearsals"


def week(url: str, reaper: Reaper, forms: set[int]) -> Account:
    """A cohort's first week. Left out is who acts on what is shown at once."""
    return _rehearsed("first-week", {"eli"}, url, reaper, forms)


def results(url: str, reaper: Reaper, forms: set[int]) -> Account:
    """A check-in and what comes of it, with private messages that wait, and come together. Answers
    stand in any order, by ids that are drawn anew in each life, so lines are compared without it."""
    account = _rehearsed("check-in-results", set(), url, reaper, forms)
    speech = {
        place: tuple("\n".join(sorted(text.splitlines())) for text in texts)
        for place, texts in account.speech.items()
    }
    return replace(account, speech=speech)


def _rehearsed(name: str, without: set[str], url: str, reaper: Reaper, forms: set[int]) -> Account:
    """A rehearsal that ships. What it expects to be shown is left out: a process that dies before
    it answers cannot show it."""
    script = scripts.load(REHEARSALS / f"{name}.yaml")
    kept_steps = tuple(
        step
        for step in script.steps
        if not isinstance(step, steps.Expect)
        and not (isinstance(step, steps.ByPerson) and step.who in without)
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
        kept.update(db.execute(select(checkin_answer.c.text)).scalars())
        wrong = _trouble(db)
    scene.close()
    if failures:
        wrong.append(failures_text(failures))
    return _account(kept, speech, wrong, points, scene)


AT_REST = ("sent", "folded", "held")
"""States of speech in which it may end: said, said within another message, or for a later week."""


def _trouble(db: Connection) -> list[str]:
    wrong = [f"parked: {why}" for why in db.execute(select(parked.c.why)).scalars()]
    stuck = select(outgoing.c.key, outgoing.c.state).where(outgoing.c.state.not_in(AT_REST))
    return wrong + [f"{key} is {state}" for key, state in db.execute(stuck)]


def _account(
    kept: Counter[str],
    speech: dict[str, list[str]],
    wrong: list[str],
    points: tuple[str, ...],
    scene: UndyingScene,
) -> Account:
    return Account(
        kept=kept,
        speech={place: tuple(texts) for place, texts in speech.items()},
        trouble=tuple(wrong),
        points=points,
        forms=frozenset(scene.forms),
    )


SCENARIOS: dict[str, Scenario] = {"small": small, "week": week, "results": results}
