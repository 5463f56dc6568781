"""The tables. A change here needs a migration in ``migrations/versions``; a test compares both.

Ids are random text, handed in by whoever inserts; only queues count up, because order matters
there. Members' words stand in ``message`` and ``summary``, and on their way in ``outgoing`` and
``parked``; nowhere without consent.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String(32)
Count = BigInteger().with_variant(Integer, "sqlite")


def _link(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    return Column(
        name, Id, ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable, index=True
    )


workspace = Table(
    "workspace",
    metadata,
    Column("id", Id, primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("key", String(100), nullable=False),
    Column("name", Text, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("removed_at", Instant),
    UniqueConstraint("platform", "key"),
)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("zone", String(64), comment="IANA name that the platform told"),
    Column("own_zone", String(64), comment="IANA name that the person or a moderator set"),
    Column("organisation", Text),
    Column("title", Text),
    Column("manager", Id, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("bot", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("user", String(100), primary_key=True),
    _link("person", "person"),
)

cohort = Table(
    "cohort",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    Column("programme", String(100), nullable=False),
    Column("state", String(10), nullable=False, comment="planned, running, held, ended"),
    Column("held_at", Instant),
    Column("started_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("settings", JSON, nullable=False),
)

room = Table(
    "room",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("channel", String(200), nullable=False),
    Index("ix_room_channel", "platform", "workspace", "channel"),
    comment="a channel may have had cohorts before; one that has not ended comes first",
)

membership = Table(
    "membership",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    _link("person", "person"),
    Column("role", String(10), nullable=False, comment="member, moderator, guest, sponsor"),
    Column("state", String(10), nullable=False, comment="invited, present, outsider, left"),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("welcomed_at", Instant),
    Column("reminded_at", Instant),
    Column("warned_at", Instant, comment="told once that their words are not kept yet"),
    UniqueConstraint("cohort", "person"),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    _link("person", "person"),
    Column("kind", String(20), nullable=False, comment="agreement, declined, quoting"),
    Column("version", Text, nullable=False, comment="of the agreement"),
    Column("value", String(20), nullable=False, comment="quoting: name, role, none"),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)

prompt_copy = Table(
    "prompt_copy",
    metadata,
    Column("cohort", Id, ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("prompt", JSON, nullable=False),
)

step = Table(
    "step",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    Column("kind", String(20), nullable=False, comment="prompt"),
    Column("ref", String(100), nullable=False, comment="name of the prompt"),
    Column("week", Integer, nullable=False),
    Column("day", Date, nullable=False, comment="local"),
    Column("time", String(5), nullable=False, comment="local HH:MM"),
    Column("open_days", Integer, nullable=False),
    Column("state", String(10), nullable=False, comment="planned, posted, skipped, waiting"),
    Column("host", Id, ForeignKey("person.id", ondelete="SET NULL"), index=True),
)

discussion = Table(
    "discussion",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    _link("room", "room"),
    Column("step", Id, ForeignKey("step.id", ondelete="SET NULL"), index=True),
    Column("prompt", JSON, nullable=False, comment="snapshot of what was posted"),
    Column("title", Text, nullable=False),
    Column("week", Integer, nullable=False),
    Column("posting", String(64), nullable=False, unique=True),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("state", String(10), nullable=False, comment="open, closed"),
    Column("reveal_at", Instant, comment="answers are private until then"),
    Column("revealed_at", Instant),
    Column("follow_up", String(10), nullable=False, comment="none, planned, held, sent, dropped"),
    Column("member_at", Instant, comment="when a member last wrote; not who, and no words"),
    Column("moderator_at", Instant, comment="when a moderator last wrote"),
)

posting = Table(
    "posting",
    metadata,
    Column("key", String(64), primary_key=True),
    _link("cohort", "cohort", nullable=True),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("channel", String(200), nullable=False),
    Column("message", String(200), nullable=False),
    Column("thread", String(200)),
    Column("place", String(80), nullable=False),
    Column("room", Id),
    Column("person", Id, index=True),
    Column("at", Instant, nullable=False),
    Index("ix_posting_message", "platform", "workspace", "channel", "message"),
)

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    _link("discussion", "discussion"),
    _link("person", "person"),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("channel", String(200), nullable=False),
    Column("message", String(200), nullable=False),
    Column("thread", String(200)),
    Column("nodes", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("held", Boolean, nullable=False, comment="private until the discussion shows it"),
    UniqueConstraint("platform", "workspace", "channel", "message"),
)

refused = Table(
    "refused",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("channel", String(200), primary_key=True),
    Column("message", String(200), primary_key=True),
    _link("cohort", "cohort"),
    Column("at", Instant, nullable=False),
    comment="messages that were left out, removed or erased: never stored again, no words",
)

early_edit = Table(
    "early_edit",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("channel", String(200), primary_key=True),
    Column("message", String(200), primary_key=True),
    _link("cohort", "cohort"),
    _link("person", "person"),
    Column("nodes", JSON, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    comment="edits that came before their message; for seven days at most",
)

asked = Table(
    "asked",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    _link("step", "step", nullable=True),
    _link("discussion", "discussion", nullable=True),
    _link("person", "person"),
    Column("by", Id, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("kind", String(10), nullable=False, comment="start, host, help"),
    Column("answer", String(10), nullable=False, comment="open, yes, no"),
    Column("at", Instant, nullable=False),
)

summary = Table(
    "summary",
    metadata,
    Column("id", Id, primary_key=True),
    _link("cohort", "cohort"),
    _link("discussion", "discussion"),
    Column("state", String(10), nullable=False, comment="draft, approved, discarded"),
    Column("version", Integer, nullable=False),
    Column("opening", Text, nullable=False, comment="framing words of the moderators"),
    Column("opening_by", Id, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("draft", JSON, nullable=False, comment="points, resources, questions by message id"),
    Column("dropped", JSON, nullable=False, comment="ids of what moderators took out"),
    Column("created_at", Instant, nullable=False),
    Column("changed_by", Id, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("approved_by", Id, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("approved_at", Instant),
    Column("posting", String(64)),
)

seen = Table(
    "seen",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("value", String(200), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

parked = Table(
    "parked",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=True),
    Column("reference", String(12), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("event", JSON, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("cohort", Id),
    Column("person", Id),
    Column("why", Text, nullable=False, comment="kind and place of the fault, never words"),
    Column("tries", Integer, nullable=False),
    Column("state", String(10), nullable=False, comment="waiting, wanted, replayed, dropped"),
    sqlite_autoincrement=True,
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("place", String(80), nullable=False, comment="whose order counts"),
    Column("kind", String(10), nullable=False, comment="post, tell, edit, publish"),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(100), nullable=False),
    Column("cohort", Id, index=True),
    Column("room", Id),
    Column("person", Id, index=True),
    Column("thread", String(64), comment="key of the posting that opened the thread"),
    Column("posting", String(64), comment="key of the posting to put this in place of"),
    Column("after", String(64)),
    Column("card", JSON, nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("importance", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires", Instant),
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("first_sent_at", Instant, comment="since when a look-up must search"),
    Column("done_at", Instant),
    Column("why", Text),
    Column("doubted_at", Instant, comment="since when it is being looked up"),
    Column("sent_key", String(64), comment="with which it was sent, if it got another since"),
    Index("ix_outgoing_state_place", "state", "place", "id"),
    sqlite_autoincrement=True,
    comment="state: waiting, sending, unsure, sent, dead, unknown, dropped",
)

job = Table(
    "job",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("args", JSON, nullable=False),
    Column("cohort", Id),
    Column("state", String(10), nullable=False, comment="waiting, working, done, failed"),
    Column("not_before", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("why", Text),
    sqlite_autoincrement=True,
)

concern = Table(
    "concern",
    metadata,
    Column("table", String(10), primary_key=True, comment="outgoing, job, parked"),
    Column("item", Count, primary_key=True),
    Column("person", Id, primary_key=True, index=True),
)

due = Table(
    "due",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("cohort", Id, index=True),
    Column("at", Instant, nullable=False, index=True),
)

pace = Table(
    "pace",
    metadata,
    Column("scope", String(200), primary_key=True, comment="a place, or a workspace's minute"),
    Column("free_at", Instant, nullable=False),
)

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("now", Instant, nullable=False, comment="how far a simulated clock has gone"),
)

vault = Table(
    "vault",
    metadata,
    Column("adapter", String(20), primary_key=True),
    Column("workspace", String(100), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("box", Text, nullable=False, comment="encrypted; empty where only a claim is held"),
    Column("key_id", String(16), nullable=False, index=True, comment="of the key that seals it"),
    Column("expires", Instant, comment="after which it counts as gone"),
    Column("claimed_until", Instant, comment="until when one process alone renews it"),
    comment="what adapters keep secret: tokens, one-time states",
)

secret = Table(
    "secret",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    comment="random values of this database's own, for marks where no key is configured",
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("mark", String(64), primary_key=True, comment="keyed hash of a cohort and a user"),
    Column("at", Instant, nullable=False),
    comment="who was erased, as nobody can read it; what arrives late of them is refused",
)

standing = Table(
    "standing",
    metadata,
    Column("posting", String(64), primary_key=True),
    _link("cohort", "cohort", nullable=True),
    Column("card", JSON, nullable=False, comment="as it stands before people, without quotes"),
    Column("quoted", Boolean, nullable=False, comment="whether quotes were left out of it"),
    Column("people", JSON, nullable=False, comment="whom it names: by id the name, about or not"),
    comment="messages of the bot that name someone, to be changed when that person is erased",
)
