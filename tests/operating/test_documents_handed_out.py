"""What ``export`` writes is a document that a member or a moderator would like to read."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cli
from bot.protocol.text import Bullets, Heading, Link, Paragraph, Plain, Quote
from bot.store.tables import cohort, metadata
from bot.text.written import parts, to_markdown
from tests.world import World

WRITTEN_AT = re.compile(r"\d+:\d\d [AP]M\. Time")
ID = re.compile(r"\b[a-z0-9]{14}\b")


@pytest.fixture
def spring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A file with a cohort that has talked; its id."""
    url = f"sqlite:///{tmp_path}/cohorts.db"
    monkeypatch.setenv("DATABASE_URL", url)
    world = World(url)
    world.cohort("ben", "cho", Theme="Asking *every* patient")
    world.until("2026-03-02 10:15")
    world.say("ben", "1. At the desk.\n- By phone.", to="prompt")
    (row,) = world.rows(cohort)
    world.close()
    yield row["id"]


def written(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(["export", *words]) == 0
    return capsys.readouterr().out


def test_a_record_shows_prompts_as_they_were_shown(spring: str, capsys):
    text = written(capsys, "--cohort", spring, "--format", "md")
    assert text.startswith("# The record of Spring\n")
    assert "Welcome to Spring." in text
    assert "one thing about Asking \\*every\\* patient that you" in text
    assert "- Ana Ruiz, a moderator" in text
    assert "March 2, 2026, 10:00 AM" in text
    assert "> 1\\. At the desk.\\\n> \\- By phone.\\\n> — Ben Okafor" in text
    assert "{" not in text and "None" not in text and "T15:" not in text
    assert ID.findall(text) == []
    data = json.loads(written(capsys, "--cohort", spring))
    assert data["discussions"][0]["prompt"].startswith("Welcome to Spring.")


def test_a_person_reads_days_words_and_no_ids(spring: str, capsys):
    text = written(capsys, "--user", "ben", "--cohort", spring, "--format", "md")
    assert text.startswith("# What is kept about Ben Okafor\n")
    assert "- You are here as a member, since March 1, 2026, 12:00 PM." in text
    assert "you agreed to what is kept" in text and "summaries quote you by name" in text
    assert "**Hello, from where you are**, March 2, 2026, 10:15 AM" in text
    assert "> 1\\. At the desk." in text
    assert ID.findall(text) == [] and "T15:" not in text
    names = {each.name for each in metadata.sorted_tables if "_" in each.name}
    assert not [each for each in names if each in text]
    again = written(capsys, "--user", "ben", "--cohort", spring, "--format", "markdown")
    # A minute may pass between the two.
    assert WRITTEN_AT.sub("", again) == WRITTEN_AT.sub("", text)


def test_every_table_with_a_person_in_it_has_a_name_that_people_read():
    from bot.store import erasure
    from bot.text import exported_checkins
    from bot.text.catalogue import shipped

    told = {"membership", "consent", "message", "person", "identity", "outgoing"}
    told.update(exported_checkins.TABLES)
    tables = {each.name for each in metadata.sorted_tables if erasure.naming(each)} - told
    named = shipped()
    assert [each for each in sorted(tables)
            if f"export-kept-{each.replace('_', '-')}" not in named] == []  # fmt: skip


def test_lines_of_a_list_stay_together_in_a_chat():
    blocks = (
        Paragraph(nodes=(Plain(text="x" * 10),)),
        Heading(nodes=(Plain(text="Lines"),)),
        Bullets(items=((Plain(text="a" * 30),), (Plain(text="b" * 8),), (Plain(text="c" * 8),))),
    )
    assert parts(blocks, 40) == [
        blocks[:1],
        (blocks[1], Bullets(items=blocks[2].items[:1])),
        (Bullets(items=blocks[2].items[1:]),),
    ]


def test_links_and_numbers_are_markdown_and_words_are_not():
    blocks = (
        Bullets(items=((Link(url="https://example.org/a_b", label="A [map]"),),), numbered=True),
        Quote(nodes=(Plain(text="    code?\n2) no list\n+ nor this & that"),)),
    )
    assert to_markdown(blocks) == (
        "1. [A \\[map\\]](<https://example.org/a_b>)\n\n"
        "> code?\\\n> 2\\) no list\\\n> \\+ nor this \\& that\n"
    )
