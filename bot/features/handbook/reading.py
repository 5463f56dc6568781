"""The handbook as it may be shown now, put together from the approved summaries.

No story lives here, only what the stories of the handbook share.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.engine.work import Work
from bot.features.summary_copies import kept
from bot.features.summary_labels import label_in
from bot.features.summary_periods import so_far
from bot.features.summary_sources import sources
from bot.features.summary_text import questions_shown
from bot.rules.chapters import Placed, says
from bot.rules.handbook import Asked, Chapter, Entry, Handbook, Kept, Origin, joined, worded
from bot.rules.summary import Cited, Shared, Sources, people, whys
from bot.rules.summary_themes import groups
from bot.store import discussions
from bot.store import handbook as stored
from bot.store.records import Subject, Summary

T = TypeVar("T", Entry, Kept, Asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A handbook, and the messages of the discussions that it is of, as they stand now."""

    book: Handbook
    sources: Sources


def handbook(work: Work) -> Handbook:
    """What is kept of ``work.cohort``: of each discussion, and of each period, that has an approved
    summary, the newest, in the order in which they began; each insight once."""
    return gathered(work).book


def gathered(work: Work) -> Gathered:
    """The same with what it was taken from. Insights stand in the chapters of the whole cohort
    first; what is in none of these yet follows under the themes of its summary."""
    assert work.cohort is not None
    newest = _newest(stored.approved(work.db, work.cohort.id))
    if not newest:
        return Gathered(book=Handbook(), sources={})
    its = _reading(work)
    chapters: list[Chapter] = []
    resources: list[Kept] = []
    questions: list[Asked] = []
    for subject in its.subjects:
        summary = newest.get(subject.id)
        if summary is None:
            continue
        content = kept(summary, its.found)
        for group in groups(content):
            theme = group.theme
            # Words that members share stand for it; where there are none, the title does.
            named = theme is not None and theme.label
            chapters.append(
                Chapter(
                    id=f"{summary.id}/{theme.id if theme is not None else ''}",
                    label=theme.label if theme is not None and named else subject.title,
                    quoted=bool(theme is not None and theme.quoted and named),
                    entries=its.once(its.entry(each) for each in group.points),
                    by=theme.by if theme is not None and named else "",
                    said=theme.ids if theme is not None and named and not theme.by else (),
                )
            )
        resources += its.once(its.kept(each) for each in content.resources)
        questions += its.once(its.asked(each) for each in questions_shown(content))
    placed = stored.chapters(work.db, work.cohort.id)
    book = Handbook(
        chapters=(*_placed(placed, chapters), *joined(_left(placed, chapters))),
        resources=tuple(resources),
        questions=tuple(questions),
    )
    return Gathered(book=book, sources=its.found)


def _newest(approved: Sequence[Summary]) -> dict[str, Summary]:
    """The newest summary of each discussion and period, by its id."""
    found: dict[str, Summary] = {}
    for each in approved:
        found.setdefault(each.discussion or each.period or "", each)
    return found


def _reading(work: Work) -> "_Reading":
    """All that was said in a cohort, read at once: by discussion everything that is the same for
    all of them would be read again for each."""
    assert work.cohort is not None
    cohort = work.cohort.id
    zone = ZoneInfo(work.cohort.zone)
    # First the discussions, so that what a period repeats stands where it was said.
    held = list(reversed(discussions.of_cohort(work.db, cohort)))
    return _Reading(
        found=sources(work, so_far(work)),
        subjects=(*held, *stored.periods(work.db, cohort)),
        origins={
            each.id: Origin(
                discussion=each.id, title=each.title, day=each.opened_at.astimezone(zone).date()
            )
            for each in held
        },
        homes=stored.discussions_of(work.db, cohort),
        key=stored.key(work.db, work.tools.new_id(52)),
        seen=set(),
    )


def _placed(placed: Sequence[Placed], chapters: Sequence[Chapter]) -> list[Chapter]:
    """The kept chapters of which an insight stands."""
    entries = {each.id: each for chapter in chapters for each in chapter.entries}
    whole = (
        (each, tuple(entries[point] for point in each.points if point in entries))
        for each in placed
    )
    return [
        Chapter(id=each.id, entries=inside, **{"label": "", "quoted": False, **_name(each, inside)})
        for each, inside in whole
        if inside
    ]


def _name(chapter: Placed, entries: Sequence[Entry]) -> dict[str, Any]:
    """What a chapter is called now. Words leave it with the insights that say them."""
    if chapter.name:
        return {"label": chapter.name, "by": chapter.by or ""}
    quotes = {each.id: each.quote for each in entries}
    return label_in(chapter.label, quotes) if says(quotes, chapter.label) else {}


def _left(placed: Sequence[Placed], chapters: Sequence[Chapter]) -> list[Chapter]:
    """What is in no kept chapter."""
    inside = {point for each in placed for point in each.points}
    left = (
        replace(each, entries=tuple(one for one in each.entries if one.id not in inside))
        for each in chapters
    )
    return [each for each in left if each.entries]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What was said, by message, and where: ``homes`` are the discussions of messages. ``seen`` are
    ids of what is in the handbook already: two summaries may keep the same."""

    found: Sources
    subjects: Sequence[Subject]
    origins: Mapping[str, Origin]
    homes: Mapping[str, str]
    key: str
    seen: set[str]

    def once(self, items: Iterable[T]) -> tuple[T, ...]:
        new = {each.id: each for each in items if each.id not in self.seen}
        self.seen.update(new)
        return tuple(new.values())

    def entry(self, cited: Cited) -> Entry:
        source = self.found[cited.message]
        assert source.voice is not None  # or it would not have been kept
        return Entry(
            id=worded(cited.id, cited.quote, self.key),
            message=cited.message,
            quote=cited.quote,
            kind=cited.kind,
            voice=source.voice,
            link=self._link(cited.message),
            people=people(cited, self.found),
            origin=self._origin(cited.message),
            whys=tuple(whys(cited, self.found)),
        )

    def asked(self, cited: Cited) -> Asked:
        return Asked(
            id=worded(cited.id, cited.quote, self.key),
            message=cited.message,
            quote=cited.quote,
            origin=self._origin(cited.message),
        )

    def kept(self, shared: Shared) -> Kept:
        return Kept(
            id=worded(shared.id, shared.url, self.key),
            message=shared.message,
            url=shared.url,
            context=shared.context,
            voice=self.found[shared.message].voice,
            link=self._link(shared.message),
            origin=self._origin(shared.message),
            whys=tuple(whys(shared, self.found)),
        )

    def _origin(self, message: str) -> Origin:
        return self.origins[self.homes[message]]

    def _link(self, message: str) -> str | None:
        source = self.found[message]
        named = source.voice is not None and source.voice.name is not None
        return source.link if named else None
