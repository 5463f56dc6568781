"""Events in, changes and effects out: once each, all or nothing, and nothing lost."""

import logging

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.effects import Note, Post, Whisper
from bot.protocol.events import Noted, Pressed, Said, Submitted
from bot.protocol.ports import Outcome
from bot.protocol.text import plain
from bot.store import agenda, ledger
from bot.store.tables import concern, due, outgoing, parked, person, seen
from tests.engine.toy import card, direct


def diary() -> Story:
    """Notes each message as something due; says so in the room; fails when told to."""
    story = Story("diary")

    @story.on(Said)
    def note(event: Said, work: Work):
        words = plain(event.nodes)
        agenda.plan(work.db, "noted", words or "nothing", work.now, None)
        if "crash" in words:
            raise ValueError(f"no good: {words}")
        return [Post(room="spring-room", card=card(f"noted {words}"), key=f"note {words}")]

    @story.form("secret", who="anyone")
    @story.form("open", who="anyone")
    def send(event: Submitted, work: Work):
        raise ValueError(str(event.values))

    @story.button("broken", who="anyone")
    def fail(event: Pressed, work: Work):
        raise ValueError("no good")

    story.due("noted")(lambda event, work: ())
    return story


def broken_diary() -> tuple[Story, list[str]]:
    """A diary that fails until its list is emptied, and what it then heard."""
    story, faults = Story("broken"), ["still broken"]

    @story.on(Said)
    def note(event: Said, work: Work):
        if faults == ["still broken"]:
            raise RuntimeError("broken")
        faults.append(plain(event.nodes))
        return [Whisper(card=card("noted after all"))]

    return story, faults


def test_an_event_is_taken_once_by_any_of_its_keys(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")

    assert toy.take(toy.said("ben", "one", "event:1", "ts:7")).new
    assert not toy.take(toy.said("ben", "two", "event:1")).new
    assert not toy.take(toy.said("ben", "two", "event:2", "ts:7")).new
    # The second delivery taught another name for the same gesture.
    assert not toy.take(toy.said("ben", "two", "event:2")).new
    # The same letters as a key of another kind are another thing.
    assert toy.take(toy.said("ben", "three", "ts:1")).new

    assert [row["subject"] for row in toy.rows(due)] == ["one", "three"]


def test_a_batch_with_the_same_event_twice_takes_it_once(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    first, again = toy.said("ben", "one", "event:1"), toy.said("ben", "one", "event:1")
    assert [each.new for each in toy.dispatcher.take([first, again])] == [True, False]


def test_keys_of_any_length_are_told_apart(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    long = "x" * 900
    assert toy.take(toy.said("ben", "one", f"ts:{long}1")).new
    assert toy.take(toy.said("ben", "two", f"ts:{long}2")).new
    assert not toy.take(toy.said("ben", "one", f"ts:{long}1")).new


def test_a_failing_story_parks_the_event_and_undoes_its_changes(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")

    told = toy.answered(toy.said("ben", "crash please", "event:1"))

    (kept,) = toy.rows(parked)
    assert kept["reference"] in told
    assert "nothing is lost" in told
    assert (kept["kind"], kept["cohort"], kept["person"]) == ("Said", "spring", "ben")
    assert toy.rows(due) == []
    assert toy.rows(outgoing) == []
    # The platform may deliver again: it was taken.
    assert not toy.take(toy.said("ben", "crash please", "event:1")).new
    assert len(toy.rows(parked)) == 1


def test_a_bad_event_keeps_nothing_from_the_others_of_its_batch(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    outcomes = toy.dispatcher.take([toy.said("ben", word) for word in ("one", "crash", "three")])
    assert all(isinstance(each, Outcome) and each.new for each in outcomes)
    assert sorted(row["subject"] for row in toy.rows(due)) == ["one", "three"]
    assert len(toy.rows(parked)) == 1


def test_an_event_that_cannot_even_be_parked_does_not_take_others_along(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    good = toy.said("ben", "one")
    unkeepable = toy.submitted("ben", "open", {"field": object()})
    kept, refused = toy.dispatcher.take([good, unkeepable])
    assert kept.new
    assert isinstance(refused, Exception)
    assert [row["subject"] for row in toy.rows(due)] == ["one"]


def test_letters_that_a_database_refuses_are_parked_not_refused(make_toy):
    # PostgreSQL cannot hold a zero letter in text; SQLite can.
    toy = make_toy(diary())
    toy.cohort("ben")
    assert toy.take(toy.said("ben", "zero\0letter", "event:1")).new
    assert len(toy.rows(parked)) + len(toy.rows(due)) == 1


def test_replay_takes_a_parked_event_once_more(make_toy):
    story, heard = broken_diary()
    toy = make_toy(story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "hello"))
    (kept,) = toy.rows(parked)

    assert toy.dispatcher.replay(kept["reference"]) is False
    assert toy.rows(parked)[0]["tries"] == 2

    heard.clear()
    assert toy.dispatcher.replay(kept["reference"]) is True
    assert heard == ["hello"]
    toy.settle()
    assert toy.chat.texts() == ["noted after all"]  # nobody waits any more: told privately
    assert toy.rows(parked)[0]["event"] == {}
    with pytest.raises(KeyError):
        toy.dispatcher.replay(kept["reference"])


def test_who_has_withdrawn_is_not_heard_in_a_replay(make_toy):
    story, heard = broken_diary()
    toy = make_toy(story)
    toy.cohort("ben")
    toy.take(toy.said("ben", "hello"))
    (kept,) = toy.rows(parked)
    toy.withdraw("ben")

    heard.clear()
    assert toy.dispatcher.replay(kept["reference"]) is True
    assert heard == [""]


def test_what_was_not_agreed_to_is_parked_without_words(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben", agreed=["ana"])
    toy.take(toy.submitted("ben", "open", {"field": "private words"}))
    kept = toy.rows(parked)
    assert [row["kind"] for row in kept] == ["Submitted"]
    assert "private" not in repr(kept)


def test_words_that_were_not_agreed_to_reach_no_story(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben", agreed=["ana"])
    toy.take(toy.said("ben", "unheard"))
    assert [row["subject"] for row in toy.rows(due)] == ["nothing"]


def test_what_is_sealed_is_neither_parked_nor_logged(make_toy, caplog):
    toy = make_toy(diary())
    toy.cohort("ben")
    told = toy.answered(toy.submitted("ben", "secret", {"field": "my secret"}, sealed=True))
    assert "send it again" in told
    assert toy.rows(parked) == []
    assert "my secret" not in caplog.text


def test_private_words_and_what_a_story_seals_are_not_parked_either(make_toy, caplog):
    story = diary()

    @story.command("whisper", "TEXT", who="anyone", cohort=False, sealed=True)
    def whisper(event, work, rest):
        raise ValueError(rest)

    @story.button("open", who="anyone")
    @story.button("choose", who="anyone", sealed=True)
    def choose(event, work):
        raise ValueError(event.args["v"])

    toy = make_toy(story)
    toy.cohort("ben")
    here = direct("ben")
    for event in (
        toy.said("ben", "crash for my secret", place=here),
        toy.said("ben", "whisper my secret", place=here),
        toy.commanded("ben", "whisper my secret", place=here),
        toy.pressed("ben", "command", here, text="whisper my secret"),
        toy.pressed("ben", "choose", here, v="my secret"),
    ):
        assert "send it again" in toy.answered(event)
    assert toy.rows(parked) == [] and "my secret" not in caplog.text
    toy.take(toy.pressed("ben", "open", here, v="my choice"))
    assert [each["kind"] for each in toy.rows(parked)] == ["Pressed"]


def test_logs_hold_no_words(make_toy, caplog):
    caplog.set_level(logging.DEBUG)
    toy = make_toy(diary())
    toy.cohort("ben")
    toy.take(toy.said("ben", "crash and confidential"))
    toy.take(toy.submitted("ben", "open", {"field": "confidential"}))
    toy.take(toy.said("ben", "confidential and zero\0letter"))
    assert "parked Said" in caplog.text
    assert "ValueError at test_dispatch.py" in caplog.text
    assert "confidential" not in caplog.text


def test_a_parked_event_is_found_by_whom_it_concerns(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    toy.take(toy.said("ben", "crash"))
    (kept,) = toy.rows(parked)
    assert toy.rows(concern) == [{"table": "parked", "item": kept["id"], "person": "ben"}]


def test_a_stranger_who_was_parked_exists(make_toy):
    toy = make_toy(diary())
    toy.take(toy.pressed("zoe", "broken", direct("zoe")))
    (kept,) = toy.rows(parked)
    assert kept["person"] in [row["id"] for row in toy.rows(person)]


def failing(toy, code: str, times: int):
    """The database fails at the next statements that note what was seen."""
    failed: list[str] = []

    class Fault(Exception):
        sqlstate = code
        sqlite_errorcode = 10

    Fault.sqlite_errorcode = 10 if toy.database.sqlite else None  # pyright: ignore

    @sql_event.listens_for(toy.database.engine, "before_cursor_execute")
    def fail(conn, cursor, statement, parameters, context, executemany):
        if "INSERT INTO seen" in statement and len(failed) < times:
            failed.append(statement)
            raise OperationalError(statement, {}, Fault())

    return failed


def test_a_failing_database_acknowledges_and_parks_nothing(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    failed = failing(toy, "08006", times=2)

    outcomes = toy.dispatcher.take([toy.said("ben", f"w{n}", f"event:{n}") for n in range(30)])

    # Tried twice together, not thirty times: a database that is away answers slowly.
    assert len(failed) == 2
    assert all(isinstance(each, OperationalError) for each in outcomes)
    assert toy.rows(parked) == toy.rows(seen) == toy.rows(due) == []
    # Delivered again it is as new as ever.
    assert toy.take(toy.said("ben", "w1", "event:1")).new


def test_a_connection_that_broke_is_made_anew_without_anyone_noticing(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    failing(toy, "57P01", times=1)
    outcomes = toy.dispatcher.take([toy.said("ben", "one"), toy.said("ben", "two")])
    assert [each.new for each in outcomes] == [True, True]
    assert len(toy.rows(due)) == 2


def test_a_database_that_fails_inside_a_story_is_no_fault_of_the_story(make_toy):
    story = Story("unlucky")

    @story.on(Said)
    def ask(event: Said, work: Work):
        work.db.execute(text("SELECT 1 AS unlucky"))
        return ()

    toy = make_toy(story)
    toy.cohort("ben")

    class Gone(Exception):
        sqlstate = None

    @sql_event.listens_for(toy.database.engine, "before_cursor_execute")
    def fail(conn, cursor, statement, parameters, context, executemany):
        if "unlucky" in statement:
            raise OperationalError(statement, {}, Gone())

    with pytest.raises(OperationalError):
        toy.take(toy.said("ben", "one"))
    assert toy.rows(parked) == []


def test_what_one_story_notes_others_hear_in_the_same_transaction(make_toy):
    first, second, third = Story("first"), Story("second"), Story("third")

    @first.on(Said)
    def say(event: Said, work: Work):
        return [Note(topic="said", args={"what": plain(event.nodes)})]

    @second.note("said")
    def hear(event: Noted, work: Work):
        agenda.plan(work.db, "heard", event.args["what"], work.now, event.cohort)
        return [Post(room="spring-room", card=card("second"), key="second " + event.args["what"])]

    @third.note("said")
    def fail(event: Noted, work: Work):
        if event.args["what"] == "crash":
            raise ValueError
        return [Whisper(card=card("third"))]

    toy = make_toy(first, second, third)
    toy.cohort("ben")
    toy.take(toy.said("ben", "crash"))
    assert toy.rows(due) == toy.rows(outgoing) == []

    assert toy.answered(toy.said("ben", "fine")) == "third"
    assert [(row["subject"], row["cohort"]) for row in toy.rows(due)] == [("fine", "spring")]
    assert list(toy.states()) == ["second fine"]


def test_other_apps_are_not_listened_to(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    with toy.database.transaction() as db:
        db.execute(person.update().where(person.c.id == "ben").values(bot=True))
    toy.take(toy.said("ben", "one"))
    assert toy.rows(due) == []


def test_what_need_not_be_known_is_forgotten_after_seven_days(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    toy.take(toy.said("ben", "one", "event:1"))
    toy.advance(days=6)
    toy.dispatcher.tidy()
    assert not toy.take(toy.said("ben", "one", "event:1")).new
    toy.advance(days=2)
    toy.dispatcher.tidy()
    assert toy.rows(seen) == []
    assert toy.rows(outgoing) == []


def test_a_sent_row_keeps_no_text(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    toy.take(toy.said("ben", "something confidential"))
    toy.settle()
    assert toy.chat.texts() == ["noted something confidential"]
    assert "confidential" not in repr([row["card"] for row in toy.rows(outgoing)])


def test_the_parked_are_listed_oldest_first(make_toy):
    toy = make_toy(diary())
    toy.cohort("ben")
    for n in range(3):
        toy.take(toy.said("ben", f"crash {n}"))
    with toy.database.transaction() as db:
        waiting = ledger.parked_events(db)
        assert ledger.parked_count(db) == 3
    assert [each.event["nodes"][0]["text"] for each in waiting] == [
        "crash 0", "crash 1", "crash 2",
    ]  # fmt: skip
