"""What is kept of what members write, wherever the platform puts it."""

from adapters.sandbox import listen
from adapters.sandbox.records import Message
from bot.store.tables import early_edit, message, refused
from tests.world import World

MONDAY = "2026-03-02 10:05"


def texts(world: World) -> list[str]:
    return [row["text"] for row in sorted(world.rows(message), key=lambda row: row["at"])]


def opened(world: World, *members: str, **more) -> None:
    """A cohort on its first Monday, the first prompt just posted."""
    world.cohort(*members, **more)
    world.until(MONDAY)
    world.forget()


def test_an_answer_counts_in_the_thread_in_the_room_and_under_an_answer(world):
    opened(world, "ben", "cho")
    world.say("ben", "In the thread.", to="prompt")
    world.advance(minutes=1)
    room = world.say("cho", "In the room.")
    world.advance(minutes=1)
    world.say("ben", "Under Cho's.", to=room)
    assert texts(world) == ["In the thread.", "In the room.", "Under Cho's."]
    assert len({row["discussion"] for row in world.rows(message)}) == 1


def test_a_thread_keeps_its_place_when_its_first_message_goes(world):
    opened(world, "ben", "cho", "dee")
    room = world.say("cho", "In the room.")
    world.say("ben", "Under Cho's.", to=room)
    world.advance(days=8)
    world.say("dee", "Under it as well, a week later.", to=room)
    kept = {row["discussion"] for row in world.rows(message)}
    assert len(kept) == 1 and world.count(message) == 3


def test_small_talk_while_nothing_is_open_is_not_kept(world):
    world.cohort("ben")
    world.say("ben", "Good morning!")
    assert world.count(message) == 0


def test_nothing_is_kept_before_agreement_nor_by_an_edit(world):
    opened(world, "ben", agreed=("ana",))
    said = world.say("ben", "Ben's early words.", to="prompt")
    world.edit("ben", said, "Ben's earlier words.")
    assert world.says_anywhere("Ben's ear") == []


def test_what_was_said_to_the_bot_is_not_kept(world):
    opened(world, "ben")
    world.say("ben", "This stays between us.", to="dm")
    assert world.count(message) == 0


def test_an_edit_changes_what_is_kept(world):
    opened(world, "ben")
    said = world.say("ben", "We ask at registraton.", to="prompt")
    world.advance(minutes=1)
    world.edit("ben", said, "We ask at registration.")
    assert texts(world) == ["We ask at registration."]
    assert world.says_anywhere("registraton") == []


def test_a_deletion_removes_it_for_good(world):
    opened(world, "ben")
    said = world.say("ben", "Forget this.", to="prompt")
    world.delete("ben", said)
    assert world.count(message) == 0
    assert world.count(refused, message=said) == 1
    assert world.says_anywhere("Forget this.") == []


def test_a_deleted_message_that_is_delivered_again_is_not_kept(world):
    opened(world, "ben")
    said = world.say("ben", "Forget this.", to="prompt")
    before = world.platform.message(said)
    world.delete("ben", said)
    world._run(world.scene.take(listen.said(before, "a second delivery")))
    assert world.count(message) == 0


def test_the_message_before_agreeing_is_kept_if_its_author_wishes(world):
    opened(world, "ben", agreed=("ana",))
    world.say("ben", "Words before agreeing.", to="prompt")
    assert world.says_anywhere("Words before agreeing.") == []
    world.press("ben", "Agree and keep this one")
    assert texts(world) == ["Words before agreeing."]


def test_an_edit_that_arrives_after_a_later_one_changes_nothing(world):
    opened(world, "ben")
    said = world.say("ben", "First.", to="prompt")
    world.advance(minutes=1)
    world.platform.revise(said, listen.nodes("Second.", ()))
    second = listen.edited(world.platform.message(said), "second", world.now)
    world.advance(minutes=1)
    world.edit("ben", said, "Third.")
    world._run(world.scene.take(second))
    assert texts(world) == ["Third."]


def _delivered_late(world: World, text: str) -> Message:
    """A message that stands on the platform; its event is still on the way."""
    thread = world.stage.prompt()
    return world.platform.say("ben", "room", listen.nodes(text, ()), thread=thread)


def test_an_edit_that_arrives_before_its_message_counts(world):
    opened(world, "ben")
    first = _delivered_late(world, "We ask at registraton.")
    world.platform.revise(first.id, listen.nodes("We ask at registration.", ()))
    edit = listen.edited(world.platform.message(first.id), "edit", world.now)
    world._run(world.scene.take(edit))
    assert world.count(message) == 0
    world._run(world.scene.take(listen.said(first, "message")))
    assert texts(world) == ["We ask at registration."]
    assert world.count(early_edit) == 0


def test_an_edit_whose_message_never_comes_is_forgotten(world):
    opened(world, "ben")
    first = _delivered_late(world, "We ask at registraton, mended.")
    world._run(world.scene.take(listen.edited(first, "edit", world.now)))
    assert world.count(early_edit) == 1
    world.advance(days=8)
    world.scene.dispatcher.tidy()
    assert world.says_anywhere("mended") == []


def test_a_message_deleted_before_it_came_leaves_no_edit(world):
    opened(world, "ben")
    first = _delivered_late(world, "Forget this.")
    world._run(world.scene.take(listen.edited(first, "edit", world.now)))
    world._run(world.scene.take(listen.removed(first, "removed", world.now)))
    world._run(world.scene.take(listen.said(first, "message")))
    assert world.says_anywhere("Forget this.") == []


def test_forty_thousand_letters_are_kept_whole(world):
    opened(world, "ben")
    long = ("word " * 8000).strip() + "."
    world.say("ben", long, to="prompt")
    assert texts(world) == [long]


def test_leave_out_takes_a_message_out_and_tells_its_author(world):
    opened(world, "ben", "cho")
    world.say("ben", "She lives in Fairview.", to="prompt")
    world.advance(minutes=1)
    world.say("cho", "We ask everyone.", to="prompt")
    world.command("ana", "/cohort leave out")
    world.fill("ana", {"Message": "Ben Okafor: She lives in Fairview."})
    assert texts(world) == ["We ask everyone."]
    assert any("Ana Ruiz took a message of yours" in each for each in world.told("ben"))
    assert not any("took a message" in each for each in world.told("cho"))


def test_what_was_left_out_stays_out_when_it_is_edited(world):
    opened(world, "ben")
    said = world.say("ben", "She lives in Fairview.", to="prompt")
    world.command("ana", "/cohort leave out")
    world.fill("ana", {"Message": "Ben Okafor: She lives in Fairview."})
    world.edit("ben", said, "She lives in Fairview, near the mill.")
    assert world.count(message) == 0


def test_leave_out_is_for_moderators_and_needs_something(world):
    opened(world, "ben")
    world.command("ben", "/cohort leave out")
    assert "for the cohort's moderators" in world.told("ben")[-1]
    world.command("ana", "/cohort leave out")
    assert "nothing to leave out" in world.told("ana")[-1]
