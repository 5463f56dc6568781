"""Messages of the bot that stand before people lose the name of whoever is erased, and their words."""

import asyncio

from bot.engine import context
from bot.engine.effects import News, keep
from bot.protocol.effects import Post, Tell
from bot.protocol.events import Noted
from bot.protocol.ports import Parcel
from bot.protocol.refs import Ref
from bot.store.tables import cohort, discussion, identity, outgoing, person, posting, standing
from tests.world import World

MONDAY = "2026-03-02 10:15"


def erase(world: World, who: str) -> None:
    world.command(who, "/cohort erase me")
    world.forget()
    world.press(who, "Erase it all")


def test_a_prompt_names_who_starts_it_no_longer(world):
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    world.press("ana", "Ask someone to start")
    world.fill("ana", {"Whom": ["Cho Park"], "A line of your own": "You tell it so well."})
    world.until("2026-03-02 09:00")
    world.press("cho", "I'll start")
    world.until(MONDAY)
    erase(world, "cho")
    room = world.shown("ben")
    assert "A former member starts." in room and "Cho Park" not in room
    moderators = world.shown("joy")
    assert "A former member starts" in moderators and "Cho Park" not in moderators


def test_a_welcome_names_the_moderators_who_are_left(world):
    world.cohort("ben", "cho", moderators=("ana", "joy"), agreed=())
    erase(world, "joy")
    told = world.shown("ben")
    assert "Moderated by Ana Ruiz and a former member." in told and "Joy Lee" not in told
    assert "Agree" in told
    world.press("ben", "Agree")
    assert "Thank you" in world.told("ben")[-1]


def test_a_question_that_was_about_them_is_none_any_more(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.until(MONDAY)
    world.enters("dee")
    world.command("dee", "/cohort erase me")
    world.forget()
    world.press("dee", "Erase it all")
    told = world.shown("joy")
    assert "This was about someone who is no longer here" in told
    assert "Invite" not in told and "Dee Novak" not in told


def test_answers_that_were_shown_together_stay_those_of_the_others(world):
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.command("ana", "/cohort prompt what-we-do-not-say now")
    for who, words in (("ben", "Put it last on the agenda."), ("cho", "Ask who has a minute.")):
        world.press(who, "Answer privately")
        world.fill(who, {"Your answer": words})
    world.advance(days=1, hours=1)
    erase(world, "ben")
    shown = world.shown("ana")
    assert "Ask who has a minute." in shown and "last on the agenda" not in shown


def test_the_opening_of_a_summary_goes_with_the_moderator_who_wrote_it(world):
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    world.until(MONDAY)
    world.say("ben", "We ask at registration and write it on the blue form.", to="prompt")
    world.say("cho", "We tried the interpreter line and waiting fell to five minutes.", to="prompt")
    world.command("joy", "/cohort summary")
    world.press("joy", "Approve and post")
    erase(world, "joy")
    shown = world.shown("ben")
    assert "blue form" in shown and "Joy Lee" not in shown


def test_all_cohorts_at_once(world):
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.say("ben", "Words of Ben.", to="prompt")
    world.say("ben", "erase everything", to="dm")
    assert "in one cohort" in world.told("ben")[-1]
    world.press("ben", "Erase it all")
    assert "It is erased" in world.told("ben")[-1]
    assert world.says_anywhere("Ben Okafor") == [] and world.says_anywhere("Words of Ben") == []
    assert "ben" not in {row["user"] for row in world.rows(identity)}


def test_the_last_moderator_hands_over_first(world):
    world.cohort("ben")
    world.say("ana", "erase everything", to="dm")
    assert "only moderator" in world.told("ana")[-1]
    assert world.count(person) == 2


def test_what_is_being_sent_at_that_moment_is_put_right_after_it_arrived(world):
    """The platform has taken a message that names them; our commit comes after their erasure."""
    world.cohort("ben", "cho")
    world.until(MONDAY)
    send = world.chat.send
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(parcel: Parcel) -> Ref:
        ref = await send(parcel)
        if "Ben Okafor" in parcel.card.text():
            entered.set()
            await go_on.wait()
        return ref

    async def at_that_moment() -> None:
        work = world.scene.dispatcher
        with world.scene.database.transaction() as db:
            its = db.execute(cohort.select()).mappings().one()
            room = db.execute(discussion.select()).mappings().one()["room"]
            ben = db.execute(person.select().where(person.c.name == "Ben Okafor")).one().id
            who = db.execute(person.select().where(person.c.name == "Cho Park")).one().id
            noted = Noted(at=world.now, keys=(), topic="x", cohort=its["id"])
            made = context.make(db, noted, world.now, work.tools)
            card = made.card("guest-introduced", by="Ana Ruiz", name="Ben Okafor")
            keep(made, noted, [Post(room=room, card=card, key="said", concerns=(ben,)),
                               Tell(person=who, card=card, key="told")], News())  # fmt: skip
        world.chat.send = slowly
        sending = asyncio.create_task(world.scene.courier.round())
        await entered.wait()
        args = {"person": ben, "at": world.now.isoformat(), "cohort": its["id"]}
        await world.scene.take(
            Noted(at=world.now, keys=(), topic="erase-wanted", cohort=its["id"], args=args)
        )
        go_on.set()
        await sending
        world.chat.send = send
        await world.scene.settle()

    world.forget()
    world._run(at_that_moment())
    shown = world.shown("cho")
    assert shown.count("Ben Okafor") == 2, "both had gone out"
    assert shown.count("a former member") == 2
    assert world.says_anywhere("Ben Okafor") == []
    assert {row["key"] for row in world.rows(posting)} >= {"said", "told"}
    assert world.count(outgoing, state="sending") == 0 and world.count(standing) > 0
