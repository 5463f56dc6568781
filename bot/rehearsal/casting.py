"""Before a script begins: its cohort is set up by its first moderator, on the public road.

Nothing is put into a store: the moderator gives the commands and fills the forms that any
moderator would, so that a rehearsal shows what people really get.
"""

from collections.abc import Mapping, Sequence

from bot.protocol.adapter import Scene
from bot.protocol.ports import Line, Stage, StageError
from bot.protocol.refs import Profile, User
from bot.rehearsal.seen import Seen, brief
from bot.rehearsal.steps import Cast, Script

SETUP_FIELDS = {
    "name": "Name",
    "theme": "Theme",
    "purpose": "Purpose",
    "zone": "Time zone",
    "starts": "First day",
    "ends": "Last day",
    "programme": "Programme",
}
"""The labels of the form that ``/cohort new`` opens, by what a script says of its cohort."""

AGREE = "Agree"
"""The button of the welcome by which a member agrees."""


async def assemble(script: Script, stage: Stage, scene: Scene, seen: Seen) -> None:
    """Bring everyone to the place, set the cohort up, start it, and let those agree who do.

    ``seen`` begins just before the start, with the welcome as the first thing seen. Raises
    StageError if the set-up does not go as it should.
    """
    for person in script.people:
        profile = profile_of(person)
        if person.role == "none":
            await stage.meet(person.handle, profile)
        else:
            await stage.enter(person.handle, profile, silently=True)
    moderator = next(person.handle for person in script.people if person.role == "moderator")
    desk = _Desk(moderator, stage, scene)
    await desk.command("/cohort new")
    await desk.fill(_answers(script))
    for person in script.people:
        if person.handle != moderator and person.role in ("moderator", "guest", "sponsor"):
            await desk.command(f"/cohort role @{person.handle} {person.role}")
    seen.begin()
    await desk.command("/cohort start")
    await desk.fill({})
    for handle in script.agreed:
        await stage.press(handle, AGREE)
        await scene.settle()


def profile_of(person: Cast) -> Profile:
    """What the platform is to know of a person."""
    return Profile(
        user=_user(person.handle),
        name=person.name,
        zone=person.zone,
        title=person.title,
        organisation=person.organisation,
        manager=_user(person.manager) if person.manager else None,
    )


def _user(handle: str) -> User:
    # A Stage puts its own platform and workspace there; a script knows people by handle alone.
    return User(platform="", workspace="", user=handle)


def _answers(script: Script) -> Mapping[str, str]:
    """What the moderator fills in; a field that the script says nothing of stays as it is."""
    cohort = script.cohort
    answers = {
        "name": cohort.name,
        "theme": cohort.theme,
        "purpose": cohort.purpose,
        "zone": cohort.zone.key,
        "starts": cohort.starts.isoformat(),
        "ends": cohort.ends.isoformat() if cohort.ends else "",
        "programme": cohort.programme,
    }
    return {SETUP_FIELDS[key]: answer for key, answer in answers.items() if answer}


class _Desk:
    """The moderator who sets up: each act is settled, and must have come to something."""

    def __init__(self, moderator: str, stage: Stage, scene: Scene) -> None:
        self._moderator = moderator
        self._stage = stage
        self._scene = scene
        self._shown = 0

    async def command(self, text: str) -> None:
        self._shown = len(self._stage.lines())
        await self._stage.command(self._moderator, text, where="room")
        await self._scene.settle()

    async def fill(self, values: Mapping[str, str | Sequence[str]]) -> None:
        """Fill in the form that the last command opened; one that comes back is no set-up."""
        opened = self._form()
        try:
            await self._stage.fill(self._moderator, values)
        except StageError as why:
            raise StageError(f"{why}; {self._moderator} sees: {self._newest()}") from why
        now = self._form()
        if now is not None and now is not opened and now.edited:
            old = opened.text.splitlines() if opened else []
            rows = [row for row in now.text.splitlines() if row not in old]
            raise StageError(f"the form came back: {' / '.join(rows)}")
        await self._scene.settle()

    def _form(self) -> Line | None:
        """The moderator's form as it was shown last."""
        for line in reversed(self._stage.lines()):
            if line.kind == "form" and self._stage.visible(self._moderator, line):
                return line
        return None

    def _newest(self) -> str:
        lines = [
            line
            for line in self._stage.lines()[self._shown :]
            if line.sender != self._moderator and self._stage.visible(self._moderator, line)
        ]
        return f"“{brief(lines[-1])}”" if lines else "nothing new"
