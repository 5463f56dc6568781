"""Every bad request that is tried at a platform's door, with its status, its answer and what it
changed: ``python -m tests.security.table`` prints them all; it ends with 1 if one is not as it
should be."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.security.houses import Got

SHOWN = 60
"""Letters of an answer that are printed."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad request: what is wrong with it, how it is sent, and what has to come of it. ``answer``
    stands in what comes back or in what the person is told; nothing may change."""

    name: str
    send: "Callable[[Any], Awaitable[Got]]"
    status: int
    answer: str = ""

    def wrong(self, got: "Got") -> str:
        """What is not as it should be; empty if nothing."""
        if got.status != self.status:
            return f"{got.status} instead of {self.status}"
        if got.changed:
            return f"changed {', '.join(got.changed)}"
        if self.answer not in got.body + got.told:
            return f"answered without “{self.answer}”: {got.told or got.body}"
        if not self.answer and got.told:
            return f"told somebody: {got.told}"
        return ""


def doors(folder: Path) -> "dict[str, tuple[AbstractAsyncContextManager[Any], tuple[Bad, ...]]]":
    """Each platform's house and the requests that are tried there, in this order."""
    from tests.security import bad_sandbox, bad_slack, bad_teams
    from tests.security.houses import sandbox_house, slack_house, teams_house

    return {
        "slack": (slack_house(), bad_slack.ROWS),
        "teams": (teams_house(folder), bad_teams.ROWS),
        "sandbox": (sandbox_house(), bad_sandbox.ROWS),
    }


async def tried(platform: str, folder: Path) -> "list[tuple[Bad, Got]]":
    """All bad requests of a platform, one after the other at the same house."""
    opened, rows = doors(folder)[platform]
    async with opened as house:
        return [(each, await each.send(house)) for each in rows]


async def _print() -> int:
    wrong = 0
    line = "{:8} | {:52} | {:6} | {:60} | {}"
    print(line.format("platform", "request", "status", "answer", "changed"))
    with TemporaryDirectory() as folder:
        for platform in doors(Path(folder)):
            for each, got in await tried(platform, Path(folder)):
                answer = " ".join((got.told or got.body).split())[:SHOWN]
                changed = ", ".join(got.changed) or "nothing"
                problem = each.wrong(got)
                wrong += bool(problem)
                shown = line.format(platform, each.name, got.status, answer or "–", changed)
                print(shown + (f"  <-- {problem}" if problem else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_print()))
