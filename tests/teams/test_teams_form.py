"""Forms as cards and windows: what was filled in comes back, and what is wrong stands at its field."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.teams import wire
from adapters.teams.adapter import words_shown
from adapters.teams.form import NONE
from adapters.teams.size import LARGEST, weight
from adapters.teams.wire import FormTag, Opens, Sends
from bot.protocol.cards import Field, Form, Kind, Option, Values
from bot.protocol.text import Paragraph, Plain
from tests.teams.cards import activity_problems, each, problems, texts
from tests.teams.nodes import BLOCKS, LETTERS, person

SHOWN = words_shown()
ANA, BEN = person(1).user, person(2).user

OPTIONS = tuple(Option(value=f"v{n}, no. {n}", label=f"Option {n}") for n in range(150))
FORM = Form(
    action="new-cohort",
    title="Set up a cohort",
    submit="Create",
    intro=(Paragraph(nodes=(Plain(text="What is it called?"),)),),
    args={"cohort": "c1"},
    fields=(
        Field(name="name", label="Name", value="Spring", required=True, hint="Short", limit=80),
        Field(name="purpose", label="Purpose", kind="text", value="Why & how"),
        Field(name="quoted", label="Quoted", kind="choice", options=OPTIONS[:3], value=OPTIONS[1].value, required=True),
        Field(name="programme", label="Programme", kind="choice", options=OPTIONS[:3], value=OPTIONS[2].value),
        Field(name="host", label="Host", kind="choice", options=OPTIONS, value=OPTIONS[149].value, required=True),
        Field(name="days", label="Days", kind="choices", options=tuple(Option(value=d, label=d) for d in ("mon", "tue", "wed")), value="mon, wed"),
        Field(name="weeks", label="Weeks", kind="choices", options=tuple(Option(value=f"w{n}", label=f"{n}") for n in range(60)), value="w0,w59"),
        Field(name="person", label="Person", kind="person", value=ANA),
        Field(name="people", label="People", kind="people", value=f"{ANA}, {BEN}"),
        Field(name="starts", label="Starts", kind="date", value="2026-03-02"),
        Field(name="at", label="At", kind="time", value="10:00"),
    ),
)  # fmt: skip
UNCHANGED: Values = {
    "name": "Spring",
    "purpose": "Why & how",
    "quoted": OPTIONS[1].value,
    "programme": OPTIONS[2].value,
    "host": OPTIONS[149].value,
    "days": ("mon", "wed"),
    "weeks": ("w0", "w59"),
    "person": ANA,
    "people": (ANA, BEN),
    "starts": "2026-03-02",
    "at": "10:00",
}
TAG = FormTag(form=FORM, channel="19:team/19:room")
SMALL = Form(
    action="answer", title="Answer", submit="Keep it", fields=(Field(name="a", label="A"),)
)
KINDS = ("Input.Text", "Input.ChoiceSet", "Input.Date", "Input.Time")


def inputs(card: Any) -> dict[str, Any]:
    """The inputs of a card by their ids."""
    return {each["id"]: each for each in each(card, *KINDS)}


def sent(card: Any, **filled: str) -> tuple[Sends, Values]:
    """What comes back if the form's button is pressed: what it means and the fields' values, where
    nobody touched those that are not ``filled``."""
    [action] = card["actions"]
    stands = {id: shown["value"] for id, shown in inputs(card).items() if "value" in shown}
    typed = {wire.input_id(name): value for name, value in filled.items()}
    pressed = json.loads(json.dumps({**action["data"], **stands, **typed}))
    deed = wire.deed(pressed)
    assert isinstance(deed, Sends)
    return deed, wire.values(deed.tag.form, pressed)


def window(answer: Any) -> dict[str, Any]:
    """The card of the answer that opens a window."""
    assert answer["task"]["type"] == "continue"
    card = answer["task"]["value"]["card"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    return card["content"]


@pytest.mark.parametrize("card", [SHOWN.form(TAG), window(SHOWN.dialog(TAG))])
def test_a_form_nobody_touched_comes_back_as_it_was(card: Any):
    assert problems(card) == []
    deed, values = sent(card)
    assert values == UNCHANGED
    assert (deed.tag.form.action, deed.tag.form.args) == ("new-cohort", {"cohort": "c1"})
    assert deed.tag.channel == "19:team/19:room"


def test_a_form_of_empty_fields_comes_back_empty():
    fields = tuple(
        Field(name=f.name, label=f.label, kind=f.kind, options=f.options) for f in FORM.fields
    )
    card = SHOWN.form(FormTag(form=Form(action="x", title="x", submit="x", fields=fields)))
    assert problems(card) == []
    assert all("value" not in shown for shown in inputs(card).values())
    assert sent(card)[1] == {
        name: () if isinstance(value, tuple) else "" for name, value in UNCHANGED.items()
    }


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays():
    typed = {**UNCHANGED, "name": "", "starts": "2020-01-01", "days": ("tue",), "people": (BEN,)}
    errors = {"name": "It needs a name.", "starts": "That day has passed."}
    for card in (SHOWN.form(TAG, typed, errors), window(SHOWN.dialog(TAG, typed, errors))):
        assert problems(card) == []
        assert sent(card)[1] == typed
        body = card["body"]
        after = {e["id"]: texts(body[n + 1 : n + 2]) for n, e in enumerate(body) if "id" in e}
        assert after["field:name"] == ["It needs a name."]
        assert after["field:starts"] == ["That day has passed."]
        assert after["field:purpose"] == []
        assert "Short" in texts(card)  # the hint is still there
        red = [run["text"] for run in each(card, "TextRun") if run.get("color") == "Attention"]
        assert red == [
            "This is not sent yet. What needs a change is marked below.",
            *errors.values(),
        ]


def test_what_is_wrong_with_no_field_stands_above_them_all():
    card = SHOWN.form(TAG, UNCHANGED, {"elsewhere": "Someone else changed it."})
    shown = texts(card)
    assert shown.index("Someone else changed it.") < shown.index("Short")
    assert problems(card) == []


def test_a_form_can_be_corrected_again_and_again():
    card = SHOWN.form(TAG)
    for name in ("", "Autumn", "Winter"):
        deed, values = sent(card, name=name)
        assert values == {**UNCHANGED, "name": name}
        card = SHOWN.form(deed.tag, values, {"name": "No."})
    assert texts(card)[0] == "Set up a cohort"


def test_who_leaves_out_what_is_needed_is_told_by_the_client():
    shown = inputs(SHOWN.form(TAG))
    needed = {id for id, each in shown.items() if each.get("isRequired")}
    assert needed == {"field:name", "field:quoted", "field:host"}
    assert shown["field:name"]["errorMessage"] == "Please fill this in."


def test_each_kind_of_field_has_its_input():
    shown = inputs(SHOWN.form(TAG))
    assert shown["field:name"]["maxLength"] == 80
    assert "isMultiline" not in shown["field:name"]
    assert shown["field:purpose"]["isMultiline"] is True
    styles = {id: each["style"] for id, each in shown.items() if "style" in each}
    assert styles == {
        "field:quoted": "expanded",
        "field:programme": "compact",
        "field:host": "filtered",
        "field:days": "expanded",
        "field:weeks": "compact",
    }
    assert (shown["field:starts"]["type"], shown["field:at"]["type"]) == (
        "Input.Date",
        "Input.Time",
    )


def test_people_are_found_in_the_directory():
    shown = inputs(SHOWN.form(TAG))
    for name, several in (("person", False), ("people", True)):
        picker = shown[wire.input_id(name)]
        assert picker["choices.data"] == {
            "type": "Data.Query",
            "dataset": "graph.microsoft.com/users",
        }
        assert picker["isMultiSelect"] is several


def test_a_choice_that_may_stay_open_can_be_taken_back():
    card = SHOWN.form(TAG)
    first = inputs(card)["field:programme"]["choices"][0]
    assert first == {"title": "No choice", "value": NONE}
    _, values = sent(card, programme=NONE)
    assert str(values["programme"]).strip() == ""
    assert NONE not in [c["value"] for c in inputs(card)["field:quoted"]["choices"]]


def test_a_value_longer_than_its_field_allows_is_not_cut():
    field = Field(name="a", label="A", value="x" * 50, limit=10)
    card = SHOWN.form(FormTag(form=Form(action="x", title="x", submit="x", fields=(field,))))
    assert inputs(card)["field:a"]["maxLength"] == 50


def test_a_small_form_is_filled_in_where_it_was_asked_for():
    card = SHOWN.asked(FormTag(form=SMALL))
    assert card == SHOWN.form(FormTag(form=SMALL))
    [action] = card["actions"]
    assert (action["type"], action["title"], action["style"]) == (
        "Action.Execute",
        "Keep it",
        "positive",
    )
    assert action["fallback"]["data"] == action["data"]


def test_a_large_form_is_opened_in_a_window_or_in_its_place():
    card = SHOWN.asked(TAG)
    assert activity_problems(SHOWN.wrap(card)) == []
    assert texts(card) == ["Set up a cohort", "What is it called?"]
    assert inputs(card) == {}
    opens, here = card["actions"]
    assert (opens["type"], opens["data"]["msteams"]) == ("Action.Submit", {"type": "task/fetch"})
    assert wire.deed(opens["data"]) == Opens(tag=TAG)
    assert here["type"] == "Action.Execute"
    assert wire.deed(here["data"]) == Opens(tag=TAG)


def test_a_window_has_the_forms_title_once_and_a_plain_submit():
    task = SHOWN.dialog(TAG)["task"]["value"]
    assert (task["title"], task["height"]) == ("Set up a cohort", "large")
    card = window(SHOWN.dialog(TAG))
    assert "Set up a cohort" not in texts(card)
    [action] = card["actions"]
    # Windows know no Action.Execute.
    assert (action["type"], "fallback" in action) == ("Action.Submit", False)
    assert sent(card)[0].dialog
    assert SHOWN.dialog(FormTag(form=SMALL))["task"]["value"]["height"] == "medium"


def test_a_form_that_was_sent_leaves_a_line_in_its_place():
    card = SHOWN.sent(TAG)
    assert texts(card) == ["Sent: “Set up a cohort”."]
    assert activity_problems(SHOWN.wrap(card)) == []


def test_a_sealed_form_says_so_when_it_comes_back():
    sealed = Form(action="ask", title="Ask", submit="Send", fields=(), sealed=True)
    assert sent(SHOWN.form(FormTag(form=sealed, direct=True)))[0] == Sends(
        tag=FormTag(form=sealed, direct=True)
    )


def test_opening_words_are_cut_before_a_field_is_lost():
    words = tuple(Paragraph(nodes=(Plain(text="word " * 500),)) for _ in range(5))
    long = "x" * 15_000
    fields = (Field(name="a", label="A", kind="text", limit=20_000),)
    form = Form(action="x", title="x", submit="x", fields=fields, intro=words)
    for n, card in enumerate(
        (SHOWN.form(FormTag(form=form), {"a": long}), window(SHOWN.dialog(FormTag(form=form), {"a": long})))
    ):  # fmt: skip
        assert activity_problems(SHOWN.wrap(card)) == []
        assert inputs(card)["field:a"]["value"] == long
        assert sent(card)[0].dialog is bool(n)


def test_a_form_too_large_to_be_carried_is_an_error_and_not_a_cut():
    large = Form(action="x", title="x", submit="x", fields=(), args={"a": "x" * 30_000})
    for show in (SHOWN.form, SHOWN.asked, SHOWN.dialog):
        with pytest.raises(wire.TooLarge):
            show(FormTag(form=large))
    typed = Form(action="x", title="x", submit="x", fields=SMALL.fields)
    with pytest.raises(wire.TooLarge):
        SHOWN.form(FormTag(form=typed), {"a": "x" * 60_000})
    assert activity_problems(SHOWN.activity(SHOWN.too_large)) == []


def test_a_form_that_fits_but_for_the_oldest_clients_is_shown_to_the_others():
    hint = "é" * 10_800
    fields = tuple(replace(each, hint=hint) for each in SMALL.fields)
    args = {"a": "é" * 1_500}
    form = Form(action="x", title="x", submit="x", fields=fields, args=args)
    card = SHOWN.form(FormTag(form=form), {"a": "y" * 14_000})
    assert "fallback" not in card["actions"][0]
    assert activity_problems(SHOWN.wrap(card)) == []
    assert sent(card)[0].tag.form.args == form.args
    asked = SHOWN.asked(FormTag(form=form))
    assert activity_problems(SHOWN.wrap(asked)) == []


def test_labels_and_options_are_read_as_letters():
    options = (Option(value="a", label="*Dee* [x](https://evil.example)"),)
    field = Field(name="keep", label="Keep", kind="choices", options=options)
    card = SHOWN.form(FormTag(form=Form(action="x", title="x", submit="x", fields=(field,))))
    [title] = [choice["title"] for choice in inputs(card)["field:keep"]["choices"]]
    assert "](" not in title
    assert "*Dee*" not in title


KIND: st.SearchStrategy[Kind] = st.sampled_from(
    ["line", "text", "choice", "choices", "person", "people"]
)
WHOLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
OPTION = st.builds(Option, value=WHOLE | st.just("a, b%2C"), label=LETTERS)
FIELDS = st.lists(
    st.builds(
        Field,
        name=st.text("abcdef", min_size=1, max_size=9),
        label=LETTERS,
        kind=KIND,
        options=st.lists(OPTION, min_size=1, max_size=8, unique_by=lambda o: o.value).map(tuple),
        hint=LETTERS | st.just(""),
        required=st.booleans(),
        limit=st.integers(1, 5000),
    ),
    max_size=4,
    unique_by=lambda field: field.name,
).map(tuple)
FORMS = st.builds(
    Form,
    action=st.just("act"),
    title=LETTERS,
    submit=LETTERS,
    fields=FIELDS,
    intro=st.lists(BLOCKS, max_size=2).map(tuple),
    sealed=st.booleans(),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(FORMS, st.data())
def test_no_form_breaks_a_limit_and_whatever_was_chosen_comes_back(form: Form, data: Any):
    tag, values = FormTag(form=form), dict[str, str | tuple[str, ...]]()
    for field in form.fields:
        chosen = st.sampled_from([option.value for option in field.options])
        match field.kind:
            case "choice":
                values[field.name] = data.draw(chosen)
            case "choices":
                values[field.name] = tuple(data.draw(st.lists(chosen, unique=True)))
            case "people":
                values[field.name] = tuple(data.draw(st.lists(st.sampled_from([ANA, BEN]))))
            case _:
                values[field.name] = data.draw(LETTERS)
    errors = {field.name: data.draw(LETTERS) for field in form.fields[:2]}
    try:
        cards = (SHOWN.form(tag, values, errors), window(SHOWN.dialog(tag, values, errors)))
        asked = SHOWN.asked(tag)
    except wire.TooLarge:
        return
    for card in (*cards, asked):
        assert activity_problems(SHOWN.wrap(card)) == []
        assert weight(SHOWN.wrap(card)) <= LARGEST
    for card in cards:
        assert sent(card)[1] == values
