"""Broken answers of a language model, over HTTP in both protocols; the table is in
``tests/model_table.py``."""

import json
import logging
from typing import get_args

import pytest

from bot.insight import normal
from bot.insight.model.endpoint import Api
from bot.insight.wording import words
from tests.model_table import CASES, SAID, asked, became

pytest.importorskip("openai", reason="install the extra [model]")
pytest.importorskip("anthropic", reason="install the extra [model]")


@pytest.mark.parametrize("api", get_args(Api))
@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_dropped_or_survives(name: str, api: Api, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)

    summary, report, model = asked(CASES[name], api)

    assert became(summary, report) == CASES[name].became
    said = {message.id: message for message in SAID}
    for point in summary.best:
        assert point.quote in normal(said[point.ids[0]].text)
        assert point.authors == (() if point.ids[0] == "f" else (said[point.ids[0]].author,))
    assert "e" in report.unread or "e" not in {id for topic in summary.topics for id in topic.ids}
    heard = words(json.dumps(model.heard))
    assert "interpreters" not in heard
    assert {"ana", "ruiz", "ben", "lee", "cho", "dee", "eve", "fay"}.isdisjoint(heard)
    assert len({body["messages"][-1]["content"] for body in model.heard}) == 1
    # Neither the key nor a word of anybody stands in the log, at any level.
    assert "sk-secret-key" not in caplog.text
    assert "patient" not in caplog.text
