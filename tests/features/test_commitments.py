"""What members mean to try after a discussion: written down, and shown as far as they let it be."""

from bot.rules.commitments import figures
from bot.store.tables import commitment, commitment_reader, due
from tests.features.checkins.checked import EIGHT, gathered, leads
from tests.features.discussed import discussed
from tests.features.tried import DOOR, LET, seen, tries

# Writing it down


def test_when_a_discussion_closes_it_offers_to_write_one_down(world):
    discussed(world)
    world.until("2026-03-09 10:01")
    (closing,) = [each for each in world.room() if "closes here" in each.text]
    assert "Write it down for yourself" in closing.text
    world.forget()
    world.press("ben", "I will try something")
    world.fill("ben", {"What will you try?": DOOR})
    assert f"Kept. You want to try this:\n“{DOOR}”\nOnly you see it." in world.told("ben")[-1]
    assert world.buttons("ben") == ["Change", "Take back"]
    assert world.room() == [] and world.told("cho") == []
    assert DOOR not in seen(world)
    (row,) = world.rows(commitment)
    assert row["discussion"] is not None and row["shown"] == "self"


def test_where_nobody_answered_nothing_is_offered(world):
    world.cohort("ben")
    world.until("2026-03-09 10:01")
    (closing,) = [each for each in world.room() if "closes here" in each.text]
    assert closing.buttons == ()


def test_nothing_new_is_begun_once_the_cohort_is_over(world):
    discussed(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-03-05"})
    world.until("2026-03-06 09:00")
    (closing,) = [each for each in world.room() if "closes here" in each.text]
    assert closing.buttons == ()
    world.command("ben", f"/cohort I will try {DOOR}")
    assert "is not under way" in world.told("ben")[-1]
    assert world.rows(commitment) == []


def test_words_to_the_bot_are_enough(world):
    gathered(world, "ben")
    world.say("ben", f"I'll try {DOOR}", to="dm")
    assert "Kept. You want to try this:" in world.told("ben")[-1]
    (row,) = world.rows(commitment)
    assert (row["text"], row["shown"]) == (DOOR.rstrip("."), "self")


def test_too_many_words_are_not_kept(world):
    gathered(world, "ben")
    world.say("ben", "I will try " + "again " * 60, to="dm")
    assert "room for 300 letters" in world.told("ben")[-1]
    assert world.rows(commitment) == []


def test_whoever_has_not_agreed_is_asked_to_first(world):
    gathered(world, "ben", "cho", agreed=("ana", "cho"))
    world.command("ben", f"/cohort I will try {DOOR}")
    assert "you have not agreed to that" in world.told("ben")[-1]
    assert world.rows(commitment) == []


def test_the_form_names_who_could_read_it_and_never_the_line_manager(world):
    gathered(world, "ben", moderators=("ana", "joy"))
    leads(world, "joy", "ben")
    world.command("ben", "/cohort i will try")
    assert "then Ana Ruiz can read it, too" in world.told("ben")[-1]


def test_it_is_changed_and_taken_back(world):
    gathered(world, "ben")
    tries(world, "ben")
    world.press("ben", "Change")
    world.fill("ben", {"What will you try?": "The back door.", "Who sees these words": LET["none"]})
    assert "The back door." in world.told("ben")[-1] and "The back door." in seen(world)
    world.press("ben", "Take back")
    assert "nothing is kept of it" in world.shown("ben")
    assert world.rows(commitment) == [] and world.says_anywhere("back door") == []
    assert not [row for row in world.rows(due) if row["kind"].startswith("commitment")]


# What moderators see


def test_figures_stand_there_from_five_people_on(world):
    gathered(world, *EIGHT)
    for who in EIGHT[:4]:
        tries(world, who)
        tries(world, who, "And one more thing.")
    assert "Figures stand here once 5 people" in seen(world)
    for who in EIGHT[4:]:
        tries(world, who)
    assert "8 people wrote down something to try." in seen(world)
    world.until("2026-03-30 17:00")
    for who in EIGHT[:5]:
        world.press(who, "Done")
    world.press("gus", "Not for me")
    told = seen(world)
    assert "5 people tried it, wholly or in part." in told
    assert "not for me" not in told and ": done" not in told


def test_figures_that_would_tell_another_are_left_out():
    five, one = set("abcde"), {"f"}
    assert figures({"done": five, "partly": one}).states == {}
    assert figures({"done": five, "partly": one}).tried == 6
    both = figures({"done": five, "partly": set("fghij"), "not-yet": set("klmn")})
    assert both.states == {"done": 5, "partly": 5} and both.said == 14
    few = figures({"open": set("abcd")})
    assert (few.said, few.tried, few.states) == (None, None, {})


def test_words_are_shown_as_their_author_lets_them(world):
    gathered(world, "ben", "cho", "dee", "eli", moderators=("ana", "joy"))
    for who, shown in (("ben", "name"), ("cho", "role"), ("dee", "none"), ("eli", "self")):
        tries(world, who, f"Words, {shown}.", shown)
    leads(world, "joy", "ben")
    told = seen(world)
    assert "“Words, name.” — Ben Okafor" in told
    assert "“Words, role.” — a member" in told
    assert "“Words, none.”\n" in told
    assert "self" not in told and "Cho" not in told and "Dee" not in told
    assert "Words, name." not in seen(world, "joy") and "Words, role." in seen(world, "joy")
    world.command("ben", "/cohort commitments")
    assert "Words" not in world.told("ben")[-1]


def test_a_moderator_who_was_added_later_reads_what_is_said_later(world):
    gathered(world, "ben", "joy")
    tries(world, "ben", shown="name")
    world.command("ana", "/cohort role @joy moderator")
    assert DOOR in seen(world) and DOOR not in seen(world, "joy")
    world.forget()
    world.command("ben", "/cohort my page", where="dm")
    world.press("ben", "Change")
    assert "Ana Ruiz and Joy Lee" in world.shown("ben")
    world.fill(
        "ben", {"What will you try?": "Put it at the desk.", "Who sees these words": LET["name"]}
    )
    assert "Put it at the desk." in seen(world, "joy")
    world.command("joy", "/cohort erase me", where="dm")
    world.press("joy", "Erase it all")
    assert world.count(commitment_reader) == 1


def test_there_are_ten_on_a_card(world):
    gathered(world, "ben")
    for number in range(12):
        world.command("ben", f"/cohort I will try number {number}!")
        world.press("ben", "Change")
        world.fill("ben", {"Who sees these words": LET["none"]})
    assert seen(world).count("“number") == 10
    world.forget()
    world.press("ana", "More")
    assert world.shown("ana").count("“number") == 2
