"""What a cohort has found so far, on one page, for whoever comes later or was away.

No story lives here, only a page of the handbook.
"""

from bot.engine.work import Work
from bot.features.handbook.reading import Gathered
from bot.features.handbook.views import Reader, asked, back, linked, quoted, why
from bot.protocol.cards import Card
from bot.protocol.text import Block, Link
from bot.rules.handbook import most_agreed, most_used
from bot.store import discussions, postings, programme
from bot.store import handbook as stored

INSIGHTS = 10
RESOURCES = 5
QUESTIONS = 5


def page(work: Work, its: Gathered, reader: Reader) -> Card:
    """What the cohort is about and where it is, what most people say, what was shared most, what
    nobody has answered, and where the newest summary stands."""
    assert work.cohort is not None
    book, counts = its.book, reader.counts
    blocks: list[Block] = [*work.say("catch-up-head", cohort=work.cohort.name), *_about(work)]
    if not (book.chapters or book.resources or book.questions):
        return Card(blocks=(*blocks, *work.say("handbook-empty")))
    if book.chapters:
        blocks += work.say("catch-up-insights")
        found = most_agreed(book.entries(), counts)
        for each in found[:INSIGHTS]:
            blocks += [quoted(work, each, counts), *why(work, each)]
    if book.resources:
        blocks += work.say("catch-up-resources")
        for each in most_used(book.resources, counts)[:RESOURCES]:
            blocks += [linked(work, each, counts), *why(work, each)]
    if book.questions:
        blocks += work.say("catch-up-questions")
        # The newest are those that somebody may still be waiting for.
        blocks += [asked(work, each) for each in book.questions[-QUESTIONS:]]
    blocks += _newest(work)
    return Card(blocks=tuple(blocks), buttons=(back(work),))


def _about(work: Work) -> list[Block]:
    cohort = work.cohort
    assert cohort is not None
    blocks: list[Block] = []
    if cohort.theme:
        blocks += work.say("catch-up-theme", theme=cohort.theme)
    weeks = [each.week for each in programme.steps(work.db, cohort.id) if each.numbered]
    newest = discussions.newest(work.db, cohort.id)
    if cohort.state == "ended":
        blocks += work.say("catch-up-ended")
    elif newest is not None and newest.week in weeks:
        title, last = newest.title, max(weeks)
        blocks += work.say("catch-up-week", week=newest.week, weeks=last, title=title)
    return blocks


def _newest(work: Work) -> list[Block]:
    """Where the newest summary stands, if there is a link to it."""
    assert work.cohort is not None
    newest = next(iter(stored.approved(work.db, work.cohort.id)), None)
    posting = postings.get(work.db, newest.posting or "") if newest is not None else None
    url = work.link(postings.ref_of(posting)) if posting is not None else None
    if url is None:
        return []
    link = Link(url=url, label=work.word("catch-up-newest-label"))
    return list(work.say("catch-up-newest", link=link))
