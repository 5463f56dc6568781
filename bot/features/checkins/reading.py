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
    if of.readers == "unnamed":
        return Fine(nodes=_without_names(work, of, person_id))
    return Fine(nodes=_words(work, of.readers, promised, person_id, above(work, of, person_id)))


def line(work: Work, readers: str, promised: Collection[str], person_id: str) -> Fine:
    """The same for a round that promises these moderators."""
    return Fine(nodes=_words(work, readers, promised, person_id, _leads(work, person_id)))


def above(work: Work, of: Round, person_id: str) -> frozenset[str]:
    """Who leads someone now, or did when they answered: none of them reads it."""
    return _leads(work, person_id) | checkin_rounds.shut_out_of(work.db, of.id, person_id)


def readers_unnamed(work: Work, of: Round) -> list[str]:
    """Ids of those who read a round without names, all of them the same, by name. Whoever came to
    lead somebody whom it asked is none of them: a page without that one answer would tell whose it
    is."""
    led = circle.managers_in(work.db, of.cohort)
    alone = checkin_rounds.unread(work.db, of.id)
    asked = {each.person for each in checkin_rounds.sheets(work.db, of.id)} - alone
    above = frozenset[str]().union(*(led.get(each, ()) for each in asked))
    return [each for each in checkin_rounds.promised(work.db, of.id) if each not in above]


def settle(work: Work, of: Round) -> None:
    """Let whoever reads a round without names no more, since they lead somebody now, be its reader
    never again: the others are told that they are none."""
    if of.readers != "unnamed":
        return
    for each in {*checkin_rounds.promised(work.db, of.id)} - {*readers_unnamed(work, of)}:
        checkin_rounds.promise_no_more(work.db, of.id, each)


def promise_at_opening(work: Work, of: Round, person_ids: Collection[str]) -> None:
    """Without names, let nobody read what those answer whom one of the readers leads: what stood
    before some readers alone would tell whose it is."""
    if of.readers != "unnamed":
        return
    promised = {*checkin_rounds.promised(work.db, of.id)}
    checkin_rounds.read_by_nobody(work.db, of, _led_by(work, of.cohort, promised, person_ids))


def among(work: Work, readers: str, person_ids: Collection[str]) -> int:
    """How many are hidden among one another, of those who would be asked now: without names, all
    whom none of the readers leads."""
    if readers != "unnamed":
        return len(person_ids)
    assert work.cohort is not None
    moderators = {each.id for each in work.moderators()}
    return len(person_ids) - len(_led_by(work, work.cohort.id, moderators, person_ids))


def _led_by(
    work: Work, cohort_id: str, readers: Collection[str], person_ids: Collection[str]
) -> list[str]:
    led = circle.managers_in(work.db, cohort_id)
    return [each for each in person_ids if not led.get(each, frozenset()).isdisjoint(readers)]


def promise(work: Work, of: Round, person_id: str) -> None:
    """Let whoever leads someone now never read what they answer in a round."""
    if of.readers == "unnamed":
        settle(work, of)
        return
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


def _without_names(work: Work, of: Round, person_id: str) -> Inlines:
    if person_id in checkin_rounds.unread(work.db, of.id):
        return work.tools.catalogue.line("checkin-reads-unnamed-alone")
    there = readers_unnamed(work, of)
    if not there:
        return work.tools.catalogue.line("checkin-reads-unnamed-nobody")
    return _words(work, of.readers, there, person_id, ())


def _by_name(work: Work, ids: Collection[str]) -> Sequence[Person]:
    found = people.named(work.db, sorted(ids)).values()
    return sorted(found, key=lambda each: (each.name, each.id))
