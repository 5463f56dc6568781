"""Runs an async test with a door behind a guard, and knocks there."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from bot.web.guard import Limits
from bot.web.listening import Patience
from tests.security.doors import SIGNED, Doors, doors

FEW = Limits(refused=3)
STRANGER, PLATFORM = "127.0.0.2", "127.0.0.3"


def behind(
    limits: Limits | None = None, patience: Patience | None = None, **how: Any
) -> Callable[[Callable[[Doors], Awaitable[None]]], Callable[[], None]]:
    """Runs an async test with doors behind such a guard."""

    def made(test: Callable[[Doors], Awaitable[None]]) -> Callable[[], None]:
        @wraps(test)
        def run() -> None:
            async def play() -> None:
                async with doors(limits, patience, **how) as there:
                    await test(there)

            asyncio.run(play())

        del run.__wrapped__
        return run

    return made


async def knocks(there: Doors, times: int, body: bytes = b"forged", **how: Any) -> list[int]:
    """What each of so many requests is answered, one after another."""
    return [(await there.knock(body, **how)).status for _ in range(times)]


async def together(there: Doors, times: int, body: bytes = SIGNED, **how: Any) -> set[int]:
    """What requests are answered that are in hand at the same time; whoever is cut off has one."""
    there.goes_on.clear()
    asked = [asyncio.create_task(there.knock(body, **how)) for _ in range(times)]
    arrived = there.arrived
    while there.arrived < arrived + times and not any(each.done() for each in asked):
        await asyncio.sleep(0)
    there.goes_on.set()
    return {(await each).status for each in asked}


async def is_ended(there: Doors, of: str) -> bool:
    """Whether one more connection of a source is closed at once; else a request is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", there.port, local_addr=(of, 0))
    try:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        return not await reader.readline()
    except ConnectionResetError:
        return True
    finally:
        writer.close()


async def idle(there: Doors, of: str, number: int) -> list[asyncio.StreamWriter]:
    """Connections that bring nothing; kept open as long as they are kept."""
    address = ("127.0.0.1", there.port)
    return [(await asyncio.open_connection(*address, local_addr=(of, 0)))[1] for _ in range(number)]
