"""The names of the world's time zones, as people may write them."""

from functools import cache
from zoneinfo import available_timezones


@cache
def names() -> frozenset[str]:
    """All IANA names that this machine knows. Looked up once: it means reading a directory."""
    return frozenset(available_timezones())
