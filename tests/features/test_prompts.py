"""The library in the chat: finding, posting, planning and changing prompts."""

from bot.store.tables import discussion, prompt_copy, step


def planned(world) -> list[tuple[str, str]]:
    return sorted(
        (str(row["day"]), row["ref"]) for row in world.rows(step) if row["state"] == "planned"
    )


def started(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.until("2026-03-02 10:05")
    world.forget()


def test_many_prompts_are_listed_ten_at_a_time(world):
    started(world)
    world.command("ana", "/cohort prompts")
    (card,) = world.told("ana")
    assert card.count("•") == 10
    assert len(world.buttons("ana")) == 11
    world.press("ana", "Show more")
    (further,) = world.told("ana")
    assert further.count("•") == 10
    assert further != card


def test_a_prompt_of_the_list_can_be_read_and_used(world):
    started(world)
    world.command("ana", "/cohort prompts small")
    world.press("ana", world.buttons("ana")[0])
    assert world.buttons("ana") == ["Use now", "Choose a day", "Preview"]


def test_a_few_prompts_come_with_their_words(world):
    started(world)
    world.command("ana", "/cohort prompts swap")
    assert "resource-swap" in world.told("ana")[0]
    assert world.buttons("ana") == ["Use now", "Choose a day", "Preview"]
    world.press("ana", "Preview")
    assert "A preview, for you alone" in world.told("ana")[0]


def test_a_word_that_is_nowhere(world):
    started(world)
    world.command("ana", "/cohort prompts xylophone")
    assert "Nothing in the library is about “xylophone”" in world.told("ana")[0]


def test_a_prompt_is_posted_now_and_once(world):
    started(world)
    world.command("ana", "/cohort prompt resource-swap now")
    assert "is on its way to the room" in world.told("ana")[-1]
    assert world.count(discussion) == 2
    assert [line for line in world.room() if line.thread is None][-1].text.startswith("Week 1: ")


def test_a_prompt_is_called_by_its_title(world):
    started(world)
    world.command("ana", "/cohort prompt a GUEST from among us 2026-03-12")
    assert ("2026-03-12", "a-peer-as-guest") in planned(world)
    world.command("ana", "/cohort preview A guest from among us")
    assert "A preview, for you alone. It goes out" in world.told("ana")[-1]


def test_a_title_that_is_nearly_right_is_offered_and_planned_with_one_press(world):
    started(world)
    world.command("ana", "/cohort prompt a gest from amongst us 2026-03-12")
    assert "Did you mean one of these?" in world.told("ana")[-1]
    assert "A guest from among us" in world.buttons("ana")
    world.press("ana", "A guest from among us")
    assert ("2026-03-12", "a-peer-as-guest") in planned(world)


def test_two_prompts_of_one_title_are_told_apart_by_their_names(world):
    started(world)
    world.command("ana", "/cohort prompt edit plain-words")
    world.fill("ana", {"Title": "A small win"})
    world.command("ana", "/cohort preview a small win")
    assert "A small win" in world.told("ana")[-1]  # the name of one
    world.command("ana", "/cohort prompt edit resource-swap")
    world.fill("ana", {"Title": "Passed along"})
    world.command("ana", "/cohort prompt edit plain-words")
    world.fill("ana", {"Title": "Passed along"})
    world.command("ana", "/cohort preview passed along")
    assert "more than one prompt called “passed along”" in world.told("ana")[-1]
    assert world.buttons("ana")[:2] == ["plain-words", "resource-swap"]


def test_the_library_asks_before_it_posts(world):
    started(world)
    world.command("ana", "/cohort prompts passed-on")
    world.press("ana", "Use now")
    assert world.buttons("ana") == ["Post it", "Preview", "Leave it"]
    world.press("ana", "Post it")
    assert world.count(discussion) == 2
    world.press("ana", "Use now")
    world.press("ana", "Leave it")
    assert "Nothing was posted" in world.told("ana")[-1]
    assert world.count(discussion) == 2


def test_a_prompt_that_is_on_the_calendar_comes_once(world):
    started(world)
    world.command("ana", "/cohort prompt small-step now")
    assert "On Monday, March 23 it does not come again." in world.told("ana")[-1]
    assert ("2026-03-23", "small-step") not in planned(world)
    world.command("ana", "/cohort prompt bring a challenge 2026-03-18")
    assert "It moves to Wednesday, March 18" in world.told("ana")[-1]
    assert planned(world) == [("2026-03-09", "where-are-you-now"),
                              ("2026-03-18", "bring-a-challenge")]  # fmt: skip


def test_a_prompt_gets_a_day_of_its_own(world):
    started(world)
    world.command("ana", "/cohort prompt resource-swap March 5")
    assert "goes out Thursday, March 5, 10:00 AM" in world.told("ana")[0]
    world.until("2026-03-05 10:00")
    assert world.count(discussion) == 2


def test_without_words_a_form_asks(world):
    started(world)
    world.command("ana", "/cohort prompt")
    world.fill("ana", {"Prompt": "Resource swap", "When": "On a day at 10:00 AM"})
    assert "Choose the day here" in world.shown("ana")
    world.fill("ana", {"Day": "2026-02-01"})
    assert "Sunday, February 1 is over" in world.shown("ana")
    world.fill("ana", {"Day": "2026-03-05"})
    assert ("2026-03-05", "resource-swap") in planned(world)


def test_wrong_words_get_an_answer(world):
    started(world)
    for words, answer in (
        ("smal-step now", "Did you mean one of these?"),
        ("small-step whenever", "I can't read “whenever” as a day"),
        ("small-step 2026-03-01", "Sunday, March 1 is over"),
        ("small-step 2199-01-01", "more than three years away"),
        ("small-step today", "It is past 10:00 AM"),
        ("9" * 3000, "There is no prompt called"),
    ):
        world.command("ana", f"/cohort prompt {words}")
        (told,) = world.told("ana")
        assert answer in told and len(told) < 300


def test_before_the_start_nothing_is_posted(world):
    world.cohort("ben", start=False)
    world.forget()
    world.command("ana", "/cohort prompt small-step now")
    assert "nothing reaches members before Start" in world.told("ana")[0]


def test_a_cohort_has_its_own_words(world):
    started(world)
    world.command("ana", "/cohort prompt edit")
    world.fill("ana", {"Title": "Where we stand", "Text": "{theme}: where do you stand today?"})
    assert "It goes out Monday, March 9, 10:00 AM" in world.told("ana")[-1]
    world.until("2026-03-09 10:00")
    posts = [line.text for line in world.room() if line.thread is None]
    assert posts[-1].startswith("Week 2: Where we stand\nCollecting patient language data: where")


def test_what_a_prompt_cannot_hold_is_said_at_its_field(world):
    started(world)
    world.command("ana", "/cohort prompt edit small-step")
    for field, value, answer in (
        ("Text", "Hello {moderator}", "Did you mean {moderators}?"),
        ("Text", "Hello {0.__class__}", "cannot be filled in"),
        ("Title", "A {theme} title", "please leave out the braces"),
        ("Days open", "soon", "Write a number of days from 1 to 60"),
        ("Days open", "999", "Write a number of days from 1 to 60"),
        ("Days open", "1", "Keep it open for"),
    ):
        world.shown("ana")
        world.fill("ana", {"Title": "A step", "Text": "A step.", "Days open": "7", field: value})
        assert answer in world.shown("ana"), (field, value)
    assert world.count(prompt_copy) == 0


def test_days_open_reach_what_is_planned(world):
    started(world)
    world.command("ana", "/cohort prompt edit small-step")
    world.fill("ana", {"Days open": "9"})
    assert {row["open_days"] for row in world.rows(step) if row["ref"] == "small-step"} == {9}


def test_members_may_not_change_prompts(world):
    started(world)
    for words in ("prompts", "prompt small-step now", "prompt edit small-step"):
        world.command("ben", f"/cohort {words}")
        assert "for the cohort's moderators" in world.told("ben")[0]


def test_a_preview_names_the_buttons_under_a_prompt(world):
    started(world)
    world.command("ana", "/cohort preview bring-a-challenge")
    assert "With a button under it: Bring a challenge" in world.told("ana")[0]


def test_a_press_from_an_older_card_posts_nothing(world):
    started(world)
    world.command("ana", "/cohort prompts small-step")
    world.press("ana", "One small step")
    world.press("ana", "Use now")
    assert "It is on the calendar for Monday, March 23" in world.told("ana")[-1]
    world.command("ana", "/cohort prompt small-step 2026-03-04")
    world.press("ana", "Post it")
    assert any("is on its way" in told for told in world.told("ana"))
    assert world.count(discussion) == 2
    world.until("2026-03-04 12:00")
    assert world.count(discussion) == 2
