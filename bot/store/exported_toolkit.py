"""A programme's own material in the record of a cohort: no words of members."""

from typing import Any

from sqlalchemy import Connection

from bot.store import toolkit


def documents(db: Connection, cohort_id: str) -> list[dict[str, Any]]:
    """The documents of a cohort in the order in which they were added: title, source, when, and
    each section's heading and text. Who added them is in no record."""
    sections = toolkit.sections(db, cohort_id)
    return [
        {
            "title": each.title,
            "source": each.source,
            "added_at": each.added_at.isoformat(),
            "sections": [
                {"heading": one.heading, "text": one.text}
                for one in sections
                if one.toolkit == each.id
            ],
        }
        for each in toolkit.of_cohort(db, cohort_id)
    ]
