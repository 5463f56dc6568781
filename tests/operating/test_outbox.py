"""``python -m bot outbox``: what was refused for good and what nobody knows, and what to do."""

import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.engine.runtime import utc_now
from bot.operating import outbox as word
from bot.protocol.adapter import SettingsError
from bot.protocol.ports import Never
from bot.store.tables import digest, outgoing
from tests.engine.herald import herald
from tests.engine.toy import LostAnswer, Toy


@pytest.fixture(params=["sqlite", "postgres"])
def toy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Toy]:
    """Of three messages one was refused, one may have arrived, and one did."""
    url = request.getfixturevalue(request.param)
    monkeypatch.setenv("DATABASE_URL", url)
    toy = Toy(url, herald())
    toy.cohort("ben")
    toy.chat.blind = True
    toy.chat.faults = [Never("is_archived"), LostAnswer(), None]
    toy.take(toy.said("ana", "refused lost arrived"))
    toy.advance(minutes=1)
    assert toy.states() == {"refused": "dead", "lost": "unknown", "arrived": "sent"}
    yield toy
    toy.close()


def run(*keys: str, action: str | None = None, as_json: bool = False) -> int:
    return word.COMMAND.run(Namespace(action=action, keys=list(keys), json=as_json))


def test_they_are_listed_with_where_and_why_and_no_words(toy: Toy, capsys):
    assert run() == 0
    dead, unknown, end = capsys.readouterr().out.splitlines()
    assert "refused  dead" in dead and "post to toy room:spring-room" in dead
    assert "tried once  is_archived" in dead
    assert "lost  unknown" in unknown
    assert end == "1 refused for good, 1 unknown."

    assert run(as_json=True) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["key"], each["state"], each["to"]) for each in told] == [
        ("refused", "dead", "room:spring-room"),
        ("lost", "unknown", "room:spring-room"),
    ]
    assert not {"card", "name", "text"} & set(told[0])


def test_they_are_sent_again(toy: Toy, capsys):
    assert run("all", action="retry") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "refused: the bot sends it again"
    assert said[1].startswith("lost:") and "it may appear twice" in said[1]
    toy.settle()
    assert toy.chat.texts() == ["lost", "arrived", "refused", "lost"]
    assert run() == 0
    assert capsys.readouterr().out.strip() == "Nothing is here."


def test_what_is_on_somebodys_budget_goes_out_in_their_hours(toy: Toy, capsys, monkeypatch):
    monkeypatch.setattr(word, "utc_now", toy.clock)
    toy.chat.faults = [Never("is_archived")]
    toy.take(toy.said("ana", "@ben"))
    toy.settle()
    assert toy.states()["@ben"] == "dead"
    toy.advance(hours=5)
    assert run("@ben", action="retry") == 0
    assert "@ben: the bot sends it again, in their hours" in capsys.readouterr().out
    toy.settle()
    assert toy.states()["@ben"] == "held"
    toy.advance(hours=14)
    assert toy.states()["@ben"] == "sent" and toy.chat.texts()[-1] == "@ben"
    assert [str(row["day"]) for row in toy.rows(digest)] == ["2026-03-03"]


def test_they_are_given_up(toy: Toy, capsys):
    assert run("refused", "arrived", action="drop") == 1
    told = capsys.readouterr()
    assert told.out.strip() == "refused: given up"
    assert told.err.strip() == "arrived: nothing dead or unknown has this key"
    [row] = [row for row in toy.rows(outgoing) if row["key"] == "refused"]
    assert row["state"] == "dropped" and row["card"] == {"blocks": [], "buttons": []}
    assert run("refused", action="retry") == 1


def test_what_came_too_late_stays_where_it_is(toy: Toy, capsys):
    with toy.database.transaction() as db:
        db.execute(outgoing.update().values(expires=utc_now() - timedelta(minutes=1)))
    assert run("lost", action="retry") == 0
    assert "its time is over" in capsys.readouterr().out
    assert toy.states()["lost"] == "unknown"


def test_it_has_to_be_said_which(toy: Toy, capsys):
    assert run(action="retry") == 2
    assert "'all' for all" in capsys.readouterr().err


def test_looking_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(SettingsError, match="There is no database at"):
        run()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_told_before_it_is_so(toy: Toy, capsys):
    def fails(_connection: object) -> None:
        raise ConnectionError("the database is gone")

    event.listen(Engine, "commit", fails)
    try:
        with pytest.raises(ConnectionError):
            run("all", action="retry")
    finally:
        event.remove(Engine, "commit", fails)
    assert capsys.readouterr().out == ""
    assert toy.states()["lost"] == "unknown"
