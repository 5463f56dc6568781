"""The keys under which what an activity tells may arrive again."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from adapters.teams.addresses import channel_of, tenant_of
from adapters.teams.names import PLATFORM
from bot.protocol.refs import Key

Json = Mapping[str, Any]


def of_message(activity: Json) -> tuple[Key, ...]:
    """The key of a message that was written: by its id, which Teams keeps when it tries again."""
    return _key("message", activity, _id(activity))


def of_change(kind: str, activity: Json) -> tuple[Key, ...]:
    """The key of a change to a message. It has the message's own id, and a message can change, go
    and come back more than once, so the time belongs to it."""
    return _key(kind, activity, _id(activity), str(activity.get("timestamp") or _print(activity)))


def of_part(kind: str, activity: Json, *part: str) -> tuple[Key, ...]:
    """The key of one of the things that one activity tells."""
    return _key(kind, activity, _id(activity), *part)


def _key(kind: str, activity: Json, *parts: str) -> tuple[Key, ...]:
    where = (tenant_of(activity), channel_of(activity))
    return (Key(kind=f"{PLATFORM}:{kind}", value="/".join((*where, *parts))),)


def _id(activity: Json) -> str:
    return str(activity.get("id") or _print(activity))


def _print(activity: Json) -> str:
    """A hash of all that an activity says, for one that Teams gave no id or time."""
    return sha256(json.dumps(activity, sort_keys=True).encode()).hexdigest()
