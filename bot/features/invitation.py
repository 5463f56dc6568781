"""What reaches someone who is invited and not in the room yet; nothing does before Start."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Effect, Swap, Whisper
from bot.protocol.events import Noted, Pressed
from bot.store import cohorts, digests
from bot.store.records import Membership

story = Story("invitation")


@story.note("cohort-started")
def invite_all(event: Noted, work: Work) -> Effects:
    """Those who are not in the room yet hear of it now."""
    assert work.cohort is not None
    parts = cohorts.memberships(work.db, work.cohort.id, states=("invited",))
    return [tell for part in parts for tell in _invite(work, part)]


@story.note("enrolled")
def invite_one(event: Noted, work: Work) -> Effects:
    """Someone was added who is not in the room. Who came in before they heard of it need not be
    invited any more."""
    assert work.cohort is not None
    part = cohorts.membership_of(work.db, work.cohort.id, event.args["person"])
    if part is not None and part.state == "present":
        digests.take_back(work.db, f"invited:{part.id}:", work.now)
    started = work.cohort.state in ("running", "held")
    return _invite(work, part) if part is not None and started else []


def _invite(work: Work, part: Membership) -> list[Effect]:
    cohort = work.cohort
    assert cohort is not None
    moderators = [each for each in work.moderators() if each.id != part.person]
    # A moderator who went out of the room needs no invitation.
    if part.state != "invited" or part.role == "moderator" or not moderators:
        return []
    host = work.who if work.who in moderators else moderators[0]
    assert host is not None
    key = "invitation-theme" if cohort.theme else "invitation"
    no = work.button("invitation-no-button", "members.decline")
    card = work.card(key, no, moderator=host.name, cohort=cohort.name, theme=cohort.theme)
    name = f"invited:{part.id}:{part.since.timestamp():.0f}"
    return [work.tell(part.person, card, key=name, purpose="invitation", importance=7)]


@story.button("members.decline")
def decline(event: Pressed, work: Work) -> Effects:
    """They would rather not; the moderators know."""
    assert work.cohort is not None and work.part is not None and work.who is not None
    if work.part.state != "invited":
        return [Whisper(card=work.card("stale-button"))]
    cohorts.change_membership(work.db, work.part.id, state="left", until=work.now)
    told = work.card("invitation-declined-told", name=work.who.name, cohort=work.cohort.name)
    moderators = work.names(work.moderators())
    card = work.card("invitation-declined", moderators=moderators)
    return [Swap(card=card), *work.tell_moderators(told, concerns=(work.who.id,))]
