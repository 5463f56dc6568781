"""Every command: by people who may not, with nonsense after it."""

from collections.abc import Iterator

import pytest

from adapters.sandbox.address import ROOM, dm, place, user
from bot.engine.story import Command
from bot.protocol.events import Commanded, Event, Pressed, Said
from bot.protocol.refs import Key, Ref
from bot.protocol.text import Plain
from tests.security.gathered import State, played
from tests.security.mirror import OTHER, SECOND, Mirrored, mirrored
from tests.security.trial import of_rows, only_met, stories, trial
from tests.security.twists import NONSENSE

SCRIPTS = ("first-week", "by-hand")
"""In whose ends commands are given: a cohort with a summary, and one with open discussions."""
NOT_MODERATORS = ("plain", "guest", "sponsor")
NOT_MEMBERS = ("gone", "outsider", "nobody", "ana" + OTHER)


def state(script: str) -> State:
    return played()[1][script]


def _ways(of: Mirrored, who: str, text: str, cohort: str) -> Iterator[Event]:
    """A command given by its slash, as a button with it, and as words in the private chat."""
    at = of.state.now
    for where in (place(ROOM), place(dm(who))):
        keys = (Key(kind="trial", value=f"{text[:40]} {where.channel}"),)
        yield Commanded(at=at, keys=keys, who=user(who), place=where, text=text)
        args = {"text": text, "cohort": cohort}
        yield Pressed(at=at, keys=keys, who=user(who), place=where, action="command", args=args)
    said = Ref(platform="sandbox", workspace="sandbox", channel=dm(who), message="m1")
    nodes = (Plain(text=text),)
    yield Said(at=at, keys=(Key(kind="trial", value=f"said {text[:40]}"),), who=user(who),
               place=place(dm(who)), ref=said, nodes=nodes)  # fmt: skip


def _cohort(of: Mirrored) -> str:
    theirs = set(of.ids.values())
    [id] = [row["id"] for row in of_rows(of.state, "cohort") if row["id"] not in theirs]
    return id


def _tails(command: Command) -> list[str]:
    return ["", "@Ben Okafor moderator", "1 day"] if command.usage else [""]


@pytest.mark.parametrize(
    # What is for anyone they do for themselves alone.
    "name",
    [each.name for each in stories().commands if each.who != "anyone"],
)
def test_whoever_may_not_changes_nothing(name: str):
    command = next(each for each in stories().commands if each.name == name)
    wrong: list[str] = []
    for script in SCRIPTS:
        of = mirrored(state(script))
        cohort = _cohort(of)
        who = NOT_MEMBERS + (NOT_MODERATORS if command.who == "moderator" else ())
        with trial(of.state) as begun:
            for each in who:
                for tail in _tails(command):
                    for event in _ways(of, each, f"{name} {tail}".strip(), cohort):
                        if each.endswith(OTHER) and not _about_first(event):
                            continue
                        verdict = begun.put(event)
                        told = f"{each} {type(event).__name__} {name} {tail} in {script}"
                        wrong += [f"{told}: {fault}" for fault in verdict.faults()]
                        rows = {t for t, row in verdict.gone | verdict.new if not only_met(t, row)}
                        if rows:
                            wrong.append(f"{told}: changed {rows}: {verdict.text[:60]!r}")
    assert wrong == []


OWN_WORDS = ("commitment",)
"""Where what somebody types after a command is kept as their own words, whatever they are."""


def _about_first(event: Event) -> bool:
    """Whether it is about the first cohort: of their own, people of the other one may do it."""
    if isinstance(event, Pressed):
        return True
    return isinstance(event, Commanded) and event.place.channel == ROOM


@pytest.mark.parametrize("name", [each.name for each in stories().commands])
def test_nonsense_after_it_is_answered(name: str):
    of = mirrored(state("by-hand"))
    cohort, others = _cohort(of), set(of.ids.values())
    wrong: list[str] = []
    with trial(of.state) as begun:
        for who in ("ana", "plain", "nobody"):
            for what, nonsense in {**NONSENSE, "another's id": of.text(cohort)}.items():
                for event in _ways(of, who, f"{name} {nonsense}", cohort):
                    if not _about_first(event):
                        continue
                    verdict = begun.put(event)
                    told = f"{who} {type(event).__name__} {name} {what}"
                    wrong += [f"{told}: {fault}" for fault in verdict.faults()]
                    if any(each in row for table, row in verdict.gone | verdict.new
                           for each in others if table not in OWN_WORDS):  # fmt: skip
                        wrong.append(f"{told}: changed another cohort")
                    if SECOND in verdict.text:
                        wrong.append(f"{told}: told of another cohort")
    assert wrong == []
