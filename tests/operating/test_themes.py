"""``themes``: what several cohorts have in common, without a word that one of them said alone."""

import json
from typing import Any

import pytest

from bot import cli
from bot.store.tables import cohort
from tests.features.noted import THIS
from tests.features.themed import LINE as THEME
from tests.features.themed import MEMBERS, SAID, themed
from tests.world import World


@pytest.fixture
def world(filed: World) -> World:
    return filed


def cohort_id(world: World, name: str) -> str:
    (found,) = [each["id"] for each in world.rows(cohort) if each["name"] == name]
    return found


def and_fall(world: World) -> tuple[str, str]:
    """Spring has ended, where Ana called the theme "What we do on Ward Seven", and Fall has a summary
    of the same; both ids."""
    themed(world)
    world.press("ana", "Arrange themes")
    world.fill("ana", {f"Theme 1: {THEME}": "What we do on Ward Seven"})
    world.press("ana", "Approve and post")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-03-08"})
    world.until("2026-03-10 12:00")
    world.command("ana", "/cohort new")
    world.fill("ana", {"Name": "Fall", "Theme": "Interpreters", "First day": "2026-03-16",
                       "Time zone": "America/New_York", "Programme": "first-weeks"})  # fmt: skip
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    for who in ("ana", *MEMBERS):
        world.press(who, "Agree")
    world.until("2026-03-16 10:05")
    for who, text in SAID.items():
        world.say(who, text, to="prompt")
        world.advance(minutes=1)
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")
    return cohort_id(world, "Spring"), cohort_id(world, "Fall")


def compared(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert cli.main(["themes", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_one_cohort_calls_a_theme_stands_for_no_other(world: World, capsys):
    spring, fall = and_fall(world)
    its = compared(capsys, spring, fall)
    (theme,) = [each for each in its["themes"] if "Ward Seven" in repr(each)]
    assert set(theme["cohorts"]) == {spring, fall} and theme["name"] is None
    assert theme["cohorts"][spring]["name"] == "What we do on Ward Seven"
    assert "Seven" not in repr((theme["cohorts"][fall], its["particular"]))
    assert cli.main(["themes", spring, fall, "--format", "md"]) == 0
    text = capsys.readouterr().out
    assert "Spring (“What we do on Ward Seven”)" in text
    assert text.count("Seven") == 1, "it heads nothing"


def test_no_quote_and_no_name_stands_in_it(world: World, capsys):
    spring, fall = and_fall(world)
    assert cli.main(["themes", spring, fall]) == 0
    text = capsys.readouterr().out
    assert "In 2 cohorts." in text
    assert not [each for each in SAID.values() if each in text]
    assert not [each for each in ("Ben", "Cho", "Dee", "Eli", "Fay") if each in text]


def test_what_moderators_left_out_of_a_note_is_not_compared(world: World, capsys):
    spring, fall = and_fall(world)
    assert compared(capsys, spring, fall)["themes"]
    world.command("ana", THIS, where="dm")
    world.press("ana", "Edit")
    world.fill("ana", {"Keep these themes": []})
    its = [each for each in compared(capsys, spring, fall)["themes"] if fall in each["cohorts"]]
    assert its == []


def test_a_day_without_a_year_is_the_last_such_day(world: World, capsys):
    spring, fall = and_fall(world)
    assert compared(capsys, spring, fall, "--since", "03-01")["themes"]
    assert cli.main(["themes", spring, fall, "--since", "2099-01-01"]) == 2
    assert cli.main(["themes", spring, fall, "--since", "13-01"]) == 2
    assert cli.main(["themes", spring]) == 2
    assert cli.main(["themes", spring, "nowhere"]) == 2
