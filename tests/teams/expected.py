"""The events that the recorded activities are, by the name of the payload."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.protocol.events import (
    Commanded,
    Edited,
    Event,
    HomeOpened,
    Installed,
    Joined,
    Left,
    Pressed,
    Reacted,
    Removed,
    Said,
    Submitted,
)
from bot.protocol.refs import Key, Profile
from bot.protocol.text import Attachment, Code, Emphasis, Link, Mention, Plain, Strong
from tests.teams.made import (
    ANA,
    BEN,
    CAL,
    CHANNEL,
    CHAT,
    DEE,
    HEARD,
    PERSONAL,
    PRIVATE,
    ROOM,
    TEAM,
    TENANT,
    place,
    ref,
    user,
)

TEAM_HEARD = replace(HEARD, channels=(TEAM, CHANNEL))
"""As the desk asks for channels before it hands on who entered a team."""
GENERAL = f"{TEAM}/{TEAM}"
CARD = "1772460000300"
OPENER = "1772460000100"
VISITOR = "8:teamsvisitor:2f4e6a8c0b1d4f3e9a7c5b3d1f2e4a6c"
HERE = place(PERSONAL, direct=True)


def at(second: int) -> datetime:
    """So many seconds after three o'clock; recorded activities stand a second apart."""
    return datetime(2026, 3, 2, 15, 0, 0, 123456, tzinfo=UTC) + timedelta(seconds=second)


def stamp(second: int) -> str:
    return f"2026-03-02T15:{second // 60:02d}:{second % 60:02d}.1234567Z"


def id_of(second: int) -> str:
    return str(1772463600123 + second * 1000)


def other_id(second: int) -> str:
    return f"f:{second:04x}6978-89f4-47f4-a2d0-816b8c7cc578"


def key(kind: str, channel: str, *parts: str) -> tuple[Key, ...]:
    return (Key(kind=f"teams:{kind}", value="/".join((TENANT, channel, *parts))),)


def said(
    second: int,
    *nodes: Any,
    channel: str = ROOM,
    who: str = BEN,
    thread: str | None = None,
    **more: Any,
) -> Said:
    wanted: dict[str, Any] = {
        "at": at(second),
        "keys": key("message", channel, id_of(second)),
        "who": user(who),
        "place": place(channel, direct=channel == PERSONAL),
        "ref": ref(channel, id_of(second), thread),
        "nodes": tuple(Plain(text=n) if isinstance(n, str) else n for n in nodes),
    }
    return Said(**wanted | more)


def commanded(second: int, text: str, channel: str = ROOM, who: str = ANA, **people: str):
    return Commanded(
        at=at(second),
        keys=key("message", channel, id_of(second)),
        who=user(who),
        place=place(channel, direct=channel == PERSONAL),
        text=text,
        people={f"@{name}": user(each) for name, each in people.items()},
    )


def removed(second: int, channel: str = ROOM, thread: str | None = None) -> Removed:
    return Removed(
        at=at(second),
        keys=key("removed", channel, id_of(second), stamp(second)),
        place=place(channel, direct=channel == PERSONAL),
        ref=ref(channel, id_of(second), thread),
    )


def reacted(
    second: int,
    kind: str,
    name: str,
    channel: str = ROOM,
    *,
    added: bool = True,
    thread: str | None = None,
) -> Reacted:
    how = "added" if added else "removed"
    return Reacted(
        at=at(second),
        keys=key("reaction", channel, other_id(second), CARD, how, kind),
        who=user(BEN),
        place=place(channel, direct=channel == PERSONAL),
        ref=ref(channel, CARD, thread),
        emoji=name,
        added=added,
    )


def pressed(second: int, channel: str = ROOM, **more: Any) -> Pressed:
    wanted: dict[str, Any] = {
        "at": at(second),
        "keys": key("invoke", channel, other_id(second)),
        "who": user(BEN),
        "place": place(channel, direct=channel == PERSONAL),
        "action": "agree",
        "args": {"cohort": "c1"},
        "ref": ref(channel, CARD),
    }
    return Pressed(**wanted | more)


FILLED: Mapping[str, str | tuple[str, ...]] = {
    "name": "Spring & co",
    "purpose": "first part\nsecond part",
    "programme": "first, weeks",
    "days": ("first, weeks", "b"),
    "skip": (),
    "host": BEN,
    "moderators": (ANA, CAL),
    "starts": "2026-03-02",
    "hour": "10:00",
    "quoted": "",
}


def submitted(second: int, channel: str = ROOM, **more: Any) -> Submitted:
    wanted: dict[str, Any] = {
        "at": at(second),
        "keys": key("invoke", channel, other_id(second)),
        "who": user(ANA),
        "place": place(channel, direct=channel == PERSONAL),
        "action": "new-cohort",
        "args": {"cohort": "c1"},
        "values": FILLED,
    }
    return Submitted(**wanted | more)


SEALED: dict[str, Any] = {
    "action": "ask",
    "args": {},
    "values": {"question": "Who decides?"},
    "sealed": True,
}


def joined(
    second: int, who: str, room: str, where: str = GENERAL, profile: Profile | None = None
) -> Joined:
    keys = key("added", where, other_id(second), who, room)
    return Joined(at=at(second), keys=keys, who=user(who), place=place(room), profile=profile)


def left(second: int, who: str, room: str, where: str = GENERAL) -> Left:
    keys = key("removed-member", where, other_id(second), who, room)
    return Left(at=at(second), keys=keys, who=user(who), place=place(room))


def installed(second: int, *parts: str, name: str = "") -> Installed:
    kind, channel, *rest = parts
    keys = key(kind, channel, other_id(second), *rest)
    return Installed(at=at(second), keys=keys, platform="teams", workspace=TENANT, name=name)


def known(person: str, name: str, *, stranger: bool = False) -> Profile:
    return Profile(user=user(person), name=name, stranger=stranger)


FILE = Attachment(
    name="Intake form.pdf",
    url="https://contoso.sharepoint.com/sites/ClinicPeers/Shared%20Documents/General/Intake%20form.pdf",
)
ANA_MENTIONED = Mention(user=user(ANA), name="Ana López")
EDIT = Edited(
    at=at(37),
    keys=key("edit", ROOM, "1772460000200", stamp(37)),
    who=user(BEN),
    place=place(ROOM),
    ref=ref(ROOM, "1772460000200"),
    nodes=(Plain(text="We ask at every visit."),),
    written=datetime(2026, 3, 2, 14, 0, 0, 200_000, UTC),
)
EVE = "4ea16095-7f52-4b4e-90bb-5d9c6fc18e54"
SECRET_ROOM = f"{TEAM}/{PRIVATE}"

EXPECTED: dict[str, Event | tuple[Event, ...]] = {
    "channel_post": said(1, "We ask at registration."),
    "channel_post_mention": said(2, "thank you for the notes"),
    "channel_mention_elsewhere": said(3, ANA_MENTIONED, " asked what @Roundtable keeps"),
    "channel_reply": said(4, "Same here.", thread=OPENER),
    "channel_post_subject": said(
        5, Strong(text="Two kinds of forms"), "\n\nWe have a long one and a short one."
    ),
    "group_chat_message": said(6, "Hello all", channel=CHAT),
    "personal_message": said(7, "I would ask <why> & when &lt;3", channel=PERSONAL),
    "personal_help": said(8, "help", channel=PERSONAL),
    "html_formatted": said(
        9,
        Strong(text="Yes"),
        ", ",
        Emphasis(text="really"),
        ": type ",
        Code(text="/cohort"),
        " 🙂 <3 &c.",
    ),
    "html_emoji_old": said(10, "Good 💡"),
    "html_lists": said(
        11,
        "Two things:\n• first\n• second\n  1. inner\n3. third\nsaid\n",
        Code(text="x = 1\n y = 2"),
    ),
    "html_links": said(
        12,
        "See ",
        Link(url="https://example.org/form?a=1&b=2", label="the form"),
        ", ",
        Link(url="https://example.org/"),
        ", https://bank.example ",
        Link(url="https://evil.example/x"),
        ", nothing",
    ),
    "html_table": said(13, "When | Who\nMon | Ana"),
    "reply_with_quote": said(14, "So do we", channel=CHAT),
    "channel_file": said(15, "Our form", FILE),
    "channel_file_only": said(16, FILE),
    "channel_mention_file": said(17, FILE),
    "personal_file": said(
        18,
        "The scan",
        Attachment(
            name="Scan.jpg",
            url="https://contoso-my.sharepoint.com/personal/ben/Documents/Scan.jpg",
        ),
        channel=PERSONAL,
    ),
    "personal_picture": said(19, "Look", channel=PERSONAL),
    "channel_namesakes": said(
        20, Mention(user=user(BEN), name="Ana López"), " and ", ANA_MENTIONED, " know", who=CAL
    ),
    "channel_mention_unknown": said(
        21, "@Zed Who in @General and ", Mention(user=user(DEE), name="Dee Park (Guest)")
    ),
    "slash_menu": commanded(22, "summary", who=BEN),
    "slash_menu_mention": commanded(23, "help", who=BEN),
    "slash_menu_words": commanded(24, "what is this?", channel=CHAT, who=BEN),
    "command_mention": commanded(25, "help"),
    "command_mention_text_only": commanded(26, "Not now"),
    "command_mention_alone": commanded(27, ""),
    "command_mention_cohort": commanded(
        28,
        "invite @Ben_Okafor and @Cal_Moreau, see https://example.org",
        Ben_Okafor=BEN,
        Cal_Moreau=CAL,
    ),
    "command_mention_unknown_slash": commanded(29, "hlep"),
    "command_namesakes": commanded(
        30, f"invite @Ben_Okafor @{CAL}", **{"Ben_Okafor": BEN, CAL: CAL}
    ),
    "command_channel": commanded(31, "invite @Ben_Okafor", Ben_Okafor=BEN),
    "command_thread": commanded(32, ""),
    "command_group_chat": commanded(33, "summary", channel=CHAT),
    "command_personal": commanded(34, "help", channel=PERSONAL),
    "command_personal_slash": commanded(35, "help", channel=PERSONAL),
    "words_like_a_command": said(36, "/cohorts are groups"),
    "message_changed": EDIT,
    "message_changed_in_thread": replace(
        EDIT,
        at=at(38),
        keys=key("edit", ROOM, id_of(38), stamp(38)),
        ref=ref(ROOM, id_of(38), OPENER),
        nodes=(Plain(text="Better."),),
        written=at(38).replace(microsecond=123_000),
    ),
    "message_undeleted": said(
        40, "We ask at registration.", keys=key("undelete", ROOM, id_of(40), stamp(40))
    ),
    "message_deleted": removed(42),
    "message_deleted_in_thread": removed(43, thread=OPENER),
    "message_deleted_personal": removed(44, PERSONAL),
    "reaction_added": reacted(46, "like", "+1", thread=OPENER),
    "reaction_removed": reacted(47, "heart", "heart", added=False),
    "reaction_exchanged": (
        reacted(48, "surprised", "open_mouth", PERSONAL, added=False),
        reacted(48, "1f4a1_lightbulb", "bulb", PERSONAL),
    ),
    "reaction_toned": reacted(49, "1f44b_wavinghand-tone4", "wavinghand", CHAT),
    "press": pressed(51),
    "press_in_thread": pressed(52, ref=ref(ROOM, CARD, OPENER)),
    "press_group_chat": pressed(53, CHAT),
    "press_personal": pressed(54, PERSONAL),
    "press_targeted": pressed(55, ref=None),
    "press_no_card": pressed(56, PERSONAL, ref=None),
    "press_as_message": pressed(59, PERSONAL, keys=key("message", PERSONAL, id_of(59))),
    "form_dialog": submitted(61),
    "form_inline": submitted(62, PERSONAL, place=place(ROOM)),
    "form_as_message": submitted(63, PERSONAL, keys=key("message", PERSONAL, id_of(63))),
    "form_empty": submitted(
        64,
        PERSONAL,
        values={name: () if isinstance(value, tuple) else "" for name, value in FILLED.items()},
    ),
    "form_sealed": submitted(65, PERSONAL, **SEALED),
    "form_for_private_chat": submitted(66, place=HERE, **SEALED),
    "member_added_team": (
        joined(70, CAL, GENERAL),
        joined(70, CAL, ROOM),
        joined(70, DEE, GENERAL),
        joined(70, DEE, ROOM),
    ),
    "member_removed_team": (left(71, CAL, GENERAL), left(71, CAL, ROOM)),
    "member_added_group_chat": (
        joined(72, CAL, CHAT, CHAT, known(CAL, "Cal Moreau")),
        joined(72, EVE, CHAT, CHAT, known(EVE, "Eve Next (Partner)", stranger=True)),
    ),
    "member_removed_group_chat": left(73, CAL, CHAT, CHAT),
    "member_added_private_channel": joined(74, CAL, SECRET_ROOM, SECRET_ROOM),
    "member_removed_private_channel": left(75, CAL, SECRET_ROOM, SECRET_ROOM),
    "member_added_anonymous": joined(
        76, VISITOR, CHAT, CHAT, known(VISITOR, "Visitor", stranger=True)
    ),
    "bot_added_team": installed(79, "added", GENERAL, "bot", name="Clinic peers"),
    "bot_added_group_chat": installed(80, "added", CHAT, "bot"),
    "installed_personal": HomeOpened(
        at=at(87), keys=key("installation", PERSONAL, other_id(87)), who=user(BEN), place=HERE
    ),
    "installed_team": installed(88, "installation", GENERAL, name="Clinic peers"),
    "installed_group_chat": installed(89, "installation", CHAT),
    "message_guest": said(95, "Hello from outside", who=DEE),
    "message_no_time_zone": said(96, "Hello", channel=PERSONAL),
    "message_no_time": said(97, "Hello", channel=PERSONAL, at=HEARD.at),
    "message_whole_seconds": said(
        98, "Hello", channel=PERSONAL, at=datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    ),
    "message_no_directory_id": said(99, "Hello", channel=CHAT, who=CAL),
    "message_anonymous": said(100, "Hello", channel=CHAT, who=VISITOR),
    "message_anonymous_long_id": said(
        101,
        "Hello",
        channel=CHAT,
        who="d10897f740d432b3c67715fde8e1846c336db79e5ee13bc82de3f0265a8d5fc3",
    ),
    "message_xml": said(102, "a < b & c", channel=PERSONAL),
    "message_right_to_left": said(103, "שלום 👩🏽‍⚕️", channel=PERSONAL),
}
