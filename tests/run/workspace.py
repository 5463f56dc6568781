"""A Slack workspace as its people use it: they command, fill, press, write; every act is a signed
request to the bot, and everything that the bot shows them is found by its letters."""

import asyncio
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from tests.patience import LONG
from tests.slack.harness import SECRET, TEAM
from tests.slack.sender import Answer, Sender
from tests.slack.standin import Json, StandIn

ROOM = "C0ROOM"
NAMES = {
    "ana": "Ana Ruiz", "ben": "Ben Okafor", "cho": "Cho Park", "dee": "Dee Novak",
    "eli": "Eli Stone", "fay": "Fay Brandt",
}  # fmt: skip
T = TypeVar("T")


def user_id(who: str) -> str:
    return f"U0{who.upper()}"


def direct(who: str) -> str:
    """The channel of someone's private chat with the bot."""
    return f"D0{who.upper()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Something that the bot showed: a message, or (``door``) an answer to one person alone."""

    channel: str
    ts: str
    text: str
    buttons: Mapping[str, Json]
    door: str = ""


class Workspace(StandIn):
    """Requests go to the first of ``bots``, or to each in turn."""

    def __init__(self, people: Sequence[str] = tuple(NAMES)) -> None:
        super().__init__(time.time)
        self.bots: list[Sender] = []
        self.cards: list[Card] = []
        self.views: dict[str, Json] = {}
        self.said: list[str] = []
        """Everything that people wrote; none of it may stand in a log."""
        self.calling: Callable[[str, bool], None] = lambda method, done: None
        """Told of each call, before and after Slack did what it was asked for."""
        self._stirred = asyncio.Event()
        self._numbers = itertools.count(1)
        self._turns = itertools.count()
        self.rooms: dict[str, str] = {}
        """Whose room is another one than ``ROOM``."""
        self.members[ROOM] = ["U0BOT", *(user_id(each) for each in people)]
        for who in people:
            self.belongs(who)

    def room(self, who: str) -> str:
        """The one room in which someone is, apart from private chats."""
        return self.rooms.get(who, ROOM)

    def lives_in(self, room: str, people: Sequence[str]) -> None:
        """A room of their own for people who were in none."""
        self.members[room] = ["U0BOT", *(user_id(each) for each in people)]
        for who in people:
            self.rooms[who] = room
            self.belongs(who)

    def belongs(self, who: str) -> None:
        """Someone has an account here."""
        name = NAMES.get(who, who.title())
        self.users[user_id(who)] = {
            "id": user_id(who), "team_id": TEAM, "tz": "America/New_York",
            "real_name": name, "profile": {"real_name": name, "display_name": name},
        }  # fmt: skip

    # What the bot does

    def _do(self, method: str, args: Json) -> Json:
        self.calling(method, False)
        done = super()._do(method, args)
        self.calling(method, True)
        self._stirred.set()
        return done

    def _chat_postmessage(self, args: Json) -> Json:
        said = super()._chat_postmessage(args)
        self._show(said["channel"], said["ts"], args)
        return said

    def _chat_update(self, args: Json) -> Json:
        said = super()._chat_update(args)
        self._show(args["channel"], args["ts"], args)
        return said

    def _views_open(self, args: Json) -> Json:
        who = args["trigger_id"].split(".")[0]
        self.views[who] = {"id": f"V{next(self._numbers)}", **args["view"]}
        return {"view": self.views[who]}

    _views_push = _views_open

    async def _respond(self, request: web.Request) -> web.Response:
        door = request.match_info.get("door", "")
        self._show(direct(door), "", await request.json(), door)
        answer = await super()._respond(request)
        self._stirred.set()
        return answer

    def _show(self, channel: str, ts: str, args: Json, door: str = "") -> None:
        buttons = {
            element["text"]["text"]: element
            for block in args.get("blocks") or ()
            if block["type"] == "actions"
            for element in block["elements"]
        }
        card = Card(channel=channel, ts=ts, text=args["text"], buttons=buttons, door=door)
        self.cards.append(card)

    # What is seen

    async def until(self, look: Callable[[], T | None]) -> T:
        """Wait until something is so; looked at whenever the bot has done something."""
        try:
            async with asyncio.timeout(LONG):
                while not (found := look()):
                    self._stirred.clear()
                    await self._stirred.wait()
        except TimeoutError:
            asked = [call.method for call in self.calls][-12:]
            shown = [card.text[:80] for card in self.cards][-6:]
            raise AssertionError(f"that never came; last asked {asked}, shown {shown}") from None
        return found

    def card(self, who: str, words: str = "", button: str = "") -> Card | None:
        """The newest card that someone can see with these words and this button."""
        for card in reversed(self.cards):
            theirs = card.channel in (self.room(who), direct(who))
            if theirs and words in card.text and (not button or button in card.buttons):
                return card
        return None

    async def sees(self, who: str, words: str = "", button: str = "") -> Card:
        """Wait until someone is shown these words, or this button."""
        return await self.until(lambda: self.card(who, words, button))

    def everything(self) -> list[Json]:
        """Every message that stands anywhere, in the order in which they came."""
        found = [message for messages in self.messages.values() for message in messages]
        return sorted(found, key=lambda message: float(message["ts"]))

    def said_keys(self) -> list[str]:
        """The key of every message that stands here with one, in order."""
        return [
            message["metadata"]["event_payload"]["key"]
            for message in self.everything()
            if message.get("metadata")
        ]

    def posted(self, kind: str, channel: str | None = None) -> list[Json]:
        """The bot's messages whose key begins so, in order."""
        return [
            message
            for name, messages in self.messages.items()
            for message in messages
            if channel in (None, name)
            and message.get("metadata")
            and message["metadata"]["event_payload"]["key"].startswith(f"{kind}:")
        ]

    # What people do

    async def deliver(self, payload: Json, **how: Any) -> Answer:
        """One delivery to a bot. Raises one of ``Unreached`` if none answers."""
        if not self.bots:
            raise ConnectionError("no bot is running")
        return await self.bots[next(self._turns) % len(self.bots)].deliver(payload, **how)

    async def takes(self, payload: Json) -> None:
        """A delivery that the bot takes."""
        answer = await self.deliver(payload)
        assert answer.status == 200, answer.status

    async def command(self, who: str, text: str) -> Answer:
        """Someone gives ``/cohort text`` in their room."""
        return await self.deliver(self.commanded(who, text))

    def commanded(self, who: str, text: str) -> Json:
        self.said.append(text)
        return {
            "team_id": TEAM, "channel_id": self.room(who), "channel_name": "spring",
            "user_id": user_id(who), "command": "/cohort", "text": text,
            "response_url": f"{self.response_url}/{who}", "trigger_id": self._trigger(who),
        }  # fmt: skip

    async def press(self, who: str, label: str) -> Answer:
        """Press the newest button with this label, as soon as it is there."""
        return await self.deliver(self.pressed(who, label, await self.sees(who, button=label)))

    def pressed(self, who: str, label: str, card: Card) -> Json:
        element = card.buttons[label]
        container = {"type": "message", "message_ts": card.ts or self.stamp(),
                     "channel_id": card.channel, "is_ephemeral": bool(card.door)}  # fmt: skip
        name = "directmessage" if card.channel == direct(who) and not card.door else "spring"
        return {
            "type": "block_actions", "user": {"id": user_id(who), "team_id": TEAM},
            "container": container, "trigger_id": self._trigger(who),
            "channel": {"id": self.room(who) if card.door else card.channel, "name": name},
            "response_url": f"{self.response_url}/{who}",
            "actions": [{**element, "action_ts": self.stamp()}],
        }  # fmt: skip

    async def fill(self, who: str, values: Mapping[str, str]) -> Answer:
        """Send the form that is open for someone, with values by the fields' labels."""
        view = await self.until(lambda: self.views.pop(who, None))
        self.said += values.values()
        state: Json = {}
        labels = {b["label"]["text"] for b in view["blocks"] if b["type"] == "input"}
        assert values.keys() <= labels, f"no field {values.keys() - labels} among {labels}"
        for block in view["blocks"]:
            if block["type"] == "input":
                given = values.get(block["label"]["text"])
                state[block["block_id"]] = {"field": _filled(block["element"], given)}
        return await self.deliver({
            "type": "view_submission", "team": {"id": TEAM}, "user": {"id": user_id(who)},
            "trigger_id": self._trigger(who), "view": {**view, "state": {"values": state}},
        })  # fmt: skip

    def message(self, who: str, text: str, thread: str | None = None) -> Json:
        """Someone writes in their room: the event, as it will be delivered."""
        self.said.append(text)
        room = self.room(who)
        ts = self.say(room, user_id(who), text, thread)
        inner = {
            "type": "message", "user": user_id(who), "channel": room, "channel_type": "channel",
            "ts": ts, "event_ts": ts, "text": text, "client_msg_id": f"client-{ts}",
        } | ({"thread_ts": thread} if thread else {})  # fmt: skip
        return self.event(inner)

    def edited(self, message: Json, text: str) -> Json:
        self.said.append(text)
        before = message["event"]
        after = before | {"text": text, "edited": {"user": before["user"], "ts": self.stamp()}}
        return self.event({
            "type": "message", "subtype": "message_changed", "channel": before["channel"],
            "channel_type": "channel", "ts": self.stamp(), "event_ts": self.stamp(),
            "message": after, "previous_message": before,
        })  # fmt: skip

    def deleted(self, message: Json) -> Json:
        before = message["event"]
        return self.event({
            "type": "message", "subtype": "message_deleted", "channel": before["channel"],
            "channel_type": "channel", "ts": self.stamp(), "event_ts": self.stamp(),
            "deleted_ts": before["ts"], "previous_message": before,
        })  # fmt: skip

    def joins(self, who: str, room: str = ROOM) -> Json:
        """Someone with an account enters a room."""
        self.rooms[who] = room
        self.belongs(who)
        self.members[room].append(user_id(who))
        return self.event({
            "type": "member_joined_channel", "user": user_id(who), "channel": room,
            "event_ts": self.stamp(),
        })  # fmt: skip

    def event(self, inner: Json) -> Json:
        """An event in its envelope, with an id of its own."""
        return {
            "type": "event_callback", "team_id": TEAM, "event_time": int(time.time()),
            "event_id": f"Ev{next(self._numbers):06d}", "event": inner,
            "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}],
        }  # fmt: skip

    def _trigger(self, who: str) -> str:
        return f"{who}.{next(self._numbers)}.x"

    def speaks_to(self, address: str) -> None:
        """From now on requests go to the process at this address too."""
        self.bots.append(Sender(f"{address}/slack/events", SECRET))


def _filled(element: Json, given: str | None) -> Json:
    match element["type"]:
        case "radio_buttons" | "static_select":
            wanted = [o for o in element["options"] if o["text"]["text"] == given]
            chosen = wanted[0] if wanted else element.get("initial_option")
            return {"type": element["type"], "selected_option": chosen}
        case "checkboxes":
            chosen = element.get("initial_options") or []
            return {"type": element["type"], "selected_options": chosen}
        case "datepicker":
            chosen = given or element.get("initial_date")
            return {"type": "datepicker", "selected_date": chosen}
        case kind:
            value = given if given is not None else element.get("initial_value")
            return {"type": kind, "value": value}


Unreached = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""What a delivery raises that found nobody, or was cut off."""
