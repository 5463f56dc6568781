"""From the list a moderator writes someone a note, copies it to send it themselves, or leaves it.

The draft is the catalogue's; nothing is sent unless the moderator says so. Whatever they choose,
nobody is offered the same person for a while: so one person never hears from two moderators.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.quiet_list import looking
from bot.features.quiet_list.looking import Listed
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.protocol.text import Plain, Quote
from bot.rules import presence as rules
from bot.rules.filled import Filled
from bot.store import nudges, people
from bot.store.nudges import Nudge
from bot.store.records import Person
from bot.text import dates

story = Story("writing")

LONGEST = 1000  # letters of a note
COPY, SEND, LEAVE = "copied", "sent", "left"
CHOICES = (COPY, SEND, LEAVE)
DRAFTS = ("1", "2")
"""How many drafts the catalogue has for each situation."""


@story.button("quiet-list.write", who="moderator")
def write(event: Pressed, work: Work) -> Effects:
    """A drafted note, to be changed, and what to do with it."""
    assert work.cohort is not None and work.who is not None
    person = people.get(work.db, event.args.get("person", ""))
    if person is None:
        return [Whisper(card=work.card("stale-button"))]
    done = looking.in_peace(work, person.id)
    if done is not None:
        return [Whisper(card=_done_before(work, done, person))]
    one = looking.on_list(work, work.who.id, person.id)
    if one is None:
        return [Whisper(card=work.card("nudge-not-listed"))]
    return [Ask(form=_form(work, work.who, one))]


def _form(work: Work, who: Person, one: Listed) -> Form:
    assert work.cohort is not None
    meant = {"name": who.name, "first": _first(one.person), "days": rules.COOL_OFF.days}
    options = tuple(
        Option(value=each, label=work.word(f"nudge-choice-{each}", **meant)[:75])
        for each in CHOICES
    )
    return Form(
        action="quiet-list.note",
        args={"cohort": work.cohort.id, "person": one.person.id},
        title=work.word("nudge-title"),
        submit=work.word("nudge-submit"),
        intro=(*looking.last_sign(work, one), *work.say("nudge-intro")),
        fields=(
            Field(
                name="note",
                label=work.word("nudge-note"),
                kind="text",
                value=_draft(work, one),
                limit=LONGEST,
            ),
            Field(
                name="what",
                label=work.word("nudge-what"),
                kind="choice",
                options=options,
                required=True,
            ),
        ),
    )


def _draft(work: Work, one: Listed) -> str:
    """A note that fits: to someone who wrote, who was there in other ways, or who has not come
    by."""
    number, first = work.tools.dice.choice(DRAFTS), _first(one.person)
    if one.topic:
        return work.word(f"nudge-draft-wrote-{number}", first=first, title=one.topic)
    kind = "read" if one.around.came_by else "new"
    return work.word(f"nudge-draft-{kind}-{number}", first=first)


def _first(person: Person) -> str:
    return person.name.partition(" ")[0]


@story.form("quiet-list.note", who="moderator")
def decide(event: Submitted, work: Work) -> list[Effect]:
    """Send it, show it to be copied, or leave it."""
    assert work.cohort is not None and work.who is not None
    person = people.get(work.db, event.args.get("person", ""))
    if person is None:
        return [Whisper(card=work.card("stale-button"))]
    filled = Filled(event.values)
    what = filled.one_of("what", CHOICES)
    words = filled.words("note", LONGEST, lines=True, required=what != LEAVE)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    done = looking.in_peace(work, person.id)
    if done is not None:
        # Their own words are theirs still, to be used otherwise.
        card = _done_before(work, done, person)
        return [Whisper(card=Card(blocks=(*card.blocks, *_quoted(words, what))))]
    if looking.on_list(work, work.who.id, person.id) is None:
        gone = work.say("nudge-not-listed")
        return [Whisper(card=Card(blocks=(*gone, *_quoted(words, what))))]
    new = Nudge(
        id=work.new_id(),
        cohort=work.cohort.id,
        person=person.id,
        by=work.who.id,
        state=what,
        day=work.today(),
    )
    nudges.add(work.db, new)
    told = work.say(f"nudge-done-{what}", name=person.name, days=rules.COOL_OFF.days)
    quoted = _quoted(words, what) if what == COPY else ()
    answer = Whisper(card=Card(blocks=(*told, *quoted)))
    return [*([_note(work, new, work.who, words)] if what == SEND else ()), answer]


def _quoted(words: str, what: str) -> tuple[Quote, ...]:
    return (Quote(nodes=(Plain(text=words),)),) if words and what != LEAVE else ()


def _done_before(work: Work, done: Nudge, person: Person) -> Card:
    by = people.get(work.db, done.by) if done.by is not None else None
    how = done.state if done.state in CHOICES else SEND
    return work.card(
        f"nudge-before-{how}",
        by=by.name if by is not None else work.word("someone"),
        name=person.name,
        day=dates.day(done.day),
        until=dates.day(done.day + rules.COOL_OFF),
    )


def _note(work: Work, new: Nudge, who: Person, words: str) -> Effect:
    """The note as it arrives: the moderator's words, who they are from, and an easy way out."""
    assert work.cohort is not None
    own = Quote(nodes=(Plain(text=words),), by=(Plain(text=who.name),))
    head = work.say("nudge-head", name=who.name, cohort=work.cohort.name)
    foot = work.say("nudge-foot", name=who.name)
    along = work.button("reading-button", "reading.along")
    return work.tell(
        new.person,
        Card(blocks=(*head, own, *foot), buttons=(along,)),
        key=f"{nudges.KEY}:{new.id}",
        importance=8,
        concerns=(who.id,),
    )
