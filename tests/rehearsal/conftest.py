"""A small engine of a few sentences, to play scripts against."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from adapters.sandbox.address import ROOM, dm
from adapters.sandbox.platform import Platform
from adapters.sandbox.stage import create_stage
from bot.protocol.cards import Button, Card, Field, Form
from bot.protocol.effects import Ask, Correct, Reply, Swap, Whisper
from bot.protocol.events import Commanded, Event, Pressed, Submitted
from bot.protocol.ports import Line, Outcome
from bot.protocol.text import Paragraph, Plain
from bot.rehearsal.player import Failure, perform
from bot.rehearsal.script import load

HEAD = """\
cohort: {name: Spring, theme: Data, time_zone: America/New_York, starts: 2026-03-02}
people:
  ana: {name: Ana Ruiz, role: moderator}
  ben: {name: Ben Okafor, org: Bayview Clinic}
  gus: {name: Gus Hart, role: guest}
  cal: {name: Cal Ito, role: none}
script:
"""


def card(text: str, *labels: str) -> Card:
    return Card(
        blocks=(Paragraph(nodes=(Plain(text=text),)),),
        buttons=tuple(Button(label=label, action=label) for label in labels),
    )


class SmallScene:
    """A cohort that can be set up and started, and whose prompts come at given instants."""

    def __init__(self, starts: datetime) -> None:
        self.time = starts
        self.platform = Platform(lambda: self.time, title="#spring")
        self.ear = self
        self.prompts: list[tuple[datetime, str]] = []
        self.commands: list[str] = []
        self.setup: dict[str, object] = {}
        self.agreed: list[str] = []
        self.settled = 0

    # Scene

    def now(self) -> datetime:
        return self.time

    def next_due(self) -> datetime | None:
        return min((at for at, _ in self.prompts), default=None)

    async def advance(self, to: datetime) -> None:
        for at, text in sorted(self.prompts):
            if at <= to:
                self.time = max(self.time, at)
                self.prompts.remove((at, text))
                self.platform.say("bot", ROOM, card(text), key=f"prompt:{text}")
        self.time = to

    async def settle(self) -> None:
        self.settled += 1

    # Ear

    async def take(self, event: Event) -> Outcome:
        return Outcome(new=True, replies=tuple(self._answer(event)))

    async def unsaid(self, event: Event, reply: Reply) -> None:
        raise AssertionError(f"not shown: {reply}")

    def completions(self) -> Sequence[tuple[str, str]]:
        return ()

    def _answer(self, event: Event) -> Sequence[Reply]:
        match event:
            case Commanded(text=text, who=who):
                self.commands.append(f"{who.user}: {text}")
                return self._command(text)
            case Submitted(action="new", values=values):
                self.setup = dict(values)
                if values["programme"] != "first-weeks":
                    return [Correct(errors={"programme": "There is no such programme."})]
                return [Whisper(card=card("Spring is planned."))]
            case Submitted(action="start", values=values):
                self.platform.say("bot", ROOM, card(str(values["hello"])))
                for person in self.platform.present():
                    self.platform.say("bot", dm(person.handle), card("Welcome.", "Agree", "Later"))
            case Pressed(action="Agree", who=who):
                self.agreed.append(who.user)
                return [Swap(card=card("You agreed."))]
        return []

    def _command(self, text: str) -> Sequence[Reply]:
        labels = ("Name", "Theme", "Purpose", "Time zone", "First day", "Last day", "Programme")
        fields = tuple(Field(name=one.lower(), label=one) for one in labels)
        hello = Field(name="hello", label="Your hello", value="Hello, all.", kind="text")
        match text:
            case "new":
                return [Ask(form=Form(action="new", title="New", fields=fields, submit="Save"))]
            case "start":
                form = Form(action="start", title="Start", fields=(hello,), submit="Start")
                return [Ask(form=form)]
        return [Whisper(card=card(f"Done: {text}"))]


class Theatre:
    """Plays scripts and keeps what came of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: list[Line] = []
        self.prompts: list[tuple[datetime, str]] = []
        self.scene: SmallScene

    def play(self, steps: str, head: str = HEAD) -> list[Failure]:
        self.path.write_text(head + steps, encoding="utf-8")
        script = load(self.path)
        self.scene = SmallScene(script.begins)
        self.scene.prompts = list(self.prompts)
        stage = create_stage(self.scene.platform, self.scene)
        return asyncio.run(perform(script, stage, self.scene, self.lines.append))


@pytest.fixture
def theatre(tmp_path: Path) -> Theatre:
    return Theatre(tmp_path / "week.yaml")
