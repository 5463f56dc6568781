"""The next useful step for one person: on ``/cohort`` alone, in the private chat, on their page."""

from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Note, Publish, Whisper
from bot.protocol.events import Commanded, HomeOpened, Said
from bot.protocol.text import Blocks, Bullets, plain
from bot.rules.cadence import stored_instant
from bot.store import checkin_answers, cohorts, discussions, nudges, programme, summaries
from bot.store.records import Cohort, Discussion, Summary
from bot.text import dates

story = Story("next_step")

BUTTON_LABEL = 30  # letters


@story.command("next", who="anyone", cohort=False)
def next_step(event: Commanded, work: Work, rest: str) -> Effects:
    """A card with what this person may want to do now."""
    if work.cohort is None:
        if not event.place.direct:
            start = work.runs("new-button", "new", style="primary")
            return [Whisper(card=work.card("next-no-cohort-room", start))]
        return [Whisper(card=_without_cohort(work))]
    if _undecided(work):
        return [Note(topic="welcome-wanted")]
    return [Whisper(card=_card(work, work.cohort, direct=event.place.direct))]


@story.on(Said)
def answer_words(event: Said, work: Work) -> Effects:
    """Words in the private chat that are no command: what there is to do instead."""
    if not event.place.direct:
        return []
    if work.who is not None and nudges.answered_by(work.db, work.who.id, event.ref) is not None:
        return []  # they answer a moderator's note: what becomes of that is another story's
    if work.who is not None and checkin_answers.awaited(work.db, work.who.id, work.marks):
        return [Note(topic="question-answered", args={"text": plain(event.nodes)})]
    if work.cohort is None:
        theirs = cohorts.of_person(work.db, work.who.id) if work.who is not None else []
        card = _without_cohort(work)
        if theirs:
            return [Whisper(card=card)]
        return [Whisper(card=_with(work.say("next-not-command-none"), card))]
    intro = work.say("next-not-command", cohort=work.cohort.name)
    return [Whisper(card=_with(intro, _card(work, work.cohort, direct=True)))]


@story.on(HomeOpened)
def renew_page(event: HomeOpened, work: Work) -> Effects:
    """Their own page of the bot: each cohort with what is open and what comes."""
    if work.who is None:
        return []
    blocks: Blocks = ()
    buttons: list[Button] = []
    for cohort, part in cohorts.of_person(work.db, work.who.id):
        work.cohort, work.part = cohort, part
        work.agreed = cohorts.agreed(work.db, cohort.id, work.who.id)
        card = _card(work, cohort, direct=True)
        blocks += work.say("home-head", cohort=cohort.name) + card.blocks
        below = [button for part in card.parts for button in part.buttons]
        buttons += (*card.buttons, *below, work.runs("page-button", "my page"))
    if not blocks:
        work.cohort = None
        card = _without_cohort(work)
        blocks, buttons = card.blocks, list(card.buttons)
    page = Card(blocks=blocks, buttons=tuple(buttons))
    return [Publish(person=work.who.id, card=page, purpose="answer")]


def _with(intro: Blocks, card: Card) -> Card:
    return replace(card, blocks=intro + card.blocks)


def _without_cohort(work: Work) -> Card:
    """No cohort, or the question which one."""
    theirs = cohorts.of_person(work.db, work.who.id) if work.who is not None else []
    if not theirs:
        return work.card("next-no-cohort", work.runs("help-button", "help"))
    buttons = tuple(
        Button(
            label=each.name[:BUTTON_LABEL],
            action="command",
            args={"text": "next", "cohort": each.id},
        )
        for each, _ in theirs
    )
    return work.card("next-which", *buttons)


def _undecided(work: Work) -> bool:
    """Whether the welcome is what this person has to answer first."""
    assert work.cohort is not None
    if work.part is None or work.who is None or work.part.state != "present" or work.agreed:
        return False
    if work.part.role == "moderator" or work.cohort.state not in ("running", "held"):
        return False
    declined = cohorts.current_consent(work.db, work.cohort.id, work.who.id, "declined")
    return declined is None


def _card(work: Work, cohort: Cohort, *, direct: bool) -> Card:
    part = work.part
    name = cohort.name
    if part is None or part.state == "left":
        buttons = () if direct or cohort.state == "ended" else (work.runs("join-button", "join"),)
        key = "next-ended" if cohort.state == "ended" else "next-stranger"
        return work.card(key, *buttons, cohort=name)
    if part.state == "outsider":
        return work.card("next-outsider", cohort=name)
    if part.role == "moderator":
        return _for_moderator(work, cohort)
    data = work.runs("data-button", "my data")
    if cohort.state == "planned":
        return work.card("next-planned-member", data, cohort=name, day=dates.day(cohort.starts))
    if cohort.state == "ended":
        return work.card("next-ended", work.runs("summary-button", "summary"), data, cohort=name)
    if part.state == "invited":
        return work.card("next-invited", cohort=name)
    buttons = (data, work.runs("summary-button", "summary"), work.runs("help-button", "help"))
    if not work.agreed:
        buttons = (work.button("agree-button", "consent.agree", style="primary"), *buttons)
    return Card(blocks=_going_on(work, cohort, named=False), buttons=buttons)


def _for_moderator(work: Work, cohort: Cohort) -> Card:
    name = cohort.name
    settings = work.runs("settings-button", "settings")
    members = work.runs("members-button", "members")
    data = work.runs("data-button", "my data")
    match cohort.state:
        case "planned":
            return work.card(
                "next-planned-moderator",
                work.runs("start-button", "start", style="primary"),
                work.runs("add-people-button", "invite"),
                work.runs("ready-preview-button", "preview programme"),
                settings,
                cohort=name,
            )
        case "held":
            resume = work.runs("resume-cohort-button", "resume", style="primary")
            return work.card("next-held", resume, members, data, cohort=name)
        case "ended":
            summary = work.runs("summary-button", "summary")
            return work.card("next-ended", summary, members, data, cohort=name)
        case _:
            buttons = (
                work.runs("schedule-button", "schedule"),
                members,
                work.runs("summary-button", "summary"),
                settings,
                data,
            )
            if not work.agreed:
                buttons = (work.runs("agree-button", "agree"), *buttons)
            going_on = _going_on(work, cohort, named=True)
            for draft in summaries.drafts(work.db, cohort.id)[:1]:
                show = work.button(
                    "summary-show-draft", "draft.show", style="primary", summary=draft.id
                )
                going_on = (*_waits(work, draft), *going_on)
                buttons = (show, *buttons)
            people = Card(
                blocks=work.say("next-people"),
                buttons=(
                    work.runs("checkins-button", "checkin"),
                    work.runs("quiet-list-button", "who is quiet"),
                    work.runs("commitments-button", "commitments"),
                ),
            )
            return Card(blocks=going_on, buttons=buttons, parts=(people,))


def _waits(work: Work, draft: Summary) -> Blocks:
    about = summaries.subject(work.db, draft)
    return work.say("next-draft", title=about.title) if about is not None else ()


def _going_on(work: Work, cohort: Cohort, *, named: bool) -> Blocks:
    """What is open and what comes next. ``named``: prompts to come by their titles, which are for
    moderators alone."""
    if cohort.state == "held":
        return work.say("next-held", cohort=cohort.name)
    blocks: Blocks = ()
    opened = discussions.of_cohort(work.db, cohort.id, "open")
    if len(opened) == 1:
        title, day = _open(work, opened[0])
        blocks += work.say("next-open", title=title, day=day)
    elif opened:
        line = work.tools.catalogue.line
        items = tuple(
            line("next-open-line", title=title, day=day)
            for title, day in (_open(work, each) for each in opened)
        )
        blocks += (*work.say("next-open-room", cohort=cohort.name), Bullets(items=items))
    planned = programme.planned(work.db, cohort.id)
    if planned:
        day = dates.moment(
            stored_instant(planned[0].day, planned[0].time, cohort.zone), cohort.zone
        )
        title = programme.title(work.db, work.library, planned[0])
        key = "next-coming" if named else "next-coming-unnamed"
        blocks += work.say(key, cohort=cohort.name, title=title, day=day)
    return blocks or work.say("next-quiet", cohort=cohort.name)


def _open(work: Work, discussion: Discussion) -> tuple[str, str]:
    return discussion.title, dates.day(work.local(discussion.closes_at).date())
