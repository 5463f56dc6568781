"""What Teams delivers becomes events: once, with all that is known, whatever fails on the way."""

import asyncio
import logging
from typing import Any

import pytest

from adapters.teams import desk, wire
from bot.protocol.effects import Whisper
from bot.protocol.events import (
    Changed,
    Commanded,
    Event,
    HomeOpened,
    Joined,
    Left,
    Pressed,
    Said,
)
from bot.protocol.text import Mention, Plain
from tests.cards import card
from tests.teams import gestures
from tests.teams.harness import (
    CHANNEL,
    GENERAL,
    PLACES,
    World,
    dialogue,
    place,
    private_chat,
    user,
)
from tests.teams.made import (
    ANA,
    BEN,
    CAL,
    DEE,
    PRIVATE,
    account,
    activity,
    in_channel,
    in_private,
    mention,
    payload,
)
from tests.teams.standin import SILENT, Trouble, broken, limited, refused, says
from tests.teams.standin_state import BOT, ROOM, TEAM

SECRET = "Words that no log may hold"
IN_CHANNEL = PLACES["channel"]


@pytest.fixture(autouse=True)
def nothing_is_told(caplog: pytest.LogCaptureFixture):
    """Whatever happens, no log holds what was said or by whom."""
    caplog.set_level(logging.DEBUG)
    yield
    told = "\n".join(logging.Formatter().format(each) for each in caplog.get_records("call"))
    for hidden in (SECRET, "Ben Okafor", "Cal Moreau", f"29:{BEN}", f"29:{CAL}"):
        assert hidden not in told


async def tells_bot(world: World, words: str) -> Event:
    """Ben mentions the bot in the channel and goes on with these words; what the engine hears."""
    about = {"id": BOT, "name": "Roundtable"}
    entity = {"type": "mention", "text": "<at>Roundtable</at>", "mentioned": about}
    await world.says(BEN, f"<at>Roundtable</at> {words}", IN_CHANNEL, entities=[entity])
    return world.events()[-1]


def letters(said: Event) -> str:
    assert isinstance(said, Said)
    return "".join(node.text for node in said.nodes if isinstance(node, Plain))


# Commands


@pytest.mark.parametrize(
    "words",
    ["not now", "Not now", "not  now!", "prompt small-step now", "invite", "/summary", "next", "?"],
)
@dialogue
async def test_a_mention_of_the_bot_before_a_command_s_name_is_a_command(world: World, words: str):
    assert isinstance(await tells_bot(world, words), Commanded)


@pytest.mark.parametrize(
    "words", ["not sure about this", "now", "prompting helps", "invited her", "NAME", "small step"]
)
@dialogue
async def test_before_other_words_it_is_a_discussion(world: World, words: str):
    assert letters(await tells_bot(world, words)) == words


@dialogue
async def test_before_an_engine_runs_nothing_is_taken_for_words(world: World):
    def absent() -> Any:
        raise ConnectionError("the engine is not running yet")

    known, world.ear.completions = world.ear.completions, absent
    message = payload("command_mention")
    assert (await world.hears(message)).status == 503
    world.ear.completions = known
    assert (await world.hears(message)).status == 200
    assert [type(each) for each in world.events()] == [Commanded]


# Who is mentioned


@dialogue
async def test_whom_a_mention_means_is_asked_for_once(world: World):
    world.teams.members[TEAM].append(CAL)
    for _ in range(2):
        await world.says(BEN, "Ask <at>Cal Moreau</at>", IN_CHANNEL, entities=[mention(CAL)])
        said = world.events()[-1]
        assert isinstance(said, Said)
        assert said.nodes[-1] == Mention(user=user(CAL), name="Cal Moreau")
    [asked] = world.teams.asked("member")
    assert asked.parts == {"conversation": ROOM, "id": f"29:{CAL}"}


@dialogue
async def test_who_spoke_before_is_known_and_so_is_whom_teams_names_in_full(world: World):
    await world.says(ANA, "Hello", PLACES["group chat"])
    about = [mention(ANA), mention(CAL, aad=True)]
    await world.says(
        BEN, "<at>Ana López</at> <at>Cal Moreau</at>", IN_CHANNEL, entities=about
    )  # fmt: skip
    said = world.events()[-1]
    assert isinstance(said, Said)
    assert [each.user for each in said.nodes if isinstance(each, Mention)] == [user(ANA), user(CAL)]
    assert world.teams.asked("member") == []


@pytest.mark.parametrize("trouble", [says(404), refused(), broken(500)])
@dialogue
async def test_a_failing_look_up_keeps_the_message_with_the_name(world: World, trouble: Trouble):
    world.teams.next("member", trouble)
    await world.says(BEN, "Ask <at>Cal Moreau</at>", IN_CHANNEL, entities=[mention(CAL)])
    assert letters(world.events()[-1]) == "Ask @Cal Moreau"


@dialogue
async def test_a_look_up_is_tried_no_more_than_four_times(world: World):
    world.teams.next("member", *[limited(0)] * 20)
    await world.says(BEN, "Ask <at>Cal Moreau</at>", IN_CHANNEL, entities=[mention(CAL)])
    assert letters(world.events()[-1]) == "Ask @Cal Moreau"
    assert len(world.teams.asked("member")) == 4


class Together(asyncio.Event):
    """Lets calls go on once there are so many of them."""

    def __init__(self, world: World, number: int) -> None:
        super().__init__()
        self._world = world
        self._number = number

    def set(self) -> None:
        super().set()
        if len(self._world.teams.calls) == self._number:
            self._world.teams.goes_on.set()


def unheard_of(world: World, number: int) -> tuple[str, list[dict[str, Any]]]:
    """A message that mentions this many people who have not been met; its text and entities."""
    entities = list[dict[str, Any]]()
    for each in range(number):
        id, name = f"{each:08}-0000-4000-8000-000000000000", f"Person {each}"
        world.teams.members[TEAM].append(world.teams.meet(id, name)["aadObjectId"])
        about = {"id": f"29:{id}", "name": name}
        entities.append({"type": "mention", "text": f"<at>{name}</at>", "mentioned": about})
    return " ".join(each["text"] for each in entities), entities


@dialogue
async def test_all_who_are_mentioned_are_looked_up_together_ten_at_most(world: World):
    words, entities = unheard_of(world, 12)
    world.teams.arrived = Together(world, 10)
    await world.says(BEN, words, IN_CHANNEL, entities=[*entities, *entities])
    said = world.events()[-1]
    assert isinstance(said, Said)
    known = [each.name for each in said.nodes if isinstance(each, Mention)]
    assert known == [f"Person {each}" for each in range(10)]
    assert "@Person 10 @Person 11" in letters(said)
    assert len(world.teams.asked("member")) == 10


@dialogue
async def test_who_is_not_looked_up_in_time_is_a_name_and_the_others_are_known(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk, "LOOKING", 0.5)
    words, entities = unheard_of(world, 3)
    world.teams.next("member", SILENT)
    await world.says(BEN, words, IN_CHANNEL, entities=entities)
    said = world.events()[-1]
    assert isinstance(said, Said)
    assert len([each for each in said.nodes if isinstance(each, Mention)]) == 2


@dialogue
async def test_a_room_that_is_mentioned_is_nobody_to_ask_for(world: World):
    about = {"id": "19:other@thread.tacv2", "name": "Lobby"}
    entity = {"type": "mention", "text": "<at>Lobby</at>", "mentioned": about}
    await world.says(BEN, "See <at>Lobby</at>", IN_CHANNEL, entities=[entity])
    assert letters(world.events()[-1]) == "See @Lobby"
    assert world.teams.asked("member") == []


# Who comes and goes


@dialogue
async def test_who_enters_a_team_enters_all_its_channels(world: World):
    world.teams.open_team(ANA, channels={ROOM: "Spring", "19:autumn@thread.tacv2": "Autumn"})
    await world.hears("member_added_team")
    rooms = [place(each) for each in (GENERAL, CHANNEL, f"{TEAM}/19:autumn@thread.tacv2")]
    joined = [each for each in world.events() if isinstance(each, Joined)]
    assert [(e.who, e.place) for e in joined] == [
        (user(who), room) for who in (CAL, DEE) for room in rooms
    ]
    assert len(joined) == len(world.events()) == len({each.keys for each in joined})


@pytest.mark.parametrize("trouble", [refused(), broken(500), says(404)])
@dialogue
async def test_where_the_channels_cannot_be_asked_for_it_is_those_that_are_known(
    world: World, trouble: Trouble
):
    await world.says(BEN, "Hello", IN_CHANNEL)
    world.teams.next("channels", trouble)
    await world.hears("member_removed_team")
    left = [each for each in world.events() if isinstance(each, Left)]
    assert {each.place.channel for each in left} == {CHANNEL, GENERAL}


@dialogue
async def test_who_enters_one_channel_enters_no_other(world: World):
    await world.hears("member_added_private_channel")
    assert [(type(e), e.place) for e in world.events() if isinstance(e, Joined)] == [
        (Joined, place(f"{TEAM}/{PRIVATE}"))
    ]
    assert world.teams.asked("channels") == []


@pytest.mark.parametrize("what", ["member_added_group_chat", "bot_added_team"])
@dialogue
async def test_channels_are_asked_for_only_where_somebody_enters_a_team(world: World, what: str):
    assert (await world.hears(what)).status == 200
    assert world.teams.asked("channels") == []


# Time zones


def zones(world: World) -> list[str | None]:
    """Ben's, as the engine was told of them."""
    news = [each.profile for each in world.ear.new if isinstance(each, Changed)]
    return [each.zone for each in news if each is not None and each.user == user(BEN)]


@dialogue
async def test_a_time_zone_is_news_once(world: World):
    for zone in ("Europe/Zurich", "Europe/Zurich", "America/Lima", None):
        await world.says(BEN, "Hello", IN_CHANNEL, localTimezone=zone)
    assert zones(world) == ["Europe/Zurich", "America/Lima"]


@dialogue
async def test_news_that_could_not_be_kept_are_told_again(world: World):
    hello = world.message(BEN, "Hello", IN_CHANNEL)
    world.ear.broken = True
    assert (await world.hears(hello)).status == 503
    world.ear.broken = False
    assert (await world.hears(hello)).status == 200
    assert zones(world) == ["Europe/Zurich"]


@dialogue
async def test_news_come_with_whatever_a_person_does(world: World):
    await world.hears({**payload("form_opened_dialog"), "from": account(BEN)})
    assert zones(world) == ["Europe/Zurich"]
    assert world.events() == []


# What fails


@pytest.mark.parametrize(
    "what", ["channel_post", "press", "form_dialog", "member_added_group_chat"]
)
@dialogue
async def test_what_could_not_be_kept_is_delivered_again_and_taken_once(world: World, what: str):
    world.ear.replies = (Whisper(card=card("Hello")),)
    world.ear.broken = True
    assert (await world.hears(what)).status == 503
    assert world.events() == [] and world.shown() == []
    world.ear.broken = False
    for _ in range(3):
        assert (await world.hears(what)).status == 200
    assert len(world.events()) == len({each.keys for each in world.events()})
    told = len(world.shown()) + len(world.ear.told)
    assert told == len(world.events()) > 0


@pytest.mark.parametrize(
    "spoiled",
    [
        {"entities": 5},
        {"entities": [None]},
        {"attachments": [SECRET]},
        {"membersAdded": SECRET},
        {"type": "conversationUpdate", "membersAdded": SECRET},
        {"type": "conversationUpdate", "membersRemoved": [SECRET]},
        {"type": "messageReaction", "reactionsAdded": {SECRET: 1}, "replyToId": "1"},
        {"type": "messageDelete", "id": None},
        {"id": None},
    ],
    ids=str,
)
@dialogue
async def test_what_cannot_be_read_is_taken_and_told_without_words(
    world: World, spoiled: dict[str, Any], caplog: pytest.LogCaptureFixture
):
    told = activity(**{**in_channel(), "type": "message", "text": SECRET, **spoiled})
    answer = await world.hears({**told, **spoiled})
    assert (answer.status, answer.body) == (200, "")
    assert world.events() == []
    assert "an activity could not be read" in caplog.text


@pytest.mark.parametrize("what", ["typing", "unknown_event", "unknown_invoke", "press_of_another"])
@dialogue
async def test_what_means_nothing_to_us_is_taken(world: World, what: str):
    assert (await world.hears(what)).status == 200
    assert world.events() == []


@pytest.mark.parametrize("told", [{"ticket": "42"}, {wire.KEY: {"kind": "new"}}, None])
@dialogue
async def test_a_press_that_means_nothing_to_us_is_answered_so_that_teams_tells_of_no_error(
    world: World, told: dict[str, Any] | None
):
    press = gestures.press({"data": told or {}}, "1772460000300")
    answer = await world.hears(activity(sender=BEN, id="f:1", **in_private(), **press))
    assert answer.json == {
        "statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""
    }  # fmt: skip


@dialogue
async def test_a_person_s_own_installation_opens_their_page(world: World):
    await world.hears("installed_personal")
    [event] = world.events()
    assert isinstance(event, HomeOpened)
    assert event.place == place(private_chat(event.who.user), direct=True)


@dialogue
async def test_a_closed_bot_takes_nothing(world: World):
    assert world.running.ready() and world.running.close is not None
    await world.running.close()
    assert not world.running.ready()
    assert (await world.says(BEN, SECRET, in_private())).status == 503
    assert world.ear.given == []


@dialogue
async def test_a_press_on_a_card_for_one_person_names_no_message(world: World):
    await world.hears("press_targeted")
    await world.hears("press")
    assert [isinstance(e, Pressed) and e.ref is None for e in world.events()] == [True, False]
