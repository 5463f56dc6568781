"""What has to be set to run on Slack, and what is said when it is not."""

import pytest

from adapters.slack.settings import API_URL, Settings, read
from bot.protocol.adapter import SettingsError

BOT = {"SLACK_BOT_TOKEN": "xoxb-1"}


@pytest.mark.parametrize("env", [{}, {"PORT": "80"}, {"SLACK_BOT_TOKEN": " "}])
def test_without_anything_slack_is_not_configured(env: dict[str, str]):
    assert read(env) is None


def test_a_signing_secret_is_for_http_and_an_app_token_for_socket_mode():
    assert read(BOT | {"SLACK_SIGNING_SECRET": "s"}) == Settings(
        bot_token="xoxb-1", signing_secret="s", api_url=API_URL
    )
    assert read(BOT | {"SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://localhost:1/"}) == (
        Settings(bot_token="xoxb-1", app_token="xapp-1", api_url="http://localhost:1/")
    )


def test_every_problem_is_told_at_once_and_no_secret_with_it():
    with pytest.raises(SettingsError) as error:
        read(
            {
                "SLACK_BOT_TOKEN": "xoxp-hidden",
                "SLACK_APP_TOKEN": "hidden",
                "SLACK_API_URL": "slack.com",
            }
        )
    assert [p.split()[0] for p in error.value.problems] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
    ]
    assert "hidden" not in str(error.value)
    with pytest.raises(SettingsError, match=r"(?s)SLACK_BOT_TOKEN is missing.*Neither"):
        read({"SLACK_API_URL": "http://localhost/"})


def test_secrets_are_in_no_repr():
    settings = Settings(bot_token="xoxb-hidden", signing_secret="hidden", app_token="xapp-hidden")
    assert "hidden" not in repr(settings)
