"""The settings of a language model."""

import pytest

from bot import language_model
from bot.insight.model.endpoint import Api, Endpoint
from bot.protocol.adapter import SettingsError

GIVEN = {"MODEL_NAME": "m-1", "MODEL_KEY": "k"}

SETTINGS: dict[str, tuple[dict[str, str], tuple[Api, str, int, int]]] = {
    "OpenAI, unless told otherwise": (GIVEN, ("openai", "https://api.openai.com/v1", 90, 24_000)),
    "Anthropic": (
        {**GIVEN, "MODEL_API": "Anthropic"},
        ("anthropic", "https://api.anthropic.com", 90, 24_000),
    ),
    "a server of one's own, without a key": (
        {"MODEL_NAME": "m-1", "MODEL_URL": "http://localhost:11434/v1"},
        ("openai", "http://localhost:11434/v1", 90, 24_000),
    ),
    "by its number": (
        {**GIVEN, "MODEL_URL": "http://10.0.0.7/v1", "MODEL_SECONDS": "30"},
        ("openai", "http://10.0.0.7/v1", 30, 24_000),
    ),
    "elsewhere": (
        {**GIVEN, "MODEL_URL": "https://models.example/v1", "MODEL_CHARACTERS": "9000"},
        ("openai", "https://models.example/v1", 90, 9000),
    ),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_read(name: str):
    env, (api, url, seconds, most) = SETTINGS[name]

    assert language_model.read(env) == Endpoint(
        api=api, url=url, name="m-1", key=env.get("MODEL_KEY", ""), seconds=seconds, most=most
    )


def test_without_settings_there_is_none():
    assert language_model.read({"MODEL_NAME": " ", "PORT": "1"}) is None


WRONG = {
    "no name": ({"MODEL_NAME": ""}, "MODEL_NAME must say"),
    "no key": ({"MODEL_KEY": ""}, "MODEL_KEY is needed"),
    "another protocol": ({"MODEL_API": "smtp"}, "MODEL_API must be openai or anthropic."),
    "no address": ({"MODEL_URL": "models"}, "MODEL_URL must be an address"),
    "a broken address": ({"MODEL_URL": "https://[::1"}, "MODEL_URL is no address."),
    "in the clear": ({"MODEL_URL": "http://models.example/v1"}, "must begin with https://"),
    "in the clear, by number": ({"MODEL_URL": "http://8.8.8.8/v1"}, "must begin with https://"),
    "a password": ({"MODEL_URL": "https://a:b@models.example"}, "must hold no password"),
    "a key with a line end": ({"MODEL_KEY": "a\nb"}, "MODEL_KEY holds a character"),
    "no time": ({"MODEL_SECONDS": "0"}, "MODEL_SECONDS must be a number from 1 to 200."),
    "half a second": ({"MODEL_SECONDS": "0.5"}, "MODEL_SECONDS must be"),
    "too little to read": (
        {"MODEL_CHARACTERS": "5"},
        "MODEL_CHARACTERS must be a number from 2000",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_without_the_key(name: str):
    changes, problem = WRONG[name]

    with pytest.raises(SettingsError) as told:
        language_model.read({"MODEL_NAME": "m-1", "MODEL_KEY": "sk-secret", **changes})

    assert len(told.value.problems) == 1
    assert problem in told.value.problems[0]
    assert "sk-secret" not in str(told.value)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(SettingsError) as told:
        language_model.read({"MODEL_API": "smtp", "MODEL_SECONDS": "x", "MODEL_CHARACTERS": "-1"})

    assert len(told.value.problems) == 5
