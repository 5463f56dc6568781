"""What is handed out: to a person all that is kept of them, to moderators the cohort's record."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot import cli
from bot.protocol.text import Paragraph, Plain, Quote, flatten
from bot.store import erasure, export
from bot.store.database import Database
from bot.store.tables import asked, identity, message, metadata, person, summary
from bot.text.written import parts, to_markdown
from tests.privacy.bytes import found
from tests.world import World

MONDAY = "2026-03-02 10:15"


@pytest.fixture
def spring(world: World) -> World:
    world.cohort("ben", "cho", "dee")
    world.until(MONDAY)
    world.say("ben", "We ask at the blue desk, *every one* of us.", to="prompt")
    world.say("cho", "As @ben does, on paper.", to="prompt")
    world.say("dee", "We never ask, to be honest.", to="prompt")
    world.press("dee", "Not at all")
    world.forget()
    return world


def who(world: World, user: str) -> str:
    return next(row["person"] for row in world.rows(identity) if row["user"] == user)


def test_a_person_gets_all_of_theirs_and_nothing_of_others(spring):
    spring.say("ben", "my data export", to="dm")
    told = "\n".join(spring.told("ben"))
    assert "We ask at the blue desk, *every one* of us." in told
    assert "Ben Okafor" in told and "you agreed to what is kept" in told
    assert "Mentioned by someone in" in told
    assert "on paper" not in told and "Cho Park" not in told


def test_no_table_with_a_person_in_it_is_forgotten(spring):
    ben = who(spring, "ben")
    naming = {table for table in metadata.sorted_tables if erasure.naming(table)}
    with spring.scene.database.transaction() as db:
        data = export.of_person(db, ben, None, spring.now, lambda _: [])
        tables = {*data["besides"], *(name for part in data["cohorts"] for name in part["tables"])}
        kept = {
            table.name
            for table in naming
            for column in erasure.naming(table)
            if db.execute(select(table).where(column == ben)).first() is not None
        }
    assert {"membership", "consent", "message", "posting"} <= tables
    assert kept - tables <= {"identity", "outgoing", "person", "concern"}
    json.dumps(data)


def test_a_moderator_gets_no_words_and_no_answers_of_others(spring):
    """They approved a summary, wrote above it, and asked someone: others stand in the same rows."""
    spring.command("ana", "/cohort invite cho to start")
    spring.command("ana", "/cohort summary")
    spring.press("ana", "Approve and post")
    ana, cho = who(spring, "ana"), who(spring, "cho")
    its = spring.rows(summary)[0]
    assert its["approved_by"] == ana and "on paper" in json.dumps(its["draft"])
    with spring.scene.database.transaction() as db:
        theirs = {"opening": "Above it by Cho.", "opening_by": cho}
        db.execute(update(summary).values(**theirs))
        row = {"id": "a1", "cohort": its["cohort"], "person": cho, "by": ana, "kind": "start"}
        db.execute(insert(asked).values(**row, answer="no", at=spring.now))
        data = export.of_person(db, ana, None, spring.now, lambda _: [])
        (part,) = data["cohorts"]
        for word in ("on paper", "blue desk", "Above it by Cho", cho, '"answer"'):
            assert word not in json.dumps(part["tables"]), word
        (approved,) = part["tables"]["summary"]
        assert approved["id"] == its["id"] and approved["approved_by"] == ana
        assert {"kind": "start", "by": ana}.items() <= part["tables"]["asked"][-1].items()
        hers = export.of_person(db, cho, None, spring.now, lambda _: [])["cohorts"][0]["tables"]
    assert hers["summary"][0]["opening"] == "Above it by Cho."
    assert hers["asked"][-1]["answer"] == "no" and ana not in json.dumps(hers)


def test_the_record_of_a_cohort_names_people_as_they_chose(spring):
    spring.command("ana", "/cohort export")
    record = "\n".join(spring.told("ana"))
    assert "— Ben Okafor" in record and "blue desk" in record
    assert "never ask, to be honest" not in record
    spring.command("ben", "/cohort export")
    assert "for the cohort's moderators" in spring.told("ben")[-1]


def test_no_record_tells_by_their_words_who_is_quoted_by_role(world: World):
    tells = "We at Bayview hang posters in the lobby."
    world.cohort("ben", "cho", "dee", "eli")
    world.command("ana", "/cohort members @ben")
    world.fill("ana", {"Organisation": "Bayview Clinic"})
    world.until(MONDAY)
    world.say("ben", tells, to="prompt")
    world.say("ben", "The printer waits behind the desk.", to="prompt")
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")
    cohort = world.rows(metadata.tables["cohort"])[0]["id"]
    with world.scene.database.transaction() as db:
        assert json.dumps(export.of_cohort(db, cohort, world.now)).count(tells) == 2
    world.command("ben", "/cohort quote role")
    with world.scene.database.transaction() as db:
        record = json.dumps(export.of_cohort(db, cohort, world.now))
    assert tells not in record and "behind the desk" in record


def test_what_is_private_is_in_nobody_elses_record(spring):
    spring.command("ana", "/cohort prompt what-we-do-not-say now")
    spring.press("ben", "Answer privately")
    spring.fill("ben", {"Your answer": "Put it last on the agenda."})
    spring.forget()
    spring.command("ana", "/cohort export")
    assert "last on the agenda" not in "\n".join(spring.told("ana"))
    spring.say("ben", "my data export", to="dm")
    assert "last on the agenda" in "\n".join(spring.told("ben"))


def test_what_is_too_long_for_a_chat_begins_there(spring):
    rows = spring.rows(message)
    mine = next(row for row in rows if row["person"] == who(spring, "ben"))
    with spring.scene.database.transaction() as db:
        for number in range(12):
            row = {**mine, "id": f"m{number}", "message": f"x{number}", "text": "long " * 500}
            db.execute(insert(message).values(**row))
    spring.say("ben", "my data export", to="dm")
    told = spring.told("ben")
    assert sum("Whoever runs me can make the whole of it" in each for each in told) == 1
    # What is kept besides, the beginning of the cohort, and that they come.
    assert len(told) == 3


def test_parts_hold_every_letter():
    blocks = (Paragraph(nodes=(Plain(text="a" * 70),)), Quote(nodes=(Plain(text="b" * 30),)))
    cut = parts(blocks, 20)
    assert "".join(flatten(each) for each in cut).count("a") == 70
    assert all(len(flatten(each)) <= 22 for each in cut)


def test_words_cannot_format_the_file():
    said = Quote(nodes=(Plain(text="# not a heading\n*nor* [a](link)"),))
    assert to_markdown((said,)) == "> \\# not a heading\\\n> \\*nor\\* \\[a\\](link)\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database file that a bot has used; its cohort."""
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    world = World(url)
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.say("ben", "We ask at the blue desk.", to="prompt")
    cohort = world.rows(metadata.tables["cohort"])[0]["id"]
    world.close()
    yield cohort


def test_the_command_line_writes_both_formats(kept, tmp_path, capsys):
    assert cli.main(["cohorts"]) == 0
    assert kept in capsys.readouterr().out
    assert cli.main(["export", "--user", "sandbox:sandbox:ben"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["format"] == "roundtable-person-1"
    assert data["cohorts"][0]["tables"]["message"][0]["text"] == "We ask at the blue desk."
    out = tmp_path / "record.md"
    asked = ["export", "--cohort", kept, "--format", "markdown", "--out", str(out)]
    assert cli.main(asked) == 0
    assert "> We ask at the blue desk.\\\n> — Ben Okafor" in out.read_text("utf-8")
    assert out.stat().st_mode & 0o077 == 0
    assert cli.main(asked) == 2
    assert cli.main(["export"]) == 2


def test_the_command_line_erases_after_a_yes(kept, tmp_path, capsys):
    asked = ["erase", "--user", "sandbox:sandbox:ben"]
    assert cli.main(asked) == 0
    assert "Nothing is done yet" in capsys.readouterr().out
    assert cli.main([*asked, "--cohort", "nowhere"]) == 2
    assert cli.main([*asked, "--yes"]) == 0
    assert cli.main(asked) == 2
    database = Database(f"sqlite:///{tmp_path / 'kept.db'}")
    assert found(database, ["Ben Okafor", "the blue desk", "Okafor"]) == []
    with database.transaction() as db:
        assert db.execute(select(person).where(person.c.name == "Cho Park")).first() is not None
    database.close()
