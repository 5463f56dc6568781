"""The times of activities → instants."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def instant(stamp: str) -> datetime:
    """The instant of an ISO 8601 time, UTC unless it says otherwise. Teams writes up to seven
    decimals of a second; what is finer than a microsecond is dropped. Raises ValueError."""
    at = datetime.fromisoformat(stamp)
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no such instant") from error


def when(activity: Mapping[str, Any], otherwise: datetime) -> datetime:
    """When an activity happened; ``otherwise`` where it does not say. Raises ValueError."""
    stamp = activity.get("timestamp")
    return instant(str(stamp)) if stamp else otherwise


def of_id(message: str) -> datetime | None:
    """When a message was written, by its id: in channels and chats that is milliseconds since
    1970. None for an id of another kind."""
    if not (message.isascii() and message.isdigit() and len(message) == 13):
        return None
    return datetime.fromtimestamp(int(message) / 1000, UTC)
