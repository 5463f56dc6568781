"""Every rehearsal through Teams' own activities and cards: unchanged, but for what Teams truly cannot
give."""

from pathlib import Path

import pytest

from tests.differences import Difference
from tests.played import LINE_MANAGER, NO_SUCH_DAY, SCRIPTS, fails_without, holds
from tests.teams.stage import teams_stage

DIFFERENCES = (
    Difference(
        rehearsal="marked-for-the-summary",
        why="Teams tells a bot of reactions to its own messages alone: others have a menu",
        words={
            "- react: {who: dee, emoji: wrench, to: ben1}": "- keep: {who: dee, what: ben1}\n"
            '  - fill: {who: dee, form: {"What is it?": A tool}}'
        },
    ),
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
        words={"script:\n": f"script:\n{LINE_MANAGER}"},
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
        words=NO_SUCH_DAY,
    ),
)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_rehearsal_holds_on_teams(path: Path, tmp_path: Path) -> None:
    holds(lambda options: teams_stage(options, tmp_path), path, DIFFERENCES, tmp_path)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=str)
def test_a_difference_is_a_true_one(difference: Difference, tmp_path: Path) -> None:
    fails_without(lambda options: teams_stage(options, tmp_path), difference, DIFFERENCES, tmp_path)
