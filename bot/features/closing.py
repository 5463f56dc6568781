"""A discussion comes to its end, earlier or later if the moderators say so."""

from datetime import timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Note, Post, Swap, Whisper
from bot.protocol.events import CameDue, Commanded, Noted, Pressed
from bot.rules import cadence
from bot.rules.timetable import later_by_days
from bot.store import agenda, discussions
from bot.store.records import Discussion
from bot.text import dates

story = Story("closing")

LONGEST = timedelta(days=60)
"""How long a discussion can be open, from its opening, counted by its extensions."""


@story.due("close")
def close_in_time(event: CameDue, work: Work) -> Effects:
    """Its days are over; for one whose cohort was held then, this is when the cohort resumes."""
    return _close(work, discussions.get(work.db, event.subject))


@story.note("close-due")
def close_before_the_next(event: Noted, work: Work) -> Effects:
    """Its days are over at the very moment at which another opens."""
    return _close(work, discussions.get(work.db, event.args["discussion"]))


@story.note("cohort-ended")
def close_all(event: Noted, work: Work) -> Effects:
    """The cohort has ended; nothing stays open behind it."""
    assert work.cohort is not None
    effects: list[Effect] = []
    for each in reversed(discussions.of_cohort(work.db, work.cohort.id, "open")):
        effects += _close(work, each)
    return effects


@story.command("close", who="moderator")
def ask_to_close(event: Commanded, work: Work, text: str) -> Effects:
    """Close the open discussion. Where there are several, the newest, once that is confirmed."""
    assert work.cohort is not None
    found, *others = discussions.of_cohort(work.db, work.cohort.id, "open") or [None]
    if found is None:
        return [Whisper(card=work.card("nothing-open"))]
    if not others:
        return [*_close(work, found), Whisper(card=work.card("close-done", title=found.title))]
    button = work.button("close-button", "close", style="danger", discussion=found.id)
    return [Whisper(card=work.card("close-confirm", button, title=found.title))]


@story.button("close", who="moderator")
def close_now(event: Pressed, work: Work) -> Effects:
    """Close it before its time."""
    found = discussions.get(work.db, event.args.get("discussion", ""))
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return [Whisper(card=work.card("stale-button"))]
    if found.state != "open":
        return [Swap(card=work.card("close-already", title=found.title))]
    return [*_close(work, found), Swap(card=work.card("close-done", title=found.title))]


@story.command("extend", "N days", who="moderator")
def extend(event: Commanded, work: Work, text: str) -> Effects:
    """Keep the newest open discussion open for longer."""
    found = _open(work)
    if found is None or work.cohort is None:
        return [Whisper(card=work.card("nothing-open"))]
    closes = dates.moment(found.closes_at, work.cohort.zone)
    days = _days(text)
    if days is None:
        buttons = [work.runs(f"extend-{n}-button", f"extend {n} days") for n in (1, 3, 7)]
        return [Whisper(card=work.card("extend-by", *buttons, title=found.title, closes=closes))]
    latest = found.opened_at + LONGEST
    if days > LONGEST.days or later_by_days(found.closes_at, days, work.cohort.zone) > latest:
        card = work.card("extend-too-long", title=found.title, most=LONGEST.days, closes=closes)
        return [Whisper(card=card)]
    effects = _move(work, found, days)
    moved = discussions.get(work.db, found.id)
    assert moved is not None
    closes = dates.moment(moved.closes_at, work.cohort.zone)
    return [*effects, Whisper(card=work.card("extend-done", title=found.title, closes=closes))]


def _days(text: str) -> int | None:
    """The number of days in ``3 days``, ``3``, ``1 day`` or ``2 weeks``; None if that is not
    what it says."""
    words = text.lower().split()
    if not words or not (words[0].isascii() and words[0].isdigit()) or len(words[0]) > 4:
        return None
    unit = words[1] if len(words) > 1 else "days"
    length = {"day": 1, "days": 1, "week": 7, "weeks": 7}.get(unit, 0) * int(words[0])
    return length or None


def _open(work: Work) -> Discussion | None:
    assert work.cohort is not None
    return next(iter(discussions.of_cohort(work.db, work.cohort.id, "open")), None)


def _move(work: Work, found: Discussion, days: int) -> list[Effect]:
    """Let a discussion close this many days later, and say so in its thread."""
    assert work.cohort is not None
    at = later_by_days(found.closes_at, days, work.cohort.zone)
    discussions.change(work.db, found.id, closes_at=at)
    agenda.plan(work.db, "close", found.id, at, found.cohort)
    card = work.card("discussion-extended", closes=dates.moment(at, work.cohort.zone))
    return [Post(room=found.room, thread=found.posting, card=card)]


def _close(work: Work, found: Discussion | None) -> list[Effect]:
    """Close a discussion that is open, and say in its thread what happens next."""
    if found is None or found.state != "open" or work.cohort is None:
        return []
    # Answers that wait for their reveal are shown before the door closes.
    effects: list[Effect] = []
    if found.reveal_at is not None and found.revealed_at is None:
        effects.append(Note(topic="reveal-due", args={"discussion": found.id}))
    discussions.change(work.db, found.id, state="closed", closed_at=work.now)
    for kind in ("close", "reveal", "follow-warn", "follow-up"):
        agenda.cancel(work.db, kind, found.id)
    for index in range(len(found.prompt["stages"])):
        agenda.cancel(work.db, "stage", f"{found.id}:{index}")
    effects.append(Post(room=found.room, thread=found.posting, card=_farewell(work, found),
                        key=f"closed:{found.id}"))  # fmt: skip
    effects.append(Note(topic="discussion-closed", args={"discussion": found.id}))
    return effects


def _farewell(work: Work, found: Discussion) -> Card:
    assert work.cohort is not None
    if not discussions.counted(work.db, found.id) and not discussions.messages(
        work.db, found.id, held=True
    ):
        return work.card("discussion-closed-unanswered")
    off = cadence.days_off(work.cohort.settings)
    card = work.card(
        "discussion-closed",
        moderators=work.names(work.moderators()),
        summary=dates.weekday(cadence.summary_day(work.today(), off)),
    )
    if work.cohort.state == "ended":
        return card
    tries = work.button("commitment-begin-button", "commitment.begin", discussion=found.id)
    return Card(blocks=(*card.blocks, *work.say("commitment-offer")), buttons=(tries,))
