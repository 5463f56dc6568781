"""``python -m bot sandbox``: the platform, an engine on a clock moved by hand, and a page on
loopback. No account, no key, nothing that leaves this machine."""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.sandbox.address import NAME, ROOM, dm
from adapters.sandbox.body import LARGEST, Body
from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.clock import Clock
from adapters.sandbox.deeds import Deeds
from adapters.sandbox.example import Example, read_example
from adapters.sandbox.gestures import Gestures
from adapters.sandbox.guard import Refused, dress, guard
from adapters.sandbox.live import Live
from adapters.sandbox.platform import Platform
from adapters.sandbox.reading import Reading
from adapters.sandbox.stage import SandboxStage
from adapters.sandbox.transcript import Transcript
from adapters.sandbox.view import Setting, clock, view
from bot.protocol.adapter import Kit, Scene, SceneOptions

ADDRESS = "127.0.0.1"
SCRIPT = "sandbox.yaml"
PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where a state is kept: Roundtable's own database, and beside it what stands in the chat."""

    db: Path
    transcript: Path

    @classmethod
    def beside(cls, db: Path) -> "Files":
        return cls(db=db, transcript=db.with_name(f"{db.name}.transcript"))

    @property
    def url(self) -> str:
        return f"sqlite:///{self.db.resolve()}"

    def new(self) -> bool:
        """Whether there is nothing yet."""
        return not self.db.exists()

    def torn(self) -> bool:
        """Whether there is a chat without the engine that answers in it."""
        return self.new() and self.transcript.exists()

    def remove(self) -> None:
        """Throw both away, with what SQLite keeps beside them."""
        for path in (self.db, self.transcript):
            for beside in ("", "-wal", "-shm"):
                path.with_name(f"{path.name}{beside}").unlink(missing_ok=True)

    def __str__(self) -> str:
        return f"Kept in {self.db} (Roundtable) and {self.transcript} (the chat)."


class Table:
    """A set table: a platform with the example's people, and an engine behind it."""

    def __init__(self, platform: Platform, scene: Scene, example: Example) -> None:
        self.platform = platform
        self.scene = scene
        self.example = example
        self.floor = asyncio.Lock()
        self.reading = Reading()
        self.gestures = Gestures(platform, scene.ear)
        self.clock = Clock(scene, example.zone, self.floor)
        self.setting = Setting(
            zone=example.zone, moderators=example.moderators, commands=scene.ear.completions()
        )

    async def lay(self, kit: Kit) -> list[str]:
        """Fill a new platform by the example's script; returns what failed in it, if anything."""
        stage = SandboxStage(self.gestures)
        if self.scene.now() > self.example.opens:
            # The engine remembers a cohort and the chat was thrown away: people come back to an
            # empty room, and nothing is set up twice.
            for handle, profile in self.example.people.items():
                await stage.enter(handle, profile, silently=True)
            return []
        problems = await kit.perform(self.example.script, stage, self.scene)
        # The example is not news; what the bot wrote to each of them in private is.
        self.reading.read_everything(self.platform, [ROOM])
        return list(problems)

    def reopen(self) -> None:
        """After a pause everything counts as read: how far people read is not kept."""
        everyone = [dm(person.handle) for person in self.platform.people()]
        self.reading.read_everything(self.platform, [ROOM, *everyone])


def application(table: Table, *, ticking: bool = True) -> web.Application:
    """The page and its endpoints. While it is open, the clock runs on unless ``ticking`` is
    False."""
    live = Live(
        clock=lambda: clock(table.scene.now(), table.scene.next_due(), table.example.zone),
        view=lambda who: view(table.platform, who, table.reading, table.setting),
        anyone=lambda who: who if table.platform.knows(who) else _first(table.platform),
    )
    deeds = Deeds(table.gestures, table.scene, table.clock, table.reading, table.floor)

    async def do(request: web.Request) -> web.Response:
        try:
            await deeds.do(request.match_info["name"], await Body.of(request))
        finally:
            live.changed()
        return web.json_response({"ok": True})

    async def look(request: web.Request) -> web.Response:
        who = request.query.get("who", _first(table.platform))
        if not table.platform.knows(who):
            raise Refused(404, "Nobody of that name is here.")
        return web.json_response(view(table.platform, who, table.reading, table.setting))

    async def index(request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGES / "index.html")

    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        end = table.platform.subscribe(lambda changes: live.changed())
        clockwork = asyncio.create_task(table.clock.run(time.monotonic, live.changed))
        if not ticking:
            clockwork.cancel()
        yield
        end()
        clockwork.cancel()
        with suppress(asyncio.CancelledError):
            await clockwork

    async def hang_up(app: web.Application) -> None:
        await live.close()

    app = web.Application(middlewares=[guard], client_max_size=LARGEST)
    app.on_response_prepare.append(dress)
    app.on_shutdown.append(hang_up)
    app.cleanup_ctx.append(lifetime)
    app.router.add_get("/", index)
    app.router.add_get("/api/live", live.serve)
    app.router.add_get("/api/view", look)
    app.router.add_post("/api/{name}", do)
    app.router.add_static("/pages", PAGES)
    return app


async def serve(args: argparse.Namespace, kit: Kit) -> int:
    """Run until it is interrupted. Returns 1 if it cannot begin."""
    files = Files.beside(args.db) if args.db else None
    if files and files.torn():
        _warn(f"{files.db} is gone, {files.transcript} is not; remove it to begin anew.")
        return 1
    async with AsyncExitStack() as stack:
        try:
            table = await set_table(kit, stack, files, tuple(args.prompts), args.script)
        except (OSError, ValueError) as why:
            _warn(f"The sandbox cannot begin: {why}")
            return 1
        runner = web.AppRunner(application(table), access_log=None, shutdown_timeout=2)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, ADDRESS, args.port).start()
        except OSError as why:
            _warn(f"Port {args.port} cannot be used: {why.strerror}. Name another one with --port.")
            return 1
        port = runner.addresses[0][1]
        _tell(f"Roundtable's sandbox: http://{ADDRESS}:{port}   (Ctrl+C ends it)")
        _tell(str(files) if files else "Nothing is kept; --db FILE keeps it.")
        await _interrupted()
    return 0


async def set_table(
    kit: Kit,
    stack: AsyncExitStack,
    files: Files | None,
    prompts: tuple[Path, ...] = (),
    script: Path | None = None,
) -> Table:
    """Open platform and engine; ``stack`` closes them. A new state is filled by ``script``, or by
    the example. Raises OSError and ValueError if that cannot be played."""
    example = read_example(script or kit.rehearsals / SCRIPT)
    platform = Platform(lambda: example.opens, title=example.title)
    known = False
    new = files is not None and files.new()
    if files:
        kept = stack.enter_context(closing(Transcript(files.transcript)))
        known = kept.keep(platform)
    options = SceneOptions(
        database=files.url if files else None, starts=example.opens, prompts=prompts
    )
    scene = await stack.enter_async_context(kit.scene(options, {NAME: SandboxChat(platform)}))
    platform.now = scene.now
    table = Table(platform, scene, example)
    if known:
        table.reopen()
    else:
        try:
            for problem in await table.lay(kit):
                _warn(problem)
        except BaseException:
            # Half an example would be taken for a state that lasts.
            if files and new:
                files.remove()
            raise
    if not platform.people():
        raise ValueError(f"{example.script} brought nobody")
    return table


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _warn(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _first(platform: Platform) -> str:
    return platform.people()[0].handle


async def _interrupted() -> None:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Where the loop knows no signals, Ctrl+C ends the program by KeyboardInterrupt.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, done.set)
    await done.wait()
