"""Scripts are read as strings, and all their problems are told at once."""

from datetime import UTC, date, datetime

import pytest

from bot.rehearsal import steps
from bot.rehearsal.reading import ScriptError
from bot.rehearsal.script import load

GOOD = """\
cohort: {name: Spring, theme: No, time_zone: America/New_York, starts: 2026-03-02,
         program: first-weeks}
people:
  ana: {name: Ana Ruiz, role: moderator}
  ben: {name: Ben Okafor, role: member, time_zone: America/Los_Angeles, manager: ana}
  cal: {name: Cal Ito, role: none}
script:
  - at: 2026-03-02 10:15
  - wait: 2 days
  - say: {who: ben, text: "10:00", to: prompt, as: m1}
  - fill: {who: ana, form: {"Days": [Mon, No], "On": yes, "Note": ""}}
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "s.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return read


@pytest.fixture
def problems(read, tmp_path):
    def problems(text):
        with pytest.raises(ScriptError) as caught:
            read(text)
        start = f"{tmp_path / 's.yaml'}:"
        return [problem.removeprefix(start) for problem in caught.value.problems]

    return problems


def test_a_script_is_read_with_every_scalar_a_string(read):
    script = read(GOOD)
    assert script.cohort.theme == "No"
    assert script.cohort.starts == date(2026, 3, 2)
    assert script.cohort.programme == "first-weeks"
    assert script.begins == datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert script.agreed == ("ana", "ben")
    assert script.people[1].manager == "ana"
    at, wait, say, fill = script.steps
    assert at == steps.At(line=8, time=datetime(2026, 3, 2, 10, 15))
    assert wait == steps.Wait(line=9, amount=2, unit="day")
    assert say == steps.Say(line=10, who="ben", text="10:00", to="prompt", label="m1")
    assert isinstance(fill, steps.Fill)
    assert fill.form == {"Days": ("Mon", "No"), "On": "yes", "Note": ""}


def test_all_problems_are_told_at_once_in_order_with_a_suggestion(problems):
    assert problems("""\
cohort: {name: Spring, time_zone: Asia/Tokio, starts: 2 March, them: x}
people:
  ana: {name: Ana, role: moderater}
  ben: {nmae: Ben, time_zone: UTC}
agreed: [bne]
script:
  - wait: 2 moons
  - sya: {who: ben, text: Hi}
  - say: {who: bne, text: Hi}
  - edit: {who: ben, what: m1, text: Hi}
  - expect: {who: ben}
  - at: noon
""") == [
        "1: the cohort has no key 'them'; did you mean 'theme'?",
        "1: time_zone: 'Asia/Tokio' is no time zone; did you mean 'Asia/Tokyo'?",
        "1: starts: '2 March' is no date such as 2026-03-02",
        "2: a cohort needs someone with 'role: moderator'",
        "3: role: 'moderater' is not known; did you mean 'moderator'?",
        "4: ben has no key 'nmae'; did you mean 'name'?",
        "4: ben needs 'name'",
        "5: agreed: 'bne' is nobody in the room; did you mean 'ben'?",
        "7: '2 moons' is no span such as “1 day”; units: minutes, hours, days, weeks",
        "8: a step has no key 'sya'; did you mean 'say'?",
        "9: nobody is called 'bne'; did you mean 'ben'?",
        "10: no earlier step says 'as:' 'm1'",
        "11: 'expect' needs 'sees' or 'not_sees'",
        "12: 'noon' is no time of the cohort such as 2026-03-02 10:15",
    ]


STEP_PROBLEMS = [
    ("say: {who: ben, text: Hi, room: two}", "reserved"),
    ("say: {who: ben, text: Hi, to: rom}", "did you mean 'room'?"),
    ("say: {who: ben, text: Hi, as: dm}", "cannot be called"),
    ("say: {who: ben, text: [Hi]}", "must be one text"),
    ("say: {who: ben}", "needs 'text'"),
    ("say: ben", "key: value"),
    ("{wait: 1 day, at: 2026-03-02 10:00}", "one “key: value”"),
    ("wait", "one “key: value”"),
    ("wait: [1]", "one value"),
    ("at: 2026-03-02T10:00+01:00", "no time of the cohort"),
    ("fill: {who: ben}", "needs 'form'"),
    ("fill: {who: ben, form: {A: {b: c}}}", "a text or a list"),
    ("command: {who: ben, text: /cohort, in: thread}", "'thread' is not known"),
    ("press: {who: ben, button: ''}", "is empty"),
    ("press: {who: ben, who: ana, button: Go}", "twice"),
    ("react: {who: ben, emoji: bulb, to: room}", "no earlier step"),
    ("expect: {who: ben, sees: ''}", "is empty"),
]


@pytest.mark.parametrize(("step", "told"), STEP_PROBLEMS)
def test_a_step_that_is_wrong_is_told_at_its_line(problems, step, told):
    head = GOOD.partition("script:")[0]
    [problem] = problems(f"{head}script:\n  - wait: 1 day\n  - {step}\n")
    assert problem.startswith("9: ")
    assert told in problem


def test_only_ones_own_message_can_be_changed_and_labels_are_given_once(problems):
    head = GOOD.partition("script:")[0]
    assert problems(f"""{head}script:
  - say: {{who: ben, text: Hi, as: m1}}
  - delete: {{who: ana, what: m1}}
  - say: {{who: ben, text: Hi, as: m1}}
""") == ["9: 'm1' is a message of ben, not of ana", "10: the label 'm1' is taken already"]


def test_several_rooms_are_reserved(problems):
    [problem] = problems(GOOD + "rooms: [a, b]\n")
    assert problem.startswith("12: 'rooms' is reserved")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("- a\n", "key: value"),
        ("cohort: {name: [\n", "not YAML"),
        ("a: b\n---\nc: d\n", "not YAML"),
        ("cohort: \tx: *y\n", "not YAML"),
        (GOOD.replace("ana: {name", "room: {name"), "'room'"),
        (GOOD.replace("manager: ana", "manager: bob"), "'bob'"),
        (GOOD.replace("program: first-weeks", "ends: 2026-01-01"), "before it starts"),
        (GOOD.replace("time_zone: America/New_York", "time_zone: /etc/passwd"), "no time zone"),
    ],
)
def test_a_broken_file_is_told(problems, text, told):
    assert any(told in problem for problem in problems(text))


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path):
    with pytest.raises(ScriptError, match="cannot be read"):
        load(tmp_path / "none.yaml")
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScriptError, match="UTF-8"):
        load(tmp_path / "bad.yaml")
