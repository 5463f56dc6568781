"""The handbook of a cohort: a programme's own material, what was found useful, its chapters, and
the pages that stand before people.

What its members shared is not kept here a second time: it stands in ``message``, and the handbook
is put together anew each time. ``chapter.name`` alone holds words of somebody's, a moderator's.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.tables.base import Id, link, mention, metadata
from bot.store.types import Instant

useful = Table(
    "useful",
    metadata,
    link("cohort", "cohort"),
    link("message", "message"),
    Column(
        "item", String(64), primary_key=True, comment="id of an insight or link, and of its words"
    ),
    Column("person", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("what", String(10), primary_key=True, comment="useful; read: read or tried"),
    Column("at", Instant, nullable=False),
    comment="what somebody found useful, read or tried; shown as a number alone, from three on",
)

chapter = Table(
    "chapter",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    Column("nth", Integer, nullable=False, comment="place in the handbook, from zero"),
    Column("name", Text, nullable=False, comment="a moderator's own words, or empty"),
    mention("by"),
    Column("label", JSON, nullable=False, comment="places of the words it is called by; no words"),
    Column("points", JSON, nullable=False, comment="ids of insights, in order"),
    Column("arranged", Boolean, nullable=False, comment="by a moderator: its place is kept"),
    comment="insights of several discussions by theme; all but names and order can be made anew",
)

handbook_page = Table(
    "handbook_page",
    metadata,
    Column("cohort", Id, ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("posting", String(64), nullable=False, comment="the private message that shows it"),
    Column("view", String(64), nullable=False, comment="which page of the handbook stands there"),
    Column("mark", String(64), nullable=False, comment="keyed hash of what it shows"),
    Column("counts", JSON, nullable=False, comment="numbers as it was turned; nobody's alone"),
    comment="the page of the handbook that stands before somebody, so that it follows",
)

toolkit = Table(
    "toolkit",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False, comment="where it is from: an address or a file's name"),
    Column("added_at", Instant, nullable=False),
    mention("by"),
    comment="material of the programme's own, no words of members",
)

toolkit_section = Table(
    "toolkit_section",
    metadata,
    Column("id", Id, primary_key=True),
    link("toolkit", "toolkit"),
    Column("nth", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("toolkit", "nth"),
)

found = Table(
    "found",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("person", "person"),
    Column("items", JSON, nullable=False, comment="ids of what was found; no words"),
    Column("at", Instant, nullable=False),
    comment="what someone was shown who searched, so that it follows; never what they typed",
)
