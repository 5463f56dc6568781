"""Prompts, programmes and agreements as they are read from files and looked up by name."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.text.library import (
    FollowUp,
    Library,
    Link,
    Stage,
    Week,
    default_dir,
    from_dict,
    load,
    to_dict,
)
from bot.text.prompt import UNCREDITED_KINDS

Write = Callable[[str, str], Path]

SMALL = """\
---
title: Small
kind: icebreaker
---
Say something small.
"""


def test_a_prompt_is_read_with_all_its_settings(write: Write) -> None:
    folder = write(
        "library/late-call.md",
        """\
        ---
        title: "Calls: the last one"
        kind: case
        credit: Project ECHO’s case presentation
        open: 10 days
        hold_answers: 24 hours
        ask_ahead: no
        form: challenge
        tags: [No, 10:00]
        stages:
          - day: 4
            text: Later.
          - day: 1
            text: |
              First.

              - then this
        follow_up: {after: 3 days, text: "And {theme}?"}
        material:
          - title: A page
            url: https://example.org/a?b=c
        ---

        Who calls {cohort}?
        """,
    )
    prompt = load(folder).prompts["late-call"]
    assert prompt.title == "Calls: the last one"
    assert prompt.body == "Who calls {cohort}?"
    assert prompt.open == timedelta(days=10)
    assert prompt.hold_answers == timedelta(hours=24)
    assert prompt.ask_ahead is False
    assert prompt.form == "challenge"
    assert prompt.tags == ("No", "10:00")
    assert prompt.stages == (
        Stage(day=1, text="First.\n\n- then this"),
        Stage(day=4, text="Later."),
    )
    assert prompt.follow_up == FollowUp(after=timedelta(days=3), text="And {theme}?")
    assert prompt.material == (Link(title="A page", url="https://example.org/a?b=c"),)
    assert prompt.source == "library/late-call.md"


def test_what_is_left_out_has_a_default(write: Write) -> None:
    prompt = load(write("library/small.md", SMALL)).prompts["small"]
    assert (prompt.open, prompt.hold_answers, prompt.ask_ahead) == (timedelta(days=7), None, True)
    assert (prompt.stages, prompt.follow_up, prompt.form, prompt.material) == ((), None, None, ())


@pytest.mark.parametrize("kind", ["case", "challenge", "role-play"])
def test_material_of_members_always_goes_through_a_form(write: Write, kind: str) -> None:
    text = SMALL.replace("icebreaker", f"{kind}\ncredit: somebody")
    assert load(write("library/small.md", text)).prompts["small"].form == kind


def test_a_programme_and_an_agreement_are_read(write: Write) -> None:
    write("library/small.md", SMALL)
    write("agreements/agreement.md", "---\ntitle: A\nversion: 1.10\n---\nBe kind.\n")
    folder = write(
        "programmes/two.md",
        """\
        ---
        title: Two
        at: 10:00
        every: 14 days
        weeks:
          - {week: 3, prompt: small}
          - {week: 1, prompt: small}
        ---
        For a start.
        """,
    )
    library = load(folder)
    programme = library.programmes["two"]
    assert (programme.at, programme.every, programme.open) == (time(10), timedelta(days=14), None)
    assert programme.weeks == (Week(week=1, prompt="small"), Week(week=3, prompt="small"))
    assert programme.about == "For a start."
    assert library.agreements["agreement"].version == "1.10"


def test_files_from_windows_are_read(write: Write) -> None:
    folder = write("library/small.md", "")
    text = SMALL.replace("\n", "\r\n")
    (folder / "library/small.md").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load(folder).prompts["small"].body == "Say something small."


def test_readme_hidden_files_and_other_rooms_are_passed_over(write: Write) -> None:
    write("library/small.md", SMALL)
    write("library/.DS_Store", "x")
    write("library/small.md~", "x")
    write("rehearsals/one.yaml", "x")
    assert list(load(write("README.md", "Read me.")).prompts) == ["small"]


def test_a_later_folder_takes_the_place_of_an_earlier_one_by_name(tmp_path: Path) -> None:
    for folder, title in (("shipped", "Theirs"), ("own", "Mine")):
        (tmp_path / folder / "library").mkdir(parents=True)
        text = SMALL.replace("Small", title)
        (tmp_path / folder / "library/small.md").write_text(text)
    (tmp_path / "shipped/library/other.md").write_text(SMALL)
    library = load(tmp_path / "shipped", tmp_path / "own")
    assert library.prompts["small"].title == "Mine"
    assert library.prompts["other"].title == "Small"


def test_ones_own_programme_may_name_shipped_prompts(write: Write, tmp_path: Path) -> None:
    own = write(
        "programmes/mine.md",
        """\
        ---
        title: Mine
        weeks: [{week: 1, prompt: introductions}]
        ---
        Hello.
        """,
    )
    assert load(default_dir(), own).programmes["mine"].weeks[0].prompt == "introductions"


def test_every_shipped_prompt_credits_its_method(shipped: Library) -> None:
    methodical = [each for each in shipped.prompts.values() if each.kind not in UNCREDITED_KINDS]
    assert [each.name for each in methodical if not each.credit] == []


def test_a_prompt_is_found_however_its_name_is_typed(shipped: Library) -> None:
    assert shipped.prompt("Bring a Challenge") is shipped.prompts["bring-a-challenge"]
    assert shipped.programme("First Weeks") is shipped.programmes["first-weeks"]
    assert shipped.prompt("nothing-of-the-kind") is None


def test_a_slip_is_answered_with_close_names(shipped: Library) -> None:
    assert shipped.near("bring-a-chalenge")[0].name == "bring-a-challenge"
    assert shipped.near("hello from were you are")[0].name == "introductions"
    assert "resource-swap" in [each.name for each in shipped.near("swap")]
    assert shipped.near("xyzzy") == []


def test_prompts_are_called_by_title_and_several_may_have_the_same(shipped: Library) -> None:
    (found,) = shipped.called("HELLO, from where  you are")
    assert found.name == "introductions"
    own = replace(shipped.prompts["plain-words"], title="Hello from where you are")
    assert {each.name for each in shipped.called(found.title, [own])} == {
        "introductions", "plain-words",
    }  # fmt: skip
    assert shipped.called("…") == []


def test_search_puts_the_name_first_and_the_body_last(shipped: Library) -> None:
    assert shipped.search("halfway")[0].name == "halfway"
    found = [prompt.name for prompt in shipped.search("challenge")]
    assert found[0] == "bring-a-challenge"
    assert found.index("plan-before-it-starts") > 0
    assert {p.kind for p in shipped.search("PDSA")} == {"small-step"}


def test_search_wants_every_word(shipped: Library) -> None:
    assert [p.name for p in shipped.search("front-desk role-play")] == ["the-first-sentence"]
    assert shipped.search("front-desk xyzzy") == []
    assert len(shipped.search(" ")) == len(shipped.prompts)


def test_a_snapshot_survives_json(shipped: Library) -> None:
    for prompt in shipped.prompts.values():
        edited = replace(prompt, body="Edited.")
        assert from_dict(json.loads(json.dumps(to_dict(edited)))) == edited


@pytest.mark.parametrize(
    ("said", "name", "word"),
    [
        ("We disagree about collecting this data.", "how-we-disagree", "disagree"),
        ("I am worn out after late shifts.", "the-end-of-the-shift", "shifts"),
        ("My colleagues say they have no time for it.", "the-colleague-without-time", "colleagues"),
        ("Nobody at the front desk asks for the language.", "word-for-word", "language"),
    ],
    ids=["disagree", "shifts", "colleagues", "front desk"],
)
def test_prompts_are_suggested_that_fit_what_was_said(
    shipped: Library, said: str, name: str, word: str
) -> None:
    fits = {fit.prompt: fit.words for fit in shipped.fitting([said])}
    # The words are told as they were said, not as they are compared.
    assert word in fits[name]
    assert shipped.fitting(["Nothing."]) == []
    assert len(shipped.fitting([said, "The form, the case, the hand-off."], most=2)) == 2
