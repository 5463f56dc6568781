"""A cohort's year on a simulated clock, in which everything tells its members something: nobody gets
more private messages than their budget.

What is counted is what arrived on the platform, by the member's own calendar; what was allowed is
worked out here once more, from what members asked for, and not by the rule of the bot.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.engine import context
from bot.engine.effects import News, keep
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Edit, Effect
from bot.protocol.events import Noted
from bot.protocol.ports import Parcel, StageError
from bot.protocol.text import Paragraph, Plain
from bot.rules.attention import DATA
from bot.store import circle, manners, queue
from bot.store.records import Person
from bot.store.tables import cohort as cohort_table
from bot.store.tables import outgoing
from tests import year_life
from tests.world import World

ZONES = ("America/New_York", "America/Los_Angeles", "America/St_Johns", "Europe/Berlin",
         "Africa/Nairobi", "Asia/Kolkata", "Australia/Sydney", "Pacific/Auckland")  # fmt: skip
DAY = timedelta(days=1)
WISHES = ("ask me less", "ask me normally", "quiet hours 12:00-9:30", "quiet hours off",
          "away until {day}", "back", "no check-ins", "check-ins on")  # fmt: skip
PURPOSES = ("duty", "invitation", "invitation", "answer")


@dataclass(slots=True, kw_only=True)
class Arrived:
    """A private message that counts, when it arrived: by its reader's clock, and what held then."""

    who: str
    at: datetime
    parts: int
    manner: manners.Manner


@dataclass(slots=True, kw_only=True)
class Year:
    """What came of it."""

    weeks: int
    members: int
    per_week: int
    said: Counter[str] = field(default_factory=Counter[str])
    arrived: list[Arrived] = field(default_factory=list[Arrived])
    answers: int = 0

    def most(self, days: int = 7) -> int:
        """The most messages that anyone got in so many local days in a row."""
        by_member: defaultdict[str, list[date]] = defaultdict(list)
        for each in self.arrived:
            by_member[each.who].append(each.at.date())
        return max(
            sum(day <= other < day + days * DAY for other in theirs)
            for theirs in by_member.values()
            for day in theirs
        )

    def wrong(self) -> Iterator[str]:
        """Every message that came when none should have."""
        for each in self.arrived:
            there, manner = each.at, each.manner
            if there.weekday() > 4 or not time(9) <= there.time() < time(17):
                yield f"{each.who} was written to at {there:%a %H:%M}"
            if manner.away_until is not None and there.date() <= manner.away_until:
                yield f"{each.who} is away until {manner.away_until}, and got one on {there:%F}"
            if manner.quiet_from is not None and manner.quiet_until is not None:
                since = time.fromisoformat(manner.quiet_from)
                until = time.fromisoformat(manner.quiet_until)
                if there.time() >= since or there.time() < until:
                    yield f"{each.who} wanted quiet at {there:%H:%M}"

    def figures(self) -> str:
        """In words."""
        folded = sum(each.parts > 1 for each in self.arrived)
        said = ", ".join(f"{number} {kind}" for kind, number in sorted(self.said.items()))
        return (
            f"{self.members} members, {self.weeks} weeks, {self.per_week} a week: said {said}; "
            f"{len(self.arrived)} messages arrived that count ({folded} of several, "
            f"{sum(each.parts for each in self.arrived)} things in all) and {self.answers} answers; "
            f"at most {self.most()} in any 7 days, {len(list(self.wrong()))} at a wrong time"
        )


def play(world: World, *, members: int, weeks: int, per_week: int, seed: int) -> Year:
    """A cohort of ``members`` in eight zones for so many weeks, on a world of its own."""
    dice = random.Random(seed)
    names = [f"m{n:03}" for n in range(members)]
    for n, each in enumerate(names):
        world.person(each, zone=ZONES[n % len(ZONES)], name=f"Member {n:03}")
    year = Year(weeks=weeks, members=members, per_week=per_week)
    _begin(world, names, per_week)
    _listen(world, year)
    for week in range(weeks):
        for day in range(7):
            for _ in range(dice.randrange(4)):
                world.advance(hours=dice.randrange(6), minutes=dice.randrange(60))
                _something(world, names, dice, year)
            world.until(datetime.combine(date(2026, 3, 2) + (7 * week + day + 1) * DAY, time(0, 5),
                                         tzinfo=world.zone))  # fmt: skip
        world.scene.dispatcher.tidy()
    return year


def _begin(world: World, names: list[str], per_week: int) -> None:
    for n, each in enumerate(names):
        world.enters(each, silently=True, zone=ZONES[n % len(ZONES)], name=f"Member {n:03}")
    world.cohort(agreed=())
    for each in ("ana", *names):
        world.press(each, "Agree")
    world.command("ana", "/cohort settings")
    number = {1: "One", 2: "Two"}[per_week]
    world.fill("ana", {"Messages a week to a member": number})
    year_life.begin(world)
    world.forget()


def _listen(world: World, year: Year) -> None:
    """Note what arrives from now on."""
    send = world.chat.send

    async def noting(parcel: Parcel) -> Any:
        ref = await send(parcel)
        if parcel.kind == "tell" and parcel.user is not None:
            _note(world, year, parcel)
        return ref

    world.chat.send = noting  # type: ignore[method-assign]


def _note(world: World, year: Year, parcel: Parcel) -> None:
    assert parcel.user is not None
    with world.scene.database.transaction() as db:
        row = queue.by_key(db, parcel.key)
        assert row is not None and row.person is not None
        if not parcel.user.user.startswith("m"):
            return
        if row.purpose == "answer":
            year.answers += 1
            return
        assert row.cohort is not None
        kept = manners.of(db, row.cohort, row.person)
    zone = ZONES[int(parcel.user.user[1:]) % len(ZONES)]
    year.arrived.append(
        Arrived(
            who=parcel.user.user,
            at=world.scene.now().astimezone(ZoneInfo(zone)),
            parts=max(1, len(parcel.card.parts)),
            manner=kept,
        )
    )


def _something(world: World, names: list[str], dice: random.Random, year: Year) -> None:
    """One of the things that happen in a cohort, to some of its members."""
    some = dice.sample(names, dice.randrange(1, 1 + min(len(names), 25)))
    match dice.randrange(20):
        case 0 | 1:
            day = (world.now + dice.randrange(1, 20) * DAY).date()
            for who in some[:5]:
                _try(world.command, who, f"/cohort {dice.choice(WISHES)}".format(day=day), "dm")
                year.said["wishes"] += 1
        case 2:
            _asked_by_name(world, dice, year)
        case 3:
            _try(world.command, "ana", dice.choice(["/cohort hold", "/cohort resume"]), "room")
        case 4:
            for who in some[:3]:
                buttons = world.buttons(who)
                if buttons:
                    _try(world.press, who, dice.choice(buttons))
                    year.said["presses"] += 1
        case 5:
            for who in some[:4]:
                _try(world.say, who, "Something that I learned this week.", "prompt")
        case number if number < 14:
            year_life.happens(world, some, dice, year.said)
        case _:
            _told(world, some, dice, year)


def _try(act: Any, *args: Any) -> None:
    """What people do may be impossible by now; then nothing happens."""
    with suppress(StageError):
        act(*args)


def _asked_by_name(world: World, dice: random.Random, year: Year) -> None:
    if "Ask someone to start" not in world.buttons("ana"):
        return
    world.press("ana", "Ask someone to start")
    if world.platform.form("ana") is not None:
        _try(world.fill, "ana", {"Whom": [f"Member {dice.randrange(year.members):03}"]})
        year.said["asks by name"] += 1


def _told(world: World, some: list[str], dice: random.Random, year: Year) -> None:
    """A story tells all of these something, of any purpose and importance, or changes what it told
    before. What changes about their data may come above budget, before it is too late: that is
    shown in tests/privacy."""
    scene = world.scene
    purpose, importance = dice.choice(PURPOSES), dice.randrange(1, DATA)
    ends = scene.now() + timedelta(hours=dice.randrange(1, 500)) if dice.random() < 0.5 else None
    with scene.database.transaction() as db:
        cohort = db.execute(cohort_table.select()).mappings().one()["id"]
        event = Noted(at=scene.now(), keys=(), topic="said", cohort=cohort)
        work = context.make(db, event, scene.now(), scene.tools)
        effects: list[Effect] = []
        if dice.random() < 0.2:
            keys = [row.key for row in db.execute(outgoing.select()) if row.key.startswith("year:")]
            effects += [
                Edit(posting=each, card=_card("Changed."))
                for each in dice.sample(keys, min(len(keys), 5))
            ]
            year.said["edits"] += len(effects)
        for who in some:
            known = next(each for each in _everyone(work) if each.name == f"Member {who[1:]}")
            effects.append(
                work.tell(
                    known.id,
                    _card(f"About {importance}."),
                    key=f"year:{work.new_id()}",
                    purpose=purpose,
                    importance=importance,
                    expires=ends,
                )
            )
            year.said[purpose] += 1
        keep(work, event, effects, News())
    world.advance()


def _everyone(work: Work) -> list[Person]:
    assert work.cohort is not None
    return circle.belonging(work.db, work.cohort.id)


def _card(text: str) -> Card:
    button = Button(label="Show my data", action="command", args={"text": "my data"})
    return Card(blocks=(Paragraph(nodes=(Plain(text=text),)),), buttons=(button,))
