"""Two processes, and what is held for somebody: one of them at a time settles it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.engine.story import Stories, Story
from bot.engine.work import Work
from bot.features.attention import away, less
from bot.protocol.effects import Tell
from bot.protocol.events import Said
from bot.protocol.ports import Outcome
from bot.store import agenda, digests
from bot.store.tables import due
from tests.engine.toy import NOW, ROOM, Toy, card, direct
from tests.store.engines import Processes, two_engines
from tests.store.races import Thread, held_at_commit, waits_for_a_lock
from tests.store.test_races_order import deadlocks

MEADOW = replace(ROOM, channel="meadow")


@pytest.fixture
def processes(postgres_url: str) -> Iterator[Processes]:
    """Two engines on one empty database."""
    with two_engines(postgres_url) as make:
        yield make


def tells() -> Story:
    """Whatever is said is told to Ben."""
    story = Story("tells")

    @story.on(Said)
    def tell(event: Said, work: Work):
        return [Tell(person="ben", card=card("said"), key="said")]

    return story


def in_two_cohorts(one: Toy, two: Toy) -> None:
    """Ben is in both, and was told something today in each."""
    one.cohort("ben")
    one.cohort("ben", id="autumn", channel="meadow")
    two.dispatcher.stories = Stories([away.story, less.story])
    with one.database.transaction() as db:
        for cohort in ("spring", "autumn"):
            digests.note(db, f"one of {cohort}", cohort, "ben", NOW.date())
            agenda.plan(db, digests.DUE, f"{cohort}-ben", NOW, cohort)


def test_a_wish_by_one_cohorts_button_leaves_what_waits_in_the_other_planned(processes):
    one, two = processes(tells)
    in_two_cohorts(one, two)
    ended = deadlocks(one, two)
    said = one.said("ana", "x", place=MEADOW)
    wish = two.pressed("ben", "command", place=direct("ben"), text="ask me less", cohort="spring")
    with held_at_commit(one.database) as gate:
        tells_ben = Thread(lambda: one.dispatcher.take([said]))
        gate.reached()
        wishes = Thread(lambda: two.dispatcher.take([wish]))
        waits_for_a_lock(two.database, wishes)
    (mine,), (theirs,) = tells_ben.result(), wishes.result()
    assert isinstance(mine, Outcome) and isinstance(theirs, Outcome)
    assert theirs.replies and ended == []
    assert one.states() == {"said": "held"}
    assert [row["subject"] for row in one.rows(due)] == ["autumn-ben"]
