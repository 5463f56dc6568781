"""What the moderators decide about someone who is in the room without belonging."""

from datetime import time, timedelta

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card
from bot.protocol.effects import Edit, Effect, Note, Post, Swap, Whisper
from bot.protocol.events import Pressed
from bot.rules.cadence import instant
from bot.store import agenda, circle, cohorts, facts, people
from bot.store.records import Membership, Person
from bot.text import dates

story = Story("outsider_choice")

MORNING = time(9)


@story.button("outsider.invite", who="moderator")
def invite(event: Pressed, work: Work) -> Effects:
    """They become a member."""
    return _take_in(event, work, "member")


@story.button("outsider.guest", who="moderator")
def guest(event: Pressed, work: Work) -> Effects:
    """They become a guest, and the room hears who that is."""
    return _take_in(event, work, "guest")


def _take_in(event: Pressed, work: Work, role: str) -> Effects:
    found = _outsider(event, work)
    if found is None or work.cohort is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    part, person = found
    cohorts.change_membership(work.db, part.id, role=role, state="present", since=work.now)
    agenda.cancel(work.db, "outsider", part.id)
    planned = work.cohort.state == "planned"
    key = {"member": "outsider-invited", "guest": "outsider-guest"}[role]
    card = work.card(
        f"{key}-planned" if planned else key,
        by=work.who.name,
        name=person.name,
        cohort=work.cohort.name,
    )
    decided = _decided(event, work, part, card)
    effects = [Note(topic="enrolled", args={"person": person.id}), *decided]
    if role == "guest" and not planned and work.room is not None:
        effects.append(_introduction(work, person))
    return effects


def _introduction(work: Work, person: Person) -> Post:
    assert work.cohort is not None and work.room is not None and work.who is not None
    known = facts.of(work.db, work.cohort.id, person.id)
    assert known is not None
    about = ", ".join(each for each in (known.title, known.organisation) if each)
    key = "guest-introduced-about" if about else "guest-introduced"
    card = work.card(key, by=work.who.name, name=person.name, about=about)
    return Post(room=work.room.id, card=card, concerns=(person.id,))


@story.button("outsider.leave", who="moderator")
def ask_to_leave(event: Pressed, work: Work) -> Effects:
    """They are asked kindly, in private, from the moderators."""
    found = _outsider(event, work)
    if found is None or work.cohort is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    part, person = found
    agenda.cancel(work.db, "outsider", part.id)
    please = work.card(
        "please-leave",
        name=person.name,
        cohort=work.cohort.name,
        moderators=work.names(work.moderators()),
    )
    key = f"please:{part.id}:{part.since.timestamp():.0f}"
    card = work.card("outsider-asked", by=work.who.name, name=person.name)
    return [
        work.tell(person.id, please, key=key, purpose="answer"),
        *_decided(event, work, part, card),
    ]


@story.button("outsider.tomorrow", who="moderator")
def tomorrow(event: Pressed, work: Work) -> Effects:
    """The question comes back in the morning."""
    found = _outsider(event, work)
    if found is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    part, person = found
    at = instant(work.today() + timedelta(days=1), MORNING, work.cohort.zone)
    agenda.plan(work.db, "outsider", part.id, at, work.cohort.id)
    when = dates.moment(at, work.cohort.zone)
    card = work.card("outsider-later", name=person.name, when=when)
    return _decided(event, work, part, card)


def _outsider(event: Pressed, work: Work) -> tuple[Membership, Person] | None:
    """Whom a button is about, as long as nobody has decided and they are in the room."""
    person = people.get(work.db, event.args.get("person", ""))
    if work.cohort is None or person is None or work.cohort.state == "ended":
        return None
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    if part is None or part.state != "outsider" or part.until is not None:
        return None
    return part, person


def _decided(event: Pressed, work: Work, part: Membership, card: Card) -> list[Effect]:
    """The decision in place of the question: here, with the other moderators, and wherever the
    same was asked before."""
    assert work.who is not None
    mine = f"{event.args.get('told')}:{work.who.id}"
    others = (key for key in circle.asked_about(work.db, part.id) if key != mine)
    edits = (Edit(card=card, posting=key, concerns=(part.person,)) for key in others)
    return [Swap(card=card), *edits]
