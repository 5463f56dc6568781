"""Tokens that expire: renewed by one process for all, on both databases and against Slack's rules."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters.slack import tokens as module
from adapters.slack.install import Install
from adapters.slack.installation import Installation
from adapters.slack.tokens import EARLY, FRESH, GONE, NAME
from bot.protocol.ports import Never
from bot.store.database import Database
from bot.store.tables import vault
from tests.slack.installed import AUTUMN, SPRING, vault_on
from tests.slack.many import HOURS_12
from tests.slack.renewing import Renewing, renewal, renewal_on_both

FRESHLY = Installation(
    install=Install(workspace=SPRING, user="U1"), token="xoxb-fresh", installed=2.0
)
"""The app, installed anew."""


def rows(database: Database) -> list[str]:
    """The workspaces of which anything stands in the vault."""
    with database.transaction() as db:
        return [row.workspace for row in db.execute(select(vault))]


@renewal_on_both
async def test_a_token_is_renewed_two_hours_before_its_end(world: Renewing):
    tokens = world.process()
    first = await world.installed(tokens)
    world.clock.seconds += HOURS_12 - EARLY - 1
    assert (await tokens.get(SPRING)).token == first.token
    world.clock.seconds += 2
    second = await tokens.get(SPRING)
    assert second.token != first.token and second.refresh != first.refresh
    assert second.ends == world.clock.seconds + HOURS_12
    assert second.install == first.install and second.mark == first.mark
    assert (await world.process().get(SPRING)) == second
    assert world.exchanges() == 1


@pytest.mark.parametrize("age", [HOURS_12 - EARLY + 1, HOURS_12 + 1], ids=["early", "over"])
@renewal_on_both
async def test_of_many_processes_one_renews_and_all_have_its_token(world: Renewing, age: float):
    processes = [world.process() for _ in range(4)]
    first = await world.installed(processes[0])
    for each in processes:
        await each.get(SPRING)
    world.clock.seconds += age
    asked = [each.get(SPRING) for each in processes for _ in range(5)]
    got = {each.token for each in await asyncio.gather(*asked)}
    assert world.exchanges() == 1
    # Whoever need not wait goes on with the old one, as long as it is good.
    assert (first.token in got) <= (age < HOURS_12)
    world.clock.seconds += FRESH
    later = {(await each.get(SPRING)).token for each in processes}
    assert len(later) == 1 and first.token not in later
    assert world.exchanges() == 1


@renewal_on_both
async def test_after_a_process_died_while_renewing_another_one_does_it(world: Renewing):
    tokens = world.process()
    first = await world.expired(tokens)
    dead = vault_on(world.database, world.clock)
    assert await dead.claim(SPRING, NAME, module.CLAIM)
    assert (await tokens.get(SPRING)).token != first.token
    assert world.exchanges() == 1


@renewal_on_both
async def test_while_another_process_renews_a_good_token_is_used(world: Renewing):
    tokens = world.process()
    first = await world.installed(tokens)
    world.clock.seconds += HOURS_12 - EARLY + 1
    await vault_on(world.database, world.clock).claim(SPRING, NAME, module.CLAIM)
    assert (await tokens.get(SPRING)).token == first.token
    assert (world.exchanges(), world.pauses) == (0, 0)


@renewal_on_both
async def test_whoever_had_not_heard_of_a_renewal_uses_it(world: Renewing):
    one, two = world.process(), world.process()
    first = await world.installed(one)
    world.clock.seconds += HOURS_12 - EARLY - 1
    assert (await two.get(SPRING)).token == first.token
    world.clock.seconds += FRESH - 1  # known to both still, and due now
    second = await one.get(SPRING)
    assert second.token != first.token
    assert (await two.get(SPRING)).token == second.token
    assert (world.exchanges(), world.pauses) == (1, 0)


@renewal
async def test_a_token_that_slack_calls_expired_is_renewed_and_the_call_is_made_once(
    world: Renewing,
):
    tokens = world.process()
    first = await world.installed(tokens)
    world.slack.tokens[first.token].ends = world.clock.seconds
    said = await world.client(tokens).chat_postMessage(channel="C1", text="x", blocks=[])
    assert said["ok"]
    assert len(world.slack.messages["C1"]) == 1
    assert world.exchanges() == 1


@renewal
async def test_calls_side_by_side_each_carry_their_workspaces_token(world: Renewing):
    tokens = world.process()
    for team in (SPRING, AUTUMN):
        await world.installed(tokens, team)
    clients = [world.client(tokens, team) for team in (SPRING, AUTUMN)]
    said = await asyncio.gather(*(c.auth_test() for _ in range(10) for c in clients))
    assert [each["team_id"] for each in said] == [SPRING, AUTUMN] * 10


@renewal
async def test_a_new_installation_in_another_process_is_used_after_slack_refused_the_old(
    world: Renewing,
):
    here, there = world.process(), world.process()
    first = await world.installed(here)
    world.slack.remove(SPRING)
    second = await world.installed(there)
    assert (await here.get(SPRING)).token == first.token  # known for a moment still
    assert (await world.client(here).auth_test())["ok"]
    assert (await here.get(SPRING)).token == second.token


@renewal
async def test_forgotten_here_it_is_gone_there_as_soon_as_it_is_used(world: Renewing):
    here, there = world.process(), world.process()
    await world.installed(here)
    await there.get(SPRING)
    world.slack.remove(SPRING)
    await here.forget(SPRING)
    for each in (here, there):
        with pytest.raises(Never, match=GONE):
            await world.client(each).auth_test()
    assert await vault_on(world.database, world.clock).workspaces(NAME) == []


@renewal
async def test_an_installing_waits_for_a_renewal_under_way(world: Renewing):
    here, there = world.process(), world.process()
    await world.expired(here)
    world.slack.arrived = asyncio.Event()
    renewal = asyncio.create_task(here.get(SPRING))
    await world.slack.arrived.wait()

    async def answered() -> None:
        world.slack.goes_on.set()
        await renewal

    world.meanwhile = answered
    await there.keep(FRESHLY)
    assert renewal.done() and world.pauses == 1
    assert (await world.process().get(SPRING)).token == "xoxb-fresh"


async def slow_renewal(world: Renewing) -> asyncio.Task[Installation]:
    """One whose exchange takes longer than its claim, and is not answered yet."""
    tokens = world.process()
    await world.expired(tokens)
    world.slack.arrived = asyncio.Event()
    renewal = asyncio.create_task(tokens.get(SPRING))
    await world.slack.arrived.wait()
    world.clock.seconds += module.CLAIM.total_seconds() + 1
    return renewal


@renewal_on_both
async def test_a_slow_renewal_does_not_undo_a_new_installation(world: Renewing):
    renewal = await slow_renewal(world)
    await world.process().keep(FRESHLY)
    world.slack.goes_on.set()
    assert (await renewal) == FRESHLY
    assert (await world.process().get(SPRING)) == FRESHLY


@renewal_on_both
async def test_a_slow_renewal_does_not_bring_a_removed_workspace_back(world: Renewing):
    renewal = await slow_renewal(world)
    await world.process().forget(SPRING)
    world.slack.goes_on.set()
    with pytest.raises(Never, match=GONE):
        await renewal
    assert rows(world.database) == []


@renewal_on_both
async def test_a_slow_renewal_that_nobody_overtook_is_kept(world: Renewing):
    renewal = await slow_renewal(world)
    world.slack.goes_on.set()
    renewed = await renewal
    assert (await world.process().get(SPRING)) == renewed
    assert world.exchanges() == 1


@renewal_on_both
async def test_whoever_had_not_heard_of_a_removal_leaves_nothing_of_the_workspace(world: Renewing):
    one, two = world.process(), world.process()
    await world.installed(one)
    world.clock.seconds += HOURS_12 - EARLY - 1
    await two.get(SPRING)
    await one.forget(SPRING)
    world.clock.seconds += FRESH - 1  # known to the other one still, and due now
    with pytest.raises(Never, match=GONE):
        await two.get(SPRING)
    assert rows(world.database) == []


@renewal
async def test_without_rotation_tokens_do_not_change(world: Renewing):
    world.slack.rotates = False
    tokens = world.process()
    first = await world.installed(tokens)
    world.clock.seconds += timedelta(days=400).total_seconds()
    assert (await tokens.get(SPRING)).token == first.token
    assert first.ends is None and world.exchanges() == 0


def test_tokens_are_in_no_repr_and_come_back_from_their_text():
    kept = Installation(
        install=Install(workspace=SPRING, user="U1", enterprise="E1"),
        token="xoxb-hidden",
        refresh="xoxe-hidden",
        installed=1.5,
        ends=2.5,
    )
    assert "hidden" not in repr(kept)
    assert Installation.load(kept.dump()) == kept
    for odd in ("", "[]", json.dumps({"token": "x"})):
        with pytest.raises((ValueError, KeyError, TypeError)):
            Installation.load(odd)
