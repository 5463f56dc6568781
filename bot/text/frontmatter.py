"""Reads one Markdown file with front matter, and tells everything that is wrong with it by line.

Knows files, YAML and plain values (text, durations, times, lists). What a prompt is, it does not
know: that is ``bot.text.library``. YAML is composed, never constructed, so that every scalar stays
the string that was written and keeps its line.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from difflib import get_close_matches
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_DURATION = re.compile(r"(\d{1,4}) ?(minute|hour|day|week)s?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_FENCE = "---"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to mend in a file; ``suggestion`` is what may have been meant."""

    file: str
    line: int
    message: str
    suggestion: str | None = None

    def __str__(self) -> str:
        meant = f" (did you mean {self.suggestion}?)" if self.suggestion else ""
        return f"{self.file}:{self.line}: {self.message}{meant}"


class LibraryError(Exception):
    """Files that cannot be used, with every problem of every file at once."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def closest(word: str, known: Collection[str]) -> str | None:
    """The one of ``known`` that ``word`` may be a slip of, if any."""
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return close[0] if close else None


class Page:
    """One file: its lines, and the problems found in it so far."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.problems: list[Problem] = []
        self.body = ""
        self.body_line = 1
        self._front: MappingNode | None = None
        self._front_lines: list[str] = []
        self._read(path)

    def problem(self, line: int, message: str, suggestion: str | None = None) -> None:
        self.problems.append(
            Problem(file=self.file, line=line, message=message, suggestion=suggestion)
        )

    def fields(self, *known: str) -> "Fields | None":
        """The front matter, whose keys may be ``known``; None where there is none to read."""
        return None if self._front is None else Fields(self, self._front, known)

    def line_of(self, node: Node) -> int:
        # The first line of the file is the fence, so YAML's line 0 is the file's line 2.
        return node.start_mark.line + 2

    def written(self, node: Node) -> Iterator[tuple[int, str]]:
        """What is written in the file for ``node``, by numbered lines, nothing around it."""
        start, end = node.start_mark, node.end_mark
        for index, line in enumerate(self._front_lines[start.line : end.line + 1], start.line):
            first = start.column if index == start.line else 0
            last = end.column if index == end.line else len(line)
            yield index + 2, line[first:last]

    def _read(self, path: Path) -> None:
        try:
            # Editors on Windows put a byte order mark first; it is no mistake of the writer.
            lines = path.read_bytes().decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.problem(line, "this file is not in UTF-8; save it again with that encoding")
            return
        except OSError as error:
            self.problem(1, f"this file cannot be read: {error.strerror}")
            return
        if not lines or lines[0].rstrip() != _FENCE:
            self.problem(1, "no front matter: the first line must be ---")
            return
        ends = [n for n, line in enumerate(lines) if n and line.rstrip() == _FENCE]
        if not ends:
            self.problem(1, "the front matter has no end: a line --- must close it")
            return
        self._front_lines = lines[1 : ends[0]]
        self._set_body(lines[ends[0] + 1 :], ends[0] + 2)
        self._compose("\n".join(self._front_lines) + "\n")

    def _set_body(self, lines: list[str], first: int) -> None:
        blank = next((n for n, line in enumerate(lines) if line.strip()), 0)
        self.body = "\n".join(line.rstrip() for line in lines).strip()
        self.body_line = first + blank

    def _compose(self, text: str) -> None:
        try:
            node = yaml.compose(text, Loader=yaml.BaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problem(
                min(mark.line if mark else 0, len(self._front_lines) - 1) + 2,
                f"the front matter is not YAML: {error.problem or error.context}; "
                "a value with a colon or a bracket in it needs quotes",
            )
            return
        except yaml.YAMLError:
            self.problem(2, "the front matter has a character that YAML does not allow")
            return
        if isinstance(node, MappingNode):
            self._front = node
        else:
            self.problem(2, "the front matter must be lines of the form key: value")


class Fields:
    """A mapping of the front matter. A bad value is told to the page and read as an empty one."""

    def __init__(self, page: Page, node: MappingNode, known: Collection[str]) -> None:
        self.page = page
        self.line = page.line_of(node)
        self._nodes: dict[str, Node] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, ScalarNode) else "?"
            line = page.line_of(key_node)
            if key not in known:
                page.problem(line, f"unknown key “{key}”", closest(key, known))
            elif key in self._nodes:
                page.problem(line, f"“{key}” stands here a second time")
            else:
                self._nodes[key] = value

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def line_at(self, key: str) -> int:
        """The line of the value of ``key``, or of the mapping where it is left out."""
        node = self._nodes.get(key)
        return self.line if node is None else self.page.line_of(node)

    def written(self, key: str) -> Iterator[tuple[int, str]]:
        """The numbered lines of the file on which the value of ``key`` stands."""
        return self.page.written(self._nodes[key]) if key in self._nodes else iter(())

    def text(self, key: str, *, required: bool = False) -> str:
        node = self._nodes.get(key)
        value = ""
        if isinstance(node, ScalarNode):
            value = node.value.strip()
        elif node is not None:
            self._tell(key, "must be text, not a list")
            return ""
        if required and not value:
            missing = f"“{key}” is empty" if node is not None else f"“{key}” is missing"
            self.page.problem(self.line_at(key), missing)
        return value

    def choice(self, key: str, known: Collection[str], *, required: bool = False) -> str:
        value = self.text(key, required=required)
        if value and value not in known:
            self._tell(key, f"“{value}” is none of {', '.join(known)}", closest(value, known))
            return ""
        return value

    def yes(self, key: str, *, default: bool) -> bool:
        value = self.text(key).casefold()
        if not value:
            return default
        if value in ("yes", "true", "on"):
            return True
        if value in ("no", "false", "off"):
            return False
        self._tell(key, f"“{value}” must be yes or no")
        return default

    def number(self, key: str) -> int:
        """A whole number from 1 to 999; 0 stands for a bad or missing one."""
        value = self.text(key, required=True)
        if value and not re.fullmatch(r"[1-9]\d{0,2}", value, re.ASCII):
            self._tell(key, f"“{value}” must be a whole number from 1 to 999")
            return 0
        return int(value or 0)

    def duration(self, key: str, *, required: bool = False) -> timedelta | None:
        """Such as ``24 hours`` or ``7 days``; None for a bad or missing one."""
        value = self.text(key, required=required)
        if not value:
            return None
        match = _DURATION.fullmatch(value.casefold())
        if match and int(match[1]):
            return timedelta(**{f"{match[2]}s": int(match[1])})
        guess = f"{value} days" if re.fullmatch(r"[1-9]\d?", value, re.ASCII) else None
        self._tell(key, f"“{value}” is no duration; write it like 24 hours or 7 days", guess)
        return None

    def clock(self, key: str, default: time) -> time:
        """A time of day such as ``10:00``; ``default`` for a bad or missing one."""
        value = self.text(key)
        if not value:
            return default
        match = _CLOCK.fullmatch(value)
        if match:
            return time(int(match[1]), int(match[2]))
        guess = f"{value}:00" if re.fullmatch(r"1?\d|2[0-3]", value, re.ASCII) else None
        self._tell(key, f"“{value}” is no time of day; write it like 10:00", guess)
        return default

    def words(self, key: str) -> tuple[str, ...]:
        words = []
        for node in self._items(key):
            if isinstance(node, ScalarNode) and node.value.strip():
                words.append(node.value.strip())
            else:
                self.page.problem(self.page.line_of(node), f"“{key}” must be a list of words")
        return tuple(words)

    def each(self, key: str, *known: str, needed: Collection[str] = ()) -> Iterator["Fields"]:
        """The mappings in the list ``key``; ``needed`` are those of ``known`` that each must have,
        all of them if left out."""
        for node in self._items(key):
            if isinstance(node, MappingNode):
                yield Fields(self.page, node, known)
            else:
                wanted = " and ".join(f"{word}:" for word in needed or known)
                self.page.problem(self.page.line_of(node), f"an entry of “{key}” needs {wanted}")

    def words_or_each(self, key: str, *known: str) -> Iterator["str | Fields"]:
        """The entries of the list ``key``: words, or mappings."""
        for node in self._items(key):
            if isinstance(node, ScalarNode) and node.value.strip():
                yield node.value.strip()
            elif isinstance(node, MappingNode):
                yield Fields(self.page, node, known)
            else:
                self.page.problem(self.page.line_of(node), f"an entry of “{key}” is empty")

    def inner(self, key: str, *known: str) -> "Fields | None":
        """The mapping ``key``, or None where it is left out."""
        node = self._nodes.get(key)
        if node is None or isinstance(node, MappingNode):
            return node and Fields(self.page, node, known)
        self._tell(key, f"needs {' and '.join(f'{word}:' for word in known)} on lines below it")
        return None

    def _items(self, key: str) -> list[Node]:
        node = self._nodes.get(key)
        if node is None or isinstance(node, SequenceNode):
            return list(node.value) if node else []
        self._tell(key, "must be a list, with a dash before each entry")
        return []

    def _tell(self, key: str, message: str, suggestion: str | None = None) -> None:
        told = message if message.startswith("“") else f"“{key}” {message}"
        self.page.problem(self.line_at(key), told, suggestion)
