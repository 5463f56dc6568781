"""A member's own page: all that is theirs alone, in pages of ten, each with what changes it.

What they answered in check-ins, their goals, what they try, and how they asked to be met; nothing
of anyone else. The buttons are those of the stories whose matter it is.
"""

from collections.abc import Callable, Sequence

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import my_page_parts as parts
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Swap, Whisper
from bot.protocol.events import Commanded, Pressed
from bot.store import checkin_rounds, commitments

story = Story("my_page")

MOST = 10
"""Check-ins and commitments on one page."""

Part = Callable[[], Card]


# Whoever left, or whose cohort has ended, may look at it as well as everyone else.


@story.command(
    "my page",
    who="anyone",
    also=("checkins", "check-ins", "my check-ins", "my checkins"),
)
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """The first page, privately."""
    return [Whisper(card=_page(work, 0), sealed=True)]


@story.button("page.turn", who="anyone")
def turn(event: Pressed, work: Work) -> Effects:
    """[More], [Back]"""
    start = event.args.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 6):
        return [Whisper(card=work.card("stale-button"))]
    return [Swap(card=_page(work, int(start)), sealed=True)]


def _page(work: Work, start: int) -> Card:
    if work.cohort is None or work.who is None or work.part is None:
        return work.card("data-none")
    everything = _everything(work)
    head = work.say("page-head", cohort=work.cohort.name)
    # What stands above the list is on the first page alone.
    above = (parts.manners(work), *parts.goals(work)) if start == 0 else ()
    shown = tuple(part() for part in everything[start : start + MOST])
    if not everything:
        head += work.say("page-empty")
    return Card(
        blocks=head,
        parts=(*above, *shown, *_turns(work, start, len(everything))),
    )


def _everything(work: Work) -> Sequence[Part]:
    """What they try, then their check-ins, the newest first; shown only where it is looked at."""
    assert work.cohort is not None and work.who is not None
    cohort, who = work.cohort.id, work.who.id
    return [
        *(
            lambda its=its: parts.commitment(work, its)
            for its in commitments.of_person(work.db, cohort, who)
        ),
        *(
            lambda its=its, of=of: parts.checkin(work, its, of)
            for its, of in checkin_rounds.of_person(work.db, cohort, who)
            if its.state == "answered" or of.state == "open"
        ),
    ]


def _turns(work: Work, start: int, number: int) -> tuple[Card, ...]:
    buttons: list[Button] = []
    if start > 0:
        before = str(max(0, start - MOST))
        buttons.append(work.button("page-back-button", "page.turn", start=before))
    if start + MOST < number:
        buttons.append(work.button("page-more-button", "page.turn", start=str(start + MOST)))
    return (Card(blocks=(), buttons=tuple(buttons)),) if buttons else ()
