"""Changing roles, and handing a cohort over."""

from bot.engine.naming import whom
from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Field, Form, Option
from bot.protocol.effects import Ask, Correct, Note, Run, Swap, Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.protocol.refs import User
from bot.rules import answers
from bot.rules.filled import Filled
from bot.store import cohorts, people, profiles
from bot.store.records import Person
from bot.text.frontmatter import closest

story = Story("roles")

ROLES = ("member", "moderator", "guest", "sponsor")


@story.command("role", "[@NAME member|moderator|guest|sponsor]", who="moderator")
def role(event: Commanded, work: Work, rest: str) -> Effects:
    """Give someone a role; with nothing more said, by a form."""
    if not rest:
        return [Ask(form=_form(work, "role", with_role=True))]
    person, word = whom(event, work, rest)
    if person is None:
        unknown = answers.short(rest.removeprefix("@").split()[0] if rest.split() else rest)
        return [Whisper(card=work.card("unknown-person", word=unknown))]
    wanted = word.casefold().removeprefix("as ").strip()
    if not wanted:
        return [Ask(form=_form(work, "role", with_role=True, person=person))]
    if wanted == "funder":
        wanted = "sponsor"
    if wanted not in ROLES:
        # A role is too much to be guessed: what was probably meant is a button.
        near = closest(wanted, ROLES)
        buttons = ()
        if near is not None:
            text = f"role @{person.name} {near}"
            buttons = (work.runs(f"role-near-{near}-button", text),)
        return [Whisper(card=work.card("unknown-role", *buttons, word=answers.short(word)))]
    return _want(work, person, wanted)


@story.form("role.change", who="moderator")
def change(event: Submitted, work: Work) -> Effects:
    """The form's person and role."""
    filled = Filled(event.values)
    wanted = filled.one_of("role", ROLES)
    person = _chosen(filled, work)
    if person is None:
        return [Correct(errors=work.wrong(filled.problems))]
    return _want(work, person, wanted)


@story.command("hand over", "[@NAME]", who="moderator")
def hand_over(event: Commanded, work: Work, rest: str) -> Effects:
    """Make someone else a moderator, and offer to step back."""
    if not rest:
        return [Ask(form=_form(work, "hand-over", with_role=False))]
    person, _ = whom(event, work, rest.removeprefix("to "))
    if person is None:
        word = answers.short(rest.removeprefix("@"))
        return [Whisper(card=work.card("unknown-person", word=word))]
    return _hand_over(work, person)


@story.form("role.hand-over", who="moderator")
def handed_over(event: Submitted, work: Work) -> Effects:
    """The form's person."""
    filled = Filled(event.values)
    person = _chosen(filled, work)
    if person is None:
        return [Correct(errors=work.wrong(filled.problems))]
    return _hand_over(work, person)


@story.button("role.step-back", who="moderator")
def step_back(event: Pressed, work: Work) -> Effects:
    """Go on as a member, if somebody else moderates."""
    assert work.cohort is not None and work.part is not None and work.who is not None
    others = [each for each in work.moderators() if each.id != work.who.id]
    if not others:
        card = work.card("role-last", name=work.who.name, cohort=work.cohort.name)
        return [Whisper(card=card)]
    cohorts.change_membership(work.db, work.part.id, role="member")
    key = "stepped-back" if len(others) > 1 else "stepped-back-one"
    card = work.card(key, cohort=work.cohort.name, moderators=work.names(others))
    args = {"person": work.who.id, "cohort": work.cohort.id}
    return [Note(topic="reader-changed", args=args), Swap(card=card)]


def _hand_over(work: Work, person: Person) -> Effects:
    assert work.cohort is not None and work.who is not None
    if person.id == work.who.id:
        return [Whisper(card=work.card("hand-over-self", cohort=work.cohort.name))]
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    if part is not None and part.role == "moderator" and part.state in cohorts.BELONGING:
        back = work.button("step-back-button", "role.step-back")
        card = work.card("hand-over-done", back, name=person.name, cohort=work.cohort.name)
        return [Whisper(card=card)]
    return _want(work, person, "moderator", offer="step-back")


def _want(work: Work, person: Person, wanted: str, **more: str) -> Effects:
    assert work.cohort is not None and work.who is not None
    if person.name:
        args = {"person": person.id, "role": wanted, "reply": "yes", **more}
        return [Note(topic="person-wanted", args=args)]
    # Nobody has met them: the platform says who that is, and they are added then.
    args = {"people": person.id, "rows": "[]", "role": wanted, "by": work.who.id, "said": "yes"}
    look = Run(kind="invite", args=args, cohort=work.cohort.id, concerns=(person.id, work.who.id))
    return [look, Whisper(card=work.card("invite-looking"))]


def _chosen(filled: Filled, work: Work) -> Person | None:
    """Who was picked; None, with a problem noted, if nobody or if something else is wrong."""
    assert work.room is not None
    user = filled.user("person")
    if not user:
        filled.wrong("person", "wrong-empty")
    if filled.problems:
        return None
    there = User(platform=work.room.platform, workspace=work.room.workspace, user=user)
    return profiles.met(work.db, there, work.new_id, work.now)


def _form(work: Work, name: str, *, with_role: bool, person: Person | None = None) -> Form:
    assert work.cohort is not None
    value = ""
    if person is not None and work.room is not None:
        user = people.user_of(work.db, person.id, work.room.platform, work.room.workspace)
        value = user.user if user is not None else ""
    fields = [
        Field(
            name="person",
            label=work.word(f"{name}-person"),
            kind="person",
            value=value,
            required=True,
        )
    ]
    if with_role:
        options = tuple(Option(value=r, label=work.word(f"role-option-{r}")) for r in ROLES)
        label = work.word("role-role")
        fields.append(
            Field(
                name="role",
                label=label,
                kind="choice",
                options=options,
                value="member",
                required=True,
            )
        )
    return Form(
        action="role.change" if with_role else "role.hand-over",
        args={"cohort": work.cohort.id},
        title=work.word(f"{name}-title"),
        submit=work.word(f"{name}-submit"),
        fields=tuple(fields),
    )
