"""What someone answered without a name is in what is handed out to them, and in nobody else's."""

from pathlib import Path

import pytest

from bot import cli
from bot.store.database import Database
from tests.features.checkins.checked import EIGHT, answers, gathered, sends
from tests.features.checkins.test_confidential import FIT, KEEP
from tests.features.checkins.test_one_by_one import HELP, WEEK
from tests.world import World

LUNCH = "The thing about lunch."


def answered(world: World) -> None:
    gathered(world, *EIGHT)
    sends(world, "midway")
    for who in EIGHT[:6]:
        answers(world, who, {FIT: "4", KEEP: LUNCH if who == "ben" else f"{who}'s own thing."})
    world.forget()


def test_their_own_answers_without_names_are_handed_out_to_them(world: World):
    answered(world)
    world.command("ben", "/cohort my data export", where="dm")
    told = "".join(world.told("ben"))
    assert LUNCH in told and "cho's own thing." not in told
    world.command("cho", "/cohort my data export", where="dm")
    assert LUNCH not in "".join(world.told("cho"))
    world.command("ana", "/cohort export", where="dm")
    assert LUNCH not in "".join(world.told("ana"))


def test_answers_are_handed_out_below_what_was_asked(world: World):
    gathered(world, "ben")
    sends(world, "pulse")
    answers(world, "ben", {WEEK.ask: "4", HELP.ask: LUNCH})
    world.press("ben", "Keep it to myself")
    sends(world)
    world.forget()
    world.command("ben", "/cohort my data export", where="dm")
    told = "".join(world.told("ben"))
    pulse = told[told.index("Check-in “Pulse”, March 2, 2026. You answered:") :]
    assert f"{WEEK.ask} – 4 of 5 (kept to yourself)" in pulse
    assert pulse.index(WEEK.ask) < pulse.index(HELP.ask) < pulse.index(LUNCH)
    assert "Check-in “Top of mind”, March 2, 2026. Nothing is kept of an answer." in told
    assert "question:" not in told and "value:" not in told and "state: asked" not in told


def test_of_whoever_wants_no_check_ins_it_is_not_said_that_they_skipped_one(world: World):
    gathered(world, "ben")
    sends(world)
    world.command("ben", "/cohort no check-ins", where="dm")
    world.forget()
    world.command("ben", "/cohort my data export", where="dm")
    told = "".join(world.told("ben"))
    assert "Check-in “Top of mind”, March 2, 2026. It was not answered." in told


def test_the_command_line_hands_them_out_to_their_author_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    database = Database(url)
    database.migrate()
    database.close()
    world = World(url)
    answered(world)
    world.close()
    capsys.readouterr()
    assert cli.main(["export", "--user", "sandbox:sandbox:ben"]) == 0
    assert LUNCH in capsys.readouterr().out
    assert cli.main(["export", "--user", "sandbox:sandbox:ben", "--format", "md"]) == 0
    written = capsys.readouterr().out
    assert LUNCH in written and KEEP in written
    assert cli.main(["export", "--user", "sandbox:sandbox:cho"]) == 0
    assert LUNCH not in capsys.readouterr().out
