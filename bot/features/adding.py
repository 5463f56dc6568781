"""Someone comes to belong, or gets another role.

Before a line manager, a sponsor or a funder comes closer to a cohort that runs, the moderators are
told whom that concerns, and one of them has to say yes.
"""

from hashlib import sha256

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Edit, Effect, Note, Swap, Whisper
from bot.protocol.events import Noted, Pressed
from bot.protocol.text import Blocks
from bot.store import circle, cohorts, people, queue
from bot.store.records import Person

story = Story("adding")

ROLES = ("member", "moderator", "guest", "sponsor")


@story.note("person-wanted")
def want(event: Noted, work: Work) -> Effects:
    """A moderator wants ``person`` to have ``role``. With ``reply`` someone waits for an answer;
    ``offer`` is ``step-back`` where the role is being handed over."""
    assert work.cohort is not None
    person, role = people.get(work.db, event.args["person"]), event.args["role"]
    if person is None or role not in ROLES:
        return []
    waits = "reply" in event.args
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    if part is not None and part.state in cohorts.BELONGING:
        if part.role == role:
            card = work.card("added-same", name=person.name, role=work.word(f"role-{role}"))
            return [Whisper(card=card)] if waits else []
        if part.role == "moderator" and len(work.moderators()) == 1:
            card = work.card("role-last", name=person.name, cohort=work.cohort.name)
            return [Whisper(card=card)] if waits else []
    concerns = _concerns(work, person, role)
    if concerns and work.cohort.state != "planned":
        tells = _ask_first(work, person, role, concerns)
        return [*tells, Whisper(card=work.card("add-asked"))] if waits else tells
    effects = _add(work, person, role)
    if waits:
        effects.append(Whisper(card=_added(work, person, role, concerns, event.args)))
    return effects


@story.button("add.anyway", who="moderator")
def add_anyway(event: Pressed, work: Work) -> Effects:
    """A moderator knows whom it concerns and says yes."""
    assert work.cohort is not None and work.who is not None
    person, role = people.get(work.db, event.args.get("person", "")), event.args.get("role", "")
    if person is None or role not in ROLES or work.cohort.state == "ended":
        return [Whisper(card=work.card("stale-button"))]
    if not _was_asked(event, work):
        return [Whisper(card=work.card("stale-button"))]
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    settled = part is not None and part.state in cohorts.BELONGING and part.role == role
    card = work.card(
        "added-by",
        name=person.name,
        cohort=work.cohort.name,
        role=work.word(f"role-{role}"),
        by=work.who.name,
    )
    if settled:
        return [Swap(card=work.card("added-same", name=person.name,
                                    role=work.word(f"role-{role}")))]  # fmt: skip
    return [*_add(work, person, role), *_decided(event, work, card)]


@story.button("add.not", who="moderator")
def leave_out(event: Pressed, work: Work) -> Effects:
    """A moderator leaves it."""
    assert work.cohort is not None and work.who is not None
    person = people.get(work.db, event.args.get("person", ""))
    if person is None or not _was_asked(event, work):
        return [Whisper(card=work.card("stale-button"))]
    card = work.card("add-left-out", name=person.name, cohort=work.cohort.name, by=work.who.name)
    return _decided(event, work, card)


def _concerns(work: Work, person: Person, role: str) -> Blocks:
    """Whom it concerns, in words; nothing if nobody."""
    assert work.cohort is not None
    blocks: Blocks = ()
    led = circle.led_by(work.db, work.cohort.id, person.id)
    if led:
        blocks += work.say("concerns-manager", name=person.name, names=work.names(led))
    others = [each for each in circle.belonging(work.db, work.cohort.id) if each.id != person.id]
    if role == "sponsor" and others:
        blocks += work.say("concerns-sponsor", name=person.name, names=work.names(others))
    return blocks


def _ask_first(work: Work, person: Person, role: str, concerns: Blocks) -> list[Effect]:
    key = f"{_about(work, person.id, role)}:{work.new_id()}"
    card = Card(
        blocks=concerns + work.say("concerns-ask", name=person.name),
        buttons=(
            work.button("add-anyway-button", "add.anyway", person=person.id, role=role, told=key),
            work.button(
                "add-not-button",
                "add.not",
                style="primary",
                person=person.id,
                role=role,
                told=key,
            ),
        ),
    )
    return [*work.tell_moderators(card, key=key, concerns=(person.id,))]


def _about(work: Work, person: str, role: str) -> str:
    """How the keys of a question begin that is about this person in this role. What a button
    carries is held against it: a question about one person gives no right to add another."""
    assert work.cohort is not None
    about = f"{work.cohort.id}/{person}/{role}"
    return f"add:{sha256(about.encode()).hexdigest()[:16]}"


def _was_asked(event: Pressed, work: Work) -> bool:
    """Whether the question that a button stands on was asked of whoever presses it."""
    assert work.who is not None
    told = event.args.get("told", "")
    about = _about(work, event.args.get("person", ""), event.args.get("role", ""))
    asked = queue.original(work.db, f"{told}:{work.who.id}")
    return told.startswith(f"{about}:") and asked is not None


def _decided(event: Pressed, work: Work, card: Card) -> list[Effect]:
    """The decision in place of the question, here and with the other moderators."""
    assert work.who is not None
    edits = [
        Edit(card=card, posting=f"{event.args.get('told')}:{each.id}")
        for each in work.moderators()
        if each.id != work.who.id
    ]
    return [Swap(card=card), *edits]


def _add(work: Work, person: Person, role: str) -> list[Effect]:
    """Give them the role; whoever is not in the room is invited."""
    assert work.cohort is not None
    cohort = work.cohort
    part = cohorts.membership_of(work.db, cohort.id, person.id)
    if part is None:
        cohorts.enrol(
            work.db,
            id=work.new_id(),
            cohort=cohort.id,
            person=person.id,
            role=role,
            state="invited",
            since=work.now,
        )
    elif part.state in cohorts.BELONGING:
        cohorts.change_membership(work.db, part.id, role=role)
    else:
        # An outsider stands in the room already, unless they went again.
        here = part.state == "outsider" and part.until is None
        cohorts.change_membership(
            work.db,
            part.id,
            role=role,
            state="present" if here else "invited",
            since=work.now,
            until=None,
        )
    args = {"person": person.id, "cohort": cohort.id}
    effects: list[Effect] = [Note(topic="enrolled", args={"person": person.id})]
    if part is not None and part.role != role:
        effects.append(Note(topic="reader-changed", args=args))
    if role == "moderator" and cohort.state != "planned" and work.who is not None:
        told = work.card("role-moderator-told", by=work.who.name, cohort=cohort.name)
        effects.append(work.tell(person.id, told, importance=8))
    return effects


def _added(
    work: Work, person: Person, role: str, concerns: Blocks, args: object
) -> Card:  # fmt: skip
    assert work.cohort is not None and isinstance(args, dict)
    if args.get("offer") == "step-back":
        back = work.button("step-back-button", "role.step-back")
        return work.card("hand-over-done", back, name=person.name, cohort=work.cohort.name)
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    here = part is not None and part.state == "present"
    blocks = work.say(
        "added" if here else "added-invited",
        name=person.name,
        cohort=work.cohort.name,
        role=work.word(f"role-{role}"),
    )
    buttons: tuple[Button, ...] = ()
    if concerns:
        blocks += concerns + work.say("concerns-told")
        if role != "member":
            back = f"role @{person.name} member"
            buttons = (work.runs("take-back-button", back),)
    return Card(blocks=blocks, buttons=buttons)
