"""Every rehearsal through Slack's own requests and JSON: unchanged, but for what Slack truly cannot
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
from tests.slack.stage import slack_stage

OWN = Path(__file__).parents[1] / "rehearsals"
SCRIPTS = sorted([*(default_dir() / "rehearsals").glob("*.yaml"), *OWN.glob("*.yaml")])

_LINE_MANAGER = """\
  - command: {who: ana, text: "/cohort members @ben"}
  - fill: {who: ana, form: {"Line manager": "Mia Boss"}}
"""
DIFFERENCES = (
    Difference(
        rehearsal="members-outsiders",
        why="Slack tells no app which organisation someone belongs to",
        words={"(Auditor, Statehouse)": "(Auditor)"},
    ),
    Difference(
        rehearsal="members-roles",
        why="Slack tells no app who is whose line manager, so a moderator has to",
        words={"script:\n": f"script:\n{_LINE_MANAGER}"},
    ),
    Difference(
        rehearsal="members-roles",
        why="Slack finds nobody by a handle: lists hold member IDs",
        words={", @cal": ", U0CAL", "; @mia": "; U0MIA"},
    ),
    Difference(
        rehearsal="members-roles",
        why="a handle is nobody's name on Slack: it takes the @, which makes it a mention",
        words={"/cohort role cho": "/cohort role @cho"},
    ),
    Difference(
        rehearsal="members-roles",
        why="Slack's calendar has no 31 February to pick: another mistake has to be told",
        words={
            '"Last day": "31 Feb", ': "",
            "“31 Feb” is no day I can read": "I know no time zone “Denvr”",
        },
    ),
)


async def play(path: Path) -> tuple[list[str], list[Line]]:
    """What failed, parked events among it, and all that was said or shown."""
    script = load(path)
    lines: list[Line] = []
    options = SceneOptions(database=None, starts=script.begins)
    async with slack_stage(options) as (stage, scene):
        failures = await perform(script, stage, scene, lines.append)
        with scene.database.transaction() as db:
            parked = ledger.parked_events(db)
    return [str(each) for each in failures] + [f"{each.kind}: {each.why}" for each in parked], lines


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_rehearsal_holds_on_slack(path: Path, tmp_path: Path) -> None:
    failures, lines = asyncio.run(play(adapted(path, DIFFERENCES, tmp_path)))
    assert failures == []
    assert any(line.sender == "bot" and line.to == "room" for line in lines)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=str)
def test_a_difference_is_a_true_one(difference: Difference, tmp_path: Path) -> None:
    """Without it the rehearsal fails."""
    path = next(path for path in SCRIPTS if path.stem == difference.rehearsal)
    others = [each for each in DIFFERENCES if each != difference]
    failures, _ = asyncio.run(play(adapted(path, others, tmp_path)))
    assert failures
