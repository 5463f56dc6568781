"""Bad requests at Slack's door."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from tests.security.houses import Got, SlackHouse
from tests.security.table import Bad
from tests.slack import gestures
from tests.slack.harness import payload
from tests.slack.sender import FORM, Request

Json = dict[str, Any]
MODERATORS = "That one is for the cohort's moderators"
STALE = "This button has done its work"


def _command(house: SlackHouse, text: str = "/cohort hold", who: str = "ana") -> Json:
    person, slack = house.stage.people.known(who), house.stage.slack
    door = slack.door(person.id, gestures.ROOM)
    return gestures.command(person, "room", [text], door, slack.trigger(person.id))


def _with(request: Request, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(request, headers={**request.headers, **named})


def _signed(**how: Any):
    async def send(house: SlackHouse) -> Got:
        return await house.brings(house.sender.request(_command(house), **how))

    return send


def _body(body: bytes, kind: str = "application/json", **how: Any):
    async def send(house: SlackHouse) -> Got:
        return await house.brings(house.sender.signed(body, kind), **how)

    return send


def _elsewhere(**parts: Any):
    """A press from another installation, or by somebody of another workspace."""

    async def send(house: SlackHouse) -> Got:
        message, button = house.card("ana", "Invite")
        return await house.brings(house.sender.request({**house.press("cal", message, button),
                                                        **parts}))  # fmt: skip

    return send


def _recorded(name: str):
    async def send(house: SlackHouse) -> Got:
        return await house.brings(house.sender.request(payload(name)))

    return send


async def _replayed(house: SlackHouse) -> Got:
    request = house.sender.request(_command(house, "/cohort help"))
    await house.brings(request)
    return await house.brings(request)


async def _large(house: SlackHouse) -> Got:
    return await house.brings(house.sender.signed(b"x" * (1024 * 1024 + 1)))


async def _by_member(house: SlackHouse) -> Got:
    message, button = house.card("ana", "Invite")
    return await house.brings(house.sender.request(house.press("ben", message, button)))


async def _command_by_member(house: SlackHouse) -> Got:
    return await house.brings(house.sender.request(_command(house, who="ben")))


async def _form_by_member(house: SlackHouse) -> Got:
    """A form that only moderators get, made up."""
    tag = json.dumps({"args": {"cohort": _cohort(house)}, "in": gestures.ROOM})
    view = {"type": "modal", "callback_id": "cohort.settings", "private_metadata": tag,
            "state": {"values": {}}}  # fmt: skip
    message, button = house.card("ana", "Invite")
    press = house.press("ben", message, button)
    sent = {name: press[name] for name in ("user", "team", "api_app_id", "token", "trigger_id")}
    form = {"type": "view_submission", **sent, "view": view, "response_urls": []}
    return await house.brings(house.sender.request(form))


def _cohort(house: SlackHouse) -> str:
    _message, button = house.card("ana", "Invite")
    return json.loads(button.raw["value"])["cohort"]


def _forged_args(person: str):
    async def send(house: SlackHouse) -> Got:
        message, button = house.card("ana", "Invite")
        args = {**json.loads(button.raw["value"]), "person": person}
        forged = replace(button, raw={**button.raw, "value": json.dumps(args)})
        return await house.brings(house.sender.request(house.press("ana", message, forged)))

    return send


async def _deactivated(house: SlackHouse) -> Got:
    message, button = house.card("joy", "Invite")
    gone = house.stage.people.known("joy")
    account = gestures.account(gone.id, "joy", replace(gone.profile, deactivated=True))
    change = {"type": "user_change", "user": account, "event_ts": house.stage.slack.stamp()}
    told = {"type": "event_callback", "event_id": "EvGone", "event": change,
            "team_id": gestures.TEAM, "api_app_id": "A0APP", "event_time": 1}  # fmt: skip
    await house.brings(house.sender.request(told))
    return await house.brings(house.sender.request(house.press("joy", message, button)))


async def _stale(house: SlackHouse) -> Got:
    message, button = house.card("ana", "Invite")
    await house.brings(house.sender.request(house.press("ana", message, button)))
    return await house.brings(house.sender.request(house.press("ana", message, button)))


async def _smuggled(house: SlackHouse) -> Got:
    request = house.sender.request(_command(house))
    head = [f"{name}: {value}".encode() for name, value in request.headers.items()]
    return await house.sends_raw(
        b"POST /slack/events HTTP/1.1", b"Host: x", *head, b"Content-Length: 5",
        b"Transfer-Encoding: chunked", b"", b"0", b"", request.body,
    )  # fmt: skip


async def _two_lengths(house: SlackHouse) -> Got:
    return await house.sends_raw(
        b"POST /slack/events HTTP/1.1", b"Host: x", b"Content-Length: 5", b"Content-Length: 6",
        b"", b"hello!",
    )  # fmt: skip


async def _folded(house: SlackHouse) -> Got:
    return await house.sends_raw(
        b"POST /slack/events HTTP/1.1", b"Host: x", b"X-Slack-Signature : v0=00", b"", b""
    )


def _deep(depth: int) -> bytes:
    return b'{"type":"event_callback","a":' + b"[" * depth + b"]" * depth + b"}"


def _interaction(payload: Mapping[str, Any]) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


ROWS = (
    Bad("signed with another secret", _signed(secret="another"), 401),
    Bad("not signed at all", _signed(signature=""), 401),
    Bad("a signature of other letters", _signed(signature="v0=ümlaut"), 401),
    Bad("signed six minutes ago", _signed(age=360), 401),
    Bad("signed in the future", _signed(age=-360), 401),
    Bad("no time", _signed(timestamp=""), 401),
    Bad("replayed, letter by letter", _replayed, 200),
    Bad("more than a megabyte", _large, 413),
    Bad("half of some JSON", _body(b'{"type":'), 400),
    Bad("no text", _body(b"\xff\xfe\x00"), 401),
    Bad("a form whose payload is no JSON", _body(b"payload=%7B", FORM), 400),
    Bad("JSON that is no object", _body(b"payload=[1]", FORM), 400),
    Bad("lists in lists, 100,000 deep", _body(_deep(100_000)), 400),
    Bad("lists in lists, 100 deep", _body(_deep(100)), 200),
    Bad("an interaction of no kind", _body(_interaction({"type": "nonsense"}), FORM), 200),
    Bad("from a workspace that did not install the app", _recorded("another_installation"), 200),
    Bad("by another app of the workspace", _elsewhere(api_app_id="A9OTHER", user={"id": "U9ELSE"}),
        200, MODERATORS),
    Bad("by someone of another workspace in a shared room",
        _elsewhere(is_ext_shared_channel=True, user={"id": "U8FAR", "team_id": "T8FAR"}), 200,
        MODERATORS),
    Bad("a moderators' button, by a member", _by_member, 200, MODERATORS),
    Bad("a moderators' command, by a member", _command_by_member, 200, MODERATORS),
    Bad("a moderators' form, by a member", _form_by_member, 200, MODERATORS),
    Bad("a button with SQL in place of a person", _forged_args("' OR 1=1 --"), 200, STALE),
    Bad("a button with NUL in place of a person", _forged_args("\x00"), 200, STALE),
    Bad("a button with half a letter in place of a person", _forged_args("\ud800"), 200, STALE),
    Bad("a button, by a moderator who was deactivated", _deactivated, 200, MODERATORS),
    Bad("a button of an old message", _stale, 200, STALE),
    Bad("by GET", _body(b"", method="GET"), 405),
    Bad("by PUT", _body(b"{}", method="PUT"), 405),
    Bad("at another path", _body(b"{}", path="/../admin"), 404),
    Bad("as plain text", _body(b"hello", "text/plain"), 200),
    Bad("a length and chunks at once", _smuggled, 400),
    Bad("two lengths", _two_lengths, 400),
    Bad("a header with a space in its name", _folded, 400),
)  # fmt: skip
