"""What members write in a discussion is kept, follows their edits, and goes when they delete it.

An answer counts wherever the platform puts it: in the thread of the prompt, in a thread under an
answer, or in the room while a discussion is open. Without the author's agreement there are no
words here to keep; that somebody wrote is all that is noted then.
"""

import json
from datetime import datetime

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Note
from bot.protocol.events import Edited, Noted, Removed, Said
from bot.protocol.refs import Ref
from bot.protocol.text import Inlines, plain
from bot.store import cohorts, discussions, early_edits, postings, queue
from bot.store.codec import dump_nodes, load_nodes
from bot.store.early_edits import EarlyEdit
from bot.store.records import Discussion, Message

story = Story("answers")


@story.on(Said)
def keep_answer(event: Said, work: Work) -> Effects:
    """Keep an answer of someone who belongs to the cohort and agreed."""
    part = work.part
    if event.place.direct or part is None or part.state not in cohorts.BELONGING:
        return ()
    if work.cohort is None or work.cohort.state == "ended" or work.who is None:
        return ()
    found = _discussion(work, event.ref)
    if found is None or discussions.is_refused(work.db, event.ref):
        return ()
    moderator = part.role == "moderator"
    discussions.heard(work.db, found.id, event.at, moderator=moderator)
    if work.agreed:
        _keep(work, found, work.who.id, event.ref, event.nodes, event.at)
    return ()


@story.note("message-kept")
def keep_after_agreeing(event: Noted, work: Work) -> Effects:
    """Keep the message that someone had written before they agreed. ``ref`` and ``nodes`` are
    JSON; ``person`` and ``at`` (ISO) where the event itself does not tell them."""
    ref = Ref(**json.loads(event.args["ref"]))
    person = event.args.get("person") or (work.who.id if work.who is not None else None)
    found = _discussion(work, ref)
    if found is None or person is None or not cohorts.agreed(work.db, found.cohort, person):
        return ()
    at = datetime.fromisoformat(event.args["at"]) if "at" in event.args else work.now
    _keep(work, found, person, ref, load_nodes(json.loads(event.args["nodes"])), at)
    return ()


@story.on(Edited)
def follow_edit(event: Edited, work: Work) -> Effects:
    """Let a kept message have its new words. Platforms tell of edits that changed no word, and of
    an earlier one after a later one."""
    if work.who is None or not work.agreed:
        return ()
    kept = discussions.message_at(work.db, event.ref)
    if kept is None:
        return _wait_for_message(event, work, work.who.id)
    if kept.person != work.who.id:
        return ()
    if kept.edited_at is not None and event.at < kept.edited_at:
        return ()
    nodes = dump_nodes(event.nodes)
    # Also where the words are the same: they may be back, and what was between comes late.
    discussions.change_message(
        work.db, kept.id, nodes=nodes, text=plain(event.nodes), edited_at=event.at
    )
    if nodes == kept.nodes:
        return ()
    return [Note(topic="words-changed", args={"discussion": kept.discussion})]


def _wait_for_message(event: Edited, work: Work, person: str) -> Effects:
    """Some edits overtake their message. One of a message from before its author agreed is none of
    them: of those nothing is kept, whatever their author changes."""
    if event.place.direct or discussions.is_refused(work.db, event.ref):
        return ()
    assert work.cohort is not None
    agreement = cohorts.current_consent(work.db, work.cohort.id, person, "agreement")
    if agreement is None or event.written is None or event.written <= agreement.since:
        return ()
    found = _discussion(work, event.ref)
    if found is not None:
        edit = EarlyEdit(person=person, nodes=dump_nodes(event.nodes), at=event.at)
        early_edits.keep(work.db, event.ref, found.cohort, edit)
    return ()


@story.on(Removed)
def follow_removal(event: Removed, work: Work) -> Effects:
    """Let a message be gone that its author deleted, also if it is delivered again later."""
    if work.cohort is None or event.place.direct:
        return ()
    kept = discussions.message_at(work.db, event.ref)
    if kept is None:
        early_edits.take(work.db, event.ref)
        discussions.refuse(work.db, event.ref, work.cohort.id, work.now)
        return ()
    discussions.take_out(work.db, kept, work.now)
    return [Note(topic="words-changed", args={"discussion": kept.discussion})]


def _discussion(work: Work, ref: Ref) -> Discussion | None:
    """The discussion in which a message of the room stands, or None."""
    if work.room is None:
        return None
    if ref.thread is None:
        return discussions.open_in_room(work.db, work.room.id) or _being_posted(work, work.room.id)
    ours = postings.of_thread(work.db, ref)
    if ours is None:
        answered = discussions.in_thread(work.db, ref)
        if answered is not None:
            return discussions.get(work.db, answered.discussion)
        coming = _being_posted(work, work.room.id)
        if coming is not None:
            return coming
        # What was on its way a moment ago, and is no more, stands in this thread by now.
        ours = postings.of_thread(work.db, ref)
    return discussions.of_posting(work.db, ours.key) if ours is not None else None


def _being_posted(work: Work, room: str) -> Discussion | None:
    """The discussion whose prompt people may read already, while we do not know yet where it
    stands: it is on its way, or its answer broke off. A thread that nobody knows is its own."""
    assert work.cohort is not None
    for each in discussions.of_cohort(work.db, work.cohort.id, "open"):
        if each.room == room and queue.state_of(work.db, each.posting) in ("sending", "unsure"):
            return each
    return None


def _keep(
    work: Work, found: Discussion, person: str, ref: Ref, nodes: Inlines, at: datetime
) -> None:
    edit = early_edits.take(work.db, ref)
    if edit is not None and edit.person != person:
        edit = None
    if edit is not None:
        nodes = load_nodes(edit.nodes)
    text = plain(nodes)
    if not text.strip():
        return
    discussions.keep(
        work.db,
        Message(
            id=work.new_id(),
            cohort=found.cohort,
            discussion=found.id,
            person=person,
            platform=ref.platform,
            workspace=ref.workspace,
            channel=ref.channel,
            message=ref.message,
            thread=ref.thread,
            nodes=dump_nodes(nodes),
            text=text,
            at=at,
            edited_at=edit.at if edit is not None else None,
            held=False,
        ),
    )
