"""The Bot Connector's REST interface: what Teams is told and asked, without the SDK's client, which
opens a connection for each turn and cannot send to one person alone."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential,
    wait_random,
)
from yarl import URL

from adapters.teams.addresses import opener_of
from adapters.teams.credentials import Credentials
from adapters.teams.directory import Directory

Json = dict[str, Any]
Sleep = Callable[[float], Awaitable[None]]
T = TypeVar("T")

PAGE = 500
"""Members in a page; Teams gives no more."""
ATTEMPTS = 4
LONGEST = 10.0
"""Seconds after which a call is not tried again: somebody waits for it."""

HOUR = 3600.0
"""Seconds to wait at most, whatever we are told."""

PASSING = frozenset({412, 429, 502, 504})
"""Teams took nothing and asks to be called again."""

_WORD = re.compile(r"[\w.-]{1,80}", re.ASCII)
_JITTER = wait_exponential(multiplier=0.5, max=4) + wait_random(0, 1)


class ConnectorError(Exception):
    """Teams (or Graph) answered something else than asked for: ``status`` of HTTP, ``code`` its own
    word for why (empty: none), ``retry_after`` seconds if it told them. ``foreign`` marks a page of
    something on the way there instead of an answer. Holds nothing of what was sent."""

    def __init__(
        self,
        status: int,
        code: str = "",
        retry_after: float | None = None,
        *,
        foreign: bool = False,
    ) -> None:
        super().__init__(code or f"HTTP {status}")
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.foreign = foreign


def passes(error: BaseException) -> bool:
    """Whether it is certain that nothing was taken, and trying again soon may help."""
    match error:
        case ConnectorError(status=503, retry_after=float()):
            return True
        case ConnectorError(status=status):
            return status in PASSING
        case _:
            return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


async def patiently(call: Callable[[], Awaitable[T]], sleep: Sleep = asyncio.sleep) -> T:
    """Call again, a few times, while Teams asks for patience or cannot be reached; then raises what
    the last call raised."""

    # tenacity awaits the result only of what it knows to be a coroutine function; a lambda is none.
    async def once() -> T:
        return await call()

    retrying = AsyncRetrying(
        sleep=sleep,
        retry=retry_if_exception(passes),
        wait=_pause,
        stop=stop_after_attempt(ATTEMPTS) | stop_before_delay(LONGEST),
        reraise=True,
    )
    return await retrying(once)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    told = error.retry_after if isinstance(error, ConnectorError) else None
    return (told or 0.0) + _JITTER(state)


class Line:
    """Calls with a token for ``scope``, over one session that all calls share."""

    def __init__(
        self, session: aiohttp.ClientSession, credentials: Credentials, scope: str
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._scope = scope

    async def call(self, method: str, url: str, body: Json | None = None) -> Json:
        """The answer's JSON object. Raises ConnectorError, NoToken, and what aiohttp raises.

        A refused token is replaced once, since it may have been revoked before its time."""
        token = await self._credentials.token(self._scope)
        try:
            return await self._call(method, url, body, token)
        except ConnectorError as error:
            if error.status != 401 or token is None:
                raise
            self._credentials.forget(self._scope)
        return await self._call(method, url, body, await self._credentials.token(self._scope))

    async def _call(self, method: str, url: str, body: Json | None, token: str | None) -> Json:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        try:
            address = URL(url, encoded=True)  # it is quoted already
        except ValueError as error:
            raise aiohttp.InvalidURL(url) from error
        # A redirect would carry the words to who knows where.
        async with self._session.request(
            method, address, json=body, headers=headers, allow_redirects=False
        ) as answer:
            raw = await answer.read()
        try:
            said = json.loads(raw) if raw else {}
        except ValueError:
            said = None
        if isinstance(said, dict) and answer.status < 300:
            return said
        raise ConnectorError(
            answer.status,
            _code(said),
            _seconds(answer.headers),
            foreign=not isinstance(said, dict),
        )


def _code(said: Any) -> str:
    error = said.get("error") if isinstance(said, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _WORD.fullmatch(code) else ""


def _seconds(headers: Mapping[str, str]) -> float | None:
    """``Retry-After``, which may be a time of day: then by the sender's own clock."""
    told = headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return min(float(told), HOUR)
    try:
        until, at = (parsedate_to_datetime(each) for each in (told, headers.get("Date", "")))
        return min(max((until - at).total_seconds(), 0.0), HOUR)
    except (ValueError, TypeError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A conversation that was opened, and the id of the message that opened it, if one did."""

    conversation: str
    activity: str | None


class Connector:
    """One app's way to Teams, to each tenant at its own address. What only reads is patient; what
    writes is tried once, for its caller to decide. Raises as ``Line.call`` does."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        credentials: Credentials,
        directory: Directory,
        scope: str,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._line = Line(session, credentials, scope)
        self._directory = directory
        self._sleep = sleep

    async def send(
        self, tenant: str, conversation: str, activity: Json, *, targeted_to: str | None = None
    ) -> str:
        """The message's id. ``targeted_to`` is the account that alone is to see it."""
        if targeted_to is not None:
            activity = {**activity, "recipient": {"id": targeted_to}}
        url = self._url(tenant, "conversations", conversation, "activities")
        said = await self._line.call("POST", url + _only(targeted_to is not None), activity)
        return _id(said, "id")

    async def create(self, tenant: str, parameters: Json) -> Created:
        said = await self._line.call("POST", self._url(tenant, "conversations"), parameters)
        conversation = _id(said, "id")
        opener = said.get("activityId") or opener_of({"conversation": {"id": conversation}})
        return Created(conversation=conversation, activity=str(opener) if opener else None)

    async def update(
        self, tenant: str, conversation: str, id: str, activity: Json, *, targeted: bool = False
    ) -> None:
        url = self._url(tenant, "conversations", conversation, "activities", id)
        await self._line.call("PUT", url + _only(targeted), {**activity, "id": id})

    async def delete(
        self, tenant: str, conversation: str, id: str, *, targeted: bool = False
    ) -> None:
        url = self._url(tenant, "conversations", conversation, "activities", id)
        await self._line.call("DELETE", url + _only(targeted))

    async def member(self, tenant: str, conversation: str, id: str) -> Json:
        """Someone of a conversation, by their account's id or the one in the directory."""
        return await self._read(self._url(tenant, "conversations", conversation, "members", id))

    async def members(self, tenant: str, conversation: str) -> AsyncIterator[list[Json]]:
        """Everyone of a conversation, by pages."""
        url = self._url(tenant, "conversations", conversation, "pagedmembers")
        url += f"?pageSize={PAGE}"
        token = ""
        while True:
            said = await self._read(
                f"{url}&continuationToken={quote(token, safe='')}" if token else url
            )
            yield [each for each in said.get("members") or () if isinstance(each, dict)]
            token = str(said.get("continuationToken") or "")
            if not token:
                return

    async def team(self, tenant: str, id: str) -> Json:
        """What a team is: its name, and ``aadGroupId``, by which Graph knows it."""
        return await self._read(self._url(tenant, "teams", id))

    async def channels(self, tenant: str, team_id: str) -> list[Json]:
        """A team's channels. The first one is called as the team, and tells no name."""
        said = await self._read(self._url(tenant, "teams", team_id, "conversations"))
        return [each for each in said.get("conversations") or () if isinstance(each, dict)]

    async def _read(self, url: str) -> Json:
        return await patiently(lambda: self._line.call("GET", url), self._sleep)

    def _url(self, tenant: str, *parts: str) -> str:
        path = "/".join(quote(part, safe="") for part in parts)
        return f"{self._directory.service_url(tenant)}v3/{path}"


def _only(targeted: bool) -> str:
    return "?isTargetedActivity=true" if targeted else ""


def _id(said: Json, name: str) -> str:
    """Something was taken, but without its id nobody can find it again."""
    found = said.get(name)
    if not found:
        raise ConnectorError(200, foreign=True)
    return str(found)
