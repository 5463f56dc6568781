"""Cards in Microsoft's own renderer: it complains of nothing, and shows every letter as a letter."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.adapter import words_shown
from adapters.teams.wire import FormTag
from bot.protocol.cards import Button, Card, Field, Form, Option
from bot.protocol.text import Bullets, Fine, Heading, Link, Paragraph, Plain, Quote, Strong
from tests.teams.nodes import person

HERE = Path(__file__).parent / "node"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node is not here"),
    pytest.mark.skipif(
        not (HERE / "node_modules" / "adaptivecards").is_dir(),
        reason="Microsoft's renderer is not here: run `npm ci` in tests/teams/node",
    ),
]

SHOWN = words_shown()
HOSTILE = (
    "*b* _i_ [a](https://evil.example) <at>Ana</at> <b>x</b> &lt;b&gt; # ${x} "
    "{{DATE(2026-03-09T15:00:00Z, SHORT)}} {{{TIME(2026-03-09T15:00:00Z)}}} \\* שלום 👩🏽‍⚕️"
)
TEAMS_ONLY = {
    'Property "choices.data" is supported in version 1.6, but you are using version 1.5.',
    "An Input.ChoiceSet must have at least one choice defined.",
}
"""Said of the picker of people, which Teams fills from the directory."""


def rendered(*cards: Any) -> Sequence[dict[str, Any]]:
    """What the renderer says of each card."""
    assert NODE is not None
    lines = "".join(json.dumps(card) + "\n" for card in cards)
    done = subprocess.run(
        [NODE, "render.mjs"],
        cwd=HERE,
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def said(words: str) -> tuple[Plain, ...]:
    return (Plain(text=words),)


def test_members_words_are_shown_letter_by_letter():
    link = Link(url="https://example.org/m", label="here")
    card = Card(
        blocks=(
            Heading(nodes=said(HOSTILE)),
            Paragraph(nodes=(*said(HOSTILE + "\n" + HOSTILE), link)),
            Bullets(items=(said(HOSTILE), (Strong(text=HOSTILE),)), numbered=True),
            Quote(nodes=said(HOSTILE), by=said("Ben"), url="https://example.org/q"),
            Fine(nodes=said(HOSTILE)),
        )
    )
    [shown] = rendered(SHOWN.adaptive(card))
    assert shown["problems"] == []
    assert shown["lines"] == [
        HOSTILE,
        HOSTILE,
        HOSTILE + "here",
        "1. " + HOSTILE,
        "2. " + HOSTILE,
        HOSTILE,
        "— Ben ↗",
        HOSTILE,
    ]
    assert shown["links"] == ["https://example.org/m", "https://example.org/q"]


def test_every_button_can_be_reached():
    row = tuple(
        Button(label=f"Do {n}", action="x", confirm="Sure?" if n % 2 else None) for n in range(14)
    )
    [shown] = rendered(SHOWN.adaptive(Card(blocks=(Paragraph(nodes=said("x")),), buttons=row)))
    assert shown["problems"] == []
    assert shown["buttons"] == [f"Do {n}" for n in range(14)]


def test_a_form_is_filled_with_what_stands_in_it():
    days = tuple(Option(value=each, label=each) for each in ("mon, early", "tue", "wed"))
    form = Form(
        action="new",
        title="Set up a cohort",
        submit="Create",
        fields=(
            Field(name="name", label="Name", value="Spring", required=True),
            Field(name="why", label="Why", kind="text", value=HOSTILE),
            Field(name="day", label="Day", kind="choice", options=days, value="tue", required=True),
            Field(name="days", label="Days", kind="choices", options=days, value="tue,wed"),
            Field(name="people", label="People", kind="people", value=person(1).user),
            Field(name="starts", label="Starts", kind="date", value="2026-03-02"),
            Field(name="at", label="At", kind="time", value="10:00"),
        ),
    )
    tag = FormTag(form=form)
    window = SHOWN.dialog(tag)["task"]["value"]["card"]["content"]
    errors = {"starts": "That day has passed."}
    first, again, opens = rendered(window, SHOWN.form(tag, None, errors), SHOWN.asked(tag))
    for shown in (first, again):
        assert set(shown["problems"]) <= TEAMS_ONLY
        # Whom the picker shows is up to Teams.
        values = {each["id"]: each.get("value") for each in shown["inputs"]}
        values.pop("field:people")
        assert values == {
            "field:name": "Spring",
            "field:why": HOSTILE,
            "field:day": "tue",
            "field:days": "tue,wed",
            "field:starts": "2026-03-02",
            "field:at": "10:00",
        }
        assert shown["buttons"][-1] == "Create"
    assert "That day has passed." in again["lines"]
    assert (opens["problems"], opens["buttons"]) == ([], ["Open the form", "Fill in here"])


def test_the_renderer_complains_of_a_card_that_is_wrong():
    card = SHOWN.adaptive(Card(blocks=(Paragraph(nodes=said("x")),)))
    card["body"].append({"type": "Input.ChoiceSet", "id": "a", "choices": []})
    assert rendered(card)[0]["problems"] != []
