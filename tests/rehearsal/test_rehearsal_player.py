"""Scripts are played step by step, and end where something is not as expected."""

from datetime import UTC, datetime

import pytest

FIRST = 8  # the line of a script's first step, below the head of these tests


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


def test_the_cohort_is_set_up_on_the_public_road(theatre):
    assert theatre.play("  - wait: 1 minute\n") == []
    scene = theatre.scene
    assert scene.commands == ["ana: new", "ana: role @gus guest", "ana: start"]
    assert scene.setup["name"] == "Spring"
    assert scene.setup["time zone"] == "America/New_York"
    assert scene.setup["first day"] == "2026-03-02"
    assert scene.agreed == ["ana", "ben", "gus"]
    assert scene.platform.person("ben").profile.organisation == "Bayview Clinic"
    assert not scene.platform.person("cal").in_room
    assert theatre.lines[0].at == at(2026, 3, 1, 5)


def test_only_those_agree_who_are_named(theatre):
    head = (
        "agreed: [ben]\n"
        "cohort: {name: S, time_zone: UTC, starts: 2026-03-02}\n"
        "people: {ana: {name: Ana, role: moderator}, ben: {name: Ben}}\n"
        "script:\n"
    )
    assert theatre.play("  - wait: 1 day\n", head) == []
    assert theatre.scene.agreed == ["ben"]


def test_a_set_up_that_comes_back_is_told_at_the_line_of_the_cohort(theatre):
    head = (
        "people: {ana: {name: Ana, role: moderator}}\n"
        "cohort: {name: S, time_zone: UTC, starts: 2026-03-02, program: frist-weeks}\n"
        "script:\n"
    )
    [failure] = theatre.play("  - wait: 1 day\n", head)
    assert failure.line == 2
    assert "There is no such programme." in failure.why


def test_the_first_look_begins_with_the_welcome(theatre):
    steps = """\
  - expect: {who: ben, sees: "welcome."}
  - expect: {who: ben, sees: "WELCOME"}
  - expect: {who: ben, not_sees: "welcome."}
  - expect: {who: ana, sees: "hello,  ALL", not_sees: "is planned"}
"""
    assert theatre.play(steps) == []


def test_buttons_and_fields_are_seen_but_not_ones_own_presses(theatre):
    steps = """\
  - expect: {who: ben, sees: later}
  - command: {who: ana, text: /cohort new}
  - expect: {who: ana, sees: "First day"}
  - expect: {who: ben, not_sees: "First day"}
  - command: {who: ben, text: "/cohort help", in: dm}
  - expect: {who: ben, sees: "Done: help", not_sees: /cohort}
"""
    assert theatre.play(steps) == []


def test_a_failed_expect_tells_its_line_and_what_was_seen(theatre):
    steps = """\
  - say: {who: ana, text: "We ask at the desk."}
  - expect: {who: ben, sees: "tomorrow"}
  - say: {who: ana, text: "Never said."}
"""
    [failure] = theatre.play(steps)
    assert failure.line == FIRST + 1
    assert str(failure).startswith(f"{theatre.path}:{FIRST + 1}: ben does not see “tomorrow”")
    assert "We ask at the desk." in failure.why
    assert not any("Never said." in line.text for line in theatre.lines)


def test_what_must_not_be_seen_is_told_with_where_it_stands(theatre):
    steps = '  - say: {who: ana, text: "Do not tell."}\n  - expect: {who: ben, not_sees: tell}\n'
    [failure] = theatre.play(steps)
    assert "ana to room" in failure.why
    assert "Do not tell." in failure.why


def test_who_is_outside_sees_nothing_of_the_room(theatre):
    steps = """\
  - say: {who: ana, text: "For us."}
  - expect: {who: cal, not_sees: "For us."}
  - join: {who: cal}
  - say: {who: ana, text: "For all."}
  - expect: {who: cal, sees: "For all."}
  - leave: {who: cal}
  - say: {who: ana, text: "Gone?"}
  - expect: {who: cal, not_sees: "Gone"}
"""
    assert theatre.play(steps) == []


def test_everything_due_before_happens_first(theatre):
    theatre.prompts = [(at(2026, 3, 2, 15), "Week 1"), (at(2026, 3, 9, 14), "Week 2")]
    steps = """\
  - at: 2026-03-02 10:15
  - say: {who: ben, text: "We ask.", to: prompt, as: m1}
  - say: {who: ana, text: "Thanks.", to: m1}
  - react: {who: ana, emoji: bulb, to: m1}
  - edit: {who: ben, what: m1, text: "We ask everyone."}
  - delete: {who: ben, what: m1}
  - wait: 1 week
  - react: {who: ben, emoji: wave, to: prompt}
"""
    assert theatre.play(steps) == []
    prompt = next(line for line in theatre.lines if line.text == "Week 1")
    assert prompt.at == at(2026, 3, 2, 15)
    kinds = [
        (line.kind, line.thread) for line in theatre.lines if line.at == at(2026, 3, 2, 15, 15)
    ]
    assert kinds == [(kind, prompt.id) for kind in ("say", "say", "react", "edit", "delete")]
    assert theatre.lines[-1].id != prompt.id


@pytest.mark.parametrize(
    ("span", "then"),
    [
        ("1 day", at(2026, 3, 8, 14)),
        ("1 weeks", at(2026, 3, 14, 14)),
        ("24 hours", at(2026, 3, 8, 15)),
        ("90 minutes", at(2026, 3, 7, 16, 30)),
    ],
)
def test_days_and_weeks_follow_the_calendar_hours_do_not(theatre, span, then):
    # Clocks in New York go forward on 8 March 2026.
    assert theatre.play(f"  - at: 2026-03-07 10:00\n  - wait: {span}\n") == []
    assert theatre.scene.now() == then


def test_every_step_is_settled(theatre):
    theatre.play('  - say: {who: ben, text: "One"}\n')
    before = theatre.scene.settled
    theatre.play('  - say: {who: ben, text: "One"}\n  - say: {who: ben, text: "Two"}\n')
    assert theatre.scene.settled == before + 1


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("at: 2026-02-01 10:00", "cannot go back"),
        ('press: {who: ben, button: "Agre"}', "“Later”"),
        ('fill: {who: ben, form: {"Name": "x"}}', "no form is open"),
        ("join: {who: ben}", "in the room already"),
        ("leave: {who: cal}", "not in the room"),
        ('say: {who: cal, text: "Hi"}', "not in the room"),
        ('command: {who: ben, text: "help"}', "/cohort"),
    ],
)
def test_a_step_that_cannot_be_done_ends_the_play(theatre, step, told):
    head = (
        "agreed: []\n"
        "cohort: {name: S, time_zone: UTC, starts: 2026-03-02}\n"
        "people: {ana: {name: A, role: moderator}, ben: {name: B}, cal: {name: C, role: none}}\n"
        "script:\n"
    )
    [failure] = theatre.play(f"  - {step}\n  - say: {{who: ben, text: Later}}\n", head)
    assert failure.line == 5
    assert told in failure.why


def test_before_the_first_prompt_there_is_none_to_answer(theatre):
    (failure,) = theatre.play("  - say: {who: ben, text: Morning, to: prompt}\n")
    assert "no prompt in the room yet" in failure.why
