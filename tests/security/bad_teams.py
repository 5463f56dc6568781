"""Bad requests at Teams' door."""

import json
from dataclasses import replace
from itertools import count
from typing import Any

from tests.security.houses import Got, TeamsHouse
from tests.security.table import Bad
from tests.teams import gestures
from tests.teams.issuer import a_key

Json = dict[str, Any]
MODERATORS, STALE = "That one is for the cohort's moderators", "This button has done its work"
FAR = "33333333-3333-4333-8333-333333333333"

_numbers = count(1)


def _said(house: TeamsHouse, who: str = "ana", text: str = "hold", **parts: Any) -> Json:
    person = house.stage.people.known(who)
    what = {"type": "message", "text": text, **parts}
    return gestures.around(
        person, gestures.chat_of(person), what, id=f"bad:{next(_numbers)}", at=house.scene.now(),
        url=house.service_url,
    )  # fmt: skip


def _signed(**how: Any):
    async def send(house: TeamsHouse) -> Got:
        return await house.brings(_said(house), **how)

    return send


def _header(value: str | None):
    async def send(house: TeamsHouse) -> Got:
        headers = {"Content-Type": "application/json"} | (
            {} if value is None else {"Authorization": value}
        )
        return await house.sends(json.dumps(_said(house)).encode(), headers)

    return send


def _body(body: bytes, **how: Any):
    async def send(house: TeamsHouse) -> Got:
        return await house.sends(body, house.headers(), **how)

    return send


def _activity(**parts: Any):
    async def send(house: TeamsHouse) -> Got:
        return await house.brings({**_said(house), **parts})

    return send


async def _other_tenant(house: TeamsHouse) -> Got:
    said = _said(house)
    there = {**said["conversation"], "tenantId": FAR}
    return await house.brings({**said, "conversation": there,
                               "channelData": {"tenant": {"id": FAR}}})  # fmt: skip


async def _other_service(house: TeamsHouse) -> Got:
    return await house.brings({**_said(house), "serviceUrl": "https://elsewhere.example/"})


async def _unknown_service(house: TeamsHouse) -> Got:
    url = "https://elsewhere.example/"
    return await house.brings({**_said(house), "serviceUrl": url}, serviceurl=url)


async def _replayed(house: TeamsHouse) -> Got:
    said = _said(house, text="help")
    await house.brings(said)
    return await house.brings(said)


async def _tampered(house: TeamsHouse) -> Got:
    header, _, signature = house.headers()["Authorization"].split(".")
    claims = house.headers(aud=FAR)["Authorization"].split(".")[1]
    headers = {"Authorization": f"{header}.{claims}.{signature}"}
    return await house.sends(json.dumps(_said(house)).encode(), headers)


async def _by_member(house: TeamsHouse) -> Got:
    message, button = house.card("ana", "Invite")
    return await house.brings(house.press("ben", message, button, f"bad:{next(_numbers)}"))


async def _command_by_member(house: TeamsHouse) -> Got:
    return await house.brings(_said(house, who="ben"))


def _forged_args(person: str):
    async def send(house: TeamsHouse) -> Got:
        message, button = house.card("ana", "Invite")
        data = json.loads(json.dumps(button.raw["data"]))
        data["roundtable"]["args"]["person"] = person
        forged = replace(button, raw={**button.raw, "data": data})
        return await house.brings(house.press("ana", message, forged, f"bad:{next(_numbers)}"))

    return send


async def _long_args(house: TeamsHouse) -> Got:
    message, button = house.card("ana", "Invite")
    data = json.loads(json.dumps(button.raw["data"]))
    data["roundtable"]["args"]["told"] = "x" * 100_000
    forged = replace(button, raw={**button.raw, "data": data})
    return await house.brings(house.press("ana", message, forged, f"bad:{next(_numbers)}"))


async def _forged_form(house: TeamsHouse) -> Got:
    """A form that only moderators get, made up by a member."""
    message, button = house.card("ana", "Invite")
    cohort = button.raw["data"]["roundtable"]["args"]["cohort"]
    form = {"action": "cohort.settings", "title": "x", "submit": "x", "args": {"cohort": cohort},
            "fields": [{"name": "name", "label": "x"}]}  # fmt: skip
    data = {"roundtable": {"kind": "sends", "tag": {"form": form}}, "field:name": "Ours now"}
    forged = replace(button, raw={**button.raw, "data": data})
    return await house.brings(house.press("ben", message, forged, f"bad:{next(_numbers)}"))


async def _stale(house: TeamsHouse) -> Got:
    message, button = house.card("ana", "Invite")
    await house.brings(house.press("ana", message, button, f"bad:{next(_numbers)}"))
    return await house.brings(house.press("ana", message, button, f"bad:{next(_numbers)}"))


async def _left(house: TeamsHouse) -> Got:
    """Teams tells no bot of a deactivated account but by its leaving the team."""
    message, button = house.card("joy", "Invite")
    await house.stage.leave("joy")
    await house.scene.settle()
    return await house.brings(house.press("joy", message, button, f"bad:{next(_numbers)}"))


async def _smuggled(house: TeamsHouse) -> Got:
    return await house.sends_raw(
        b"POST /api/messages HTTP/1.1", b"Host: x", b"Content-Length: 5",
        b"Transfer-Encoding: chunked", b"", b"0", b"", b"",
    )  # fmt: skip


async def _two_tokens(house: TeamsHouse) -> Got:
    token = house.headers()["Authorization"]
    return await house.sends(b"{}", {"Authorization": f"{token}, {token}"})


ROWS = (
    Bad("no token", _header(None), 401),
    Bad("a token of nonsense", _header("Bearer a.b.c"), 401),
    Bad("another scheme", _header("Basic YTpi"), 401),
    Bad("a token of ten thousand letters", _header("Bearer " + "x" * 8000), 401),
    Bad("two tokens in one header", _two_tokens, 401),
    Bad("a token that has ended", _signed(age=4000), 401),
    Bad("a token for another app", _signed(aud=FAR), 401),
    Bad("a token of another issuer", _signed(iss="https://sts.windows.net/x/"), 401),
    Bad("a token that nobody signed", _signed(algorithm="none"), 401),
    Bad("signed with another key", _signed(key=replace(a_key(2), id="key-1")), 401),
    Bad("a token that was tampered with", _tampered, 401),
    Bad("a token for another service", _other_service, 401),
    Bad("a service that is not Teams'", _unknown_service, 401),
    Bad("from a tenant that is not allowed", _other_tenant, 403),
    Bad("from another channel", _activity(channelId="slack"), 401),
    Bad("replayed, letter by letter", _replayed, 200),
    Bad("more than a megabyte", _body(b"x" * (1024 * 1024 + 1)), 413),
    Bad("half of some JSON", _body(b'{"type":'), 400),
    Bad("no text", _body(b"\xff\xfe\x00"), 400),
    Bad("JSON that is no object", _body(b"[1]"), 400),
    Bad("lists in lists, 100,000 deep", _body(b"[" * 100_000), 400),
    Bad("of no kind", _activity(type=7), 400),
    Bad("of no conversation", _activity(conversation={"id": ""}), 400),
    Bad("at a time that there is not", _activity(timestamp="2026-02-30T00:00:00Z"), 400),
    Bad("a moderators' button, by a member", _by_member, 200, MODERATORS),
    Bad("a moderators' command, by a member", _command_by_member, 200, MODERATORS),
    Bad("a moderators' form, by a member", _forged_form, 200, MODERATORS),
    Bad("a button with SQL in place of a person", _forged_args("' OR 1=1 --"), 200, STALE),
    Bad("a button with NUL in place of a person", _forged_args("\x00"), 200, STALE),
    Bad("a button with half a letter in place of a person", _forged_args("\ud800"), 200, STALE),
    Bad("a button with 100,000 letters in it", _long_args, 200),
    Bad("a button, by a moderator who has gone", _left, 200, MODERATORS),
    Bad("a button of an old message", _stale, 200, STALE),
    Bad("by GET", _body(b"", method="GET"), 405),
    Bad("by PUT", _body(b"{}", method="PUT"), 405),
    Bad("at another path", _body(b"{}", path="/../admin"), 404),
    Bad("a length and chunks at once", _smuggled, 400),
)  # fmt: skip
