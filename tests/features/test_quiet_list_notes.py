"""The notes that moderators write from their private list, and what is answered to them."""

import pytest

from bot.protocol.ports import StageError
from bot.store.tables import nudge, outgoing, presence
from tests.features.quiet_people import (
    COPY,
    LEAVE,
    NOTE,
    QUIET,
    SEND,
    WORDS,
    begun,
    listed,
    noted,
    writes,
)


def test_a_note_is_drafted_changed_and_sent_with_the_moderators_name(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.command("ana", QUIET)
    world.press("ana", "Write to Dee Novak")
    form = world.told("ana")[-1]
    assert "“Hello, from where you are”" in form.split("For moderators alone")[1]
    world.fill("ana", {**NOTE, "What shall happen with it?": SEND})
    assert "is on its way, signed by you" in world.told("ana")[-1]
    (note,) = [each for each in world.told("dee") if "A note from Ana Ruiz" in each]
    assert NOTE["Your note"] in note and "No answer is needed" in note
    assert world.buttons("dee") == ["I'm reading along"]
    (sent,) = [row for row in world.rows(outgoing) if row["key"].startswith("nudge:")]
    assert (sent["purpose"], sent["importance"]) == ("duty", 8)


@pytest.mark.parametrize(
    ("does", "draft"),
    [("wrote", "“Hello, from where you are”"), ("reacted", "what we talk about next|room more useful"),
     ("nothing", "brought you here|begin with")],
    ids=["wrote", "reacted", "nothing"],
)  # fmt: skip
def test_the_draft_fits_and_shames_nobody(world, does, draft):
    world.cohort("dee")
    world.until("2026-03-03 10:05")
    if does == "wrote":
        world.say("dee", "We ask at registration.", to="prompt")
    elif does == "reacted":
        world.react("dee", world.say("ana", "Good morning."), "bulb")
    world.until("2026-04-10 12:00")
    world.command("ana", QUIET)
    world.press("ana", "Write to Dee Novak")
    form = world.told("ana")[-1].split("Nothing is sent unless")[1]
    assert any(each in form for each in draft.split("|")), form
    assert not any(word in form for word in ("noticed", "silent", "quiet", "only", "still"))


def test_a_note_is_never_sent_by_itself(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.forget()
    world.command("ana", QUIET)
    world.press("ana", "Write to Dee Novak")
    world.fill("ana", NOTE)
    assert "What shall happen with it?" in world.told("ana")[-1], "the form stays open"
    world.advance(days=1)
    assert not any("A note from" in each for each in world.told("dee"))
    assert world.count(nudge) == 0


def test_what_is_copied_is_shown_and_not_sent_nor_kept(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.forget()
    writes(world, "ana", "Dee Novak", COPY)
    assert NOTE["Your note"] in world.told("ana")[-1]
    world.advance(days=2)
    assert not any(NOTE["Your note"] in each for each in world.told("dee"))
    assert world.says_anywhere(NOTE["Your note"]) == []


@pytest.mark.parametrize(
    ("what", "said"),
    [(SEND, "Ana Ruiz wrote to Dee Novak on Wednesday, April 1"),
     (COPY, "Ana Ruiz copied a note to Dee Novak"), (LEAVE, "Ana Ruiz left Dee Novak in peace")],
    ids=["sent", "copied", "left"],
)  # fmt: skip
def test_two_moderators_at_once_write_once(world, what, said):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.command("joy", QUIET)
    world.press("joy", "Write to Dee Novak")
    writes(world, "ana", "Dee Novak", what)
    world.forget()
    choice = {"Your note": "Joy's own words.", "What shall happen with it?": "Send, signed Joy Lee"}
    world.fill("joy", choice)
    (answer,) = world.told("joy")
    assert said in answer and "Joy's own words." in answer
    world.advance(days=3)
    assert not any("Joy's own words." in each for each in world.told("dee"))
    assert world.count(nudge) == 1


def test_nobody_is_offered_the_same_person_for_thirty_days(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.command("joy", QUIET)
    writes(world, "ana", "Dee Novak", LEAVE)
    assert "Nobody is on this list" in listed(world, "ana")
    world.press("joy", "Write to Dee Novak")
    assert "left Dee Novak in peace" in world.told("joy")[-1]
    world.until("2026-04-30 12:00")
    assert "Nobody is on this list" in listed(world, "joy")
    world.until("2026-05-01 12:00")
    assert "Dee Novak" in listed(world, "joy")


def test_whoever_was_around_meanwhile_is_not_written_to(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.command("ana", QUIET)
    world.press("ana", "Write to Dee Novak")
    world.say("dee", "Back from leave.")
    world.fill("ana", {**NOTE, "What shall happen with it?": SEND})
    (answer,) = [each for each in world.told("ana") if "not on the list any more" in each]
    assert NOTE["Your note"] in answer
    assert world.count(nudge) == 0
    assert not any("A note from" in each for each in world.told("dee"))


def test_a_moderator_of_before_writes_to_nobody(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    world.command("joy", QUIET)
    world.press("joy", "Write to Dee Novak")
    world.command("ana", "/cohort role @joy member")
    world.fill("joy", {**NOTE, "What shall happen with it?": "Send, signed Joy Lee"})
    assert world.count(nudge) == 0


# What comes back


def test_an_answer_to_a_note_reaches_nobody_and_is_not_kept(world):
    noted(world)
    world.say("dee", WORDS, to="dm")
    assert any("reaches nobody, and I have kept nothing" in each for each in world.told("dee"))
    assert "Pass it on" in world.buttons("dee")
    assert world.says_anywhere(WORDS) == []
    assert not any(WORDS in each for each in world.told("ana"))


def test_it_is_passed_on_once_if_its_author_says_so(world):
    noted(world)
    world.say("dee", WORDS, to="dm")
    world.press("dee", "Pass it on")
    (told,) = [each for each in world.told("ana") if WORDS in each]
    assert told.startswith("Dee Novak answers your note")
    assert not any(WORDS in each for each in world.told("joy"))
    assert world.says_anywhere(WORDS) == [], "what was sent keeps no text"
    world.forget()
    world.say("dee", "And one thing more.", to="dm")
    assert any("reaches nobody" in each for each in world.told("dee"))
    with pytest.raises(StageError, match="Pass it on"):
        world.press("dee", "Pass it on")


def test_words_too_long_for_a_button_are_not_offered_to_be_passed_on(world):
    noted(world)
    world.say("dee", "word " * 400, to="dm")
    assert any("reaches nobody" in each for each in world.told("dee"))
    assert "Pass it on" not in world.buttons("dee")


def test_once_the_author_of_the_note_is_no_moderator_others_are_named(world):
    noted(world)
    world.command("ana", "/cohort hand over @joy")
    world.press("ana", "Step back")
    world.say("dee", WORDS, to="dm")
    assert any("write to Joy Lee directly" in each for each in world.told("dee"))


# Erasing


def test_erasing_someone_takes_them_and_every_word_of_the_note_along(world):
    noted(world)
    world.command("dee", "/cohort erase me")
    world.press("dee", "Erase it all")
    assert world.count(presence) == world.count(nudge) == 0
    assert world.says_anywhere(NOTE["Your note"]) == world.says_anywhere("Dee Novak") == []
    assert "Nobody is on this list" in listed(world)


def test_an_erased_moderator_is_someone(world):
    begun(world, "dee")
    world.until("2026-04-01 12:00")
    writes(world, "joy", "Dee Novak", LEAVE)
    world.command("joy", "/cohort erase me")
    world.command("ana", QUIET)
    world.press("joy", "Erase it all")
    assert world.says_anywhere("Joy Lee") == []
    (left,) = world.rows(nudge)
    assert left["by"] is None
    assert "Nobody is on this list" in listed(world)
