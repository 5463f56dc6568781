"""Unusual words in every message, name and form of the rehearsals that ship, with all logs on: none
of them stands in a log, in what is kept of events that were seen, or in why one was parked."""

import asyncio
import logging
import re
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.sandbox import ADAPTER
from bot.compose import open_hand_scene
from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Stage
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from bot.store.tables import (
    checkin_answer,
    commitment,
    commitment_report,
    message,
    parked,
    seen,
)
from bot.text.library import default_dir
from tests.differences import adapted
from tests.slack import test_slack_rehearsals as slack
from tests.slack.stage import slack_stage
from tests.teams import test_teams_rehearsals as teams
from tests.teams.stage import teams_stage

MARK = "qzvx"
SAID = re.compile(f"{MARK}(said|filled) ", re.IGNORECASE)
WORDS = (message, checkin_answer, commitment, commitment_report)
"""Tables of what people wrote, in the room, in forms and to the bot alone."""
SHIPPED = sorted((default_dir() / "rehearsals").glob("*.yaml"))
TITLE = "Hello, from where you are"
"""Of a prompt: nothing secret, but no business of a log's either."""

Opened = Callable[[SceneOptions], AbstractAsyncContextManager[tuple[Stage, HandScene]]]


@asynccontextmanager
async def _sandbox(options: SceneOptions) -> AsyncIterator[tuple[Stage, HandScene]]:
    scenes: list[HandScene] = []
    house = ADAPTER.playhouse(lambda: scenes[0].now() if scenes else options.starts)
    async with open_hand_scene(options, {house.name: house.chat}) as scene:
        scenes.append(scene)
        yield house.stage(scene), scene


PLATFORMS: dict[str, tuple[Callable[[Path], Opened], Any]] = {
    "sandbox": (lambda folder: _sandbox, ()),
    "slack": (lambda folder: slack_stage, getattr(slack, "DIFFERENCES", ())),
    "teams": (lambda folder: lambda options: teams_stage(options, folder), teams.DIFFERENCES),
}


def marked(path: Path, folder: Path) -> Path:
    """The rehearsal with marks in all that people write, are called and fill in. What is expected
    to be seen is marked in the same way."""
    text = path.read_text("utf-8")
    names = set(re.findall(r"name: ([A-Z]\w+ [A-Z][\w-]+)", text))
    for name in names:
        text = text.replace(name, f"{name}{MARK}")
    # What the bot knows a wish by ("I will try …") stays in front.
    text = re.sub(r'(say: \{[^\n]*?text: "(?:I will try )?)(?=[A-Z]|(?<=try )\w)',
                  rf"\1{MARK.title()}said ", text)  # fmt: skip
    text = re.sub(r"(- say:\n(?: +(?!text)\w+: [^\n]*\n)* +text: >-\n +)(?=[A-Z])",
                  rf"\1{MARK.title()}said ", text)  # fmt: skip
    for filled in set(re.findall(r'form: \{"[^"]+": "([A-Z][^"]{20,})"', text)):
        text = text.replace(filled, f"{MARK.title()}filled {filled}")
    there = folder / path.name
    there.write_text(text, "utf-8")
    return there


class Ears(logging.Handler):
    """Hears every record, with all that could be written of it, and keeps what tells too much."""

    OWN = frozenset(vars(logging.makeLogRecord({}))) - {"msg", "args", "exc_info"}
    """What every record has: where in the code it was made, when, by which thread."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard = 0
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard += 1
        parts = [record.name, record.getMessage()]
        parts += [repr(value) for name, value in vars(record).items() if name not in self.OWN]
        if record.exc_info and record.exc_info[0] is not None:
            parts += traceback.format_exception(*record.exc_info)
        said = "\n".join(parts)
        if MARK in said.lower() or TITLE in said:
            self.told.append(said)


@pytest.fixture
def ears() -> Iterator[Ears]:
    root, ears = logging.getLogger(), Ears()
    before = root.level
    root.addHandler(ears)
    root.setLevel(logging.DEBUG)
    yield ears
    root.setLevel(before)
    root.removeHandler(ears)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_word_leaves_the_store(path: Path, platform: str, tmp_path: Path, ears: Ears):
    opened, differences = PLATFORMS[platform]
    for each in ("marked", "adapted"):
        (tmp_path / each).mkdir()
    script = load(adapted(marked(path, tmp_path / "marked"), differences, tmp_path / "adapted"))
    url = f"sqlite:///{tmp_path / 'canary.db'}"

    async def play() -> None:
        options = SceneOptions(database=url, starts=script.begins)
        async with opened(tmp_path)(options) as (stage, scene):
            assert await perform(script, stage, scene, lambda line: None) == []
            with scene.database.transaction() as db:
                kept = [repr(row) for each in WORDS for row in db.execute(select(each))]
                known = [*db.execute(select(seen)), *db.execute(select(parked.c.why))]
            assert any(SAID.search(row) for row in kept), "the marks reached the store"
            assert MARK not in repr(known).lower()

    asyncio.run(play())
    assert ears.told == []
    assert ears.heard, "something is logged at all"
