"""The tables. A change here needs a migration in ``migrations/versions``; a test compares both.

Ids are random text, handed in by whoever inserts; only queues count up, because order matters
there. Members' words stand in ``message`` and ``summary``, and on their way in ``outgoing`` and
``parked``; nowhere without consent. Here live columns, keys and indexes alone: queries stand in the
modules beside this folder, one for each subject.
"""

from bot.store.tables.base import metadata
from bot.store.tables.cohorts import cohort, consent, membership, room
from bot.store.tables.people import identity, person, tombstone, workspace
from bot.store.tables.programme import asked, prompt_copy, step
from bot.store.tables.queues import clock, concern, due, job, outgoing, pace, parked, seen
from bot.store.tables.secrets import secret, vault
from bot.store.tables.talk import (
    discussion,
    early_edit,
    message,
    posting,
    refused,
    standing,
    summary,
)

__all__ = [
    "asked",
    "clock",
    "cohort",
    "concern",
    "consent",
    "discussion",
    "due",
    "early_edit",
    "identity",
    "job",
    "membership",
    "message",
    "metadata",
    "outgoing",
    "pace",
    "parked",
    "person",
    "posting",
    "prompt_copy",
    "refused",
    "room",
    "secret",
    "seen",
    "standing",
    "step",
    "summary",
    "tombstone",
    "vault",
    "workspace",
]
