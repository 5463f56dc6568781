"""Someone is erased while the courier has words to them or about them in its hands."""

from bot.protocol.ports import Parcel, Unsure
from bot.protocol.refs import Ref
from bot.store import erasure, queue
from bot.store.tables import (
    outgoing,
    posting,
)
from tests.engine.toy import NOW, Toy
from tests.store.engines import add, claim, tell
from tests.store.races import Thread, held_at_commit, waits_for_a_lock


def erase(toy: Toy, who: str) -> None:
    """Erase someone from the cohort."""
    with toy.database.transaction() as db:
        erasure.erase(
            db, cohort_id="spring", person_id=who, now=NOW, word="a former member",
            new_id=toy.tools.new_id,
        )  # fmt: skip


def test_what_the_courier_claimed_first_keeps_no_words_of_whom_is_erased(processes):
    one, two = processes()
    one.cohort("ben")
    tell(one, "ana", "ben")
    with held_at_commit(one.database) as gate:
        claimed = Thread(lambda: claim(one))
        gate.reached()
        erased = Thread(lambda: erase(two, "ben"))
        waits_for_a_lock(two.database, erased)
    assert claimed.result() == ["about"]
    erased.result()
    (row,) = one.rows(outgoing)
    assert (row["state"], row["card"], row["expires"]) == ("sending", queue.NOTHING, NOW)


def test_what_was_erased_first_is_not_claimed(processes):
    one, two = processes()
    one.cohort("ben")
    tell(one, "ana", "ben")
    with held_at_commit(one.database) as gate:
        erased = Thread(lambda: erase(one, "ben"))
        gate.reached()
        assert claim(two) == []
    erased.result()
    assert claim(two) == []
    (row,) = one.rows(outgoing)
    assert (row["state"], row["card"]) == ("dropped", queue.NOTHING)


def erased_while_sending(toy: Toy, who: str) -> None:
    """Let someone be erased between a platform's taking of a parcel and its answer."""
    truly = toy.chat.send

    async def send(parcel: Parcel) -> Ref:
        ref = await truly(parcel)
        erase(toy, who)
        return ref

    toy.chat.send = send


def test_what_arrives_after_its_reader_was_erased_leaves_no_trace_of_them(processes):
    toy, _ = processes()
    toy.cohort("ben")
    with toy.database.transaction() as db:
        add(db, f"welcome:spring-ben:{NOW:%s}", "ben")
    erased_while_sending(toy, "ben")
    toy.settle()
    assert [each.user.user for each in toy.chat.taken] == ["ben"]
    assert toy.rows(posting) == []


def test_what_arrives_after_whom_it_is_about_was_erased_names_them_in_no_key(processes):
    toy, _ = processes()
    toy.cohort("ben")
    with toy.database.transaction() as db:
        add(db, "o:spring-ben:1:ana", "ana", concerns=("ben",))
    erased_while_sending(toy, "ben")
    toy.settle()
    assert ["spring-ben" in row["key"] for row in toy.rows(posting)] == [False]


def test_a_lost_answer_about_whom_was_erased_is_not_sent_again(processes):
    """What it says of others goes on; it is looked up under the key that it was sent with."""
    toy, _ = processes()
    toy.cohort("ben")
    quote = {"type": "Quote", "nodes": [{"type": "Plain", "text": "hm"}], "by": []}
    with toy.database.transaction() as db:
        add(db, "material:spring-ben", "ana", concerns=("ben",),
            card={"blocks": [quote], "buttons": []})  # fmt: skip
    truly = toy.chat.send

    async def send(parcel: Parcel) -> Ref:
        await truly(parcel)
        toy.chat.send = truly
        erase(toy, "ben")
        raise Unsure("the answer was lost")

    toy.chat.send = send
    toy.advance(minutes=5)
    assert len(toy.chat.taken) == 1
