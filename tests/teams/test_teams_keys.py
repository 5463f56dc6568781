"""The keys by which Microsoft signs: fetched once for all who wait, and again when they change; and
the tokens that are verified with them."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from adapters.teams.clouds import PUBLIC
from adapters.teams.keys import FRESH, REST, RETRY, Keys, KeysAway
from adapters.teams.tokens import LEEWAY, Refused, Tokens
from tests.teams.issuer import APP, Issuer, Key, a_key
from tests.teams.road import INVOKE, Clock, World, dialogue


def fetching(
    test: Callable[[Issuer, Keys, Clock], Coroutine[Any, Any, None]],
) -> Callable[[], None]:
    def run() -> None:
        async def play() -> None:
            async with Issuer() as issuer, aiohttp.ClientSession() as session:
                clock = Clock()
                await test(issuer, Keys(session, issuer.url, clock), clock)

        asyncio.run(play())

    run.__name__ = test.__name__
    return run


async def asked_for(issuer: Issuer) -> None:
    """Until the issuer is asked; from then on it hangs."""
    await issuer.arrived.wait()


@fetching
async def test_keys_are_fetched_once(issuer: Issuer, keys: Keys, clock: Clock):
    for _ in range(3):
        key = await keys.get("key-1")
        assert key is not None
        assert key.endorsements == ("msteams",)
        assert key.public == issuer.keys[0].private.public_key()
    assert issuer.asked == 1


@fetching
async def test_all_who_wait_share_one_fetch(issuer: Issuer, keys: Keys, clock: Clock):
    issuer.goes_on.clear()
    waiting = [asyncio.create_task(keys.get("key-1")) for _ in range(20)]
    await asked_for(issuer)
    issuer.goes_on.set()
    assert None not in await asyncio.gather(*waiting)
    assert issuer.asked == 1


@fetching
async def test_who_gives_up_waiting_takes_nothing_from_the_others(
    issuer: Issuer, keys: Keys, clock: Clock
):
    issuer.goes_on.clear()
    first, second = (asyncio.create_task(keys.get("key-1")) for _ in range(2))
    await asked_for(issuer)
    first.cancel()
    issuer.goes_on.set()
    assert await second is not None
    assert issuer.asked == 1


@fetching
async def test_a_new_key_is_fetched_when_it_is_first_used(issuer: Issuer, keys: Keys, clock: Clock):
    assert await keys.get("key-1")
    issuer.rotate(a_key(2))
    clock.seconds += REST
    assert await keys.get("key-2")
    assert await keys.get("key-1") is None
    assert issuer.asked == 2


@fetching
async def test_unknown_keys_cause_no_storm(issuer: Issuer, keys: Keys, clock: Clock):
    assert await keys.get("key-1")
    found = await asyncio.gather(*(keys.get(f"made-up-{n}") for n in range(50)))
    assert found == [None] * 50
    assert issuer.asked == 1
    clock.seconds += REST
    found = await asyncio.gather(*(keys.get(f"made-up-{n}") for n in range(50)))
    assert found == [None] * 50
    assert issuer.asked == 2


@fetching
async def test_keys_are_fetched_again_each_day(issuer: Issuer, keys: Keys, clock: Clock):
    assert await keys.get("key-1")
    clock.seconds += FRESH - 1
    assert await keys.get("key-1")
    assert issuer.asked == 1
    issuer.rotate(a_key(2))
    clock.seconds += 1
    assert await keys.get("key-1") is None
    assert issuer.asked == 2


@fetching
async def test_known_keys_are_at_hand_while_others_are_fetched(
    issuer: Issuer, keys: Keys, clock: Clock
):
    assert await keys.get("key-1")
    clock.seconds += REST
    issuer.arrived.clear()
    issuer.goes_on.clear()
    waiting = asyncio.create_task(keys.get("key-2"))
    await asked_for(issuer)
    assert await keys.get("key-1")
    assert not waiting.done()
    issuer.goes_on.set()
    assert await waiting is None


@fetching
async def test_old_keys_are_kept_while_there_are_no_new_ones(
    issuer: Issuer, keys: Keys, clock: Clock
):
    assert await keys.get("key-1")
    issuer.broken = True
    clock.seconds += FRESH
    assert await keys.get("key-1")
    with pytest.raises(KeysAway):
        await keys.get("key-2")  # which may be the new one
    issuer.broken = False
    issuer.rotate(a_key(2))
    clock.seconds += RETRY
    assert await keys.get("key-2")
    assert await keys.get("key-1") is None


@fetching
async def test_after_a_failure_the_issuer_is_left_alone_for_a_while(
    issuer: Issuer, keys: Keys, clock: Clock
):
    issuer.nonsense = {"keys": []}
    for _ in range(5):
        with pytest.raises(KeysAway):
            await keys.get("key-1")
    assert issuer.asked == 1
    issuer.nonsense = None
    clock.seconds += RETRY
    assert await keys.get("key-1")
    assert issuer.asked == 2


def test_an_issuer_that_is_not_there_is_told_once(caplog: pytest.LogCaptureFixture):
    async def play() -> None:
        async with Issuer() as issuer:
            url = issuer.url
        async with aiohttp.ClientSession() as session:
            keys = Keys(session, url, Clock())
            waiting = (keys.get("key-1") for _ in range(5))
            found = await asyncio.gather(*waiting, return_exceptions=True)
            assert all(isinstance(each, KeysAway) for each in found)

    with caplog.at_level(logging.INFO, "adapters"):
        asyncio.run(play())
    assert [each.getMessage() for each in caplog.records] == [
        "Microsoft's keys cannot be fetched: ClientConnectorError"
    ]


@pytest.mark.parametrize(
    "nonsense", [[], "no", {"keys": 7}, {"keys": [{}]}, {"keys": [{"kty": "RSA", "kid": "key-1"}]}],
    ids=str,
)  # fmt: skip
def test_what_holds_no_keys_is_a_failure(nonsense: Any):
    @fetching
    async def play(issuer: Issuer, keys: Keys, clock: Clock) -> None:
        issuer.nonsense = nonsense
        with pytest.raises(KeysAway):
            await keys.get("key-1")

    play()


@fetching
async def test_keys_of_another_kind_are_passed_over(issuer: Issuer, keys: Keys, clock: Clock):
    good = a_key(1).published()
    other = {"kty": "EC", "crv": "P-256", "kid": "key-2", "x": "AA", "y": "AA"}
    nameless = {name: good[name] for name in good if name != "kid"}
    issuer.nonsense = {"keys": [other, nameless, 7, {**good, "endorsements": None}]}
    assert await keys.get("key-2") is None
    known = await keys.get("key-1")
    assert known is not None
    assert known.endorsements == ()


@fetching
async def test_a_token_is_known_again_until_it_ends(issuer: Issuer, keys: Keys, clock: Clock):
    day = Clock()
    day.seconds = time.time()
    tokens, text = Tokens(keys, APP, PUBLIC.issuer, day), issuer.token()
    token = await tokens.read(text)
    assert token.claims["aud"] == APP
    assert await tokens.read(text) is token
    day.seconds = token.until
    with pytest.raises(Refused):
        await tokens.read(text)
    assert token.until == token.claims["exp"] + LEEWAY


@fetching
async def test_a_token_that_was_known_goes_with_its_key(issuer: Issuer, keys: Keys, clock: Clock):
    tokens, text = Tokens(keys, APP, PUBLIC.issuer), issuer.token()
    token = await tokens.read(text)
    clock.seconds += FRESH
    again = await tokens.read(text)
    assert again.claims == token.claims
    assert again is not token  # its key was fetched anew, so it was verified anew
    # Another key under the same name.
    issuer.rotate(replace(a_key(2), id="key-1"))
    clock.seconds += FRESH
    with pytest.raises(Refused):
        await tokens.read(text)
    issuer.rotate(a_key(2))
    clock.seconds += FRESH
    with pytest.raises(Refused):
        await tokens.read(text)


@dialogue
async def test_a_key_is_trusted_as_soon_as_it_is_used(world: World):
    assert (await world.brings()).status == 200
    old = world.issuer.headers()
    world.issuer.rotate(a_key(2))
    assert (await world.brings()).status == 401  # it was asked just now
    world.clock.seconds += REST
    assert (await world.brings()).status == 200
    assert (await world.brings(headers=old)).status == 401
    assert world.issuer.asked == 2


@dialogue
async def test_tokens_with_made_up_keys_cause_no_storm(world: World):
    made_up = [
        world.issuer.headers(key=Key(id=f"made-up-{n}", private=a_key(2).private))
        for n in range(30)
    ]
    answers = await asyncio.gather(*(world.brings(headers=each) for each in made_up))
    assert {each.status for each in answers} == {401}
    assert world.issuer.asked == 1


@dialogue
async def test_others_are_answered_while_a_key_is_fetched(world: World):
    assert (await world.brings()).status == 200
    known = world.issuer.headers()
    world.issuer.rotate(a_key(2))
    world.clock.seconds += REST
    world.issuer.arrived.clear()
    world.issuer.goes_on.clear()
    waiting = [asyncio.create_task(world.brings(INVOKE)) for _ in range(5)]
    await world.issuer.arrived.wait()
    assert (await world.brings(headers=known)).status == 200
    assert (await world.brings(headers={})).status == 401
    assert not any(each.done() for each in waiting)
    world.issuer.goes_on.set()
    assert {each.status for each in await asyncio.gather(*waiting)} == {200}
    assert world.issuer.asked == 2
