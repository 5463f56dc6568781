"""Reading back from Microsoft Graph: a message of ours by its key, a member's by its id."""

from datetime import UTC, datetime

import pytest

from adapters.teams.graph import PAGES, Graph, messages
from bot.protocol.cards import Card
from bot.protocol.ports import Absent, Later, Parcel, Unknown, Unsure
from bot.protocol.text import Attachment, Emphasis, Mention, Plain, Strong
from tests.cards import card
from tests.teams.outbound import CHANNEL, World, dialogue, long_card, place, ref, user
from tests.teams.standin import Trouble, broken, hangs_up, limited, refused, says
from tests.teams.standin_state import BOT, CHAT, GROUP, ROOM, TEAM, TENANT

SINCE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
HELLO = {"type": "message", "text": "Hello"}


def post(
    key: str = "k1", where: str = CHANNEL, thread: str | None = None, shown: Card | None = None
) -> Parcel:
    return Parcel(
        key=key,
        kind="post",
        card=shown or card("Week 1"),
        workspace=TENANT,
        place=place(where),
        thread=thread,
    )


def wrote(text: str, **more: object) -> dict[str, object]:
    return {"type": "message", "text": text, "textFormat": "html", **more}


# Our own, by their keys


@pytest.mark.parametrize(("where", "in_thread"), [(CHANNEL, False), (CHANNEL, True), (CHAT, False)])
@dialogue
async def test_an_uncertain_post_that_arrived_is_found(world: World, where: str, in_thread: bool):
    top = await world.chat.send(post("before", where))
    thread = top.message if in_thread else None
    trouble = hangs_up(accepted=True)
    world.teams.next("send" if in_thread or where == CHAT else "create", trouble)
    with pytest.raises(Unsure):
        await world.chat.send(post("k9", where, thread))
    found = await world.chat.find(post("k9", where, thread), SINCE)
    assert found == ref(world.teams.messages[-1].id, where, thread)


@dialogue
async def test_an_uncertain_post_that_did_not_arrive_is_absent(world: World):
    await world.chat.send(post("another"))
    world.teams.next("create", broken(500))
    with pytest.raises(Unsure):
        await world.chat.send(post("k9"))
    assert isinstance(await world.chat.find(post("k9"), SINCE), Absent)


@dialogue
async def test_in_a_group_chat_a_thread_means_nothing(world: World):
    sent = await world.chat.send(post("k9", CHAT, thread="1772463000000"))
    assert await world.chat.find(post("k9", CHAT, thread="1772463000000"), SINCE) == sent


@dialogue
async def test_a_key_counts_only_in_what_an_app_said(world: World):
    sent = await world.chat.send(post("k9"))
    copied = world.teams.message(ROOM, sent.message).activity
    world.teams.messages.clear()
    world.teams.say(ROOM, "ben", copied)
    assert isinstance(await world.chat.find(post("k9"), SINCE), Absent)


@pytest.mark.parametrize("content", ["no JSON", "[]", '{"body": []}', '{"body": ["x"]}', "{}"])
@dialogue
async def test_cards_of_other_apps_are_passed_over(world: World, content: str):
    sent = await world.chat.send(post("k9"))
    odd = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    world.teams.keep(ROOM, BOT, {"type": "message", "attachments": [odd]})
    assert await world.chat.find(post("k9"), SINCE) == sent


@dialogue
async def test_a_long_post_that_is_found_is_made_whole_in_one_message(world: World):
    world.teams.next("create", hangs_up(accepted=True))
    with pytest.raises(Unsure):
        await world.chat.send(post("k9", shown=long_card("Go")))
    found = await world.chat.find(post("k9", shown=long_card("Go")), SINCE)
    [message] = world.teams.messages
    assert found == ref(message.id)
    assert message.card["actions"][0]["title"] == "Go"


@dialogue
async def test_the_look_up_turns_pages_and_gives_up_in_the_end(world: World):
    sent = await world.chat.send(post("k9"))
    for n in range(7):
        world.teams.say(ROOM, "ben", wrote(f"<p>{n}</p>"))
    world.teams.page = 2
    assert await world.chat.find(post("k9"), SINCE) == sent
    for n in range(9):
        world.teams.say(ROOM, "ben", wrote(f"<p>{n}</p>"))
    assert isinstance(await world.chat.find(post("k9"), SINCE), Unknown)
    assert len(world.teams.asked("graph")) == 2 * PAGES
    # Everything on the last page is older than the send: beyond it there is nothing of use.
    assert isinstance(await world.chat.find(post("k9"), LATER), Absent)


@dialogue
async def test_our_token_is_carried_nowhere_else(world: World):
    for n in range(2):
        world.teams.say(CHAT, "ben", wrote(f"<p>{n}</p>"))
    world.teams.page = 1
    # Called by another name, Graph names a next page that is somewhere else.
    by_name = world.teams.graph_url.replace("127.0.0.1", "localhost")
    graph = Graph(world.session, world.tokens, by_name)
    assert isinstance(await graph.by_key(messages(CHAT, None), "k9", SINCE), Unknown)
    assert len(world.teams.asked("graph")) == 1


@pytest.mark.parametrize("trouble", [refused("Forbidden"), says(404, "NotFound"), says(400)])
@dialogue
async def test_what_may_not_be_read_is_unknown(world: World, trouble: Trouble):
    world.teams.next("graph", trouble)
    assert isinstance(await world.chat.find(post(), SINCE), Unknown)
    world.teams.next("graph", says(401), says(401))
    assert isinstance(await world.chat.find(post(), SINCE), Unknown)
    world.teams.next("team", refused())
    world.teams.teams.clear()
    assert isinstance(await world.chat.find(post(), SINCE), Unknown)


@pytest.mark.parametrize("trouble", [broken(500), limited(60)])
@dialogue
async def test_a_look_up_that_fails_has_to_wait(world: World, trouble: Trouble):
    world.teams.next("graph", trouble)
    with pytest.raises(Later):
        await world.chat.find(post(), SINCE)
    world.teams.next("team", trouble)
    world.directory.keep_group(TEAM, "")
    with pytest.raises(Later):
        await world.chat.find(post(), SINCE)


@dialogue
async def test_nobody_may_look_into_private_chats(world: World):
    for kind in ("tell", "publish"):
        parcel = Parcel(key="k", kind=kind, card=card("x"), workspace=TENANT, user=user("ben"))
        assert isinstance(await world.chat.find(parcel, SINCE), Unknown)
    assert isinstance(await world.chat.words(ref("1772463000000", "a:ben")), Unknown)
    assert world.teams.calls == []


@dialogue
async def test_an_uncertain_edit_may_simply_be_made_again(world: World):
    edit = Parcel(key="k", kind="edit", card=card("x"), workspace=TENANT, ref=ref("1"))
    assert isinstance(await world.chat.find(edit, SINCE), Absent)
    assert world.teams.calls == []


@dialogue
async def test_a_teams_group_is_asked_for_once(world: World):
    for _ in range(2):
        await world.chat.find(post(), SINCE)
    assert len(world.teams.asked("team")) == 1
    assert world.directory.group(TEAM) == GROUP


# A member's, by their ids


@dialogue
async def test_the_words_of_a_message_are_those_that_stand_there_now(world: World):
    top = world.teams.say(ROOM, "ben", wrote("<p>a &amp; <strong>b</strong></p>"))
    under = world.teams.say(ROOM, "ana", wrote("<p><em>c</em></p>"), thread=top)
    chat = world.teams.say(CHAT, "ben", {"type": "message", "text": "1 < 2 &amp; 3"})
    assert await world.chat.words(ref(top)) == (Plain(text="a & "), Strong(text="b"))
    assert await world.chat.words(ref(under, thread=top)) == (Emphasis(text="c"),)
    assert await world.chat.words(ref(chat, CHAT)) == (Plain(text="1 < 2 &amp; 3"),)


@dialogue
async def test_mentions_and_files_are_those_that_were_said(world: World):
    ana = {"user": {"id": "ana", "displayName": "Ana"}}
    ours = {"application": {"id": BOT.removeprefix("28:"), "displayName": "Roundtable"}}
    said = world.teams.say(
        ROOM,
        "ben",
        wrote(
            '<p><at id="0">Roundtable</at> see <at id="1">Ana</at></p>'
            '<attachment id="f"></attachment>',
            mentions=[
                {"id": 1, "mentionText": "Ana", "mentioned": ana},
                {"id": 0, "mentionText": "Roundtable", "mentioned": ours},
            ],
            attachments=[
                {
                    "id": "f",
                    "contentType": "reference",
                    "name": "plan.docx",
                    "contentUrl": "https://example.sharepoint.com/plan.docx",
                }
            ],
        ),
    )
    assert await world.chat.words(ref(said)) == (
        Plain(text="see "),
        Mention(user=user("ana"), name="Ana"),
        Attachment(name="plan.docx", url="https://example.sharepoint.com/plan.docx"),
    )


@dialogue
async def test_what_was_taken_away_is_absent(world: World):
    top = world.teams.say(ROOM, "ben", HELLO)
    world.teams.message(ROOM, top).deleted = True
    assert isinstance(await world.chat.words(ref(top)), Absent)
    assert isinstance(await world.chat.words(ref("1")), Absent)
    assert isinstance(await world.chat.words(ref("2", thread=top)), Absent)


@pytest.mark.parametrize("hidden", [says(404, "NotFound"), refused()])
@dialogue
async def test_what_stands_where_nobody_may_read_is_unknown(world: World, hidden: Trouble):
    top = world.teams.say(ROOM, "ben", HELLO)
    world.teams.next("graph", says(404, "NotFound"), hidden)
    assert isinstance(await world.chat.words(ref(top)), Unknown)
    world.teams.teams.clear()
    world.directory.keep_group(TEAM, "")
    assert isinstance(await world.chat.words(ref(top)), Unknown)


@dialogue
async def test_a_channel_met_without_its_team_is_read_as_it_was_met_before(world: World):
    world.directory.room(TENANT, CHANNEL)
    top = world.teams.say(ROOM, "ben", HELLO)
    assert await world.chat.words(ref(top, f"{ROOM}/{ROOM}")) == (Plain(text="Hello"),)


@dialogue
async def test_words_that_may_not_be_read_are_unknown_and_those_that_fail_wait(world: World):
    top = world.teams.say(ROOM, "ben", HELLO)
    world.teams.next("graph", refused(), broken(500), limited(60))
    assert isinstance(await world.chat.words(ref(top)), Unknown)
    for _ in range(2):
        with pytest.raises(Later):
            await world.chat.words(ref(top))


@dialogue
async def test_graph_is_called_with_a_token_of_its_own(world: World):
    top = world.teams.say(CHAT, "ben", HELLO)
    await world.chat.words(ref(top, CHAT))
    assert world.tokens.scopes == {f"{world.teams.graph_url}.default"}
