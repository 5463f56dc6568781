"""The moderators' Start: their own hello goes first, then everything else may begin."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card, Field, Form
from bot.protocol.effects import Ask, Correct, Edit, Effect, Note, Post, Whisper
from bot.protocol.events import Commanded, Submitted
from bot.rules.cadence import stored_instant
from bot.rules.filled import Filled
from bot.store import cohorts, programme
from bot.store.records import Cohort
from bot.text import dates
from bot.text.markdown import to_blocks

story = Story("starting")

HELLO_LIMIT = 2500


@story.command("start", who="moderator")
def start(event: Commanded, work: Work, rest: str) -> Effects:
    """Open the form with the hello."""
    cohort = work.cohort
    assert cohort is not None
    if cohort.state != "planned":
        return [_started_already(work, cohort)]
    key = "start-hello" if cohort.theme else "start-hello-no-theme"
    name = work.who.name if work.who is not None else ""
    hello = Field(
        name="hello",
        label=work.word("start-field"),
        kind="text",
        value=work.word(key, cohort=cohort.name, theme=cohort.theme, name=name).rstrip(),
        required=True,
        limit=HELLO_LIMIT,
    )
    form = Form(
        action="cohort.start",
        args={"cohort": cohort.id},
        title=work.word("start-title"),
        submit=work.word("start-submit"),
        intro=work.say("start-intro"),
        fields=(hello,),
    )
    return [Ask(form=form)]


@story.form("cohort.start", who="moderator")
def begin(event: Submitted, work: Work) -> Effects:
    """Post the hello, let the cohort run, and tell the other stories."""
    cohort = work.cohort
    assert cohort is not None
    if cohort.state != "planned":
        return [_started_already(work, cohort)]
    filled = Filled(event.values)
    hello = filled.words("hello", HELLO_LIMIT, required=True, lines=True)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    if work.room is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    cohorts.change(work.db, cohort.id, state="running", started_at=work.now)
    work.refreshed()
    card = Card(blocks=work.say("hello-from", name=work.who.name) + to_blocks(hello))
    # The key is known to the welcome, which waits until the hello is in the room.
    post = Post(card=card, room=work.room.id, cohort=cohort.id, key=f"hello:{cohort.id}")
    effects: list[Effect] = [post, Note(topic="cohort-started")]
    done = _begun(work, cohort)
    # The card that offered Start has done its work.
    effects.append(Edit(card=done, posting=f"ready:{cohort.id}"))
    return [*effects, Whisper(card=done)]


def _begun(work: Work, cohort: Cohort) -> Card:
    steps = programme.unrolled(work.db, work.library, cohort)
    first = stored_instant(steps[0].day, steps[0].time, cohort.zone) if steps else None
    if first is None or first <= work.now:
        return work.card("started-late", cohort=cohort.name)
    return work.card("started", cohort=cohort.name, day=dates.moment(first, cohort.zone))


def _started_already(work: Work, cohort: Cohort) -> Whisper:
    match cohort.state:
        case "held":
            card = work.card("start-held", cohort=cohort.name)
        case "ended":
            card = work.card("start-ended", cohort=cohort.name)
        case _:
            started = dates.day(work.local(cohort.started_at).date())
            card = work.card("start-again", cohort=cohort.name, day=started)
    return Whisper(card=card)
