"""Who may do what: the stored role decides, and the cohort that is meant is asked for."""

import pytest

from bot.engine.commands import find, near
from bot.engine.story import Command, Story
from bot.engine.work import Work
from bot.protocol.effects import Whisper
from bot.protocol.events import Commanded, Pressed, Said
from bot.protocol.text import plain
from tests.engine.toy import ROOM, card, direct


def desk() -> Story:
    """Commands and buttons for everyone, members and moderators."""
    story = Story("desk")

    def tells(event: Commanded, work: Work, rest: str):
        cohort = work.cohort.id if work.cohort else "no cohort"
        return [Whisper(card=card(f"{cohort}: {rest}"))]

    story.command("hold", who="moderator")(tells)
    story.command("extend", "N days", who="moderator")(tells)
    story.command("summary")(tells)
    story.command("my data", also=["data"])(tells)
    story.command("agree")(tells)
    story.command("new", who="anyone", cohort=False)(tells)

    @story.button("decide", who="moderator")
    def decide(event: Pressed, work: Work):
        return [Whisper(card=card("decided"))]

    @story.button("read")
    def read(event: Pressed, work: Work):
        return [Whisper(card=card("read"))]

    @story.on(Said)
    def listen(event: Said, work: Work):
        return [Whisper(card=card(f"heard: {plain(event.nodes)}"))]

    return story


@pytest.mark.parametrize(
    ("who", "text", "told"),
    [
        ("ana", "hold", "spring: "),
        ("ben", "hold", "for the cohort's moderators"),
        ("zoe", "hold", "for the cohort's moderators"),
        ("ben", "summary", "spring: "),
        ("zoe", "summary", "people who belong"),
        ("zoe", "new", "spring: "),
        ("ana", "EXTEND  3 days", "spring: 3 days"),
        ("ben", "my data please", "spring: please"),
        ("ben", "data", "spring: "),
        ("ben", "sumary", "Did you mean summary?"),
        ("ben", "xylophone", "I don't know xylophone."),
        ("ben", "x" * 4000, "…"),
    ],
)
def test_commands_in_the_room(make_toy, who, text, told):
    toy = make_toy(desk())
    toy.cohort("ben")
    toy.person("zoe")
    assert told in toy.answered(toy.commanded(who, text))


def test_the_role_counts_that_is_stored_now(make_toy):
    from bot.store import cohorts

    toy = make_toy(desk())
    toy.cohort("ben")
    with toy.database.transaction() as db:
        cohorts.change_membership(db, "spring-ana", role="member")
        cohorts.change_membership(db, "spring-ben", state="left")
    assert "moderators" in toy.answered(toy.commanded("ana", "hold"))
    assert "belong" in toy.answered(toy.commanded("ben", "summary"))


def test_buttons_carry_no_rights(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    toy.person("zoe")
    assert toy.answered(toy.pressed("ana", "decide", cohort="spring")) == "decided"
    assert "moderators" in toy.answered(toy.pressed("ben", "decide", cohort="spring"))
    assert "belong" in toy.answered(toy.pressed("zoe", "read", cohort="spring"))
    # A button of another cohort, pressed in this cohort's room by its moderator.
    toy.cohort(moderators=["joy"], id="autumn", channel="other")
    assert "moderators" in toy.answered(toy.pressed("ana", "decide", cohort="autumn"))


def test_buttons_that_are_out_of_date_say_so(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    assert "has done its work" in toy.answered(toy.pressed("ana", "gone", cohort="spring"))
    assert "has done its work" in toy.answered(toy.pressed("ana", "read", cohort="ended"))


def test_a_command_can_be_a_button(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    pressed = toy.pressed("ana", "command", cohort="spring", text="extend 2 days")
    assert toy.answered(pressed) == "spring: 2 days"


def test_in_private_the_only_cohort_is_meant(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    assert toy.answered(toy.commanded("ben", "summary", place=direct("ben"))) == "spring: "


def test_in_private_the_bot_asks_which_cohort_is_meant(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    toy.cohort("ben", moderators=["joy"], id="autumn", channel="other")
    asked = toy.answered(toy.commanded("ben", "summary", place=direct("ben")))
    assert "Which cohort do you mean?" in asked
    assert "[Spring]" in asked
    assert "[Autumn]" in asked
    pressed = toy.pressed("ben", "command", direct("ben"), cohort="autumn", text="summary")
    assert toy.answered(pressed) == "autumn: "


def test_in_private_only_cohorts_are_asked_for_in_which_one_may(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    toy.cohort("ana", moderators=["joy"], id="autumn", channel="other")
    assert toy.answered(toy.commanded("ana", "hold", place=direct("ana"))) == "spring: "


def test_who_moderates_none_of_several_cohorts_is_told_so(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    toy.cohort("ben", moderators=["joy"], id="autumn", channel="other")
    told = toy.answered(toy.commanded("ben", "hold", place=direct("ben")))
    assert "for the cohort's moderators" in told


def test_without_a_cohort_the_way_to_one_is_told(make_toy):
    toy = make_toy(desk())
    toy.person("zoe")
    assert "don't belong" in toy.answered(toy.commanded("zoe", "summary", place=direct("zoe")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("summary", "spring: "),
        ("/cohort summary", "spring: "),
        ("/cohort sumary", "Did you mean summary?"),
        ("Agree", "spring: "),
        ("Agree with Ana, we do the same.", "heard: Agree with Ana, we do the same."),
        ("extend 3 days", "spring: 3 days"),
        ("I would extend it.", "heard: I would extend it."),
        ("help", "What you can do"),
    ],
)
def test_plain_words_in_private(make_toy, text, told):
    toy = make_toy(desk())
    toy.cohort("cho", moderators=["ana"])
    assert told in toy.answered(toy.said("ana", text, place=direct("ana")))


def test_plain_words_in_the_room_are_no_command(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    assert toy.answered(toy.said("ben", "summary", place=ROOM)) == "heard: summary"


def test_help_shows_what_this_person_may_do(make_toy):
    toy = make_toy(desk())
    toy.cohort("ben")
    moderators = toy.answered(toy.commanded("ana", "help"))
    members = toy.answered(toy.commanded("ben", " HELP "))
    assert "extend N days" in moderators
    assert "extend" not in members
    assert "my data" in members


def _commands(*names: str) -> list[Command]:
    return [
        Command(name=name, usage="", who="anyone", help="", handler=lambda *_: (), cohort=False)
        for name in names
    ]


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("prompt", "prompt", ""),
        ("prompt first story now", "prompt", "first story now"),
        ("prompt edit", "prompt edit", ""),
        ("Prompt  EDIT  Week One", "prompt edit", "Week One"),
        ("  hand   over  @ben  ", "hand over", "@ben"),
        ("erase me", "erase me", ""),
        ("prompt\nfirst", "prompt", "first"),
    ],
)
def test_a_command_is_found_by_its_longest_name(text, name, rest):
    found = find(_commands("prompt", "prompt edit", "hand over", "erase me"), text)
    assert found is not None
    assert (found[0].name, found[1]) == (name, rest)


@pytest.mark.parametrize("text", ["", "   ", "hand", "erase", "edit prompt"])
def test_what_is_no_command_is_not_found(text):
    assert find(_commands("prompt", "hand over", "erase me"), text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("promt", "prompt"), ("hnd over", "hand over"), ("erase mee", "erase me"), ("zzz", None)],
)
def test_near_misses(text, meant):
    assert near(_commands("prompt", "hand over", "erase me"), text) == meant
