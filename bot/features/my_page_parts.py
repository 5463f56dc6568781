"""The parts of a member's own page, each a card with the buttons that change it."""

from collections.abc import Mapping
from typing import Any

from bot.engine import budget
from bot.engine.work import Work
from bot.features.checkins import reading, sheets
from bot.features.commitments import showing
from bot.protocol.cards import Button, Card
from bot.protocol.text import Block, Bullets, Inlines, Plain, Quote, Strong
from bot.rules import attention
from bot.rules import presence as rules
from bot.store import checkin_answers, checkin_rounds, cohorts, commitments, own
from bot.store import manners as kept
from bot.store.checkin_answers import Answer
from bot.store.checkin_rounds import Round, Sheet
from bot.store.commitments import Commitment
from bot.text import dates
from bot.text.checkin import SCALE

LONGEST = 600
"""Letters of an answer beyond which it is cut; the form has all of it."""
GOALS = 5
"""Goals on the page at most, the newest."""


def manners(work: Work) -> Card:
    """How they asked to be met."""
    assert work.cohort is not None and work.who is not None and work.part is not None
    cohort, line = work.cohort, work.tools.catalogue.line
    manner = kept.of(work.db, cohort.id, work.who.id)
    items: list[Inlines] = []
    buttons: list[Button] = []
    if manner.away_until is not None and manner.away_until >= work.today():
        items.append(line("page-away", day=dates.day(manner.away_until)))
        buttons.append(work.runs("back-button", "back"))
    else:
        buttons.append(work.runs("away-button", "away"))
    quiet = budget.quiet(manner)
    if quiet is not None:
        since, until = dates.clock(quiet.since), dates.clock(quiet.until)
        items.append(line("page-quiet-hours", since=since, until=until))
        buttons.append(work.runs("page-quiet-hours-off-button", "quiet hours off"))
    else:
        buttons.append(work.runs("page-quiet-hours-button", "quiet hours"))
    usual = budget.per_week(cohort)
    number = usual if manner.per_week is None else min(usual, manner.per_week)
    items.append(line(f"manner-number-{number}", cohort=cohort.name))
    if number != attention.LESS:
        buttons.append(work.runs("less-button", "ask me less"))
    if manner.per_week is not None:
        buttons.append(work.runs("normally-button", "ask me normally"))
    if work.part.role in rules.LISTED:
        if manner.reading_until is not None and manner.reading_until >= work.today():
            items.append(line("page-reading", day=dates.day(manner.reading_until)))
            buttons.append(work.button("page-reading-off-button", "reading.undo"))
        else:
            buttons.append(work.button("reading-button", "reading.along"))
    _checkins(work, manner.checkins == "none", items, buttons)
    moderates = work.part.role == "moderator"
    more = work.say("manner-moderator") if moderates else ()
    head = work.say("page-manners")
    belongs = work.part.state in cohorts.BELONGING
    return Card(
        blocks=(*head, Bullets(items=tuple(items)), *more),
        buttons=tuple(buttons) if belongs else (),
    )


def _checkins(work: Work, none: bool, items: list[Inlines], buttons: list[Button]) -> None:
    """Which check-ins do not come to them."""
    assert work.cohort is not None and work.who is not None
    line = work.tools.catalogue.line
    refused = own.refused(work.db, work.cohort.id, work.who.id)
    if none:
        items.append(line("page-no-checkins"))
    for name in refused:
        known = work.library.checkins.get(name)
        items.append(line("page-refused", title=known.title if known is not None else name))
    if none or refused:
        buttons.append(work.runs("page-checkins-button", "check-ins on"))
    if not none:
        buttons.append(work.runs("checkin-none-button", "no check-ins"))


def goals(work: Work) -> tuple[Card, ...]:
    """What they want to reach, as they last said it in words; nothing if they said none."""
    assert work.cohort is not None and work.who is not None
    told: list[Block] = []
    newest: Sheet | None = None
    for its, of in checkin_rounds.of_person(work.db, work.cohort.id, work.who.id):
        if not of.checkin.get("goals"):
            continue
        mine = checkin_answers.mine(work.db, of, its.person, work.marks)
        asked = [each["name"] for each in of.checkin["questions"] if each["kind"] == "text"]
        words = [mine[name].text for name in asked[:1] if name in mine and mine[name].text]
        told += [Quote(nodes=(Plain(text=_cut(each)),)) for each in words]
        newest = newest or (its if words else None)
    if newest is None:
        return ()
    change = work.button("page-goals-button", "checkin.answer", checkin=newest.id)
    blocks = (*work.say("page-goals"), *told[:GOALS])
    return (Card(blocks=blocks, buttons=(change,) if _belongs(work) else ()),)


def checkin(work: Work, its: Sheet, of: Round) -> Card:
    """One check-in: what they answered, and who can read it."""
    mine = checkin_answers.mine(work.db, of, its.person, work.marks)
    head = work.say("page-checkin", title=of.title, day=dates.day(of.day))
    change = "page-change-button" if mine else "checkin-answer-button"
    buttons = [work.button(change, "checkin.answer", checkin=its.id)] if _belongs(work) else []
    items = tuple(
        _answered(work, question, mine[question["name"]])
        for question in of.checkin["questions"]
        if question["name"] in mine
    )
    answers = (Bullets(items=items),) if items else work.say("page-unanswered")
    return Card(
        blocks=(*head, *answers, *_readers(work, its, of, mine)),
        buttons=(*buttons, *sheets.privacy(work, its, of, mine, page=True)),
    )


def _readers(work: Work, its: Sheet, of: Round, mine: Mapping[str, Answer]) -> tuple[Block, ...]:
    if mine and all(each.private for each in mine.values()):
        return (*work.say("page-private"),)
    notes: list[Block] = [reading.of_round(work, of, its.person)]
    if any(each.late for each in mine.values()):
        notes += work.say("page-late")
    elif any(each.changed for each in mine.values()):
        notes += work.say("page-changed")
    return tuple(notes)


def _answered(work: Work, question: Mapping[str, Any], answer: Answer) -> Inlines:
    ask = Strong(text=question["ask"])
    return (ask, Plain(text=f" {_cut(_said(work, question, answer))}"))


def _said(work: Work, question: Mapping[str, Any], answer: Answer) -> str:
    match question["kind"]:
        case "text":
            return answer.text
        case "scale":
            return work.word("page-scale", value=answer.value, most=SCALE)
        case "choices":
            return ", ".join(answer.value)
        case "yes-no":
            return work.word(f"checkin-{answer.value}")
        case "present":
            return work.word(f"checkin-present-{answer.value}")
        case _:
            return str(answer.value)


def commitment(work: Work, its: Commitment) -> Card:
    """One thing that they try, and what they said of it."""
    role = work.word(f"role-{work.part.role}") if work.part is not None else ""
    said = commitments.reports(work.db, its.id)
    blocks: list[Block] = [
        *work.say(f"page-tries-{its.state}", day=dates.day(its.day)),
        Quote(nodes=(Plain(text=its.text),)),
    ]
    for each in said:
        if each.text:
            blocks += (*work.say("commitment-came"), Quote(nodes=(Plain(text=_cut(each.text)),)))
    blocks += work.say(f"commitment-seen-{its.shown}", role=role)
    change = work.button("page-change-button", "commitment.change", commitment=its.id)
    back = work.button("commitment-back-button", "commitment.take-back",
                       commitment=its.id, page="yes")  # fmt: skip
    if not _belongs(work):
        return Card(blocks=tuple(blocks), buttons=(back,))
    return Card(blocks=tuple(blocks), buttons=(showing.came_last(work, its), change, back))


def _belongs(work: Work) -> bool:
    return work.part is not None and work.part.state in cohorts.BELONGING


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
