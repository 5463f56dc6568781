"""A cohort is set up, started, changed and ended."""

from bot.store.tables import cohort, membership, message
from tests.world import World


def fields(**more: str) -> dict[str, str]:
    return {"Name": "Spring", "Time zone": "America/New_York", "First day": "2026-03-02", **more}


def set_up(world: World, *members: str, **more: str) -> None:
    for who in ("ana", *members):
        world.enters(who, silently=True)
    world.command("ana", "/cohort new")
    world.fill("ana", fields(**more))


def test_whoever_sets_it_up_moderates_and_the_others_hear_nothing_before_start(world):
    set_up(world, "ben", "cho")
    assert "Ben Okafor and Cho Park" in world.told("ana")[-1]
    assert world.buttons("ana") == ["Start", "Add people", "Preview programme"]
    assert world.told("ben") == [] and world.room() == []
    assert {row["role"] for row in world.rows(membership)} == {"moderator", "member"}


def test_the_form_says_what_is_wrong_with_each_field(world):
    world.enters("ana", silently=True)
    world.command("ana", "/cohort new")
    world.fill("ana", fields(**{"Time zone": "America/New_Yrok", "First day": "soon"}))
    form = world.told("ana")[-1]
    assert "Did you mean America/New_York" in form
    assert "“soon” is no day" in form
    world.fill("ana", fields(**{"First day": "2025-03-02", "Last day": "2026-02-01"}))
    assert "That day is over" in world.told("ana")[-1]
    world.fill("ana", fields(**{"Last day": "2026-03-01"}))
    assert "has to come after the first one" in world.told("ana")[-1]
    assert world.count(cohort) == 0
    world.fill("ana", fields(**{"Time zone": "new york", "Last day": "2026-04-01"}))
    assert [row["zone"] for row in world.rows(cohort)] == ["America/New_York"]


def test_a_room_has_one_cohort_at_a_time_and_none_lives_in_a_private_chat(world):
    world.enters("ana", silently=True)
    world.command("ana", "/cohort new", where="dm")
    assert "in the room" in world.told("ana")[0]
    set_up(world)
    world.command("ana", "/cohort new")
    assert "is in this room already" in world.told("ana")[-1]


def test_a_moderator_may_choose_who_is_in_it(world):
    set_up(world, "ben", "cho", **{"People here now": "I will choose"})
    assert "Nobody is in it but you" in world.told("ana")[-1]
    world.command("ana", "/cohort invite")
    world.fill("ana", {"People": ["ben"]})
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    assert "Welcome to Spring" in world.told("ben")[0]
    assert world.told("cho") == []


def test_the_hello_goes_first_then_everyone_is_welcomed(world):
    set_up(world, "ben")
    world.command("ana", "/cohort start")
    world.fill("ana", {"Your hello": "Good to have you here. – Ana"})
    said = [line.text for line in world.stage.lines() if line.sender == "bot"]
    hello = next(n for n, text in enumerate(said) if "Good to have you here" in text)
    welcome = next(n for n, text in enumerate(said) if text.startswith("Welcome to Spring"))
    assert said[hello].startswith("From Ana Ruiz") and hello < welcome


def test_a_cohort_starts_once_and_only_by_a_moderator(world):
    set_up(world, "ben")
    world.command("ben", "/cohort start")
    assert "for the cohort's moderators" in world.told("ben")[0]
    world.command("ana", "/cohort start")
    world.fill("ana", {"Your hello": " "})
    world.fill("ana", {"Your hello": "Hello!"})
    assert len(world.room()) == 1
    world.command("ana", "/cohort start")
    assert "has started already" in world.told("ana")[-1]


def test_a_cohort_ends_and_its_words_are_deleted_when_that_was_said(world):
    world.cohort("ben", Last_day="2026-03-06")
    world.until("2026-03-02 10:05")
    world.say("ben", "Words of Ben.", to="prompt")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Delete words after the end": "10"})
    assert "words are deleted on Monday, March 16" in world.told("ana")[-1]
    world.until("2026-03-07 00:05")
    assert world.rows(cohort)[0]["state"] == "ended"
    assert any("has come to its end" in text for text in world.told("ana"))
    assert world.count(message) == 1
    world.until("2026-03-17 00:05")
    assert world.says_anywhere("Words of Ben") == []


def test_after_the_end_the_room_may_have_another(world):
    world.cohort("ben", Last_day="2026-03-06")
    world.until("2026-03-07 00:05")
    world.command("ana", "/cohort new")
    world.fill("ana", fields(Name="Autumn", **{"First day": "2026-09-07"}))
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    world.press("ben", "Agree")
    assert "Autumn" in world.told("ben")[-1]


def test_settings_say_what_is_wrong_and_tell_members_of_a_longer_time(world):
    world.cohort("ben")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Days without posts": "2026-03-09, Easter", "Time zone": "Mars"})
    form = world.told("ana")[-1]
    assert "“Easter” is no day" in form and "no time zone “Mars”" in form
    world.fill("ana", {"Days without posts": "2026-03-09", "Time zone": "America/New_York",
                       "Delete words after the end": "400"})  # fmt: skip
    world.until("2026-03-02 09:00")
    assert "now 400 days from its end" in world.told("ben")[0]
    world.command("ana", "/cohort schedule")
    assert "Tue, Mar 10" in world.told("ana")[-1]


def test_a_last_day_that_is_no_day_is_told_where_there_was_none(world):
    world.cohort("ben")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-02-30"})
    assert "“2026-02-30” is no day" in world.told("ana")[-1]
    assert world.rows(cohort)[0]["ends"] is None
