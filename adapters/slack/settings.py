"""What has to be known to run on Slack, read once from the environment.

There are two ways: one workspace, whose bot token stands in the settings; or several, which install
the app from its page and whose tokens are kept sealed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from bot.protocol.adapter import SettingsError, Variable

API_URL = "https://slack.com/api/"
KEY = "ROUNDTABLE_KEY"
"""Roundtable's own variable, without which nothing can be kept sealed."""

VARIABLES = (
    Variable(
        name="SLACK_BOT_TOKEN",
        meaning="Slack, one workspace: the bot's token (xoxb-…), from OAuth & Permissions.",
        secret=True,
    ),
    Variable(
        name="SLACK_SIGNING_SECRET",
        meaning="Slack over HTTP: the signing secret, from Basic Information.",
        secret=True,
    ),
    Variable(
        name="SLACK_APP_TOKEN",
        meaning="Slack in Socket Mode (no public address): an app-level token (xapp-…) with"
        " connections:write. Goes before SLACK_SIGNING_SECRET.",
        secret=True,
    ),
    Variable(
        name="SLACK_CLIENT_ID",
        meaning="Slack, several workspaces: the client ID, from Basic Information.",
    ),
    Variable(
        name="SLACK_CLIENT_SECRET",
        meaning="Slack, several workspaces: the client secret, from Basic Information.",
        secret=True,
    ),
    Variable(
        name="SLACK_PUBLIC_URL",
        meaning="Slack, several workspaces: the https address under which browsers reach"
        " /slack/install and /slack/oauth.",
    ),
    Variable(
        name="SLACK_WORKSPACES",
        meaning="Slack, several workspaces: the ids (T…) of those that may use the bot, with commas"
        " between them; any may unless told otherwise.",
    ),
    Variable(
        name="SLACK_API_URL",
        meaning=f"Slack: another address of the Web API than {API_URL}",
    ),
)

_SEVERAL = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_PUBLIC_URL", "SLACK_WORKSPACES")
_WORKSPACE = re.compile(r"T[A-Z0-9]{2,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How workspaces install the app. ``public_url`` has no ``/`` at its end; ``workspaces`` are
    the only ones that may, empty for any."""

    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    workspaces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Either ``bot_token`` or ``distribution`` is there. ``app_token`` chooses Socket Mode; without
    it ``signing_secret`` is there. Secrets stay out of ``repr`` so that no log can show them."""

    bot_token: str = field(default="", repr=False)
    distribution: Distribution | None = None
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = API_URL


def read(env: Mapping[str, str]) -> Settings | None:
    """The settings, or None if Slack is not configured at all. Raises SettingsError with every
    problem at once."""
    given = {v.name: env.get(v.name, "").strip() for v in VARIABLES}
    if not any(given.values()):
        return None
    several = any(given[name] for name in _SEVERAL)
    secret, app, url = (
        given[name] for name in ("SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL")
    )
    problems = [*_several(given, env)] if several else [*_one(given["SLACK_BOT_TOKEN"])]
    if not secret and not app:
        problems.append(
            "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: the first is for Socket"
            " Mode, the second for a public address."
        )
    if app and not app.startswith("xapp-"):
        problems.append(
            "SLACK_APP_TOKEN does not begin with xapp-: it must be an app-level token with"
            " connections:write."
        )
    if url and not _address(url, "http", "https"):
        problems.append("SLACK_API_URL is not a web address such as https://slack.com/api/.")
    if problems:
        raise SettingsError(problems)
    return Settings(
        bot_token=given["SLACK_BOT_TOKEN"],
        distribution=_distribution(given) if several else None,
        signing_secret=secret,
        app_token=app,
        api_url=url or API_URL,
    )


def _one(bot: str) -> list[str]:
    if not bot:
        return [
            "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token from your app's page"
            " OAuth & Permissions. For several workspaces set SLACK_CLIENT_ID instead."
        ]
    if not bot.startswith("xoxb-"):
        return ["SLACK_BOT_TOKEN does not begin with xoxb-: it must be a bot's token."]
    return []


def _several(given: Mapping[str, str], env: Mapping[str, str]) -> list[str]:
    problems: list[str] = []
    if given["SLACK_BOT_TOKEN"]:
        problems.append(
            "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and what belongs to it for"
            " several: take one of the two out."
        )
    for name, where in (("SLACK_CLIENT_ID", "Client ID"), ("SLACK_CLIENT_SECRET", "Client Secret")):
        if not given[name]:
            problems.append(
                f"{name} is missing: copy the {where} from your app's page Basic Information."
            )
    public = _address(given["SLACK_PUBLIC_URL"], "https")
    if not given["SLACK_PUBLIC_URL"]:
        problems.append(
            "SLACK_PUBLIC_URL is missing: the https address of this machine, where workspaces"
            " install the app."
        )
    elif public is None or public.path.strip("/") or public.query or public.fragment:
        problems.append(
            "SLACK_PUBLIC_URL must be an https address with nothing behind it, such as"
            " https://roundtable.example.org."
        )
    if wrong := [each for each in _ids(given) if not _WORKSPACE.fullmatch(each)]:
        problems.append(
            f"SLACK_WORKSPACES must be ids such as T0123ABCD with commas between them;"
            f" {', '.join(wrong)} is none."
        )
    if not env.get(KEY, "").strip():
        problems.append(
            f"{KEY} is missing: the workspaces' tokens are sealed with it. Make one with"
            " python -m bot key."
        )
    return problems


def _distribution(given: Mapping[str, str]) -> Distribution:
    return Distribution(
        client_id=given["SLACK_CLIENT_ID"],
        client_secret=given["SLACK_CLIENT_SECRET"],
        public_url=given["SLACK_PUBLIC_URL"].rstrip("/"),
        workspaces=frozenset(_ids(given)),
    )


def _ids(given: Mapping[str, str]) -> list[str]:
    return [each.strip() for each in given["SLACK_WORKSPACES"].split(",") if each.strip()]


def _address(text: str, *schemes: str) -> SplitResult | None:
    """The parts of a web address without a name and password in it, or None."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    good = parts.scheme in schemes and parts.hostname and "@" not in parts.netloc
    return parts if good else None
