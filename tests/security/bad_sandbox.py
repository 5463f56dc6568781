"""Bad requests at the sandbox's door, which stands open on this machine alone."""

import json
from typing import Any

from tests.security.houses import Got, House
from tests.security.table import Bad

JSON = {"Content-Type": "application/json"}
HELLO = b'{"who": "ben", "to": "room", "text": "Hi"}'


def _say(body: bytes, path: str = "/say", headers: dict[str, str] | None = None, **how: Any):
    async def send(house: House) -> Got:
        return await house.sends(body, {**JSON, **(headers or {})}, path=path, **how)

    return send


def _gesture(name: str, **body: Any):
    return _say(json.dumps(body).encode(), path=f"/{name}")


async def _smuggled(house: House) -> Got:
    return await house.sends_raw(
        b"POST /api/say HTTP/1.1", b"Host: 127.0.0.1", b"Content-Length: 5",
        b"Transfer-Encoding: chunked", b"", b"0", b"", b"",
    )  # fmt: skip


ROWS = (
    Bad("from a page of another site", _say(HELLO, headers={"Origin": "https://evil.example"}),
        403, "takes nothing from other pages"),
    Bad("by a name that leads here", _say(HELLO, headers={"Host": "rebound.example"}), 421,
        "127.0.0.1 and localhost alone"),
    Bad("as another site's form sends it", _say(HELLO, headers={"Content-Type": "text/plain"}), 415,
        "takes JSON"),
    Bad("half of some JSON", _say(b'{"who":'), 400, "no JSON"),
    Bad("no text", _say(b"\xff\xfe{"), 400, "no JSON"),
    Bad("JSON that is no object", _say(b"[1]"), 400, "a JSON object"),
    Bad("lists in lists, 100,000 deep", _say(b"[" * 100_000), 400, "no JSON"),
    Bad("more than half a megabyte", _say(b" " * 600_000), 413, "too much at once"),
    Bad("a message of 40,001 letters", _gesture("say", who="ben", to="room", text="x" * 40_001),
        413, "Send it in parts"),
    Bad("by nobody", _gesture("say", who="zoe", to="room", text="Hi"), 404, "Nobody of that name"),
    Bad("by a list of people", _gesture("say", who=["ben"], to="room", text="Hi"), 400, "no text"),
    Bad("to a thread that is not there", _gesture("say", who="ben", to="m999", text="Hi"), 404,
        "not there any more"),
    Bad("a gesture that there is not", _gesture("fly", who="ben"), 404, "no such gesture"),
    Bad("a button that is not there", _gesture("press", who="ben", message="m1", label="Invite"),
        400, "problem"),
    Bad("by GET", _say(b"", method="GET"), 405, "Method Not Allowed"),
    Bad("at another path", _say(HELLO, path="/../../etc/passwd"), 404, "Not Found"),
    Bad("a length and chunks at once", _smuggled, 400),
)  # fmt: skip
