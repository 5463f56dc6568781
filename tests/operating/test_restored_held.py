"""An older backup is put back while messages waited for somebody's moment: what went out since is
not said again, and what did not is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import digests
from bot.store.tables import outgoing
from tests.engine.test_attention import MONDAY, say, tell
from tests.operating.test_restored import Machine

EVENING = "2026-03-09 20:00"
MORNING = "2026-03-10 12:00"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    machine = Machine(tmp_path, monkeypatch)
    machine.world.cohort("ben")
    machine.world.until(MONDAY)
    say(machine.world, tell(machine.world, "ben", "One.", key="ben-1"))
    yield machine
    machine.world.close()


def holding(machine: Machine, *texts: str) -> None:
    """These wait for Ben's next moment, which is Monday at nine, when the backup is made."""
    world = machine.world
    say(world, *(tell(world, "ben", text, key=f"ben-{text}") for text in texts))
    machine.backup()
    world.forget()


def said_to_ben(machine: Machine, text: str) -> int:
    """How often a text stands before Ben."""
    return sum(each.text.count(text) for each in machine.world.platform.visible("ben"))


@pytest.mark.parametrize(
    ("before", "after"),
    [(["Two."], []), (["Two.", "Three."], []), (["Two."], ["Four."])],
    ids=["alone", "folded", "folded with a newer one"],
)
def test_what_was_held_and_said_since_is_not_said_again(machine: Machine, before, after):
    world = machine.world
    holding(machine, *before)
    if after:
        say(world, *(tell(world, "ben", text) for text in after))
    world.until(EVENING)
    assert [said_to_ben(machine, text) for text in (*before, *after)] == [1] * len(before + after)
    machine.restore(catching_up=True)
    world.until("2026-03-24 12:00")
    assert [said_to_ben(machine, text) for text in before] == [1] * len(before)
    assert world.count(outgoing, state="held") == 0


@pytest.mark.parametrize("texts", [["Two."], ["Two.", "Three."]], ids=["alone", "folded"])
def test_what_was_held_and_not_said_is_said_once(machine: Machine, texts):
    world = machine.world
    holding(machine, *texts)
    machine.restore(catching_up=True)
    world.until(MORNING)
    assert [said_to_ben(machine, text) for text in texts] == [1] * len(texts)


@pytest.mark.parametrize("settled", ["A.", "B.", "C."])
@pytest.mark.parametrize("texts", [["A.", "B."], ["A.", "B.", "C."]], ids=["two", "three"])
def test_what_came_without_its_siblings_is_not_said_again(machine: Machine, texts, settled):
    """One that was held with them was settled after the backup, before their moment."""
    world = machine.world
    holding(machine, *texts)
    with world.scene.database.transaction() as db:
        digests.take_back(db, f"ben-{settled}", world.now)
    world.until(EVENING)
    machine.restore(catching_up=True)
    world.until("2026-03-31 12:00")
    others = [each for each in texts if each != settled]
    assert [said_to_ben(machine, each) for each in others] == [1] * len(others)
    assert said_to_ben(machine, settled) <= 1
    assert world.count(outgoing, state="held") == 0


def test_what_was_held_together_and_is_nowhere_comes_as_one_message(machine: Machine):
    holding(machine, "A.", "B.", "C.")
    machine.restore(catching_up=True)
    machine.world.until(MORNING)
    (told,) = [each.text for each in machine.world.platform.visible("ben") if "A." in each.text]
    assert told == "From Spring, in one message:\nA.\nB.\nC."


def test_what_is_said_after_the_backup_was_put_back_is_not_taken_for_said(machine: Machine):
    """Nothing new hides in a message that is in doubt, and so is found on the platform."""
    world = machine.world
    holding(machine, "Two.", "Three.")
    world.until(EVENING)
    machine.restore(catching_up=True)
    say(world, tell(world, "ben", "Four."))
    world.until("2026-03-24 12:00")
    assert [said_to_ben(machine, text) for text in ("Two.", "Three.", "Four.")] == [1, 1, 1]


def test_without_it_what_was_held_would_be_said_twice(machine: Machine):
    world = machine.world
    holding(machine, "Two.")
    world.until(EVENING)
    machine.restore(catching_up=False)
    world.until(MORNING)
    assert said_to_ben(machine, "Two.") == 2
