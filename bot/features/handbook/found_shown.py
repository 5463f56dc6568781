"""What can be found in a handbook, and how a piece of it looks: a quote with its by-line and where
it is from, or a section of the toolkit.

No story lives here, only what the stories of the handbook share.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.engine.work import Work
from bot.features.handbook.reading import gathered
from bot.features.summary_text import voice_line, web_link
from bot.protocol.text import Block, Blocks, Inlines, Link, Plain, Quote
from bot.rules.handbook import Asked, Entry, Handbook, Kept, Origin
from bot.rules.summary import Sources
from bot.store import toolkit
from bot.store.toolkit import Section, Toolkit
from bot.text import dates
from bot.text.fit import short
from bot.text.toolkit import address

LONGEST = 600
"""Letters of a piece on a page: whoever wants all of it follows its link."""

Piece = Entry | Asked | Kept | Section


@dataclass(frozen=True, slots=True)
class Pieces:
    """All that can be found now: the handbook's insights, links and questions, and the sections of
    the toolkit, by id."""

    handbook: Handbook
    pieces: Mapping[str, Piece]
    documents: Mapping[str, Toolkit]
    sources: Sources

    def texts(self) -> dict[str, str]:
        """What is searched, by id."""
        return {id: self._text(each) for id, each in self.pieces.items()}

    def _text(self, piece: Piece) -> str:
        match piece:
            case Entry() | Asked():
                return piece.quote
            case Kept():
                return f"{piece.url} {piece.context}"
            case Section():
                title = self.documents[piece.toolkit].title
                return f"{title}\n{piece.heading}\n{piece.text}"

    def people(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of the people whose words these pieces hold."""
        found = [self.pieces[each] for each in ids if each in self.pieces]
        said = [each for each in found if not isinstance(each, Section)]
        return tuple(sorted({self.sources[each.message].person for each in said}))

    def discussion(self, id: str) -> str | None:
        """The discussion in which a piece was said, if it was."""
        piece = self.pieces.get(id)
        return None if piece is None or isinstance(piece, Section) else piece.origin.discussion


def pieces(work: Work) -> Pieces:
    """What can be found now in ``work.cohort``. Consent is looked up anew."""
    assert work.cohort is not None
    read = gathered(work)
    its = read.book
    documents = {each.id: each for each in toolkit.of_cohort(work.db, work.cohort.id)}
    sections = toolkit.sections(work.db, work.cohort.id)
    everything = (*its.entries(), *its.resources, *its.questions, *sections)
    return Pieces(its, {each.id: each for each in everything}, documents, read.sources)


def shown(work: Work, of: Pieces, id: str) -> Blocks:
    """A piece by its id; nothing if it is there no more."""
    match of.pieces.get(id):
        case Entry() as entry:
            words = (Plain(text=short(entry.quote, LONGEST)),)
            by = voice_line(work.tools.catalogue, entry.voice)
            return (Quote(nodes=words, by=by, url=entry.link), *_from(work, entry.origin))
        case Asked() as asked:
            words = (Plain(text=short(asked.quote, LONGEST)),)
            return (Quote(nodes=words), *_from(work, asked.origin))
        case Kept() as kept:
            return (_link(work, kept), *_from(work, kept.origin))
        case Section() as section:
            return _section(work, of.documents[section.toolkit], section)
        case None:
            return ()


def _from(work: Work, origin: Origin) -> Blocks:
    return work.say("find-from", title=origin.title, day=dates.day(origin.day))


def _link(work: Work, kept: Kept) -> Block:
    link = web_link(kept.url)
    by = () if kept.voice is None else voice_line(work.tools.catalogue, kept.voice)
    before, there, after = short(kept.context, LONGEST).partition(kept.url)
    if not there:
        before, after = (f"{before} " if before else ""), ""
    around = (Plain(text=before), link, Plain(text=after))
    nodes = tuple(each for each in around if not isinstance(each, Plain) or each.text)
    return Quote(nodes=nodes, by=by, url=kept.link)


def _section(work: Work, document: Toolkit, section: Section) -> Blocks:
    url = address(section.text)
    nodes: Inlines = (Link(url=url),) if url else (Plain(text=short(section.text, LONGEST)),)
    where = ", ".join(filter(None, (document.title, section.heading)))
    source = address(document.source)
    place: Inlines = (Link(url=source, label=where),) if source else (Plain(text=where),)
    return (Quote(nodes=nodes), *work.say("find-from-toolkit", where=place))
