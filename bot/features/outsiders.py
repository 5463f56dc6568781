"""Someone enters the room: whoever belongs is welcomed, about anyone else the moderators decide.

An unfamiliar person keeps people from writing; so the moderators are told privately, at once.
"""

from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.features import learning
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Note, Run
from bot.protocol.events import CameDue, Finished, Joined, Noted
from bot.protocol.ports import Absent
from bot.protocol.refs import User
from bot.store import circle, cohorts, facts, people, profiles
from bot.store.records import Person

story = Story("outsiders")

CHOICES = (
    ("invite", "invite"),
    ("guest", "guest"),
    ("leave-please", "leave"),
    ("tomorrow", "tomorrow"),
)
"""Labels and actions of the buttons."""


@story.on(Joined)
def entered(event: Joined, work: Work) -> Effects:
    """Someone came in. Of whom nothing is known but a user id, the platform is asked first."""
    cohort, who = work.cohort, work.who
    if event.place.direct or cohort is None or who is None or cohort.state == "ended":
        return []
    if event.profile is not None:
        work.who, effects = learning.learn(work, event.profile)
        return [*effects, *_arrived(work, work.who)]
    if not who.name:
        user = event.who
        args = {"platform": user.platform, "workspace": user.workspace, "user": user.user}
        return [Run(kind="newcomer", args=args, cohort=cohort.id, concerns=(who.id,))]
    return _arrived(work, who)


@story.job("newcomer")
async def ask_who(args: dict[str, str], desk: Desk) -> object:
    """Who came in, or None if the platform does not know."""
    user = User(platform=args["platform"], workspace=args["workspace"], user=args["user"])
    profile = await desk.chat(user.platform).person(user)
    return None if isinstance(profile, Absent) else profiles.dump(profile)


@story.result("newcomer")
def introduced(event: Finished, work: Work) -> Effects:
    """The platform said who it is, or could not."""
    args = event.args
    user = User(platform=args["platform"], workspace=args["workspace"], user=args["user"])
    effects: list[Effect] = []
    if event.result is not None:
        person, effects = learning.learn(work, profiles.load(event.result))
    else:
        person = people.by_user(work.db, user)
    if person is None or person.bot or work.cohort is None:
        return effects
    return [*effects, *_arrived(work, person)]


def _arrived(work: Work, person: Person) -> list[Effect]:
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    if part is not None and part.state in ("invited", "left", "present"):
        cohorts.change_membership(work.db, part.id, state="present", until=None)
        return [Note(topic="enrolled", args={"person": person.id})]
    if part is None:
        cohorts.enrol(
            work.db,
            id=work.new_id(),
            cohort=work.cohort.id,
            person=person.id,
            role="member",
            state="outsider",
            since=work.now,
        )
    else:
        cohorts.change_membership(work.db, part.id, since=work.now, until=None)
    return _tell(work, person, "outsider")


@story.note("outsider-here")
def wants_in(event: Noted, work: Work) -> Effects:
    """Someone in the room asks to join."""
    person = people.get(work.db, event.args["person"])
    return [] if person is None else _tell(work, person, "outsider-asks")


def _tell(work: Work, person: Person, why: str) -> list[Effect]:
    """The question, to each moderator, once for each coming, asking and putting off."""
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, person.id)
    assert part is not None
    kind = {"outsider": "o", "outsider-asks": "oa", "outsider-tomorrow": "ot"}[why]
    # One that asks is told once as long as the moderators have it before them.
    once = f"{part.since.timestamp():.0f}" if why == "outsider-asks" else work.new_id()
    key = f"{kind}:{part.id}:{once}"
    name = person.name or work.word("someone")
    blocks = work.say(why, name=name, cohort=work.cohort.name)
    known = facts.of(work.db, work.cohort.id, person.id)
    assert known is not None
    about = ", ".join(each for each in (known.title, known.organisation) if each)
    if about:
        blocks += work.say("outsider-about", about=about)
    led = circle.led_by(work.db, work.cohort.id, person.id)
    if led:
        blocks += work.say("concerns-manager", name=name, names=work.names(led))
    buttons = tuple(
        work.button(f"{label}-button", f"outsider.{does}", person=person.id, told=key)
        for label, does in CHOICES
    )
    card = Card(blocks=blocks, buttons=buttons)
    return [*work.tell_moderators(card, key=key, concerns=(person.id,), importance=8)]


@story.due("outsider")
def ask_again(event: CameDue, work: Work) -> Effects:
    """The morning has come; whoever went or was taken in meanwhile is no question any more."""
    if work.cohort is None or work.cohort.state == "ended":
        return []
    part = cohorts.membership_by_id(work.db, event.subject)
    if part is None or part.state != "outsider" or part.until is not None:
        return []
    person = people.get(work.db, part.person)
    return [] if person is None else _tell(work, person, "outsider-tomorrow")
