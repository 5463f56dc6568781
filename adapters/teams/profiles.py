"""Accounts of Teams → users and profiles."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from adapters.teams.addresses import user_of
from adapters.teams.names import PLATFORM
from bot.protocol.refs import Profile, User

Json = Mapping[str, Any]

_APP = "28:"
"""What the ids of bots and connectors begin with."""
_ANONYMOUS = "anonymous"
_LONGEST = 100
"""Letters that an id may have to stand for a person."""


def is_bot(account: Json) -> bool:
    """Whether this is the account of an app, ours or another."""
    return account.get("role") == "bot" or str(account.get("id") or "").startswith(_APP)


def person(account: Json, workspace: str, people: Mapping[str, User]) -> User | None:
    """Who that is: by the id in the directory, which is told or among ``people`` (by account id).
    Whoever has none, such as a guest without a sign-in, is known by the account's own id. None for
    apps, and for an account without any id."""
    if is_bot(account):
        return None
    account_id = str(account.get("id") or "")
    known = user_of(account, workspace) or people.get(account_id)
    if known is not None or not account_id:
        return known
    if len(account_id) > _LONGEST:
        account_id = sha256(account_id.encode()).hexdigest()
    return User(platform=PLATFORM, workspace=workspace, user=account_id)


def profile(member: Json, workspace: str, zone: str | None) -> Profile | None:
    """A member as a roster gives them; None for one without an id. People of another tenant are
    strangers, and so are those who came in without a sign-in; guests of the tenant are not."""
    if is_bot(member):
        user = User(platform=PLATFORM, workspace=workspace, user=str(member.get("id") or ""))
    else:
        user = person(member, workspace, {})
    return None if user is None or not user.user else profile_of(user, member, zone)


def profile_of(user: User, member: Json, zone: str | None) -> Profile:
    """The profile of ``user``, whom this member is."""
    tenant = str(member.get("tenantId") or user.workspace)
    return Profile(
        user=user,
        name=_name(member) or user.user,
        zone=zone,
        bot=is_bot(member),
        stranger=tenant.lower() != user.workspace.lower() or member.get("userRole") == _ANONYMOUS,
    )


def _name(member: Json) -> str:
    whole = " ".join(str(member[part]) for part in ("givenName", "surname") if member.get(part))
    return str(member.get("name") or whole or member.get("userPrincipalName") or "")
