"""Cards: what the bot says stands on every screen, letter by letter, and nothing else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.protocol.cards import Card
from bot.protocol.events import Pressed
from bot.protocol.text import (
    Attachment,
    Block,
    Code,
    Emphasis,
    Heading,
    Link,
    Moment,
    Paragraph,
    Plain,
    Quote,
    Strong,
)
from bot.text.urls import safe_url
from tests.contract import shapes
from tests.contract.reading import (
    STYLES,
    addresses,
    blocks,
    called,
    letters,
    lines,
    missing,
    nodes,
    pings,
    squeezed,
    styles,
    worded,
)
from tests.contract.rig import Json, Rig, Seen
from tests.contract.strategies import PLAIN_CARDS, any_cards

few = settings(
    phases=[Phase.generate, Phase.shrink],
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def about(shape: str, way: str) -> Iterator[None]:
    """Says of what is wrong with which shape, and in which of a platform's ways."""
    try:
        yield
    except Exception as error:
        error.add_note(f"This is about the shape “{shape}”, shown or pressed as “{way}”.")
        raise


def is_json(shown: Json) -> bool:
    return json.loads(json.dumps(shown)) == shown


def check_styles(block: Block, seen: Seen, *, mixed: bool) -> None:
    """``mixed``: beside a mention or an instant, what is to be typed may look like other words."""
    for line in lines(block):
        for node in line:
            if isinstance(node, Plain | Strong | Emphasis | Code) and squeezed(node.text):
                found = styles(node.text, seen.runs)
                assert found == {STYLES[type(node)]} or (mixed and isinstance(node, Code))


@pytest.mark.parametrize("group", shapes.GROUPS)
def test_every_shape_is_json_that_the_platform_takes(rig: Rig, group: str):
    for shape, card in shapes.cards(rig.user)[group].items():
        for way, shown in rig.showings(card).items():
            with about(shape, way):
                for each in shown:
                    assert is_json(each)
                    rig.check(each)


@pytest.mark.parametrize("group", shapes.GROUPS)
def test_no_word_is_lost(rig: Rig, group: str):
    for shape, card in shapes.cards(rig.user)[group].items():
        for way, shown in rig.showings(card).items():
            with about(shape, way):
                said = [node.text for node in worded(card)]
                assert missing(said, rig.seen(shown).runs) is None


@pytest.mark.parametrize("group", [name for name in shapes.GROUPS if name != "heading"])
def test_words_are_as_loud_as_they_are_meant(rig: Rig, group: str):
    for shape, card in shapes.cards(rig.user)[group].items():
        for way, shown in rig.showings(card).items():
            with about(shape, way):
                seen = rig.seen(shown)
                for block in blocks(card):
                    if not isinstance(block, Heading):
                        check_styles(block, seen, mixed=shape == "everything")


@pytest.mark.parametrize("group", shapes.GROUPS)
def test_those_are_called_whom_the_bot_calls_and_nobody_else(rig: Rig, group: str):
    for shape, card in shapes.cards(rig.user)[group].items():
        for way, shown in rig.showings(card).items():
            with about(shape, way):
                found = pings(rig.seen(shown))
                assert found <= called(card)
                if group != "heading":
                    assert found == called(card)


@pytest.mark.parametrize("block", shapes.BLOCKS)
def test_a_command_is_written_as_people_give_it_and_a_members_words_stay(rig: Rig, block: str):
    line = (Plain(text="Type "), Code(text="/cohort my data"), Plain(text=" here."))
    written = "/cohort" if block.startswith("quote") else rig.command
    for shown in rig.showings(Card(blocks=(shapes.BLOCKS[block](line),))).values():
        runs = rig.seen(shown).runs
        assert missing(["Type", f"{written} my data", "here."], runs) is None


@pytest.mark.parametrize("block", shapes.BLOCKS)
def test_a_link_leads_where_it_says(rig: Rig, block: str):
    line = (
        Plain(text="See "),
        Link(url="https://evil.example/page", label="https://bank.example"),
        Plain(text=" or "),
        Link(url="javascript:alert(1)", label="this"),
        Plain(text=" or "),
        Link(url=shapes.PAGE, label="the form"),
    )
    for shown in rig.showings(Card(blocks=(shapes.BLOCKS[block](line),))).values():
        seen = rig.seen(shown)
        assert missing(["See", "or", "this", "or", "the form"], seen.runs) is None
        assert addresses(seen) <= {"https://evil.example/page", shapes.PAGE}
        for run in seen.runs:
            if run.url == "https://evil.example/page":
                assert "bank.example" not in run.letters
        if block != "heading":
            assert "the form" in {run.letters for run in seen.runs if run.url == shapes.PAGE}


@pytest.mark.parametrize("block", [name for name in shapes.BLOCKS if name != "heading"])
def test_an_instant_is_shown_as_such_or_in_our_words(rig: Rig, block: str):
    moment = Moment(at=shapes.AT, text="Monday at 15:00")
    for shown in rig.showings(Card(blocks=(shapes.BLOCKS[block]((moment,)),))).values():
        runs = rig.seen(shown).runs
        assert missing([moment.text], runs) is None or shapes.AT in {run.at for run in runs}


def _pressable(rig: Rig) -> dict[str, Card]:
    found = shapes.cards(rig.user)
    return found["buttons"] | found["parts"]


def test_every_button_is_there(rig: Rig):
    for shape, card in _pressable(rig).items():
        for way, shown in rig.showings(card).items():
            with about(shape, way):
                labels = [button.label for button in card.all_buttons()]
                assert list(rig.seen(shown).buttons) == labels


@pytest.mark.parametrize("shape", shapes.LONG)
def test_what_is_too_long_is_taken_and_keeps_its_buttons(rig: Rig, shape: str):
    card = shapes.long_cards(rig.user)[shape]
    for shown in rig.showings(card).values():
        for each in shown:
            assert is_json(each)
            rig.check(each)
        seen = rig.seen(shown)
        assert pings(seen) <= called(card)
        assert len(seen.buttons) == len(card.all_buttons())
        for button, label in zip(card.all_buttons(), seen.buttons, strict=True):
            assert label == button.label or (len(button.label) > 30 and label.endswith("…"))


def test_a_pressed_button_comes_back_with_all_that_it_carried(rig: Rig):
    many = shapes.long_cards(rig.user)["many buttons"]
    for shape, card in (_pressable(rig) | {"many buttons": many}).items():
        for number, button in enumerate(card.all_buttons()):
            for way, events in rig.presses(card, number).items():
                with about(shape, way):
                    if button.url:
                        assert events == (), "a page opens by itself"
                        continue
                    [event] = events
                    assert isinstance(event, Pressed)
                    assert (event.action, event.args) == (button.action, button.args)
                    assert event.who == rig.user("ana")


@few
@given(card=PLAIN_CARDS)
def test_ordinary_words_of_any_letters_are_ordinary_words(rig: Rig, card: Card):
    for shown in rig.showings(card).values():
        seen = rig.seen(shown)
        assert missing((node.text for node in worded(card)), seen.runs) is None
        assert pings(seen) == addresses(seen) == set()
        assert {run.style for run in seen.runs} <= {"plain"}


@few
@given(data=st.data())
def test_whatever_is_said_is_taken_and_calls_and_leads_nowhere_else(rig: Rig, data: st.DataObject):
    card = data.draw(any_cards(rig.user))
    led = [node.url for node in nodes(card) if isinstance(node, Link | Attachment)]
    led += [block.url for block in blocks(card) if isinstance(block, Quote) and block.url]
    for shown in rig.showings(card).values():
        for each in shown:
            assert is_json(each)
            rig.check(each)
        seen = rig.seen(shown)
        assert pings(seen) <= called(card)
        # Letters of an address may be percent-encoded: it leads to the same place.
        assert set(map(unquote, addresses(seen))) <= {unquote(safe_url(url) or "") for url in led}
        assert len(seen.buttons) == len(card.all_buttons())


def test_a_card_longer_than_a_message_says_its_beginning_and_that_there_is_more(rig: Rig):
    card = Card(blocks=(Paragraph(nodes=(Plain(text=shapes.TEXT),)),))
    for shown in rig.showings(card).values():
        seen = letters(rig.seen(shown).runs)
        assert seen.startswith(squeezed("Line 0 of a long text.\nLine 1 of a long text.\n"))
        assert seen == squeezed(shapes.TEXT) or seen.endswith("…")


def test_every_part_stands_with_its_own_buttons_below_its_words(rig: Rig):
    card = shapes.cards(rig.user)["parts"]["each with buttons"]
    for way, shown in rig.showings(card).items():
        with about("each with buttons", way):
            # Whatever a platform makes of it, words and labels stand in it as people read them.
            written = json.dumps(shown, ensure_ascii=False)
            expected = [
                word
                for each in card.sections()
                for word in (each.text(), *(button.label for button in each.buttons))
            ]
            places = [written.find(f'"{word}"') for word in expected]
            assert -1 not in places and places == sorted(places), places


def test_a_part_that_is_far_too_long_leaves_room_for_the_others(rig: Rig):
    card = shapes.long_cards(rig.user)["a long part"]
    for shown in rig.showings(card).values():
        runs = rig.seen(shown).runs
        assert missing([node.text for node in worded(card.parts[1])], runs) is None
        said = letters(runs)
        assert said.startswith(squeezed("Line 0 of a long text."))
        assert "…" in said or squeezed(shapes.TEXT) in said
