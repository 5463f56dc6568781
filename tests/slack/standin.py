"""Slack's Web API on loopback: writes down what it is asked, keeps what is posted, and can be told
to limit, fail, hang up or keep silent."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    method: str
    args: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What happens to one call instead of a good answer. ``accepted``: Slack does what it was
    asked for all the same. ``status`` 0 hangs up; ``silent`` does not answer at all."""

    status: int = 200
    error: str = ""
    headers: Mapping[str, str] | None = None
    accepted: bool = False
    silent: bool = False
    page: str = ""


class Refusal(Exception):
    """Slack says no; ``str()`` is its word for why."""


def limited(after: int | None = 3) -> Trouble:
    headers = {} if after is None else {"Retry-After": str(after)}
    return Trouble(status=429, error="ratelimited", headers=headers)


def says(error: str) -> Trouble:
    return Trouble(error=error)


def broken(status: int = 500, *, accepted: bool = False) -> Trouble:
    return Trouble(status=status, page="<html>oops</html>", accepted=accepted)


def hangs_up(*, accepted: bool = False) -> Trouble:
    return Trouble(status=0, accepted=accepted)


SILENT = Trouble(silent=True)


@dataclass(slots=True, kw_only=True)
class Door:
    """A ``response_url``: whose it is, where it leads, and the message whose button brought it."""

    user: str
    channel: str
    ts: str | None
    opened: float
    uses: int = 0


DOOR_USES, DOOR_OPEN = 5, 1800

Watch = Callable[[Literal["message", "ephemeral", "changed", "modal", "home"], Json], None]


class StandIn:
    """``now`` gives the messages' timestamps (seconds since 1970); without it they are always the
    same ones. ``watch`` is told of everything that the bot makes Slack show: messages with their
    ``channel``, ephemeral ones with their ``only``, views with their ``user``."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self.calls: list[Call] = []
        self.responses: list[Json] = []
        self.faults: list[Exception] = []
        """What could not be read here, which the bot was told as Slack tells it: for good."""
        self.users: dict[str, Json] = {}
        self.members: dict[str, list[str]] = {}
        self.messages: dict[str, list[Json]] = {}
        self.page = 100
        self.arrived: asyncio.Event | None = None
        self.goes_on = asyncio.Event()
        self._troubles: dict[str, deque[Trouble]] = {}
        self._now = now
        self._last = 1772463000_000100 if now is None else 0
        self.watch: Watch = lambda what, shown: None
        self._ephemeral: dict[str, Json] = {}
        self._doors: dict[str, Door] = {}
        self._triggers: dict[str, str] = {}
        self._count = 0
        self._closing = asyncio.Event()
        self.deliveries: asyncio.Queue[Json] = asyncio.Queue()
        self.acknowledged: asyncio.Queue[Json] = asyncio.Queue()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond", self._respond)
        app.router.add_post("/respond/{door}", self._respond)
        app.router.add_get("/socket", self._socket)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """From now on nobody can connect."""
        self._closing.set()
        await self._server.close()

    @property
    def api_url(self) -> str:
        return str(self._server.make_url("/api/"))

    @property
    def response_url(self) -> str:
        return str(self._server.make_url("/respond"))

    def next(self, method: str, *troubles: Trouble) -> None:
        """The next calls of this method meet these troubles, one each."""
        self._troubles.setdefault(method, deque()).extend(troubles)

    def asked(self, method: str) -> list[Json]:
        return [call.args for call in self.calls if call.method == method]

    def say(self, channel: str, user: str, text: str, thread: str | None = None) -> str:
        """A member says something; the message's ts."""
        return self.keep(channel, {"user": user, "text": text, "thread_ts": thread})["ts"]

    def put(self, channel: str, ts: str, message: Json | None) -> None:
        """Another message stands in this one's place, or none."""
        found = self.messages[channel]
        n = next(n for n, each in enumerate(found) if each["ts"] == ts)
        found[n : n + 1] = [] if message is None else [message]

    def door(self, user: str, channel: str, ts: str | None = None) -> str:
        """A ``response_url`` for what someone did, with the message whose button they pressed."""
        name = f"d{self._counted()}"
        self._doors[name] = Door(user=user, channel=channel, ts=ts, opened=self._seconds())
        return f"{self.response_url}/{name}"

    def trigger(self, user: str) -> str:
        """A ``trigger_id`` for what someone did, good for one view."""
        self._triggers[trigger := f"{self._counted()}.1772463000.f0"] = user
        return trigger

    def _counted(self) -> int:
        self._count += 1
        return self._count

    def _seconds(self) -> float:
        return 0.0 if self._now is None else self._now()

    def keep(self, channel: str, message: Json) -> Json:
        """A message stands in a channel from now on, with a ts."""
        kept = {k: v for k, v in message.items() if v is not None}
        kept |= {"type": "message", "ts": self.stamp()}
        self.messages.setdefault(channel, []).append(kept)
        return kept

    def stamp(self) -> str:
        """The next message's ts, later than every one before."""
        self._last += 1_000_000
        if self._now is not None:
            self._last = max(int(self._now() * 1_000_000), self._last - 999_999)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    async def _respond(self, request: web.Request) -> web.Response:
        trouble = self._trouble("response_url")
        if trouble:
            return web.Response(status=trouble.status, text=trouble.error)
        said = await request.json()
        self.responses.append(said)
        # Doors that a test named itself lead nowhere: what comes through is only written down.
        if door := self._doors.get(request.match_info.get("door", "")):
            door.uses += 1
            if door.uses > DOOR_USES or self._seconds() - door.opened > DOOR_OPEN:
                return web.Response(status=404, text="used_url")
            try:
                self._through(door, said)
            except Exception as error:
                self.faults.append(error)
                return web.Response(status=400, text="invalid_payload")
        return web.Response(text="ok")

    def _through(self, door: Door, said: Json) -> None:
        """What was sent to a ``response_url`` is shown, or stands in place of its message."""
        words = {"text": said["text"], "blocks": said["blocks"]}
        if not said.get("replace_original"):
            assert said["response_type"] == "ephemeral"
            self._show_ephemeral({"channel": door.channel, "only": door.user} | words)
            return
        if (message := self._ephemeral.get(door.ts or "")) is None:
            message = self._found(door.channel, door.ts)
        message |= words
        self.watch("changed", {"channel": door.channel} | message)

    def _show_ephemeral(self, message: Json) -> str:
        message |= {"ts": self.stamp()}
        self._ephemeral[message["ts"]] = message
        self.watch("ephemeral", message)
        return message["ts"]

    def _found(self, channel: str, ts: str | None) -> Json:
        for message in self.messages.get(channel, ()):
            if message["ts"] == ts:
                return message
        raise Refusal("message_not_found")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        """Socket Mode: sends what is put into ``deliveries`` and keeps what comes back."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})

        async def deliver() -> None:
            sent: Json = {}
            while sent.get("type") != "disconnect":  # then Slack goes on in the next connection
                sent = await self.deliveries.get()
                await socket.send_json(sent)

        delivering = asyncio.create_task(deliver())
        async for message in socket:
            await self.acknowledged.put(message.json())
        delivering.cancel()
        return socket

    def _trouble(self, method: str) -> Trouble | None:
        waiting = self._troubles.get(method)
        return waiting.popleft() if waiting else None

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _args(request)
        self.calls.append(Call(method=method, args=args))
        if self.arrived is not None:
            self.arrived.set()
            await self.goes_on.wait()
        trouble = self._trouble(method)
        if trouble is None:
            return web.json_response(self._do(method, args))
        if trouble.accepted:
            self._do(method, args)
        if trouble.silent:
            await self._closing.wait()
        if trouble.silent or not trouble.status:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if trouble.page:
            return web.Response(status=trouble.status, text=trouble.page, content_type="text/html")
        return web.json_response(
            {"ok": False, "error": trouble.error}, status=trouble.status, headers=trouble.headers
        )

    def _do(self, method: str, args: Json) -> Json:
        do = getattr(self, "_" + method.replace(".", "_").lower())
        try:
            return {"ok": True} | do(args)
        except Refusal as error:
            return {"ok": False, "error": str(error)}
        except Exception as error:
            self.faults.append(error)
            return {"ok": False, "error": "invalid_arguments"}

    def _auth_test(self, args: Json) -> Json:
        return {
            "url": "https://example.slack.com/",
            "team": "Example",
            "user": "roundtable",
            "team_id": "T0TEAM",
            "user_id": "U0BOT",
            "bot_id": "B0BOT",
            "is_enterprise_install": False,
        }

    def _apps_connections_open(self, args: Json) -> Json:
        return {"url": str(self._server.make_url("/socket")).replace("http", "ws", 1)}

    def _chat_postmessage(self, args: Json) -> Json:
        channel = self._direct(args["channel"])
        kept = self.keep(
            channel,
            {
                "user": "U0BOT",
                "bot_id": "B0BOT",
                "text": args["text"],
                "blocks": args["blocks"],
                "metadata": args.get("metadata"),
                "thread_ts": args.get("thread_ts"),
            },
        )
        self.watch("message", {"channel": channel} | kept)
        return {"channel": channel, "ts": kept["ts"], "message": kept}

    def _chat_postephemeral(self, args: Json) -> Json:
        shown = {"only": args["user"], "thread_ts": args.get("thread_ts")}
        for name in ("channel", "text", "blocks"):
            shown[name] = args[name]
        return {"message_ts": self._show_ephemeral(shown)}

    def _chat_update(self, args: Json) -> Json:
        message = self._found(args["channel"], args["ts"])
        message |= {"text": args["text"], "blocks": args["blocks"]}
        self.watch("changed", {"channel": args["channel"]} | message)
        return {"channel": args["channel"], "ts": args["ts"], "text": args["text"]}

    def _views_open(self, args: Json) -> Json:
        view = {"id": f"V{self._counted()}", **args["view"]}
        if user := self._triggers.get(args["trigger_id"]):
            self._triggers[args["trigger_id"]] = ""
            self.watch("modal", {"user": user, "view": view})
        elif args["trigger_id"] in self._triggers:
            raise Refusal("exchanged_trigger_id")
        return {"view": view}

    _views_push = _views_open

    def _views_publish(self, args: Json) -> Json:
        view = {"id": f"V{self._counted()}", **args["view"]}
        self.watch("home", {"user": args["user_id"], "view": view})
        return {"view": view}

    def _conversations_open(self, args: Json) -> Json:
        return {"channel": {"id": self._direct(args["users"])}}

    def _direct(self, channel: str) -> str:
        return "D" + channel[1:] if channel.startswith("U") else channel

    def _conversations_history(self, args: Json) -> Json:
        return self._span(
            args, [m for m in self.messages.get(args["channel"], ()) if "thread_ts" not in m]
        )

    def _conversations_replies(self, args: Json) -> Json:
        ts = args["ts"]
        found = [
            m for m in self.messages.get(args["channel"], ()) if ts in (m["ts"], m.get("thread_ts"))
        ]
        if not found:
            raise Refusal("thread_not_found")
        return self._span(args, found)

    def _span(self, args: Json, found: list[Json]) -> Json:
        oldest, latest = args.get("oldest", "0"), args.get("latest", "9999999999")
        found = [m for m in found if float(oldest) <= float(m["ts"]) <= float(latest)]
        if args.get("include_all_metadata") not in (True, "1", "true"):
            found = [{k: v for k, v in m.items() if k != "metadata"} for m in found]
        return self._paged("messages", found, args)

    def _conversations_members(self, args: Json) -> Json:
        if args["channel"] not in self.members:
            raise Refusal("channel_not_found")
        return self._paged("members", self.members[args["channel"]], args)

    def _users_info(self, args: Json) -> Json:
        if args["user"] not in self.users:
            raise Refusal("user_not_found")
        return {"user": self.users[args["user"]]}

    def _paged(self, name: str, found: list[Any], args: Json) -> Json:
        start = int(args.get("cursor") or 0)
        end = start + min(int(args.get("limit") or 100), self.page)
        cursor = str(end) if end < len(found) else ""
        return {name: found[start:end], "response_metadata": {"next_cursor": cursor}}


async def _args(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return await request.json()
    args: Json = {**request.query, **await request.post()}
    for name in ("blocks", "view", "metadata"):
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return args
