"""What a failed call to Slack means: not taken and try later, refused for good, or not known.

The rule: *Later* only where it is certain that Slack did nothing; *Never* where Slack understood
and said no, and asking again would change nothing; else *Unsure*. Trouble with our own token is
*Later*: somebody has to repair it, and until then nothing may be lost.
"""

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.protocol.ports import Later, Never, Unsure

UNREACHABLE = 10.0
"""Seconds to wait when Slack could not be reached at all."""
REPAIR = 300.0
"""Seconds to wait when somebody has to repair something first."""
_UNTOLD = 30.0
"""Seconds to wait after a 429 that does not say how long."""

REPAIRABLE = frozenset({
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "team_added_to_org",
    "token_expired",
    "token_revoked",
})  # fmt: skip
"""Slack refuses our token or the workspace is shut for now; the message itself is fine."""

_NOT_ALLOWED = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
"""Of these, what Slack refuses a token that works: it may do other things, but not this."""

_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_NOT_READ = frozenset({"request_timeout", "accesslimited"})
"""Slack did not get as far as reading the request."""
_HALF_DONE = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Slack's own words: some of it may have been done."""

Fault = Later | Never | Unsure


def fault(error: BaseException) -> Fault:
    """The meaning of what slack-sdk or aiohttp raised, or a client that has no token."""
    match error:
        case Later() | Never() | Unsure():
            return error
        case SlackApiError():
            return _answered(error)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Later(UNREACHABLE, "Slack cannot be reached", workspace_wide=True)
        case aiohttp.InvalidURL():
            return Later(REPAIR, "the Web API's address is not valid", workspace_wide=True)
        case _:
            return Unsure(type(error).__name__)


def _answered(error: SlackApiError) -> Fault:
    # An answer that is no JSON comes as aiohttp's response instead of slack-sdk's.
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    word = data.get("error") if isinstance(data, dict) else None
    if status == 429 or word in _LIMITED:
        # Slack counts by method and workspace; its word for a single crowded room comes with 200.
        after = _seconds(getattr(response, "headers", {}).get("Retry-After"))
        return Later(after, "rate limit", workspace_wide=status == 429)
    if status >= 500 or status == 408 or word in _HALF_DONE:
        return Unsure(word or f"HTTP {status}")
    if word in REPAIRABLE:
        return Later(REPAIR, word, workspace_wide=True)
    if word in _NOT_READ:
        return Later(UNREACHABLE, word)
    if word:
        return Never(word)
    if 400 <= status < 500:
        # Not Slack's answer but that of something on the way there, which let nothing through.
        return Later(REPAIR, f"HTTP {status}", workspace_wide=True)
    return Unsure(f"HTTP {status}, no answer of Slack's")


def _seconds(header: str | None) -> float:
    try:
        return max(float(header or _UNTOLD), 1.0)
    except ValueError:
        return _UNTOLD


def refused(error: BaseException) -> str | None:
    """Slack's word for it if it refuses our token, else None."""
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    word = data.get("error") if isinstance(data, dict) else None
    return word if word in REPAIRABLE else None


def asking(error: BaseException) -> Later | str:
    """The same for calls that only read: whatever may pass is Later, since asking twice does no
    harm; else Slack's word for why not."""
    match fault(error):
        case Later() as later:
            return later
        case Never() as never:
            return str(never)
        case unsure:
            return Later(UNREACHABLE, str(unsure))


def looking_up(error: BaseException) -> Later | str:
    """As ``asking``, for look-ups whose answer may be Unknown: what our token may not read is not
    waited for. The moderators can decide today, a scope may never be granted."""
    word = refused(error)
    return word if word and word in _NOT_ALLOWED else asking(error)
