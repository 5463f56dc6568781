"""Who may read the handbook, and what others are told.

No story lives here, only what the stories of the handbook share.
"""

from bot.engine.work import Work
from bot.features.own_choice import agrees
from bot.protocol.effects import Whisper
from bot.store import cohorts
from bot.store.records import Membership


def may_read(part: Membership | None, agreed: bool) -> bool:
    """Whoever belongs and has agreed may read, and who moderates, since they approve it."""
    belongs = part is not None and part.state in cohorts.BELONGING
    return belongs and part is not None and (agreed or part.role == "moderator")


def refused(work: Work) -> Whisper:
    """The answer to whoever may not, with a button for the agreement."""
    return Whisper(card=work.card("handbook-agree", agrees(work)))
