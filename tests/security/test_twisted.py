"""Every button and form of every story: pressed by the wrong people, with the wrong things, with
nonsense. Each press gets an answer, and changes nothing that is not the presser's to change."""

from collections.abc import Iterator
from typing import Literal

import pytest

from bot.engine.story import Answer
from tests.security.gathered import Kind, specimens
from tests.security.mirror import OTHER, SECOND, Mirrored, mirrored
from tests.security.trial import Verdict, event_of, of_rows, only_met, owner, put, stories, trial
from tests.security.twists import Twist, twists


def every() -> list[tuple[Kind, str]]:
    """Every button and form that a story answers to."""
    buttons: list[tuple[Kind, str]] = [("button", each) for each in stories().buttons]
    return [*buttons, *(("form", each) for each in stories().forms)]


def answer_of(kind: Literal["button", "form"], action: str) -> Answer:
    return (stories().buttons if kind == "button" else stories().forms)[action]


@pytest.mark.parametrize(("kind", "action"), every())
def test_it_stands_in_a_rehearsal(kind: Kind, action: str):
    assert specimens(kind, action), f"no rehearsal shows {action}: the others could not try it"


@pytest.mark.parametrize(("kind", "action"), every())
def test_as_it_was_shown_it_does_something(kind: Kind, action: str):
    for each in specimens(kind, action):
        verdict = put(each.state, event_of(each))
        assert list(verdict.faults()) == [], each
        assert "has done its work" not in verdict.text, each


@pytest.mark.parametrize(("kind", "action"), every())
def test_whoever_twists_it_changes_nothing(kind: Kind, action: str):
    wrong: list[str] = []
    for each in specimens(kind, action):
        mine = owner(each).user
        with trial(mirrored(each.state).state) as begun:
            for twist in twists(each, answer_of(kind, action).who):
                faults = _faults(twist, begun.put(twist.event), mine)
                wrong += [f"{each}, {twist.name}: {why}" for why in faults]
    assert wrong == []


def _faults(twist: Twist, verdict: Verdict, mine: str) -> Iterator[str]:
    yield from verdict.faults()
    rows = {(table, row) for table, row in verdict.gone | verdict.new
            if not only_met(table, row)}  # fmt: skip
    match twist.may:
        case "nothing":
            if rows:
                yield f"changed {sorted({table for table, _ in rows})} ({verdict.text[:60]!r})"
        case "theirs":
            whose = _person(twist.of, mine)
            # What the other is told may quote its owner: that stands in what waits to be said.
            said = ("outgoing", "concern")
            if hit := {table for table, row in rows if whose in row and table not in said}:
                yield f"changed what is {mine}'s in {sorted(hit)}"
        case "kept out":
            pass
    if SECOND in verdict.text and not twist.event.who.user.endswith(OTHER):
        yield f"told of another cohort: {verdict.text[:80]!r}"
    others = set(twist.of.ids.values())
    if hit := {table for table, row in rows if any(each in row for each in others)}:
        yield f"changed another cohort's {sorted(hit)}"


def _person(of: Mirrored, handle: str) -> str:
    """The id of someone of the first cohort."""
    [id] = [row["person"] for row in of_rows(of.state, "identity") if row["user"] == handle]
    return id
