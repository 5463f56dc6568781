"""What waits for its moment: nobody has seen it, and once it is settled nobody gets it."""

import pytest

from bot.store.tables import checkin_answer, checkin_round, outgoing, presence
from tests.engine.test_attention import say, tell
from tests.features.checkins.checked import (
    CARRY,
    gathered,
    person,
    plans,
    presses,
    seen,
    sends,
    sheet,
    state,
)
from tests.world import World


@pytest.fixture
def waiting(world: World) -> World:
    """Ben was told something this week, so that his check-in waits; Cho got hers."""
    gathered(world, "ben", "cho")
    say(world, tell(world, "ben", "Something else."))
    sends(world)
    assert state(world, "ben") == state(world, "cho") == ["asked"]
    assert not seen(world, "ben", "Top of mind ·")
    return world


def outbox(world: World, who: str) -> dict[str, str]:
    """What became of the messages of someone's newest sheet, by what they are for."""
    mine = sheet(world, who)
    rows = world.rows(outgoing)
    return {e["key"].split(":")[0]: e["state"] for e in rows if e["key"].endswith(mine)}


def hears_nothing_more(world: World, who: str = "ben") -> None:
    """Nothing of the check-in reaches them, however long they wait."""
    world.forget()
    world.until("2026-03-20 12:00")
    assert not any("Top of mind" in each for each in world.told(who))


def test_it_reaches_whoever_does_nothing(waiting: World):
    waiting.until("2026-03-20 12:00")
    assert seen(waiting, "ben", "Top of mind ·")


def test_what_was_answered_on_the_way_is_not_asked(waiting: World):
    presses(waiting, "ben", "checkin.answer", checkin=sheet(waiting, "ben"))
    waiting.fill("ben", {CARRY: "The night shift."})
    assert outbox(waiting, "ben") == {"checkin": "dropped"}
    hears_nothing_more(waiting)


@pytest.mark.parametrize("action", ["checkin.skip", "checkin.not-this"])
def test_what_was_refused_on_the_way_is_not_asked(waiting: World, action: str):
    presses(waiting, "ben", action, checkin=sheet(waiting, "ben"))
    hears_nothing_more(waiting)
    waiting.command("ana", "/cohort attention")
    # It did not fall away, so the list does not tell who said no.
    assert "Ben" not in waiting.shown("ana")


def test_no_check_ins_means_those_that_wait_too(waiting: World):
    waiting.command("ben", "/cohort no check-ins", where="dm")
    waiting.say("ben", "I only say this to you.", to="dm")
    assert waiting.count(checkin_answer) == 0
    hears_nothing_more(waiting)


def test_a_round_that_was_closed_asks_nobody_any_more(waiting: World):
    waiting.command("ana", "/cohort checkin")
    waiting.press("ana", "Close “Top of mind”")
    hears_nothing_more(waiting)


def test_whoever_withdraws_gets_nothing_that_waits(waiting: World):
    waiting.command("ben", "/cohort withdraw", where="dm")
    presses(waiting, "ben", "consent.withdraw")
    hears_nothing_more(waiting)


def test_a_reminder_that_waits_goes_with_the_answer(world: World):
    gathered(world, "ben")
    sends(world)
    world.until("2026-03-09 09:05")
    say(world, tell(world, "ben", "Something else."))
    world.until("2026-03-09 12:00")
    assert outbox(world, "ben")["checkin-remind"] == "held"
    world.press("ben", "Skip")
    assert outbox(world, "ben")["checkin-remind"] == "dropped"


def test_words_answer_no_question_that_was_never_seen(waiting: World):
    waiting.say("ben", "I only say this to you.", to="dm")
    waiting.say("cho", "The night shift.", to="dm")
    (row,) = waiting.rows(checkin_answer)
    assert (row["person"], row["text"]) == (person(waiting, "cho"), "The night shift.")
    assert state(waiting, "ben") == ["asked"]


def test_what_waits_does_not_end_what_is_answered_one_by_one(world: World):
    gathered(world, "ben")
    sends(world)
    world.press("ben", "One at a time")
    sends(world, "pulse")
    assert outbox(world, "ben") == {"checkin": "held"}
    world.forget()
    world.say("ben", "The night shift.", to="dm")
    assert "Top of mind · 2 of 2" in world.told("ben")[-1]
    (row,) = world.rows(checkin_answer)
    assert row["text"] == "The night shift."


def test_a_round_waits_while_the_one_before_is_open(world: World):
    gathered(world, "ben")
    plans(world, How_often="every week", First_day="2026-03-03")
    world.until("2026-03-10 12:00")
    assert [str(each["day"]) for each in world.rows(checkin_round)] == ["2026-03-03"]
    (told,) = [each for each in world.told("ana") if "did not go out" in each]
    assert "Tuesday, March 10" in told and "until the end of Thursday, March 12" in told
    world.until("2026-03-17 12:00")
    days = [str(each["day"]) for each in world.rows(checkin_round)]
    assert sorted(days) == ["2026-03-03", "2026-03-17"]


@pytest.mark.parametrize(
    ("readers", "how"),
    [("the moderators, with names", "answered"), ("nobody but whoever answers", "pressed")],
    ids=["named", "self"],
)
def test_whoever_answers_in_words_has_been_around(world: World, readers: str, how: str):
    gathered(world, "ben")
    sends(world, Who_reads_the_answers=readers)
    world.until("2026-03-04 12:00")
    world.say("ben", "The night shift.", to="dm")
    (row,) = [each for each in world.rows(presence) if each["person"] == person(world, "ben")]
    assert (str(row["day"]), row["how"]) == ("2026-03-04", how)
