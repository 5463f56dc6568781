"""Lines of a rehearsal, printed: an object a line for machines, a page of chat for people."""

import json
import textwrap
from collections.abc import Callable
from zoneinfo import ZoneInfo

from bot.protocol.ports import Line

Printer = Callable[[Line], None]
Write = Callable[[str], object]


def as_json(line: Line, zone: ZoneInfo) -> str:
    """One JSON object; the time is the cohort's, with its offset."""
    told: dict[str, object] = {
        "at": line.at.astimezone(zone).isoformat(timespec="seconds"),
        "from": line.sender,
        "to": line.to,
        "thread": line.thread,
        "id": line.id,
        "kind": line.kind,
        "text": line.text,
        "buttons": list(line.buttons),
        "fields": list(line.fields),
    }
    if line.edited:
        told["edited"] = True
    return json.dumps(told, ensure_ascii=False)


def json_printer(zone: ZoneInfo, write: Write) -> Printer:
    """Prints every line as JSON; ``write`` gets each with its line break."""

    def print_line(line: Line) -> None:
        write(as_json(line, zone) + "\n")

    return print_line


def plain_printer(zone: ZoneInfo, write: Write) -> Printer:
    """Prints every line to be read: a heading for each day, then who said what to whom."""
    day = ""

    def print_line(line: Line) -> None:
        nonlocal day
        local = line.at.astimezone(zone)
        today = f"{local:%A} {local.day} {local:%B %Y}"
        if today != day:
            write(f"\n{today}\n")
            day = today
        write(f"\n{local:%H:%M}  {_heading(line)}\n")
        for part in _body(line):
            write(textwrap.indent(part, "       ") + "\n")

    return print_line


def _heading(line: Line) -> str:
    thread = f", thread of {line.thread}" if line.thread else ""
    did = {"say": "", "edit": "edited, ", "delete": "deleted, "}.get(line.kind, f"{line.kind}, ")
    return f"{line.sender} → {line.to}{thread}  ({did}{line.id})"


def _body(line: Line) -> list[str]:
    parts = [
        "\n".join(
            textwrap.fill(row, 84, subsequent_indent="  " if row.startswith("• ") else "")
            for row in line.text.splitlines()
        )
    ]
    if line.buttons:
        parts.append(" ".join(f"[{label}]" for label in line.buttons))
    return [part for part in parts if part.strip()]
