"""Who is in the room when a cohort is set up: they are enrolled, and the moderator sees them."""

from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.features import learning
from bot.protocol.cards import Card
from bot.protocol.effects import Effect, Note, Tell
from bot.protocol.events import Finished
from bot.protocol.refs import Place
from bot.protocol.text import Blocks
from bot.rules.cadence import stored_instant
from bot.store import circle, cohorts, profiles, programme
from bot.store.records import Cohort, Person
from bot.text import dates

story = Story("gathering")

ROSTER_LIMIT = 300
"""People of a room who are enrolled without anyone naming them."""
SHOWN = 15  # names on a card


@story.job("roster")
async def roster(args: dict[str, str], desk: Desk) -> object:
    """Ask the platform who is in the room; no more of them than are enrolled unnamed."""
    place = Place(platform=args["platform"], workspace=args["workspace"], channel=args["channel"])
    found: list[object] = []
    async for profile in desk.chat(place.platform).roster(place):
        if profile.bot or profile.deactivated:
            continue
        if len(found) == ROSTER_LIMIT:
            return {"people": [], "many": True}
        found.append(profiles.dump(profile))
    return {"people": found, "many": False}


@story.result("roster")
def gather(event: Finished, work: Work) -> Effects:
    """Enrol those who are there, and show the moderator who it is and what comes next. Whoever is
    to be chosen later stands in the room without belonging yet."""
    cohort = work.cohort
    moderator = event.args["moderator"]
    if cohort is None or cohorts.membership_of(work.db, cohort.id, moderator) is None:
        return []
    result = event.result if isinstance(event.result, dict) else {"people": [], "many": False}
    state = "present" if event.args["people"] == "all" else "outsider"
    there: list[Person] = []
    strangers: list[Person] = []
    notes: list[Effect] = []
    for profile in map(profiles.load, result["people"]):
        person, effects = learning.learn(work, profile)
        notes += effects
        if person.id == moderator:
            continue
        there.append(person)
        if profile.stranger:
            strangers.append(person)
        if _enrol(work, cohort, person, state) and state == "present":
            notes.append(Note(topic="enrolled", args={"person": person.id}))
    blocks = work.say("ready-head", cohort=cohort.name)
    if event.error is not None:
        blocks += work.say("ready-unread")
    elif result["many"]:
        blocks += work.say("ready-many", limit=ROSTER_LIMIT)
    else:
        blocks += _who_is_there(work, cohort, there, "people" if state == "present" else "choose")
    if strangers:
        blocks += work.say("ready-strangers", names=work.names(strangers[:SHOWN]))
    return [*notes, _ready(work, cohort, moderator, blocks)]


def _enrol(work: Work, cohort: Cohort, person: Person, state: str) -> bool:
    return cohorts.enrol(
        work.db,
        id=work.new_id(),
        cohort=cohort.id,
        person=person.id,
        role="member",
        state=state,
        since=work.now,
    )


def _who_is_there(work: Work, cohort: Cohort, there: list[Person], kind: str) -> Blocks:
    if not there:
        return work.say("ready-alone")
    there = sorted(there, key=lambda each: each.name)
    more = len(there) - SHOWN
    if more > 0:
        names = ", ".join(each.name for each in there[:SHOWN])
        blocks = work.say(f"ready-{kind}-many", names=names, more=more)
    else:
        blocks = work.say(f"ready-{kind}", names=work.names(there))
    for each in there:
        led = circle.led_by(work.db, cohort.id, each.id)
        if led:
            blocks += work.say("ready-manager", name=each.name, names=work.names(led))
    return blocks


def _ready(work: Work, cohort: Cohort, moderator: str, blocks: Blocks) -> Tell:
    """Who is there, and what can be done next; once started, only the former."""
    if cohort.state != "planned":
        return work.tell(moderator, Card(blocks=blocks), key=f"ready:{cohort.id}")
    steps = programme.unrolled(work.db, work.library, cohort)
    if steps:
        first = stored_instant(steps[0].day, steps[0].time, cohort.zone)
        blocks += work.say("ready-next", day=dates.moment(first, cohort.zone))
    buttons = (
        work.runs("start-button", "start", style="primary"),
        work.runs("add-people-button", "invite"),
        work.runs("ready-preview-button", "preview programme"),
    )
    return work.tell(moderator, Card(blocks=blocks, buttons=buttons), key=f"ready:{cohort.id}")
