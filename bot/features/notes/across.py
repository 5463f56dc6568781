"""What recurs in several cohorts, found by what their points mean, and told without their words.

No story lives here, only what the command line shows. Nobody looks it through, so what moderators
left out of a monthly note is not told here either, and a name that they gave there counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.engine.work import Work
from bot.features.notes.gathering import Gathered, Said, gathered
from bot.features.notes.standing import given, links_out, out
from bot.features.notes.telling import row_line
from bot.insight import Message
from bot.rules.across import Group, Point, groups
from bot.rules.notes import names_one, outside
from bot.store import notes
from bot.store.records import Cohort
from bot.text.book import Book, Part, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """Themes of several cohorts and of one each, with the addresses that were shared in them; in
    ``links`` those that belong to none, by the id of their cohort."""

    common: Sequence[Group]
    own: Sequence[Group]
    of_group: dict[str, tuple[str, ...]]
    links: dict[str, tuple[str, ...]]


def across(work: Work, cohorts: Sequence[Cohort], since: date) -> Across:
    """What these cohorts talked about since a day."""
    found: dict[str, Gathered] = {}
    for each in cohorts:
        work.cohort = each
        found[each.id] = _decided(work, each, gathered(work, since, date.max))
    said = [(id, each) for id, its in found.items() for each in its.points]
    common, own = groups(_alike(found, said))
    urls = {
        message: url
        for its in found.values() for shared in its.links for url, message in shared.urls.items()
    }  # fmt: skip
    of_group = {
        _key(each): tuple(dict.fromkeys(urls[id] for id in sorted(each.messages) if id in urls))
        for each in (*common, *own)
    }
    placed = {url for some in of_group.values() for url in some}
    links = {
        id: tuple(
            url for shared in its.links for url in shared.urls if url not in placed
        )
        for id, its in found.items()
    }  # fmt: skip
    return Across(common=common, own=own, of_group=of_group, links=links)


def _decided(work: Work, cohort: Cohort, its: Gathered) -> Gathered:
    """The same as moderators would have it in their monthly notes, drafts among them."""
    gone: set[str] = set()
    called: dict[str, str] = {}
    links = list(its.links)
    for note in notes.of_cohort(work.db, cohort.id):
        gone |= {each.key for each in its.parts if out(note, each)}
        wrote = notes.words(work.db, note.id)
        given_here = {each.key: given(note, each, wrote) for each in its.parts}
        called |= {
            key: each.text
            for key, each in given_here.items()
            if each is not None and not names_one(each.text, its.names)
        }
        links = [each for each in links if not links_out(note, each)]
    return replace(
        its,
        parts=[
            replace(each, name=called.get(each.key, each.name))
            for each in its.parts
            if each.key not in gone
        ],
        points=[each for each in its.points if each.part not in gone],
        links=links,
    )


def _key(group: Group) -> str:
    return "\n".join(sorted(group.messages))


def links_of(its: Across, group: Group) -> tuple[str, ...]:
    """The addresses that were shared with a theme."""
    return its.of_group[_key(group)]


def _alike(
    found: dict[str, Gathered], said: Sequence[tuple[str, Said]]
) -> list[tuple[str, list[Point]]]:
    """The points by what they mean, each group with what all of it may be called, or nothing."""
    if not said:
        return []
    # With it come numpy and wordllama, which nobody needs to load who has nothing to compare.
    from bot.insight.summary import summarize

    known = {f"{cohort}/{each.id}": (cohort, each) for cohort, each in said}
    called = {
        (cohort, part.key): part.name or part.title
        for cohort, its in found.items() for part in its.parts
    }  # fmt: skip
    read = [
        Message(id=id, author=each.person, text=each.quote, anonymous=not each.named, name="")
        for id, (_, each) in known.items()
    ]
    alike: list[tuple[str, list[Point]]] = []
    for topic in summarize(read, points=0).topics:
        its = [known[id] for id in topic.ids]
        # Words of members name no theme here unless three people say them in every cohort of it:
        # else those of one cohort would be told to another.
        label = topic.label if not topic.label.startswith("“") else ""
        for cohort in dict.fromkeys(cohort for cohort, _ in its):
            theirs = [(each.person, each.quote) for of, each in its if of == cohort]
            label = outside(label, False, theirs, found[cohort].names) if label else ""
        points = [
            Point(
                cohort=cohort,
                person=each.person,
                discussion=each.discussion,
                kind=each.kind,
                name=called[cohort, each.part],
                message=each.message,
            )
            for cohort, each in its
        ]
        alike.append((label, points))
    return alike


def book(work: Work, its: Across, cohorts: Sequence[Cohort]) -> Book:
    """The same as a document."""
    called = {each.id: each.name for each in cohorts}
    parts: list[Part] = []
    for nth, group in enumerate(its.common, 1):
        lines = [
            work.word("themes-in", cohort=called[id], name=row.name, line=row_line(work, row))
            for id, row in group.cohorts.items()
        ]
        about = work.word("themes-recurs", number=len(group.cohorts))
        parts.append(
            Part(
                title=group.name or work.word("themes-nth", number=nth),
                about=" ".join((about, *lines)),
                pieces=_pieces(links_of(its, group)),
            )
        )
    for each in cohorts:
        own = [group for group in its.own if each.id in group.cohorts]
        lines = [
            work.word("themes-own", name=group.name, line=row_line(work, group.cohorts[each.id]))
            for group in own
        ]
        urls = (*(url for group in own for url in links_of(its, group)), *its.links[each.id])
        if lines or urls:
            title = work.word("themes-particular", cohort=each.name)
            parts.append(Part(title=title, about=" ".join(lines), pieces=_pieces(urls)))
    return Book(
        title=work.word("themes-title", number=len(cohorts)),
        lines=(work.word("themes-of", names=", ".join(called.values())),),
        confidential=work.word("note-plain"),
        contents=work.word("book-contents"),
        parts=tuple(parts),
        making=work.word("book-making"),
        how=(work.word("themes-how"), work.word("note-how-names")),
    )


def _pieces(urls: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(Piece(words="", by="", where="", url=each) for each in dict.fromkeys(urls))
