"""Question by question, and plain words in the private chat."""

from bot import compose
from bot.store.tables import (
    checkin,
    checkin_answer,
    checkin_round,
    cohort,
    consent,
    membership,
    round_reader,
)
from tests.features.checkins.checked import (
    CARRY,
    TALK,
    answers,
    gathered,
    labels,
    seen,
    sends,
    state,
)
from tests.world import World

NIGHT = "Who translates at night."
PULSE = compose.library().checkins["pulse"].questions
WEEK, HELP = PULSE[0], PULSE[1]


def values(world: World) -> dict[str, object]:
    return {e["question"]: e["text"] or e["value"] for e in world.rows(checkin_answer)}


def test_presses_and_words_lead_through_all_questions(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    sends(world, "pulse")
    world.press("ben", "One at a time")
    card = seen(world, "ben", WEEK.ask)
    assert "1 of 2" in card and card.index("Joy Lee read this") < card.index(WEEK.ask)
    assert world.buttons("ben") == [
        f"1 – {WEEK.low}",
        "2",
        "3",
        "4",
        f"5 – {WEEK.high}",
        "Stop here",
    ]
    world.press("ben", "4")
    assert "2 of 2" in seen(world, "ben", HELP.ask)
    assert world.buttons("ben") == ["Open the form", "Leave this one", "Stop here"]
    world.say("ben", "A list of phrases.", to="dm")
    assert "is answered" in world.told("ben")[-1]
    assert values(world) == {WEEK.name: 4, HELP.name: "A list of phrases."}
    assert world.rows(checkin)[0]["at_question"] is None


def test_one_can_stop_and_go_on_where_one_was(world: World):
    gathered(world, "ben")
    sends(world, "pulse")
    world.press("ben", "One at a time")
    world.press("ben", "2")
    world.press("ben", "Stop here")
    assert state(world, "ben") == ["answered"]
    world.press("ben", "Go on")
    assert "2 of 2" in seen(world, "ben", HELP.ask)
    world.press("ben", "Leave this one")
    assert values(world) == {WEEK.name: 2}


def test_stopping_before_the_first_answer_keeps_nothing(world: World):
    gathered(world, "ben")
    sends(world, "pulse")
    world.press("ben", "One at a time")
    world.press("ben", "Stop here")
    assert "Nothing is kept" in seen(world, "ben", "Pulse")
    assert state(world, "ben") == ["asked"]


def test_several_choices_and_long_words_have_a_form_of_their_own(world: World):
    gathered(world, "ben")
    sends(world, "ready-to-lead")
    world.press("ben", "One at a time")
    world.press("ben", "Maybe, let's talk")
    world.press("ben", "Open the form")
    world.fill("ben", {"What might it be about, in a few words?": "Our intake form."})
    world.press("ben", "Choose")
    world.fill(
        "ben", {"What would make it easier?": ["Preparing with someone", "A date well ahead"]}
    )
    assert values(world) == {
        "present": "maybe",
        "subject": "Our intake form.",
        "easier": ["Preparing with someone", "A date well ahead"],
    }
    assert "is answered" in world.told("ben")[-1]


def test_each_step_stands_where_the_last_one_stood(world: World):
    gathered(world, "ben")
    sends(world, "ready-to-lead")
    world.press("ben", "One at a time")
    world.press("ben", "Maybe, let's talk")
    world.press("ben", "Open the form")
    world.fill("ben", {"What might it be about, in a few words?": "Our intake form."})
    assert labels(world, "ben").count("Choose") == labels(world, "ben").count("Stop here") == 1
    world.press("ben", "Choose")
    world.fill("ben", {"What would make it easier?": ["A date well ahead"]})
    assert "is answered" in world.told("ben")[-1] and "Stop here" not in labels(world, "ben")


def test_a_step_after_words_in_the_chat_gives_way_too(world: World):
    gathered(world, "ben")
    sends(world, "ready-to-lead")
    world.press("ben", "One at a time")
    world.press("ben", "Maybe, let's talk")
    world.say("ben", "Our intake form.", to="dm")
    assert labels(world, "ben").count("Choose") == labels(world, "ben").count("Stop here") == 1
    world.press("ben", "Choose")
    world.fill("ben", {"What would make it easier?": ["A date well ahead"]})
    assert "is answered" in world.told("ben")[-1] and "Stop here" not in labels(world, "ben")


def test_words_where_a_press_is_asked_for_are_no_answer(world: World):
    gathered(world, "ben")
    sends(world, "pulse")
    world.press("ben", "One at a time")
    world.say("ben", "It is a long week.", to="dm")
    assert world.count(checkin_answer) == 0


def test_plain_words_answer_the_open_question_and_are_confirmed(world: World):
    gathered(world, "ben", moderators=("ana", "joy"))
    sends(world)
    world.forget()
    world.say("ben", NIGHT, to="dm")
    told, _ = sorted(world.told("ben"), key=lambda each: CARRY not in each)
    assert CARRY in told and "Spring" in told and "Ana Ruiz and Joy Lee read this" in told
    assert world.buttons("ben") == ["Undo", "Change my answers", "Keep it to myself"]
    assert values(world) == {"carry": NIGHT}
    world.say("ben", "And another thing.", to="dm")
    assert values(world) == {"carry": NIGHT}
    assert "I understand a few words here" in world.told("ben")[-1]


def test_plain_words_can_be_undone_once(world: World):
    gathered(world, "ben")
    sends(world)
    world.say("ben", NIGHT, to="dm")
    world.press("ben", "Undo")
    assert world.says_anywhere(NIGHT) == [] and state(world, "ben") == ["asked"]
    answers(world, "ben", {CARRY: "Who drives home.", TALK: ""})
    assert values(world) == {"carry": "Who drives home."}


def test_plain_words_can_be_kept_to_oneself(world: World):
    gathered(world, "ben")
    sends(world)
    world.say("ben", NIGHT, to="dm")
    world.press("ben", "Keep it to myself")
    assert world.rows(checkin_answer)[0]["private"] is True


def test_after_the_close_and_after_skipping_words_are_words(world: World):
    gathered(world, "ben", "cho")
    sends(world)
    world.press("cho", "Skip")
    world.say("cho", NIGHT, to="dm")
    world.until("2026-03-12 00:01")
    world.say("ben", NIGHT, to="dm")
    assert world.count(checkin_answer) == 0


def test_words_in_the_room_are_never_an_answer(world: World):
    gathered(world, "ben")
    sends(world)
    world.say("ben", NIGHT)
    assert world.count(checkin_answer) == 0


def test_words_that_are_too_many_are_not_cut(world: World):
    gathered(world, "ben")
    sends(world)
    world.say("ben", "x" * 3001, to="dm")
    assert "nothing was kept" in world.told("ben")[-1]
    assert world.count(checkin_answer) == 0


def test_of_two_check_ins_words_answer_the_one_that_came_last(world: World):
    gathered(world, "ben")
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Messages a week to a member": "2"})
    sends(world)
    world.advance(days=1)
    sends(world, "pulse")
    world.say("ben", "A list of phrases.", to="dm")
    assert values(world) == {HELP.name: "A list of phrases."}
    world.say("ben", NIGHT, to="dm")
    assert values(world) == {HELP.name: "A list of phrases.", "carry": NIGHT}


def fall_too(world: World) -> None:
    """All are in another cohort, too, which asks the same."""
    (spring,) = world.rows(cohort)
    with world.scene.database.transaction() as db:
        db.execute(cohort.insert().values(**{**spring, "id": "fall", "name": "Fall"}))
    for table in (membership, consent, checkin_round, checkin, round_reader):
        for row in world.rows(table):
            other = {**row, "cohort": "fall"} if "cohort" in row else dict(row)
            other |= {
                name: f"f-{row[name]}"[:20]
                for name in ("id", "round")
                if isinstance(row.get(name), str)
            }
            with world.scene.database.transaction() as db:
                db.execute(table.insert().values(**other))


def test_words_where_two_cohorts_ask_answer_the_one_that_is_meant(world: World):
    gathered(world, "ben")
    sends(world)
    fall_too(world)
    world.say("ben", NIGHT, to="dm")
    assert world.count(checkin_answer) == 0
    assert "Which one is this for?" in world.told("ben")[-1]
    assert sorted(world.buttons("ben")) == ["Fall", "Spring"]
    world.press("ben", "Fall")
    assert CARRY in seen(world, "ben", CARRY)
    world.say("ben", NIGHT, to="dm")
    [answer] = world.rows(checkin_answer)
    assert (answer["cohort"], answer["text"]) == ("fall", NIGHT)


def test_words_go_without_asking_where_one_cohort_alone_waits(world: World):
    gathered(world, "ben")
    sends(world)
    fall_too(world)
    with world.scene.database.transaction() as db:
        db.execute(checkin.update().where(checkin.c.cohort == "fall").values(state="skipped"))
    world.say("ben", NIGHT, to="dm")
    [answer] = world.rows(checkin_answer)
    assert answer["cohort"] != "fall" and answer["text"] == NIGHT
