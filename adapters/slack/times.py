"""Slack's timestamps ↔ instants. A ``ts`` is seconds since 1970 as text, with six decimals."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_ts(ts: str) -> datetime:
    """The instant of a ``ts``, without the rounding of floating point. Raises ValueError."""
    seconds, _, fraction = ts.partition(".")
    micros = int((fraction + "000000")[:6]) if fraction else 0
    try:
        return _EPOCH + timedelta(seconds=int(seconds), microseconds=micros)
    except OverflowError as error:
        raise ValueError(f"no such instant: {ts}") from error


def to_unix(at: datetime) -> int:
    """Whole seconds since 1970."""
    return int((at - _EPOCH).total_seconds())


def to_ts(at: datetime) -> str:
    """An instant as a ``ts``."""
    micros = (at - _EPOCH) // timedelta(microseconds=1)
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
