"""Replies that cannot be shown as they are meant: where they go instead, and what is told of it."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.teams import wire
from bot.protocol.effects import Correct, Reply, Swap, Whisper
from bot.protocol.events import Event, Pressed, Submitted
from tests.cards import card
from tests.teams import gestures, sight
from tests.teams.harness import (
    CHANNEL,
    PLACES,
    Answer,
    World,
    ask,
    dialogue,
    place,
    text,
    user,
)
from tests.teams.made import ANA, BEN, CAL, activity, in_channel, in_chat, payload
from tests.teams.standin import Trouble, broken, conflict, hangs_up, limited, refused, says
from tests.teams.standin_state import CHAT, ROOM, Message

SECRET = "Words that no log may hold"
HELLO = Whisper(card=card(SECRET))
DONE = Swap(card=card(SECRET))
WRONG = Correct(errors={"name": "This name is taken."})
SMALL = ask("name")
LARGE = ask("name", "theme", "purpose", "place")
NEVER_FITS = ask("name", cohort="c" * 20_000)
TOO_LARGE = "more than Teams can show"


@pytest.fixture(autouse=True)
def nothing_is_told(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever fails, no log holds words or names."""
    caplog.set_level(logging.DEBUG)
    yield
    told = "\n".join(logging.Formatter().format(each) for each in caplog.get_records("call"))
    for hidden in (SECRET, "Ben Okafor", "Hello", "Spring"):
        assert hidden not in told


# Where nothing can be for one person alone


@pytest.mark.parametrize(("where", "room"), [("channel", CHANNEL), ("group chat", CHAT)])
@dialogue(targeted=False)
async def test_a_form_goes_to_the_private_chat_and_remembers_the_room(
    world: World, where: str, room: str
):
    form = await world.shows(SMALL, where)
    assert form in world.privately(BEN)
    await world.presses(BEN, form, "Create", name="Spring")
    event = world.ear.new[-1]
    assert isinstance(event, Submitted)
    assert (event.who, event.place) == (user(BEN), place(room))
    assert text(form).startswith("Sent")


@pytest.mark.parametrize("where", ["channel", "group chat"])
@dialogue(targeted=False)
async def test_a_window_that_is_opened_there_remembers_the_room_too(world: World, where: str):
    opener = await world.shows(LARGE, where)
    world.ear.replies = (Correct(errors={"name": "Taken."}),)
    window = (await world.opens(BEN, opener)).window
    window = (await world.sends(BEN, opener, window, name="Spring")).window
    world.ear.replies = ()
    await world.sends(BEN, opener, window, name="Autumn")
    event = world.ear.new[-1]
    assert isinstance(event, Submitted) and not event.place.direct
    assert event.place == place(CHANNEL if where == "channel" else CHAT)


@dialogue(targeted=False)
async def test_a_whisper_goes_to_the_private_chat(world: World):
    await world.shows(HELLO)
    assert [text(each) for each in world.privately(BEN)] == [SECRET]
    assert not any(call.targeted for call in world.teams.calls)


@pytest.mark.parametrize("trouble", [refused(), says(400, "BadSyntax"), says(404), broken(500)])
@dialogue
async def test_so_it_is_where_teams_refuses(world: World, trouble: object):
    world.teams.next("send", trouble)  # pyright: ignore[reportArgumentType]
    await world.shows(SMALL)
    assert world.only(BEN) == []
    assert [text(each) for each in world.privately(BEN)] == ["New cohort"]


@dialogue
async def test_who_has_left_the_room_is_told_in_the_private_chat(world: World):
    await world.hears(world.message(CAL, "Bye", PLACES["channel"]))
    world.ear.replies = (HELLO,)
    await world.says(CAL, "Still here?", PLACES["channel"])
    assert [text(each) for each in world.privately(CAL)] == [SECRET]


# Where nothing can be said at all


@dialogue
async def test_what_cannot_even_be_said_privately_is_told_by_the_engine(world: World):
    world.teams.people[BEN].reach = "nowhere"
    world.teams.next("send", refused(), refused())
    world.ear.replies = (HELLO, SMALL)
    await world.says(BEN, "Hello", PLACES["channel"])
    assert world.ear.told == [HELLO, SMALL]
    assert world.shown() == []


@dialogue
async def test_who_came_without_an_account_has_no_private_chat(world: World):
    world.teams.next("send", refused())
    world.ear.replies = (HELLO,)
    visitor = {"id": "8:teamsvisitor:1", "name": "Visitor"}
    await world.says(BEN, "Hello", PLACES["group chat"], **{"from": visitor})
    assert world.ear.told == [HELLO]
    assert world.teams.asked("create") == []


@dialogue
async def test_who_blocked_the_bot_is_told_by_the_engine(world: World):
    world.teams.next("send", refused())
    world.ear.replies = (HELLO,)
    await world.says(BEN, "Hello", PLACES["private chat"])
    assert world.ear.told == [HELLO]


@dialogue
async def test_an_engine_that_cannot_tell_it_either_costs_no_other_reply(world: World):
    async def fails(event: Event, reply: Reply) -> None:
        raise ConnectionError(SECRET)

    world.ear.unsaid = fails
    world.teams.next("send", refused())
    world.ear.replies = (HELLO, SMALL)
    await world.says(BEN, "Hello", PLACES["private chat"])
    assert [text(each) for each in world.privately(BEN)] == ["New cohort"]


@pytest.mark.parametrize("trouble", [broken(500, accepted=True), hangs_up(accepted=True)])
@dialogue
async def test_what_may_stand_there_is_not_told_a_second_time(
    world: World, trouble: Trouble, caplog: pytest.LogCaptureFixture
):
    world.teams.next("send", trouble)
    await world.shows(HELLO, "private chat")
    assert [text(each) for each in world.privately(BEN)] == [SECRET]
    assert world.ear.told == []
    assert "may not have been shown" in caplog.text


@dialogue
async def test_what_may_stand_in_a_room_goes_to_the_private_chat_once(world: World):
    world.teams.next("send", broken(500), broken(500, accepted=True))
    world.ear.replies = (HELLO,)
    await world.says(BEN, "Hello", PLACES["channel"])
    assert [text(each) for each in world.privately(BEN)] == [SECRET]
    assert len(world.teams.asked("send")) == 2
    assert world.ear.told == []


@dialogue
async def test_where_not_even_a_private_chat_opens_it_was_certainly_not_said(world: World):
    world.teams.next("send", refused())
    world.teams.next("create", broken(500))
    world.ear.replies = (HELLO,)
    await world.says(BEN, "Hello", PLACES["channel"])
    assert world.ear.told == [HELLO]


# What comes from a form changes no message that others see


async def forged(world: World, on: Message, act: str, **mark: bool) -> Answer:
    """Ben acts on a message by a form of his own making."""
    form = ask("name").form
    tag = wire.FormTag(form=replace(form, title="A prompt of mine", args={}))
    made_up = wire.data(wire.Opens(tag=tag) if act == "opens" else wire.Sends(tag=tag))
    data = {wire.KEY: {**made_up[wire.KEY], **mark}}
    what = {
        "opens": gestures.press({"data": data}, on.id),
        "sends": gestures.press({"data": data}, on.id),
        "sends a window": gestures.dialog("task/submit", data, on.id),
        "in an old client": {"type": "message", "value": data, "replyToId": on.id},
    }[act]
    where = in_channel(on.thread or on.id) if on.conversation == ROOM else in_chat()
    return await world.hears(activity(sender=BEN, id="f:forged", **where, **what))


@pytest.mark.parametrize("act", ["opens", "sends", "sends a window", "in an old client"])
@pytest.mark.parametrize("reply", [(), (WRONG,), (SMALL,), (DONE,)], ids=str)
@pytest.mark.parametrize("where", ["channel", "group chat"])
@dialogue
async def test_a_form_changes_no_message_of_a_room(
    world: World, where: str, reply: tuple[Reply, ...], act: str
):
    on = await world.posts(where)
    world.ear.replies = reply
    answer = await forged(world, on, act)
    assert answer.status == 200
    assert world.teams.asked("update") == []
    assert text(on) == "Ready?"
    if act in ("opens", "sends"):
        assert answer.card
    elif act == "in an old client" or DONE in reply:
        assert len(world.only(BEN)) == 1


@dialogue
async def test_who_calls_a_message_of_a_room_their_own_changes_it_no_more(world: World):
    on = await world.posts("channel")
    assert (await forged(world, on, "opens", only=True)).card
    [update] = world.teams.asked("update")
    assert update.targeted
    assert text(on) == "Ready?"


# Forms that are too large


@pytest.mark.parametrize("where", PLACES)
@dialogue
async def test_a_form_that_never_fits_is_told_in_words(world: World, where: str):
    told = await world.shows(NEVER_FITS, where)
    assert TOO_LARGE in text(told)
    assert sight.buttons(told.card) == ()
    assert world.ear.told == []


@dialogue
async def test_a_form_after_a_form_that_never_fits_is_told_in_words(world: World):
    form = await world.shows(SMALL)
    world.ear.replies = (NEVER_FITS,)
    await world.presses(BEN, form, "Create", name="Spring")
    assert text(form).startswith("Sent")
    assert TOO_LARGE in text(world.only(BEN)[-1])


@pytest.mark.parametrize("by", ["window", "place", "old client"])
@dialogue
async def test_a_form_whose_button_fits_but_not_itself_is_told_when_it_is_opened(
    world: World, by: str
):
    opener = await world.shows(ask(*(f"f{n}" for n in range(220))))
    match by:
        case "window":
            answer = await world.opens(BEN, opener)
            assert (answer.status, answer.body) == (200, "")
        case "place":
            assert (await world.presses(BEN, opener, "Fill in here")).json["value"] == ""
        case _:
            answer = await world.presses_in_an_old_client(BEN, opener, "Open the form")
            assert (answer.status, answer.body) == (200, "")
    assert TOO_LARGE in text(world.only(BEN)[-1])
    assert sight.buttons(opener.card)


# Trouble on the way


@pytest.mark.parametrize("trouble", [limited(7), broken(502), broken(504), conflict()])
@dialogue
async def test_what_teams_did_not_take_is_said_again(world: World, trouble: object):
    world.teams.next("send", trouble, trouble)  # pyright: ignore[reportArgumentType]
    await world.shows(HELLO)
    assert [text(each) for each in world.only(BEN)] == [SECRET]
    assert len(world.teams.asked("send")) == 3
    assert len(world.pauses) == 2


@dialogue
async def test_teams_says_how_long_to_wait(world: World):
    world.teams.next("send", limited(7))
    await world.shows(HELLO, "private chat")
    [pause] = world.pauses
    assert 7 <= pause < 10


@dialogue
async def test_a_card_that_could_not_be_changed_is_changed_later(world: World):
    on = await world.posts("channel")
    world.teams.next("update", limited(1), broken(502))
    world.ear.replies = (DONE,)
    await world.presses(BEN, on, "Start")
    assert text(on) == SECRET


@pytest.mark.parametrize("trouble", [refused(), says(404), broken(500)])
@dialogue
async def test_a_card_that_cannot_be_changed_answers_again(
    world: World, trouble: object, caplog: pytest.LogCaptureFixture
):
    on = await world.posts("channel")
    world.teams.next("update", trouble)  # pyright: ignore[reportArgumentType]
    world.ear.replies = (DONE,)
    answer = await world.presses(BEN, on, "Start")
    assert sight.text(answer.card) == SECRET
    assert (text(on), len(world.shown())) == ("Ready?", 1)
    assert "a card could not be changed" in caplog.text
    await world.presses(BEN, on, "Start")
    assert [type(each) for each in world.events()] == [Pressed, Pressed]


@dialogue
async def test_in_an_old_client_it_is_said_beside_since_the_answer_shows_nothing(world: World):
    on = await world.posts("channel")
    world.teams.next("update", refused())
    world.ear.replies = (DONE,)
    await world.presses_in_an_old_client(BEN, on, "Start")
    assert [text(each) for each in world.only(BEN)] == [SECRET]


@dialogue
async def test_so_it_is_where_an_old_client_does_not_tell_the_card(world: World):
    world.ear.replies = (Correct(errors={"name": "This name is taken."}),)
    await world.hears({**payload("form_as_message"), "replyToId": None})
    [form] = world.privately(ANA)
    again = sight.form("", form.card)
    assert again is not None
    assert [i.error for i in again.inputs][:1] == ["This name is taken."]


@dialogue
async def test_closing_waits_for_replies_under_way(world: World):
    world.ear.replies = (HELLO,) * 3
    await world.delivers(world.message(BEN, "Hello", in_channel()))
    assert world.running.close is not None
    await world.running.close()
    assert [text(each) for each in world.only(BEN)] == [SECRET] * 3
    assert all(each.conversation == ROOM for each in world.only(BEN))
