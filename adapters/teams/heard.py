"""What the readers of activities may know besides the activity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.protocol.refs import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """``at`` is when the request came, for activities without a time. ``bot`` is our own account's
    id. ``commands`` are the names of all commands, such as ``not now``. ``people`` are the
    mentioned accounts, by the id that stands for them in a mention (Teams tells no more there).
    ``channels`` are the ids of a team's channels, for news of people who enter or leave a team."""

    at: datetime
    bot: str
    commands: frozenset[str] = frozenset()
    people: Mapping[str, User] = field(default_factory=dict[str, User])
    channels: tuple[str, ...] = ()
