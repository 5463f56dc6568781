"""The approved summaries in the record of a cohort: what they quote, by theme, of whom they may."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from bot.rules import summary as rules
from bot.rules.summary import Voice, Why
from bot.store.tables import message, period, summary

Data = dict[str, Any]
Voices = Mapping[str, Voice | None]
"""How each person may appear, by id; None or absent where not at all."""


def by(voice: Voice) -> Data:
    """How somebody appears, as data."""
    found = {"name": voice.name, "title": voice.title, "role": voice.role}
    return {key: value for key, value in found.items() if value is not None}


Worth = Mapping[str, Why]
"""What people wrote on why something is worth it and may be shown, by the id of its mark."""


def approved(
    db: Connection, which: ColumnElement[bool], voices: Voices, worth: Worth
) -> list[Data]:
    """The approved summaries that ``which`` picks, in the order in which they were approved."""
    query = select(summary).where(which, summary.c.state == "approved")
    rows = db.execute(query.order_by(summary.c.approved_at)).all()
    cited = {
        each.message for row in rows for each in rules.from_json(row.draft).items()
    }  # fmt: skip
    author = select(message.c.id, message.c.person).where(message.c.id.in_(cited))
    whose = {row.id: voices.get(row.person) for row in db.execute(author)}
    return [_written(row, whose, worth) for row in rows]


def periods(db: Connection, cohort_id: str, voices: Voices, worth: Worth) -> list[Data]:
    """The periods of a cohort that have an approved summary, in order."""
    query = select(period).where(period.c.cohort == cohort_id)
    found = (
        {
            "title": row.title,
            "begins": row.begins.isoformat(),
            "ends": row.ends.isoformat(),
            "summaries": approved(db, summary.c.period == row.id, voices, worth),
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


def _written(row: Any, whose: Voices, worth: Worth) -> Data:
    content = rules.without(rules.from_json(row.draft), row.dropped)
    labels = {each.id: each.label for each in content.themes}
    return {
        "approved_at": row.approved_at.isoformat() if row.approved_at is not None else None,
        "opening": row.opening,
        "model": _model(content),
        "points": [
            {"by": by(voice), "quote": each.quote, "theme": labels.get(each.theme, "")}
            for each in content.items()
            if isinstance(each, rules.Cited) and (voice := whose.get(each.message)) is not None
        ],
        "resources": [
            each.url for each in content.resources if whose.get(each.message) is not None
        ],
        "worth": [
            {
                "of": each.quote if isinstance(each, rules.Cited) else each.url,
                "by": by(worth[mark].voice),
                "text": worth[mark].text,
            }
            for each in content.items()
            if whose.get(each.message) is not None
            for mark in each.why
            if mark in worth
        ],
    }
