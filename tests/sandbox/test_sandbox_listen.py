"""What is typed becomes nodes, and gestures become events."""

import pytest

from adapters.sandbox import listen
from adapters.sandbox.address import user
from bot.protocol.cards import Form
from bot.protocol.events import Commanded, Edited, Joined, Left, Reacted, Removed, Said
from bot.protocol.ports import StageError
from bot.protocol.text import Link, Mention, Plain, plain


def nodes(world, text):
    return listen.nodes(text, world.platform.people())


def test_an_address_becomes_a_link_without_the_full_stop_after_it(world):
    assert nodes(world, "See https://example.org/a?b=1.") == (
        Plain(text="See "),
        Link(url="https://example.org/a?b=1"),
        Plain(text="."),
    )


@pytest.mark.parametrize("letters", ["@ben", "@Ben Okafor", "@BEN"])
def test_a_known_name_after_an_at_sign_becomes_a_mention(world, letters):
    assert nodes(world, f"Ask {letters}, please") == (
        Plain(text="Ask "),
        Mention(user=user("ben"), name="Ben Okafor"),
        Plain(text=", please"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> hello",
        "@channel",
        "@bend it",
        "mail ana@ben.org",
        "مرحبا 👋🏽",
        "a\nb",
        "*x* _y_",
    ],
)
def test_all_else_stays_as_it_was_typed(world, text):
    assert nodes(world, text) == (Plain(text=text),)


def test_nothing_of_a_long_text_is_lost(world):
    text = "héllo @ben https://example.org/x, " * 1200
    letters = plain(nodes(world, text))
    assert letters == text.replace("@ben", "@Ben Okafor")


def test_a_command_carries_what_follows_it_and_whom_it_mentions(world):
    world.do(world.stage.command("ana", "/cohort  role @Ben Okafor guest", where="room"))
    [event] = world.ear.heard
    assert isinstance(event, Commanded)
    assert event.text == "role @Ben Okafor guest"
    assert event.people == {"@Ben Okafor": user("ben")}
    assert not event.place.direct


def test_a_command_begins_with_cohort(world):
    with pytest.raises(StageError, match="/cohort"):
        world.do(world.stage.command("ana", "/cohorts help", where="room"))
    assert world.ear.heard == []


def test_every_event_has_a_key_of_its_own(world):
    id = world.do(world.stage.say("ben", "One", to="room"))
    world.do(world.stage.edit("ben", id, "Two"))
    world.do(world.stage.react("ana", id, "bulb"))
    world.do(world.stage.react("ana", id, ":bulb:"))
    world.do(world.stage.delete("ben", id))
    world.do(world.stage.leave("ben"))
    world.do(world.stage.enter("ben", world.platform.person("ben").profile))
    kinds = [type(event) for event in world.ear.heard]
    assert kinds == [Said, Edited, Reacted, Reacted, Removed, Left, Joined]
    assert [e.added for e in world.ear.heard if isinstance(e, Reacted)] == [True, False]
    assert len({key for event in world.ear.heard for key in event.keys}) == len(kinds)


def test_an_edit_that_changes_nothing_is_no_event(world):
    id = world.do(world.stage.say("ben", "One", to="room"))
    world.do(world.stage.edit("ben", id, "One"))
    assert [type(event) for event in world.ear.heard] == [Said]


def test_a_form_without_fields_can_be_sent(world):
    world.platform.open_form("ana", Form(action="a", title="T", fields=(), submit="Go"), "room")
    world.do(world.stage.fill("ana", {}))
    assert world.ear.heard[0].values == {}
