"""The prompt library: Markdown files in; prompts, programmes, agreements and check-ins out.

The sub-folder says what a file is. Several folders are read in order, and a file in a later one
takes the place of the file of the same name before it. A library is loaded whole or not at all:
``load`` tells every problem of every file at once. Nothing here posts, asks or knows a cohort.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

import bot
from bot.insight.themes import said_most
from bot.insight.wording import content_words
from bot.rules.suggesting import Fit, Paper, fits
from bot.text.checkin import CheckIn
from bot.text.checkin_files import read_checkin
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

_FOLDERS = ("library", "programmes", "agreements", "checkins")
_OTHERS_FOLDERS = ("rehearsals",)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Where a searched word was found, and what that is worth.
_WEIGHTS = {"name": 8, "title": 6, "kind": 4, "tags": 4, "body": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All that was loaded, by name. Names are those of the files, without ``.md``."""

    prompts: Mapping[str, Prompt]
    programmes: Mapping[str, Programme]
    agreements: Mapping[str, Agreement]
    checkins: Mapping[str, CheckIn]

    def prompt(self, name: str) -> Prompt | None:
        """The prompt called ``name``, however its capitals and spaces are typed."""
        return self.prompts.get(_slug(name))

    def programme(self, name: str) -> Programme | None:
        return self.programmes.get(_slug(name))

    def agreement(self, name: str = "agreement") -> Agreement | None:
        return self.agreements.get(_slug(name))

    def checkin(self, name: str) -> CheckIn | None:
        """The check-in of this name or title, however its capitals and spaces are typed."""
        wanted = _slug(name)
        titles = (each for each in self.checkins.values() if _slug(each.title) == wanted)
        return self.checkins.get(wanted) or next(titles, None)

    def suggest_checkin(self, word: str) -> list[str]:
        """At most three names of check-ins whose name or title ``word`` may be a slip of."""
        known: dict[str, str] = {}
        for name, each in self.checkins.items():
            known |= {_slug(each.title): name, name: name}
        return list(dict.fromkeys(known[each] for each in _near(_slug(word), known)))[:3]

    def called(self, title: str, own: Iterable[Prompt] = ()) -> list[Prompt]:
        """The prompts of this title, however its capitals and spaces are typed; several may have
        the same. ``own`` are a cohort's, in place of those of the same name."""
        wanted = _slug(title)
        there = self._with(own).values()
        return [each for each in there if wanted and _slug(each.title) == wanted]

    def near(self, word: str, own: Iterable[Prompt] = ()) -> list[Prompt]:
        """At most three prompts whose name or title ``word`` may be a slip of, the closest first.
        ``own`` as in ``called``."""
        there = self._with(own)
        known: dict[str, list[str]] = {}
        for name, each in there.items():
            for key in {name, _slug(each.title)}:
                known.setdefault(key, []).append(name)
        found = [name for key in _near(_slug(word), known) for name in known[key]]
        return [there[name] for name in dict.fromkeys(found)][:3]

    def _with(self, own: Iterable[Prompt]) -> dict[str, Prompt]:
        return {**self.prompts, **{each.name: each for each in own}}

    def search(self, word: str) -> list[Prompt]:
        """Prompts in which every word of ``word`` occurs, the best first; all of them for none."""
        words = word.casefold().split()
        scored = [(_score(prompt, words), prompt) for prompt in self.prompts.values()]
        found = [(score, prompt) for score, prompt in scored if score or not words]
        return [prompt for _, prompt in sorted(found, key=lambda each: (-each[0], each[1].name))]

    def fitting(self, texts: Sequence[str], *, most: int = 3) -> list[Fit]:
        """At most ``most`` prompts that fit what was said in ``texts``, the best first, with the
        words on which they met, as they were said."""
        papers = {
            name: Paper(title=each.title, tags=(*each.tags, each.kind), body=each.body)
            for name, each in self.prompts.items()
        }
        said = said_most(texts)
        return [
            replace(fit, words=tuple(said(word) for word in fit.words))
            for fit in fits(texts, papers, content_words, most=most)
        ]


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
        self.checkins: dict[str, CheckIn] = {}
        self.called: dict[str, tuple[Page, int]] = {}
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
        self._check_titles()
        if self.problems:
            raise LibraryError(self.problems)
        return Library(
            prompts=MappingProxyType(self.prompts),
            programmes=MappingProxyType(self.programmes),
            agreements=MappingProxyType(self.agreements),
            checkins=MappingProxyType(self.checkins),
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
            case "checkins":
                if read := read_checkin(page, name, source):
                    self.checkins[name], self.called[name] = read[0], (page, read[1])
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

    def _check_titles(self) -> None:
        """Check-ins are called by title too, so a title can be that of one alone."""
        taken = {name: name for name in self.checkins}
        for name, checkin in self.checkins.items():
            other = taken.setdefault(_slug(checkin.title), name)
            if other != name:
                page, line = self.called[name]
                told = f"“{checkin.title}” is what the check-in {other}.md is called"
                self.problems.append(Problem(file=page.file, line=line, message=told))

    def _tell(self, path: Path, message: str, suggestion: str | None = None) -> None:
        self.problems.append(
            Problem(file=str(path), line=1, message=message, suggestion=suggestion)
        )


def _near(wanted: str, known: Collection[str]) -> list[str]:
    """Those of ``known`` that ``wanted`` may be a slip of, or a part, the closest first."""
    close = get_close_matches(wanted, known, n=3, cutoff=0.6)
    holding = [each for each in known if wanted and wanted in each]
    return list(dict.fromkeys(close + holding))


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
