"""What was handed out, or waits to be, goes with whoever was in it."""

import pytest
from sqlalchemy import select

from bot.protocol.ports import Later
from bot.store.tables import cohort, membership, message, outgoing, person, standing
from tests.world import World

MONDAY = "2026-03-02 10:15"
WORDS = "We ask at the blue desk, every one of us."


@pytest.fixture
def spring(world: World) -> World:
    """A cohort of whose members organisation and title are known."""
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    with world.scene.database.transaction() as db:
        cho = select(person.c.id).where(person.c.name == "Cho Park").scalar_subquery()
        noted = membership.update().where(membership.c.person == cho)
        db.execute(noted.values(organisation="Lakeside Clinic", title="Night nurse"))
    world.until(MONDAY)
    world.say("ben", WORDS, to="prompt")
    world.say("cho", "On paper, for the waiting room.", to="prompt")
    world.forget()
    return world


def erase(world: World, who: str) -> None:
    world.command(who, "/cohort erase me")
    world.forget()
    world.press(who, "Erase it all")


def mute(world: World) -> None:
    """The platform takes nothing more to send."""

    async def later(parcel: object) -> None:
        raise Later(3600, "busy")

    world.chat.send = later  # pyright: ignore


def test_a_record_that_stands_before_a_moderator_says_nothing_more(spring):
    spring.command("ana", "/cohort export")
    assert any("Night nurse" in each for each in spring.told("ana"))
    assert "Lakeside Clinic" not in repr(spring.rows(standing))
    erase(spring, "cho")
    instead = [each for each in spring.stage.lines() if each.to == "dm:ana" and each.edited]
    assert "This was about someone who is no longer here" in instead[-1].text
    assert spring.says_anywhere("Lakeside Clinic") == spring.says_anywhere("Night nurse") == []


def test_a_record_that_waits_is_not_sent(spring):
    mute(spring)
    spring.command("ana", "/cohort export")
    assert "Night nurse" in repr(spring.rows(outgoing))
    erase(spring, "cho")
    assert spring.says_anywhere("Lakeside Clinic") == spring.says_anywhere("Night nurse") == []


def two_cohorts(world: World) -> None:
    """Ben belongs to Spring and to Fall."""
    (its,) = world.rows(cohort)
    ben = next(each["id"] for each in world.rows(person) if each["name"] == "Ben Okafor")
    part = next(each for each in world.rows(membership) if each["person"] == ben)
    with world.scene.database.transaction() as db:
        db.execute(cohort.insert().values(**{**its, "id": "fall", "name": "Fall"}))
        db.execute(membership.insert().values(**{**part, "id": "in-fall", "cohort": "fall"}))


def test_what_waits_of_an_export_goes_with_its_cohort(spring):
    two_cohorts(spring)
    mute(spring)
    spring.say("ben", "my data export", to="dm")
    assert WORDS in repr(spring.rows(outgoing))
    erase(spring, "ben")
    assert spring.count(person) == 4, "he belongs to another cohort"
    assert WORDS not in repr(spring.rows(outgoing))
    assert "In Fall" in repr(spring.rows(outgoing)), "the part of the other cohort still comes"
    assert "What is kept about" not in repr(spring.rows(outgoing))


def test_what_waits_of_an_export_goes_when_its_time_is_over(spring):
    """It stays with nobody for longer than the words themselves."""
    two_cohorts(spring)
    mute(spring)
    spring.say("ben", "my data export", to="dm")
    its = {row["cohort"] for row in spring.rows(outgoing) if WORDS in repr(row["card"])}
    assert its == {spring.rows(message)[0]["cohort"]}
