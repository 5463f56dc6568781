"""What a summary is about: one discussion, or all that was said during a period.

No story lives here, only what the stories of summaries share.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.engine.work import Work
from bot.protocol.text import Blocks, Bullets, Plain
from bot.store import discussions, summaries
from bot.store.records import Discussion, Subject
from bot.text import dates
from bot.text.fill import fill
from bot.text.markdown import to_blocks

_MOMENT = timedelta(microseconds=1)


def about(subject: Subject) -> dict[str, str]:
    """The arguments of a note or a job that name it."""
    return {"discussion" if isinstance(subject, Discussion) else "period": subject.id}


def named(work: Work, args: Mapping[str, str]) -> Subject | None:
    """What such arguments name; None if it is gone."""
    if "period" in args:
        return summaries.period_by_id(work.db, args["period"])
    return discussions.get(work.db, args["discussion"])


def days(work: Work, subject: Subject) -> tuple[date, date]:
    """Its first and its last day, as the cohort's clock has it."""
    assert work.cohort is not None
    zone = ZoneInfo(work.cohort.zone)
    if isinstance(subject, Discussion):
        begins, ends = subject.opened_at, subject.closed_at or subject.closes_at
    else:
        begins, ends = subject.begins, subject.ends - _MOMENT
    return begins.astimezone(zone).date(), ends.astimezone(zone).date()


def still_open(work: Work, subject: Subject) -> Blocks:
    """That more can come, if it can."""
    assert work.cohort is not None
    if isinstance(subject, Discussion):
        if subject.state != "open":
            return ()
        closes = dates.moment(subject.closes_at, work.cohort.zone)
        return work.say("summary-draft-open", closes=closes)
    if subject.ends <= work.now:
        return ()
    going = "summary-draft-goes-on" if subject.kind == "session" else "summary-draft-not-over"
    return work.say(going)


def background(work: Work, subject: Subject) -> Blocks:
    """What was asked: the prompt as it was posted, or the titles of what was talked about."""
    assert work.cohort is not None
    if not isinstance(subject, Discussion):
        titles = [each.title for each in summaries.discussions_in(work.db, subject)]
        return (Bullets(items=tuple((Plain(text=each),) for each in titles)),) if titles else ()
    text = fill(
        str(subject.prompt.get("body", "")),
        cohort=work.cohort.name,
        theme=work.cohort.theme,
        week=subject.week,
        moderators=work.names(work.moderators()),
    )
    return to_blocks(text)
