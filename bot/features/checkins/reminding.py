"""One reminder, for those who were asked and have neither answered nor said no."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.checkins import hours, reading, sheets
from bot.protocol.cards import Card
from bot.protocol.events import CameDue
from bot.store import agenda, checkin_rounds, digests
from bot.text import dates

story = Story("checkins.reminding")

IMPORTANCE = 3
LEFT_TO_ANSWER = timedelta(days=1)


@story.due("checkin-remind")
def remind(event: CameDue, work: Work) -> Effects:
    """Remind one member, if a day to answer is left then; never outside their working hours."""
    its = checkin_rounds.sheet(work.db, event.subject)
    of = checkin_rounds.get(work.db, its.round) if its is not None else None
    if its is None or of is None or work.cohort is None:
        return []
    if its.state != "asked" or its.reminded or of.state != "open":
        return []
    zone = hours.zone_of(work, its.person)
    at = hours.at_work(work, work.now, zone)
    if at > of.closes_at - LEFT_TO_ANSWER:
        return []
    if at > work.now:
        agenda.plan(work.db, "checkin-remind", its.id, at, its.cohort)
        return []
    local = work.now.astimezone(ZoneInfo(zone)).date()
    if not hours.welcomes(work, its.person, of.checkin["name"], local):
        return []
    ask = digests.item(work.db, sheets.key(its.id))
    if ask is not None and ask.state == digests.HELD:
        # Nobody is reminded of what they have not seen.
        return []
    checkin_rounds.change_sheet(work.db, its.id, reminded=True)
    last = work.local(of.closes_at - timedelta(seconds=1)).date()
    words = work.say("checkin-reminder", title=of.title, day=dates.day(last))
    card = Card(
        blocks=(*words, reading.of_round(work, of, its.person)),
        buttons=(
            work.button("checkin-answer-button", "checkin.answer", style="primary",
                        checkin=its.id),
            work.button("checkin-skip-button", "checkin.skip", checkin=its.id),
            work.button("checkin-not-this-button", "checkin.not-this", checkin=its.id),
        ),
    )  # fmt: skip
    return [
        work.tell(
            its.person,
            card,
            key=sheets.reminder_key(its.id),
            purpose="invitation",
            importance=IMPORTANCE,
            expires=of.closes_at,
        )
    ]
