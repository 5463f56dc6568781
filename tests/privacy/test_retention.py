"""When a cohort is over, its members' words go on the day that was promised, and then the names:
from the tables, and from the files."""

from datetime import datetime

import pytest

from bot.store.tables import cohort, identity, manner, message, outgoing, person, posting, summary
from tests.engine.test_attention import say, tell
from tests.engine.test_held_again import out_of_reach
from tests.privacy.bytes import found
from tests.world import World

MONDAY = "2026-03-02 10:15"
WORDS = "We ask at the blue desk, every one of us, each time."


@pytest.fixture
def spring(database_url: str, tmp_path):
    """A cohort that ends on March 20 and keeps words for 30 days after."""
    url = database_url if database_url != "sqlite://" else f"sqlite:///{tmp_path / 'kept.db'}"
    world = World(url, copies=url == database_url)
    world.cohort("ben", "cho", Last_day="2026-03-20")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Delete words after the end": "30"})
    world.until(MONDAY)
    world.say("ben", WORDS, to="prompt")
    world.say("cho", "We print the form in six languages, for the waiting room.", to="prompt")
    world.forget()
    yield world
    world.close()


def words_left(world: World) -> list[str]:
    return [name for name in ("message", "summary", "outgoing", "parked", "job")
            if WORDS[:20] in repr(world.rows(cohort.metadata.tables[name]))]  # fmt: skip


def noticed(world: World, who: str) -> list[str]:
    return [each for each in world.told(who) if "is deleted here" in each]


def test_two_weeks_before_members_hear_of_it_once(spring):
    spring.until("2026-04-05 23:00")
    assert noticed(spring, "ben") == []
    spring.until("2026-04-06 09:00")
    (notice,) = noticed(spring, "ben")
    assert "On Sunday, April 19 what you wrote in Spring" in notice
    spring.until("2026-04-18 12:00")
    assert spring.told("ben") == []
    assert "message" in words_left(spring)


def test_whoever_is_told_little_hears_of_it_in_time(spring):
    """Told something on the Friday before, and only once in two weeks."""
    spring.command("ben", "/cohort ask me less", where="dm")
    spring.until("2026-04-03 10:00")
    say(spring, tell(spring, "ben", "One."))
    assert "One." in spring.told("ben")
    spring.until("2026-04-17 08:59")
    assert noticed(spring, "ben") == []
    spring.until("2026-04-17 09:00")
    assert len(noticed(spring, "ben")) == 1


@pytest.mark.parametrize("when", ["2026-03-19 10:00", "2026-04-03 10:00"], ids=["before", "after"])
@pytest.mark.parametrize("back", ["2026-04-06 09:00", "2026-04-06 20:00"], ids=["heard", "outage"])
def test_whoever_is_away_until_then_hears_of_it_all_the_same(spring, when, back):
    """They said so before or after the end, and the platform may be out when it is to be said."""
    spring.until(when)
    spring.command("ben", "/cohort away until 2026-05-01", where="dm")
    assert [str(row["away_until"]) for row in spring.rows(manner)] == ["2026-05-01"]
    spring.until("2026-04-06 08:59")
    spring.forget()
    with out_of_reach(spring, back):
        pass
    spring.until("2026-04-07 09:00")
    assert len(noticed(spring, "ben")) == 1


def keep(world: World, days: str) -> None:
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Delete words after the end": days})
    world.advance()


@pytest.mark.parametrize("folded", [False, True], ids=["alone", "folded"])
def test_whoever_heard_of_a_day_hears_of_another_one(spring, folded):
    spring.until("2026-04-01 10:00")
    if folded:
        say(spring, tell(spring, "ben", "One."))
        say(spring, tell(spring, "ben", "Two."))
    spring.until("2026-04-09 10:00")
    (notice,) = noticed(spring, "ben")
    assert "April 19" in notice and ("Two." in notice) is folded
    keep(spring, "35")
    spring.forget()
    spring.until("2026-04-24 12:00")
    (notice,) = noticed(spring, "ben")
    assert "On Friday, April 24 what you wrote" in notice
    spring.forget()
    spring.until("2026-04-25 00:01")
    assert spring.count(message) == 0


def test_whoever_heard_of_a_day_and_of_another_one_hears_that_it_is_the_first_again(spring):
    spring.until("2026-04-09 10:00")
    assert "April 19" in noticed(spring, "ben")[0]
    keep(spring, "25")
    spring.until("2026-04-13 20:00")
    (notice,) = noticed(spring, "ben")
    assert "On Tuesday, April 14 what you wrote" in notice
    keep(spring, "30")
    spring.until("2026-04-18 20:00")
    (notice,) = noticed(spring, "ben")
    assert "On Sunday, April 19 what you wrote" in notice


def waits_for_a_notice(world: World) -> None:
    """Ben heard something on Friday, and wants only one message in two weeks."""
    world.command("ben", "/cohort ask me less", where="dm")
    world.until("2026-04-03 10:00")
    say(world, tell(world, "ben", "One."))
    world.until("2026-04-08 10:00")
    assert noticed(world, "ben") == []


def test_where_words_go_sooner_a_notice_that_waits_comes_sooner(spring):
    waits_for_a_notice(spring)
    keep(spring, "22")
    spring.until("2026-04-10 12:00")
    (notice,) = noticed(spring, "ben")
    assert "On Saturday, April 11 what you wrote" in notice
    spring.until("2026-04-12 00:01")
    assert spring.count(message) == 0


@pytest.mark.parametrize("days", [["30"], ["60", "30"]], ids=["the same", "another, and back"])
def test_a_notice_that_waits_is_not_lost_with_a_day_that_comes_to_stay(spring, days):
    waits_for_a_notice(spring)
    for each in days:
        keep(spring, each)
    spring.until("2026-04-19 12:00")
    (notice,) = noticed(spring, "ben")
    assert "On Sunday, April 19 what you wrote" in notice


def test_whoever_heard_of_a_day_hears_of_it_once(spring):
    spring.until("2026-04-07 12:00")
    assert len(noticed(spring, "ben")) == 1
    spring.forget()
    spring.until("2026-04-15 12:00")
    spring.scene.dispatcher.tidy()  # what was sent is forgotten after a week
    keep(spring, "30")
    spring.until("2026-04-18 12:00")
    assert len(noticed(spring, "ben")) == 0


def test_where_words_go_later_nobody_hears_of_the_day_that_is_none_any_more(spring):
    waits_for_a_notice(spring)
    keep(spring, "60")
    spring.until("2026-05-19 23:00")
    (notice,) = noticed(spring, "ben")
    assert "On Tuesday, May 19 what you wrote" in notice


def test_words_that_are_kept_for_days_alone_do_not_go_without_a_notice(spring):
    """Ben was told something on the last day, and has heard enough for a week."""
    spring.command("ana", "/cohort settings")
    spring.fill("ana", {"Delete words after the end": "5"})
    spring.until("2026-03-20 11:00")
    say(spring, tell(spring, "ben", "One."))
    assert "One." in spring.told("ben")
    spring.until("2026-03-23 08:59")
    assert noticed(spring, "ben") == []
    spring.until("2026-03-23 09:00")
    (notice,) = noticed(spring, "ben")
    assert "On Wednesday, March 25 what you wrote" in notice


def test_words_are_kept_for_so_long_that_a_notice_comes_in_working_hours(spring):
    """The last day is a Friday."""
    keep(spring, "2")
    assert "number of days from 3 to" in spring.told("ana")[-1]
    keep(spring, "3")
    spring.until("2026-03-23 08:59")
    assert noticed(spring, "ben") == []
    spring.until("2026-03-23 09:00")
    (notice,) = noticed(spring, "ben")
    assert "On Monday, March 23 what you wrote" in notice


def test_what_was_set_to_fewer_days_before_may_stay(spring):
    with spring.scene.database.transaction() as db:
        db.execute(cohort.update().values(settings={"keep_days": 0}))
    keep(spring, "0")
    assert "words are deleted on Friday, March 20" in spring.told("ana")[-1]


def test_after_the_end_words_do_not_go_too_soon_for_a_notice(spring):
    spring.until("2026-04-08 10:00")
    keep(spring, "19")
    assert "The earliest day is Saturday, April 11" in spring.told("ana")[-1]
    assert spring.count(message) == 2
    keep(spring, "22")
    assert any("words are deleted on Saturday, April 11" in each for each in spring.told("ana"))


def test_words_go_on_their_day_and_names_after_them(spring):
    spring.command("ana", "/cohort summary")
    spring.press("ana", "Approve and post")
    assert spring.count(summary) == 1
    spring.until("2026-04-20 00:01")
    assert spring.count(message) == 0 and spring.count(summary) == 0
    assert "are deleted, as was said" in spring.told("ana")[-1]
    spring.until("2026-04-21 00:02")
    for table in (person, identity, posting, outgoing):
        assert spring.count(table) == 0
    assert spring.count(cohort) == 1
    if spring.scene.database.sqlite:
        left = found(spring.scene.database, [WORDS, "Ben Okafor", "Okafor", "six languages"])
        assert left == []


def test_a_hold_does_not_keep_words_for_longer(spring):
    spring.command("ana", "/cohort hold")
    spring.until("2026-04-20 00:01")
    assert words_left(spring) == []


def test_after_a_long_downtime_it_happens_at_once(spring):
    later = datetime.fromisoformat("2026-08-01 12:00").replace(tzinfo=spring.zone)
    spring.scene._clock.set(later)
    spring._settle()
    assert words_left(spring) == []
    assert not [each for each in spring.told("ben") if "is deleted here" in each]


def test_who_belongs_to_another_cohort_keeps_their_name(spring):
    spring.until("2026-04-20 00:01")
    spring.command("ana", "/cohort new")
    spring.fill("ana", {"Name": "Fall", "First day": "2026-05-04", "Time zone": "America/New_York",
                        "Programme": "first-weeks"})  # fmt: skip
    spring.until("2026-04-21 00:02")
    assert {row["name"] for row in spring.rows(person)} == {"Ana Ruiz", "Ben Okafor", "Cho Park"}
