"""The check-ins that Roundtable ships keep to its voice, and to what a round can carry."""

import re
from datetime import timedelta

import pytest

from bot.text.checkin import ANSWERS, READERS, RHYTHMS, CheckIn
from bot.text.library import Library

WORDS = re.compile(r"\{?\w[\w’'-]*")
LONGEST_TITLE = 24  # characters; what the narrowest heading of a form holds


def asked(checkin: CheckIn) -> list[str]:
    """What members read of a check-in, but for what they choose from."""
    return [checkin.intro, *(question.ask for question in checkin.questions)]


def chosen_from(checkin: CheckIn) -> list[str]:
    return [
        text
        for question in checkin.questions
        for text in (question.low, question.high, *question.options)
        if text
    ]


def test_there_is_one_for_each_occasion(shipped: Library) -> None:
    assert set(shipped.checkins) >= {
        "after-a-session",
        "burnout-pulse",
        "differing-perspectives",
        "first-week",
        "learning-goals",
        "leaving",
        "midway",
        "needs-and-offers",
        "pulse",
        "ready-to-lead",
        "self-care",
        "top-of-mind",
        "topic-ideas",
        "what-changed-at-work",
    }


def test_they_use_all_that_a_check_in_can(shipped: Library) -> None:
    every = shipped.checkins.values()
    questions = [question for checkin in every for question in checkin.questions]
    # Plain yes or no is for moderators' own: among ours each such question has a middle.
    assert {question.kind for question in questions} == set(ANSWERS) - {"yes-no"}
    # What everyone reads is a choice that moderators make, never a suggestion.
    assert {checkin.readers for checkin in every} == set(READERS) - {"cohort"}
    assert {checkin.rhythm for checkin in every} == set(RHYTHMS)


def test_each_takes_three_minutes(shipped: Library) -> None:
    for name, checkin in shipped.checkins.items():
        assert 2 <= len(checkin.questions) <= 4, name
        assert len(WORDS.findall(" ".join(asked(checkin)))) <= 75, name
        assert 1 <= len(WORDS.findall(checkin.intro)) <= 40, name
        texts = sum(q.kind == "text" and not q.optional for q in checkin.questions)
        assert texts <= 1, name
        assert sum(q.optional for q in checkin.questions) * 2 >= len(checkin.questions), name
        for question in checkin.questions:
            assert len(WORDS.findall(question.ask)) <= 16, question.ask
            assert question.ask.count("?") == 1 and question.ask.endswith("?"), question.ask


def test_each_is_called_shortly_and_says_what_it_is_for(shipped: Library) -> None:
    for name, checkin in shipped.checkins.items():
        assert len(checkin.title) <= LONGEST_TITLE, name
        assert len(checkin.about.split()) <= 45, name
        assert re.match(r"(Use|Send) it ", checkin.about), name
        assert checkin.tags, name


def test_questions_have_names_of_their_own(shipped: Library) -> None:
    for name, checkin in shipped.checkins.items():
        for question in checkin.questions:
            assert not re.fullmatch(r"q\d+", question.name), f"{name}: {question.ask}"


def test_no_text_cheers_or_counts_silence(shipped: Library) -> None:
    for name, checkin in shipped.checkins.items():
        for text in (*asked(checkin), *chosen_from(checkin), checkin.about):
            found = re.search(r"!|\b(only|still|answered yet|missing|must)\b", text, re.IGNORECASE)
            assert not found, f"{name}: {text}"


def test_none_invites_patients_stories(shipped: Library) -> None:
    for name, checkin in shipped.checkins.items():
        for question in checkin.questions:
            assert "patient" not in question.ask.casefold(), name
        # Where something from work is asked for freely, it is said.
        if name in ("top-of-mind", "ready-to-lead", "one-question"):
            assert re.search(r"patients? (details|out of it)|leave patients", checkin.intro), name


def test_what_touches_on_care_is_for_oneself_and_asks_nobody_to_disclose(shipped: Library) -> None:
    caring = {name for name, checkin in shipped.checkins.items() if checkin.care}
    assert caring == {"burnout-pulse", "self-care"}
    for name in caring:
        checkin = shipped.checkins[name]
        assert checkin.readers == "self"
        assert all(question.optional for question in checkin.questions), name
        assert "you see none of it" in checkin.about
        said = " ".join((*asked(checkin), *chosen_from(checkin))).casefold()
        assert not re.search(r"\b(share|tell us|diagnos|symptom|depress|suicid|drink)", said), name


def test_a_reminder_after_a_week_fits_where_one_is_sent(shipped: Library) -> None:
    for name, checkin in shipped.checkins.items():
        days = timedelta(days=6 if checkin.rhythm == "weekly" else 10)
        assert checkin.open == days, name


@pytest.mark.parametrize("name", ["differing-perspectives", "midway"])
def test_where_frankness_is_asked_for_names_are_not(shipped: Library, name: str) -> None:
    assert shipped.checkins[name].readers == "unnamed"


def test_goals_and_offers_to_present_have_their_check_in(shipped: Library) -> None:
    every = shipped.checkins.items()
    assert [name for name, each in every if each.goals] == ["learning-goals"]
    kinds = {name: [question.kind for question in each.questions] for name, each in every}
    assert [name for name in kinds if "present" in kinds[name]] == ["ready-to-lead"]


def test_one_moderator_fits_where_several_do(shipped: Library) -> None:
    for name, checkin in shipped.checkins.items():
        for text in asked(checkin):
            for after in re.findall(r"\{moderators\}\s+(\w+)", text):
                assert after == "will", name
