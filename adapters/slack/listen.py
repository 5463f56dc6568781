"""What Slack sends → events. Pure functions of a payload, so that recorded payloads can be played.

Here is the entrance; events of the Events API are read in ``heard_events``, commands, presses and
forms in ``heard_actions``. What no reader knows is no event at all, and is answered as taken.
"""

from collections.abc import Mapping
from typing import Any

from adapters.slack import heard_actions, heard_events
from adapters.slack.heard import Heard
from bot.protocol.events import Event
from bot.text.letters import all_storable


def listen(payload: Mapping[str, Any], heard: Heard) -> tuple[Event, ...]:
    """The events that a payload stands for: none, one, or seldom several."""
    payload = all_storable(payload)
    match payload.get("type"):
        case "event_callback":
            return heard_events.read(payload, heard)
        case "block_actions":
            return heard_actions.presses(payload, heard)
        case "message_action":
            return heard_actions.shortcut(payload, heard)
        case "view_submission":
            return heard_actions.submission(payload, heard)
        case None if payload.get("command"):
            return heard_actions.command(payload, heard)
        case _:
            return ()
