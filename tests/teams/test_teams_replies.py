"""Replies: what the person who acts is shown, where, and who else sees it."""

import asyncio

import pytest

from bot.protocol.effects import Correct, Swap, Whisper
from bot.protocol.events import Pressed, Submitted
from tests.cards import card
from tests.teams import gestures, made, sight
from tests.teams.harness import (
    CHANNEL,
    OPENER,
    PLACES,
    World,
    ask,
    dialogue,
    place,
    private_chat,
    text,
    user,
)
from tests.teams.made import ANA, BEN, activity, in_channel
from tests.teams.standin import limited
from tests.teams.standin_state import CHAT, ROOM

HELLO = Whisper(card=card("Only you see this"))
DONE = Swap(card=card("Done", "Undo"))
WRONG = Correct(errors={"name": "This name is taken."})
ROOMS = ["channel", "group chat"]


SMALL = ask("name")
LARGE = ask("name", "theme", "purpose", "place")
SENT = "Sent: “New cohort”."


# A whisper


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("channel_post", ROOM),
        ("channel_reply", ROOM),
        ("group_chat_message", CHAT),
        ("command_mention", ROOM),
        ("command_group_chat", CHAT),
        ("slash_menu", ROOM),
        ("slash_menu_words", CHAT),
        ("press", ROOM),
        ("press_targeted", ROOM),
        ("press_group_chat", CHAT),
        ("form_dialog", ROOM),
    ],
)
@dialogue
async def test_in_a_room_a_whisper_is_for_who_acted_alone(world: World, what: str, where: str):
    who = made.payload(what)["from"]["aadObjectId"]
    world.ear.replies = (HELLO,)
    assert (await world.hears(what)).status == 200
    assert len(world.events()) == 1
    [seen] = world.only(who)
    assert (seen.conversation, text(seen)) == (where, "Only you see this")
    [call] = world.teams.asked("send")
    assert call.targeted and call.body["recipient"] == {"id": f"29:{who}"}
    assert world.shown() == [seen]


@pytest.mark.parametrize(
    "what",
    ["personal_message", "command_personal", "press_personal", "press_as_message", "form_inline",
     "installed_personal"],
)  # fmt: skip
@dialogue
async def test_in_the_private_chat_a_whisper_is_a_message(world: World, what: str):
    await world.says(BEN, "Hello", PLACES["channel"])
    who = made.payload(what)["from"]["aadObjectId"]
    world.ear.replies = (HELLO,)
    assert (await world.hears(what)).status == 200
    assert "Only you see this" in [text(each) for each in world.privately(who)]
    assert not any(call.targeted for call in world.teams.calls)


@dialogue
async def test_a_whisper_stands_in_the_thread_in_which_somebody_spoke(world: World):
    assert (await world.shows(HELLO)).thread == OPENER


@dialogue
async def test_several_replies_come_in_their_order(world: World):
    world.ear.replies = (HELLO, SMALL, Whisper(card=card("And this")))
    await world.says(BEN, "Hello", PLACES["channel"])
    assert [text(each) for each in world.only(BEN)] == [
        "Only you see this", "New cohort", "And this"
    ]  # fmt: skip


@dialogue
async def test_an_event_seen_before_gets_no_second_answer(world: World):
    world.ear.replies = (HELLO,)
    hello = world.message(BEN, "Hello", PLACES["channel"])
    await world.hears(hello)
    await world.hears(hello)
    assert len(world.only(BEN)) == 1


@dialogue
async def test_a_press_with_nothing_to_show_is_answered_so_that_teams_tells_of_no_error(
    world: World,
):
    on = await world.posts("channel")
    answer = await world.presses(BEN, on, "Start")
    assert answer.json == {
        "statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""
    }  # fmt: skip
    assert world.teams.asked("update") == []


@dialogue
async def test_who_is_not_the_one_who_acted_is_told_by_the_engine(world: World):
    world.ear.replies = (HELLO,)
    await world.hears("member_added_group_chat")
    assert world.ear.told == [HELLO] * len(world.events())
    assert world.shown() == []


# A form


@pytest.mark.parametrize("where", PLACES)
@dialogue
async def test_a_small_form_is_filled_in_where_it_was_asked_for(world: World, where: str):
    form = await world.shows(SMALL, where)
    assert form.targeted_to == (None if where == "private chat" else f"29:{BEN}")
    world.ear.replies = (HELLO,)
    answer = await world.presses(BEN, form, "Create", name="Spring")
    event = world.ear.new[-1]
    assert isinstance(event, Submitted)
    assert (event.who, event.action, event.values) == (user(BEN), "new-cohort", {"name": "Spring"})
    assert (
        event.place
        == {
            "channel": place(CHANNEL),
            "group chat": place(CHAT),
            "private chat": place(private_chat(BEN), direct=True),
        }[where]
    )
    assert sight.text(answer.card) == text(form) == SENT
    assert sight.form("", form.card) is None


@pytest.mark.parametrize("where", PLACES)
@dialogue
async def test_a_larger_form_opens_as_a_window(world: World, where: str):
    opener = await world.shows(LARGE, where)
    assert [b.label for b in sight.buttons(opener.card)] == ["Open the form", "Fill in here"]
    window = (await world.opens(BEN, opener)).window
    assert window.title == "New cohort"
    assert [each.label for each in window.inputs] == ["Name", "Theme", "Purpose", "Place"]
    assert len(world.events()) == 1
    answer = await world.sends(BEN, opener, window, name="Spring", theme="Sleep")
    event = world.ear.new[-1]
    assert isinstance(event, Submitted)
    assert event.values == {"name": "Spring", "theme": "Sleep", "purpose": "", "place": ""}
    assert (answer.status, answer.body) == (200, "")
    assert text(opener) == SENT


@pytest.mark.parametrize("where", PLACES)
@dialogue
async def test_where_there_are_no_windows_it_is_filled_in_in_its_place(world: World, where: str):
    opener = await world.shows(LARGE, where)
    answer = await world.presses(BEN, opener, "Fill in here")
    form = sight.form("", answer.card)
    assert form is not None and len(form.inputs) == 4
    assert answer.card == opener.card
    answer = await world.presses(BEN, opener, "Create", name="Spring")
    assert sight.text(answer.card) == text(opener) == SENT


@dialogue
async def test_an_old_client_opens_and_sends_a_form_by_messages(world: World):
    opener = await world.shows(LARGE, "private chat")
    assert (await world.presses_in_an_old_client(BEN, opener, "Open the form")).body == ""
    assert sight.form("", opener.card) is not None
    await world.presses_in_an_old_client(BEN, opener, "Create", name="Spring")
    event = world.ear.new[-1]
    assert isinstance(event, Submitted) and event.values["name"] == "Spring"
    assert text(opener) == SENT


@dialogue
async def test_a_press_asks_for_a_form_beside_its_card(world: World):
    on = await world.posts("channel")
    world.ear.replies = (SMALL,)
    await world.presses(BEN, on, "Start")
    assert text(on) == "Ready?"
    [form] = world.only(BEN)
    assert (form.thread, text(form)) == (on.id, "New cohort")


@dialogue
async def test_a_form_after_a_form_takes_its_place(world: World):
    opener = await world.shows(LARGE)
    window = (await world.opens(BEN, opener)).window
    world.ear.replies = (ask("reason"), HELLO)
    again = (await world.sends(BEN, opener, window, name="Spring")).window
    assert [each.label for each in again.inputs] == ["Reason"]
    assert "Only you see this" in [text(each) for each in world.only(BEN)]
    inline = await world.shows(SMALL)
    world.ear.replies = (LARGE,)
    answer = await world.presses(BEN, inline, "Create", name="Spring")
    assert [b.label for b in sight.buttons(answer.card)] == ["Open the form", "Fill in here"]
    assert answer.card == inline.card


# A swap


@pytest.mark.parametrize("where", PLACES)
@dialogue
async def test_a_swap_takes_the_place_of_the_pressed_card_for_all(world: World, where: str):
    on = await world.posts(where)
    world.ear.replies = (DONE,)
    answer = await world.presses(BEN, on, "Start")
    event = world.ear.new[-1]
    assert isinstance(event, Pressed) and event.ref is not None
    assert (event.action, event.ref.message) == ("start", on.id)
    assert sight.text(answer.card) == "Done"
    assert answer.card == on.card
    [update] = world.teams.asked("update")
    assert not update.targeted


@pytest.mark.parametrize("where", ROOMS)
@dialogue
async def test_a_swap_on_a_card_for_one_person_stays_theirs(world: World, where: str):
    on = await world.shows(Whisper(card=card("Ready?", "Start")), where)
    world.ear.replies = (DONE,)
    answer = await world.presses(BEN, on, "Start")
    event = world.ear.new[-1]
    assert isinstance(event, Pressed) and event.ref is None
    assert answer.card == on.card
    assert (text(on), on.targeted_to) == ("Done", f"29:{BEN}")
    # And so does the next one: that card's buttons tell it as well.
    await world.presses(BEN, on, "Undo")
    assert [update.targeted for update in world.teams.asked("update")] == [True, True]


@dialogue
async def test_teams_may_say_itself_that_a_card_is_for_one_person(world: World):
    world.ear.replies = (DONE,)
    await world.hears("press_targeted")
    assert [update.targeted for update in world.teams.asked("update")] == [True]


@dialogue
async def test_in_an_old_client_the_message_itself_is_changed(world: World):
    on = await world.posts("channel")
    world.ear.replies = (DONE,)
    assert (await world.presses_in_an_old_client(BEN, on, "Start")).body == ""
    assert text(on) == "Done"


@dialogue
async def test_a_swap_in_a_window_closes_it_and_changes_what_opened_it(world: World):
    opener = await world.shows(LARGE)
    window = (await world.opens(BEN, opener)).window
    world.ear.replies = (DONE,)
    assert (await world.sends(BEN, opener, window, name="Spring")).body == ""
    assert text(opener) == "Done"


@dialogue
async def test_a_swap_without_a_card_is_a_whisper(world: World):
    world.ear.replies = (DONE,)
    await world.hears("channel_post")
    await world.hears("press_no_card")
    assert [text(each) for each in world.only(BEN)] == ["Done"]
    assert [text(each) for each in world.privately(BEN)] == ["Done"]


@dialogue
async def test_a_swap_waits_for_an_earlier_one_of_the_same_card(world: World):
    on = await world.posts("channel")
    [start] = sight.buttons(on.card)
    world.teams.next("update", limited(1))
    world.teams.arrived = asyncio.Event()
    for number, who in enumerate((BEN, ANA)):
        world.ear.replies = (Swap(card=card(f"Done {number}")),)
        press = gestures.press(dict(start.raw), on.id)
        await world.delivers(activity(sender=who, id=f"f:{number}", **in_channel(on.id), **press))
        await world.teams.arrived.wait()
    world.teams.goes_on.set()
    await world.settled()
    assert text(on) == "Done 1"
    summaries = [call.body["summary"] for call in world.teams.asked("update")]
    assert summaries == ["Done 0", "Done 0", "Done 1"]


# Corrections


@pytest.mark.parametrize("where", PLACES)
@dialogue
async def test_a_form_comes_back_with_what_is_wrong_and_what_was_typed(world: World, where: str):
    form = await world.shows(SMALL, where)
    world.ear.replies = (WRONG,)
    answer = await world.presses(BEN, form, "Create", name="Spring")
    again = sight.form("", answer.card)
    assert again is not None
    [name] = again.inputs
    assert (name.value, name.error) == ("Spring", "This name is taken.")
    assert answer.card == form.card
    world.ear.replies = ()
    await world.presses(BEN, form, "Create", name="Autumn")
    event = world.ear.new[-1]
    assert isinstance(event, Submitted) and event.values == {"name": "Autumn"}
    assert text(form) == SENT


@dialogue
async def test_a_window_stays_open_with_what_is_wrong_and_what_was_typed(world: World):
    opener = await world.shows(LARGE)
    window = (await world.opens(BEN, opener)).window
    world.ear.replies = (WRONG, HELLO)
    again = (await world.sends(BEN, opener, window, name="Spring", theme="Sleep")).window
    assert [(i.value, i.error) for i in again.inputs[:2]] == [
        ("Spring", "This name is taken."), ("Sleep", "")
    ]  # fmt: skip
    assert "Open the form" in [b.label for b in sight.buttons(opener.card)]
    world.ear.replies = ()
    assert (await world.sends(BEN, opener, again, name="Autumn")).body == ""
    assert text(opener) == SENT


@dialogue
async def test_an_old_client_sees_the_correction_in_the_message(world: World):
    form = await world.shows(SMALL)
    world.ear.replies = (WRONG,)
    await world.presses_in_an_old_client(BEN, form, "Create", name="Spring")
    again = sight.form("", form.card)
    assert again is not None
    assert [(each.value, each.error) for each in again.inputs] == [
        ("Spring", "This name is taken.")
    ]


@dialogue
async def test_a_form_that_was_corrected_does_not_look_sent_when_it_is_delivered_again(
    world: World,
):
    await world.says(BEN, "Hello", PLACES["channel"])
    world.ear.replies = (WRONG,)
    first = await world.hears("form_inline")
    again = await world.hears("form_inline")
    assert sight.form("", first.card) is not None
    assert again.json["value"] == ""


@dialogue
async def test_without_a_form_there_is_nothing_to_correct(world: World):
    world.ear.replies = (WRONG,)
    await world.says(BEN, "Hello", PLACES["channel"])
    assert world.ear.told == [WRONG]
