"""For which cohorts somebody asks something: all of theirs, said in the private chat; else that of
the room."""

from collections.abc import Sequence

from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Whisper
from bot.protocol.events import Commanded, Pressed, Submitted
from bot.protocol.text import Block
from bot.store import cohorts, facts, manners
from bot.store.records import Cohort, Membership

Asked = Sequence[tuple[Cohort, Membership]]


def of(event: Commanded | Pressed | Submitted, work: Work) -> Asked:
    """The cohorts that are meant, each with the part of whoever asks."""
    belongs = work.part is not None and work.part.state in cohorts.BELONGING
    # A button may name a cohort that is none of theirs.
    if work.who is None or (work.cohort is not None and not belongs):
        return ()
    named = isinstance(event, Submitted) and "cohort" in event.args
    if (named or not event.place.direct) and work.cohort is not None:
        return [(work.cohort, work.part)] if work.part is not None else ()
    # One that has ended still has something to say, such as when words are deleted.
    return cohorts.of_person(work.db, work.who.id, ended=True)


def nobodys(work: Work) -> list[Whisper]:
    """What is answered to somebody who belongs to no cohort."""
    return [Whisper(card=work.card("no-cohort-here" if work.cohort else "no-cohort-yours"))]


def note(work: Work, asked: Asked, **values: object) -> None:
    """Keep a wish for all of these, and let it hold from now on."""
    for cohort, part in asked:
        manners.change(work.db, cohort.id, part.person, **values)
        work.met_anew.add(part.id)


def where(work: Work, asked: Asked) -> str:
    """The cohorts in words, to stand in a sentence."""
    if len(asked) == 1:
        return work.word("manner-in-one", cohort=asked[0][0].name)
    return work.word("manner-in-all")


def zone(work: Work, asked: Asked) -> str:
    """By whose clock it is meant: their own."""
    cohort, part = asked[0]
    known = facts.of(work.db, cohort.id, part.person)
    return known.zone if known is not None else cohort.zone


def button(work: Work, key: str, text: str) -> Button:
    """A button that says ``text`` for them, for the cohorts of the place where it is pressed."""
    return Button(label=work.word(key), action="command", args={"text": text})


def confirmed(work: Work, asked: Asked, blocks: Sequence[Block], *buttons: Button) -> Whisper:
    """What holds now, and how to undo it. A moderator hears that their work comes all the same."""
    exempt = any(part.role == "moderator" for _, part in asked)
    more = work.say("manner-moderator") if exempt else ()
    return Whisper(card=Card(blocks=(*blocks, *more), buttons=buttons))
