"""The list itself, for one moderator at a time; and that moderators hear of it by themselves.

What goes out every two weeks names nobody: the list is made when a moderator asks for it, and is
stored nowhere.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.quiet_list import looking
from bot.features.quiet_list.looking import Listed
from bot.protocol.cards import Button, Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Note, Whisper
from bot.protocol.events import CameDue, Commanded, Noted, Pressed, Submitted
from bot.rules import cadence, hours
from bot.rules import presence as rules
from bot.rules.filled import Filled
from bot.rules.timetable import working_morning
from bot.store import agenda, cohorts, nudges, presence
from bot.store.records import Cohort
from bot.text.fit import short

story = Story("quiet_list")

MOST = 8
NAME = 20  # letters of a name on a button
DUE = "quiet-list"
YES, NO = "yes", "no"


@story.command("who is quiet", who="moderator", also=("quiet",))
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """The list, to the moderator who asks for it."""
    assert work.cohort is not None and work.who is not None
    change = work.button("quiet-list-change-button", "quiet-list.change")
    if looking.version(work) is None:
        return [Whisper(card=work.card("quiet-list-not-told"))]
    if work.cohort.state not in looking.STARTED:
        return [Whisper(card=work.card("quiet-list-not-now", cohort=work.cohort.name))]
    days = rules.quiet_days(work.cohort.settings)
    found = looking.listed(work, work.who.id)
    if not found:
        card = work.card("quiet-list-nobody", change, cohort=work.cohort.name, days=days)
        return [Whisper(card=card)]
    head = work.say("quiet-list-head", cohort=work.cohort.name, days=days)
    more = work.say("quiet-list-more", more=len(found) - MOST) if len(found) > MOST else ()
    foot = Card(blocks=(*more, *work.say("quiet-list-foot")), buttons=(change,))
    shown = (_part(work, each) for each in found[:MOST])
    return [Whisper(card=Card(blocks=head, parts=(*shown, foot)))]


def _part(work: Work, one: Listed) -> Card:
    assert work.cohort is not None
    write = Button(
        label=work.word("quiet-list-write-button", name=short(one.person.name, NAME)),
        action="quiet-list.write",
        args={"cohort": work.cohort.id, "person": one.person.id},
    )
    return Card(blocks=looking.last_sign(work, one), buttons=(write,))


@story.note("cohort-started")
def begin(event: Noted, work: Work) -> Effects:
    """The first look is two weeks after the start."""
    if work.cohort is not None:
        _plan(work, work.cohort)
    return []


@story.note("started-up")
def begin_late(event: Noted, work: Work) -> Effects:
    """Cohorts that began before there was such a list."""
    for each in presence.unwatched(work.db, DUE):
        work.cohort = each
        _plan(work, each)
    work.cohort = None
    return []


@story.note("cohort-ended")
def end(event: Noted, work: Work) -> Effects:
    """Nothing of it outlasts the cohort."""
    if work.cohort is not None:
        _clear(work, work.cohort)
    return []


@story.due(DUE)
def tell_moderators(event: CameDue, work: Work) -> Effects:
    """Each moderator for whom there is somebody new on the list hears so, on a weekday morning."""
    its = work.cohort
    if its is None or its.state not in looking.STARTED:
        if its is not None:
            _clear(work, its)
        return []
    if not hours.may_post(work.now, its.zone):
        off = cadence.days_off(its.settings)
        day = cadence.next_working_day(work.today(), off)
        agenda.plan(work.db, DUE, its.id, working_morning(day, its.zone, off), its.id)
        return []
    _plan(work, its)
    nudges.forget(work.db, its.id, work.today() - rules.COOL_OFF - rules.EVERY)
    looked = Note(topic="quiet-list-looked")
    if not rules.tells_moderators(its.settings):
        return [looked]
    days = rules.quiet_days(its.settings)
    show = work.runs("quiet-list-show-button", "who is quiet", style="primary")
    card = work.card("quiet-list-news", show, cohort=its.name)
    told = [
        work.tell(each.id, card, key=f"quiet-list:{its.id}:{work.today():%Y%m%d}:{each.id}")
        for each in work.moderators()
        if rules.anyone_new(looking.around(work, each.id), work.today(), days)
    ]
    return [*told, looked]


def _plan(work: Work, its: Cohort) -> None:
    day = work.today() + rules.EVERY
    morning = working_morning(day, its.zone, cadence.days_off(its.settings))
    agenda.plan(work.db, DUE, its.id, morning, its.id)


def _clear(work: Work, its: Cohort) -> None:
    agenda.cancel(work.db, DUE, its.id)
    presence.forget(work.db, its.id)
    nudges.forget(work.db, its.id)


@story.button("quiet-list.change", who="moderator")
def change(event: Pressed, work: Work) -> Effects:
    """After how many days someone is on it, and whether moderators hear of it by themselves."""
    assert work.cohort is not None
    if work.cohort.state not in looking.STARTED:
        return [Whisper(card=work.card("quiet-list-not-now", cohort=work.cohort.name))]
    its = work.cohort.settings
    tells = YES if rules.tells_moderators(its) else NO
    fields = (
        Field(
            name="days",
            label=work.word("quiet-list-days"),
            value=str(rules.quiet_days(its)),
            required=True,
            limit=4,
        ),
        Field(
            name="tells",
            label=work.word("quiet-list-tells"),
            kind="choice",
            options=tuple(
                Option(value=each, label=work.word(f"quiet-list-tells-{each}"))
                for each in (YES, NO)
            ),
            value=tells,
            required=True,
        ),
    )
    form = Form(
        action="quiet-list.change",
        args={"cohort": work.cohort.id},
        title=work.word("quiet-list-change-title"),
        submit=work.word("quiet-list-change-submit"),
        fields=fields,
    )
    return [Ask(form=form)]


@story.form("quiet-list.change", who="moderator")
def changed(event: Submitted, work: Work) -> list[Effect]:
    """Keep it, for all moderators of the cohort."""
    assert work.cohort is not None
    if work.cohort.state not in looking.STARTED:
        return [Whisper(card=work.card("quiet-list-not-now", cohort=work.cohort.name))]
    filled = Filled(event.values)
    days = filled.number("days", rules.LEAST_DAYS, rules.MOST_DAYS)
    tells = filled.one_of("tells", (YES, NO))
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    kept = {**work.cohort.settings, "quiet_days": days, "quiet_list": tells == YES}
    cohorts.change(work.db, work.cohort.id, settings=kept)
    work.refreshed()
    return [Whisper(card=work.card(f"quiet-list-changed-{tells}", days=days))]
