"""Every rehearsal through Slack's own requests and JSON: unchanged, but for what Slack truly cannot
give."""

from pathlib import Path

import pytest

from tests.differences import Difference
from tests.played import LINE_MANAGER, NO_SUCH_DAY, SCRIPTS, fails_without, holds
from tests.slack.stage import slack_stage

DIFFERENCES = (
    Difference(
        rehearsal="members-outsiders",
        why="Slack tells no app which organisation someone belongs to",
        words={"(Auditor, Statehouse)": "(Auditor)"},
    ),
    Difference(
        rehearsal="members-roles",
        why="Slack tells no app who is whose line manager, so a moderator has to",
        words={"script:\n": f"script:\n{LINE_MANAGER}"},
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
        words=NO_SUCH_DAY,
    ),
)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_rehearsal_holds_on_slack(path: Path, tmp_path: Path) -> None:
    holds(slack_stage, path, DIFFERENCES, tmp_path)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=str)
def test_a_difference_is_a_true_one(difference: Difference, tmp_path: Path) -> None:
    fails_without(slack_stage, difference, DIFFERENCES, tmp_path)
