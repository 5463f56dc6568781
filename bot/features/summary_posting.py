"""A moderator approves a draft: then, and not before, it is posted."""

from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.summary_copies import (
    changer,
    concerned,
    kept,
    posted_card,
    put,
    retire,
    settle,
    waiting,
)
from bot.features.summary_sources import sources
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Note, Post, Swap, Whisper
from bot.protocol.events import Pressed
from bot.protocol.text import Link
from bot.rules import summary as rules
from bot.rules.summary import Sources
from bot.rules.summary_themes import only_shown
from bot.store import cohorts, postings, queue, summaries
from bot.store.records import Discussion, Subject, Summary

story = Story("summary-posting")

CHOSEN = ("thread", "room")
"""Where a moderator may let it go who is asked each time."""


def _stale(work: Work) -> Effects:
    return [Whisper(card=work.card("stale-button"))]


@story.button("draft.approve", who="moderator")
def approve(event: Pressed, work: Work) -> Effects:
    """Post the draft as it stands, if this moderator has seen it so. The cohort's setting
    ``summaries`` says where: ``thread`` (unless told otherwise), ``room``, or ``moderators``, who
    are asked each time. A summary that was posted before is put in place of instead."""
    found = waiting(work, event)
    if found is None or work.who is None or work.cohort is None:
        return _stale(work)
    summary, subject = found
    if event.args.get("version") != str(summary.version):
        who = changer(work, summary)
        return [Whisper(card=work.card("summary-approve-changed", who=who, title=subject.title))]
    read = sources(work, subject)
    if not kept(summary, read).items() and not summary.opening:
        return [Whisper(card=work.card("summary-approve-empty"))]
    earlier = summaries.overtaken(work.db, subject)
    standing = _standing(work, earlier)
    where = work.cohort.settings.get("summaries", "thread")
    if not isinstance(subject, Discussion):
        where = "room"  # what was said during a period belongs to no thread
        if standing is None and not cohorts.rooms(work.db, work.cohort.id):
            return [Whisper(card=work.card("summary-no-room", title=subject.title))]
    if where == "moderators" and event.args.get("where") in CHOSEN:
        where = event.args["where"]
    if where == "moderators" and standing is None:
        return [Whisper(card=_where(work, summary, subject))]
    approved = replace(
        summary,
        state="approved",
        approved_by=work.who.id,
        approved_at=work.now,
        posting=standing or f"summary:{summary.id}",
        # What was taken out is not kept either.
        draft=rules.to_json(only_shown(kept(summary, read))),
    )
    summaries.change(
        work.db,
        approved.id,
        state=approved.state,
        approved_by=approved.approved_by,
        approved_at=approved.approved_at,
        posting=approved.posting,
        draft=approved.draft,
    )
    where = where if standing is None else "again"
    return [
        *_decided(event, work, approved, subject, where),
        *_overtaken(work, earlier, subject),
        *_published(work, approved, subject, read, where),
        Note(
            topic="summary-approved",
            args={"summary": approved.id, "cohort": approved.cohort},
        ),
    ]


def _standing(work: Work, earlier: list[Summary]) -> str | None:
    """The posting of a summary that stands in the room, or is on its way there."""
    keys = (each.posting for each in earlier if each.posting is not None)
    return next((key for key in keys if queue.original(work.db, key) is not None), None)


def _where(work: Work, summary: Summary, subject: Subject) -> Card:
    def goes(where: str) -> Button:
        return work.button(
            f"summary-where-{where}",
            "draft.approve",
            summary=summary.id,
            version=str(summary.version),
            where=where,
        )

    return work.card("summary-where", goes("thread"), goes("room"), title=subject.title)


def _decided(
    event: Pressed, work: Work, summary: Summary, subject: Subject, where: str
) -> list[Effect]:
    assert work.who is not None and work.cohort is not None
    place = work.word(f"summary-goes-{'held' if work.cohort.state == 'held' else where}")
    card = work.card(
        "summary-approved",
        work.button("summary-see", "summary.see", summary=summary.id),
        who=work.who.name,
        title=subject.title,
        place=place,
    )
    # Their own card, too: whoever presses and sees no change cannot approve a second time.
    return [Swap(card=card), *settle(work, summary, "draft", card)]


def _overtaken(work: Work, earlier: list[Summary], subject: Subject) -> list[Effect]:
    card = work.card("summary-renewed", title=subject.title)
    return [
        effect
        for each in earlier
        for effect in (*retire(work, each), *settle(work, each, "outdated", card))
    ]


def _published(
    work: Work, summary: Summary, subject: Subject, read: Sources, where: str
) -> list[Effect]:
    assert summary.posting is not None
    card = posted_card(work, summary, subject, read)
    concerns = concerned(summary, read)
    if where == "again":
        return put(work, summary.posting, card, concerns)
    if isinstance(subject, Discussion):
        room, thread = subject.room, None if where == "room" else subject.posting
    else:
        room, thread = cohorts.rooms(work.db, subject.cohort)[0].id, None
    return [
        Post(
            room=room,
            thread=thread,
            card=card,
            key=summary.posting,
            concerns=concerns,
        )
    ]


@story.button("summary.see")
def see(event: Pressed, work: Work) -> Effects:
    """Say where the posted summary stands."""
    found = summaries.get(work.db, event.args.get("summary", ""))
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return _stale(work)
    posting = postings.get(work.db, found.posting or "")
    link = work.link(postings.ref_of(posting)) if posting is not None else None
    if link is None:
        return [Whisper(card=work.card("summary-see-later"))]
    here = Link(url=link, label=work.word("summary-see-label"))
    return [Whisper(card=work.card("summary-see-here", link=here))]
