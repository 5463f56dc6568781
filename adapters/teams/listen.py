"""What Teams sends → events. Pure functions of an activity, so that recorded ones can be played.

Here is the entrance; messages are read in ``heard_messages``, commands, presses and forms in
``heard_actions``, comings and goings in ``heard_changes``. What no reader knows is no event at all,
and is answered as taken.
"""

from collections.abc import Mapping
from typing import Any

from adapters.teams import heard_actions, heard_changes, heard_messages
from adapters.teams.heard import Heard
from bot.protocol.events import Event
from bot.text.letters import all_storable

Json = Mapping[str, Any]

_OBJECTS = ("conversation", "from", "recipient", "channelData")
_INSIDE = ("tenant", "team", "channel")
_LISTS = (
    "attachments",
    "entities",
    "membersAdded",
    "membersRemoved",
    "reactionsAdded",
    "reactionsRemoved",
)
_OF_MESSAGES = ("message", "messageUpdate", "messageDelete")


def listen(activity: Json, heard: Heard) -> tuple[Event, ...]:
    """The events that an activity stands for: none, one, or several. Raises ValueError for what
    cannot come from Teams: a part of another shape, a time that no calendar holds."""
    check(activity)
    activity = all_storable(activity)
    match activity.get("type"):
        case "message":
            return heard_messages.written(activity, heard)
        case "messageUpdate":
            return heard_messages.changed(activity, heard)
        case "messageDelete":
            return heard_messages.deleted(activity, heard)
        case "messageReaction":
            return heard_messages.reacted(activity, heard)
        case "invoke":
            return heard_actions.invoked(activity, heard)
        case "conversationUpdate":
            return heard_changes.members(activity, heard)
        case "installationUpdate":
            return heard_changes.installation(activity, heard)
        case _:
            return ()


def check(activity: Json) -> None:
    """Raises ValueError, which names a part and no content, unless every part that is read here
    has the shape that Teams gives it."""
    for name in _OBJECTS:
        _object(name, activity.get(name))
    for name in _INSIDE:
        _object(f"channelData.{name}", (activity.get("channelData") or {}).get(name))
    for name in _LISTS:
        parts = activity.get(name)
        if parts is not None and not isinstance(parts, list):
            raise ValueError(f"{name} is no list")
        for part in parts or ():
            if part is None:
                raise ValueError(f"{name} holds nothing")
            _object(f"{name}[]", part)
    if not (activity.get("conversation") or {}).get("id"):
        raise ValueError("conversation.id is missing")
    if activity.get("type") in _OF_MESSAGES and not activity.get("id"):
        raise ValueError("id is missing")


def _object(name: str, part: object) -> None:
    if part is not None and not isinstance(part, Mapping):
        raise ValueError(f"{name} is no object")
