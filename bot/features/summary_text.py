"""How a summary looks: a pure function of what it holds and how each author may appear now.

No story lives here, only what the stories of summaries share; nothing is looked up and nothing is
changed. Members' words are shown as quotes, and as nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.protocol.cards import Option
from bot.protocol.text import (
    Block,
    Blocks,
    Bullets,
    Inlines,
    Link,
    Paragraph,
    Plain,
    Quote,
    flatten,
)
from bot.rules.summary import Cited, Content, Shared, Source, Sources, Voice, cited
from bot.text import dates
from bot.text.catalogue import Catalogue

MOST_POINTS = 12
MOST_BACKGROUND = 700  # letters of the prompt that a summary repeats
MOST_QUESTIONS = 8
MOST_CONTEXTS = 12  # links beyond these are listed without the words around them
EXCERPT = 75  # letters of an option


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a summary is about: ``background`` is the prompt as it was posted, ``opening``
    are a moderator's own words and ``opening_by`` that moderator's name."""

    title: str
    background: Blocks
    begins: date
    ends: date
    opening: str
    opening_by: str


def body(catalogue: Catalogue, subject: Subject, content: Content, sources: Sources) -> Blocks:
    """All between the title and the end of a summary, as far as it stands now."""
    blocks: list[Block] = []
    if subject.opening:
        by = (Plain(text=subject.opening_by),)
        blocks.append(Quote(nodes=(Plain(text=subject.opening),), by=by))
    blocks += catalogue.blocks(
        "summary-background",
        begins=dates.short_day(subject.begins),
        ends=dates.short_day(subject.ends),
    )
    blocks += excerpt(subject.background, MOST_BACKGROUND)
    if content.points:
        blocks += catalogue.blocks("summary-points")
        blocks += [_quote(catalogue, each, sources) for each in _together(content.points, sources)]
    if content.resources:
        blocks += catalogue.blocks("summary-resources")
        blocks += _resources(catalogue, content.resources, sources)
    if content.questions:
        blocks += catalogue.blocks("summary-questions")
        blocks += [
            Quote(nodes=(Plain(text=each.quote),)) for each in content.questions[:MOST_QUESTIONS]
        ]
        more = len(content.questions) - MOST_QUESTIONS
        if more > 0:
            blocks += catalogue.blocks("summary-more-questions", number=more)
    if not content.items():
        blocks += catalogue.blocks("summary-no-quotes")
    return (
        *blocks,
        *catalogue.blocks(
            "summary-coverage", cited=cited(content, sources), messages=content.messages
        ),
    )


def voice_line(catalogue: Catalogue, voice: Voice) -> Inlines:
    """Such as "Ben Okafor", "a nurse", "a member of the cohort"."""
    if voice.name is not None:
        return (Plain(text=voice.name),)
    if voice.title is not None:
        return (Plain(text=voice.title),)
    return catalogue.line(f"summary-by-{voice.role or 'someone'}")


def options(items: Iterable[Cited | Shared]) -> tuple[Option, ...]:
    """What moderators can keep or take out, as choices of a form."""
    return tuple(
        Option(value=each.id, label=_short(each.quote if isinstance(each, Cited) else each.url))
        for each in items
    )


def shortened(text: str, most: int) -> str:
    """A text on one line, of at most ``most`` letters, cut between words where that is possible."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip(" ,;:.–") + "…"


def excerpt(blocks: Blocks, most: int) -> Blocks:
    """The first blocks of a text, whole ones, with at most ``most`` letters together; a first one
    that is longer is cut."""
    kept: list[Block] = []
    left = most
    for block in blocks:
        letters = len(flatten((block,)))
        if letters > left:
            cut = "…" if kept else shortened(flatten((block,)), most)
            return (*kept, Paragraph(nodes=(Plain(text=cut),)))
        kept.append(block)
        left -= letters
    return tuple(kept)


def _together(points: Sequence[Cited], sources: Sources) -> list[Cited]:
    """The points in their order, but all of one person after that person's first. Whoever is not
    named stays apart, or it would show which of their words are one person's."""
    first: dict[str, int] = {}
    place: dict[str, tuple[int, int]] = {}
    for nth, each in enumerate(points):
        source = sources[each.message]
        named = source.voice is not None and source.voice.name is not None
        head = first.setdefault(source.person, nth) if named else nth
        place[each.id] = (head, nth)
    return sorted(points, key=lambda each: place[each.id])


def _short(text: str) -> str:
    return shortened(text, EXCERPT)


def _quote(catalogue: Catalogue, point: Cited, sources: Sources) -> Quote:
    source = sources[point.message]
    return Quote(nodes=(Plain(text=point.quote),), by=_by(catalogue, source), url=_link(source))


def _resources(catalogue: Catalogue, resources: Sequence[Shared], sources: Sources) -> list[Block]:
    """Each link with who shared it and the words around it; bare ones are listed at the end."""
    told: list[Block] = []
    bare: list[Inlines] = []
    for each in resources:
        source = sources[each.message]
        by = _by(catalogue, source)
        if by and len(told) < MOST_CONTEXTS:
            nodes = _with_link(each.context, each.url)
            told.append(Quote(nodes=nodes, by=by, url=_link(source)))
        else:
            name = (Plain(text=" – "), *by) if by else ()
            bare.append((web_link(each.url), *name))
    return [*told, Bullets(items=tuple(bare))] if bare else told


def _with_link(context: str, url: str) -> Inlines:
    before, found, after = context.partition(url)
    link = web_link(url)
    if not found:
        return (Plain(text=f"{context} "), link) if context else (link,)
    around = (Plain(text=before), link, Plain(text=after))
    return tuple(node for node in around if not isinstance(node, Plain) or node.text)


def web_link(url: str) -> Link:
    """A link as its sharer wrote it; without a scheme it leads to the web all the same."""
    return Link(url=url) if "://" in url else Link(url=f"https://{url}", label=url)


def _by(catalogue: Catalogue, source: Source) -> Inlines:
    return () if source.voice is None else voice_line(catalogue, source.voice)


def _link(source: Source) -> str | None:
    """Where the words stand: for people quoted by name alone, since a link names them."""
    named = source.voice is not None and source.voice.name is not None
    return source.link if named else None
