"""Fewer messages for somebody who asks for it, one step at a time; and as the cohort has them."""

from bot.engine import budget
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.attention import wishes
from bot.features.attention.wishes import Asked
from bot.protocol.events import Commanded
from bot.protocol.text import Block, Bullets
from bot.rules.attention import LESS
from bot.store import manners
from bot.store.records import Cohort, Membership

story = Story("less")


@story.command("ask me less", cohort=False)
def lower(event: Commanded, work: Work, rest: str) -> Effects:
    """One step down: to one a week, then to one in two weeks."""
    asked = wishes.of(event, work)
    if not asked:
        return wishes.nobodys(work)
    for cohort, part in asked:
        own = manners.of(work.db, cohort.id, part.person).per_week
        most = budget.per_week(cohort) if own is None else min(own, budget.per_week(cohort))
        wishes.note(work, [(cohort, part)], per_week=1 if most > 1 else LESS)
    less = wishes.button(work, "still-less-button", "ask me less")
    normally = wishes.button(work, "normally-button", "ask me normally")
    lowest = all(_number(work, each) == LESS for each in asked)
    buttons = (normally,) if lowest else (less, normally)
    return [wishes.confirmed(work, asked, _told(work, asked, "less-done"), *buttons)]


@story.command("ask me normally", cohort=False)
def as_usual(event: Commanded, work: Work, rest: str) -> Effects:
    """As many as the cohort has for everyone."""
    asked = wishes.of(event, work)
    if not asked:
        return wishes.nobodys(work)
    wishes.note(work, asked, per_week=None)
    less = wishes.button(work, "less-button", "ask me less")
    return [wishes.confirmed(work, asked, _told(work, asked, "normally-done"), less)]


def _number(work: Work, asked: tuple[Cohort, Membership]) -> int:
    cohort, part = asked
    own = manners.of(work.db, cohort.id, part.person).per_week
    return budget.per_week(cohort) if own is None else own


def _told(work: Work, asked: Asked, key: str) -> tuple[Block, ...]:
    lines = [
        work.tools.catalogue.line(f"manner-number-{_number(work, each)}", cohort=each[0].name)
        for each in asked
    ]
    return (*work.say(key), Bullets(items=tuple(lines)))
