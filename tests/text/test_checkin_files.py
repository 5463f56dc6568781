"""Check-ins as they are read from files and looked up, and what is told of mistakes in them."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from textwrap import dedent, indent

import pytest

from bot.text.checkin import Question, from_dict, readers_for, to_dict
from bot.text.library import load
from tests.text.problems import told

Write = Callable[[str, str], Path]

HEAD = "---\ntitle: T\nabout: For a test.\n"
ONE = "questions: [{ask: How}]\n"


def told_of(write: Write, settings: str, name: str = "c") -> list[str]:
    """What is wrong with a check-in, by line, that has these `settings` from line 4 on."""
    folder = write(f"checkins/{name}.md", f"{HEAD}{dedent(settings).strip()}\n---\nHello.\n")
    return [line.removeprefix(f"checkins/{name}.md:") for line in told(folder)]


def small(title: str, settings: str = "") -> str:
    return f"---\ntitle: {title}\nabout: For a test.\n{settings}{ONE}---\n"


def test_a_check_in_is_read_with_all_its_settings(write: Write) -> None:
    folder = write(
        "checkins/all.md",
        """\
        ---
        title: All of it
        about: >-
          For a
          test.
        readers: cohort
        rhythm: fortnightly
        open: 1 week
        care: no
        goals: yes
        tags: [No, 10:00]
        questions:
          - ask: First, {cohort}?
          - {name: how-far, ask: How far, kind: scale, low: Not at all, high: All the way}
          - {ask: Which, kind: choice, options: [No, Yes]}
          - {ask: Which of them, kind: choices, optional: yes, options: [A, B, C]}
          - {ask: Well, kind: yes-no}
          - {ask: Would you, kind: present}
        ---

        For {cohort}.
        """,
    )
    checkin = load(folder).checkins["all"]
    assert (checkin.title, checkin.about) == ("All of it", "For a test.")
    assert (checkin.readers, checkin.rhythm) == ("cohort", "fortnightly")
    assert checkin.open == timedelta(days=7)
    assert (checkin.care, checkin.goals, checkin.tags) == (False, True, ("No", "10:00"))
    assert (checkin.intro, checkin.source) == ("For {cohort}.", "checkins/all.md")
    assert checkin.questions == (
        Question(name="q1", ask="First, {cohort}?", kind="text"),
        Question(name="how-far", ask="How far", kind="scale", low="Not at all", high="All the way"),
        Question(name="q3", ask="Which", kind="choice", options=("No", "Yes")),
        Question(
            name="q4", ask="Which of them", kind="choices", optional=True, options=("A", "B", "C")
        ),
        Question(name="q5", ask="Well", kind="yes-no"),
        Question(name="q6", ask="Would you", kind="present"),
    )
    assert from_dict(json.loads(json.dumps(to_dict(checkin)))) == checkin


@pytest.mark.parametrize(
    ("settings", "readers", "rhythm", "days"),
    [
        ("", "named", "once", 10),
        ("care: yes\n", "self", "once", 10),
        ("care: yes\nreaders: named\n", "named", "once", 10),
        ("rhythm: weekly\n", "named", "weekly", 6),
        ("rhythm: fortnightly\n", "named", "fortnightly", 10),
        ("rhythm: monthly\nopen: 27 days\n", "named", "monthly", 27),
        ("open: 8 weeks\n", "named", "once", 56),
    ],
    ids=["nothing", "care", "care for others", "weekly", "fortnightly", "monthly", "long"],
)
def test_what_is_left_out_is_sensible(
    write: Write, settings: str, readers: str, rhythm: str, days: int
) -> None:
    checkin = load(write("checkins/c.md", small("T", settings))).checkins["c"]
    assert (checkin.readers, checkin.rhythm) == (readers, rhythm)
    assert checkin.open == timedelta(days=days)
    assert checkin.intro == ""


def test_a_check_in_is_found_by_name_and_by_title(write: Write) -> None:
    write("checkins/burnout-pulse.md", small("How work weighs"))
    folder = write("checkins/pulse.md", small("Pulse"))
    library = load(folder)
    for word in ("burnout-pulse", "Burnout Pulse", "how work weighs", "How Work  weighs?"):
        found = library.checkin(word)
        assert found and found.name == "burnout-pulse", word
    assert library.checkin("weighs") is None
    assert library.suggest_checkin("how work wieghs") == ["burnout-pulse"]
    assert library.suggest_checkin("weighs") == ["burnout-pulse"]
    assert library.suggest_checkin("puls") == ["pulse", "burnout-pulse"]
    assert library.suggest_checkin("zebra") == library.suggest_checkin("") == []


def test_a_later_folder_takes_the_place_of_a_shipped_file(write: Write, tmp_path: Path) -> None:
    write("one/checkins/pulse.md", small("Pulse"))
    write("two/checkins/pulse.md", small("Our pulse", "rhythm: weekly\n"))
    library = load(tmp_path / "one", tmp_path / "two")
    assert [each.title for each in library.checkins.values()] == ["Our pulse"]
    assert library.checkin("our pulse") is library.checkin("pulse")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("rythm: weekly", "4: unknown key “rythm” (did you mean rhythm?)"),
        ("rhythm: weekley", "4: “weekley” is none of once, weekly, fortnightly, monthly (did you mean weekly?)"),
        ("readers: name", "4: “name” is none of named, unnamed, cohort, self (did you mean named?)"),
        ("open: 12 hours", "4: “open” must be whole days or weeks"),
        ("open: ten days", "4: “ten days” is no duration; write it like 24 hours or 7 days"),
        ("open: 7 days\nrhythm: weekly", "4: the next round would come before this one closes: it is weekly"),
        ("open: 2 weeks\nrhythm: fortnightly", "4: the next round would come before this one closes: it is fortnightly"),
        ("open: 28 days\nrhythm: monthly", "4: the next round would come before this one closes: it is monthly"),
        ("care: perhaps", "4: “perhaps” must be yes or no"),
        ("tags: [x, [y]]", "4: “tags” must be a list of words"),
    ],
    ids=["key", "rhythm", "readers", "hours", "words", "weekly", "fortnightly", "monthly", "care", "tags"],
)  # fmt: skip
def test_a_bad_setting_is_told_by_line(write: Write, settings: str, problem: str) -> None:
    assert told_of(write, f"{settings}\n{ONE}") == [problem]


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ("- How", "5: an entry of “questions” needs ask:"),
        ("- kind: text", "5: “ask” is missing"),
        ("- {ask: How, knd: text}", "5: unknown key “knd” (did you mean kind?)"),
        ("- {ask: How, kind: scal}", "5: “scal” is none of text, scale, choice, choices, yes-no, present (did you mean scale?)"),
        ("- {ask: How, kind: scale, low: Bad}", "5: “high” is missing"),
        ("- {ask: How, kind: scale, high: Good}", "5: “low” is missing"),
        ("- {ask: How, low: Bad}", "5: “low” names an end of a scale; this question has kind “text”"),
        ("- {ask: How, kind: choice}", "5: a “choice” needs “options”: a list of two or more"),
        ("- {ask: How, kind: choices, options: [A]}", "5: a “choices” needs “options”: a list of two or more"),
        ("- {ask: How, kind: choice, options: A or B}", "5: “options” must be a list, with a dash before each entry"),
        ("- {ask: How, kind: choice, options: [A, B, A]}", "5: “A” stands here a second time"),
        (f"- {{ask: How, kind: choice, options: [A, {'b' * 76}]}}", "5: an option is longer than 75 characters"),
        ("- {ask: How, kind: choice, options: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}", "5: there are more than 10 options"),
        ("- {ask: How, options: [A, B]}", "5: a question of kind “text” has no “options” (did you mean choice?)"),
        ("- {ask: How, kind: yes-no, options: [A, B]}", "5: a question of kind “yes-no” has no “options”"),
        (f"- {{ask: How, kind: scale, low: {'l' * 76}, high: H}}", "5: “low” is longer than 75 characters"),
        (f"- ask: {'h' * 301}", "5: the text is longer than 300 characters"),
        ("- ask: How is {theem}?", "5: “{theem}” is no placeholder; for a plain brace write {{ (did you mean {theme}?)"),
        ("- {name: A b, ask: How}", "5: “A b” must be small letters, digits and single hyphens, at most 40"),
        (f"- {{name: {'n' * 41}, ask: How}}", f"5: “{'n' * 41}” must be small letters, digits and single hyphens, at most 40"),
        ("- {name: a, ask: How}\n- {name: a, ask: Why}", "6: a question “a” stands here a second time"),
        ("- {name: q2, ask: How}\n- {ask: Why}", "6: a question “q2” stands here a second time"),
        ("- {ask: A, kind: present}\n- {ask: B, kind: present}", "6: “present” can be asked once in a check-in"),
        ("\n".join("- ask: How" for _ in range(9)), "13: there are more than 8 questions"),
    ],
    ids=[
        "no mapping", "no ask", "unknown key", "unknown kind", "no high", "no low", "low of a text",
        "no options", "one option", "no list", "option twice", "long option", "many options",
        "options of a text", "options of yes-no", "long end", "long ask", "placeholder", "bad name",
        "long name", "name twice", "default name taken", "present twice", "nine questions",
    ],
)  # fmt: skip
def test_a_bad_question_is_told_by_line(write: Write, questions: str, problem: str) -> None:
    settings = f"questions:\n{indent(questions, '  ')}"
    assert told_of(write, settings) == [problem]


@pytest.mark.parametrize("readers", ["unnamed", "self"])
def test_nobody_offers_to_present_without_a_name(write: Write, readers: str) -> None:
    [problem] = told_of(
        write, f"readers: {readers}\nquestions: [{{ask: Would you, kind: present}}]"
    )
    assert problem.startswith("4: a question of kind “present” offers something by name")
    assert problem.endswith("(did you mean named?)")


def test_who_can_be_promised_to_read_is_told_to_who_plans(write: Write) -> None:
    write("checkins/a.md", small("A"))
    folder = write(
        "checkins/b.md", small("B").replace("{ask: How}", "{ask: Would you, kind: present}")
    )
    a, b = load(folder).checkins.values()
    assert readers_for(a) == ("named", "unnamed", "cohort", "self")
    assert readers_for(b) == ("named", "cohort")


def test_what_a_file_lacks_is_told_all_at_once(write: Write) -> None:
    folder = write("checkins/c.md", "---\nrhythm: dayly\n---\nFor {nobody}.\n")
    assert [line.removeprefix("checkins/c.md:") for line in told(folder)] == [
        "2: “dayly” is none of once, weekly, fortnightly, monthly",
        "2: “title” is missing",
        "2: “about” is missing",
        "4: “{nobody}” is no placeholder; for a plain brace write {{",
    ]
    [missing] = told(write("checkins/c.md", "---\ntitle: T\nabout: A.\n---\n"))
    assert missing == "checkins/c.md:2: “questions” is missing: ask at least one thing"


def test_a_long_text_is_told(write: Write) -> None:
    body = "x" * 1001
    folder = write(
        "checkins/c.md", f"---\ntitle: T\nabout: {'a' * 301}\nquestions: [ask: How]\n---\n{body}\n"
    )
    assert told(folder) == [
        "checkins/c.md:3: “about” is longer than 300 characters",
        "checkins/c.md:6: the text is longer than 1,000 characters",
    ]


def test_two_check_ins_are_not_called_the_same(write: Write) -> None:
    write("checkins/a.md", small("One"))
    write("checkins/b.md", small("One!"))
    folder = write("checkins/c.md", small("A"))
    assert told(folder) == [
        "checkins/b.md:2: “One!” is what the check-in a.md is called",
        "checkins/c.md:2: “A” is what the check-in a.md is called",
    ]


@pytest.mark.parametrize("name", ["results", "stop"])
def test_a_check_in_is_not_called_as_a_word_of_the_command(write: Write, name: str) -> None:
    [problem] = told_of(write, ONE, name=name)
    assert problem.startswith(f"1: “{name}” means something else after the command")
    [problem] = told(write(f"checkins/{name}.md", small(name.title(), "goals: ys\n")))[1:]
    assert problem.endswith(":4: “ys” must be yes or no")
