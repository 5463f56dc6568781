"""The people of one cohort: they write, change and delete, come in, are let in, agree and command,
and each knows what of it was acknowledged."""

import asyncio
import random
from dataclasses import dataclass, field

from bot.text.library import default_dir
from tests.run.served import COHORT
from tests.run.workspace import direct, user_id
from tests.soak.post import Postman
from tests.soak.trouble import TroubledSlack

MARK = "beside the umbrella stand"
"""Stands in every message, and so must stand in no log."""
QUOTES = ("name", "role", "none")
PROMPTS = sorted(path.stem for path in (default_dir() / "library").glob("*.md"))
WRITERS = 2


@dataclass(slots=True, kw_only=True)
class Wrote:
    """A message: its words and all later ones, each with whether it was acknowledged; ``gone``:
    whether its removal was, None if nobody removed it."""

    room: str
    ts: str
    versions: list[tuple[str, bool]]
    gone: bool | None = None


@dataclass(slots=True, kw_only=True)
class Newcomer:
    """Someone who came in. ``invited``, ``agreed``: whether the press that did it was acknowledged;
    None if nobody pressed."""

    who: str
    entered: bool
    invited: bool | None = None
    agreed: bool | None = None


@dataclass(slots=True, kw_only=True)
class Did:
    """What the people of a cohort did, in order."""

    wrote: list[Wrote] = field(default_factory=list)
    came: list[Newcomer] = field(default_factory=list)
    prompts: list[tuple[str, bool]] = field(default_factory=list)
    quotes: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)


class Cohort:
    def __init__(
        self, number: int, slack: TroubledSlack, post: Postman, dice: random.Random, members: int
    ) -> None:
        self.slack = slack
        self.post = post
        self.dice = dice
        self.number = number
        self.room = f"C0ROOM{number}"
        self.moderator, self.other = f"ana{number}", f"bob{number}"
        """The one who decides, and the other moderator, who is to see what was decided."""
        self.members = [
            self.moderator, self.other, *(f"mem{number}x{n}" for n in range(members - 1))
        ]  # fmt: skip
        self.did = Did()
        self._count = 0
        self._commanding: set[str] = set()
        slack.lives_in(self.room, self.members)

    async def begin(self) -> None:
        """Set up, started and agreed to, while nothing goes wrong; and a first prompt."""
        slack, ana = self.slack, self.moderator
        assert (await slack.command(ana, "new")).status == 200
        assert (await slack.fill(ana, COHORT | {"Name": f"Spring {self.number}"})).status == 200
        await slack.press(ana, "Start")
        await slack.fill(ana, {})
        for who in self.members:
            await slack.press(who, "Agree")
        await slack.command(ana, f"role <@{user_id(self.other)}> moderator")
        await slack.sees(self.other, "moderator")
        await self._ask()
        await slack.until(lambda: slack.posted("prompt", self.room))

    async def live(self) -> None:
        """Until cancelled."""
        await asyncio.gather(self._moderate(), *(self._talk() for _ in range(WRITERS)))

    def _named(self, what: str) -> str:
        self._count += 1
        return f"{what}{self.number}x{self._count}"

    # Writing

    async def _talk(self) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0.05, 0.6))
            if self.dice.random() < 0.08:
                await self._quote()
            else:
                await self._write()

    async def _write(self) -> None:
        who = self.dice.choice(self.members)
        thread = self.dice.choice(self.slack.posted("prompt", self.room)[-4:])["ts"]
        text = f"What we tried {MARK}, {self._named('number ')}."
        payload = self.slack.message(who, text, thread)
        wrote = Wrote(room=self.room, ts=payload["event"]["ts"], versions=[(text, False)])
        self.did.wrote.append(wrote)
        if not await self.post.event(payload):
            return
        wrote.versions[0] = (text, True)
        while self.dice.random() < 0.15:
            text = f"{text} Or rather: {self._named('thought ')}."
            wrote.versions.append((text, False))
            self.slack.rewrite(self.room, wrote.ts, text)
            acked = await self.post.event(self.slack.edited(payload, text))
            wrote.versions[-1] = (text, acked)
        if self.dice.random() < 0.06:
            wrote.gone = False
            self.slack.rewrite(self.room, wrote.ts, None)
            wrote.gone = await self.post.event(self.slack.deleted(payload))

    async def _quote(self) -> None:
        # Nobody gives two commands at once: which of them counts could not be told.
        who = self.dice.choice([each for each in self.members if each not in self._commanding])
        how = self.dice.choice(QUOTES)
        theirs = self.did.quotes.setdefault(who, [])
        theirs.append((how, False))
        self._commanding.add(who)
        theirs[-1] = (how, await self.post.act(self.slack.commanded(who, f"quote {how}")))
        self._commanding.discard(who)

    # Moderating

    async def _moderate(self) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0.3, 1.2))
            match self.dice.random():
                case luck if luck < 0.35:
                    await self._ask()
                case luck if luck < 0.6:
                    await self._come_in()
            for each in self.did.came[-12:]:
                await self._let_in(each)

    async def _ask(self) -> None:
        name = PROMPTS[len(self.did.prompts) % len(PROMPTS)]
        self.did.prompts.append((name, False))
        acked = await self.post.act(self.slack.commanded(self.moderator, f"prompt {name} now"))
        self.did.prompts[-1] = (name, acked)

    async def _come_in(self) -> None:
        new = Newcomer(who=self._named("new"), entered=False)
        self.did.came.append(new)
        new.entered = await self.post.event(self.slack.joins(new.who, self.room))

    async def _let_in(self, new: Newcomer) -> None:
        """Press what there is to press for a newcomer, once each, as soon as it is shown."""
        ana, slack = self.moderator, self.slack
        if new.invited is None:
            if card := slack.newest(direct(ana), f"{new.who.title()} ", "Invite"):
                new.invited = False
                new.invited = await self.post.act(slack.pressed(ana, "Invite", card))
        elif new.agreed is None and (card := slack.newest(direct(new.who), "", "Agree")):
            new.agreed = False
            new.agreed = await self.post.act(slack.pressed(new.who, "Agree", card))
