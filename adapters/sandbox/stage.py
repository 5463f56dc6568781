"""The Stage on the sandbox's platform: people act by handle, and by the labels that they see.

Here stands only how words of a script are turned into gestures; the gestures do the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from adapters.sandbox.address import ROOM, dm
from adapters.sandbox.filling import filled
from adapters.sandbox.gestures import Gestures
from adapters.sandbox.platform import Platform
from adapters.sandbox.records import Message
from bot.protocol.cards import Button
from bot.protocol.ports import Ear, Line, StageError
from bot.protocol.refs import Profile


def create_stage(platform: Platform, ear: Ear) -> "SandboxStage":
    """A Stage on this platform, in front of this engine."""
    return SandboxStage(Gestures(platform, ear))


class SandboxStage:
    """The sandbox, to be acted upon by a rehearsal or a test."""

    def __init__(self, gestures: Gestures) -> None:
        self.gestures = gestures
        self.platform = gestures.platform

    async def meet(self, who: str, profile: Profile) -> None:
        self.platform.meet(who, profile)

    async def enter(self, who: str, profile: Profile, *, silently: bool = False) -> None:
        await self.gestures.enter(who, profile, silently=silently)

    async def leave(self, who: str) -> None:
        await self.gestures.leave(who)

    async def say(self, who: str, text: str, *, to: Literal["room", "dm"] | str) -> str:
        """Write; ``to`` is the room, the private chat, or a message whose thread is meant."""
        if to == "room":
            message = await self.gestures.say(who, ROOM, text)
        elif to == "dm":
            message = await self.gestures.say(who, dm(who), text)
        else:
            above = self._message(to)
            message = await self.gestures.say(who, above.channel, text, thread=above.id)
        return message.id

    async def edit(self, who: str, message: str, text: str) -> None:
        await self.gestures.edit(who, message, text)

    async def delete(self, who: str, message: str) -> None:
        await self.gestures.delete(who, message)

    async def react(self, who: str, message: str, emoji: str) -> None:
        await self.gestures.react(who, message, emoji)

    async def keep(self, who: str, message: str) -> None:
        await self.gestures.keep(who, message)

    async def command(self, who: str, text: str, *, where: Literal["room", "dm"]) -> None:
        await self.gestures.command(who, ROOM if where == "room" else dm(who), text)

    async def press(self, who: str, button: str) -> None:
        """Press the newest button with this label that this person can see: on a message as it
        stands now, on their page of the bot once they opened it, or the open form's own."""
        self._known(who)
        there = sorted(self._buttons(who), key=lambda found: found[0], reverse=True)
        for _, target, found in there:
            if same(found.label, button):
                await self._press(who, target, found)
                return
        labels = list(dict.fromkeys(f"“{found.label}”" for _, _, found in there))
        have = f"there are, newest first: {', '.join(labels)}" if labels else "there is none"
        raise StageError(f"{who} sees no button “{button}”; {have}")

    async def fill(self, who: str, values: Mapping[str, str | Sequence[str]]) -> None:
        """Fill in and send the open form; what is not named keeps what stands there."""
        self._known(who)
        open_form = self.platform.form(who)
        if open_form is None:
            raise StageError(f"no form is open for {who}")
        await self.gestures.submit(who, filled(open_form, values, self.platform))

    def prompt(self) -> str | None:
        newest = self.platform.newest_prompt()
        return newest.id if newest else None

    def lines(self) -> Sequence[Line]:
        return self.platform.lines()

    def visible(self, who: str, line: Line) -> bool:
        return self.platform.was_shown(who, line)

    def _buttons(self, who: str) -> Iterable[tuple[int, Message | Literal["home", "form"], Button]]:
        """Every button before this person's eyes, with how new it is and what it stands on."""
        for message in self.platform.visible(who):
            for button in message.buttons:
                yield message.shown, message, button
        home = self.platform.home(who)
        if home is not None and self.platform.home_opened(who):
            for button in home.all_buttons():
                # A page is opened beside the chat, so what the chat shows goes first.
                yield 0, "home", button
        if open_form := self.platform.form(who):
            submit = Button(label=open_form.form.submit, action=open_form.form.action)
            yield open_form.shown, "form", submit

    async def _press(
        self, who: str, target: Message | Literal["home", "form"], button: Button
    ) -> None:
        if isinstance(target, Message):
            await self.gestures.press(who, target.id, button)
        elif target == "home":
            await self.gestures.press_home(who, button)
        else:
            await self.fill(who, {})

    def _known(self, who: str) -> None:
        if not self.platform.knows(who):
            names = ", ".join(person.handle for person in self.platform.people())
            raise StageError(f"nobody is called {who!r} here; there are: {names}")

    def _message(self, id: str) -> Message:
        message = self.platform.message(id)
        if message is None:
            raise StageError(f"there is no message {id!r}")
        return message


def same(one: str, other: str) -> bool:
    """Whether two labels are the same, but for case and spaces."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
