"""The adapter and the real engine before a real client of Teams, over its own wire: Microsoft 365
Agents Playground. What that cannot do is tried on the stand-in of Teams."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Table, select

from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Line
from bot.protocol.refs import Profile, User
from bot.rehearsal.player import perform
from bot.rehearsal.script import load
from bot.store import ledger, tables
from bot.text.library import default_dir
from tests.filling import filled
from tests.screen import OpenForm
from tests.teams import sight
from tests.teams.gestures import THREAD
from tests.teams.issuer import Issuer
from tests.teams.playground import Exchange, Playground, Shown
from tests.teams.playground_process import AT_BOT, FIRST_CHAT, SIX, known, missing
from tests.teams.playground_stage import PlaygroundStage, SeenScene, playground_stage
from tests.teams.standin_state import CHAT, ROOM

pytestmark = pytest.mark.skipif(missing() is not None, reason=str(missing()))

SUNDAY = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
FIRST_PROMPT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # ten o'clock in New York
COHORT = {
    "Name": "Spring",
    "Theme": "Collecting patient language data",
    "Time zone": "America/New_York",
    "First day": "2026-03-02",
}


class Club:
    """Six people and the bot, before Playground."""

    def __init__(self, stage: PlaygroundStage, scene: SeenScene) -> None:
        self.stage = stage
        self.scene = scene
        self.playground: Playground = stage.playground

    async def comes_in(self) -> None:
        """Everyone is in the room, and so is the bot from now on."""
        for each in SIX:
            user = User(platform="", workspace="", user=each.handle)
            await self.stage.enter(each.handle, Profile(user=user, name=each.name), silently=True)
        await self.playground.offers("install", ROOM)
        await self.playground.offers("botAdded", ROOM)
        await self.goes_on()

    async def goes_on(self) -> None:
        """Until everything is done that there is to do now, and seen."""
        await self.stage.caught_up()
        await self.scene.settle()

    async def calls(self, text: str, where: str = ROOM) -> None:
        """Ana mentions the bot."""
        await self.playground.writes(f"{AT_BOT['text']} {text}", where, [AT_BOT])
        await self.goes_on()

    async def presses(self, who: str, button: str) -> None:
        await self.stage.press(who, button)
        await self.scene.settle()

    async def fills(self, who: str, values: Mapping[str, str]) -> None:
        await self.stage.fill(who, values)
        await self.scene.settle()

    async def starts(self, where: str = ROOM) -> None:
        """Ana sets a cohort up and starts it."""
        await self.calls("new", where)
        await self.fills("ana", COHORT)
        await self.presses("ana", "Start")
        await self.fills("ana", {})

    async def chat_of(self, who: str) -> list[Shown]:
        """What the bot said to someone alone, changes of it among it."""
        where = await self.playground.private(who)
        return [each for each in self.playground.history if each.conversation == where]

    def room(self) -> list[Shown]:
        """What the bot said in the room, threads and changes among it."""
        return [each for each in self.playground.history if each.channel == ROOM]

    def rows(self, table: Table) -> list[Mapping[str, object]]:
        with self.scene.database.transaction() as db:
            return [dict(row) for row in db.execute(select(table)).mappings()]

    def parked(self) -> list[str]:
        with self.scene.database.transaction() as db:
            return [f"{each.kind}: {each.why}" for each in ledger.parked_events(db)]


def text(shown: Shown) -> str:
    return sight.text(shown.card)


def options(folder: Path, starts: datetime = SUNDAY) -> SceneOptions:
    return SceneOptions(database=f"sqlite:///{folder / 'playground.db'}", starts=starts)


def before_playground(story: Callable[[Club], Awaitable[None]]) -> Callable[[Path], None]:
    """A test with the bot in the room."""

    def test(tmp_path: Path) -> None:
        async def told() -> None:
            async with playground_stage(options(tmp_path), tmp_path) as (stage, scene):
                club = Club(stage, scene)
                await club.comes_in()
                await story(club)
                assert club.parked() == []

        asyncio.run(told())

    test.__name__ = story.__name__
    test.__doc__ = story.__doc__
    return test


@before_playground
async def test_installed_by_a_person_it_says_what_it_is_for(club: Club) -> None:
    await club.playground.offers("install", FIRST_CHAT)
    await club.goes_on()
    [hello] = await club.chat_of("ana")
    assert "to set one up" in text(hello)
    assert [each.label for each in sight.buttons(hello.card)] == ["Show help"]


@before_playground
async def test_in_the_private_chat_it_understands_plain_words(club: Club) -> None:
    await club.playground.writes("help")
    await club.goes_on()
    [answer] = await club.chat_of("ana")
    assert "new – set up a cohort" in text(answer)
    assert club.room() == []


@before_playground
async def test_mentioned_in_the_channel_it_opens_a_form_that_changes_in_place(club: Club) -> None:
    await club.calls("new")
    asked, form = await club.chat_of("ana")
    assert form.changed and form.id == asked.id
    await club.fills("ana", COHORT)
    sent = club.playground.messages[asked.id]
    assert "Sent" in text(sent) and sight.form(sent.id, sent.card) is None
    [_, taken, ready] = [each for each in await club.chat_of("ana") if not each.changed]
    assert "Spring is set up" in text(taken)
    # Everyone whom Playground's roster tells of, whoever set it up left out.
    assert "Ben Okafor, Cho Min-seo, Dee Washington, Eli Navarro, and Joy Lee" in text(ready)
    assert club.room() == []


@before_playground
async def test_what_is_wrong_in_a_form_is_told_in_it_and_what_was_typed_stays(club: Club) -> None:
    await club.calls("new")
    await club.fills("ana", {**COHORT, "Time zone": "America/New_Yrok"})
    again = club.stage.screen.forms["ana"]
    typed = {each.label: each for each in again.inputs}
    assert "Did you mean America/New_York" in typed["Time zone"].error
    assert typed["Time zone"].value == "America/New_Yrok"
    assert typed["Name"].value == "Spring" and typed["Name"].error == ""
    await club.fills("ana", {"Time zone": "America/New_York"})
    assert any("Spring is set up" in text(each) for each in await club.chat_of("ana"))


@before_playground
async def test_what_people_say_to_one_another_is_no_command(club: Club) -> None:
    await club.stage.say("ben", "new people, new ideas", to="room")
    await club.goes_on()
    assert club.playground.history == []


@before_playground
async def test_a_press_does_the_same_from_a_client_of_either_age(club: Club) -> None:
    await club.starts()
    [welcome] = await club.chat_of("ben")
    await club.stage.press("ben", "Agree")  # Action.Execute
    [_, thanks] = await club.chat_of("ben")
    assert thanks.id == welcome.id and thanks.changed

    [welcome] = await club.chat_of("cho")
    [agree, _] = sight.buttons(welcome.card)
    await club.playground.submits("cho", welcome.id, agree.raw["fallback"])
    await club.stage.caught_up()
    [_, hers] = await club.chat_of("cho")
    assert hers.id == welcome.id and hers.changed
    assert hers.card == thanks.card
    agreed = [row for row in club.rows(tables.consent) if row["kind"] == "agreement"]
    assert len(agreed) == 2


@before_playground
async def test_the_answer_to_a_press_shows_the_card_that_everyone_gets(club: Club) -> None:
    await club.starts()
    [welcome] = await club.chat_of("dee")
    agree = sight.buttons(welcome.card)[0]
    answer = await club.playground.executes("dee", welcome.id, agree.raw)
    await club.stage.caught_up()
    [_, thanks] = await club.chat_of("dee")
    assert answer["value"] == thanks.card


@before_playground
async def test_the_weekly_prompt_comes_by_itself_and_its_thread_is_heard(club: Club) -> None:
    await club.starts()
    for who in ("ana", "ben"):
        await club.presses(who, "Agree")
    [hello] = club.room()
    assert hello.conversation == f"{ROOM}{THREAD}{hello.id}"

    await club.scene.advance(FIRST_PROMPT)
    [prompt] = club.room()[1:]
    assert "Week 1" in text(prompt)
    assert prompt.conversation == f"{ROOM}{THREAD}{prompt.id}", "a thread of its own"

    said = await club.stage.say("ben", "We ask at registration.", to=prompt.id)
    await club.stage.react("ana", prompt.id, "bulb")
    assert "teams:reaction" in {row["kind"] for row in club.rows(tables.seen)}
    [kept] = club.rows(tables.message)
    assert (kept["message"], kept["thread"]) == (said, prompt.id)
    assert kept["text"] == "We ask at registration."

    await club.stage.edit("ben", said, "We ask everyone at registration.")
    [kept] = club.rows(tables.message)
    assert kept["text"] == "We ask everyone at registration."

    await club.stage.delete("ben", said)
    assert club.rows(tables.message) == []


@before_playground
async def test_a_group_chat_is_a_room_without_threads(club: Club) -> None:
    await club.playground.offers("install", CHAT)
    await club.starts(CHAT)
    await club.scene.advance(FIRST_PROMPT)
    hello, prompt = (each for each in club.playground.history if each.channel == CHAT)
    assert hello.conversation == prompt.conversation == CHAT
    assert "Week 1" in text(prompt)
    assert club.room() == []


def test_with_authentication_on_everything_goes_both_ways_with_tokens(tmp_path: Path) -> None:
    async def told() -> None:
        async with (
            Issuer() as issuer,
            playground_stage(options(tmp_path), tmp_path, issuer) as (stage, scene),
        ):
            club = Club(stage, scene)
            await club.comes_in()
            assert issuer.asked == 1, "the keys were fetched once"
            await refused_without_a_token(club)

            # In the room, and for her alone: with an app of its own the bot may say so.
            await club.calls("new")
            [asked] = club.room()
            form = await opened_here(club, asked)
            values = sight.typed(filled(form, COHORT, stage.people))
            await club.playground.executes("ana", form.id, form.raw, values)
            await club.goes_on()
            assert "Sent" in text(club.playground.messages[asked.id])
            ours = [each for each in club.playground.exchanges if not each.to_bot]
            new, changed = ("POST", SIX[0].account), ("PUT", "")
            # The card that asks, the form in its place, that it was sent, and what comes of it.
            assert sorted(asides(ours)) == [new, new, changed, changed]

            await club.presses("ana", "Start")
            await club.fills("ana", {})
            await club.presses("ben", "Agree")
            await scene.advance(FIRST_PROMPT)
            assert "Week 1" in text(club.room()[-1])
            ours = [each for each in club.playground.exchanges if not each.to_bot]
            assert {each.headers["authorization"] for each in ours} == {"Bearer stand-in"}
            assert club.parked() == []

    asyncio.run(told())


async def refused_without_a_token(club: Club) -> None:
    """What Playground delivered is let in through the proxy alone."""
    delivered = next(each for each in club.playground.exchanges if each.to_bot)
    assert delivered.status == 200
    async with (
        aiohttp.ClientSession() as session,
        session.post(club.stage.bot_url, json=delivered.body) as answer,
    ):
        assert answer.status == 401


async def opened_here(club: Club, asked: Shown) -> OpenForm:
    """Press “Fill in here” of a card that asks for a form, which takes its place."""
    here = sight.buttons(asked.card)[-1]
    await club.playground.executes("ana", asked.id, here.raw)
    await club.goes_on()
    form = sight.form(asked.id, club.playground.messages[asked.id].card)
    assert form is not None
    return form


def asides(exchanges: list[Exchange]) -> list[tuple[str, str]]:
    """What was said for one person alone: how, and to whom if it was new."""
    return [
        (each.method, (each.body.get("recipient") or {}).get("id", ""))
        for each in exchanges
        if each.query == "isTargetedActivity=true"
    ]


PLAYED = (
    default_dir() / "rehearsals" / "first-week.yaml",
    default_dir() / "rehearsals" / "quiet-week.yaml",
    default_dir() / "rehearsals" / "holiday-and-hold.yaml",
    Path(__file__).parents[1] / "rehearsals" / "answers-wherever-they-stand.yaml",
    Path(__file__).parents[1] / "rehearsals" / "commands-said-wrong.yaml",
)
"""Rehearsals of at most six people among whom nobody comes or goes, and who are not counted:
Playground's team always has six. All others are played on the stand-in of Teams."""


@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
def test_a_rehearsal_that_fits_is_played(path: Path, tmp_path: Path) -> None:
    script = load(path)
    moderator = next(each.handle for each in script.people if each.role == "moderator")
    cast = [known(each.handle, each.name) for each in script.people]
    cast.sort(key=lambda each: each.handle != moderator)  # who sits at the page commands
    handles = {each.handle for each in cast}
    people = [*cast, *(each for each in SIX if each.handle not in handles)][:6]
    lines: list[Line] = []

    async def play() -> None:
        beginning = options(tmp_path, script.begins)
        async with playground_stage(beginning, tmp_path, people=people) as (stage, scene):
            await stage.playground.offers("install", ROOM)
            failures = await perform(script, stage, scene, lines.append)
            assert [str(each) for each in failures] == []
            assert Club(stage, scene).parked() == []

    asyncio.run(play())
    assert any(line.sender == "bot" and line.to == "room" for line in lines)
