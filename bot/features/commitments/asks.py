"""Whose commitment a button means, and when it is asked again."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.engine.work import Work
from bot.protocol.effects import Note
from bot.rules import cadence, planning
from bot.rules import commitments as rules
from bot.store import agenda, commitments, digests, facts, manners
from bot.store.commitments import Commitment


def mine(work: Work, args: Mapping[str, str]) -> Commitment | None:
    """The commitment that is meant, if it is of the cohort and of whoever acts."""
    found = commitments.get(work.db, args.get("commitment", ""))
    if found is None or work.who is None or found.person != work.who.id:
        return None
    return found if work.cohort is not None and found.cohort == work.cohort.id else None


def changed(its: Commitment) -> Note:
    """What its author tries, or who reads it, is not what it was."""
    return Note(topic="commitment-changed", args={"cohort": its.cohort})


def kind(weeks: int) -> str:
    """The kind of due row with which it is asked after so many weeks; its subject is the id."""
    return f"commitment-{weeks}"


def key(its: Commitment, weeks: int) -> str:
    """The key of the private message that asks."""
    return f"commitment:{its.id}:{weeks}"


def zone_of(work: Work, person_id: str) -> str:
    """The time zone by which someone lives."""
    assert work.cohort is not None
    known = facts.of(work.db, work.cohort.id, person_id)
    return known.zone if known is not None else work.cohort.zone


def today(work: Work, person_id: str) -> date:
    """The date by someone's own calendar."""
    return work.now.astimezone(ZoneInfo(zone_of(work, person_id))).date()


def at(work: Work, its: Commitment, weeks: int) -> datetime:
    """When it is asked after so many weeks, by its author's clock."""
    assert work.cohort is not None
    off = cadence.days_off(work.cohort.settings)
    return rules.asked_at(its.day, weeks, zone_of(work, its.person), off)


def over(work: Work) -> datetime | None:
    """When the cohort's words are deleted, if its end is known."""
    cohort = work.cohort
    if cohort is None or cohort.ends is None:
        return None
    return planning.end_of(planning.forget_on(cohort.ends, cohort.settings), cohort.zone)


def to_come(work: Work, its: Commitment) -> list[datetime]:
    """When it will be asked, as things are now: not who wants no check-ins, and not for ever."""
    cohort = work.cohort
    assert cohort is not None
    if rules_out(work, its):
        return []
    ends = planning.end_of(cohort.ends, cohort.zone) if cohort.ends is not None else None
    return [
        moment
        for weeks, last in zip(rules.WEEKS, (ends, over(work)), strict=True)
        if (moment := at(work, its, weeks)) > work.now and (last is None or moment < last)
    ]


def days_to_come(work: Work, its: Commitment) -> list[date]:
    """The same as days by its author's calendar."""
    zone = ZoneInfo(zone_of(work, its.person))
    return [each.astimezone(zone).date() for each in to_come(work, its)]


def rules_out(work: Work, its: Commitment) -> bool:
    """Whether there is nothing left to ask, or its author asked for no check-ins."""
    unwanted = manners.of(work.db, its.cohort, its.person).checkins == "none"
    return unwanted or its.state in rules.OVER


def expect(work: Work, its: Commitment) -> None:
    """Let it come due as often as it is still to be asked, and no more."""
    for weeks in rules.WEEKS:
        moment = at(work, its, weeks)
        if its.state not in rules.OVER and moment > work.now:
            agenda.plan(work.db, kind(weeks), its.id, moment, its.cohort)
        else:
            agenda.cancel(work.db, kind(weeks), its.id)


def settle(work: Work, its: Commitment, weeks: int) -> None:
    """Its author said what became of it after so many weeks: if that question waits for its moment,
    it need not come any more, and the others come as often as they are still of use."""
    expect(work, its)
    digests.take_back(work.db, key(its, weeks), work.now)


def leave(work: Work, its: Commitment) -> None:
    """Ask nothing more of it; a question that waits for its moment is of no use any more."""
    for weeks in rules.WEEKS:
        agenda.cancel(work.db, kind(weeks), its.id)
        waiting = digests.item(work.db, key(its, weeks))
        if waiting is not None and waiting.state == digests.HELD:
            digests.fall_away(work.db, [waiting], work.now)
