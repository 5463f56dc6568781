"""Takes parked events again when whoever runs the bot asks for it.

The running engine does so, and not the command that asks: only here are the platforms connected,
whose links the answers may hold.
"""

import contextlib

from bot.engine.dispatch import Dispatcher
from bot.store import ledger

AT_ONCE = 20
"""How many are taken in one go: people who write meanwhile come in between."""


def replay_wanted(dispatcher: Dispatcher) -> int:
    """Take some of the parked events whose replay was asked for; how many that were."""
    with dispatcher.database.reading() as db:
        if not ledger.any_wanted(db):
            return 0
    with dispatcher.database.transaction() as db:
        references = ledger.claim_wanted(db, AT_ONCE)
    for reference in references:
        # Dropped meanwhile, or erased with the person whom it concerned.
        with contextlib.suppress(KeyError):
            dispatcher.replay(reference)
    return len(references)
