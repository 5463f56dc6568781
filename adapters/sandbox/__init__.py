"""The sandbox: a chat platform of our own, in memory, for the browser, rehearsals and tests.

Here live the platform itself, its pages, and the translation both ways. It needs no account and
no key, is never started by ``run``, and decides nothing about a cohort.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.sandbox.address import NAME
from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.platform import Platform
from adapters.sandbox.stage import create_stage
from bot.protocol.adapter import Kit, Playhouse, Running, Subcommand, Variable
from bot.protocol.ports import Ear, Vault


class Sandbox:
    """What this folder offers to the command line."""

    name = "sandbox"
    variables: Sequence[Variable] = ()

    def settings(self, env: Mapping[str, str]) -> None:
        """The sandbox is a subcommand of its own and never part of ``run``."""

    async def start(self, settings: Any, ear: Ear, vault: Vault | None = None) -> Running:
        raise RuntimeError("the sandbox is started by its own subcommand")

    def subcommands(self) -> Sequence[Subcommand]:
        return (
            Subcommand(
                name="sandbox",
                help="Try everything in the browser, with an example cohort; no account, no key.",
                arguments=_arguments,
                run=_run,
            ),
        )

    def playhouse(self, now: Callable[[], datetime]) -> Playhouse:
        """A fresh platform in memory."""
        platform = Platform(now)
        return Playhouse(
            name=NAME,
            chat=SandboxChat(platform),
            stage=lambda ear: create_stage(platform, ear),
        )


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "script",
        type=Path,
        nargs="?",
        metavar="REHEARSAL",
        help="a rehearsal to play first, to go on from where it ends (an example cohort)",
    )
    parser.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1 (8080)")
    parser.add_argument(
        "--db",
        type=Path,
        help="file that keeps the state; what was said is kept beside it, in FILE.transcript",
    )
    parser.add_argument(
        "--prompts",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="a folder of your own prompts",
    )


async def _run(args: argparse.Namespace, kit: Kit) -> int:
    # Imported here, since every command loads this package and only this one needs a web server.
    from adapters.sandbox.server import serve

    return await serve(args, kit)


ADAPTER = Sandbox()
