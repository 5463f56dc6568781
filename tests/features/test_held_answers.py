"""Answers that are private until all of them are shown together."""

from bot.store.tables import message
from tests.world import World

PROMPT = "what-gets-in-the-way"  # answers are held for 24 hours
SHOWN = "2026-03-03 09:00"


def opened(world: World, **more) -> None:
    world.cohort("ben", "cho", **more)
    world.until("2026-03-02 09:00")
    world.command("ana", f"/cohort prompt {PROMPT} now")
    world.forget()


def answers(world: World, who: str, text: str) -> None:
    world.press(who, "Answer privately")
    world.fill(who, {"Your answer": text})


def thread(world: World) -> str:
    return "\n".join(line.text for line in world.room() if line.thread is not None)


def test_answers_are_shown_together_under_the_names_people_chose(world):
    opened(world)
    world.press("cho", "By role") if "By role" in world.buttons("cho") else None
    answers(world, "ben", "Nobody has the time.")
    answers(world, "cho", "The form has one box.")
    assert "Nobody has the time." not in thread(world)
    assert "Nobody has the time." not in world.shown("cho")
    world.until(SHOWN)
    shown = thread(world)
    assert "“Nobody has the time.” — Ben Okafor" in shown
    assert "The form has one box." in shown


def test_an_answer_can_be_changed_until_then(world):
    opened(world)
    answers(world, "ben", "Nobody has the time.")
    answers(world, "ben", "Nobody has the phone number.")
    assert world.count(message) == 1
    world.until(SHOWN)
    shown = thread(world)
    assert "phone number" in shown and "the time" not in shown
    world.forget()
    world.press("ben", "Answer privately")
    assert "have been shown" in world.told("ben")[0]


def test_without_agreement_nothing_is_asked_or_kept(world):
    opened(world, agreed=("ana", "cho"))
    world.press("ben", "Answer privately")
    assert "you have not agreed" in world.told("ben")[0]
    assert world.platform.form("ben") is None


def test_answers_that_wait_are_shown_before_an_early_close(world):
    opened(world)
    answers(world, "ben", "Nobody has the time.")
    world.command("ana", "/cohort close")
    shown = thread(world)
    assert shown.index("Nobody has the time.") < shown.index("closes here")


def test_what_is_left_out_leaves_what_was_shown(world):
    opened(world)
    answers(world, "ben", "Nobody has the time.")
    answers(world, "cho", "The form has one box.")
    world.until(SHOWN)
    world.forget()
    world.command("ana", "/cohort leave out")
    world.fill("ana", {"Message": "Ben Okafor: Nobody has the time."})
    edits = [line.text for line in world.room() if line.edited]
    assert len(edits) == 1
    assert "The form has one box." in edits[0] and "Nobody has the time." not in edits[0]


def test_where_nobody_answered_nothing_is_said_of_that(world):
    opened(world)
    world.until(SHOWN)
    assert thread(world) == "From here on, answers go straight into this thread."
