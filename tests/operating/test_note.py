"""``note``: what leaves a cohort as a file, and nothing else of it."""

from pathlib import Path

import pytest

from bot import cli
from bot.store.tables import cohort
from tests.features.noted import GUS, HAL, LINE, THIS, summed
from tests.features.themed import SAID
from tests.world import World


@pytest.fixture
def world(filed: World) -> World:
    return filed


def cohort_id(world: World, name: str) -> str:
    (found,) = [each["id"] for each in world.rows(cohort) if each["name"] == name]
    return found


def test_a_note_is_a_file_once_it_is_approved(world: World, tmp_path: Path):
    summed(world)
    spring, out = cohort_id(world, "Spring"), tmp_path / "note.md"
    words = ["note", spring, "2026-03", "--format", "md", "--out", str(out)]
    world.command("ana", THIS, where="dm")
    assert cli.main(words) == 2 and not out.exists()
    world.press("ana", "Approve")
    assert cli.main(words) == 0
    text = out.read_text("utf-8")
    assert LINE in text and "https://example.org/line" in text
    assert not [each for each in (*SAID.values(), HAL, GUS) if each in text]
    assert not [each for each in ("Ben", "Cho", "Dee", "Eli", "Fay", "Gus") if each in text]


@pytest.mark.parametrize("words", [["nowhere", "2026-03"], ["", "soon"]], ids=["cohort", "month"])
def test_a_note_that_is_not_there_is_no_file(world: World, words: list[str]):
    summed(world)
    assert cli.main(["note", words[0] or cohort_id(world, "Spring"), words[1]]) == 2
