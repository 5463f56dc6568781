"""A moderator takes a message out of all records; its author gets a private note."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Field, Form, Option
from bot.protocol.effects import Ask, Note, Whisper
from bot.protocol.events import Commanded, Submitted
from bot.store import discussions, people
from bot.store.records import Message

story = Story("leave_out")

MOST = 50
LETTERS = 75


@story.command("leave out", who="moderator")
def choose(event: Commanded, work: Work, text: str) -> Effects:
    """Show the latest messages of the discussion that was written in last, to choose one."""
    assert work.cohort is not None
    found = discussions.newest(work.db, work.cohort.id, answered=True)
    if found is None:
        return [Whisper(card=work.card("leave-out-nothing"))]
    latest = list(reversed(discussions.messages(work.db, found.id)))[:MOST]
    names = people.named(work.db, [each.person for each in latest])
    options = tuple(
        Option(value=each.id, label=_label(names[each.person].name, each)) for each in latest
    )
    field = Field(
        name="message",
        label=work.word("leave-out-field"),
        kind="choice",
        options=options,
        required=True,
    )
    form = Form(
        action="leave-out",
        title=work.word("leave-out-title"),
        fields=(field,),
        submit=work.word("leave-out-submit"),
        intro=work.say("leave-out-intro", title=found.title),
        args={"cohort": work.cohort.id},
    )
    return [Ask(form=form)]


@story.form("leave-out", who="moderator")
def take_out(event: Submitted, work: Work) -> Effects:
    """Take it out, tell its author, and renew whatever quotes it."""
    gone = discussions.message_by_id(work.db, str(event.values.get("message", "")))
    if gone is None or work.cohort is None or gone.cohort != work.cohort.id:
        return [Whisper(card=work.card("leave-out-gone"))]
    assert work.who is not None
    found = discussions.get(work.db, gone.discussion)
    title = found.title if found is not None else ""
    discussions.take_out(work.db, gone, work.now)
    note = work.card("left-out-note", title=title, name=work.who.name)
    return [
        work.tell(gone.person, note, key=f"left-out:{gone.id}", importance=9),
        Note(topic="words-changed", args={"discussion": gone.discussion}),
        Whisper(card=work.card("leave-out-done", title=title)),
    ]


def _label(name: str, message: Message) -> str:
    label = f"{name}: {' '.join(message.text.split())}"
    return label if len(label) <= LETTERS else label[: LETTERS - 1] + "…"
