"""A note rests on words that can leave: it follows them, as a draft and when it was approved."""

from bot.store.tables import outgoing
from tests.features.discussed import CHO, card
from tests.features.noted import GUS, LINE, THIS, TITLE, drafted, note, passed_on
from tests.features.themed import themed
from tests.world import World

OTHER = "We have nothing to say on this any more."


def withdraws(world: World, who: str) -> None:
    world.command(who, "/cohort withdraw", where="dm")
    world.press(who, "Withdraw")


def edits(world: World) -> int:
    """How often cards were changed, whether anybody can see it or not."""
    return sum(each["kind"] == "edit" for each in world.rows(outgoing))


def erases(world: World, who: str) -> None:
    world.command(who, "/cohort erase me", where="dm")
    world.press(who, "Erase it all")


def test_a_name_whose_words_are_taken_back_becomes_plain_also_when_approved(world: World):
    passed_on(world)
    assert LINE in note(world)
    for who in ("gus", "hal", "eli"):
        withdraws(world, who)
    assert LINE not in note(world) and "nterpreter" not in note(world)
    assert TITLE in note(world) and "4 people" not in note(world)
    assert "https://example.org/line" not in note(world), "it was Gus who shared it"


def test_erased_they_are_in_no_number_and_nothing_is_kept_of_them(world: World):
    drafted(world)
    erases(world, "gus")
    assert "6 people in 1 discussion shared what" in note(world)
    assert "https://example.org/line" not in note(world)
    assert world.says_anywhere(GUS) == []


def test_a_moderators_words_go_with_whoever_wrote_them(world: World):
    drafted(world)
    world.command("joy", THIS, where="dm")
    world.press("joy", "Edit")
    world.fill(
        "joy", {"Opening words": "From Joy.", f"Call it differently: {LINE}": "Joy's own name"}
    )
    assert "Joy's own name" in note(world) and "From Joy." in note(world)
    erases(world, "joy")
    assert "Joy's own name" not in note(world) and "From Joy." not in note(world)
    assert LINE in note(world)
    assert world.says_anywhere("Joy's own name") == [] and world.says_anywhere("From Joy.") == []


def test_an_edited_message_counts_for_what_it_says_now(world: World):
    messages = drafted(world)
    world.edit("gus", messages["gus"], OTHER)
    assert "https://example.org/line" not in note(world)


def test_what_one_moderator_decides_all_see(world: World):
    drafted(world)
    world.command("joy", THIS, where="dm")
    world.press("joy", "Approve")
    assert "Joy Lee approved this note" in note(world)
    world.press("ana", "Change it")
    world.press("joy", "Discard")
    assert "Joy Lee discarded the note" in note(world, words="the note about March 2026")


def test_what_is_approved_later_joins_a_draft_and_not_a_note_that_was_approved(world: World):
    passed_on(world)
    world.until("2026-03-09 10:05")
    for who in ("ben", "cho", "dee"):
        world.say(who, "The front desk asks for the language on every first visit.", to="prompt")
        world.advance(minutes=1)
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")
    assert "2 discussions" not in note(world), "nobody has approved that"
    world.command("ana", THIS, where="dm")
    world.press("ana", "Change it")
    assert "in 2 discussions" in note(world)


def test_a_period_fills_in_for_discussions_without_a_summary(world: World):
    themed(world)
    world.press("ana", "Discard")
    world.command("ana", "/cohort summary this month")
    world.press("ana", "Approve and post")
    world.command("ana", THIS, where="dm")
    assert "5 people in 1 discussion shared what" in note(world)
    assert "1 discussion of that month has no approved summary" in note(world)


def test_a_member_who_leaves_changes_no_card(world: World):
    drafted(world)
    before = edits(world)
    world.leaves("dee")
    assert edits(world) == before


def test_whoever_moderates_no_more_reads_no_more(world: World):
    drafted(world)
    world.command("joy", THIS, where="dm")
    assert LINE in note(world, "joy")
    world.command("ana", "/cohort role @joy member")
    assert LINE not in card(world, "joy", "Notes about Spring are for those who moderate it")
    assert not note(world, "joy")


def test_a_link_into_somebodys_storage_is_not_passed_on(world: World):
    themed(
        world,
        gus="Our interpreter line form: https://drive.google.com/file/d/abc/view?usp=sharing",
        hal="Interpreter line minutes for nurses: https://example.org/a?token=8fh3 and "
        "https://hal:pw@example.org/b and http://intranet/line and https://example.org/open",
    )
    world.press("ana", "Approve and post")
    world.command("ana", THIS, where="dm")
    told = note(world)
    assert "https://example.org/open" in told
    assert "google" not in told and "token" not in told and "pw@" not in told
    assert "intranet" not in told and CHO not in told
