"""Replies: what the person who acts is shown at once.

How depends on what they did. A command or a press brings a ``response_url`` (good for five uses in
half an hour, also in rooms that the bot is not in) and a ``trigger_id`` (good for one form within
three seconds); a sent form is answered in the response itself; a message brings neither. What
cannot be shown is handed back with ``ear.unsaid``, which tells it privately.
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.client import sdk_log
from adapters.slack.faults import fault
from adapters.slack.show import Shown, corrections
from adapters.slack.wire import TooLarge
from adapters.slack.workspaces import Workspaces
from bot.protocol.cards import Card
from bot.protocol.effects import Ask, Correct, Reply, Swap, Whisper
from bot.protocol.events import (
    ByPerson,
    Commanded,
    Event,
    HomeOpened,
    Pressed,
    Said,
)
from bot.protocol.ports import Ear

log = logging.getLogger(__name__)

Json = dict[str, Any]


TASK = "slack-reply"
"""The name of a task that shows replies."""


class Unshown(Exception):
    """A reply has no way to be shown here. Says why, in our words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The ways back that a payload brought."""

    response_url: str = ""
    trigger: str = ""
    in_modal: bool = False
    in_message: bool = False
    ephemeral: bool = False
    view: Mapping[str, Any] | None = None

    @staticmethod
    def of(payload: Mapping[str, Any]) -> "Doors":
        container = payload.get("container") or {}
        view = payload.get("view") or {}
        return Doors(
            response_url=payload.get("response_url") or "",
            trigger=payload.get("trigger_id") or "",
            in_modal=view.get("type") == "modal",
            in_message=container.get("type") == "message",
            ephemeral=bool(container.get("is_ephemeral")),
            view=view or None,
        )


class Replies:
    """Shows replies in tasks of its own, so that Slack gets its answer first; ``close`` waits for
    those under way."""

    def __init__(
        self, workspaces: Workspaces, session: aiohttp.ClientSession, shown: Shown, ear: Ear
    ) -> None:
        self._workspaces = workspaces
        self._session = session
        self._shown = shown
        self._ear = ear
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    def begin(self, event: Event, replies: Sequence[Reply], doors: Doors) -> None:
        """Show replies soon, in their order."""
        if replies:
            self._start(self._all(event, replies, doors))

    def answer(self, event: Event, replies: Sequence[Reply], doors: Doors) -> Json | None:
        """What to answer to a form that was sent: corrections or the next form. Everything else is
        shown beside it, and the form closes."""
        body: Json | None = None
        beside: list[Reply] = []
        for reply in replies:
            match reply:
                case Correct(errors=errors) if body is None and doors.view and errors:
                    body = corrections(errors, doors.view)
                case Ask() if body is None:
                    try:
                        body = {"response_action": "update", "view": self._modal(event, reply)}
                    except TooLarge as error:
                        beside.append(self._instead(reply, error))
                    except Unshown as error:
                        self._start(self._unsaid(event, reply, error))
                case _:
                    beside.append(reply)
        self.begin(event, beside, doors)
        return body

    def turn_away(self, payload: Mapping[str, Any]) -> Json | None:
        """What to answer to somebody of a workspace where the app is not installed; a press is
        answered beside it. What nobody waits for is answered with nothing."""
        card, doors = self._shown.not_installed, Doors.of(payload)
        if payload.get("command"):
            return {"response_type": "ephemeral", **self._shown.message(card)}
        if payload.get("type") == "view_submission":
            return {"response_action": "update", "view": self._shown.notice(card)}
        if payload.get("type") in ("block_actions", "message_action") and doors.response_url:
            self._start(self._said(doors.response_url, card))
        return None

    async def _said(self, url: str, card: Card) -> None:
        try:
            await self._respond(url, card, response_type="ephemeral")
        except Exception as error:
            log.info("a press could not be answered: %s", fault(error))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=TASK)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _all(self, event: Event, replies: Sequence[Reply], doors: Doors) -> None:
        # A form first: its trigger is good for three seconds only.
        for reply in sorted(replies, key=lambda each: not isinstance(each, Ask)):
            try:
                try:
                    await self._show(event, reply, doors)
                except Exception as error:
                    if not isinstance(reply, Ask) or not _too_large(error):
                        raise
                    reply = self._instead(reply, error)
                    await self._show(event, reply, doors)
            except Exception as error:
                await self._unsaid(event, reply, error)

    def _instead(self, ask: Ask, error: Exception) -> Whisper:
        """What is said instead of a form that never fits. Told privately by the engine it would be
        a button that opens the form, and fail again with each press."""
        log.error("the form %s is too large: %s", ask.form.action, type(error).__name__)
        return Whisper(card=self._shown.form_too_large)

    async def _unsaid(self, event: Event, reply: Reply, error: Exception) -> None:
        why = error if isinstance(error, Unshown) else fault(error)
        log.info("a %s could not be shown: %s", type(reply).__name__, why)
        try:
            await self._ear.unsaid(event, reply)
        except Exception as lost:
            log.error("a %s was lost: %s", type(reply).__name__, type(lost).__name__)

    async def _show(self, event: Event, reply: Reply, doors: Doors) -> None:
        match reply:
            case Ask():
                await self._ask(event, reply, doors)
            case Swap(card=card) if doors.response_url and doors.in_message:
                await self._respond(doors.response_url, card, replace_original=True)
            case Swap(card=card) if isinstance(event, Pressed | HomeOpened) and not doors.in_modal:
                client = self._workspaces.client(event.who.workspace)
                await client.views_publish(user_id=event.who.user, view=self._shown.home(card))
            case Swap(card=card) | Whisper(card=card):
                await self._whisper(event, card, doors)
            case Correct():
                raise Unshown("there is no open form to correct")

    def _modal(self, event: Event, ask: Ask) -> Json:
        if not isinstance(event, ByPerson):
            raise Unshown("nobody waits for this form")
        # A person's id stands for their private chat where Slack named no channel; the form then
        # remembers none.
        channel = event.place.channel if event.place.channel != event.who.user else ""
        return self._shown.modal(ask.form, channel, direct=event.place.direct)

    async def _ask(self, event: Event, ask: Ask, doors: Doors) -> None:
        if not doors.trigger:
            raise Unshown("Slack opens a form only after a command or a press")
        view = self._modal(event, ask)
        assert isinstance(event, ByPerson), "only then there is a view"
        client = self._workspaces.client(event.who.workspace)
        show = client.views_push if doors.in_modal else client.views_open
        await show(trigger_id=doors.trigger, view=view)

    async def _whisper(self, event: Event, card: Any, doors: Doors) -> None:
        if not isinstance(event, ByPerson):
            raise Unshown("nobody waits for this")
        # In the bot's own chat a message is as private as a whisper, and it stays. Whether a
        # command was given there cannot be told: people's private chats look the same.
        lasting = event.place.direct and not doors.ephemeral and not isinstance(event, Commanded)
        if doors.response_url and not lasting:
            await self._respond(doors.response_url, card, response_type="ephemeral")
            return
        client = self._workspaces.client(event.who.workspace)
        if event.place.direct:
            await client.chat_postMessage(
                channel=event.place.channel,
                unfurl_links=False,
                unfurl_media=False,
                **self._shown.message(card),
            )
        else:
            await client.chat_postEphemeral(
                channel=event.place.channel,
                user=event.who.user,
                thread_ts=_thread(event),
                **self._shown.message(card),
            )

    async def _respond(self, url: str, card: Any, **how: Any) -> None:
        hook = AsyncWebhookClient(url, session=self._session, retry_handlers=[], logger=sdk_log)
        said = await hook.send_dict({"replace_original": False, **self._shown.message(card), **how})
        if said.status_code != 200:
            raise Unshown(f"Slack answered {said.status_code} to a reply")


def _too_large(error: Exception) -> bool:
    """Whether we or Slack (which counts bytes) found a form too large."""
    return isinstance(error, TooLarge) or str(fault(error)) == "view_too_large"


def _thread(event: ByPerson) -> str | None:
    match event:
        case Said(ref=ref) | Pressed(ref=ref) if ref is not None:
            return ref.thread
        case _:
            return None
