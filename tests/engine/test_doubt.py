"""When it is not known whether something was sent: it is looked up, and never said twice."""

import asyncio
import logging

import pytest

from bot.protocol.events import Undeliverable
from bot.protocol.ports import Later, Parcel, Unsure
from bot.store import queue
from tests.engine.herald import herald, spoken
from tests.engine.toy import LostAnswer


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
        assert [each.key for each in queue.troubled(db)] == ["one"]
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


@pytest.mark.parametrize("fault", [Later(1, "x"), Unsure("x"), LostAnswer(), RuntimeError("x")])
def test_whatever_happens_order_holds(make_toy, fault):
    toy = spoken(make_toy, "one", "two", "three")
    toy.chat.faults = [None, fault, None, fault]
    toy.advance(minutes=5)
    assert toy.chat.texts() == ["one", "two", "three"]
