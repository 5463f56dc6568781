"""Moderators change a note: what it begins with, what is in it, and what themes are called."""

from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.notes import cards
from bot.features.notes.editing import Entry, Typed, entries, fields, fits, links, typed
from bot.features.notes.gathering import Gathered
from bot.features.notes.standing import stands
from bot.features.notes.telling import reading, telling
from bot.protocol.cards import Form
from bot.protocol.effects import Ask, Correct, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules.filled import Filled
from bot.store import notes
from bot.store.notes import OPENING, Note, Words

story = Story("notes.changing")


@story.button("note.edit", who="moderator")
def ask(event: Pressed, work: Work) -> Effects:
    """Open the form."""
    note = cards.meant(work, event)
    if note is None or note.state != "draft":
        return [Whisper(card=work.card("stale-button"))]
    found = reading(work, note)
    wrote = notes.words(work.db, note.id)
    themes = entries(note, found, wrote)
    intro = [*work.say("note-edit-intro")]
    if not fits(themes):
        intro += work.say("note-edit-many")
    opening = wrote[OPENING].text if OPENING in wrote else ""
    form = Form(
        action="note.edited",
        title=work.word("note-edit-title"),
        intro=tuple(intro),
        fields=tuple(fields(work, opening, themes, links(note, found))),
        submit=work.word("summary-edit-submit"),
        args={
            "note": note.id,
            "cohort": note.cohort,
            "as": work.seal(_seen(work, note, found, themes)),
        },
    )
    return [Ask(form=form)]


@story.form("note.edited", who="moderator")
def change(event: Submitted, work: Work) -> Effects:
    """Keep what the form says, unless the note is not what it showed any more."""
    note = cards.meant(work, event)
    if note is None or note.state != "draft" or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    found = reading(work, note)
    wrote = notes.words(work.db, note.id)
    themes = entries(note, found, wrote)
    if not work.is_sealed(_seen(work, note, found, themes), event.args.get("as", "")):
        who = cards.changer(work, note)
        return [Correct(errors={OPENING: work.word("note-edit-late", who=who)})]
    filled = Filled(event.values)
    its = typed(filled, themes, links(note, found))
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    words = _words(its, themes, wrote, work.who.id)
    notes.write(work.db, note, {key: (work.new_id(), each) for key, each in words.items()})
    left_out = _left_out(note, its, themes, found)
    there = stands(work, _decided(note, left_out), found)
    return cards.changed(work, note, left_out=left_out, shown=there.ids)


def _words(
    its: Typed, themes: list[Entry], wrote: dict[str, Words], person: str
) -> dict[str, Words]:
    """What moderators wrote by now, without names of themes that are there no more."""
    words: dict[str, Words] = {}
    if its.opening:
        before = wrote.get(OPENING)
        same = before is not None and before.text == its.opening
        words[OPENING] = before if before and same else Words(text=its.opening, person=person)
    for each in themes:
        name = each.called
        if each.id in its.names:
            text = its.names[each.id]
            name = Words(text=text, person=person) if text else None
        if name is not None:
            words |= dict.fromkeys(each.rests, name)
    return words


def _left_out(note: Note, its: Typed, themes: list[Entry], found: Gathered) -> list[str]:
    """What is left out by now. What is not there any more stays left out, should it come back."""
    there = {rest for each in themes for rest in each.rests} | {each.key for each in found.links}
    chosen = {rest for each in themes if each.id in its.out for rest in each.rests}
    chosen |= {each.key for each in found.links if each.key in its.out}
    return [*(each for each in note.left_out if each not in there), *sorted(chosen)]


def _decided(note: Note, left_out: list[str]) -> Note:
    """The note as a moderator has just decided on it, with nothing of before."""
    return replace(note, left_out=left_out, shown=[])


def _seen(work: Work, note: Note, found: Gathered, themes: list[Entry]) -> str:
    """What a form goes by: what the note says, and all that may be taken in."""
    shown = [(each.name, each.title, each.out, sorted(each.rests)) for each in themes]
    urls = [(each.key, sorted(each.urls)) for each in found.links]
    return repr((cards.seen(work, note, telling(work, note, found)), shown, urls))
