"""Conversations of Teams ⇄ places and messages of ours.

A conversation's id is all that Teams needs to be spoken to, so nothing else is kept of it: a
personal chat and a group chat are known by it, a channel by ``TEAM/CHANNEL`` (who looks a channel
up needs its team too). Messages of a channel's thread are sent to the channel's id with
``;messageid=`` and the id of the message that opened the thread.
"""

import re
from collections.abc import Mapping
from typing import Any

from adapters.teams.names import PLATFORM
from bot.protocol.refs import Place, Ref, User

Json = Mapping[str, Any]

_THREAD = ";messageid="
_OF_CHANNELS = ("@thread.tacv2", "@thread.skype")
_DIRECTORY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def tenant_of(activity: Json) -> str:
    """The tenant that a conversation belongs to, in small letters; empty where Teams does not say,
    or says two of them, so that nobody comes in by one tenant and acts in another."""
    tenant = (activity.get("channelData") or {}).get("tenant") or {}
    conversation = activity.get("conversation") or {}
    told = {str(id).lower() for id in (tenant.get("id"), conversation.get("tenantId")) if id}
    return told.pop() if len(told) == 1 else ""


def kind_of(activity: Json) -> str:
    """``personal``, ``groupChat`` or ``channel``. Where Teams leaves it out, whatever may be a room
    is one: words that others can read must never pass as private."""
    conversation = activity.get("conversation") or {}
    if told := conversation.get("conversationType"):
        return str(told)
    bare = str(conversation.get("id") or "").partition(_THREAD)[0]
    if not is_room_id(bare) and conversation.get("isGroup") is not True:
        return "personal"
    return "channel" if bare.endswith(_OF_CHANNELS) and _team(activity) else "groupChat"


def channel_of(activity: Json) -> str:
    """Our name of the conversation, without the thread."""
    bare = str(activity["conversation"]["id"]).partition(_THREAD)[0]
    if kind_of(activity) != "channel":
        return bare
    return f"{_team(activity) or bare}/{bare}"


def _team(activity: Json) -> str:
    data = activity.get("channelData") or {}
    return str((data.get("team") or {}).get("id") or data.get("teamsTeamId") or "")


def opener_of(activity: Json) -> str | None:
    """The id of the message that opened the thread of this conversation, None outside of one."""
    _, mark, opener = str(activity["conversation"]["id"]).partition(_THREAD)
    return opener if mark and opener else None


def place_of(activity: Json) -> Place:
    return Place(
        platform=PLATFORM,
        workspace=tenant_of(activity),
        channel=channel_of(activity),
        direct=kind_of(activity) == "personal",
    )


def ref_of(activity: Json, message: str) -> Ref:
    """The message with this id, in the activity's conversation."""
    opener = opener_of(activity)
    return Ref(
        platform=PLATFORM,
        workspace=tenant_of(activity),
        channel=channel_of(activity),
        message=message,
        thread=opener if opener != message else None,
    )


def user_of(account: Json, workspace: str) -> User | None:
    """The person behind an account (``from``, a member): by their id in the directory, which is
    the same for every bot; None for an account without one, such as an anonymous guest."""
    known = account.get("aadObjectId") or account.get("objectId")
    return User(platform=PLATFORM, workspace=workspace, user=str(known)) if known else None


def is_directory_id(user: str) -> bool:
    """Whether it is an id of the directory, and not some other letters that stand for a person."""
    return bool(_DIRECTORY_ID.fullmatch(user))


def is_room_id(conversation: str) -> bool:
    """Whether a conversation of several people has this id: theirs are of their own kind."""
    return conversation.startswith("19:")


def team_of(channel: str) -> str | None:
    """The team's id of a place, None for a chat."""
    team, slash, _ = channel.partition("/")
    return team if slash else None


def bare(channel: str) -> str:
    """The conversation's own id of a place, without its team."""
    return channel.rpartition("/")[2]


def conversation_of(channel: str, opener: str | None = None) -> str:
    """Where to send: the place, or in a channel the thread under the message ``opener``."""
    if opener is None or team_of(channel) is None:
        return bare(channel)
    return f"{bare(channel)}{_THREAD}{opener}"


def conversation_of_ref(ref: Ref) -> str:
    """Where a message stands, to change it or take it away."""
    return conversation_of(ref.channel, ref.thread or ref.message)
