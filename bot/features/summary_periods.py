"""Which stretch of time somebody means who asks for a summary of one, and what it is called.

No story lives here, only what the stories of summaries share.
"""

from datetime import UTC, datetime, timedelta

from bot.engine.work import Work
from bot.rules import periods
from bot.rules.periods import Stretch
from bot.store.records import Period
from bot.text import dates


def meant(work: Work, words: str) -> Period | str:
    """The period that is meant by what stands behind the command, or else the message that says
    why it is none."""
    assert work.cohort is not None
    found = periods.read(words, work.today(), work.cohort.starts)
    if found is None:
        return "summary-which"
    if isinstance(found, str):
        return f"summary-{found}"
    moments = periods.moments(found, work.cohort.zone)
    if moments is None:
        return "summary-leapt"
    begins, ends = moments
    if begins > work.now:
        return "summary-future"
    return Period(
        id=work.new_id(),
        cohort=work.cohort.id,
        kind=found.kind,
        title=_title(work, found),
        begins=begins,
        ends=ends,
    )


def so_far(work: Work) -> Period:
    """All that was said in ``work.cohort`` until now, to read it at once; never kept."""
    assert work.cohort is not None
    return Period(
        id="",
        cohort=work.cohort.id,
        kind="all",
        title="",
        begins=datetime.fromtimestamp(0, UTC),
        ends=work.now + timedelta(days=1),
    )


def _title(work: Work, found: Stretch) -> str:
    first, last = dates.day(found.first), dates.day(found.last)
    if found.hours is not None:
        hours = dates.hours(found.hours.begins, found.hours.ends)
        return work.word("summary-session", day=first, hours=hours)
    if found.kind == "week":
        return work.word("summary-week", day=first)
    if found.kind == "month":
        return dates.month(found.first)
    if found.kind == "all":
        return work.word("summary-all", day=last)
    return first if first == last else work.word("summary-days", begins=first, ends=last)


def clocks(work: Work) -> str:
    """The cohort's time zone, as people are told it."""
    assert work.cohort is not None
    return work.cohort.zone.replace("_", " ")
