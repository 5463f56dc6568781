"""Whatever people do and however it is delivered, the promises hold; ``python -m tests.sequences``
plays many more, and longer ones."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from bot import compose
from bot.protocol.events import Edited, Said
from bot.protocol.ports import Absent
from bot.protocol.text import Plain
from bot.store import cohorts, discussions, early_edits, ledger, queue
from bot.store.tables import consent
from tests import emptied
from tests.sequences import rules, run
from tests.sequences.chat import FickleChat
from tests.sequences.play import Play
from tests.sequences.town import room, user

BY_PEOPLE = tuple(
    each
    for each in rules.RULES
    if each not in (rules.deliver, rules.deliver_late, rules.settle, rules.wait)
)
DICE = st.randoms(use_true_random=False)


class Sequences(RuleBasedStateMachine):
    """Hypothesis chooses what happens, and looks for the shortest way to break a promise."""

    @initialize(seed=st.integers(0, 1000), trouble=st.sampled_from((0.0, 0.1, 0.3)), dice=DICE)
    def begin(self, seed: int, trouble: float, dice: Any) -> None:
        self.file = emptied.file()
        self.database = emptied.opened(self.file.__enter__())
        self.runner = asyncio.Runner()
        self.whole = False
        self.play = Play(self.database, compose.features(), seed, self.runner)
        rules.found(self.play, dice)
        self.play.chat.trouble = trouble
        self.whole = True

    @rule(act=st.sampled_from(BY_PEOPLE), dice=DICE)
    def happens(self, act: rules.Rule, dice: Any) -> None:
        self._do(act, dice)

    @rule(act=st.sampled_from((rules.say, rules.edit)), dice=DICE)
    def is_written(self, act: rules.Rule, dice: Any) -> None:
        self._do(act, dice)

    @rule(act=st.sampled_from((rules.deliver, rules.deliver_late)), dice=DICE)
    def is_delivered(self, act: rules.Rule, dice: Any) -> None:
        self._do(act, dice)

    @rule(act=st.sampled_from((rules.settle, rules.wait)), dice=DICE)
    def goes_on(self, act: rules.Rule, dice: Any) -> None:
        self._do(act, dice)

    def _do(self, act: rules.Rule, dice: Any) -> None:
        self.whole = False
        act(self.play, dice)
        self.whole = True

    def teardown(self) -> None:
        try:
            if self.whole:
                self.play.end()
        finally:
            self.play.close()
            self.database.close()
            self.runner.close()
            self.file.__exit__(None, None, None)


class Willing(Random):
    """Dice that always fall on the first side: everyone agrees."""

    def random(self) -> float:
        return 0.0


@pytest.fixture
def play() -> Iterator[Play]:
    """A town in which everyone has agreed, on a platform that does not fail."""
    with emptied.file() as url, asyncio.Runner() as runner:
        database = emptied.opened(url)
        play = Play(database, compose.features(), 1, runner)
        rules.found(play, Willing())
        yield play
        play.close()
        database.close()


@pytest.fixture(autouse=True)
def quiet():
    """Faults are what this is about; there are thousands."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_no_way_is_found_to_break_a_promise():
    run_state_machine_as_test(
        Sequences,
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_the_last_edit_counts_also_when_it_brings_back_the_first_words(play: Play):
    letter = play.town.write("ben", "harbour", play.clock(), None, None)
    facts = {"who": user("ben"), "place": room("harbour"), "ref": letter.ref}
    first, second = letter.nodes, (Plain(text="Other words, word0end."),)
    said = Said(at=letter.at, keys=play.town.keys(letter.ref), nodes=first, **facts)
    changed, changed_back = (
        Edited(
            at=play.town.stamp(play.clock()),
            keys=play.town.keys(),
            nodes=nodes,
            written=letter.at,
            **facts,
        )
        for nodes in (second, first)
    )
    for event in (said, changed_back, changed):
        play.sends(event, letter=letter)
        play.deliver(play.ready())


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_chance_breaks_no_promise(database: str):
    notes: list[str] = []
    figures = run(150, 11, notes.append, database=database)
    assert notes == []
    assert (figures.steps, figures.broken) == (150, 0)


def _forgets_what_it_saw(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "first_time", lambda db, keys, now: True)


def _forgets_who_withdrew(patch: pytest.MonkeyPatch) -> None:
    def ever(db: Any, cohort: str, person: str) -> bool:
        once = select(consent.c.id).where(consent.c.cohort == cohort, consent.c.person == person)
        return db.execute(once.where(consent.c.kind == "agreement")).first() is not None

    patch.setattr(cohorts, "agreed", ever)


def _keeps_removed_messages(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(discussions, "is_refused", lambda db, ref: False)


def _drops_early_edits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(early_edits, "keep", lambda *args: None)


def _loses_some_messages(patch: pytest.MonkeyPatch) -> None:
    keep = discussions.keep
    patch.setattr(discussions, "keep", lambda db, new: "7" not in new.text and keep(db, new))


def _sends_again_without_looking(patch: pytest.MonkeyPatch) -> None:
    async def find(self: FickleChat, parcel: Any, since: Any) -> Absent:
        return Absent()

    patch.setattr(FickleChat, "find", find)


def _never_looks_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(queue, "claim_doubtful", lambda *args: [])


@pytest.mark.parametrize(
    ("mistake", "promise"),
    [
        pytest.param(_forgets_what_it_saw, "taken twice", id="forgets-what-it-saw"),
        pytest.param(_forgets_who_withdrew, "without consent", id="forgets-who-withdrew"),
        pytest.param(_keeps_removed_messages, "came back", id="keeps-removed-messages"),
        pytest.param(_drops_early_edits, "last edit's", id="drops-early-edits"),
        pytest.param(_loses_some_messages, "lost: ", id="loses-some-messages"),
        pytest.param(_sends_again_without_looking, "said twice", id="sends-again-without-looking"),
        pytest.param(_never_looks_up, "stuck", id="never-looks-up"),
    ],
)
def test_a_mistake_of_the_engine_would_be_found(
    mistake: Callable[[pytest.MonkeyPatch], None], promise: str, monkeypatch: pytest.MonkeyPatch
):
    mistake(monkeypatch)
    notes: list[str] = []
    run(1500, 5, notes.append, most=1)
    assert promise in notes[0]
