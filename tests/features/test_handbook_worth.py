"""What people wrote on why something is worth it stands in the handbook, too, as long as they let it,
and in the same way."""

import pytest

from bot.store import tables
from tests.features.discussed import card, discussed, quoting
from tests.features.test_marks import WHY, draft, kept_as
from tests.world import World

BY = "on why it is worth it"


def kept(world: World) -> dict[str, str]:
    messages = discussed(world)
    kept_as(world, "dee", messages["cho"], "A resource", WHY)
    draft(world)
    world.press("ana", "Approve and post")
    world.command("ben", "/cohort catch up", where="dm")
    return messages


def page(world: World) -> str:
    return card(world, "ben", "Chapters") or card(world, "ben", "Spring")


def test_it_stands_beside_what_it_is_about_as_its_author_is_quoted(world):
    kept(world)
    assert f"“{WHY}” — Dee Novak, {BY}" in page(world)
    quoting(world, "dee", "role")
    assert f"“{WHY}” — A member of the cohort, {BY}" in page(world)
    world.forget()
    world.command("ana", "/cohort handbook export", where="dm")
    assert f"A member of the cohort, {BY}" in "\n".join(world.told("ana"))


def test_it_stands_in_the_record_of_the_cohort_as_its_author_is_quoted(world):
    kept(world)
    for how, name in (("name", "Dee Novak"), ("role", "a member"), ("none", "")):
        quoting(world, "dee", how)
        world.forget()
        world.command("ana", "/cohort export", where="dm")
        record = "\n".join(world.told("ana"))
        assert (f"{name}, {BY}" in record) == (WHY in record) == bool(name), how


@pytest.mark.parametrize("how", ["withdraws", "erases", "takes-away", "is-deleted", "says-no"])
def test_it_leaves_a_page_that_stands_open(world, how):
    messages = kept(world)
    assert WHY in page(world)
    match how:
        case "withdraws":
            world.command("dee", "/cohort withdraw", where="dm")
            world.press("dee", "Withdraw")
        case "erases":
            world.command("dee", "/cohort erase me", where="dm")
            world.press("dee", "Erase it all")
        case "takes-away":
            kept_as(world, "dee", messages["cho"], "Take my mark away")
        case "says-no":
            quoting(world, "dee", "none")
        case _:
            world.delete("cho", messages["cho"])
    assert page(world) and WHY not in page(world)
    if how == "erases":
        assert world.says_anywhere(WHY) == [] and world.count(tables.mark) == 0
