"""Words in the private chat that answer a moderator's note: they reach nobody by themselves.

Nothing of them is kept. Their author hears so, and where to write instead; or has them passed on
once: the button carries the words, and no table does.
"""

import json
from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Swap, Whisper
from bot.protocol.events import Pressed, Said
from bot.protocol.text import Inline, Plain, Quote
from bot.protocol.text import plain as letters
from bot.store import cohorts, nudges, people
from bot.store.nudges import Nudge
from bot.store.records import Person
from bot.text.catalogue import mention

story = Story("replies")

ROOM = 1500  # letters of words that a button has room for, as JSON


@story.on(Said)
def answered(event: Said, work: Work) -> Effects:
    """Say that it goes no further, and what does."""
    if not event.place.direct or work.who is None:
        return ()
    note = nudges.answered_by(work.db, work.who.id, event.ref)
    its = cohorts.get(work.db, note.cohort) if note is not None else None
    if note is None or its is None:
        return ()
    # In the private chat the cohort need not be clear; the note says which it is.
    there = replace(work, cohort=its)
    there.refreshed()
    words = letters(event.nodes).strip()
    author = _author(there, note)
    if author is None:
        card = there.card("nudge-answer-gone", names=there.names(there.moderators()))
        return [Whisper(card=card)]
    user = people.user_of(work.db, author.id, event.place.platform, event.place.workspace)
    name: Inline = mention(user, author.name)
    if not _can_pass(there, note, words):
        return [Whisper(card=there.card("nudge-answer", name=name))]
    passes = there.button("nudge-pass-button", "nudge.pass", nudge=note.id, text=words)
    return [Whisper(card=there.card("nudge-answer-pass", passes, name=name))]


@story.button("nudge.pass")
def pass_on(event: Pressed, work: Work) -> Effects:
    """[Pass it on], once a note."""
    note = nudges.get(work.db, event.args.get("nudge", ""))
    if note is None or work.who is None or note.person != work.who.id:
        return [Whisper(card=work.card("stale-button"))]
    if work.cohort is None or note.cohort != work.cohort.id:
        return [Whisper(card=work.card("stale-button"))]
    author, words = _author(work, note), event.args.get("text", "")
    if author is None or not _can_pass(work, note, words):
        return [Whisper(card=work.card("nudge-pass-not"))]
    nudges.change(work.db, note.id, "passed")
    own = Quote(nodes=(Plain(text=words),), by=(Plain(text=work.who.name),))
    head = work.say("nudge-passed-head", name=work.who.name, cohort=work.cohort.name)
    tell = work.tell(
        author.id,
        Card(blocks=(*head, own)),
        key=f"nudge-answer:{note.id}",
        importance=8,
        concerns=(work.who.id,),
    )
    return [tell, Swap(card=work.card("nudge-passed", name=author.name))]


def _author(work: Work, note: Nudge) -> Person | None:
    """The moderator who wrote the note, if they are one still."""
    return next((each for each in work.moderators() if each.id == note.by), None)


def _can_pass(work: Work, note: Nudge, words: str) -> bool:
    """Whether these words can be passed on: by someone who agreed, not too long, not yet done."""
    fits = 0 < len(json.dumps(words, ensure_ascii=False)) <= ROOM
    return work.agreed and note.state == "sent" and bool(words.strip()) and fits
