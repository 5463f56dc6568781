"""Cards as messages of Teams: what stands where, and no limit is ever broken."""

import json
import re
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.teams import wire
from adapters.teams.adapter import words_shown
from adapters.teams.size import LARGEST, weight
from adapters.teams.wire import Press
from bot.protocol.cards import Button, Card
from bot.protocol.text import (
    Block,
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
from tests.teams import sight
from tests.teams.cards import activity_problems, buttons, each, heavy, problems, texts
from tests.teams.nodes import CARDS, LETTERS, person

SHOWN = words_shown()
thorough = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def text(*parts: str) -> Inlines:
    return tuple(Plain(text=part) for part in parts)


def run(words: str, **look: Any) -> dict[str, Any]:
    return {"type": "TextRun", "text": words, **look}


def line(*runs: Any, **more: Any) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": list(runs), **more}


def quote(*items: Any) -> dict[str, Any]:
    return {"type": "Container", "style": "emphasis", "items": list(items)}


LINK = {"color": "Accent", "underline": True,
        "selectAction": {"type": "Action.OpenUrl", "url": "https://example.org/m"}}  # fmt: skip
SMALL = {"size": "Small", "isSubtle": True}


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (Paragraph(nodes=text("One.\nTwo.")), [line(run("One.")), line(run("Two."), spacing="None")]),
        (
            Paragraph(nodes=text("\nOne.\n\n \nTwo.\n")),
            [line(run("One.")), line(run("Two."))],
        ),
        (Paragraph(nodes=()), [line(run("…"))]),
        (
            Paragraph(nodes=(Plain(text="See "), Link(url="https://example.org/m", label="this"))),
            [line(run("See "), run("this", **LINK))],
        ),
        (
            Heading(nodes=text("Week 2: *words*")),
            [line(run("Week 2: *words*", size="Large", weight="Bolder"), spacing="Medium")],
        ),
        (
            Bullets(items=(text("a"), (), text("b\nc"))),
            [
                line(run("• "), run("a"), spacing="Small"),
                line(run("• "), run("b"), spacing="Small"),
                line(run("c"), spacing="None"),
            ],
        ),
        (
            Bullets(items=(text("a"), text("b")), numbered=True),
            [
                line(run("1. "), run("a"), spacing="Small"),
                line(run("2. "), run("b"), spacing="Small"),
            ],
        ),
        (
            Quote(nodes=text("We ask."), by=text("Ben"), url="https://example.org/m"),
            [quote(
                line(run("We ask.")),
                line(
                    run("— ", **SMALL), run("Ben", **SMALL), run(" ", **SMALL),
                    run("↗", **{**SMALL, **LINK}), spacing="Small",
                ),
            )],
        ),
        (
            Quote(nodes=(Mention(user=person(1), name="Ana"),), url="javascript:x"),
            [quote(line(run("@Ana")))],
        ),
        (Fine(nodes=text("Ana reads this.")), [line(run("Ana reads this.", **SMALL))]),
        (
            Fine(nodes=(Mention(user=person(1), name="Ana"), Strong(text=" reads"))),
            [{"type": "TextBlock", "text": "<at>Ana</at> **reads**", "wrap": True, **SMALL}],
        ),
    ],
)  # fmt: skip
def test_a_block_is_shown_so(block: Block, shown: list[Any]):
    card = SHOWN.adaptive(Card(blocks=(block,)))
    assert card["body"] == shown
    assert problems(card) == []


def test_a_heading_below_others_is_smaller_than_the_title_and_stands_under_a_line():
    card = SHOWN.adaptive(Card(blocks=(Heading(nodes=text("A")), Heading(nodes=text("B")))))
    assert [r["size"] for r in each(card, "TextRun")] == ["Large", "Medium"]
    assert [e.get("separator", False) for e in card["body"]] == [False, True]


def test_a_title_is_the_title_below_other_words_too():
    blocks = (Paragraph(nodes=text("A draft.")), Heading(nodes=text("A")))
    _, title = SHOWN.adaptive(Card(blocks=blocks))["body"]
    assert title["inlines"][0]["size"] == "Large" and "separator" not in title


def test_a_numbered_list_may_begin_anywhere():
    card = SHOWN.adaptive(Card(blocks=(Bullets(items=(text("a"),), numbered=True, first=21),)))
    assert [r["text"] for r in each(card, "TextRun")] == ["21. ", "a"]


def test_a_message_is_a_card_and_what_a_notification_tells_of_it():
    mention = Mention(user=person(1), name="Ana")
    card = Card(blocks=(Paragraph(nodes=(mention, Plain(text=" *asks*:\nready? {{x}} \\o/"))),))
    activity = SHOWN.activity(card, "parcel-1")
    assert activity["type"] == "message"
    assert activity["summary"] == "@Ana *asks*: ready? {{x}} \\o/"
    [attachment] = activity["attachments"]
    adaptive = attachment["content"]
    assert (adaptive["version"], adaptive["body"][0]["id"]) == ("1.5", "key:parcel-1")
    assert adaptive["msteams"] == {
        "width": "Full",
        "entities": [
            {
                "type": "mention",
                "text": "<at>Ana</at>",
                "mentioned": {"id": person(1).user, "name": "Ana"},
            }
        ],
    }
    assert activity_problems(activity) == []
    assert SHOWN.wrap(adaptive) == activity


def test_a_message_without_words_is_still_one():
    activity = SHOWN.activity(Card(blocks=()))
    assert activity["summary"] == "…"
    assert activity_problems(activity) == []


@thorough
@given(CARDS)
def test_no_card_breaks_a_limit_and_no_button_is_lost(card: Card):
    for parts in ([SHOWN.activity(card, "k")], SHOWN.parts(card, "k")):
        assert list(chain.from_iterable(map(activity_problems, parts))) == []
        assert max(map(weight, parts)) <= LARGEST
        shown = [each for part in parts for each in buttons(content(part))]
        assert len(shown) == len(card.buttons)
        assert len(buttons(content(parts[0]))) == len(card.buttons)
        keys = [each.get("id") for part in parts for each in content(part)["body"]]
        assert keys[0] == "key:k"
        assert set(keys[1:]) <= {None}


def content(activity: dict[str, Any]) -> dict[str, Any]:
    return activity["attachments"][0]["content"]


def letters(parts: list[dict[str, Any]]) -> str:
    """All letters of messages, without spaces."""
    return "".join("".join(chain.from_iterable(texts(content(each)) for each in parts)).split())


@thorough
@given(st.lists(st.builds(Plain, text=LETTERS), min_size=1, max_size=5), st.integers(1, 4000))
def test_what_members_wrote_is_in_the_messages_letter_by_letter(nodes: list[Plain], times: int):
    nodes = nodes * (times if times > 3900 else 1)
    parts = SHOWN.parts(Card(blocks=(Quote(nodes=tuple(nodes)),)))
    assert letters(parts) == ("".join(plain(nodes).split()) or "…")


def test_a_long_card_is_divided_at_its_lines_with_the_buttons_on_the_first_part():
    lines = [f"Line {n} of a long text, said by someone." for n in range(1500)]
    card = Card(
        blocks=(Heading(nodes=text("Draft")), Paragraph(nodes=text("\n".join(lines)))),
        buttons=(Button(label="Approve and post", action="approve"),),
    )
    parts = SHOWN.parts(card, "k")
    assert list(chain.from_iterable(map(activity_problems, parts))) == []
    assert len(parts) > 2
    assert [row for part in parts for row in texts(content(part))] == ["Draft", *lines]
    assert ["actions" in content(part) for part in parts] == [True] + [False] * (len(parts) - 1)


def test_one_message_that_is_too_long_ends_in_an_ellipsis_and_keeps_its_buttons():
    card = Card(
        blocks=(Heading(nodes=text("Draft")), Paragraph(nodes=text("word " * 40_000))),
        buttons=(Button(label="Approve and post", action="approve"),),
    )
    activity = SHOWN.activity(card)
    assert activity_problems(activity) == []
    shown = texts(content(activity))
    assert (shown[0], shown[-1]) == ("Draft", "…")
    assert len("".join(shown)) > 30_000
    assert len(buttons(content(activity))) == 1


def test_buttons_that_fill_a_message_have_one_with_a_word_of_the_card():
    many = tuple(Button(label="x", action="x", args={"a": "x" * 3000}) for _ in range(5))
    lines = "\n".join("x" * 700 for _ in range(30))
    parts = SHOWN.parts(Card(blocks=(Paragraph(nodes=text(lines)),), buttons=many))
    assert list(chain.from_iterable(map(activity_problems, parts))) == []
    assert [len(buttons(content(part))) for part in parts] == [5, 0]
    assert letters(parts) == "x" * 21_000


def test_what_cannot_be_shortened_is_an_error_not_a_cut():
    card = Card(blocks=(), buttons=(Button(label="x", action="x", args={"a": "x" * 30_000}),))
    with pytest.raises(wire.TooLarge):
        SHOWN.activity(card)
    with pytest.raises(wire.TooLarge):
        SHOWN.parts(card)


def test_a_card_counts_as_teams_counts_it():
    for words in ("plain", "é", "👩🏽‍⚕️", "\ud83d", "\n"):
        assert weight({"a": words}) == heavy({"a": words})
    assert weight("👩") == 2 * (2 + 2)


def test_a_button_comes_back_with_its_action_and_arguments():
    button = Button(label="Agree", action="agree:now", args={"cohort": "c1", "x": "<é>"})
    card = SHOWN.adaptive(Card(blocks=(), buttons=(button,)))
    [action] = card["actions"]
    assert (action["type"], action["title"]) == ("Action.Execute", "Agree")
    # Clients too old for it send the same thing as a message.
    assert action["fallback"]["type"] == "Action.Submit"
    for shown in (action, action["fallback"]):
        assert wire.deed(shown["data"]) == Press(action="agree:now", args=button.args)
    assert problems(card) == []


def test_buttons_look_as_they_are_meant():
    row = tuple(Button(label=s, action="x", style=s) for s in ("plain", "primary", "danger"))
    card = SHOWN.adaptive(Card(blocks=(), buttons=row))
    assert [each.get("style") for each in card["actions"]] == [None, "positive", "destructive"]


def test_a_button_may_open_a_page_if_it_is_one():
    row = (
        Button(label="Open", action="", url="https://example.org/x"),
        Button(label="Open", action="open", url="javascript:alert(1)"),
    )
    page, unsafe = SHOWN.adaptive(Card(blocks=(), buttons=row))["actions"]
    assert page == {"type": "Action.OpenUrl", "url": "https://example.org/x", "title": "Open"}
    assert wire.deed(unsafe["data"]) == Press(action="open")


def test_a_button_that_asks_first_opens_the_question_above_the_real_one():
    erase = Button(label="Erase me", action="erase", style="danger", confirm="All words go.\nSure?")
    card = SHOWN.adaptive(Card(blocks=(), buttons=(erase,)))
    [opens] = card["actions"]
    assert (opens["type"], opens["title"]) == ("Action.ShowCard", "Erase me")
    assert texts(opens["card"]) == ["All words go.", "Sure?"]
    [real] = opens["card"]["actions"]
    assert (real["title"], real["style"]) == ("Erase me", "destructive")
    assert wire.deed(real["data"]) == Press(action="erase")
    assert problems(card) == []


def test_more_buttons_than_a_row_holds_stand_in_rows_in_their_order():
    row = tuple(Button(label=str(n), action="x") for n in range(15))
    card = SHOWN.adaptive(Card(blocks=(Paragraph(nodes=text("Choose")),), buttons=row))
    assert [each["title"] for each in buttons(card)] == [str(n) for n in range(15)]
    assert [len(each["actions"]) for each in card["body"][1:]] == [6, 6]
    assert problems(card) == []


def test_only_the_mentions_of_a_part_go_with_it():
    ana, ben = (Mention(user=person(n), name=name) for n, name in ((1, "Ana"), (2, "Ben")))
    filler = Paragraph(nodes=text("\n".join("x" * 900 for _ in range(30))))
    card = Card(blocks=(Paragraph(nodes=(ana,)), filler, filler, Paragraph(nodes=(ben,))))
    first, last = SHOWN.parts(card)
    assert list(chain.from_iterable(map(activity_problems, (first, last)))) == []
    assert [each["text"] for each in content(first)["msteams"]["entities"]] == ["<at>Ana</at>"]
    assert [each["text"] for each in content(last)["msteams"]["entities"]] == ["<at>Ben</at>"]


def test_an_italic_name_in_a_title_is_no_markdown():
    nodes = (Emphasis(text="Ana's"), Plain(text=" _week_"))
    card = SHOWN.adaptive(Card(blocks=(Heading(nodes=nodes),)))
    assert texts(card) == ["Ana's _week_"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda card: card.update(version="1.6"), "version"),
        (lambda card: card["body"].append({"type": "TextBlock", "text": 3}), "3"),
        (lambda card: card["body"].append(line(run("a", bold=True))), "bold"),
        (lambda card: card["body"].append({"type": "TextBlock", "text": "<at>x</at>", "wrap": True}),
         "mentions"),
        (lambda card: card["body"].append(card["body"][0]), "called"),
        (lambda card: card["body"].append(line(run("a\nb"))), "line"),
        (lambda card: card["actions"].extend(card["actions"] * 6), "buttons"),
        (lambda card: card["actions"][0].update(verb="x"), "button"),
        (lambda card: card["actions"][0].update(style="loud"), "loud"),
    ],
)  # fmt: skip
def test_the_reader_of_cards_sees_what_is_wrong(spoil: Any, said: str):
    card = json.loads(json.dumps(SHOWN.adaptive(
        Card(blocks=(Paragraph(nodes=text("a")),), buttons=(Button(label="x", action="x"),)), "k"
    )))  # fmt: skip
    assert problems(card) == []
    spoil(card)
    assert re.search(said, " ".join(problems(card)))


# Commands


def test_a_command_is_shown_as_it_is_given_in_teams_and_members_words_as_they_are():
    shown = words_shown(lambda: "Roundtable at Alpha").adaptive(
        Card(
            blocks=(
                Paragraph(nodes=(Plain(text="Type "), Code(text="/cohort new"), Plain(text="."))),
                Bullets(items=((Code(text="/cohort"), Plain(text=" or "), Code(text="/cohorts")),)),
                Quote(nodes=(Code(text="/cohort new"),)),
            )
        )
    )
    assert sight.text(shown).splitlines() == [
        "Type @Roundtable at Alpha new.",
        "• @Roundtable at Alpha or /cohorts",
        "“/cohort new”",
    ]
    assert "<at>" not in str(shown)
