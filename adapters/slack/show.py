"""Cards and forms → Slack's blocks, messages and views, within Slack's limits.

Words are shown as rich text, whose letters Slack takes as they are; only small print is mrkdwn.
What is too long is divided into more blocks, and at the end of what a message can hold it is cut
with an ellipsis. Buttons are never lost: blocks are joined or cut to make room for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

from adapters.slack import wire
from adapters.slack.form import field_blocks
from adapters.slack.markup import JOINER, Json, escape, to_mrkdwn, to_rich
from bot.protocol.cards import Button, Card, Form
from bot.protocol.text import (
    Block,
    Bullets,
    Fine,
    Heading,
    Inline,
    Inlines,
    Link,
    Mention,
    Paragraph,
    Plain,
    Quote,
    Strong,
    plain,
)
from bot.text.catalogue import Catalogue
from bot.text.fit import MORE, pieces, shares, short, size
from bot.text.urls import safe_url

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT_BLOCK = 3000
FINE_PRINT = 2000
HEADING = 150
BUTTONS = 25
FALLBACK = 3900
ALL_WORDS = 12_000
"""Letters of all blocks of a message. Slack refuses somewhat above 13,000 and does not say what it
counts, so this leaves room."""

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
        intro = _within(text_blocks(form.intro), VIEW_BLOCKS - len(fields))
        tag = wire.FormTag(args=form.args, sealed=form.sealed, channel=channel, direct=direct)
        return {
            "type": "modal",
            "callback_id": form.action,
            "title": _words(form.title, 24),
            "submit": _words(form.submit, 24),
            "close": _words(self._close, 24),
            "private_metadata": tag.packed(),
            "blocks": [*intro, *fields] or [_ellipsis()],
        }

    def notice(self, card: Card) -> Json:
        """A window that only says something. Raises wire.TooLarge."""
        return {
            "type": "modal",
            "title": _words(self._notice, 24),
            "close": _words(self._close, 24),
            "blocks": self._blocks(card, VIEW_BLOCKS, ALL_WORDS),
        }

    def _blocks(self, card: Card, most: int, words: int) -> list[Json]:
        sections, numbers = card.sections(), count()
        rows = [self._rows(each.buttons, numbers) for each in sections]
        letters = shares([sum(map(_weight, each.blocks)) for each in sections], words)
        texts = [text_blocks(s.blocks, most) for s, most in zip(sections, letters, strict=True)]
        left = most - sum(map(len, rows)) - max(len(sections) - 1, 0)
        shown: list[Json] = []
        for text, room, below in zip(texts, shares(list(map(len, texts)), left), rows, strict=True):
            part = [*_within(text, room), *below]
            shown += [{"type": "divider"}, *part] if shown and part else part
        return shown or [_ellipsis()]

    def _rows(self, buttons: Sequence[Button], numbers: Iterator[int]) -> list[Json]:
        shown = [self._button(next(numbers), button) for button in buttons]
        return [
            {"type": "actions", "elements": shown[n : n + BUTTONS]}
            for n in range(0, len(shown), BUTTONS)
        ]

    def _button(self, number: int, button: Button) -> Json:
        shown: Json = {"type": "button", "text": _words(button.label, 75)}
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
                "title": _words(button.label, 100),
                "text": _words(button.confirm, 300),
                "confirm": _words(button.label, 30),
                "deny": _words(self._no, 30),
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


def text_blocks(blocks: Sequence[Block], words: int = ALL_WORDS) -> list[Json]:
    """Blocks of text as Slack's, as many letters of them as ``words``."""
    shown: list[Json] = []
    for block in map(_silent, blocks):
        fitting = _shortened(block, words)
        words -= _weight(fitting)
        shown.extend(_shown(fitting))
        if fitting is not block:
            break
    return shown


def _silent(block: Block) -> Block:
    """A quote calls nobody: whom it mentions stands there by name."""
    if not isinstance(block, Quote):
        return block
    return replace(block, nodes=_by_name(block.nodes), by=_by_name(block.by))


def _by_name(nodes: Inlines) -> Inlines:
    return tuple(
        Plain(text=f"@{node.name}") if isinstance(node, Mention) else node for node in nodes
    )


def _shown(block: Block) -> Iterator[Json]:
    match block:
        case Heading(nodes=nodes) if 0 < len(plain(nodes).strip()) <= HEADING:
            yield {"type": "header", "text": _words(" ".join(plain(nodes).split()), HEADING)}
        case Heading(nodes=nodes):
            yield from _paragraph((Strong(text=plain(nodes)),))
        case Bullets(items=items, numbered=numbered):
            yield from _bullets(items, "ordered" if numbered else "bullet")
        case Quote(nodes=nodes, by=by, url=url):
            yield from _quote(nodes, by, url)
        case Fine(nodes=nodes):
            yield from _fine(nodes)
        case Paragraph(nodes=nodes):
            yield from _paragraph(nodes)


def _rich_block(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def _section(nodes: Inlines) -> Json:
    return {"type": "rich_text_section", "elements": to_rich(nodes)}


def _paragraph(nodes: Inlines) -> Iterator[Json]:
    for piece in pieces(nodes, TEXT_BLOCK):
        if to_rich(piece):
            yield _rich_block(_section(piece))


def _bullets(items: Sequence[Inlines], style: str) -> Iterator[Json]:
    listed: list[Json] = []
    number, weight = 0, 0
    for item in items:
        for piece in pieces(item, TEXT_BLOCK):
            cost = sum(map(size, piece))
            if listed and weight + cost > TEXT_BLOCK:
                yield _rich_block(_list(listed, style, number))
                number, listed, weight = number + len(listed), [], 0
            if to_rich(piece):
                listed.append(_section(piece))
                weight += cost
    if listed:
        yield _rich_block(_list(listed, style, number))


def _list(items: list[Json], style: str, offset: int) -> Json:
    shown: Json = {"type": "rich_text_list", "style": style, "elements": items}
    return shown | {"offset": offset} if offset and style == "ordered" else shown


def _quote(nodes: Inlines, by: Inlines, url: str | None) -> Iterator[Json]:
    blocks = [
        _rich_block({"type": "rich_text_quote", "elements": to_rich(piece)})
        for piece in pieces(nodes, TEXT_BLOCK)
        if to_rich(piece)
    ]
    source: list[Inline] = [Plain(text="— "), *by] if by else []
    if url and safe_url(url):
        source += [Plain(text=" "), Link(url=url, label="↗")] if by else [Link(url=url, label="↗")]
    if source:
        section = _section(tuple(source))
        if blocks:
            blocks[-1]["elements"].append(section)
        else:
            blocks.append(_rich_block(section))
    yield from blocks


def _fine(nodes: Inlines) -> Iterator[Json]:
    if all(isinstance(node, Plain) for node in nodes):
        for piece in pieces(nodes, FINE_PRINT):
            if plain(piece).strip():
                yield {"type": "context", "elements": [_words(plain(piece), FINE_PRINT)]}
        return
    for piece in pieces(nodes, FINE_PRINT, lambda node: len(to_mrkdwn((node,)))):
        text = to_mrkdwn(piece)
        if text.strip():
            yield {
                "type": "context",
                "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}],
            }


def _weight(block: Block) -> int:
    match block:
        case Bullets(items=items):
            return sum(size(node) for item in items for node in item)
        case Quote(nodes=nodes, by=by, url=url):
            return sum(map(size, (*nodes, *by))) + len(url or "") + 4
        case _:
            return sum(map(size, block.nodes))


def _shortened(block: Block, words: int) -> Block:
    """The block itself if it fits into ``words`` letters, else a paragraph of its beginning."""
    if _weight(block) <= words:
        return block
    if isinstance(block, Bullets):
        nodes = tuple(
            n for item in block.items for n in (Plain(text="• "), *item, Plain(text="\n"))
        )
    else:
        nodes = block.nodes
    first = next(pieces(nodes, max(words - 1, 1)), ())
    return Paragraph(nodes=(*first, Plain(text=MORE)))


def _within(blocks: list[Json], most: int) -> list[Json]:
    """At most ``most`` blocks: neighbouring ones of rich text are joined first, then the end is
    cut off."""
    blocks = [dict(block) for block in blocks]
    spare = len(blocks) - most
    joined: list[Json] = []
    for block in blocks:
        if spare > 0 and joined and block["type"] == joined[-1]["type"] == "rich_text":
            joined[-1]["elements"] = [*joined[-1]["elements"], _gap(), *block["elements"]]
            spare -= 1
        else:
            joined.append(block)
    if len(joined) <= most:
        return joined
    return [*joined[: most - 1], _ellipsis()] if most > 0 else []


def _ellipsis() -> Json:
    """Stands for what is not shown, and where nothing would stand: Slack takes no empty view."""
    return _rich_block(_section((Plain(text=MORE),)))


def _gap() -> Json:
    return _section((Plain(text="\n"),))


def _words(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": short(text, most) or MORE, "emoji": False}
