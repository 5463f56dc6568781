"""A cohort's Slack and the processes that serve it, as the tests here set them up."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, select

from bot.store.database import Database
from tests.run.process import Bot, environment, started
from tests.run.workspace import NAMES, ROOM, Workspace
from tests.slack.harness import SECRET

BOT_TOKEN = "xoxb-7391-stand-in"
APP_TOKEN = "xapp-4420-stand-in"
RUN = ("-m", "bot", "run")
QUICK = ("-m", "tests.run.launch")
COHORT = {"Name": "Spring", "Theme": "Collecting patient language data",
          "Time zone": "America/New_York",
          "First day": (date.today() + timedelta(days=365)).isoformat()}  # fmt: skip
"""The first day is far away, so that no prompt of the programme comes while a test runs."""


def settings(slack: Workspace, url: str, **more: str) -> dict[str, str]:
    """The environment of a process over HTTP; a name without a value takes it out."""
    env = environment(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=slack.api_url,
        DATABASE_URL=url,
        LOG_LEVEL="debug",
    )
    return {name: value for name, value in {**env, **more}.items() if value}


@asynccontextmanager
async def serving(
    slack: Workspace, url: str, command: Sequence[str] = RUN, **more: str
) -> AsyncIterator[Bot]:
    """A process that is ready and hears what happens in the workspace. Its log is read at the end
    for what it must not hold."""
    async with started(settings(slack, url, **more), command) as bot:
        slack.speaks_to(await bot.ready())
        here = slack.bots[-1]
        yield bot
        slack.bots.remove(here)
    keeps_quiet(bot, slack)


def keeps_quiet(bot: Bot, slack: Workspace) -> None:
    """No words, names or secrets stand in a log, at any level of it."""
    words = {each for each in slack.said if len(each) > 8}
    for secret in {*words, *NAMES.values(), BOT_TOKEN, APP_TOKEN, SECRET}:
        assert secret not in bot.log, f"a log holds {secret!r}"


async def set_up(slack: Workspace) -> None:
    """Ana sets a cohort up, with everyone who is in the room."""
    assert (await slack.command("ana", "new")).status == 200
    answer = await slack.fill("ana", COHORT)
    assert answer.status == 200 and answer.body == "", answer.body
    await slack.sees("ana", button="Start")


async def begun(slack: Workspace, agreeing: Sequence[str]) -> None:
    """The same, started, and these have agreed."""
    await set_up(slack)
    await slack.press("ana", "Start")
    await slack.fill("ana", {})
    for who in agreeing:
        await slack.press(who, "Agree")


async def prompted(slack: Workspace, agreeing: Sequence[str], name: str = "introductions") -> str:
    """The same, and a discussion is open; the id of its thread."""
    await begun(slack, agreeing)
    return await posted_now(slack, name)


async def posted_now(slack: Workspace, name: str) -> str:
    before = len(slack.posted("prompt", ROOM))
    await slack.command("ana", f"prompt {name} now")
    await slack.until(lambda: len(slack.posted("prompt", ROOM)) > before)
    return slack.posted("prompt", ROOM)[-1]["ts"]


def rows(url: str, table: Table) -> list[Mapping[str, Any]]:
    """All rows of a table, as they are committed."""
    database = Database(url)
    try:
        with database.engine.connect() as db:
            return [dict(row) for row in db.execute(select(table)).mappings()]
    finally:
        database.close()
