"""Who is here: for everyone the names, for moderators also what is known and how many agreed."""

from bot.engine.naming import whom
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features import fact_form
from bot.protocol.cards import Button, Card, Form
from bot.protocol.effects import Ask, Correct, Effect, Swap, Whisper
from bot.protocol.events import Commanded, Noted, Pressed, Submitted
from bot.protocol.text import Blocks, Bullets, Inlines
from bot.rules import answers
from bot.rules.filled import Filled
from bot.store import circle, cohorts, digests, facts, people
from bot.store.records import Facts, Membership, Person
from bot.text import zones

story = Story("members")

SHOWN = 60  # lines on a card


@story.command("members", "[@NAME]", who="member")
def members(event: Commanded, work: Work, rest: str) -> Effects:
    """The list, or for moderators the form with what is known of one person."""
    moderates = work.part is not None and work.part.role == "moderator"
    if rest and moderates:
        return _facts(event, work, rest)
    return [Whisper(card=_list(work, moderates=moderates))]


def _list(work: Work, *, moderates: bool) -> Card:
    assert work.cohort is not None
    parts = cohorts.memberships(work.db, work.cohort.id)
    named = people.named(work.db, [part.person for part in parts])
    known = facts.of_all(work.db, work.cohort.id)
    items = tuple(
        _line(work, part, named[part.person], known[part.person]) for part in parts[:SHOWN]
    )
    blocks: Blocks = (*work.say("members-head", cohort=work.cohort.name), Bullets(items=items))
    if len(parts) > SHOWN:
        blocks += work.say("members-more", more=len(parts) - SHOWN)
    buttons: list[Button] = []
    if moderates:
        here = [part for part in parts if part.state == "present"]
        agreed = cohorts.consents(work.db, work.cohort.id, "agreement")
        done = sum(part.person in agreed for part in here)
        if work.cohort.state == "planned":
            blocks += work.say("members-planned")
        else:
            blocks += work.say("members-agreed", agreed=done, open=len(here) - done)
        if _unanswered(work):
            buttons.append(work.button("remind-button", "members.remind"))
        buttons.append(work.runs("add-people-button", "invite"))
    return Card(blocks=blocks, buttons=tuple(buttons))


def _line(work: Work, part: Membership, person: Person, known: Facts) -> Inlines:
    line = work.tools.catalogue.line
    name = person.name or work.word("someone")
    role = work.word(f"role-{part.role}")
    if part.state == "invited":
        return line("members-line-invited", name=name, role=role)
    if known.organisation:
        return line(
            "members-line-organisation", name=name, role=role, organisation=known.organisation
        )
    return line("members-line", name=name, role=role)


def _unanswered(work: Work) -> list[Membership]:
    """Whoever had the welcome, said neither yes nor not now, and was not reminded."""
    assert work.cohort is not None
    agreed = cohorts.consents(work.db, work.cohort.id, "agreement")
    declined = cohorts.consents(work.db, work.cohort.id, "declined")
    return [
        part
        for part in cohorts.memberships(work.db, work.cohort.id, states=("present",))
        if part.welcomed_at is not None
        and part.reminded_at is None
        and part.person not in agreed
        and part.person not in declined
    ]


@story.button("members.remind", who="moderator")
def remind(event: Pressed, work: Work) -> Effects:
    """A private note to each who has not answered, once for ever; nobody learns who they are."""
    assert work.cohort is not None
    if work.cohort.state not in ("running", "held"):
        return [Whisper(card=work.card("stale-button"))]
    waiting = _unanswered(work)
    if not waiting:
        return [Swap(card=work.card("reminded-before"))]
    effects: list[Effect] = [Swap(card=work.card("reminded"))]
    for part in waiting:
        cohorts.change_membership(work.db, part.id, reminded_at=work.now)
        card = work.card(
            "reminder",
            work.button("agree-button", "consent.agree", style="primary"),
            work.button("not-now-button", "consent.decline"),
            cohort=work.cohort.name,
        )
        key = f"reminder:{part.id}:{part.since.timestamp():.0f}"
        effects.append(work.tell(part.person, card, key=key, purpose="invitation", importance=3))
    return effects


@story.note("agreed")
def need_no_reminder(event: Noted, work: Work) -> Effects:
    """Whoever agreed before they were reminded is not."""
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, event.args["person"])
    if part is not None:
        digests.take_back(work.db, f"reminder:{part.id}:", work.now)
    return []


def _facts(event: Commanded, work: Work, rest: str) -> Effects:
    assert work.cohort is not None
    person, _ = whom(event, work, rest)
    if person is None:
        return [Whisper(card=work.card("unknown-person", word=answers.short(rest)))]
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    known = facts.of(work.db, work.cohort.id, person.id)
    # What a platform tells is for those with whom they are, not for whoever puts them on a list.
    if part is None or known is None or part.state != "present":
        card = work.card(
            "facts-none", name=person.name or work.word("someone"), cohort=work.cohort.name
        )
        return [Whisper(card=card)]
    form = Form(
        action="members.facts",
        args={"cohort": work.cohort.id, "person": person.id},
        title=work.word("facts-title"),
        submit=work.word("facts-submit"),
        fields=fact_form.fields(work, known, zone=part.zone or "", hints="facts"),
    )
    return [Ask(form=form)]


@story.form("members.facts", who="moderator")
def keep_facts(event: Submitted, work: Work) -> Effects:
    """Keep what a moderator knows of a member, for this cohort."""
    assert work.cohort is not None
    person = people.get(work.db, event.args.get("person", ""))
    part = cohorts.membership_of(work.db, work.cohort.id, person.id) if person else None
    if person is None or part is None or part.state != "present":
        return [Whisper(card=work.card("stale-button"))]
    filled = Filled(event.values)
    zone = filled.zone("zone", zones.names()) if filled.text("zone") else None
    notes = fact_form.note(work, filled, part)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    cohorts.change_membership(work.db, part.id, zone=zone)
    known = facts.of(work.db, work.cohort.id, person.id)
    here = {each.id: each for each in circle.belonging(work.db, work.cohort.id)}
    if known is not None and known.manager in here:
        manager = here[known.manager].name
        card = work.card("facts-done-manager", name=person.name, manager=manager)
        return [*notes, Whisper(card=card)]
    return [*notes, Whisper(card=work.card("facts-done", name=person.name))]
