"""Teams on loopback: the Bot Connector, and as much of Microsoft Graph as the adapter reads. It
keeps who is where and what was said, and can be told to limit, fail, hang up or keep silent."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.teams import standin_graph
from tests.teams.standin_state import BOT, TENANT, Json, Message, Refusal, State

LARGEST = 100 * 1024
"""Bytes of a message in UTF-16."""
_THREAD = ";messageid="


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """``path`` is as it was sent, quoted, and ``parts`` what is named in it; ``authorization`` is
    the header, or empty."""

    operation: str
    method: str
    path: str
    parts: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    authorization: str

    @property
    def targeted(self) -> bool:
        return self.query.get("isTargetedActivity") == "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What happens to one call instead of a good answer. ``accepted``: Teams does what it was
    asked for all the same. ``status`` 0 hangs up; ``silent`` does not answer at all."""

    status: int = 400
    code: str = ""
    headers: Mapping[str, str] | None = None
    accepted: bool = False
    silent: bool = False
    page: str = ""


def limited(after: int | str | None = 3) -> Trouble:
    headers = {} if after is None else {"Retry-After": str(after)}
    return Trouble(status=429, code="Throttled", headers=headers)


def says(status: int, code: str = "") -> Trouble:
    return Trouble(status=status, code=code)


def refused(code: str = "MessageWritesBlocked") -> Trouble:
    return says(403, code)


def conflict() -> Trouble:
    return says(412, "ConcurrencyConflict")


def broken(status: int = 500, *, accepted: bool = False) -> Trouble:
    return Trouble(status=status, page="<html>oops</html>", accepted=accepted)


def hangs_up(*, accepted: bool = False) -> Trouble:
    return Trouble(status=0, accepted=accepted)


SILENT = Trouble(silent=True)


class StandIn(State):
    """``tokens``: the only ones that are taken, if any are named. ``page``: entries of a page at
    most. ``arrived`` is set when a call comes, which then waits for ``goes_on``."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        super().__init__(now)
        self.calls: list[Call] = []
        self.tokens: set[str] = set()
        self.page = 100
        self.arrived: asyncio.Event | None = None
        self.goes_on = asyncio.Event()
        self._troubles: dict[str, deque[Trouble]] = {}
        self._closing = asyncio.Event()
        self._server = TestServer(self._application())

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=10 * LARGEST)
        conversation = "/amer/v3/conversations/{conversation}"
        for method, path, do in (
            ("POST", "/amer/v3/conversations", self._create),
            ("POST", f"{conversation}/activities", self._send),
            ("PUT", f"{conversation}/activities/{{id}}", self._update),
            ("DELETE", f"{conversation}/activities/{{id}}", self._delete),
            ("GET", f"{conversation}/members/{{id}}", self._member),
            ("GET", f"{conversation}/pagedmembers", self._members),
            ("GET", "/amer/v3/teams/{team}", self._team),
            ("GET", "/amer/v3/teams/{team}/conversations", self._channels),
            ("GET", "/v1.0/{path:.+}", self._graph),
        ):
            app.router.add_route(method, path, self._handler(do))
        return app

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
    def service_url(self) -> str:
        return str(self._server.make_url("/amer/"))

    @property
    def graph_url(self) -> str:
        return str(self._server.make_url("/"))

    def next(self, operation: str, *troubles: Trouble) -> None:
        """The next calls of this kind (create, send, update, delete, member, members, team,
        channels, graph) meet these troubles, one each."""
        self._troubles.setdefault(operation, deque()).extend(troubles)

    def asked(self, operation: str) -> list[Call]:
        return [call for call in self.calls if call.operation == operation]

    # HTTP

    def _handler(self, do: Callable[[Call], Json]) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._serve(do, request)

        return handle

    async def _serve(self, do: Callable[[Call], Json], request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        call = Call(
            operation=do.__name__.removeprefix("_"),
            method=request.method,
            path=request.rel_url.raw_path,
            parts=dict(request.match_info),
            query=dict(request.query),
            body=json.loads(raw) if raw else {},
            authorization=request.headers.get("Authorization", ""),
        )
        self.calls.append(call)
        if self.arrived is not None:
            self.arrived.set()
            await self.goes_on.wait()
        waiting = self._troubles.get(call.operation)
        trouble = waiting.popleft() if waiting else None
        if trouble is None:
            return self._answer(do, call)
        if trouble.accepted:
            self._answer(do, call)
        if trouble.silent:
            await self._closing.wait()
        if trouble.silent or not trouble.status:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if trouble.page:
            return web.Response(status=trouble.status, text=trouble.page, content_type="text/html")
        return _fault(trouble.status, trouble.code, trouble.headers)

    def _answer(self, do: Callable[[Call], Json], call: Call) -> web.Response:
        token = call.authorization.removeprefix("Bearer ")
        if self.tokens and token not in self.tokens:
            return _fault(401, "Unauthorized")
        try:
            said = do(call)
        except Refusal as refusal:
            return _fault(refusal.status, refusal.code)
        return web.json_response(said, status=201 if call.method == "POST" else 200)

    # The Bot Connector

    def _create(self, call: Call) -> Json:
        body = call.body
        if body.get("bot") != {"id": BOT} or body.get("tenantId") != TENANT:
            raise Refusal(400, "BadArgument")
        if body["isGroup"]:
            channel = body["channelData"]["channel"]["id"]
            self.roster(channel)
            kept = self.keep(channel, BOT, _checked(body["activity"]))
            return {"id": f"{channel}{_THREAD}{kept.id}", "activityId": kept.id}
        [member] = body["members"]
        person = self.person(member["id"])
        by_account = member["id"] == person.member["id"]
        if person.reach == "nowhere" or (person.reach == "team" and not by_account):
            raise Refusal(403, "ForbiddenOperationException")
        return {"id": self.open_personal(person.member["aadObjectId"])}

    def _send(self, call: Call) -> Json:
        conversation, _, thread = call.parts["conversation"].partition(_THREAD)
        roster = self.roster(conversation)
        activity = _checked(call.body)
        target = (activity.get("recipient") or {}).get("id")
        if call.targeted and (conversation in self.personal or not target):
            raise Refusal(400, "BadArgument")
        if call.targeted and target not in [each["id"] for each in roster]:
            raise Refusal(403, "NotInConversationRoster")
        if thread:
            self._there(conversation, thread)
        kept = self.keep(conversation, BOT, activity, thread or None)
        kept.targeted_to = target if call.targeted else None
        return {"id": kept.id}

    def _update(self, call: Call) -> Json:
        kept = self._ours(call)
        kept.activity = _checked(call.body)
        kept.edited = True
        return {"id": kept.id}

    def _delete(self, call: Call) -> Json:
        self._ours(call).deleted = True
        return {}

    def _ours(self, call: Call) -> Message:
        conversation, _, thread = call.parts["conversation"].partition(_THREAD)
        kept = self._there(conversation, call.parts["id"])
        if kept.sender != BOT:
            raise Refusal(403, "Forbidden")
        elsewhere = self.in_channel(conversation) and thread != (kept.thread or kept.id)
        if elsewhere or bool(kept.targeted_to) != call.targeted:
            raise Refusal(404, "ActivityNotFoundInConversation")
        return kept

    def _there(self, conversation: str, id: str) -> Message:
        for each in self.messages:
            if (each.conversation, each.id) == (conversation, id) and not each.deleted:
                return each
        raise Refusal(404, "ActivityNotFoundInConversation")

    def _member(self, call: Call) -> Json:
        for member in self.roster(call.parts["conversation"].partition(_THREAD)[0]):
            names = ("id", "aadObjectId", "userPrincipalName")
            if call.parts["id"] in [member.get(name) for name in names]:
                return member
        raise Refusal(404, "MemberNotFoundInConversation")

    def _members(self, call: Call) -> Json:
        found = self.roster(call.parts["conversation"])
        start = int(call.query.get("continuationToken", "+0").removeprefix("+"))
        end = start + min(int(call.query["pageSize"]), self.page)
        # A token holds letters that mean something in an address.
        more = {"continuationToken": f"+{end}"} if end < len(found) else {}
        return {"members": found[start:end], **more}

    def _team(self, call: Call) -> Json:
        team = self.team(call.parts["team"])
        return {"id": call.parts["team"], "name": team.name, "aadGroupId": team.group}

    def _channels(self, call: Call) -> Json:
        channels = self.team(call.parts["team"]).channels
        return {"conversations": [{"id": id, "name": name} for id, name in channels.items()]}

    # Microsoft Graph

    def _graph(self, call: Call) -> Json:
        url = f"{self.graph_url.rstrip('/')}{call.path}"
        return standin_graph.read(self, url, call.parts["path"], call.query, self.page)


def _fault(status: int, code: str, headers: Mapping[str, str] | None = None) -> web.Response:
    said = {"error": {"code": code, "message": "Words that may quote what was sent."}}
    return web.json_response(said, status=status, headers=headers)


def _checked(activity: Json) -> Json:
    """What Teams takes as a message."""
    if activity.get("type") != "message" or not (
        activity.get("text") or activity.get("attachments")
    ):
        raise Refusal(400, "BadSyntax")
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) > LARGEST:
        raise Refusal(413, "MessageSizeTooBig")
    return activity
