"""Text nodes and Slack's text, both ways."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.markup import (
    JOINER,
    escape,
    from_mrkdwn,
    from_rich,
    honest_label,
    joined,
    to_mrkdwn,
    to_rich,
    unescape,
)
from adapters.slack.times import from_ts, to_ts
from bot.protocol.refs import User
from bot.protocol.text import Attachment, Inlines, Link, Mention, Moment, Plain, Strong, plain
from bot.text.urls import misleads, safe_url
from tests.slack.nodes import HOSTILE, INSTANTS, LETTERS, LINES, NODES, PLAIN, URLS

few = settings(max_examples=60, deadline=None)


def rich(nodes: Inlines) -> list:
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": to_rich(nodes)}],
        }
    ]


def as_sent(nodes: Inlines) -> Inlines:
    """Nodes as they can come back: Slack knows no names of people and encodes addresses."""
    out = []
    for node in nodes:
        if isinstance(node, Mention):
            node = Mention(user=node.user, name=node.user.user)
        if isinstance(node, Link):
            node = Link(url=safe_url(node.url) or "", label=honest_label(node))
        out.append(node)
    return joined(out)


@few
@given(st.lists(NODES, max_size=6).map(tuple))
def test_what_we_write_as_rich_text_reads_the_same(nodes: Inlines):
    assert from_rich(rich(nodes), "T0TEAM") == as_sent(nodes)


@few
@given(PLAIN)
def test_a_members_letters_come_back_letter_by_letter(node: Plain):
    [back] = from_mrkdwn(to_mrkdwn((node,)), "T0TEAM")
    assert isinstance(back, Plain)
    assert back.text.replace(JOINER, "") == node.text.replace(JOINER, "")


@few
@given(st.builds(Link, url=URLS, label=st.none() | LETTERS))
def test_a_link_stays_one_link(link: Link):
    [back] = from_mrkdwn(to_mrkdwn((link,)), "T0TEAM")
    assert isinstance(back, Link)
    assert back.url == safe_url(link.url)


@few
@given(LETTERS)
def test_escaped_letters_come_back(text: str):
    assert unescape(escape(text)) == text
    assert not set(escape(text)) & {"<", ">"}


ENTITY = re.compile(r"<[^>]*>")
OURS = re.compile(
    r"<@[A-Z0-9]+>|<!date\^\d+\^[^|<>]*\|[^<>|]*>|<(https?|mailto):[^<>|\s]*(\|[^<>|]*)?>"
)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_nothing_but_our_own_mentions_dates_and_links_can_act(nodes: Inlines):
    text = to_mrkdwn(nodes)
    for found in ENTITY.findall(text):
        assert OURS.fullmatch(found)
    assert not set(ENTITY.sub("", text)) & {"<", ">"}
    mentioned = {n.user.user for n in nodes if isinstance(n, Mention)}
    assert set(re.findall(r"<@(.*?)>", text)) <= mentioned


@settings(max_examples=300, deadline=None)
@given(st.lists(HOSTILE, max_size=6).map(tuple))
def test_rich_text_holds_no_element_that_calls_everyone(nodes: Inlines):
    kinds = {element["type"] for element in to_rich(nodes)}
    assert kinds <= {"text", "link", "user", "date"}
    users = {e["user_id"] for e in to_rich(nodes) if e["type"] == "user"}
    assert users <= {"U0ANA", "W0BEN"} | {
        n.user.user for n in nodes if isinstance(n, Mention) and n.user.user.isalnum()
    }
    for element in to_rich(nodes):
        if element["type"] == "link":
            assert safe_url(element["url"]) == element["url"]


@pytest.mark.parametrize(
    "words",
    ["<!channel>", "<!here|here>", "<!everyone>", "<@U0ANA>", "<!subteam^S1|@docs>", "@channel",
     "&lt;!channel&gt;", "&amp;lt;!channel>", "<!channel", "<\n!channel>"],
)  # fmt: skip
def test_a_members_words_never_ping(words: str):
    assert to_rich((Plain(text=words),)) == [{"type": "text", "text": words}]
    assert not set(to_mrkdwn((Plain(text=words),))) & {"<", ">"}
    assert not set(to_mrkdwn((Strong(text=words),))) & {"<", ">"}


def test_a_mention_of_another_platform_is_a_name():
    node = Mention(user=User(platform="teams", workspace="x", user="U0ANA"), name="Ana <3")
    assert to_rich((node,)) == [{"type": "text", "text": "@Ana <3"}]
    assert to_mrkdwn((node,)) == "@Ana &lt;3"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a b|c>d<e", "https://example.org/a%20b%7Cc%3Ed%3Ce"),
        ("mailto:ana@example.org", "mailto:ana@example.org"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("https://", None),
        ("https://[", None),
        ("example.org", None),
        ("file:///etc/passwd", None),
        ("https://example.org/" + "x" * 3000, None),
        ("", None),
    ],
)
def test_only_web_and_mail_addresses_are_links(url: str, safe: str | None):
    assert safe_url(url) == safe
    if safe is None:
        assert to_rich((Link(url=url, label="here"),)) == [{"type": "text", "text": "here"}]
        assert to_rich((Attachment(name="here", url=url),)) == [{"type": "text", "text": "here"}]


@pytest.mark.parametrize(
    "label",
    ["https://bank.example", "bank.example", "www.bank.example/login", "Log in at bank.example!",
     "HTTP://BANK.EXAMPLE", "bank\u2024example", "bank\u200b.example", "..bank.example",
     "ana@bank.example", "evil.example.bank.example", "evil.example/other", "evil.example@bank.io"],
)  # fmt: skip
def test_a_link_whose_label_looks_like_another_address_shows_its_own(label: str):
    link = Link(url="https://evil.example/page", label=label)
    assert to_rich((link,)) == [{"type": "link", "url": "https://evil.example/page"}]
    assert to_mrkdwn((link,)) == "<https://evil.example/page>"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("http://example.org", "example.org"),
        ("https://www.example.org/long/path?a=1", "example.org/long/…"),
        ("https://example.org/", "https://example.org"),
        ("mailto:ana@example.org", "ana@example.org"),
        ("https://example.org", "Notes, e.g. of 3.5 hours"),
    ],
)
def test_a_link_whose_label_is_honest_keeps_it(url: str, label: str):
    assert to_rich((Link(url=url, label=label),)) == [{"type": "link", "url": url, "text": label}]


@pytest.mark.parametrize("word", ["a", "a.", "a@", ".", "a-", "a.a@", "www", "http:"])
def test_an_address_at_the_end_of_the_longest_label_is_seen(word: str):
    assert misleads("https://evil.example", word * 20_000 + " bank.example")


@pytest.mark.parametrize(
    ("part", "node"),
    [
        ({"type": "date", "timestamp": 99999999999999999, "fallback": "soon"}, Plain(text="soon")),
        ({"type": "date", "timestamp": None, "fallback": "soon"}, Plain(text="soon")),
        ({"type": "broadcast", "range": None}, Plain(text="@channel")),
        ({"type": "emoji", "name": "wave", "unicode": None}, Plain(text=":wave:")),
    ],
)
def test_what_says_nothing_that_we_know_is_its_letters(part: dict, node: Plain):
    section = {"type": "rich_text_section", "elements": [part, {"type": "text", "text": None}]}
    assert from_rich([{"type": "rich_text", "elements": [section]}], "T0TEAM") == (node,)


def test_a_date_that_no_calendar_holds_is_its_words():
    assert from_mrkdwn("<!date^99999999999999999^{date}|soon>", "T0TEAM") == (Plain(text="soon"),)


@pytest.mark.parametrize("odd", [None, "x", -3, 10**12])
def test_a_list_with_an_odd_indent_or_beginning_is_a_list(odd: object):
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
    part = {"type": "rich_text_list", "style": "bullet", "indent": odd, "offset": odd,
            "elements": [item]}  # fmt: skip
    [node] = from_rich([{"type": "rich_text", "elements": [part]}], "T0TEAM")
    assert isinstance(node, Plain)
    assert node.text.strip() == "• one"
    assert len(node.text) < 30


def test_a_moment_is_shown_in_the_readers_zone_with_our_words_where_that_fails():
    moment = Moment(at=from_ts("1772463600"), text="Mon 10:00 <!here>|x")
    [element] = to_rich((moment,))
    assert element == {
        "type": "date",
        "timestamp": 1772463600,
        "format": "{date_long}, {time}",
        "fallback": "Mon 10:00 <!here>|x",
    }
    assert to_mrkdwn((moment,)) == (
        "<!date^1772463600^{date_long}, {time}|Mon 10:00 &lt;!here&gt;/x>"
    )


@few
@given(INSTANTS, st.integers(0, 999_999))
def test_a_timestamp_is_exact_to_the_microsecond(at, micros: int):
    exact = at.replace(microsecond=micros)
    assert from_ts(to_ts(exact)) == exact


@pytest.mark.parametrize("ts", ["", "now", "9" * 30])
def test_what_is_no_timestamp_is_an_error(ts: str):
    with pytest.raises(ValueError):
        from_ts(ts)


def test_letters_that_look_like_markup_only_to_us_stay_letters():
    for words in ("2*3*4", "snake_case_name", "a * b * c", "* list", "__init__", "1 < 2 > 0"):
        assert plain(from_mrkdwn(escape(words), "T0TEAM")) == words
        assert from_mrkdwn(escape(words), "T0TEAM") == (Plain(text=words),)
