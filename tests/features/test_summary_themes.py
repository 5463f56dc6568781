"""The draft and the posted summary present what was shared by theme; moderators name, order, join
and complete the themes."""

from bot.store import tables
from tests.features.discussed import card, posted, quoting
from tests.features.themed import (
    ASKED,
    BEFORE,
    DESK,
    FORM,
    LINE,
    MEMBERS,
    MORNING,
    REGISTRATION,
    SAME,
    SKIPS,
    themed,
)
from tests.world import World

SECOND = "Booking costs nothing before nine."
THIRD = "We print the hours on the door of every examination room we have."
MORE = f"{MORNING} {SECOND} {THIRD}"
NURSES = ("Nurses, interpreter line", SKIPS)


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(each) for each in parts]
    return -1 not in places and places == sorted(places)


def draft(world: World, who: str = "ana") -> str:
    return card(world, who, "Draft:")


def body(text: str) -> list[str]:
    """The lines between the title and the end of a draft or a posted summary."""
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("Background"))
    last = next(n for n, line in enumerate(lines) if "quoted here, word for word" in line)
    return lines[first : last + 1]


def test_a_draft_presents_what_was_shared_by_theme(world):
    themed(world, gus=SAME, hal=ASKED)
    told = draft(world)
    assert in_order(told, REGISTRATION, DESK, *NURSES, "Open questions (no reply found)", ASKED)
    assert f"“{MORNING}” — Eli Stone, one of 2 people who say this" in told
    assert told.count(ASKED) == 1
    assert "7 messages are quoted here, word for word" in told


def test_who_is_not_quoted_is_counted_as_left_out_and_named_nowhere(world):
    world.cohort("ben", "cho", "dee", "eli", "fay", moderators=("ana",))
    quoting(world, "fay", "none")
    world.until("2026-03-02 10:05")
    for who, text in (("ben", DESK), ("cho", SKIPS), ("dee", BEFORE), ("fay", FORM)):
        world.say(who, text, to="prompt")
    world.command("ana", "/cohort summary")
    told = draft(world)
    assert "1 message is left out: its author has not agreed to be quoted." in told
    assert FORM not in told and "Fay" not in told


def test_words_of_a_label_leave_with_the_last_who_says_them(world):
    messages = themed(world)
    assert LINE in draft(world)
    assert "minutes, nurses" in repr(world.rows(tables.summary))
    world.delete("cho", messages["cho"])
    assert "minutes" not in repr(world.rows(tables.summary))
    told = draft(world)
    assert LINE not in told and in_order(told, "Theme 1", BEFORE, REGISTRATION, DESK)
    world.command("dee", "/cohort erase me", where="dm")
    world.press("dee", "Erase it all")
    assert world.says_anywhere(BEFORE) == []


def test_moderators_name_order_and_join_themes_and_leave_some_out(world):
    themed(world)
    world.press("ana", "Arrange themes")
    world.fill(
        "ana", {f"Theme 2: {REGISTRATION}": "At the front desk", "Where theme 2 goes": "Place 1"}
    )
    for who in ("ana", "joy"):
        assert in_order(draft(world, who), "At the front desk", DESK, LINE, SKIPS)
    world.press("joy", "Arrange themes")
    world.fill("joy", {"Where theme 2 goes": "Joins Theme 1: At the front desk"})
    joined = draft(world)
    assert in_order(joined, "At the front desk", DESK, SKIPS) and LINE not in joined
    world.press("ana", "Arrange themes")
    world.fill("ana", {"Where theme 1 goes": "Leave it out"})
    assert DESK not in draft(world) and "5 more can be taken in" in draft(world)
    world.press("ana", "Arrange themes")
    world.fill("ana", {"Where theme 1 goes": "Place 1"})
    assert body(draft(world)) == body(joined)


def test_what_is_approved_is_what_was_seen(world):
    themed(world, gus=SAME, hal=ASKED)
    world.press("ana", "Arrange themes")
    world.fill("ana", {f"Theme 2: {NURSES[0]}": "Nurses", "Where theme 2 goes": "Place 1"})
    seen = body(draft(world, "joy"))
    world.press("joy", "Approve and post")
    (summary,) = posted(world)
    assert body(summary) == seen
    world.command("ana", "/cohort summary")
    assert body(draft(world)) == seen


def test_a_theme_joins_only_what_keeps_a_place(world):
    themed(world)
    world.press("ana", "Arrange themes")
    world.fill(
        "ana",
        {
            "Where theme 1 goes": f"Joins Theme 2: {REGISTRATION}",
            "Where theme 2 goes": "Leave it out",
        },
    )
    assert "has a place of its own" in world.platform.form("ana").errors["goes-t1"]
    assert LINE in draft(world)


def test_two_moderators_who_change_themes_at_once_overwrite_nothing(world):
    themed(world, eli=MORE)
    world.press("ana", "Arrange themes")
    world.press("joy", "Add points")
    world.fill("ana", {f"Theme 1: {LINE}": "Interpreters"})
    world.fill("joy", {})
    (why,) = world.platform.form("joy").errors.values()
    assert why.startswith("Ana Ruiz changed the draft meanwhile") and "press Add points" in why
    world.press("joy", "Arrange themes")
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "Hello."})
    world.fill("joy", {"Theme 1: Interpreters": "The line"})
    (why,) = world.platform.form("joy").errors.values()
    assert "press Arrange themes" in why
    assert "The line" not in draft(world)


def test_moderators_add_what_is_not_quoted_yet(world):
    themed(world, eli=MORE)
    assert SECOND not in draft(world) and THIRD not in draft(world)
    world.press("ana", "Add points")
    world.fill("ana", {f"From “{LINE}”": [SECOND, THIRD]})
    assert in_order(draft(world, "joy"), LINE, MORNING, THIRD, SECOND, REGISTRATION)
    world.press("joy", "Add points")
    assert "nothing more to quote" in world.told("joy")[-1]
    world.command("ana", "/cohort summary")
    assert SECOND in draft(world) and THIRD in draft(world)


def test_words_that_changed_while_they_were_chosen_are_not_added(world):
    messages = themed(world, eli=MORE)
    world.press("ana", "Add points")
    world.edit("eli", messages["eli"], MORNING)
    world.fill("ana", {f"From “{LINE}”": [THIRD]})
    (why,) = world.platform.form("ana").errors.values()
    assert "changed meanwhile" in why
    assert world.says_anywhere(THIRD) == []


def test_where_everything_is_quoted_nothing_is_on_offer(world):
    themed(world)
    world.press("ana", "Add points")
    assert "nothing more to quote" in world.told("ana")[-1]


def test_names_of_themes_go_with_the_moderator_who_gave_them(world):
    themed(world)
    world.press("ana", "Arrange themes")
    world.fill("ana", {f"Theme 1: {LINE}": "Interpreters at night"})
    world.press("joy", "Edit")
    world.fill("joy", {"Opening words": "Hello."})
    world.command("ana", "/cohort erase me", where="dm")
    world.press("ana", "Erase it all")
    assert world.says_anywhere("Interpreters at night") == []
    assert in_order(draft(world, "joy"), "Theme 1", SKIPS, REGISTRATION, DESK)


def test_a_fresh_draft_keeps_what_moderators_arranged(world):
    themed(world)
    world.press("ana", "Arrange themes")
    world.fill("ana", {f"Theme 2: {REGISTRATION}": "Desk", "Where theme 2 goes": "Place 1"})
    later = "Nurses say that the interpreter line takes minutes that they do not have."
    world.say("hal", later, to="prompt")
    world.command("joy", "/cohort summary")
    assert in_order(draft(world), "Desk", DESK, LINE, later)


def test_who_is_quoted_by_role_does_not_tell_where_they_work(world: World):
    world.cohort(*MEMBERS, moderators=("ana", "joy"))
    for who in ("ben", "cho"):
        world.command("ana", f"/cohort members @{who}")
        world.fill("ana", {"Organisation": "Bayview Clinic"})
    world.command("ben", "/cohort quote role")
    world.until("2026-03-02 10:05")
    world.say("ben", f"We at Bayview hang posters in the lobby. {DESK}", to="prompt")
    world.say("cho", "At Bayview Clinic the nurses call the interpreter line first.", to="prompt")
    world.forget()
    world.command("ana", "/cohort summary")
    draft = card(world, "ana", "Draft:")
    assert DESK in draft and "the nurses call the interpreter line first" in draft
    assert "posters" not in draft and "Ben" not in draft


def test_who_chooses_to_be_quoted_by_role_later_is_not_told_by_what_was_quoted(world: World):
    themed(world, gus="We at Bayview hang posters in the lobby, and Gus counts who reads them.")
    world.command("ana", "/cohort members @cho")
    world.fill("ana", {"Organisation": "Harbor Health Center"})
    world.press("ana", "Approve and post")
    (shown,) = posted(world)
    assert "Gus counts" in shown and SKIPS in shown
    world.command("gus", "/cohort quote role")
    world.command("cho", "/cohort quote role")
    (shown,) = posted(world)
    assert "Gus" not in shown and "posters" not in shown and SKIPS in shown


def test_where_somebody_works_who_is_quoted_by_role_leaves_once_it_is_known(world: World):
    posters = (
        "We at Bayview hang posters in the lobby, and https://bayviewclinic.org/poster has one."
    )
    world.cohort(*MEMBERS, moderators=("ana", "joy"))
    world.command("gus", "/cohort quote role")
    world.until("2026-03-02 10:05")
    for who, text in {"gus": posters, "cho": SKIPS, "dee": BEFORE}.items():
        world.say(who, text, to="prompt")
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")
    (shown,) = posted(world)
    assert "hang posters" in shown
    world.command("ana", "/cohort members @gus")
    world.fill("ana", {"Organisation": "Bayview Clinic"})
    (shown,) = posted(world)
    assert "hang posters" not in shown and "bayview" not in shown.casefold() and SKIPS in shown
