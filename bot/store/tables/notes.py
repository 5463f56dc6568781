"""What moderators pass on each month to those who steer a programme.

Themes, numbers and links are not kept here: they are put together anew each time from what stands
in summaries. ``note_words.text`` alone holds words of somebody's, a moderator's.
"""

from sqlalchemy import JSON, Column, Date, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables.base import Id, link, mention, metadata

note = Table(
    "note",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    Column("month", Date, nullable=False, comment="its first day"),
    Column("state", String(10), nullable=False, comment="draft, approved, discarded"),
    Column("version", Integer, nullable=False),
    Column("left_out", JSON, nullable=False, comment="ids that themes left out rest on"),
    Column("shown", JSON, nullable=False, comment="ids that themes in it rest on"),
    Column("mark", String(64), nullable=False, comment="keyed hash of what its cards show"),
    Column("tried", Integer, comment="people who had tried something when it was approved"),
    mention("changed_by"),
    mention("approved_by"),
    UniqueConstraint("cohort", "month"),
    comment="what of a month is told outside the cohort; no words of members",
)

note_words = Table(
    "note_words",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("note", "note"),
    Column("key", String(80), nullable=False, comment="ids that a theme rests on, or opening"),
    Column("text", Text, nullable=False, comment="a moderator's own words"),
    link("person", "person"),
    UniqueConstraint("note", "key"),
    comment="framing words in a note, with who wrote them, so that they go together",
)
