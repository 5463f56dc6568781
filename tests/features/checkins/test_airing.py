"""From an answer to a discussion: two presses of a moderator, and its author's own word between."""

from bot.store.tables import airing, discussion, prompt_copy, step
from tests.features.checkins.checked import CARRY, EIGHT, answers, gathered, presses, seen, sends
from tests.features.checkins.test_confidential import FIT, KEEP
from tests.features.discussed import cards
from tests.world import World

CLOSED = "2026-03-12 09:00"
BEN = "Whether *we* ask at all {cohort}, honestly."
ASKED = "to everyone in Spring, as the beginning of a discussion"
POSTED = "From our check-in: Top of mind"


def answered(world: World, **more: object) -> None:
    """Ben's answer by name stands before Ana, and she would like to bring it to everyone."""
    gathered(world, "ben", "cho", "dee", **more)  # pyright: ignore
    sends(world)
    answers(world, "ben", {CARRY: BEN})
    world.until(CLOSED)
    world.forget()
    world.press("ana", "Bring it to everyone")


def agreed(world: World, how: str = "With my name") -> None:
    answered(world)
    world.press("ben", how)
    world.forget()


def room(world: World) -> str:
    """What stands in the room now of the discussion."""
    return next((each for each in cards(world, "ana", "room") if POSTED in each), "")


def posted(world: World, words: str) -> str:
    """What stands in the room now with these words."""
    return next((each for each in cards(world, "ana", "room") if words in each), "")


def test_two_presses_and_the_authors_yes_make_the_next_discussion(world: World):
    answered(world)
    assert "I am asking the author" in "".join(world.told("ana"))
    asked = world.told("ben")[-1]
    assert "Ana Ruiz would like to bring these words of yours" in asked and f"“{BEN}”" in asked
    assert world.buttons("ben") == ["With my name", "By my role", "Without my name", "No"]
    world.press("ben", "With my name")
    told = world.told("ana")[-1]
    assert "may go to everyone" in told and BEN in told and "— Ben Okafor" in told
    world.press("ana", "Make it the next discussion")
    assert "goes out Friday, March 13, 10:00" in world.shown("ana")
    world.until("2026-03-13 10:05")
    assert BEN in room(world) and "— Ben Okafor" in room(world)


def test_by_role_a_job_title_shows_where_three_have_it(world: World):
    answered(world)
    world.press("ben", "By my role")
    told = world.told("ana")[-1]
    assert "— A member of the cohort" in told and "Ben Okafor" not in told


def test_a_title_that_three_have_says_more_than_the_role(world: World):
    answered(world)
    for who in ("ben", "cho", "dee"):
        world.enters(who, title="Front desk lead")
    world.press("ben", "By my role")
    told = world.told("ana")[-1]
    assert "— Front desk lead" in told and "Ben Okafor" not in told


def test_no_and_nothing_more(world: World):
    answered(world)
    world.forget()
    world.press("ben", "No")
    (told,) = world.told("ana")
    assert "would rather not" in told and "Ben" not in told and BEN not in told
    assert world.count(prompt_copy) == 0
    presses(world, "ben", "airing.say", airing=world.rows(airing)[0]["id"], how="name")
    assert world.told("ana") == []


def test_its_author_is_asked_once_and_nobody_else_can_answer_for_them(world: World):
    answered(world, moderators=("ana", "joy"))
    assert "was asked whether it may go to everyone" in seen(world, "joy", BEN)
    (its,) = world.rows(airing)
    world.forget()
    presses(world, "joy", "airing.bring", answer=its["answer"])
    assert "asked already" in world.told("joy")[-1]
    presses(world, "cho", "airing.say", airing=its["id"], how="name")
    assert world.rows(airing)[0]["how"] == "asked"
    assert "to everyone" not in "".join(world.told("cho"))


def test_a_member_cannot_bring_anothers_words(world: World):
    answered(world)
    (its,) = world.rows(airing)
    presses(world, "cho", "airing.bring", answer=its["answer"])
    presses(world, "cho", "airing.make", airing=its["id"])
    assert world.count(airing) == 1 and world.count(prompt_copy) == 0


def test_words_kept_to_oneself_leave_the_post_at_once(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    world.press("ben", "Keep it to myself")
    assert "were taken back" in room(world)
    assert BEN not in room(world) and "Ben Okafor" not in room(world)
    assert BEN not in seen(world, "ana", "taken back")
    world.press("ben", "Let them read it")
    assert BEN not in room(world)


def test_a_discussion_whose_words_are_gone_before_anyone_answered_can_be_closed(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    world.forget()
    world.press("ben", "Keep it to myself")
    assert any("nobody has answered them so far" in each for each in world.told("ana"))
    world.press("ana", "Close it")
    assert [each["state"] for each in world.rows(discussion)][-1] == "closed"


def test_whoever_was_asked_whether_to_close_it_sees_that_it_is_closed(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    world.press("ben", "Keep it to myself")
    assert "Close it" in world.buttons("ana")
    world.until("2026-03-31 10:05")
    assert seen(world, "ana", "nobody has answered them so far") == ""
    assert "Close it" not in world.buttons("ana")


def test_a_discussion_in_which_others_answered_stays_without_the_words(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    world.say("cho", "We do, on paper.", to="prompt")
    world.forget()
    world.press("ben", "Keep it to myself")
    assert "were taken back" in room(world)
    assert not any("nobody has answered" in each for each in world.told("ana"))


def test_words_taken_back_before_their_day_are_not_posted(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.press("ben", "Keep it to myself")
    world.until("2026-03-16 10:05")
    assert room(world) == ""
    mine = [e["state"] for e in world.rows(step) if e["ref"].startswith("check-in--")]
    assert mine == ["skipped"]


def test_changed_words_take_back_what_was_agreed_for_the_old_ones(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    answers(world, "ben", {CARRY: "Only for the two of you."}, "Change my answers")
    assert "were taken back" in room(world)
    assert BEN not in room(world) and "Only for" not in room(world)
    assert [name for name in world.says_anywhere("honestly") if "outgoing" not in name] == []
    world.forget()
    world.press("ana", "Bring it to everyone")
    world.until("2026-03-23 10:00")
    assert "Only for the two of you." in world.told("ben")[-1]


def test_a_yes_to_words_that_were_changed_meanwhile_is_none(world: World):
    answered(world)
    (its,) = world.rows(airing)
    answers(world, "ben", {CARRY: "Only for the two of you."}, "Change my answers")
    world.forget()
    presses(world, "ben", "airing.say", airing=its["id"], how="name")
    assert world.told("ana") == [] and world.count(prompt_copy) == 0


def test_words_leave_with_all_that_a_moderator_wrote_around_them(world: World):
    agreed(world)
    (copy,) = world.rows(prompt_copy)
    body = f"> A line of Ana's own.\n\n{copy['prompt']['body']}\n\nSo: honestly, do we ask?"
    world.press("ana", "Change the words around it")
    written = {"Title": "Do we ask, honestly?", "Text": body}
    world.fill("ana", {**written, "Follow-up": "Ben said it honestly. And you?"})
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    assert "Do we ask, honestly?" in posted(world, BEN)
    world.press("ben", "Keep it to myself")
    now = posted(world, "were taken back")
    assert "From a check-in" in now and "honestly" not in now
    kept = {*world.says_anywhere("honestly")}
    assert not kept & {"discussion", "prompt_copy"}


def test_whoever_is_erased_leaves_the_discussion_that_began_with_their_words(world: World):
    agreed(world, "Without my name")
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    assert BEN in room(world)
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    assert BEN not in room(world) and "were taken back" in room(world)
    assert world.says_anywhere("honestly") == []


def test_what_someone_said_who_agrees_no_more_is_not_read_and_cannot_be_brought(world: World):
    gathered(world, "ben", "cho")
    sends(world)
    answers(world, "ben", {CARRY: BEN})
    world.command("ben", "/cohort withdraw", where="dm")
    world.press("ben", "Withdraw")
    world.until(CLOSED)
    assert BEN not in world.shown("ana") and "Bring it to everyone" not in world.buttons("ana")
    assert ASKED not in "".join(world.told("ben"))


def unnamed(world: World) -> None:
    gathered(world, *EIGHT)
    sends(world, "midway")
    for who in EIGHT[:6]:
        answers(world, who, {FIT: "4", KEEP: f"{who.title()}'s thing about lunch."})
    world.until(CLOSED)
    world.forget()


def test_without_a_name_only_its_author_is_asked_and_the_moderator_hears_the_next_day(
    world: World,
):
    unnamed(world)
    world.press("ana", "Bring it to everyone")
    asked = [who for who in EIGHT if ASKED in "".join(world.told(who))]
    (author,) = asked
    (its,) = world.rows(airing)
    assert not any(who in repr(its) for who in EIGHT)
    world.forget()
    world.press(author, "Without my name")
    assert world.told("ana") == []
    world.until("2026-03-13 10:00")
    told = world.told("ana")[-1]
    assert f"{author.title()}'s thing about lunch." in told  # their own words are all there is
    assert "— " not in told
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-16 10:05")
    post = next(e.text for e in world.room() if "From our check-in: Midway" in e.text)
    assert "thing about lunch." in post and "— " not in post


def test_without_a_name_a_no_tells_no_more_than_that(world: World):
    unnamed(world)
    world.press("ana", "Bring it to everyone")
    (author,) = [who for who in EIGHT if ASKED in "".join(world.told(who))]
    world.forget()
    world.press(author, "No")
    assert world.told("ana") == []
    world.until("2026-03-13 10:00")
    (told,) = world.told("ana")
    assert told == "“Midway”: they would rather not. The words stay where they are."


def test_words_that_were_brought_to_everyone_go_when_the_cohorts_words_do(world: World):
    agreed(world)
    world.press("ana", "Change the words around it")
    world.fill("ana", {"Follow-up": "Ben put it honestly. And you?"})
    world.press("ana", "Make it the next discussion")
    world.until("2026-03-13 10:05")
    assert {"discussion", "prompt_copy"} <= {*world.says_anywhere("honestly")}
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-06-05", "Delete words after the end": "10"})
    world.until("2026-06-16 00:01")
    assert world.says_anywhere("honestly") == []
