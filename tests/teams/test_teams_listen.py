"""Every kind of activity, as Teams sends it, and the events that it is."""

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.heard_messages import emoji
from adapters.teams.listen import listen
from adapters.teams.profiles import profile
from adapters.teams.times import instant
from bot.protocol.events import Commanded, Joined, Said
from bot.protocol.refs import Key, Profile
from tests.teams.expected import EXPECTED, GENERAL, TEAM_HEARD, VISITOR, at, stamp
from tests.teams.made import (
    ACCOUNTS,
    ANA,
    BOT,
    CAL,
    CHANNEL,
    HEARD,
    PAYLOADS,
    ROOM,
    TENANT,
    activity,
    in_channel,
    mention,
    payload,
    place,
    user,
)

NOTHING = {
    "bot_removed_group_chat": "the tenant keeps the bot",
    "bot_removed_team": "the tenant keeps the bot",
    "channel_created": "no room of ours yet",
    "channel_deleted": "what cannot be said there shows it",
    "channel_renamed": "a room is known by its id",
    "end_of_conversation": "not ours to know",
    "form_opened_as_message": "nothing is done yet",
    "form_opened_dialog": "nothing is done yet",
    "form_opened_inline": "nothing is done yet",
    "invoke_without_value": "nothing was pressed",
    "member_added_other_bot": "no person",
    "member_added_personal": "a private chat has its two from the beginning",
    "message_bot_role": "another app",
    "message_by_nobody": "a notice of Teams'",
    "message_changed_own": "ourselves",
    "message_deleted_unknown": "not ours to know",
    "message_other_bot": "another app",
    "message_own": "ourselves",
    "message_update_unknown": "not ours to know",
    "press_as_message_of_another": "no button of ours",
    "press_of_another": "no button of ours",
    "press_spoiled": "no button that can be read",
    "reaction_of_a_bot": "another app",
    "removed_for_upgrade": "the new version is added at once",
    "removed_personal": "nobody needs to be told",
    "removed_team": "nobody needs to be told",
    "team_renamed": "a team is known by its id",
    "typing": "nothing is said yet",
    "unknown_event": "not ours to know",
    "unknown_invoke": "not ours to know",
    "upgraded_personal": "the same app as before",
    "upgraded_team": "the same app as before",
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_payload_is_these_events(name: str):
    wanted = EXPECTED[name]
    assert listen(payload(name), TEAM_HEARD) == (wanted if isinstance(wanted, tuple) else (wanted,))


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_a_payload_is_no_event(name: str):
    assert listen(payload(name), TEAM_HEARD) == ()


def test_every_recorded_payload_is_played():
    assert {p.stem for p in PAYLOADS.glob("*.json")} == EXPECTED.keys() | NOTHING.keys()


def test_a_payload_that_comes_again_has_the_same_keys_and_no_two_events_share_one():
    owners: dict[Key, tuple[str, int]] = {}
    for name in sorted(EXPECTED):
        first = listen(payload(name), TEAM_HEARD)
        again = listen(payload(name), replace(TEAM_HEARD, at=at(9999)))
        assert [event.keys for event in first] == [event.keys for event in again]
        for number, event in enumerate(first):
            assert event.keys
            for each in event.keys:
                assert owners.setdefault(each, (name, number)) == (name, number)


def test_a_message_that_is_edited_deleted_and_brought_back_twice_is_seven_things():
    message = payload("channel_post")
    keys = set(listen(message, HEARD)[0].keys)
    for second, (kind, what) in enumerate(
        [("messageUpdate", "editMessage"), ("messageUpdate", "editMessage")]
        + [("messageDelete", "softDeleteMessage"), ("messageUpdate", "undeleteMessage")] * 2
    ):
        data = message["channelData"] | {"eventType": what}
        later = message | {"type": kind, "timestamp": stamp(100 + second), "channelData": data}
        [event] = listen(later, HEARD)
        assert not keys & set(event.keys)
        keys |= set(event.keys)
    assert len(keys) == 7


def test_what_has_no_id_and_no_time_still_comes_again_as_the_same():
    reaction = payload("reaction_added")
    del reaction["id"], reaction["timestamp"]
    other = reaction | {"reactionsAdded": [{"type": "heart"}]}
    [first], [again], [heart] = (listen(each, HEARD) for each in (reaction, reaction, other))
    assert first.keys == again.keys
    assert first.keys != heart.keys


def test_somebody_who_enters_a_team_enters_the_rooms_that_are_known_once_each():
    entered = payload("member_added_team")
    assert [e.place for e in listen(entered, HEARD) if isinstance(e, Joined)] == [
        place(GENERAL),
        place(GENERAL),
    ]
    twice = replace(HEARD, channels=(CHANNEL, CHANNEL))
    assert [e.place for e in listen(entered, twice) if isinstance(e, Joined)] == [
        place(ROOM),
        place(ROOM),
    ]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("help", "help"),
        ("HELP!", "HELP"),
        ("/help", "help"),
        ("cohort", ""),
        ("/cohort", ""),
        ("cohort not  now.", "not  now"),
        (": summary 3", "summary 3"),
        (", /cohort summary", "summary"),
        ("/cohort what?", "what?"),
        ("not yet", None),
        ("now", None),
        ("cohort members are here", None),
        ("helpful words", None),
        ("I said /cohort help", None),
        ("sumary", "sumary"),
        ("not know", "not know"),
        ("summed up", None),
        ("thanks", None),
    ],
)
def test_words_after_a_mention_are_a_command_only_if_they_name_one(text: str, means: str | None):
    entity = {"type": "mention", "mentioned": {"id": BOT, "name": "Roundtable"}}
    [event] = listen(
        activity(text=f"<at>Roundtable</at> {text}", entities=[entity], **in_channel()), HEARD
    )
    if means is None:
        assert isinstance(event, Said)
    else:
        assert isinstance(event, Commanded)
        assert event.text == means


@pytest.mark.parametrize(
    ("text", "means"),
    [("/cohort", ""), ("/COHORT Help", "Help"), ("/what is it", "what is it"), ("/ no", None),
     ("cohort help", None), ("1/2", None), ("//", None)],
)  # fmt: skip
def test_a_slash_in_the_private_chat_is_a_command(text: str, means: str | None):
    [event] = listen(activity(text=text), HEARD)
    assert (event.text if isinstance(event, Commanded) else None) == means


def test_who_is_mentioned_is_known_from_the_mention_itself_or_not_at_all():
    words: dict[str, Any] = {"text": "/cohort invite <at>Ana López</at>", **in_channel()}
    nobody = replace(HEARD, people={})
    [named] = listen(activity(entities=[mention(ANA, aad=True)], **words), nobody)
    [unknown] = listen(activity(entities=[mention(ANA)], **words), nobody)
    assert isinstance(named, Commanded) and isinstance(unknown, Commanded)
    assert (named.text, named.people) == ("invite @Ana_López", {"@Ana_López": user(ANA)})
    assert (unknown.text, unknown.people) == ("invite @Ana López", {})


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("like", "+1"),
        ("plusOne", "+1"),
        ("heart", "heart"),
        ("laugh", "laughing"),
        ("surprised", "open_mouth"),
        ("sad", "cry"),
        ("angry", "angry"),
        ("1f4a1_lightbulb", "bulb"),
        ("1f527_wrench", "wrench"),
        ("1f468-200d-1f4bb_mantechnologist-tone2", "mantechnologist"),
        ("2753_", "2753_"),
        ("paperclip", "paperclip"),
    ],
)
def test_a_reactions_name(kind: str, name: str):
    assert emoji(kind) == name


@pytest.mark.parametrize(
    ("told", "after"),
    [
        ("2026-03-02T15:00:00Z", timedelta()),
        ("2026-03-02T15:00:00.1Z", timedelta(milliseconds=100)),
        ("2026-03-02T15:00:00.1234567Z", timedelta(microseconds=123456)),
        ("2026-03-02T07:00:00-08:00", timedelta()),
        ("2026-03-02T15:00:00", timedelta()),
    ],
)
def test_times_are_exact_and_in_utc(told: str, after: timedelta):
    assert instant(told) == datetime(2026, 3, 2, 15, tzinfo=UTC) + after
    assert instant(told).utcoffset() == timedelta()


@pytest.mark.parametrize(
    "broken",
    [
        {"timestamp": "yesterday"},
        {"timestamp": "0001-01-01T00:00:00+14:00"},
        {"timestamp": 5},
        {"conversation": {}},
        {"conversation": "19:x"},
        {"id": ""},
        {"from": []},
        {"channelData": "x"},
        {"channelData": {"team": "x"}},
        {"entities": {}},
        {"attachments": [None]},
        {"entities": ["mention"]},
    ],
)
def test_what_cannot_come_from_teams_is_refused_without_its_words(broken: dict[str, Any]):
    with pytest.raises(ValueError, match=r"^[^@]+$"):
        listen(activity(text="@secret") | broken, HEARD)


JUNK = st.sampled_from(
    [None, "", "x", 0, -1.5, True, [], {}, [None], ["x"], [[]], [{}], {"id": None}, {"id": {}},
     {"": []}, "\u202e", "2026-03-02T15:00:00Z", [{"type": "mention", "mentioned": []}]]
)  # fmt: skip


def spoiled(part: Any, draw: st.DrawFn) -> Any:
    """The same JSON with something else somewhere inside."""
    if isinstance(part, dict | list) and part and draw(st.integers(0, 5)):
        keys = sorted(part) if isinstance(part, dict) else range(len(part))
        chosen = draw(st.sampled_from(list(keys)))
        part[chosen] = spoiled(part[chosen], draw)
        return part
    return copy.deepcopy(draw(JUNK))


@st.composite
def spoiled_activities(draw: st.DrawFn) -> dict[str, Any]:
    whole = payload(draw(st.sampled_from(sorted(EXPECTED))))
    for _ in range(draw(st.integers(1, 3))):
        part = draw(st.sampled_from(sorted(whole)))
        whole[part] = spoiled(whole[part], draw)
    return whole


@settings(max_examples=300, deadline=None)
@given(spoiled_activities())
def test_whatever_comes_is_events_or_a_value_error(whole: dict[str, Any]):
    before = copy.deepcopy(whole)
    try:
        events = listen(whole, TEAM_HEARD)
    except ValueError:
        events = ()
    assert all(event.keys and event.at.utcoffset() == timedelta() for event in events)
    assert whole == before


MEMBER = {
    "id": ACCOUNTS[CAL],
    "name": "Cal Moreau",
    "givenName": "Cal",
    "surname": "Moreau",
    "email": "cal@contoso.example",
    "userPrincipalName": "cal@contoso.example",
    "tenantId": TENANT,
    "userRole": "user",
    "aadObjectId": CAL,
}


def test_a_member_of_a_roster_is_a_profile():
    cal = Profile(user=user(CAL), name="Cal Moreau", zone="Europe/Paris")
    assert profile(MEMBER, TENANT, "Europe/Paris") == cal


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"aadObjectId": None, "objectId": CAL}, {}),
        ({"name": ""}, {}),
        ({"name": "", "surname": None}, {"name": "Cal"}),
        ({"name": "", "surname": "", "givenName": ""}, {"name": "cal@contoso.example"}),
        ({"name": "Cal (Guest)", "userRole": "guest"}, {"name": "Cal (Guest)"}),
        ({"tenantId": TENANT.upper()}, {}),
        ({"tenantId": None}, {}),
        ({"tenantId": "99999999-0000-4000-8000-000000000000"}, {"stranger": True}),
        ({"userRole": "anonymous"}, {"stranger": True}),
    ],
)
def test_what_a_roster_says_of_a_member(told: dict[str, Any], wanted: dict[str, Any]):
    cal = Profile(user=user(CAL), name="Cal Moreau")
    assert profile(MEMBER | told, TENANT, None) == replace(cal, **wanted)


def test_a_member_without_an_id_is_nobody_and_an_app_is_marked():
    assert profile({"name": "Somebody"}, TENANT, None) is None
    app = profile({"id": BOT, "name": "Roundtable"}, TENANT, None)
    assert app is not None
    assert app.bot
    visitor = profile({"id": VISITOR, "userRole": "anonymous"}, TENANT, None)
    assert visitor == Profile(user=user(VISITOR), name=VISITOR, stranger=True)
