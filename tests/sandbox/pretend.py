"""A pretended engine behind the sandbox's page: it answers a few things at once, by rule, so that
the page and its server are tested without the features of the day."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.sandbox.address import ROOM, place, user
from adapters.sandbox.example import read_example
from bot.protocol.adapter import Kit, Scene, SceneOptions
from bot.protocol.cards import Button, Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Reply, Swap, Whisper
from bot.protocol.events import Commanded, Event, HomeOpened, Pressed, Said, Submitted
from bot.protocol.ports import Chat, Ear, Outcome, Parcel, Stage
from bot.protocol.text import (
    Bullets,
    Code,
    Fine,
    Heading,
    Link,
    Mention,
    Paragraph,
    Plain,
    Quote,
    Strong,
    plain,
)

SCRIPT = """
cohort: {name: Spring cohort, theme: Collecting patient language data,
         time_zone: America/New_York, starts: 2026-03-02}
people:
  ana: {name: Ana Ruiz, role: moderator, org: Riverside Health Center}
  joy: {name: Joy Lee, role: moderator, org: Harbor Community Clinic}
  ben: {name: Ben Okafor, role: member, org: Bayview Clinic, time_zone: America/Los_Angeles}
  cho: {name: Cho Min-seo, role: member, org: Eastgate Family Health}
  dee: {name: Dee Washington, role: member, org: Mill Creek Health}
  eli: {name: Eli Navarro, role: member, org: Valle Verde Health Center}
  fay: {name: Fay Haddad, role: member, org: Northside Neighborhood Clinic}
  gus: {name: Gus Petrov, role: member, org: Lakeshore Health}
script: []
"""


def p(text: str) -> Paragraph:
    return Paragraph(nodes=(Plain(text=text),))


WELCOME = Card(
    blocks=(
        Heading(nodes=(Plain(text="Welcome to Spring cohort"),)),
        p("I keep what you write in the room and its threads, until 30 days after the end."),
        Bullets(
            items=(
                (Strong(text="Ana Ruiz and Joy Lee"), Plain(text=" read it, with your name.")),
                (Plain(text="You can see and erase it with "), Code(text="/cohort my data")),
            )
        ),
        Fine(nodes=(Plain(text="Not now is fine: you read along, and nothing is kept."),)),
    ),
    buttons=(
        Button(label="Agree", action="agree", style="primary"),
        Button(label="Not now", action="later"),
        Button(label="Erase all", action="erase", style="danger", confirm="This erases it all."),
    ),
)

PROMPT = Card(
    blocks=(
        Heading(nodes=(Plain(text="Week 1: The first words"),)),
        p(
            "Some of us ask every patient about language, some nobody yet; both help. What is "
            "said at your front desk, word for word? One line is enough."
        ),
        Paragraph(
            nodes=(
                Mention(user=user("cho"), name="Cho Min-seo"),
                Plain(text=" starts. To read: "),
                Link(url="https://example.org/language", label="Asking about language"),
            )
        ),
        Fine(nodes=(Plain(text="Open until Monday. Ana posts what we learned on Tuesday."),)),
    ),
)

DRAFT = Card(
    blocks=(
        Heading(nodes=(Plain(text="Draft: what was shared"),)),
        p("At several desks the question comes with the address:"),
        Quote(
            nodes=(Plain(text="We ask at registration: which language shall we speak with you?"),),
            by=(Plain(text="Ben Okafor"),),
            url="#m10",
        ),
    ),
    buttons=(
        Button(label="Approve and post", action="approve", style="primary"),
        Button(label="Edit", action="form"),
    ),
)

SETTINGS = Form(
    action="settings",
    title="Set the cohort up",
    submit="Save",
    intro=(p("This can be changed later, with /cohort settings."),),
    fields=(
        Field(name="name", label="Name", value="Spring cohort", required=True, limit=60),
        Field(name="purpose", label="Purpose", kind="text", hint="One or two sentences."),
        Field(name="starts", label="First day", kind="date", value="2026-03-02"),
        Field(
            name="quoted",
            label="How may you be quoted?",
            kind="choice",
            value="name",
            options=(
                Option(value="name", label="By name"),
                Option(value="role", label="By role"),
                Option(value="no", label="Not at all"),
            ),
        ),
        Field(
            name="days",
            label="Days without prompts",
            kind="choices",
            options=(Option(value="sat", label="Saturday"), Option(value="sun", label="Sunday")),
        ),
        Field(name="host", label="Who hosts week 2?", kind="person"),
    ),
)


class PretendScene:
    """Scene and Ear in one: a clock, an agenda, and rules."""

    def __init__(self, options: SceneOptions, chat: Chat) -> None:
        self._now = options.starts.astimezone(UTC)
        self.chat = chat
        self.ear: Ear = self
        self.events: list[Event] = []
        self.agenda: list[tuple[datetime, Parcel]] = []
        self.waiting: list[Parcel] = []
        self.broken = False

    def now(self) -> datetime:
        return self._now

    def next_due(self) -> datetime | None:
        return min((at for at, _ in self.agenda), default=None)

    async def advance(self, to: datetime) -> None:
        while (due := self.next_due()) is not None and due <= to:
            self._now = due
            self.waiting += [parcel for at, parcel in self.agenda if at == due]
            self.agenda = [(at, parcel) for at, parcel in self.agenda if at != due]
            await self.settle()
        self._now = max(self._now, to)

    async def settle(self) -> None:
        waiting, self.waiting = self.waiting, []
        for parcel in waiting:
            await self.chat.send(parcel)

    async def take(self, event: Event) -> Outcome:
        if self.broken:
            raise RuntimeError("out of order")
        self.events.append(event)
        return Outcome(new=True, replies=self._replies(event))

    def _replies(self, event: Event) -> tuple[Reply, ...]:
        match event:
            case Commanded(text="settings"):
                return (Ask(form=SETTINGS),)
            case Commanded(text=text):
                return (Whisper(card=Card(blocks=(p(f"You asked for: {text}"),))),)
            case Pressed(action="form"):
                return (Ask(form=SETTINGS),)
            case Pressed(action=action):
                return (Swap(card=Card(blocks=(p(f"Done: {action}."),))),)
            case Submitted(values=values) if "nonsense" in str(values["purpose"]):
                return (Correct(errors={"purpose": "Say it in plain words."}),)
            case Submitted(values=values):
                return (Whisper(card=Card(blocks=(p(f"Saved: {values['name']}."),))),)
            case Said(place=where, who=who, nodes=nodes) if where.direct:
                self.waiting.append(_tell(who.user, Card(blocks=(p(f"I read: {plain(nodes)}"),))))
            case HomeOpened(who=who):
                card = Card(
                    blocks=(
                        Heading(nodes=(Plain(text="Your week"),)),
                        p("Next prompt: Monday, March 9, 10:00 AM."),
                    ),
                    buttons=(Button(label="My data", action="data"),),
                )
                self.waiting.append(_publish(who.user, card))
            case _:
                pass
        return ()

    async def unsaid(self, event: Event, reply: Reply) -> None:
        raise AssertionError("everything can be shown here")

    def completions(self) -> Sequence[tuple[str, str]]:
        return (
            ("help", "what can be done here"),
            ("members", "who belongs to the cohort"),
            ("my data", "what is kept about you"),
            ("prompt [NAME] [now|DATE]", "post a prompt"),
            ("prompts [WORD]", "look prompts up"),
            ("settings", "change the cohort"),
            ("summary", "draft a summary"),
        )


def _post(card: Card, thread: str | None = None) -> Parcel:
    return Parcel(
        key=f"post-{id(card)}",
        kind="post",
        card=card,
        workspace="sandbox",
        place=place(ROOM),
        thread=thread,
    )


def _tell(who: str, card: Card) -> Parcel:
    return Parcel(
        key=f"tell-{id(card)}", kind="tell", card=card, workspace="sandbox", user=user(who)
    )


def _publish(who: str, card: Card) -> Parcel:
    return Parcel(key="home", kind="publish", card=card, workspace="sandbox", user=user(who))


async def _perform(path: Path, stage: Stage, scene: Scene) -> Sequence[str]:
    """A first day: everyone comes, is welcomed, and some answer."""
    assert isinstance(scene, PretendScene)
    for handle, profile in read_example(path).people.items():
        await stage.enter(handle, profile, silently=True)
        await scene.chat.send(_tell(handle, WELCOME))
    await scene.advance(scene.now() + timedelta(hours=33))
    await stage.say("ana", "Good to have you all here. I am around every morning.", to="room")
    await scene.advance(scene.now() + timedelta(hours=1))
    prompt = await scene.chat.send(_post(PROMPT))
    first = await stage.say("cho", "“Which language do you speak at home?”", to=prompt.message)
    await stage.say("ben", "We ask at registration, with the address.", to=prompt.message)
    await stage.react("joy", first, "bulb")
    scene.agenda.append((scene.now() + timedelta(days=2), _tell("ana", DRAFT)))
    return []


def kit(folder: Path) -> Kit:
    """A Kit whose scenes are pretended; its script is written into ``folder``."""
    (folder / "sandbox.yaml").write_text(SCRIPT, "utf-8")

    @asynccontextmanager
    async def scene(options: SceneOptions, chats: Mapping[str, Chat]) -> AsyncIterator[Scene]:
        await asyncio.sleep(0)
        yield PretendScene(options, chats["sandbox"])

    return Kit(scene=scene, rehearsals=folder, perform=_perform)
