"""The ways in which a press or a form is twisted, and what may come of each.

``nothing``: no row changes. ``theirs``: no row changes in which the owner of the button stands, or
a thing of another cohort. ``kept out``: no row of another cohort changes, and none of any length.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from adapters.sandbox.address import ROOM, dm, place, user
from bot.engine.story import Who
from bot.protocol.cards import Field
from bot.protocol.events import Pressed, Submitted
from tests.security.gathered import Specimen
from tests.security.mirror import OTHER, Mirrored, mirrored
from tests.security.trial import event_of, filled, owner

LONG = "x" * 100_000
AS_LONG_AS_A_DOOR_LETS_IN = "x" * 2000
"""No adapter hands on a longer arg of a button or form."""
NONSENSE = {
    "empty": "",
    "many letters": LONG,
    "NUL": "\x00",
    "SQL": "'; DROP TABLE cohort; --",
    "an id of nothing": "zzzzzzzzzzzzzz",
    "a wildcard": "%",
    "JSON": '{"$ne": null}',
    "a number": "-1",
    "other digits": "²٣",
}
GIVEN_UP = ("empty", "an empty list")
TOLERANT = ("draft.edited",)
"""What was offered may be gone when the form comes back, since members take their words away: what
is not there is neither kept nor taken out."""
WITHOUT = ("commitment.try",)
"""The form of a command that is about no one thing, and is shown under a discussion, too: without
that, it is what its owner may send at any time."""
LENIENT = frozenset({"told", "readers"})
"""Args by which less is done than without them, and never more."""
SEVERAL = ("a", "zzzzzzzzzzzzzz", "'; DROP TABLE cohort; --")

May = Literal["nothing", "theirs", "kept out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twist:
    """One twisted event, put to ``of``'s state."""

    name: str
    event: Pressed | Submitted
    of: Mirrored
    may: May = "nothing"


def twists(specimen: Specimen, who: Who) -> Iterator[Twist]:
    """Every way in which one specimen is twisted; ``who`` may use it."""
    of = mirrored(specimen.state)
    yield from _by_others(specimen, of, who)
    yield from _with_others_things(specimen, of)
    yield from _with_nonsense(specimen, of)
    if specimen.form is not None:
        yield from _badly_filled(specimen, of)


def _by_others(specimen: Specimen, of: Mirrored, who: Who) -> Iterator[Twist]:
    """By people of another cohort, of none, and of too small a part in this one."""
    mine = owner(specimen)
    strangers = {"their counterpart of another cohort": of.user(mine), "nobody": user("nobody")}
    if who != "anyone":
        strangers |= {"who left": user("gone"), "who only stands in the room": user("outsider")}
    if who == "moderator":
        strangers |= {name: user(name) for name in ("plain", "guest", "sponsor")}
    for name, each in strangers.items():
        for where in (place(ROOM), place(dm(each.user)), place(ROOM + OTHER)):
            event = event_of(specimen, who=each, place=where)
            yield Twist(name=f"pressed by {name} in {where.channel}", event=event, of=of)
    if who != "moderator":
        # They may do for themselves what it does; never for the one who was shown it.
        for name in ("plain", "guest", "sponsor"):
            if user(name) != mine:
                event = event_of(specimen, who=user(name), place=place(ROOM))
                yield Twist(name=f"pressed by another, {name}", event=event, of=of, may="theirs")


def _with_others_things(specimen: Specimen, of: Mirrored) -> Iterator[Twist]:
    """By its owner, about things of a cohort that is none of theirs."""
    args = specimen.args
    things = {name: of.text(value) for name, value in args.items() if of.names(value)}
    for name in things:
        event = event_of(specimen, args={**args, name: things[name]})
        may: May = "kept out" if name in LENIENT else "nothing"
        yield Twist(name=f"with another cohort's {name}", event=event, of=of, may=may)
    all_but = {name: value for name, value in things.items() if name != "cohort"}
    if set(all_but) - LENIENT:
        event = event_of(specimen, args={**args, **all_but})
        yield Twist(name="with all things of another cohort", event=event, of=of)
        event = event_of(specimen, args={**args, **things})
        yield Twist(name="with another cohort and its things", event=event, of=of)
        # Their own cohort's id left out: the place alone says then which is meant.
        event = event_of(specimen, args={n: v for n, v in {**args, **all_but}.items()
                                         if n != "cohort"})  # fmt: skip
        yield Twist(name="with things of another cohort, of no cohort", event=event, of=of)
    values = filled(specimen) if specimen.form is not None else {}
    for name, value in values.items():
        other = _translated(of, value)
        if other != value:
            event = event_of(specimen, values={**values, name: other})
            may: May = "kept out" if specimen.action in TOLERANT else "nothing"
            yield Twist(name=f"with another cohort's {name} chosen", event=event, of=of, may=may)


def _translated(of: Mirrored, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return of.text(value) if isinstance(value, str) else tuple(of.text(each) for each in value)


def _with_nonsense(specimen: Specimen, of: Mirrored) -> Iterator[Twist]:
    args = specimen.args
    naming = {name for name, value in args.items() if of.names(value)} - LENIENT
    if naming - {"cohort"}:
        yield Twist(name="with no args", event=event_of(specimen, args={}), of=of)
        only = {name: value for name, value in args.items() if name == "cohort"}
        alone: May = "kept out" if specimen.action in WITHOUT else "nothing"
        event = event_of(specimen, args=only)
        yield Twist(name="with the cohort alone", event=event, of=of, may=alone)
    for name in args:
        for what, value in {**NONSENSE, "many letters": AS_LONG_AS_A_DOOR_LETS_IN}.items():
            event = event_of(specimen, args={**args, name: value})
            may: May = "nothing" if name in naming else "kept out"
            yield Twist(name=f"with {what} as {name}", event=event, of=of, may=may)
    more: Mapping[str, str] = {**args, **{f"more{n}": AS_LONG_AS_A_DOOR_LETS_IN for n in range(3)}}
    yield Twist(name="with args besides", event=event_of(specimen, args=more), of=of,
                may="kept out")  # fmt: skip


def _badly_filled(specimen: Specimen, of: Mirrored) -> Iterator[Twist]:
    assert specimen.form is not None
    values = filled(specimen)
    yield Twist(name="filled in with nothing", event=event_of(specimen, values={}), of=of,
                may="kept out")  # fmt: skip
    for field in specimen.form.fields:
        for what, value in _wrong(field):
            event = event_of(specimen, values={**values, field.name: value})
            chosen = field.kind in ("choice", "choices") and what not in GIVEN_UP
            chosen = chosen and specimen.action not in TOLERANT
            yield Twist(name=f"filled in with {what} as {field.name}", event=event, of=of,
                        may="nothing" if chosen else "kept out")  # fmt: skip


def _wrong(field: Field) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    yield from NONSENSE.items()
    yield "a list", SEVERAL
    yield "an empty list", ()
    if field.kind in ("choices", "people"):
        yield "thousands", tuple(f"zz{n}" for n in range(5000))
