"""Of rounds without names everyone who reads them reads the same, before and after: what differs
between two pages would be known by whose it is."""

import pytest

from bot.store.tables import checkin_round
from tests.features.checkins.checked import (
    EIGHT,
    answers,
    gathered,
    leads,
    seen,
    sends,
)
from tests.features.checkins.test_confidential import FIT, KEEP
from tests.features.checkins.test_readers_change import is_noted
from tests.world import World

BEN, CLOSED = "From ben.", "2026-03-12 09:30"
BOTH = "Ana Ruiz and Joy Lee read this, without your name"
ALONE = "Nobody but you can read this"


def opened(world: World, *, led: str = "") -> None:
    """A round that promises Ana and Joy, who lead those who are ``led``."""
    gathered(world, *EIGHT, "kim", moderators=("ana", "joy"))
    if led:
        leads(world, "joy", led)
    sends(world, "midway")


def answered(world: World) -> None:
    for who in EIGHT:
        answers(world, who, {FIT: "4", KEEP: f"From {who}."})


def page(world: World, who: str) -> str:
    world.forget()
    world.command(who, "/cohort checkin results", where="dm")
    return seen(world, who, "Midway")


def test_two_readers_read_the_same_though_one_leads_somebody(world: World):
    opened(world, led="ben")
    assert ALONE in seen(world, "ben", "Midway") and BOTH in seen(world, "cho", "Midway")
    answered(world)
    world.until(CLOSED)
    assert BEN not in page(world, "ana") and "From cho." in page(world, "ana")
    assert page(world, "ana") == page(world, "joy")


@pytest.mark.parametrize("answers_first", [True, False], ids=["answered", "not yet answered"])
def test_whoever_comes_to_lead_somebody_reads_nothing_of_it(world: World, answers_first: bool):
    opened(world)
    if answers_first:
        answered(world)
    is_noted(world)
    if not answers_first:
        assert "Ana Ruiz reads this, without your name" in form(world, "cho")
        answered(world)
    for who in ("ben", "cho"):
        assert "Ana Ruiz reads this, without your name" in form(world, who, "Change my answers")
    world.until(CLOSED)
    assert BEN in page(world, "ana")
    assert "no answers here for you to read" in read(world, "joy")


def test_whoever_led_somebody_meanwhile_reads_nothing_of_it_later_either(world: World):
    opened(world)
    is_noted(world)
    world.command("ana", "/cohort members @ben")
    world.fill("ana", {"Line manager": ""})
    answered(world)
    world.until(CLOSED)
    assert "no answers here for you to read" in read(world, "joy")


def test_what_stood_before_somebody_gives_way_once_they_lead_an_author(world: World):
    opened(world)
    answered(world)
    world.until(CLOSED)
    assert BEN in page(world, "joy")
    is_noted(world)
    assert "were not promised to you" in seen(world, "joy", "Midway")
    assert BEN in seen(world, "ana", "Midway") or BEN in page(world, "ana")


def test_what_was_for_nobody_stays_so_once_the_line_manager_is_erased(world: World):
    opened(world, led="ben")
    answered(world)
    world.until(CLOSED)
    before = page(world, "ana")
    world.command("joy", "/cohort erase me", where="dm")
    world.press("joy", "Erase it all")
    assert page(world, "ana") == before


def test_nothing_comes_or_goes_with_an_agreement_after_the_close(world: World):
    opened(world)
    answered(world)
    world.command("cho", "/cohort withdraw", where="dm")
    world.press("cho", "Withdraw")
    world.until(CLOSED)
    before = page(world, "ana")
    assert BEN in before and "From cho." not in before
    world.command("ben", "/cohort withdraw", where="dm")
    assert "without your name" in world.told("ben")[-1]
    world.press("ben", "Withdraw")
    world.command("cho", "/cohort agree", where="dm")
    world.press("cho", "Agree")
    assert seen(world, "ana", "Midway") == before == page(world, "ana")


def test_what_was_kept_to_oneself_does_not_come_after_the_close(world: World):
    opened(world)
    answered(world)
    world.press("ben", "Keep it to myself")
    world.until(CLOSED)
    before = page(world, "ana")
    assert BEN not in before
    world.press("ben", "Let them read it")
    assert page(world, "ana") == before
    assert "Let them read it" not in world.buttons("ben")


def form(world: World, who: str, button: str = "Answer") -> str:
    """What stands above the first question now."""
    world.press(who, button)
    return world.shown(who)


def read(world: World, who: str) -> str:
    world.forget()
    world.command(who, "/cohort checkin results", where="dm")
    return "".join(world.told(who))


def test_whom_a_reader_leads_hides_nobody_else(world: World):
    gathered(world, *EIGHT, moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    world.command("ana", "/cohort checkin midway")
    world.press("ana", "Send a round now")
    world.fill("ana", {})
    form = world.platform.form("ana")
    assert form is not None and "today it would be 7" in repr(form.errors)
    assert world.count(checkin_round) == 0
