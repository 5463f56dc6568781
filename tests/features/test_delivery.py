"""What could not be said is told to the moderators, and never goes round in circles."""

from bot.protocol.ports import Never, Unknown, Unsure
from bot.store.queue import NOTHING
from bot.store.tables import outgoing, parked
from tests.world import World


def test_a_member_who_cannot_be_reached_is_named_to_the_moderators(world):
    world.cohort("ben", agreed=("ana",))
    world.person("ben", deactivated=True)
    world.command("ana", "/cohort members")
    world.press("ana", "Remind once")
    world.until("2026-03-02 09:00")
    said = world.told("ana")[-1]
    assert "could not reach Ben Okafor privately" in said
    assert "no active account" in said and "the private reminder" in said


def test_what_a_moderator_cannot_be_told_is_not_told_again(world):
    world.cohort("ben")

    async def refuse(parcel):
        raise Never("token_revoked")

    world.chat.send = refuse
    world.command("ana", "/cohort role @ben moderator")
    before = world.count(outgoing)
    world.advance(hours=1)
    assert world.count(outgoing) == before
    assert world.count(outgoing, state="dead") == 1


def uncertain(world: World) -> None:
    """From now on the platform breaks off on everything said in the room, and cannot look it up."""
    send = world.chat.send

    async def break_off(parcel):
        if parcel.kind == "post":
            raise Unsure("broken off")
        return await send(parcel)

    async def cannot_tell(parcel, since):
        return Unknown()

    world.chat.send, world.chat.find = break_off, cannot_tell


def test_what_may_have_gone_out_is_the_moderators_choice(world):
    world.cohort("ben", start=False)
    send = world.chat.send
    uncertain(world)
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    world.advance(hours=1)
    assert any("cannot tell whether it arrived" in text for text in world.told("ana"))
    assert any(line.buttons == ("Send again", "Leave it") for line in world.stage.lines())
    world.chat.send = send
    world.press("ana", "Send again")
    assert [line.text.splitlines()[0] for line in world.room()] == ["From Ana Ruiz"]


def test_what_they_leave_is_settled_and_its_words_are_gone(world):
    world.cohort("ben", start=False)
    uncertain(world)
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    world.advance(hours=1)
    assert world.count(outgoing, state="unknown") == 1
    world.press("ana", "Leave it")
    assert world.count(outgoing, state="unknown") == 0
    (row,) = [row for row in world.rows(outgoing) if row["state"] == "dropped"]
    assert row["card"] == NOTHING


def test_what_could_not_be_handled_is_told_to_the_moderators_once_a_day(world, monkeypatch):
    world.cohort("ben")
    world.until("2026-03-02 10:05")
    world.forget()

    def break_down(*_: object) -> None:
        raise ValueError("Ben's words")

    monkeypatch.setattr("bot.store.discussions.keep", break_down)
    world.say("ben", "We ask at registration.", to="prompt")
    world.say("ben", "And again at the visit.", to="prompt")
    (told,) = world.told("ana")
    assert "could not be handled just now" in told and "Spring" in told
    references = [row["reference"] for row in world.rows(parked)]
    assert len(references) == 2 and references[0] in told
    assert "Ben" not in told and "registration" not in told
    world.advance(days=1)
    world.forget()
    world.say("ben", "And once more.", to="prompt")
    assert len(world.told("ana")) == 1
