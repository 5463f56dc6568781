"""From a script's file to a Script. All problems of a file are told at once."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast, get_args
from zoneinfo import ZoneInfo, available_timezones

from yaml.nodes import Node, ScalarNode

from bot.rehearsal.parsing import Names, read_step
from bot.rehearsal.reading import Problems, Table, compose, line_of, near
from bot.rehearsal.steps import FIRST_PROGRAMME, Cast, CohortPlan, Role, Script

_TOP = ("cohort", "people", "agreed", "script")
_COHORT = ("name", "theme", "purpose", "time_zone", "starts", "ends", "program", "programme")
_PERSON = ("name", "role", "time_zone", "org", "title", "manager")
_TAKEN = ("bot", "room", "dm", "prompt")


def load(path: Path) -> Script:
    """Read a script. Raises ScriptError with every problem there is."""
    problems = Problems(path=path)
    top = Table(compose(path), problems, "a script", _TOP, reserved=("rooms",))
    cohort = _cohort(top, problems)
    people = _people(top, problems)
    agreed = _agreed(top, people, problems)
    names = Names(people=tuple(person.handle for person in people))
    if "script" not in top.items:
        problems.add(1, "a script needs 'script': a list of steps")
    steps = [read_step(node, names, problems) for node in top.nodes("script")]
    problems.raise_any()
    assert cohort is not None
    return Script(
        path=path,
        cohort=cohort,
        people=people,
        agreed=agreed,
        steps=tuple(step for step in steps if step is not None),
    )


def _cohort(top: Table, problems: Problems) -> CohortPlan | None:
    node = top.items.get("cohort")
    if node is None:
        problems.add(1, "a script needs 'cohort': its name, time_zone and starts")
        return None
    table = Table(node, problems, "the cohort", _COHORT, reserved=("rooms",))
    name = table.text("name", required=True)
    zone = table.parsed("time_zone", _zone, required=True)
    starts = table.parsed("starts", _date, required=True)
    ends = table.parsed("ends", _date)
    if "program" in table.items and "programme" in table.items:
        problems.add(table.lines["programme"], "'program' and 'programme' are the same: keep one")
    if starts and ends and ends < starts:
        problems.add(table.lines["ends"], "the cohort ends before it starts")
    programme = table.text("programme") or table.text("program") or FIRST_PROGRAMME
    if name is None or zone is None or starts is None:
        return None
    return CohortPlan(
        name=name,
        zone=zone,
        starts=starts,
        theme=table.text("theme") or "",
        purpose=table.text("purpose") or "",
        ends=ends,
        programme=programme,
        line=top.lines["cohort"],
    )


def _people(top: Table, problems: Problems) -> tuple[Cast, ...]:
    node = top.items.get("people")
    if node is None:
        problems.add(1, "a script needs 'people': a moderator at least")
        return ()
    table = Table(node, problems, "people")
    people = tuple(
        _person(handle, value, table.lines[handle], problems)
        for handle, value in table.items.items()
    )
    handles = [person.handle for person in people]
    for person in people:
        if person.manager is not None and person.manager not in handles:
            problems.add(
                person.line,
                f"manager: nobody is called {person.manager!r}{near(person.manager, handles)}",
            )
    if not any(person.role == "moderator" for person in people):
        problems.add(top.lines["people"], "a cohort needs someone with 'role: moderator'")
    return people


def _person(handle: str, node: Node, line: int, problems: Problems) -> Cast:
    if handle in _TAKEN:
        problems.add(line, f"nobody can be called {handle!r}: the word has a meaning of its own")
    elif not handle or not all(letter.isalnum() or letter in "_.-" for letter in handle):
        problems.add(line, f"{handle!r}: a handle is one word of letters, digits, “_”, “.”, “-”")
    table = Table(node, problems, f"{handle}", _PERSON)
    zone = table.parsed("time_zone", _zone)
    return Cast(
        handle=handle,
        name=table.text("name", required=True) or handle,
        role=cast(Role, table.one_of("role", get_args(Role), "member")),
        zone=zone.key if zone else None,
        organisation=table.text("org"),
        title=table.text("title"),
        manager=table.text("manager"),
        line=line,
    )


def _agreed(top: Table, people: Sequence[Cast], problems: Problems) -> tuple[str, ...]:
    present = [person.handle for person in people if person.role != "none"]
    if "agreed" not in top.items:
        return tuple(present)
    agreed: list[str] = []
    for node in top.nodes("agreed"):
        if not isinstance(node, ScalarNode) or node.value not in present:
            word = node.value if isinstance(node, ScalarNode) else "this"
            problems.add(
                line_of(node), f"agreed: {word!r} is nobody in the room{near(str(word), present)}"
            )
        elif node.value not in agreed:
            agreed.append(node.value)
    return tuple(agreed)


def _zone(text: str) -> ZoneInfo:
    # The set of names, and not a try: ZoneInfo opens whatever file a name leads to.
    if text not in available_timezones():
        raise ValueError(f"{text!r} is no time zone{near(text, available_timezones())}")
    return ZoneInfo(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date such as 2026-03-02") from None
