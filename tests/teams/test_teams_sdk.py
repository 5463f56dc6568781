"""Microsoft's SDK in the middle of the road: turns, and what they say."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botbuilder.core import Middleware, TurnContext
from botbuilder.schema import Activity

from adapters.teams.sdk import activity_of
from adapters.teams.tokens import Refused
from tests.teams.issuer import APP
from tests.teams.road import INVOKE, MESSAGE, TENANT, Answer, World, dialogue


class Says(Middleware):
    """What any part of the SDK may do in a turn."""

    async def on_turn(self, context: TurnContext, logic: Callable[..., Awaitable[Any]]) -> None:
        sent = await context.send_activity("hello")
        assert sent is not None
        assert sent.id == "sent-1"
        await context.send_trace_activity("seen")
        await context.update_activity(Activity(type="message", id="sent-1", text="goodbye"))
        await context.delete_activity("sent-1")
        await logic()


@dialogue
async def test_what_a_turn_says_goes_through_the_connector(world: World):
    world.sdk.use(Says())
    world.says = {"value": 1}
    thread = "19:general@thread.tacv2;messageid=17"
    answer = await world.brings(INVOKE | {"conversation": {"id": thread}})
    assert answer == Answer(status=200, body='{"value": 1}')
    assert world.notes.asked == [
        ("send", TENANT, thread, "hello"),
        ("update", TENANT, thread, "sent-1", "goodbye"),
        ("delete", TENANT, thread, "sent-1"),
    ]


@dialogue
async def test_the_sdk_knows_who_speaks(world: World):
    identities: list[Any] = []

    async def turn(context: TurnContext) -> None:
        identities.append(context.turn_state[world.sdk.BOT_IDENTITY_KEY])

    activity = activity_of(MESSAGE)
    header = world.issuer.headers()["Authorization"]
    assert await world.sdk.process_activity(header, activity, turn) is None
    [identity] = identities
    assert identity.is_authenticated
    assert identity.get_claim_value("aud") == APP
    with pytest.raises(Refused):
        await world.sdk.process_activity("Bearer x", activity, turn)


@dialogue
async def test_the_sdk_makes_no_clients(world: World):
    identity = world.sdk.create_claims_identity(APP)
    with pytest.raises(NotImplementedError):
        world.gate.create_connector_factory(identity)
    with pytest.raises(NotImplementedError):
        await world.gate.create_user_token_client(identity)
    with pytest.raises(NotImplementedError):
        await world.gate.authenticate_streaming_request("", "")


@dialogue
async def test_turns_leave_nothing_open(world: World):
    world.sdk.use(Says())
    await world.brings(INVOKE)
    before = len(os.listdir("/dev/fd"))
    for _ in range(50):
        assert (await world.brings(INVOKE)).status == 200
    assert len(os.listdir("/dev/fd")) == before
