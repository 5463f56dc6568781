"""Whose sheet a button or a form means, and what follows when something was answered on it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.engine.work import Work
from bot.features.checkins import airing_words, reading, showing
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Edit, Effect, Note
from bot.protocol.refs import Ref
from bot.store import agenda, checkin_answers, checkin_rounds, digests, postings
from bot.store.checkin_answers import Answer
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


def step_key(its: Sheet, place: int) -> str:
    """What the key of a private message begins with that asks the question at a place after words
    in the chat answered the one before."""
    return f"{_steps(its)}{place}:"


def thanks_key(its: Sheet) -> str:
    """What the key of a private message begins with that says thanks for words in the chat."""
    return f"checkin-thanks:{its.id}:"


def step_keys(work: Work, its: Sheet) -> list[str]:
    """Keys of the messages of their own in which questions of a sheet stand, or stood: a later
    question takes the place of the one that a message was sent for."""
    return postings.keys(work.db, _steps(its))


def is_step_of(its: Sheet, posting: str) -> bool:
    """Whether a message asks questions of a sheet one by one, or did."""
    return posting == key(its.id) or posting.startswith(_steps(its))


def _steps(its: Sheet) -> str:
    return f"checkin-step:{its.id}:"


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


def thanks(work: Work, its: Sheet, of: Round, *more: Button) -> Card:
    """What stands there once something was answered: who can read it, and how to change that."""
    buttons = [*more, work.button("checkin-change-button", "checkin.answer", checkin=its.id)]
    mine = checkin_answers.mine(work.db, of, its.person, work.marks)
    private = is_private(mine)
    buttons += privacy(work, its, of, mine)
    unnamed = "-unnamed" if of.readers == "unnamed" else ""
    late = work.say(f"checkin-late{unnamed}") if of.state == "closed" else ()
    help_there = ()
    if of.checkin["care"]:
        help_there = showing.care(work)
        buttons += showing.contacts(work, its.person)
    head = work.say("checkin-kept" if private else "checkin-thanks", title=of.title)
    reads = () if private else (reading.of_round(work, of, its.person),)
    return Card(blocks=(*head, *reads, *late, *help_there), buttons=tuple(buttons))


def is_private(mine: Mapping[str, Answer]) -> bool:
    """Whether someone keeps what they answered to themselves."""
    return bool(mine) and all(each.private for each in mine.values())


def privacy(
    work: Work, its: Sheet, of: Round, mine: Mapping[str, Answer], *, page: bool = False
) -> list[Button]:
    """[Keep it to myself], or [Let them read it]; nothing where there is nothing to choose.
    ``page``: below other things, which are to stay as they are."""
    private = is_private(mine)
    if over(of) if private else of.readers == "self" or not mine:
        return []
    does = "share" if private else "keep"
    button = work.button(f"checkin-{does}-button", f"checkin.{does}", checkin=its.id)
    return [replace(button, args={**button.args, "page": "yes"}) if page else button]


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


def put_aside(
    work: Work, its: Sheet, of: Round, card: Card, pressed: Ref | None = None
) -> list[Effect]:
    """The message that asked gives way to ``card``, and all others of the sheet to a line; but the
    one at ``pressed`` says by itself what is so now, and then it is the only one that does."""
    others = elsewhere(work, its, of, pressed)
    if len(others) < len(_messages(work, its)):
        return others
    return [Edit(posting=key(its.id), card=card, purpose="answer"), *others[1:]]


def elsewhere(work: Work, its: Sheet, of: Round, pressed: Ref | None) -> list[Effect]:
    """All messages of a sheet give way to a line, but for the one at ``pressed``, which the answer
    takes the place of."""
    return [
        _line(work, of, each) for each in _messages(work, its) if not stands_at(work, each, pressed)
    ]


def thanks_renewed(work: Work, its: Sheet, card: Card, pressed: Ref | None) -> list[Effect]:
    """While a question is open: what says thanks for words says who can read them now."""
    return [
        Edit(posting=each, card=card, purpose="answer")
        for each in postings.keys(work.db, thanks_key(its))
        if not stands_at(work, each, pressed)
    ]


def stopped(work: Work, its: Sheet, of: Round) -> list[Effect]:
    """The same for one who wants no check-ins: what asked says how they begin again."""
    card = work.card(
        "checkin-none-stands",
        work.button("checkin-after-all-button", "checkin.answer", checkin=its.id),
        work.runs("checkin-all-button", "check-ins on"),
        title=of.title,
    )
    return [Edit(posting=each, card=card, purpose="answer") for each in _messages(work, its)]


def _messages(work: Work, its: Sheet) -> list[str]:
    """Keys of all messages of a sheet: the one that asked, first, the reminder, those that asked
    one by one, and those that said thanks for words."""
    reminder = (reminder_key(its.id),) if its.reminded else ()
    said = postings.keys(work.db, thanks_key(its))
    return [key(its.id), *reminder, *step_keys(work, its), *said]


def stands_at(work: Work, posting: str, pressed: Ref | None) -> bool:
    """Whether a card stands in the message whose button was pressed."""
    there = postings.at_ref(work.db, pressed) if pressed is not None else None
    return there is not None and _whole(work, posting) == there.key


def _line(work: Work, of: Round, posting: str) -> Edit:
    return Edit(posting=posting, card=work.card("checkin-elsewhere", title=of.title),
                purpose="answer")  # fmt: skip


def _whole(work: Work, posting: str) -> str:
    """The key of the message in which a card stands, which may be a folded one."""
    part = digests.item(work.db, posting)
    return part.digest if part is not None and part.digest is not None else posting
