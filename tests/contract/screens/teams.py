"""What Teams shows of Adaptive Cards: letters of a RichTextBlock as they are, and of a TextBlock what
CommonMark makes of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.contract.rig import Run, Style

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_DATE = re.compile(r"\{\{(?:DATE|TIME)\(")
_ACTS = re.compile(r"<at>.*?</at>|\{\{(?:DATE|TIME)\(.*?\)\}\}")
_PLACES = range(0xE000, 0xF8FF)
"""Letters of nobody's: they hold the places of mentions and dates while the Markdown is read."""


def _runs(element: Mapping[str, Any], entities: Mapping[str, str]) -> Iterator[Run]:
    match element["type"]:
        case "TextBlock":
            yield from _marked(element["text"], entities)
        case "RichTextBlock":
            yield from map(_text_run, element["inlines"])
        case "Container":
            for each in element["items"]:
                yield from _runs(each, entities)
        case kind:
            assert kind == "ActionSet" or kind.startswith("Input.")
    yield Run(letters="\n")


def _text_run(run: Mapping[str, Any]) -> Run:
    assert not _DATE.search(run["text"]), "clients look for dates here too"
    style: Style = "plain"
    if run.get("italic"):
        style = "emphasis"
    elif run.get("fontType") == "Monospace":
        style = "code"
    elif run.get("weight") == "Bolder" and run.get("size", "Small") == "Small":
        style = "strong"
    return Run(letters=run["text"], style=style, url=run.get("selectAction", {}).get("url"))


def _marked(text: str, entities: Mapping[str, str]) -> Iterator[Run]:
    """A TextBlock is Markdown; what acts in it stands for itself."""
    acts = _ACTS.findall(text)
    places = iter(_PLACES)
    for block in _MARKDOWN.parse(_ACTS.sub(lambda _: chr(next(places)), text)):
        assert block.type in ("paragraph_open", "paragraph_close", "inline"), block.type
        yield from _inline(block.children or [], acts, entities)


def _inline(
    tokens: Sequence[Token], acts: Sequence[str], entities: Mapping[str, str]
) -> Iterator[Run]:
    style: Style = "plain"
    url: str | None = None
    for token in tokens:
        match token.type:
            case "strong_open" | "em_open":
                style = "strong" if token.type == "strong_open" else "emphasis"
            case "strong_close" | "em_close":
                style = "plain"
            case "link_open":
                url = str(token.attrs["href"])
            case "link_close":
                url = None
            case "text" | "code_inline" | "softbreak":
                style_here: Style = "code" if token.type == "code_inline" else style
                for letter in token.content:
                    if ord(letter) in _PLACES:
                        yield _act(acts[ord(letter) - _PLACES.start], entities)
                    else:
                        yield Run(letters=letter, style=style_here, url=url)
            case other:
                raise AssertionError(f"Markdown makes of letters: {other}")


def _act(written: str, entities: Mapping[str, str]) -> Run:
    if written.startswith("<at>"):
        return Run(letters=f"@{written[4:-5]}", pings=entities.get(written, "nobody"))
    stamp = re.sub(r"^.*\(([^,)]+).*$", r"\1", written)
    return Run(at=datetime.fromisoformat(stamp))


def _joined(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Letters that look and lead the same, as one run."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and replace(last, letters="") == replace(run, letters="") and not run.pings:
            found[-1] = replace(last, letters=last.letters + run.letters)
        else:
            found.append(run)
    return tuple(found)


def runs(card: Mapping[str, Any]) -> tuple[Run, ...]:
    """All letters of an Adaptive Card, buttons and fields left out."""
    told = card["msteams"].get("entities", ())
    entities = {entity["text"]: entity["mentioned"]["id"] for entity in told}
    return _joined(run for each in card["body"] for run in _runs(each, entities))
