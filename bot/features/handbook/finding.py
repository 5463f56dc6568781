"""Looking something up in the handbook and the toolkit.

What was found stands in the private chat, on pages of eight. What somebody typed is kept nowhere:
of a search there are the ids of what it found, so that its pages follow when words are taken back.
A page's key says which search it belongs to and where it starts: ``found:``, the search, the start,
and a few letters by chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.handbook.found_shown import Pieces, pieces, shown
from bot.features.handbook.readers import may_read, refused
from bot.features.summary_copies import put
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Commanded, Noted, Pressed
from bot.protocol.text import Block, Blocks, Bullets, Plain
from bot.store import cohorts, findings, postings, search
from bot.store.findings import KEY, Finding

story = Story("handbook.finding")

PAGE = 8
MOST = 40
"""Pieces that a search finds: whoever wants others looks for other words."""
FOLLOWED = 5
"""Searches of one person whose pages follow; what is older is taken from before them."""
LISTED = 12
"""Chapters that are named where nothing is found."""
GONE = ""
"""Stands in the place of what is shown no more, so that the others keep theirs."""
NOTHING = ""
"""Stands in the place of a discussion where none has changed."""


# Sealed: what somebody looks for is nobody else's business, so that it is never parked.


@story.command("find", "WORDS", also=("search", "look up"), sealed=True)
def find(event: Commanded, work: Work, rest: str) -> Effects:
    """Pieces that hold these words, as a private message that can follow what changes."""
    assert work.cohort is not None and work.who is not None
    if not may_read(work.part, work.agreed):
        return [refused(work)]
    if not rest.strip():
        return [Whisper(card=work.card("find-usage"))]
    there = pieces(work)
    items = search.ranked(work.db, there.texts(), rest)[:MOST]
    effects = _made_room(work)
    finding = Finding(
        id=work.new_id(),
        cohort=work.cohort.id,
        person=work.who.id,
        items=items,
        at=work.now,
    )
    findings.add(work.db, finding)
    return [*effects, *_told(event, work, finding, there, 0)]


@story.button("find.more")
def more(event: Pressed, work: Work) -> Effects:
    """[More]"""
    assert work.cohort is not None and work.who is not None
    finding = findings.get(work.db, event.args.get("found", ""))
    start = event.args.get("start", "")
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 4 else -1
    mine = finding is not None and (finding.cohort, finding.person) == (
        work.cohort.id,
        work.who.id,
    )
    if not may_read(work.part, work.agreed):
        return [refused(work)]
    if finding is None or not mine or not 0 <= number < len(finding.items):
        return [Whisper(card=work.card("stale-button"))]
    return _told(event, work, finding, pieces(work), number)


@story.note("words-changed")
def follow(event: Noted, work: Work) -> Effects:
    """What was found in this discussion shows what stands now."""
    return _renewed(work, event.args["discussion"])


@story.note("handbook-changed")
def follow_agreement(event: Noted, work: Work) -> Effects:
    """Somebody may have taken their agreement back."""
    return _renewed(work, NOTHING)


@story.note("erased")
def follow_erasing(event: Noted, work: Work) -> Effects:
    """Somebody is gone, and their words with them; those of the others stand as before."""
    with work.about(event.args["cohort"]):
        return _renewed(work)


@story.note("toolkit-changed")
def follow_toolkit(event: Noted, work: Work) -> Effects:
    """Material that was taken out leaves the pages, too."""
    return _renewed(work, event.args["toolkit"])


@story.note("reader-changed")
def withdraw(event: Noted, work: Work) -> Effects:
    """Someone may read less than before."""
    effects: list[Effect] = []
    with work.about(event.args["cohort"]) as cohort:
        if cohort is not None:
            for finding in findings.of_cohort(work.db, cohort.id, event.args["person"]):
                if not _may_read(work, finding):
                    effects += _closed(work, finding)
    return effects


def _made_room(work: Work) -> list[Effect]:
    """Pages that follow no longer hold no words either."""
    assert work.cohort is not None and work.who is not None
    effects: list[Effect] = []
    for old in findings.of_cohort(work.db, work.cohort.id, work.who.id)[FOLLOWED - 1 :]:
        effects += _replaced(work, old, work.card("find-old"))
        findings.remove(work.db, old.id)
    return effects


def _told(
    event: Commanded | Pressed, work: Work, finding: Finding, there: Pieces, start: int
) -> list[Effect]:
    assert work.cohort is not None
    key = f"{KEY}:{finding.id}:{start}:{work.tools.new_id(6)}"
    card = _page(work, finding, there, start)
    concerns = there.people(finding.items[start : start + PAGE])
    page = work.tell(finding.person, card, key=key, purpose="answer", concerns=concerns)
    if event.place.direct:
        return [page]
    return [page, Whisper(card=work.card("find-sent", cohort=work.cohort.name))]


def _renewed(work: Work, about: str | None = None) -> list[Effect]:
    """Pages that show something of a discussion or a document, or (None) all of a cohort, and all
    on which something is that stands no more."""
    if work.cohort is None:
        return []
    known = findings.of_cohort(work.db, work.cohort.id)
    if not known:
        return []
    there = pieces(work)
    effects: list[Effect] = []
    for finding in known:
        if not _may_read(work, finding):
            effects += _closed(work, finding)
            continue
        left = [each if each in there.pieces else GONE for each in finding.items]
        changed = [old for old, new in zip(finding.items, left, strict=True) if old != new]
        if not (about is None or changed or _shows(there, left, about)):
            continue
        fresh = replace(finding, items=left)
        findings.change(work.db, finding.id, items=left)
        for key in _keys(work, finding):
            start = int(key.split(":")[2])
            concerns = there.people(left[start : start + PAGE])
            effects += put(work, key, _page(work, fresh, there, start), concerns)
    return effects


def _shows(there: Pieces, items: Iterable[str], about: str) -> bool:
    return any(there.discussion(each) == about for each in items)


def _replaced(work: Work, finding: Finding, card: Card) -> list[Effect]:
    return [effect for key in _keys(work, finding) for effect in put(work, key, card)]


def _closed(work: Work, finding: Finding) -> list[Effect]:
    effects = _replaced(work, finding, work.card("find-not-yours"))
    findings.remove(work.db, finding.id)
    return effects


def _keys(work: Work, finding: Finding) -> Sequence[str]:
    return postings.keys(work.db, f"{KEY}:{finding.id}:")


def _may_read(work: Work, finding: Finding) -> bool:
    part = cohorts.membership_of(work.db, finding.cohort, finding.person)
    return may_read(part, cohorts.agreed(work.db, finding.cohort, finding.person))


def _page(work: Work, finding: Finding, there: Pieces, start: int) -> Card:
    assert work.cohort is not None
    if not finding.items:
        return Card(blocks=_nothing(work, there))
    blocks: list[Block] = [*work.say("find-head", cohort=work.cohort.name)]
    found = [shown(work, there, each) for each in finding.items[start : start + PAGE]]
    for each in found:
        blocks += each
    if not any(found):
        blocks += work.say("find-gone")
    further = start + PAGE
    if len(finding.items) <= further:
        return Card(blocks=tuple(blocks))
    on = work.button("find-more-button", "find.more", found=finding.id, start=str(further))
    return Card(blocks=tuple(blocks), buttons=(on,))


def _nothing(work: Work, there: Pieces) -> Blocks:
    """That nothing was found, and what there is to look in."""
    assert work.cohort is not None
    labels = [
        f"“{each.label}…”" if each.quoted else each.label
        for each in there.handbook.chapters
        if each.label
    ]
    titles = [each.title for each in there.documents.values()]
    if not labels and not titles:
        return work.say("find-empty", cohort=work.cohort.name)
    lines = tuple((Plain(text=each),) for each in (*labels[:LISTED], *titles[:LISTED]))
    return (*work.say("find-nothing"), Bullets(items=lines))
