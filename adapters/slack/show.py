"""Cards and forms → Slack's blocks, messages and views, within Slack's limits.

What is too long is divided into more blocks, and at the end of what a message can hold it is cut
with an ellipsis. Buttons are never lost: blocks are joined or cut to make room for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any

from adapters.slack import wire
from adapters.slack.blocks import (
    ALL_WORDS,
    as_words,
    ellipsis,
    text_blocks,
    weight,
    within,
    without_places,
)
from adapters.slack.form import field_blocks
from adapters.slack.markup import JOINER, Json, escape
from bot.protocol.cards import Button, Card, Form
from bot.protocol.text import Plain, plain
from bot.text.catalogue import Catalogue
from bot.text.fit import MORE, pieces, shares
from bot.text.urls import safe_url

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
BUTTONS = 25
FALLBACK = 3900
_MASS = ("channel", "here", "everyone")


class Shown:
    """Shows cards and forms, with the few words that Slack's windows need around ours."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._no = catalogue.word("slack-confirm-no")
        self._close = catalogue.word("slack-form-close")
        self._notice = catalogue.word("slack-notice-title")
        self.form_too_large = Card(blocks=catalogue.blocks("slack-form-too-large"))
        self.not_installed = Card(blocks=catalogue.blocks("slack-not-installed"))

    def message(self, card: Card) -> Json:
        """``text`` and ``blocks`` of a message. Raises wire.TooLarge."""
        return {"text": fallback(card), "blocks": self._blocks(card, MESSAGE_BLOCKS, ALL_WORDS)}

    def home(self, card: Card) -> Json:
        """A person's own page. Raises wire.TooLarge."""
        return {"type": "home", "blocks": self._blocks(card, VIEW_BLOCKS, 10 * ALL_WORDS)}

    def modal(self, form: Form, channel: str = "", *, direct: bool = False) -> Json:
        """A form, asked for in ``channel``. Raises wire.TooLarge."""
        fields = [block for field in form.fields for block in field_blocks(field)]
        if len(fields) > VIEW_BLOCKS:
            raise wire.TooLarge(f"{len(fields)} fields where {VIEW_BLOCKS} fit")
        intro = within(text_blocks(form.intro), VIEW_BLOCKS - len(fields))
        tag = wire.FormTag(args=form.args, sealed=form.sealed, channel=channel, direct=direct)
        return {
            "type": "modal",
            "callback_id": form.action,
            "title": as_words(form.title, 24),
            "submit": as_words(form.submit, 24),
            "close": as_words(self._close, 24),
            "private_metadata": tag.packed(),
            "blocks": [*intro, *fields] or [ellipsis()],
        }

    def notice(self, card: Card) -> Json:
        """A window that only says something. Raises wire.TooLarge."""
        return {
            "type": "modal",
            "title": as_words(self._notice, 24),
            "close": as_words(self._close, 24),
            "blocks": self._blocks(card, VIEW_BLOCKS, ALL_WORDS),
        }

    def _blocks(self, card: Card, most: int, words: int) -> list[Json]:
        sections, numbers = card.sections(), count()
        rows = [self._rows(each.buttons, numbers) for each in sections]
        if sum(weight(block) for each in sections for block in each.blocks) > words:
            sections = tuple(map(without_places, sections))
        letters = shares([sum(map(weight, each.blocks)) for each in sections], words)
        texts = [text_blocks(s.blocks, most) for s, most in zip(sections, letters, strict=True)]
        left = most - sum(map(len, rows)) - max(len(sections) - 1, 0)
        shown: list[Json] = []
        for text, room, below in zip(texts, shares(list(map(len, texts)), left), rows, strict=True):
            part = [*within(text, room), *below]
            shown += [{"type": "divider"}, *part] if shown and part else part
        return shown or [ellipsis()]

    def _rows(self, buttons: Sequence[Button], numbers: Iterator[int]) -> list[Json]:
        shown = [self._button(next(numbers), button) for button in buttons]
        return [
            {"type": "actions", "elements": shown[n : n + BUTTONS]}
            for n in range(0, len(shown), BUTTONS)
        ]

    def _button(self, number: int, button: Button) -> Json:
        shown: Json = {"type": "button", "text": as_words(button.label, 75)}
        url = safe_url(button.url) if button.url else None
        if url:
            shown |= {"action_id": wire.open_id(number), "url": url}
        else:
            shown |= {
                "action_id": wire.press_id(number, button.action),
                "value": wire.pack(button.args),
            }
        if button.style != "plain":
            shown["style"] = button.style
        if button.confirm:
            shown["confirm"] = {
                "title": as_words(button.label, 100),
                "text": as_words(button.confirm, 300),
                "confirm": as_words(button.label, 30),
                "deny": as_words(self._no, 30),
            }
        return shown


def fallback(card: Card) -> str:
    """What screen readers and notifications get in place of the blocks. Never empty."""
    text = Plain(text=card.text().strip())
    runs = pieces((text,), FALLBACK, lambda node: len(_calm(plain((node,)))))
    shown = [_calm(plain(run)) for run in islice(runs, 2)]
    return (shown[0] + MORE if len(shown) > 1 else shown[0]) or MORE


def _calm(text: str) -> str:
    """Letters for a place where Slack cannot be told to take them as they are."""
    text = escape(text)
    for word in _MASS:
        text = text.replace(f"@{word}", f"@{JOINER}{word}")
    return text


def corrections(errors: Mapping[str, str], view: Mapping[str, Any]) -> Json:
    """The answer to a form that keeps it open and says what is wrong, at each field by its name.
    What is wrong with no field of this form stands at the first one, since Slack would refuse it
    anywhere else."""
    inputs = [
        b["block_id"]
        for b in view.get("blocks") or ()
        if b.get("type") == "input" and wire.field_part(b.get("block_id", ""))
    ]
    at: dict[str, str] = {}
    for name, why in errors.items():
        block = wire.field_id(name)
        if block not in inputs and inputs:
            block = inputs[0]
        at[block] = f"{at[block]} {why}" if block in at else why
    return {"response_action": "errors", "errors": at}
