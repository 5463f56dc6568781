"""What moderators see of a round: who may, how much, and that it follows what members do."""

from bot.store.tables import checkin_round
from tests.features.checkins.checked import (
    CARRY,
    EIGHT,
    TALK,
    answers,
    gathered,
    leads,
    presses,
    seen,
    sends,
)
from tests.features.checkins.test_confidential import FIT, KEEP
from tests.world import World

CLOSED = "2026-03-12 09:05"
BEN = "Whether interpreters on the phone are worth their price."
CHO = "Interpreters come too late for our phone line."
DEE = "My own supper."
HEAD = "Top of mind · asked on Monday, March 2"


def played(world: World, **more: object) -> None:
    """A named round to which three of four answered."""
    gathered(world, "ben", "cho", "dee", "eli", **more)  # pyright: ignore
    sends(world)
    for who, words, talk in (
        ("ben", BEN, "Yes, with everyone"),
        ("cho", CHO, "Yes, with everyone"),
        ("dee", DEE, "Telling you is enough"),
    ):
        answers(world, who, {CARRY: words, TALK: talk})
    world.forget()


def test_when_it_closes_those_who_may_read_get_it_by_name_and_theme(world: World):
    played(world, moderators=("ana", "joy"))
    world.until(CLOSED)
    for who in ("ana", "joy"):
        (told,) = world.told(who)
        assert told.startswith(HEAD) and "Most of those who were asked answered." in told
        assert f"“{BEN}” — Ben Okafor" in told and f"“{DEE}” — Dee Novak" in told
        assert told.count("Interpreters") + told.count("interpreters") == 3  # the theme's label
        assert "Yes, with everyone · 2 ██ Ben Okafor and Cho Park" in told
        assert "Telling you is enough · 1 █ Dee Novak" in told
        assert "Yes, if nobody knows it is mine" not in told
        assert "Eli" not in told
    assert world.told("ben") == []


def test_while_a_named_round_is_open_a_moderator_may_look_and_sees_what_follows(world: World):
    played(world)
    world.command("ana", "/cohort checkin results", where="dm")
    assert "What has come so far" in seen(world, "ana", HEAD)
    answers(world, "eli", {CARRY: "Who pays."})
    assert "“Who pays.” — Eli Stone" in seen(world, "ana", HEAD)
    world.press("ben", "Keep it to myself")
    assert BEN not in seen(world, "ana", HEAD) and CHO in seen(world, "ana", HEAD)


def test_results_asked_for_in_the_room_come_privately(world: World):
    played(world)
    world.command("ana", "/cohort results")
    assert any(HEAD in each for each in world.told("ana"))
    assert BEN not in world.shown("eli") and world.room() == []


def test_the_line_manager_never_reads_what_someone_answered(world: World):
    played(world, moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    world.until(CLOSED)
    assert BEN in world.told("ana")[0]
    told = world.told("joy")[0]
    assert BEN not in told and "Ben Okafor" not in told and CHO in told


def test_a_moderator_of_later_and_one_who_is_none_any_more_read_nothing(world: World):
    played(world, moderators=("ana", "joy"))
    world.command("ana", "/cohort role @eli moderator")
    world.command("ana", "/cohort role @joy member")
    world.forget()
    world.until(CLOSED)
    assert HEAD in world.told("ana")[0]
    assert not any(HEAD in each for who in ("eli", "joy") for each in world.told(who))
    world.command("eli", "/cohort checkin results", where="dm")
    assert world.told("eli") == [
        "There are no answers here for you to read. Those without names come once their check-in "
        "has closed."
    ]


def test_someone_else_who_presses_the_button_reads_nothing(world: World):
    played(world)
    (of,) = world.rows(checkin_round)
    presses(world, "ben", "results.page", round=of["id"], page="0")
    (told,) = world.told("ben")
    assert "were not promised to you" in told and CHO not in told


def test_late_and_changed_answers_are_marked(world: World):
    played(world)
    world.until(CLOSED)
    answers(world, "eli", {CARRY: "Late, but here."})
    answers(world, "ben", {CARRY: "Something else by now."}, "Change my answers")
    told = seen(world, "ana", HEAD)
    assert "“Late, but here.” — Eli Stone · late" in told
    assert "“Something else by now.” — Ben Okafor · changed after the close" in told
    assert BEN not in told


def test_whoever_is_erased_leaves_the_results_that_stand(world: World):
    played(world)
    world.until(CLOSED)
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    told = seen(world, "ana", HEAD)
    assert "Ben" not in told and BEN not in told and CHO in told
    assert world.says_anywhere(BEN) == []


def test_who_offers_to_present_stands_there_by_name(world: World):
    gathered(world, "ben", "cho", "dee")
    sends(world, "ready-to-lead")
    ask = "Would you bring something from your work to a session?"
    answers(world, "ben", {ask: "Yes, gladly"})
    answers(world, "cho", {ask: "Maybe, let's talk"})
    answers(world, "dee", {ask: "Not now"})
    world.until(CLOSED)
    told = seen(world, "ana", "Ready to lead")
    assert "Offered to present: Ben Okafor" in told
    assert "Maybe, if you talk first: Cho Park" in told
    assert "Dee Novak" not in told


def test_prompts_that_fit_can_be_looked_at_and_planned_for_next_week(world: World):
    played(world)
    world.until(CLOSED)
    assert "is a prompt that fits what came up" in seen(world, "ana", HEAD)
    world.forget()
    world.press("ana", "Look at it")
    assert "A preview, for you alone. It is not on the calendar" in world.shown("ana")
    world.press("ana", "Post it next week")
    confirmed, results = world.told("ana")[-2:]
    assert "goes out Monday, March 16, 10:00" in confirmed
    assert "It is on the calendar for Monday, March 16." in results
    # By the other moderator, on a page that she opened before.
    presses(world, "ana", "results.plan", prompt="worth-the-time")
    assert "is on the calendar" in world.told("ana")[-1]


def test_many_answers_come_in_pages_and_none_is_lost(world: World):
    members = [f"member{n}" for n in range(21)]
    gathered(world, *members)
    sends(world)
    for n, who in enumerate(members):
        answers(world, who, {CARRY: f"Thing number {n}."})
    world.until(CLOSED)
    pages = [world.told("ana")[-1]]
    while "More" in world.buttons("ana"):
        world.press("ana", "More")
        pages.append(world.told("ana")[-1])
    assert len(pages) == 3
    for n in range(21):
        assert sum(f"“Thing number {n}.”" in each for each in pages) == 1


def test_for_oneself_alone_nothing_is_ever_shown(world: World):
    gathered(world, "ben")
    sends(world, "self-care", Where_help_is="555 0100")
    answers(world, "ben", {"What gave something back to you lately?": "A walk."})
    world.forget()
    world.until("2026-03-20 12:00")
    world.command("ana", "/cohort checkin results", where="dm")
    assert world.told("ana") == [
        "There are no answers here for you to read. Those without names come once their check-in "
        "has closed."
    ]


def test_without_names_four_answers_are_none(world: World):
    gathered(world, *EIGHT)
    sends(world, "midway")
    for who in EIGHT[:4]:
        answers(world, who, {FIT: "4", KEEP: f"From {who}."})
    world.forget()
    world.command("ana", "/cohort checkin results", where="dm")
    assert "There are no answers here" in world.told("ana")[-1]
    world.until(CLOSED)
    (told,) = world.told("ana")
    assert "Too few answers came" in told and "From" not in told and "answered." not in told


def test_a_scale_shows_what_was_chosen_its_ends_and_the_average(world: World):
    gathered(world, "ben", "cho", "dee")
    sends(world, "pulse")
    for who, how in (("ben", "2"), ("cho", "2"), ("dee", "5 – Going well")):
        answers(world, who, {"How is this week at work?": how})
    world.forget()
    world.command("ana", "/cohort checkin results", where="dm")
    told = seen(world, "ana", "Pulse")
    assert "2 · 2 ██" in told and "5 – Going well · 1 █" in told and "3 · " not in told
    assert "From 1 – Hard going to 5 – Going well: 3.0 on average." in told


def test_a_late_answer_without_a_name_stays_with_its_author(world: World):
    gathered(world, *EIGHT)
    sends(world, "midway")
    for who in EIGHT[:5]:
        answers(world, who, {FIT: "4", KEEP: f"From {who}."})
    world.until("2026-03-12 09:00")
    shown = seen(world, "ana", "Midway")
    assert "From ben." in shown and "4 · 5 █" in shown
    world.told("gus")
    answers(world, "gus", {FIT: "5", KEEP: "And late."})
    assert seen(world, "ana", "Midway") == shown
    assert "this one stays with you" in "\n".join(world.told("gus"))
    world.until("2026-03-13 09:00")
    world.command("ana", "/cohort checkin results", where="dm")
    assert "And late." not in seen(world, "ana", "Midway")


def test_what_was_promised_to_the_cohort_is_read_by_members_and_never_by_a_sponsor(world: World):
    played_for_all(world)
    world.press("ana", "Share with everyone")
    assert "This is what the room will see" in world.told("ana")[-1] and world.room() == []
    world.press("ana", "Share it")
    (post,) = world.room()
    assert "Top of mind: what we answered" in post.text and BEN not in post.text
    world.forget()
    for who in ("eli", "gus", "joy"):
        world.press(who, "Read the answers")
    assert any(BEN in each for each in world.told("eli"))
    assert not any(BEN in each for each in world.told("gus"))  # a sponsor
    told = "".join(world.told("joy"))
    assert CHO in told and BEN not in told  # whom she leads


def played_for_all(world: World) -> None:
    gathered(world, "ben", "cho", "dee", "eli", "gus", "joy")
    world.command("ana", "/cohort role @gus sponsor")
    world.press("ana", "Add anyway")
    leads(world, "joy", "ben")
    sends(world, Who_reads_the_answers="the whole cohort, with names")
    for who, words in (("ben", BEN), ("cho", CHO)):
        answers(world, who, {CARRY: words})
    world.until(CLOSED)
