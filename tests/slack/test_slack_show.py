"""Cards and forms as Slack's blocks: what stands where, and no limit is ever broken."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import wire
from adapters.slack.adapter import words_shown
from adapters.slack.heard_actions import values
from adapters.slack.show import fallback
from bot.protocol.cards import Button, Card, Field, Form, Option
from bot.protocol.refs import User
from bot.protocol.text import (
    Bullets,
    Code,
    Emphasis,
    Fine,
    Heading,
    Inlines,
    Link,
    Mention,
    Paragraph,
    Plain,
    Quote,
    Strong,
    plain,
)
from bot.text.fit import pieces, short, size, text_parts
from tests.slack.nodes import CARDS, HOSTILE, LETTERS
from tests.slack.readers import letters, read_message, read_view, words

SHOWN = words_shown()
thorough = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def text(*parts: str) -> Inlines:
    return tuple(Plain(text=part) for part in parts)


def say(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def section(*elements: Any) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: Any) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


ARROW = {"type": "link", "url": "https://example.org/m", "text": "↗"}


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (Paragraph(nodes=text("One.\nTwo.")), [rich(section(say("One.\nTwo.")))]),
        (Paragraph(nodes=()), [rich(section(say("…")))]),
        (
            Heading(nodes=text("Week 2: *words*")),
            [{
                "type": "header",
                "text": {"type": "plain_text", "text": "Week 2: *words*", "emoji": False},
            }],
        ),
        (
            Heading(nodes=text("x" * 151)),
            [rich(section(say("x" * 151) | {"style": {"bold": True}}))],
        ),
        (
            Bullets(items=(text("a"), text("b"))),
            [rich({
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [section(say("a")), section(say("b"))],
            })],
        ),
        (
            Quote(nodes=text("We ask."), by=text("Ben"), url="https://example.org/m"),
            [rich(
                {"type": "rich_text_quote", "elements": [say("We ask.")]},
                section(say("— "), say("Ben"), say(" "), ARROW),
            )],
        ),
        (
            Quote(nodes=text("We ask."), url="javascript:x"),
            [rich({"type": "rich_text_quote", "elements": [say("We ask.")]})],
        ),
        (
            Fine(nodes=text("Ana reads this. <!channel>")),
            [{
                "type": "context",
                "elements": [{
                    "type": "plain_text",
                    "text": "Ana reads this. <!channel>",
                    "emoji": False,
                }],
            }],
        ),
        (
            Fine(nodes=(Strong(text="Ana"), Plain(text=" reads *this* <!channel>"))),
            [{
                "type": "context",
                "elements": [{
                    "type": "mrkdwn",
                    "text": "*Ana* reads *\u2060this*\u2060 &lt;!channel&gt;",
                    "verbatim": True,
                }],
            }],
        ),
    ],
)  # fmt: skip
def test_a_block_is_shown_so(block: Any, shown: list[Any]):
    message = SHOWN.message(Card(blocks=(block,)))
    assert message["blocks"] == shown
    read_message(message)


@thorough
@given(CARDS)
def test_no_card_breaks_a_limit(card: Card):
    if any(len(wire.pack(b.args, 10**6)) > wire.VALUE for b in card.buttons):
        return
    message = SHOWN.message(card)
    read_message(message)
    read_view(SHOWN.home(card))
    shown = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert len(shown) == len(card.buttons)


@thorough
@given(st.lists(HOSTILE, max_size=8).map(tuple), st.integers(20, 400))
def test_pieces_hold_everything_that_fits_into_one(nodes: Inlines, most: int):
    cut = list(pieces(nodes, most))
    assert all(sum(map(size, piece)) <= most for piece in cut)
    whole = (n for n in nodes if size(n) <= most or isinstance(n, Plain | Strong | Emphasis | Code))
    assert "".join(plain(piece) for piece in cut) == plain(whole)


@thorough
@given(st.text(st.sampled_from("ab \n"), max_size=200), st.integers(1, 40))
def test_parts_of_a_text_can_be_joined_again(whole: str, most: int):
    parts = text_parts(whole, most)
    assert all(len(part) <= most for _, part in parts)
    assert "".join(glue + part for glue, part in parts) == whole


def test_a_long_text_is_divided_at_its_lines_and_nothing_is_lost():
    whole = "".join(f"Line {n} of a long text.\n" for n in range(400))
    message = SHOWN.message(Card(blocks=(Paragraph(nodes=text(whole)),)))
    read_message(message)
    assert letters(message["blocks"]) == whole
    assert all(
        each.endswith("\n") for block in message["blocks"] for each in words(block) if len(each) > 9
    )


def test_what_no_message_can_hold_ends_in_an_ellipsis_and_keeps_its_buttons():
    card = Card(
        blocks=(Heading(nodes=text("Draft")), Paragraph(nodes=text("x" * 40_000))),
        buttons=(Button(label="Approve and post", action="approve"),),
    )
    message = SHOWN.message(card)
    read_message(message)
    assert letters(message["blocks"][:-1]).endswith("x…")
    assert message["blocks"][-1]["type"] == "actions"
    assert len(letters(message["blocks"])) > 11_000


def test_many_blocks_are_joined_before_any_is_lost():
    card = Card(
        blocks=tuple(Paragraph(nodes=text(f"point {n};")) for n in range(120)),
        buttons=tuple(Button(label=str(n), action="x") for n in range(26)),
    )
    message = SHOWN.message(card)
    read_message(message)
    assert all(f"point {n};" in letters(message["blocks"]) for n in range(120))
    assert [len(b["elements"]) for b in message["blocks"] if b["type"] == "actions"] == [25, 1]


def test_headings_become_bold_lines_before_anything_is_lost():
    themes = (
        block
        for n in range(40)
        for block in (Heading(nodes=text(f"theme {n};")), Quote(nodes=text(f"said {n};")))
    )
    message = SHOWN.message(Card(blocks=(Heading(nodes=text("What we shared")), *themes)))
    read_message(message)
    assert message["blocks"][0]["type"] == "header"
    shown = letters(message["blocks"])
    assert all(f"theme {n};" in shown and f"said {n};" in shown for n in range(40))


def test_where_quotes_stand_is_left_out_before_any_of_their_words():
    link = "https://chat.example/" + "x" * 100
    quotes = tuple(
        Quote(nodes=text(f"{n} " + "x" * 200), by=text("Ben"), url=link) for n in range(40)
    )
    message = SHOWN.message(Card(blocks=(*quotes, Fine(nodes=text("The end.")))))
    read_message(message)
    shown = letters(message["blocks"])
    assert "39 xxx" in shown and shown.endswith("The end.") and link not in words(message["blocks"])


def test_many_blocks_that_cannot_be_joined_end_in_an_ellipsis():
    card = Card(blocks=tuple(Fine(nodes=text(str(n))) for n in range(60)))
    message = SHOWN.message(card)
    read_message(message)
    assert letters(message["blocks"][-1:]) == "…"


def test_numbered_lists_go_on_counting_after_a_cut():
    items = tuple(text("x" * 1500) for _ in range(4))
    message = SHOWN.message(Card(blocks=(Bullets(items=items, numbered=True),)))
    lists = [b["elements"][0] for b in message["blocks"]]
    assert [part.get("offset", 0) for part in lists] == [0, 2]


def test_a_numbered_list_may_begin_anywhere():
    message = SHOWN.message(Card(blocks=(Bullets(items=(text("a"),), numbered=True, first=21),)))
    assert message["blocks"][0]["elements"][0]["offset"] == 20


def test_the_fallback_is_never_empty_and_calls_nobody():
    assert fallback(Card(blocks=())) == "…"
    member = User(platform="slack", workspace="T0TEAM", user="U0ANA")
    card = Card(
        blocks=(
            Paragraph(nodes=(Mention(user=member, name="Ana"), Plain(text=" <!channel> @here"))),
            Quote(nodes=text("@everyone & <@U0ANA>")),
        )
    )
    shown = fallback(card)
    assert shown == ("@Ana &lt;!channel&gt; @\u2060here\n“@\u2060everyone &amp; &lt;@U0ANA&gt;”")


def test_a_button_comes_back_with_its_action_and_arguments():
    button = Button(label="Agree", action="agree:now", args={"cohort": "c1", "x": "<é>"})
    card = Card(blocks=(), buttons=(button, button))
    first, second = SHOWN.message(card)["blocks"][0]["elements"]
    assert first["action_id"] != second["action_id"]
    for shown in (first, second):
        assert wire.pressed_action(shown["action_id"]) == "agree:now"
        assert wire.unpack(shown["value"]) == button.args


def test_a_button_may_ask_first_and_may_open_a_page():
    card = Card(
        blocks=(),
        buttons=(
            Button(label="Erase me", action="erase", style="danger", confirm="All words go. " * 40),
            Button(label="Open", action="", url="https://example.org/x"),
            Button(label="Open", action="open", url="javascript:alert(1)"),
        ),
    )
    message = SHOWN.message(card)
    read_message(message)
    erase, page, unsafe = message["blocks"][0]["elements"]
    assert erase["confirm"]["confirm"]["text"] == "Erase me"
    assert len(erase["confirm"]["text"]["text"]) <= 300
    assert erase["style"] == "danger"
    assert page["url"] == "https://example.org/x"
    assert wire.pressed_action(page["action_id"]) is None
    assert "url" not in unsafe


def test_arguments_that_do_not_fit_are_an_error_not_a_cut():
    with pytest.raises(wire.TooLarge):
        SHOWN.message(
            Card(blocks=(), buttons=(Button(label="x", action="x", args={"a": "x" * 2000}),))
        )
    with pytest.raises(wire.TooLarge):
        SHOWN.modal(Form(action="x", title="x", submit="x", fields=(), args={"a": "x" * 3000}))


OPTIONS = tuple(Option(value=f"v{n}", label=f"Option {n}") for n in range(250))
FORM = Form(
    action="new-cohort",
    title="A title that is much too long for Slack",
    submit="Create",
    intro=(Paragraph(nodes=text("What is it called?")),),
    args={"cohort": "c1"},
    fields=(
        Field(name="name", label="Name", value="Spring", required=True, hint="Short", limit=80),
        Field(name="purpose", label="Purpose", kind="text", value="Why & how"),
        Field(name="draft", label="Draft", kind="text", value="word " * 1500, limit=12_000),
        Field(name="quoted", label="Quoted", kind="choice", options=OPTIONS[:3], value="v1", required=True),
        Field(name="programme", label="Programme", kind="choice", options=OPTIONS[:3], value="v2"),
        Field(name="host", label="Host", kind="choice", options=OPTIONS, value="v249"),
        Field(name="days", label="Days", kind="choices", options=OPTIONS[:10], value="v0, v9"),
        Field(name="weeks", label="Weeks", kind="choices", options=OPTIONS[:60], value="v0,v59"),
        Field(name="person", label="Person", kind="person", value="U0ANA"),
        Field(name="people", label="People", kind="people", value="U0ANA,U0BEN"),
        Field(name="starts", label="Starts", kind="date", value="2026-03-02"),
        Field(name="at", label="At", kind="time", value="10:00"),
    ),
)  # fmt: skip
UNCHANGED = {
    "name": "Spring",
    "purpose": "Why & how",
    "draft": "word " * 1500,
    "quoted": "v1",
    "programme": "v2",
    "host": "v249",
    "days": ("v0", "v9"),
    "weeks": ("v0", "v59"),
    "person": "U0ANA",
    "people": ("U0ANA", "U0BEN"),
    "starts": "2026-03-02",
    "at": "10:00",
}


def untouched(view: dict[str, Any]) -> dict[str, Any]:
    """The view as Slack would send it back if nobody touched a field."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            value = {"type": element["type"]} | {
                name.replace("initial", "selected") if name != "initial_value" else "value": given
                for name, given in element.items()
                if name.startswith("initial")
            }
            state[block["block_id"]] = {element["action_id"]: value}
    return view | {"state": {"values": state}}


def test_a_form_nobody_touched_comes_back_as_it_was():
    view = SHOWN.modal(FORM, "C0ROOM")
    read_view(view)
    assert values(untouched(view)) == UNCHANGED
    assert len(view["title"]["text"]) == 24


def test_a_form_of_empty_fields_comes_back_empty():
    empty = Form(
        action="x",
        title="x",
        submit="x",
        fields=tuple(
            Field(name=f.name, label=f.label, kind=f.kind, options=f.options) for f in FORM.fields
        ),
    )
    view = SHOWN.modal(empty)
    read_view(view)
    assert values(untouched(view)) == {
        name: () if isinstance(value, tuple) else "" for name, value in UNCHANGED.items()
    }


def test_a_long_text_has_room_to_grow_and_only_its_first_part_is_required():
    field = Field(name="draft", label="Draft", kind="text", limit=9000, required=True, value="x")
    view = SHOWN.modal(Form(action="x", title="x", submit="x", fields=(field,)))
    read_view(view)
    assert [b["label"]["text"] for b in view["blocks"]] == ["Draft", "Draft (2)", "Draft (3)"]
    assert [b["optional"] for b in view["blocks"]] == [False, True, True]


def test_a_choice_that_may_stay_open_can_be_taken_back():
    kinds = {
        b["block_id"].rsplit(":", 1)[1]: b["element"]["type"]
        for b in SHOWN.modal(FORM)["blocks"]
        if b["type"] == "input"
    }
    assert (kinds["quoted"], kinds["programme"]) == ("radio_buttons", "static_select")


def test_a_sealed_form_says_so_when_it_comes_back():
    sealed = Form(action="ask", title="Ask", submit="Send", fields=(), sealed=True)
    tag = wire.FormTag.of(SHOWN.modal(sealed, "D0ANA", direct=True)["private_metadata"])
    assert tag == wire.FormTag(sealed=True, channel="D0ANA", direct=True)


@pytest.mark.parametrize("metadata", [None, "", "x", "[]", "3", '{"args": 3}'])
def test_private_metadata_that_is_not_ours_is_no_tag(metadata: str | None):
    assert wire.FormTag.of(metadata) == wire.FormTag()


@given(LETTERS, st.integers(1, 60))
def test_short_is_short(letters: str, most: int):
    assert len(short(letters, most)) <= most
    assert short(letters, len(letters)) == letters


def test_a_link_stands_as_a_link():
    card = Card(blocks=(Paragraph(nodes=(Link(url="https://example.org", label="here"),)),))
    assert SHOWN.message(card)["blocks"] == [
        rich(section({"type": "link", "url": "https://example.org", "text": "here"}))
    ]
