"""The Events API: messages, reactions, comings and goings, profiles, installing.

Shapes are Slack's; what is told here is why a payload that looks like an event is not one.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from adapters.slack.heard import Heard
from adapters.slack.markup import from_message
from adapters.slack.names import PLATFORM
from adapters.slack.profiles import profile
from adapters.slack.times import from_ts
from bot.protocol.events import (
    Changed,
    Edited,
    Event,
    HomeOpened,
    Joined,
    Left,
    Moved,
    Reacted,
    Removed,
    Said,
    Uninstalled,
)
from bot.protocol.refs import Key

Json = Mapping[str, Any]

_SAID = {None, "thread_broadcast", "file_share", "me_message"}
"""The subtypes that are a person's words. Every other one is a notice of Slack's own."""
_SLACKBOT = "USLACKBOT"


def read(payload: Json, heard: Heard) -> tuple[Event, ...]:
    if _foreign(payload, heard):
        return ()
    event = payload.get("event") or {}
    reader = _READERS.get(event.get("type", ""))
    found = reader(event, _Envelope(payload, heard)) if reader else None
    return () if found is None else (found,)


def _foreign(payload: Json, heard: Heard) -> bool:
    """Whether this was sent for another workspace's installation, where our token is nobody."""
    grants = payload.get("authorizations") or []
    ours = (heard.install.workspace, None)
    return bool(grants) and not any(
        g.get("is_enterprise_install") or g.get("team_id") in ours for g in grants
    )


class _Envelope:
    """The request around an event: its keys and its time."""

    def __init__(self, payload: Json, heard: Heard) -> None:
        self.heard = heard
        self._id = payload.get("event_id")
        self._time = payload.get("event_time")

    def keys(self, *more: Key) -> tuple[Key, ...]:
        # The event's id alone would do but for gestures that Slack delivers as two events.
        first = (Key(kind=f"{PLATFORM}:event_id", value=self._id),) if self._id else ()
        return (first + more) or self.heard.request_key()

    def at(self, ts: str | None) -> datetime:
        if ts:
            return from_ts(str(ts))
        return from_ts(str(self._time)) if self._time else self.heard.at


def _message(event: Json, envelope: _Envelope) -> Event | None:
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _changed(event, envelope)
    if subtype == "message_deleted":
        return _removed(event, envelope, event.get("previous_message") or {}, event["deleted_ts"])
    if subtype not in _SAID or not _by_person(event, envelope):
        return None
    heard, channel, ts = envelope.heard, event["channel"], event["ts"]
    keys = [heard.key("message", channel, ts)]
    if event.get("client_msg_id"):
        keys.append(heard.key("client_msg_id", event["client_msg_id"]))
    return Said(
        at=from_ts(ts),
        keys=envelope.keys(*keys),
        who=heard.user(event["user"]),
        place=heard.place(channel, direct=_direct(event)),
        ref=heard.ref(channel, ts, event.get("thread_ts")),
        nodes=from_message(event, heard.install.workspace),
    )


def _changed(event: Json, envelope: _Envelope) -> Event | None:
    message = event.get("message") or {}
    before = event.get("previous_message") or {}
    if message.get("subtype") == "tombstone":
        # The opening message of a thread is not deleted while it has answers: it is emptied.
        return _removed(event, envelope, before or message, message["ts"])
    if message.get("subtype") not in _SAID or not _by_person(message, envelope):
        return None
    if before and _words(message) == _words(before):
        return None  # an unfurled link, a detected language, a new answer in the thread
    heard, channel, ts = envelope.heard, event["channel"], message["ts"]
    edited = (message.get("edited") or {}).get("ts")
    keys = [heard.key("edit", channel, ts, edited)] if edited else []
    return Edited(
        at=envelope.at(edited or event.get("event_ts")),
        keys=envelope.keys(*keys),
        who=heard.user(message["user"]),
        place=heard.place(channel, direct=_direct(event)),
        ref=heard.ref(channel, ts, message.get("thread_ts")),
        nodes=from_message(message, heard.install.workspace),
        written=from_ts(str(ts)),
    )


def _words(message: Json) -> tuple[str, list[str]]:
    files = [f.get("id", "") for f in message.get("files") or [] if f.get("mode") != "tombstone"]
    return message.get("text") or "", files


def _removed(event: Json, envelope: _Envelope, before: Json, ts: str) -> Event:
    heard, channel = envelope.heard, event["channel"]
    return Removed(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(heard.key("removed", channel, ts)),
        place=heard.place(channel, direct=_direct(event)),
        ref=heard.ref(channel, ts, before.get("thread_ts")),
    )


def _by_person(message: Json, envelope: _Envelope) -> bool:
    user = message.get("user")
    ours = (_SLACKBOT, envelope.heard.install.user)
    return bool(user) and user not in ours and not message.get("bot_id")


def _direct(event: Json) -> bool:
    # An id's first letter says nothing: a private room may begin with C, a group chat with G.
    return event.get("channel_type") == "im"


def _reaction(event: Json, envelope: _Envelope) -> Event | None:
    item = event.get("item") or {}
    heard = envelope.heard
    if item.get("type") != "message" or event["user"] == heard.install.user:
        return None
    return Reacted(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(),
        who=heard.user(event["user"]),
        # Slack says neither whether this is a private chat nor which thread the message is in.
        place=heard.place(item["channel"]),
        ref=heard.ref(item["channel"], item["ts"]),
        emoji=event["reaction"].partition("::")[0],
        added=event["type"] == "reaction_added",
    )


def _joined(event: Json, envelope: _Envelope) -> Event | None:
    heard = envelope.heard
    if event["user"] == heard.install.user:
        return None  # being invited is no news: a cohort begins with a command, not with a visit
    return Joined(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(),
        who=heard.user(event["user"]),
        place=heard.place(event["channel"]),
    )


def _left(event: Json, envelope: _Envelope) -> Event | None:
    heard = envelope.heard
    if event["user"] == heard.install.user:
        return None
    return Left(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(),
        who=heard.user(event["user"]),
        place=heard.place(event["channel"]),
    )


def _moved(event: Json, envelope: _Envelope) -> Event | None:
    heard = envelope.heard
    return Moved(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(),
        place=heard.place(event["old_channel_id"]),
        to=heard.place(event["new_channel_id"]),
    )


def _home(event: Json, envelope: _Envelope) -> Event | None:
    if event.get("tab", "home") != "home":
        return None
    heard = envelope.heard
    return HomeOpened(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(),
        who=heard.user(event["user"]),
        place=heard.place(event.get("channel") or event["user"], direct=True),
    )


def _profile(event: Json, envelope: _Envelope) -> Event | None:
    user = event.get("user") or {}
    if user.get("id") in (None, envelope.heard.install.user):
        return None
    return Changed(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(),
        profile=profile(user, envelope.heard.install),
    )


def _revoked(event: Json, envelope: _Envelope) -> Event | None:
    bots = (event.get("tokens") or {}).get("bot") or []
    return _uninstalled(event, envelope) if envelope.heard.install.user in bots else None


def _uninstalled(event: Json, envelope: _Envelope) -> Event:
    return Uninstalled(
        at=envelope.at(event.get("event_ts")),
        keys=envelope.keys(),
        platform=PLATFORM,
        workspace=envelope.heard.install.workspace,
    )


_READERS: dict[str, Callable[[Json, _Envelope], Event | None]] = {
    "message": _message,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_id_changed": _moved,
    "app_home_opened": _home,
    "user_change": _profile,
    "tokens_revoked": _revoked,
    "app_uninstalled": _uninstalled,
}

HEARD = frozenset(_READERS)
"""The types of events that are read here; the manifest subscribes to these."""
