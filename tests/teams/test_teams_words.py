"""Text nodes as the words of a card: every letter comes through, and none of a member's acts."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from adapters.teams.words import (
    JOINER,
    Mentions,
    calm,
    can_mention,
    element,
    escape,
    lines,
    marked,
    quoted,
    runs,
    unescape,
)
from bot.protocol.refs import User
from bot.protocol.text import (
    Attachment,
    Code,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Mention,
    Moment,
    Plain,
    Strong,
    plain,
)
from bot.text.urls import safe_url
from tests.teams.nodes import LETTERS, LINES, NODES, WORDS, person

thorough = settings(max_examples=100, deadline=None)

ANA = Mention(user=person(1), name="Ana Ruiz")
MONDAY = Moment(at=datetime(2026, 3, 9, 15, tzinfo=UTC), text="Mon 9 March, 15:00")

# A stricter client than any that we know: more Markdown than Teams says it reads.
client = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def read(text: str) -> tuple[str, list[Token]]:
    """What a client shows for the Markdown of a TextBlock: its letters, and all of its tokens."""
    tokens: list[Token] = []
    for token in client.parse(text):
        tokens += [token, *(token.children or ())]
    letters = "".join(t.content for t in tokens if t.type in ("text", "code_inline"))
    return letters, tokens


def bare(text: str) -> str:
    """Letters without what nobody sees, and as clients treat spaces."""
    return " ".join(text.replace(JOINER, "").replace("\x00", "\ufffd").split())


def letters(nodes: Inlines) -> str:
    return "".join(run["text"] for node in nodes for run in runs(node, {}))


def shown(*nodes: Inline) -> str:
    """A line with a mention at its end, which makes it a TextBlock."""
    block = element((*nodes, ANA), {}, Mentions())
    assert block["type"] == "TextBlock"
    return block["text"].removesuffix("<at>Ana Ruiz</at>")


def test_letters_are_taken_as_they_are():
    words = "*b* _i_ [a](https://evil.example) <at>Ana</at> &lt; # x"
    assert element((Plain(text=words),), {}, Mentions()) == {
        "type": "RichTextBlock",
        "inlines": [{"type": "TextRun", "text": words}],
    }


def test_each_kind_of_words_has_its_look():
    nodes = (Plain(text="a"), Strong(text="b"), Emphasis(text="c"), Code(text="/cohort"))
    [plain_run, strong, emphasis, code] = element(nodes, {"size": "Small"}, Mentions())["inlines"]
    assert plain_run == {"type": "TextRun", "text": "a", "size": "Small"}
    assert strong["weight"] == "Bolder"
    assert emphasis["italic"] is True
    assert code["fontType"] == "Monospace"


@thorough
@given(st.lists(WORDS, max_size=6).map(tuple))
def test_members_words_come_through_letter_by_letter(nodes: Inlines):
    told = [letters(line) for line in lines(nodes)]
    assert "\n".join(told).split("\n") == re.split(
        r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", plain(nodes)
    )


@thorough
@given(st.lists(NODES, max_size=6).map(tuple))
def test_a_quote_holds_nothing_that_acts(nodes: Inlines):
    for line in lines(quoted(nodes)):
        block = element(line, {}, Mentions())
        assert block["type"] == "RichTextBlock"
        for run in block["inlines"]:
            assert "{{" not in run["text"]
            if "selectAction" in run:
                assert run["selectAction"]["url"] == safe_url(run["selectAction"]["url"])


@pytest.mark.parametrize("words", ["{{DATE(2026-03-09T15:00:00Z, SHORT)}}", "{{{TIME(x)}}}"])
def test_a_date_that_a_member_wrote_stays_letters(words: str):
    found = runs(Plain(text=words), {})
    assert "".join(run["text"] for run in found) == words
    assert all("{{" not in run["text"] for run in found)
    assert "{{" not in shown(Plain(text=words))


@thorough
@given(LINES)
def test_a_line_that_calls_someone_shows_the_same_letters_and_formats_only_what_we_meant(
    nodes: Inlines,
):
    mentions = Mentions()
    for line in lines(nodes):
        meant = ""
        for node in line:
            ours = isinstance(node, Mention | Moment)
            meant += marked((node,), mentions) if ours else letters((node,))
        text, tokens = read(marked(line, mentions))
        assert bare(text) == bare(meant)
        kinds = {token.type for token in tokens} - {"inline", "text", "text_special"}
        assert kinds <= {"paragraph_open", "paragraph_close", "link_open", "link_close",
                         "strong_open", "strong_close", "em_open", "em_close"}  # fmt: skip
        count = [token.type for token in tokens].count
        assert count("paragraph_open") <= 1
        assert count("strong_open") <= sum(isinstance(node, Strong) for node in line)
        assert count("em_open") <= sum(isinstance(node, Emphasis) for node in line)
        links = [node for node in line if isinstance(node, Link | Attachment)]
        assert count("link_open") == len(links)


@thorough
@given(LINES)
def test_a_line_has_as_many_mentions_and_dates_as_we_put_into_it(nodes: Inlines):
    mentions = Mentions()
    text = "\n".join(marked(line, mentions) for line in lines(nodes))
    people = [node for node in nodes if isinstance(node, Mention) and can_mention(node)]
    assert len(re.findall(r"<at>", text)) == len(people)
    moments = [node for node in nodes if isinstance(node, Moment)]
    assert len(re.findall(r"\{\{DATE\(", text)) == len(moments)
    assert text.count("{{") == 2 * len(moments)
    told = mentions.within([{"type": "TextBlock", "text": text}])
    assert {each["mentioned"]["id"] for each in told} == {node.user.user for node in people}


def test_our_own_words_are_formatted_beside_a_mention():
    assert shown(Strong(text="Week 2."), Plain(text=" Now ")) == "**Week 2**. Now "
    assert shown(Emphasis(text="idea"), Strong(text="both")) == "*idea*both"
    assert shown(Link(url="https://example.org/a_(b)", label="the guide")) == (
        "[the guide](https://example.org/a%5F%28b%29)"
    )


@pytest.mark.parametrize(
    "words",
    ["- a", "1. a", "# a", "> a", "    a", "---", "| a |", "+ a", "```", "~~a~~", "\\", "`a`",
     "*a*", "__a__", "[a](https://evil.example)", "<https://evil.example>", "&lt;at&gt;", "***"],
)  # fmt: skip
def test_marks_in_a_name_mean_nothing(words: str):
    text, tokens = read(shown(Plain(text=words)))
    assert bare(text) == bare(words)
    assert {token.type for token in tokens} <= {
        "paragraph_open", "paragraph_close", "inline", "text", "text_special"
    }  # fmt: skip


@pytest.mark.parametrize(
    "nodes",
    [(Plain(text="Look!"), Link(url="https://example.org", label="here")),
     (Plain(text="{"), Plain(text="{DATE(2026-03-09T15:00:00Z)}}")),
     (Plain(text="{"), MONDAY),
     (Plain(text="&"), Plain(text="#42;")),
     (Strong(text="a"), Strong(text="b"), Emphasis(text="c"))],
)  # fmt: skip
def test_neighbours_do_not_mean_something_together(nodes: Inlines):
    text, tokens = read(marked(nodes, Mentions()))
    monday = marked((MONDAY,), Mentions())
    assert bare(text) == "".join(monday if n is MONDAY else letters((n,)) for n in nodes)
    assert "image" not in {token.type for token in tokens}


def test_two_people_of_one_name_are_told_apart_and_look_alike():
    mentions = Mentions()
    other = Mention(user=person(2), name="Ana Ruiz")
    line = element((ANA, Plain(text=" and "), other, Plain(text=", "), ANA), {}, mentions)
    assert bare(line["text"]) == "<at>Ana Ruiz</at> and <at>Ana Ruiz</at>, <at>Ana Ruiz</at>"
    first, second = mentions.within(line)
    assert first["text"] != second["text"]
    assert [first["mentioned"]["id"], second["mentioned"]["id"]] == [
        person(1).user,
        person(2).user,
    ]


@thorough
@given(LETTERS)
def test_no_name_breaks_out_of_its_mention(name: str):
    text = Mentions().text(Mention(user=person(1), name=name))
    assert re.fullmatch(r"<at>[^<>&*_\[\]`~{}\\\n\r]+</at>", text)
    assert len(text) < 100


@pytest.mark.parametrize(
    "user",
    [User(platform="slack", workspace="T", user=person(1).user),
     User(platform="teams", workspace="t", user="0" * 64),
     User(platform="teams", workspace="t", user=f"{person(1).user}\n"),
     User(platform="teams", workspace="t", user="29:1abc")],
)  # fmt: skip
def test_who_has_no_id_in_the_directory_is_named_and_not_mentioned(user: User):
    [line] = lines((Mention(user=user, name="Ana"),))
    assert element(line, {}, Mentions())["inlines"] == [{"type": "TextRun", "text": "@Ana"}]


def test_an_instant_is_shown_in_the_readers_zone():
    in_berlin = Moment(at=MONDAY.at.astimezone(timezone(timedelta(hours=1))), text="x")
    for moment in (MONDAY, in_berlin):
        assert element((moment,), {}, Mentions())["text"] == (
            "{{DATE(2026-03-09T15:00:00Z, SHORT)}} {{TIME(2026-03-09T15:00:00Z)}}"
        )


def test_a_link_whose_label_looks_like_another_address_shows_its_own():
    link = Link(url="https://evil.example/page", label="https://bank.example")
    [run] = runs(link, {})
    assert run["text"] == "https://evil.example/page"
    assert run["selectAction"] == {"type": "Action.OpenUrl", "url": "https://evil.example/page"}
    assert shown(link) == "[https://evil.example/page](https://evil.example/page)"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "x", ""])
def test_only_web_and_mail_addresses_are_links(url: str):
    for node in (Link(url=url, label="here"), Attachment(name="here", url=url)):
        assert runs(node, {}) == [{"type": "TextRun", "text": "here"}]
        assert shown(node) == "here"


@thorough
@given(LETTERS)
def test_escaped_letters_come_back(text: str):
    assert unescape(escape(text)) == text.replace(JOINER, "")


@thorough
@given(LETTERS.map(lambda text: " ".join(text.split())))
def test_the_label_of_an_option_is_not_formatted_wherever_marks_are_read(text: str):
    _, tokens = read(calm(text))
    kinds = {token.type for token in tokens}
    assert not kinds & {"link_open", "strong_open", "em_open", "html_inline", "heading_open",
                        "bullet_list_open", "ordered_list_open", "blockquote_open"}  # fmt: skip
    assert "".join(calm(text).replace(JOINER, "").split()) == "".join(
        text.replace(JOINER, "").split()
    )


def test_a_harmless_label_stays_as_it_is():
    for words in ("Ana Ruiz, Clinic", "snake_case", "2 * 3", "Why (and how)?"):
        assert calm(words).replace(JOINER, "") == words
