"""What a person does with our command, our buttons and our forms."""

import re
from collections.abc import Mapping
from typing import Any

from adapters.slack import wire
from adapters.slack.heard import Heard
from adapters.slack.markup import entity, unescape
from adapters.slack.names import COMMAND, KEEP_SHORTCUT
from adapters.slack.times import from_ts
from bot.protocol.events import KEEP, Commanded, Event, Pressed, Submitted
from bot.protocol.refs import Place, Ref, User
from bot.protocol.text import Link, Mention, plain

Json = Mapping[str, Any]

_ENTITY = re.compile(r"<([^<>\n]+)>")
_DIRECT = "directmessage"
"""What Slack gives as the name of a private chat, instead of its kind."""


def command(payload: Json, heard: Heard) -> tuple[Event, ...]:
    if payload.get("command") != COMMAND:
        return ()
    text, people = _command_text(payload.get("text") or "", heard)
    return (
        Commanded(
            at=heard.at,
            keys=heard.request_key(),
            who=heard.user(payload["user_id"]),
            place=heard.place(payload["channel_id"], direct=payload.get("channel_name") == _DIRECT),
            text=text,
            people=people,
        ),
    )


def _command_text(text: str, heard: Heard) -> tuple[str, dict[str, User]]:
    """The words with ``@name`` for each person, and who stands behind each name."""
    people: dict[str, User] = {}

    def replace(match: re.Match[str]) -> str:
        node = entity(match[1], heard.install.workspace)
        if not isinstance(node, Mention):
            return node.url if isinstance(node, Link) else plain((node,))
        name = "@" + "_".join(node.name.split())
        if people.get(name, node.user) != node.user:
            name = f"@{node.user.user}"
        people[name] = node.user
        return name

    parts: list[str] = []
    end = 0
    for match in _ENTITY.finditer(text):
        parts += [unescape(text[end : match.start()]), replace(match)]
        end = match.end()
    parts.append(unescape(text[end:]))
    return "".join(parts).strip(), people


def presses(payload: Json, heard: Heard) -> tuple[Event, ...]:
    found: list[Event] = []
    for number, press in enumerate(payload.get("actions") or ()):
        action = wire.pressed_action(press.get("action_id", ""))
        if action is None:
            continue  # a link that was opened, or a select that only counts when the form is sent
        stamp = press.get("action_ts")
        found.append(
            Pressed(
                at=from_ts(stamp) if stamp else heard.at,
                keys=heard.request_key(number),
                who=heard.user(payload["user"]["id"]),
                place=_place(payload, heard),
                action=action,
                args=wire.unpack(press.get("value")),
                ref=_card(payload, heard),
            )
        )
    return tuple(found)


def _place(payload: Json, heard: Heard) -> Place:
    channel = payload.get("channel") or {}
    if channel.get("id"):
        return heard.place(channel["id"], direct=channel.get("name") == _DIRECT)
    # On our own page there is no channel; Slack takes a person's id for their private chat.
    return heard.place(payload["user"]["id"], direct=True)


def _card(payload: Json, heard: Heard) -> Ref | None:
    container = payload.get("container") or {}
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return None
    thread = container.get("thread_ts") or (payload.get("message") or {}).get("thread_ts")
    return heard.ref(container["channel_id"], container["message_ts"], thread)


def shortcut(payload: Json, heard: Heard) -> tuple[Event, ...]:
    """What was chosen in the menu of a message."""
    if payload.get("callback_id") != KEEP_SHORTCUT:
        return ()
    message = (payload.get("message") or {}).get("ts") or payload["message_ts"]
    return (
        Pressed(
            at=heard.at,
            keys=heard.request_key(),
            who=heard.user(payload["user"]["id"]),
            place=_place(payload, heard),
            action=KEEP,
            args={"channel": payload["channel"]["id"], "message": message},
        ),
    )


def submission(payload: Json, heard: Heard) -> tuple[Event, ...]:
    view = payload["view"]
    tag = wire.FormTag.of(view.get("private_metadata"))
    user = payload["user"]["id"]
    return (
        Submitted(
            at=heard.at,
            keys=heard.request_key(),
            who=heard.user(user),
            place=heard.place(tag.channel or user, direct=tag.direct or not tag.channel),
            action=view["callback_id"],
            args=tag.args,
            values=values(view),
            sealed=tag.sealed,
        ),
    )


def values(view: Json) -> dict[str, str | tuple[str, ...]]:
    """What stands in a form's fields, by their names."""
    found: dict[str, str | tuple[str, ...]] = {}
    parts: dict[str, list[tuple[int, str, str]]] = {}
    for block_id, actions in ((view.get("state") or {}).get("values") or {}).items():
        where = wire.field_part(block_id)
        if where is None:
            continue
        name, part, glue = where
        value = _value(next(iter(actions.values()), {}))
        if isinstance(value, tuple):
            found[name] = value
        else:
            parts.setdefault(name, []).append((part, glue, value))
    for name, pieces in parts.items():
        text = ""
        for _, glue, piece in sorted(pieces):
            text += (glue if text and piece else "") + piece
        found[name] = text
    return found


def _value(state: Json) -> str | tuple[str, ...]:
    match state.get("type"):
        case "checkboxes" | "multi_static_select":
            return tuple(option["value"] for option in state.get("selected_options") or ())
        case "multi_users_select":
            return tuple(state.get("selected_users") or ())
        case "radio_buttons" | "static_select":
            return (state.get("selected_option") or {}).get("value") or ""
        case "users_select":
            return state.get("selected_user") or ""
        case "datepicker":
            return state.get("selected_date") or ""
        case "timepicker":
            return state.get("selected_time") or ""
        case _:
            return state.get("value") or ""
