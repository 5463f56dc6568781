"""The approved summaries in the record of a cohort: what they quote, by theme, of whom they may."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from bot.insight import Unnamed
from bot.rules import summary as rules
from bot.rules.summary import Why
from bot.rules.voices import Author, Voice
from bot.store.marked_words import speaking_as
from bot.store.tables import message, period, summary

Data = dict[str, Any]
Voices = Mapping[str, Voice | None]
"""How each person may appear, by id; None or absent where not at all."""


class Heard:
    """How people may appear in a record, and what of their words would tell more of them."""

    def __init__(self, voices: Voices, authors: Mapping[str, Author]) -> None:
        self.voices = voices
        self._speaking = {id: speaking_as(id, each, voices.get(id)) for id, each in authors.items()}
        self._unnamed = Unnamed(list(self._speaking.values()))

    def of(self, person: str, text: str) -> Voice | None:
        """How somebody appears as who said this text; None where it is not shown as theirs."""
        voice = self.voices.get(person)
        if voice is None or self._unnamed.told_in(self._speaking[person], text):
            return None
        return voice

    def whole(self, person: str, text: str) -> Voice | None:
        """How somebody appears as who wrote this message; None where it is not shown. What is said
        by name may speak of anyone, as it did when it was said."""
        voice = self.voices.get(person)
        return voice if voice is not None and voice.name is not None else self.of(person, text)

    def shares(self, person: str, url: str) -> bool:
        """Whether a link may be shown as theirs."""
        if self.voices.get(person) is None:
            return False
        return not self._unnamed.told_by(self._speaking[person], url)


def by(voice: Voice) -> Data:
    """How somebody appears, as data."""
    found = {"name": voice.name, "title": voice.title, "role": voice.role}
    return {key: value for key, value in found.items() if value is not None}


Worth = Mapping[str, Why]
"""What people wrote on why something is worth it and may be shown, by the id of its mark."""


def approved(db: Connection, which: ColumnElement[bool], heard: Heard, worth: Worth) -> list[Data]:
    """The approved summaries that ``which`` picks, in the order in which they were approved."""
    query = select(summary).where(which, summary.c.state == "approved")
    rows = db.execute(query.order_by(summary.c.approved_at)).all()
    cited = {
        each.message for row in rows for each in rules.from_json(row.draft).items()
    }  # fmt: skip
    author = select(message.c.id, message.c.person).where(message.c.id.in_(cited))
    whose = {row.id: row.person for row in db.execute(author)}
    return [_written(row, whose, heard, worth) for row in rows]


def periods(db: Connection, cohort_id: str, heard: Heard, worth: Worth) -> list[Data]:
    """The periods of a cohort that have an approved summary, in order."""
    query = select(period).where(period.c.cohort == cohort_id)
    found = (
        {
            "title": row.title,
            "begins": row.begins.isoformat(),
            "ends": row.ends.isoformat(),
            "summaries": approved(db, summary.c.period == row.id, heard, worth),
        }
        for row in db.execute(query.order_by(period.c.begins, period.c.ends))
    )
    return [each for each in found if each["summaries"]]


def _model(content: rules.Content) -> Data | None:
    """Which language model had to do with it, and how much of what it said did not hold."""
    its = content.helped
    if its is None or not its.used:
        return None
    return {"name": its.model, "dropped": its.dropped, "missed": its.missed}


def _written(row: Any, whose: Mapping[str, str], heard: Heard, worth: Worth) -> Data:
    content = rules.without(rules.from_json(row.draft), row.dropped)
    labels = {each.id: each.label for each in content.themes}

    def by_whom(each: rules.Cited | rules.Shared) -> Voice | None:
        person = whose.get(each.message, "")
        if isinstance(each, rules.Cited):
            return heard.of(person, each.quote)
        return heard.voices.get(person) if heard.shares(person, each.url) else None

    shown = [(each, voice) for each in content.items() if (voice := by_whom(each)) is not None]
    return {
        "approved_at": row.approved_at.isoformat() if row.approved_at is not None else None,
        "opening": row.opening,
        "model": _model(content),
        "points": [
            {"by": by(voice), "quote": each.quote, "theme": labels.get(each.theme, "")}
            for each, voice in shown
            if isinstance(each, rules.Cited)
        ],
        "resources": [each.url for each, _ in shown if isinstance(each, rules.Shared)],
        "worth": [
            {
                "of": each.quote if isinstance(each, rules.Cited) else each.url,
                "by": by(worth[mark].voice),
                "text": worth[mark].text,
            }
            for each, _ in shown
            for mark in each.why
            if mark in worth
        ],
    }
