"""``python -m bot run`` for several workspaces: real processes, one of them killed, one database."""

import asyncio
import time

from sqlalchemy import select

from bot.engine.keyring import new_key
from bot.store.database import Database
from bot.store.tables import vault
from tests import emptied
from tests.run.process import environment, health, ran, started
from tests.slack.harness import SECRET, payload
from tests.slack.installed import AUTUMN, KEY, SPRING, Browser, of_team
from tests.slack.many import CLIENT_ID, CLIENT_SECRET, ManyWorkspaces
from tests.slack.sender import Sender


def several(slack: ManyWorkspaces, url: str, **more: str) -> dict[str, str]:
    env = environment(
        SLACK_CLIENT_ID=CLIENT_ID,
        SLACK_CLIENT_SECRET=CLIENT_SECRET,
        SLACK_PUBLIC_URL="https://bot.example.org",
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=slack.api_url,
        DATABASE_URL=url,
        ROUNDTABLE_KEY=KEY,
        LOG_LEVEL="debug",
    )
    return {**env, **more}


def test_workspaces_installed_at_one_process_are_served_by_the_next():
    with emptied.file() as url:
        asyncio.run(_served(url))


async def _served(url: str) -> None:
    async with ManyWorkspaces(time.time) as slack:
        async with started(several(slack, url)) as bot:
            address = await bot.ready()
            for team in (SPRING, AUTUMN):
                assert (await Browser(address).installs(slack.allow(team))).status == 200
            bot.kill()
        newer = new_key()
        async with started(several(slack, url, ROUNDTABLE_KEY=f"{newer},{KEY}")) as again:
            address = await again.ready()
            await again.says("2 secrets are sealed with the newest key")
            sender = Sender(f"{address}/slack/events", SECRET)
            for team in (SPRING, AUTUMN):
                # A form is opened with the token of that workspace.
                body = of_team(payload("command"), team) | {"text": "new"}
                said = await sender.deliver(body | {"response_url": slack.response_url})
                assert said.status == 200
            slack.remove(SPRING)
            gone = of_team(payload("app_uninstalled"), SPRING)
            assert (await sender.deliver(gone)).status == 200
            assert (await health(address, "readyz"))[0] == 200
            again.terminate()
            assert await again.ended() == 0
        assert {team for team, _ in slack.called("views.open")} == {SPRING, AUTUMN}
        database = Database(url)
        with database.transaction() as db:
            rows = db.execute(select(vault)).all()
        database.close()
        assert [(row.workspace, row.name) for row in rows] == [(AUTUMN, "installation")]
        secrets = {*slack.tokens, CLIENT_SECRET, SECRET, KEY, newer}
        log = bot.log + again.log
        assert [each for each in secrets if each in log] == []
        assert f"installed in workspace {SPRING}" in log
        assert f"removed from workspace {SPRING}" in log

        code, _, said = await ran(several(slack, url, ROUNDTABLE_KEY=KEY), "-m", "bot", "run")
        assert code != 0 and "ROUNDTABLE_KEY does not open" in said


def test_all_that_is_missing_is_told_before_anything_begins():
    async def play() -> tuple[int, str, str]:
        env = environment(SLACK_CLIENT_ID=CLIENT_ID, PORT="x")
        return await ran(env, "-m", "bot", "run")

    code, _, said = asyncio.run(play())
    assert code != 0
    for name in ("PORT", "SLACK_CLIENT_SECRET", "SLACK_PUBLIC_URL", "ROUNDTABLE_KEY", "Neither"):
        assert name in said
