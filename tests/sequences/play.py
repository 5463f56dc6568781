"""One sequence: a town, an engine, a platform, and everything that is on its way between them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bot.engine.scene import Clock, started_up
from bot.engine.story import Stories
from bot.protocol.effects import Ask, Swap, Whisper
from bot.protocol.events import (
    ByPerson,
    Changed,
    Edited,
    Event,
    Joined,
    Left,
    Pressed,
    Removed,
    Said,
    Submitted,
)
from bot.protocol.ports import Outcome
from tests.sequences import sight
from tests.sequences.chat import FickleChat
from tests.sequences.engine import Engine
from tests.sequences.model import Model, Name, Standing
from tests.sequences.sight import BELONGING, Sight
from tests.sequences.speech import Listener
from tests.sequences.town import Letter, Town, direct

STARTS = datetime(2026, 3, 2, 9, tzinfo=UTC)
REMEMBERED = timedelta(days=6)
"""After which a platform delivers nothing again, and the bot may forget that it has seen it."""

FORGOTTEN = timedelta(days=7)
"""How long the bot remembers what it may be told of again."""


class Broken(AssertionError):
    """A promise was broken."""


@dataclass(slots=True, kw_only=True, eq=False)
class Delivery:
    """An event on its way. ``letter`` is the message that it is about."""

    event: Event
    ready: datetime
    letter: Letter | None = None
    number: int = 0


class Play:
    """The rules of ``rules.py`` act on it; every act that can break a promise checks it."""

    def __init__(self, database: Any, stories: Stories, seed: int, runner: asyncio.Runner) -> None:
        self.clock = Clock(STARTS)
        self.chat = FickleChat(self.clock, Random(f"chat {seed}"))
        self.engine = Engine(database, stories, self.chat, self.clock, seed)
        self.town = Town()
        self.model = Model()
        self.listener = Listener()
        self.chat.standing = self.town.standing
        self.road: list[Delivery] = []
        """What was not delivered yet, or will be again."""
        self.in_order = False
        """Whether what happens to one message arrives in the order in which it happened."""
        self.trail: list[str] = []
        self._seen: dict[int, datetime] = {}
        self._agreed: dict[tuple[str, str], datetime] = {}
        """Since when the present agreements hold, by cohort and user."""
        self._runner = runner
        self._numbers = 0
        self._shown = 0
        started_up(self.engine.scene.dispatcher)

    # On its way

    def sends(
        self, event: Event, *, letter: Letter | None = None, delays: Sequence[timedelta] = ()
    ) -> Delivery:
        """Something happened, and the platform will tell of it once for each delay."""
        self._numbers += 1
        for delay in delays or (timedelta(),):
            delivery = Delivery(
                event=event, ready=self.clock() + delay, letter=letter, number=self._numbers
            )
            self.road.append(delivery)
        return self.road[-1]

    def ready(self) -> list[Delivery]:
        """What can be delivered now."""
        there = [each for each in self.road if each.ready <= self.clock()]
        if not self.in_order:
            return there
        first: dict[int, int] = {}
        for each in self.road:
            if each.letter is not None:
                number = first.get(id(each.letter), each.number)
                first[id(each.letter)] = min(number, each.number)
        return [e for e in there if e.letter is None or e.number == first[id(e.letter)]]

    # What the bot hears

    def deliver(self, group: Sequence[Delivery]) -> list[Outcome] | None:
        """Hand over what arrives together; what is not acknowledged stays on its way."""
        before = self._see()
        names = self._held_by_form(before, group)
        try:
            outcomes = self.engine.take([each.event for each in group])
        except Exception as fault:
            self._breaks([f"a fault of its own: {type(fault).__name__}: {fault}"])
            raise
        self._note("deliver", *(_short(each) for each in group), "acked" if outcomes else "not")
        if outcomes is not None:
            self.road = [each for each in self.road if each not in group]
        if outcomes is not None or self.engine.commits:
            after = self._see() if any(_acts(each.event) for each in group) else before
            self._think(group, outcomes, before, after)
            self._lost_by_form(names, after, group)
        for each, outcome in zip(group, outcomes or (), strict=False):
            self._replies(each.event, outcome)
        self.check()
        return outcomes

    def _think(
        self,
        group: Sequence[Delivery],
        outcomes: Sequence[Outcome] | None,
        before: Sight,
        after: Sight,
    ) -> None:
        for number, each in enumerate(group):
            new = outcomes is not None and outcomes[number].new
            if each.number in self._seen:
                if not new:
                    continue
                if self.clock() - self._seen[each.number] <= REMEMBERED:
                    self._breaks([f"taken twice: {_short(each)}"])
            self._seen[each.number] = self.clock()
            self._consents(each.event, before, after, alone=len(group) == 1)
            match each.event:
                case Said() | Edited() if not each.event.place.direct:
                    old = self._standing(each, before)
                    unsure = old != self._standing(each, after)
                    how = old if not unsure else _unsure(old)
                    hear = self.model.said if isinstance(each.event, Said) else self.model.edited
                    hear(each.event, how)  # pyright: ignore
                case Removed():
                    self.model.removed(each.event)
                case Pressed(action="consent.keep", args=args):
                    # Their words are read again from the platform, as they stand by then.
                    self.model.asked_to_keep((args.get("channel", ""), args.get("message", "")))
                case _:
                    pass

    def _standing(self, delivery: Delivery, seen: Sight) -> Standing:
        event, letter = delivery.event, delivery.letter
        assert isinstance(event, Said | Edited) and letter is not None
        cohort, state = seen.cohorts.get(event.place.channel, ("", "ended"))
        mine = (cohort, event.who.user)
        if letter.prompt is not None:
            opened = letter.prompt in seen.standing
        else:
            opened = event.ref.thread is None and event.place.channel in seen.open
        return Standing(
            agreed=mine in seen.agreed,
            since=letter.at > self._agreed.get(mine, self.clock()),
            belongs=seen.parts.get(mine) in BELONGING and state != "ended",
            open=opened,
        )

    def _consents(self, event: Event, before: Sight, after: Sight, *, alone: bool) -> None:
        """Nobody agrees by what someone else does, and who agrees has agreed."""
        if not alone:
            return
        who = event.who.user if isinstance(event, ByPerson) else None
        for _, someone in before.agreed ^ after.agreed:
            # A person whose account is erased is no user any more.
            if someone not in (who, ""):
                self._breaks([f"agreement of {someone} changed by {type(event).__name__}"])
        if not isinstance(event, Pressed) or who is None or "cohort" not in event.args:
            return
        mine = (event.args["cohort"], who)
        belongs = before.parts.get(mine) in BELONGING
        if event.action == "consent.agree" and belongs and mine not in after.agreed:
            self._breaks([f"agreed in vain: {who}"])
        if event.action == "consent.withdraw" and mine in after.agreed:
            self._breaks([f"withdrawn in vain: {who}"])

    # Forms and buttons that take words out

    def _held_by_form(self, before: Sight, group: Sequence[Delivery]) -> set[Name]:
        takes_out = any(_takes_out(each.event) for each in group)
        return set(self._kept()) if takes_out else set()

    def _lost_by_form(self, names: set[Name], after: Sight, group: Sequence[Delivery]) -> None:
        """What a moderator left out or someone had erased is gone for good."""
        if not names:
            return
        erasers = {
            each.event.who.user
            for each in group
            if isinstance(each.event, Pressed) and each.event.action == "data.erased"
        }
        chosen = any(isinstance(each.event, Submitted) for each in group)
        gone = names - set(self._kept())
        authors = {each.name: each.who for each in self.town.letters}
        if not chosen and any(authors.get(name) not in erasers for name in gone):
            self._breaks(["erased of someone else"])
        self.model.lose(gone)

    # What people see

    def _replies(self, event: Event, outcome: Outcome) -> None:
        if not isinstance(event, ByPerson):
            return
        for reply in outcome.replies:
            # A window does not open now and then; a Reply that cannot be shown is told.
            if self.chat.trouble and self.chat.dice.random() < 0.05:
                self.engine.unsaid(event, reply)
                continue
            match reply:
                case Ask():
                    self.town.forms.setdefault(event.who.user, []).append((reply.form, event.place))
                    del self.town.forms[event.who.user][:-4]
                case Whisper() | Swap():
                    self.town.show(event.who.user, reply.card.buttons, event.place, None)
                case _:
                    pass

    def _read(self) -> None:
        """Whoever was sent a card has it before them."""
        for taken in self.chat.log[self._shown :]:
            parcel = taken.parcel
            if parcel.user is not None:
                place = direct(parcel.user.user)
                self.town.show(parcel.user.user, parcel.card.buttons, place, taken.ref)
            elif parcel.place is not None:
                for who in self.town.inside.get(parcel.place.channel, ()):
                    self.town.show(who, parcel.card.buttons, parcel.place, taken.ref)
        self._shown = len(self.chat.log)

    # Time

    def settle(self) -> None:
        """Whatever can be carried out now is."""
        self._note("settle")
        self._lives(self.engine.settle())

    def advance(self, span: timedelta) -> None:
        """Time goes on."""
        self._note(f"advance {span}")
        self._lives(self.engine.advance(self.clock() + span))

    def restart(self) -> None:
        """The process dies between two steps and starts again."""
        self._note("restart")
        self.engine.restart()

    def tidy(self) -> None:
        """What is old enough is forgotten; platforms have long ceased to deliver that again."""
        self._note("tidy")
        old = self.clock() - REMEMBERED
        self.road = [
            e for e in self.road
            if e.letter is not None or e.number not in self._seen or self._seen[e.number] > old
        ]  # fmt: skip
        self.model.forget(self.clock() - FORGOTTEN)
        self.engine.scene.dispatcher.tidy()

    def _lives(self, work: Any) -> None:
        try:
            self._runner.run(work)
        except RuntimeError as fault:
            self._breaks([str(fault)])
        self._read()
        self.check()

    # Promises

    def check(self) -> None:
        """Raise Broken if any promise is."""
        new = {each.parcel.key for each in self.chat.log[self.listener.heard :]}
        with self.engine.database.transaction() as db:
            rows = sight.speech(db, new) if new else {}
            wrong = self.listener.hear(self.chat.log, rows)
            wrong += self.model.wrong(sight.kept(db))
            wrong += sight.faults(db)
        self._breaks(wrong)

    def end(self) -> None:
        """Let everything arrive and everything be carried out; then nothing may be left over."""
        self._note("end")
        self.chat.trouble = 0.0
        self.engine.faults.clear()
        for each in self.road:
            each.ready = self.clock()
        while self.road:
            self.deliver(self.ready()[:1])
        self.advance(timedelta(hours=6))
        self.settle()
        with self.engine.database.transaction() as db:
            wrong = sight.stuck(db, self.clock()) + sight.twice(db)
            wrong += self._unmeant_words(sight.all_text(db))
        self._breaks(wrong)

    def _unmeant_words(self, everything: str) -> list[str]:
        """Words that stand anywhere without their author's agreement."""
        found: list[str] = []
        for letter in self.town.letters:
            fate = self.model.fate(letter.name)
            meant = set(letter.versions) if fate.reread else fate.allowed
            marks = {words.split()[-1] for words in set(letter.versions) - meant}
            found += [f"words without consent: {each}" for each in marks if each in everything]
        return found

    def close(self) -> None:
        """End it."""
        self.engine.close()

    def _see(self) -> Sight:
        with self.engine.database.transaction() as db:
            seen = sight.see(db)
        for cohort, state in seen.cohorts.values():
            if state == "held":
                self.listener.held.setdefault(cohort, []).append(self.clock())
        now = self.clock()
        self._agreed = {each: self._agreed.get(each, now) for each in seen.agreed}
        return seen

    def _kept(self) -> dict[Name, str]:
        with self.engine.database.transaction() as db:
            return sight.kept(db)

    def _note(self, *words: str) -> None:
        self.trail.append(f"{self.clock():%m-%d %H:%M:%S} " + " ".join(words))

    def _breaks(self, wrong: Sequence[str]) -> None:
        if wrong:
            raise Broken("; ".join(wrong))


def _unsure(old: Standing) -> Standing:
    return replace(old, sure=False)


def _acts(event: Event) -> bool:
    """Whether it may change how someone stands to a cohort."""
    if isinstance(event, Said):
        return event.place.direct
    return not isinstance(event, Edited | Removed)


def _takes_out(event: Event) -> bool:
    if isinstance(event, Pressed):
        return event.action == "data.erased"
    return isinstance(event, Submitted) and event.action == "leave-out"


def _short(delivery: Delivery) -> str:
    event = delivery.event
    about = f"{delivery.number} {type(event).__name__}"
    if isinstance(event, ByPerson):
        about += f" {event.who.user} in {event.place.channel}"
    if isinstance(event, Said | Edited | Removed):
        about += f" {event.ref.message}"
    if isinstance(event, Pressed | Submitted):
        about += f" {event.action}"
    if isinstance(event, Joined | Left | Changed):
        about += f" at {event.at:%H:%M:%S}"
    return f"[{about} {getattr(event, 'text', '')}]"
