"""Messages and what becomes of them: written, changed, deleted, brought back, reacted to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.teams import heard_actions, heard_keys, wire
from adapters.teams.addresses import place_of, ref_of, tenant_of
from adapters.teams.heard import Heard
from adapters.teams.markup import from_message, words
from adapters.teams.profiles import person
from adapters.teams.times import of_id, when
from bot.protocol.events import Edited, Event, Reacted, Removed, Said
from bot.protocol.refs import Key, User
from bot.protocol.text import Inlines

Json = Mapping[str, Any]

_REACTIONS = {
    "like": "+1",
    "plusone": "+1",
    "heart": "heart",
    "laugh": "laughing",
    "surprised": "open_mouth",
    "sad": "cry",
    "angry": "angry",
    "lightbulb": "bulb",
}
_CODE_POINTS = re.compile(r"^[0-9a-f]{4,6}(?:-[0-9a-f]{4,6})*_(?=.)")
_TONE = re.compile(r"-tone\d$")


def written(activity: Json, heard: Heard) -> tuple[Event, ...]:
    who = _sender(activity, heard)
    if who is None:
        return ()
    value = activity.get("value")
    if wire.deed(value) is not None:
        # A client that knows no Action.Execute: it sends the button's data as a message.
        return heard_actions.pressed(activity, value, heard_keys.of_message(activity), heard)
    said = words(activity, heard)
    if value is not None and not said.nodes:
        return ()  # a button, but none of ours
    commanded = heard_actions.command(activity, said, who, heard)
    if commanded is not None:
        return (commanded,)
    return (_said(activity, who, heard_keys.of_message(activity), said.nodes, heard),)


def changed(activity: Json, heard: Heard) -> tuple[Event, ...]:
    who = _sender(activity, heard)
    if who is None:
        return ()
    match _event_type(activity):
        case "" | "editMessage":
            return (
                Edited(
                    at=when(activity, heard.at),
                    keys=heard_keys.of_change("edit", activity),
                    who=who,
                    place=place_of(activity),
                    ref=ref_of(activity, str(activity["id"])),
                    nodes=from_message(activity, heard),
                    written=of_id(str(activity["id"])),
                ),
            )
        case "undeleteMessage":
            keys = heard_keys.of_change("undelete", activity)
            return (_said(activity, who, keys, from_message(activity, heard), heard),)
        case _:
            return ()


def deleted(activity: Json, heard: Heard) -> tuple[Event, ...]:
    if _event_type(activity) not in ("", "softDeleteMessage"):
        return ()
    return (
        Removed(
            at=when(activity, heard.at),
            keys=heard_keys.of_change("removed", activity),
            place=place_of(activity),
            ref=ref_of(activity, str(activity["id"])),
        ),
    )


def reacted(activity: Json, heard: Heard) -> tuple[Event, ...]:
    who, message = _sender(activity, heard), activity.get("replyToId")
    if who is None or not message:
        return ()
    return tuple(
        Reacted(
            at=when(activity, heard.at),
            keys=heard_keys.of_part(
                "reaction", activity, str(message), "added" if added else "removed", kind
            ),
            who=who,
            place=place_of(activity),
            ref=ref_of(activity, str(message)),
            emoji=emoji(kind),
            added=added,
        )
        for kind, added in _reactions(activity)
    )


def emoji(kind: str) -> str:
    """The name of a reaction: newer ones carry their code point in front of it, and a skin tone
    behind."""
    name = _TONE.sub("", _CODE_POINTS.sub("", kind.lower()))
    return _REACTIONS.get(name, name)


def _reactions(activity: Json) -> Iterator[tuple[str, bool]]:
    for key, added in (("reactionsRemoved", False), ("reactionsAdded", True)):
        for each in activity.get(key) or ():
            if each.get("type"):
                yield str(each["type"]), added


def _said(activity: Json, who: User, keys: tuple[Key, ...], nodes: Inlines, heard: Heard) -> Said:
    return Said(
        at=when(activity, heard.at),
        keys=keys,
        who=who,
        place=place_of(activity),
        ref=ref_of(activity, str(activity["id"])),
        nodes=nodes,
    )


def _sender(activity: Json, heard: Heard) -> User | None:
    return person(activity.get("from") or {}, tenant_of(activity), heard.people)


def _event_type(activity: Json) -> str:
    return str((activity.get("channelData") or {}).get("eventType") or "")
