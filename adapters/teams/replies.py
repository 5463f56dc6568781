"""Replies: what the person who acts is shown at once.

The answer to an invoke is a card in place of the pressed one, a dialog, or nothing; all else is a
message: in the private chat as it is, in a room as one that only this person sees. Where Teams
cannot do that, it goes to the private chat as well; what cannot even be said there is handed back
with ``ear.unsaid``.
"""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Sequence
from typing import Any

from adapters.teams import wire
from adapters.teams.addresses import user_of
from adapters.teams.chat import TeamsChat
from adapters.teams.connector import Connector, Sleep, patiently
from adapters.teams.doors import Doors, for_one_alone
from adapters.teams.faults import fault
from adapters.teams.names import CARD, NOTICE
from adapters.teams.profiles import person
from adapters.teams.show import Shown
from adapters.teams.wire import FormTag, Sends, TooLarge
from bot.protocol.cards import Card
from bot.protocol.effects import Ask, Correct, Reply, Swap, Whisper
from bot.protocol.events import ByPerson, Event
from bot.protocol.ports import Ear, Outcome, Unsure
from bot.protocol.text import Paragraph, Plain

log = logging.getLogger(__name__)

Json = dict[str, Any]

TASK = "teams-reply"
"""The name of a task that shows replies."""


class Unshown(Exception):
    """A reply has no way to be shown here. Says why, in our words."""


class Replies:
    """Shows replies in tasks of its own, so that Teams gets its answer first; ``close`` waits for
    those under way. ``targeted``: whether messages that one person alone sees may be tried."""

    def __init__(
        self,
        connector: Connector,
        chat: TeamsChat,
        shown: Shown,
        ear: Ear,
        *,
        targeted: bool,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._connector = connector
        self._chat = chat
        self._shown = shown
        self._ear = ear
        self._targeted = targeted
        self._sleep = sleep
        self._again = shown.try_again()
        self._tasks: set[asyncio.Task[None]] = set()
        self._changing: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def close(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    def opened(self, doors: Doors) -> Json | None:
        """The answer to the button that opens a form: it needs no engine, the form came along."""
        assert isinstance(doors.deed, wire.Opens)
        tag = doors.deed.tag
        try:
            if doors.way == "opening":
                return _marked(doors, self._shown.dialog(tag))
            return self._in_place(doors, self._shown.form(tag)) or None
        except TooLarge as error:
            # The button had room for the form, but the form with its fields has not.
            log.error("the form %s is too large: %s", tag.form.action, error)
            told = self._shown.adaptive(self._shown.too_large)
            self._start(self._or_lost(self._to_one(told, doors)))
            return nothing(doors)

    def refused(self, doors: Doors) -> Json | None:
        """The answer to a form for a room that its sender is not in."""
        return self._told(self._shown.elsewhere(), doors)

    def postponed(self, doors: Doors) -> Json | None:
        """The answer to a form of which could not be found out whether it may be sent: it stays as
        it is, with what was typed, to be sent again."""
        assert isinstance(doors.deed, Sends)
        if doors.way == "dialog":
            tag = doors.deed.tag
            try:
                window = self._shown.dialog(tag, wire.values(tag.form, doors.typed))
            except TooLarge:
                return self._told(self._again, doors)
            body = window["task"]["value"]["card"]["content"]["body"]
            body[:0] = self._sentence(self._again)["body"]
            return _marked(doors, window)
        return self._told(self._again, doors)

    def _told(self, sentence: str, doors: Doors) -> Json | None:
        if doors.way == "dialog":
            return {"task": {"type": "message", "value": sentence}}
        if doors.way == "action":
            return {"statusCode": 200, "type": NOTICE, "value": sentence}
        self._start(self._or_lost(self._to_one(self._sentence(sentence), doors)))
        return None

    def _sentence(self, sentence: str) -> Json:
        return self._shown.adaptive(Card(blocks=(Paragraph(nodes=(Plain(text=sentence),)),)))

    def answer(self, event: Event, outcome: Outcome, doors: Doors) -> Json | None:
        """What to answer, after an event that was taken; what does not fit in is shown beside."""
        body: Json | None = None
        beside: list[Reply] = []
        for reply in outcome.replies:
            card = None if body is not None else self._here(event, reply, doors)
            if card is None:
                beside.append(reply)
            else:
                body = card
        if (
            doors.way == "menu"
            and body is None
            and isinstance(first := next(iter(beside), None), Whisper)
        ):
            # The window says it; what can be pressed as well stands in the chat.
            body = {"task": {"type": "message", "value": first.card.text()}}
            beside = beside if first.card.all_buttons() else beside[1:]
        # What is delivered again may be a form that was corrected meanwhile.
        good = outcome.new and not any(isinstance(each, Correct) for each in outcome.replies)
        # Where it would be one more message it says no more than the others.
        alone = doors.changes or not beside
        if body is None and good and alone and isinstance(doors.deed, Sends):
            body = self._in_place(doors, self._shown.sent(doors.deed.tag))
        if beside:
            self._start(self._all(event, beside, doors))
        return nothing(doors) if body is None else body or None

    def _here(self, event: Event, reply: Reply, doors: Doors) -> Json | None:
        """The answer that shows this reply where the person acted; None if it is shown beside. An
        empty answer is one that closes a dialog."""
        if doors.way == "message":
            return None
        deed = doors.deed
        try:
            match reply:
                case Correct(errors=errors) if isinstance(deed, Sends) and errors:
                    typed = wire.values(deed.tag.form, doors.typed)
                    if doors.way == "dialog":
                        return _marked(doors, self._shown.dialog(deed.tag, typed, errors))
                    form = self._shown.form(deed.tag, typed, errors)
                    return self._in_place(doors, form)
                case Ask() if doors.way in ("dialog", "menu"):
                    return _marked(doors, self._shown.dialog(_tag(event, reply)))
                case Ask() if isinstance(deed, Sends):
                    return self._in_place(doors, self._shown.asked(_tag(event, reply)))
                case Swap(card=card) if doors.card and (doors.changes or doors.way == "action"):
                    return self._in_place(doors, self._shown.adaptive(card))
                case _:
                    return None
        except TooLarge:
            return None  # told beside

    def _in_place(self, doors: Doors, card: Json) -> Json:
        """Put a card in place of the pressed one: for this person by the answer, which Teams shows
        until the message is loaded again, and for everyone, where that may be, by changing the
        message."""
        card = _marked(doors, card)
        if doors.changes:
            self._change_in_turn(doors, card)
        elif doors.way == "submit":  # whose answer shows nothing
            self._start(self._or_lost(self._to_one(card, doors)))
        if doors.way != "action":
            return {}
        return {"statusCode": 200, "type": CARD, "value": card}

    def _change_in_turn(self, doors: Doors, card: Json) -> None:
        """After the earlier changes of the same message: one that has to be tried again would
        overtake this one, and stay."""
        message = doors.conversation, doors.card
        task = self._start(self._change(doors, card, self._changing.get(message)))
        self._changing[message] = task

        def done(ended: asyncio.Task[None]) -> None:
            if self._changing.get(message) is ended:
                del self._changing[message]

        task.add_done_callback(done)

    async def _change(self, doors: Doors, card: Json, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        try:
            if not doors.card:
                raise Unshown("the pressed message is not told")
            activity = self._shown.wrap(card)
            await patiently(
                lambda: self._connector.update(
                    doors.tenant, doors.conversation, doors.card, activity, targeted=doors.only
                ),
                self._sleep,
            )
        except Exception as error:
            # The message keeps its old buttons, which answer as well.
            log.warning("a card could not be changed: %s", _why(error))
            if doors.way == "submit":  # else whoever pressed sees it in the answer
                await self._or_lost(self._to_one(card, doors))
            return
        try:
            await self._chat.rest.change(doors.tenant, doors.conversation, doors.card)
        except Exception as error:
            log.warning("the rest of a long message stands there still: %s", _why(error))

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=TASK)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _all(self, event: Event, replies: Sequence[Reply], doors: Doors) -> None:
        for reply in replies:
            try:
                await self._show(event, reply, doors)
            except Unsure as error:
                # Told by the engine as well, it would often be seen twice.
                log.warning("a %s may not have been shown: %s", type(reply).__name__, error)
            except Exception as error:
                await self._unsaid(event, reply, error)

    async def _or_lost(self, showing: Awaitable[None]) -> None:
        """For what no event stands behind that the engine could tell of."""
        try:
            await showing
        except Exception as error:
            log.error("what a press is answered with was lost: %s", _why(error))

    async def _show(self, event: Event, reply: Reply, doors: Doors) -> None:
        who = person(doors.account, doors.tenant, {})
        if not isinstance(event, ByPerson) or event.who != who:
            # Someone was brought into a room, say: whoever did that does not wait for anything.
            raise Unshown("it is for nobody who acted")
        match reply:
            case Ask():
                try:
                    card = self._shown.asked(_tag(event, reply))
                except TooLarge as error:
                    # Told privately by the engine it would be a button that fails each time.
                    log.error("the form %s is too large: %s", reply.form.action, error)
                    card = self._shown.adaptive(self._shown.too_large)
                await self._to_one(card, doors)
            case Swap(card=card) | Whisper(card=card):
                await self._to_one(self._shown.adaptive(card), doors)
            case Correct():
                raise Unshown("there is no open form to correct")

    async def _to_one(self, card: Json, doors: Doors) -> None:
        if not doors.personal:
            try:
                await self._aside(card, doors)
            except Exception as error:
                log.info("a reply goes to the private chat: %s", _why(error))
            else:
                return
        await self._privately(card, doors)

    async def _privately(self, card: Json, doors: Doors) -> None:
        """Raises Unsure if it may have been said all the same; else it was not."""
        conversation = doors.conversation
        if not doors.personal:
            user = user_of(doors.account, doors.tenant)
            if user is None:
                raise Unshown("this account has no private chat")
            conversation = await patiently(lambda: self._chat.private(user), self._sleep)
        activity = self._shown.wrap(card)
        try:
            await patiently(
                lambda: self._connector.send(doors.tenant, conversation, activity), self._sleep
            )
        except Exception as error:
            if isinstance(why := fault(error), Unsure):
                raise why from error
            raise

    async def _aside(self, card: Json, doors: Doors) -> None:
        """In the room, for this person alone."""
        account = str(doors.account.get("id") or "")
        if not self._targeted or not account:
            raise Unshown("messages for one person alone are not in use")
        activity = self._shown.wrap(for_one_alone(card))
        await patiently(
            lambda: self._connector.send(
                doors.tenant, doors.conversation, activity, targeted_to=account
            ),
            self._sleep,
        )

    async def _unsaid(self, event: Event, reply: Reply, error: Exception) -> None:
        log.info("a %s could not be shown: %s", type(reply).__name__, _why(error))
        try:
            await self._ear.unsaid(event, reply)
        except Exception as lost:
            log.error("a %s was lost: %s", type(reply).__name__, type(lost).__name__)


def _marked(doors: Doors, shown: Json) -> Json:
    return for_one_alone(shown) if doors.only else shown


def nothing(doors: Doors) -> Json | None:
    """The answer that shows nothing. A press needs one all the same, or Teams tells of an error."""
    return {"statusCode": 200, "type": NOTICE, "value": ""} if doors.way == "action" else None


def _why(error: Exception) -> Exception:
    """What went wrong, in words that quote nothing."""
    return error if isinstance(error, Unshown) else fault(error)


def _tag(event: Event, ask: Ask) -> FormTag:
    """A form with the place where it was asked for, which counts when it is sent from elsewhere."""
    assert isinstance(event, ByPerson)
    return FormTag(form=ask.form, channel=event.place.channel, direct=event.place.direct)
