"""How people appear in what is kept of them: by name, by role, or not at all, as they chose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

FEWEST = 3

Choice = Literal["name", "role", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Someone of the cohort. ``agreed`` says whether their words may be used at all now, ``choice``
    how they may be quoted; ``place`` is where they work, empty where that is not known."""

    name: str
    role: str
    title: str | None
    choice: Choice
    agreed: bool
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How an author appears: by ``name``, by job ``title`` or by ``role`` in the cohort; with none
    of these, as someone of the cohort."""

    name: str | None = None
    title: str | None = None
    role: str | None = None


def voice(author: Author, cohort: Iterable[Author]) -> Voice | None:
    """How an author may appear; None if not at all.

    By role, a job title counts that at least three people in the cohort have, else a role that
    three have: with fewer it would be as good as a name. To be a member says nothing, so that it
    needs no three.
    """
    if not author.agreed or author.choice == "none":
        return None
    if author.choice == "name":
        return Voice(name=author.name)
    everyone = list(cohort)
    title = _folded(author.title)
    if title and sum(_folded(each.title) == title for each in everyone) >= FEWEST:
        return Voice(title=author.title)
    alike = sum(each.role == author.role for each in everyone)
    return Voice(role=author.role) if author.role == "member" or alike >= FEWEST else Voice()


def _folded(title: str | None) -> str:
    return " ".join((title or "").split()).casefold()
