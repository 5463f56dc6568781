"""Reading what stands in a form that was sent: each question gives a value that can be used, and
notes by field what is wrong, as a message of the catalogue and what to fill into it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from bot.rules import answers

FARTHEST = timedelta(days=3 * 365)
"""No day of a cohort lies further ahead than this."""

LONGEST_ID = 100
"""Letters of a platform's id of a person, as its column holds them."""

Problem = tuple[str, Mapping[str, str | int]]


class Filled:
    """One form's values, and the problems found in them so far."""

    def __init__(self, values: Mapping[str, str | tuple[str, ...]]) -> None:
        self._values = values
        self.problems: dict[str, Problem] = {}

    def text(self, name: str) -> str:
        """What stands in a field, without the space around it."""
        value = self._values.get(name, "")
        # PostgreSQL keeps no NUL in a text, and nobody means one.
        return value.replace("\x00", "").strip() if isinstance(value, str) else ""

    def several(self, name: str) -> Sequence[str]:
        """What was chosen in a field for several."""
        value = self._values.get(name, ())
        return [value] if isinstance(value, str) and value else list(value)

    def user(self, name: str) -> str:
        """The platform's id of the person who was picked; empty for nobody."""
        return next(iter(self._users(name, [self.text(name)])), "")

    def users(self, name: str) -> Sequence[str]:
        """The platform's ids of the people who were picked."""
        return self._users(name, self.several(name))

    def _users(self, name: str, picked: Sequence[str]) -> Sequence[str]:
        found = [each for each in picked if each]
        if any(len(each) > LONGEST_ID or not each.isprintable() for each in found):
            self.wrong(name, "wrong-choice")
            return []
        return found

    def words(self, name: str, limit: int, *, required: bool = False, lines: bool = False) -> str:
        """Words of at most so many letters, on one line unless ``lines``."""
        text = self.text(name)
        if not lines:
            text = " ".join(text.split())
        if required and not text:
            self.wrong(name, "wrong-empty")
        elif len(text) > limit:
            self.wrong(name, "wrong-long", length=len(text), limit=limit)
        return text

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One of the known answers."""
        text = self.text(name)
        if text not in known:
            self.wrong(name, "wrong-choice")
        return text

    def some_of(self, name: str, known: Collection[str]) -> Collection[str]:
        """Those of the known answers that were chosen."""
        chosen = [each for each in self.several(name) if each]
        if not set(chosen) <= set(known):
            self.wrong(name, "wrong-choice")
        return chosen

    def zone(self, name: str, known: Collection[str]) -> str:
        """A time zone; UTC stands in for one that is none."""
        typed = self.text(name)
        found = answers.zone(typed, known)
        if found is None:
            near = ", ".join(answers.near_zones(typed, known))
            key = "wrong-zone-near" if near else "wrong-zone"
            self.wrong(name, key, word=answers.short(typed), near=near)
        return found or "UTC"

    def day(self, name: str, today: date) -> date | None:
        """A day from today on, not too far away."""
        typed = self.text(name)
        day = answers.day(typed)
        if day is None:
            self.wrong(name, "wrong-day", word=answers.short(typed))
        elif day < today:
            self.wrong(name, "wrong-day-past")
        elif day > today + FARTHEST:
            self.wrong(name, "wrong-day-far")
        return day

    def days(self, name: str, most: int) -> list[date]:
        """Several days, with commas between them."""
        typed = self.text(name).replace(";", ",").replace("\n", ",")
        days: set[date] = set()
        for part in filter(None, (part.strip() for part in typed.split(","))):
            day = answers.day(part)
            if day is None or len(days) == most:
                self.wrong(name, "wrong-days", word=answers.short(part))
                break
            days.add(day)
        return sorted(days)

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number between these two."""
        typed = self.text(name)
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
        if not least <= number <= most:
            self.wrong(name, "wrong-number", least=least, most=most)
            return least
        return number

    def wrong(self, name: str, key: str, **values: str | int) -> None:
        """Note what is wrong with a field; what was noted first stays."""
        self.problems.setdefault(name, (key, values))
