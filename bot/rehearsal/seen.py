"""What people have been shown since they were last asked, and what of it an Expect looks for."""

from bot.protocol.ports import Line, Stage, StageError
from bot.rehearsal.steps import Expect

# What someone does themselves; it is printed, but it is not shown to them.
_OWN = ("command", "press", "fill")
_REMEMBERED = 4  # lines told when an Expect fails
_SHORT = 160  # letters of each


class Seen:
    """Where in the Stage's lines each person's looking begins."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._start = 0
        self._since: dict[str, int] = {}
        self._asked: dict[str, int] = {}

    def begin(self) -> None:
        """Nobody has been asked; everyone's looking begins here."""
        self._start = len(self._stage.lines())
        self._since.clear()

    def go_on(self) -> None:
        """Something else happens now: whoever was asked looks from here."""
        self._since |= self._asked
        self._asked.clear()

    def check(self, step: Expect) -> None:
        """Look, and go on from here; what is to be seen may also be what an expect just before
        this one saw, so that several can look for parts of one message. Raises StageError if it
        is not as expected."""
        lines = self.since(step.who)
        fresh = self._shown(step.who, self._asked.get(step.who, self._from(step.who)))
        self._asked[step.who] = len(self._stage.lines())
        if step.sees is not None and not any(shows(line, step.sees) for line in lines):
            raise StageError(f"{step.who} does not see “{step.sees}”; {_told(lines)}")
        if step.not_sees is not None:
            for line in fresh:
                if shows(line, step.not_sees):
                    where = f"{line.kind} {line.id}, {line.sender} to {line.to}"
                    around = _around(line, step.not_sees)
                    raise StageError(f"{step.who} sees “{step.not_sees}” ({where}): “{around}”")

    def since(self, who: str) -> list[Line]:
        """What was shown to this person since they were last asked."""
        return self._shown(who, self._from(who))

    def _from(self, who: str) -> int:
        return self._since.get(who, self._start)

    def _shown(self, who: str, start: int) -> list[Line]:
        return [
            line
            for line in self._stage.lines()[start:]
            if line.kind not in _OWN and self._stage.visible(who, line)
        ]


def shows(line: Line, text: str) -> bool:
    """Whether a line's words, a button or a field hold this text; case and spaces do not matter."""
    wanted = _fold(text)
    return any(wanted in _fold(part) for part in (line.text, *line.buttons, *line.fields))


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _told(lines: list[Line]) -> str:
    shown = [line for line in lines if line.text or line.buttons or line.fields]
    if not shown:
        return "nothing was shown since the last expect"
    rows = [f"  {line.id} {line.sender} → {line.to}: {brief(line)}" for line in shown]
    return "the newest of what was shown since the last expect:\n" + "\n".join(rows[-_REMEMBERED:])


def brief(line: Line) -> str:
    """A line's words and buttons in one row, cut to be told."""
    row = " ".join([*line.text.split(), *(f"[{label}]" for label in line.buttons)])
    return row if len(row) <= _SHORT else row[:_SHORT] + "…"


def _around(line: Line, text: str) -> str:
    """The part of a line where this text stands."""
    row = " ".join(" ".join([line.text, *line.buttons, *line.fields]).split())
    start = max(0, row.casefold().find(_fold(text)) - _SHORT // 4)
    return row[start : start + _SHORT]
