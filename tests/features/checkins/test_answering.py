"""A check-in is answered in its form, early and late, once and twice; kept to oneself; skipped."""

from bot.store.tables import checkin_answer, checkin_round
from tests.features.checkins.checked import (
    CARRY,
    TALK,
    answers,
    gathered,
    leads,
    presses,
    seen,
    sends,
    sheet,
    state,
)
from tests.world import World

CLOSED = "2026-03-12 00:01"
NIGHT = "Who translates at night."


def kept(world: World) -> list[tuple[str, bool, bool, bool]]:
    return [
        (each["text"], each["late"], each["changed"], each["private"])
        for each in world.rows(checkin_answer)
        if each["question"] == "carry"
    ]


def test_a_round_is_sent_answered_and_closed(world: World):
    gathered(world, "ben", "cho", moderators=("ana", "joy"))
    sends(world)
    card = seen(world, "ben", "Top of mind")
    assert "Ana Ruiz and Joy Lee read this, with your name." in card
    assert card.index("read this") < card.index(CARRY)
    assert world.buttons("ben") == [
        "Answer", "One at a time", "Skip", "Ask me less often", "Don't ask this again",
    ]  # fmt: skip
    answers(world, "ben", {CARRY: NIGHT})
    assert "Ana Ruiz and Joy Lee read this" in world.told("ben")[-1]
    assert kept(world) == [(NIGHT, False, False, False)]
    assert state(world, "ben") == ["answered"] and state(world, "cho") == ["asked"]
    world.until("2026-03-11 23:59")
    assert world.rows(checkin_round)[0]["state"] == "open"
    world.until("2026-03-12 00:00")
    assert world.rows(checkin_round)[0]["state"] == "closed"
    assert world.room() == []


def test_the_form_says_by_name_who_reads_above_the_first_question(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    sends(world)
    world.forget()
    world.press("ben", "Answer")
    shown = world.shown("ben")
    assert shown.index("Ana Ruiz and Joy Lee read this, with your name.") < shown.index(CARRY)


def test_ones_own_line_manager_is_not_among_the_readers(world: World):
    gathered(world, "ben", "cho", moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    sends(world)
    assert "Ana Ruiz reads this, with your name." in seen(world, "ben", "Top of mind")
    assert "Ana Ruiz and Joy Lee read this" in seen(world, "cho", "Top of mind")


def test_where_the_only_moderator_is_the_line_manager_nobody_reads(world: World):
    gathered(world, "ben")
    leads(world, "ana", "ben")
    sends(world)
    assert "Nobody but you can read this" in seen(world, "ben", "Top of mind")


def test_who_moderates_later_reads_nothing_of_this_round_and_who_stops_reads_no_more(world: World):
    gathered(world, "ben", "cho", moderators=("ana", "joy"))
    sends(world)
    world.command("ana", "/cohort role @cho moderator")
    world.command("joy", "/cohort hand over @cho")
    world.press("joy", "Step back")
    world.forget()
    world.press("ben", "Answer")
    assert "Ana Ruiz reads this, with your name." in world.shown("ben")


def test_answered_twice_the_second_stands_and_nothing_is_marked(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT})
    answers(world, "ben", {CARRY: "Who drives home."}, "Change my answers")
    assert kept(world) == [("Who drives home.", False, False, False)]


def test_an_answer_after_the_close_is_kept_and_marked_late(world: World):
    gathered(world, "ben")
    sends(world)
    world.until(CLOSED)
    answers(world, "ben", {CARRY: NIGHT})
    assert "marked as late" in seen(world, "ben", "Thank you")
    assert kept(world) == [(NIGHT, True, False, False)]


def test_a_change_after_the_close_is_marked_and_the_same_words_are_none(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT, TALK: "With a moderator first"})
    world.until(CLOSED)
    answers(world, "ben", {CARRY: "Who drives home."}, "Change my answers")
    marked = {each["question"]: each["changed"] for each in world.rows(checkin_answer)}
    assert marked == {"carry": True, "talk": False}


def test_kept_to_oneself_it_stays_so_when_it_is_changed_and_can_be_read_again(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT})
    world.press("ben", "Keep it to myself")
    assert kept(world)[0][3] is True
    answers(
        world, "ben", {CARRY: "Who drives home.", TALK: "Yes, with everyone"}, "Change my answers"
    )
    assert {each["private"] for each in world.rows(checkin_answer)} == {True}
    world.press("ben", "Let them read it")
    assert {each["private"] for each in world.rows(checkin_answer)} == {False}


def test_skipping_is_one_press_and_can_be_thought_better_of(world: World):
    gathered(world, "ben")
    sends(world)
    world.press("ben", "Skip")
    assert state(world, "ben") == ["skipped"]
    answers(world, "ben", {CARRY: NIGHT}, "Answer after all")
    assert state(world, "ben") == ["answered"]


def test_what_must_be_answered_is_asked_for_and_what_need_not_is_left(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: "", TALK: "Yes, with everyone"})
    assert world.count(checkin_answer) == 0
    world.fill("ben", {CARRY: NIGHT, TALK: ""})
    assert world.count(checkin_answer) == 1


def test_an_optional_answer_can_be_emptied_again(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT, TALK: "Yes, with everyone"})
    answers(world, "ben", {TALK: ""}, "Change my answers")
    assert [each["question"] for each in world.rows(checkin_answer)] == ["carry"]


def test_a_choice_with_a_comma_is_one_choice_and_stands_there_again(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT, TALK: "Yes, with everyone"})
    answers(world, "ben", {CARRY: NIGHT}, "Change my answers")
    assert [e["value"] for e in world.rows(checkin_answer) if e["question"] == "talk"] == [
        "Yes, with everyone"
    ]


def test_who_withdrew_is_asked_to_agree_first_and_nothing_is_kept(world: World):
    gathered(world, "ben")
    sends(world)
    world.press("ben", "Answer")
    presses(world, "ben", "consent.withdraw")
    world.fill("ben", {CARRY: NIGHT})
    assert "agree" in world.told("ben")[-1].lower()
    assert world.says_anywhere(NIGHT) == []


def test_nobody_can_open_or_change_the_check_in_of_someone_else(world: World):
    gathered(world, "ben", "cho")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT})
    for action in ("checkin.answer", "checkin.one", "checkin.skip", "checkin.keep", "checkin.undo",
                   "checkin.share", "checkin.not-this", "checkin.again"):  # fmt: skip
        world.forget()
        presses(world, "cho", action, checkin=sheet(world, "ben"))
        assert "has done its work" in world.told("cho")[-1], action
    assert kept(world) == [(NIGHT, False, False, False)]
    assert state(world, "ben") == ["answered"] and state(world, "cho") == ["asked"]


def test_old_buttons_are_answered_and_change_nothing(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT})
    for action in ("checkin.skip", "checkin.step", "checkin.pass", "checkin.stop-here"):
        world.forget()
        presses(world, "ben", action, checkin=sheet(world, "ben"), q="0", v="1")
        assert "has done its work" in world.told("ben")[-1], action
    assert state(world, "ben") == ["answered"] and len(kept(world)) == 1


def test_closing_early_asks_nobody_more_and_keeps_late_answers(world: World):
    gathered(world, "ben", "cho")
    world.enters("cho", zone="Asia/Kolkata")
    sends(world)
    world.command("ana", "/cohort checkin")
    world.press("ana", "Close “Top of mind”")
    assert state(world, "cho") == ["left"]
    world.until("2026-03-04 12:00")
    assert not seen(world, "cho", "Top of mind")
    answers(world, "ben", {CARRY: NIGHT})
    assert kept(world) == [(NIGHT, True, False, False)]


def test_who_left_can_still_keep_it_to_themselves(world: World):
    gathered(world, "ben")
    sends(world)
    answers(world, "ben", {CARRY: NIGHT})
    world.leaves("ben")
    world.press("ben", "Keep it to myself")
    assert kept(world) == [(NIGHT, False, False, True)]
