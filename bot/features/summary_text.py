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
from bot.rules.summary import (
    Changed,
    Cited,
    Content,
    Helped,
    Shared,
    Source,
    Sources,
    Why,
    cited,
    people,
    unquotable,
    whys,
)
from bot.rules.summary_themes import Group, groups
from bot.rules.voices import Voice
from bot.text import dates
from bot.text.catalogue import Catalogue
from bot.text.fit import shortened

MOST_POINTS = 12
MOST_BACKGROUND = 700  # letters of the prompt that a summary repeats
MOST_QUESTIONS = 8
MOST_CONTEXTS = 12  # links beyond these are listed without the words around them
EXCERPT = 75  # letters of an option
_TOLD_KINDS = ("tool", "resource")  # what people marked, and no heading tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above a summary: ``background`` is the prompt as it was posted, ``opening``
    are a moderator's own words and ``opening_by`` that moderator's name."""

    title: str
    background: Blocks
    begins: date
    ends: date
    opening: str
    opening_by: str


def body(catalogue: Catalogue, head: Head, content: Content, sources: Sources) -> Blocks:
    """All between the title and the end of a summary, as far as it stands now."""
    blocks: list[Block] = []
    if head.opening:
        by = (Plain(text=head.opening_by),)
        blocks.append(Quote(nodes=(Plain(text=head.opening),), by=by))
    blocks += catalogue.blocks(
        "summary-background" if head.begins != head.ends else "summary-background-day",
        begins=dates.short_day(head.begins),
        ends=dates.short_day(head.ends),
    )
    blocks += excerpt(head.background, MOST_BACKGROUND)
    parts = groups(content)
    for part in parts:
        blocks += catalogue.blocks("summary-part", name=part_name(catalogue, part, parts))
        for each in _together(part.points, sources):
            blocks += [_quote(catalogue, each, sources), *worth(catalogue, whys(each, sources))]
    if content.resources:
        blocks += catalogue.blocks("summary-resources")
        blocks += _resources(catalogue, content.resources, sources)
    if content.questions:
        blocks += catalogue.blocks("summary-questions")
        blocks += [Quote(nodes=(Plain(text=each.quote),)) for each in questions_shown(content)]
        more = len(content.questions) - MOST_QUESTIONS
        if more > 0:
            blocks += catalogue.blocks("summary-more-questions", number=more)
    if not content.items():
        blocks += catalogue.blocks("summary-no-quotes")
    quoted = cited(content, sources)
    blocks += catalogue.blocks("summary-coverage", cited=quoted, messages=content.messages)
    # Messages that came after the draft are not among those that it counts.
    silent = min(unquotable(sources), content.messages - quoted)
    if silent > 0:
        blocks += catalogue.blocks("summary-unquotable", number=silent)
    return (*blocks, *disclosed(catalogue, content.helped))


def disclosed(catalogue: Catalogue, helped: Helped | None) -> Blocks:
    """That a summary was made with a language model, if it was."""
    if helped is None or not helped.used:
        return ()
    said = catalogue.blocks("summary-helped", model=helped.model, dropped=helped.dropped)
    if not helped.missed:
        return said
    return (*said, *catalogue.blocks("summary-helped-missed", number=helped.missed))


def held_back(catalogue: Catalogue, helped: Helped) -> Blocks:
    """Why a language model that is switched on read less than all, or nothing; for moderators."""
    key = "summary-helped-partly" if helped.used else "summary-helped-not"
    why = "; ".join(catalogue.word(f"summary-helped-{each}") for each in helped.why)
    return catalogue.blocks(key, model=helped.model, why=why)


def questions_shown(content: Content) -> tuple[Cited, ...]:
    """Those that moderators see and approve; of the others they are told how many there are."""
    return content.questions[:MOST_QUESTIONS]


def part_name(catalogue: Catalogue, part: Group, parts: Sequence[Group]) -> str:
    """What points that are shown together are called. Where all stand together, words that they
    happen to share would say less than that they were shared."""
    theme = part.theme
    if theme is not None and theme.label and (len(parts) > 1 or theme.by):
        # Words that end where their sentence does are not cut off there.
        cut = "" if theme.label.endswith((".", "!", "?", "…")) else "…"
        return f"“{theme.label}{cut}”" if theme.quoted else theme.label
    if theme is not None and len(parts) > 1:
        return catalogue.word("summary-theme", number=part.number)
    return catalogue.word("summary-points" if len(parts) == 1 else "summary-other-points")


def place_of(content: Content, sources: Sources, message: str) -> Changed:
    """Where a message that is cited stands in a summary."""
    for part in groups(content):
        for place, each in enumerate(_together(part.points, sources), 1):
            if each.message == message:
                theme = part.theme.id if part.theme is not None else ""
                return Changed(message=message, part=theme, place=place)
    shared = any(each.message == message for each in content.resources)
    return Changed(message=message, part="resources" if shared else "questions", place=0)


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
    by = _by(catalogue, source)
    many = people(point, sources)
    if point.marked and point.kind in _TOLD_KINDS:
        by = (*by, *catalogue.line(f"summary-on-{point.kind}"))
    if many > 1:
        by = (*by, *catalogue.line("summary-people", number=many))
    return Quote(nodes=(Plain(text=point.quote),), by=by, url=_link(source))


def worth(catalogue: Catalogue, said: Iterable[Why]) -> list[Block]:
    """What people wrote on why something is worth it, below it."""
    return [
        Quote(
            nodes=(Plain(text=each.text),),
            by=(*voice_line(catalogue, each.voice), *catalogue.line("summary-on-worth")),
        )
        for each in said
    ]


def _resources(catalogue: Catalogue, resources: Sequence[Shared], sources: Sources) -> list[Block]:
    """Each link with who shared it and the words around it; bare ones are listed at the end."""
    told: list[Block] = []
    bare: list[Inlines] = []
    for each in resources:
        source = sources[each.message]
        by = _by(catalogue, source)
        if by and len(told) < MOST_CONTEXTS:
            nodes = with_link(each.context, each.url)
            told.append(Quote(nodes=nodes, by=by, url=_link(source)))
        elif each.why:
            told.append(Bullets(items=(_bare(each, by),)))
        else:
            bare.append(_bare(each, by))
        told += worth(catalogue, whys(each, sources))
    return [*told, Bullets(items=tuple(bare))] if bare else told


def _bare(each: Shared, by: Inlines) -> Inlines:
    return (web_link(each.url), *((Plain(text=" – "), *by) if by else ()))


def with_link(context: str, url: str) -> Inlines:
    """Words around a link with the link in its place, or behind them; without words the link."""
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
