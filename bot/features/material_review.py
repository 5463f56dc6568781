"""A moderator decides on material that a member brought: post it, ask for a change, or leave it."""

from dataclasses import dataclass

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card, Field, Form
from bot.protocol.effects import Ask, Correct, Edit, Effect, Post, Swap, Whisper
from bot.protocol.events import Noted, Pressed, Submitted
from bot.protocol.text import Plain, Quote
from bot.rules.filled import Filled
from bot.store import cohorts, discussions, people, postings
from bot.store.codec import load_nodes
from bot.store.records import Discussion, Message

story = Story("material_review")

MATERIAL = "material"
LINE = 1000  # letters of what should be otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """Material that waits for a decision, and the key of the cards that show it."""

    kept: Message
    found: Discussion
    author: str
    card: str


@story.button("material.post", who="moderator")
def post(event: Pressed, work: Work) -> Effects:
    """[Post it]: into the thread, under its author's name."""
    brought = _brought(work, event)
    if brought is None:
        return [Whisper(card=work.card("stale-button"))]
    kept, found = brought.kept, brought.found
    if found.state != "open":
        return [Whisper(card=work.card("material-closed", title=found.title))]
    discussions.change_message(work.db, kept.id, held=False, at=work.now)
    discussions.heard(work.db, found.id, work.now, moderator=False)
    words = work.say(f"material-posted-{found.prompt['form']}", name=brought.author)
    quote = Quote(nodes=load_nodes(kept.nodes), by=(Plain(text=brought.author),))
    done = work.card("material-posted-note", title=found.title)
    return [
        Post(
            room=found.room,
            thread=found.posting,
            card=Card(blocks=(*words, quote)),
            key=f"material:{found.id}:{kept.id}",
            concerns=(kept.person,),
        ),
        work.tell(kept.person, done, key=f"posted:{kept.id}", purpose="answer"),
        *_decided(work, brought, "material-was-posted"),
    ]


@story.button("material.change", who="moderator")
def ask_what_to_change(event: Pressed, work: Work) -> Effects:
    """[Ask to change]: what should be otherwise?"""
    brought = _brought(work, event)
    if brought is None or work.cohort is None:
        return [Whisper(card=work.card("stale-button"))]
    if brought.found.state != "open":
        return [Whisper(card=work.card("material-closed", title=brought.found.title))]
    field = Field(
        name="line", label=work.word("material-line"), kind="text", required=True, limit=LINE
    )
    form = Form(
        action="material.change",
        title=work.word("material-change-button"),
        fields=(field,),
        submit=work.word("material-line-submit"),
        intro=work.say("material-line-intro", name=brought.author),
        args={"material": brought.kept.id, "card": brought.card, "cohort": work.cohort.id},
    )
    return [Ask(form=form)]


@story.form("material.change", who="moderator")
def ask_to_change(event: Submitted, work: Work) -> Effects:
    """Bring the moderator's words to the author, with the form as they left it."""
    brought = _brought(work, event)
    if brought is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    if brought.found.state != "open":
        return [Whisper(card=work.card("material-closed", title=brought.found.title))]
    filled = Filled(event.values)
    line = filled.words("line", LINE, required=True, lines=True)
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    words = work.say("material-please-change", name=work.who.name, title=brought.found.title)
    button = work.button(
        "material-change-it-button",
        "material.bring",
        style="primary",
        discussion=brought.found.id,
        material=brought.kept.id,
    )
    quote = Quote(nodes=(Plain(text=line),), by=(Plain(text=work.who.name),))
    card = Card(blocks=(*words, quote), buttons=(button,))
    told = work.tell(brought.kept.person, card, purpose="answer", concerns=(work.who.id,))
    return [told, *_decided(work, brought, "material-was-sent-back", swap=False)]


@story.button("material.leave", who="moderator")
def leave(event: Pressed, work: Work) -> Effects:
    """[Leave]: it is not posted, and not kept."""
    brought = _brought(work, event)
    if brought is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    discussions.take_out(work.db, brought.kept, work.now)
    note = work.card("material-left-note", name=work.who.name, title=brought.found.title)
    return [
        work.tell(brought.kept.person, note, key=f"left:{brought.kept.id}", purpose="answer"),
        *_decided(work, brought, "material-was-left"),
    ]


@story.note("words-changed")
def take_back(event: Noted, work: Work) -> Effects:
    """Posted material whose author took it back, or their agreement, leaves the thread."""
    found = discussions.get(work.db, event.args["discussion"])
    if found is None or found.prompt.get("form") is None:
        return ()
    agreed = cohorts.consents(work.db, found.cohort, "agreement")
    stand = {
        each.id
        for each in discussions.messages_on(work.db, found.id, MATERIAL)
        if each.person in agreed
    }
    gone = work.card("material-taken-back")
    shown = [
        *postings.keys(work.db, f"material:{found.id}:"),
        *postings.keys(work.db, f"brought:{found.id}:"),
    ]
    # The id of the material comes after that of its discussion; each card is changed once.
    return [
        Edit(posting=key, card=gone, key=f"un{key}")
        for key in shown
        if key.split(":")[2] not in stand
    ]


def _brought(work: Work, event: Pressed | Submitted) -> _Brought | None:
    """What a card of this cohort shows, if nobody has decided on it."""
    kept = discussions.message_by_id(work.db, event.args.get("material", ""))
    if kept is None or work.cohort is None or kept.cohort != work.cohort.id:
        return None
    found = discussions.get(work.db, kept.discussion)
    author = people.get(work.db, kept.person)
    waits = kept.held and kept.platform == MATERIAL
    card = event.args.get("card", "")
    # The cards that showed it, and no others that a button may name.
    shown = card.startswith(f"brought:{kept.discussion}:{kept.id}:")
    if found is None or author is None or not waits or not shown:
        return None
    return _Brought(kept=kept, found=found, author=author.name, card=card)


def _decided(work: Work, brought: _Brought, key: str, *, swap: bool = True) -> list[Effect]:
    """Say on every moderator's card what was decided, and by whom."""
    assert work.who is not None
    title = brought.found.title
    card = work.card(key, by=work.who.name, name=brought.author, title=title)
    told = [each.id for each in work.moderators() if not swap or each.id != work.who.id]
    edits = [Edit(card=card, posting=f"{brought.card}:{each}") for each in told]
    return [Swap(card=card), *edits] if swap else [*edits]
