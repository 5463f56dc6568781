"""What a group of points is called where a summary shows it."""

import pytest

from bot.features.summary_text import part_name
from bot.rules.summary import Theme
from bot.rules.summary_themes import Group
from bot.text.catalogue import Catalogue


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("We ask at the desk", "“We ask at the desk…”"),
        ("Cho Min-seo, everyone says Cho.", "“Cho Min-seo, everyone says Cho.”"),
        ("Who asks?", "“Who asks?”"),
    ],
)
def test_words_that_end_with_their_sentence_are_not_shown_as_cut_off(label: str, shown: str):
    part = Group(theme=Theme(id="t", label=label, quoted=True), number=1, points=())
    assert part_name(Catalogue(), part, (part, part)) == shown
