"""Hypothesis strategies for cards, with letters that mean something on one platform or another."""

from hypothesis import strategies as st

from bot.protocol.cards import Button, Card
from bot.protocol.text import (
    Attachment,
    Bullets,
    Code,
    Emphasis,
    Fine,
    Heading,
    Link,
    Mention,
    Moment,
    Paragraph,
    Plain,
    Quote,
    Strong,
)
from tests.contract.sentences import Users
from tests.contract.shapes import AT

SHARP = st.sampled_from(
    ["<!channel>", "<@U0ANA>", "@here", "&lt;", "<", ">", "|", "&", "*b*", "**b**", "_i_", "__",
     "~s~", "`c`", "```", ":bulb:", "\n", "\n> ", "\n- ", "\n1. ", "# ", " ", "שלום", "👩🏽‍⚕️", "^",
     "<http://x|y>", "[x](http://y)", "![x](y)", "\\", "\\*", "<at>Ana</at>", "<at>", "</at>",
     "{{DATE(2026-03-02T15:00:00Z, SHORT)}}", "{{", "}}", "${x}", "<b>", "&nbsp;", "•", "\u202e"]
)  # fmt: skip
LETTERS = (
    st.lists(
        st.one_of(SHARP, st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=9)),
        min_size=1,
        max_size=8,
    )
    .map("".join)
    .filter(bool)
)
PLAINS = st.lists(st.builds(Plain, text=LETTERS), min_size=1, max_size=3).map(tuple)
PLAIN_BLOCKS = st.one_of(
    st.builds(Paragraph, nodes=PLAINS),
    st.builds(Bullets, items=st.lists(PLAINS, max_size=3).map(tuple), numbered=st.booleans()),
    st.builds(Quote, nodes=PLAINS, by=PLAINS),
    st.builds(Fine, nodes=PLAINS),
)
PLAIN_CARDS = st.builds(Card, blocks=st.lists(PLAIN_BLOCKS, min_size=1, max_size=4).map(tuple))
"""Cards that hold nothing but ordinary words."""

URLS = st.one_of(
    st.sampled_from(
        ["https://example.org/a?b=c&d=e#f", "mailto:a@example.org", "javascript:alert(1)",
         "data:text/html,x", "file:///etc/passwd", "http:", "", "x"]
    ),
    LETTERS.map(lambda text: f"https://example.org/{''.join(text.split())}"),
    LETTERS,
)  # fmt: skip


def any_cards(user: Users) -> st.SearchStrategy[Card]:
    """Cards of everything, also of what nobody would write."""
    nodes = st.one_of(
        st.builds(Plain, text=LETTERS),
        st.builds(Strong, text=LETTERS),
        st.builds(Emphasis, text=LETTERS),
        st.builds(Code, text=LETTERS),
        st.builds(Link, url=URLS, label=st.none() | LETTERS),
        st.builds(Attachment, name=LETTERS, url=URLS),
        st.builds(Mention, user=st.sampled_from(["ana", "ben"]).map(user), name=LETTERS),
        st.builds(Moment, at=st.just(AT), text=LETTERS),
    )
    lines = st.lists(nodes, max_size=5).map(tuple)
    blocks = st.one_of(
        st.builds(Paragraph, nodes=lines),
        st.builds(Heading, nodes=lines),
        st.builds(Bullets, items=st.lists(lines, max_size=4).map(tuple), numbered=st.booleans()),
        st.builds(Quote, nodes=lines, by=lines, url=st.none() | URLS),
        st.builds(Fine, nodes=lines),
    )
    buttons = st.builds(
        Button,
        label=LETTERS,
        action=st.sampled_from(["agree", "checkin:answer"]),
        args=st.dictionaries(st.sampled_from(["cohort", "id"]), LETTERS, max_size=2),
        style=st.sampled_from(["plain", "primary", "danger"]),
        confirm=st.none() | LETTERS,
        url=st.none() | URLS,
    )
    whole = {
        "blocks": st.lists(blocks, max_size=5).map(tuple),
        "buttons": st.lists(buttons, max_size=8).map(tuple),
    }
    parts = st.lists(st.builds(Card, **whole), max_size=3).map(tuple)
    return st.one_of(st.builds(Card, **whole), st.builds(Card, **whole, parts=parts))
