"""Platforms are connected each by itself, and the log says which is out of reach."""

import asyncio
import logging

import pytest

from bot.connecting import SOON, Connecting
from bot.protocol.adapter import Running
from bot.protocol.ports import Chat


class Hands:
    """A clock that goes on only where someone sleeps, and platforms that come and go by it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.there: dict[str, bool] = {}
        self.opened: list[str] = []
        self.broken: set[str] = set()

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    def platform(self, name: str, *, there: bool) -> Running:
        self.there[name] = there

        async def open_it() -> None:
            self.opened.append(name)
            if name in self.broken:
                raise ConnectionError("out of reach")

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
