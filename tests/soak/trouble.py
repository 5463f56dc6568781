"""A Slack that errs: a share of all ``chat.*`` calls is limited, fails, hangs or breaks off, and
half of those it did all the same, or does a little later."""

import asyncio
import random
from collections.abc import Mapping

from aiohttp import web

from tests.run.workspace import Card, Workspace
from tests.slack.standin import Call, Json, Trouble, broken, hangs_up, limited
from tests.slack.standin import _args as read_args
from tests.soak.launch import LATEST, PATIENCE

HANGS = PATIENCE.hung + 1.0
SEEN = 80
"""Cards a channel that are looked through for a button: people do not scroll back for ever."""
KINDS = {
    "limited": 15, "broken": 20, "broken, taken": 20, "hangs up": 10, "hangs up, taken": 10,
    "hangs": 6, "hangs, taken": 6, "taken late": 13,
}  # fmt: skip
"""What may happen instead of a good answer, and how often each."""


class TroubledSlack(Workspace):
    """Each process has an address of its own, by which it is known. ``odds``: the share of calls
    that say something and meet with trouble."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__(())
        self.dice = dice
        self.odds = 0.0
        self.failed = 0
        self.caller = ""
        """Who calls, while ``calling`` is told."""
        self.shown: dict[str, list[Card]] = {}
        self.changes: dict[tuple[str, str], list[str]] = {}
        """By channel and ts, the words that were put in place of a message's, in order."""
        self._late: set[asyncio.Task[None]] = set()
        self._server.app.router.add_route("*", "/{caller}/api/{method}", self._api)

    def api_of(self, caller: str) -> str:
        return str(self._server.make_url(f"/{caller}/api/"))

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, caller = request.match_info["method"], request.match_info.get("caller", "")
        args = await read_args(request)
        self.calls.append(Call(method=method, args=args))
        if not method.startswith("chat.") or self.dice.random() >= self.odds:
            return web.json_response(self._done(caller, method, args))
        self.failed += 1
        [kind] = self.dice.choices(list(KINDS), list(KINDS.values()))
        if kind.endswith(", taken"):
            self._done(caller, method, args)
        if kind == "taken late":
            self._later(caller, method, args)
        if kind.startswith("hangs,") or kind == "hangs":
            await asyncio.sleep(HANGS)
        return _answer(request, self._trouble_of(kind))

    def _trouble_of(self, kind: str) -> Trouble:
        if kind == "taken late":
            kind = self.dice.choice(("broken", "hangs up"))
        if kind == "limited":
            return limited(1)
        return broken(self.dice.choice((500, 502, 503))) if "broken" in kind else hangs_up()

    def _done(self, caller: str, method: str, args: Json) -> Json:
        self.caller = caller
        return self._do(method, args)

    def _later(self, caller: str, method: str, args: Json) -> None:
        async def accept() -> None:
            await asyncio.sleep(self.dice.uniform(0.05, LATEST))
            self._done(caller, method, args)

        task = asyncio.create_task(accept())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    def _chat_update(self, args: Json) -> Json:
        said = super()._chat_update(args)
        self.changes.setdefault((args["channel"], args["ts"]), []).append(args["text"])
        return said

    def _show(self, channel: str, ts: str, args: Json, door: str = "") -> None:
        super()._show(channel, ts, args, door)
        self.shown.setdefault(channel, []).append(self.cards[-1])

    def offers(self, channel: str, words: str, button: str) -> list[str]:
        """The ts of messages that stand in a channel with these words and, still, this button."""
        return [
            message["ts"]
            for message in self.messages.get(channel, ())
            if words in message["text"] and button in _labels(message)
        ]

    def newest(self, channel: str, words: str, button: str) -> Card | None:
        """The newest card of a channel with these words and this button, if people see it yet."""
        for card in reversed(self.shown.get(channel, ())[-SEEN:]):
            if words in card.text and button in card.buttons:
                return card
        return None

    def rewrite(self, channel: str, ts: str, text: str | None) -> None:
        """Someone's message has other words from now on, or is gone."""
        found = next(each for each in self.messages[channel] if each["ts"] == ts)
        self.put(channel, ts, None if text is None else {**found, "text": text})


def _labels(message: Json) -> list[str]:
    """What stands on the buttons of a message."""
    rows = (block for block in message.get("blocks") or () if block["type"] == "actions")
    return [element["text"]["text"] for row in rows for element in row["elements"]]


def _answer(request: web.Request, trouble: Trouble) -> web.StreamResponse:
    if not trouble.status:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    headers: Mapping[str, str] = trouble.headers or {}
    if trouble.error:
        said = {"ok": False, "error": trouble.error}
        return web.json_response(said, status=trouble.status, headers=headers)
    return web.Response(status=trouble.status, text=trouble.page, content_type="text/html")
