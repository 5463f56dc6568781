"""When check-ins are sent, and who may see what of the answers.

Who reads is one of four promises: ``named`` (the moderators, with the name), ``unnamed`` (the same
without names), ``cohort`` and ``self``. What was promised is never loosened: every rule here takes
from the readers, and none adds any.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from bot.rules.cadence import instant, is_working_day, next_working_day
from bot.rules.hours import WORK

FEWEST_ASKED = 8
"""How many must be asked before anything is promised to be without names."""

FEWEST_SHOWN = 5
"""From how many answers on those without names, and figures about them, are shown."""

SUPPORT = "support"
"""The cohort's setting: where help is. Check-ins that touch on it show it above and below."""
LONGEST_SUPPORT = 500
"""Its letters at most."""

_WEEKS = {"weekly": 1, "fortnightly": 2}
_WEEK = timedelta(days=7)


def next_day(rhythm: str, first: date, after: date, off: Collection[date] = ()) -> date | None:
    """The local day of the first round that comes later than ``after``; None if there is none.

    ``first`` is the day that was chosen, and days are always counted from it, so that a round that
    moved does not drag the next ones along. A round on a weekend or a day off moves to the next
    working day; two that come to lie on one day are one.
    """
    for day in _rounds(rhythm, first):
        moved = day if is_working_day(day, off) else next_working_day(day, off)
        if moved > after:
            return moved
    return None


def _rounds(rhythm: str, first: date) -> Iterator[date]:
    if rhythm == "once":
        yield first
    elif rhythm == "monthly":
        month = first.replace(day=1)
        while True:
            yield _in_month(month, first)
            month = (month + timedelta(days=31)).replace(day=1)
    else:
        day = first
        while True:
            yield day
            day += _WEEKS[rhythm] * _WEEK


def _in_month(month: date, first: date) -> date:
    """The day of a month on the weekday of ``first``, and in the same week of it: of the third
    Tuesday the third, and of a fifth one the last, since most months have no fifth."""
    day = month + timedelta(days=(first.weekday() - month.weekday()) % 7)
    day += (first.day - 1) // 7 * _WEEK
    return day if day.month == month.month else day - _WEEK


def member_time(day: date, at: time, zone: str, off: Collection[date] = ()) -> datetime:
    """The moment (UTC) at which a member is asked who is meant to be at ``at`` on ``day``.

    It lies in the member's working hours, Monday to Friday and on no day off: what comes too early
    waits for nine o'clock, and what comes too late for nine on the next working day.
    """
    opens, closes = WORK
    if is_working_day(day, off) and at >= closes:
        day = next_working_day(day, off)
    local = max(at, opens) if at < closes else opens
    if not is_working_day(day, off):
        day = next_working_day(day, off)
    return instant(day, local, zone)


def may_open(readers: str, asked: int) -> bool:
    """Whether a round for so many people can promise what ``readers`` says."""
    return asked > 0 and (readers != "unnamed" or asked >= FEWEST_ASKED)


def share(answered: int, asked: int, readers: str) -> float | None:
    """The part, from 0 to 1, of those asked who answered; None where nobody is told.

    Without names, few answers would tell who gave them; of what is for oneself nothing is told.
    """
    if asked <= 0 or readers == "self":
        return None
    if readers == "unnamed" and answered < FEWEST_SHOWN:
        return None
    return min(1.0, answered / asked)


def shown(answers: int, closed: bool, readers: str = "unnamed") -> bool:
    """Whether the answers to a question, so many of them, are shown to those who may read.

    Those without names wait until the round has closed: one more on a second look would be that of
    the person who was at the keyboard in between.
    """
    if readers == "unnamed":
        return closed and answers >= FEWEST_SHOWN
    return readers != "self"


def readers_of(
    readers: str,
    promised: Collection[str],
    moderators_now: Collection[str],
    managers: Collection[str],
    person: str,
    cohort_now: Collection[str] = (),
) -> frozenset[str]:
    """The ids of those who may read what ``person`` answered, beside that person.

    ``promised`` are the moderators who were named when the round opened; one who is none any more
    reads none any more, and one who became one later reads later rounds. ``managers`` are the
    person's own line managers, who never read, in whatever part. ``cohort_now`` are the members and
    guests of today, sponsors left out, who count where the whole cohort was promised.
    """
    if readers == "self":
        return frozenset()
    may = frozenset(promised) & frozenset(moderators_now)
    if readers == "cohort":
        may |= frozenset(cohort_now)
    return may - frozenset(managers) - {person}
