"""A discussion closes, moderators get a draft, and nothing is posted before one of them approves."""

import pytest

from bot.store import cohorts, tables
from tests.features.discussed import BEN, CHO, DEE, LINK, card, discussed, drafted, posted, quoting
from tests.world import World


def test_a_draft_comes_at_nine_on_the_next_working_day(world):
    discussed(world)
    world.until("2026-03-10 08:59")
    world.forget()
    world.until("2026-03-10 09:00")
    for moderator in ("ana", "joy"):
        (draft,) = world.told(moderator)
        assert "Draft:" in draft
        assert f"“{BEN}” — Ben Okafor" in draft
        assert draft.count(f"“{LINK}” — Cho Park") == 1
        assert f"“{DEE}”\n" in draft and "Dee Novak" not in draft
        assert "3 of 3 messages are quoted" in draft
        assert world.buttons(moderator) == [
            "Edit", "Arrange themes", "Add points", "Approve and post", "Discard"
        ]  # fmt: skip
    assert world.told("ben") == []
    assert posted(world) == []


def test_the_draft_of_a_discussion_that_closes_before_the_weekend_waits_for_monday(world):
    discussed(world)
    world.until("2026-03-06 15:00")
    world.command("ana", "/cohort close")
    world.until("2026-03-09 08:59")
    world.forget()
    world.until("2026-03-09 09:00")
    assert "Draft:" in world.told("ana")[0]


def test_approved_is_posted_in_the_thread_and_told_to_all_moderators(world):
    drafted(world)
    world.press("ana", "Approve and post")
    (summary,) = posted(world)
    assert BEN in summary and "Ana Ruiz looked this through" in summary
    assert world.room()[-1].thread is not None
    for moderator in ("ana", "joy"):
        assert "Ana Ruiz approved" in card(world, moderator, "approved")
        assert card(world, moderator, "Draft:") == ""
    (row,) = world.rows(tables.summary)
    assert row["state"] == "approved" and row["approved_by"] is not None


def test_see_it_leads_to_the_posted_summary(world):
    drafted(world)
    world.press("ana", "Approve and post")
    world.press("joy", "See it")
    assert "Open the summary (#" in world.told("joy")[-1]


@pytest.mark.parametrize(("where", "thread"), [("room", False), ("thread", True)])
def test_moderators_say_where_summaries_go(world, where, thread):
    discussed(world)
    set_where(world, where)
    world.command("ana", "/cohort summary")
    world.forget()
    world.press("ana", "Approve and post")
    (line,) = world.room()
    assert (line.thread is not None) == thread


def test_moderators_who_want_to_be_asked_are_asked_each_time(world):
    drafted(world)
    set_where(world, "moderators")
    world.press("ana", "Approve and post")
    assert posted(world) == []
    world.press("ana", "Post in the room")
    assert len(posted(world)) == 1
    assert "Ana Ruiz approved" in card(world, "joy", "approved")


def set_where(world: World, where: str) -> None:
    with world.scene.database.transaction() as db:
        (row,) = db.execute(tables.cohort.select()).mappings().all()
        cohorts.change(db, row["id"], settings={**row["settings"], "summaries": where})


def test_a_moderator_adds_opening_words_and_takes_points_out(world):
    drafted(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "Thank you all.", "Keep these points": [BEN]})
    for moderator in ("ana", "joy"):
        draft = card(world, moderator, "Draft:")
        assert "“Thank you all.” — Ana Ruiz" in draft
        assert BEN in draft and CHO not in draft
    world.press("joy", "Approve and post")
    assert CHO not in posted(world)[0]
    assert "Thank you all." in posted(world)[0]


def test_two_moderators_who_edit_at_once_overwrite_nothing(world):
    drafted(world)
    world.press("ana", "Edit")
    world.press("joy", "Edit")
    world.fill("joy", {"Opening words": "From Joy."})
    world.fill("ana", {"Opening words": "From Ana."})
    form = world.platform.form("ana")
    assert "Joy Lee changed the draft meanwhile" in form.errors["opening"]
    assert "From Joy." in card(world, "ana", "Draft:")
    assert "From Ana." not in card(world, "joy", "Draft:")


def test_an_opening_that_is_too_long_is_told_so(world):
    drafted(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "x" * 601})
    assert "600 letters" in world.platform.form("ana").errors["opening"]


def test_a_discarded_draft_is_gone_for_all_and_can_be_made_anew(world):
    drafted(world)
    world.press("ana", "Discard")
    assert "Ana Ruiz discarded" in card(world, "joy", "discarded")
    assert card(world, "joy", "Draft:") == ""
    assert BEN not in repr(world.rows(tables.summary))
    world.command("joy", "/cohort summary")
    assert BEN in card(world, "ana", "Draft:")
    assert posted(world) == []


def test_a_draft_that_nobody_touches_for_three_days_is_told_once(world):
    drafted(world)
    world.forget()
    world.until("2026-03-13 08:59")
    assert not any("waits for one of you" in each for each in world.told("joy"))
    world.until("2026-03-15 12:00")
    assert sum("waits for one of you" in each for each in world.told("joy")) == 1
    world.press("joy", "Show the draft")
    assert BEN in world.told("joy")[-1]


def test_a_draft_that_someone_opened_is_left_alone(world):
    drafted(world)
    world.press("joy", "Edit")
    world.forget()
    world.until("2026-03-15 12:00")
    assert not any("waits for one of you" in each for each in world.told("ana"))


def test_a_discussion_without_answers_has_no_draft(world):
    world.cohort("ben", "cho", moderators=("ana",))
    world.until("2026-03-10 08:59")
    world.forget()
    world.until("2026-03-10 09:00")
    (told,) = world.told("ana")
    assert "nothing to sum up this time" in told
    assert world.count(tables.summary) == 0


def test_the_command_drafts_an_open_discussion_and_a_fresh_draft_replaces_it(world):
    discussed(world)
    world.command("ana", "/cohort summary")
    first = card(world, "joy", "Draft:")
    assert BEN in first and "Open until" in first
    world.say("ben", "Later we also print the question on every letter that we send.", to="prompt")
    world.command("joy", "/cohort summary")
    assert "every letter" in card(world, "ana", "Draft:")
    assert "newer draft" in card(world, "ana", "has taken this one's place")
    assert world.count(tables.summary, state="draft") == 1


def test_opening_words_stay_when_a_draft_is_made_afresh(world):
    discussed(world)
    world.command("ana", "/cohort summary")
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "Thank you all.", "Keep these points": [BEN]})
    world.command("ana", "/cohort summary")
    draft = card(world, "ana", "Draft:")
    assert "Thank you all." in draft and CHO not in draft


def test_the_command_says_clearly_when_there_is_nothing(world):
    world.cohort("ben", moderators=("ana",))
    world.command("ana", "/cohort summary")
    assert "nothing to sum up yet" in world.told("ana")[-1]


def test_members_get_what_was_approved_and_never_a_draft(world):
    drafted(world)
    world.command("ben", "/cohort summary")
    assert "No summary is posted yet" in world.told("ben")[-1]
    world.press("ana", "Approve and post")
    world.command("ben", "/cohort summary")
    assert "What we shared" in world.told("ben")[-1]
    world.command("dee", "/cohort summary", where="dm")
    assert "What we shared" in world.told("dee")[-1]


def test_who_moderates_no_more_decides_no_more(world):
    drafted(world)
    world.command("ana", "/cohort role @joy member")
    world.forget()
    world.press("joy", "Approve and post")
    assert "for the cohort's moderators" in world.told("joy")[-1]
    assert posted(world) == []


def test_a_fresh_draft_of_an_approved_summary_takes_its_place(world):
    drafted(world)
    world.press("ana", "Approve and post")
    message = "One more: we put the question on the first page of the form that everyone fills in."
    world.command("ana", "/cohort summary")
    assert "is posted already" in card(world, "ana", "Draft:")
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": message})
    world.press("ana", "Approve and post")
    (summary,) = posted(world)
    assert message in summary
    assert world.count(tables.summary, state="approved") == 1


def test_words_of_a_person_who_has_not_agreed_are_in_no_draft(world):
    world.cohort("ben", "cho", moderators=("ana",), agreed=("ana", "ben"))
    world.until("2026-03-02 10:05")
    world.say("ben", BEN, to="prompt")
    world.say("cho", CHO, to="prompt")
    world.until("2026-03-10 09:00")
    assert CHO not in card(world, "ana", "Draft:")
    assert "1 of 1 message" in card(world, "ana", "Draft:")


def test_where_nobody_may_be_quoted_there_is_no_draft(world):
    world.cohort("ben", moderators=("ana",))
    quoting(world, "ben", "none")
    world.until("2026-03-02 10:05")
    world.say("ben", BEN, to="prompt")
    world.command("ana", "/cohort summary")
    assert "nothing that I can quote" in world.told("ana")[-1]
    assert world.count(tables.summary) == 0


def test_a_reading_that_fails_is_told_to_moderators(world):
    async def broken(args: dict[str, str], desk: object) -> None:
        raise ValueError(BEN)

    discussed(world)
    world.scene.stories.jobs["summarise"] = broken
    world.command("ana", "/cohort summary")
    world.forget()
    world.advance(hours=1)
    (told,) = world.told("joy")
    assert "could not be made" in told
    assert world.says_anywhere(BEN) == ["message"]


def test_answers_that_are_private_until_a_time_are_in_no_draft(world):
    messages = discussed(world)
    with world.scene.database.transaction() as db:
        db.execute(
            tables.message.update()
            .where(tables.message.c.message == messages["ben"])
            .values(held=True)
        )
    world.command("ana", "/cohort summary")
    draft = card(world, "ana", "Draft:")
    assert BEN not in draft and "2 of 2 messages" in draft


def test_words_that_change_while_they_are_read_are_read_again(world):
    messages = discussed(world)
    read = world.scene.stories.jobs["summarise"]
    other = "We ask at the first call, and it takes ten seconds."

    async def slow(args, desk):
        result = await read(args, desk)
        world.scene.stories.jobs["summarise"] = read
        await world.stage.edit("ben", messages["ben"], other)
        return result

    world.scene.stories.jobs["summarise"] = slow
    world.command("ana", "/cohort summary")
    assert other in card(world, "ana", "Draft:")
    assert world.count(tables.summary) == 1
