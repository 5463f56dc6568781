"""Whom and where the adapter knows: learned in passing, kept, or asked for."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.addresses import kind_of, tenant_of
from adapters.teams.connector import ConnectorError
from adapters.teams.directory import Directory
from adapters.teams.memory import Memory
from bot.protocol.ports import Absent, Later, Parcel
from bot.protocol.refs import Profile, User
from tests.cards import card
from tests.teams.outbound import CHANNEL, World, dialogue, place, user
from tests.teams.standin import broken, hangs_up, says
from tests.teams.standin_state import BOT, CHAT, GROUP, ROOM, TEAM, TENANT, Person

FALLBACK = "https://smba.trafficmanager.net/teams"
BEN = User(platform="teams", workspace=TENANT, user="ben-in-the-directory")
SENDER = {"id": "29:ben", "name": "Ben Okafor", "aadObjectId": BEN.user}


def activity(
    kind: str = "channel", url: str = "https://smba.example/amer/", **more: Any
) -> Mapping[str, Any]:
    conversation = {"channel": ROOM, "groupChat": CHAT, "personal": "a:ben"}[kind]
    data: dict[str, Any] = {"tenant": {"id": TENANT}}
    if kind == "channel":
        data["team"] = {"id": TEAM, "aadGroupId": GROUP}
        conversation += ";messageid=1772463000000"
    return {
        "type": "message",
        "serviceUrl": url,
        "from": SENDER,
        "conversation": {"id": conversation, "conversationType": kind},
        "channelData": data,
        **more,
    }


@pytest.fixture
def directory() -> Directory:
    return Directory(Memory(None), FALLBACK)


def test_before_teams_is_heard_there_is_one_address_for_all(directory: Directory):
    assert directory.service_url(TENANT) == FALLBACK + "/"


@pytest.mark.parametrize("url", ["https://smba.example/amer/", "https://smba.example/amer"])
def test_a_tenant_is_called_at_the_address_that_it_told_last(directory: Directory, url: str):
    directory.heard(activity(url="https://smba.example/emea/"))
    directory.heard(activity(url=url))
    assert directory.service_url(TENANT) == "https://smba.example/amer/"
    assert directory.service_url("another") == FALLBACK + "/"


@pytest.mark.parametrize(
    "url", ["", "https://", "http://[", "ftp://smba.example/", "javascript:alert(1)"]
)
def test_what_is_no_web_address_is_not_called(directory: Directory, url: str):
    directory.heard(activity(url=url))
    assert directory.service_url(TENANT) == FALLBACK + "/"


def test_addresses_that_are_not_trusted_are_not_called_wherever_they_come_from():
    memory = Memory(None)
    memory.keep_service(TENANT, "https://elsewhere.example/")
    directory = Directory(memory, FALLBACK, lambda url: "elsewhere" not in url)
    assert directory.service_url(TENANT) == FALLBACK + "/"
    directory.heard(activity(url="https://elsewhere.example/amer/"))
    assert directory.service_url(TENANT) == FALLBACK + "/"
    directory.heard(activity())
    assert directory.service_url(TENANT) == "https://smba.example/amer/"


@pytest.mark.parametrize(
    ("conversation", "team", "kind"),
    [
        ({"id": ROOM, "conversationType": "personal"}, {}, "personal"),
        ({"id": "a:ben"}, {}, "personal"),
        ({"id": "a:ben", "isGroup": False}, {}, "personal"),
        ({"id": "a:ben", "isGroup": True}, {}, "groupChat"),
        ({"id": CHAT}, {}, "groupChat"),
        ({"id": CHAT, "isGroup": False}, {}, "groupChat"),
        ({"id": ROOM}, {}, "groupChat"),
        ({"id": ROOM}, {"id": TEAM}, "channel"),
        ({"id": f"{ROOM};messageid=1"}, {"id": TEAM}, "channel"),
        ({"id": "19:room@thread.skype"}, {"id": TEAM}, "channel"),
        ({"id": CHAT}, {"id": TEAM}, "groupChat"),
    ],
)
def test_what_may_be_a_room_is_not_private_unless_teams_says_so(
    conversation: dict[str, Any], team: dict[str, Any], kind: str
):
    told = {"conversation": conversation, "channelData": {"team": team}}
    assert kind_of(told) == kind


def test_a_room_is_never_kept_as_a_private_chat(directory: Directory):
    directory.keep_chat(BEN, ROOM)
    assert directory.chat(BEN) is None


@pytest.mark.parametrize(
    ("told", "conversation", "tenant"),
    [
        ("AB", "ab", "ab"),
        ("AB", None, "ab"),
        (None, "AB", "ab"),
        ("ab", "cd", ""),
        (None, None, ""),
    ],
)
def test_a_tenant_is_one_however_it_is_written(
    told: str | None, conversation: str | None, tenant: str
):
    heard = {"conversation": {"tenantId": conversation}, "channelData": {"tenant": {"id": told}}}
    assert tenant_of(heard) == tenant


def test_a_channel_without_its_team_is_the_one_that_was_met(directory: Directory):
    directory.heard(activity())
    data = {"tenant": {"id": TENANT}}
    directory.heard(activity(channelData=data))
    assert directory.rooms(TENANT) == [f"{TEAM}/{ROOM}"]


def test_an_address_that_stays_the_same_is_written_once(directory: Directory):
    class Counting(Memory):
        kept = 0

        def keep_service(self, tenant: str, url: str) -> None:
            self.kept += 1

    memory = Counting(None)
    directory = Directory(memory, FALLBACK)
    for _ in range(3):
        directory.heard(activity(url="https://smba.example/amer"))
    assert memory.kept == 1


def test_rooms_are_known_once_they_are_heard_of_the_newest_first(directory: Directory):
    for kind in ("channel", "groupChat", "personal", "channel"):
        directory.heard(activity(kind))
    assert directory.rooms(TENANT) == [CHAT, f"{TEAM}/{ROOM}"]
    assert directory.rooms("another") == []
    directory.left(TENANT, [CHAT, "19:never@thread.v2"])
    assert directory.rooms(TENANT) == [f"{TEAM}/{ROOM}"]


def test_a_sender_is_known_by_either_id_and_by_their_private_chat(directory: Directory):
    directory.heard(activity())
    assert directory.account(BEN) == "29:ben"
    assert directory.user(TENANT, "29:ben") == BEN
    assert directory.group(TEAM) == GROUP
    assert directory.chat(BEN) is None
    directory.heard(activity("personal"))
    assert directory.chat(BEN) == "a:ben"


def test_an_account_without_an_id_in_the_directory_is_nobody_it_knows(directory: Directory):
    directory.heard({**activity(), "from": {"id": "29:anonymous", "name": "Guest"}})
    assert directory.user(TENANT, "29:anonymous") is None


def test_a_time_zone_is_news_when_it_changes(directory: Directory):
    told = activity(localTimezone="Europe/Oslo")
    assert directory.heard(told) == Profile(user=BEN, name="Ben Okafor", zone="Europe/Oslo")
    assert directory.heard(told) is None
    assert directory.heard(activity()) is None
    assert directory.zone(BEN) == "Europe/Oslo"
    again = directory.heard(activity(localTimezone="America/Lima"))
    assert again is not None and again.zone == "America/Lima"
    directory.heard(activity(localTimezone="Nowhere/Land"))
    assert directory.zone(BEN) == "America/Lima"


def test_addresses_and_rooms_outlast_the_process_and_people_do_not(tmp_path: Path):
    file = tmp_path / "teams.db"
    memory = Memory(file)
    before = Directory(memory, FALLBACK)
    before.heard(activity())
    before.heard(activity("groupChat"))
    before.left(TENANT, [CHAT])
    memory.close()
    again = Memory(file)
    after = Directory(again, FALLBACK)
    assert after.service_url(TENANT) == "https://smba.example/amer/"
    assert after.rooms(TENANT) == [f"{TEAM}/{ROOM}"]
    assert after.account(BEN) is None
    again.close()
    assert b"Okafor" not in file.read_bytes()


def test_two_processes_may_share_the_file(tmp_path: Path):
    file = tmp_path / "teams.db"
    one, two = Memory(file), Memory(file)
    one.keep_room(TENANT, CHAT)
    two.keep_room(TENANT, CHAT)
    two.keep_service(TENANT, "https://smba.example/")
    assert one.rooms() == [(TENANT, CHAT)]
    assert one.services() == {TENANT: "https://smba.example/"}
    one.close()
    two.close()


def test_a_file_that_cannot_be_written_costs_no_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    file = tmp_path / "teams.db"
    memory = Memory(file)
    directory = Directory(memory, FALLBACK)
    with sqlite3.connect(file) as other:
        other.execute("drop table room")
    directory.heard(activity("groupChat"))
    assert directory.rooms(TENANT) == [CHAT]
    assert "OperationalError" in caplog.text
    memory.close()
    other.close()


def test_a_file_of_another_kind_is_refused(tmp_path: Path):
    words = tmp_path / "words.txt"
    words.write_text("Nothing of a database stands here, and it is to stay like that. " * 20)
    with pytest.raises(OSError, match=r"words\.txt"):
        Memory(words)
    assert words.read_text().startswith("Nothing of a database")
    with pytest.raises(OSError, match="cannot be used"):
        Memory(tmp_path / "nowhere" / "teams.db")


def test_a_database_of_another_kind_is_refused_and_left_as_it_is(tmp_path: Path):
    file = tmp_path / "roundtable.db"
    with sqlite3.connect(file) as other:
        other.execute("create table room (id text primary key, cohort text)")
    other.close()
    with pytest.raises(OSError, match=r"roundtable\.db"):
        Memory(file)
    with sqlite3.connect(file) as other:
        tables = other.execute("select name from sqlite_master where type = 'table'").fetchall()
    other.close()
    assert tables == [("room",)]


def test_after_it_is_closed_nothing_is_written_and_nothing_fails():
    memory = Memory(None)
    memory.close()
    memory.close()
    memory.keep_room(TENANT, CHAT)
    assert memory.rooms() == []


# Who is there


@dialogue
async def test_a_person_is_known_as_their_room_tells_them(world: World):
    world.directory.room(TENANT, CHANNEL)
    world.teams.meet("cal", "Cal (Guest)", tenant="another", userRole="user")
    world.teams.members[TEAM].append("cal")
    assert await world.chat.person(user("ben")) == Profile(user=user("ben"), name="Ben")
    found = await world.chat.person(user("cal"))
    assert found == Profile(user=user("cal"), name="Cal (Guest)", stranger=True)
    assert isinstance(await world.chat.person(user("dee")), Absent)


@dialogue
async def test_a_person_of_no_room_is_known_in_their_private_chat(world: World):
    world.teams.meet("cal", "Cal")
    hello = Parcel(key="k", kind="tell", card=card("Hi"), workspace=TENANT, user=user("cal"))
    await world.chat.send(hello)
    assert await world.chat.person(user("cal")) == Profile(user=user("cal"), name="Cal")


@dialogue
async def test_someone_who_shares_but_a_channel_is_found_there(world: World):
    shared = "19:shared@thread.tacv2"
    world.teams.meet("eve", "Eve", tenant="another")
    world.teams.open_team("ana", channels={ROOM: "Spring", shared: "Shared"})
    world.teams.members[shared] = ["ana", "eve"]
    world.directory.room(TENANT, f"{TEAM}/{shared}")
    found = await world.chat.person(user("eve"))
    assert isinstance(found, Profile) and found.stranger


@dialogue
async def test_who_somebody_is_waits_for_a_room_and_for_teams(world: World):
    with pytest.raises(Later):
        await world.chat.person(user("ben"))
    world.directory.room(TENANT, CHANNEL)
    world.teams.next("member", broken(500), hangs_up(), hangs_up(), says(401), says(401))
    for _ in range(3):
        with pytest.raises(Later):
            await world.chat.person(user("ben"))
    assert isinstance(await world.chat.person(user("ben")), Profile)


@dialogue
async def test_a_zone_that_a_client_told_belongs_to_the_profile(world: World):
    world.directory.heard(
        {
            "from": world.teams.people["ben"].member,
            "conversation": {"id": CHAT, "conversationType": "groupChat"},
            "channelData": {"tenant": {"id": TENANT}},
            "localTimezone": "Europe/Oslo",
        }
    )
    found = await world.chat.person(user("ben"))
    assert found == Profile(user=user("ben"), name="Ben", zone="Europe/Oslo")


@pytest.mark.parametrize("where", [CHANNEL, CHAT])
@dialogue
async def test_the_roster_is_everyone_over_all_pages_without_bots(world: World, where: str):
    world.teams.page = 2
    world.teams.meet("guest", "Guest", tenant="another")
    world.teams.anonymous("29:by-link", "By Link")
    world.teams.people["bot"] = Person(member={"id": BOT})
    people = ["ana", "bot", "ben", "guest", "29:by-link"]
    world.teams.members |= {TEAM: people, CHAT: people}
    found = [profile async for profile in world.chat.roster(place(where))]
    assert [(p.name, p.stranger) for p in found] == [
        ("Ana", False),
        ("Ben", False),
        ("Guest", True),
        ("By Link", True),
    ]
    # Whoever was told of there is known by their account from now on.
    assert world.directory.account(user("ben")) == "29:ben"


@dialogue
async def test_a_room_that_is_not_there_has_nobody_in_it(world: World):
    world.teams.next("members", says(404, "ConversationNotFound"))
    for where in (CHAT, "19:elsewhere@thread.v2"):
        assert [p async for p in world.chat.roster(place(where))] == []


@dialogue
async def test_a_roster_that_may_not_be_read_is_no_empty_one(world: World):
    world.teams.next("members", says(403, "Forbidden"), broken(500))
    with pytest.raises(ConnectorError, match="Forbidden"):
        _ = [p async for p in world.chat.roster(place(CHAT))]
    with pytest.raises(Later):
        _ = [p async for p in world.chat.roster(place(CHAT))]


@pytest.mark.parametrize("status", [403, 404])
@dialogue
async def test_half_a_roster_does_not_pass_for_the_whole(world: World, status: int):
    world.teams.page = 1
    roster = world.chat.roster(place(CHAT))
    assert (await anext(roster)).name == "Ana"
    world.teams.next("members", says(status))
    with pytest.raises(ConnectorError):
        await anext(roster)
