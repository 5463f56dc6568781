"""Activities as Teams sends them, recorded or made, and the names that they hold."""

import json
from pathlib import Path
from typing import Any

from adapters.teams.heard import Heard
from adapters.teams.times import instant
from bot.protocol.refs import Place, Ref, User

PAYLOADS = Path(__file__).parent / "payloads"

TENANT = "7e2a1c60-5f0b-4c55-9a3d-0c8f6f1b2a01"
SERVICE = "https://smba.trafficmanager.net/emea/7e2a1c60-5f0b-4c55-9a3d-0c8f6f1b2a01/"
BOT = "28:5b1f4a9e-2f0c-4f43-8f0b-6d1d5a1c7e42"
TEAM = "19:Vq1Zt3kPz8mBxW2nQe7rLdYf0aHsJc5uGi9oTw4E1@thread.tacv2"
GROUP = "c1d7f3a2-94b0-4f57-8f8a-21a6a0b7d913"
CHANNEL = "19:0d5c4e0b1a7f4b6f8e2d3c9a6b5f4e31@thread.tacv2"
PRIVATE = "19:9c8b7a6f5e4d4c3b2a190817263544f3@thread.tacv2"
CHAT = "19:6b2f0a4c8d1e4f7a9b3c5d7e9f1a2b4c@thread.v2"
PERSONAL = "a:1pL5dQ0kTzYw8nJm3xRbVc6uHf2sGe9iOa7lKt4Dq1Wy5Ev0Np8Zr3Mx6Bj2Cg"

ANA = "0a6f2c51-3b1e-4d0a-9c77-1f5e2b8d4a10"
BEN = "1b7e3d62-4c2f-4e1b-8d88-2a6f3c9e5b21"
CAL = "2c8f4e73-5d30-4f2c-9e99-3b7a4daf6c32"
DEE = "3d905f84-6e41-403d-8faa-4c8b5eb07d43"
"""People's ids in the directory. Dee is a guest."""

ACCOUNTS = {
    ANA: "29:1AnaQ7tZk2mXw9cLr4vBn8yHj3sPf6dGe1uTo5iRaKpWqEzYxCvUbNmLkJhGfDsAq",
    BEN: "29:1BenW3rTy6uIo9pAs2dFg5hJk8lZx1cVb4nMq7wEr0tYuIoPaSdFgHjKlZxCvBnMq",
    CAL: "29:1CalE5tYu8iOp1aSd4fGh7jKl0zXc3vBn6mQw9eRt2yUiOpAsDfGhJkLzXcVbNmQw",
    DEE: "29:1DeeR7uIo0pAs3dFg6hJk9lZx2cVb5nMq8wEr1tYu4iOpAsDfGhJkLzXcVbNmQwEr",
}
"""By which this bot knows the same people."""
NAMES = {ANA: "Ana López", BEN: "Ben Okafor", CAL: "Cal Moreau", DEE: "Dee Park (Guest)"}


def payload(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


def user(person: str) -> User:
    return User(platform="teams", workspace=TENANT, user=person)


def place(channel: str, *, direct: bool = False) -> Place:
    return Place(platform="teams", workspace=TENANT, channel=channel, direct=direct)


def ref(channel: str, message: str, thread: str | None = None) -> Ref:
    return Ref(platform="teams", workspace=TENANT, channel=channel, message=message, thread=thread)


ROOM = f"{TEAM}/{CHANNEL}"
PEOPLE = {ACCOUNTS[person]: user(person) for person in (ANA, BEN, CAL)}
HEARD = Heard(
    at=instant("2026-03-02T15:00:05Z"),
    bot=BOT,
    commands=frozenset({"help", "invite", "summary", "not now"}),
    people=PEOPLE,
)


def account(person: str) -> dict[str, Any]:
    """A person as ``from`` of an activity."""
    return {"id": ACCOUNTS[person], "name": NAMES[person], "aadObjectId": person}


def mention(person: str, *, aad: bool = False) -> dict[str, Any]:
    """The entity of a person who is mentioned."""
    mentioned = {"id": ACCOUNTS[person], "name": NAMES[person]}
    told = mentioned | ({"aadObjectId": person} if aad else {})
    return {"mentioned": told, "text": f"<at>{NAMES[person]}</at>", "type": "mention"}


def in_channel(thread: str | None = None) -> dict[str, Any]:
    """Where an activity is in a channel, in the thread under a message."""
    suffix = f";messageid={thread}" if thread else ""
    return {
        "conversation": {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT,
            "id": f"{CHANNEL}{suffix}",
        },
        "channelData": {
            "teamsChannelId": CHANNEL,
            "teamsTeamId": TEAM,
            "channel": {"id": CHANNEL},
            "team": {"id": TEAM},
            "tenant": {"id": TENANT},
        },
    }


def in_chat() -> dict[str, Any]:
    """Where an activity is in a group chat."""
    return {
        "conversation": {
            "isGroup": True,
            "conversationType": "groupChat",
            "tenantId": TENANT,
            "id": CHAT,
        },
        "channelData": {"tenant": {"id": TENANT}},
    }


def in_private() -> dict[str, Any]:
    """Where an activity is in a person's private chat with the bot."""
    return {
        "conversation": {
            "conversationType": "personal",
            "tenantId": TENANT,
            "id": PERSONAL,
        },
        "channelData": {"tenant": {"id": TENANT}},
    }


def activity(type: str = "message", *, sender: str = BEN, **parts: Any) -> dict[str, Any]:
    """An activity with all that Teams always sends; in the private chat unless ``parts`` say
    otherwise. A value of None takes a part away."""
    whole: dict[str, Any] = {
        "type": type,
        "id": "1772463600123",
        "timestamp": "2026-03-02T15:00:00.1234567Z",
        "localTimestamp": "2026-03-02T16:00:00.1234567+01:00",
        "localTimezone": "Europe/Zurich",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": account(sender),
        "recipient": {"id": BOT, "name": "Roundtable"},
        "locale": "en-GB",
        "entities": [],
        **in_private(),
    }
    whole |= parts
    return {name: part for name, part in whole.items() if part is not None}


def html(content: str) -> dict[str, Any]:
    """The attachment in which a message's format comes."""
    return {"contentType": "text/html", "content": content}
