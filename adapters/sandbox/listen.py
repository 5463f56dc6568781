"""What people do on the sandbox's platform, as events. Pure functions: nothing is stored or sent.

``key`` is a name that the platform gives to each gesture once (``Platform.stamp``).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from adapters.sandbox.address import ROOM, dm, place, ref, user
from adapters.sandbox.records import Message, OpenForm, Person
from bot.protocol.cards import Button, Values
from bot.protocol.events import (
    KEEP,
    Commanded,
    Edited,
    HomeOpened,
    Joined,
    Left,
    Pressed,
    Reacted,
    Removed,
    Said,
    Submitted,
)
from bot.protocol.refs import Key
from bot.protocol.text import Inline, Inlines, Link, Mention, Plain

COMMAND = "/cohort"
_ADDRESS = r"https?://[^\s<>\"]+"
_TRAILING = ".,;:!?)]}'’”"


def nodes(text: str, people: Sequence[Person]) -> Inlines:
    """What someone typed: addresses become links, @names of people whom the platform knows become
    mentions, all else stays as it is (so ``@channel`` and ``<!channel>`` are mere letters)."""
    found: list[Inline] = []
    end = 0
    for match in _pattern(people).finditer(text):
        if match.start() < end:
            continue
        node, stop = _node(match, people)
        if match.start() > end:
            found.append(Plain(text=text[end : match.start()]))
        found.append(node)
        end = stop
    if end < len(text) or not found:
        found.append(Plain(text=text[end:]))
    return tuple(found)


def mentioned(text: str, people: Sequence[Person]) -> dict[str, Person]:
    """The people who are mentioned in a text, by the letters that stand there for them."""
    return {
        match[0]: _person(match[0], people)
        for match in _pattern(people).finditer(text)
        if match[0].startswith("@")
    }


def _pattern(people: Iterable[Person]) -> re.Pattern[str]:
    names = {name for person in people for name in (person.handle, person.name)}
    # The longest first, so that "@Ben Okafor" is not taken for "@Ben".
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    mention = rf"(?<!\w)@(?:{either})(?!\w)" if either else r"(?!)"
    return re.compile(f"{_ADDRESS}|{mention}", re.IGNORECASE)


def _node(match: re.Match[str], people: Sequence[Person]) -> tuple[Inline, int]:
    if match[0].startswith("@"):
        person = _person(match[0], people)
        return Mention(user=user(person.handle), name=person.name), match.end()
    # A full stop after an address ends the sentence, not the address.
    url = match[0].rstrip(_TRAILING)
    return Link(url=url), match.start() + len(url)


def _person(letters: str, people: Sequence[Person]) -> Person:
    wanted = letters.removeprefix("@").casefold()
    return next(p for p in people if wanted in (p.handle.casefold(), p.name.casefold()))


def said(message: Message, key: str) -> Said:
    assert isinstance(message.body, tuple)
    return Said(
        at=message.at,
        keys=_keys(key),
        who=user(message.sender),
        place=place(message.channel),
        ref=ref(message),
        nodes=message.body,
    )


def edited(message: Message, key: str, at: datetime) -> Edited:
    assert isinstance(message.body, tuple)
    return Edited(
        at=at,
        keys=_keys(key),
        who=user(message.sender),
        place=place(message.channel),
        ref=ref(message),
        nodes=message.body,
        written=message.at,
    )


def removed(message: Message, key: str, at: datetime) -> Removed:
    return Removed(at=at, keys=_keys(key), place=place(message.channel), ref=ref(message))


def reacted(
    message: Message, handle: str, emoji: str, *, added: bool, key: str, at: datetime
) -> Reacted:
    return Reacted(
        at=at,
        keys=_keys(key),
        who=user(handle),
        place=place(message.channel),
        ref=ref(message),
        emoji=emoji,
        added=added,
    )


def commanded(
    handle: str, channel: str, text: str, people: Sequence[Person], key: str, at: datetime
) -> Commanded:
    """``text`` is all that was typed, ``COMMAND`` included."""
    rest = text.strip()[len(COMMAND) :].strip()
    return Commanded(
        at=at,
        keys=_keys(key),
        who=user(handle),
        place=place(channel),
        text=rest,
        people={
            letters: user(person.handle) for letters, person in mentioned(rest, people).items()
        },
    )


def pressed(
    handle: str, channel: str, button: Button, message: Message | None, key: str, at: datetime
) -> Pressed:
    """``message`` holds the button; None for the person's own page."""
    shared = message is not None and message.only is None
    return Pressed(
        at=at,
        keys=_keys(key),
        who=user(handle),
        place=place(channel),
        action=button.action,
        args=dict(button.args),
        ref=ref(message) if message is not None and shared else None,
    )


def kept(handle: str, message: Message, key: str, at: datetime) -> Pressed:
    """What stands in the menu of a message was chosen."""
    there = ref(message)
    return Pressed(
        at=at,
        keys=_keys(key),
        who=user(handle),
        place=place(message.channel),
        action=KEEP,
        args={"channel": there.channel, "message": there.message},
    )


def submitted(handle: str, form: OpenForm, values: Values, key: str, at: datetime) -> Submitted:
    return Submitted(
        at=at,
        keys=_keys(key),
        who=user(handle),
        place=place(form.channel),
        action=form.form.action,
        args=dict(form.form.args),
        values=dict(values),
        sealed=form.form.sealed,
    )


def joined(person: Person, key: str, at: datetime) -> Joined:
    return Joined(
        at=at,
        keys=_keys(key),
        who=user(person.handle),
        place=place(ROOM),
        profile=person.profile,
    )


def left(handle: str, key: str, at: datetime) -> Left:
    return Left(at=at, keys=_keys(key), who=user(handle), place=place(ROOM))


def home_opened(handle: str, key: str, at: datetime) -> HomeOpened:
    return HomeOpened(at=at, keys=_keys(key), who=user(handle), place=place(dm(handle)))


def _keys(key: str) -> tuple[Key, ...]:
    return (Key(kind="sandbox", value=key),)
