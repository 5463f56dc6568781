"""The one file that talks to a language model, with the libraries that it talks through."""

import asyncio
import json
import sys
from typing import get_args

import pytest

from bot.insight.model.asked import SCHEMA, Answer, Asking
from bot.insight.model.endpoint import Api, Endpoint
from tests.fake_model import serving

pytest.importorskip("openai", reason="install the extra [model]")
pytest.importorskip("anthropic", reason="install the extra [model]")


def asking(*questions: int) -> Asking:
    return Asking(
        instructions="Group these.",
        questions=tuple(json.dumps({"n": n}) for n in questions),
        schema=SCHEMA,
    )


@pytest.mark.parametrize("api", get_args(Api))
def test_questions_are_answered_in_their_order(api: Api):
    with serving(lambda question: f"to {question['n']}") as model:
        found = asyncio.run(model.endpoint(api).answers(asking(*range(9))))

    assert found == [Answer(text=f"to {n}") for n in range(9)]
    assert sorted(each["n"] for each in model.questions()) == list(range(9))
    assert {body["model"] for body in model.heard} == {"fake-1"}
    assert all("Group these." in json.dumps(body) for body in model.heard)
    sent = {value for headers in model.headers for value in headers.values()}
    assert sent & {"sk-secret-key", "Bearer sk-secret-key"}


@pytest.mark.parametrize("api", get_args(Api))
def test_a_form_that_is_refused_is_left_away(api: Api):
    field = "response_format" if api == "openai" else "output_config"
    with serving(lambda _: "yes", statuses=[400]) as model:
        found = asyncio.run(model.endpoint(api).answers(asking(1)))

    assert found == [Answer(text="yes")]
    assert [field in body for body in model.heard] == [True, False]


@pytest.mark.parametrize("api", get_args(Api))
def test_where_no_answer_comes_in_time_the_reason_is_told(api: Api):
    with serving(lambda _: "yes", never=True) as model:
        found = asyncio.run(model.endpoint(api, seconds=0.05).answers(asking(1, 2)))

    assert found == [Answer(fault="timeout"), Answer(fault="timeout")]


@pytest.mark.parametrize("api", get_args(Api))
def test_a_redirection_is_not_followed(api: Api):
    with serving(lambda _: "yes", statuses=[307]) as model:
        found = asyncio.run(model.endpoint(api).answers(asking(1)))

    assert found == [Answer(fault="refused")]
    assert len(model.heard) == 1


@pytest.mark.parametrize("api", get_args(Api))
def test_where_nobody_listens_the_reason_is_told(api: Api):
    with serving(lambda _: "yes") as model:
        endpoint = model.endpoint(api)

    assert asyncio.run(endpoint.answers(asking(1))) == [Answer(fault="unreachable")]


@pytest.mark.parametrize("api", get_args(Api))
def test_a_proxy_that_is_none_is_a_reason_and_no_fault(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://proxy")
    monkeypatch.setenv("ALL_PROXY", "nonsense://proxy")
    with serving(lambda _: "yes") as model:
        found = asyncio.run(model.endpoint(api).answers(asking(1)))

    assert found == [Answer(fault="unreachable")]
    assert model.heard == []


@pytest.mark.parametrize("api", get_args(Api))
def test_without_the_extra_it_says_what_to_install(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, api, None)
    endpoint = Endpoint(api=api, url="", name="m", key="", seconds=1, most=2000)

    assert endpoint.missing() == api
    assert asyncio.run(endpoint.answers(asking(1))) == [Answer(fault="missing")]


def test_the_key_is_in_no_text_of_the_endpoint():
    endpoint = Endpoint(api="openai", url="u", name="m", key="sk-secret", seconds=1, most=2000)

    assert "sk-secret" not in f"{endpoint!r} {endpoint}"
