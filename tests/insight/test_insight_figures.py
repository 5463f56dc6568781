"""The figures of summaries on part of the data, where it is; all of it: tests/insight_figures.py."""

import importlib.util

import pytest

from tests import insight_figures as figures

pytestmark = pytest.mark.skipif(
    not figures.DATA.is_dir(),
    reason=f"no data to measure summaries on at {figures.DATA} (or ROUNDTABLE_EVAL)",
)


@pytest.mark.skipif(
    importlib.util.find_spec("rouge_score") is None, reason="rouge-score is not there"
)
def test_a_brief_of_mail_says_what_people_would():
    found = figures.email("val")
    assert found["rouge1"] >= 29.8
    assert found["rougeLsum"] >= 26.7


def test_few_points_reach_most_topics_of_a_meeting():
    found = figures.meetings()
    assert found["by 8"] >= 0.91
    assert found["by 15"] >= 0.97


def test_themes_are_those_that_readers_made():
    assert figures.arguments("dev")["ARI"] >= 0.25
    assert figures.arguments("train")["ARI"] >= 0.19


def test_the_index_of_two_groupings_is_one_when_alike_and_nothing_by_chance():
    assert figures.rand_index([0, 0, 1, 1], ["b", "b", "a", "a"]) == 1
    assert figures.rand_index([0, 1, 0, 1], [0, 0, 1, 1]) == pytest.approx(-0.5)
