"""Which prompts fit what came up."""

import pytest

from bot.rules.suggesting import Fit, Paper, fits


def words(text: str) -> list[str]:
    return sorted(set(text.casefold().replace(".", " ").split()))


def paper(title: str, body: str = "", *tags: str) -> Paper:
    return Paper(title=title, tags=tags, body=body)


PAPERS = {
    "desk": paper("front desk", "who asks at the desk"),
    "night": paper("an ordinary day", "who calls at night", "nights"),
    "notes": paper("notes", "a form that asks twice"),
}


def test_a_prompt_fits_by_its_title_or_a_tag():
    assert fits(["our front door"], PAPERS, words) == [Fit(prompt="desk", words=("front",))]
    assert fits(["nights"], PAPERS, words) == [Fit(prompt="night", words=("nights",))]


def test_one_word_said_in_passing_is_no_fit_and_two_are():
    assert fits(["form"], PAPERS, words) == []
    assert fits(["form twice"], PAPERS, words) == [Fit(prompt="notes", words=("form", "twice"))]


def test_what_more_people_said_counts_more():
    once = fits(["notes", "desk"], PAPERS, words)
    assert [fit.prompt for fit in once] == ["notes", "desk"]
    often = fits(["notes", "desk", "desk", "desk"], PAPERS, words)
    assert [fit.prompt for fit in often] == ["desk", "notes"]


def test_a_rarer_word_tells_more():
    papers = {"a": paper("staff rota"), "b": paper("staff rota"), "c": paper("staff zest")}
    [best, *_] = fits(["staff rota zest"], papers, words)
    assert best == Fit(prompt="c", words=("zest", "staff"))


def test_a_word_that_stands_everywhere_tells_nothing():
    papers = {f"p{n}": paper(f"team {n}") for n in range(10)}
    assert fits(["team"], papers, words) == []
    assert fits(["team 7"], papers, words) == [Fit(prompt="p7", words=("7",))]


def test_at_most_so_many_equals_by_name():
    papers = {name: paper("care") for name in "dbca"}
    assert [fit.prompt for fit in fits(["care"], papers, words, most=3)] == ["a", "b", "c"]
    assert [fit.prompt for fit in fits(["care"], papers, words, most=1)] == ["a"]


@pytest.mark.parametrize("texts", [[], [""], ["nothing of this"]], ids=["none", "empty", "other"])
def test_nothing_fits_nothing(texts: list[str]):
    assert fits(texts, PAPERS, words) == []
    assert fits(texts, {}, words) == []
