"""``summarize`` as whoever runs it sees it: files in, one summary each out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.insight import normal
from tests.fake_model import FakeModel, serving

TALK: list[dict[str, Any]] = [
    {"id": 1, "author": "Ana Ruiz", "text": "We ask every patient about language at the desk.",
     "subject": "Asking", "at": "2026-03-02T09:00:00Z", "link": "https://chat.example/1"},
    {"id": "b", "author": "Ben", "text": "Does anyone have a card for the desk?", "reply_to": 1,
     "at": "2026-03-02T09:05:00Z", "colour": "red"},
    {"id": "c", "author": "Cho", "text": "We printed a *card*: https://example.org/card",
     "reply_to": "b", "at": "2026-03-02T09:10:00Z", "link": "javascript:alert(1)"},
    {"id": "d", "author": "Dee", "text": "Our staff struggle with rare languages at night.",
     "anonymous": True, "at": "2026-03-02T09:20:00Z", "link": "https://chat.example/4"},
    {"id": "e", "author": "Eve", "text": "Who pays for interpreters in your county?",
     "at": "2026-03-02T09:30:00Z"},
]  # fmt: skip


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in TALK), "utf-8")
    return path


def test_a_file_becomes_one_object_that_can_be_checked(talk: Path, capsys):
    assert main(["summarize", str(talk), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    said = {each["id"]: each for each in TALK}
    assert list(found) == (
        ["file", "background", "themes", "resources", "questions", "coverage", "text"]
    )
    assert found["file"] == str(talk)
    assert found["background"] == [{"quote": TALK[0]["text"], "ids": [1]}]
    assert sorted(str(id) for theme in found["themes"] for id in theme["ids"]) == list("1bcde")
    for theme in found["themes"]:
        assert list(theme) == ["label", "ids", "points"]
        for point in theme["points"]:
            assert list(point) == ["type", "quote", "ids", "authors"]
            assert point["quote"] in normal(said[point["ids"][0]]["text"])
    authors = {
        point["ids"][0]: point["authors"] for theme in found["themes"] for point in theme["points"]
    }
    assert authors[1] == ["Ana Ruiz"]
    assert authors["d"] == []
    (resource,) = found["resources"]
    assert (resource["url"], resource["by"], resource["ids"]) == (
        "https://example.org/card",
        "Cho",
        ["c"],
    )
    assert [(each["ids"], each["answered"]) for each in found["questions"]] == [
        (["b"], True),
        (["e"], False),
    ]
    assert found["coverage"] == (
        {"cited": 5, "messages": 5, "masked": 0, "silenced": 0, "unread": []}
    )


def test_markdown_names_sources_links_safely_and_keeps_silent_about_the_unnamed(talk: Path, capsys):
    assert main(["summarize", str(talk)]) == 0

    text = capsys.readouterr().out
    assert text.startswith("# talk\n")
    assert (
        "“We ask every patient about language at the desk.” — [Ana Ruiz](https://chat.example/1)"
        in text
    )
    assert "a \\*card\\*" in text
    assert "javascript" not in text
    assert "“Our staff struggle with rare languages at night.” — not named" in text
    assert "Dee" not in text
    assert "chat.example/4" not in text
    assert (
        "## Open questions, no reply found\n\n- “Who pays for interpreters in your county?”" in text
    )
    assert "Quoted from 5 of 5 messages." in text


def test_words_points_and_themes_bound_what_is_shown(talk: Path, capsys):
    assert main(["summarize", str(talk), str(talk), "--json", "--words", "20"]) == 0
    one, other = map(json.loads, capsys.readouterr().out.splitlines())
    assert one == other
    assert one["text"].splitlines()[0] == "Ana: We ask every patient about language at the desk."
    assert len(one["text"].split()) <= 20

    assert main(["summarize", str(talk), "--json", "--points", "2", "--themes", "3"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["themes"]) == 3
    assert sum(len(theme["points"]) for theme in found["themes"]) == 2


BROKEN = {
    "not json": (b"{nope", "no JSON"),
    "no object": (b"[1]", "must be a JSON object"),
    "no id": (b'{"author": "a", "text": "x"}', '"id" must be text'),
    "an id that is true": (b'{"id": true, "author": "a", "text": "x"}', '"id" must be text'),
    "no text": (b'{"id": "z", "author": "a"}', '"text" must be text'),
    "an author that is a list": (b'{"id": "z", "author": [], "text": "x"}', '"author" must be'),
    "twice": (b'{"id": "b", "author": "a", "text": "x"}', "stands twice"),
    "no UTF-8": (b'{"id": "z\xff"}', "not UTF-8"),
    "nested without end": (b"[" * 200_000, "no JSON that can be read"),
    "too long": (b'"' + b"x" * 1_000_001 + b'"', "longer than 1,000,000 bytes"),
    "unclear who is named": (
        b'{"id": "z", "author": "a", "text": "x", "anonymous": "yes"}',
        '"anonymous" must be true or false',
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_line_that_cannot_be_read_is_reported_and_the_others_are_read(
    name: str, talk: Path, capsys
):
    line, why = BROKEN[name]
    talk.write_bytes(talk.read_bytes() + b"\n" + line + b"\n")

    assert main(["summarize", str(talk), "--json"]) == 1

    out, problems = capsys.readouterr()
    assert f"{talk}:7: " in problems
    assert why in problems
    found = json.loads(out)
    assert found["coverage"]["messages"] == 6
    assert len(found["coverage"]["unread"]) == 1
    if name == "twice":
        assert found["coverage"]["unread"] == ["line 7"]


def test_what_is_wrong_beside_the_words_is_said_and_left_out(talk: Path, capsys):
    more = {"id": "z", "author": None, "text": "We meet on Mondays at noon.", "at": "soon"}
    talk.write_text(f"{talk.read_text('utf-8')}{json.dumps({**more, 'link': ['x']})}\n", "utf-8")

    assert main(["summarize", str(talk), "--words", "100"]) == 0

    out, problems = capsys.readouterr()
    assert f'{talk}:6: "link" must be text' in problems
    assert f'{talk}:6: "at" is no time' in problems
    assert "\nWe meet on Mondays at noon.\n" in out


def test_a_file_that_is_not_there_is_named_before_any_other_is_read(talk: Path, capsys):
    assert main(["summarize", str(talk), str(talk.parent / "none.jsonl")]) == 2

    out, problems = capsys.readouterr()
    assert out == ""
    assert problems == f"{talk.parent / 'none.jsonl'}: No such file or directory.\n"


def test_an_empty_file_is_an_empty_summary(tmp_path: Path, capsys):
    path = tmp_path / "empty.jsonl"
    path.touch()

    assert main(["summarize", str(path), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["themes"], found["coverage"]["messages"]) == ([], 0)


def test_by_itself_it_says_the_same_without_platforms_and_databases(talk: Path, capsys):
    assert main(["summarize", str(talk), "--json"]) == 0
    command = [sys.executable, "-X", "importtime", "-m", "bot", "summarize", str(talk), "--json"]

    alone = subprocess.run(command, capture_output=True, text=True, check=True)

    assert alone.stdout == capsys.readouterr().out
    loaded = {line.rpartition("|")[2].strip() for line in alone.stderr.splitlines()}
    assert "tokenizers" in loaded
    assert loaded.isdisjoint({"sqlalchemy", "slack_bolt", "botbuilder.core", "aiohttp"})


def test_by_itself_it_ends_as_every_other_word_does(talk: Path):
    command = [sys.executable, "-m", "bot", "summarize"]

    missing = subprocess.run([*command, "none.jsonl"], capture_output=True, text=True, check=False)
    wrong = subprocess.run([*command, str(talk), "--words", "0"], capture_output=True, check=False)

    assert (missing.returncode, missing.stderr) == (2, "none.jsonl: No such file or directory.\n")
    assert wrong.returncode == 2
    assert b"must be at least 1" in wrong.stderr


def test_of_many_open_questions_a_reader_sees_the_first_and_how_many_more(tmp_path: Path, capsys):
    said = [
        {"id": n, "author": f"P{n}", "text": f"Who pays for the {n}th interpreter hour?"}
        for n in range(11, 24)
    ]
    talk = tmp_path / "asked.jsonl"
    talk.write_text("\n".join(map(json.dumps, said)), "utf-8")

    assert main(["summarize", str(talk)]) == 0
    text = capsys.readouterr().out
    shown = text.partition("no reply found\n\n")[2].partition("\n\n")[0].splitlines()
    assert len(shown) == 9
    assert shown[-1] == "- and 5 more questions"


def grouped(question: dict[str, Any]) -> str:
    """One theme, in which each message gives its text, and one point that nobody made."""
    said = question["messages"]
    points = [
        {"message": m["id"], "person": m["person"], "quote": m["text"], "type": "idea"}
        for m in said
    ]
    points.append({**points[0], "quote": "Everybody agreed to stop."})
    theme = {"label": ["desk"], "messages": [m["id"] for m in said], "points": points}
    return json.dumps({"themes": [theme]})


def use(monkeypatch: pytest.MonkeyPatch, model: FakeModel, **settings: str) -> None:
    """Name the model in the environment."""
    env = {
        "MODEL_NAME": "fake_1",
        "MODEL_KEY": "sk-secret-key",
        "MODEL_URL": f"http://127.0.0.1:{model.port}/v1",
        **settings,
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)


def test_a_model_that_was_asked_is_disclosed(talk: Path, capsys, monkeypatch):
    pytest.importorskip("openai", reason="install the extra [model]")
    with serving(grouped) as model:
        use(monkeypatch, model)
        assert main(["summarize", str(talk), "--model", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert main(["summarize", str(talk), "--model", "--words", "40"]) == 0
        brief, beside = capsys.readouterr()

    assert found["model"] == {
        "name": "fake_1",
        "used": True,
        "chosen": 5,
        "dropped": {"quote": 1},
        "faults": {},
        "unread": [],
    }
    (theme,) = found["themes"]
    assert (theme["label"], theme["ids"]) == ("desk", [1, "b", "c", "d", "e"])
    told = (
        "Grouped, ordered and labelled by a language model, fake\\_1. It wrote none of this: every "
        "quote is its author's, and names were replaced before anything was sent. Of its answer, "
        "1 piece did not hold."
    )
    assert found["text"].endswith(f"Quoted from 5 of 5 messages.\n\n{told}")
    assert beside == f"{told}\n"
    assert brief.startswith("Ana: We ask every patient about language at the desk.\n")
    assert not any(
        name in json.dumps(model.heard) for name in ("Ana", "Ruiz", "Ben", "example.org")
    )


def test_a_model_that_fails_is_told_of_and_the_summary_is_made_without(
    talk: Path, capsys, monkeypatch
):
    pytest.importorskip("openai", reason="install the extra [model]")
    assert main(["summarize", str(talk)]) == 0
    without = capsys.readouterr().out
    with serving(grouped, statuses=[401]) as model:
        use(monkeypatch, model)
        assert main(["summarize", str(talk), "--model"]) == 0

    out, problems = capsys.readouterr()
    assert out == (
        f"{without}\nMade without the language model that was asked, fake\\_1 "
        "(it answered with an error).\n"
    )
    assert "sk-secret-key" not in out + problems


def test_a_model_is_asked_for_only_where_there_is_one(talk: Path, capsys, monkeypatch):
    assert main(["summarize", str(talk), "--model"]) == 2
    assert "--model needs MODEL_NAME" in capsys.readouterr().err

    monkeypatch.setitem(sys.modules, "anthropic", None)
    monkeypatch.setenv("MODEL_NAME", "m-1")
    monkeypatch.setenv("MODEL_KEY", "k")
    monkeypatch.setenv("MODEL_API", "anthropic")
    assert main(["summarize", str(talk), "--model"]) == 2
    out, problems = capsys.readouterr()
    assert out == ""
    assert problems == (
        "--model needs the package anthropic: install Roundtable with its extra [model].\n"
    )


def written(path: Path, *lines: dict[str, Any]) -> str:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in lines), "utf-8")
    return str(path)


def test_a_file_is_called_as_it_was_given(talk: Path, capsys, monkeypatch):
    monkeypatch.chdir(talk.parent)

    assert main(["summarize", "./talk.jsonl", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["file"] == "./talk.jsonl"


def test_what_is_not_read_left_out_and_taken_back_is_told(tmp_path: Path, capsys):
    path = written(
        tmp_path / "talk.jsonl",
        {"id": 1, "author": "Ana Ruiz", "text": "We print cards at the desk.", "anonymous": True},
        {"id": 2, "author": "Ben", "text": "As Ana Ruiz said, cards help. We use them too."},
        {"id": 3, "author": "Cho", "text": "We stopped the reminder calls."},
        {"id": 4, "author": "Cho", "text": "Scratch that."},
        {"id": 5, "author": "Dee"},
    )

    assert main(["summarize", path]) == 1

    text = capsys.readouterr().out
    assert "of 5 messages." in text
    assert "Not read: 1 message." in text
    assert "Left out of 1 message: what names somebody who is not to be named." in text
    assert "Nothing stands of 2 messages: all of it was taken back or left out." in text


def test_lines_that_are_counted_are_the_best(tmp_path: Path, capsys):
    path = written(
        tmp_path / "talk.jsonl",
        {"id": 1, "author": "Ana", "text": "Mondays are loud in there."},
        {
            "id": 2,
            "author": "Ben",
            "text": "We print 40 cards for the desk and send them to Bayview.",
        },
    )

    assert main(["summarize", path, "--words", "40", "--points", "1"]) == 0

    assert capsys.readouterr().out.startswith("Ben: We print 40 cards")


def test_what_a_terminal_would_obey_is_not_written(tmp_path: Path, capsys):
    link = "https://chat.example/1\x1b[2J"
    path = written(
        tmp_path / "talk.jsonl",
        {"id": 1, "author": "Ana\x1b[31m", "text": "We print cards at the desk.", "link": link},
    )

    assert main(["summarize", path]) == 0

    assert "\x1b" not in capsys.readouterr().out


def test_numbers_are_taken_as_spreadsheets_write_them(tmp_path: Path, capsys):
    path = written(
        tmp_path / "talk.jsonl",
        {"id": 2.0, "author": "Ben", "text": "We use them too at night.", "at": 1772442001.5},
        {"id": 1.0, "author": "Ana", "text": "We print cards at the desk.", "at": 1772442000.25},
    )

    assert main(["summarize", path, "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["background"] == [{"quote": "We print cards at the desk.", "ids": [1]}]


def test_a_terminal_that_knows_few_characters_gets_what_it_knows(tmp_path: Path):
    path = written(
        tmp_path / "talk.jsonl",
        {"id": 1, "author": "Ana", "text": "We say “ask twice” – always 🎉."},
    )

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "summarize", path],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"ask twice" in ended.stdout


def test_a_message_without_an_author_is_nobodys_by_name(tmp_path: Path, capsys):
    path = written(tmp_path / "talk.jsonl", {"id": 1, "text": "We print cards at the desk."})

    assert main(["summarize", path]) == 0

    assert "“We print cards at the desk.” — not named" in capsys.readouterr().out
