"""From a step in the file to a Step. A step is a mapping with one key, which says what is done."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.rehearsal import steps
from bot.rehearsal.reading import Problems, Table, line_of, near

_WAIT = re.compile(r"(\d{1,5})\s*(minute|hour|day|week)s?")
_PLACES = ("room", "prompt", "dm")


@dataclass(slots=True, kw_only=True)
class Names:
    """The names that steps may use: handles, and the labels of messages said so far with the
    handle of who said them."""

    people: tuple[str, ...]
    labels: dict[str, str] = field(default_factory=dict[str, str])


def read_step(node: Node, names: Names, problems: Problems) -> steps.Step | None:
    """A step; None if it has a problem, which is noted."""
    line = line_of(node)
    example = "a step is one “key: value”, such as “wait: 2 days”"
    if not isinstance(node, MappingNode):
        problems.add(line, example)
        return None
    before = len(problems.found)
    table = Table(node, problems, "a step", _READERS, reserved=("room",))
    if len(node.value) != 1 and len(problems.found) == before:
        problems.add(line, example)
    for word, value in table.items.items():
        step = _READERS[word](Body(value, word, names, problems, line))
        return step if len(problems.found) == before else None
    return None


class Body:
    """What stands under a step's key."""

    def __init__(self, node: Node, word: str, names: Names, problems: Problems, line: int) -> None:
        self.node = node
        self.word = word
        self.names = names
        self.problems = problems
        self.line = line

    def table(self, *keys: str) -> Table:
        """It is a mapping with these keys, and ``who``."""
        return Table(self.node, self.problems, f"{self.word!r}", ("who", *keys), reserved=("room",))

    def scalar(self, example: str) -> str:
        """It is one text; empty if it is not, which is noted."""
        if isinstance(self.node, ScalarNode) and self.node.value.strip():
            return self.node.value.strip()
        self.problems.add(self.line, f"{self.word!r} takes one value, such as {example}")
        return ""

    def who(self, table: Table) -> str:
        return self._name(table, "who", self.names.people, "nobody is called")

    def label(self, table: Table, key: str, *others: str) -> str:
        """A label of an earlier message, or one of a few other words."""
        known = (*others, *self.names.labels)
        return self._name(table, key, known, "no earlier step says 'as:'")

    def own(self, table: Table, key: str, who: str) -> str:
        """A label of an earlier message of this person."""
        label = self.label(table, key)
        author = self.names.labels.get(label)
        if author is not None and author != who:
            self.problems.add(table.lines[key], f"{label!r} is a message of {author}, not of {who}")
        return label

    def _name(self, table: Table, key: str, known: tuple[str, ...], complaint: str) -> str:
        name = table.text(key, required=True)
        if name is not None and name not in known:
            self.problems.add(table.lines[key], f"{complaint} {name!r}{near(name, known)}")
        return name or ""


def _at(body: Body) -> steps.Step | None:
    text = body.scalar("2026-03-02 10:15")
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None:
            return steps.At(line=body.line, time=time)
    except ValueError:
        pass
    body.problems.add(body.line, f"{text!r} is no time of the cohort such as 2026-03-02 10:15")
    return None


def _wait(body: Body) -> steps.Step | None:
    text = body.scalar("2 days")
    if not text:
        return None
    match = _WAIT.fullmatch(text.casefold())
    if match is None:
        sentence = f"{text!r} is no span such as “1 day”; units: minutes, hours, days, weeks"
        body.problems.add(body.line, sentence)
        return None
    unit = cast(steps.Unit, match[2])
    return steps.Wait(line=body.line, amount=int(match[1]), unit=unit)


def _say(body: Body) -> steps.Step:
    table = body.table("text", "to", "as")
    who = body.who(table)
    to = body.label(table, "to", *_PLACES) if "to" in table.items else "room"
    label = table.text("as")
    if label is not None:
        if label in _PLACES:
            body.problems.add(table.lines["as"], f"a label cannot be called {label!r}")
        elif label in body.names.labels:
            body.problems.add(table.lines["as"], f"the label {label!r} is taken already")
        body.names.labels[label] = who
    text = table.text("text", required=True) or ""
    return steps.Say(line=body.line, who=who, text=text, to=to, label=label)


def _command(body: Body) -> steps.Step:
    table = body.table("text", "in")
    where = cast(Literal["room", "dm"], table.one_of("in", ("room", "dm"), "room"))
    text = table.text("text", required=True) or ""
    return steps.Command(line=body.line, who=body.who(table), text=text, where=where)


def _press(body: Body) -> steps.Step:
    table = body.table("button")
    button = table.text("button", required=True) or ""
    return steps.Press(line=body.line, who=body.who(table), button=button)


def _fill(body: Body) -> steps.Step:
    table = body.table("form")
    form: Mapping[str, str | tuple[str, ...]] = {}
    if "form" in table.items:
        form = _values(Table(table.items["form"], body.problems, "'form'"))
    else:
        body.problems.add(body.line, "'fill' needs 'form': the fields' labels with their values")
    return steps.Fill(line=body.line, who=body.who(table), form=form)


def _values(table: Table) -> Mapping[str, str | tuple[str, ...]]:
    values: dict[str, str | tuple[str, ...]] = {}
    for label, node in table.items.items():
        if isinstance(node, ScalarNode):
            values[label] = node.value
        elif isinstance(node, SequenceNode) and all(
            isinstance(one, ScalarNode) for one in node.value
        ):
            values[label] = tuple(one.value for one in node.value)
        else:
            table.problems.add(line_of(node), f"{label!r} takes a text or a list of texts")
    return values


def _react(body: Body) -> steps.Step:
    table = body.table("emoji", "to")
    emoji = table.text("emoji", required=True) or ""
    to = body.label(table, "to", "prompt")
    return steps.React(line=body.line, who=body.who(table), emoji=emoji, to=to)


def _keep(body: Body) -> steps.Step:
    table = body.table("what")
    what = body.label(table, "what", "prompt")
    return steps.Keep(line=body.line, who=body.who(table), what=what)


def _edit(body: Body) -> steps.Step:
    table = body.table("what", "text")
    who = body.who(table)
    text = table.text("text", required=True) or ""
    return steps.Edit(line=body.line, who=who, what=body.own(table, "what", who), text=text)


def _delete(body: Body) -> steps.Step:
    table = body.table("what")
    who = body.who(table)
    return steps.Delete(line=body.line, who=who, what=body.own(table, "what", who))


def _join(body: Body) -> steps.Step:
    return steps.Join(line=body.line, who=body.who(body.table()))


def _leave(body: Body) -> steps.Step:
    return steps.Leave(line=body.line, who=body.who(body.table()))


def _expect(body: Body) -> steps.Step:
    table = body.table("sees", "not_sees")
    if not {"sees", "not_sees"} & set(table.items):
        body.problems.add(body.line, "'expect' needs 'sees' or 'not_sees'")
    return steps.Expect(
        line=body.line,
        who=body.who(table),
        sees=table.text("sees", required="sees" in table.items),
        not_sees=table.text("not_sees", required="not_sees" in table.items),
    )


_READERS: dict[str, Callable[[Body], steps.Step | None]] = {
    "at": _at,
    "wait": _wait,
    "say": _say,
    "command": _command,
    "press": _press,
    "fill": _fill,
    "react": _react,
    "keep": _keep,
    "edit": _edit,
    "delete": _delete,
    "join": _join,
    "leave": _leave,
    "expect": _expect,
}
