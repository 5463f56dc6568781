"""What the engine asks of Slack, over real HTTP and with the real slack-sdk."""

import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest

from adapters.slack.adapter import words_shown
from adapters.slack.chat import SlackChat
from adapters.slack.client import web_client
from adapters.slack.install import Identity
from adapters.slack.workspaces import OneWorkspace
from bot.protocol.cards import Button, Card
from bot.protocol.ports import Absent, Later, Never, Parcel, Unknown, Unsure
from bot.protocol.refs import Profile
from bot.protocol.text import Plain
from tests.cards import card
from tests.slack.harness import TEAM, World, dialogue, place, ref, user
from tests.slack.standin import SILENT, Trouble, broken, hangs_up, limited, says

SINCE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def post(key: str = "k1", text: str = "Week 1", thread: str | None = None) -> Parcel:
    return Parcel(
        key=key, kind="post", card=card(text), workspace=TEAM, place=place("C0ROOM"), thread=thread
    )


def tell(key: str = "k1") -> Parcel:
    return Parcel(key=key, kind="tell", card=card("Hello"), workspace=TEAM, user=user("U0BEN"))


@dialogue
async def test_a_post_stands_in_the_room_with_its_key_and_nothing_unfurled(world: World):
    there = await world.chat.send(post())
    assert there == ref("C0ROOM", world.slack.messages["C0ROOM"][0]["ts"])
    asked = world.slack.asked("chat.postMessage")[0]
    assert asked["metadata"] == {"event_type": "roundtable", "event_payload": {"key": "k1"}}
    assert asked["unfurl_links"] is asked["unfurl_media"] is False
    assert "link_names" not in asked
    assert asked["text"] == "Week 1"


@dialogue
async def test_a_post_in_a_thread_stands_there(world: World):
    top = await world.chat.send(post())
    under = await world.chat.send(post("k2", "More", thread=top.message))
    assert under.thread == top.message
    assert world.slack.messages["C0ROOM"][1]["thread_ts"] == top.message


@dialogue
async def test_a_person_is_told_in_their_private_chat(world: World):
    assert (await world.chat.send(tell())).channel == "D0BEN"
    assert world.slack.asked("conversations.open") == []


@dialogue
async def test_an_edit_takes_the_place_of_the_message(world: World):
    top = await world.chat.send(post())
    edit = Parcel(key="k2", kind="edit", card=card("Week 1, moved"), workspace=TEAM, ref=top)
    assert await world.chat.send(edit) == top
    assert [m["text"] for m in world.slack.messages["C0ROOM"]] == ["Week 1, moved"]


@dialogue
async def test_a_page_is_published_for_its_person(world: World):
    page = Parcel(key="k", kind="publish", card=card("Next"), workspace=TEAM, user=user("U0BEN"))
    assert (await world.chat.send(page)).channel == "U0BEN"
    asked = world.slack.asked("views.publish")[0]
    assert asked["user_id"] == "U0BEN"
    assert asked["view"]["type"] == "home"


@pytest.mark.parametrize(
    ("trouble", "meaning"),
    [
        (limited(7), Later),
        (limited(None), Later),
        (says("rate_limited"), Later),
        (says("token_revoked"), Later),
        (says("invalid_auth"), Later),
        (says("account_inactive"), Later),
        (says("missing_scope"), Later),
        (says("request_timeout"), Later),
        (broken(404), Later),
        (says("user_disabled"), Never),
        (says("channel_not_found"), Never),
        (says("is_archived"), Never),
        (says("not_in_channel"), Never),
        (says("msg_blocks_too_long"), Never),
        (says("a_word_of_tomorrow"), Never),
        (broken(500), Unsure),
        (broken(503), Unsure),
        (broken(408), Unsure),
        (broken(200), Unsure),
        (says("fatal_error"), Unsure),
        (says("internal_error"), Unsure),
        (Trouble(status=500, error="internal_error"), Unsure),
        (hangs_up(), Unsure),
        (hangs_up(accepted=True), Unsure),
    ],
)
@dialogue
async def test_what_went_wrong_means(world: World, trouble: Trouble, meaning: type[Exception]):
    world.slack.next("chat.postMessage", trouble)
    with pytest.raises(meaning):
        await world.chat.send(post())
    assert len(world.slack.asked("chat.postMessage")) == 1


@dialogue
async def test_a_limit_holds_the_workspace_back_as_long_as_slack_says(world: World):
    world.slack.next("chat.postMessage", limited(7), says("rate_limited"))
    with pytest.raises(Later) as first:
        await world.chat.send(post())
    assert (first.value.after, first.value.workspace_wide) == (7.0, True)
    with pytest.raises(Later) as second:
        await world.chat.send(post())
    assert not second.value.workspace_wide


@dialogue
async def test_slack_out_of_reach_has_taken_nothing(world: World):
    await world.slack.close()
    with pytest.raises((Later, Unsure)):
        await world.chat.send(post())  # on the line that was open until now
    with pytest.raises(Later) as later:
        await world.chat.send(post())
    assert later.value.workspace_wide


@dialogue
async def test_a_card_that_cannot_fit_is_refused_without_asking_slack(world: World):
    huge = Card(blocks=(), buttons=(Button(label="Go", action="go", args={"x": "y" * 2000}),))
    with pytest.raises(Never, match="too_large"):
        await world.chat.send(
            Parcel(key="k", kind="post", card=huge, workspace=TEAM, place=place("C0ROOM"))
        )
    assert world.slack.asked("chat.postMessage") == []


@pytest.mark.parametrize("thread", [None, "1772463001.000100"])
@dialogue
async def test_an_uncertain_post_that_arrived_is_found(world: World, thread: str | None):
    world.slack.say("C0ROOM", "U0BEN", "Hello")
    world.slack.next("chat.postMessage", hangs_up(accepted=True))
    with pytest.raises(Unsure):
        await world.chat.send(post("k9", thread=thread))
    found = await world.chat.find(post("k9", thread=thread), SINCE)
    assert found == ref("C0ROOM", world.slack.messages["C0ROOM"][1]["ts"], thread)


@dialogue
async def test_an_uncertain_post_that_did_not_arrive_is_absent(world: World):
    await world.chat.send(post("another"))
    world.slack.next("chat.postMessage", broken(500))
    with pytest.raises(Unsure):
        await world.chat.send(post("k9"))
    assert isinstance(await world.chat.find(post("k9"), SINCE), Absent)


@dialogue
async def test_an_uncertain_word_to_a_person_is_found_in_their_chat(world: World):
    world.slack.next("chat.postMessage", broken(500, accepted=True))
    with pytest.raises(Unsure):
        await world.chat.send(tell("k9"))
    found = await world.chat.find(tell("k9"), SINCE)
    assert found == ref("D0BEN", world.slack.messages["D0BEN"][0]["ts"])


@dialogue
async def test_the_look_up_turns_pages_and_gives_up_in_the_end(world: World):
    await world.chat.send(post("k9"))
    for n in range(7):
        await world.chat.send(post(f"other-{n}"))
    world.slack.page = 3
    assert await world.chat.find(post("other-6"), SINCE) == ref(
        "C0ROOM", world.slack.messages["C0ROOM"][-1]["ts"]
    )
    world.slack.messages["C0ROOM"] *= 10
    assert isinstance(await world.chat.find(post("nowhere"), SINCE), Unknown)


@dialogue
async def test_a_look_up_that_is_limited_has_to_wait_and_one_that_is_refused_is_unknown(
    world: World,
):
    world.slack.next("conversations.history", limited(60), broken(500), says("not_in_channel"))
    for _ in range(2):
        with pytest.raises(Later):
            await world.chat.find(post(), SINCE)
    assert isinstance(await world.chat.find(post(), SINCE), Unknown)


@pytest.mark.parametrize("word", ["missing_scope", "no_permission"])
@dialogue
async def test_a_look_up_that_our_token_may_not_make_is_unknown(world: World, word: str):
    world.slack.next("conversations.history", says(word), says(word))
    world.slack.next("conversations.open", says(word))
    assert isinstance(await world.chat.find(post(), SINCE), Unknown)
    assert isinstance(await world.chat.words(ref("C0ROOM", "1.000000")), Unknown)
    assert isinstance(await world.chat.find(tell(), SINCE), Unknown)
    # That somebody is gone is another matter: there it has to wait.
    world.slack.next("users.info", says(word))
    with pytest.raises(Later):
        await world.chat.person(user("U0BEN"))


@pytest.mark.parametrize(
    "word", ["token_revoked", "invalid_auth", "not_authed", "account_inactive"]
)
@dialogue
async def test_a_look_up_waits_for_a_token_that_works(world: World, word: str):
    world.slack.next("conversations.history", says(word))
    with pytest.raises(Later):
        await world.chat.find(post(), SINCE)


@dialogue
async def test_an_uncertain_edit_may_simply_be_made_again(world: World):
    edit = Parcel(
        key="k", kind="edit", card=card("x"), workspace=TEAM, ref=ref("C0ROOM", "1.000001")
    )
    assert isinstance(await world.chat.find(edit, SINCE), Absent)
    assert [c.method for c in world.slack.calls] == ["auth.test"]


@dialogue
async def test_the_words_of_a_message_are_those_that_stand_there_now(world: World):
    top = world.slack.say("C0ROOM", "U0BEN", "a &amp; b")
    under = world.slack.say("C0ROOM", "U0CAL", "c", thread=top)
    assert await world.chat.words(ref("C0ROOM", top)) == (Plain(text="a & b"),)
    assert await world.chat.words(ref("C0ROOM", under, top)) == (Plain(text="c"),)
    world.slack.messages["C0ROOM"].pop()
    assert isinstance(await world.chat.words(ref("C0ROOM", under, top)), Absent)
    assert isinstance(await world.chat.words(ref("C0ROOM", "1.000000")), Absent)
    assert isinstance(await world.chat.words(ref("C0ROOM", "2.000000", "1.000000")), Absent)
    world.slack.next("conversations.history", says("channel_not_found"), limited())
    assert isinstance(await world.chat.words(ref("C0ROOM", top)), Unknown)
    with pytest.raises(Later):
        await world.chat.words(ref("C0ROOM", top))


@dialogue
async def test_a_person_is_known_as_slack_shows_them(world: World):
    world.slack.users["U0BEN"] = {
        "id": "U0BEN",
        "team_id": TEAM,
        "tz": "America/Los_Angeles",
        "profile": {"display_name": "", "real_name": "Ben Okafor", "title": "Manager"},
    }
    world.slack.users["U9CAL"] = {"id": "U9CAL", "team_id": "T9OTHER", "name": "cal"}
    assert await world.chat.person(user("U0BEN")) == Profile(
        user=user("U0BEN"), name="Ben Okafor", zone="America/Los_Angeles", title="Manager"
    )
    assert await world.chat.person(user("U9CAL")) == Profile(
        user=user("U9CAL"), name="cal", stranger=True
    )
    assert isinstance(await world.chat.person(user("U0NOBODY")), Absent)


@dialogue
async def test_the_roster_is_everyone_but_ourselves_over_all_pages(world: World):
    world.slack.page = 2
    world.slack.members["C0ROOM"] = ["U0ANA", "U0BOT", "U0BEN", "U0OTHERBOT", "U0GONE"]
    world.slack.users = {
        "U0ANA": {"id": "U0ANA", "name": "ana"},
        "U0BEN": {"id": "U0BEN", "name": "ben", "deleted": True},
        "U0OTHERBOT": {"id": "U0OTHERBOT", "name": "builds", "is_bot": True},
    }
    found = [profile async for profile in world.chat.roster(place("C0ROOM"))]
    assert [(p.name, p.bot, p.deactivated) for p in found] == [
        ("ana", False, False),
        ("ben", False, True),
        ("builds", True, False),
    ]
    assert [p async for p in world.chat.roster(place("C0ELSEWHERE"))] == []
    world.slack.next("conversations.members", limited())
    with pytest.raises(Later):
        _ = [p async for p in world.chat.roster(place("C0ROOM"))]


@dialogue
async def test_a_link_opens_the_message_in_its_thread(world: World):
    assert (
        world.chat.link(ref("C0ROOM", "1772463600.123459"))
        == "https://example.slack.com/archives/C0ROOM/p1772463600123459"
    )
    assert (
        world.chat.link(ref("C0ROOM", "1772463600.123459", "1772460000.000100"))
        == "https://example.slack.com/archives/C0ROOM/p1772463600123459"
        "?thread_ts=1772460000.000100&cid=C0ROOM"
    )


@dialogue
async def test_slack_keeping_silent_is_not_known(world: World):
    world.slack.next("chat.postMessage", SILENT)
    hurried = aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(timeout=hurried) as session:
        client = web_client("xoxb-1", world.slack.api_url, session)
        chat = SlackChat(OneWorkspace(client, Identity(client)), words_shown())
        with pytest.raises(Unsure):
            await chat.send(post())


@dialogue
async def test_closing_waits_for_what_is_being_sent(world: World):
    arrived = world.slack.arrived = asyncio.Event()
    sending = asyncio.create_task(world.chat.send(post()))
    await arrived.wait()
    assert world.running.close is not None
    closing = asyncio.ensure_future(world.running.close())
    await asyncio.wait([closing], timeout=0.05)
    world.slack.goes_on.set()
    await closing
    assert (await sending).channel == "C0ROOM"
