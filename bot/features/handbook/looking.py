"""A member looks into the handbook: a private message of theirs, one at a time, that shows a page.

Turning a page puts another into the same message, and whatever leaves a summary leaves the pages
that stand open at once. Which page stands before whom is kept, and no word of it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.handbook import catching_up, views
from bot.features.handbook.leaving import forget_gone
from bot.features.handbook.readers import may_read, refused
from bot.features.handbook.reading import Gathered, gathered
from bot.features.handbook.views import Reader, View
from bot.features.own_choice import agrees
from bot.features.summary_copies import pressed, put
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Commanded, Noted, Pressed
from bot.rules.handbook import Marked, countable, listed, unlisted
from bot.store import cohorts, discussions, queue
from bot.store import handbook as stored
from bot.store.codec import dump_card
from bot.store.handbook import Page

story = Story("handbook.looking")

MARKS = ("useful", "read")


@story.command("handbook", also=("the handbook", "show handbook"))
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """The first page, privately."""
    return _opened(event, work, View())


@story.command("catch up", also=("catch-up", "catchup"))
def catch_up(event: Commanded, work: Work, rest: str) -> Effects:
    """What there is so far, on one page."""
    return _opened(event, work, View(kind="catch-up"))


@story.button("handbook.turn")
def turn(event: Pressed, work: Work) -> Effects:
    """[Open 1], [More], [Chapters] …"""
    if not may_read(work.part, work.agreed):
        return [refused(work)]
    its = gathered(work)
    view = views.of_args(event.args, its.book)
    if view is None:
        return [Whisper(card=work.card("stale-button"))]
    stands = _standing(event, work)
    if stands is None:
        return _opened(event, work, view)
    return _shown(work, its, replace(stands, view=view.packed()))


@story.button("handbook.mark")
def mark(event: Pressed, work: Work) -> Effects:
    """[Useful], [I tried it], [I read it]; pressed again, it is taken back."""
    assert work.cohort is not None and work.who is not None
    if not may_read(work.part, work.agreed):
        return [refused(work)]
    if not work.agreed:
        return [Whisper(card=work.card("handbook-unsaid", agrees(work)))]
    its = gathered(work)
    kept = {each.id: each for each in (*its.book.entries(), *its.book.resources)}
    item, what = event.args.get("item", ""), event.args.get("what", "")
    if item not in kept or what not in MARKS:
        return [Whisper(card=work.card("stale-button"))]
    message = kept[item].message
    stored.press(work.db, work.cohort.id, message, (item, what), work.who.id, work.now)
    stands = _standing(event, work)
    return _shown(work, its, stands) if stands is not None else _opened(event, work, View())


@story.note("words-changed")
def follow(event: Noted, work: Work) -> Effects:
    """Words that stand in a summary are not what they were, or may not be shown as before."""
    discussion = discussions.get(work.db, event.args["discussion"])
    # Whoever takes back what they said in many discussions has taken all of it back by now.
    if discussion is None or not work.first(f"handbook:{discussion.cohort}"):
        return []
    return _renewed(work, discussion.cohort)


@story.note("summary-approved")
def follow_summary(event: Noted, work: Work) -> Effects:
    """There is a summary more, or one in place of another."""
    return _renewed(work, event.args["cohort"])


@story.note("handbook-changed")
def follow_chapters(event: Noted, work: Work) -> Effects:
    """Chapters are not what they were, or somebody may read less than before."""
    return _renewed(work, event.args["cohort"])


@story.note("reader-changed")
def follow_reader(event: Noted, work: Work) -> Effects:
    """Somebody may read less than before."""
    return _renewed(work, event.args["cohort"], only=event.args["person"])


@story.note("erased")
def follow_erasing(event: Noted, work: Work) -> Effects:
    """Somebody is gone; what the others said stands as before."""
    # Erasing has put cards without any quote before people, whatever they showed.
    return _renewed(work, event.args["cohort"], anyway=True)


def _opened(event: Commanded | Pressed, work: Work, view: View) -> list[Effect]:
    """A page as a message of its own, in place of the one that stands further up."""
    assert work.cohort is not None and work.who is not None
    if not may_read(work.part, work.agreed):
        return [refused(work)]
    cohort, person = work.cohort, work.who.id
    its = gathered(work)
    before = stored.page_of(work.db, cohort.id, person)
    # One that never arrived is not to come now, to say where it is.
    arrives = before is not None and queue.original(work.db, before.posting) is not None
    gone = put(work, before.posting, work.card("handbook-below")) if before and arrives else []
    key = f"handbook:{cohort.id}:{person}:{work.tools.new_id(6)}"
    counts = _counts(work)
    card, concerns = _card(work, its, view, _reader(work, person, work.agreed, counts))
    stands = Page(
        cohort=cohort.id,
        person=person,
        posting=key,
        view=view.packed(),
        mark=_mark(work, card),
        counts=listed(counts),
    )
    stored.open_page(work.db, stands)
    told = work.tell(person, card, key=key, purpose="answer", concerns=concerns)
    where = Whisper(card=work.card("handbook-sent", cohort=cohort.name))
    return [*gone, told] if event.place.direct else [*gone, told, where]


def _standing(event: Pressed, work: Work) -> Page | None:
    """The page whose button was pressed, if it is the one that stands before whoever pressed."""
    assert work.cohort is not None and work.who is not None
    stands = stored.page_of(work.db, work.cohort.id, work.who.id)
    return stands if stands is not None and stands.posting == pressed(work, event) else None


def _shown(work: Work, its: Gathered, page: Page) -> list[Effect]:
    """Let the page of whoever acts show what it is to show now."""
    counts = _counts(work)
    reader = _reader(work, page.person, work.agreed, counts)
    card, concerns = _card(work, its, views.of_packed(page.view, its.book), reader)
    shown = replace(page, mark=_mark(work, card), counts=listed(counts))
    stored.open_page(work.db, shown)
    return put(work, page.posting, card, concerns)


def _renewed(
    work: Work, cohort_id: str, *, only: str | None = None, anyway: bool = False
) -> list[Effect]:
    """Let the pages that stand open show what may be shown now; those that do already are left
    alone, unless ``anyway``."""
    pages = [e for e in stored.pages(work.db, cohort_id) if only is None or e.person == only]
    if not pages and not stored.has_traces(work.db, cohort_id):
        return []
    before = work.part
    with work.about(cohort_id):
        its = gathered(work)
        forget_gone(work, its)
        effects = list(_followed(work, its, pages, anyway))
    work.part = before
    return effects


def _followed(work: Work, its: Gathered, pages: Iterable[Page], anyway: bool) -> Iterable[Effect]:
    assert work.cohort is not None
    standing = its.book.ids()
    for each in pages:
        work.part = cohorts.membership_of(work.db, work.cohort.id, each.person)
        agreed = cohorts.agreed(work.db, work.cohort.id, each.person)
        if not may_read(work.part, agreed):
            stored.close_page(work.db, each)
            closed = work.card("handbook-closed", cohort=work.cohort.name)
            yield from put(work, each.posting, closed)
            continue
        # Words follow at once. Numbers stay until the page is turned: one that fell in the moment
        # in which somebody withdrew would tell what they had found useful.
        counts = {item: n for item, n in unlisted(each.counts).items() if item[0] in standing}
        reader = _reader(work, each.person, agreed, counts)
        card, concerns = _card(work, its, views.of_packed(each.view, its.book), reader)
        shown = replace(each, mark=_mark(work, card), counts=listed(counts))
        if shown != each:
            stored.open_page(work.db, shown)
        if anyway or shown.mark != each.mark:
            yield from put(work, each.posting, card, concerns)


def _counts(work: Work) -> dict[Marked, int]:
    assert work.cohort is not None
    return countable(stored.counts(work.db, work.cohort.id))


def _reader(work: Work, person: str, agreed: bool, counts: Mapping[Marked, int]) -> Reader:
    assert work.cohort is not None
    mine = stored.marked_by(work.db, work.cohort.id, person)
    return Reader(counts=counts, mine=mine, speaks=agreed)


def _card(work: Work, its: Gathered, view: View, reader: Reader) -> tuple[Card, tuple[str, ...]]:
    """A page as somebody may see it now, and ids of the people whose words it holds."""
    if view.kind == "catch-up":
        card = catching_up.page(work, its, reader)
    else:
        card = views.page(work, its, view, reader)
    messages, moderators = views.spoken(its, view)
    read = [its.sources[each] for each in messages]
    authors = {each.person for each in read} | {why.person for each in read for why in each.whys}
    return card, tuple(sorted(authors | moderators))


def _mark(work: Work, card: Card) -> str:
    return work.marks(json.dumps(dump_card(card), sort_keys=True))[0]
