"""What is noted of a member belongs to the cohort in which it was noted, and to the member."""

import json

import pytest
from sqlalchemy import insert, select, update

from bot.protocol.refs import Profile, User
from bot.store import circle, ending, export, facts, people
from bot.store.tables import cohort, identity, membership, person, room
from tests.world import World

NOTED = ("Lakeside Clinic", "Night nurse", "Gus Moreau", "Europe/Berlin")
FORM: dict[str, str] = dict(zip(("Organisation", "Job title", "Line manager", "Time zone"),
                ("Lakeside Clinic", "Night nurse", "gus", "Europe/Berlin"), strict=True))  # fmt: skip


@pytest.fixture
def two(world: World) -> World:
    """Ben belongs to Spring, which Ana moderates, and to Fall, which Joy moderates."""
    world.cohort("ben")
    world.person("gus")
    world.person("joy")
    (its,) = world.rows(cohort)
    (home,) = world.rows(room)
    part = next(row for row in world.rows(membership) if row["person"] == who(world, "ben"))
    with world.scene.database.transaction() as db:
        for handle, name in (("joy", "Joy Lee"), ("gus", "Gus Moreau")):
            user = User(platform="sandbox", workspace="sandbox", user=handle)
            people.meet(db, Profile(user=user, name=name), handle, world.now)
        db.execute(insert(cohort).values({**its, "id": "fall", "name": "Fall"}))
        other = {"id": "fall-room", "cohort": "fall", "channel": "fall"}
        db.execute(insert(room).values({**home, **other}))
        there = {**part, "cohort": "fall"}
        db.execute(insert(membership).values({**there, "id": "fall-ben"}))
        joy = {"id": "fall-joy", "person": "joy", "role": "moderator"}
        db.execute(insert(membership).values({**there, **joy}))
    return world


def who(world: World, user: str) -> str:
    return next(row["person"] for row in world.rows(identity) if row["user"] == user)


def notes(world: World, moderator: str, form: dict[str, str]) -> None:
    world.say(moderator, "members @ben", to="dm")
    world.fill(moderator, form)


def form_of(world: World, moderator: str) -> dict[str, str]:
    """What stands in the form about Ben that a moderator opens."""
    world.say(moderator, "members @ben", to="dm")
    shown = world.platform.form(moderator)
    assert shown is not None
    return {each.label: each.value for each in shown.form.fields}


def test_a_moderator_neither_reads_nor_changes_what_another_cohort_noted(two):
    notes(two, "ana", FORM)
    assert "Saved for Ben Okafor" in two.told("ana")[-1]
    two.forget()
    assert set(form_of(two, "joy").values()) == {""}
    two.say("joy", "members", to="dm")
    seen = two.shown("joy")
    assert "Ben Okafor, a member" in seen and not any(each in seen for each in NOTED)

    notes(two, "joy", {"Organisation": "Bayview", "Job title": "Director", "Time zone": "UTC"})
    assert form_of(two, "ana") == FORM
    two.say("ana", "members", to="dm")
    assert "Ben Okafor, a member, Lakeside Clinic" in two.shown("ana")


def test_who_is_whose_line_manager_is_known_where_it_was_noted(two):
    notes(two, "ana", FORM)
    ben, gus, spring = who(two, "ben"), who(two, "gus"), two.rows(room)[0]["cohort"]
    with two.scene.database.transaction() as db:
        assert circle.managers_of(db, spring, ben) == {gus}
        assert circle.managers_of(db, "fall", ben) == frozenset()
        assert circle.led_by(db, "fall", gus) == []
    two.say("joy", "role @gus sponsor", to="dm")
    assert "line manager" not in two.shown("joy")


def test_a_record_that_is_handed_out_holds_what_its_own_cohort_noted(two):
    notes(two, "ana", FORM)
    two.say("joy", "export", to="dm")
    seen = two.shown("joy")
    assert "Ben Okafor" in seen and not any(each in seen for each in NOTED)
    two.say("ana", "export", to="dm")
    assert "Ben Okafor, a member, Night nurse, Lakeside Clinic" in two.shown("ana")


def test_a_member_sees_what_each_cohort_noted_and_puts_it_right_there(two):
    notes(two, "ana", FORM)
    two.say("ben", "my data", to="dm")
    two.press("ben", "Spring")
    seen = two.shown("ben")
    assert all(each in seen for each in NOTED)
    two.press("ben", "Correct")
    two.fill("ben", {"Organisation": "Bayview", "Line manager": ""})
    assert "Saved" in two.shown("ben")
    assert form_of(two, "ana") == {**FORM, "Organisation": "Bayview", "Line manager": ""}
    assert {row["own_zone"] for row in two.rows(person)} == {None}, "nobody chose one"
    two.say("ben", "my data", to="dm")
    two.press("ben", "Fall")
    seen = two.shown("ben")
    assert "Your organisation: not known" in seen and "Bayview" not in seen


def test_a_time_zone_of_their_own_counts_in_all_cohorts(two):
    notes(two, "ana", FORM)
    two.say("ben", "my data", to="dm")
    two.press("ben", "Fall")
    two.press("ben", "Correct")
    two.fill("ben", {"Time zone": "lima"})
    ben, spring = who(two, "ben"), two.rows(room)[0]["cohort"]
    with two.scene.database.transaction() as db:
        found = [facts.of(db, each, ben) for each in (spring, "fall")]
    assert [each.zone for each in found if each is not None] == ["America/Lima"] * 2
    two.press("ben", "Correct")
    two.fill("ben", {"Time zone": "Atlantis"})
    assert "Atlantis" in two.shown("ben")


def test_their_export_holds_it_and_that_of_who_leads_them_only_that_they_do(two):
    notes(two, "ana", FORM)
    ben, spring = who(two, "ben"), two.rows(room)[0]["cohort"]
    with two.scene.database.transaction() as db:
        db.execute(insert(membership).values(_part(two, "gus", spring)))
        mine = export.of_person(db, ben, None, two.now, lambda _: [])
        above = export.of_person(db, "gus", None, two.now, lambda _: [])
    assert all(each in json.dumps(mine) for each in NOTED)
    parts = {part["cohort"]["name"]: part for part in mine["cohorts"]}
    assert parts["Spring"]["manager"] == "Gus Moreau" and parts["Fall"]["manager"] is None
    assert not any(each in json.dumps(parts["Fall"]) for each in NOTED)
    (part,) = above["cohorts"]
    assert {"cohort": spring, "manager": "gus"} in part["tables"]["membership"]
    assert ben not in json.dumps(part) and "Lakeside" not in json.dumps(part)


def _part(world: World, handle: str, its: str) -> dict[str, object]:
    return {"id": f"part-{handle}", "cohort": its, "person": handle, "role": "guest",
            "state": "left", "since": world.now}  # fmt: skip


def test_erasing_takes_what_was_noted_in_that_cohort_and_no_more(two):
    notes(two, "ana", FORM)
    notes(two, "joy", {"Organisation": "Bayview"})
    two.say("ben", "erase me", to="dm")
    two.press("ben", "Spring")
    two.press("ben", "Erase it all")
    for each in ("Lakeside Clinic", "Night nurse", "Europe/Berlin"):
        assert two.says_anywhere(each) == [], each
    assert "membership" in two.says_anywhere("Bayview")


def test_an_erased_line_manager_stands_with_nobody(two):
    notes(two, "ana", FORM)
    with two.scene.database.transaction() as db:
        db.execute(update(person).where(person.c.name == "Ben Okafor").values(told_manager="gus"))
    two.say("gus", "erase everything", to="dm")
    two.press("gus", "Erase it all")
    assert "gus" not in {row["manager"] for row in two.rows(membership)}
    assert {row["told_manager"] for row in two.rows(person)} == {None}
    assert two.says_anywhere("Gus Moreau") == []


def test_a_line_manager_is_forgotten_with_the_last_who_says_so(two):
    notes(two, "ana", FORM)
    notes(two, "joy", {"Line manager": "gus"})
    spring = next(row["cohort"] for row in two.rows(room) if row["cohort"] != "fall")
    for its, left in ((spring, ["gus"]), ("fall", [])):
        with two.scene.database.transaction() as db:
            ending.forget_people(db, its)
            found = db.execute(select(person.c.id).where(person.c.id == "gus")).scalars().all()
        assert found == left
    assert two.rows(person) == []
