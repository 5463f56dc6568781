"""Asking to join, leaving, and going out of the room."""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.effects import Edit, Effect, Note, Swap, Whisper
from bot.protocol.events import Commanded, Left, Noted, Pressed
from bot.store import circle, cohorts, people
from bot.store.records import Membership

story = Story("belonging")


@story.command("join", who="anyone")
def join(event: Commanded, work: Work, rest: str) -> Effects:
    """Whoever was invited or belonged before is let in; anyone else the moderators decide about."""
    cohort, who = work.cohort, work.who
    if cohort is None or who is None:
        return [Whisper(card=work.card("join-in-room" if event.place.direct else "no-cohort-here"))]
    if cohort.state == "ended":
        return [Whisper(card=work.card("join-ended", cohort=cohort.name))]
    part = work.part
    if part is not None and part.state == "present":
        return [Whisper(card=work.card("join-already", cohort=cohort.name))]
    direct = event.place.direct
    if direct and (part is None or part.state == "invited"):
        return [Whisper(card=work.card("join-in-room"))]
    if not direct and part is not None and part.state in ("invited", "left"):
        cohorts.change_membership(work.db, part.id, state="present", until=None)
        done = Whisper(card=work.card("join-done", cohort=cohort.name))
        return [Note(topic="enrolled", args={"person": who.id}), done]
    if part is None:
        cohorts.enrol(
            work.db,
            id=work.new_id(),
            cohort=cohort.id,
            person=who.id,
            role="member",
            state="outsider",
            since=work.now,
        )
    elif part.state == "left":
        # Whoever asks from outside the room may have been put out of it, so they are let in anew.
        cohorts.change_membership(
            work.db, part.id, role="member", state="outsider", since=work.now, until=None
        )
    names = work.names(work.moderators())
    answer = Whisper(card=work.card("join-asked", cohort=cohort.name, moderators=names))
    return [Note(topic="outsider-here", args={"person": who.id, "why": "asks"}), answer]


@story.command("leave")
def leave(event: Commanded, work: Work, rest: str) -> Effects:
    """Say what it means, with the button that does it."""
    assert work.cohort is not None and work.who is not None
    if _alone(work, work.who.id):
        card = work.card("role-last", cohort=work.cohort.name, name=work.who.name)
        return [Whisper(card=card)]
    does = work.button("leave-button", "members.leave")
    return [Whisper(card=work.card("leave-ask", does, cohort=work.cohort.name))]


@story.button("members.leave")
def go(event: Pressed, work: Work) -> Effects:
    """They no longer belong; what they agreed to stays, so that it holds if they come back."""
    assert work.cohort is not None and work.who is not None and work.part is not None
    if _alone(work, work.who.id):
        card = work.card("role-last", cohort=work.cohort.name, name=work.who.name)
        return [Whisper(card=card)]
    cohorts.change_membership(work.db, work.part.id, state="left", until=work.now)
    notes = _gone(work.part, work.who.id, work.cohort.id)
    back = work.runs("join-button", "join")
    return [*notes, Swap(card=work.card("left", back, cohort=work.cohort.name))]


@story.on(Left)
def went_out(event: Left, work: Work) -> Effects:
    """Someone is out of the room. The last moderator keeps the part, to be able to hand over."""
    part = work.part
    if event.place.direct or work.cohort is None or part is None or work.who is None:
        return []
    if part.state == "outsider":
        cohorts.change_membership(work.db, part.id, until=work.now)
        # The moderators' question about them has answered itself.
        card = work.card("outsider-gone", name=work.who.name or work.word("someone"))
        keys = circle.asked_about(work.db, part.id)
        return [Edit(card=card, posting=key, concerns=(work.who.id,)) for key in keys]
    if part.state != "present":
        return []
    if _alone(work, work.who.id):
        cohorts.change_membership(work.db, part.id, state="invited")
        return []
    cohorts.change_membership(work.db, part.id, state="left", until=work.now)
    return _gone(part, work.who.id, work.cohort.id)


def _gone(part: Membership, person_id: str, cohort_id: str) -> list[Effect]:
    """What follows when someone does not belong any more."""
    args = {"person": person_id, "cohort": cohort_id}
    topics = ("reader-changed", *(("moderator-gone",) if part.role == "moderator" else ()))
    return [Note(topic=each, args=args) for each in topics]


@story.note("moderator-gone")
def tell_the_others(event: Noted, work: Work) -> Effects:
    """The other moderators go on, and know it."""
    # Someone may go from several cohorts at once, so each note says which.
    work.cohort = cohorts.get(work.db, event.args["cohort"])
    person = people.get(work.db, event.args["person"])
    if person is None or work.cohort is None or work.cohort.state == "ended":
        return []
    card = work.card("moderator-gone", name=person.name, cohort=work.cohort.name)
    return [*work.tell_moderators(card, concerns=(person.id,))]


def _alone(work: Work, person_id: str) -> bool:
    """Whether someone is the one moderator of a cohort that goes on."""
    assert work.cohort is not None
    moderators = [each.id for each in work.moderators()]
    return moderators == [person_id] and work.cohort.state != "ended"
