"""Text nodes, cards and forms as plain JSON for the page; it makes elements of them, never HTML."""

import re
from collections.abc import Iterable
from typing import Any

from adapters.sandbox.records import OpenForm
from bot.protocol.cards import Button, Card, Field
from bot.protocol.text import (
    Attachment,
    Block,
    Bullets,
    Code,
    Emphasis,
    Fine,
    Heading,
    Inline,
    Link,
    Mention,
    Moment,
    Quote,
    Strong,
)
from bot.text.urls import misleads, safe_url

Json = dict[str, Any]
_MESSAGE = re.compile(r"#m[0-9]+")
_SEVERAL = ("choices", "people")


def inline(node: Inline) -> Json:
    """One inline node: its kind ``t`` and the letters that are shown."""
    match node:
        case Link(url=url, label=label):
            return _link(url, None if label and misleads(url, label) else label)
        case Attachment(name=name, url=url):
            return _link(url, name)
        case Mention(user=user, name=name):
            return {"t": "mention", "user": user.user, "text": name}
        case Moment(at=at, text=text):
            return {"t": "moment", "at": at.isoformat(), "text": text}
        case Strong(text=text):
            return {"t": "strong", "text": text}
        case Emphasis(text=text):
            return {"t": "emphasis", "text": text}
        case Code(text=text):
            return {"t": "code", "text": text}
        case _:
            return {"t": "plain", "text": node.text}


def _link(url: str, label: str | None) -> Json:
    # A message of the sandbox's own is no web address; the page shows it and points at it.
    safe = url if _MESSAGE.fullmatch(url) else safe_url(url)
    if safe is None:
        return {"t": "plain", "text": label or url}
    return {"t": "link", "url": safe, "text": label or url}


def inlines(nodes: Iterable[Inline]) -> list[Json]:
    return [inline(node) for node in nodes]


def block(item: Block) -> Json:
    """One block: its kind ``t`` and its nodes or items."""
    match item:
        case Heading(nodes=nodes):
            return {"t": "heading", "nodes": inlines(nodes)}
        case Bullets(items=items, numbered=numbered, first=first):
            lines = [inlines(line) for line in items]
            return {"t": "bullets", "items": lines, "numbered": numbered, "first": first}
        case Quote(nodes=nodes, by=by, url=url):
            return {"t": "quote", "nodes": _quoted(nodes), "by": _quoted(by), "url": url}
        case Fine(nodes=nodes):
            return {"t": "fine", "nodes": inlines(nodes)}
        case _:
            return {"t": "paragraph", "nodes": inlines(item.nodes)}


def _quoted(nodes: Iterable[Inline]) -> list[Json]:
    """A quote calls nobody: whom it mentions stands there by name."""
    return [
        {"t": "plain", "text": f"@{node.name}"} if isinstance(node, Mention) else inline(node)
        for node in nodes
    ]


def blocks(items: Iterable[Block]) -> list[Json]:
    return [block(item) for item in items]


def buttons(items: Iterable[Button]) -> list[Json]:
    """Buttons as they are shown. Their actions and arguments stay here: the page names a button by
    its number and label."""
    return [{"label": b.label, "style": b.style, "confirm": b.confirm, "url": b.url} for b in items]


def parts(card: Card) -> list[Json]:
    """What stands below a card's own buttons, each part with how many buttons stand above its own:
    the page counts them through."""
    above, found = len(card.buttons), list[Json]()
    for each in card.parts:
        if each.blocks or each.buttons:
            found.append({
                "blocks": blocks(each.blocks), "buttons": buttons(each.buttons), "above": above,
            })  # fmt: skip
        above += len(each.buttons)
    return found


def form(open_form: OpenForm) -> Json:
    """The form that is open for a person, with what was typed before a correction."""
    return {
        "id": open_form.id,
        "shown": open_form.shown,
        "title": open_form.form.title,
        "intro": blocks(open_form.form.intro),
        "submit": open_form.form.submit,
        "errors": dict(open_form.errors),
        "fields": [_field(field, open_form) for field in open_form.form.fields],
    }


def _field(field: Field, open_form: OpenForm) -> Json:
    value = open_form.values.get(field.name, field.value)
    if field.kind in _SEVERAL and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    return {
        "name": field.name,
        "label": field.label,
        "kind": field.kind,
        "options": [{"value": o.value, "label": o.label} for o in field.options],
        "value": list(value) if isinstance(value, tuple) else value,
        "hint": field.hint,
        "required": field.required,
        "limit": field.limit,
    }
