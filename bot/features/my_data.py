"""What is kept about a member: they see it, and can have it erased."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.own_part import missing
from bot.features.summary_model import in_use, keeps, standing
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Note, Swap, Whisper
from bot.protocol.events import Commanded, Pressed
from bot.protocol.text import Blocks, Inlines, Quote
from bot.rules import planning
from bot.store import cohorts, facts, kept, people
from bot.store.codec import load_nodes
from bot.store.records import Cohort, Person
from bot.text import dates

story = Story("my_data")

SHOWN = 3  # messages that are quoted
QUOTED = 300  # letters of each, beyond which it is cut


# Whoever left, or whose cohort has ended, has the same right to it as everyone else: so these are
# for anyone, and look for a part in a cohort themselves.


@story.command("my data", who="anyone", meets=False)
def my_data(event: Commanded, work: Work, rest: str) -> Effects:
    """Show what is kept, to the one whom it is about."""
    return [Whisper(card=missing(work, "my data") or _card(work))]


@story.command(
    "erase me",
    who="anyone",
    also=("delete my data", "erase my data", "forget me"),
    meets=False,
)
def erase_me(event: Commanded, work: Work, rest: str) -> Effects:
    """Say what it means, with the button that does it. Whoever names someone means someone else,
    and must not be offered to be erased themselves."""
    if rest:
        return [Whisper(card=work.card("erase-other"))]
    return [Whisper(card=missing(work, "erase me") or _question(work))]


@story.button("data.erase", who="anyone")
def ask_to_erase(event: Pressed, work: Work) -> Effects:
    """The button on the card of what is kept."""
    return [Whisper(card=missing(work, "erase me") or _question(work))]


@story.button("data.keep", who="anyone")
def keep(event: Pressed, work: Work) -> Effects:
    """They thought better of it."""
    return [Swap(card=work.card("erase-kept"))]


@story.button("data.erased", who="anyone")
def erase(event: Pressed, work: Work) -> Effects:
    """Erase it; whatever quotes or names them follows."""
    if work.cohort is None or work.who is None or work.part is None:
        return [Whisper(card=work.card("stale-button"))]
    if _last_moderator(work):
        return [Swap(card=work.card("erase-last", cohort=work.cohort.name))]
    card = work.card("erased", cohort=work.cohort.name)
    return [_wanted(event, work.who, work.cohort), Swap(card=card)]


@story.command("erase everything", who="anyone", cohort=False, meets=False)
def erase_everything(event: Commanded, work: Work, rest: str) -> Effects:
    """Say what it means in all cohorts at once, with the button that does it."""
    if work.who is None:
        return [Whisper(card=work.card("data-none"))]
    theirs = kept.cohorts(work.db, work.who.id)
    last = _last_of(work, theirs)
    if last is not None:
        return [Whisper(card=work.card("erase-last", cohort=last.name))]
    buttons = (
        Button(
            label=work.word("erase-confirm-button"),
            action="data.erased-all",
            args={"person": work.who.id},
            style="danger",
        ),
        Button(label=work.word("erase-keep-button"), action="data.keep"),
    )
    if not theirs:
        return [Whisper(card=work.card("erase-all-none", *buttons))]
    return [Whisper(card=work.card("erase-all-ask", *buttons, cohorts=len(theirs)))]


@story.button("data.erased-all", who="anyone")
def erase_all(event: Pressed, work: Work) -> Effects:
    """Erase it in each cohort; the last one takes what is left with it."""
    if work.who is None or event.args.get("person") != work.who.id:
        return [Whisper(card=work.card("stale-button"))]
    theirs = kept.cohorts(work.db, work.who.id)
    last = _last_of(work, theirs)
    if last is not None:
        return [Swap(card=work.card("erase-last", cohort=last.name))]
    notes = [_wanted(event, work.who, each) for each in theirs or (None,)]
    return [*notes, Swap(card=work.card("erased-all"))]


def _wanted(event: Pressed, who: Person, cohort: Cohort | None) -> Note:
    args = {"person": who.id, "at": event.at.isoformat()}
    return Note(
        topic="erase-wanted", args={**args, "cohort": cohort.id} if cohort is not None else args
    )


def _question(work: Work) -> Card:
    assert work.cohort is not None
    name = work.cohort.name
    if _last_moderator(work):
        return work.card("erase-last", cohort=name)
    does = work.button("erase-confirm-button", "data.erased", style="danger")
    return work.card("erase-ask", does, work.button("erase-keep-button", "data.keep"), cohort=name)


def _last_moderator(work: Work) -> bool:
    """Whether others would be left without anyone to turn to."""
    assert work.cohort is not None and work.who is not None
    return cohorts.is_last_moderator(work.db, work.cohort, work.who.id)


def _last_of(work: Work, theirs: list[Cohort]) -> Cohort | None:
    """The first of their cohorts that would be left so."""
    assert work.who is not None
    for each in theirs:
        if cohorts.is_last_moderator(work.db, each, work.who.id):
            return each
    return None


def _card(work: Work) -> Card:
    assert work.cohort is not None and work.who is not None and work.part is not None
    cohort, who, part = work.cohort, work.who, work.part
    unknown = work.word("data-nothing")
    agreement = cohorts.current_consent(work.db, cohort.id, who.id, "agreement")
    blocks = work.say("data-head", cohort=cohort.name)
    since = dates.day(work.local(part.since).date())
    about = "data-about" if part.state in cohorts.BELONGING else "data-about-outside"
    blocks += work.say(about, role=work.word(f"role-{part.role}"), since=since)
    known = facts.of(work.db, cohort.id, who.id)
    assert known is not None
    above = people.get(work.db, known.manager) if known.manager is not None else None
    blocks += work.say(
        "data-facts",
        organisation=known.organisation or unknown,
        title=known.title or unknown,
        manager=(above.name or work.word("someone")) if above is not None else unknown,
        zone=known.zone,
    )
    if agreement is None:
        blocks += work.say("data-not-agreed")
    else:
        day = dates.day(work.local(agreement.since).date())
        blocks += work.say("data-agreed", day=day, version=agreement.version)
        quoting = cohorts.current_consent(work.db, cohort.id, who.id, "quoting")
        how = quoting.value if quoting is not None else "name"
        blocks += work.say(f"agreed-quoted-{how}", role=work.word(f"role-{part.role}"))
    # A choice that somebody made is told wherever it stands.
    if keeps(work, cohort.id, who.id):
        blocks += work.say("data-model-kept")
    elif in_use(standing(work, cohort)):
        blocks += work.say("data-model-read")
    blocks += work.say("data-messages", number=kept.number(work.db, cohort.id, who.id))
    blocks += _newest(work)
    readers = work.names(work.moderators())
    blocks += work.say("data-readers", moderators=readers, until=_until(work))
    return Card(blocks=blocks, buttons=_buttons(work))


def _newest(work: Work) -> Blocks:
    assert work.cohort is not None and work.who is not None
    quotes: list[Quote] = []
    for message in kept.newest(work.db, work.cohort.id, work.who.id, SHOWN):
        nodes = load_nodes(message.nodes)
        if len(message.text) > QUOTED:
            nodes = work.tools.catalogue.line("data-cut", text=message.text[:QUOTED])
        quotes.append(Quote(nodes=nodes))
    return tuple(quotes)


def _until(work: Work) -> Inlines:
    assert work.cohort is not None
    ends, settings = work.cohort.ends, work.cohort.settings
    line = work.tools.catalogue.line
    if ends is None:
        return line("welcome-until-end", days=planning.keep_days(settings))
    return line("welcome-until-day", day=dates.day(planning.forget_on(ends, settings)))


def _buttons(work: Work) -> tuple[Button, ...]:
    correct_button = work.button("correct-button", "data.correct")
    page_button = work.runs("page-button", "my page")
    erase_button = work.button("erase-button", "data.erase", style="danger")
    if not work.agreed:
        inside = work.part is not None and work.part.state in cohorts.BELONGING
        agree = work.button("agree-button", "consent.agree")
        return (*((agree,) if inside else ()), page_button, correct_button, erase_button)
    return (
        *(
            work.button(f"quote-{how}-button", "consent.quote", how=how)
            for how in ("role", "none", "name")
        ),
        work.button("withdraw-button", "consent.withdraw"),
        page_button,
        correct_button,
        erase_button,
    )
