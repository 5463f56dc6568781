"""What a person does with our commands, our buttons and our forms."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from adapters.teams import heard_keys, wire
from adapters.teams.addresses import kind_of, place_of, ref_of, tenant_of
from adapters.teams.heard import Heard
from adapters.teams.markup import Words
from adapters.teams.names import COMMAND, KEEP_COMMAND, PLATFORM
from adapters.teams.profiles import person
from adapters.teams.times import when
from bot.protocol.events import KEEP, Commanded, Event, Pressed, Submitted
from bot.protocol.refs import Key, Place, Ref, User
from bot.protocol.text import Attachment, Inlines, Link, Mention, plain

Json = Mapping[str, Any]

_COHORT = re.compile(rf"{COMMAND}(?!\S)", re.IGNORECASE)
_SLASH_COHORT = re.compile(rf"/{COMMAND}(?!\S)", re.IGNORECASE)
_SLASH_WORD = re.compile(r"/\w")
_STOPS = " .!…"
_LONGEST_NAME = 3
"""Words of a command's name, at most."""
_ALIKE = 0.75
"""How much a message must be like a command's name to be taken for it, of 1."""


def targeted(activity: Json) -> bool:
    """Whether only this person saw the message: it was sent to us alone, from the slash menu."""
    return (activity.get("recipient") or {}).get("isTargeted") is True


def command(activity: Json, words: Words, who: User, heard: Heard) -> Commanded | None:
    """The command that a message is, or None."""
    slash = plain(words.nodes[:1]).lstrip().startswith("/")
    if not (slash or words.called or targeted(activity)):
        return None
    text, people = _command_text(words.nodes)
    rest = _without_cohort(text, heard)
    if not _is_command(activity, words, text, rest, heard):
        return None
    return Commanded(
        at=when(activity, heard.at),
        keys=heard_keys.of_message(activity),
        who=who,
        place=place_of(activity),
        text=rest,
        people=people,
    )


def _is_command(activity: Json, words: Words, text: str, rest: str, heard: Heard) -> bool:
    if targeted(activity):
        return True
    if kind_of(activity) == "personal":
        return _SLASH_WORD.match(text) is not None
    if not words.called:
        return _SLASH_COHORT.match(text) is not None
    if not rest:
        return not any(isinstance(node, Attachment) for node in words.nodes)
    return _SLASH_WORD.match(text) is not None or _begins_with_command(rest, heard)


def _begins_with_command(text: str, heard: Heard) -> bool:
    first = text.lower().split(maxsplit=_LONGEST_NAME)[:_LONGEST_NAME]
    if any(" ".join(first[:length]) in heard.commands for length in range(1, len(first) + 1)):
        return True
    # Nothing but a misspelt command: it gets the answer that names the right one.
    return bool(get_close_matches(text.lower(), heard.commands, n=1, cutoff=_ALIKE))


def _without_cohort(text: str, heard: Heard) -> str:
    """What follows a slash, the word for our commands, or both."""
    bare = text.removeprefix("/")
    bare = bare[match.end() :].strip() if (match := _COHORT.match(bare)) else bare
    # "@Roundtable help!" means no other command than "help".
    alone = bare.rstrip(_STOPS)
    return alone if " ".join(alone.lower().split()) in heard.commands else bare


def _command_text(nodes: Inlines) -> tuple[str, dict[str, User]]:
    """The words with ``@name`` for each person, and who stands behind each name."""
    people: dict[str, User] = {}
    parts: list[str] = []
    for node in nodes:
        match node:
            case Mention(user=user):
                name = "@" + "_".join(node.name.split())
                if people.get(name, user) != user:
                    name = f"@{user.user}"
                people[name] = user
                parts.append(name)
            case Link(url=url):
                parts.append(url)
            case Attachment():
                pass
            case _:
                parts.append(plain((node,)))
    return "".join(parts).strip(), people


def invoked(activity: Json, heard: Heard) -> tuple[Event, ...]:
    """A press of Action.Execute, or a form sent from a dialog."""
    value = activity.get("value")
    if not isinstance(value, Mapping):
        return ()
    match activity.get("name"):
        case "adaptiveCard/action":
            action = value.get("action")
            data = action.get("data") if isinstance(action, Mapping) else None
        case "task/submit" | "composeExtension/submitAction":
            data = value.get("data")
        case "composeExtension/fetchTask":
            return _from_menu(activity, value, heard)
        case _:
            return ()  # ``task/fetch`` only asks for a form
    return pressed(activity, data, heard_keys.of_part("invoke", activity), heard)


def _from_menu(activity: Json, value: Json, heard: Heard) -> tuple[Event, ...]:
    """What was chosen in the menu of a message."""
    who = person(activity.get("from") or {}, tenant_of(activity), heard.people)
    message = value.get("messagePayload")
    id = message.get("id") if isinstance(message, Mapping) else None
    if who is None or not id or value.get("commandId") != KEEP_COMMAND:
        return ()
    ref = ref_of(activity, str(id))
    return (
        Pressed(
            at=when(activity, heard.at),
            keys=heard_keys.of_part("invoke", activity),
            who=who,
            place=place_of(activity),
            action=KEEP,
            args={"channel": ref.channel, "message": ref.message},
        ),
    )


def pressed(
    activity: Json, data: Any, keys: tuple[Key, ...], heard: Heard
) -> tuple[Pressed | Submitted, ...]:
    """What the data of a button says; nothing if it is not ours or only opens a form."""
    who = person(activity.get("from") or {}, tenant_of(activity), heard.people)
    if who is None:
        return ()
    at = when(activity, heard.at)
    match wire.deed(data):
        case wire.Press(action=action, args=args):
            return (
                Pressed(
                    at=at,
                    keys=keys,
                    who=who,
                    place=place_of(activity),
                    action=action,
                    args=args,
                    ref=_card(activity),
                ),
            )
        case wire.Sends(tag=tag):
            return (
                Submitted(
                    at=at,
                    keys=keys,
                    who=who,
                    place=_asked_at(activity, tag),
                    action=tag.form.action,
                    args=tag.form.args,
                    values=wire.values(tag.form, data),
                    sealed=tag.form.sealed,
                ),
            )
        case _:
            return ()


def _card(activity: Json) -> Ref | None:
    card = activity.get("replyToId")
    return None if not card or targeted(activity) else ref_of(activity, str(card))


def _asked_at(activity: Json, tag: wire.FormTag) -> Place:
    if not tag.channel:
        return place_of(activity)
    return Place(
        platform=PLATFORM, workspace=tenant_of(activity), channel=tag.channel, direct=tag.direct
    )
