"""Reading YAML so that every scalar is a string, and every problem is found at once, with its line.

``10:00`` must not become 600 and ``No`` not false; a script's author must not have to know.
"""

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

T = TypeVar("T")


class ScriptError(Exception):
    """A script that cannot be played; ``problems`` are sentences with file and line, all of
    them."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def near(word: str, words: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the one that was likely meant, or what there
    is, if that is short."""
    known = list(words)
    folded = {one.casefold(): one for one in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {folded[close[0]]!r}?"
    if 0 < len(known) <= 12:
        return f"; there are: {', '.join(known)}"
    return ""


@dataclass(slots=True, kw_only=True)
class Problems:
    """The problems of one file, in the order of its lines when they are told."""

    path: Path
    found: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def add(self, line: int, sentence: str) -> None:
        self.found.append((line, sentence))

    def in_order(self) -> list[tuple[int, str]]:
        return sorted(self.found, key=lambda problem: problem[0])

    def told(self) -> list[str]:
        return [f"{self.path}:{line}: {sentence}" for line, sentence in self.in_order()]

    def raise_any(self) -> None:
        if self.found:
            raise ScriptError(self.told())


def line_of(node: Node) -> int:
    return node.start_mark.line + 1


def compose(path: Path) -> Node:
    """The file's one document. Raises ScriptError if it is no YAML at all."""
    problems = Problems(path=path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
        if node is not None:
            return node
        problems.add(1, "the file is empty")
    except OSError as why:
        problems.add(1, f"the file cannot be read: {why.strerror}")
    except UnicodeDecodeError:
        problems.add(1, "the file is not UTF-8 text")
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        problems.add(mark.line + 1 if mark else 1, f"this is not YAML: {why.problem}")
    except yaml.YAMLError as why:
        problems.add(1, f"this is not YAML: {why}")
    raise ScriptError(problems.told())


class Table:
    """A mapping of the file, read key by key. What is wrong goes to ``problems``, and the reader
    goes on with None or a default, so that the rest is looked at too."""

    def __init__(
        self,
        node: Node,
        problems: Problems,
        what: str,
        keys: Iterable[str] | None = None,
        reserved: Iterable[str] = (),
    ) -> None:
        """``what`` names it in sentences; ``keys`` are those that it may have (None: any)."""
        self.problems = problems
        self.what = what
        self.line = line_of(node)
        self.items: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        self.readable = isinstance(node, MappingNode)
        if not isinstance(node, MappingNode):
            problems.add(self.line, f"{what} must be written as “key: value”")
            return
        known = None if keys is None else list(keys)
        for key_node, value in node.value:
            self._read(key_node, value, known, frozenset(reserved))

    def _read(
        self, key_node: Node, value: Node, known: list[str] | None, reserved: frozenset[str]
    ) -> None:
        line = line_of(key_node)
        if not isinstance(key_node, ScalarNode):
            self.problems.add(line, f"{self.what}: a key must be a word")
        elif key_node.value in reserved:
            sentence = "is reserved for cohorts with several rooms; leave it out for now"
            self.problems.add(line, f"{key_node.value!r} {sentence}")
        elif key_node.value in self.items:
            self.problems.add(line, f"{self.what} has {key_node.value!r} twice")
        elif known is not None and key_node.value not in known:
            hint = near(key_node.value, known)
            self.problems.add(line, f"{self.what} has no key {key_node.value!r}{hint}")
        else:
            self.items[key_node.value] = value
            self.lines[key_node.value] = line

    def text(self, key: str, *, required: bool = False) -> str | None:
        """The string under a key; None if it is missing or empty."""
        node = self.items.get(key)
        if node is None:
            if required and self.readable:
                self.problems.add(self.line, f"{self.what} needs {key!r}")
            return None
        if not isinstance(node, ScalarNode):
            self.problems.add(line_of(node), f"{key!r} must be one text")
            return None
        if not node.value.strip():
            if required:
                self.problems.add(line_of(node), f"{key!r} is empty")
            return None
        return node.value

    def parsed(self, key: str, parse: Callable[[str], T], *, required: bool = False) -> T | None:
        """The string under a key, parsed; a ValueError's sentence becomes a problem."""
        text = self.text(key, required=required)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueError as why:
            self.problems.add(line_of(self.items[key]), f"{key}: {why}")
            return None

    def one_of(self, key: str, words: Sequence[str], default: str) -> str:
        """The word under a key, out of a few."""

        def parse(text: str) -> str:
            if text not in words:
                raise ValueError(f"{text!r} is not known{near(text, words)}")
            return text

        return self.parsed(key, parse) or default

    def nodes(self, key: str) -> list[Node]:
        """The list under a key, empty if it is missing."""
        node = self.items.get(key)
        if node is None or (isinstance(node, ScalarNode) and not node.value):
            return []
        if not isinstance(node, SequenceNode):
            self.problems.add(line_of(node), f"{key!r} must be a list")
            return []
        return list(node.value)
