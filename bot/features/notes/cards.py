"""The card that shows a note to moderators, and keeping all of its copies the same.

No story lives here, only what the stories of notes share.
"""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from babel.lists import format_list

from bot.engine.work import Work
from bot.features.notes.gathering import Gathered, unfinished
from bot.features.notes.telling import Told, body, reading, telling
from bot.features.summary_copies import put
from bot.protocol.cards import Button, Card, Style
from bot.protocol.effects import Effect
from bot.protocol.events import Pressed, Submitted
from bot.protocol.text import Block, Blocks, flatten
from bot.rules.periods import month
from bot.store import cohorts, notes, people, postings
from bot.store.codec import dump_card
from bot.store.notes import Note
from bot.text import dates


def begun(work: Work, first: date) -> Note | None:
    """The note of the month that begins on ``first``, if anything of that month was approved."""
    assert work.cohort is not None
    fresh = Note(
        id=work.new_id(),
        cohort=work.cohort.id,
        month=first,
        state="draft",
        version=1,
        left_out=[],
        shown=[],
        mark="",
        tried=None,
        changed_by=None,
        approved_by=None,
    )
    known = notes.of_month(work.db, work.cohort.id, first)
    its = reading(work, known or fresh)
    if not (its.parts or its.links):
        return None
    return known or notes.begin(work.db, fresh)


def card(work: Work, note: Note, found: Gathered | None = None) -> Card:
    """A note as moderators see it."""
    when = dates.month(note.month)
    if note.state == "discarded":
        who = _named(work, note.changed_by)
        return work.card("note-discarded", who=who, month=when)
    its = telling(work, note, found)
    seal = work.seal(seen(work, note, its))
    if note.state == "approved":
        who = _named(work, note.approved_by)
        blocks = [*work.say("note-approved", who=who, month=when), *body(work, its)]
        assert work.cohort is not None
        blocks += work.say("note-approved-file", id=work.cohort.id, number=f"{note.month:%Y-%m}")
        again = _button(work, note, "change", seal)
        return Card(blocks=tuple(blocks), buttons=(again,))
    blocks: list[Block] = [*work.say("note-draft", month=when)]
    stretch = month(note.month)
    if stretch.last >= work.today():
        blocks += work.say("note-not-over")
    if missing := unfinished(work, stretch.first, stretch.last):
        blocks += work.say("note-unfinished", number=missing)
    blocks += _fresh(work, its)
    blocks += body(work, its) if not its.empty else work.say("note-nothing-left")
    blocks += work.say("note-draft-foot", who=work.names(work.moderators()))
    confirm = work.word("note-discard-confirm")
    return Card(
        blocks=tuple(blocks),
        buttons=(
            _button(work, note, "edit", seal),
            _button(work, note, "approve", seal, style="primary"),
            _button(work, note, "discard", seal, style="danger", confirm=confirm),
        ),
    )


def _fresh(work: Work, its: Told) -> Blocks:
    """What came in by itself since a moderator last decided what is in the note."""
    new = [work.word("note-new-theme", name=each) for each in its.fresh]
    if its.fresh_links:
        new.append(work.word("note-new-links", number=its.fresh_links))
    return work.say("note-new", what=format_list(new, locale=dates.LOCALE)) if new else ()


def seen(work: Work, note: Note, its: Told) -> str:
    """What a press goes by: what the note said on the card that was pressed."""
    return repr((note.id, note.version, flatten(body(work, its))))


def _button(
    work: Work,
    note: Note,
    what: str,
    seal: str,
    *,
    style: Style = "plain",
    confirm: str | None = None,
) -> Button:
    return work.button(
        f"note-{what}-button",
        f"note.{what}",
        style=style,
        confirm=confirm,
        note=note.id,
        **{"as": seal},
    )


def _named(work: Work, person: str | None) -> str:
    known = people.get(work.db, person or "")
    return known.name if known is not None else work.word("summary-someone")


def changer(work: Work, note: Note) -> str:
    """The name of the moderator who changed a note last."""
    return _named(work, note.changed_by)


def tell(work: Work, note: Note, person: str, *, once: bool) -> list[Effect]:
    """A note to a moderator: ``once`` by itself, else as an answer to them. All see the same."""
    others = renewed(work, note)
    key = f"note:{note.id}:{person}"
    shown = card(work, note)
    _noted(work, note, shown)
    concerns = concerned(work, note)
    if once:
        return [*others, work.tell(person, shown, key=key, purpose="duty", concerns=concerns)]
    key = f"{key}:{work.tools.new_id(6)}"
    return [*others, work.tell(person, shown, key=key, purpose="answer", concerns=concerns)]


def concerned(work: Work, note: Note) -> tuple[str, ...]:
    """Ids of the moderators whose words a card of this note holds."""
    return tuple(sorted({each.person for each in notes.words(work.db, note.id).values()}))


def meant(work: Work, event: Pressed | Submitted) -> Note | None:
    """The note that a button or form is about, if it is one of this cohort's."""
    found = notes.get(work.db, event.args.get("note", ""))
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return None
    return found


def as_seen(work: Work, note: Note, event: Pressed | Submitted) -> bool:
    """Whether a note says what it said when the card or form was shown."""
    return work.is_sealed(seen(work, note, telling(work, note)), event.args.get("as", ""))


def changed(work: Work, note: Note, **values: Any) -> list[Effect]:
    """Keep what the moderator who acts made of a note, and show it on all cards."""
    assert work.who is not None
    values |= {"version": note.version + 1, "changed_by": work.who.id}
    notes.change(work.db, note.id, **values)
    return renewed(work, replace(note, **values), anyway=True)


def shown_to(work: Work, note: Note, person: str) -> bool:
    """Whether a card of a note stands before somebody, or is on its way there."""
    return bool(postings.copies(work.db, f"note:{note.id}:{person}"))


def renewed(work: Work, note: Note, *, anyway: bool = False) -> list[Effect]:
    """Let all cards of a note show what it says now, if that is not what they show already."""
    keys = postings.copies(work.db, f"note:{note.id}:")
    if not keys:
        return []
    shown = card(work, note, None if note.state == "discarded" else reading(work, note))
    if not _noted(work, note, shown) and not anyway:
        return []
    concerns = concerned(work, note)
    moderating = {each.person for each in cohorts.moderators(work.db, note.cohort)}
    gone = work.card("note-not-yours", cohort=_name(work))
    return [
        effect
        for key in keys
        for effect in (
            put(work, key, shown, concerns)
            if key.split(":")[2] in moderating
            else put(work, key, gone)
        )
    ]


def _name(work: Work) -> str:
    assert work.cohort is not None
    return work.cohort.name


def _noted(work: Work, note: Note, shown: Card) -> bool:
    """Note what the cards show from now on; whether that is new."""
    mark = work.marks(json.dumps(dump_card(shown), sort_keys=True))[0]
    if mark == note.mark:
        return False
    notes.change(work.db, note.id, mark=mark)
    return True
