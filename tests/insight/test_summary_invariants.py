"""What holds for every summary of a whole discussion, whatever people write."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.insight import Message
from bot.insight.summary import summarize
from bot.insight.vectors import Encoder, embedded
from tests.summaries import holds, windows

ENCODERS = [pytest.param(embedded, id="wordllama"), pytest.param(lambda: None, id="lexical")]


@pytest.mark.parametrize("load", ENCODERS)
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    window=windows(),
    points=st.none() | st.integers(0, 9),
    themes=st.none() | st.integers(1, 9),
    limit=st.integers(0, 80),
)
def test_every_summary_can_be_checked_against_its_messages(
    monkeypatch: pytest.MonkeyPatch,
    load,
    window: list[Message],
    points: int | None,
    themes: int | None,
    limit: int,
):
    encoder: Encoder | None = load()
    monkeypatch.setattr("bot.insight.vectors.embedded", lambda: encoder)
    summary = summarize(window, points=points, themes=themes, words=limit)
    holds(summary, window, points, themes, limit)
    assert summarize(window, points=points, themes=themes, words=limit) == summary
