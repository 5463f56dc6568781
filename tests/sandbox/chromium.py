"""A headless Chromium, driven over its own DevTools protocol."""

import asyncio
import base64
import json
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp

from tests.patience import LONG

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)
_KEYS = {
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Tab": (9, ""),
    "ArrowDown": (40, ""),
    "ArrowUp": (38, ""),
    "ArrowRight": (39, ""),
}


def found() -> str | None:
    """Where Chromium is, if it is anywhere."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._calls = 0
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.complaints: list[str] = []
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._waiting.pop(said["id"]).set_result(said)
            elif said["method"] == "Runtime.exceptionThrown":
                self.complaints.append(str(said["params"]["exceptionDetails"]))
            elif said["method"] == "Log.entryAdded":
                entry = said["params"]["entry"]
                # A request that is refused is an answer, which the page shows.
                if entry["level"] == "error" and entry["source"] != "network":
                    self.complaints.append(entry["text"])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One call of the protocol. Raises RuntimeError with what the browser says is wrong."""
        self._calls += 1
        future = asyncio.get_running_loop().create_future()
        self._waiting[self._calls] = future
        await self._socket.send_json({"id": self._calls, "method": method, "params": params})
        answer = await asyncio.wait_for(future, LONG)
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    async def open(self, url: str) -> None:
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.call("Page.navigate", url=url)

    async def look(
        self, width: int, height: int, *, dark: bool = False, phone: bool = False
    ) -> None:
        """Another window, or another taste."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=phone,
        )
        await self.call("Emulation.setTouchEmulationEnabled", enabled=phone)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def js(self, expression: str) -> Any:
        """The value of an expression; promises are awaited."""
        answer = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    async def until(self, expression: str) -> Any:
        """Wait until an expression is true, looking again at every frame that is drawn."""
        return await self.js(
            f"""new Promise((good, bad) => {{
                const end = performance.now() + {LONG * 900};
                const look = () => {{
                    let value;
                    try {{ value = {expression}; }} catch {{ value = false; }}
                    if (value) good(value);
                    else if (performance.now() > end) bad(new Error({json.dumps(expression)}));
                    else setTimeout(look, 20);
                }};
                look();
            }})"""
        )

    async def sees(self, text: str, within: str = "body") -> None:
        """Wait until these letters are shown."""
        await self.until(
            f"document.querySelector({json.dumps(within)}).innerText.includes({json.dumps(text)})"
        )

    async def text(self, selector: str) -> str:
        return await self.js(f"document.querySelector({json.dumps(selector)}).innerText")

    async def click(self, selector: str, text: str = "") -> None:
        """Press on the newest element of this selector with these letters, where it is drawn."""
        box = await self.until(_box(selector, text))
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", **box)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **box
            )

    async def hover(self, selector: str) -> None:
        """Bring the mouse over an element."""
        box = await self.until(_box(selector, ""))
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", **box)

    async def type(self, text: str) -> None:
        """Write where the focus is."""
        await self.call("Input.insertText", text=text)

    async def key(self, name: str, *, shift: bool = False) -> None:
        """Press and release a key."""
        code, letters = _KEYS[name]
        common = {
            "key": name,
            "code": name,
            "windowsVirtualKeyCode": code,
            "modifiers": 8 if shift else 0,
        }
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=letters, **common)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def focus(self) -> str:
        """What has the focus: its label, or its letters."""
        return await self.js(
            "document.activeElement.ariaLabel || document.activeElement.textContent.trim()"
        )

    async def picture(self) -> bytes:
        """What the page looks like now, as a PNG."""
        answer = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])


def _box(selector: str, text: str) -> str:
    """The middle of the newest element of this selector with these letters."""
    return f"""(() => {{
        const all = [...document.querySelectorAll({json.dumps(selector)})];
        const one = all.findLast((e) => e.textContent.includes({json.dumps(text)}));
        one.scrollIntoView({{block: "nearest"}});
        const {{x, y, width, height}} = one.getBoundingClientRect();
        return width && {{x: x + width / 2, y: y + height / 2}};
    }})()"""


@asynccontextmanager
async def browse(url: str) -> AsyncIterator[Page]:
    """A page on ``url`` in a browser of its own, which ends with the block."""
    program = found()
    assert program is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        process = await asyncio.create_subprocess_exec(
            program,
            *_FLAGS,
            f"--user-data-dir={home}",
            "about:blank",
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "HOME": home},
        )
        try:
            assert process.stderr is not None
            port = await _port(process.stderr)
            # What it complains of later is nobody's, but must not fill the pipe.
            draining = asyncio.create_task(process.stderr.read())
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                    tabs = await answer.json()
                tab = next(tab for tab in tabs if tab["type"] == "page")
                address = tab["webSocketDebuggerUrl"]
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    page = Page(socket)
                    await page.open(url)
                    yield page
            draining.cancel()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _port(told: asyncio.StreamReader) -> int:
    """The port that Chromium chose, which it says when it listens."""
    async with asyncio.timeout(LONG):
        while line := await told.readline():
            if match := re.search(rb"DevTools listening on ws://[^:/]+:(\d+)/", line):
                return int(match[1])
    raise RuntimeError("Chromium ended before it listened")
