"""What a prompt may name, and that a name cannot format."""

import pytest

from bot.protocol.text import Emphasis, Paragraph, Plain, flatten
from bot.text.library import fill, wrong_placeholders
from bot.text.markdown import to_blocks


def filled(text: str, **values: str | int) -> str:
    names = {"cohort": "Spring", "theme": "Sleep", "week": 2, "moderators": "Ana and Joy"}
    return fill(text, **{**names, **values})  # type: ignore[arg-type]


def test_a_prompt_names_cohort_theme_week_and_moderators() -> None:
    text = "{cohort}, week {week}: {theme}. From {moderators}."
    assert flatten(to_blocks(filled(text))) == "Spring, week 2: Sleep. From Ana and Joy."


def test_braces_that_are_no_placeholder_stay() -> None:
    text = "{{theme}} {members} {cohort.name} {0} }} {"
    assert filled(text) == "{theme} {members} {cohort.name} {0} } {"
    assert list(wrong_placeholders(text)) == ["{members}", "{cohort.name}", "{0}", "{"]


@pytest.mark.parametrize(
    "name",
    ["*new* `x` _y_", "[a](http://b)", "1. first", "- dash", "# high", "<b>&amp;", "a\\b", "{week}", "~~~"],
)  # fmt: skip
def test_a_name_cannot_format(name: str) -> None:
    for text in ("{cohort}", "Hi\n{cohort}"):
        [block] = to_blocks(filled(text, cohort=name))
        assert isinstance(block, Paragraph)
        assert block.nodes == (Plain(text=text.replace("{cohort}", name)),)


def test_a_name_stays_on_its_line_and_takes_the_format_around_it() -> None:
    [block] = to_blocks(filled("*{theme}*", theme="Sleep*\n\nand rest"))
    assert isinstance(block, Paragraph)
    assert block.nodes == (Emphasis(text="Sleep* and rest"),)
