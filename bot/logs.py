"""Where the log goes, and what must not stand in it: nothing that anyone wrote.

A line is text (``plain``) or one JSON object (``json``: ``time`` in UTC, ``level``, ``logger``,
``message``, and where there is one ``reference`` and ``fault``). A fault is told by its type and
its place in the code in both: its message may hold what someone wrote, and so may a traceback.
"""

import contextlib
import json
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType

from bot.engine.faults import describe

FORMATS = ("plain", "json")

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "alembic", "markdown_it")
"""Their messages can hold what was sent."""
_OURS = ("bot.", "adapters.")


def to_stderr(level: str, form: str = "plain") -> None:
    """Log from this level on (debug, info, warning, error) to standard error, in one of
    ``FORMATS``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Plain())
    logging.basicConfig(level=level.upper(), handlers=[handler])
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class Plain(logging.Formatter):
    """One line of text for each record."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        line = f"{at},{record.msecs:03.0f} {record.levelname} {record.name}: {_message(record)}"
        return f"{line}: {_fault(record.exc_info)}" if record.exc_info else line


class Json(logging.Formatter):
    """One JSON object for each record, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        told = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        # What ties a line to what a person was told, or to a row of the outbox.
        reference = getattr(record, "reference", None)
        if reference is not None:
            told["reference"] = str(reference)
        if record.exc_info:
            told["fault"] = _fault(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """One line."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(_told(each) for each in args)
    elif args:
        args = {name: _told(each) for name, each in args.items()}
    message = str(_told(record.msg))
    if args:
        # Left to itself, logging would complain with the arguments in full.
        with contextlib.suppress(TypeError, ValueError, KeyError):
            message = message % args
    # asyncio tells below its first line what a task was about, with the messages of its faults.
    if record.name == "asyncio":
        message = message.partition("\n")[0]
    return message.replace("\r", " ").replace("\n", " ")


def _told(value: object) -> object:
    """A library's fault without its message; our own are written for the log."""
    if not isinstance(value, BaseException) or type(value).__module__.startswith(_OURS):
        return value
    return describe(value)


def _fault(info: Fault) -> str:
    return describe(info[1]) if info[1] is not None else "no fault"
