"""How a thing on a platform is named: people, places and messages.

A platform's own ids are opaque text here. Each reference carries its platform and workspace, since
the same id may stand for two people in two workspaces.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person as one workspace of a platform knows them."""

    platform: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A room, or the private chat of one person with the bot (``direct``)."""

    platform: str
    workspace: str
    channel: str
    direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """One message on a platform. ``thread`` is the id of the message that opened its thread, or
    None for a message at the top level of its place."""

    platform: str
    workspace: str
    channel: str
    message: str
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a platform tells of a person. ``zone`` is an IANA name; None where it is not known.

    ``bot`` marks other apps, which are never members; ``stranger`` people of another workspace.
    ``manager`` is the line manager, where a platform keeps one.
    """

    user: User
    name: str
    zone: str | None = None
    title: str | None = None
    organisation: str | None = None
    manager: User | None = None
    bot: bool = False
    stranger: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A name under which an event may arrive again. It is new if none of its keys was seen."""

    kind: str
    value: str
