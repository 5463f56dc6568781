"""A programme's own material beside what members share: moderators list it, paste some in, and take
it out. Files come in on the command line.
"""

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.protocol.cards import Card, Field, Form
from bot.protocol.effects import Ask, Correct, Note, Swap, Whisper
from bot.protocol.events import Commanded, Noted, Pressed, Submitted
from bot.protocol.text import Inlines, Link, Plain
from bot.rules.filled import Filled
from bot.store import toolkit
from bot.store.toolkit import Toolkit
from bot.text import dates
from bot.text.fit import short
from bot.text.toolkit import HEADING, address, read, too_much

story = Story("handbook.toolkit")

PAGE = 10
"""Documents on one card."""
LINK = 1000
TEXT = 3000
"""Letters that a form takes; what is longer is a file."""


@story.command("toolkit", who="moderator")
def show(event: Commanded, work: Work, rest: str) -> Effects:
    """All documents, the newest first, each with a button that takes it out."""
    return [Whisper(card=_list(work, 0))]


@story.command("toolkit add", who="moderator")
def add(event: Commanded, work: Work, rest: str) -> Effects:
    """A form for a title, a link and a text."""
    return [Ask(form=_form(work))]


@story.button("toolkit.page", who="moderator")
def turn(event: Pressed, work: Work) -> Effects:
    """[More]"""
    start = event.args.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 6):
        return [Whisper(card=work.card("stale-button"))]
    return [Swap(card=_list(work, int(start)))]


@story.form("toolkit.add", who="moderator")
def keep(event: Submitted, work: Work) -> Effects:
    """Keep what was pasted, to be found from now on."""
    assert work.cohort is not None and work.who is not None
    filled = Filled(event.values)
    title = filled.words("title", HEADING, required=True)
    link = filled.words("link", LINK)
    text = filled.words("text", TEXT, lines=True)
    url = address(link)
    if link and url is None:
        filled.wrong("link", "toolkit-wrong-link")
    if not link and not text:
        filled.wrong("text", "toolkit-wrong-nothing")
    sections = read(text, markdown=True) or [(title, url or "")]
    if too_much(sections, toolkit.size(work.db, work.cohort.id)):
        filled.wrong("text", "toolkit-wrong-full")
    if filled.problems:
        return [Correct(errors=work.wrong(filled.problems))]
    new = Toolkit(
        id=work.new_id(),
        cohort=work.cohort.id,
        title=title,
        source=url or "",
        added_at=work.now,
        by=work.who.id,
    )
    toolkit.add(work.db, new, sections, work.new_id)
    return [Whisper(card=work.card("toolkit-added", title=title))]


@story.button("toolkit.remove", who="moderator")
def remove(event: Pressed, work: Work) -> Effects:
    """[Remove]"""
    assert work.cohort is not None
    found = toolkit.get(work.db, event.args.get("toolkit", ""))
    if found is None or found.cohort != work.cohort.id:
        return [Whisper(card=work.card("stale-button"))]
    return [*_removed(work, found), Swap(card=_list(work, 0))]


@story.note("toolkit-unwanted")
def remove_now(event: Noted, work: Work) -> Effects:
    """The operator takes it out."""
    found = toolkit.get(work.db, event.args["toolkit"])
    return [] if found is None else _removed(work, found)


def _removed(work: Work, found: Toolkit) -> list[Note]:
    toolkit.remove(work.db, found.id)
    return [Note(topic="toolkit-changed", args={"toolkit": found.id})]


def _form(work: Work) -> Form:
    return Form(
        action="toolkit.add",
        title=work.word("toolkit-title"),
        submit=work.word("toolkit-submit"),
        intro=work.say("toolkit-intro"),
        fields=(
            Field(
                name="title", label=work.word("toolkit-field-title"), required=True, limit=HEADING
            ),
            Field(name="link", label=work.word("toolkit-field-link"), limit=LINK),
            Field(
                name="text",
                label=work.word("toolkit-field-text"),
                kind="text",
                hint=work.word("toolkit-hint"),
                limit=TEXT,
            ),
        ),
        args={"cohort": work.cohort.id} if work.cohort is not None else {},
    )


def _list(work: Work, start: int) -> Card:
    assert work.cohort is not None
    documents = toolkit.of_cohort(work.db, work.cohort.id)[::-1]
    more = work.runs("toolkit-add-button", "toolkit add", style="primary")
    key = "toolkit-head" if documents else "toolkit-none"
    head = work.card(key, more, cohort=work.cohort.name)
    parts = [_part(work, each) for each in documents[start : start + PAGE]]
    if start + PAGE < len(documents):
        on = work.button("toolkit-more-button", "toolkit.page", start=str(start + PAGE))
        parts.append(Card(blocks=(), buttons=(on,)))
    return Card(blocks=head.blocks, buttons=head.buttons, parts=tuple(parts))


def _part(work: Work, each: Toolkit) -> Card:
    url = address(each.source)
    title = short(each.title, HEADING)
    name: Inlines = (Link(url=url, label=title),) if url else (Plain(text=title),)
    drop = work.button(
        "toolkit-remove-button",
        "toolkit.remove",
        style="danger",
        confirm=work.word("toolkit-remove-confirm"),
        toolkit=each.id,
    )
    day = dates.day(work.local(each.added_at).date())
    return Card(blocks=work.say("toolkit-item", title=name, day=day), buttons=(drop,))
