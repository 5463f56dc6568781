"""What is held for somebody's next moment gets it, whatever happened in between."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot.engine.scene import started_up
from bot.protocol.ports import Absent, Later, Parcel, Unknown, Unsure
from bot.protocol.refs import Ref
from bot.rules.attention import DATA
from bot.store import moment
from bot.store.tables import digest, due
from tests.engine.test_attention import FRIDAY, ready, say, states, tell
from tests.engine.test_digests import person_id, words_expired
from tests.world import World

NEXT = "2026-03-09 09:00"


def waits(world: World) -> None:
    """One message was said on Monday, and another waits for a week."""
    ready(world)
    say(world, tell(world, "ben", "One.", key="ben-1"))
    say(world, tell(world, "ben", "Two.", key="ben-2"))
    world.forget()


def planned(world: World) -> list[object]:
    return [row["at"] for row in world.rows(due) if row["kind"] == "digest"]


def test_what_nobody_would_wake_any_more_is_planned_when_a_process_starts(world: World):
    waits(world)
    (at,) = planned(world)
    with world.scene.database.transaction() as db:
        db.execute(due.delete().where(due.c.kind == "digest"))
    started_up(world.scene.dispatcher)
    started_up(world.scene.dispatcher)
    world.advance()
    assert planned(world) == [at] and world.told("ben") == []
    world.until(NEXT)
    assert world.told("ben") == ["Two."]


def test_what_is_planned_stays_as_it_is_when_a_process_starts(world: World):
    waits(world)
    before = planned(world)
    started_up(world.scene.dispatcher)
    assert planned(world) == before != []


@contextmanager
def out_of_reach(world: World, until: str) -> Iterator[None]:
    """What is said in this block meets a platform that is back at ``until``."""
    chats, world.scene.courier.chats = world.scene.courier.chats, {}
    yield
    world.until(until)
    world.scene.courier.chats = chats
    world.advance()


@pytest.mark.parametrize("texts", [["One."], ["One.", "Two."]], ids=["alone", "folded"])
@pytest.mark.parametrize("back", ["2026-03-06 20:00", "2026-03-07 11:00"], ids=["night", "weekend"])
def test_what_was_let_go_before_an_outage_waits_for_another_moment(world: World, texts, back):
    ready(world)
    world.until(FRIDAY)
    with out_of_reach(world, back):
        say(world, *(tell(world, "ben", each, key=f"ben-{each}") for each in texts))
    assert world.told("ben") == []
    assert set(states(world, "ben").values()) == {"held"} and world.count(digest) == 0
    world.until(NEXT)
    (told,) = world.told("ben")
    assert all(each in told for each in texts)
    say(world, tell(world, "ben", "Next."))
    world.until("2026-03-16 08:59")
    assert world.told("ben") == [], "it counts on the day on which it came"
    world.until("2026-03-16 09:00")
    assert world.told("ben") == ["Next."]


@pytest.mark.parametrize("texts", [["One."], ["One.", "Two."]], ids=["alone", "folded"])
def test_what_has_to_come_before_a_day_does_after_an_outage_too(world: World, texts):
    """Ben is away until long after that day."""
    ready(world)
    world.command("ben", "/cohort away until 2026-04-01", where="dm")
    world.forget()
    over = world.now + timedelta(days=7)
    with out_of_reach(world, "2026-03-02 20:00"):
        say(world, *(tell(world, "ben", each, importance=DATA, expires=over) for each in texts))
    assert world.told("ben") == []
    world.until("2026-03-03 09:00")
    (told,) = world.told("ben")
    assert all(each in told for each in texts)


def test_what_comes_late_at_a_good_hour_of_its_day_comes_at_once(world: World):
    ready(world)
    with out_of_reach(world, "2026-03-02 15:00"):
        say(world, tell(world, "ben", "One."))
    assert world.told("ben") == ["One."] and world.count(digest) == 1


def test_what_counts_for_nobody_comes_at_night_after_an_outage(world: World):
    ready(world)
    with out_of_reach(world, "2026-03-02 23:00"):
        say(world, tell(world, "ben", "Done.", purpose="answer"), tell(world, "ana", "Your work."))
    assert world.told("ben") == ["Done."] and world.told("ana") == ["Your work."]


def test_whoever_went_away_meanwhile_is_not_told_after_an_outage(world: World):
    ready(world)
    with out_of_reach(world, "2026-03-02 15:00"):
        say(world, tell(world, "ben", "One."))
        world.command("ben", "/cohort away until 2026-03-04", where="dm")
    assert "One." not in world.told("ben")
    world.until("2026-03-05 09:00")
    assert "One." in world.told("ben")


def in_doubt(world: World, who: str) -> Callable[[Parcel], Awaitable[Ref]]:
    """What is said to someone from now on breaks off, and cannot be looked up; returns what says it
    as before."""
    send = world.chat.send

    async def breaks_off(parcel: Parcel):
        if parcel.user is not None and parcel.user.user == who:
            raise Unsure("broken off")
        return await send(parcel)

    async def cannot_tell(parcel: Parcel, since: object):
        return Unknown()

    world.chat.send, world.chat.find = breaks_off, cannot_tell  # type: ignore[method-assign]
    return send


@pytest.mark.parametrize("texts", [["One."], ["One.", "Two."]], ids=["alone", "folded"])
def test_what_a_moderator_lets_go_again_waits_for_their_hours_too(world: World, texts):
    ready(world)
    send = in_doubt(world, "ben")
    say(world, *(tell(world, "ben", each) for each in texts))
    world.until("2026-03-02 20:00")
    world.chat.send = send  # type: ignore[method-assign]
    world.forget()
    world.press("ana", "Send again")
    assert world.told("ben") == []
    world.until("2026-03-03 09:00")
    (told,) = world.told("ben")
    assert all(each in told for each in texts)


@pytest.mark.parametrize("texts", [["One."], ["One.", "Two."]], ids=["alone", "folded"])
def test_what_is_left_as_it_is_keeps_no_words(world: World, texts):
    ready(world)
    in_doubt(world, "ben")
    say(world, *(tell(world, "ben", each, key=f"ben-{n}") for n, each in enumerate(texts)))
    assert world.says_anywhere(texts[0]) != []
    world.press("ana", "Leave it")
    assert set(states(world, "ben").values()) == {"dropped"}
    assert [left for each in texts for left in world.says_anywhere(each)] == []


def test_what_is_of_no_use_any_more_keeps_no_words_of_its_parts(world: World):
    ready(world)
    soon = world.now + timedelta(minutes=20)
    with out_of_reach(world, "2026-03-02 10:55"):
        say(
            world,
            tell(world, "ben", "One.", key="ben-1", purpose="invitation", expires=soon),
            tell(world, "ben", "Two.", key="ben-2", purpose="invitation", expires=soon),
        )
    assert world.told("ben") == []
    assert states(world, "ben") == {"ben-1": "dropped", "ben-2": "dropped"}
    assert world.says_anywhere("One.") == world.says_anywhere("Two.") == []


def taken_back(world: World) -> None:
    """Cho is erased, whom the message is about."""
    world.command("cho", "/cohort erase me", where="dm")
    world.press("cho", "Erase it all")


@pytest.mark.parametrize("ends", [taken_back, words_expired], ids=["erased", "words expired"])
@pytest.mark.parametrize("found", [Absent(), Unknown()], ids=["not there", "nobody knows"])
def test_of_what_has_lost_its_words_under_way_nothing_comes(
    world: World, ends: Callable[[World], None], found: Absent | Unknown
):
    ready(world, "cho")
    world.until("2026-03-02 16:40")
    send, answer = world.chat.send, Later(60, "busy")

    async def breaks_off(parcel: Parcel):
        if parcel.user is not None and parcel.user.user == "ben":
            raise Unsure("broken off")
        return await send(parcel)

    async def find(parcel: Parcel, since: object):
        return answer

    world.chat.send, world.chat.find = breaks_off, find  # type: ignore[method-assign]
    about = (person_id(world, "cho"),)
    say(world, tell(world, "ben", "Cho is new here.", key="ben-1", concerns=about))
    assert states(world, "ben") == {"ben-1": "unsure"}
    world.until("2026-03-02 17:10")
    ends(world)
    world.forget()
    world.chat.send, answer = send, found  # type: ignore[method-assign]
    world.until("2026-03-02 17:20")
    if isinstance(found, Unknown):
        world.press("ana", "Send again")
        assert "has done its work" in world.told("ana")[-1]
    world.until("2026-03-04 12:00")
    assert "" not in [each.text for each in world.platform.visible("ben")]
    assert states(world, "ben")["ben-1"] == ("unknown" if isinstance(found, Unknown) else "dropped")


@pytest.mark.parametrize(
    "ahead", [timedelta(days=40), timedelta(days=4000)], ids=["weeks", "years"]
)
def test_a_clock_that_was_far_ahead_blocks_nobody(world: World, ahead: timedelta):
    """What was said by a wrong clock counts as said on the day on which the clock was set right."""
    waits(world)
    now = world.scene.now()
    with world.scene.database.transaction() as db:
        db.execute(digest.update().values(day=(now + ahead).date()))
        db.execute(due.update().where(due.c.kind == "digest").values(at=now + ahead))
        moment.set_back(db, now, timedelta(minutes=2))
        moment.set_back(db, now, timedelta(minutes=2))
    world.until("2026-03-09 08:59")
    assert world.told("ben") == []
    world.until(NEXT)
    assert world.told("ben") == ["Two."]


def test_a_day_that_is_ahead_by_somebodys_zone_stays(world: World):
    waits(world)
    now = world.scene.now()
    tomorrow = (now + timedelta(hours=14)).date()
    with world.scene.database.transaction() as db:
        db.execute(digest.update().values(day=tomorrow))
        moment.set_back(db, now, timedelta(minutes=2))
    assert [row["day"] for row in world.rows(digest)] == [tomorrow]
