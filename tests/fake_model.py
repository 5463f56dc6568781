"""A language model that says what a test wants, behind a real server on loopback.

It speaks OpenAI's chat completions and Anthropic's messages as far as their own libraries look.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.insight.model.endpoint import Api, Endpoint

Say = Callable[[dict[str, Any]], str]


@dataclass(slots=True, kw_only=True)
class FakeModel:
    """`say` makes the answer of the question that was sent. `statuses` are given before that, one
    a request; `never` keeps every request waiting. `heard` are the bodies that came, and `headers`
    what came with them."""

    say: Say
    statuses: list[int] = field(default_factory=list)
    never: bool = False
    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def endpoint(self, api: Api, **changes: Any) -> Endpoint:
        base = f"http://127.0.0.1:{self.port}"
        known: dict[str, Any] = {
            "api": api,
            "url": f"{base}/v1" if api == "openai" else base,
            "name": "fake-1",
            "key": "sk-secret-key",
            "seconds": 60,
            "most": 24_000,
        }
        return Endpoint(**{**known, **changes})

    def questions(self) -> list[dict[str, Any]]:
        """What was asked, in order."""
        return [question(body) for body in self.heard]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.heard.append(body)
        self.headers.append(dict(request.headers))
        if self.never:
            await self.closing.wait()
        if self.statuses:
            status = self.statuses.pop(0)
            # Words and keys come back in the errors of some servers.
            error = {"error": {"message": f"no: {json.dumps(body)} sk-secret-key"}}
            headers = {"retry-after-ms": "1", "location": "/elsewhere"}
            return web.json_response(error, status=status, headers=headers)
        return web.json_response(_reply(request.path, self.say(question(body))))


def question(body: dict[str, Any]) -> dict[str, Any]:
    """The question in the body of a request."""
    return json.loads(body["messages"][-1]["content"])


def _reply(path: str, text: str) -> dict[str, Any]:
    if path.endswith("/chat/completions"):
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "fake-1",
            "choices": [choice],
        }
    return {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "fake-1",
        "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


@contextmanager
def serving(say: Say, **options: Any) -> Iterator[FakeModel]:
    """The fake, listening until the end of the block."""
    model = FakeModel(say=say, **options)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_post("/{path:.*}", model.take)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        model.port = runner.addresses[0][1]
        return runner

    async def stop(runner: web.AppRunner) -> None:
        model.closing.set()
        await runner.cleanup()

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield model
    finally:
        asyncio.run_coroutine_threadsafe(stop(runner), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
