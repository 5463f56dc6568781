"""The prompt library: Markdown files in, prompts, programmes and agreements out.

The sub-folder says what a file is. Several folders are read in order, and a file in a later one
takes the place of the file of the same name before it. A library is loaded whole or not at all:
``load`` tells every problem of every file at once. Nothing here posts, asks or knows a cohort.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

import bot
from bot.text.fill import fill, wrong_placeholders
from bot.text.frontmatter import LibraryError, Page, Problem, closest
from bot.text.prompt import (
    KINDS,
    MAX_BODY,
    Agreement,
    FollowUp,
    Link,
    Programme,
    Prompt,
    Stage,
    Week,
    from_dict,
    to_dict,
)
from bot.text.prompt_files import read_agreement, read_programme, read_prompt, too_late

__all__ = [
    "KINDS",
    "MAX_BODY",
    "Agreement",
    "FollowUp",
    "Library",
    "LibraryError",
    "Link",
    "Problem",
    "Programme",
    "Prompt",
    "Stage",
    "Week",
    "default_dir",
    "fill",
    "from_dict",
    "load",
    "to_dict",
    "wrong_placeholders",
]

_FOLDERS = ("library", "programmes", "agreements")
_OTHERS_FOLDERS = ("checkins", "rehearsals")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Where a searched word was found, and what that is worth.
_WEIGHTS = {"name": 8, "title": 6, "kind": 4, "tags": 4, "body": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All that was loaded, by name. Names are those of the files, without ``.md``."""

    prompts: Mapping[str, Prompt]
    programmes: Mapping[str, Programme]
    agreements: Mapping[str, Agreement]

    def prompt(self, name: str) -> Prompt | None:
        """The prompt called ``name``, however its capitals and spaces are typed."""
        return self.prompts.get(_slug(name))

    def programme(self, name: str) -> Programme | None:
        return self.programmes.get(_slug(name))

    def agreement(self, name: str = "agreement") -> Agreement | None:
        return self.agreements.get(_slug(name))

    def suggest(self, name: str) -> list[str]:
        """At most three names of prompts that ``name`` may be a slip of, the closest first."""
        wanted = _slug(name)
        close = get_close_matches(wanted, self.prompts, n=3, cutoff=0.6)
        holding = [known for known in self.prompts if wanted and wanted in known]
        return list(dict.fromkeys(close + holding))[:3]

    def search(self, word: str) -> list[Prompt]:
        """Prompts in which every word of ``word`` occurs, the best first; all of them for none."""
        words = word.casefold().split()
        scored = [(_score(prompt, words), prompt) for prompt in self.prompts.values()]
        found = [(score, prompt) for score, prompt in scored if score or not words]
        return [prompt for _, prompt in sorted(found, key=lambda each: (-each[0], each[1].name))]


def default_dir() -> Path:
    """The folder of the prompts that Roundtable ships."""
    return Path(bot.__file__).parent.parent / "prompts"


def load(*dirs: Path) -> Library:
    """Everything in ``dirs``, a later one over an earlier one.

    Raises LibraryError with all problems of all files.
    """
    loading = _Loading()
    for folder in dirs:
        loading.read(folder)
    return loading.library()


class _Loading:
    """A library on its way: what was read so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.prompts: dict[str, Prompt] = {}
        self.programmes: dict[str, Programme] = {}
        self.agreements: dict[str, Agreement] = {}
        # Names of broken prompts too: a week that names one has nothing to mend itself.
        self.known: set[str] = set()
        self.weeks: dict[str, tuple[Page, dict[int, int]]] = {}

    def read(self, folder: Path) -> None:
        if not folder.is_dir():
            self._tell(folder, "there is no such folder of prompts")
            return
        for entry in sorted(folder.iterdir()):
            self._check_place(entry)
        for kind in _FOLDERS:
            names: dict[str, Path] = {}
            for path in self._files(folder / kind):
                name = path.stem
                if name in names:
                    self._tell(path, f"there is a {name}.md in {names[name].parent} already")
                names[name] = path
                self._read_file(kind, name, path, path.relative_to(folder).as_posix())

    def library(self) -> Library:
        for name, (page, lines) in self.weeks.items():
            self._check_weeks(self.programmes[name], page, lines)
        if self.problems:
            raise LibraryError(self.problems)
        return Library(
            prompts=MappingProxyType(self.prompts),
            programmes=MappingProxyType(self.programmes),
            agreements=MappingProxyType(self.agreements),
        )

    def _check_place(self, entry: Path) -> None:
        if entry.name.startswith(".") or entry.name in (*_FOLDERS, *_OTHERS_FOLDERS):
            return
        if entry.is_dir():
            message = f"a folder here must be one of {', '.join(_FOLDERS)}"
            self._tell(entry, message, closest(entry.name, _FOLDERS))
        elif entry.suffix == ".md" and entry.stem.casefold() != "readme":
            self._tell(entry, f"a file must lie in one of {', '.join(_FOLDERS)}")

    def _files(self, folder: Path) -> Iterator[Path]:
        for path in sorted(folder.rglob("*")):
            if path.name.startswith((".", "~")) or path.name.endswith("~") or path.is_dir():
                continue
            if path.suffix != ".md":
                self._tell(
                    path, "the name of this file must end in .md", f"{path.name.split('.')[0]}.md"
                )
            elif path.stem.casefold() == "readme":
                continue
            elif not _NAME.fullmatch(path.stem):
                message = "a name has small letters, digits and single hyphens only"
                self._tell(path, message, f"{_slug(path.stem) or 'a-name'}.md")
            else:
                yield path

    def _read_file(self, kind: str, name: str, path: Path, source: str) -> None:
        page = Page(path)
        match kind:
            case "library":
                self.known.add(name)
                if prompt := read_prompt(page, name, source):
                    self.prompts[name] = prompt
            case "programmes":
                if read := read_programme(page, name):
                    self.programmes[name], self.weeks[name] = read[0], (page, read[1])
            case _:
                if agreement := read_agreement(page, name):
                    self.agreements[name] = agreement
        self.problems += page.problems

    def _check_weeks(self, programme: Programme, page: Page, lines: Mapping[int, int]) -> None:
        for week in programme.weeks:
            line, prompt = lines[week.week], self.prompts.get(week.prompt)
            if week.prompt not in self.known:
                message = f"there is no prompt “{week.prompt}”"
                meant = closest(week.prompt, self.known)
                self.problems.append(
                    Problem(file=page.file, line=line, message=message, suggestion=meant)
                )
            elif prompt and programme.open:
                for _, message in too_late(prompt, programme.open):
                    told = f"“{week.prompt}” does not fit into “open”: {message}"
                    self.problems.append(Problem(file=page.file, line=line, message=told))

    def _tell(self, path: Path, message: str, suggestion: str | None = None) -> None:
        self.problems.append(
            Problem(file=str(path), line=1, message=message, suggestion=suggestion)
        )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def _score(prompt: Prompt, words: list[str]) -> int:
    """The worth of the places where ``words`` occur; 0 where one of them occurs nowhere."""
    places = {
        "name": prompt.name,
        "title": prompt.title,
        "kind": prompt.kind,
        "tags": " ".join(prompt.tags),
        "body": prompt.body,
    }
    total = 0
    for word in words:
        found = sum(w for place, w in _WEIGHTS.items() if word in places[place].casefold())
        if not found:
            return 0
        # The name itself, typed in full, is never second to a name that holds it.
        total += found + (100 if word == prompt.name else 0)
    return total
