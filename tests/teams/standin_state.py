"""What the stand-in of Teams knows: who is where, and what was said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Json = dict[str, Any]
Reach = Literal["personal", "team", "nowhere"]

TENANT = "11111111-1111-1111-1111-111111111111"
APP = "99999999-9999-9999-9999-999999999999"
BOT = f"28:{APP}"
TEAM = "19:team@thread.tacv2"
GROUP = "22222222-2222-2222-2222-222222222222"
ROOM = "19:room@thread.tacv2"
CHAT = "19:chat@thread.v2"


class Refusal(Exception):
    """Teams says no, with this status and its own word for why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(slots=True, kw_only=True)
class Message:
    """``conversation`` is the channel or chat, ``thread`` the opener's id in a channel's thread.
    ``sender`` and ``targeted_to`` are accounts; only the latter sees a targeted message."""

    conversation: str
    id: str
    sender: str
    activity: Json
    at: datetime
    thread: str | None = None
    targeted_to: str | None = None
    deleted: bool = False
    edited: bool = False

    @property
    def card(self) -> Json:
        """The Adaptive Card that the bot sent."""
        return self.activity["attachments"][0]["content"]


@dataclass(slots=True, kw_only=True)
class Team:
    """``group`` is its id in Graph. ``channels`` are names by id; the first channel is called like
    the team and tells none."""

    group: str
    name: str
    channels: dict[str, str | None]


@dataclass(slots=True, kw_only=True)
class Person:
    """``member`` is what a roster tells. ``reach``: whom the bot can open a private chat with:
    those who have the app themselves, by either id; those of a team, by their account's id."""

    member: Json
    reach: Reach = "personal"


class State:
    """``now`` gives the messages' times (seconds since 1970), from which Teams makes their ids;
    without it they are always the same ones.

    ``people`` stand by their id in the directory, those without one by their account's. ``members``
    are the people of a team, a group chat, or a channel that has its own; ``personal`` tells whose
    a private chat is."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self.messages: list[Message] = []
        self.people: dict[str, Person] = {}
        self.teams: dict[str, Team] = {}
        self.members: dict[str, list[str]] = {}
        self.personal: dict[str, str] = {}
        self._now = now
        self._last = 1_772_463_000_000

    # What a test sets up

    def meet(
        self, id: str, name: str, *, reach: Reach = "personal", tenant: str = TENANT, **more: str
    ) -> Json:
        """Someone of a tenant, as rosters will tell of them; ``id`` is the one in the directory.
        The account's id is another one, as in Teams."""
        about = {"id": f"29:{id}", "name": name, "aadObjectId": id, "tenantId": tenant}
        member = {**about, "userRole": "user", **more}
        self.people[id] = Person(member=member, reach=reach)
        return member

    def anonymous(self, account: str, name: str = "") -> Json:
        """Someone who came by a link, with no id in any directory."""
        member = {"id": account, "name": name, "userRole": "anonymous"}
        self.people[account] = Person(member=member, reach="nowhere")
        return member

    def open_team(self, *people: str, channels: Mapping[str, str] | None = None) -> None:
        """The team, with its channels by id, and the bot in it."""
        named = channels or {ROOM: "Spring"}
        self.teams[TEAM] = Team(group=GROUP, name="Alpha", channels={TEAM: None, **named})
        self.members[TEAM] = list(people)

    def open_chat(self, *people: str, id: str = CHAT) -> None:
        """A group chat, with the bot in it."""
        self.members[id] = list(people)

    def open_personal(self, id: str) -> str:
        """The conversation of a person's private chat with the bot."""
        conversation = f"a:{id}"
        self.personal[conversation] = id
        return conversation

    def say(self, conversation: str, who: str, activity: Json, thread: str | None = None) -> str:
        """A member says something; the message's id. ``text`` is what stands there, in HTML if
        ``textFormat`` is ``html``."""
        return self.keep(conversation, f"29:{who}", activity, thread).id

    def keep(
        self, conversation: str, sender: str, activity: Json, thread: str | None = None
    ) -> Message:
        self._last += 1000
        if self._now is not None:
            self._last = max(int(self._now() * 1000), self._last - 999)
        kept = Message(
            conversation=conversation,
            id=str(self._last),
            sender=sender,
            activity=activity,
            at=datetime.fromtimestamp(self._last / 1000, UTC),
            thread=thread,
        )
        self.messages.append(kept)
        return kept

    # What stands there

    def message(self, conversation: str, id: str) -> Message:
        """Raises KeyError."""
        for each in self.messages:
            if (each.conversation, each.id) == (conversation, id):
                return each
        raise KeyError(id)

    def said(self, conversation: str) -> list[Message]:
        """What stands in a conversation for all to see, in the order in which it was said."""
        return [
            each
            for each in self.messages
            if each.conversation == conversation and not each.deleted and not each.targeted_to
        ]

    def in_channel(self, conversation: str) -> bool:
        return any(conversation in team.channels for team in self.teams.values())

    def team(self, id: str) -> Team:
        """Raises Refusal."""
        if id not in self.teams:
            raise Refusal(404, "TeamNotFound")
        return self.teams[id]

    def person(self, id: str) -> Person:
        """By either id. Raises Refusal."""
        for person in self.people.values():
            if id in (person.member["id"], person.member.get("aadObjectId")):
                return person
        raise Refusal(400, "BadArgument")

    def roster(self, conversation: str) -> list[Json]:
        """The people of a conversation that the bot is in. Raises Refusal."""
        if conversation in self.personal:
            return [self.people[self.personal[conversation]].member]
        if conversation not in self.members:
            # A channel has the people of its team, unless it has its own.
            for id, team in self.teams.items():
                if conversation in team.channels:
                    conversation = id
        if conversation not in self.members:
            raise Refusal(403, "BotNotInConversationRoster")
        return [self.people[id].member for id in self.members[conversation]]
