"""Answers that stay private until all are shown together, so that nobody writes what the first
one wrote.

A held answer is kept as a message of the platform ``held``, in a channel named after its
discussion. It is shown in the thread under the name that its author chose to be quoted by: the
name; ``role``, a word such as "a member", without job or organisation; ``none``, no name at all.
Whoever made no choice is shown by role.
"""

from collections.abc import Mapping, Sequence

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.own_choice import agree_first
from bot.protocol.cards import Card, Field, Form
from bot.protocol.effects import Ask, Correct, Edit, Effect, Post, Whisper
from bot.protocol.events import CameDue, Noted, Pressed, Submitted
from bot.protocol.text import Inlines, Plain, Quote
from bot.rules.filled import Filled
from bot.store import cohorts, discussions, people, queue
from bot.store.codec import dump_nodes, load_nodes
from bot.store.records import Discussion, Message
from bot.text import dates

story = Story("held_answers")

HELD = "held"
LONGEST = 3000  # letters of one answer
TOGETHER = 10
"""Answers in one message; platforms take no more than some dozens of blocks."""


@story.button("held.answer")
def open_form(event: Pressed, work: Work) -> Effects:
    """[Answer privately], to write an answer or to change it."""
    found = _waiting(work, event.args)
    if isinstance(found, Card):
        return [Whisper(card=found)]
    assert work.cohort is not None and work.who is not None and found.reveal_at is not None
    mine = _mine(work, found)
    field = Field(
        name="answer",
        label=work.word("held-field"),
        kind="text",
        required=True,
        value=mine.text if mine is not None else "",
        limit=LONGEST,
    )
    form = Form(
        action="held.answer",
        title=work.word("held-title"),
        fields=(field,),
        submit=work.word("held-submit"),
        intro=work.say(
            "held-intro",
            title=found.title,
            names=work.names(work.moderators()),
            when=dates.moment(found.reveal_at, work.cohort.zone),
        ),
        args={"discussion": found.id, "cohort": work.cohort.id},
    )
    return [Ask(form=form)]


@story.form("held.answer")
def keep(event: Submitted, work: Work) -> Effects:
    """Keep the answer, in place of an earlier one."""
    found = _waiting(work, event.args)
    if isinstance(found, Card):
        return [Whisper(card=found)]
    assert work.cohort is not None and work.who is not None and found.reveal_at is not None
    filled = Filled(event.values)
    text = filled.words("answer", LONGEST, required=True, lines=True)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    nodes = dump_nodes((Plain(text=text),))
    mine = _mine(work, found)
    if mine is not None:
        discussions.change_message(work.db, mine.id, nodes=nodes, text=text, edited_at=work.now)
    else:
        new = Message(
            id=work.new_id(),
            cohort=found.cohort,
            discussion=found.id,
            person=work.who.id,
            platform=HELD,
            workspace=HELD,
            channel=found.id,
            message=work.new_id(),
            thread=None,
            nodes=nodes,
            text=text,
            at=work.now,
            edited_at=None,
            held=True,
        )
        discussions.keep(work.db, new)
    moderator = work.part is not None and work.part.role == "moderator"
    discussions.heard(work.db, found.id, work.now, moderator=moderator)
    change = work.button("held-change-button", "held.answer", discussion=found.id)
    when = dates.moment(found.reveal_at, work.cohort.zone)
    return [Whisper(card=work.card("held-kept", change, when=when))]


@story.due("reveal")
def reveal_in_time(event: CameDue, work: Work) -> Effects:
    """The time has come to show all answers together."""
    return _reveal(work, discussions.get(work.db, event.subject))


@story.note("reveal-due")
def reveal_early(event: Noted, work: Work) -> Effects:
    """The discussion closes before that time."""
    return _reveal(work, discussions.get(work.db, event.args["discussion"]))


@story.note("words-changed")
def show_anew(event: Noted, work: Work) -> Effects:
    """Words were taken back, or someone chose to be named otherwise."""
    found = discussions.get(work.db, event.args["discussion"])
    if found is None or found.revealed_at is None:
        return ()
    answers = _answers(work, found)
    effects: list[Effect] = []
    number = 0
    while queue.original(work.db, _key(found, number)) is not None:
        part = answers[number * TOGETHER : (number + 1) * TOGETHER]
        card = _shown(work, found, part, first=number == 0) if part else work.card("held-emptied")
        effects.append(
            Edit(
                posting=_key(found, number),
                card=card,
                concerns=tuple(each.person for each in part),
            )
        )
        number += 1
    return effects


def _waiting(work: Work, args: Mapping[str, str]) -> Discussion | Card:
    """The discussion whose answers are private now, or what to say instead."""
    found = discussions.get(work.db, args.get("discussion", ""))
    if found is None or work.cohort is None or found.cohort != work.cohort.id:
        return work.card("stale-button")
    if found.reveal_at is None or found.revealed_at is not None or found.state != "open":
        return work.card("held-over", title=found.title)
    if not work.agreed:
        return agree_first(work)
    return found


def _mine(work: Work, found: Discussion) -> Message | None:
    assert work.who is not None
    answers = discussions.messages_on(work.db, found.id, HELD)
    return next((each for each in answers if each.person == work.who.id), None)


def _answers(work: Work, found: Discussion) -> list[Message]:
    """What can be shown: the answers of those whose agreement holds."""
    agreed = cohorts.consents(work.db, found.cohort, "agreement")
    answers = discussions.messages_on(work.db, found.id, HELD)
    return [each for each in answers if each.person in agreed]


def _key(found: Discussion, number: int) -> str:
    return f"reveal:{found.id}:{number}"


def _reveal(work: Work, found: Discussion | None) -> list[Effect]:
    if found is None or found.reveal_at is None or found.revealed_at is not None:
        return []
    discussions.change(work.db, found.id, revealed_at=work.now)
    for each in discussions.messages_on(work.db, found.id, HELD):
        discussions.change_message(work.db, each.id, held=False)
    answers = _answers(work, found)
    if not answers:
        card = work.card("held-none")
        return [Post(room=found.room, thread=found.posting, card=card, key=_key(found, 0))]
    effects: list[Effect] = []
    for start in range(0, len(answers), TOGETHER):
        part = answers[start : start + TOGETHER]
        effects.append(
            Post(
                room=found.room,
                thread=found.posting,
                card=_shown(work, found, part, first=start == 0),
                key=_key(found, start // TOGETHER),
                concerns=tuple(each.person for each in part),
            )
        )
    return effects


def _shown(work: Work, found: Discussion, part: Sequence[Message], *, first: bool) -> Card:
    names = people.named(work.db, [each.person for each in part])
    quoting = cohorts.consents(work.db, found.cohort, "quoting")
    quotes: list[Quote] = []
    for each in part:
        choice = quoting[each.person].value if each.person in quoting else "role"
        by: Inlines = ()
        if choice == "name" and each.person in names:
            by = (Plain(text=names[each.person].name),)
        elif choice == "role":
            member = cohorts.membership_of(work.db, found.cohort, each.person)
            by = work.tools.catalogue.line(f"role-{member.role if member else 'member'}")
        quotes.append(Quote(nodes=load_nodes(each.nodes), by=by))
    head = work.say("held-shown", title=found.title) if first else ()
    return Card(blocks=(*head, *quotes))
