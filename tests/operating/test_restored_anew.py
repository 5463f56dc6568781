"""``restored`` is broken off and done again; whoever was erased since the backup is erased again."""

import asyncio
import random
import shutil
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot import cli, compose
from bot.engine.dispatch import Dispatcher
from bot.operating import backup, restored
from bot.store import restoring
from bot.store.database import Database
from bot.store.tables import metadata, outgoing, parked, person, tombstone
from tests.privacy.bytes import found
from tests.run.process import ran
from tests.run.served import serving, settings
from tests.run.workspace import Workspace
from tests.world import World

LATER = datetime(2026, 3, 10, 17, tzinfo=UTC)
KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class Gone(BaseException):
    """The process ends here."""


class Brittle(Database):
    """Ends the process at its transaction with number ``at``, before its commit or after it."""

    def __init__(self, url: str, at: int, when: str) -> None:
        super().__init__(url)
        self._left, self._when = at, when

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with super().transaction() as db:
            yield db
            self._left -= self._when == "before"
            if self._left < 0:
                raise Gone
        self._left -= self._when == "after"
        if self._left < 0:
            raise Gone


class Shelf:
    """A backup, what came after it, and copies of both to work on."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch, self._copies = folder, monkeypatch, 0
        self.url = f"sqlite:///{folder}/cohorts.db"
        self.old = folder / "backup.db"
        self.before = folder / "before.db"
        self.point_at(self.url)

    def point_at(self, url: str) -> None:
        self._monkeypatch.setenv("DATABASE_URL", url)

    def backup(self, file: Path) -> None:
        assert backup.COMMAND.run(Namespace(file=file)) == 0

    def put_back(self) -> str:
        """The backup in the place of the database; its URL."""
        self._copies += 1
        file = self._folder / f"copy-{self._copies}.db"
        shutil.copy(self.old, file)
        url = f"sqlite:///{file}"
        self.point_at(url)
        return url


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    return Shelf(tmp_path, monkeypatch)


def month(shelf: Shelf, *erased: str) -> None:
    """A cohort; its backup after the first answers; and the days after, in which people go."""
    world = World(shelf.url)
    world.cohort("ben", "cho", "dee", moderators=("ana", "joy"))
    world.until("2026-03-02 10:30")
    world.say("ben", "We ask at the blue desk.", to="prompt")
    world.say("cho", "On green paper, as Ben Okafor does.", to="prompt")
    shelf.backup(shelf.old)
    world.until("2026-03-09 09:00")
    for who in erased:
        world.command(who, "/cohort erase me")
        world.press(who, "Erase it all")
    world.until("2026-03-10 12:00")
    shelf.backup(shelf.before)
    world.close()


def caught_up(database: Database, before: Path | None = None) -> restoring.CatchingUp:
    tools = compose.tools(random.Random(3), {})
    dispatcher = Dispatcher(database, tools, compose.features(), lambda: LATER)
    older = Database(f"sqlite:///{before}") if before is not None else None
    try:
        return restored.catch_up(database, dispatcher, older)
    finally:
        if older is not None:
            older.close()


def standing(url: str) -> tuple[dict[str, int], list[tuple[object, ...]]]:
    """How many rows each table holds, and what is to be said: to whom, in which state, since when
    it is looked for."""
    database = Database(url)
    with database.reading() as db:
        rows = [dict(each) for each in db.execute(outgoing.select()).mappings()]
        numbers = {table.name: len(db.execute(table.select()).all())
                   for table in metadata.sorted_tables}  # fmt: skip
    database.close()
    said = [(each["kind"], each["place"], each["purpose"], each["state"], str(each["first_sent_at"]))
            for each in rows]  # fmt: skip
    return numbers, sorted(said)


@pytest.mark.parametrize("when", ["before", "after"])
def test_broken_off_at_any_step_it_comes_to_the_same(shelf: Shelf, when: str):
    month(shelf, "dee")
    whole = shelf.put_back()
    database = Database(whole)
    undisturbed = caught_up(database, shelf.before)
    database.close()
    assert undisturbed.erased == 1 and undisturbed.doubted
    at = 0
    for at in range(100):
        url = shelf.put_back()
        database = Brittle(url, at, when)
        try:
            caught_up(database, shelf.before)
        except Gone:
            pass
        else:
            break
        finally:
            database.close()
        database = Database(url)
        assert caught_up(database, shelf.before) == undisturbed, at
        assert caught_up(database, shelf.before) == undisturbed, at
        database.close()
        assert standing(url) == standing(whole), at
    assert at > 6


def test_a_bot_does_not_start_on_what_was_broken_off(shelf: Shelf):
    month(shelf)
    url = shelf.put_back()
    database = Brittle(url, 2, "after")
    with pytest.raises(Gone):
        caught_up(database)
    database.close()

    async def play() -> None:
        async with Workspace(("ana",)) as slack:
            code, _, err = await ran(settings(slack, url), "-m", "bot", "run")
            assert code == 2 and "Traceback" not in err
            assert "Catching up with a backup was broken off" in err
            assert cli_restored() == 0
            async with serving(slack, url):
                pass

    def cli_restored() -> int:
        return restored.COMMAND.run(Namespace(before=None))

    asyncio.run(play())
    with Database(url).reading() as db:
        assert restoring.begun(db) is None, "the next backup is another matter"


@pytest.mark.parametrize("key", ["", KEY], ids=["no key", "a key"])
def test_whoever_was_erased_since_is_erased_again_and_told_by_number(
    shelf: Shelf, key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    month(shelf, "ben", "dee")
    url = shelf.put_back()
    database = Database(url)
    assert found(database, ["blue desk"]) != []
    database.close()
    capsys.readouterr()
    monkeypatch.setenv("ROUNDTABLE_KEY", key)
    assert cli.main(["restored"]) == 0
    assert "may have come back with it" in capsys.readouterr().out
    assert cli.main(["restored"]) == 0
    again = capsys.readouterr().out
    assert "This was done before" not in again and "may have come back with it" in again
    assert cli.main(["restored", "--from", str(shelf.before)]) == 0
    assert "2 people who were erased since the backup" in capsys.readouterr().out
    database = Database(url)
    assert found(database, ["Ben Okafor", "Okafor", "blue desk", "Dee Novak"]) == []
    with database.reading() as db:
        names = {each.name for each in db.execute(person.select())}
        assert {"Ana Ruiz", "Cho Park"} <= names
        assert db.execute(parked.select()).all() == []
    database.close()
    assert cli.main(["restored", "--from", str(shelf.before)]) == 0
    again = capsys.readouterr().out
    assert "This was done before" in again and "Now start the bot." in again
    assert "had come back" not in again and "looked up" not in again


def test_marks_of_people_whom_the_backup_never_knew_come_along(shelf: Shelf):
    world = World(shelf.url)
    world.cohort("ben", "cho")
    shelf.backup(shelf.old)
    world.enters("eli")
    world.press("ana", "Invite")
    world.press("eli", "Agree")
    world.command("eli", "/cohort erase me")
    world.press("eli", "Erase it all")
    marks = {each["mark"] for each in world.rows(tombstone)}
    shelf.backup(shelf.before)
    world.close()
    database = Database(shelf.put_back())
    assert caught_up(database, shelf.before).erased == 0
    with database.reading() as db:
        assert {each.mark for each in db.execute(tombstone.select())} == marks != set()
    database.close()


def test_whoever_was_erased_before_the_backup_and_came_back_stays(shelf: Shelf):
    world = World(shelf.url)
    world.cohort("ben", "cho")
    world.command("ben", "/cohort erase me")
    world.press("ben", "Erase it all")
    world.advance(hours=1)
    world.command("ben", "/cohort join")
    world.press("ana", "Invite")
    world.press("ben", "Agree")
    shelf.backup(shelf.old)
    world.advance(days=1)
    shelf.backup(shelf.before)
    world.close()
    database = Database(shelf.put_back())
    assert caught_up(database, shelf.before).erased == 0
    database.close()


def test_a_wrong_file_is_told_before_anything_is_done(shelf: Shelf, tmp_path: Path, capsys):
    month(shelf)
    url = shelf.put_back()
    assert cli.main(["restored", "--from", str(tmp_path / "nothing.db")]) == 2
    assert "There is no database at" in capsys.readouterr().err
    assert cli.main(["restored", "--from", url]) == 2
    assert "not the one before" in capsys.readouterr().err
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at" * 50)
    assert cli.main(["restored", "--from", str(tmp_path / "text.db")]) == 2
    err = capsys.readouterr().err
    assert "--from names" in err and "Traceback" not in err
    with Database(url).reading() as db:
        assert restoring.begun(db) is None
