"""Events in, changes and effects out, all in one transaction.

Events that wait together share one commit, each in a savepoint of its own. An event whose story
fails is parked; a database that fails makes the whole batch fail, so that platforms deliver again.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.engine import context, faults, routing
from bot.engine.effects import TO_SCRUB, News, keep
from bot.engine.figures import Figures, Parked
from bot.engine.story import Stories
from bot.engine.work import Tools, Work
from bot.protocol.cards import Card
from bot.protocol.effects import Ask, Reply, Whisper
from bot.protocol.events import CameDue, Commanded, Event, Noted, Pressed, Said, Submitted
from bot.protocol.ports import Outcome
from bot.store import agenda, cohorts, digests, early_edits, ledger, queue, secrets, vault
from bot.store.database import Database
from bot.store.tables import cohort as cohort_table

log = logging.getLogger(__name__)
LOOKED_AT = 16
"""How many things that are due one of several processes looks at, to find one that is free."""


class Dispatcher:
    """The one way into the store for everything that happens."""

    def __init__(
        self, database: Database, tools: Tools, stories: Stories, clock: Callable[[], datetime]
    ) -> None:
        self.database = database
        self.tools = tools
        self.stories = stories
        self.now = clock
        self.figures = Figures()
        self._news = News()

    def take(self, events: Sequence[Event]) -> list[Outcome | BaseException]:
        """Take events in one transaction. Each gets its outcome, or the error that made it
        impossible to keep it. Raises nothing."""
        try:
            return self._together(events)
        except Exception as fault:
            first = fault
        log.warning("a batch of %d failed: %s", len(events), faults.describe(first))
        down = faults.of_database(first) and not faults.passing(first)
        if len(events) > 1 and not down:
            return [outcome for event in events for outcome in self.take([event])]
        if not faults.of_database(first):
            return [first]
        # Once more, together: a connection that was dropped is made anew by then. More often would
        # keep everyone waiting for a database that is not there.
        try:
            return self._together(events)
        except Exception as fault:
            return [fault] * len(events)

    def _together(self, events: Sequence[Event]) -> list[Outcome | BaseException]:
        with self.database.transaction() as db:
            self._lock(db, events)
            return [self._one(db, event) for event in events]

    def come_due(self, most: int = 20) -> int:
        """Tell the stories of what is due now, each in a transaction of its own; how many things
        that was. What belongs to a cohort that another process works on is left to it."""
        for taken in range(most):
            with self.database.transaction() as db:
                due = agenda.first(db, self.now(), 1 if self.database.sqlite else LOOKED_AT)
                # The cohort first: whoever holds it may be calling off this very thing.
                row = next((each for each in due if self._is_free(db, each.cohort)), None)
                if row is None:
                    return taken
                event = CameDue(
                    at=self.now(),
                    keys=(),
                    kind=row.kind,
                    subject=row.subject,
                    cohort=row.cohort,
                    due=row.at,
                )
                if agenda.take(db, row):
                    self._one(db, event)
                    self.figures.came_due(row.kind, event.at - row.at)
        return most

    def _is_free(self, db: Connection, cohort_id: str | None) -> bool:
        """Lock a cohort, unless another process has; whether that worked."""
        if self.database.sqlite or cohort_id is None:
            return True
        found = db.execute(
            select(cohort_table.c.id)
            .where(cohort_table.c.id == cohort_id)
            .with_for_update(key_share=True, skip_locked=True)
        ).first()
        return found is not None

    def within(self, db: Connection, event: Event, *, concerns: Iterable[str] = ()) -> Outcome:
        """Take an event inside a transaction that is already open. ``concerns``: people whom it is
        about, should it have to be parked."""
        self._lock(db, [event])
        return self._one(db, event, concerns)

    def locked(self, db: Connection, event: Event, *, concerns: Iterable[str] = ()) -> Outcome:
        """The same where the cohorts that the event may change are locked already. They are not
        looked up again: one that it has since come to concern would be locked out of order."""
        return self._one(db, event, concerns)

    def replay(self, reference: str) -> bool:
        """Take a parked event once more; whether that worked. Raises KeyError if none waits."""
        with self.database.transaction() as db:
            parked = ledger.parked_by_reference(db, reference)
            if parked is None or parked.state != "waiting":
                raise KeyError(reference)
            event = faults.load(parked)
            self._lock(db, [event])
            try:
                with db.begin_nested():
                    work = self._work(db, event)
                    # Whoever has withdrawn since then is not heard any more.
                    event = context.without_words_not_agreed(event, work)
                    replies = keep(
                        work, event, routing.effects(self.stories, event, work), self._news
                    )
                    for reply in replies:
                        keep(work, event, context.as_speech(work, event, reply), self._news)
            except Exception as fault:
                if faults.of_database(fault):
                    raise
                ledger.failed_again(db, reference, faults.describe(fault))
                return False
            ledger.settle_parked(db, reference, "replayed")
            return True

    def unsaid(self, event: Event, reply: Reply) -> None:
        """Tell privately what could not be shown at once."""
        if isinstance(event, Submitted) and event.sealed:
            return
        with self.database.transaction() as db:
            work = self._work(db, event)
            if isinstance(event, Said | Commanded) and not work.agreed:
                # An answer may repeat words, and theirs are not to be kept, not even to be sent.
                reply = Whisper(card=work.card("say-again"))
            elif routing.is_sealed_act(self.stories, event) and not _opens_again(event, reply):
                reply = Whisper(card=work.card("taken-unshown"))
            keep(work, event, context.as_speech(work, event, reply), self._news)

    def news(self) -> News:
        """What there is for others to do since this was last asked."""
        found, self._news = self._news, News()
        return found

    def scrub(self) -> bool:
        """Let what was erased leave the database's files, if anything was; False if that has to be
        tried again. What a process that died has left is found, too."""
        with self.database.transaction() as db:
            if not secrets.noted(db, TO_SCRUB):
                return True
        if not self.database.scrub():
            return False
        with self.database.transaction() as db:
            secrets.forget(db, TO_SCRUB)
        return True

    def tidy(self) -> None:
        """Forget what need not be known any more: keys and sent rows after seven days."""
        before = self.now() - timedelta(days=7)
        with self.database.transaction() as db:
            ledger.forget_seen(db, before)
            queue.forget_sent(db, before)
            digests.forget(db, self.now())
            ledger.forget_settled(db, before)
            early_edits.forget(db, before)
            vault.forget_expired(db, self.now())

    def _lock(self, db: Connection, events: Sequence[Event]) -> None:
        """Two processes never change one cohort at a time; in order of id, so that they cannot
        wait for each other."""
        if self.database.sqlite:
            return
        # A form sent in a room that is no cohort's may be about to make one.
        places = {
            f"{event.place.platform}:{event.place.workspace}:{event.place.channel}"
            for event in events
            if isinstance(event, Submitted) and cohorts.at_place(db, event.place) is None
        }
        for place in sorted(places):
            db.execute(select(func.pg_advisory_xact_lock(func.hashtext(place))))
        self.lock_cohorts(db, {each for event in events for each in context.cohorts_of(db, event)})

    def lock_cohorts(self, db: Connection, ids: Collection[str]) -> None:
        """Change these cohorts alone until the transaction ends. Whoever changes rows that others
        change with their cohort locked asks for this first, and for all at once."""
        cohorts.lock(db, ids)

    def _one(self, db: Connection, event: Event, concerns: Iterable[str] = ()) -> Outcome:
        try:
            return self._handled(db, event)
        except Exception as fault:
            first = fault
        if faults.overtaken(first):
            try:
                return self._handled(db, event)
            except Exception as fault:
                first = fault
        if faults.of_database(first):
            raise first
        now = self.now()
        with db.begin_nested():
            ledger.first_time(db, event.keys, now)
            work = self._known(db, event)
            sealed = routing.is_sealed(self.stories, event)
            reference = faults.park(db, event, work, first, self.tools, now, concerns, sealed)
        self._tell_of(db, event, work, reference)
        return Parked(new=True, replies=self._apology(event, reference))

    def _work(self, db: Connection, event: Event) -> Work:
        meets = routing.meets(self.stories, event)
        return context.make(db, event, self.now(), self.tools, meets=meets)

    def _handled(self, db: Connection, event: Event) -> Outcome:
        with db.begin_nested():
            if event.keys and not ledger.first_time(db, event.keys, self.now()):
                return Outcome(new=False)
            work = self._work(db, event)
            event = context.without_words_not_agreed(event, work)
            return Outcome(
                new=True,
                replies=keep(work, event, routing.effects(self.stories, event, work), self._news),
            )

    def _tell_of(self, db: Connection, event: Event, work: Work | None, reference: str) -> None:
        """Let the stories tell the moderators that something is parked, as far as they can."""
        if work is None or work.cohort is None or routing.is_sealed(self.stories, event):
            return
        args = {"reference": reference}
        noted = Noted(at=work.now, keys=(), topic="parked", cohort=work.cohort.id, args=args)
        try:
            with db.begin_nested():
                keep(work, noted, routing.effects(self.stories, noted, work), self._news)
        except Exception as fault:
            if faults.of_database(fault):
                raise
            log.error("nobody could be told of %s: %s", reference, faults.describe(fault))

    def _known(self, db: Connection, event: Event) -> Work | None:
        """Whom and what an event is about, for parking it; what the story had changed is undone."""
        try:
            with db.begin_nested():
                return self._work(db, event)
        except Exception as fault:
            if faults.of_database(fault):
                raise
            return None

    def _apology(self, event: Event, reference: str) -> tuple[Reply, ...]:
        if not isinstance(event, Said | Pressed | Submitted | Commanded):
            return ()
        sealed = routing.is_sealed(self.stories, event)
        key = "fault-sealed" if sealed else "fault"
        return (Whisper(card=Card(blocks=self.tools.catalogue.blocks(key, reference=reference))),)


def _opens_again(event: Event, reply: Reply) -> bool:
    """Whether what could not be shown is a form that a button can open again, without words."""
    return isinstance(event, Pressed) and isinstance(reply, Ask)
