"""The log, as text and as JSON: what stands in it, and what never does."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from tests.run.served import begun, serving
from tests.run.workspace import Workspace

WORDS = "Gus tells of a patient\nin two lines"


class OfAdapter(Exception):
    """As an adapter's own, whose text is meant for the log."""


OfAdapter.__module__ = "adapters.slack.faults"


@pytest.fixture(params=logs.FORMATS)
def lines(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What a log that writes in this format holds."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Json() if request.param == "json" else logs.Plain())
    log = logging.getLogger("test_logs")
    log.addHandler(handler)
    log.propagate = False
    log.setLevel("DEBUG")
    yield written
    log.removeHandler(handler)


log = logging.getLogger("test_logs")


def raised() -> Exception:
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as error:
            raise ValueError(WORDS) from error
    except ValueError as error:
        return error


def test_a_fault_is_told_by_type_and_place_alone(lines: io.StringIO):
    fault = raised()
    log.error("it failed", exc_info=fault)
    log.error("it failed: %s", fault)
    log.error("it failed: %(why)s", {"why": fault})
    log.error(fault)
    try:
        raise fault
    except ValueError:
        log.exception("it failed")
    told = lines.getvalue()
    assert told.count("\n") == 5
    assert told.count("ValueError at test_logs.py:") == 5
    assert "patient" not in told and "two lines" not in told and "Traceback" not in told


def test_what_an_adapter_wrote_for_the_log_stands_there(lines: io.StringIO):
    log.warning("refused: %s", OfAdapter("403 Forbidden"))
    assert "refused: 403 Forbidden" in lines.getvalue()


def test_a_record_is_one_line_whatever_is_in_it(lines: io.StringIO):
    log.info("one\ntwo\r\nthree %s", "four\nfive")
    log.info("100 %")
    assert lines.getvalue().count("\n") == 2


@pytest.mark.parametrize("form", [logs.Json(), logs.Plain()], ids=["json", "plain"])
def test_a_record_that_does_not_fit_its_arguments_is_told_without_them(form: logging.Formatter):
    record = logging.LogRecord("x", logging.INFO, "x.py", 7, "%s and %s", (WORDS,), None)
    assert "%s and %s" in form.format(record) and "patient" not in form.format(record)


def test_asyncio_tells_what_was_lost_without_its_message(lines: io.StringIO):
    handler = log.handlers[0]
    theirs = logging.getLogger("asyncio")
    theirs.addHandler(handler)

    async def lose() -> None:
        async def fail() -> None:
            raise ValueError(WORDS)

        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        del task

    try:
        asyncio.run(lose())
    finally:
        theirs.removeHandler(handler)
    told = lines.getvalue()
    assert "Task exception was never retrieved" in told and "ValueError at test_logs.py:" in told
    assert "patient" not in told


def test_json_has_a_field_for_each_thing():
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.Json())
    record = logging.LogRecord("bot.x", logging.WARNING, "x.py", 7, "parked %s", ("Said",), None)
    record.created, record.reference = 1772460000.5, "ab12"
    assert json.loads(handler.format(record)) == {
        "time": "2026-03-02T14:00:00.500Z", "level": "warning", "logger": "bot.x",
        "message": "parked Said", "reference": "ab12",
    }  # fmt: skip
    record.exc_info = (ValueError, raised(), None)
    assert json.loads(handler.format(record))["fault"].startswith("ValueError at test_logs.py:")


def test_a_running_bot_writes_json_and_nothing_that_was_said(sqlite: str):
    asyncio.run(_json(sqlite))


async def _json(url: str) -> None:
    async with Workspace(("ana", "ben")) as slack:
        async with serving(slack, url, LOG_FORMAT="json") as bot:
            await begun(slack, ("ana",))
        told = [json.loads(line) for line in bot.lines]
        assert {"time", "level", "logger", "message"} <= set(told[0])
        assert "ready" in {line["message"] for line in told}
