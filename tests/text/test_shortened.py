"""Long words on one line: cut between words where that is possible."""

import pytest

from bot.text.fit import shortened


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("What is on top of mind", 40, "What is on top of mind"),
        ("What is on\n top of mind", 40, "What is on top of mind"),
        ("Which question comes home, with you", 27, "Which question comes home…"),
        ("Incomprehensibilities", 10, "Incompreh…"),
    ],
    ids=["fits", "on one line", "between words", "one long word"],
)
def test_what_is_too_long_is_cut_between_words(text: str, most: int, cut: str):
    assert shortened(text, most) == cut
    assert len(cut) <= most
