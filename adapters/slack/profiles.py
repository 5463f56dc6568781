"""Slack's user objects → profiles."""

from collections.abc import Mapping
from typing import Any

from adapters.slack.install import Install
from adapters.slack.names import PLATFORM
from bot.protocol.refs import Profile, User

_SLACKBOT = "USLACKBOT"  # Slack does not mark its own bot as one


def profile(user: Mapping[str, Any], install: Install) -> Profile:
    """A user as ``users.info`` and ``user_change`` give it. The name is the one that Slack shows to
    others."""
    about = user.get("profile") or {}
    names = (about.get("display_name"), about.get("real_name"), user.get("real_name"))
    return Profile(
        user=User(platform=PLATFORM, workspace=install.workspace, user=user["id"]),
        name=next((n for n in names if n), user.get("name") or user["id"]),
        zone=user.get("tz") or None,
        title=about.get("title") or None,
        bot=bool(user.get("is_bot")) or user["id"] == _SLACKBOT,
        stranger=bool(user.get("is_stranger")) or _elsewhere(user, install),
        deactivated=bool(user.get("deleted")),
    )


def _elsewhere(user: Mapping[str, Any], install: Install) -> bool:
    team = user.get("team_id")
    if not team or team in (install.workspace, install.enterprise):
        return False
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    return not install.enterprise or organisation != install.enterprise
