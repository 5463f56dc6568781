"""Slack as a caller: signs requests and delivers them, also twice or badly."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: str

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request ready to be sent, as often as one likes."""

    body: bytes
    headers: Mapping[str, str]


class Sender:
    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret

    def request(
        self,
        payload: Mapping[str, Any],
        *,
        age: int = 0,
        timestamp: str | None = None,
        signature: str | None = None,
        secret: str | None = None,
        retry: int = 0,
    ) -> Request:
        """A payload as Slack would send it; ``age`` in seconds, the rest to get it wrong."""
        if payload.get("type") in ("block_actions", "view_submission", "view_closed"):
            body, kind = urlencode({"payload": json.dumps(payload)}), FORM
        elif "type" in payload:
            body, kind = json.dumps(payload), "application/json"
        else:
            body, kind = urlencode(payload), FORM
        return self.signed(body.encode(), kind, age, timestamp, signature, secret, retry)

    def signed(
        self,
        body: bytes,
        kind: str = "application/json",
        age: int = 0,
        timestamp: str | None = None,
        signature: str | None = None,
        secret: str | None = None,
        retry: int = 0,
    ) -> Request:
        stamp = str(int(time.time()) - age) if timestamp is None else timestamp
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new((secret or self.secret).encode(), base, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}" if signature is None else signature,
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return Request(body=body, headers=headers)

    async def send(self, request: Request) -> Answer:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=request.body, headers=request.headers) as response,
        ):
            return Answer(status=response.status, body=await response.text())

    async def stream(self, request: Request) -> Answer:
        """Send the body in chunks, without telling its length before."""

        async def chunks() -> AsyncIterator[bytes]:
            for start in range(0, len(request.body), 65_536):
                yield request.body[start : start + 65_536]

        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=chunks(), headers=request.headers) as response,
        ):
            return Answer(status=response.status, body=await response.text())

    async def deliver(self, payload: Mapping[str, Any], **how: Any) -> Answer:
        return await self.send(self.request(payload, **how))
