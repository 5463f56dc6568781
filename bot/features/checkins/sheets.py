"""Whose sheet a button or a form means, and what follows when something was answered on it."""

from collections.abc import Mapping

from bot.engine.work import Work
from bot.features.checkins import airing_words, reading, showing
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Edit, Effect, Note
from bot.protocol.refs import Ref
from bot.store import agenda, checkin_answers, checkin_rounds, digests, postings
from bot.store.checkin_rounds import Round, Sheet
from bot.text.checkin import CheckIn, from_dict

SEEN = ("asked", "answered", "skipped")
"""States of a sheet that its person has seen."""


def mine(work: Work, args: Mapping[str, str]) -> tuple[Sheet, Round] | None:
    """The sheet that is meant and its round, if it is of the cohort and of whoever acts."""
    found = checkin_rounds.sheet(work.db, args.get("checkin", ""))
    if found is None or work.who is None or found.person != work.who.id:
        return None
    if work.cohort is None or found.cohort != work.cohort.id or found.state not in SEEN:
        return None
    of = checkin_rounds.get(work.db, found.round)
    return None if of is None else (found, of)


def asked(of: Round) -> CheckIn:
    """What a round asked."""
    return from_dict(of.checkin)


def key(sheet_id: str) -> str:
    """The key of the private message that asks."""
    return checkin_rounds.asks(sheet_id)


def reminder_key(sheet_id: str) -> str:
    """The key of the private message that reminds."""
    return f"checkin-remind:{sheet_id}"


def quieten(work: Work, its: Sheet, *, settled: bool) -> None:
    """Send nothing more of a sheet: no reminder, and nothing of what waits for its moment.

    ``settled``: its person has answered or said no. Nothing fell away then, so the moderators, who
    see what did, cannot tell from it who answered or refused.
    """
    agenda.cancel(work.db, "checkin-remind", its.id)
    for each in (key(its.id), reminder_key(its.id)):
        if settled:
            digests.take_back(work.db, each, work.now)
            continue
        waiting = digests.item(work.db, each)
        if waiting is not None and waiting.state == digests.HELD:
            digests.fall_away(work.db, [waiting], work.now)


def over(of: Round) -> bool:
    """Whether nothing of a round comes before anyone any more that was not there at its close."""
    return of.readers == "unnamed" and of.state == "closed"


def agree_first(work: Work) -> Card:
    """What is said to whoever has not agreed, or has withdrawn."""
    return work.card("agree-first", work.runs("agree-first-button", "agree", style="primary"))


def thanks(work: Work, its: Sheet, of: Round, *more: Button) -> Card:
    """What stands there once something was answered: who can read it, and how to change that."""
    buttons = [*more, work.button("checkin-change-button", "checkin.answer", checkin=its.id)]
    mine = checkin_answers.mine(work.db, of, its.person, work.marks)
    private = bool(mine) and all(each.private for each in mine.values())
    if private and not over(of):
        buttons.append(work.button("checkin-share-button", "checkin.share", checkin=its.id))
    elif not private and of.readers != "self":
        buttons.append(work.button("checkin-keep-button", "checkin.keep", checkin=its.id))
    unnamed = "-unnamed" if of.readers == "unnamed" else ""
    late = work.say(f"checkin-late{unnamed}") if of.state == "closed" else ()
    help_there = ()
    if of.checkin["care"]:
        help_there = showing.care(work)
        buttons += showing.contacts(work, its.person)
    head = work.say("checkin-kept" if private else "checkin-thanks", title=of.title)
    reads = () if private else (reading.of_round(work, of, its.person),)
    return Card(blocks=(*head, *reads, *late, *help_there), buttons=tuple(buttons))


def put(work: Work, its: Sheet, of: Round, place: int, value: object, text: str) -> list[Effect]:
    """Keep what someone answered to the question at a place, for those alone who may read it; what
    they were asked about other words gives way."""
    reading.promise(work, of, its.person)
    gone = checkin_answers.put(
        work.db,
        of,
        of.checkin["questions"][place]["name"],
        its.person,
        work.marks,
        new_id=work.new_id(),
        value=value,
        text=text,
        day=work.today(),
    )
    return airing_words.withdrawn(work, gone)


def take_back(work: Work, its: Sheet, of: Round, question: str) -> list[Effect] | None:
    """Delete what someone answered to a question, and what they were asked about it; None if they
    had not answered it."""
    gone = checkin_answers.take_back(work.db, of, question, its.person, work.marks)
    return None if gone is None else airing_words.withdrawn(work, gone)


def answered(work: Work, its: Sheet, of: Round) -> list[Effect]:
    """Something was answered: nothing more of it is sent, whoever shows answers hears of it, and
    its author has been around. Who answered without a name, or for themselves, is not told from
    that."""
    checkin_rounds.change_sheet(work.db, its.id, state="answered")
    quieten(work, its, settled=True)
    how = "answered" if of.readers in ("named", "cohort") else "pressed"
    around = Note(topic="presence", args={"how": how, "person": its.person})
    return [changed(its, of), around]


def changed(its: Sheet, of: Round) -> Note:
    """What someone answered is not what it was."""
    return Note(topic="checkin-answered", args={"round": of.id, "person": its.person})


def put_aside(work: Work, its: Sheet, of: Round, card: Card) -> list[Effect]:
    """The message that asked gives way to ``card``, and the reminder to a line."""
    line = [_line(work, of, reminder_key(its.id))] if its.reminded else []
    return [Edit(posting=key(its.id), card=card, purpose="answer"), *line]


def elsewhere(work: Work, its: Sheet, of: Round, pressed: Ref | None) -> list[Effect]:
    """The messages that asked and reminded give way to a line, but for the one at ``pressed``,
    which the answer takes the place of."""
    there = postings.at_ref(work.db, pressed) if pressed is not None else None
    keys = (key(its.id), *((reminder_key(its.id),) if its.reminded else ()))
    return [
        _line(work, of, each) for each in keys if there is None or _whole(work, each) != there.key
    ]


def _line(work: Work, of: Round, posting: str) -> Edit:
    return Edit(posting=posting, card=work.card("checkin-elsewhere", title=of.title),
                purpose="answer")  # fmt: skip


def _whole(work: Work, posting: str) -> str:
    """The key of the message in which a card stands, which may be a folded one."""
    part = digests.item(work.db, posting)
    return part.digest if part is not None and part.digest is not None else posting
