"""A monthly note for those who steer the programme: drafted, looked through, approved; no quotes,
no names, and the bot sends it to nobody else."""

import pytest

from bot.store import tables
from tests.features.discussed import cards
from tests.features.noted import (
    GUS,
    HAL,
    LINE,
    MARCH,
    THIS,
    TITLE,
    drafted,
    note,
    passed_on,
    summed,
)
from tests.features.themed import SAID, themed
from tests.features.tried import tries
from tests.world import World


def test_on_the_first_working_day_every_moderator_gets_a_draft_at_nine(world: World):
    summed(world)
    world.until("2026-04-01 08:59")
    assert not note(world) and not note(world, "joy")
    world.until("2026-04-01 09:00")
    assert MARCH in note(world) and MARCH in note(world, "joy")
    assert "I send it to nobody" in note(world)
    assert all(MARCH not in each for each in cards(world, "ben", "dm:ben"))
    assert all(MARCH not in each for each in cards(world, "ben", "room"))


def test_it_waits_for_a_working_day_without_posts(world: World):
    summed(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Days without posts": "2026-04-01"})
    world.until("2026-04-01 18:00")
    assert not note(world)
    world.until("2026-04-02 09:00")
    assert MARCH in note(world)


def test_where_nothing_was_approved_nothing_comes(world: World):
    summed(world)
    world.until("2026-05-01 10:00")
    assert MARCH in note(world)
    assert not note(world, words="April 2026")


def test_it_tells_themes_and_numbers_and_nobodys_words(world: World):
    drafted(world)
    told = note(world)
    assert "7 people in 1 discussion shared what they see at work." in told
    assert f"{LINE} – A few people in 1 discussion shared strategies." in told
    assert "https://example.org/line" in told
    for words in (*SAID.values(), HAL, GUS):
        assert words not in told
    for name in ("Ben", "Cho", "Dee", "Eli", "Fay", "Gus", "Hal"):
        assert name not in told


def test_fewer_than_five_are_a_few_and_so_are_their_ideas(world: World):
    drafted(world)
    (line,) = [each for each in note(world).splitlines() if TITLE in each]
    assert "A few people in 1 discussion" in line
    assert not any(letter in line.replace("in 1 discussion", "") for letter in "0123456789")


def test_a_label_that_two_people_say_is_not_told(world: World):
    drafted(world)
    assert "Language, registration" not in note(world) and "egistration" not in note(world)
    assert TITLE in note(world), "the title of the discussion stands in its place"


def test_whoever_chose_not_to_be_quoted_is_in_no_number(world: World):
    drafted(world)
    assert "7 people in 1 discussion shared what" in note(world)
    world.command("hal", "/cohort quote none", where="dm")
    assert "6 people in 1 discussion shared what" in note(world)


def test_nor_is_the_link_of_whoever_chose_not_to_be_quoted_passed_on(world: World):
    drafted(world)
    world.command("gus", "/cohort quote none", where="dm")
    assert "6 people in 1 discussion shared what" in note(world)
    assert "https://example.org/line" not in note(world)


def test_a_link_that_names_who_shared_it_is_not_passed_on(world: World):
    themed(world, gus="My slides on the interpreter line: https://gusmoreau.com/line",
           hal="A poster: https://example.org/poster")  # fmt: skip
    world.press("ana", "Approve and post")
    world.command("ana", THIS, where="dm")
    assert "https://example.org/poster" in note(world) and "moreau" not in note(world)


def test_a_theme_that_a_moderator_called_by_a_name_has_its_title(world: World):
    themed(world, gus=GUS, hal=HAL)
    world.press("ana", "Arrange themes")
    world.fill("ana", {f"Theme 1: {LINE}, minutes": "What Dee Novak tried"})
    world.press("ana", "Approve and post")
    world.command("ana", THIS, where="dm")
    assert "Dee Novak" not in note(world) and TITLE in note(world)


def test_a_title_that_names_somebody_gives_way_to_the_month(world: World):
    drafted(world)
    assert TITLE in note(world)
    # Somebody joins whose name is a word of the title.
    world.enters("where", name="Where Hall")
    world.command("ana", THIS, where="dm")
    assert TITLE not in note(world, words="A discussion of March 2026")


def test_what_people_tried_is_told_from_five_on(world: World):
    drafted(world)
    for who in ("ben", "cho", "dee", "eli", "fay"):
        tries(world, who)
    world.until("2026-04-06 12:00")
    for who in ("ben", "cho", "dee", "eli"):
        world.press(who, "Done")
    assert "tried something" not in note(world)
    world.press("fay", "Partly")
    assert "5 people say that they tried something" in note(world)


def test_moderators_write_an_opening_name_themes_and_leave_some_out(world: World):
    drafted(world)
    world.press("ana", "Edit")
    world.fill(
        "ana",
        {
            "Opening words": "A good start.",
            "Keep these themes": [LINE],
            f"Call it differently: {LINE}": "Calling an interpreter",
        },
    )
    assert "“A good start.”" in note(world)
    assert "Calling an interpreter – A few people" in note(world)
    assert TITLE not in note(world) and LINE not in note(world)
    assert "A few people in 1 discussion shared what they see" in note(world)
    world.command("joy", THIS, where="dm")
    assert "Calling an interpreter" in note(world, "joy")


def test_its_links_can_be_left_out(world: World):
    drafted(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Keep the links of": []})
    assert "https://example.org/line" not in note(world)


def test_themes_of_one_name_become_one(world: World):
    drafted(world)
    world.press("ana", "Edit")
    world.fill(
        "ana",
        {
            f"Call it differently: {LINE}": "Asking and calling",
            f"Call it differently: {TITLE}": "asking and calling",
        },
    )
    assert "Asking and calling – 7 people in 1 discussion shared strategies." in note(world)


def test_approved_it_is_a_text_to_pass_on_and_goes_nowhere_by_itself(world: World):
    drafted(world)
    world.command("joy", THIS, where="dm")
    world.forget()
    world.press("ana", "Approve")
    for who in ("ana", "joy"):
        assert "Ana Ruiz approved this note about March 2026" in note(world, who)
        assert "python -m bot note" in note(world, who)
    assert world.room() == []
    assert all(world.told(who) == [] for who in SAID)


def test_a_draft_that_was_approved_before_does_not_come_again(world: World):
    passed_on(world)
    world.until("2026-04-01 10:00")
    assert not note(world, "joy")


def test_discarded_it_goes_and_begins_anew_when_asked_for(world: World):
    drafted(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "A good start."})
    world.press("ana", "Discard")
    assert "Ana Ruiz discarded the note" in note(world, words="March 2026")
    assert world.count(tables.note_words) == 0
    world.command("joy", THIS, where="dm")
    assert LINE in note(world, "joy") and "A good start." not in note(world, "joy")


def test_an_approved_note_can_be_changed(world: World):
    passed_on(world)
    world.press("ana", "Change it")
    assert "A draft about March 2026" in note(world)
    world.press("ana", "Approve")
    assert "approved this note" in note(world)


def test_two_moderators_do_not_overwrite_each_other(world: World):
    drafted(world)
    world.command("joy", THIS, where="dm")
    world.press("ana", "Edit")
    world.press("joy", "Edit")
    world.fill("joy", {"Opening words": "From Joy."})
    world.told("ana")
    world.fill("ana", {"Opening words": "From Ana."})
    assert "Joy Lee or new words changed the note meanwhile" in world.shown("ana")
    assert "From Joy." in note(world) and "From Ana." not in note(world)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("next month", "April 2026 is yet to come"),
        ("2026-07", "July 2026 is yet to come"),
        ("last month", "No summary about February 2026 is approved"),
        ("", "No summary about February 2026 is approved"),
        ("January", "No summary about January 2026 is approved"),
        ("the best one", "I can't read “the best one” as a month"),
    ],
    ids=["next-month", "to-come", "last-month", "nothing-said", "by-name", "no-month"],
)
def test_other_months_are_answered(world: World, words: str, answer: str):
    summed(world)
    world.command("ana", f"/cohort note {words}", where="dm")
    assert answer in world.told("ana")[-1]
    assert world.count(tables.note) == 0


def test_members_get_no_note(world: World):
    drafted(world)
    world.command("ben", THIS, where="dm")
    assert MARCH not in world.shown("ben") and not note(world, "ben")


def test_on_hold_no_draft_comes_and_whoever_asks_is_answered(world: World):
    summed(world)
    world.command("ana", "/cohort hold")
    world.until("2026-04-01 12:00")
    assert not note(world)
    world.command("ana", "/cohort note", where="dm")
    assert MARCH in note(world)
    world.command("ana", "/cohort resume")
    world.advance(minutes=1)
    assert MARCH in note(world, "joy")


def test_after_the_end_comes_the_last_one(world: World):
    summed(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-03-20"})
    world.until("2026-04-01 09:00")
    assert MARCH in note(world)
    assert world.count(tables.due, kind="note") == 0
