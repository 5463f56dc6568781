"""A week, a month or more is summed up across discussions, and follows whoever takes words back."""

from collections.abc import Mapping
from typing import Any

from bot.store import tables
from tests.features.discussed import BEN, CHO, DEE, card, cards, discussed, quoting
from tests.world import World

EVE = "Our nurses repeat the question at the second visit, and half of the gaps close."
MONTH = "/cohort summary month"


def two_weeks(world: World) -> dict[str, str]:
    """Two discussions in March; their messages by author."""
    messages = discussed(world)
    world.until("2026-03-09 10:05")
    messages["dee again"] = world.say("dee", EVE, to="prompt")
    world.until("2026-03-12 12:00")
    world.forget()
    return messages


def drafted(world: World) -> str:
    world.command("ana", MONTH)
    return card(world, "ana", "Draft: March 2026")


def standing(world: World) -> list[str]:
    return [each for each in cards(world, "ana", "room") if "What we shared: March 2026" in each]


def drafts(world: World) -> list[Mapping[str, Any]]:
    found = [each for each in world.rows(tables.summary) if each["state"] == "draft"]
    return sorted(found, key=lambda each: each["created_at"])


def test_a_month_is_one_draft_across_its_discussions(world):
    two_weeks(world)
    draft = drafted(world)
    assert all(f"“{words}”" in draft for words in (BEN, CHO, EVE, DEE))
    assert "Hello, from where you are" in draft, "what was talked about is its background"
    assert "These days are not over." in draft
    assert "4 of 4 messages are quoted" in draft
    assert card(world, "joy", "Draft: March 2026"), "all moderators have it"
    assert world.count(tables.period) == 1


def test_approved_it_stands_in_the_room_and_everyone_can_ask_for_it(world):
    two_weeks(world)
    drafted(world)
    world.press("ana", "Approve and post")
    (posted,) = standing(world)
    assert EVE in posted and "Ana Ruiz looked this through" in posted
    world.forget()
    world.command("ben", MONTH)
    assert EVE in card(world, "ben", "What we shared: March 2026")
    world.command("ben", "/cohort summary week")
    assert "No summary is posted of that time" in world.told("ben")[-1]


def test_asking_again_makes_a_new_draft_of_the_same_month(world):
    two_weeks(world)
    drafted(world)
    drafted(world)
    assert world.count(tables.period) == 1
    assert [each["period"] is None for each in drafts(world)] == [True, False], "and of week 1"
    assert len([e for e in cards(world, "ana", "dm:ana") if "Draft: March 2026" in e]) == 1


def test_renewed_it_takes_the_place_of_the_one_that_stands(world):
    two_weeks(world)
    drafted(world)
    world.press("ana", "Approve and post")
    world.say("ben", "We read the form aloud since.", to="prompt")
    drafted(world)
    world.press("ana", "Approve and post")
    (posted,) = standing(world)
    assert "read the form aloud" in posted
    assert len([e for e in world.rows(tables.summary) if e["state"] == "approved"]) == 1


def test_words_taken_back_leave_it_at_once(world):
    messages = two_weeks(world)
    drafted(world)
    world.press("ana", "Approve and post")
    world.delete("dee", messages["dee again"])
    assert EVE not in standing(world)[0]
    quoting(world, "cho", "none")
    assert CHO not in standing(world)[0]
    quoting(world, "ben", "role")
    assert BEN in standing(world)[0] and "Ben Okafor" not in standing(world)[0]


def test_words_edited_since_are_for_the_moderators_to_decide(world):
    messages = two_weeks(world)
    drafted(world)
    world.press("ana", "Approve and post")
    world.edit("ben", messages["ben"], "We ask at the door now.")
    assert "We ask at the door now." in card(world, "joy", "changed a message that is quoted")
    world.press("joy", "Renew")
    assert "We ask at the door now." in card(world, "joy", "Draft: March 2026")


def test_whoever_is_erased_is_in_no_month_any_more(world):
    two_weeks(world)
    drafted(world)
    world.press("ana", "Approve and post")
    world.command("dee", "/cohort erase everything", where="dm")
    world.press("dee", "Erase it all")
    (posted,) = standing(world)
    assert EVE not in posted and DEE not in posted and "Dee" not in posted


def test_what_is_quoted_nowhere_changes_nothing_that_stands(world):
    messages = two_weeks(world)
    world.command("ana", "/cohort summary 2026-03-09 to 2026-03-11")
    world.press("ana", "Approve and post")

    (its,) = [each for each in world.rows(tables.summary) if each["state"] == "approved"]

    def renewed() -> int:
        return len([e for e in world.rows(tables.outgoing) if e["posting"] == its["posting"]])

    before = renewed()
    world.edit("ben", messages["ben"], "We ask at the door.")
    assert renewed() == before, "he spoke in the week before"
    world.edit("dee", messages["dee again"], f"{EVE} So they say.")
    assert renewed() > before


def test_everything_so_far_takes_the_place_of_what_was_so_before(world):
    two_weeks(world)
    for day in ("2026-03-12", "2026-03-13"):
        world.until(f"{day} 12:00")
        world.command("ana", "/cohort summary all")
        world.press("ana", "Approve and post")
    (posted,) = [each for each in cards(world, "ana", "room") if "shared: Everything" in each]
    assert "to Friday, March 13" in posted


def test_members_get_the_days_that_they_ask_for_or_hear_that_there_is_none(world):
    two_weeks(world)
    world.command("ana", "/cohort summary 2026-03-02 to 2026-03-05")
    world.press("ana", "Approve and post")
    world.forget()
    world.command("ben", "/cohort summary 2026-03-09 to 2026-03-11")
    assert "No summary is posted of that time" in world.told("ben")[-1]
    world.command("ben", "/cohort summary 2026-03-02 to 2026-03-05")
    assert BEN in card(world, "ben", "What we shared: Monday, March 2 to Thursday, March 5")


def test_other_words_and_empty_days_get_an_answer(world):
    two_weeks(world)
    world.command("ana", "/cohort summary fortnight")
    assert "I can't read “fortnight”" in world.told("ana")[-1]
    world.command("ana", "/cohort summary 2025-03-02 to 2025-03-20")
    assert "Nothing was said then" in world.told("ana")[-1]
    world.command("ana", "/cohort summary " + "9" * 5000)
    assert len(world.told("ana")[-1]) < 500
    assert world.count(tables.period) == 0, "what is not summed up is not kept"


def test_the_record_of_the_cohort_holds_it_by_theme(world):
    two_weeks(world)
    drafted(world)
    world.press("ana", "Approve and post")
    world.forget()
    world.command("ana", "/cohort export")
    record = "\n".join(world.told("ana"))
    assert "March 2026" in record and record.count(EVE) == 2, "where it was said, and there"


def test_one_session_is_summed_up_by_itself(world):
    two_weeks(world)
    world.command("ana", "/cohort summary March 9 from 10am to 10:30am")
    told = "\n".join(world.told("ana"))
    assert "I am reading “Session on Monday, March 9, 10:00–10:30 AM”" in told
    assert "by the cohort's clocks: America/New York" in told
    draft = card(world, "ana", "Draft: Session on Monday, March 9, 10:00–10:30 AM")
    assert EVE in draft and BEN not in draft
    assert "Background, Mon, Mar 9\n" in draft
    world.press("ana", "Approve and post")
    world.command("ben", "/cohort summary 2026-03-09 10:00-10:30")
    assert EVE in card(world, "ben", "What we shared: Session on Monday, March 9")
    world.command("ben", "/cohort summary 2026-03-09 10:00-10:31")
    assert "No summary is posted of that time: Session" in world.told("ben")[-1]


def test_a_session_that_goes_on_says_so(world):
    two_weeks(world)
    world.say("ben", "We ask twice, at the desk and in the room.", to="prompt")
    world.command("ana", "/cohort summary today 11:30 to 1pm")
    draft = card(world, "ana", "Draft: Session on Thursday, March 12, 11:30 AM–1:00 PM")
    assert "This session is not over." in draft and "We ask twice" in draft


def test_a_day_is_asked_for_by_itself(world):
    two_weeks(world)
    world.command("ana", "/cohort summary March 9")
    draft = card(world, "ana", "Draft: Monday, March 9")
    assert EVE in draft and BEN not in draft


def test_hours_that_are_none_are_answered(world):
    two_weeks(world)
    for words, answer in (
        ("today 3pm to 2pm", "“today 3pm to 2pm” ends before it begins"),
        ("today 2pm to 3pm", "is yet to come, by the cohort's clocks (America/New York)"),
        ("tomorrow", "is yet to come"),
        ("2026-03-08 02:15-02:45", "names an hour that they left out (America/New York)"),
        ("today 10:00-10:30", "Nothing was said then that may be kept: Session on Thursday"),
        ("2 to 4", "can't read “2 to 4” as a stretch of time"),
    ):
        world.command("ana", f"/cohort summary {words}")
        assert answer in world.told("ana")[-1], words
    assert world.count(tables.period) == 0
