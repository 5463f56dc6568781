"""The process behind ``playground.Playground``, and whom and what its configuration holds."""

import asyncio
import json
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.patience import LONG
from tests.teams.gestures import directory_id
from tests.teams.standin_state import BOT, CHAT, GROUP, ROOM, TEAM, TENANT

Json = dict[str, Any]

"""Seconds after which something that should have happened counts as not happening."""

HERE = Path(__file__).parent / "node"
_CLI = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``id`` is the one in the directory."""

    handle: str
    name: str
    id: str

    @property
    def account(self) -> str:
        """The id by which the bot knows someone."""
        return f"29:{self.id}"


def known(handle: str, name: str) -> Person:
    return Person(handle=handle, name=name, id=directory_id(handle))


_NAMES = ("Ana Ruiz", "Joy Lee", "Ben Okafor", "Cho Min-seo", "Dee Washington", "Eli Navarro")
SIX = tuple(known(name.split()[0].lower(), name) for name in _NAMES)
"""As many as Playground knows, all of them in its team. The first sits at its page."""

FIRST_CHAT = "a:first"
"""The private chat of the first of the people."""
BOT_NAME = "Roundtable"
AT_BOT = {
    "type": "mention",
    "mentioned": {"id": BOT, "name": BOT_NAME},
    "text": f"<at>{BOT_NAME}</at>",
}


def missing() -> str | None:
    """Why Playground cannot be tried here, or None if it can."""
    if shutil.which("node") is None:
        return "no Node here: install it to try the Teams adapter against Agents Playground"
    if not _CLI.exists():
        return "no Agents Playground here: run npm ci in tests/teams/node to try the Teams adapter"
    return None


@asynccontextmanager
async def started(folder: Path, bot_url: str, people: Sequence[Person]) -> AsyncIterator[Process]:
    """The process, alone in its group, so that nothing of it outlives the block."""
    config = folder / "playground.yml"
    config.write_text(json.dumps(_config(people)), "utf-8")  # which is YAML too
    env = {
        "PATH": os.environ["PATH"],
        # Its people are in the zone of the machine that it runs on; the rehearsals, in this one.
        "TZ": "America/New_York",
        "HOME": str(folder),
        "TEAMSAPPTESTER_BROWSER": "none",
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(config),
        "M365_AGENTS_PLAYGROUND_RECORDING_FILE": str(folder / "recording.log"),
    }
    process = await asyncio.create_subprocess_exec(
        *("node", str(_CLI), "start", "--app-endpoint", bot_url, "--channel-id", "msteams"),
        *("--port", "0", "--disable-telemetry", "--enable-events-recording"),
        cwd=folder, env=env, stdin=DEVNULL, stdout=PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def listens(process: Process) -> str:
    """Where it listens, which it says once it does."""
    assert process.stdout is not None
    async with asyncio.timeout(LONG):
        while line := (await process.stdout.readline()).decode():
            if line.startswith("Listening on "):
                return f"http://127.0.0.1:{int(line.split()[-1])}"
    raise AssertionError("Agents Playground ended before it listened")


def _config(people: Sequence[Person]) -> Json:
    accounts = [
        {
            "id": each.account,
            "name": each.name,
            "userPrincipleName": f"{each.handle}@example.org",  # their spelling
            "aadObjectId": each.id,
            "givenName": each.name.split()[0],
            "surname": each.name.split()[-1],
            "email": f"{each.handle}@example.org",
        }
        for each in people
    ]
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": BOT_NAME},
        "currentUser": accounts[0],
        "users": accounts[1:],
        "personalChat": {"id": FIRST_CHAT},
        "groupChat": {"id": CHAT, "name": "Group"},
        "team": {
            "id": TEAM,
            "name": "Riverside",
            "aadGroupId": GROUP,
            "channels": [{"id": ROOM, "name": "Spring"}],
        },
    }
