"""``python -m bot parked`` lists what failed, and the running bot takes it again once that was
mended."""

import json
import threading
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.engine.replaying import replay_wanted
from bot.engine.story import Story
from bot.operating import parked as word
from bot.protocol.adapter import SettingsError
from bot.protocol.effects import Post
from bot.protocol.events import Left
from bot.store import ledger
from bot.store.tables import parked
from tests.engine.toy import ROOM, Toy, card, user


class Broken:
    """A story that fails until it is mended."""

    def __init__(self) -> None:
        self.story = Story("broken")
        self.mended = False
        self.story.on(Left)(self._left)

    def _left(self, event, work):
        if not self.mended:
            raise ValueError("confidential")
        return [Post(room="spring-room", card=card("good bye"))]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of each kind that commands find."""
    found = request.getfixturevalue(request.param)
    monkeypatch.setenv("DATABASE_URL", found)
    return found


def failed(url: str, broken: Broken, times: int = 1) -> Toy:
    toy = Toy(url, broken.story)
    toy.cohort("ben")
    for _ in range(times):
        toy.take(Left(at=toy.clock(), keys=(), who=user("ben"), place=ROOM))
    return toy


def run(*references: str, action: str | None = None, as_json: bool = False, wait: float = 0) -> int:
    return word.COMMAND.run(
        Namespace(action=action, references=list(references), json=as_json, wait=wait)
    )


def beside(toy: Toy, acts: Callable[[], int]) -> int:
    """A command runs while the engine ticks."""
    done: list[int] = []
    command = threading.Thread(target=lambda: done.append(acts()))
    command.start()
    while command.is_alive():
        replay_wanted(toy.dispatcher)
        toy.settle()
        command.join(0.01)
    return done[0]


def test_they_are_listed_without_what_was_in_them(url: str, capsys):
    toy = failed(url, Broken())
    [row] = toy.rows(parked)
    assert run() == 0
    listed = capsys.readouterr().out
    assert row["reference"] in listed and "1 parked." in listed
    assert "ValueError at test_parked.py" in listed and "confidential" not in listed
    assert run(as_json=True) == 0
    [told] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told["reference"], told["kind"], told["tries"]) == (row["reference"], "Left", 1)
    toy.close()


def test_the_running_bot_takes_them_again(url: str, capsys):
    broken = Broken()
    toy = failed(url, broken, times=2)
    one, other = (row["reference"] for row in toy.rows(parked))
    assert beside(toy, lambda: run(one, action="replay", wait=20)) == 1
    assert f"{one}: failed again and stays parked: ValueError" in capsys.readouterr().out
    assert {row["tries"] for row in toy.rows(parked)} == {1, 2}

    broken.mended = True
    assert beside(toy, lambda: run("all", action="replay", wait=20)) == 0
    assert capsys.readouterr().out.splitlines() == [f"{one}: taken", f"{other}: taken"]
    assert toy.chat.texts() == ["good bye"] * 2
    assert run() == 0
    assert capsys.readouterr().out.strip() == "Nothing is parked."
    toy.close()


def test_without_a_bot_the_wish_waits_for_one(url: str, capsys):
    broken = Broken()
    toy = failed(url, broken)
    assert run("all", action="replay") == 0
    assert "no bot has taken it yet; the next one that runs does" in capsys.readouterr().out
    broken.mended = True
    assert replay_wanted(toy.dispatcher) == 1
    assert replay_wanted(toy.dispatcher) == 0
    assert [each["state"] for each in toy.rows(parked)] == ["replayed"]
    toy.close()


def test_one_process_alone_takes_what_is_wanted(url: str):
    toy = failed(url, Broken(), times=3)
    with toy.database.transaction() as db:
        for row in ledger.parked_events(db):
            assert ledger.want_replay(db, row.reference)
    with toy.database.transaction() as db:
        wanted = [row["reference"] for row in db.execute(parked.select()).mappings()]
        assert ledger.claim_wanted(db, 9) == wanted
    with toy.database.transaction() as db:
        assert ledger.claim_wanted(db, 9) == []
        assert ledger.parked_count(db) == 3
    toy.close()


def test_they_are_given_up_with_what_is_in_them(url: str, capsys):
    toy = failed(url, Broken(), times=2)
    one, other = (row["reference"] for row in toy.rows(parked))
    assert run(one, "nonsense", action="drop") == 1
    told = capsys.readouterr()
    assert f"{one}: given up" in told.out
    assert "nonsense: nothing is parked under this reference" in told.err
    kept = {row["reference"]: (row["state"], row["event"]) for row in toy.rows(parked)}
    assert kept[one] == ("dropped", {}) and kept[other][0] == "waiting"
    assert run("all", action="drop") == 0
    assert run(one, action="replay") == 1
    toy.close()


@pytest.mark.parametrize("words", [("replay",), ("drop",)])
def test_it_has_to_be_said_which(words: tuple[str], url: str, capsys):
    assert run(action=words[0]) == 2
    assert "'all' for all" in capsys.readouterr().err


def test_looking_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(SettingsError, match="There is no database at"):
        run()
    (tmp_path / "none.db").touch()
    with pytest.raises(SettingsError, match="There is no database at"):
        run()
    assert (tmp_path / "none.db").stat().st_size == 0
