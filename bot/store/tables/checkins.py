"""Check-ins: their rhythm, their rounds, what was answered, and what people mean to try."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.tables.base import Id, link, mention, metadata
from bot.store.types import Instant

checkin_plan = Table(
    "checkin_plan",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    Column("ref", String(100), nullable=False, comment="name of the check-in's file"),
    Column("rhythm", String(12), nullable=False, comment="once, weekly, fortnightly, monthly"),
    Column("day", Date, nullable=False, comment="local, of the first round"),
    Column("time", String(5), nullable=False, comment="HH:MM by each member's own clock"),
    Column("readers", String(10), nullable=False, comment="named, unnamed, cohort, self"),
    Column("state", String(10), nullable=False, comment="running, stopped"),
    mention("by"),
)

checkin_round = Table(
    "checkin_round",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    mention("plan", "checkin_plan"),
    Column("checkin", JSON, nullable=False, comment="snapshot of what was asked"),
    Column("title", Text, nullable=False),
    Column("readers", String(10), nullable=False, comment="as promised: never loosened"),
    Column("day", Date, nullable=False, comment="local, on which it is sent"),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("state", String(10), nullable=False, comment="open, closed"),
    Column("asked", Integer, nullable=False, comment="how many people it was for when it opened"),
)

round_reader = Table(
    "round_reader",
    metadata,
    Column("round", Id, ForeignKey("checkin_round.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="the moderators whom the round promised as readers; none is added later",
)

not_reader = Table(
    "not_reader",
    metadata,
    link("cohort", "cohort"),
    Column("round", Id, ForeignKey("checkin_round.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("reader", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="who led a person when they answered; themselves: nobody reads it, for good",
)

checkin = Table(
    "checkin",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("round", "checkin_round"),
    link("person", "person"),
    Column("state", String(10), nullable=False, comment="planned, asked, answered, skipped, left"),
    Column("reminded", Boolean, nullable=False),
    Column("at_question", Integer, comment="the open one, where they are asked one by one"),
    UniqueConstraint("round", "person"),
    comment="one person's part in a round; left: it did not fit, or they were away",
)

checkin_answer = Table(
    "checkin_answer",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("round", "checkin_round"),
    Column("question", String(40), nullable=False),
    link("person", "person", nullable=True),
    Column("mark", String(64), comment="keyed hash in the person's place, of unnamed rounds"),
    Column("value", JSON, nullable=False, comment="a number, a word, a list of words, or null"),
    Column("text", Text, nullable=False, comment="the person's own words"),
    Column("day", Date, nullable=False, comment="no finer, so that nobody is known by the time"),
    Column("late", Boolean, nullable=False, comment="first given after the round had closed"),
    Column("changed", Boolean, nullable=False, comment="changed after the round had closed"),
    Column("private", Boolean, nullable=False, comment="kept to oneself after all"),
    UniqueConstraint("round", "question", "person"),
    UniqueConstraint("round", "question", "mark"),
)

airing = Table(
    "airing",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("answer", "checkin_answer"),
    mention("by"),
    Column("how", String(10), nullable=False, comment="asked, name, role, none, no, used"),
    Column("day", Date, nullable=False),
    mention("step", "step"),
    comment="an answer that a moderator would like to discuss, as far as its author agreed",
)

commitment = Table(
    "commitment",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("person", "person"),
    mention("discussion", "discussion"),
    Column("text", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(10), nullable=False, comment="open, done, partly, not-yet, not-for-me"),
    Column(
        "shown", String(10), nullable=False, comment="to whom: self, or others by name, role, none"
    ),
)

commitment_reader = Table(
    "commitment_reader",
    metadata,
    link("cohort", "cohort"),
    Column("commitment", Id, ForeignKey("commitment.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="the moderators who were named to its author when they let it be shown",
)

commitment_report = Table(
    "commitment_report",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("commitment", "commitment"),
    link("person", "person"),
    Column("weeks", Integer, nullable=False, comment="after how many weeks it was asked: 4, 12"),
    Column("state", String(10), nullable=False, comment="done, partly, not-yet, not-for-me"),
    Column("text", Text, nullable=False, comment="what came of it"),
    Column("day", Date, nullable=False),
    UniqueConstraint("commitment", "weeks"),
)
