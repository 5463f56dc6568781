"""The reader's time zone, where an activity tells it."""

import functools
import zoneinfo
from collections.abc import Mapping
from typing import Any


def zone_of(activity: Mapping[str, Any]) -> str | None:
    """The IANA name that the sender's client told, if it is one that we know."""
    told = activity.get("localTimezone")
    if not told:
        infos = [
            each
            for each in activity.get("entities") or ()
            if isinstance(each, Mapping) and each.get("type") == "clientInfo"
        ]
        told = infos[0].get("timezone") if infos else None
    return told if isinstance(told, str) and told in _known() else None


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
