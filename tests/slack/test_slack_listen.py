"""Every kind of payload, as Slack documents it, and the event that it is."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.heard import Heard
from adapters.slack.install import Install
from adapters.slack.listen import listen
from adapters.slack.times import from_ts
from bot.protocol.events import (
    Changed,
    Commanded,
    Edited,
    Event,
    HomeOpened,
    Joined,
    Left,
    Moved,
    Pressed,
    Reacted,
    Removed,
    Said,
    Submitted,
    Uninstalled,
)
from bot.protocol.refs import Key, Profile
from bot.protocol.text import Attachment, Code, Emphasis, Link, Mention, Plain, Strong
from tests.slack.harness import PAYLOADS, TEAM, payload, place, ref, user

NOW = datetime(2026, 3, 2, 15, 0, 5, tzinfo=UTC)
HEARD = Heard(
    install=Install(workspace=TEAM, user="U0BOT", bot="B0BOT"), at=NOW, fingerprint="print"
)
TOP = "1772460000.000100"
TS = "1772463600.123459"
SAID_AT = datetime(2026, 3, 2, 15, 0, 0, 123459, tzinfo=UTC)
ROOM = place("C0ROOM")
FORM = Link(url="https://example.org/form?a=1&b=2", label="the form")


def micro(after: int) -> datetime:
    """15:00:00 and so many microseconds."""
    return datetime(2026, 3, 2, 15, 0, 0, after, tzinfo=UTC)


def event_id(*more: Key) -> tuple[Key, ...]:
    return (Key(kind="slack:event_id", value="Ev0001"), *more)


def key(kind: str, value: str) -> Key:
    return Key(kind=f"slack:{kind}", value=value)


def said(*nodes: Any, channel: str = "C0ROOM", direct: bool = False, **more: Any) -> Said:
    wanted: dict[str, Any] = {
        "at": SAID_AT,
        "keys": event_id(
            key("message", f"T0TEAM/{channel}/{TS}"), key("client_msg_id", "T0TEAM/0c5a-1")
        ),
        "who": user("U0BEN"),
        "place": place(channel, direct=direct),
        "ref": ref(channel, TS),
        "nodes": tuple(Plain(text=n) if isinstance(n, str) else n for n in nodes),
    }
    return Said(**wanted | more)


EDITED_AT = datetime(2026, 3, 2, 15, 1, 39, tzinfo=UTC)
EDITED = Edited(
    at=EDITED_AT,
    keys=event_id(key("edit", f"T0TEAM/C0ROOM/{TS}/1772463699.000000")),
    who=user("U0BEN"),
    place=ROOM,
    ref=ref("C0ROOM", TS),
    nodes=(Plain(text="We ask at every visit."),),
    written=from_ts(TS),
)
REACTED = Reacted(
    at=micro(400),
    keys=event_id(),
    who=user("U0BEN"),
    place=ROOM,
    ref=ref("C0ROOM", TOP),
    emoji="+1",
    added=True,
)
REQUEST = (key("request", "print/0"),)
PRESSED = Pressed(
    at=micro(555000),
    keys=REQUEST,
    who=user("U0BEN"),
    place=ROOM,
    action="agree",
    args={"cohort": "c1"},
    ref=ref("C0ROOM", TOP),
)
COMMANDED = Commanded(
    at=NOW,
    keys=REQUEST,
    who=user("U0ANA"),
    place=ROOM,
    text="invite @ben and @cal to #spring & say <hello> https://example.org",
    people={"@ben": user("U0BEN"), "@cal": user("U0CAL")},
)
SUBMITTED = Submitted(
    at=NOW,
    keys=REQUEST,
    who=user("U0ANA"),
    place=ROOM,
    action="new-cohort",
    args={"cohort": "c1"},
    values={
        "name": "Spring & co",
        "purpose": "first part\nsecond part",
        "starts": "2026-03-02",
        "hour": "10:00",
        "programme": "first-weeks",
        "quoted": "",
        "days": ("mon", "tue"),
        "skip": (),
        "host": "U0BEN",
        "moderators": ("U0ANA", "U0CAL"),
    },
)
BEN = Profile(user=user("U0BEN"), name="Ben O.", zone="America/Los_Angeles", title="Clinic manager")

EXPECTED: dict[str, Event] = {
    "message": said("We ask at registration."),
    "message_marked_up": said(
        Strong(text="Yes"),
        ", ",
        Mention(user=user("U0ANA"), name="U0ANA"),
        ": see ",
        FORM,
        " 💡 <3 ",
        Code(text="/cohort"),
    ),
    "message_text_only": said(
        Strong(text="Yes"),
        ", ",
        Mention(user=user("U0ANA"), name="ana"),
        ": see ",
        FORM,
        " <3 &lt; @channel @docs #other ",
        Emphasis(text="soon"),
    ),
    "message_list": said("Two things:\n• first\n• second\nsaid\n", Code(text="x = 1")),
    "message_in_thread": said("Same here.", ref=ref("C0ROOM", TS, TOP)),
    "message_opens_thread": said("Top."),
    "message_thread_broadcast": said("For everyone.", ref=ref("C0ROOM", TS, TOP)),
    "message_file": said(
        "Our form",
        Attachment(name="form.pdf", url="https://example.slack.com/files/U0BEN/F1/form.pdf"),
    ),
    "message_me": said("nods"),
    "message_private_chat": said("help", channel="D0BEN", direct=True),
    "message_private_room": said("Hello", channel="G0ROOM"),
    "message_private_room_c": said("Hello", channel="C0SECRET"),
    "message_stranger": said("Hello from next door", who=user("U9CAL")),
    "message_changed": EDITED,
    "message_changed_in_thread": replace(
        EDITED, nodes=(Plain(text="Better."),), ref=ref("C0ROOM", TS, TOP)
    ),
    "message_changed_file_gone": replace(
        EDITED,
        at=datetime(2026, 3, 2, 15, 1, 40, 200, tzinfo=UTC),
        keys=event_id(),
        nodes=(Plain(text="Our form"),),
    ),
    "message_changed_tombstone": Removed(
        at=datetime(2026, 3, 2, 15, 1, 40, 200, tzinfo=UTC),
        keys=event_id(key("removed", f"T0TEAM/C0ROOM/{TS}")),
        place=ROOM,
        ref=ref("C0ROOM", TS),
    ),
    "message_deleted": Removed(
        at=datetime(2026, 3, 2, 15, 3, 20, 300, tzinfo=UTC),
        keys=event_id(key("removed", f"T0TEAM/C0ROOM/{TS}")),
        place=ROOM,
        ref=ref("C0ROOM", TS, TOP),
    ),
    "reaction_added": REACTED,
    "reaction_removed": replace(REACTED, emoji="bulb", added=False),
    "member_joined_channel": Joined(at=micro(500), keys=event_id(), who=user("U0CAL"), place=ROOM),
    "channel_id_changed": Moved(at=micro(600), keys=event_id(), place=place("G0ROOM"), to=ROOM),
    "member_left_channel": Left(at=micro(600), keys=event_id(), who=user("U0BEN"), place=ROOM),
    "app_home_opened": HomeOpened(
        at=micro(700), keys=event_id(), who=user("W0BEN"), place=place("D0BEN", direct=True)
    ),
    "user_change": Changed(at=micro(800), keys=event_id(), profile=BEN),
    "user_change_deactivated": Changed(
        at=micro(800),
        keys=event_id(),
        profile=Profile(user=user("U0BEN"), name="Ben Okafor", deactivated=True),
    ),
    "tokens_revoked": Uninstalled(at=micro(0), keys=event_id(), platform="slack", workspace=TEAM),
    "app_uninstalled": Uninstalled(at=micro(0), keys=event_id(), platform="slack", workspace=TEAM),
    "command": COMMANDED,
    "command_private_chat": replace(
        COMMANDED, place=place("D0ANA", direct=True), text="", people={}
    ),
    "command_namesakes": replace(
        COMMANDED,
        text="invite @ben @U7BEN",
        people={"@ben": user("U0BEN"), "@U7BEN": user("U7BEN")},
    ),
    "block_actions": PRESSED,
    "block_actions_in_thread": replace(PRESSED, ref=ref("C0ROOM", TOP, "1772450000.000001")),
    "block_actions_ephemeral": replace(PRESSED, ref=None),
    "block_actions_private_chat": replace(
        PRESSED, place=place("D0BEN", direct=True), ref=ref("D0BEN", TOP)
    ),
    "block_actions_home": replace(PRESSED, place=place("U0BEN", direct=True), ref=None),
    "block_actions_stranger": replace(PRESSED, who=user("U9CAL")),
    "message_action": replace(
        PRESSED,
        at=NOW,
        action="mark.keep",
        args={"channel": "C0ROOM", "message": TOP},
        ref=None,
    ),
    "view_submission": SUBMITTED,
    "view_submission_sealed": replace(
        SUBMITTED,
        place=place("D0ANA", direct=True),
        args={},
        values={"question": "Who decides?"},
        sealed=True,
    ),
    "view_submission_from_home": replace(
        SUBMITTED, place=place("U0ANA", direct=True), args={}, values={}
    ),
}

NOTHING = {
    "message_action_other": "another app's shortcut is none of ours",
    "another_installation": "our token is nobody there",
    "block_actions_link": "the page opens by itself",
    "block_actions_of_another": "no button of ours",
    "command_other": "no command of ours",
    "app_rate_limited": "a notice of Slack's",
    "app_home_opened_messages": "the private chat, not the page",
    "member_joined_channel_own": "ourselves",
    "message_channel_join": "a notice of Slack's",
    "message_changed_language": "the words are the same",
    "message_changed_own": "ourselves",
    "message_changed_unfurl": "the words are the same",
    "message_other_bot": "another app",
    "message_own": "ourselves",
    "message_replied": "the answer comes by itself",
    "message_slackbot": "Slack's own bot",
    "message_topic": "a notice of Slack's",
    "reaction_on_file": "no message",
    "reaction_own": "ourselves",
    "tokens_revoked_of_a_person": "not the bot's",
    "unknown_event": "not ours to know",
    "view_closed": "nothing was sent",
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_payload_is_this_event(name: str):
    assert listen(payload(name), HEARD) == (EXPECTED[name],)


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_a_payload_is_no_event(name: str):
    assert listen(payload(name), HEARD) == ()


def test_every_recorded_payload_is_played():
    assert {p.stem for p in PAYLOADS.glob("*.json")} == EXPECTED.keys() | NOTHING.keys()


def test_a_message_and_its_edit_share_no_key_but_each_delivery_of_one_does():
    [first] = listen(payload("message"), HEARD)
    [again] = listen(payload("message") | {"event_id": "Ev0002"}, HEARD)
    [edit] = listen(payload("message_changed") | {"event_id": "Ev0003"}, HEARD)
    assert set(first.keys) & set(again.keys)
    assert not set(first.keys) & set(edit.keys)


def test_one_gesture_under_two_timestamps_shares_a_key():
    other: dict[str, Any] = payload("message") | {"event_id": "Ev0002"}
    other["event"] = other["event"] | {"ts": "1772463600.999999"}
    [first], [second] = listen(payload("message"), HEARD), listen(other, HEARD)
    assert set(first.keys) & set(second.keys) == {key("client_msg_id", "T0TEAM/0c5a-1")}


def test_an_organisation_wide_installation_is_ours():
    everywhere = payload("message")
    everywhere["authorizations"] = [
        {"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True}
    ]
    assert listen(everywhere, HEARD) == (EXPECTED["message"],)


def test_forty_thousand_letters_right_to_left_and_emoji_come_through():
    words = ("שלום 👩🏽‍⚕️ " * 5000)[:40_000]
    long = payload("message")
    long["event"] |= {"text": words, "blocks": None}
    [event] = listen(long, HEARD)
    assert isinstance(event, Said)
    assert event.nodes == (Plain(text=words),)


@pytest.mark.parametrize("value", [None, "", "no json", "[1]", "null", '{"a":1}'])
def test_a_buttons_value_that_is_not_ours_is_no_argument_that_breaks(value: str | None):
    strange = payload("block_actions")
    strange["actions"][0]["value"] = value
    [event] = listen(strange, HEARD)
    assert isinstance(event, Pressed)
    assert event.args == ({"a": "1"} if value == '{"a":1}' else {})
