"""When a discussion closes, moderators get a draft of what was shared; a command gets it sooner.

The reading is slow work and done outside any transaction. Its result holds places in messages, not
their words, so that no word stands anywhere but in the message and in the summary.
"""

import asyncio
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
from bot.features.summary_reading import content_of, places, window
from bot.features.summary_sources import sources
from bot.features.summary_text import MOST_POINTS
from bot.insight import draft
from bot.protocol.effects import Effect, Run, Whisper
from bot.protocol.events import CameDue, Commanded, Finished, Noted
from bot.rules import cadence
from bot.rules import summary as rules
from bot.store import agenda, discussions, summaries
from bot.store.records import Discussion, Summary

story = Story("summaries")

MORNING = time(9)
UNREAD = timedelta(days=3)


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
    """Read a discussion now."""
    discussion = discussions.get(work.db, event.args["discussion"])
    return [] if discussion is None else [_reading(discussion, asked=True)]


@story.command("summary", who="member")
def summary(event: Commanded, work: Work, rest: str) -> Effects:
    """Moderators get a draft, everyone else the newest summary that was approved."""
    assert work.cohort is not None and work.part is not None
    if work.part.role != "moderator":
        return _approved(event, work)
    discussion = discussions.newest(work.db, work.cohort.id, answered=True)
    if discussion is None:
        return [Whisper(card=work.card("summary-nothing-yet"))]
    who = work.names(work.moderators())
    card = work.card("summary-reading", title=discussion.title, who=who)
    return [Whisper(card=card), _reading(discussion, asked=True)]


def _approved(event: Commanded, work: Work) -> Effects:
    assert work.cohort is not None and work.who is not None
    approved = summaries.newest_approved(work.db, work.cohort.id)
    discussion = discussions.get(work.db, approved.discussion) if approved is not None else None
    if approved is None or discussion is None:
        return [Whisper(card=work.card("summary-none-approved"))]
    # Told and not whispered: a told copy can follow when someone takes their words back.
    found = sources(work, discussion)
    copy = work.tell(
        work.who.id,
        posted_card(work, approved, discussion, found),
        key=f"copy:{approved.id}:{work.new_id()}",
        purpose="answer",
        concerns=concerned(approved, found),
    )
    where = Whisper(card=work.card("summary-sent-privately"))
    return [copy] if event.place.direct else [where, copy]


def _reading(discussion: Discussion, *, asked: bool = False) -> Run:
    # One reading at a time: asking twice while it waits makes no second draft.
    return Run(
        kind="summarise",
        args={"discussion": discussion.id, "asked": "yes" if asked else "no"},
        cohort=discussion.cohort,
        key=f"summarise:{discussion.id}",
    )


@story.job("summarise")
async def summarise(args: dict[str, str], desk: Desk) -> Any:
    """Choose what a draft cites. The result names messages and places in them."""
    read, edited = await desk.read(lambda db: window(desk.work(db), args["discussion"]))
    chosen = await asyncio.to_thread(draft, read, limit=MOST_POINTS)
    return places(chosen, read, edited)


@story.result("summarise")
def drafted(event: Finished, work: Work) -> Effects:
    """Keep the draft and show it to every moderator, in place of an earlier one."""
    discussion = discussions.get(work.db, event.args["discussion"])
    if discussion is None or work.cohort is None:
        return []
    again = work.runs("summary-try-again", "summary")
    if event.error is not None or not isinstance(event.result, dict):
        return work.tell_moderators(work.card("summary-failed", again, title=discussion.title))
    found = sources(work, discussion)
    edited: dict[str, str] = event.result["edited"]
    if any(each in found and found[each].edited != at for each, at in edited.items()):
        # Words changed while they were read: the places may mean others now.
        return [_reading(discussion, asked=event.args["asked"] == "yes")]
    content = content_of(event.result, found)
    if not content.items():
        card = work.card("summary-nothing-quotable", title=discussion.title)
        return work.tell_moderators(card)
    earlier = summaries.of_discussion(work.db, discussion.id, "draft", "approved")
    new = Summary(
        id=work.new_id(),
        cohort=discussion.cohort,
        discussion=discussion.id,
        state="draft",
        version=1,
        opening=earlier[0].opening if earlier else "",
        opening_by=earlier[0].opening_by if earlier else None,
        draft=rules.to_json(content),
        dropped=list(earlier[0].dropped) if earlier else [],
        created_at=work.now,
        changed_by=None,
        approved_by=None,
        approved_at=None,
        posting=None,
    )
    summaries.add(work.db, new)
    agenda.plan(work.db, "draft-unread", new.id, work.now + UNREAD, discussion.cohort)
    replaced = work.card("summary-replaced", title=discussion.title)
    effects: list[Effect] = []
    for each in earlier:
        if each.state == "draft":
            effects += [*retire(work, each), *settle(work, each, "draft", replaced)]
    card = draft_card(work, new, discussion, found)
    told = work.tell_moderators(
        card,
        key=f"draft:{new.id}",
        # Whoever asks gets an answer, while the cohort is on hold, too.
        purpose="answer" if event.args["asked"] == "yes" else "duty",
        concerns=concerned(new, found),
    )
    return [*effects, *told]


@story.due("draft-unread")
def remind(event: CameDue, work: Work) -> Effects:
    """Nobody has touched a draft for three days: the moderators are told, once."""
    waiting = summaries.get(work.db, event.subject)
    if work.cohort is None or waiting is None or waiting.state != "draft":
        return []
    discussion = discussions.get(work.db, waiting.discussion)
    card = work.card(
        "summary-unread",
        work.button("summary-show-draft", "draft.show", style="primary", summary=waiting.id),
        title=discussion.title if discussion is not None else "",
    )
    return work.tell_moderators(card, key=f"unread:{waiting.id}")
