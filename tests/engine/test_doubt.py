"""When it is not known whether something was sent: it is looked up, and never said twice."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.engine.courier import InTransaction
from bot.protocol.events import Undeliverable
from bot.protocol.ports import Later, Never, Parcel, Unsure
from bot.protocol.refs import Ref
from bot.store import queue
from tests.engine.herald import herald, spoken
from tests.engine.toy import LostAnswer, Toy


def test_a_lost_answer_is_looked_up_and_not_sent_again(make_toy):
    toy = spoken(make_toy, "one", "two")
    toy.chat.faults = [LostAnswer()]
    toy.settle()
    assert toy.states() == {"one": "unsure", "two": "waiting"}
    toy.advance(seconds=9)
    assert toy.chat.found == []  # the platform may still be about to take it
    toy.advance(seconds=1)
    assert toy.chat.texts() == ["one", "two"]
    assert toy.chat.tries == ["one", "two"]
    assert set(toy.states().values()) == {"sent"}


def test_what_is_looked_up_and_absent_is_sent_again(make_toy):
    toy = spoken(make_toy, "one", "two")
    toy.chat.faults = [Unsure("hung up")]
    toy.advance(seconds=10)
    assert toy.chat.found == ["one"]
    assert toy.chat.tries == ["one", "one", "two"]
    assert toy.chat.texts() == ["one", "two"]


def test_what_cannot_be_known_goes_to_the_moderators(make_toy):
    told: list[Undeliverable] = []
    toy = spoken(make_toy, "one", "two", story=herald(told))
    toy.chat.blind = True
    toy.chat.faults = [LostAnswer()]
    toy.advance(seconds=10)
    assert toy.states() == {"one": "unknown", "two": "sent"}
    assert [each.unsure for each in told] == [True]
    assert toy.chat.tries == ["one", "two"]
    with toy.database.transaction() as db:
        assert queue.again(db, "one")
    toy.settle()
    assert toy.chat.tries == ["one", "two", "one"]


def test_a_look_up_that_has_to_wait_waits(make_toy, monkeypatch):
    toy = spoken(make_toy, "one")
    asked: list[Parcel] = []
    truly = toy.chat.find

    async def find(parcel, since):
        asked.append(parcel)
        if len(asked) == 1:
            raise Later(20, "slow down")
        if len(asked) == 2:
            raise RuntimeError("an adapter's mistake")
        return await truly(parcel, since)

    toy.chat.find = find
    toy.chat.faults = [LostAnswer()]
    toy.advance(seconds=29)
    assert len(asked) == 1
    toy.advance(seconds=1)
    assert len(asked) == 2
    toy.advance(seconds=60)
    assert toy.states() == {"one": "sent"}
    assert toy.chat.texts() == ["one"]


def test_an_adapters_mistake_is_uncertain_and_logged_without_words(make_toy, caplog):
    caplog.set_level(logging.DEBUG)
    toy = spoken(make_toy, "confidential")
    toy.chat.faults = [RuntimeError("confidential")]
    toy.settle()
    assert "RuntimeError at toy.py" in caplog.text
    assert toy.states() == {"confidential": "unsure"}
    caplog.clear()
    toy.advance(seconds=10)
    assert toy.chat.texts() == ["confidential"]


def test_a_sender_that_died_is_looked_up_after_its_lease(make_toy):
    toy = spoken(make_toy, "one", "two")
    with toy.database.transaction() as db:
        toy.courier._claim(db)  # and then the process dies
    toy.advance(seconds=69)
    assert toy.chat.tries == toy.chat.found == []
    toy.advance(seconds=1)
    assert toy.chat.found == ["one"]
    assert toy.chat.texts() == ["one", "two"]


def test_doubt_about_someone_who_is_gone_is_settled(make_toy):
    told: list[Undeliverable] = []
    toy = spoken(make_toy, "@ben", story=herald(told))
    toy.chat.faults = [Unsure("hung up")]
    toy.settle()
    from bot.store.tables import identity

    with toy.database.transaction() as db:
        db.execute(identity.delete().where(identity.c.person == "ben"))
    toy.advance(seconds=10)
    assert toy.states() == {"@ben": "unknown"}
    assert [each.why for each in told] == ["the person is gone"]


def test_a_platform_that_hangs_keeps_only_its_own_place_waiting(make_toy):
    toy = spoken(make_toy, "one", "two", "autumn-room:three")
    toy.chat.hanging["room"] = asyncio.Event()
    toy.settle()
    toy.take(toy.said("ana", "autumn-room:four"))
    toy.settle()
    assert toy.chat.texts() == ["three", "four"]
    assert toy.states()["two"] == "waiting"

    async def answer() -> None:
        toy.chat.hanging.pop("room").set()
        await asyncio.gather(*toy.courier._slow)
        await toy.scene.settle()

    toy.run(answer())
    assert toy.chat.texts() == ["three", "four", "one", "two"]


def test_a_send_that_hangs_for_too_long_is_given_up_before_anyone_looks_it_up(make_toy):
    from bot.engine.courier import Patience

    toy = spoken(make_toy, "one")
    toy.courier.patience = Patience(quick=0.01, hung=0.02)
    toy.chat.hanging["room"] = asyncio.Event()
    toy.settle()

    async def given_up() -> None:
        await asyncio.gather(*toy.courier._slow)

    toy.run(given_up())
    assert toy.states() == {"one": "unsure"}
    del toy.chat.hanging["room"]
    toy.advance(seconds=10)
    assert toy.chat.texts() == ["one"]
    assert Patience().hung < Patience().lease


def test_closing_does_not_wait_for_a_platform_that_hangs(make_toy):
    toy = spoken(make_toy, "one")
    toy.chat.hanging["room"] = asyncio.Event()
    toy.settle()
    toy.run(toy.courier.close())
    assert toy.states() == {"one": "sending"}  # the next process looks it up


def test_what_became_of_a_slow_send_is_looked_up_if_it_cannot_be_noted(make_toy, caplog):
    toy = spoken(make_toy, "one")
    toy.chat.hanging["room"] = asyncio.Event()
    toy.settle()

    async def no_store(function):
        raise OSError("the disk is gone")

    truly, toy.courier.store = toy.courier.store, no_store

    async def answer() -> None:
        toy.chat.hanging.pop("room").set()
        await asyncio.gather(*toy.courier._slow)

    toy.run(answer())
    assert "could not be noted: OSError" in caplog.text
    toy.courier.store = truly
    toy.advance(seconds=70)
    assert toy.states() == {"one": "sent"}
    assert toy.chat.texts() == ["one"]


async def away(function):
    """A store that cannot be reached."""
    raise OperationalError("SELECT 1", {}, Exception("gone"))


def goes_away(toy: Toy) -> InTransaction:
    """Let the database go away as soon as the platform has taken something; the store as it was."""
    truly, send = toy.courier.store, toy.chat.send

    async def sends(parcel: Parcel) -> Ref:
        try:
            return await send(parcel)
        finally:
            toy.courier.store = away

    toy.chat.send = sends
    return truly


def test_what_arrived_while_the_database_was_away_is_noted_when_it_is_back(make_toy):
    toy = spoken(make_toy, "one", "two", "autumn-room:three")
    toy.chat.blind = True
    store = goes_away(toy)
    toy.run(toy.courier.round())
    assert toy.states() == {"one": "sending", "two": "waiting", "three": "sending"}
    del toy.chat.send
    toy.courier.store = store
    toy.settle()
    assert set(toy.states().values()) == {"sent"}
    assert toy.chat.found == []
    assert sorted(toy.chat.tries) == ["one", "three", "two"]
    assert toy.dispatcher.figures.sends["toy", "sent"] == 3


def test_what_was_refused_while_the_database_was_away_is_told_when_it_is_back(make_toy):
    told: list[Undeliverable] = []
    toy = spoken(make_toy, "one", "autumn-room:three", story=herald(told))
    toy.chat.faults = [Never("is_archived"), Later(30, "slow down")]
    store = goes_away(toy)
    toy.run(toy.courier.round())
    assert told == []
    toy.courier.store = store
    del toy.chat.send
    toy.settle()
    assert [each.parcel for each in told] == ["one"]
    assert toy.states() == {"one": "dead", "three": "waiting"}
    toy.advance(seconds=30)
    assert toy.states() == {"one": "dead", "three": "sent"}
    assert toy.chat.found == []


def test_a_slow_send_that_ends_while_the_database_is_away_is_noted_when_it_is_back(make_toy):
    toy = spoken(make_toy, "one")
    toy.chat.blind = True
    toy.chat.hanging["room"] = asyncio.Event()
    toy.settle()
    store, toy.courier.store = toy.courier.store, away

    async def answer() -> None:
        toy.chat.hanging.pop("room").set()
        await asyncio.gather(*toy.courier._slow)

    toy.run(answer())
    toy.courier.store = store
    toy.advance(seconds=70)  # its lease is over, and still it need not be looked up
    assert toy.states() == {"one": "sent"}
    assert toy.chat.found == []


def test_a_slow_send_is_not_forgotten_when_the_quick_ones_cannot_be_noted(make_toy):
    toy = spoken(make_toy, "one", "autumn-room:two")
    toy.chat.blind = True
    hangs = toy.chat.hanging["room"] = asyncio.Event()
    store, send = toy.courier.store, toy.chat.send

    async def sends(parcel: Parcel) -> Ref:
        if parcel.key == "two":
            toy.courier.store = away
        return await send(parcel)

    toy.chat.send = sends
    toy.run(toy.courier.round())
    toy.courier.store = store

    async def answer() -> None:
        hangs.set()
        await asyncio.gather(*toy.courier._slow)
        await toy.scene.settle()

    toy.run(answer())
    assert set(toy.states().values()) == {"sent"}
    assert toy.chat.found == []


def test_what_was_found_while_the_database_was_away_is_noted_when_it_is_back(make_toy):
    toy = spoken(make_toy, "one")
    toy.chat.faults = [LostAnswer()]
    toy.settle()
    store, find = toy.courier.store, toy.chat.find

    async def finds(parcel, since):
        toy.courier.store = away
        return await find(parcel, since)

    toy.chat.find = finds
    toy.clock.set(toy.clock() + timedelta(seconds=10))
    toy.run(toy.courier.round())
    toy.courier.store = store
    toy.settle()
    assert toy.states() == {"one": "sent"}
    assert toy.chat.found == ["one"]


def test_what_is_noted_late_undoes_nothing_that_another_process_did(make_toy):
    toy = spoken(make_toy, "one", "autumn-room:two")
    toy.chat.faults = [Later(0, "slow down")]
    store = goes_away(toy)
    toy.run(toy.courier.round())
    later = toy.clock() + timedelta(seconds=80)
    with toy.database.transaction() as db:
        theirs = queue.claim_doubtful(db, later, later + timedelta(minutes=1), 9, ("toy",))
    assert [row.key for row in theirs] == ["one", "two"]
    toy.courier.store = store
    toy.settle()
    # That one was refused no longer counts, that two has arrived does.
    assert toy.states() == {"one": "unsure", "two": "sent"}


def test_whoever_stops_notes_what_could_not_be_noted_before(make_toy):
    toy = spoken(make_toy, "one")
    store = goes_away(toy)
    toy.run(toy.courier.round())
    toy.courier.store = store
    toy.run(toy.courier.close())
    assert toy.states() == {"one": "sent"}


def test_a_result_that_cannot_be_written_down_takes_no_other_with_it(make_toy, caplog):
    toy = spoken(make_toy, "one", "autumn-room:two")
    send = toy.chat.send

    async def sends(parcel: Parcel) -> Ref:
        ref = await send(parcel)
        toy.chat.send = send
        return replace(ref, message=object())  # pyright: ignore

    toy.chat.send = sends
    toy.settle()
    assert "what became of one could not be noted" in caplog.text
    assert toy.states() == {"one": "sending", "two": "sent"}
    toy.advance(seconds=70)
    assert toy.states() == {"one": "sent", "two": "sent"}
    assert toy.chat.found == ["one"]


@pytest.mark.parametrize("fault", [Later(1, "x"), Unsure("x"), LostAnswer(), RuntimeError("x")])
def test_whatever_happens_order_holds(make_toy, fault):
    toy = spoken(make_toy, "one", "two", "three")
    toy.chat.faults = [None, fault, None, fault]
    toy.advance(minutes=5)
    assert toy.chat.texts() == ["one", "two", "three"]
