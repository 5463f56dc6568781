"""Where each rule of the guard begins and ends: what counts, what does not, and for how long."""

import asyncio

import pytest
from aiohttp import web

from bot.web.addresses import inside, source_of
from bot.web.guard import Limits
from bot.web.listening import Patience
from tests.patience import LONG
from tests.security.behind import (
    FEW,
    PLATFORM,
    STRANGER,
    behind,
    idle,
    is_ended,
    knocks,
    together,
)
from tests.security.doors import SIGNED, Doors

SHORT = Limits(refused=3, known=10.0)


async def _refuses(request: web.Request) -> web.Response:
    return web.Response(status=401)


async def _complains(request: web.Request) -> web.Response:
    return web.Response(status=400)


async def _breaks(request: web.Request) -> web.Response:
    raise ValueError("a door of ours is broken")


async def _hurries(request: web.Request) -> web.Response:
    """Answers without a look at the body."""
    return web.Response()


@behind(SHORT)
async def test_whoever_was_known_is_a_stranger_after_a_while(there: Doors):
    assert await knocks(there, 1, SIGNED, of=PLATFORM) == [200]
    there.clock.seconds += 11
    assert await knocks(there, 3, of=PLATFORM) == [401] * 3
    assert 429 in await together(there, 2, of=PLATFORM)


@behind(SHORT)
async def test_what_was_refused_while_one_was_known_counts_for_nothing_later(there: Doors):
    await knocks(there, 1, SIGNED, of=PLATFORM)
    await knocks(there, 5, of=PLATFORM)
    there.clock.seconds += 11
    assert await together(there, 2, of=PLATFORM) == {200}


@behind(SHORT)
async def test_whoever_has_shown_who_they_are_begins_anew(there: Doors):
    await knocks(there, 2, of=PLATFORM)
    await knocks(there, 1, SIGNED, of=PLATFORM)
    there.clock.seconds += 11
    await knocks(there, 1, of=PLATFORM)
    assert await together(there, 2, of=PLATFORM) == {200}


@behind(SHORT)
async def test_whoever_was_cut_off_and_let_in_again_stays_so(there: Doors):
    await knocks(there, 3, of=PLATFORM)
    await knocks(there, 1, SIGNED, of=PLATFORM)
    there.clock.seconds += 11  # known no more, and the time of being cut off is not over
    assert await together(there, 2, of=PLATFORM) == {200}


@behind(FEW)
async def test_refusals_of_another_minute_are_not_added_up(there: Doors):
    await knocks(there, 2, of=STRANGER)
    there.clock.seconds += 61
    await knocks(there, 2, of=STRANGER)
    assert await together(there, 2, b"forged", of=STRANGER) == {401}


@behind(FEW)
async def test_what_is_refused_meanwhile_cuts_nobody_off_for_longer(there: Doors):
    await knocks(there, 3, of=STRANGER)
    there.clock.seconds += 30
    assert await knocks(there, 5, of=STRANGER) == [401] * 5
    there.clock.seconds += 31
    assert await together(there, 2, b"forged", of=STRANGER) == {401}


@behind(Limits(unknown=2))
async def test_whoever_is_known_has_many_requests_in_hand_at_once(there: Doors):
    await knocks(there, 1, SIGNED, of=PLATFORM)
    assert await together(there, 6, of=PLATFORM) == {200}


@behind(FEW, more=(web.get("/closed", _refuses), web.post("/odd", _complains)))
async def test_only_refused_deliveries_are_counted(there: Doors):
    assert await knocks(there, 5, of=STRANGER, path="/odd") == [400] * 5
    for _ in range(5):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", there.port, local_addr=(STRANGER, 0)
        )
        writer.write(b"GET /closed HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 401")
        writer.close()
    assert await together(there, 2, of=STRANGER) == {200}


@behind(Limits(refused=3, sources=2))
async def test_whoever_came_lately_is_remembered(there: Doors):
    for last in (2, 4, 2, 5, 2):
        await knocks(there, 1, of=f"127.0.0.{last}")
    assert 429 in await together(there, 2, of="127.0.0.2")


@behind(Limits(largest=len(SIGNED)))
async def test_a_body_may_be_as_large_as_it_may_be(there: Doors):
    assert (await there.knock(SIGNED)).status == 200
    assert (await there.knock(SIGNED + b"!")).status == 413


@behind(more=(web.post("/broken", _breaks),))
async def test_an_error_of_ours_is_called_one(there: Doors):
    assert (await there.knock(SIGNED, path="/broken")).status == 500


@behind()
async def test_at_a_wrong_door_the_connection_ends(there: Doors):
    reader, writer = await there.line()
    writer.write(b"GET /admin HTTP/1.1\r\nHost: x\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 404") and b"Connection: close" in head
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"HTTP/1.1" not in await reader.read()
    writer.close()


@behind(Limits(in_hand=1))
async def test_a_body_that_came_slowly_is_in_hand_once_it_came(there: Doors):
    there.goes_on.clear()
    reader, writer = await there.line()
    writer.write(b"POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nsig")
    await there.comes(1)
    writer.write(b"ned")
    await there.has_read(1)
    assert (await there.knock(SIGNED)).status == 503
    there.goes_on.set()
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    writer.close()


@behind(Limits(in_hand=1), more=(web.post("/hasty", _hurries),))
async def test_a_body_that_nobody_waits_for_any_more_is_not_on_its_way(there: Doors):
    reader, writer = await there.line()
    writer.write(b"POST /hasty HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nsig")
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    there.goes_on.clear()
    held = asyncio.create_task(there.knock(SIGNED))
    await there.has_read(1)
    assert (await there.knock(SIGNED)).status == 503
    there.goes_on.set()
    assert (await held).status == 200
    writer.close()


@behind(patience=Patience(of_one=3))
async def test_whoever_was_only_refused_has_few_connections(there: Doors):
    assert await knocks(there, 1, of=STRANGER) == [401]
    held = await idle(there, STRANGER, 3)
    assert await is_ended(there, STRANGER)
    assert len(held) == 3


@behind(patience=Patience(headers=0.05))
async def test_headers_that_came_in_pieces_have_come(there: Doors):
    there.goes_on.clear()
    reader, writer = await there.line()
    for piece in (b"POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r", b"\nsigned"):
        writer.write(piece)
        await asyncio.sleep(0.01)
    await there.has_read(1)
    await asyncio.sleep(0.1)  # longer than headers may take
    there.goes_on.set()
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    writer.close()


@behind(patience=Patience(idle=0.05))
async def test_a_connection_that_brings_nothing_more_is_ended(there: Doors):
    reader, writer = await there.line()
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(LONG):
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
    writer.close()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.5", "203.0.113.5", True),
        ("203.0.113.5", "203.0.113.6", False),
        ("203.0.113.5", "::ffff:203.0.113.5", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("@socket", "@socket", True),
    ],
)
def test_which_addresses_are_one_source(one: str, other: str, same: bool):
    assert (source_of(one) == source_of(other)) is same


@pytest.mark.parametrize(
    ("remote", "may_be"),
    [
        ("10.0.0.1", True),
        ("::ffff:10.0.0.1", True),
        ("::1", True),
        ("@socket", True),
        ("", True),
        ("9.9.9.9", False),
        ("::ffff:9.9.9.9", False),
        ("2620:fe::fe", False),
    ],
)
def test_behind_which_addresses_a_proxy_may_stand(remote: str, may_be: bool):
    assert inside(remote) is may_be
