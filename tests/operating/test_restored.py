"""An older backup is put back: what was said since then is not said again."""

import shutil
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from adapters.sandbox.stage import create_stage
from bot.compose import open_hand_scene
from bot.engine.dispatch import Dispatcher
from bot.operating import backup, restored
from bot.protocol.adapter import SceneOptions, SettingsError
from bot.store.database import Database
from bot.store.tables import outgoing
from tests.world import World


class Machine:
    """A world on a file, of which a backup is made and put back later."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url = f"sqlite:///{folder}/cohorts.db"
        self._copy = folder / "copy.db"
        self.world = World(self.url)
        monkeypatch.setenv("DATABASE_URL", self.url)

    def backup(self) -> None:
        assert backup.COMMAND.run(Namespace(file=self._copy)) == 0

    def restore(self, *, catching_up: bool) -> None:
        """The file is lost and put back; what is done next is what the documentation says."""
        world, now = self.world, self.world.now
        world._run(world._stack.aclose())
        file = Path(self.url.removeprefix("sqlite:///"))
        for each in file.parent.glob(f"{file.name}*"):
            each.unlink()
        shutil.copy(self._copy, file)
        world._stack = AsyncExitStack()
        # Other dice: nobody draws the same ids twice.
        options = SceneOptions(database=self.url, starts=now, seed=77)
        opening = open_hand_scene(options, {"sandbox": world.chat})
        world.scene = world._run(world._stack.enter_async_context(opening))
        world.stage = create_stage(world.platform, world.scene)
        if catching_up:
            self.catch_up()
        world.advance(minutes=1)

    def catch_up(self) -> None:
        """As the command does, on a clock that does not stand still."""
        scene, ticks = self.world.scene, count()
        dispatcher = Dispatcher(
            scene.database,
            scene.tools,
            scene.stories,
            lambda: scene.now() + timedelta(milliseconds=next(ticks)),
        )
        restored.catch_up(scene.database, dispatcher)

    def doubled(self) -> dict[str, int]:
        """What stands anywhere more than once, to the letter."""
        said = Counter(
            (line.to, line.thread, line.text)
            for line in self.world.stage.lines()
            if line.sender == "bot" and not line.edited and line.kind == "say"
        )
        return {text[:60]: number for (_, _, text), number in said.items() if number > 1}

    def prompts(self) -> int:
        lines = self.world.stage.lines()
        return sum(
            line.sender == "bot" and line.to == "room" and line.thread is None
            and "Week 1" in line.text
            for line in lines
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    machine = Machine(tmp_path, monkeypatch)
    yield machine
    machine.world.close()


def test_what_followed_by_itself_is_looked_up_and_not_said_again(machine: Machine):
    world = machine.world
    world.cohort("ben", "cho")
    world.until("2026-03-02 10:30")
    machine.backup()
    world.until("2026-03-10 12:00")  # a follow-up, the close, the draft
    machine.restore(catching_up=True)
    assert machine.prompts() == 1
    assert machine.doubled() == {}
    assert {row["state"] for row in world.rows(outgoing)} <= {"sent", "waiting"}


def test_a_prompt_that_came_due_since_is_left_to_the_moderators(machine: Machine):
    world = machine.world
    world.cohort("ben", "cho")
    world.until("2026-03-02 09:00")
    machine.backup()
    world.until("2026-03-02 10:10")
    assert machine.prompts() == 1
    world.forget()
    machine.restore(catching_up=True)
    assert machine.prompts() == 1
    assert any("put back from a copy" in text for text in world.told("ana"))
    assert "Next morning" in world.buttons("ana")
    world.press("ana", "Next morning")
    world.until("2026-03-03 12:00")
    assert machine.prompts() == 2


def test_without_it_things_would_be_said_twice(machine: Machine):
    world = machine.world
    world.cohort("ben", "cho")
    world.until("2026-03-02 09:00")
    machine.backup()
    world.until("2026-03-02 10:10")
    machine.restore(catching_up=False)
    assert machine.prompts() == 2


@pytest.mark.parametrize("since", ["said since", "not said"])
def test_what_was_waiting_is_said_if_it_is_not_there(machine: Machine, since: str):
    world = machine.world
    world.cohort("ben", "cho")
    chats, world.scene.courier.chats = world.scene.courier.chats, {}
    world.command("ana", "/cohort prompt introductions now")
    assert "waiting" in {row["state"] for row in world.rows(outgoing)}
    machine.backup()
    if since == "said since":
        world.scene.courier.chats = chats
        world.advance(minutes=2)
    before = len(world.room())
    assert before == (since == "said since")
    machine.restore(catching_up=True)
    assert len(world.room()) == 1 - before
    assert {row["state"] for row in world.rows(outgoing)} == {"sent"}


def test_it_may_be_done_twice(machine: Machine):
    world = machine.world
    world.cohort("ben", "cho")
    world.until("2026-03-02 10:30")
    machine.backup()
    world.until("2026-03-10 12:00")
    machine.restore(catching_up=True)
    machine.catch_up()
    world.advance(minutes=5)
    assert machine.doubled() == {}


def test_it_is_not_done_beside_a_bot(machine: Machine, capsys):
    with pytest.raises(SettingsError, match="stop it first"):
        restored.COMMAND.run(Namespace(before=None))
    machine.world.scene.database.close()
    assert restored.COMMAND.run(Namespace(before=None)) == 0
    told = capsys.readouterr().out
    assert "may have come back" in told and "Then start the bot" in told


def test_on_postgres_too(postgres: str, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", postgres)
    running = Database(postgres)
    with running.reading(), pytest.raises(SettingsError, match="stop it first"):
        restored.COMMAND.run(Namespace(before=None))
    running.close()
    assert restored.COMMAND.run(Namespace(before=None)) == 0
    assert "0 messages are looked up" in capsys.readouterr().out
