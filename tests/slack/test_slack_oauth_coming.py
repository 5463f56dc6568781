"""Workspaces without the app, those that install and remove it, and the trouble of one of them."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from adapters.slack.tokens import FRESH, GONE
from bot.protocol.events import Uninstalled
from bot.protocol.ports import Absent, Later, Never, Unsure
from bot.protocol.refs import Place, User
from bot.store.database import Database
from bot.store.tables import vault
from bot.text.catalogue import shipped
from tests.slack.harness import payload
from tests.slack.installed import (
    AUTUMN,
    SPRING,
    Clock,
    of_team,
    process,
)
from tests.slack.many import ManyWorkspaces, bot_of
from tests.slack.standin import broken, limited, says
from tests.slack.two import Scene, in_two, post

NOT_INSTALLED = shipped().word("slack-not-installed")


# Not installed


@pytest.mark.parametrize(
    "name", ["message", "app_home_opened", "app_uninstalled", "reaction_added"]
)
@in_two
async def test_an_event_of_a_workspace_without_the_app_changes_nothing(scene: Scene, name: str):
    answer = await scene.one.hears(name, "T0NOBODY")
    assert (answer.status, answer.body) == (200, "")
    assert scene.one.heard.given == []


@in_two
async def test_people_of_a_workspace_without_the_app_are_told_so(scene: Scene):
    command = await scene.one.hears("command", "T0NOBODY")
    assert command.json()["response_type"] == "ephemeral"
    assert NOT_INSTALLED in command.json()["text"]
    form = await scene.one.hears("view_submission", "T0NOBODY")
    assert form.json()["response_action"] == "update"
    assert NOT_INSTALLED in str(form.json()["view"]["blocks"])
    url = {"response_url": scene.slack.response_url}
    assert (await scene.one.hears("block_actions", "T0NOBODY", **url)).body == ""
    await scene.settled()
    [said] = scene.slack.responses
    assert NOT_INSTALLED in said["text"] and said["response_type"] == "ephemeral"
    assert scene.one.heard.given == []


@in_two
async def test_an_event_for_the_whole_organisation_is_not_ours(scene: Scene):
    body = of_team(payload("message"), "T0NOBODY")
    body["authorizations"][0] |= {"is_enterprise_install": True, "enterprise_id": "E0GRID"}
    body["team_id"] = SPRING  # where it was said; the grant is what counts
    assert (await scene.one.sender.deliver(body)).status == 200
    assert scene.one.heard.given == []


@in_two
async def test_to_a_workspace_without_the_app_nothing_can_be_sent_ever(scene: Scene):
    with pytest.raises(Never, match=GONE):
        await scene.one.running.chat.send(post("T0NOBODY"))
    somebody = User(platform="slack", workspace="T0NOBODY", user="U1")
    assert isinstance(await scene.one.running.chat.person(somebody), Absent)
    room = Place(platform="slack", workspace="T0NOBODY", channel="C1")
    assert [each async for each in scene.one.running.chat.roster(room)] == []


# Coming and going


@in_two
async def test_a_workspace_installed_meanwhile_is_known_to_every_process(scene: Scene):
    assert (await scene.two.hears("message", "T0WINTER")).status == 200
    assert scene.two.heard.given == []
    await scene.one.browser().installs(scene.slack.allow("T0WINTER"))
    await scene.two.hears("message", "T0WINTER", event_id="Ev2")
    assert len(scene.two.heard.new) == 1
    await scene.two.running.chat.send(post("T0WINTER"))


@pytest.mark.parametrize("name", ["app_uninstalled", "tokens_revoked"])
@in_two
async def test_whoever_removes_the_app_takes_its_tokens_along(scene: Scene, name: str):
    scene.slack.remove(SPRING)
    body = of_team(payload(name), SPRING)
    if name == "tokens_revoked":
        body["event"] = body["event"] | {"tokens": {"bot": [bot_of(SPRING)]}}
    assert (await scene.one.sender.deliver(body)).status == 200
    [event] = scene.one.heard.new
    assert isinstance(event, Uninstalled) and event.workspace == SPRING
    for each in (scene.one, scene.two):
        with pytest.raises(Never, match=GONE):
            await each.running.chat.send(post(SPRING))
        await each.running.chat.send(post(AUTUMN))
    with scene.database.transaction() as db:
        assert {row.workspace for row in db.execute(select(vault))} == {AUTUMN}
    # Delivered again, and news of both kinds: nothing more happens.
    for retry in (1, 2):
        assert (await scene.two.sender.deliver(body, retry=retry)).status == 200
    assert scene.two.heard.given == []


@in_two
async def test_news_of_a_removal_that_come_after_the_next_installing_are_old(scene: Scene):
    scene.slack.remove(SPRING)
    await scene.one.browser().installs(scene.slack.allow(SPRING, "Spring again"))
    for name in ("app_uninstalled", "tokens_revoked"):
        body = of_team(payload(name), SPRING)
        if name == "tokens_revoked":
            body["event"] = body["event"] | {"tokens": {"bot": [bot_of(SPRING)]}}
        assert (await scene.two.sender.deliver(body)).status == 200
    assert scene.two.heard.given == []
    await scene.two.running.chat.send(post(SPRING))


@in_two
async def test_news_of_a_removal_wait_for_slack_and_for_the_engine(scene: Scene):
    scene.slack.remove(SPRING)
    scene.slack.troubled[SPRING] = broken()
    assert (await scene.one.hears("app_uninstalled", SPRING)).status == 500
    scene.slack.troubled.clear()
    scene.one.heard.broken = True
    assert (await scene.one.hears("app_uninstalled", SPRING)).status == 500
    scene.one.heard.broken = False
    assert (await scene.one.hears("app_uninstalled", SPRING)).status == 200
    assert [type(e) for e in scene.one.heard.new] == [Uninstalled]
    with pytest.raises(Never, match=GONE):
        await scene.one.running.chat.send(post(SPRING))


# Trouble


@pytest.mark.parametrize(
    ("trouble", "meaning"),
    [(limited(30), Later), (broken(), Unsure), (says("token_revoked"), Later)],
    ids=["limited", "broken", "revoked"],
)
@in_two
async def test_the_trouble_of_one_is_no_trouble_of_the_other(
    scene: Scene, trouble: Any, meaning: type[Exception]
):
    scene.slack.troubled[SPRING] = trouble
    with pytest.raises(meaning) as told:
        await scene.one.running.chat.send(post(SPRING))
    if isinstance(told.value, Later):
        assert told.value.workspace_wide
    await scene.one.running.chat.send(post(AUTUMN))
    for team in (SPRING, AUTUMN):
        assert (await scene.one.hears("message", team, event_id=f"Ev{team}")).status == 200
    assert len(scene.one.heard.new) == 2
    assert scene.one.running.ready()


def test_a_secret_that_cannot_be_read_keeps_no_other_workspace_out(memory: Database):
    async def play() -> None:
        clock = Clock()
        async with ManyWorkspaces(clock) as slack:
            async with process(slack, memory, clock) as bot:
                for team in (SPRING, AUTUMN):
                    await bot.browser().installs(slack.allow(team))
            with memory.transaction() as db:
                db.execute(vault.update().where(vault.c.workspace == SPRING).values(key_id="lost"))
            async with process(slack, memory, clock) as bot:
                assert (await bot.hears("message", SPRING)).status == 500
                assert (await bot.hears("message", AUTUMN, event_id="Ev2")).status == 200
                assert len(bot.heard.new) == 1
                with pytest.raises(Later):
                    await bot.running.chat.send(post(SPRING))

    asyncio.run(play())


def test_a_workspace_taken_off_the_list_is_not_served_and_loses_nothing(memory: Database):
    async def play() -> None:
        clock = Clock()
        async with ManyWorkspaces(clock) as slack:
            async with process(slack, memory, clock) as bot:
                for team in (SPRING, AUTUMN):
                    await bot.browser().installs(slack.allow(team))
            async with process(slack, memory, clock, allowed=[AUTUMN]) as bot:
                assert (await bot.hears("message", SPRING)).status == 200
                command = await bot.hears("command", SPRING)
                assert NOT_INSTALLED in command.json()["text"]
                assert bot.heard.given == []
                with pytest.raises(Later):
                    await bot.running.chat.send(post(SPRING))
                slack.remove(SPRING)
                await bot.hears("app_uninstalled", SPRING)
                assert [type(e) for e in bot.heard.new] == [Uninstalled]
                await bot.hears("message", AUTUMN, event_id="Ev2")
                assert len(bot.heard.new) == 2

    asyncio.run(play())


def test_the_vault_is_not_asked_for_each_call(memory: Database):
    async def play() -> None:
        clock = Clock()
        async with ManyWorkspaces(clock) as slack, process(slack, memory, clock) as bot:
            await bot.browser().installs(slack.allow(SPRING))
            with memory.transaction() as db:
                db.exec_driver_sql("ALTER TABLE vault RENAME TO vault_elsewhere")
            for n in range(3):
                await bot.running.chat.send(post(SPRING, f"k{n}"))
            clock.seconds += FRESH
            with pytest.raises(Later):
                await bot.running.chat.send(post(SPRING))
            with memory.transaction() as db:
                db.exec_driver_sql("ALTER TABLE vault_elsewhere RENAME TO vault")

    asyncio.run(play())
