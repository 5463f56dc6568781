"""When a discussion closes, moderators get a draft of what was shared; a command gets it sooner.

The reading is slow work and done outside any transaction. Its result holds places in messages, not
their words, so that no word stands anywhere but in the message and in the summary.
"""

from dataclasses import asdict
from datetime import time, timedelta
from typing import Any

from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.features.summary_copies import (
    concerned,
    draft_card,
    posted_card,
    retire,
    settle,
)
from bot.features.summary_model import Asking, asking, rests, summed
from bot.features.summary_periods import clocks, meant
from bot.features.summary_reading import content_of, places, window
from bot.features.summary_sources import sources
from bot.features.summary_subjects import about, named
from bot.features.summary_text import MOST_POINTS
from bot.insight import Message
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Run, Whisper
from bot.protocol.events import CameDue, Commanded, Finished, Noted
from bot.rules import cadence
from bot.rules import summary as rules
from bot.rules.summary_themes import continued, spare
from bot.store import agenda, discussions, summaries
from bot.store.records import Discussion, Period, Subject, Summary

story = Story("summaries")

MORNING = time(9)
UNREAD = timedelta(days=3)
MOST_WORDS = 60


@story.note("discussion-closed")
def plan_draft(event: Noted, work: Work) -> Effects:
    """A draft is due at 9:00 on the next working day."""
    assert work.cohort is not None
    day = cadence.summary_day(work.today(), cadence.days_off(work.cohort.settings))
    at = cadence.instant(day, MORNING, work.cohort.zone)
    agenda.plan(work.db, "draft", event.args["discussion"], at, work.cohort.id)
    return []


@story.due("draft")
def begin(event: CameDue, work: Work) -> Effects:
    """Read a closed discussion, unless what it holds is approved already."""
    discussion = discussions.get(work.db, event.subject)
    if work.cohort is None or discussion is None or discussion.state != "closed":
        return []
    last = summaries.last_change(work.db, discussion.id)
    if last is None:
        card = work.card(
            "summary-quiet",
            work.runs("summary-show-schedule", "schedule"),
            title=discussion.title,
        )
        return work.tell_moderators(card, key=f"quiet:{discussion.id}")
    approved = summaries.of_discussion(work.db, discussion.id, "approved")
    if approved and approved[0].created_at >= last:
        return []
    return [_reading(discussion)]


@story.note("draft-wanted")
def begin_now(event: Noted, work: Work) -> Effects:
    """Read a discussion or a period now."""
    subject = named(work, event.args)
    return [] if subject is None else [_reading(subject, asked=True)]


@story.command("summary", who="member")
def summary(event: Commanded, work: Work, rest: str) -> Effects:
    """Moderators get a draft, everyone else the newest summary that was approved."""
    assert work.cohort is not None and work.part is not None
    wanted = meant(work, rest) if rest else None
    if isinstance(wanted, str):
        return [Whisper(card=work.card(wanted, words=rest[:MOST_WORDS], zone=clocks(work)))]
    if work.part.role != "moderator":
        found = (
            summaries.newest_approved(work.db, work.cohort.id)
            if wanted is None
            else summaries.newest_of_period(work.db, wanted)
        )
        if found is None and wanted is not None:
            return [Whisper(card=_about(work, "summary-none-then", wanted))]
        return _approved(event, work, found)
    if wanted is not None:
        return _of_period(work, wanted)
    discussion = discussions.newest(work.db, work.cohort.id, answered=True)
    if discussion is None:
        return [Whisper(card=work.card("summary-nothing-yet"))]
    who = work.names(work.moderators())
    card = work.card("summary-reading", title=discussion.title, who=who)
    return [Whisper(card=card), _reading(discussion, asked=True)]


def _approved(event: Commanded, work: Work, approved: Summary | None) -> Effects:
    assert work.cohort is not None and work.who is not None
    subject = summaries.subject(work.db, approved) if approved is not None else None
    if approved is None or subject is None:
        return [Whisper(card=work.card("summary-none-approved"))]
    # Told and not whispered: a told copy can follow when someone takes their words back.
    found = sources(work, subject)
    copy = work.tell(
        work.who.id,
        posted_card(work, approved, subject, found),
        key=f"copy:{approved.id}:{work.new_id()}",
        purpose="answer",
        concerns=concerned(approved, found),
    )
    where = Whisper(card=work.card("summary-sent-privately"))
    return [copy] if event.place.direct else [where, copy]


def _of_period(work: Work, wanted: Period) -> Effects:
    if not summaries.messages(work.db, wanted):
        return [Whisper(card=_about(work, "summary-nothing-then", wanted))]
    its = summaries.period_of(work.db, wanted)
    who = work.names(work.moderators())
    card = _about(work, "summary-reading", its, who=who)
    return [Whisper(card=card), _reading(its, asked=True)]


def _about(work: Work, key: str, its: Period, **values: str) -> Card:
    """An answer about a period. The hours of a session are the cohort's, wherever its reader is."""
    blocks = work.say(key, title=its.title, **values)
    if its.kind == "session":
        blocks = (*blocks, *work.say("summary-clocks", zone=clocks(work)))
    return Card(blocks=blocks)


def _reading(subject: Subject, *, asked: bool = False) -> Run:
    # One reading at a time: asking twice while it waits makes no second draft.
    return Run(
        kind="summarise",
        args={**about(subject), "asked": "yes" if asked else "no"},
        cohort=subject.cohort,
        key=f"summarise:{subject.id}",
    )


@story.job("summarise")
async def summarise(args: dict[str, str], desk: Desk) -> Any:
    """Choose what a draft cites. The result names messages and places in them."""
    read, edited, asked = await desk.read(lambda db: _window(desk.work(db), args))
    found, helped = await summed(read, MOST_POINTS, asked)
    return places(found, read, edited) | {"helped": asdict(helped) if helped else None}


def _window(
    work: Work, args: dict[str, str]
) -> tuple[list[Message], dict[str, str], Asking | None]:
    subject = named(work, args)
    read, edited = window(work, subject)
    return read, edited, asking(work, subject, read)


@story.result("summarise")
def drafted(event: Finished, work: Work) -> Effects:
    """Keep the draft and show it to every moderator, in place of an earlier one."""
    subject = named(work, event.args)
    if subject is None or work.cohort is None:
        return []
    again = work.runs("summary-try-again", "summary")
    if event.error is not None or not isinstance(event.result, dict):
        return work.tell_moderators(work.card("summary-failed", again, title=subject.title))
    found = sources(work, subject)
    edited: dict[str, str] = event.result["edited"]
    rests(work, work.cohort)
    if "themes" not in event.result or any(
        each in found and found[each].edited != at for each, at in edited.items()
    ):
        # It was read before there were themes, or words changed while they were read, so that the
        # places may mean others now.
        return [_reading(subject, asked=event.args["asked"] == "yes")]
    content = content_of(event.result, found)
    if not content.items():
        card = work.card("summary-nothing-quotable", title=subject.title)
        return work.tell_moderators(card)
    earlier = summaries.of_subject(work.db, subject, "draft", "approved")
    dropped: list[str] = []
    seen: set[str] = set()
    if earlier:
        before = rules.upheld(rules.from_json(earlier[0].draft), found)
        content = rules.upheld(continued(content, before), found)
        # What people have marked since may be taken in again, what was left out all the same not.
        marked = {each.id for each in before.points if each.marked}
        new = {each.id for each in content.points if each.marked} - marked
        dropped = [each for each in earlier[0].dropped if each not in new]
        seen = {each.id for each in rules.without(before, dropped).points}
    shown = rules.without(content, dropped)
    dropped += [each for each in spare(shown) if each not in seen]
    fresh = Summary(
        id=work.new_id(),
        cohort=subject.cohort,
        discussion=subject.id if isinstance(subject, Discussion) else None,
        period=subject.id if isinstance(subject, Period) else None,
        state="draft",
        version=1,
        opening=earlier[0].opening if earlier else "",
        opening_by=earlier[0].opening_by if earlier else None,
        draft=rules.to_json(content),
        dropped=dropped,
        created_at=work.now,
        changed_by=None,
        approved_by=None,
        approved_at=None,
        posting=None,
    )
    summaries.add(work.db, fresh)
    agenda.plan(work.db, "draft-unread", fresh.id, work.now + UNREAD, subject.cohort)
    replaced = work.card("summary-replaced", title=subject.title)
    effects: list[Effect] = []
    for each in earlier:
        if each.state == "draft":
            effects += [*retire(work, each), *settle(work, each, "draft", replaced)]
    card = draft_card(work, fresh, subject, found)
    told = work.tell_moderators(
        card,
        key=f"draft:{fresh.id}",
        # Whoever asks gets an answer, while the cohort is on hold, too.
        purpose="answer" if event.args["asked"] == "yes" else "duty",
        concerns=concerned(fresh, found),
    )
    return [*effects, *told]


@story.due("draft-unread")
def remind(event: CameDue, work: Work) -> Effects:
    """Nobody has touched a draft for three days: the moderators are told, once."""
    waiting = summaries.get(work.db, event.subject)
    if work.cohort is None or waiting is None or waiting.state != "draft":
        return []
    subject = summaries.subject(work.db, waiting)
    card = work.card(
        "summary-unread",
        work.button("summary-show-draft", "draft.show", style="primary", summary=waiting.id),
        title=subject.title if subject is not None else "",
    )
    return work.tell_moderators(card, key=f"unread:{waiting.id}")
