"""From the card about a quiet discussion, a moderator has one or two people asked privately.

Everyone who agreed can be chosen, whether or not they wrote: a list of those who did not would
name the silent.
"""

from collections.abc import Mapping

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import arriving
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Note, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.protocol.text import Plain, Quote
from bot.rules.filled import Filled
from bot.rules.quiet import cards_about
from bot.store import cohorts, discussions, people
from bot.store.records import Asked, Discussion, Person

story = Story("asking_two")

MOST = 2
LINE = 500  # letters of the moderator's own line


@story.button("quiet.ask", who="moderator")
def choose(event: Pressed, work: Work) -> Effects:
    """[Ask two people privately]"""
    found = _open(work, event.args)
    if found is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    options = tuple(Option(value=each.id, label=each.name[:75]) for each in _askable(work, found))
    if not options:
        return [Whisper(card=work.card("ask-nobody"))]
    form = Form(
        action="quiet.ask",
        title=work.word("two-title"),
        submit=work.word("ask-submit"),
        intro=work.say("two-intro", title=found.title),
        fields=(
            Field(
                name="people",
                label=work.word("ask-people"),
                kind="choices",
                options=options,
                hint=work.word("ask-people-hint"),
                required=True,
            ),
            Field(name="line", label=work.word("ask-line"), kind="text", limit=LINE),
        ),
        args={
            "discussion": found.id,
            "cohort": work.cohort.id,
            "card": event.args.get("card", ""),
        },
    )
    return [Ask(form=form)]


@story.form("quiet.ask", who="moderator")
def send(event: Submitted, work: Work) -> Effects:
    """Ask them, each privately, in the moderator's name."""
    found = _open(work, event.args)
    if found is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    filled = Filled(event.values)
    wanted = filled.several("people")
    asked = [each for each in _askable(work, found) if each.id in wanted]
    if not 1 <= len(asked) <= MOST or len(asked) < len(wanted):
        return [Correct(errors={"people": work.word("ask-people-wrong")})]
    line = filled.words("line", LINE, lines=True)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    effects: list[Effect] = []
    for each in asked:
        new = Asked(
            id=work.new_id(),
            cohort=found.cohort,
            step=None,
            discussion=found.id,
            person=each.id,
            by=work.who.id,
            kind="help",
            answer="open",
            at=work.now,
        )
        discussions.ask(work.db, new)
        effects.append(_invitation(work, found, new, line))
    args = {"discussion": found.id, "card": event.args.get("card", "")}
    late = arriving.late(work, asked, found.closes_at)
    return [*effects, Note(topic="people-asked", args=args), *late]


def _open(work: Work, args: Mapping[str, str]) -> Discussion | None:
    """The open discussion that is meant, by a card that is about it."""
    found = discussions.get(work.db, args.get("discussion", ""))
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return None
    about = cards_about(found.id, args.get("card", ""))
    return found if about and found.state == "open" else None


def _askable(work: Work, found: Discussion) -> list[Person]:
    assert work.cohort is not None and work.who is not None
    done = {each.person for each in discussions.asked_for(work.db, discussion_id=found.id)}
    agreed = cohorts.consents(work.db, work.cohort.id, "agreement")
    parts = cohorts.memberships(work.db, work.cohort.id, states=("present",))
    ids = [
        each.person
        for each in parts
        if each.person in agreed
        and each.role != "moderator"
        and each.person not in {*done, work.who.id}
    ]
    known = people.named(work.db, ids)
    return [known[each] for each in ids if known[each].name]


def _invitation(work: Work, found: Discussion, new: Asked, line: str) -> Effect:
    assert work.who is not None
    words = work.say("asked-help", name=work.who.name, title=found.title)
    own = Quote(nodes=(Plain(text=line),), by=(Plain(text=work.who.name),))
    card = Card(
        blocks=(*words, *((own,) if line else ()), *work.say("asked-either-way")),
        buttons=(
            work.button("asked-help-button", "asked.yes", style="primary", asked=new.id),
            work.button("asked-no-button", "asked.no", asked=new.id),
        ),
    )
    return work.tell(
        new.person,
        card,
        key=f"asked:{new.id}",
        purpose="invitation",
        importance=7,
        expires=found.closes_at,
        concerns=(work.who.id,),
    )
