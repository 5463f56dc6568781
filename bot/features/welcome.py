"""The private welcome: what is kept, until when, who can read it, and what everyone agrees to.

It goes out after the moderators' hello, and to whoever comes later as soon as they belong.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.summary_model import in_use, standing
from bot.protocol.cards import Card
from bot.protocol.effects import Tell, Whisper
from bot.protocol.events import Noted
from bot.rules import planning
from bot.store import cohorts, handbook
from bot.store.records import Membership
from bot.text import dates
from bot.text.markdown import to_blocks

story = Story("welcome")

STARTED = ("running", "held")


@story.note("cohort-started")
def welcome_all(event: Noted, work: Work) -> Effects:
    """Welcome everyone who is in the room."""
    assert work.cohort is not None
    return [
        tell
        for part in cohorts.memberships(work.db, work.cohort.id, states=("present",))
        for tell in _welcome(work, part)
    ]


@story.note("enrolled")
def welcome_one(event: Noted, work: Work) -> Effects:
    """Welcome someone who came to belong, unless nothing may reach members yet."""
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, event.args["person"])
    if part is None or part.state != "present" or work.cohort.state not in STARTED:
        return []
    return _welcome(work, part)


@story.note("welcome-wanted")
def show_again(event: Noted, work: Work) -> Effects:
    """Show the welcome to the person who acts."""
    return [Whisper(card=_card(work))]


def _welcome(work: Work, part: Membership) -> list[Tell]:
    if part.welcomed_at is not None:
        return []
    cohorts.change_membership(work.db, part.id, welcomed_at=work.now)
    return [
        work.tell(
            part.person,
            _card(work),
            key=f"welcome:{part.id}:{part.since.timestamp():.0f}",
            after=f"hello:{part.cohort}",
            purpose="answer",
            importance=8,
        )
    ]


def _card(work: Work) -> Card:
    cohort = work.cohort
    assert cohort is not None
    moderators = work.names(work.moderators())
    head = "welcome-theme" if cohort.theme else "welcome-head"
    if cohort.ends is not None:
        day = dates.day(planning.forget_on(cohort.ends, cohort.settings))
        until = work.tools.catalogue.line("welcome-until-day", day=day)
    else:
        days = planning.keep_days(cohort.settings)
        until = work.tools.catalogue.line("welcome-until-end", days=days)
    agreement = work.library.agreement()
    its = standing(work, cohort)
    told = its.told if in_use(its) else None
    late = bool(handbook.approved(work.db, cohort.id))
    blocks = (
        *work.say(head, cohort=cohort.name, theme=cohort.theme, moderators=moderators),
        *work.say("welcome-keeps", moderators=moderators, until=until),
        *(to_blocks(agreement.body) if agreement is not None else ()),
        *(work.say("welcome-model", model=told.name, host=told.host) if told is not None else ()),
        *work.say("welcome-outside"),
        *work.say("welcome-ask"),
        *(work.say("catch-up-welcome") if late else ()),
    )
    buttons = (
        work.button("agree-button", "consent.agree", style="primary"),
        work.button("not-now-button", "consent.decline"),
    )
    return Card(blocks=blocks, buttons=buttons)
