"""What holds for every summary made with a language model, whatever it answers."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bot.insight import Message
from bot.insight.model.asked import Answer, Asking
from bot.insight.model.report import Fault
from bot.insight.model.summary import summarize_with
from bot.insight.summary import summarize
from bot.insight.wording import words
from tests.summaries import holds, windows

NAMES = {"ana", "ben", "cho", "dee", "zelda"}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@st.composite
def quotes(draw: st.DrawFn, said: Sequence[dict[str, str]]) -> str:
    """A piece of what was asked, whole or not, changed or not."""
    text = draw(st.sampled_from(said))["text"]
    start = draw(st.just(0) | st.integers(0, len(text)))
    end = draw(st.just(len(text)) | st.integers(start, len(text)))
    piece = text[start:end]
    return draw(st.sampled_from([piece, piece, f"{piece} not", piece.upper(), "", "Zelda said"]))


@st.composite
def answers(draw: st.DrawFn, said: Sequence[dict[str, str]]) -> str:
    """What a model may answer to a question about these messages, most of it to the point."""
    ids = st.sampled_from([each["id"] for each in said]) | st.sampled_from(["m99", "m1"])
    of = {each["id"]: each["person"] for each in said}
    spoken = sorted({word for each in said for word in each["text"].split()} | {"zelda", "never"})
    one = draw(st.sampled_from(said))
    right = {
        "message": one["id"],
        "person": one["person"],
        "quote": one["text"].split("\n")[0],
        "type": "idea",
    }
    themes = []
    for nth in range(draw(st.integers(1, 4))):
        picks: list[Any] = [right] if nth == 0 else []
        for _ in range(draw(st.integers(0, 4))):
            id = draw(ids)
            own = [each for each in said if each["id"] == id] or said
            pick = {
                "message": id,
                "person": draw(st.sampled_from([of.get(id, "Person 1")] * 3 + ["Person 2"])),
                "quote": draw(quotes(said if draw(st.integers(0, 3)) == 3 else own)),
                "type": draw(st.sampled_from(["idea", "question", "decision"])),
            }
            picks.append(draw(JUNK) if draw(st.integers(0, 4)) == 4 else pick)
        label = draw(st.lists(st.sampled_from(spoken), max_size=4))
        theme = {"label": label, "messages": draw(st.lists(ids, max_size=8)), "points": picks}
        themes.append(theme)
    whole = json.dumps({"themes": themes})
    broken = draw(st.integers(0, 9))
    return json.dumps(draw(JUNK)) if broken == 8 else whole[:-3] if broken == 9 else whole


class Drawn:
    """A model that answers as it comes, and keeps what it was asked."""

    name = "drawn"

    def __init__(self, draw: Any, most: int) -> None:
        self.draw = draw
        self.most = most
        self.asked: list[dict[str, Any]] = []

    async def answers(self, asking: Asking) -> list[Answer]:
        found = []
        for text in asking.questions:
            question = json.loads(text)
            self.asked.append(question)
            if self.draw(st.integers(0, 7)) == 7:
                found.append(Answer(fault=self.draw(st.sampled_from(get_args(Fault)))))
            else:
                found.append(Answer(text=self.draw(answers(question["messages"]))))
        return found


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.data(),
    window=windows(),
    points=st.none() | st.integers(0, 9),
    themes=st.none() | st.integers(1, 9),
    limit=st.integers(0, 80),
    most=st.sampled_from([200, 500, 24_000]),
)
def test_whatever_a_model_answers_the_summary_can_be_checked_and_nothing_leaves_that_must_not(
    monkeypatch: pytest.MonkeyPatch,
    data: st.DataObject,
    window: list[Message],
    points: int | None,
    themes: int | None,
    limit: int,
    most: int,
):
    monkeypatch.setattr("bot.insight.vectors.embedded", lambda: None)
    model = Drawn(data.draw, most)

    making = summarize_with(
        model, window, points=points, themes=themes, words=limit, people=sorted(NAMES)
    )
    summary, report = asyncio.run(making)

    event(f"used: {report.used}, chosen: {report.chosen > 0}")
    holds(summary, window, points, themes, limit)
    if not report.used:
        assert summary == summarize(window, points=points, themes=themes, words=limit)
    assert report.chosen <= len(summary.best)
    content = [id for topic in summary.topics for id in topic.ids]
    assert set(report.unread) <= set(content)
    left = [each for question in model.asked for each in question["messages"]]
    assert len({each["id"] for each in left}) == len(left)
    for each in left:
        message = window[int(each["id"].removeprefix("m")) - 1]
        assert message.quotable
        assert message.id in content
        assert NAMES.isdisjoint(words(each["text"]))
    # Nothing ties together what somebody says without their name.
    unnamed = [
        each["person"] for each in left if window[int(each["id"].removeprefix("m")) - 1].anonymous
    ]
    persons = [each["person"] for each in left]
    assert all(persons.count(person) == 1 for person in unnamed)
    if not report.faults:
        sent = {window[int(each["id"].removeprefix("m")) - 1].id for each in left}
        assert set(content) - sent <= set(report.unread)
