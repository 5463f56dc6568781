"""What has to be set to run on Slack, and what is said when it is not."""

import pytest

from adapters.slack.settings import API_URL, Distribution, Settings, read
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


SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hidden",
    "SLACK_PUBLIC_URL": "https://bot.example.org/",
    "SLACK_SIGNING_SECRET": "s",
    "ROUNDTABLE_KEY": "k",
}


def test_several_workspaces_install_the_app_themselves():
    for road in ({}, {"SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": ""}):
        found = read(SEVERAL | road)
        assert found is not None and found.bot_token == ""
        assert found.distribution == Distribution(
            client_id="1.2", client_secret="hidden", public_url="https://bot.example.org"
        )
        assert "hidden" not in repr(found)


def test_they_can_be_told_one_by_one():
    found = read(SEVERAL | {"SLACK_WORKSPACES": " T0123, T0456,"})
    assert found is not None and found.distribution is not None
    assert found.distribution.workspaces == {"T0123", "T0456"}


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        ({"SLACK_CLIENT_ID": ""}, "SLACK_CLIENT_ID is missing"),
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET is missing"),
        ({"SLACK_PUBLIC_URL": ""}, "SLACK_PUBLIC_URL is missing"),
        ({"SLACK_PUBLIC_URL": "http://bot.example.org"}, "SLACK_PUBLIC_URL must be"),
        ({"SLACK_PUBLIC_URL": "https://bot.example.org/path"}, "SLACK_PUBLIC_URL must be"),
        ({"SLACK_PUBLIC_URL": "https://bot.example.org?x=1"}, "SLACK_PUBLIC_URL must be"),
        ({"SLACK_PUBLIC_URL": "https://me:pw@bot.example.org"}, "SLACK_PUBLIC_URL must be"),
        ({"SLACK_PUBLIC_URL": "https://bot.example.org:port"}, "SLACK_PUBLIC_URL must be"),
        ({"SLACK_WORKSPACES": "T0123,spring"}, "SLACK_WORKSPACES must be"),
        ({"SLACK_SIGNING_SECRET": ""}, "Neither SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN is for one workspace"),
        ({"ROUNDTABLE_KEY": " "}, "ROUNDTABLE_KEY is missing"),
    ],
    ids=lambda each: each if isinstance(each, str) else "-".join(each.values()) or None,
)
def test_each_problem_of_several_workspaces_is_told(change: dict[str, str], begins: str):
    with pytest.raises(SettingsError) as error:
        read(SEVERAL | change)
    [problem] = error.value.problems
    assert problem.startswith(begins) and "hidden" not in problem


def test_all_problems_of_several_workspaces_are_told_at_once():
    with pytest.raises(SettingsError) as error:
        read({"SLACK_WORKSPACES": "spring"})
    assert [problem.split()[0] for problem in error.value.problems] == [
        "SLACK_CLIENT_ID",
        "SLACK_CLIENT_SECRET",
        "SLACK_PUBLIC_URL",
        "SLACK_WORKSPACES",
        "ROUNDTABLE_KEY",
        "Neither",
    ]
