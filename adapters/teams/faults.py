"""What a failed call to Teams means: not taken and try later, refused for good, or not known.

The rule: *Later* only where it is certain that Teams did nothing; *Never* where Teams understood
and said no, and asking again would change nothing; else *Unsure*. Trouble with our own token is
*Later*: somebody has to repair it, and until then nothing may be lost.
"""

import random
from collections.abc import Callable

import aiohttp

from adapters.teams.connector import ConnectorError, passes
from adapters.teams.credentials import NoToken
from adapters.teams.wire import TooLarge
from bot.protocol.ports import Later, Never, Unsure

UNREACHABLE = 10.0
"""Seconds to wait when Teams could not be reached at all."""
REPAIR = 300.0
"""Seconds to wait when somebody has to repair something first."""
UNTOLD = 5.0
"""Seconds to wait at least when Teams asks for patience and does not say how long."""

_CUT_OFF = frozenset({502, 504})
_INTERRUPTED = frozenset({408, 409})

Fault = Later | Never | Unsure
Dice = Callable[[], float]
"""From 0 up to 1, so that those who are sent away together do not come back together."""


def fault(error: BaseException, dice: Dice = random.random, *, findable: bool = False) -> Fault:
    """The meaning of what the connector raised. ``findable``: what was sent can be looked up, so
    that doubt need not be guessed away."""
    match error:
        case Later() | Never() | Unsure():
            return error
        case ConnectorError():
            return _answered(error, dice, findable)
        case TooLarge():
            return Never(f"too_large: {error}")
        case NoToken():
            after = REPAIR if error.refused else UNREACHABLE
            return Later(after, f"no token: {error}", workspace_wide=True)
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return Later(REPAIR, "the service's address is not valid", workspace_wide=True)
        case _ if passes(error):
            return Later(UNREACHABLE, "Teams cannot be reached", workspace_wide=True)
        case _:
            return Unsure(type(error).__name__)


def _answered(error: ConnectorError, dice: Dice, findable: bool) -> Fault:
    why = f"{error.status} {error.code}".rstrip()
    # Microsoft advises to send again after 502 and 504, though what stands before Teams may answer
    # so for a message that was taken. Where nothing can be looked up, the advice is what is left.
    if error.status in _INTERRUPTED or (findable and error.status in _CUT_OFF):
        return Unsure(why)
    if passes(error):
        after = UNTOLD if error.retry_after is None else max(error.retry_after, 1.0)
        return Later(after + dice(), why)
    if refuses_us(error):
        return Later(REPAIR, why, workspace_wide=True)
    if error.status < 300 or error.status >= 500:
        return Unsure(why)
    # 413 comes from the gate in front of Teams, as a page: the message is too large all the same.
    # Any other page may be about this one place, so the rest of the tenant goes on.
    if error.status != 413 and (error.foreign or error.status < 400):
        return Later(REPAIR, f"{why}, no answer of Teams's")
    return Never(why)


def refuses_us(error: BaseException) -> bool:
    """Whether it is our token that is refused, whatever we say."""
    return isinstance(error, ConnectorError) and error.status == 401


def asking(error: BaseException) -> Later | ConnectorError:
    """The same for calls that only read: whatever may pass is Later, since asking twice does no
    harm; else the refusal itself."""
    match fault(error):
        case Later() as later:
            return later
        case Never() if isinstance(error, ConnectorError):
            return error
        case other:
            return Later(UNREACHABLE, str(other))


def looking_up(error: BaseException) -> Later | ConnectorError:
    """As ``asking``, for look-ups whose answer may be Unknown: what our app may not read is not
    waited for. The moderators can decide today, a consent may never be given."""
    if isinstance(error, ConnectorError) and error.status in (401, 403):
        return error
    return asking(error)
