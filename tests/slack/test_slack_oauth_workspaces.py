"""Two workspaces in two processes: each is spoken to as its own bot, and has its own trouble."""

import asyncio
from typing import Any

import pytest

from adapters.slack import ADAPTER
from adapters.slack.workspaces import named
from bot.protocol.adapter import SettingsError
from bot.protocol.effects import Swap, Whisper
from bot.protocol.events import Commanded, Pressed, Said, Submitted
from bot.protocol.ports import Absent, Parcel
from bot.protocol.refs import Place, Profile, Ref, User
from bot.store.database import Database
from bot.text.catalogue import shipped
from tests.cards import card
from tests.ears import WritingEar
from tests.patience import LONG
from tests.slack.harness import payload
from tests.slack.installed import (
    AUTUMN,
    SPRING,
    Clock,
    of_team,
    process,
    settings,
)
from tests.slack.many import ManyWorkspaces, bot_of
from tests.slack.two import Scene, in_two, post, ref

NOT_INSTALLED = shipped().word("slack-not-installed")


@in_two
async def test_each_workspace_is_spoken_to_as_its_own_bot(scene: Scene):
    chat = scene.two.running.chat
    for team in (SPRING, AUTUMN):
        there = await chat.send(post(team))
        edit = Parcel(key="k2", kind="edit", card=card("New"), workspace=team, ref=there)
        assert await chat.send(edit) == there
        assert isinstance(await chat.find(post(team), scene.clock.now()), Ref)
        assert not isinstance(await chat.words(there), Absent)
    for method in ("chat.postMessage", "chat.update", "conversations.history"):
        callers = {team for team, args in scene.slack.called(method) if team[1:] in args["channel"]}
        assert callers == {SPRING, AUTUMN}
        assert all(team[1:] in args["channel"] for team, args in scene.slack.called(method))


@in_two
async def test_who_belongs_is_asked_as_the_rooms_own_bot(scene: Scene):
    for team in (SPRING, AUTUMN):
        member = f"U{team}"
        scene.slack.members[f"C{team}"] = [bot_of(team), member]
        scene.slack.users[member] = {"id": member, "team_id": team, "name": team}
        room = Place(platform="slack", workspace=team, channel=f"C{team}")
        found = [each async for each in scene.one.running.chat.roster(room)]
        user = User(platform="slack", workspace=team, user=member)
        assert found == [Profile(user=user, name=team)]
        # Someone of the other workspace is a stranger there.
        foreign = {"id": "U9", "team_id": AUTUMN if team == SPRING else SPRING, "name": "far"}
        scene.slack.users["U9"] = foreign
        far = User(platform="slack", workspace=team, user="U9")
        profile = await scene.one.running.chat.person(far)
        assert isinstance(profile, Profile) and profile.stranger
    asked = [(team, args["channel"]) for team, args in scene.slack.called("conversations.members")]
    assert asked == [(SPRING, f"C{SPRING}"), (AUTUMN, f"C{AUTUMN}")]
    assert {team for team, _ in scene.slack.called("users.info")} == {SPRING, AUTUMN}


@in_two
async def test_links_lead_into_the_workspace_of_the_message(scene: Scene):
    await scene.two.hears("message", SPRING)
    await scene.two.hears("message", AUTUMN)
    for team in (SPRING, AUTUMN):
        link = scene.two.running.chat.link(ref(team, "1.000200"))
        assert link == f"https://{team.lower()}.slack.com/archives/C{team}/p1000200"
    assert scene.two.running.chat.link(ref("T0NOBODY", "1.000200")) is None


@pytest.mark.parametrize("name", ["message", "command", "block_actions", "view_submission"])
@in_two
async def test_what_happens_belongs_to_the_workspace_where_it_happened(scene: Scene, name: str):
    scene.two.heard.replies = (Whisper(card=card("Only you see this")),)
    for team in (SPRING, AUTUMN):
        own = {"event_id": f"Ev{team}"} if name == "message" else {"response_url": ""}
        assert (await scene.two.hears(name, team, **own)).status == 200
    await scene.settled()
    heard = scene.two.heard.new
    by_people = [e for e in heard if isinstance(e, Said | Commanded | Pressed | Submitted)]
    assert [e.who.workspace for e in by_people] == [SPRING, AUTUMN]
    assert [e.place.workspace for e in by_people] == [SPRING, AUTUMN]
    shown = [team for team, _ in scene.slack.called("chat.postEphemeral")]
    assert shown == [SPRING, AUTUMN]


@in_two
async def test_a_persons_page_is_shown_by_their_workspaces_bot(scene: Scene):
    scene.two.heard.replies = (Swap(card=card("Next")),)
    for team in (AUTUMN, SPRING):
        await scene.two.hears("app_home_opened", team, event_id=f"Ev{team}")
    await scene.settled()
    assert [team for team, _ in scene.slack.called("views.publish")] == [AUTUMN, SPRING]


@in_two
async def test_the_bots_own_words_are_known_in_each_workspace(scene: Scene):
    for team in (SPRING, AUTUMN):
        body = of_team(payload("message"), team)
        body["event"] = body["event"] | {"user": bot_of(team)}
        await scene.one.sender.deliver(body)
    assert scene.one.heard.given == []


@pytest.mark.parametrize("by", ["shared room", "form"])
@in_two
async def test_a_visitors_press_belongs_to_the_bot_that_showed_the_button(scene: Scene, by: str):
    if by == "form":
        body = of_team(payload("view_submission"), AUTUMN)
        body["view"] = body["view"] | {"app_installed_team_id": SPRING}
    else:
        body = of_team(payload("block_actions_stranger"), AUTUMN)
        body["message"] = body["message"] | {"team": SPRING}
    assert (await scene.one.sender.deliver(body)).status == 200
    [event] = scene.one.heard.new
    assert isinstance(event, Pressed | Submitted) and event.who.workspace == SPRING


def test_without_a_key_several_workspaces_cannot_be_served():
    async def play() -> None:
        async with ManyWorkspaces(Clock()) as slack:
            with pytest.raises(SettingsError, match="ROUNDTABLE_KEY"):
                await ADAPTER.start(settings(slack), WritingEar(), None)

    asyncio.run(play())


def test_socket_mode_serves_several_workspaces_and_their_page(memory: Database):
    async def play() -> None:
        clock = Clock()
        async with (
            ManyWorkspaces(clock) as slack,
            process(slack, memory, clock, app_token="xapp-1") as bot,
        ):
            await bot.browser().installs(slack.allow(SPRING))
            for team in (SPRING, "T0NOBODY"):
                body = of_team(payload("message"), team)
                await slack.deliveries.put(
                    {"type": "events_api", "envelope_id": team, "payload": body}
                )
                said = await asyncio.wait_for(slack.acknowledged.get(), timeout=LONG)
                assert said == {"envelope_id": team}
            [event] = bot.heard.new
            assert isinstance(event, Said) and event.who.workspace == SPRING
            assert bot.running.ready()

    asyncio.run(play())


@pytest.mark.parametrize(
    "odd",
    [{}, {"authorizations": 7}, {"team": "T1"}, {"view": [], "message": "x"}, {"team_id": 5},
     {"authorizations": [None, "T1", {"team_id": None}]}],
    ids=["empty", "number", "text", "list", "id", "grants"],
)  # fmt: skip
def test_a_payload_that_names_no_workspace_is_nobodys(odd: dict[str, Any]):
    assert named(odd) == []
