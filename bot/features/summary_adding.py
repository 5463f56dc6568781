"""Moderators add points to a draft: sentences of the discussion that are not quoted in it yet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.engine.story import Effects, Story
from bot.engine.work import Work
from bot.features.summary_copies import kept, outrun, revised, waiting
from bot.features.summary_marks import marked
from bot.features.summary_reading import window
from bot.features.summary_sources import sources
from bot.features.summary_text import MOST_POINTS, options, part_name
from bot.insight import normal, offers
from bot.protocol.cards import Field, Form
from bot.protocol.effects import Ask, Correct, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.rules import summary as rules
from bot.rules.filled import Filled
from bot.rules.summary import Cited, Content, Sources
from bot.rules.summary_themes import ADDED, groups, home_of
from bot.store.records import Subject, Summary
from bot.text.fit import shortened

story = Story("summary-adding")

MOST_OFFERED = 100
MOST_TOGETHER = 2 * MOST_POINTS
OTHERS = "others"
MARKED = "marked"
LABEL = 60


@story.button("draft.add", who="moderator")
def ask(event: Pressed, work: Work) -> Effects:
    """Open the form: a field for the sentences of each theme."""
    found = waiting(work, event)
    if found is None:
        return [Whisper(card=work.card("stale-button"))]
    summary, subject = found
    read = sources(work, subject)
    chosen = _suggested(work, summary, subject, read)
    offered = on_offer(work, summary, subject, read)
    # What people marked is suggested first, what most of them did before all.
    offered = sorted(offered, key=lambda each: -chosen.get(each.message, 0))[:MOST_OFFERED]
    if not offered:
        return [Whisper(card=work.card("summary-add-nothing"))]
    form = Form(
        action="draft.added",
        title=work.word("summary-add-title"),
        intro=work.say("summary-add-intro"),
        fields=tuple(_fields(work, kept(summary, read), offered, chosen)),
        submit=work.word("summary-edit-submit"),
        args={"summary": summary.id, "version": str(summary.version), "cohort": summary.cohort},
    )
    return [Ask(form=form)]


def _suggested(work: Work, summary: Summary, subject: Subject, read: Sources) -> dict[str, int]:
    """By how many people each message was marked of which the draft shows nothing."""
    shown = {each.message for each in kept(summary, read).items()}
    authors = {id: source.person for id, source in read.items() if id not in shown}
    return {id: each.people for id, each in marked(work, subject.cohort, authors).items()}


def _fields(
    work: Work, shown: Content, offered: list[Cited], chosen: Mapping[str, int]
) -> Iterable[Field]:
    yield from _field(
        MARKED,
        work.word("summary-add-marked"),
        (each for each in offered if each.message in chosen),
    )
    offered = [each for each in offered if each.message not in chosen]
    parts = [each for each in groups(shown) if each.theme is not None]
    homes = [each.theme.id for each in parts if each.theme is not None]
    for home, part in zip(homes, parts, strict=True):
        name = part_name(work.tools.catalogue, part, parts)
        label = work.word("summary-add-from", name=shortened(name.strip("“”"), LABEL))
        yield from _field(home, label, (each for each in offered if each.theme == home))
    others = (each for each in offered if each.theme not in homes)
    yield from _field(OTHERS, work.word("summary-add-from-others"), others)


def _field(home: str, label: str, offered: Iterable[Cited]) -> Iterable[Field]:
    choices = options(offered)
    if choices:
        yield Field(name=f"from-{home}", label=label, kind="choices", options=choices)


@story.form("draft.added", who="moderator")
def add(event: Submitted, work: Work) -> Effects:
    """Add what was chosen, unless someone else changed the draft meanwhile."""
    found = waiting(work, event)
    if found is None or work.who is None:
        return [Whisper(card=work.card("stale-button"))]
    summary, subject = found
    first = next(iter(event.values), "")
    if late := outrun(work, event, summary, first, "summary-add"):
        return late
    read = sources(work, subject)
    filled = Filled(event.values)
    wanted = {each for name in event.values for each in filled.several(name)}
    chosen = [each for each in on_offer(work, summary, subject, read) if each.id in wanted]
    if len(chosen) < len(wanted):
        gone = work.word("summary-add-gone", button=work.word("summary-add"))
        return [Correct(errors={first: gone})]
    if len(kept(summary, read).points) + len(chosen) > MOST_TOGETHER:
        return [Correct(errors={first: work.word("summary-add-many", most=MOST_TOGETHER)})]
    content = _whole(summary, read)
    new = (each for each in chosen if each.id not in summary.dropped)
    return revised(
        work,
        summary,
        subject,
        draft=rules.to_json(replace(content, points=(*content.points, *new))),
        dropped=[each for each in summary.dropped if each not in wanted],
    )


def _whole(summary: Summary, read: Sources) -> Content:
    return rules.upheld(rules.from_json(summary.draft), read)


def on_offer(work: Work, summary: Summary, subject: Subject, read: Sources) -> list[Cited]:
    """What could be quoted and is not shown: points of the draft that were left out, then the
    other sentences in the order of the discussion."""
    content = _whole(summary, read)
    messages, _ = window(work, subject)
    texts = {each.id: normal(each.text) for each in messages}
    cited: dict[str, list[str]] = {}
    for each in content.items():
        words = each.quote if isinstance(each, Cited) else each.context
        cited.setdefault(each.message, []).append(words)
    found = [each for each in content.points if each.id in summary.dropped]
    for each in offers(messages):
        start = texts[each.message].find(each.quote)
        taken = cited.get(each.message, ())
        if start < 0 or any(
            words and (words in each.quote or each.quote in words) for words in taken
        ):
            continue
        found.append(
            Cited(
                id=f"{each.message}{ADDED}{start}",
                message=each.message,
                quote=each.quote,
                edited=read[each.message].edited,
                theme=home_of(content, each.message),
                kind=each.kind or "",
            )
        )
    return found
