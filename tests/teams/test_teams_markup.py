"""Members' words: Teams' HTML and text as nodes."""

import re
from dataclasses import replace
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.markup import from_html, from_message
from bot.protocol.text import (
    Attachment,
    Code,
    Emphasis,
    Inlines,
    Link,
    Mention,
    Plain,
    Strong,
    plain,
)
from bot.text.urls import safe_url
from tests.teams.made import ANA, BEN, BOT, CAL, HEARD, activity, html, in_chat, mention, user

few = settings(max_examples=150, deadline=None)


def words(content: str) -> Inlines:
    return from_html(content, {0: user(ANA), 1: None})


def letters(content: str) -> str:
    return plain(words(content))


def named(number: int, name: str) -> str:
    return (
        f'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{number}">'
        f"{name}</span>"
    )


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("one", "one"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<div><div>one</div>\n</div>", "one"),
        ("<p>one<br>two<br/></p>\n<p>three</p>", "one\ntwo\nthree"),
        ("<p>one</p><p>&nbsp;</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<p></p><p><br></p><p>one</p><p>&nbsp;</p>", "one"),
        ("<p>one \n  two&nbsp;&nbsp;three &nbsp;</p>", "one two  three"),
        ("one <b> two</b>", "one two"),
        ("<h2>one</h2>two", "one\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>three", "• one\n• two\nthree"),
        ("<ul><li><p>one</p><p>more</p></li><li></li></ul>two", "• one\nmore\ntwo"),
        ("<ol><li>one<ul><li>two</li></ul></li><li>three</li></ol>", "1. one\n  • two\n2. three"),
        ('<ol start="9"><li>one</li></ol>', "9. one"),
        ('<ol start="x"><li>one</li></ol>', "1. one"),
        ('<ol start="999999999999"><li>one</li></ol>', "1. one"),
        ("<li>one</li>two", "• one\ntwo"),
        ("<ul><li>one<li>two</ul>", "• one\n• two"),
        ("<ul>" * 50 + "<li>one", "  " * 8 + "• one"),
        ("one<blockquote>two<br>three</blockquote>four", "one\ntwo\nthree\nfour"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 | 2\n3"),
        ("one<hr>two", "one\ntwo"),
        ("&lt;b&gt; &amp;amp; &quot;&#39;&#x1F4A1;", "<b> &amp; \"'💡"),
        ("1 < 2 > 0 <3 <- a < b", "1 < 2 > 0 <3 <- a < b"),
        ("one<!-- two <b> -->three", "onethree"),
        ("one<!-- two", "one"),
        ("<!DOCTYPE html><?xml version='1'?>one", "one"),
        ("<style>p {}</style><script>x()</script>one", "one"),
        ('one<attachment id="5e2d"></attachment>', "one"),
        ('<emoji id="smile" alt="🙂" title="Smile"></emoji>!', "🙂!"),
        ('<emoji id="smile" alt="🙂">:)</emoji>!', "🙂!"),
        ("<emoji>:)</emoji>!", ":)!"),
        ('<img alt="🙂" itemtype="http://schema.skype.com/Emoji">', "🙂"),
        ('<img alt="Our form &amp; its back" src="https://x">', "Our form & its back"),
        ('a<img alt="image" src="https://x"><img src="https://x"><img alt="">b', "ab"),
        ("<readonly title=x>one</readonly><o:p>two</o:p><u>three</u>", "onetwothree"),
        ("</p></b></ul>one</div>", "one"),
        ("<P>one<BR>two</P>", "one\ntwo"),
        ("", ""),
        ("<p>&nbsp;</p>", ""),
    ],
)
def test_what_stands_on_which_line(content: str, lines: str):
    assert letters(content) == lines


@pytest.mark.parametrize(
    ("content", "nodes"),
    [
        ("<b>one</b><strong>two</strong>", (Strong(text="onetwo"),)),
        ("<i>one</i> <em>two</em>", (Emphasis(text="one"), Plain(text=" "), Emphasis(text="two"))),
        ("<b>one<br>two</b>", (Strong(text="one"), Plain(text="\n"), Strong(text="two"))),
        ("<b><i>one</i></b>", (Strong(text="one"),)),
        ("<b>one<i>two</b>three</i>", (Strong(text="onetwo"), Emphasis(text="three"))),
        ("<b><code>one</code></b>", (Code(text="one"),)),
        ("<pre>one\n  two\n</pre>", (Code(text="one\n  two"),)),
        (
            "<codeblock><code>one<br>  two</code></codeblock>three",
            (Code(text="one\n  two"), Plain(text="\nthree")),
        ),
        ("<h1>one</h1>two", (Strong(text="one"), Plain(text="\ntwo"))),
        ("<p><b></b><i> </i></p>", ()),
    ],
)
def test_what_is_formatted(content: str, nodes: Inlines):
    assert words(content) == nodes


@pytest.mark.parametrize(
    ("url", "label", "nodes"),
    [
        ("https://example.org/a", "the form", (Link(url="https://example.org/a", label="the form"),)),
        ("https://example.org/", "https://example.org", (Link(url="https://example.org/"),)),
        (
            "mailto:ana@example.org",
            "ana@example.org",
            (Link(url="mailto:ana@example.org", label="ana@example.org"),),
        ),
        (
            "https://evil.example/x",
            "bank.example",
            (Plain(text="bank.example "), Link(url="https://evil.example/x")),
        ),
        ("javascript:alert(1)", "here", (Plain(text="here"),)),
        ("file:///etc/passwd", "here", (Plain(text="here"),)),
        ("", "here", (Plain(text="here"),)),
        (
            "https://example.org/?a=1&amp;b=%22",
            " <b>the</b> form",
            (Plain(text="see "), Link(url='https://example.org/?a=1&b=%22', label="the form")),
        ),
    ],
)  # fmt: skip
def test_a_link_shows_where_it_leads(url: str, label: str, nodes: Inlines):
    before = "see" if isinstance(nodes[0], Plain) and nodes[0].text == "see " else ""
    assert words(f'{before}<a href="{url}" title="{url}" rel="noreferrer">{label}</a>') == nodes


def test_mentions_are_people_only_where_it_is_known_who_they_are():
    content = f"{named(0, 'Ana')} {named(1, 'Ben &amp; Co')} {named(2, 'Cal')}"
    assert words(content) == (
        Mention(user=user(ANA), name="Ana"),
        Plain(text=" @Ben & Co @Cal"),
    )


def test_mentions_as_the_graph_spells_them():
    assert words('<at id="0">Ana <b>López</b></at> and <at id="1">Ben</at>, <at>Cal</at>') == (
        Mention(user=user(ANA), name="Ana López"),
        Plain(text=" and @Ben, @Cal"),
    )


def test_a_mention_within_a_guarded_part_is_one_mention():
    inner = named(0, "Ana")
    outer = f'<readonly class="x" itemtype="http://schema.skype.com/Mention">{inner}</readonly>'
    assert words(f"<p>{outer}&nbsp;knows</p>") == (
        Mention(user=user(ANA), name="Ana"),
        Plain(text=" knows"),
    )


@pytest.mark.parametrize("kind", ["Reply", "Forward"])
def test_another_persons_quoted_words_are_not_said_again(kind: str):
    quote = (
        f'<blockquote itemscope="" itemtype="http://schema.skype.com/{kind}" itemid="17">'
        '<strong itemprop="mri">Ana</strong><p itemprop="preview">Their <br>words'
        '<img alt="🙂"></p><ul><li>more</li></ul></blockquote>'
    )
    assert letters(f"{quote}<p>Mine</p>") == "Mine"
    assert letters(f"<p>Mine</p>{quote}") == "Mine"


def said(content: str | None, *entities: dict[str, Any], **parts: Any) -> Inlines:
    attachments = [] if content is None else [html(content)]
    whole = activity(attachments=attachments, entities=list(entities), **in_chat())
    return from_message(whole | parts, HEARD)


OURS = {"type": "mention", "mentioned": {"id": BOT, "name": "Roundtable"}}


def test_mentions_are_told_in_the_order_of_their_numbers_whatever_these_are():
    content = f"{named(7, 'Ben Okafor')} {named(3, 'Ana López')}"
    assert said(content, mention(ANA), mention(BEN)) == (
        Mention(user=user(BEN), name="Ben Okafor"),
        Plain(text=" "),
        Mention(user=user(ANA), name="Ana López"),
    )


def test_a_name_never_leads_to_somebody_of_another_name():
    assert said(named(0, "Ana López"), mention(BEN)) == (Plain(text="@Ana López"),)
    # One entity is missing, so that the places do not fit any more.
    assert said(f"{named(0, 'Group')} {named(1, 'Ana López')}", mention(ANA)) == (
        Plain(text="@Group "),
        Mention(user=user(ANA), name="Ana López"),
    )


def test_somebody_who_is_mentioned_twice_may_be_told_once():
    [first, _, second] = said(f"{named(0, 'Ana López')} {named(0, 'Ana López')}", mention(ANA))
    assert first == second == Mention(user=user(ANA), name="Ana López")


def test_a_shortened_name_still_means_the_person():
    entity = mention(ANA) | {"text": "<at>Ana</at>"}
    assert said(named(0, "Ana"), entity) == (Mention(user=user(ANA), name="Ana López"),)


@pytest.mark.parametrize("between", ["", " ", "&nbsp;", ": ", ", ", "<br>"])
def test_our_name_at_the_beginning_is_not_part_of_the_words(between: str):
    assert said(f"<p> {named(0, 'Roundtable')}{between}We ask.</p>", OURS) == (
        Plain(text="We ask."),
    )


def test_our_name_elsewhere_is_a_name():
    content = (
        f"<p>{named(0, 'Roundtable')} {named(1, 'Roundtable')} and {named(2, 'Roundtable')}</p>"
    )
    assert said(content, OURS, OURS, OURS) == (Plain(text="@Roundtable and @Roundtable"),)


def test_we_are_known_by_whom_the_activity_is_sent_to():
    renamed = replace(HEARD, bot="28:other")
    whole = activity(text="<at>Roundtable</at> hi", entities=[OURS])
    assert from_message(whole, renamed) == (Plain(text="hi"),)


def test_plain_text_is_taken_as_it_is():
    assert said(None, text="a\r\n&lt;b> **c** <at>Who</at>\n") == (
        Plain(text="a\n&lt;b> **c** <at>Who</at>"),
    )


def test_mentions_in_plain_text_are_people():
    text = "<at>Cal Moreau</at>, <at>Ben Okafor</at> & <at>Ben Okafor</at>"
    namesake = {"type": "mention", "mentioned": {"id": mention(ANA)["mentioned"]["id"],
                                                 "name": "Ben Okafor"}}  # fmt: skip
    assert said(None, mention(BEN), namesake, mention(CAL), text=text) == (
        Mention(user=user(CAL), name="Cal Moreau"),
        Plain(text=", "),
        Mention(user=user(BEN), name="Ben Okafor"),
        Plain(text=" & "),
        Mention(user=user(ANA), name="Ben Okafor"),
    )


def test_the_format_wins_over_the_bare_text_and_an_empty_one_does_not():
    assert said("<p><b>one</b></p>", text="two") == (Strong(text="one"),)
    assert said(" ", text="two") == (Plain(text="two"),)


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ({"name": "a.pdf", "contentUrl": "https://x.example/a.pdf"}, "a.pdf"),
        ({"contentUrl": "https://x.example/our%20form.pdf"}, "our form.pdf"),
        ({"contentUrl": "https://x.example/"}, "https://x.example/"),
        ({"name": "a.pdf", "contentUrl": "javascript:alert(1)"}, None),
        ({"name": "a.pdf", "contentUrl": "mailto:ana@example.org"}, None),
        ({"name": "a.pdf", "contentUrl": None}, None),
        ({"name": "a.pdf", "contentUrl": "https://x.example/a", "contentType": "image/*"}, None),
    ],
)
def test_a_file_is_what_can_be_opened(file: dict[str, Any], shown: str | None):
    nodes = said(None, text="See", attachments=[{"contentType": "reference"} | file])
    files = [node.name for node in nodes if isinstance(node, Attachment)]
    assert files == ([] if shown is None else [shown])


LETTERS = st.text(
    st.one_of(
        st.sampled_from("<>&\"'*_`[]@/= אب💡"),
        st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]),
    ),
    max_size=12,
).map(lambda text: " ".join(text.split(" ")).strip())
WRAPPERS = st.sampled_from(
    ["{}", "<p>{}</p>", "<b>{}</b>", "<i>{}", "</i>{}", "<ul><li>{}</li></ul>", "<div>{}<br>",
     "<pre>{}</pre>", '<span style="x">{}</span>', "<blockquote>{}</blockquote>",
     '<a href="https://example.org">{}</a>', '<a href="javascript:x">{}</a>', "<td>{}</td>",
     '<span itemtype="http://schema.skype.com/Mention" itemid="4">{}</span>', "<at>{}</at>",
     '<emoji alt="{}"></emoji>', "<code>{}</code>"]
)  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


@few
@given(st.lists(st.tuples(WRAPPERS, LETTERS), max_size=8))
def test_every_word_survives_in_its_order(parts: list[tuple[str, str]]):
    shown = squeezed(letters("".join(tag.format(escape(text)) for tag, text in parts)))
    at = 0
    for tag, text in parts:
        # Whoever types an @ before a mention's name says it once.
        wanted = squeezed(text).removeprefix("@") if "Mention" in tag or "<at>" in tag else text
        found = shown.find(squeezed(wanted), at)
        assert found >= 0
        at = found + len(squeezed(wanted))


@few
@given(LETTERS.filter(bool))
def test_words_in_one_paragraph_come_back_letter_by_letter(text: str):
    # Of spaces in a row Teams' editor writes all but one as hard ones.
    html = re.sub(" (?= )", "&nbsp;", escape(text))
    assert words(f"<p>{html}</p>") == (Plain(text=text.replace("\u00a0", " ")),)
    assert said(None, text=text) == (Plain(text=text),)


SHARP = st.sampled_from(
    ["<", ">", "</", "/>", "<a ", "<a href=", "'", '"', "<!--", "-->", "<![", "<!", "<?", "&", "&#",
     "&lt;", "&#x110000;", "<p", "<li>", "</ul>", "<ol start='-1'>", "<ul>", "<pre>", "<br>", "<td>",
     "<at id='0'>", "</at>", "<at>Ana López</at>", "<emoji alt='x'>", "<img alt=", "<script>",
     "<blockquote itemtype='http://schema.skype.com/Reply'>", "\x00", "\u202e", "\ud800", "\r\n", "=",
     "href='https://x.example'", "itemid='0'", "https://x.example"]
)  # fmt: skip
MESS = st.lists(st.one_of(SHARP, st.text(max_size=4)), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(MESS)
def test_nothing_raises_and_only_known_people_and_safe_links_come_out(content: str):
    for nodes in (words(content), said(content, mention(ANA)), said(None, text=content)):
        for node in nodes:
            assert not isinstance(node, Mention) or node.user == user(ANA)
            assert not isinstance(node, Link) or safe_url(node.url)


@pytest.mark.parametrize(
    "again",
    ["<", "&", "<b>", "</b>", "<ul><li>", "<a href='https://x.example'>", "<at>", "<b></i>", "a<br>",
     "<b>a</b><i>b</i>", "<at>x</at>"],
)  # fmt: skip
def test_a_hundred_kilobytes_of_tags_are_read(again: str):
    assert "end" in letters(again * (100_000 // len(again)) + " end")


def test_of_more_tags_than_anybody_writes_the_plain_copy_is_read():
    few, many = "<b>" * 4000 + "formatted", "<b>" * 4001 + "formatted"
    assert said(few, text="plain") == (Strong(text="formatted"),)
    assert said(many, text="plain") == (Plain(text="plain"),)


@pytest.mark.parametrize(
    "again",
    ["<a ", "</", "<!--", "<!--x", "<![", "<?", '<a b="', "<a b='x\" ", "<a/", "<a b<!-- -",
     "<a\"'<a'\"", "<a '<a \"x\" ' "],
)  # fmt: skip
def test_of_tags_that_never_end_the_plain_copy_is_read(again: str):
    content = again * (100_000 // len(again)) + " end"
    assert said(content, text="the end") == (Plain(text="the end"),)
