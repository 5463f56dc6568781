"""Named queries say what is: people, cohorts, consent, the programme, discussions, what comes due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.store import (
    agenda,
    cohorts,
    discussions,
    facts,
    ledger,
    moment,
    people,
    postings,
    programme,
    queue,
)
from bot.store.records import Asked, Discussion, Facts, Message, Step
from bot.text.library import default_dir, load

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANA, BEN = (User(platform="p", workspace="w", user=who) for who in ("ana", "ben"))


@pytest.fixture
def db(database):
    """One transaction with two people and a cohort in it."""
    with database.transaction() as connection:
        for who in (ANA, BEN):
            people.meet(connection, Profile(user=who, name=who.user.title()), who.user, NOW)
        cohort(connection, "spring", "room")
        yield connection


def cohort(db, id: str, channel: str, state: str = "running", created: datetime = NOW) -> None:
    cohorts.add(
        db, id=id, name=id.title(), theme="", purpose="", zone="America/New_York",
        starts=date(2026, 3, 2), programme="first-weeks", state=state, created_at=created,
        settings={"a": 1},
    )  # fmt: skip
    cohorts.add_room(db, id=f"{id}-room", cohort=id, platform="p", workspace="w", channel=channel)


def enrol(db, who: str, cohort: str = "spring", role: str = "member", state: str = "present"):
    return cohorts.enrol(
        db, id=f"{cohort}-{who}", cohort=cohort, person=who, role=role, state=state, since=NOW
    )


# People


def test_a_person_is_one_on_all_platforms_that_know_them(db):
    assert people.by_user(db, ANA) == people.get(db, "ana")
    assert people.by_user(db, replace(ANA, workspace="other")) is None
    assert people.user_of(db, "ana", "p", "w") == ANA
    assert people.user_of(db, "ana", "p", "other") is None
    assert people.users_of(db, "ana") == [ANA]
    assert set(people.named(db, ["ana", "ben", "nobody"])) == {"ana", "ben"}


def test_meeting_again_brings_the_name_up_to_date_and_keeps_what_was_said_here(db):
    people.change(db, "ana", own_zone="Europe/Berlin")
    told = Profile(user=ANA, name="Ana Ruiz", zone="UTC", title="Nurse", organisation="Bayview")
    known = people.meet(db, told, "unused", NOW)
    assert (known.id, known.name, known.zone) == ("ana", "Ana Ruiz", "Europe/Berlin")
    people.meet(db, replace(told, title="Director", organisation=None), "unused", NOW)
    enrol(db, "ana")
    assert facts.of(db, "spring", "ana") == Facts(
        person="ana", organisation="Bayview", title="Director", zone="Europe/Berlin", manager=None
    )


def test_a_stranger_is_known_by_their_user_id_alone_and_once(db):
    new = replace(ANA, user="new")
    known = people.stranger(db, new, "s1", NOW)
    assert (known.id, known.name, known.bot) == ("s1", "", False)
    assert people.stranger(db, new, "s2", NOW).id == "s1"
    assert people.get(db, "s2") is None


# Cohorts


def test_the_room_tells_the_cohort(db):
    place = Place(platform="p", workspace="w", channel="room")
    found = cohorts.at_place(db, place)
    assert found is not None
    its, room = found
    assert (its.id, its.starts, its.settings) == ("spring", date(2026, 3, 2), {"a": 1})
    assert room == cohorts.room_by_id(db, "spring-room")
    assert cohorts.rooms(db, "spring") == [room]
    for other in (replace(place, channel="x"), replace(place, workspace="x"),
                  replace(place, platform="x")):  # fmt: skip
        assert cohorts.at_place(db, other) is None


def test_of_two_cohorts_of_one_room_the_one_that_runs_counts(db):
    cohorts.change(db, "spring", state="ended")
    cohort(db, "autumn", "room", created=NOW + HOUR)
    cohort(db, "winter", "room", state="ended", created=NOW + 2 * HOUR)
    found = cohorts.at_place(db, Place(platform="p", workspace="w", channel="room"))
    assert found is not None
    assert found[0].id == found[1].cohort == "autumn"


def test_who_belongs_to_what(db):
    cohort(db, "autumn", "other", created=NOW + HOUR)
    cohort(db, "old", "older", state="ended")
    assert enrol(db, "ana", role="moderator")
    assert not enrol(db, "ana")
    enrol(db, "ben", state="invited")
    enrol(db, "ana", "autumn")
    enrol(db, "ana", "old")
    assert [m.person for m in cohorts.memberships(db, "spring")] == ["ana", "ben"]
    assert [m.person for m in cohorts.moderators(db, "spring")] == ["ana"]
    assert [m.person for m in cohorts.memberships(db, "spring", states=("invited",))] == ["ben"]
    assert [(c.id, m.id) for c, m in cohorts.of_person(db, "ana")] == [
        ("spring", "spring-ana"), ("autumn", "autumn-ana"),
    ]  # fmt: skip
    cohorts.change_membership(db, "spring-ana", state="left", until=NOW)
    assert [c.id for c, _ in cohorts.of_person(db, "ana")] == ["autumn"]
    assert people.cohorts_of(db, "ana") == ["autumn", "old", "spring"]
    part = cohorts.membership_of(db, "spring", "ana")
    assert part is not None
    assert (part.state, part.until, part.role) == ("left", NOW, "moderator")


def test_consent_holds_until_it_is_replaced_or_taken_back(db):
    def says(id: str, value: str, at: datetime) -> None:
        cohorts.consent_to(
            db, id=id, cohort_id="spring", person_id="ana", kind="agreement", value=value,
            version="1", now=at,
        )  # fmt: skip

    assert not cohorts.agreed(db, "spring", "ana")
    says("c1", "yes", NOW)
    says("c2", "again", NOW + HOUR)
    assert cohorts.agreed(db, "spring", "ana")
    assert not cohorts.agreed(db, "spring", "ben")
    assert {who: c.value for who, c in cohorts.consents(db, "spring", "agreement").items()} == {
        "ana": "again"
    }
    assert cohorts.end_consent(db, "spring", "ana", "agreement", NOW + 2 * HOUR)
    assert not cohorts.end_consent(db, "spring", "ana", "agreement", NOW + 2 * HOUR)
    assert not cohorts.agreed(db, "spring", "ana")
    assert [(c.id, c.until) for c in cohorts.consents_of(db, "ana")] == [
        ("c1", NOW + HOUR), ("c2", NOW + 2 * HOUR),
    ]  # fmt: skip


# The agenda


def test_what_comes_due_is_taken_once_in_order(db):
    agenda.plan(db, "k", "late", NOW + HOUR, "spring")
    agenda.plan(db, "k", "b", NOW, None)
    agenda.plan(db, "k", "a", NOW, "spring")
    agenda.plan(db, "k", "late", NOW + 2 * HOUR, "spring")
    assert agenda.planned(db, "k", "late") == NOW + 2 * HOUR
    assert agenda.next_at(db) == NOW
    assert [d.subject for d in agenda.of_cohort(db, "spring")] == ["a", "late"]
    for subject in ("a", "b"):
        (found,) = agenda.first(db, NOW)
        assert found.subject == subject
        assert agenda.take(db, found)
        assert not agenda.take(db, found)
    assert agenda.first(db, NOW) == []
    (late,) = agenda.first(db, NOW + 3 * HOUR)
    cohorts.change(db, "spring", state="held")
    assert agenda.next_at(db) is None
    assert agenda.first(db, NOW + 3 * HOUR) == []
    assert not agenda.take(db, late)
    assert agenda.cancel(db, "k", "late")
    assert not agenda.cancel(db, "k", "late")
    assert agenda.of_cohort(db, "spring") == []


# The ledger


def test_an_event_is_new_if_none_of_its_keys_was_seen(db):
    one, two, three = (Key(kind="k", value=value) for value in "abc")
    assert ledger.first_time(db, [one, two], NOW)
    assert not ledger.first_time(db, [three, two], NOW)
    assert not ledger.first_time(db, [three], NOW)
    assert ledger.first_time(db, [Key(kind="other", value="a")], NOW)
    assert ledger.first_time(db, [Key(kind="x", value="x")] * 2, NOW)
    assert ledger.forget_seen(db, NOW) == 0
    assert ledger.forget_seen(db, NOW + HOUR) == 5


def test_parked_events_wait_until_they_are_settled(db):
    for reference in ("r1", "r2"):
        ledger.park(
            db, reference=reference, at=NOW, event={"words": "x"}, kind="Said", cohort=None,
            person="ana", why="w", concerns=("ana",),
        )  # fmt: skip
    ledger.failed_again(db, "r1", "still")
    assert [(p.reference, p.tries, p.why) for p in ledger.parked_events(db)] == [
        ("r1", 2, "still"), ("r2", 1, "w"),
    ]  # fmt: skip
    ledger.settle_parked(db, "r1", "replayed")
    found = ledger.parked_by_reference(db, "r1")
    assert found is not None
    assert (found.state, found.event) == ("replayed", {})
    assert ledger.parked_count(db) == 1
    assert ledger.parked_by_reference(db, "r3") is None


# Postings


def test_our_messages_are_found_by_key_and_by_where_they_stand(db):
    queue.posted(
        db, key="k", cohort="spring", platform="p", workspace="w", channel="room", message="m1",
        thread=None, place="room:spring-room", room="spring-room", person=None, at=NOW,
    )  # fmt: skip
    ref = Ref(platform="p", workspace="w", channel="room", message="m1")
    below = replace(ref, message="m2", thread="m1")
    ours = postings.get(db, "k")
    assert ours is not None
    assert postings.ref_of(ours) == ref
    assert postings.at_ref(db, ref) == postings.of_thread(db, below) == ours
    assert postings.at_ref(db, below) is None
    assert postings.of_thread(db, ref) is None
    assert postings.at_ref(db, replace(ref, workspace="other")) is None
    original = queue.original(db, "k")
    assert original is not None
    assert original.place == "room:spring-room"


# The programme and discussions


STEP = Step(
    id="s1", cohort="spring", kind="prompt", ref="first", week=1, day=date(2026, 3, 2),
    time="10:00", open_days=7, state="planned", host=None,
)  # fmt: skip
TALK = Discussion(
    id="d1", cohort="spring", room="spring-room", step=None, prompt={}, title="T", week=1,
    posting="k", opened_at=NOW, closes_at=NOW + HOUR, closed_at=None, state="open",
    reveal_at=None, revealed_at=None, follow_up="none", member_at=None, moderator_at=None,
)  # fmt: skip
WORDS = Message(
    id="w1", cohort="spring", discussion="d1", person="ana", platform="p", workspace="w",
    channel="room", message="m1", thread="t", nodes=[{"text": "hi"}], text="hi", at=NOW,
    edited_at=None, held=False,
)  # fmt: skip


def test_steps_stand_in_order_of_time(db):
    programme.add(db, replace(STEP, id="s2", day=date(2026, 3, 9), week=2))
    programme.add(db, replace(STEP, id="s3", time="09:00"))
    programme.add(db, STEP)
    assert [s.id for s in programme.steps(db, "spring")] == ["s3", "s1", "s2"]
    programme.change(db, "s3", state="posted")
    assert [s.id for s in programme.planned(db, "spring")] == ["s1", "s2"]
    assert [s.id for s in programme.planned_on(db, "spring", date(2026, 3, 9))] == ["s2"]
    assert [(s.id, its.zone) for s, its in programme.unfinished(db)] == [
        ("s1", "America/New_York"), ("s2", "America/New_York"),
    ]  # fmt: skip
    assert programme.get(db, "s1") == STEP


def test_a_cohort_can_have_a_prompt_in_its_own_words(db):
    library = load(default_dir())
    name = next(iter(library.prompts))
    shipped = library.prompt(name)
    assert shipped is not None
    assert programme.prompt(db, library, "spring", name) == shipped
    programme.keep_copy(db, "spring", replace(shipped, title="Ours"))
    own = programme.prompt(db, library, "spring", name)
    assert own is not None
    assert own.title == programme.title(db, library, replace(STEP, ref=name)) == "Ours"
    assert programme.prompt(db, library, "spring", "gone") is None
    assert programme.title(db, library, replace(STEP, ref="gone")) == "gone"


def test_who_was_asked_to_start(db):
    programme.add(db, STEP)
    asked = Asked(
        id="a1", cohort="spring", step="s1", discussion=None, person="ben", by="ana",
        kind="start", answer="open", at=NOW,
    )  # fmt: skip
    assert not programme.was_asked(db, "s1")
    discussions.ask(db, asked)
    assert programme.was_asked(db, "s1")
    assert programme.starters(db, "s1") == []
    discussions.answer(db, "a1", "yes")
    assert programme.starters(db, "s1") == ["ben"]
    assert discussions.asked_for(db, step="s1") == [replace(asked, answer="yes")]
    assert discussions.asked_by_id(db, "a1") == replace(asked, answer="yes")
    assert discussions.asked_for(db, discussion_id="d1") == []


def test_discussions_newest_first(db):
    discussions.add(db, TALK)
    later = replace(TALK, id="d2", posting="k2", opened_at=NOW + HOUR)
    discussions.add(db, later)
    assert [d.id for d in discussions.of_cohort(db, "spring")] == ["d2", "d1"]
    assert discussions.open_in_room(db, "spring-room") == later
    discussions.change(db, "d2", state="closed")
    assert discussions.open_in_room(db, "spring-room") == TALK
    assert discussions.of_posting(db, "k") == discussions.get(db, "d1") == TALK
    assert [d.id for d in discussions.of_cohort(db, "spring", "closed")] == ["d2"]
    newest = discussions.newest(db, "spring")
    assert newest is not None
    assert newest.id == "d2"
    assert discussions.newest(db, "spring", answered=True) is None
    discussions.keep(db, WORDS)
    assert discussions.newest(db, "spring", answered=True) == TALK


def test_when_someone_wrote_only_goes_forward(db):
    discussions.add(db, TALK)
    for at in (NOW + HOUR, NOW):
        discussions.heard(db, "d1", at, moderator=False)
    discussions.heard(db, "d1", NOW, moderator=True)
    found = discussions.get(db, "d1")
    assert found is not None
    assert (found.member_at, found.moderator_at) == (NOW + HOUR, NOW)


def test_a_message_is_kept_once_and_never_after_it_was_taken_out(db):
    discussions.add(db, TALK)
    assert discussions.keep(db, WORDS)
    assert not discussions.keep(db, replace(WORDS, id="w2"))
    ref = discussions.ref_of(WORDS)
    assert discussions.message_at(db, ref) == discussions.message_by_id(db, "w1") == WORDS
    assert discussions.messages(db, "d1") == discussions.messages_on(db, "d1", "p") == [WORDS]
    assert discussions.messages(db, "d1", held=True) == []
    assert discussions.counted(db, "d1") == 1
    discussions.change_message(db, "w1", held=True)
    assert discussions.counted(db, "d1") == 0
    discussions.take_out(db, WORDS, NOW)
    assert discussions.is_refused(db, ref)
    assert not discussions.keep(db, WORDS)
    assert discussions.message_at(db, ref) is None


def test_a_simulated_clock_goes_on_where_it_was(db):
    assert moment.last(db) is None
    moment.remember(db, NOW)
    moment.remember(db, NOW + HOUR)
    assert moment.last(db) == NOW + HOUR
