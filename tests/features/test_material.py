"""A case goes through a form with a checklist and past a moderator before anyone else sees it."""

from bot.store.tables import message
from tests.world import World

CHECKED = [
    "no names, no initials",
    "no dates of birth, no exact dates",
    "no place smaller than a state",
    "no record or phone numbers, no addresses",
    "no photos",
]
CASE = {
    "Your question": "How do we ask without making the line longer?",
    "The situation": "A parent came in with a child who interprets for her.",
    "This has": CHECKED,
}


def opened(world: World, **more) -> None:
    world.cohort("ben", "cho", moderators=("ana", "joy"), **more)
    world.until("2026-03-02 09:00")
    world.command("ana", "/cohort prompt case-from-practice now")
    world.forget()


def brings(world: World, **changes) -> None:
    world.press("ben", "Bring a case")
    world.fill("ben", {**CASE, **changes})


def test_nobody_sees_it_before_a_moderator_posts_it(world):
    opened(world)
    brings(world)
    assert "longer?" not in world.shown("cho")
    assert any("longer?" in each for each in world.told("ana"))
    assert world.buttons("joy") == ["Post it", "Ask to change", "Leave"]
    world.press("joy", "Post it")
    (posted,) = [line for line in world.room() if "Ben Okafor brings a case" in line.text]
    assert posted.thread is not None and "longer?" in posted.text
    assert any("Joy Lee posted" in each for each in world.told("ana"))
    assert world.count(message, held=False) == 1


def test_every_line_of_the_checklist_is_to_be_ticked(world):
    opened(world)
    brings(world, **{"This has": CHECKED[:4]})
    assert any("tick them all" in each for each in world.told("ben"))
    assert world.count(message) == 0


def test_what_looks_like_an_identifier_is_named(world):
    opened(world)
    brings(world, **{"The situation": "Call her mother at (555) 201-4477."})
    assert any("“(555) 201-4477” looks like a phone number" in each for each in world.told("ben"))
    assert world.count(message) == 0
    world.fill("ben", {"The situation": "Her mother can be called."})
    assert world.count(message, held=True) == 1


def test_ask_to_change_brings_the_form_back_as_it_was(world):
    opened(world)
    brings(world)
    world.press("ana", "Ask to change")
    world.fill("ana", {"What should be different": "Please leave out the child."})
    assert any("Please leave out the child." in each for each in world.told("ben"))
    assert any("asked Ben Okafor for a change" in each for each in world.told("joy"))
    world.press("ben", "Change it")
    world.fill("ben", {"The situation": "A parent came in.", "This has": CHECKED})
    assert world.count(message) == 1
    world.press("joy", "Post it")
    (posted,) = [line.text for line in world.room() if "brings a case" in line.text]
    assert "A parent came in." in posted and "child" not in posted
    assert "longer?" in posted


def test_leave_keeps_nothing(world):
    opened(world)
    brings(world)
    world.press("ana", "Leave")
    assert world.count(message) == 0
    assert any("it is not posted this time" in each for each in world.told("ben"))


def test_it_needs_agreement_first(world):
    opened(world, agreed=("ana", "joy", "cho"))
    world.press("ben", "Bring a case")
    assert "you have not agreed" in world.told("ben")[0]


def test_posted_material_that_is_left_out_leaves_the_thread(world):
    opened(world)
    brings(world)
    world.press("joy", "Post it")
    world.forget()
    world.command("ana", "/cohort leave out")
    label = world.platform.form("ana").form.fields[0].options[0].label
    world.fill("ana", {"Message": label})
    assert [line.text for line in world.room() if line.edited] == [
        "What stood here is not kept any more."
    ]


def test_the_thread_is_not_asked_about_a_case_that_nobody_brought(world):
    opened(world)
    world.until("2026-03-09 08:59")
    assert [line.text for line in world.room() if line.thread is not None] == []


def test_the_stages_follow_a_case_that_was_posted(world):
    opened(world)
    brings(world)
    world.press("joy", "Post it")
    world.room()
    world.until("2026-03-09 08:59")
    assert [line.text for line in world.room() if line.thread is not None]
