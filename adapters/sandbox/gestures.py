"""What a person can do here: each gesture is stored on the platform, handed to the engine as an
event, and answered with the replies that come back.

The browser and the Stage both go this way; there is no other into the engine. Whoever asks for
something that cannot be done gets a StageError, with a sentence.
"""

from adapters.sandbox import listen
from adapters.sandbox.address import BOT, ROOM, dm
from adapters.sandbox.platform import Platform
from adapters.sandbox.records import Message, Person
from adapters.sandbox.replies import Where, show
from bot.protocol.cards import Button, Field, Form, Values
from bot.protocol.effects import Correct
from bot.protocol.events import Event
from bot.protocol.ports import Ear, Outcome, StageError
from bot.protocol.refs import Profile


class Gestures:
    """The hands of everyone on one platform, in front of one engine."""

    def __init__(self, platform: Platform, ear: Ear) -> None:
        self.platform = platform
        self.ear = ear

    # The room

    async def enter(self, handle: str, profile: Profile, *, silently: bool = False) -> None:
        """Someone comes into the room; silently, they have simply been there all along."""
        self.platform.meet(handle, profile)
        self.platform.enter(handle, silently=silently)
        if not silently:
            person = self.platform.person(handle)
            event = listen.joined(person, self.platform.stamp(), self.platform.now())
            await self._take(event, Where(who=handle, channel=ROOM))

    async def leave(self, handle: str) -> None:
        self._in_room(handle)
        self.platform.leave(handle)
        event = listen.left(handle, self.platform.stamp(), self.platform.now())
        await self._take(event, Where(who=handle, channel=ROOM))

    # Messages

    async def say(
        self, handle: str, channel: str, text: str, *, thread: str | None = None
    ) -> Message:
        """Write in the room, in the thread under a message, or to the bot."""
        self._reaches(handle, channel)
        if not text.strip():
            raise StageError("there is nothing to say: the text is empty")
        if thread is not None:
            above = self._seen(handle, thread)
            thread = above.thread or above.id
        body = listen.nodes(text, self.platform.people())
        message = self.platform.say(handle, channel, body, thread=thread)
        event = listen.said(message, self.platform.stamp())
        await self._take(event, Where(who=handle, channel=channel, thread=thread))
        return message

    async def edit(self, handle: str, id: str, text: str) -> None:
        """Put other words in one's own message."""
        message = self._own(handle, id)
        if not text.strip():
            raise StageError("there is nothing to say: the text is empty")
        body = listen.nodes(text, self.platform.people())
        if body == message.body:
            return
        message = self.platform.revise(id, body)
        event = listen.edited(message, self.platform.stamp(), self.platform.now())
        where = Where(who=handle, channel=message.channel, thread=message.thread)
        await self._take(event, where)

    async def delete(self, handle: str, id: str) -> None:
        """Take one's own message away."""
        self._own(handle, id)
        message = self.platform.delete(id, handle)
        event = listen.removed(message, self.platform.stamp(), self.platform.now())
        where = Where(who=handle, channel=message.channel, thread=message.thread)
        await self._take(event, where)

    async def react(self, handle: str, id: str, emoji: str) -> None:
        """Add a reaction, or take it back."""
        emoji = emoji.strip().strip(":")
        if not emoji:
            raise StageError("which reaction? the emoji is empty")
        message = self._seen(handle, id)
        added = self.platform.react(id, handle, emoji)
        event = listen.reacted(
            message,
            handle,
            emoji,
            added=added,
            key=self.platform.stamp(),
            at=self.platform.now(),
        )
        where = Where(who=handle, channel=message.channel, thread=message.thread)
        await self._take(event, where)

    async def keep(self, handle: str, id: str) -> None:
        """Choose "Keep for the summary" in the menu of a message."""
        message = self._seen(handle, id)
        self.platform.note(handle, "keep", message.channel, "", thread=message.thread)
        event = listen.kept(handle, message, self.platform.stamp(), self.platform.now())
        where = Where(who=handle, channel=message.channel, thread=message.thread)
        await self._take(event, where)

    # Commands, buttons, forms

    async def command(self, handle: str, channel: str, text: str) -> None:
        """Give a slash command, in the room or in the private chat."""
        self._reaches(handle, channel)
        word = text.split(maxsplit=1)[0] if text.strip() else ""
        if word.casefold() != listen.COMMAND:
            raise StageError(f"a command begins with {listen.COMMAND}, not with {word!r}")
        self.platform.note(handle, "command", channel, text.strip())
        event = listen.commanded(
            handle,
            channel,
            text,
            self.platform.people(),
            self.platform.stamp(),
            self.platform.now(),
        )
        await self._take(event, Where(who=handle, channel=channel))

    async def press(self, handle: str, id: str, button: Button) -> None:
        """Press a button that stands on this message now. A ``url`` opens a page elsewhere, and
        the bot does not hear of it; ``confirm`` is for whoever shows the button."""
        message = self._seen(handle, id)
        if button not in message.buttons:
            raise StageError(f"the button “{button.label}” is not there any more")
        where = Where(who=handle, channel=message.channel, thread=message.thread, origin=message.id)
        await self._press(where, button, message)

    async def press_home(self, handle: str, button: Button) -> None:
        """Press a button of one's own page of the bot."""
        home = self.platform.home(handle)
        if home is None or button not in home.all_buttons():
            raise StageError(f"the button “{button.label}” is not there any more")
        await self._press(Where(who=handle, channel=dm(handle)), button, None)

    async def _press(self, where: Where, button: Button, message: Message | None) -> None:
        self.platform.note(where.who, "press", where.channel, button.label, thread=where.thread)
        if button.url is None:
            event = listen.pressed(
                where.who,
                where.channel,
                button,
                message,
                self.platform.stamp(),
                self.platform.now(),
            )
            await self._take(event, where)

    async def submit(self, handle: str, values: Values) -> None:
        """Send the open form; ``values`` by field name. What is missing or too long is told on
        the form before anything is sent, as platforms do."""
        open_form = self.platform.form(handle)
        if open_form is None:
            raise StageError(f"no form is open for {handle}")
        form = open_form.form
        self.platform.note(handle, "fill", open_form.channel, _typed(form, values))
        if errors := _gaps(form, values):
            self.platform.correct_form(handle, errors, values)
            return
        event = listen.submitted(
            handle, open_form, values, self.platform.stamp(), self.platform.now()
        )
        origin = self.platform.message(open_form.origin) if open_form.origin else None
        where = Where(
            who=handle,
            channel=open_form.channel,
            thread=origin.thread if origin else None,
            origin=open_form.origin,
            values=values,
        )
        outcome = await self._heard(event)
        if not any(isinstance(reply, Correct) for reply in outcome.replies):
            self.platform.close_form(handle)
        await show(self.platform, self.ear, event, outcome.replies, where)

    def dismiss(self, handle: str) -> None:
        """Close the open form without sending it."""
        self.platform.close_form(handle)

    async def open_home(self, handle: str) -> None:
        """Look at one's own page of the bot."""
        self._known(handle)
        self.platform.open_home(handle)
        event = listen.home_opened(handle, self.platform.stamp(), self.platform.now())
        await self._take(event, Where(who=handle, channel=dm(handle)))

    # The road to the engine

    async def _take(self, event: Event, where: Where) -> None:
        outcome = await self._heard(event)
        await show(self.platform, self.ear, event, outcome.replies, where)

    async def _heard(self, event: Event) -> Outcome:
        try:
            return await self.ear.take(event)
        except Exception as why:
            raise StageError(f"the bot could not take this: {type(why).__name__}") from why

    # What must hold

    def _known(self, handle: str) -> Person:
        if not self.platform.knows(handle):
            names = ", ".join(person.handle for person in self.platform.people())
            raise StageError(f"nobody is called {handle!r} here; there are: {names}")
        return self.platform.person(handle)

    def _in_room(self, handle: str) -> None:
        if not self._known(handle).in_room:
            raise StageError(f"{handle} is not in the room")

    def _reaches(self, handle: str, channel: str) -> None:
        if channel == ROOM:
            self._in_room(handle)
        elif self._known(handle) and channel != dm(handle):
            raise StageError(f"{handle} cannot write in {channel!r}")

    def _seen(self, handle: str, id: str) -> Message:
        self._known(handle)
        message = self.platform.message(id)
        if message is None or message.deleted or not self.platform.sees(handle, message):
            raise StageError(f"{handle} sees no message {id!r}")
        return message

    def _own(self, handle: str, id: str) -> Message:
        message = self._seen(handle, id)
        if message.sender != handle:
            whose = "the bot" if message.sender == BOT else message.sender
            raise StageError(f"{handle} cannot change message {id!r}: it is from {whose}")
        return message


def _gaps(form: Form, values: Values) -> dict[str, str]:
    """What keeps a form from being sent, by field name."""
    errors: dict[str, str] = {}
    for field in form.fields:
        value = values.get(field.name, "")
        if field.required and not (value.strip() if isinstance(value, str) else value):
            errors[field.name] = "Please fill this in."
        elif isinstance(value, str) and len(value) > field.limit:
            errors[field.name] = f"At most {field.limit} letters; these are {len(value)}."
    return errors


def _typed(form: Form, values: Values) -> str:
    """What was filled in, as the person sees it; nothing of a sealed form."""
    if form.sealed:
        return ""
    return "\n".join(
        f"{field.label}: {_shown(field, values[field.name])}"
        for field in form.fields
        if values.get(field.name)
    )


def _shown(field: Field, value: str | tuple[str, ...]) -> str:
    labels = {option.value: option.label for option in field.options}
    several = (value,) if isinstance(value, str) else value
    return ", ".join(labels.get(one, one) for one in several)
