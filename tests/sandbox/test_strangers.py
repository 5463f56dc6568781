"""What the sandbox's server does not take: bad input, other sites, an engine out of order."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest

from adapters.sandbox.server import PAGES
from tests.sandbox.visit import Visit, letters, visit, visiting

HELLO = "Good to have you all here. I am around every morning."


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"nonsense", 400, "This is no JSON that the sandbox can read."),
        (b"[1, 2]", 400, "The sandbox takes a JSON object."),
        (b"[" * 100_000, 400, "This is no JSON that the sandbox can read."),
        (b'{"who": "zoe", "to": "room", "text": "Hi"}', 404, "Nobody of that name is here."),
        (b'{"who": 7, "to": "room", "text": "Hi"}', 400, "“who” is missing, or no text."),
        (b'{"who": "ben", "to": "room"}', 400, "“text” is missing, or no text."),
        (b'{"who": "ben", "to": "room", "text": " "}', 409, "There is nothing to say: the text"),
        (b'{"who": "ben", "to": "m99", "text": "Hi"}', 404, "That thread is not there any more."),
        (json.dumps({"who": "ben", "to": "room", "text": "x" * 40_001}).encode(), 413, "That has"),
        (b" " * 600_000, 413, "That is too much at once. Send it in parts."),
        (b"\xff\xfe{", 400, "This is no JSON that the sandbox can read."),
    ],
)
def test_bad_input_is_answered_with_a_sentence(
    body: bytes, status: int, sentence: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with visiting(tmp_path) as there:
            kind = {"Content-Type": "application/json"}
            url = f"{there.url}/api/say"
            async with there.session.post(url, data=body, headers=kind) as answer:
                assert answer.status == status
                assert (await answer.json())["problem"].startswith(sentence)
            assert letters((await there.sees("ben"))["room"]["messages"])[0] == HELLO

    asyncio.run(story())


@visit
async def test_40000_letters_of_any_script_are_taken(there: Visit) -> None:
    text = ("שלום 🌍 <!channel> " * 3000)[:40_000].strip()
    await there.does("say", "ben", to="room", text=text)
    assert (await there.sees("ana"))["room"]["messages"][-1]["raw"] == text


@visit
async def test_unknown_gestures_and_pages_are_told(there: Visit) -> None:
    assert await there.refused("fly", "ben") == (404, "The sandbox knows no such gesture.")
    async with there.session.get(f"{there.url}/api/view?who=zoe") as answer:
        assert answer.status == 404
    async with there.session.get(f"{there.url}/pages/../server.py") as answer:
        assert answer.status == 404
    async with there.session.post(f"{there.url}/api/say", data={"who": "ben"}) as answer:
        assert answer.status == 415


@visit
async def test_an_engine_out_of_order_is_told(there: Visit) -> None:
    there.engine.broken = True
    status, why = await there.refused("say", "ben", to="room", text="Hello?")
    assert (status, why.startswith("The bot could not take this")) == (409, True)
    there.engine.broken = False
    await there.does("say", "ben", to="room", text="Hello again.")


@visit
async def test_other_sites_are_turned_away(there: Visit) -> None:
    rebound = {"Host": "rebound.example:80"}
    async with there.session.get(f"{there.url}/", headers=rebound) as answer:
        assert answer.status == 421
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        body = {"who": "ben", "to": "room", "text": "Hi"}
        foreign = {"Origin": origin}
        async with there.session.post(f"{there.url}/api/say", json=body, headers=foreign) as answer:
            assert answer.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await there.session.ws_connect(f"{there.url}/api/live", headers=foreign)
        assert refused.value.status == 403
    async with there.session.post(
        f"{there.url}/api/home", json={"who": "ben"}, headers={"Origin": there.url}
    ) as answer:
        assert answer.status == 200


@visit
async def test_the_page_may_load_nothing_from_elsewhere(there: Visit) -> None:
    for path in ("/", "/pages/app.js", "/api/view"):
        async with there.session.get(f"{there.url}{path}") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_pages_make_no_html_from_text_and_ask_nobody() -> None:
    for file in PAGES.iterdir():
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("):
            assert forbidden not in text, f"{forbidden} in {file.name}"
        assert "://" not in text.replace("${scheme}://", ""), f"an address in {file.name}"
