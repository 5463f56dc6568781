"""Rehearsals on a platform's Stage: unchanged, but for what the platform truly cannot give."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Line, Stage
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from bot.store import ledger
from bot.text.library import default_dir
from tests.differences import Difference, adapted

Opened = Callable[[SceneOptions], AbstractAsyncContextManager[tuple[Stage, HandScene]]]

OWN = Path(__file__).parent / "rehearsals"
SCRIPTS = sorted([*(default_dir() / "rehearsals").glob("*.yaml"), *OWN.glob("*.yaml")])

LINE_MANAGER = """\
  - command: {who: ana, text: "/cohort members @ben"}
  - fill: {who: ana, form: {"Line manager": "Mia Boss"}}
"""
"""What a moderator does where the platform does not tell who is whose line manager."""

NO_SUCH_DAY = {
    '"Last day": "31 Feb", ': "",
    "“31 Feb” is no day I can read": "I know no time zone “Denvr”",
}
"""Another mistake than a day that a calendar does not let anybody pick."""


def holds(opened: Opened, path: Path, differences: Sequence[Difference], folder: Path) -> None:
    """A rehearsal holds, and the room was spoken to."""
    failures, lines = asyncio.run(_play(opened, adapted(path, differences, folder)))
    assert failures == []
    assert any(line.sender == "bot" and line.to == "room" for line in lines)


def fails_without(
    opened: Opened, difference: Difference, differences: Sequence[Difference], folder: Path
) -> None:
    """A difference is a true one: as it stands, the rehearsal fails."""
    path = next(path for path in SCRIPTS if path.stem == difference.rehearsal)
    others = [each for each in differences if each != difference]
    failures, _ = asyncio.run(_play(opened, adapted(path, others, folder)))
    assert failures


async def _play(opened: Opened, path: Path) -> tuple[list[str], list[Line]]:
    """What failed, parked events among it, and all that was said or shown."""
    script = load(path)
    lines: list[Line] = []
    options = SceneOptions(database=None, starts=script.begins)
    async with opened(options) as (stage, scene):
        failures = await perform(script, stage, scene, lines.append)
        with scene.database.transaction() as db:
            parked = ledger.parked_events(db)
    return [str(each) for each in failures] + [f"{each.kind}: {each.why}" for each in parked], lines
