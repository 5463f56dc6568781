"""Being away: until its last day somebody gets nothing but answers, and then what waits at once."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.attention import wishes
from bot.features.attention.wishes import Asked
from bot.protocol.cards import Field, Form
from bot.protocol.effects import Ask, Correct, Whisper
from bot.protocol.events import Commanded, Submitted
from bot.rules.filled import Filled
from bot.rules.when import read_day
from bot.store import manners
from bot.text import dates

story = Story("away")

LONGEST = timedelta(days=366)


@story.command("away", cohort=False)
def ask_until(event: Commanded, work: Work, rest: str) -> Effects:
    """Ask until when; or say that they are away already."""
    asked = wishes.of(event, work)
    if not asked:
        return wishes.nobodys(work)
    today = _today(work, asked)
    until = [manners.of(work.db, c.id, part.person).away_until for c, part in asked]
    if all(day is not None and day >= today for day in until):
        return [_away(work, asked, max(filter(None, until)))]
    field = Field(name="until", label=work.word("away-until"), kind="date", required=True)
    args = {} if event.place.direct else {"cohort": asked[0][0].id}
    form = Form(
        action="manner.away",
        args=args,
        title=work.word("away-title"),
        submit=work.word("away-submit"),
        fields=(field,),
        intro=work.say("away-intro"),
    )
    return [Ask(form=form)]


@story.form("manner.away", who="anyone")
def take_form(event: Submitted, work: Work) -> Effects:
    """The last day, picked."""
    asked = wishes.of(event, work)
    if not asked:
        return wishes.nobodys(work)
    filled = Filled(event.values)
    until = filled.day("until", _today(work, asked))
    if until is None or filled.problems:
        return [Correct(errors=work.wrong(filled.problems) or {"until": work.word("away-when")})]
    if not _possible(work, asked, until):
        return [Correct(errors={"until": work.word("away-when")})]
    return _gone(work, asked, until)


@story.command("away until", "DATE", cohort=False)
def go(event: Commanded, work: Work, rest: str) -> Effects:
    """The last day, typed."""
    asked = wishes.of(event, work)
    if not asked:
        return wishes.nobodys(work)
    until = read_day(rest, _today(work, asked))
    if until is None or not _possible(work, asked, until):
        return [Whisper(card=work.card("away-which-day"))]
    return _gone(work, asked, until)


@story.command("back", cohort=False)
def come_back(event: Commanded, work: Work, rest: str) -> Effects:
    """Here again, sooner than told."""
    asked = wishes.of(event, work)
    if not asked:
        return wishes.nobodys(work)
    wishes.note(work, asked, away_until=None)
    again = wishes.button(work, "away-button", "away")
    blocks = work.say("back-done", where=wishes.where(work, asked))
    return [wishes.confirmed(work, asked, blocks, again)]


def _gone(work: Work, asked: Asked, until: date) -> Effects:
    wishes.note(work, asked, away_until=until)
    return [_away(work, asked, until)]


def _away(work: Work, asked: Asked, until: date) -> Whisper:
    blocks = work.say("away-done", day=dates.day(until), where=wishes.where(work, asked))
    return wishes.confirmed(work, asked, blocks, wishes.button(work, "back-button", "back"))


def _today(work: Work, asked: Asked) -> date:
    return work.now.astimezone(ZoneInfo(wishes.zone(work, asked))).date()


def _possible(work: Work, asked: Asked, until: date) -> bool:
    today = _today(work, asked)
    return today <= until <= today + LONGEST
