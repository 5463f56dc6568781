"""Strategies: nodes, blocks and cards of every kind, with letters of every kind."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from bot.protocol.cards import Button, Card
from bot.protocol.refs import User
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


def person(number: int) -> User:
    """Someone by their id in the directory."""
    return User(platform="teams", workspace="tenant", user=str(UUID(int=number)))


# Letters that mean something somewhere come often.
SHARP = st.sampled_from(
    ["<at>Ana</at>", "<at>", "</at>", "{{DATE(2026-03-09T15:00:00Z, SHORT)}}", "{{", "}}", "${x}",
     "*", "**", "_", "__", "`", "```", "~~", "[a](https://evil.example)", "](", "<https://x.example>",
     "&lt;", "&amp;", "&#42;", "&", "<", ">", "\\", "\\*", "!", "#", "# ", "> ", "- ", "1. ", "1) ",
     "---", "    ", "|", "\n", "\n\n", "\r\n", "\u2028", " ", "\t", "שלום", "👩🏽‍⚕️", "\ud83d", "\u2060",
     "\x00", "•", "é"]
)  # fmt: skip
LETTERS = st.lists(
    st.one_of(SHARP, st.text(max_size=9)), min_size=1, max_size=12
).map("".join)  # fmt: skip
URLS = st.one_of(
    st.sampled_from(
        ["https://example.org", "http://example.org/a_(b)?b=c&d=e&lt;#f*", "mailto:a@example.org"]
    ),
    LETTERS.map(lambda text: f"https://example.org/{''.join(text.split())}"),
)
BAD_URLS = st.one_of(
    st.sampled_from(["javascript:alert(1)", "file:///etc/passwd", "http:", "", "x"]), LETTERS
)
USERS = st.one_of(
    st.integers(1, 3).map(person),
    LETTERS.map(lambda user: User(platform="teams", workspace="tenant", user=user)),
    st.just(User(platform="slack", workspace="T0", user=str(UUID(int=1)))),
)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
NAMES = st.sampled_from(["Ana Ruiz", "Joy"]) | LETTERS
WORDS = st.one_of(
    st.builds(Plain, text=LETTERS),
    st.builds(Strong, text=LETTERS),
    st.builds(Emphasis, text=LETTERS),
    st.builds(Code, text=LETTERS),
)
NODES = st.one_of(
    WORDS,
    st.builds(Link, url=URLS | BAD_URLS, label=st.none() | LETTERS),
    st.builds(Attachment, name=LETTERS, url=URLS | BAD_URLS),
    st.builds(Mention, user=USERS, name=NAMES),
    st.builds(Moment, at=INSTANTS, text=LETTERS),
)
LINES = st.lists(NODES, max_size=6).map(tuple)
LONG = st.builds(lambda text, times: (Plain(text=text * times),), LETTERS, st.integers(1, 4000))
INLINES = st.one_of(LINES, LINES, LONG)
BLOCKS = st.one_of(
    st.builds(Paragraph, nodes=INLINES),
    st.builds(Heading, nodes=INLINES),
    st.builds(Bullets, items=st.lists(INLINES, max_size=5).map(tuple), numbered=st.booleans()),
    st.builds(Quote, nodes=INLINES, by=LINES, url=st.none() | URLS | BAD_URLS),
    st.builds(Fine, nodes=INLINES),
)
BUTTONS = st.builds(
    Button,
    label=LETTERS,
    action=st.sampled_from(["agree", "checkin:answer"]),
    args=st.dictionaries(st.sampled_from(["cohort", "id"]), LETTERS, max_size=2),
    style=st.sampled_from(["plain", "primary", "danger"]),
    confirm=st.none() | LETTERS,
    url=st.none() | URLS | BAD_URLS,
)
CARDS = st.builds(
    Card,
    blocks=st.lists(BLOCKS, max_size=8).map(tuple),
    buttons=st.lists(BUTTONS, max_size=14).map(tuple),
)
