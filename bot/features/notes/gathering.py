"""What may be told outside of what a cohort's approved summaries hold between two days.

No story lives here, only what the stories of notes and the command line share. Consent is looked up
anew each time.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.engine.work import Work
from bot.features.summary_copies import kept
from bot.features.summary_periods import so_far
from bot.features.summary_sources import sources
from bot.features.summary_text import questions_shown
from bot.rules.notes import Names, Part, names_in, names_one, outside
from bot.rules.summary import Cited, Content, Sources, Theme
from bot.rules.summary_themes import Group, groups
from bot.store import cohorts, discussions, facts, people, summaries
from bot.store import handbook as stored
from bot.store.records import Discussion, Message, Subject, Summary
from bot.text import dates
from bot.text.public import public

LINKS = "links"
"""Ends the key of all links of a discussion or period, in the place of a theme's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A point as it was approved; for finding what is alike, and never told. ``part`` is the key of
    its theme, ``message`` and ``person`` are ids."""

    id: str
    part: str
    message: str
    person: str
    discussion: str
    kind: str
    quote: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Addresses that were shared under a title, each with the message it stands in."""

    key: str
    title: str
    urls: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question. ``rest`` is what a theme is known to rest on that it belongs to."""

    rest: str
    person: str


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Themes and links in the order in which they were talked of; ``asked`` is what no reply was
    found to; ``names`` are those of people and of
    where they work."""

    parts: list[Part] = field(default_factory=list[Part])
    points: list[Said] = field(default_factory=list[Said])
    links: list[Shared] = field(default_factory=list[Shared])
    asked: list[Asked] = field(default_factory=list[Asked])
    names: Names = field(default_factory=Names)


def gathered(
    work: Work, first: date, last: date, shown: Mapping[str, str] | None = None
) -> Gathered:
    """What ``work.cohort`` talked about from ``first`` to ``last``: of the discussions that ended
    on one of these days the newest approved summaries, and of periods what was said on these days
    in discussions that have none of their own. ``shown`` is what themes rested on when they
    were told, and with what else each was: then a theme has no more behind it than one had then."""
    assert work.cohort is not None
    cohort = work.cohort.id
    newest: dict[str, Summary] = {}
    for each in stored.approved(work.db, cohort):
        newest.setdefault(each.discussion or each.period or "", each)
    if not newest:
        return Gathered()
    found, whole = Gathered(names=_names(work)), so_far(work)
    reading = _Reading(
        work=work,
        found=sources(work, whole),
        said={each.id: each for each in summaries.messages(work.db, whole)},
        names=found.names,
        shown=shown,
    )
    for subject in reversed(discussions.of_cohort(work.db, cohort)):
        if subject.id in newest and first <= _ended(work, subject) <= last:
            reading.add(found, newest[subject.id], subject, None)
    apart = {
        id for id, each in reading.said.items()
        if each.discussion not in newest and first <= work.local(each.at).date() <= last
    }  # fmt: skip
    for subject in stored.periods(work.db, cohort):
        if subject.id in newest and apart:
            reading.add(found, newest[subject.id], subject, apart)
    return found


def unfinished(work: Work, first: date, last: date) -> int:
    """How many discussions that ended on one of these days have no approved summary, though
    something was said in them."""
    assert work.cohort is not None
    done = {each.discussion for each in stored.approved(work.db, work.cohort.id)}
    return sum(
        each.id not in done
        and first <= _ended(work, each) <= last
        and bool(discussions.messages(work.db, each.id))
        for each in discussions.of_cohort(work.db, work.cohort.id)
    )


def _ended(work: Work, its: Discussion) -> date:
    """The local day on which a discussion closed or is to close: a hold keeps it open, and moves it
    to no other month."""
    return work.local(min(its.closes_at, its.closed_at or its.closes_at)).date()


def _names(work: Work) -> Names:
    """The names of people and of where they work."""
    assert work.cohort is not None
    parts = cohorts.memberships(work.db, work.cohort.id, states=cohorts.EVERY_STATE)
    known = people.named(work.db, [each.person for each in parts])
    works = (each.organisation or "" for each in facts.of_all(work.db, work.cohort.id).values())
    return names_in((each.name for each in known.values()), works)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """All that was said in a cohort, by message. ``seen`` are ids of what was found already: two
    summaries may hold the same."""

    work: Work
    found: Sources
    said: Mapping[str, Message]
    names: Names
    shown: Mapping[str, str] | None
    seen: set[str] = field(default_factory=set[str])

    def add(
        self, to: Gathered, summary: Summary, subject: Subject, only: Collection[str] | None
    ) -> None:
        """Add what a summary holds, of these messages or (None) of all."""
        content = self._new(kept(summary, self.found), only)
        title = self._title(subject)
        for group in groups(content):
            key = f"{subject.id}/{group.theme.id if group.theme is not None else ''}"
            to.parts.append(self._part(key, subject, group, only))
            to.points += [self._point(key, each) for each in group.points]
        urls = {
            url: each.message
            for each in content.resources
            if self._counts(each.message)
            and (url := public(each.url, self.names.words)) is not None
        }
        known = {url for each in to.links for url in each.urls}
        urls = {url: message for url, message in urls.items() if url not in known}
        if urls:
            to.links.append(Shared(key=f"{subject.id}/{LINKS}", title=title, urls=urls))
        to.asked += [
            Asked(rest=f"{subject.id}/{each.message}", person=self.found[each.message].person)
            for each in questions_shown(content)
        ]

    def _new(self, content: Content, only: Collection[str] | None) -> Content:
        """What was not found before."""
        fresh = replace(
            content,
            points=self._once(content.points, only),
            resources=tuple(
                each for each in content.resources if only is None or each.message in only
            ),
            questions=self._once(questions_shown(content), only),
        )
        self.seen.update(each.id for each in (*fresh.points, *fresh.questions))
        return fresh

    def _once(self, some: Iterable[Cited], only: Collection[str] | None) -> tuple[Cited, ...]:
        return tuple(
            each
            for each in some
            if each.id not in self.seen and (only is None or each.message in only)
        )

    def _part(self, key: str, subject: Subject, group: Group, only: Collection[str] | None) -> Part:
        behind = {each.message for each in group.points}
        behind |= {echo.message for each in group.points for echo in each.same}
        if group.theme is not None:
            behind |= set(group.theme.ids)
        rests = {each: f"{subject.id}/{each}" for each in behind if only is None or each in only}
        shown = self._shown(rests)
        counted = [each for each in sorted(shown) if self._counts(each)]
        return Part(
            key=key,
            title=self._title(subject),
            name=self._name(group.theme, counted),
            people=frozenset(self.found[each].person for each in counted),
            discussions=frozenset(self.said[each].discussion for each in counted),
            kinds=tuple(
                (each.kind, self.found[each.message].person)
                for each in group.points
                if each.message in shown
            ),
            rests=frozenset(rests.values()),
        )

    def _shown(self, rests: Mapping[str, str]) -> set[str]:
        """The messages of these that were told together, as far as that was decided."""
        if self.shown is None:
            return set(rests)
        told = {each: self.shown[rest] for each, rest in rests.items() if rest in self.shown}
        most = Counter(sorted(told.values())).most_common(1)
        return {each for each, row in told.items() if row == most[0][0]}

    def _counts(self, message: str) -> bool:
        """Whoever is not to be quoted is not told of, in no number either."""
        source = self.found.get(message)
        return source is not None and source.voice is not None and message in self.said

    def _title(self, subject: Subject) -> str:
        """What a subject is called, or when it was, if its title names somebody."""
        if not names_one(subject.title, self.names):
            return subject.title
        began = subject.opened_at if isinstance(subject, Discussion) else subject.begins
        return self.work.word("note-untitled", month=dates.month(self.work.local(began).date()))

    def _name(self, theme: Theme | None, behind: Sequence[str]) -> str:
        if theme is None:
            return ""
        if theme.by:
            # Written for the cohort, which knows its people.
            return "" if names_one(theme.label, self.names) else theme.label
        said = ((self.found[each].person, self.found[each].text) for each in behind)
        return outside(theme.label, theme.quoted, said, self.names)

    def _point(self, part: str, each: Cited) -> Said:
        source = self.found[each.message]
        return Said(
            id=each.id,
            part=part,
            message=each.message,
            person=source.person,
            discussion=self.said[each.message].discussion,
            kind=each.kind,
            quote=each.quote,
            named=source.voice is not None and source.voice.name is not None,
        )
