"""What a page can ask for: each deed reads a body, and does one gesture on the same road as
everything else. Deeds raise Refused for bad input and StageError for what cannot be done."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import get_args

from adapters.sandbox.address import ROOM, dm
from adapters.sandbox.body import Body
from adapters.sandbox.clock import Clock, Move
from adapters.sandbox.gestures import Gestures
from adapters.sandbox.guard import Refused
from adapters.sandbox.reading import Reading
from bot.protocol.adapter import Scene
from bot.protocol.cards import Button
from bot.protocol.ports import StageError

Deed = Callable[[str, Body], Awaitable[None]]
_PRESS_GONE = "This button is not there any more."


class Deeds:
    """The deeds of everyone on one platform. ``floor`` is held during each, so that people act one
    after the other, as on a Stage."""

    def __init__(
        self, gestures: Gestures, scene: Scene, clock: Clock, reading: Reading, floor: asyncio.Lock
    ) -> None:
        self.gestures = gestures
        self.platform = gestures.platform
        self.scene = scene
        self.clock = clock
        self.reading = reading
        self.floor = floor
        self._gestures: Mapping[str, Deed] = {
            "say": self._say,
            "command": self._command,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "keep": self._keep,
            "press": self._press,
            "submit": self._submit,
            "dismiss": self._dismiss,
            "home": self._home,
            "enter": self._enter,
        }

    async def do(self, name: str, body: Body) -> None:
        """Do what is called ``name``, as the person whom the body names under ``who``."""
        who = body.text("who", longest=200)
        if not self.platform.knows(who):
            raise Refused(404, "Nobody of that name is here.")
        if name == "clock":
            await self.clock.move(_move(body.text("by", longest=20)))
        elif name == "read":
            self._read(who, body)
        elif deed := self._gestures.get(name):
            async with self.floor:
                await deed(who, body)
                # What the gesture made the bot say is said before the page hears that it is done.
                await self.scene.settle()
        else:
            raise Refused(404, "The sandbox knows no such gesture.")

    def _read(self, who: str, body: Body) -> None:
        place = body.text("place", longest=200)
        opener = place.removeprefix("thread:")
        if place not in ("room", "dm") and (opener == place or not self.platform.message(opener)):
            raise Refused(404, "There is no such place to read.")
        self.reading.read(who, place, body.number("upto"))

    async def _say(self, who: str, body: Body) -> None:
        to, text = body.text("to", longest=200), body.text("text")
        if to in ("room", "dm"):
            await self.gestures.say(who, _channel(who, to), text)
            return
        opener = self.platform.message(to)
        if opener is None:
            raise Refused(404, "That thread is not there any more.")
        await self.gestures.say(who, opener.channel, text, thread=opener.id)

    async def _command(self, who: str, body: Body) -> None:
        where = body.text("in", longest=20)
        if where not in ("room", "dm"):
            raise Refused(400, "A command is given in “room” or “dm”.")
        await self.gestures.command(who, _channel(who, where), body.text("text"))

    async def _edit(self, who: str, body: Body) -> None:
        await self.gestures.edit(who, body.text("message", longest=200), body.text("text"))

    async def _delete(self, who: str, body: Body) -> None:
        await self.gestures.delete(who, body.text("message", longest=200))

    async def _react(self, who: str, body: Body) -> None:
        id, emoji = body.text("message", longest=200), body.text("emoji", longest=60)
        await self.gestures.react(who, id, emoji)

    async def _keep(self, who: str, body: Body) -> None:
        await self.gestures.keep(who, body.text("message", longest=200))

    async def _press(self, who: str, body: Body) -> None:
        """By number and label: another card may stand there since the page was drawn."""
        id, n = body.text("message", longest=200), body.number("button")
        label = body.text("label", longest=200)
        if id == "home":
            home = self.platform.home(who)
            button = _button(home.all_buttons() if home else (), n, label)
            await self.gestures.press_home(who, button)
            return
        message = self.platform.message(id)
        button = _button(message.buttons if message else (), n, label)
        await self.gestures.press(who, id, button)

    async def _submit(self, who: str, body: Body) -> None:
        open_form = self.platform.form(who)
        if open_form is None:
            raise Refused(409, "This form is closed by now. Open it again.")
        await self.gestures.submit(who, body.values(open_form.form))

    async def _dismiss(self, who: str, body: Body) -> None:
        self.gestures.dismiss(who)

    async def _home(self, who: str, body: Body) -> None:
        await self.gestures.open_home(who)

    async def _enter(self, who: str, body: Body) -> None:
        person = self.platform.person(who)
        if person.in_room:
            raise StageError(f"{person.name} is in the room already")
        await self.gestures.enter(who, person.profile)


def _channel(who: str, place: str) -> str:
    return ROOM if place == "room" else dm(who)


def _button(buttons: tuple[Button, ...], n: int, label: str) -> Button:
    if not 0 <= n < len(buttons) or buttons[n].label != label:
        raise StageError(_PRESS_GONE)
    return buttons[n]


def _move(by: str) -> Move:
    for move in get_args(Move):
        if move == by:
            return move
    raise Refused(400, "The clock moves by “hour”, by “day”, or to what is “next”.")
