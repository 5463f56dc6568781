"""The app is removed from a workspace: its cohorts rest, and are forgotten if it stays away."""

from adapters.sandbox.address import NAME, WORKSPACE
from bot.protocol.events import Installed, Uninstalled
from bot.store.queue import NOTHING
from bot.store.tables import cohort, due, membership, message, outgoing, person, workspace
from tests.engine.test_attention import ready, say, states, tell
from tests.world import World

BACK = "I am back"


def removed(world: World) -> None:
    event = Uninstalled(at=world.now, keys=(), platform=NAME, workspace=WORKSPACE)
    world._run(world.scene.take(event))
    world._settle()


def installed(world: World) -> None:
    event = Installed(at=world.now, keys=(), platform=NAME, workspace=WORKSPACE, name="Spring")
    world._run(world.scene.take(event))
    world._settle()


def begun(world: World) -> None:
    """A cohort in its first week, with words of Ben's."""
    world.cohort("ben")
    installed(world)
    world.until("2026-03-02 10:05")
    world.say("ben", "We ask at registration.", to="prompt")
    world.forget()


def test_nothing_more_is_said_and_nobody_is_told_what_cannot_arrive(world):
    begun(world)
    removed(world)
    lines = len(world.stage.lines())
    world.advance(days=30)
    assert len(world.stage.lines()) == lines
    assert world.count(outgoing, state="dead") == world.count(outgoing, state="waiting") == 0
    assert world.rows(cohort)[0]["state"] == "held"


def test_when_it_comes_back_the_moderators_decide(world):
    begun(world)
    removed(world)
    world.advance(days=20)
    world.forget()
    installed(world)
    assert any(BACK in each for each in world.told("ana"))
    world.press("ana", "Resume")
    assert world.rows(cohort)[0]["state"] == "running"
    assert world.count(message) == 1
    world.advance(days=100)
    assert world.count(message) == 1, "a removal that was undone deletes nothing"


def test_a_start_of_the_bot_is_no_coming_back(world):
    begun(world)
    installed(world)
    assert world.told("ana") == []


def test_what_stays_removed_is_forgotten_with_its_names(world):
    begun(world)
    removed(world)
    world.advance(days=89)
    assert world.count(message) == 1
    world.advance(days=2)
    assert world.count(message) == world.count(membership) == world.count(person) == 0
    assert world.says_anywhere("registration") == world.says_anywhere("Okafor") == []
    assert world.count(due) == 0


def test_the_name_of_the_workspace_goes_with_the_last_of_its_cohorts(world):
    begun(world)
    assert [row["name"] for row in world.rows(workspace)] == ["Spring"]
    removed(world)
    world.advance(days=89)
    assert [row["name"] for row in world.rows(workspace)] == ["Spring"]
    world.advance(days=2)
    assert [row["name"] for row in world.rows(workspace)] == [""]


def test_where_nothing_was_kept_the_name_goes_at_once(world):
    installed(world)
    removed(world)
    assert [row["name"] for row in world.rows(workspace)] == [""]


def test_what_is_held_or_folded_and_unsaid_is_dropped_with_its_words(world):
    ready(world)
    installed(world)
    chats, world.scene.courier.chats = world.scene.courier.chats, {}
    say(world, tell(world, "ben", "One.", key="ben-1"), tell(world, "ben", "Two.", key="ben-2"))
    say(world, tell(world, "ben", "Three.", key="ben-3"))
    assert states(world, "ben") == {"ben-1": "folded", "ben-2": "folded", "ben-3": "held"}
    removed(world)
    assert set(states(world, "ben").values()) == {"dropped"}
    for row in world.rows(outgoing):
        assert row["card"] == NOTHING or not row["key"].startswith(("ben-", "digest:"))
    installed(world)
    world.scene.courier.chats = chats
    world.advance(days=14)
    assert not {"One.", "Two.", "Three."} & set("\n".join(world.told("ben")).split("\n"))
