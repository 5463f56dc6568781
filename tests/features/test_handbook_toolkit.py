"""A programme's own material: pasted in by moderators, found beside what members shared, and gone
from the pages when it is taken out."""

from bot.store import tables
from tests.features.checkins.checked import presses
from tests.features.discussed import card
from tests.world import World

GUIDE = "# Before the visit\nBook the interpreter with the visit.\n\n# After it\nWrite down how it went."
LINKS = "Posters in ten languages: https://example.org/posters\nhttps://example.org/words Glossary"
ADDED = {"What it is called": "Interpreter guide", "Where it can be opened, such as https://example.org/guide":
         "https://example.org/guide", "What it says": GUIDE}  # fmt: skip


def adds(world: World, who: str = "ana", **more: str) -> None:
    world.command(who, "/cohort toolkit add", where="dm")
    world.fill(who, {**ADDED, **more})


def page(world: World, who: str) -> str:
    return card(world, who, "From the handbook of Spring")


def test_everyone_finds_it_and_sees_that_it_is_of_the_toolkit(world):
    world.cohort("ben")
    adds(world)
    world.command("ben", "/cohort find booking interpreters", where="dm")
    told = page(world, "ben")
    assert "Book the interpreter with the visit." in told
    assert (
        "From the toolkit: Interpreter guide, Before the visit (https://example.org/guide)" in told
    )
    assert "Write down how it went." not in told


def test_a_list_of_links_is_found_by_its_titles(world):
    world.cohort("ben")
    adds(world, **{"What it says": LINKS})
    world.command("ben", "/cohort find poster", where="dm")
    assert "https://example.org/posters" in page(world, "ben")
    assert "Interpreter guide, Posters in ten languages" in page(world, "ben")


def test_what_is_taken_out_leaves_the_pages_too(world):
    world.cohort("ben", moderators=("ana", "joy"))
    adds(world)
    world.command("ben", "/cohort find booking", where="dm")
    world.command("joy", "/cohort toolkit", where="dm")
    assert "Interpreter guide" in world.told("joy")[-1]
    world.press("joy", "Remove")
    assert "Book the interpreter" not in page(world, "ben")
    assert world.rows(tables.toolkit) == [] and world.rows(tables.toolkit_section) == []
    assert "is empty" in card(world, "joy", "toolkit of Spring")


def test_what_is_wrong_is_said_and_nothing_is_kept(world):
    world.cohort("ben")
    world.command("ana", "/cohort toolkit add", where="dm")
    link = "Where it can be opened, such as https://example.org/guide"
    world.fill("ana", {"What it is called": "Guide"})
    assert "needs a link or a text" in world.platform.form("ana").errors["text"]
    world.fill("ana", {"What it is called": "Guide", link: "javascript:alert(1)"})
    assert "not a web address" in world.platform.form("ana").errors["link"]
    assert world.rows(tables.toolkit) == []


def test_members_may_neither_add_nor_remove(world):
    world.cohort("ben")
    adds(world)
    (row,) = world.rows(tables.toolkit)
    world.command("ben", "/cohort toolkit add", where="dm")
    assert world.platform.form("ben") is None
    presses(world, "ben", "toolkit.remove", toolkit=row["id"])
    assert world.rows(tables.toolkit) == [row]


def test_a_second_press_is_stale(world):
    world.cohort("ben")
    adds(world)
    (row,) = world.rows(tables.toolkit)
    presses(world, "ana", "toolkit.remove", toolkit=row["id"])
    presses(world, "ana", "toolkit.remove", toolkit=row["id"])
    assert "This button has done its work" in world.told("ana")[-1]


def test_it_stays_when_whoever_added_it_is_erased(world):
    world.cohort("ben", moderators=("ana", "joy"))
    adds(world, "joy")
    world.command("joy", "/cohort erase me", where="dm")
    world.press("joy", "Erase it all")
    (row,) = world.rows(tables.toolkit)
    assert row["by"] is None


def test_it_stands_in_the_record_of_its_cohort_and_in_no_persons(world):
    world.cohort("ben")
    adds(world)
    world.command("ana", "/cohort export", where="dm")
    record = "\n".join(each.text for each in world.stage.lines() if each.to == "dm:ana")
    assert "Material: Interpreter guide" in record
    assert "From https://example.org/guide, added on March 1, 2026" in record
    assert "Before the visit" in record
    world.command("ben", "/cohort my data export", where="dm")
    assert "Interpreter guide" not in "\n".join(world.told("ben"))
