"""Every rehearsal through Teams' own activities and cards: unchanged, but for what Teams truly cannot
give."""

import asyncio
from pathlib import Path

import pytest

from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Line
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from bot.store import ledger
from bot.text.library import default_dir
from tests.differences import Difference, adapted
from tests.teams.stage import teams_stage

OWN = Path(__file__).parents[1] / "rehearsals"
SCRIPTS = sorted([*(default_dir() / "rehearsals").glob("*.yaml"), *OWN.glob("*.yaml")])

_LINE_MANAGER = """\
  - command: {who: ana, text: "/cohort members @ben"}
  - fill: {who: ana, form: {"Line manager": "Mia Boss"}}
"""
DIFFERENCES = (
    Difference(
        rehearsal="members-outsiders",
        why="Teams tells a bot neither organisation nor job title",
        words={"(Auditor, Statehouse)": ""},
    ),
    Difference(
        rehearsal="members-outsiders",
        why="Teams shows an instant in the reader's own time and words, of which the bot sends none",
        words={"on Tuesday, March 3, 9:00 AM": "on 2026-03-03T14:00:00Z"},
    ),
    Difference(
        rehearsal="members-roles",
        why="Teams tells no bot who is whose line manager, so a moderator has to",
        words={"script:\n": f"script:\n{_LINE_MANAGER}"},
    ),
    Difference(
        rehearsal="members-roles",
        why="Teams has no handles: lists hold the addresses by which people sign in",
        words={", @cal": ", cal@alpha.example", "; @mia": "; mia@alpha.example"},
    ),
    Difference(
        rehearsal="members-roles",
        why="a handle is nobody's name on Teams: it takes the @, which makes it a mention",
        words={"/cohort role cho": "/cohort role @cho"},
    ),
    Difference(
        rehearsal="members-roles",
        why="Teams' calendar has no 31 February to pick: another mistake has to be told",
        words={
            '"Last day": "31 Feb", ': "",
            "“31 Feb” is no day I can read": "I know no time zone “Denvr”",
        },
    ),
)


async def play(path: Path, folder: Path) -> tuple[list[str], list[Line]]:
    """What failed, parked events among it, and all that was said or shown."""
    script = load(path)
    lines: list[Line] = []
    options = SceneOptions(database=None, starts=script.begins)
    async with teams_stage(options, folder) as (stage, scene):
        failures = await perform(script, stage, scene, lines.append)
        with scene.database.transaction() as db:
            parked = ledger.parked_events(db)
    return [str(each) for each in failures] + [f"{each.kind}: {each.why}" for each in parked], lines


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_rehearsal_holds_on_teams(path: Path, tmp_path: Path) -> None:
    failures, lines = asyncio.run(play(adapted(path, DIFFERENCES, tmp_path), tmp_path))
    assert failures == []
    assert any(line.sender == "bot" and line.to == "room" for line in lines)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=str)
def test_a_difference_is_a_true_one(difference: Difference, tmp_path: Path) -> None:
    """Without it the rehearsal fails."""
    path = next(path for path in SCRIPTS if path.stem == difference.rehearsal)
    others = [each for each in DIFFERENCES if each != difference]
    failures, _ = asyncio.run(play(adapted(path, others, tmp_path), tmp_path))
    assert failures
