"""What waits in the database reads back as what it was."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.protocol.cards import Button, Card
from bot.protocol.events import (
    Changed,
    Commanded,
    Edited,
    Event,
    Finished,
    HomeOpened,
    Joined,
    Left,
    Noted,
    Pressed,
    Removed,
    Said,
    Submitted,
    Undeliverable,
)
from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.protocol.text import Block, Inline, Inlines, Mention, Moment, Plain
from bot.store import codec, profiles

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(object, st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=4,
))  # fmt: skip
VALUES = st.dictionaries(st.text(), st.text() | st.lists(st.text()).map(tuple))
WHOLE = st.builds(
    Card,
    blocks=st.from_type(tuple[Block, ...]),  # pyright: ignore
    buttons=st.from_type(tuple[Button, ...]),
    parts=st.just(()),
)
FOLDED = st.builds(
    Card,
    blocks=st.from_type(tuple[Block, ...]),  # pyright: ignore
    buttons=st.from_type(tuple[Button, ...]),
    parts=st.lists(WHOLE, max_size=2).map(tuple),
)
EVENTS = st.one_of(
    *(
        st.builds(kind, values=VALUES) if kind is Submitted else st.from_type(kind)
        for kind in Event.__args__
    )
)


def stored(data: object) -> object:
    """The data as a database gives it back."""
    return json.loads(json.dumps(data))


@settings(max_examples=300, deadline=None)
@given(EVENTS)
def test_events(event):
    assert codec.load_event(stored(codec.dump_event(event))) == event


@settings(max_examples=100, deadline=None)
@given(st.one_of(WHOLE, FOLDED))
def test_cards(card):
    assert codec.load_card(stored(codec.dump_card(card))) == card


@settings(max_examples=100, deadline=None)
@given(st.lists(st.from_type(Inline)).map(tuple))  # pyright: ignore
def test_lines(nodes):
    assert codec.load_nodes(stored(codec.dump_nodes(nodes))) == nodes


@settings(max_examples=100, deadline=None)
@given(st.lists(st.from_type(Block)).map(tuple))  # pyright: ignore
def test_blocks(blocks):
    assert codec.load_blocks(stored(codec.dump_blocks(blocks))) == blocks


@settings(max_examples=50, deadline=None)
@given(st.from_type(Profile))
def test_profiles(profile):
    assert profiles.load(stored(profiles.dump(profile))) == profile


def test_every_kind_of_event_keeps_its_kind():
    place = Place(platform="p", workspace="w", channel="c")
    ref = Ref(platform="p", workspace="w", channel="c", message="m", thread="t")
    who = User(platform="p", workspace="w", user="u")
    nodes: Inlines = (Plain(text="a"), Mention(user=who, name="Ana"))
    base = {"at": datetime(2026, 3, 2, tzinfo=UTC), "keys": (Key(kind="k", value="v"),)}
    person = {**base, "who": who, "place": place}
    for event in (
        Said(**person, ref=ref, nodes=nodes),
        Edited(**person, ref=ref, nodes=nodes),
        Removed(**base, place=place, ref=ref),
        Pressed(**person, action="a", args={"x": "y"}),
        Submitted(**person, action="a", args={}, values={"one": "x", "many": ("y", "z")}),
        Commanded(**person, text="summary", people={"@ben": who}),
        Joined(**person, profile=Profile(user=who, name="Ana", manager=who)),
        Left(**person),
        HomeOpened(**person),
        Changed(**base, profile=Profile(user=who, name="Ana")),
        Finished(**base, kind="k", args={}, cohort=None, result={"a": [1, None]}),
        Undeliverable(**base, parcel="k", why="w", unsure=True, cohort=None, person="p"),
        Noted(**base, topic="t", cohort="c", args={"a": "b"}),
    ):
        back = codec.load_event(stored(codec.dump_event(event)))
        assert type(back) is type(event)
        assert back == event


def test_an_instant_keeps_its_moment_in_any_zone():
    at = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=-5)))
    (back,) = codec.load_nodes(stored(codec.dump_nodes((Moment(at=at, text="nine"),))))
    assert isinstance(back, Moment)
    assert back.at == at


def test_a_button_keeps_what_it_means():
    button = Button(label="Agree", action="agree", args={"cohort": "c"}, confirm="Sure?")
    card = Card(blocks=(), buttons=(button,))
    assert codec.load_card(stored(codec.dump_card(card))).buttons == (button,)


def test_a_card_from_before_there_were_parts_has_none():
    whole = Card(blocks=(), buttons=(Button(label="Agree", action="agree"),))
    old = {"blocks": [], "buttons": codec.dump_card(whole)["buttons"]}
    assert codec.load_card(old) == whole
    assert codec.dump_card(whole) == old


def test_what_nobody_dumped_is_refused():
    with pytest.raises(KeyError):
        codec.load_event({"type": "Invented"})
