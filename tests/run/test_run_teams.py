"""``python -m bot run`` on Teams, as a real process: alone, beside Slack, and badly configured."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import aiohttp
from aiohttp import web

from adapters.teams.names import PATH
from bot.protocol.refs import Profile, User
from bot.store.tables import cohort, message, outgoing
from tests.patience import LONG
from tests.people import Person
from tests.run.process import Bot, environment, ran, started
from tests.run.served import COHORT, rows
from tests.run.served import settings as slack_settings
from tests.run.workspace import ROOM as SLACK_ROOM
from tests.run.workspace import Workspace
from tests.screen import OpenForm, Value
from tests.teams import gestures, sight
from tests.teams.standin import Call, StandIn
from tests.teams.standin_state import BOT, CHAT, TENANT, Json, Message, Refusal

SECRET = "I run the front desk in Bayview."
T = TypeVar("T")


def person(handle: str, name: str) -> Person:
    id = gestures.directory_id(handle)
    user = User(platform="teams", workspace=TENANT, user=id)
    profile = Profile(user=user, name=name, zone="America/New_York")
    return Person(handle=handle, id=id, profile=profile)


ANA, BEN, CHO = person("ana", "Ana Ruiz"), person("ben", "Ben Okafor"), person("cho", "Cho Park")


class Office(StandIn):
    """A group chat of Ana and Ben with the bot. Where it is called is told to the bot by each
    activity, and nowhere else. What is said about ``later`` has to wait, and counts in ``waited``.
    """

    def __init__(self) -> None:
        super().__init__(lambda: datetime.now(UTC).timestamp())
        self.bot = self.later = ""
        self.waited = 0
        self._stirred = asyncio.Event()
        self._numbers = itertools.count(1)
        for each in (ANA, BEN, CHO):
            self.meet(each.id, each.name, reach="team")
        self.open_chat(ANA.id, BEN.id)

    def _create(self, call: Call) -> Json:
        # Without an app registration the bot does not know what it is called.
        assert call.body["bot"] == {"id": "28:"}
        return super()._create(replace(call, body={**call.body, "bot": {"id": BOT}}))

    def _send(self, call: Call) -> Json:
        if self.later and self.later in json.dumps(call.body):
            self.waited += 1
            raise Refusal(412, "PreconditionFailed")
        return super()._send(call)

    async def _serve(self, do: Callable[[Call], Json], request: web.Request) -> web.StreamResponse:
        answer = await super()._serve(do, request)
        self._stirred.set()
        return answer

    async def until(self, found: Callable[[], T]) -> T:
        """Wait until there is something."""
        async with asyncio.timeout(LONG):
            while not (something := found()):
                self._stirred.clear()
                await self._stirred.wait()
        return something

    # What people do

    async def acts(self, who: Person, place: str, what: Json) -> tuple[int, Json]:
        number = next(self._numbers)
        if place == CHAT:
            group = {"id": CHAT, "tenantId": TENANT, "conversationType": "groupChat"}
            what = {**what, "conversation": group}
        id, at = f"1772{number:09}", datetime.now(UTC)
        told = gestures.around(who, place, what, id=id, at=at, url=self.service_url)
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.bot}{PATH}", json=told) as said,
        ):
            return said.status, await said.json() if await said.read() else {}

    async def says(self, who: Person, text: str, place: str) -> None:
        said = {"type": "message", **gestures.words([text])}
        assert (await self.acts(who, place, said))[0] == 200

    async def presses(
        self, who: Person, on: Message, label: str, values: Mapping[str, Value] | None = None
    ) -> None:
        [action] = [each.raw for each in sight.buttons(on.card) if each.label == label]
        press = gestures.press(action, on.id, sight.typed(values or {}))
        assert (await self.acts(who, on.conversation, press))[0] == 200

    async def fills_a_window(self, who: Person, on: Message, by_label: Mapping[str, str]) -> None:
        """The form behind a card with a button for it; other fields stay as they are."""
        [action] = [b.raw for b in sight.buttons(on.card) if b.label == "Open the form"]
        fetch = gestures.dialog("task/fetch", action["data"], on.id)
        _, said = await self.acts(who, on.conversation, fetch)
        form = sight.form(on.id, said["task"]["value"]["card"]["content"])
        assert form is not None
        data = {**form.raw["data"], **sight.typed(_filled(form, by_label))}
        submit = gestures.dialog("task/submit", data, on.id)
        assert await self.acts(who, on.conversation, submit) == (200, {})

    async def sends(self, who: Person, on: Message) -> None:
        """A form that stands in the chat, as it is."""
        form = _form(on)
        assert form is not None
        await self.presses(who, on, form.submit, _filled(form, {}))

    # What they see

    async def sees(self, who: Person, what: Callable[[Message], object]) -> Message:
        """The newest message of the bot of this kind in someone's private chat."""
        chat = gestures.chat_of(who)
        found = await self.until(lambda: [each for each in self.said(chat) if what(each)])
        return found[-1]


def _button(label: str) -> Callable[[Message], bool]:
    return lambda shown: label in [each.label for each in sight.buttons(shown.card)]


def _form(shown: Message) -> OpenForm | None:
    return sight.form(shown.id, shown.card)


def _filled(form: OpenForm, by_label: Mapping[str, str]) -> dict[str, Value]:
    values = {each.name: by_label.get(each.label, each.value) for each in form.inputs}
    assert set(by_label) <= {each.label for each in form.inputs}
    return values


def settings(url: str, folder: Path) -> dict[str, str]:
    return environment(
        TEAMS_DEVELOPMENT="1",
        TEAMS_MEMORY=str(folder / "teams.db"),
        # Nobody listens there: what the bot says goes where an activity told it to.
        TEAMS_SERVICE_URL="http://127.0.0.1:9/",
        DATABASE_URL=url,
        LOG_LEVEL="debug",
    )


@asynccontextmanager
async def serving(env: Mapping[str, str], teams: Office) -> AsyncIterator[Bot]:
    """A process that is ready. Its log is read at the end for what it must not hold."""
    async with started(env) as bot:
        teams.bot = await bot.ready()
        yield bot
    for hidden in (SECRET, ANA.name, BEN.name, CHO.name, COHORT["Theme"]):
        assert hidden not in bot.log


def test_a_cohort_is_set_up_started_and_discusses_on_teams(sqlite: str, tmp_path: Path):
    asyncio.run(_discusses(sqlite, tmp_path))


async def _discusses(url: str, folder: Path) -> None:
    async with Office() as teams:
        async with serving(settings(url, folder), teams) as bot:
            assert "for teams" in bot.log
            await teams.says(ANA, "/cohort new", CHAT)
            asked = await teams.sees(ANA, _button("Open the form"))
            await teams.fills_a_window(ANA, asked, COHORT)
            await teams.presses(ANA, await teams.sees(ANA, _button("Start")), "Start")
            await teams.sends(ANA, await teams.sees(ANA, _form))
            for who in (ANA, BEN):
                await teams.presses(who, await teams.sees(who, _button("Agree")), "Agree")
            await teams.says(ANA, "/cohort prompt introductions now", CHAT)
            await teams.until(
                lambda: [each for each in teams.said(CHAT) if _key(each).startswith("prompt")]
            )
            await teams.says(BEN, SECRET, CHAT)

            # Ana cannot be told yet who came in.
            teams.later = CHO.name
            teams.members[CHAT].append(CHO.id)
            came = {"type": "conversationUpdate", "membersAdded": [gestures.account(CHO)]}
            assert (await teams.acts(ANA, CHAT, came))[0] == 200
            await teams.until(lambda: teams.waited)

            # SIGTERM while something is on its way: that is finished, nothing new is taken.
            teams.arrived = asyncio.Event()
            held = asyncio.create_task(teams.says(BEN, "help", gestures.chat_of(BEN)))
            await teams.arrived.wait()
            bot.terminate()
            await bot.says("stopping")
            late = {"type": "message", **gestures.words(["Is anybody still there?"])}
            assert (await teams.acts(BEN, CHAT, late))[0] == 503
            teams.goes_on.set()
            await held
            assert await bot.ended() == 0
        assert [row["text"] for row in rows(url, message)] == [SECRET]
        keys = [key for each in teams.messages if (key := _key(each))]
        assert len(keys) == len(set(keys))
        states = {row["key"]: row["state"] for row in rows(url, outgoing)}
        assert {key for key, state in states.items() if state == "sent"} >= set(keys)
        assert set(states.values()) == {"sent", "waiting"}

        # After a restart she is told, though nothing came that says where and by what account.
        teams.arrived, teams.later, created = None, "", len(teams.asked("create"))
        async with serving(settings(url, folder), teams) as bot:
            await teams.sees(ANA, lambda shown: CHO.name in sight.text(shown.card))
            assert len(teams.asked("create")) > created
            bot.terminate()
            assert await bot.ended() == 0


def _key(shown: Message) -> str:
    return sight.key(shown.card) if shown.sender == BOT else ""


def test_slack_and_teams_are_served_by_one_process(sqlite: str, tmp_path: Path):
    asyncio.run(_both(sqlite, tmp_path))


async def _both(url: str, folder: Path) -> None:
    async with Office() as teams, Workspace(("ana", "ben")) as slack:
        env = {**settings(url, folder), **slack_settings(slack, url)}
        async with serving(env, teams) as bot:
            assert "for slack, teams" in bot.log
            slack.speaks_to(teams.bot)
            await slack.command("ana", "new")
            await slack.fill("ana", COHORT)
            await teams.says(ANA, "/cohort new", CHAT)
            asked = await teams.sees(ANA, _button("Open the form"))
            await teams.fills_a_window(ANA, asked, COHORT | {"Name": "Autumn"})
            await teams.sees(ANA, _button("Start"))
            await slack.sees("ana", button="Start")
            bot.terminate()
            assert await bot.ended() == 0
        assert sorted(row["name"] for row in rows(url, cohort)) == ["Autumn", "Spring"]
        assert not slack.messages.get(SLACK_ROOM) and not teams.said(CHAT)


def test_without_an_app_registration_it_says_what_is_missing(tmp_path: Path):
    env = environment(
        TEAMS_TENANTS="somebody", TEAMS_MEMORY=str(tmp_path / "nowhere" / "teams.db"),
        MicrosoftAppType="MultiTenant", DATABASE_URL=f"sqlite:///{tmp_path}/cohorts.db",
    )  # fmt: skip
    code, out, err = asyncio.run(ran(env, "-m", "bot", "run"))
    assert code == 2 and out == "" and "Traceback" not in err
    for sentence in (
        "MicrosoftAppId is missing: copy the Application (client) ID",
        "MicrosoftAppPassword is missing: make a client secret",
        "MicrosoftAppTenantId is missing or no ID",
        "MicrosoftAppType MultiTenant is not supported",
        "TEAMS_TENANTS must hold tenants' IDs",
        "TEAMS_MEMORY names a file in a folder that is not there",
    ):
        assert sentence in err


def test_development_is_refused_where_others_could_reach_it(tmp_path: Path):
    env = {**settings(f"sqlite:///{tmp_path}/cohorts.db", tmp_path), "HOST": "0.0.0.0"}
    code, _, err = asyncio.run(ran(env, "-m", "bot", "run"))
    assert code == 2 and "set HOST to 127.0.0.1" in err


def test_a_memory_of_another_kind_is_refused(tmp_path: Path):
    words = tmp_path / "teams.db"
    words.write_text("Nothing of a database stands here, and it is to stay like that. " * 20)
    env = settings(f"sqlite:///{tmp_path}/cohorts.db", tmp_path)
    code, _, err = asyncio.run(ran(env, "-m", "bot", "run"))
    assert code == 2 and "TEAMS_MEMORY" in err and "Traceback" not in err
    assert words.read_text().startswith("Nothing of a database")
