"""The tables. A change here needs a migration in ``migrations/versions``; a test compares both.

Ids are random text, handed in by whoever inserts; only queues count up, because order matters
there. Members' words stand in ``message``, ``mark`` and ``summary``, and on their way in
``outgoing`` and ``parked``; nowhere without consent. Here live columns, keys and indexes alone:
queries stand in the modules beside this folder, one for each subject.
"""

from bot.store.tables.attention import digest, manner, not_asked, nudge, presence
from bot.store.tables.base import metadata
from bot.store.tables.checkins import (
    airing,
    checkin,
    checkin_answer,
    checkin_plan,
    checkin_round,
    commitment,
    commitment_reader,
    commitment_report,
    not_reader,
    round_reader,
)
from bot.store.tables.cohorts import cohort, consent, membership, room
from bot.store.tables.handbook import (
    chapter,
    found,
    handbook_page,
    toolkit,
    toolkit_section,
    useful,
)
from bot.store.tables.notes import note, note_words
from bot.store.tables.people import identity, person, tombstone, workspace
from bot.store.tables.programme import asked, prompt_copy, step
from bot.store.tables.queues import clock, concern, due, job, outgoing, pace, parked, seen
from bot.store.tables.secrets import secret, vault
from bot.store.tables.talk import (
    discussion,
    early_edit,
    mark,
    message,
    period,
    posting,
    refused,
    standing,
    summary,
)

__all__ = [
    "airing",
    "asked",
    "chapter",
    "checkin",
    "checkin_answer",
    "checkin_plan",
    "checkin_round",
    "clock",
    "cohort",
    "commitment",
    "commitment_reader",
    "commitment_report",
    "concern",
    "consent",
    "digest",
    "discussion",
    "due",
    "early_edit",
    "found",
    "handbook_page",
    "identity",
    "job",
    "manner",
    "mark",
    "membership",
    "message",
    "metadata",
    "not_asked",
    "not_reader",
    "note",
    "note_words",
    "nudge",
    "outgoing",
    "pace",
    "parked",
    "period",
    "person",
    "posting",
    "presence",
    "prompt_copy",
    "refused",
    "room",
    "round_reader",
    "secret",
    "seen",
    "standing",
    "step",
    "summary",
    "tombstone",
    "toolkit",
    "toolkit_section",
    "useful",
    "vault",
    "workspace",
]
