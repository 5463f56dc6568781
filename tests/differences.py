"""Where a platform truly cannot give what a rehearsal expects: the rehearsal is played with other
words there, and each such place is named with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``words``: what the platform can give, by what stands in the rehearsal."""

    rehearsal: str
    why: str
    words: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.rehearsal}: {self.why}"


def adapted(path: Path, differences: Iterable[Difference], folder: Path) -> Path:
    """A copy of a rehearsal in ``folder``, as this platform can play it."""
    text = path.read_text("utf-8")
    for each in differences:
        if each.rehearsal == path.stem:
            for there, here in each.words.items():
                assert text.count(there) == 1, f"{path.name} holds no single “{there}”"
                text = text.replace(there, here)
    (copy := folder / path.name).write_text(text, "utf-8")
    return copy
