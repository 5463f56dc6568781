"""What one person sees, as one JSON document: a pure function of the platform's state.

Times of day are the cohort's, as ``zone`` says; ``at`` is always an ISO time in UTC.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.sandbox import shape
from adapters.sandbox.address import BOT, ROOM, dm
from adapters.sandbox.platform import Platform
from adapters.sandbox.reading import Reading, number
from adapters.sandbox.records import Message, Person
from adapters.sandbox.shape import Json
from bot.protocol.cards import Card
from bot.protocol.text import Inlines, Paragraph
from bot.text import dates

NEWEST = 600  # messages of a document; older ones stay on the platform
TONES = 8  # colours of avatars that the page knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a document needs besides the platform: the cohort's zone, who moderates the example
    cohort (for suggestions to a newcomer), the words of ``/cohort``."""

    zone: str
    moderators: frozenset[str] = frozenset()
    commands: Sequence[tuple[str, str]] = ()


def view(platform: Platform, handle: str, reading: Reading, setting: Setting) -> Json:
    """All that ``handle`` sees now. Raises KeyError for an unknown handle."""
    me = platform.person(handle)
    seen = platform.visible(handle)
    unread = reading.unread(handle, seen)
    there = _with_gone_openers(platform, handle, seen[-NEWEST:])
    reader = _Reader(handle=handle, zone=ZoneInfo(setting.zone), unread=unread)
    threads = _threads(there)
    room = [m for m in there if m.channel == ROOM and m.thread is None]
    home = platform.home(handle)
    form = platform.form(handle)
    return {
        "me": handle,
        "moderator": handle in setting.moderators,
        "people": [
            _person(person, n, 0 if person is me else _count(platform, reading, person.handle))
            for n, person in enumerate(platform.people())
        ],
        "room": {
            "title": platform.title,
            "present": len(platform.present()),
            "in_room": me.in_room,
            "messages": [reader.message(m, threads.get(m.id, ())) for m in room],
        },
        "dm": {"messages": [reader.message(m) for m in there if m.channel == dm(handle)]},
        "threads": {
            id: [reader.message(m, root=m.id == id) for m in (_of(there, id), *replies)]
            for id, replies in threads.items()
        },
        "home": reader.card("home", home) if home else None,
        "form": shape.form(form) if form else None,
        "unread": {
            "room": sum(n for place, n in unread.items() if place != "dm"),
            "dm": unread["dm"],
        },
        "marks": dict(reading.marks(handle)),
        "commands": [list(pair) for pair in setting.commands],
    }


def clock(now: datetime, due: datetime | None, zone: str) -> Json:
    """What time it is for the cohort, and when the next thing happens by itself."""
    here = now.astimezone(ZoneInfo(zone))
    return {
        "now": now.isoformat(),
        "label": f"{dates.short_day(here.date())}, {dates.clock(here)}",
        "zone": _city(zone),
        "next": _next(here, due.astimezone(here.tzinfo)) if due else None,
    }


def _next(here: datetime, due: datetime) -> Json:
    days = (due.date() - here.date()).days
    minutes = max(0, round((due - here).total_seconds() / 60))
    if days > 1:
        within = f"in {days} days"
    elif days == 1:
        within = "tomorrow"
    elif minutes >= 60:
        within = f"in {minutes // 60} h {minutes % 60:02} min"
    else:
        within = f"in {minutes} min"
    return {
        "when": f"{dates.day(due.date())}, {dates.clock(due)}",
        "short": f"{dates.short_day(due.date())}, {dates.clock(due)}",
        "within": within,
    }


def _city(zone: str) -> str:
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def _person(person: Person, n: int, unread: int) -> Json:
    profile = person.profile
    words = person.name.split()
    return {
        "id": person.handle,
        "name": person.name,
        "initials": "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper(),
        "tone": n % TONES,
        "about": profile.organisation or profile.title or "",
        "title": profile.title or "",
        "in_room": person.in_room,
        "unread": unread,
    }


def _count(platform: Platform, reading: Reading, handle: str) -> int:
    return reading.unread(handle, platform.visible(handle)).total()


def _with_gone_openers(
    platform: Platform, handle: str, messages: Sequence[Message]
) -> list[Message]:
    """These messages, and those that opened their threads and are deleted or older by now: a
    thread keeps its place."""
    there = {m.id: m for m in messages}
    for id in {m.thread for m in messages if m.thread} - set(there):
        opener = platform.message(id)
        if opener is not None and platform.sees(handle, opener):
            there[id] = opener
    return sorted(there.values(), key=number)


def _threads(messages: Sequence[Message]) -> Mapping[str, Sequence[Message]]:
    """The replies, by the message that opened their thread."""
    openers = {m.id for m in messages if m.thread is None and m.channel == ROOM}
    threads: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        if message.thread in openers:
            threads[message.thread].append(message)
    return threads


def _of(messages: Sequence[Message], id: str) -> Message:
    return next(m for m in messages if m.id == id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """One person, looking."""

    handle: str
    zone: ZoneInfo
    unread: Mapping[str, int]

    def message(self, m: Message, replies: Sequence[Message] = (), *, root: bool = False) -> Json:
        here = m.at.astimezone(self.zone)
        is_card = isinstance(m.body, Card)
        return {
            **self.card(m.id, m.body if isinstance(m.body, Card) else None),
            **({} if is_card else {"blocks": shape.blocks((Paragraph(nodes=_words(m)),))}),
            "number": number(m),
            "from": BOT if m.sender == BOT else m.sender,
            "mine": m.sender == self.handle,
            "at": m.at.isoformat(),
            "day": dates.day(here.date()),
            "time": dates.clock(here),
            "when": f"{dates.short_day(here.date())}, {dates.clock(here)}",
            "card": is_card,
            "raw": "" if is_card else m.text,
            "only_me": m.only is not None,
            "edited": m.edited,
            "gone": m.deleted,
            "root": root,
            "threads": m.channel == ROOM and m.only is None,
            "reactions": [
                {"emoji": name, "who": list(handles), "mine": self.handle in handles}
                for name, handles in m.reactions.items()
            ],
            "replies": len(replies),
            "voices": list(dict.fromkeys(reply.sender for reply in replies))[:4],
            "last_reply": self._last(replies, here),
            "unread": self.unread.get(f"thread:{m.id}", 0),
        }

    def card(self, id: str, card: Card | None) -> Json:
        return {
            "id": id,
            "blocks": shape.blocks(card.blocks) if card else [],
            "buttons": shape.buttons(card.buttons) if card else [],
            "parts": shape.parts(card) if card else [],
        }

    def _last(self, replies: Sequence[Message], day: datetime) -> str:
        if not replies:
            return ""
        last = replies[-1].at.astimezone(self.zone)
        time = dates.clock(last)
        return time if last.date() == day.date() else f"{dates.short_day(last.date())}, {time}"


def _words(message: Message) -> Inlines:
    return message.body if isinstance(message.body, tuple) else ()
