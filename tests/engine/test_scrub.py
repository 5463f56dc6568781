"""What was erased leaves the files, whatever stands in the way at first."""

import sqlite3
from pathlib import Path

from bot.engine.clerk import SCRUB_AGAIN, SCRUB_LOOK, SCRUB_PAUSE, Clerk
from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.events import Said
from bot.store import people
from tests.engine.test_runtime import HandClock, runtime
from tests.engine.toy import Toy

WORDS = "Zwetschgenknödel"


def _eraser() -> Story:
    story = Story("eraser")

    @story.on(Said)
    def rename(event: Said, work: Work):
        assert work.who is not None
        people.change(work.db, work.who.id, name="")
        work.scrub = True
        return ()

    return story


def _toy(path: Path) -> Toy:
    toy = Toy(f"sqlite:///{path}", _eraser())
    toy.cohort("ben")
    with toy.database.transaction() as db:
        people.change(db, "ben", name=WORDS)
    return toy


def _in_files(path: Path) -> bool:
    files = [path, Path(f"{path}-wal")]
    return any(WORDS.encode() in each.read_bytes() for each in files if each.exists())


def test_the_words_leave_the_files_after_the_commit(tmp_path):
    path = tmp_path / "roundtable.db"
    toy = _toy(path)
    assert _in_files(path)
    toy.take(toy.said("ben", "erase"))
    assert not _in_files(path)
    toy.close()


def test_a_reader_in_the_way_is_waited_for(tmp_path):
    path = tmp_path / "roundtable.db"
    toy = _toy(path)
    monotonic = HandClock()
    clerk = Clerk(toy.dispatcher, monotonic)
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM person").fetchone()

    async def erase() -> None:
        clerk.start()
        await clerk.take(toy.said("ben", "erase"))
        assert _in_files(path)
        reader.rollback()
        monotonic.seconds = SCRUB_AGAIN
        await clerk.later(lambda: None)
        await clerk.stop()

    toy.database.engine.dispose()
    toy.run(erase())
    assert not _in_files(path)
    reader.close()
    toy.close()


def test_what_a_process_that_died_has_left_is_done_at_the_next_start(tmp_path):
    path = tmp_path / "roundtable.db"
    toy = _toy(path)
    (outcome,) = toy.dispatcher.take([toy.said("ben", "erase")])  # and no more than its commit
    assert not isinstance(outcome, BaseException)
    assert _in_files(path)

    async def start_and_stop() -> None:
        engine = runtime(toy)
        await engine.start()
        await engine.stop()

    toy.run(start_and_stop())
    assert not _in_files(path)
    toy.close()


def _named(toy: Toy) -> None:
    """Ben's words stand in the files again."""
    with toy.database.transaction() as db:
        people.change(db, "ben", name=WORDS)


def test_who_erases_again_and_again_has_the_files_written_anew_every_five_minutes(tmp_path):
    path = tmp_path / "roundtable.db"
    toy = _toy(path)
    monotonic = HandClock()
    clerk = Clerk(toy.dispatcher, monotonic)

    async def erase_twice() -> None:
        clerk.start()
        await clerk.take(toy.said("ben", "erase"))
        await clerk.later(lambda: None)  # whoever erases does not wait for the files
        assert not _in_files(path)
        _named(toy)
        await clerk.take(toy.said("ben", "erase"))
        monotonic.seconds = SCRUB_PAUSE - 1
        await clerk.later(lambda: None)
        assert _in_files(path)
        monotonic.seconds = SCRUB_PAUSE
        await clerk.later(lambda: None)
        await clerk.stop()

    toy.run(erase_twice())
    assert not _in_files(path)
    toy.close()


def test_what_another_process_erased_is_seen_within_a_minute(tmp_path):
    path = tmp_path / "roundtable.db"
    toy = _toy(path)
    monotonic = HandClock()
    clerk = Clerk(toy.dispatcher, monotonic)

    async def look() -> None:
        clerk.start()
        await clerk.scrub()  # nothing is to be done at the start
        other = Toy(f"sqlite:///{path}", _eraser())
        other.dispatcher.take([other.said("ben", "erase", "event:other")])
        other.close()
        monotonic.seconds = SCRUB_LOOK - 1
        await clerk.later(lambda: None)
        assert _in_files(path)
        monotonic.seconds = SCRUB_LOOK
        await clerk.later(lambda: None)
        await clerk.stop()

    toy.run(look())
    assert not _in_files(path)
    toy.close()
