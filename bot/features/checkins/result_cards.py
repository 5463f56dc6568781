"""The results of a round as cards, a page each, and keeping those that stand before people true.

Each page is a message of its own, so that words that are taken back leave it at once. Its key says
whose it is: ``results:``, the round, the reader, the page, and a few letters by chance.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.engine.work import Work
from bot.features.checkins import planting, readable
from bot.features.checkins.result_pieces import Piece, pieces
from bot.features.summary_copies import put
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Tell
from bot.protocol.text import Block, Blocks, flatten
from bot.rules import checkins as rules
from bot.rules import tallies
from bot.store import checkin_rounds, cohorts, postings
from bot.store.checkin_answers import Answer
from bot.store.checkin_rounds import Round
from bot.text import dates

KEY = "results"
ON_A_PAGE = 8
"""Answers in words on one page."""
LETTERS = 4000
BLOCKS = 36
"""What one page holds, buttons and lines counted; with what stands below it, a platform's most."""
SUGGESTED = 2


def tell(work: Work, of: Round, reader: str, page: int, *, asked_for: bool) -> Tell:
    """A page as a private message. ``asked_for``: by its reader, just now."""
    return work.tell(
        reader,
        card(work, of, reader, page),
        key=f"{KEY}:{of.id}:{reader}:{page}:{work.tools.new_id(6)}",
        purpose="answer" if asked_for else "duty",
    )


def renewed(work: Work, of: Round, only: str | None = None) -> list[Effect]:
    """Let every page of a round that stands before someone, or before one reader ``only``, show
    what stands now."""
    effects: list[Effect] = []
    for key in postings.keys(work.db, f"{KEY}:{of.id}:" + (f"{only}:" if only else "")):
        _, _, reader, page, _ = key.split(":")
        effects += put(work, key, card(work, of, reader, int(page)))
    return effects


def card(work: Work, of: Round, reader: str, page: int) -> Card:
    """What someone may read of a round now. A page that is there no longer is the last one."""
    assert work.cohort is not None
    if not readable.may_look(work, of, reader):
        return work.card("results-not-yours", title=of.title, cohort=work.cohort.name)
    part = cohorts.membership_of(work.db, of.cohort, reader)
    moderator = part is not None and part.role == "moderator"
    found = readable.answers(work, of, reader)
    made = _paged(pieces(work, of, found, moderator=moderator)) if found else [[]]
    page = min(page, len(made) - 1)
    last = page == len(made) - 1
    parts = _parts(made[page])
    if last and moderator:
        parts += _suggested(work, of, found)
    foot = _foot(work, of, page, len(made), moderator=moderator)
    head = _head(work, of, found, page, len(made))
    return Card(blocks=head, parts=(*parts, foot) if foot.blocks or foot.buttons else tuple(parts))


def _head(work: Work, of: Round, found: Sequence[Answer], page: int, pages: int) -> Blocks:
    day = dates.day(of.day)
    head: list[Block] = list(work.say("results-head", title=of.title, day=day))
    if page:
        return (*head, *work.say("results-page", page=page + 1, pages=pages))
    if of.state == "open":
        last = work.local(of.closes_at - timedelta(seconds=1)).date()
        head += work.say("results-open", day=dates.day(last))
    answered = len(checkin_rounds.sheets(work.db, of.id, "answered"))
    share = rules.share(answered, of.asked, of.readers)
    if not found:
        few = of.readers == "unnamed"
        return (*head, *work.say("results-too-few" if few else "results-nothing"))
    if share:
        head += work.say(f"results-share-{tallies.portion(share)}")
    return (*head, *work.say(f"results-promised-{of.readers}"))


def _paged(made: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces in as few pages as hold them, in order."""
    found: list[list[Piece]] = [[]]
    words, letters, blocks = 0, 0, 0
    for each in made:
        size, high = len(flatten(each.body)), _height(each, found[-1])
        full = words + each.words > ON_A_PAGE or blocks + high > BLOCKS or letters + size > LETTERS
        if found[-1] and full:
            found.append([])
            words, letters, blocks, high = 0, 0, 0, _height(each, ())
        found[-1].append(each)
        words, letters, blocks = words + each.words, letters + size, blocks + high
    return found


def _height(piece: Piece, above: Sequence[Piece]) -> int:
    """Blocks of a piece below others: what it says, the line above it, its row of buttons."""
    head = 0 if above and above[-1].head == piece.head else len(piece.head)
    return head + len(piece.theme) + len(piece.body) + 1 + bool(piece.buttons)


def _parts(page: Sequence[Piece]) -> list[Card]:
    found: list[Card] = []
    head: Blocks | None = None
    theme: Blocks = ()
    for each in page:
        above: Blocks = () if each.head == head else each.head
        if each.theme and (above or each.theme != theme):
            above = (*above, *each.theme)
        found.append(Card(blocks=(*above, *each.body), buttons=each.buttons))
        head, theme = each.head, each.theme
    return found


def _suggested(work: Work, of: Round, found: Sequence[Answer]) -> list[Card]:
    """Prompts of the library that fit what came up and that the cohort neither had nor plans, but
    for one that was put on the calendar from such a card: it says so."""
    texts = [each.text for each in found if each.text]
    known, added = planting.known(work), planting.added(work)
    parts: list[Card] = []
    for fit in work.library.fitting(texts, most=SUGGESTED + len(known)):
        if len(parts) == SUGGESTED:
            break
        title = work.library.prompts[fit.prompt].title
        if fit.prompt in added:
            day = dates.day(added[fit.prompt])
            parts.append(work.card("results-suggested-planned", title=title, day=day))
        elif fit.prompt not in known:
            look = work.runs("results-look-button", f"preview {fit.prompt}")
            post = work.button(
                "results-plan-button", "results.plan", prompt=fit.prompt, round=of.id
            )
            parts.append(work.card("results-suggested", look, post, title=title))
    return parts


def _foot(work: Work, of: Round, page: int, pages: int, *, moderator: bool) -> Card:
    buttons: list[Button] = []
    blocks: Blocks = ()
    if page + 1 < pages:
        key, more = "results-more-button", str(page + 1)
        buttons.append(work.button(key, "results.page", style="primary", round=of.id, page=more))
        blocks = work.say("results-more", page=page + 1, pages=pages)
    if of.readers == "cohort" and moderator:
        style = "plain" if buttons else "primary"
        share = work.button("results-share-button", "results.share", style=style, round=of.id)
        buttons.append(share)
    return Card(blocks=blocks, buttons=tuple(buttons))
