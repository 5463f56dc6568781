"""People who agreed before the agreement told of the list: what they said goes on to hold, and they
are shown, once, what stands there now.

That is when they next turn to the bot, or within two weeks; it waits with whatever else waits for
them. Until they say yes to it they are on no list, and nothing is noted for one.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.quiet_list import looking
from bot.protocol.cards import Card
from bot.protocol.effects import Swap, Tell, Whisper
from bot.protocol.events import (
    ByPerson,
    Commanded,
    HomeOpened,
    Noted,
    Pressed,
    Said,
    Submitted,
)
from bot.protocol.text import Blocks, Bullets, Code
from bot.rules import presence as rules
from bot.store import cohorts, presence, queue
from bot.text.markdown import to_blocks

story = Story("renewal")


@story.on(Said)
def on_words(event: Said, work: Work) -> Effects:
    """They write to the bot."""
    return _turned(event, work) if event.place.direct else ()


@story.on(HomeOpened)
def on_page(event: HomeOpened, work: Work) -> Effects:
    """They open the bot's page."""
    return _turned(event, work)


@story.on(Commanded)
def on_command(event: Commanded, work: Work) -> Effects:
    """They give a command."""
    return _turned(event, work)


@story.on(Pressed)
def on_press(event: Pressed, work: Work) -> Effects:
    """They press a button."""
    return _turned(event, work)


@story.on(Submitted)
def on_form(event: Submitted, work: Work) -> Effects:
    """They send a form."""
    return _turned(event, work)


@story.note("quiet-list-looked")
def show_the_rest(event: Noted, work: Work) -> Effects:
    """Every two weeks: those who have not turned to the bot."""
    told = looking.version(work)
    if work.cohort is None or told is None:
        return []
    waiting = presence.before(work.db, work.cohort.id, told)
    return [tell for each in waiting for tell in _tell(work, each.person, told)]


@story.note("renewal-wanted")
def show(event: Noted, work: Work) -> Effects:
    """They ask what there is to agree to."""
    return [Whisper(card=_card(work))]


@story.button("agreement.later")
def later(event: Pressed, work: Work) -> Effects:
    """[Not now]"""
    assert work.cohort is not None
    return [Swap(card=work.card("agreement-later", cohort=work.cohort.name))]


def _turned(event: ByPerson, work: Work) -> list[Tell]:
    told = looking.version(work)
    if work.who is None or told is None:
        return []
    found: list[Tell] = []
    here = work.cohort
    for its, _ in cohorts.of_person(work.db, work.who.id):
        if here is not None and its.id != here.id:
            continue
        waiting = presence.before(work.db, its.id, told)
        if any(each.person == work.who.id for each in waiting):
            work.cohort = its
            found += _tell(work, work.who.id, told)
    work.cohort = here
    return found


def _tell(work: Work, person_id: str, told: str) -> list[Tell]:
    its = work.cohort
    if its is None or its.state not in looking.STARTED:
        return []
    part = cohorts.membership_of(work.db, its.id, person_id)
    if part is None:
        return []
    key = f"agreement-new:{part.id}:{told}"
    # Its row in the outbox is gone after a week, what stands on the platform is not.
    if queue.original(work.db, key) is not None:
        return []
    return [work.tell(person_id, _card(work), key=key, importance=9)]


def _card(work: Work) -> Card:
    assert work.cohort is not None
    name = work.cohort.name
    return Card(
        blocks=(
            *work.say("agreement-new", cohort=name),
            *_part(work),
            *work.say("agreement-new-ask"),
        ),
        buttons=(
            work.button("agree-button", "consent.agree", style="primary"),
            work.button("not-now-button", "agreement.later"),
        ),
    )


def _part(work: Work) -> Blocks:
    """What of the agreement tells of the list: a paragraph, or one point of several."""
    agreement = work.library.agreement()
    assert agreement is not None
    way_off = Code(text=rules.WAY_OFF.strip("`"))
    found: Blocks = ()
    for block in to_blocks(agreement.body):
        if isinstance(block, Bullets):
            items = tuple(item for item in block.items if way_off in item)
            found += (Bullets(items=items),) if items else ()
        elif way_off in block.nodes:
            found += (block,)
    return found
