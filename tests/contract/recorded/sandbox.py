"""What the sandbox's page asks for when people do things, and the event that each is.

It happens in a room where something was said before: ``m1`` by Ben, ``m2`` by Ana, ``m3`` by Ana in
the thread under ``m1``, ``m4`` by the bot, with a button; Ana's page has a button, and a form stands
open before her.
"""

from datetime import UTC, datetime
from typing import Any

from adapters.sandbox.address import BOT, ROOM, dm, place, user
from adapters.sandbox.platform import Platform
from bot.protocol.cards import Button, Card, Field, Form
from bot.protocol.events import (
    Commanded,
    Edited,
    Event,
    HomeOpened,
    Joined,
    Left,
    Pressed,
    Reacted,
    Removed,
    Said,
    Submitted,
)
from bot.protocol.refs import Key, Profile, Ref
from bot.protocol.text import Link, Mention, Paragraph, Plain
from tests.contract.rig import PEOPLE

NOON = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
AGREE = Button(label="Agree", action="agree", args={"cohort": "c1"})
CARD = Card(blocks=(Paragraph(nodes=(Plain(text="Welcome."),)),), buttons=(AGREE,))
FORM = Form(
    action="plan",
    title="Plan",
    submit="Save",
    fields=(Field(name="name", label="Name"), Field(name="who", label="Who", kind="people")),
    args={"cohort": "c1"},
)


def before(platform: Platform) -> None:
    """What stands there before each of these."""
    platform.say("ben", ROOM, (Plain(text="Hello."),))
    platform.say("ana", ROOM, (Plain(text="Morning."),))
    platform.say("ana", ROOM, (Plain(text="Me too."),), thread="m1")
    platform.say(BOT, ROOM, CARD)
    platform.write_home("ana", CARD)
    platform.open_home("ana")
    platform.open_form("ana", FORM, ROOM)


def _ref(message: str, channel: str = ROOM, thread: str | None = None) -> Ref:
    return Ref(
        platform="sandbox", workspace="sandbox", channel=channel, message=message, thread=thread
    )


def _at(nth: int = 1) -> dict[str, Any]:
    """The time, and the key of the ``nth`` thing that the platform counts."""
    return {"at": NOON, "keys": (Key(kind="sandbox", value=f"g{nth}@{NOON.isoformat()}"),)}


def _ana(nth: int = 1, channel: str = ROOM) -> dict[str, Any]:
    return {**_at(nth), "who": user("ana"), "place": place(channel)}


def _asks(deed: str, **body: Any) -> dict[str, Any]:
    return {"deed": deed, "body": {"who": "ana", **body}, "counted": 0}


RECORDED: dict[str, tuple[dict[str, Any], Event | str]] = {
    "say": (
        _asks("say", to="room", text="Ask @ben, see https://example.org."),
        Said(
            **_ana(),
            ref=_ref("m5"),
            nodes=(
                Plain(text="Ask "),
                Mention(user=user("ben"), name=PEOPLE["ben"]),
                Plain(text=", see "),
                Link(url="https://example.org"),
                Plain(text="."),
            ),
        ),
    ),
    "say in a thread": (
        _asks("say", to="m1", text="Hello"),
        Said(**_ana(), ref=_ref("m5", thread="m1"), nodes=(Plain(text="Hello"),)),
    ),
    "say under an answer": (
        _asks("say", to="m3", text="Hello"),
        Said(**_ana(), ref=_ref("m5", thread="m1"), nodes=(Plain(text="Hello"),)),
    ),
    "say to the bot": (
        _asks("say", to="dm", text="help"),
        Said(**_ana(channel=dm("ana")), ref=_ref("m5", dm("ana")), nodes=(Plain(text="help"),)),
    ),
    "edit": (
        _asks("edit", message="m2", text="Good morning."),
        Edited(**_ana(), ref=_ref("m2"), nodes=(Plain(text="Good morning."),), written=NOON),
    ),
    "edit in a thread": (
        _asks("edit", message="m3", text="I too."),
        Edited(**_ana(), ref=_ref("m3", thread="m1"), nodes=(Plain(text="I too."),), written=NOON),
    ),
    "edit without a change": (
        _asks("edit", message="m2", text="Morning."),
        "the words are the same",
    ),
    "delete": (
        _asks("delete", message="m3"),
        Removed(**_at(), place=place(ROOM), ref=_ref("m3", thread="m1")),
    ),
    "react": (
        _asks("react", message="m1", emoji=":bulb:"),
        Reacted(**_ana(), ref=_ref("m1"), emoji="bulb", added=True),
    ),
    "command": (
        _asks("command", **{"in": "room"}, text="/cohort role @ben guest"),
        Commanded(**_ana(2), text="role @ben guest", people={"@ben": user("ben")}),
    ),
    "command to the bot": (
        _asks("command", **{"in": "dm"}, text="/cohort"),
        Commanded(**_ana(2, dm("ana")), text=""),
    ),
    "press": (
        _asks("press", message="m4", button=0, label="Agree"),
        Pressed(**_ana(2), action="agree", args={"cohort": "c1"}, ref=_ref("m4")),
    ),
    "press on the page": (
        _asks("press", message="home", button=0, label="Agree"),
        Pressed(**_ana(2, dm("ana")), action="agree", args={"cohort": "c1"}),
    ),
    "submit": (
        _asks("submit", values={"name": "Spring & co", "who": ["ben", "cho"]}),
        Submitted(
            **_ana(2),
            action="plan",
            args={"cohort": "c1"},
            values={"name": "Spring & co", "who": ("ben", "cho")},
        ),
    ),
    "dismiss": (_asks("dismiss"), "nothing was sent"),
    "home": (_asks("home"), HomeOpened(**_ana(channel=dm("ana")))),
    "enter": (
        {"deed": "enter", "body": {"who": "dee"}, "counted": 0},
        Joined(
            **_at(2),
            who=user("dee"),
            place=place(ROOM),
            profile=Profile(user=user("dee"), name=PEOPLE["dee"]),
        ),
    ),
    "leave": (_asks("leave"), Left(**_ana(2))),
}
