"""Who can read what someone answers, in the words that stand above the first question."""

from collections.abc import Collection, Sequence

from bot.engine.work import Work
from bot.protocol.text import Fine, Inlines
from bot.rules import checkins as rules
from bot.store import checkin_rounds, circle, people
from bot.store.checkin_rounds import Round
from bot.store.records import Person


def of_round(work: Work, of: Round, person_id: str) -> Fine:
    """Who can read this person's answers in a round, by name, as it is now."""
    promised = checkin_rounds.promised(work.db, of.id)
    return Fine(nodes=_words(work, of.readers, promised, person_id, above(work, of, person_id)))


def line(work: Work, readers: str, promised: Collection[str], person_id: str) -> Fine:
    """The same for a round that promises these moderators."""
    return Fine(nodes=_words(work, readers, promised, person_id, _leads(work, person_id)))


def above(work: Work, of: Round, person_id: str) -> frozenset[str]:
    """Who leads someone now, or did when they answered: none of them reads it."""
    return _leads(work, person_id) | checkin_rounds.shut_out_of(work.db, of.id, person_id)


def promise(work: Work, of: Round, person_id: str) -> None:
    """Let whoever leads someone now never read what they answer in a round."""
    checkin_rounds.shut_out(work.db, of, person_id, _leads(work, person_id))


def _leads(work: Work, person_id: str) -> frozenset[str]:
    assert work.cohort is not None
    return circle.managers_of(work.db, work.cohort.id, person_id)


def moderators_for(work: Work, person_id: str) -> list[Person]:
    """The moderators whom someone can turn to: not their own line manager, and not themselves."""
    assert work.cohort is not None
    none = {*_leads(work, person_id), person_id}
    return [each for each in work.moderators() if each.id not in none]


def _words(
    work: Work, readers: str, promised: Collection[str], person_id: str, above: Collection[str]
) -> Inlines:
    assert work.cohort is not None
    catalogue = work.tools.catalogue
    if readers == "self":
        return catalogue.line("checkin-reads-self")
    if readers == "cohort":
        belongs = {each.id for each in circle.belonging(work.db, work.cohort.id)}
        but = "-but" if belongs.intersection(above) else ""
        return catalogue.line(f"checkin-reads-cohort{but}", cohort=work.cohort.name)
    ids = rules.readers_of(readers, promised, promised, above, person_id)
    if not ids:
        return catalogue.line("checkin-reads-nobody")
    return catalogue.line(
        f"checkin-reads-{readers}", names=work.names(_by_name(work, ids)), number=len(ids)
    )


def _by_name(work: Work, ids: Collection[str]) -> Sequence[Person]:
    found = people.named(work.db, sorted(ids)).values()
    return sorted(found, key=lambda each: (each.name, each.id))
