"""Microsoft's SDK between the transport and the desk: an activity's turn.

The SDK makes clients, with connections and credentials, for each turn, and leaves them open. Here a
turn has none: what it sends goes through the adapter's one connector.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Protocol

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.core.invoke_response import InvokeResponse
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    ResourceResponse,
)
from botframework.connector import Channels
from botframework.connector.auth import AuthenticateRequestResult

from adapters.teams.addresses import tenant_of
from adapters.teams.gate import Caller, Gate

Json = dict[str, Any]
Receive = Callable[[Json], Awaitable[Json | None]]
"""Takes an activity and returns the body of an invoke's answer, None for an empty one."""
Logic = Callable[[TurnContext], Awaitable[None]]

_NEEDED = ("type", "channelId", "serviceUrl")
_TIMES = ("timestamp", "localTimestamp")
# What the SDK does by itself, without a client.
_WITHIN = (ActivityTypes.invoke_response, ActivityTypes.trace, "delay")


class Unreadable(ValueError):
    """No activity of Teams. Names what is wrong with it, never what stands in it."""


class Sender(Protocol):
    """What a turn needs of the connector. ``conversation`` is Teams' own id, thread included."""

    async def send(self, tenant: str, conversation: str, activity: Json) -> str: ...
    async def update(self, tenant: str, conversation: str, id: str, activity: Json) -> object: ...
    async def delete(self, tenant: str, conversation: str, id: str) -> object: ...


class TeamsSdk(CloudAdapterBase):
    """Runs turns."""

    def __init__(self, gate: Gate, sender: Sender) -> None:
        super().__init__(gate)
        self.gate = gate
        self._sender = sender

    async def take(self, caller: Caller, raw: Json, receive: Receive) -> Json | None:
        """Run the turn in which ``receive`` takes an activity; the body of the answer. Raises
        Unreadable, what the gate raises, and what ``receive`` does."""
        activity = activity_of(raw)
        admitted = self.gate.admit(caller, activity)
        if activity.channel_id != Channels.ms_teams:
            raise Unreadable("the activity is of another channel")

        async def turn(context: TurnContext) -> None:
            answer = await receive(raw)
            if activity.type == ActivityTypes.invoke:
                response = InvokeResponse(status=HTTPStatus.OK, body=answer)
                await context.send_activity(
                    Activity(type=ActivityTypes.invoke_response, value=response)
                )

        response: Any = await self.process_activity(admitted, activity, turn)
        return None if response is None else response.body

    async def process_activity(
        self,
        auth_header_or_authenticate_request_result: str | AuthenticateRequestResult,
        activity: Activity,
        logic: Logic,
    ) -> InvokeResponse:
        """None, whatever the SDK's own type says, if the activity is no invoke."""
        admitted = auth_header_or_authenticate_request_result
        if isinstance(admitted, str):
            admitted = await self.gate.authenticate_request(activity, admitted)
        context = TurnContext(self, activity)
        context.turn_state[self.BOT_IDENTITY_KEY] = admitted.claims_identity
        context.turn_state[self.BOT_OAUTH_SCOPE_KEY] = admitted.audience
        context.turn_state[self.BOT_CALLBACK_HANDLER_KEY] = logic
        await self.run_pipeline(context, logic)
        return self._process_turn_results(context)

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        sent: list[ResourceResponse] = []
        for each in activities:
            if each.type in _WITHIN:
                sent += await super().send_activities(context, [each])
            else:
                id = await self._sender.send(*_where(each), each.serialize())
                sent.append(ResourceResponse(id=id))
        return sent

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        id = str(activity.id)
        await self._sender.update(*_where(activity), id, activity.serialize())
        return ResourceResponse(id=id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        await self._sender.delete(*_where(reference), str(reference.activity_id))


def _where(said: Activity | ConversationReference) -> tuple[str, str]:
    """The tenant and the conversation."""
    assert said.conversation is not None
    return str(said.conversation.tenant_id), str(said.conversation.id)


def activity_of(raw: Json) -> Activity:
    """As much of an activity as a turn needs; the desk reads the JSON itself. Raises Unreadable.

    ``Activity.deserialize`` would make everything, and take ten times as long as all the rest of a
    turn. The delivery mode is left out: with ``expectReplies`` the SDK would keep answers back.
    """
    if not all(isinstance(raw.get(name), str) and raw[name] for name in _NEEDED):
        raise Unreadable("type, channelId or serviceUrl is missing")
    _check_objects(raw, "channelData", "conversation", "from", "recipient")
    _check_objects(raw.get("channelData") or {}, "channel", "team", "tenant")
    conversation = (raw.get("conversation") or {}).get("id")
    if not isinstance(conversation, str) or not conversation:
        raise Unreadable("the conversation has no id")
    for name in _TIMES:
        _check_time(raw.get(name))
    found: Json = {
        "type": raw["type"],
        "id": raw.get("id"),
        "name": raw.get("name"),
        "channel_id": raw["channelId"],
        "service_url": raw["serviceUrl"],
        "locale": raw.get("locale"),
        "conversation": ConversationAccount(id=conversation, tenant_id=tenant_of(raw)),
        "from_property": _account(raw.get("from") or {}),
        "recipient": _account(raw.get("recipient") or {}),
    }
    return Activity(**found)


def _account(raw: Json) -> ChannelAccount:
    id: Any = raw.get("id")
    name: Any = raw.get("name")
    return ChannelAccount(id=id, name=name)


def _check_objects(raw: Json, *names: str) -> None:
    if not all(isinstance(raw.get(name), dict | None) for name in names):
        raise Unreadable("what should be an object is none")


def _check_time(text: object) -> None:
    """Raises Unreadable unless it is a time that can be told in UTC."""
    if text is None:
        return
    try:
        datetime.fromisoformat(text).astimezone(UTC)  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError, OverflowError):
        raise Unreadable("a time that is none") from None
