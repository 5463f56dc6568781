"""The player: does a script's steps on a Stage, in front of a Scene's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.protocol.adapter import Scene
from bot.protocol.ports import Stage, StageError
from bot.rehearsal import steps
from bot.rehearsal.casting import assemble, profile_of
from bot.rehearsal.lines import Printer
from bot.rehearsal.seen import Seen
from bot.rehearsal.steps import Script, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Where and why a rehearsal ended early."""

    path: Path
    line: int
    why: str

    def __str__(self) -> str:
        # Set in after the first row, so that a message quoted here is never taken for output.
        rows = self.why.replace("\n", "\n  ")
        return f"{self.path}:{self.line}: {rows}"


async def perform(script: Script, stage: Stage, scene: Scene, printer: Printer) -> list[Failure]:
    """Set the cohort up and play all steps; each line is printed as soon as its step is done.

    Ends at the first step that fails, since all later ones build on it. What the engine raises
    on its own (a fault, not a failed step) is not caught.
    """
    play = _Play(script, stage, scene, printer)
    line = script.cohort.line
    try:
        await play.assemble()
        for step in script.steps:
            line = step.line
            await play.take(step)
    except StageError as why:
        return [Failure(path=script.path, line=line, why=str(why))]
    finally:
        play.print_new()
    return []


def failures_text(failures: Sequence[Failure]) -> str:
    """What failed, a paragraph each; nothing in it begins with a brace."""
    return "\n".join(str(failure) for failure in failures)


class _Play:
    """One performance: the labels given so far, and who looked when."""

    def __init__(self, script: Script, stage: Stage, scene: Scene, printer: Printer) -> None:
        self._script = script
        self._stage = stage
        self._scene = scene
        self._printer = printer
        self._printed = 0
        self._labels: dict[str, str] = {}
        self._seen = Seen(stage)
        self._profiles = {person.handle: profile_of(person) for person in script.people}
        self._present = {person.handle for person in script.people if person.role != "none"}

    async def assemble(self) -> None:
        try:
            await assemble(self._script, self._stage, self._scene, self._seen)
        except StageError as why:
            raise StageError(f"the cohort could not be set up: {why}") from why
        self.print_new()

    async def take(self, step: Step) -> None:
        if not isinstance(step, steps.Expect):
            self._seen.go_on()
        match step:
            case steps.Expect():
                self._seen.check(step)
            case steps.At() | steps.Wait():
                await self._pass(step)
            case steps.ByPerson():
                await self._act(step)
                await self._scene.settle()
        self.print_new()

    async def _pass(self, step: steps.At | steps.Wait) -> None:
        zone, now = self._script.cohort.zone, self._scene.now()
        to = step.instant(zone) if isinstance(step, steps.At) else step.until(now, zone)
        if to < now:
            stands = now.astimezone(zone)
            raise StageError(f"the clock stands at {stands:%Y-%m-%d %H:%M} and cannot go back")
        await self._scene.advance(to)
        await self._scene.settle()

    async def _act(self, step: steps.ByPerson) -> None:
        stage, who = self._stage, step.who
        match step:
            case steps.Say(text=text, to=to, label=label):
                place = to if to in ("room", "dm") else self._message(to)
                id = await stage.say(who, text, to=place)
                if label is not None:
                    self._labels[label] = id
            case steps.Command(text=text, where=where):
                await stage.command(who, text, where=where)
            case steps.Press(button=button):
                await stage.press(who, button)
            case steps.Fill(form=form):
                await stage.fill(who, form)
            case steps.React(to=to, emoji=emoji):
                await stage.react(who, self._message(to), emoji)
            case steps.Keep(what=what):
                await stage.keep(who, self._message(what))
            case steps.Edit(what=what, text=text):
                await stage.edit(who, self._message(what), text)
            case steps.Delete(what=what):
                await stage.delete(who, self._message(what))
            case steps.Join():
                await self._join(who)
            case steps.Leave():
                await stage.leave(who)
                self._present.discard(who)
            case _:
                raise AssertionError(f"no such step: {step}")

    async def _join(self, who: str) -> None:
        if who in self._present:
            raise StageError(f"{who} is in the room already")
        await self._stage.enter(who, self._profiles[who])
        self._present.add(who)

    def _message(self, word: str) -> str:
        """The id of the message that is meant by ``prompt`` or by a label."""
        if word != "prompt":
            return self._labels[word]
        id = self._stage.prompt()
        if id is None:
            raise StageError("there is no prompt in the room yet")
        return id

    def print_new(self) -> None:
        lines = self._stage.lines()
        for line in lines[self._printed :]:
            self._printer(line)
        self._printed = len(lines)
