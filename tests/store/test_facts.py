"""What is known of people in a cohort: what is noted there, what the platform told, who leads whom."""

from dataclasses import replace
from itertools import count

from bot.protocol.refs import Profile
from bot.store import circle, cohorts, facts, people, profiles
from bot.store.records import Facts
from tests.store import test_queries
from tests.store.test_queries import ANA, BEN, NOW, cohort, enrol

db = test_queries.db


def note(db, cohort: str, **noted) -> None:
    part = cohorts.membership_of(db, cohort, "ana")
    assert part is not None
    facts.note(db, part, **noted)


def test_a_line_manager_is_known_before_they_were_met(db):
    ids = (f"m{n}" for n in count())
    boss = replace(ANA, user="boss")
    profiles.learn(db, Profile(user=ANA, name="Ana", manager=boss), lambda: next(ids), NOW)
    above = people.by_user(db, boss)
    assert above is not None
    assert circle.managers_of(db, "spring", "ana") == {above.id}
    enrol(db, "ana")
    assert circle.led_by(db, "spring", above.id) == [people.get(db, "ana")]
    profiles.learn(db, Profile(user=ANA, name="Ana", manager=BEN), lambda: next(ids), NOW)
    assert circle.managers_of(db, "spring", "ana") == {"ben"}
    profiles.learn(db, Profile(user=ANA, name="Ana", manager=ANA), lambda: next(ids), NOW)
    assert circle.managers_of(db, "spring", "ana") == {"ben"}, "nobody leads themselves"


def test_what_is_noted_counts_in_its_cohort_alone_and_before_what_was_told(db):
    cohort(db, "autumn", "other")
    told = Profile(user=ANA, name="Ana", zone="Asia/Tokyo", title="Nurse", organisation="Bayview")
    people.meet(db, told, "unused", NOW)
    for where in ("spring", "autumn"):
        enrol(db, "ana", where)
    note(db, "spring", organisation="Lakeside", title="", manager="ben")
    cohorts.change_membership(db, "spring-ana", zone="Europe/Berlin")
    here = Facts(
        person="ana", organisation="Lakeside", title=None, zone="Europe/Berlin", manager="ben"
    )
    there = Facts(
        person="ana", organisation="Bayview", title="Nurse", zone="Asia/Tokyo", manager=None
    )
    assert facts.of_all(db, "spring") == {"ana": here}
    assert facts.of_all(db, "autumn") == {"ana": there}
    assert facts.of(db, "spring", "ben") is None
    people.change(db, "ana", own_zone="America/Lima")
    for where in ("spring", "autumn"):
        known = facts.of(db, where, "ana")
        assert known is not None and known.zone == "America/Lima"


def test_where_nobody_knows_a_time_zone_the_cohorts_counts(db):
    enrol(db, "ben")
    known = facts.of(db, "spring", "ben")
    assert known is not None and known.zone == "America/New_York"


def test_what_the_platform_tells_just_so_is_not_noted(db):
    told = Profile(user=ANA, name="Ana", title="Nurse", organisation="Bayview", manager=BEN)
    profiles.learn(db, told, lambda: "unused", NOW)
    enrol(db, "ana")
    note(db, "spring", organisation="Bayview", title="Nurse", manager="ben")
    part = cohorts.membership_of(db, "spring", "ana")
    assert part is not None and (part.organisation, part.title, part.manager) == (None, None, None)
    profiles.learn(db, replace(told, title="Director"), lambda: "unused", NOW)
    known = facts.of(db, "spring", "ana")
    assert known is not None and known.title == "Director"


def test_whom_the_platform_names_leads_someone_whatever_is_noted(db):
    cohort(db, "autumn", "other")
    people.meet(db, Profile(user=replace(ANA, user="cho"), name="Cho"), "cho", NOW)
    profiles.learn(db, Profile(user=ANA, name="Ana", manager=BEN), lambda: "unused", NOW)
    for where in ("spring", "autumn"):
        enrol(db, "ana", where)
    note(db, "spring", organisation="", title="", manager="cho")
    assert circle.managers_of(db, "spring", "ana") == {"ben", "cho"}
    assert circle.managers_of(db, "autumn", "ana") == {"ben"}
    led = {(where, who): [each.id for each in circle.led_by(db, where, who)]
           for where in ("spring", "autumn") for who in ("ben", "cho")}  # fmt: skip
    assert led == {
        ("spring", "ben"): ["ana"], ("spring", "cho"): ["ana"],
        ("autumn", "ben"): ["ana"], ("autumn", "cho"): [],
    }  # fmt: skip
    assert circle.managers_of(db, "spring", "nobody") == frozenset()
