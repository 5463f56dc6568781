"""Mistakes in prompt files: each is told by file and line, all of them at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from bot.text.library import load
from tests.text.problems import told

Write = Callable[[str, str], Path]

SMALL = """\
---
title: Small
kind: icebreaker
---
Say something small.
"""


def told_of(write: Write, settings: str, body: str = "Say something.") -> list[str]:
    """What is wrong with a prompt, by line, that has these `settings` from line 4 on."""
    head = "---\ntitle: T\nkind: icebreaker\n"
    folder = write("library/p.md", f"{head}{dedent(settings).strip()}\n---\n{body}\n")
    return [line.removeprefix("library/p.md:") for line in told(folder)]


def test_every_problem_of_every_file_is_told_at_once(write: Write) -> None:
    write("library/one.md", "---\ntitle: One\nkind: icebreakr\nopne: 7 days\n---\nHi {cohrt}.\n")
    write("agreements/agreement.md", "---\ntitle: A\n---\nBe kind.\n")
    folder = write(
        "programmes/first.md",
        """\
        ---
        title: First
        at: 10
        weeks:
          - week: 1
            prompt: onee
        ---
        For a start.
        """,
    )
    problems = told(folder)
    assert [p.partition(": ")[0] for p in problems] == [
        "agreements/agreement.md:2",
        "library/one.md:3",
        "library/one.md:4",
        "library/one.md:6",
        "programmes/first.md:3",
        "programmes/first.md:6",
    ]
    assert "“version” is missing" in problems[0]
    assert problems[1].endswith("(did you mean icebreaker?)")
    assert problems[2] == "library/one.md:4: unknown key “opne” (did you mean open?)"
    assert problems[3].endswith("(did you mean {cohort}?)")
    assert problems[4].endswith("(did you mean 10:00?)")
    assert problems[5] == ("programmes/first.md:6: there is no prompt “onee” (did you mean one?)")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("open: 7", "4: “7” is no duration; write it like 24 hours or 7 days (did you mean 7 days?)"),
        ("open: 0 days", "4: “0 days” is no duration; write it like 24 hours or 7 days"),
        ("open: 99999 weeks", "4: “99999 weeks” is no duration; write it like 24 hours or 7 days"),
        ("open:", None),
        ("ask_ahead: false", None),
        ("ask_ahead: maybe", "4: “maybe” must be yes or no"),
        ("material: [https://example.org/a]", None),
        ("material: [somewhere]", "4: “somewhere” must begin with https:// or http://"),
        ("tags: one, two", "4: “tags” must be a list, with a dash before each entry"),
        ("tags: [{a: b}]", "4: “tags” must be a list of words"),
        ("form: chalenge", "4: “chalenge” is none of case, challenge, role-play (did you mean challenge?)"),
        ("title: Again", "4: “title” stands here a second time"),
        ("credit: [a]", "4: “credit” must be text, not a list"),
        ("stages:\n  - first", "5: an entry of “stages” needs day: and text:"),
        ("stages:\n  - text: Hi", "5: “day” is missing"),
        ("stages:\n  - day: 0\n    text: Hi", "5: “0” must be a whole number from 1 to 999"),
        ("stages:\n  - {day: 1, text: Hi}\n  - {day: 1, text: Ho}", "6: day 1 stands here a second time"),
        ("stages:\n  - {day: 7, text: Hi}", "5: day 7 comes after the discussion has closed"),
        ("follow_up: later", "4: “follow_up” needs after: and text: on lines below it"),
        ("follow_up:\n  after: 3 days", "5: “text” is missing"),
        ("follow_up: {after: 1 week, text: Hi}", "4: the follow-up comes after the discussion has closed"),
        ("hold_answers: 8 days", "4: the answers would be held until after the discussion has closed"),
        ("material:\n  - {title: A, url: www.a.org}", "5: “www.a.org” must begin with https:// or http://"),
        ("material:\n  - {title: A, url: 'javascript:1'}", "5: “javascript:1” must begin with https:// or http://"),
        ("? [a]\n: b", "4: unknown key “?”"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_told_by_line(write: Write, settings: str, problem: str | None) -> None:
    if problem is None:
        folder = write("library/p.md", SMALL.replace("---\nSay", f"{settings}\n---\nSay"))
        assert load(folder).prompts["p"].open == timedelta(days=7)
    else:
        assert told_of(write, settings) == [problem]


def test_a_wrong_placeholder_is_told_by_the_line_it_stands_on(write: Write) -> None:
    settings = """
    stages:
      - day: 1
        text: |
          For {theme}.

          {{this}} is fine, {members} is not.
    follow_up: {after: 2 days, text: "{moderator}?"}
    """
    problems = told_of(write, settings, body="Hi.\n\nTo {cohort.__class__}, { and {} too.")
    assert [(p.split(":")[0], re.findall(r"“(.*?)”", p)) for p in problems] == [
        ("9", ["{members}"]),
        ("10", ["{moderator}"]),
        ("14", ["{cohort.__class__}"]),
        ("14", ["{"]),
        ("14", ["{}"]),
    ]
    assert problems[1].endswith("(did you mean {moderators}?)")


def test_braces_around_a_list_are_no_placeholders(write: Write) -> None:
    text = SMALL.replace("---\nSay", "follow_up: {after: 1 day, text: Hi}\n---\nSay")
    assert load(write("library/p.md", text)).prompts["p"].follow_up is not None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: no front matter: the first line must be ---"),
        ("Hello", "1: no front matter: the first line must be ---"),
        ("---\ntitle: T\nHello", "1: the front matter has no end: a line --- must close it"),
        ("---\n---\nHello", "2: the front matter must be lines of the form key: value"),
        ("---\n- a\n---\nHello", "2: the front matter must be lines of the form key: value"),
        ("---\ntitle: T\nkind: icebreaker\n---\n\n", "5: there is no text below the front matter"),
        ("---\nkind: icebreaker\n---\nHi", "2: “title” is missing"),
        ("---\ntitle: T\n---\nHi", "2: “kind” is missing"),
        ("---\ntitle:\nkind: icebreaker\n---\nHi", "2: “title” is empty"),
        ("---\ntitle: Hi {theme}\nkind: icebreaker\n---\nHi", "2: a title is shown as it is; no braces in it"),
        (f"---\ntitle: {'x' * 101}\nkind: icebreaker\n---\nHi", "2: the title is longer than 100 characters"),
        (f"{SMALL}{'x' * 2500}", "5: the text is longer than 2,500 characters"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told(write: Write, text: str, problem: str) -> None:
    assert told(write("library/p.md", text)) == [f"library/p.md:{problem}"]


def test_yaml_that_cannot_be_read_is_told_by_line(write: Write) -> None:
    [colon] = told(write("library/p.md", "---\nkind: icebreaker\ntitle: Calls: late\n---\nHi\n"))
    assert colon.startswith("library/p.md:3: the front matter is not YAML:")
    assert colon.endswith("needs quotes")
    [bell] = told(write("library/p.md", "---\ntitle: a\x07\n---\nHi\n"))
    assert bell == "library/p.md:2: the front matter has a character that YAML does not allow"


def test_a_file_in_another_encoding_is_told(write: Write) -> None:
    folder = write("library/p.md", "")
    (folder / "library/p.md").write_bytes("---\ntitle: Café\n".encode("latin-1"))
    assert told(folder) == [
        "library/p.md:2: this file is not in UTF-8; save it again with that encoding"
    ]


def test_files_that_would_be_missed_are_told(write: Write) -> None:
    write("library/small.md", SMALL)
    write("library/mine/small.md", SMALL)
    write("library/My Prompt.md", SMALL)
    write("library/notes.md.txt", SMALL)
    write("libary/p.md", SMALL)
    folder = write("p.md", SMALL)
    problems = told(folder)
    assert [p.partition(":1: ")[0] for p in problems] == [
        "libary",
        "library/My Prompt.md",
        "library/notes.md.txt",
        "library/small.md",
        "p.md",
    ]
    assert problems[0].endswith("(did you mean library?)")
    assert problems[1].endswith("(did you mean my-prompt.md?)")
    assert problems[2].endswith("(did you mean notes.md?)")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "none") == [f"{tmp_path}/none:1: there is no such folder of prompts"]


def test_a_programme_is_held_against_its_prompts(write: Write) -> None:
    write("library/long.md", SMALL.replace("---\nSay", "stages: [{day: 5, text: Hi}]\n---\nSay"))
    write("library/broken.md", "Hello")
    folder = write(
        "programmes/first.md",
        """\
        ---
        title: First
        every: 36 hours
        open: 5 days
        weeks:
          - {week: 1, prompt: long}
          - {week: 1, prompt: long}
          - {week: 2, prompt: broken}
        ---
        For a start.
        """,
    )
    late = "day 5 comes after the discussion has closed"
    assert told(folder) == [
        "library/broken.md:1: no front matter: the first line must be ---",
        "programmes/first.md:3: “every” must be whole days or weeks",
        f"programmes/first.md:6: “long” does not fit into “open”: {late}",
        "programmes/first.md:7: week 1 stands here a second time",
    ]


def test_a_programme_without_weeks_is_told(write: Write) -> None:
    folder = write("programmes/first.md", "---\ntitle: First\n---\nHello.\n")
    assert told(folder) == [
        "programmes/first.md:2: “weeks” is missing: name a prompt for each week"
    ]
