"""From the card about a quiet discussion, a moderator has one or two people asked privately.

Everyone who agreed can be chosen, whether or not they wrote: a list of those who did not would
name the silent.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Note, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.protocol.text import Plain, Quote
from bot.store import cohorts, discussions, people
from bot.store.records import Asked, Discussion, Person

story = Story("asking_two")

MOST = 2


@story.button("quiet.ask", who="moderator")
def choose(event: Pressed, work: Work) -> Effects:
    """[Ask two people privately]"""
    found = _open(work, event.args.get("discussion", ""))
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
            Field(name="line", label=work.word("ask-line"), kind="text", limit=500),
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
    found = _open(work, event.args.get("discussion", ""))
    if found is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    chosen = event.values.get("people", ())
    wanted = (chosen,) if isinstance(chosen, str) else chosen
    asked = [each for each in _askable(work, found) if each.id in wanted]
    if not 1 <= len(asked) <= MOST or len(asked) < len(wanted):
        return [Correct(errors={"people": work.word("ask-people-wrong")})]
    line = str(event.values.get("line", "")).strip()
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
    return [*effects, Note(topic="people-asked", args=args)]


def _open(work: Work, discussion_id: str) -> Discussion | None:
    found = discussions.get(work.db, discussion_id)
    mine = found is not None and work.cohort is not None and found.cohort == work.cohort.id
    return found if mine and found is not None and found.state == "open" else None


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
        expires=found.closes_at,
        concerns=(work.who.id,),
    )
