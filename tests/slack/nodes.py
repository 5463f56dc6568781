"""Strategies: nodes, blocks and cards of every kind, with letters of every kind."""

from datetime import UTC, datetime

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

# Letters that mean something somewhere come often.
SHARP = st.sampled_from(
    ["<!channel>", "<@U0ANA>", "<!subteam^S1>", "@channel", "@here", "&lt;", "<", ">", "|", "&",
     "*b*", "_i_", "~s~", "`c`", "```", ":bulb:", "\n", "\n> ", " ", "שלום", "👩🏽‍⚕️", "^",
     "<http://x|y>", "#general", "•"]
)  # fmt: skip
LETTERS = (
    st.lists(
        st.one_of(SHARP, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)),
        min_size=1,
        max_size=12,
    )
    .map("".join)
    .filter(bool)
)
URLS = st.one_of(
    st.sampled_from(
        ["https://example.org", "http://example.org/a?b=c&d=e#f", "mailto:a@example.org"]
    ),
    LETTERS.map(lambda text: f"https://example.org/{''.join(text.split())}"),
)
BAD_URLS = st.one_of(
    st.sampled_from(["javascript:alert(1)", "slack://x", "file:///etc/passwd", "http:", "", "x"]),
    LETTERS,
)
USERS = st.sampled_from(["U0ANA", "W0BEN"]).map(
    lambda user: User(platform="slack", workspace="T0TEAM", user=user)
)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
PLAIN = st.builds(Plain, text=LETTERS)
NODES = st.one_of(
    PLAIN,
    st.builds(Strong, text=LETTERS),
    st.builds(Emphasis, text=LETTERS),
    st.builds(Code, text=LETTERS),
    st.builds(Link, url=URLS, label=st.none() | LETTERS),
    st.builds(Mention, user=USERS, name=LETTERS),
    st.builds(Moment, at=INSTANTS, text=LETTERS),
)
HOSTILE = st.one_of(
    NODES,
    st.builds(Link, url=BAD_URLS, label=st.none() | LETTERS),
    st.builds(Attachment, name=LETTERS, url=BAD_URLS),
    st.builds(
        Mention,
        user=LETTERS.map(lambda user: User(platform="slack", workspace="T0TEAM", user=user)),
        name=LETTERS,
    ),
)
LINES = st.lists(HOSTILE, max_size=6).map(tuple)
LONG = st.builds(lambda text, times: (Plain(text=text * times),), LETTERS, st.integers(1, 700))
WORDS = st.one_of(LINES, LINES, LONG)
BLOCKS = st.one_of(
    st.builds(Paragraph, nodes=WORDS),
    st.builds(Heading, nodes=WORDS),
    st.builds(Bullets, items=st.lists(WORDS, max_size=5).map(tuple), numbered=st.booleans()),
    st.builds(Quote, nodes=WORDS, by=LINES, url=st.none() | URLS | BAD_URLS),
    st.builds(Fine, nodes=WORDS),
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
    buttons=st.lists(BUTTONS, max_size=4).map(tuple),
)
