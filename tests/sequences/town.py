"""Who there is and what they did, as their platform knows it: the truth that the bot hears of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.protocol.cards import Button, Form
from bot.protocol.refs import Key, Place, Profile, Ref, User
from bot.protocol.text import Inlines, Plain

WORKSPACE = "w"
ROOMS = ("harbour", "meadow", "mill")
PEOPLE = ("ana", "joy", "ben", "cho", "dee", "eli", "fay")
AT_HOME: Mapping[str, Sequence[str]] = {
    "harbour": ("ana", "ben", "cho", "dee"),
    "meadow": ("joy", "ana", "dee", "eli"),
    "mill": ("fay", "ben"),
}
"""Who is in each room at first; the first one sets up its cohort."""
HAND = 24
"""How many buttons someone keeps in sight."""


def user(who: str) -> User:
    """How the platform knows someone."""
    return User(platform="toy", workspace=WORKSPACE, user=who)


def room(channel: str) -> Place:
    """A room."""
    return Place(platform="toy", workspace=WORKSPACE, channel=channel)


def direct(who: str) -> Place:
    """Someone's private chat with the bot."""
    return Place(platform="toy", workspace=WORKSPACE, channel=f"dm-{who}", direct=True)


def profile(who: str, *, deactivated: bool = False) -> Profile:
    """What the platform tells of someone."""
    return Profile(user=user(who), name=who.title(), zone="UTC", deactivated=deactivated)


@dataclass(slots=True, kw_only=True, eq=False)
class Letter:
    """A message that someone wrote in a room. ``prompt`` is the key of the bot's posting under
    which it stands, None elsewhere."""

    ref: Ref
    who: str
    words: str
    at: datetime
    prompt: str | None
    removed: bool = False
    versions: list[str] = field(default_factory=list[str])
    """All words that ever stood there."""

    def __post_init__(self) -> None:
        self.versions.append(self.words)

    def change(self, words: str) -> None:
        """Let it have other words."""
        self.words = words
        self.versions.append(words)

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.ref.channel, self.ref.message

    @property
    def nodes(self) -> Inlines:
        return (Plain(text=self.words),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A button that someone sees, and where."""

    button: Button
    place: Place
    ref: Ref | None


@dataclass(slots=True)
class Town:
    """Rooms, people, what they wrote and what they have before them."""

    letters: list[Letter] = field(default_factory=list[Letter])
    inside: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    hands: dict[str, list[Held]] = field(default_factory=dict[str, list[Held]])
    forms: dict[str, list[tuple[Form, Place]]] = field(
        default_factory=dict[str, list[tuple[Form, Place]]]
    )
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    last: datetime | None = None

    def stamp(self, now: datetime) -> datetime:
        """The platform's own time: it never stands still, so that it orders all that happens."""
        now = now if self.last is None or now > self.last else self.last + timedelta(microseconds=1)
        self.last = now
        return now

    def words(self) -> str:
        """Words that nobody wrote before."""
        return f"We tried the new form on Tuesday and it helped, word{next(self.numbers)}end."

    def keys(self, ref: Ref | None = None) -> tuple[Key, ...]:
        """The names under which an event may arrive again."""
        event = Key(kind="event", value=f"e{next(self.numbers)}")
        if ref is None:
            return (event,)
        return event, Key(kind="message", value=f"{ref.channel}:{ref.message}")

    def write(
        self, who: str, channel: str, now: datetime, thread: str | None, prompt: str | None
    ) -> Letter:
        """Someone writes in a room; ``prompt`` is the key of the bot's posting whose thread it
        is."""
        ref = Ref(
            platform="toy",
            workspace=WORKSPACE,
            channel=channel,
            message=f"s{next(self.numbers)}",
            thread=thread,
        )
        at = self.stamp(now)
        letter = Letter(ref=ref, who=who, words=self.words(), at=at, prompt=prompt)
        self.letters.append(letter)
        return letter

    def standing(self, ref: Ref) -> Inlines | None:
        """The words of a message as they are now, None if it is gone."""
        for each in self.letters:
            if each.name == (ref.channel, ref.message) and not each.removed:
                return each.nodes
        return None

    def show(self, who: str, buttons: Sequence[Button], place: Place, ref: Ref | None) -> None:
        """Someone has a card before them."""
        hand = self.hands.setdefault(who, [])
        hand += [Held(button=each, place=place, ref=ref) for each in buttons if each.url is None]
        del hand[:-HAND]
