"""Payloads: each is the event that it should be, and arrives once however often it is delivered."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import get_args

from bot.protocol.events import CameDue, Event, Finished, Noted, Undeliverable
from tests.contract.rig import Rig

NOON = datetime(2026, 3, 2, 15, 0, 5, tzinfo=UTC)
LATER = NOON + timedelta(seconds=200)
TOLD_BY_PLATFORMS = set(get_args(Event)) - {CameDue, Finished, Noted, Undeliverable}


def test_every_recorded_payload_is_the_event_that_it_should_be(rig: Rig):
    told = {name: rig.hear(each.payload, NOON) for name, each in rig.recorded().items()}
    assert told == {name: each.events for name, each in rig.recorded().items()}


def test_what_is_no_event_says_why(rig: Rig):
    assert all(each.events or each.why for each in rig.recorded().values())


def test_every_kind_of_event_is_recorded_or_it_is_said_why_there_is_none(rig: Rig):
    recorded = {type(event) for each in rig.recorded().values() for event in each.events}
    assert recorded | rig.untold.keys() == TOLD_BY_PLATFORMS
    assert not recorded & rig.untold.keys()
    assert all(rig.untold.values())


def test_a_payload_that_is_delivered_again_has_the_same_keys(rig: Rig):
    for each in rig.recorded().values():
        first, again = rig.hear(each.payload, NOON), rig.hear(each.payload, LATER)
        assert [event.keys for event in first] == [event.keys for event in again]
        assert all(event.keys for event in first)


def test_no_two_things_share_a_key(rig: Rig):
    happened = [
        event
        for nth, (_, each) in enumerate(sorted(rig.recorded().items()), 1)
        for event in rig.hear(rig.again(each.payload, nth), NOON)
    ]
    for one, other in combinations(happened, 2):
        assert not set(one.keys) & set(other.keys), f"{one} and {other}"


def test_the_same_thing_done_once_more_is_new(rig: Rig):
    for each in rig.recorded().values():
        first = rig.hear(rig.again(each.payload, 1), NOON)
        second = rig.hear(rig.again(each.payload, 2), NOON)
        keys = [set(event.keys) for event in (*first, *second)]
        assert len(first) == len(second) == len(each.events)
        assert sum(map(len, keys)) == len(set().union(*keys))


def test_every_reference_of_an_event_is_of_its_platform_and_of_one_workspace(rig: Rig):
    for each in rig.recorded().values():
        for event in each.events:
            assert event.at.utcoffset() == timedelta(0)
            named = [getattr(event, name, None) for name in ("who", "place", "ref")]
            homes = {(one.platform, one.workspace) for one in named if one is not None}
            assert {platform for platform, _ in homes} <= {rig.name}
            assert len(homes) <= 1
