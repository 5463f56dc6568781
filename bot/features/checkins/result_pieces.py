"""What was answered to each question, in pieces that a page never tears apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.engine.work import Work
from bot.features.checkins import sheets, showing
from bot.insight.themes import by_theme
from bot.protocol.cards import Button
from bot.protocol.text import Blocks, Bullets, Inlines, Paragraph, Plain, Quote, Strong
from bot.rules import tallies
from bot.store import airings, people
from bot.store.checkin_answers import Answer
from bot.store.checkin_rounds import Round
from bot.store.records import Person
from bot.text.checkin import SCALE, Question

OFFERS = ("yes", "maybe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The ``body`` of one answer in words, or of all that was chosen. ``head`` is the question and
    ``theme`` what several answers are about; each page says them once."""

    head: Blocks
    theme: Blocks = ()
    body: Blocks
    buttons: tuple[Button, ...] = ()
    words: bool = False


def pieces(work: Work, of: Round, found: Sequence[Answer], *, moderator: bool) -> list[Piece]:
    """All that ``found`` says, question by question. ``moderator``: with what only they can do."""
    known = people.named(work.db, list({each.person for each in found if each.person}))
    asked = airings.asked(work.db, [each.id for each in found]) if moderator else None
    made: list[Piece] = []
    for question in sheets.asked(of).questions:
        given = [each for each in found if each.question == question.name]
        head: Blocks = (Paragraph(nodes=(Strong(text=question.ask),)),)
        if not given:
            key = "results-few" if of.readers == "unnamed" else "results-none"
            made.append(Piece(head=head, body=work.say(key)))
        elif question.kind == "text":
            made += _words(work, question, head, given, known, asked)
        elif question.kind == "present":
            made.append(Piece(head=head, body=_offers(work, given, known)))
        else:
            made.append(Piece(head=head, body=_counts(work, question, given, known)))
    return made


def _words(
    work: Work,
    question: Question,
    head: Blocks,
    given: Sequence[Answer],
    known: Mapping[str, Person],
    asked: frozenset[str] | None,
) -> list[Piece]:
    """Each answer as it was written, by what it is about."""
    made: list[Piece] = []
    themes = by_theme([each.text for each in given], asked=question.ask)
    for theme in themes:
        label: Blocks = ()
        if theme.words:
            label = work.say("results-theme", words=", ".join(theme.words))
        elif len(themes) > 1:
            label = work.say("results-theme-other")
        for place in theme.texts:
            answer = given[place]
            quote = Quote(nodes=(Plain(text=answer.text),), by=_by(work, answer, known))
            brought = asked is not None and answer.id in asked
            ask = () if asked is None or brought else (_bring(work, answer),)
            below = work.say("results-asked") if brought else ()
            body: Blocks = (quote, *below)
            made.append(Piece(head=head, theme=label, body=body, buttons=ask, words=True))
    return made


def _bring(work: Work, answer: Answer) -> Button:
    return work.button("results-bring-button", "airing.bring", answer=answer.id)


def _by(work: Work, answer: Answer, known: Mapping[str, Person]) -> Inlines:
    """Whose it is, and whether it came or changed after the close; without names neither, since
    that could tell who it was."""
    author = known.get(answer.person or "")
    if author is None:
        return ()
    mark = "changed" if answer.changed else "late" if answer.late else "plain"
    return work.tools.catalogue.line(f"results-by-{mark}", name=author.name)


def _counts(
    work: Work, question: Question, given: Sequence[Answer], known: Mapping[str, Person]
) -> Blocks:
    """What was chosen, by how many, with a bar, and who they are where names were promised; for a
    scale its ends and the average, too."""
    choices: Sequence[object]
    match question.kind:
        case "scale":
            choices = range(1, SCALE + 1)
        case "choice" | "choices":
            choices = question.options
        case _:
            choices = showing.YES_NO
    made = tallies.chosen([each.value for each in given], choices)
    most = max(map(len, made.values()))
    items: list[Inlines] = []
    for option, places in zip(showing.options(work, question), made.values(), strict=True):
        if not places:
            continue
        # Where nothing was said twice, bars of one letter would compare nothing.
        label, bar = option.label, f" {tallies.bar(len(places), most)}" if most > 1 else ""
        names = _names(work, [given[place] for place in places], known)
        key = "results-line-names" if names else "results-line"
        items.append(
            work.tools.catalogue.line(key, label=label, number=len(places), bar=bar, names=names)
        )
    scale = _scale(work, question, given) if question.kind == "scale" else ()
    return (Bullets(items=tuple(items)), *scale)


def _scale(work: Work, question: Question, given: Sequence[Answer]) -> Blocks:
    ends = showing.options(work, question)
    average = tallies.average([each.value for each in given])
    return work.say(
        "results-scale", low=ends[0].label, high=ends[-1].label, average=f"{average:.1f}"
    )


def _offers(work: Work, given: Sequence[Answer], known: Mapping[str, Person]) -> Blocks:
    """Who offered to present, by name; who did not is nobody's business."""
    made = tallies.chosen([each.value for each in given], OFFERS)
    blocks: Blocks = ()
    for offer, places in made.items():
        names = _names(work, [given[place] for place in places], known)
        if names:
            blocks += work.say(f"results-present-{offer}", names=names)
    return blocks or work.say("results-present-nobody")


def _names(work: Work, given: Sequence[Answer], known: Mapping[str, Person]) -> str:
    theirs = [known[each.person] for each in given if each.person and each.person in known]
    return work.names(sorted(theirs, key=lambda each: (each.name, each.id)))
