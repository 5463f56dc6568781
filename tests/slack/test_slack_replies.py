"""Replies: what the person who acted is shown, and by which door."""

from typing import Any

import pytest

from bot.protocol.cards import Field, Form
from bot.protocol.effects import Ask, Correct, Swap, Whisper
from bot.protocol.events import Submitted
from tests.cards import card
from tests.slack.harness import World, dialogue, payload
from tests.slack.standin import Trouble, says

HELLO = Whisper(card=card("Only you see this"))
FORM = Ask(
    form=Form(
        action="new-cohort",
        title="New cohort",
        submit="Create",
        fields=(Field(name="name", label="Name", required=True),),
        args={"cohort": "c1"},
    )
)


def doors(world: World) -> list[str]:
    """What was asked of Slack after the start, in order."""
    said = [c.method for c in world.slack.calls if c.method != "auth.test"]
    return said + ["response_url"] * len(world.slack.responses)


@pytest.mark.parametrize(
    ("what", "by"),
    [
        ("message", "chat.postEphemeral"),
        ("message_in_thread", "chat.postEphemeral"),
        ("message_private_chat", "chat.postMessage"),
        ("member_joined_channel", "chat.postEphemeral"),
        ("command", "response_url"),
        ("command_private_chat", "response_url"),
        ("block_actions", "response_url"),
        ("block_actions_ephemeral", "response_url"),
        ("block_actions_private_chat", "chat.postMessage"),
        ("block_actions_home", "chat.postMessage"),
        ("view_submission", "chat.postEphemeral"),
        ("view_submission_from_home", "chat.postMessage"),
    ],
)
@dialogue
async def test_a_whisper_reaches_who_acted_where_they_act(world: World, what: str, by: str):
    world.ear.replies = (HELLO,)
    assert (await world.hears(what)).status == 200
    assert doors(world) == [by]
    shown = (world.slack.responses or [world.slack.calls[-1].args])[0]
    assert shown["text"] == "Only you see this"
    assert shown["blocks"]


@dialogue
async def test_a_whisper_is_for_one_person_alone(world: World):
    world.ear.replies = (HELLO,)
    await world.hears("message_in_thread")
    await world.hears("command")
    [asked] = world.slack.asked("chat.postEphemeral")
    assert (asked["channel"], asked["user"]) == ("C0ROOM", "U0BEN")
    assert asked["thread_ts"] == "1772460000.000100"
    [response] = world.slack.responses
    assert response["response_type"] == "ephemeral"
    assert response["replace_original"] is False


@pytest.mark.parametrize("what", ["command", "block_actions", "block_actions_home"])
@dialogue
async def test_a_form_opens_with_the_trigger(world: World, what: str):
    world.ear.replies = (FORM,)
    assert (await world.hears(what)).body == ""
    [asked] = world.slack.asked("views.open")
    assert asked["trigger_id"] == "1.2.3"
    assert asked["view"]["callback_id"] == "new-cohort"


@dialogue
async def test_a_form_opens_before_anything_slower_is_said(world: World):
    world.ear.replies = (HELLO, FORM)
    await world.hears("block_actions_private_chat")
    assert doors(world) == ["views.open", "chat.postMessage"]


@dialogue
async def test_a_form_remembers_where_it_was_asked_for(world: World):
    world.ear.replies = (FORM,)
    await world.hears("command_private_chat")
    view = world.slack.asked("views.open")[0]["view"]
    world.ear.replies = ()
    await world.hears(payload("view_submission") | {"view": view | {"state": {"values": {}}}})
    event = world.ear.new[-1]
    assert isinstance(event, Submitted)
    assert (event.place.channel, event.place.direct, event.args) == (
        "D0ANA",
        True,
        {"cohort": "c1"},
    )


@dialogue
async def test_a_message_cannot_open_a_form_so_the_engine_tells_it(world: World):
    world.ear.replies = (FORM,)
    await world.hears("message")
    assert world.ear.told == [FORM]
    assert doors(world) == []


@pytest.mark.parametrize(
    "why", ["expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"]
)
@dialogue
async def test_a_form_that_came_too_late_is_told(world: World, why: str):
    world.slack.next("views.open", says(why))
    world.ear.replies = (FORM, HELLO)
    assert (await world.hears("command")).status == 200
    assert world.ear.told == [FORM]
    assert len(world.slack.responses) == 1


LARGE = Ask(
    form=Form(
        action="edit",
        title="Edit",
        submit="Save",
        fields=(Field(name="name", label="Name"),),
        args={"cohort": "c" * 3000},
    )
)


@pytest.mark.parametrize(
    ("what", "by"),
    [
        ("command", "response_url"),
        ("block_actions_home", "chat.postMessage"),
        ("view_submission", "chat.postEphemeral"),
    ],
)
@dialogue
async def test_a_form_that_never_fits_is_said_in_words(world: World, what: str, by: str):
    world.ear.replies = (LARGE,)
    answer = await world.hears(what)
    assert (answer.status, answer.body) == (200, "")
    assert doors(world) == [by]
    shown = (world.slack.responses or [world.slack.calls[-1].args])[0]
    assert "more than Slack can show" in shown["text"]
    assert world.ear.told == []


@dialogue
async def test_a_form_that_slack_finds_too_large_is_said_in_words_too(world: World):
    world.slack.next("views.open", says("view_too_large"))
    world.ear.replies = (FORM,)
    await world.hears("command")
    [response] = world.slack.responses
    assert "more than Slack can show" in response["text"]
    assert world.ear.told == []


@dialogue
async def test_where_those_words_cannot_be_shown_they_are_told_without_the_form(world: World):
    world.slack.next("response_url", Trouble(status=404, error="used_url"))
    world.ear.replies = (LARGE,)
    await world.hears("command")
    [told] = world.ear.told
    assert isinstance(told, Whisper)
    assert told.card.buttons == ()


@dialogue
async def test_a_whisper_that_slack_refuses_is_told(world: World):
    world.slack.next("chat.postEphemeral", says("user_not_in_channel"))
    world.slack.next("response_url", Trouble(status=404, error="used_url"))
    world.ear.replies = (HELLO,)
    await world.hears("message")
    await world.hears("command")
    assert world.ear.told == [HELLO, HELLO]


@pytest.mark.parametrize("what", ["block_actions", "block_actions_ephemeral"])
@dialogue
async def test_a_swap_takes_the_place_of_the_pressed_card(world: World, what: str):
    world.ear.replies = (Swap(card=card("Done")),)
    await world.hears(what)
    [response] = world.slack.responses
    assert (response["replace_original"], response["text"]) == (True, "Done")


@dialogue
async def test_a_swap_on_ones_own_page_renews_the_page(world: World):
    world.ear.replies = (Swap(card=card("Done")),)
    await world.hears("block_actions_home")
    [asked] = world.slack.asked("views.publish")
    assert asked["user_id"] == "U0BEN"


@dialogue
async def test_a_form_is_corrected_at_its_fields(world: World):
    world.ear.replies = (Correct(errors={"starts": "This day is past: choose a later one."}),)
    answer = await world.hears("view_submission")
    assert answer.json() == {
        "response_action": "errors",
        "errors": {"field:0:e:starts": "This day is past: choose a later one."},
    }
    assert doors(world) == []


@dialogue
async def test_what_is_wrong_with_no_field_stands_at_the_first(world: World):
    world.ear.replies = (Correct(errors={"nowhere": "This is taken.", "name": "Too long."}),)
    answer = await world.hears("view_submission")
    assert answer.json()["errors"] == {"field:0:e:name": "This is taken. Too long."}


@dialogue
async def test_a_form_after_a_form_takes_its_place(world: World):
    world.ear.replies = (FORM, HELLO)
    answer: Any = (await world.hears("view_submission")).json()
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == "new-cohort"
    assert doors(world) == ["chat.postEphemeral"]


@dialogue
async def test_a_form_that_is_good_closes(world: World):
    assert (await world.hears("view_submission")).body == ""


@dialogue
async def test_an_event_seen_before_gets_no_second_answer(world: World):
    world.ear.replies = (HELLO,)
    await world.hears("message")
    await world.hears("message", retry=1)
    assert doors(world) == ["chat.postEphemeral"]


@dialogue
async def test_closing_waits_for_replies_under_way(world: World):
    world.ear.replies = (HELLO,) * 5
    await world.sender.deliver(payload("message"))
    assert world.running.close is not None
    await world.running.close()
    assert doors(world) == ["chat.postEphemeral"] * 5
