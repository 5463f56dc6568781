"""Insights of several discussions stand in chapters together; moderators name, join and order them,
and that stays."""

import pytest

from bot.features.handbook import arranging
from bot.store import tables
from tests.features.discussed import card, cards
from tests.features.kept_of import CARDS, HEAD, NIGHT, PHONE, SECOND, WALK, opens, turned, twice
from tests.features.themed import BEFORE, DESK, FORM, REGISTRATION, SKIPS
from tests.world import World

NURSES = "Nurses, interpreter line, call"
PHONES = "Interpreter phone, desk, patient"


def arranged(world: World, who: str, **fields: str) -> None:
    """A moderator sends the form of the chapters. ``fields``: such as ``name2`` and ``goes2``."""
    opens(world, who)
    world.press(who, "Arrange chapters")
    shown = world.platform.form(who)
    assert shown is not None
    names = {each.name: each.label for each in shown.form.fields}
    label = {
        f"{name.split('-')[0]}{(n // 2) + 1}": label
        for n, (name, label) in enumerate(names.items())
    }
    world.fill(who, {label[each]: value for each, value in fields.items()})


def arranged_once(world: World, who: str, which: str, name: str) -> None:
    """A moderator names one of many chapters."""
    opens(world, who)
    world.press(who, "Arrange chapters")
    world.fill(who, {"Which chapter": which, "Its name": name})


def test_what_is_alike_stands_together_whatever_discussion_it_was_said_in(world):
    twice(world)
    page = opens(world, "ben")
    assert f"1. {REGISTRATION} – 3 insights" in page and f"2. {NURSES} – 3 insights" in page
    together = turned(world, "ben", "Open 1", REGISTRATION)
    assert DESK in together and FORM in together and CARDS in together
    assert "Hello, from where you are" in together and "Where are you now?" in together


def test_no_word_of_a_member_stands_in_what_is_kept_of_chapters(world):
    twice(world)
    kept = repr([world.rows(each) for each in (tables.chapter, tables.job, tables.handbook_page)])
    for word in ("egistration", "nurses", "phone", "interpreter"):
        assert word not in kept


def test_names_and_order_stay_when_there_is_more_to_group(world):
    twice(world)
    arranged(world, "ana", name1="Asking at the desk", goes1="Place 2", goes3="Joins Chapter 2: "
             + NURSES)  # fmt: skip
    page = opens(world, "ben")
    assert f"1. {NURSES} – 5 insights" in page and "2. Asking at the desk – 3 insights" in page
    world.until("2026-03-16 10:05")
    world.say("ben", "At registration we ask for the language of the parents, too.", to="prompt")
    world.say("cho", "Registration asks for the language twice, since people forget.", to="prompt")
    world.command("joy", "/cohort summary")
    world.press("joy", "Approve and post")
    after = card(world, "ben", HEAD)
    assert " – 5 insights\n2. Asking at the desk – 5 insights" in after
    both = turned(world, "ben", "Open 1", SKIPS)
    assert all(each in both for each in (SKIPS, BEFORE, NIGHT, WALK, PHONE))


def test_words_of_a_name_leave_with_whoever_said_them_and_the_chapter_stays(world):
    messages = twice(world)
    assert PHONES in opens(world, "ben")
    world.edit("cho", messages["cho"], f"{PHONE} It is new.")
    world.edit("ben", messages["ben"], "We have changed that.")
    page = card(world, "ben", HEAD)
    assert PHONES not in page and "Chapter 3 – 1 insight" in page


def test_two_moderators_overwrite_nothing_of_each_other(world):
    twice(world)
    opens(world, "joy")
    world.press("joy", "Arrange chapters")
    arranged(world, "ana", name1="Asking")
    world.fill("joy", {f"Chapter 1: {REGISTRATION}": "Front desk"})
    (why,) = world.platform.form("joy").errors.values()
    assert "The chapters changed meanwhile" in why
    assert "Asking" in opens(world, "ben") and world.says_anywhere("Front desk") == []


def test_a_chapter_joins_only_what_keeps_a_place(world):
    twice(world)
    arranged(world, "ana", goes1=f"Joins Chapter 2: {NURSES}",
             goes2=f"Joins Chapter 1: {REGISTRATION}")  # fmt: skip
    assert any("place of its own" in e for e in world.platform.form("ana").errors.values())


def test_of_many_chapters_one_is_arranged_at_a_time(world, monkeypatch):
    monkeypatch.setattr(arranging, "MANY", 2)
    twice(world)
    opens(world, "ana")
    world.press("ana", "Arrange chapters")
    world.fill("ana", {"Which chapter": f"Chapter 2: {NURSES}", "Its name": "Nurses", "Its place":
               "Place 1"})  # fmt: skip
    assert "1. Nurses – 3 insights" in opens(world, "ben")
    opens(world, "ana")
    world.press("ana", "Arrange chapters")
    world.fill("ana", {"Which chapter": f"Chapter 2: {REGISTRATION}",
                       "Or the chapter that it joins": "Joins Chapter 1: Nurses"})  # fmt: skip
    page = opens(world, "ben")
    assert "1. Nurses – 6 insights" in page and REGISTRATION not in page


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({}, "Give it a name", id="nothing"),
        pytest.param({"Its place": "Place 1", "Or the chapter that it joins":
                      f"Joins Chapter 2: {NURSES}"}, "Choose one of the two", id="both"),
        pytest.param({"Or the chapter that it joins": f"Joins Chapter 1: {REGISTRATION}"},
                     "Choose one of the two", id="itself"),
    ],
)  # fmt: skip
def test_what_a_chapter_cannot_do_alone_is_said_beside_the_field(world, monkeypatch, fields, why):
    monkeypatch.setattr(arranging, "MANY", 2)
    twice(world)
    before = opens(world, "ana")
    world.press("ana", "Arrange chapters")
    world.fill("ana", {"Which chapter": f"Chapter 1: {REGISTRATION}", **fields})
    assert any(why in each for each in world.platform.form("ana").errors.values())
    assert opens(world, "ana") == before


def test_late_arranging_of_one_chapter_changes_nothing(world, monkeypatch):
    monkeypatch.setattr(arranging, "MANY", 2)
    twice(world)
    opens(world, "joy")
    world.press("joy", "Arrange chapters")
    arranged_once(world, "ana", f"Chapter 1: {REGISTRATION}", "Asking")
    which = f"Chapter 1: {REGISTRATION}"
    world.fill("joy", {"Which chapter": which, "Its name": "Front desk"})
    (why,) = world.platform.form("joy").errors.values()
    assert "The chapters changed meanwhile" in why
    assert "Asking" in opens(world, "ben") and world.says_anywhere("Front desk") == []


def test_only_moderators_arrange(world):
    twice(world)
    opens(world, "ben")
    assert "Arrange chapters" not in world.buttons("ben")
    assert "Arrange chapters" in (opens(world, "joy"), world.buttons("joy"))[1]


def test_names_go_with_the_moderator_who_gave_them(world):
    twice(world)
    arranged(world, "ana", name1="Asking at the desk", goes1="Place 2")
    opens(world, "ben")
    world.command("ana", "/cohort erase me", where="dm")
    world.press("ana", "Erase it all")
    assert world.says_anywhere("Asking at the desk") == []
    page = card(world, "ben", HEAD)
    assert page.index(NURSES) < page.index(REGISTRATION)


def test_whoever_comes_later_catches_up(world):
    twice(world)
    world.enters("ivy", name="Ivy Ng")
    world.press("ana", "Invite")
    assert "shows what was shared so far" in card(world, "ivy", "Catch up")
    assert "Catch up" not in world.buttons("ivy"), "it would refuse them"
    world.press("ivy", "Agree")
    world.press("ivy", "Catch up")
    page = card(world, "ivy", "Spring so far")
    assert "It is about Collecting patient language data." in page
    assert "Week 2 of 4: Where are you now?" in page
    assert all(each in page for each in (DESK, *SECOND.values()))
    assert "The newest summary" in page


def test_at_the_end_members_hear_where_the_handbook_is_and_moderators_that_they_can_keep_it(world):
    twice(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-03-20"})
    world.forget()
    world.until("2026-03-27 12:00")
    assert any("export it before" in each for each in world.told("ana"))
    assert "for you to read until Thursday, June 18" in card(world, "gus", "has ended")
    world.press("gus", "Open the handbook")
    assert REGISTRATION in card(world, "gus", HEAD)
    world.press("gus", "Open 1")
    world.until("2026-06-20 12:00")
    assert "has been deleted" in card(world, "gus", HEAD)
    assert REGISTRATION not in "\n".join(cards(world, "gus", "dm:gus"))
    assert [world.count(each) for each in (tables.chapter, tables.handbook_page)] == [0, 0]
    world.forget()
    world.command("gus", "/cohort handbook", where="dm")
    assert DESK not in "\n".join(world.told("gus"))
