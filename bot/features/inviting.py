"""Adding people: picked, or from a pasted list. Nothing reaches them before Start."""

import json
from dataclasses import replace

from bot.engine.naming import whom
from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.features import learning
from bot.protocol.cards import Card, Field, Form, Option
from bot.protocol.effects import Ask, Correct, Effect, Note, Run, Whisper
from bot.protocol.events import Commanded, Finished, Submitted
from bot.protocol.ports import Absent
from bot.protocol.refs import User
from bot.rules import answers
from bot.rules.filled import Filled
from bot.store import circle, cohorts, people, profiles
from bot.store.records import Person

story = Story("inviting")

LIMIT = 200  # people at once
LIST_LIMIT = 20_000  # letters
ROLES = ("member", "guest", "sponsor", "moderator")


@story.command("invite", "[@NAME]", who="moderator", also=("add people",))
def invite(event: Commanded, work: Work, rest: str) -> Effects:
    """Open the form, with whoever was named in it already."""
    assert work.cohort is not None
    named = ""
    if rest and work.room is not None:
        person, _ = whom(event, work, rest)
        if person is None:
            return [Whisper(card=work.card("unknown-person", word=answers.short(rest)))]
        user = people.user_of(work.db, person.id, work.room.platform, work.room.workspace)
        named = user.user if user is not None else ""
    fields = (
        Field(name="people", label=work.word("invite-people"), kind="people", value=named),
        Field(
            name="list",
            label=work.word("invite-list"),
            kind="text",
            hint=work.word("invite-list-hint"),
            limit=LIST_LIMIT,
        ),
        Field(
            name="role",
            label=work.word("invite-role"),
            kind="choice",
            options=tuple(Option(value=r, label=work.word(f"role-option-{r}")) for r in ROLES),
            value="member",
            required=True,
        ),
    )
    form = Form(
        action="members.invite",
        args={"cohort": work.cohort.id},
        title=work.word("invite-title"),
        submit=work.word("invite-submit"),
        fields=fields,
    )
    return [Ask(form=form)]


@story.form("members.invite", who="moderator")
def look_up(event: Submitted, work: Work) -> Effects:
    """Find out who is meant; that asks the platform."""
    assert work.cohort is not None and work.who is not None and work.room is not None
    filled = Filled(event.values)
    users = filled.users("people")
    rows = answers.people_list(filled.words("list", LIST_LIMIT, lines=True)[:LIST_LIMIT])
    role = filled.one_of("role", ROLES)
    if not users and not rows and not filled.problems:
        filled.wrong("list", "invite-empty")
    if len(users) + len(rows) > LIMIT:
        filled.wrong("list", "invite-many", number=len(users) + len(rows), limit=LIMIT)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    ids = [_met(work, user).id for user in users]
    args = {
        "people": ",".join(ids),
        "rows": json.dumps([[r.name, r.organisation, r.title, r.handle] for r in rows]),
        "role": role,
        "by": work.who.id,
    }
    look = Run(kind="invite", args=args, cohort=work.cohort.id, concerns=(*ids, work.who.id))
    blocks = work.say("invite-looking")
    if work.cohort.state == "planned":
        blocks += work.say("invite-planned")
    return [look, Whisper(card=Card(blocks=blocks))]


def _met(work: Work, user: str) -> Person:
    assert work.room is not None
    there = User(platform=work.room.platform, workspace=work.room.workspace, user=user)
    return profiles.met(work.db, there, work.new_id, work.now)


@story.job("invite")
async def who_they_are(args: dict[str, str], desk: Desk) -> object:
    """Profiles of those who were picked, and of those whose handle stands in the list (None where
    the platform knows nobody)."""
    ids = [each for each in args["people"].split(",") if each]
    users: dict[str, list[User]] = await desk.read(
        lambda db: {each: people.users_of(db, each) for each in ids}
    )
    # A handle is looked up where the moderator is.
    near: list[User] = await desk.read(lambda db: people.users_of(db, args["by"]))
    picked = [await _profile(desk, known[0]) for known in users.values() if known]
    listed: list[object] = []
    for _, _, _, handle in json.loads(args["rows"]):
        if handle and near:
            user = replace(near[0], user=handle)
            listed.append(await _profile(desk, user))
        else:
            listed.append(None)
    return {"picked": picked, "listed": listed}


async def _profile(desk: Desk, user: User) -> object:
    profile = await desk.chat(user.platform).person(user)
    return None if isinstance(profile, Absent) else profiles.dump(profile)


@story.result("invite")
def add_all(event: Finished, work: Work) -> Effects:
    """Add whoever was found, and tell the moderator about each."""
    cohort, by = work.cohort, event.args["by"]
    # Meanwhile, whoever invited may have left, or stepped back.
    if cohort is None or by not in [each.id for each in work.moderators()]:
        return []
    if not isinstance(event.result, dict):
        return [work.tell(by, work.card("invited-failed"), purpose="answer")]
    found, unknown, notes = _found(work, event.args, event.result)
    role = event.args["role"]
    new: list[Person] = []
    before: list[Person] = []
    waits: list[Person] = []
    kept: list[Person] = []
    for person in found:
        part = cohorts.membership_of(work.db, cohort.id, person.id)
        belongs = part is not None and part.state in cohorts.BELONGING
        if belongs and part is not None and part.role == role:
            before.append(person)
            continue
        # A list of people is no word about what one of them is already; ``role`` is one.
        if belongs and part is not None and part.role == "moderator" and "said" not in event.args:
            kept.append(person)
            continue
        concerned = role == "sponsor" or circle.led_by(work.db, cohort.id, person.id)
        (waits if concerned and cohort.state != "planned" else new).append(person)
        notes.append(Note(topic="person-wanted", args={"person": person.id, "role": role}))
    blocks = work.say("invited-done", cohort=cohort.name, names=work.names(new)) if new else ()
    if before:
        blocks += work.say("invited-before", names=work.names(before))
    if kept:
        blocks += work.say("invited-moderates", names=work.names(kept))
    if waits:
        blocks += work.say("invited-waits", names=work.names(waits))
    if unknown:
        blocks += work.say("invited-unknown", names=", ".join(unknown[:30]))
    about = tuple(each.id for each in (*found, *waits))
    return [*notes, work.tell(by, Card(blocks=blocks), purpose="answer", concerns=about)]


def _found(work: Work, args: object, result: dict[str, list[object]]) -> tuple[
    list[Person], list[str], list[Effect]
]:  # fmt: skip
    """The people, once each, what was written of those who could not be found, and what follows
    from what the platform told."""
    assert isinstance(args, dict) and work.cohort is not None
    found: dict[str, Person] = {}
    unknown: list[str] = []
    follows: list[Effect] = []

    def learn(data: object) -> Person:
        person, effects = learning.learn(work, profiles.load(data))
        follows.extend(effects)
        return person

    for data in result["picked"]:
        if data is None:
            unknown.append(work.word("someone"))
        else:
            person = learn(data)
            found[person.id] = person
    names = {each.id: [each.name] for each in circle.known(work.db, work.cohort.id)}
    for row, data in zip(json.loads(args["rows"]), result["listed"], strict=True):
        name, organisation, title, _ = row
        person = learn(data) if data is not None else None
        if person is None:
            meant, rest = answers.who_is_meant(name, names)
            person = people.get(work.db, meant) if meant and not rest else None
        if person is None or person.bot:
            unknown.append(name)
            continue
        written = {k: v for k, v in (("organisation", organisation), ("title", title)) if v}
        if written:
            _note(work, person, written)
        found[person.id] = person
    return [each for each in found.values() if not each.bot], unknown, follows


def _note(work: Work, person: Person, written: dict[str, str]) -> None:
    """Note for this cohort what the list says of someone. Whoever has no part in it yet is one of
    those about whom nothing is decided and who are not in the room."""
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    if part is not None:
        cohorts.change_membership(work.db, part.id, **written)
        return
    cohorts.enrol(
        work.db,
        id=work.new_id(),
        cohort=work.cohort.id,
        person=person.id,
        role="member",
        state="outsider",
        since=work.now,
        until=work.now,
        **written,
    )
