"""Microsoft 365 Agents Playground, a real client of Teams, as a process of its own and offline.

It has one team with a channel, one group chat and six people, the first of whom sits at its page.
What they do goes through the page's HTTP interface. What they see is told by its two web sockets:
one shows what stands in rooms and in the first one's private chat, the other logs every exchange
with the bot, from which the other five people's chats are read. It sends no tokens.
"""

import asyncio
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import unquote, urlsplit

import aiohttp

from tests.patience import LONG
from tests.teams.gestures import THREAD
from tests.teams.playground_process import FIRST_CHAT, SIX, Person, listens, started
from tests.teams.standin_state import ROOM, TEAM, TENANT

Json = dict[str, Any]
T = TypeVar("T")

_END = b"\n---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of the bot as it was shown: new, or ``changed`` in place. ``conversation`` names
    the thread if it stands in one, also for the message that opened it."""

    id: str
    conversation: str
    card: Json
    changed: bool = False

    @property
    def channel(self) -> str:
        return self.conversation.partition(THREAD)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request, ``to_bot`` or from it, and its answer."""

    to_bot: bool
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: Json
    status: int
    answer: Any


class Playground:
    """``async with Playground(bot_url) as playground``: it runs, and ends with the block. ``watch``
    is told of everything that the bot makes it show."""

    def __init__(self, bot_url: str, people: Sequence[Person] = SIX) -> None:
        """``people`` are six."""
        self.people = {each.handle: each for each in people}
        self._bot_url = bot_url
        self._stack = AsyncExitStack()
        self._stirred = asyncio.Event()
        self.first = people[0]
        self._chats = {self.first.handle: FIRST_CHAT}
        self.watch: Callable[[Shown], None] = lambda shown: None
        self._ticks = self._shown_ticks = self._logged_ticks = 0
        self._offset = 0
        self._recorded: dict[str, Json] = {}
        self._fault: Exception | None = None
        self.history: list[Shown] = []
        self.exchanges: list[Exchange] = []

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self._recording = folder / "recording.log"
            process = await stack.enter_async_context(
                started(folder, self._bot_url, [*self.people.values()])
            )
            self.url = await listens(process)
            self._session = await stack.enter_async_context(aiohttp.ClientSession(self.url))
            for path, hear in (
                ("/_ws_conversation/v1/conversations/stream", self._on_page),
                ("/_ws/log/stream", self._on_log),
            ):
                socket = await stack.enter_async_context(
                    self._session.ws_connect(path, max_msg_size=0)
                )
                reading = asyncio.create_task(self._read(socket, hear))
                stack.callback(reading.cancel)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    # What is seen

    @property
    def messages(self) -> dict[str, Shown]:
        """Every message of the bot by its id, as it stands now."""
        return {each.id: each for each in self.history}

    async def until(self, true: Callable[[], T]) -> T:
        """Wait until something is so, looking again whenever Playground tells anything."""
        try:
            async with asyncio.timeout(LONG):
                while not (found := true()):
                    if self._fault is not None:
                        raise self._fault
                    self._stirred.clear()
                    await self._stirred.wait()
                return found
        except TimeoutError:
            last = [f"{each.method} {each.path} {each.status}" for each in self.exchanges[-5:]]
            raise AssertionError(f"it never came to be; the last exchanges: {last}") from None

    async def caught_up(self) -> None:
        """Until all that Playground was told is seen here: what is sent now comes after it on both
        sockets."""
        self._ticks += 1
        path = f"/_connector/v3/conversations/{FIRST_CHAT}/activities"
        await self._call("POST", path, {"type": "typing"})
        await self.until(lambda: min(self._shown_ticks, self._logged_ticks) >= self._ticks)

    # What people do

    async def private(self, who: str) -> str:
        """The conversation of someone's private chat with the bot."""
        if who not in self._chats:
            body = {"members": [{"id": self.people[who].account}], "tenantId": TENANT}
            said = await self._call("POST", "/_connector/v3/conversations", body)
            self._chats[who] = said["id"]
        return self._chats[who]

    def owner(self, conversation: str) -> str | None:
        """Whose private chat that is, None if it is none."""
        return next((who for who, chat in self._chats.items() if chat == conversation), None)

    async def writes(self, text: str, to: str = FIRST_CHAT, mentions: Sequence[Json] = ()) -> Json:
        """The first one writes; in a channel that starts a thread. Playground tells the bot of
        what is written in a room only if it mentions it (``AT_BOT``). What Playground made of it:
        ``messageId``, ``postConversationId``."""
        body: Json = {
            "from": {"id": self.first.account},
            "text": text,
            "textFormat": "xml" if mentions else "plain",
            "mentions": [
                {"mentioned": each["mentioned"], "text": each["text"]} for each in mentions
            ],
        }
        return await self._heard(f"/_conversation/v1/conversations/{to}/messages", body)

    async def executes(
        self, who: str, message: str, action: Json, typed: Mapping[str, str] | None = None
    ) -> Json:
        """Press an Action.Execute, with what stands in the card's inputs; the bot's answer."""
        data = {**action.get("data", {}), **(typed or {})}
        pressed = {key: action[key] for key in ("type", "title", "verb")} | {"data": data}
        body = self._pressed(who, message) | {
            "name": "adaptiveCard/action",
            "value": {"action": pressed, "trigger": "manual"},
        }
        return await self._heard("/_conversation/v1/invoke", body)

    async def submits(self, who: str, message: str, action: Json) -> None:
        """Press an Action.Submit."""
        body = self._pressed(who, message) | {"value": action["data"]}
        await self._heard("/_conversation/v1/submit", body)

    async def offers(self, kind: str, where: str) -> None:
        """One of the activities that Playground's own menu offers, such as ``install``."""
        await self._custom(await self._template(where, kind))

    async def happens(self, who: str, where: str, event: str = "", **what: Any) -> None:
        """Any other activity of anyone, also in a thread of which Playground does not know;
        ``event`` is its ``eventType``."""
        person = self.people[who]
        channel = where.partition(THREAD)[0]
        activity = await self._template(channel)
        activity["conversation"]["id"] = where
        activity["from"] = {
            "id": person.account,
            "aadObjectId": person.id,
            "name": person.name,
        }
        data: Json = {"tenant": {"id": TENANT}} | ({"eventType": event} if event else {})
        if channel == ROOM:
            data |= {"team": {"id": TEAM}, "channel": {"id": ROOM}}
        await self._custom({**activity, "channelData": data, **what})

    def _pressed(self, who: str, message: str) -> Json:
        return {
            "from": {"id": self.people[who].account},
            "conversation": {"id": self.messages[message].conversation},
            "replyToId": message,
        }

    async def _template(self, where: str, kind: str = "") -> Json:
        query = {"conversationId": where} | ({"type": kind} if kind else {})
        return await self._call("GET", "/_internal/v1/customActivities/template", query=query)

    async def _custom(self, activity: Json) -> None:
        await self._heard("/_internal/v1/customActivities", activity)

    async def _heard(self, path: str, body: Json) -> Json:
        """A call upon which the bot gets an activity; returns when the bot has answered that."""
        before = len(self._answers())
        said = await self._call("POST", path, body)
        await self.until(lambda: len(self._answers()) > before)
        return said

    def _answers(self) -> list[Exchange]:
        return [each for each in self.exchanges if each.to_bot]

    async def _call(
        self, method: str, path: str, body: Json | None = None, query: Mapping[str, str] = {}
    ) -> Json:
        async with self._session.request(method, path, json=body, params=query) as answer:
            raw = await answer.text()
        assert answer.status < 300, f"{path}: {answer.status} {raw}"
        return json.loads(raw) if raw.startswith("{") else {}

    # What Playground tells

    async def _read(
        self, socket: aiohttp.ClientWebSocketResponse, hear: Callable[[Json], None]
    ) -> None:
        try:
            async for told in socket:
                hear(json.loads(told.data))
                self._stirred.set()
            self._fault = ConnectionError("Playground ended")
        except Exception as fault:
            self._fault = fault
        self._stirred.set()

    def _on_page(self, told: Json) -> None:
        if told["action"] == "typing":
            self._shown_ticks += 1
            return
        message = told["message"]
        where = message.get("postConversationId") or told["actionConversationId"]
        self._show(message["messageId"], where, message)

    def _on_log(self, told: Json) -> None:
        entry = told["log"]
        if entry.get("activityName") == "typing":
            self._logged_ticks += 1
        elif entry["type"] == "bot":
            exchange = self._exchange(entry)
            self.exchanges.append(exchange)
            self._show_chat(exchange)

    def _exchange(self, entry: Json) -> Exchange:
        # Playground records how an exchange went just before it tells of it, unless it was refused.
        self._read_recording()
        request = self._recorded.pop(entry["id"], {"method": "POST", "url": self._bot_url})
        url, answer = urlsplit(request["url"]), entry["response"]
        return Exchange(
            to_bot=entry["to"] == "User Application",
            method=request["method"],
            path=url.path,
            query=url.query,
            headers=request.get("headers") or {},
            body=entry["request"].get("body") or {},
            status=answer["statusCode"],
            answer=answer.get("body"),
        )

    def _read_recording(self) -> None:
        if not self._recording.exists():
            return
        with self._recording.open("rb") as file:
            file.seek(self._offset)
            whole, end, _ = file.read().rpartition(_END)
        self._offset += len(whole) + len(end)
        fresh = [json.loads(each) for each in whole.split(_END) if each]
        self._recorded |= {each["logId"]: each["request"] for each in fresh}

    def _show_chat(self, exchange: Exchange) -> None:
        """What the bot tells one of the others privately, which no page shows."""
        if exchange.to_bot or exchange.status >= 300 or exchange.method not in ("POST", "PUT"):
            return
        _, _, rest = exchange.path.partition("/v3/conversations")
        where, _, below = rest.removeprefix("/").partition("/")
        if not where and not exchange.body.get("isGroup"):
            account = exchange.body["members"][0]["id"]
            who = next(each.handle for each in self.people.values() if each.account == account)
            self._chats[who] = exchange.answer["id"]
        elif below and self.owner(unquote(where)) not in (self.first.handle, None):
            self._show(exchange.answer["id"], unquote(where), exchange.body)

    def _show(self, id: str, where: str, activity: Json) -> None:
        before = self.messages.get(id)
        card = next((each.get("content") for each in activity.get("attachments") or ()), None)
        shown = Shown(
            id=id,
            conversation=before.conversation if before else where,
            card=card or {},
            changed=before is not None,
        )
        self.history.append(shown)
        self.watch(shown)
