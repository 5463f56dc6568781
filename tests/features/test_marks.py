"""People mark messages for the summary, by a reaction or from the message's menu; the draft takes
it up, and nobody is shown who marked what."""

import pytest

from bot.store import tables
from tests.features.discussed import BEN, CHO, card, discussed, posted, quoting
from tests.world import World

WHY = "It saved our front desk a whole morning."
SHORT = "Picture cards, laminated."
KEEP = "What is it?"
ABOUT = "For a resource: why is it worth it?"


def draft(world: World) -> str:
    world.command("ana", "/cohort summary")
    return card(world, "ana", "Draft:")


def kept_as(world: World, who: str, message: str, kind: str, why: str = "") -> None:
    world.keep(who, message)
    world.fill(who, {KEEP: kind, **({ABOUT: why} if why else {})})


def marked(world: World) -> list[str]:
    return sorted(row["kind"] for row in world.rows(tables.mark))


@pytest.mark.parametrize(
    ("emoji", "kind"),
    [("bulb", "insight"), ("wrench", "tool"), ("paperclip", "resource"), ("question", "question")],
    ids=["bulb", "wrench", "paperclip", "question"],
)
def test_a_reaction_marks_a_message_quietly_and_taking_it_away_unmarks_it(world, emoji, kind):
    messages = discussed(world)
    world.forget()
    world.react("dee", messages["ben"], emoji)
    assert marked(world) == [kind]
    world.react("dee", messages["ben"], emoji)
    assert marked(world) == []
    assert world.shown("dee") == f":{emoji}:\n:{emoji}:" and world.told("dee") == []


def test_a_marked_tool_is_one_in_the_draft_and_nobody_is_told_who_marked_it(world):
    messages = discussed(world)
    world.react("dee", messages["ben"], "wrench")
    told = draft(world)
    assert f"“{BEN}” — Ben Okafor, on a tool" in told
    assert told.count("on a tool") == 1 and "Dee Novak" not in told
    world.command("ben", "/cohort withdraw", where="dm")
    world.press("ben", "Withdraw")
    assert BEN not in card(world, "ana", "Draft:")


def test_three_people_or_a_moderator_bring_a_message_into_the_draft_however_short(world):
    discussed(world)
    short = world.say("cho", SHORT, to="prompt")
    for who in ("ben", "dee"):
        world.react(who, short, "bulb")
    draft(world)
    world.react("joy", short, "bulb")
    assert f"“{SHORT}”" in draft(world)


def test_a_resource_is_kept_with_why_in_the_markers_own_way(world):
    messages = discussed(world)
    world.forget()
    kept_as(world, "dee", messages["cho"], "A resource", WHY)
    assert "Marked for the summary: A resource." in world.told("dee")[-1]
    assert f"“{WHY}” — Dee Novak, on why it is worth it" in draft(world)
    quoting(world, "dee", "role")
    now = card(world, "ana", "Draft:")
    assert f"“{WHY}” — A member of the cohort, on why it is worth it" in now
    quoting(world, "dee", "none")
    assert WHY not in card(world, "ana", "Draft:")


@pytest.mark.parametrize("how", ["withdraws", "erases", "takes-away", "is-deleted"])
def test_why_leaves_what_was_posted_with_whoever_takes_it_back(world, how):
    messages = discussed(world)
    kept_as(world, "dee", messages["cho"], "A resource", WHY)
    draft(world)
    world.press("ana", "Approve and post")
    assert WHY in posted(world)[0]
    match how:
        case "withdraws":
            world.command("dee", "/cohort withdraw", where="dm")
            world.press("dee", "Withdraw")
        case "erases":
            world.command("dee", "/cohort erase me", where="dm")
            world.press("dee", "Erase it all")
        case "takes-away":
            kept_as(world, "dee", messages["cho"], "Take my mark away")
        case _:
            world.delete("cho", messages["cho"])
    assert WHY not in posted(world)[0]
    assert world.says_anywhere(WHY) == (["mark"] if how == "withdraws" else [])


def test_why_that_names_whoever_is_not_to_be_named_is_not_shown(world):
    messages = discussed(world)
    quoting(world, "ben", "none")
    kept_as(world, "dee", messages["cho"], "A resource", "Ben Okafor swears by it.")
    assert "swears by it" not in draft(world)


def test_other_words_on_why_are_read_by_moderators_before_anyone_sees_them(world):
    messages = discussed(world)
    kept_as(world, "dee", messages["cho"], "A resource", WHY)
    draft(world)
    world.press("ana", "Approve and post")
    kept_as(world, "dee", messages["cho"], "A resource", "Buy it from my cousin.")
    assert WHY not in posted(world)[0] and "cousin" not in posted(world)[0]
    assert "cousin" in draft(world)


def test_only_a_resource_has_a_why(world):
    messages = discussed(world)
    kept_as(world, "dee", messages["cho"], "A tool", WHY)
    assert "This line is for a resource." in world.shown("dee")
    assert marked(world) == []


@pytest.mark.parametrize("way", ["reaction", "menu"])
def test_whoever_has_not_agreed_marks_nothing_and_is_told_so_if_they_ask(world, way):
    world.cohort("ben", "cho", moderators=("ana",), agreed=("ana", "ben"))
    world.until("2026-03-02 10:05")
    message = world.say("ben", BEN, to="prompt")
    world.forget()
    if way == "reaction":
        world.react("cho", message, "wrench")
        assert world.told("cho") == []
    else:
        world.keep("cho", message)
        assert "I ask for your agreement first" in world.told("cho")[0]
        assert "Agree" in world.buttons("cho")
    assert marked(world) == []


def test_what_is_not_kept_cannot_be_marked_and_why_it_is_not_is_not_told(world):
    world.cohort("ben", "cho", moderators=("ana",), agreed=("ana", "ben"))
    beside = world.say("ben", "Off topic, at the very beginning.")
    world.until("2026-03-02 10:05")
    not_agreed = world.say("cho", CHO, to="prompt")
    world.forget()
    for message in (beside, not_agreed, world.stage.prompt() or ""):
        world.react("ben", message, "wrench")
        world.keep("ben", message)
    assert len(set(told := world.told("ben"))) == 1 and len(told) == 3
    assert "This message is not kept" in told[0] and marked(world) == []


def test_whoever_does_not_belong_marks_nothing(world):
    messages = discussed(world)
    world.enters("eli")
    world.forget()
    world.react("eli", messages["ben"], "wrench")
    world.keep("eli", messages["ben"])
    assert world.told("eli") != [] and marked(world) == []


def test_reactions_that_mean_nothing_leave_no_mark_and_the_menu_leaves_one_of_a_kind(world):
    messages = discussed(world)
    for emoji in ("bulb", "wrench", "paperclip", "question", *(f"e{n}" for n in range(30))):
        world.react("dee", messages["ben"], emoji)
    for _ in range(2):
        kept_as(world, "dee", messages["ben"], "A tool")
    assert marked(world) == ["insight", "question", "resource", "tool", "tool"]


def test_marks_of_whoever_withdrew_count_no_more(world):
    messages = discussed(world)
    short = world.say("cho", SHORT, to="prompt")
    world.react("joy", short, "bulb")
    world.react("dee", messages["ben"], "wrench")
    world.command("dee", "/cohort withdraw", where="dm")
    world.press("dee", "Withdraw")
    assert "on a tool" not in draft(world)
    assert len(marked(world)) == 2


def test_a_mark_after_the_draft_changes_no_card_and_is_suggested_first(world):
    discussed(world)
    before = draft(world)
    late = world.say("ben", "We also print the hours on the door of every room.", to="prompt")
    world.forget()
    world.react("dee", late, "bulb")
    assert world.told("ana") == [] and card(world, "ana", "Draft:") == before
    world.press("ana", "Add points")
    assert "People marked these messages" in world.shown("ana")


def test_moderators_say_which_reactions_mark_and_members_can_look(world):
    messages = discussed(world)
    world.command("dee", "/cohort marks")
    assert "🔧 a tool" in world.told("dee")[-1] and "Change the reactions" not in str(
        world.buttons("dee")
    )
    world.command("ana", "/cohort marks")
    world.press("ana", "Change the reactions")
    world.fill("ana", {"A tool": "not a name!", "An insight": ":bulb:"})
    assert "Please write names of reactions" in world.shown("ana")
    world.fill("ana", {"A tool": ":hammer: 🔧 :+1::skin-tone-3:", "An insight": ""})
    world.react("dee", messages["ben"], "bulb")
    world.react("dee", messages["ben"], "hammer")
    assert marked(world) == ["tool"]
    world.react("cho", messages["ben"], "+1")
    assert marked(world) == ["tool", "tool"]


def meaning(world: World, **reactions: str) -> None:
    world.command("ana", "/cohort marks")
    world.press("ana", "Change the reactions")
    world.fill("ana", {each.replace("_", " "): names for each, names in reactions.items()})


def test_a_reaction_that_is_taken_away_takes_its_mark_along_whatever_it_means_by_then(world):
    messages = discussed(world)
    world.react("dee", messages["ben"], "bulb")
    meaning(world, An_insight="", A_tool="💡")
    world.react("cho", messages["ben"], "bulb")
    assert marked(world) == ["insight", "tool"]
    world.react("dee", messages["ben"], "bulb")
    assert marked(world) == ["tool"]


def test_of_two_reactions_of_one_kind_one_may_go_and_they_count_as_one_mark(world):
    messages = discussed(world)
    meaning(world, A_tool="🔧 :hammer:")
    for emoji in ("wrench", "hammer"):
        world.react("dee", messages["ben"], emoji)
    for who in ("cho", "ben"):
        world.react(who, messages["ben"], "bulb")
    assert "on an insight" not in (told := draft(world)) and f"“{BEN}”" in told
    world.react("dee", messages["ben"], "wrench")
    assert marked(world) == ["insight", "insight", "tool"]


def test_a_reaction_that_goes_leaves_what_was_written_in_the_menu(world):
    messages = discussed(world)
    world.react("dee", messages["cho"], "paperclip")
    kept_as(world, "dee", messages["cho"], "A resource", WHY)
    world.react("dee", messages["cho"], "paperclip")
    assert WHY in draft(world)


@pytest.mark.parametrize("since", ["the-cohort-ended", "its-author-withdrew", "they-withdrew"])
def test_whoever_has_marked_may_always_take_it_away_and_do_nothing_else(world, since):
    messages = discussed(world)
    kept_as(world, "dee", messages["cho"], "A resource", WHY)
    world.react("dee", messages["cho"], "bulb")
    _moved_on(world, since)
    world.forget()
    world.keep("dee", messages["cho"])
    assert "A resource" not in world.shown("dee")
    world.fill("dee", {KEEP: "Take my mark away"})
    assert "Your mark is gone" in world.told("dee")[-1]
    assert marked(world) == [] and world.says_anywhere(WHY) == []


@pytest.mark.parametrize("since", ["the-cohort-ended", "its-author-withdrew", "they-withdrew"])
def test_a_form_that_was_open_before_marks_nothing_and_still_takes_away(world, since):
    messages = discussed(world)
    world.react("dee", messages["cho"], "bulb")
    world.keep("dee", messages["cho"])
    _moved_on(world, since)
    world.fill("dee", {KEEP: "A resource", ABOUT: WHY})
    assert marked(world) == ["insight"]
    world.keep("dee", messages["cho"])
    world.fill("dee", {KEEP: "Take my mark away"})
    assert marked(world) == []


def test_a_reaction_is_taken_away_after_the_end_and_none_is_added(world):
    messages = discussed(world)
    world.react("dee", messages["cho"], "bulb")
    _moved_on(world, "the-cohort-ended")
    world.react("dee", messages["cho"], "wrench")
    world.react("dee", messages["cho"], "bulb")
    assert marked(world) == []


def _moved_on(world: World, since: str) -> None:
    if since == "the-cohort-ended":
        world.command("ana", "/cohort settings")
        world.fill("ana", {"Last day": "2026-03-03", "Delete words after the end": "30"})
        world.until("2026-03-05 12:00")
    else:
        who = "cho" if since == "its-author-withdrew" else "dee"
        world.command(who, "/cohort withdraw", where="dm")
        world.press(who, "Withdraw")


def test_a_form_with_reactions_is_late_when_another_moderator_has_changed_them(world):
    discussed(world)
    for who in ("ana", "joy"):
        world.command(who, "/cohort marks")
        world.press(who, "Change the reactions")
    world.fill("ana", {"A tool": ":hammer:"})
    world.fill("joy", {"A tool": ":gear:"})
    assert "The reactions changed meanwhile" in world.shown("joy")
    world.command("dee", "/cohort marks")
    assert ":hammer: a tool" in world.told("dee")[-1]
