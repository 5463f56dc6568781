"""Platforms are connected each by itself, and the log says which is out of reach."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from bot import config, serve
from bot.connecting import SOON, Connecting
from bot.protocol.adapter import Running, SettingsError
from bot.protocol.ports import Chat
from tests.engine.toy import ToyChat


class Hands:
    """A clock that goes on only where someone sleeps, and platforms that come and go by it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.there: dict[str, bool] = {}
        self.opened: list[str] = []
        self.broken: set[str] = set()
        self.misconfigured: set[str] = set()

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    def platform(self, name: str, *, there: bool) -> Running:
        self.there[name] = there

        async def open_it() -> None:
            self.opened.append(name)
            if name in self.broken:
                raise ConnectionError("out of reach")
            if name in self.misconfigured:
                raise SettingsError([f"{name} has the wrong token"])

        chat: Chat = None  # pyright: ignore
        return Running(chat=chat, open=open_it, ready=lambda: self.there[name])

    async def until(self, told: pytest.LogCaptureFixture, words: str) -> None:
        for _ in range(1000):
            if words in told.text:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"nobody said {words!r}: {told.text}")


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "bot.connecting")
    return caplog


def said(told: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in told.records]


def connecting(hands: Hands, **there: bool) -> Connecting:
    platforms = {name: hands.platform(name, there=is_there) for name, is_there in there.items()}
    return Connecting(platforms, clock=lambda: hands.now, sleep=hands.sleep)


def test_all_that_are_there_make_it_ready(told):
    async def play() -> None:
        begun = connecting(Hands(), one=True, other=True)
        await begun.begin()
        await begun.end()

    asyncio.run(play())
    assert said(told) == ["connected to one", "connected to other", "ready"]


def test_one_that_is_out_of_reach_keeps_no_other_waiting(told):
    async def play() -> None:
        hands = Hands()
        begun = connecting(hands, one=False, other=True)
        await begun.begin()
        assert said(told) == [
            "connected to other",
            "cannot reach one now; trying again until it answers",
            "ready for other",
        ]
        hands.there["one"] = True
        await hands.until(told, "connected to one")
        hands.there["one"] = False
        before = hands.now
        while said(told)[-1] != "cannot reach one now; trying again until it answers":
            await asyncio.sleep(0)
        assert hands.now >= before + SOON, "a short break is not worth a line"
        await begun.end()

    asyncio.run(play())


def test_nobody_there_is_not_ready(told):
    async def play() -> None:
        begun = connecting(Hands(), one=False)
        await begun.begin()
        await begun.end()

    asyncio.run(play())
    assert not any(each.startswith("ready") for each in said(told))


def test_what_cannot_be_opened_is_opened_again(told):
    async def play() -> None:
        hands = Hands()
        hands.broken.add("one")
        begun = connecting(hands, one=True)
        await begun.begin()
        assert "connected" not in told.text
        hands.broken.clear()
        await hands.until(told, "connected to one")
        assert len(hands.opened) > 1
        await begun.end()

    asyncio.run(play())


@pytest.mark.parametrize("when", ["at once", "later"])
def test_what_is_configured_wrongly_is_not_tried_for_ever(told, when: str):
    async def play() -> None:
        hands = Hands()
        begun = connecting(hands, one=True, other=True)
        wrong = hands.misconfigured if when == "at once" else hands.broken
        wrong.add("one")
        beginning = asyncio.create_task(begun.begin())
        if when == "later":
            await hands.until(told, "cannot reach one now")
            hands.misconfigured.add("one")
            hands.broken.clear()
        with pytest.raises(SettingsError, match="wrong token"):
            await asyncio.wait_for(begun.failed(), 10)
        before = list(hands.opened)
        await begun.end()
        beginning.cancel()
        assert hands.opened == before

    asyncio.run(play())


class Misconfigured:
    """A platform that learns only when it is opened that its token is no good."""

    name = "wrong"

    async def start(self, settings: object, ear: object, vault: object = None) -> Running:
        async def open_it() -> None:
            raise SettingsError(["WRONG_TOKEN is refused: copy the new one."])

        return Running(chat=ToyChat(), open=open_it)


def test_a_bot_that_is_configured_wrongly_ends_and_says_so(tmp_path: Path):
    env = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db", "PORT": "0"}
    adapter: Any = Misconfigured()

    async def play() -> None:
        with pytest.raises(SettingsError, match="WRONG_TOKEN is refused"):
            async with asyncio.timeout(60):
                await serve.run(config.read(env), [(adapter, None)])

    asyncio.run(play())
