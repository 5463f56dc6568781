"""A member's own page: what they answered, want, try, and how they are met; nothing of others."""

from bot.store.tables import checkin, commitment, manner
from tests.features.checkins.checked import (
    CARRY,
    EIGHT,
    TALK,
    answers,
    gathered,
    labels,
    seen,
    sends,
    wants,
)
from tests.features.discussed import card
from tests.world import World


def page(world: World, who: str, words: str = "my page") -> str:
    """The newest page of someone, as it reads."""
    world.told(who)
    world.say(who, words, to="dm")
    return world.told(who)[-1]


def test_an_empty_page_says_how_to_begin(world):
    gathered(world, "ben")
    told = page(world, "ben")
    assert "Your page in Spring. It is shown to you alone" in told
    assert "No check-in has asked you anything so far" in told
    assert world.buttons("ben") == [
        "Be away",
        "Set quiet hours",
        "Ask me less",
        "I'm reading along",
        "No check-ins at all",
    ]


def test_a_check_in_stands_there_with_its_answers_and_readers(world):
    gathered(world, "ben", "cho", moderators=("ana", "joy"))
    sends(world)
    answers(world, "ben", {CARRY: "The night shift.", TALK: "Telling you is enough"})
    answers(world, "cho", {CARRY: "The parking.", TALK: "Telling you is enough"})
    told = page(world, "ben", "my check-ins")
    assert f"• {CARRY} The night shift." in told
    assert "Ana Ruiz and Joy Lee read this, with your name." in told
    assert "parking" not in told
    world.press("ben", "Change")
    world.fill("ben", {CARRY: "The day shift."})
    assert "The day shift." in page(world, "ben", "checkins")


def test_what_is_open_can_be_answered_there_and_what_was_left_is_not_counted(world):
    gathered(world, "ben")
    sends(world)
    assert "Open, if you would like to say something." in page(world, "ben")
    assert "Answer" in world.buttons("ben")
    world.until("2026-03-20 12:00")
    assert "Top of mind" not in page(world, "ben")


def test_what_is_kept_to_oneself_says_so(world):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: "The night shift.", TALK: "Telling you is enough"})
    world.press("ben", "Keep it to myself")
    told = page(world, "ben")
    assert "Kept to yourself: nobody else can read it." in told
    assert "read this" not in told


def test_what_was_written_back_can_be_kept_to_oneself_there(world):
    gathered(world, "ben")
    sends(world)
    world.say("ben", "The night shift.", to="dm")
    assert "Keep it to myself" in labels(world, "ben")
    page(world, "ben")
    world.press("ben", "Keep it to myself")
    assert any("are yours alone now" in each for each in world.told("ben"))
    assert card(world, "ben", "Your page in Spring"), "it stays as it was"
    assert seen(world, "ben", "are yours alone now"), "and so says what asked"
    assert "Kept to yourself" in page(world, "ben")
    world.press("ben", "Let them read it")
    assert "Ana Ruiz reads this" in page(world, "ben")


def test_what_is_kept_to_oneself_is_so_wherever_it_stands(world):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: "The night shift.", TALK: "Telling you is enough"})
    assert labels(world, "ben").count("Keep it to myself") == 2
    world.press("ben", "Keep it to myself")
    # The other card does not know yet; to press it, too, does no harm.
    world.press("ben", "Keep it to myself")
    assert "are yours alone now" in world.told("ben")[-1]
    assert "Keep it to myself" not in labels(world, "ben")


def test_answers_without_a_name_are_found_by_their_author_alone(world):
    gathered(world, *EIGHT)
    sends(world, **{"Who reads the answers": "the moderators, without names"})
    for who in ("ben", "cho"):
        answers(world, who, {CARRY: f"The night shift of {who}.", TALK: "Telling you is enough"})
    told = page(world, "ben")
    assert "The night shift of ben." in told and "of cho." not in told
    assert "without your name" in told


def test_goals_stand_by_themselves(world):
    gathered(world, "ben")
    sends(world, "learning-goals")
    goal = "What would you like to do differently at work by the end of Spring?"
    answers(world, "ben", {goal: "Ask every patient."})
    told = page(world, "ben")
    assert "Your goals\n“Ask every patient.”" in told
    world.press("ben", "Change my goals")
    world.fill("ben", {goal: "Ask every second patient."})
    assert "Your goals\n“Ask every second patient.”" in page(world, "ben")


def test_what_they_try_stands_there_to_be_changed_and_taken_back(world):
    gathered(world, "ben", "cho")
    world.say("ben", "I will try a card at the door", to="dm")
    world.say("cho", "I will try two cards", to="dm")
    told = page(world, "ben")
    assert "“a card at the door”\nOnly you see it." in told and "two cards" not in told
    world.press("ben", "Take back")
    assert "Taken back" in world.told("ben")[-1]
    assert [row["text"] for row in world.rows(commitment)] == ["two cards"]
    assert card(world, "ben", "Your page in Spring")  # as it was


def test_what_came_of_it_is_said_and_changed_there(world):
    gathered(world, "ben")
    world.say("ben", "I will try a card at the door", to="dm")
    page(world, "ben")
    world.press("ben", "Say what came of it")
    world.fill("ben", {"How did it go?": "Partly", "What came of it?": "It hangs there."})
    assert "Partly done. That is noted" in world.told("ben")[-1]
    assert "It hangs there." in page(world, "ben")
    world.press("ben", "Change what came of it")
    world.fill("ben", {"What came of it?": "It fell down."})
    told = page(world, "ben")
    assert "It fell down." in told and "It hangs" not in told
    world.until("2026-03-30 10:01")
    assert "4 weeks ago" in world.told("ben")[-1]
    world.press("ben", "Done")
    assert world.rows(commitment)[0]["state"] == "done"


def test_how_they_are_met_stands_there_each_with_what_changes_it(world):
    gathered(world, "ben")
    world.command("ben", "/cohort away until 2026-03-06")
    world.command("ben", "/cohort quiet hours 9:00-11:00")
    world.command("ben", "/cohort ask me less")
    world.command("ben", "/cohort reading along")
    world.command("ben", "/cohort no check-ins")
    told = page(world, "ben")
    assert "You are away until Friday, March 6." in told
    assert "No messages from 9:00 AM to 11:00 AM." in told
    assert "Spring: one message in two weeks" in told
    assert "You read along: until Tuesday, June 2" in told
    assert "No check-ins come to you." in told
    assert world.buttons("ben") == [
        "I am back",
        "No quiet hours",
        "As before",
        "Stop reading along",
        "Check-ins on",
    ]
    for label in world.buttons("ben"):
        page(world, "ben")
        world.press("ben", label)
    (row,) = world.rows(manner)
    assert row["away_until"] is None and row["quiet_from"] is None and row["per_week"] is None
    assert row["reading_until"] is None and row["checkins"] == "all"


def test_a_check_in_that_is_not_wanted_stands_there(world):
    gathered(world, "ben")
    sends(world)
    world.press("ben", "Don't ask this again")
    assert "“Top of mind” does not come to you." in page(world, "ben")
    world.press("ben", "Check-ins on")
    assert "does not come to you" not in page(world, "ben")


def test_there_are_ten_on_a_page(world):
    gathered(world, "ben")
    for number in range(12):
        world.say("ben", f"I will try number {number}!", to="dm")
    first = page(world, "ben")
    assert first.count("“number") == 10 and "What reaches you" in first
    world.press("ben", "More")
    second = world.shown("ben")
    assert "What reaches you" not in second.rsplit("Your page in", 1)[-1]
    assert second.rsplit("Your page in", 1)[-1].count("“number") == 2
    assert world.buttons("ben")[-1] == "Back"


def test_it_opens_from_what_is_kept(world):
    gathered(world, "ben")
    world.command("ben", "/cohort my data", where="dm")
    world.press("ben", "My page")
    assert "Your page in Spring" in world.told("ben")[-1]


def test_whoever_has_no_part_sees_nothing(world):
    gathered(world, "ben")
    wants(world, "ben", per_week=1)
    world.person("zoe")
    assert "Your page" not in page(world, "zoe")
    assert world.count(checkin) == 0
