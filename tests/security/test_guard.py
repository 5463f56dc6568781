"""What stands before every request: strangers are cut off, platforms never are."""

import asyncio
import resource
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from adapters.slack.names import PATH
from adapters.slack.transport import OverHttp
from bot.web.guard import Limits
from bot.web.listening import Patience
from tests.security.behind import FEW, PLATFORM, STRANGER, behind, idle, is_ended, knocks
from tests.security.doors import SIGNED, Doors


@behind(FEW)
async def test_a_source_of_refused_requests_is_cut_off_for_a_while(there: Doors):
    assert await knocks(there, 3, of=STRANGER) == [401] * 3
    there.goes_on.clear()
    # One at a time is still looked at; whatever else comes is not.
    first = asyncio.create_task(there.knock(of=STRANGER))
    await there.comes(4)
    refused = await there.knock(of=STRANGER)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "60")
    assert (await there.knock(b"x" * 100_000, of=STRANGER)).status == 429
    assert there.arrived == 4
    there.goes_on.set()
    assert (await first).status == 401
    there.clock.seconds += 61
    assert await knocks(there, 1, of=STRANGER) == [401]


@behind(FEW)
async def test_another_source_notices_nothing_of_it(there: Doors):
    await knocks(there, 3, of=STRANGER)
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(SIGNED, of=PLATFORM)) for _ in range(20)]
    await there.comes(23)
    there.goes_on.set()
    assert {(await each).status for each in held} == {200}


@behind(FEW)
async def test_a_platform_is_never_cut_off_whatever_else_it_is_made_to_deliver(there: Doors):
    # Anyone can let a platform deliver to us for an app of theirs: from its own addresses.
    assert await knocks(there, 1, SIGNED, of=PLATFORM) == [200]
    assert await knocks(there, 10, of=PLATFORM) == [401] * 10
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(SIGNED, of=PLATFORM)) for _ in range(20)]
    await there.comes(31)
    there.goes_on.set()
    assert {(await each).status for each in held} == {200}


@behind(FEW)
async def test_whoever_shows_who_they_are_while_cut_off_is_let_in_again(there: Doors):
    assert await knocks(there, 5, of=PLATFORM) == [401] * 5
    assert await knocks(there, 1, SIGNED, of=PLATFORM) == [200]
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(SIGNED, of=PLATFORM)) for _ in range(5)]
    await there.comes(11)
    there.goes_on.set()
    assert {(await each).status for each in held} == {200}


def slack_door() -> web.RouteDef:
    """Slack's own door, whose engine nobody reaches: nothing is signed here."""
    (route,) = OverHttp(None, "a secret").routes  # pyright: ignore[reportArgumentType]
    return route


@behind(FEW, more=(slack_door(),))
async def test_who_was_answered_without_showing_anything_is_not_known(there: Doors):
    # Slack tries a command's certificate with a request that need not be signed.
    assert await knocks(there, 1, b"ssl_check=1&token=x", of=STRANGER, path=PATH) == [200]
    assert await knocks(there, 3, of=STRANGER) == [401] * 3
    there.goes_on.clear()
    held = asyncio.create_task(there.knock(of=STRANGER))
    await there.comes(4)
    assert (await there.knock(of=STRANGER)).status == 429
    there.goes_on.set()
    await held


@behind(FEW)
async def test_refusals_that_are_far_apart_are_not_counted_together(there: Doors):
    for _ in range(6):
        assert await knocks(there, 1, of=STRANGER) == [401]
        there.clock.seconds += 61
    there.goes_on.clear()
    both = [asyncio.create_task(there.knock(of=STRANGER)) for _ in range(2)]
    await there.comes(8)
    there.goes_on.set()
    assert {(await each).status for each in both} == {401}


@behind(FEW)
async def test_nothing_that_is_written_into_headers_is_an_address(there: Doors):
    for number in range(3):
        claimed = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
        assert (await there.knock(of=STRANGER, headers=claimed)).status == 401
    there.goes_on.clear()
    held = asyncio.create_task(there.knock(of=STRANGER))
    await there.comes(4)
    other = {"X-Forwarded-For": "198.51.100.7"}
    assert (await there.knock(of=STRANGER, headers=other)).status == 429
    there.goes_on.set()
    await held


@behind(FEW, shared=None)
async def test_an_address_outside_the_internet_may_be_a_proxy_and_is_not_cut_off(there: Doors):
    assert await knocks(there, 10) == [401] * 10
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(SIGNED)) for _ in range(5)]
    await there.comes(15)
    there.goes_on.set()
    assert {(await each).status for each in held} == {200}
    assert there.guard.sources == 0


@behind(FEW, proxies=("127.0.0.8/29",))
async def test_a_proxy_that_is_named_is_not_cut_off(there: Doors):
    await knocks(there, 5, of="127.0.0.9")
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(SIGNED, of="127.0.0.9")) for _ in range(5)]
    await there.comes(10)
    there.goes_on.set()
    assert {(await each).status for each in held} == {200}


@behind(Limits(refused=3, sources=5))
async def test_few_sources_are_kept_and_known_ones_longest(there: Doors):
    assert await knocks(there, 1, SIGNED, of=PLATFORM) == [200]
    for number in range(10, 30):
        await knocks(there, 1, of=f"127.0.0.{number}")
    assert there.guard.sources == 5
    assert await knocks(there, 6, of=PLATFORM) == [401] * 6
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(SIGNED, of=PLATFORM)) for _ in range(3)]
    await there.comes(30)
    there.goes_on.set()
    assert {(await each).status for each in held} == {200}


@behind(Limits(in_hand=4))
async def test_beyond_what_can_be_in_hand_platforms_are_told_to_come_again(there: Doors):
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(SIGNED)) for _ in range(4)]
    await there.has_read(4)
    more = await there.knock(SIGNED)
    assert (more.status, more.headers["Retry-After"]) == (503, "1")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{there.port}/healthz") as alive,
    ):
        assert alive.status == 200
    there.goes_on.set()
    assert {(await each).status for each in held} == {200}
    assert (await there.knock(SIGNED)).status == 200


@behind(Limits(unknown=2))
async def test_a_stranger_has_few_requests_in_hand_at_once(there: Doors):
    there.goes_on.clear()
    held = [asyncio.create_task(there.knock(of=STRANGER)) for _ in range(2)]
    await there.comes(2)
    assert (await there.knock(of=STRANGER)).status == 429
    there.goes_on.set()
    await asyncio.gather(*held)


# What is not read


@behind()
async def test_a_body_that_is_too_long_is_not_read(there: Doors):
    assert (await there.knock(b"x" * (1024 * 1024 + 1))).status == 413
    assert there.arrived == 0


@behind()
async def test_at_a_wrong_door_nothing_is_read(there: Doors):
    assert (await there.knock(b"x" * 100_000, path="/admin")).status == 404
    reader, writer = await there.line()
    writer.write(b"PUT /events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 405")
    writer.close()
    assert there.arrived == 0


@behind()
async def test_a_compressed_body_is_not_unfolded(there: Doors):
    import zlib

    bomb = zlib.compress(b"x" * 5_000_000)
    await there.knock(bomb, headers={"Content-Encoding": "deflate"})
    assert there.read == [len(bomb)]


# Who comes slowly


@behind(Limits(body=0.05))
async def test_a_body_that_does_not_come_to_its_end_is_not_waited_for(there: Doors):
    async def slowly() -> AsyncIterator[bytes]:
        yield SIGNED
        await asyncio.Event().wait()

    assert (await there.knock(slowly())).status == 408
    assert (await there.knock(SIGNED)).status == 200


@behind(Limits(body=0.05))
async def test_what_came_in_time_may_take_its_time(there: Doors):
    there.goes_on.clear()
    held = asyncio.create_task(there.knock(SIGNED))
    await there.comes(1)
    await asyncio.sleep(0.1)  # longer than a body may take
    there.goes_on.set()
    assert (await held).status == 200


async def half(there: Doors) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A request whose body stays away after the first letter."""
    reader, writer = await there.line()
    arrived = there.arrived
    writer.write(b"POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")
    await there.comes(arrived + 1)
    return reader, writer


@behind(Limits(in_hand=2, bodies=2))
async def test_bodies_that_stay_away_keep_nobody_out(there: Doors):
    (oldest, kept), (newer, rest) = [await half(there) for _ in range(2)]
    assert (await there.knock(SIGNED)).status == 200
    _, last = await half(there)
    assert (await oldest.readline()).startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 1" in await oldest.readuntil(b"\r\n\r\n")
    rest.write(b"12345678")
    assert (await newer.readline()).startswith(b"HTTP/1.1 401")
    for each in (kept, rest, last):
        each.close()


@pytest.mark.parametrize("path", ["/events", PATH])
def test_a_body_that_is_cut_off_is_worth_no_line(path: str, caplog: pytest.LogCaptureFixture):
    @behind(more=(slack_door(),))
    async def cut_off(there: Doors) -> None:
        for _ in range(3):
            _, writer = await there.line()
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx"
            writer.write(head.encode())
            await asyncio.sleep(0.02)  # until it is being read
            writer.transport.abort()
        await asyncio.sleep(0.02)  # until that is noticed
        assert (await there.knock(SIGNED)).status == 200

    cut_off()
    assert [each.getMessage() for each in caplog.records] == []


@pytest.mark.parametrize("sent", [b"", b"POST /events HTTP/1.1\r\nHost: x\r\nX-A: "], ids=str)
def test_a_connection_that_brings_no_request_is_ended(sent: bytes):
    @behind(patience=Patience(headers=0.05))
    async def ends(there: Doors) -> None:
        reader, writer = await there.line()
        writer.write(sent)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.close()
        assert (await there.knock(SIGNED)).status == 200

    ends()


@behind(patience=Patience(of_one=3))
async def test_one_source_has_few_connections_at_once(there: Doors):
    held = await idle(there, STRANGER, 3)
    assert await is_ended(there, STRANGER)
    assert not await is_ended(there, PLATFORM)
    for each in held:
        each.close()
    while await is_ended(there, STRANGER):
        await asyncio.sleep(0)  # until the others are gone


@behind(patience=Patience(of_one=3))
async def test_whoever_has_shown_who_they_are_has_more(there: Doors):
    assert await knocks(there, 1, SIGNED, of=PLATFORM) == [200]
    held = await idle(there, PLATFORM, 5)
    assert not await is_ended(there, PLATFORM)
    assert len(held) == 5


@behind(patience=Patience(of_one=3), proxies=("127.0.0.8/29",))
async def test_a_proxy_has_more(there: Doors):
    held = await idle(there, "127.0.0.9", 5)
    assert not await is_ended(there, "127.0.0.9")
    assert len(held) == 5


def test_there_are_fewer_connections_than_files():
    @behind(patience=Patience(of_one=4096))
    async def fewer(there: Doors) -> None:
        held = await idle(there, STRANGER, 65)
        assert await is_ended(there, PLATFORM)
        assert len(held) == 65

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (260, hard))
    try:
        fewer()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@behind(patience=Patience(connections=3))
async def test_connections_beyond_a_number_are_ended_at_once(there: Doors):
    lines = [await there.line() for _ in range(3)]
    reader, writer = await there.line()
    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await reader.readexactly(1)
    for _, each in (*lines, (reader, writer)):
        each.close()
    while True:
        try:
            assert (await there.knock(SIGNED)).status == 200
            return
        except aiohttp.ClientError:
            await asyncio.sleep(0)  # until the others are gone
