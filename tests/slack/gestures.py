"""What people do, as the payloads by which Slack tells an app of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.protocol.refs import Profile
from tests.people import Address, Person
from tests.screen import Button, Input, Message, OpenForm, Value

Json = dict[str, Any]
Pieces = Iterable[str | Address | Person]

TEAM = "T0TEAM"
BOT_USER = "U0BOT"
ROOM = "C0ROOM"


def account(id: str, handle: str, profile: Profile) -> Json:
    """Someone as ``users.info`` tells of them."""
    names = {"real_name": profile.name, "display_name": profile.name}
    shown: Json = {
        "id": id,
        "team_id": "T5FAR" if profile.stranger else TEAM,
        "name": handle,
        "deleted": profile.deactivated,
        "real_name": profile.name,
        "is_bot": profile.bot,
        "profile": {**names, "title": profile.title or "", "team": TEAM},
    }
    return shown | {"tz": profile.zone} if profile.zone else shown


def private_chat(id: str) -> str:
    """The channel of a person's chat with the bot."""
    return "D" + id[1:]


def channel_of(person: Person, to: str) -> str:
    return ROOM if to == "room" else private_chat(person.id)


# Words


def plain(pieces: Pieces) -> str:
    """What a person reads there."""
    return "".join(
        f"@{p.name}" if isinstance(p, Person) else p.url if isinstance(p, Address) else p
        for p in pieces
    )


def escaped(pieces: Pieces, *, named: bool = False) -> str:
    """Words as Slack sends them; in a command people's names stand beside their ids."""
    return "".join(_escaped(piece, named) for piece in pieces)


def _escaped(piece: str | Address | Person, named: bool) -> str:
    match piece:
        case Person(id=id, handle=handle):
            return f"<@{id}|{handle}>" if named else f"<@{id}>"
        case Address(url=url):
            return f"<{url.replace('&', '&amp;')}>"
        case letters:
            return letters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def words(pieces: Pieces) -> Json:
    """``text`` and ``blocks`` of what was typed into Slack's window."""
    pieces = list(pieces)
    section = {"type": "rich_text_section", "elements": [_element(piece) for piece in pieces]}
    block = {"type": "rich_text", "block_id": "b1", "elements": [section]}
    return {"text": escaped(pieces), "blocks": [block]}


def _element(piece: str | Address | Person) -> Json:
    match piece:
        case Person(id=id):
            return {"type": "user", "user_id": id}
        case Address(url=url):
            return {"type": "link", "url": url}
        case letters:
            return {"type": "text", "text": letters}


# Events


class Envelopes:
    """The Events API; each event has an id of its own."""

    def __init__(self) -> None:
        self._count = 0

    def around(self, event: Json) -> Json:
        self._count += 1
        grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A0APP",
            "event_id": f"Ev{self._count:04}",
            "event_time": int(float(event["event_ts"])),
            "authorizations": [grant | {"is_enterprise_install": False}],
            "event": event,
        }


def said(message: Message) -> Json:
    kept = dict(message.raw)
    return {**kept, "event_ts": kept["ts"], "channel_type": _kind(message)}


def changed(message: Message, before: Json, stamp: str) -> Json:
    now = {name: value for name, value in message.raw.items() if name != "channel"}
    return _notice("message_changed", message, before, stamp) | {"message": now}


def deleted(message: Message, before: Json, stamp: str) -> Json:
    return _notice("message_deleted", message, before, stamp) | {"deleted_ts": before["ts"]}


def tombstone(before: Json) -> Json:
    """What stays of a deleted message that has answers."""
    kept = {name: before[name] for name in ("type", "ts", "channel")}
    text = "This message was deleted."
    more = {"user": "USLACKBOT", "subtype": "tombstone", "text": text, "hidden": True}
    return kept | more | {"thread_ts": before["ts"]}


def _notice(subtype: str, message: Message, before: Json, stamp: str) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "previous_message": {name: v for name, v in before.items() if name != "channel"},
        "channel": before["channel"],
        "channel_type": _kind(message),
        "hidden": True,
        "ts": stamp,
        "event_ts": stamp,
    }


def _kind(message: Message) -> str:
    return "channel" if message.to == "room" else "im"


def shortcut(person: Person, message: Message, door: str, trigger: str) -> Json:
    """What was chosen in the menu of a message."""
    raw = dict(message.raw)
    channel = raw.pop("channel")
    return {
        "type": "message_action",
        "callback_id": "keep",
        "action_ts": raw["ts"],
        "message_ts": raw["ts"],
        "team": {"id": TEAM, "domain": "alpha"},
        "user": {"id": person.id, "name": person.handle, "team_id": TEAM},
        "channel": {"id": channel, "name": "spring" if message.to == "room" else "directmessage"},
        "message": raw,
        "is_enterprise_install": False,
        "enterprise": None,
        "trigger_id": trigger,
        "response_url": door,
    }


def reaction(person: Person, message: Message, emoji: str, stamp: str, *, added: bool) -> Json:
    return {
        "type": "reaction_added" if added else "reaction_removed",
        "user": person.id,
        "reaction": _EMOJI.get(emoji, emoji),
        "item": {"type": "message", "channel": message.raw["channel"], "ts": message.id},
        "item_user": message.raw["user"],
        "event_ts": stamp,
    }


_EMOJI = {"thumbsup": "+1", "thumbsdown": "-1"}
"""Slack has one name for each reaction, whichever of its names was typed."""


def came(person: Person, stamp: str) -> Json:
    return {"type": "member_joined_channel", **_visit(person, stamp)}


def went(person: Person, stamp: str) -> Json:
    return {"type": "member_left_channel", **_visit(person, stamp)}


def _visit(person: Person, stamp: str) -> Json:
    where = {"channel": ROOM, "channel_type": "C", "team": TEAM}
    return {"user": person.id, **where, "event_ts": stamp}


def home_opened(person: Person, stamp: str) -> Json:
    where = {"user": person.id, "channel": private_chat(person.id), "tab": "home"}
    return {"type": "app_home_opened", **where, "event_ts": stamp}


# Commands, presses, forms


def command(person: Person, where: str, pieces: Pieces, door: str, trigger: str) -> Json:
    """``pieces`` are all that was typed."""
    name, _, text = escaped(pieces, named=True).partition(" ")
    return {
        "token": "legacy",
        "team_id": TEAM,
        "team_domain": "example",
        "channel_id": channel_of(person, where),
        "channel_name": "spring" if where == "room" else "directmessage",
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": "A0APP",
        "is_enterprise_install": "false",
        "response_url": door,
        "trigger_id": trigger,
    }


def press(
    person: Person, message: Message, button: Button, door: str, trigger: str, stamp: str
) -> Json:
    """``message.raw`` is a message with its ``channel``, or a person's page."""
    done = {**button.raw, "block_id": "b1", "action_ts": stamp}
    shared = _interaction("block_actions", person, trigger) | {"state": {"values": {}}}
    shared["actions"] = [{k: v for k, v in done.items() if k != "confirm"}]
    raw: Json = message.raw
    if raw.get("type") == "home":
        return shared | {"container": {"type": "view", "view_id": raw["id"]}, "view": raw}
    container = {"type": "message", "message_ts": raw["ts"], "channel_id": raw["channel"]}
    container["is_ephemeral"] = "only" in raw
    if raw.get("thread_ts"):
        container["thread_ts"] = raw["thread_ts"]
    name = "spring" if raw["channel"] == ROOM else "directmessage"
    shared |= {"container": container, "channel": {"id": raw["channel"], "name": name}}
    shared |= {"response_url": door}
    # Slack keeps no ephemeral message, so it cannot send one back.
    return shared if "only" in raw else shared | {"message": raw}


def submission(person: Person, form: OpenForm, values: Mapping[str, Value], trigger: str) -> Json:
    """``form.raw`` is the view."""
    state: Json = {}
    for each in form.inputs:
        for block, value in zip(each.raw, _shares(each, values[each.name]), strict=True):
            element = block["element"]
            state[block["block_id"]] = {element["action_id"]: _state(element, value)}
    view = form.raw | {"state": {"values": state}, "team_id": TEAM, "hash": "1.x"}
    return _interaction("view_submission", person, trigger) | {"view": view, "response_urls": []}


def _interaction(kind: str, person: Person, trigger: str) -> Json:
    return {
        "type": kind,
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": TEAM,
        },
        "team": {"id": TEAM, "domain": "example"},
        "api_app_id": "A0APP",
        "token": "legacy",
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger,
    }


def _shares(each: Input, value: Value) -> list[Value]:
    """What goes into each of a field's inputs: a long text has several."""
    if isinstance(value, tuple):
        return [value]
    if value == joined(each.raw):
        return [block["element"].get("initial_value", "") for block in each.raw]
    shares: list[Value] = []
    for block in each.raw[:-1]:
        most = block["element"].get("max_length", 3000)
        end = len(value) if len(value) <= most else value.rfind("\n", 0, most + 1)
        shares.append(value[: end if end > 0 else most])
        value = value[len(shares[-1]) :].removeprefix("\n")
    return [*shares, value]


def joined(inputs: Sequence[Mapping[str, Any]]) -> str:
    """The text that stands in a field's inputs at first."""
    texts = [block["element"].get("initial_value", "") for block in inputs]
    return "\n".join(text for text in texts if text)


def _state(element: Json, value: Value) -> Json:
    kind = element["type"]
    match kind:
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": [_option(element, each) for each in value]}
        case "multi_users_select":
            return {"type": kind, "selected_users": list(value)}
        case "radio_buttons" | "static_select":
            chosen = _option(element, str(value)) if value else None
            return {"type": kind, "selected_option": chosen}
        case "users_select":
            return {"type": kind, "selected_user": value or None}
        case "datepicker":
            return {"type": kind, "selected_date": value or None}
        case "timepicker":
            return {"type": kind, "selected_time": value or None}
        case _:
            return {"type": kind, "value": value or None}


def _option(element: Json, value: str) -> Json:
    return next(option for option in options(element) if option["value"] == value)


def options(element: Json) -> list[Json]:
    """The options of a select, those of its groups too."""
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options") or ()]
