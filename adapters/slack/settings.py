"""What has to be known to run on Slack, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.protocol.adapter import SettingsError, Variable

API_URL = "https://slack.com/api/"

VARIABLES = (
    Variable(
        name="SLACK_BOT_TOKEN",
        meaning="Slack: the bot's token (xoxb-…), from OAuth & Permissions.",
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
        name="SLACK_API_URL",
        meaning=f"Slack: another address of the Web API than {API_URL}",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``app_token`` chooses Socket Mode; without it ``signing_secret`` is there. Secrets stay out
    of ``repr`` so that no log can show them."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = API_URL


def read(env: Mapping[str, str]) -> Settings | None:
    """The settings, or None if Slack is not configured at all. Raises SettingsError with every
    problem at once."""
    given = {v.name: env.get(v.name, "").strip() for v in VARIABLES}
    if not any(given.values()):
        return None
    bot, secret, app, url = (given[v.name] for v in VARIABLES)
    problems: list[str] = []
    if not bot:
        problems.append(
            "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token from your app's page"
            " OAuth & Permissions."
        )
    elif not bot.startswith("xoxb-"):
        problems.append("SLACK_BOT_TOKEN does not begin with xoxb-: it must be a bot's token.")
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
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        problems.append("SLACK_API_URL is not a web address such as https://slack.com/api/.")
    if problems:
        raise SettingsError(problems)
    return Settings(bot_token=bot, signing_secret=secret, app_token=app, api_url=url or API_URL)
