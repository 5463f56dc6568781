"""The one file of the pipeline that talks to a network: it hands questions to a language model.

Any endpoint that speaks OpenAI's chat completions or Anthropic's messages, through the library of
the house whose protocol it is. Both come with the extra ``model`` and are loaded when the first
question is asked. What they raise or log may hold what members wrote, or the key: of a fault only
its kind is told.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Literal
from urllib.parse import urlsplit

from bot.insight.model.asked import Answer, Asking
from bot.insight.model.report import Fault

log = logging.getLogger(__name__)

Api = Literal["openai", "anthropic"]

_AT_ONCE = 4  # questions
_RETRIES = 2
_LONGEST_ANSWER = 16_000  # tokens; Anthropic's protocol wants a number
_TALKATIVE = ("openai", "anthropic", "httpx", "httpx2", "httpcore", "httpcore2")

# Sends one question, with a form for its answer or without.
_Send = Callable[[str, bool], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A language model at an address. `name` is what it is called there, `most` how many characters
    a question may have, `seconds` how long all questions of a summary may take together."""

    api: Api
    url: str
    name: str
    key: str = field(repr=False)
    seconds: float
    most: int

    @property
    def host(self) -> str:
        """To whom words go, as people are told it: the host of the address, with a port if one
        is named."""
        return urlsplit(self.url).netloc

    def missing(self) -> str | None:
        """The package that has to be installed first; None if it is there."""
        return None if find_spec(self.api) is not None else self.api

    async def answers(self, asking: Asking) -> list[Answer]:
        """An answer to each question, in order; those that have none in time say so."""
        try:
            # It takes a second or two, in which others are not to wait.
            library, client = await asyncio.to_thread(self._loaded)
        except ImportError:
            log.warning("the package %s is not installed", self.api)
            return [Answer(fault="missing") for _ in asking.questions]
        except Exception as fault:
            # Such as a proxy in the environment that is none.
            log.warning("the language model cannot be asked (%s)", type(fault).__name__)
            return [Answer(fault="unreachable") for _ in asking.questions]
        busy = asyncio.Semaphore(_AT_ONCE)
        async with client:
            send = (_openai if self.api == "openai" else _anthropic)(client, self.name, asking)
            tasks = [
                asyncio.create_task(self._answer(library, send, question, busy))
                for question in asking.questions
            ]
            try:
                done, late = await asyncio.wait(tasks, timeout=self.seconds)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        if late:
            log.warning("%d questions had no answer in %g seconds", len(late), self.seconds)
        return [task.result() if task in done else Answer(fault="timeout") for task in tasks]

    def _loaded(self) -> tuple[Any, Any]:
        """The library, and a client of it."""
        library = _load(self.api)
        options: dict[str, Any] = {
            "api_key": self.key or "none",
            "base_url": self.url,
            "timeout": self.seconds,
            "max_retries": _RETRIES,
            # A redirection would take the words of members to another address than was agreed on.
            "http_client": library.DefaultAsyncHttpxClient(follow_redirects=False),
        }
        if self.api == "openai":
            return library, library.AsyncOpenAI(**options)
        # Left to the environment, its traces could hold what is sent.
        return library, library.AsyncAnthropic(open_telemetry=False, **options)

    async def _answer(
        self, library: Any, send: _Send, question: str, busy: asyncio.Semaphore
    ) -> Answer:
        async with busy:
            try:
                try:
                    return Answer(text=await send(question, True))
                except (library.BadRequestError, library.UnprocessableEntityError):
                    # Not every endpoint knows how to hold an answer to a form.
                    return Answer(text=await send(question, False))
            except Exception as fault:
                why = _why(library, fault)
                log.warning("a question was not answered: %s (%s)", why, type(fault).__name__)
                return Answer(fault=why)


def _load(api: Api) -> Any:
    if api == "openai":
        import openai as library
    else:
        import anthropic as library
    # Below warnings they log what is sent.
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return library


def _openai(client: Any, model: str, asking: Asking) -> _Send:
    form = {"name": "themes", "strict": True, "schema": asking.schema}

    async def send(question: str, formed: bool) -> str:
        options = (
            {"response_format": {"type": "json_schema", "json_schema": form}} if formed else {}
        )
        answer = await client.chat.completions.create(
            model=model,
            messages=[
                {"role": "system", "content": asking.instructions},
                {"role": "user", "content": question},
            ],
            **options,
        )
        return _text(answer.choices[0].message.content)

    return send


def _anthropic(client: Any, model: str, asking: Asking) -> _Send:
    form = {"type": "json_schema", "schema": asking.schema}

    async def send(question: str, formed: bool) -> str:
        options = {"output_config": {"format": form}} if formed else {}
        answer = await client.messages.create(
            model=model,
            max_tokens=_LONGEST_ANSWER,
            system=asking.instructions,
            messages=[{"role": "user", "content": question}],
            **options,
        )
        return "".join(_text(block.text) for block in answer.content if block.type == "text")

    return send


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _why(library: Any, fault: Exception) -> Fault:
    if isinstance(fault, library.APITimeoutError):
        return "timeout"
    if isinstance(fault, library.APIConnectionError):
        return "unreachable"
    if isinstance(fault, library.APIStatusError):
        return "refused"
    # No answer of the protocol: other fields, or none.
    return "unreadable"
