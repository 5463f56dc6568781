"""The Stage on Slack, where no rehearsal goes: the bot's page, a deleted message whose thread goes on,
and what keeps the Stage honest."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Line, StageError
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from bot.text.library import default_dir
from tests.slack.stage import SlackStage, slack_stage
from tests.slack.standin import says

Dialogue = Callable[[SlackStage, HandScene], Awaitable[None]]


def begun(dialogue: Dialogue) -> None:
    """A cohort of Ana, Joy, Ben, Cho and others who agreed, on the eve of its first day."""
    script = replace(load(default_dir() / "rehearsals" / "first-week.yaml"), steps=())

    async def play() -> None:
        options = SceneOptions(database=None, starts=script.begins)
        async with slack_stage(options) as (stage, scene):
            assert await perform(script, stage, scene, lambda line: None) == []
            await dialogue(stage, scene)

    asyncio.run(play())


def told(stage: SlackStage, who: str) -> Line:
    """What the bot showed someone last."""
    return next(
        line
        for line in reversed(stage.lines())
        if line.sender == "bot" and stage.visible(who, line)
    )


def test_someone_opens_the_bots_page_and_presses_a_button_there():
    async def dialogue(stage: SlackStage, scene: HandScene) -> None:
        before = kinds(stage.lines())
        await stage.open_home("ben")
        await scene.settle()
        page = told(stage, "ben")
        assert "home" not in before and page.kind == "home"
        assert page.buttons and not stage.visible("cho", page)
        await stage.press("ben", page.buttons[-1])
        assert told(stage, "ben") != page

    begun(dialogue)


def kinds(lines: Sequence[Line]) -> set[str]:
    return {line.kind for line in lines}


def test_a_deleted_message_leaves_though_its_thread_goes_on():
    async def dialogue(stage: SlackStage, scene: HandScene) -> None:
        await scene.advance(scene.now() + timedelta(days=2))
        first = await stage.say("ben", "We ask at registration, Tuesdays too.", to="room")
        await stage.say("cho", "So do we.", to=first)
        await stage.command("ben", "/cohort my data", where="dm")
        await scene.settle()
        assert "Tuesdays" in told(stage, "ben").text
        await stage.delete("ben", first)
        await stage.command("ben", "/cohort my data", where="dm")
        await scene.settle()
        assert "Tuesdays" not in told(stage, "ben").text

    begun(dialogue)


def test_a_date_that_no_calendar_holds_cannot_be_picked():
    async def dialogue(stage: SlackStage, scene: HandScene) -> None:
        await stage.command("ana", "/cohort settings", where="room")
        with pytest.raises(StageError, match="“Last day” takes no “31 Feb”"):
            await stage.fill("ana", {"Last day": "31 Feb"})

    begun(dialogue)


def test_what_slack_refuses_is_not_seen():
    async def dialogue(stage: SlackStage, scene: HandScene) -> None:
        stage.slack.next("views.open", says("invalid_arguments"))
        await stage.command("ana", "/cohort settings", where="room")
        with pytest.raises(StageError, match="no form is open for ana"):
            await stage.fill("ana", {})

    begun(dialogue)


def test_what_the_stand_in_cannot_read_is_not_passed_over():
    def unreadable(what: str, shown: object) -> None:
        raise ValueError(f"no such {what}")

    async def dialogue(stage: SlackStage, scene: HandScene) -> None:
        stage.slack.watch = unreadable
        await stage.command("ana", "/cohort settings", where="room")

    with pytest.raises(ValueError, match="no such modal"):
        begun(dialogue)
