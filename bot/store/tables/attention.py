"""How people want to be met, what they were told already, and when they were last there."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from bot.store.tables.base import Id, link, mention, metadata


def _of(name: str) -> Column[str]:
    return Column(name, Id, ForeignKey(f"{name}.id", ondelete="CASCADE"), primary_key=True)


manner = Table(
    "manner",
    metadata,
    _of("cohort"),
    _of("person"),
    Column(
        "per_week",
        Integer,
        comment="messages at most, where less than the cohort's; 0: one in two weeks",
    ),
    Column("checkins", String(10), nullable=False, comment="all, none"),
    Column("quiet_from", String(5), comment="HH:MM by their own clock: no messages from then on"),
    Column("quiet_until", String(5)),
    Column("away_until", Date, comment="the last day on which they are away"),
    Column("reading_until", Date, comment="until when they said that they read along"),
    comment="how someone asked to be met",
)

not_asked = Table(
    "not_asked",
    metadata,
    _of("cohort"),
    _of("person"),
    Column("ref", String(100), primary_key=True, comment="a check-in that is not sent to them"),
)

digest = Table(
    "digest",
    metadata,
    Column("key", String(64), primary_key=True),
    link("cohort", "cohort"),
    link("person", "person"),
    Column("day", Date, nullable=False, comment="by the person's own clock"),
    comment="private messages that count, for as long as they count",
)

presence = Table(
    "presence",
    metadata,
    _of("cohort"),
    _of("person"),
    Column("day", Date, nullable=False, comment="local day on which they were last noticed"),
    Column("how", String(12), nullable=False, comment="wrote, reacted, answered, pressed, came"),
    comment="of people who agreed, to see who may need a word; in no report",
)

nudge = Table(
    "nudge",
    metadata,
    Column("id", Id, primary_key=True),
    link("cohort", "cohort"),
    link("person", "person"),
    mention("by"),
    Column(
        "state",
        String(10),
        nullable=False,
        comment="sent, copied, left; passed: sent, and the answer, too",
    ),
    Column("day", Date, nullable=False),
    comment="that a moderator wrote to someone who has gone quiet, or left it; never the words",
)
