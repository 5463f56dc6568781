"""The manifest that people copy, held against Slack's schemas and against the code."""

import ast
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import heard_events, names
from adapters.slack.settings import VARIABLES
from bot.protocol.adapter import Variable

ROOT = Path(__file__).parents[2]
CODE = ROOT / "adapters" / "slack"
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.json"))


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_it_is_valid(schema: Path):
    validator = jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8")))
    assert [e.message for e in validator.iter_errors(MANIFEST)] == []


def test_it_needs_no_public_address():
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert "url" not in (ROOT / "manifest.yml").read_text("utf-8").split("display_information")[1]


def test_its_commands_are_those_that_the_code_hears():
    commands = MANIFEST["features"]["slash_commands"]
    assert [c["command"] for c in commands] == [names.COMMAND]
    # Without escaping, a person in a command would come as letters that anyone may have typed.
    assert all(c["should_escape"] for c in commands)


def test_its_shortcuts_are_those_that_the_code_hears():
    shortcuts = MANIFEST["features"]["shortcuts"]
    assert [(each["type"], each["callback_id"]) for each in shortcuts] == [
        ("message", names.KEEP_SHORTCUT)
    ]
    assert all(len(each["name"]) <= 24 for each in shortcuts)


def test_its_events_are_those_that_the_code_hears():
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == list(names.EVENTS)
    kinds = {name.partition(".")[0] for name in names.EVENTS}
    assert kinds == heard_events.HEARD


def test_its_scopes_are_those_that_the_code_needs():
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert sorted(scopes["bot"]) == sorted(names.scopes())
    assert "user" not in scopes


def called_methods() -> set[str]:
    """The Web API's methods that the code calls, as the SDK's names of them."""
    nodes = [
        node for path in CODE.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]
    named = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    spelled = {node.value for node in nodes if isinstance(node, ast.Constant)}
    known = {name for name in vars(AsyncWebClient) if not name.startswith("_")}
    return {name for name in known if name in named or name.replace("_", ".", 1) in spelled}


def test_every_method_that_the_code_calls_stands_with_its_scopes():
    assert called_methods() == {re.sub(r"\.", "_", method) for method in names.METHODS}


def test_the_pages_that_the_code_shows_are_switched_on():
    home = MANIFEST["features"]["app_home"]
    assert home["home_tab_enabled"] and home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]


def test_every_variable_is_explained():
    assert all(isinstance(v, Variable) and v.meaning for v in VARIABLES)
    assert {v.name for v in VARIABLES if v.secret} == {
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_APP_TOKEN",
        "SLACK_CLIENT_SECRET",
    }
