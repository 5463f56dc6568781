"""Renewing tokens while Slack, the vault or another process is in trouble."""

import asyncio

import pytest

from adapters.slack import tokens as module
from adapters.slack.tokens import EARLY, FRESH, REST, Unrenewable
from bot.protocol.ports import Later
from tests.slack.installed import SPRING
from tests.slack.many import GRACE, HOURS_12
from tests.slack.renewing import Renewing, nothing, renewal
from tests.slack.standin import broken, hangs_up, says


@pytest.mark.parametrize(
    "trouble",
    [hangs_up(accepted=True), broken(accepted=True), broken(503)],
    ids=["cut", "500", "503"],
)
@renewal
async def test_an_exchange_whose_answer_was_lost_is_repeated_in_time(world: Renewing, trouble):
    tokens = world.process()
    first = await world.expired(tokens)
    world.slack.next("oauth.v2.access", trouble)
    second = await tokens.get(SPRING)
    assert second.token != first.token
    assert world.exchanges() == 2 and world.pauses * module.PAUSE < GRACE
    assert (await world.client(tokens).auth_test())["team_id"] == SPRING


@renewal
async def test_a_renewal_that_fails_leaves_a_good_token_in_use(world: Renewing):
    tokens = world.process()
    first = await world.installed(tokens)
    world.clock.seconds += HOURS_12 - EARLY + 1
    world.slack.next("oauth.v2.access", *[broken()] * 3)
    assert (await tokens.get(SPRING)).token == first.token
    # Slack is left alone for a while, and asked again then.
    assert (await tokens.get(SPRING)).token == first.token
    assert world.exchanges() == 3
    world.clock.seconds += REST
    assert (await tokens.get(SPRING)).token != first.token


@renewal
async def test_a_process_that_fails_leaves_the_renewal_to_the_next_one(world: Renewing):
    one, two = world.process(), world.process()
    first = await world.expired(one)
    world.slack.next("oauth.v2.access", *[broken()] * 3)
    with pytest.raises(Later):
        await one.get(SPRING)
    waited = world.pauses
    assert (await two.get(SPRING)).token != first.token
    assert world.pauses == waited


@renewal
async def test_what_waits_for_a_token_is_sent_later(world: Renewing):
    tokens = world.process()
    await world.expired(tokens)
    world.slack.next("oauth.v2.access", *[broken()] * 3)
    for _ in range(2):
        with pytest.raises(Later) as told:
            await tokens.get(SPRING)
        assert told.value.workspace_wide
    assert world.exchanges() == 3


@pytest.mark.parametrize(
    ("word", "lost"), [("invalid_refresh_token", True), ("bad_client_secret", False)]
)
@renewal
async def test_a_refusal_is_told_and_not_asked_for_again_at_once(
    world: Renewing, word: str, lost: bool, caplog: pytest.LogCaptureFixture
):
    tokens = world.process()
    await world.expired(tokens)
    world.slack.next("oauth.v2.access", says(word))
    for _ in range(2):
        with pytest.raises(Later) as told:
            await tokens.get(SPRING)
        assert isinstance(told.value, Unrenewable) is lost
    assert world.exchanges() == 1
    # Installed again, it works at once.
    again = await world.installed(tokens)
    assert (await tokens.get(SPRING)).token == again.token
    assert f"workspace {SPRING}: {word}" in caplog.text


@renewal
async def test_whoever_gives_up_waiting_does_not_cut_the_exchange_off(world: Renewing):
    tokens = world.process()
    first = await world.expired(tokens)
    world.slack.arrived = asyncio.Event()
    asking = asyncio.create_task(tokens.get(SPRING))
    await world.slack.arrived.wait()
    asking.cancel()
    world.slack.goes_on.set()
    await tokens.close()
    assert (await world.process().get(SPRING)).token != first.token
    assert world.exchanges() == 1


@renewal
async def test_a_vault_that_fails_is_no_reason_to_give_a_message_up(world: Renewing):
    tokens = world.process()
    await world.installed(tokens)
    world.clock.seconds += FRESH
    with world.database.transaction() as db:
        db.exec_driver_sql("ALTER TABLE vault RENAME TO vault_elsewhere")
    with pytest.raises(Later):
        await tokens.get(SPRING)
    with world.database.transaction() as db:
        db.exec_driver_sql("ALTER TABLE vault_elsewhere RENAME TO vault")
    assert await tokens.get(SPRING)


@renewal
async def test_new_tokens_are_kept_though_the_vault_fails_at_first(world: Renewing):
    tokens = world.process()
    first = await world.expired(tokens)
    world.slack.arrived = asyncio.Event()
    asking = asyncio.create_task(tokens.get(SPRING))
    await world.slack.arrived.wait()
    with world.database.transaction() as db:
        db.exec_driver_sql("ALTER TABLE vault RENAME TO vault_elsewhere")

    async def back() -> None:
        with world.database.transaction() as db:
            db.exec_driver_sql("ALTER TABLE vault_elsewhere RENAME TO vault")
        world.meanwhile = nothing

    world.meanwhile = back
    world.slack.goes_on.set()
    second = await asking
    assert second.token != first.token
    assert (await world.process().get(SPRING)).token == second.token
