"""Who belongs to a cohort, and how people come and go."""

from bot.store.tables import membership
from tests.world import World

MORNING = "2026-03-02 09:00"
"""The world begins on a Sunday; members are written to in working hours."""


def roles(world: World) -> list[str]:
    return sorted(row["role"] for row in world.rows(membership))


def test_moderators_see_how_many_agreed_and_remind_once(world):
    world.cohort("ben", "cho", "dee", agreed=("ana", "ben"))
    world.press("cho", "Not now")
    world.forget()
    world.command("ana", "/cohort members")
    assert "2 agreed, 2 not yet" in world.told("ana")[0]
    world.press("ana", "Remind once")
    assert world.told("dee") == []
    world.until(MORNING)
    assert world.buttons("dee") == ["Agree", "Not now"] and len(world.told("dee")) == 1
    assert world.told("cho") == [] and world.room() == []
    world.command("ana", "/cohort members")
    assert "Remind once" not in world.buttons("ana")


def test_members_see_names_and_no_numbers(world):
    world.cohort("ben")
    world.command("ben", "/cohort members")
    card = world.told("ben")[0]
    assert "Ana Ruiz, a moderator" in card and "not yet" not in card


def test_an_unknown_person_in_the_room_is_for_the_moderators_to_decide(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.enters("gus", organisation="Bayview Clinic", title="Nurse")
    assert "Gus Moreau" in world.told("ana")[0] and "Gus Moreau" in world.told("joy")[0]
    assert world.told("ben") == [] and world.told("gus") == [] and world.room() == []
    assert world.buttons("joy") == [
        "Invite", "Introduce as guest", "Ask to leave", "Decide tomorrow",
    ]  # fmt: skip
    world.press("ana", "Invite")
    assert "Welcome to Spring" in world.told("gus")[0]
    assert "Ana Ruiz made Gus Moreau a member" in world.told("joy")[-1]


def test_a_guest_is_introduced_in_the_room(world):
    world.cohort("ben")
    world.enters("gus", title="Nurse")
    world.press("ana", "Introduce as guest")
    assert "Ana Ruiz introduces Gus Moreau (Nurse)" in world.room()[0].text


def test_someone_is_asked_to_leave_in_private(world):
    world.cohort("ben")
    world.enters("gus")
    world.press("ana", "Ask to leave")
    assert "please leave it" in world.told("gus")[0]
    assert world.room() == []


def test_the_question_comes_back_in_the_morning_unless_they_went(world):
    world.cohort("ben")
    world.enters("gus")
    world.enters("fay")
    world.press("ana", "Decide tomorrow")
    world.until("2026-03-02 08:59")
    world.forget()
    world.until("2026-03-02 09:00")
    assert "Fay Brandt" in world.told("ana")[0]
    world.press("ana", "Decide tomorrow")
    world.leaves("fay")
    world.forget()
    world.until("2026-03-03 09:00")
    assert not any("Fay Brandt" in text for text in world.told("ana"))


def test_whoever_comes_back_belongs_again(world):
    world.cohort("ben")
    world.leaves("ben")
    world.enters("ben")
    assert world.told("ana") == [] and world.told("ben") == []
    world.command("ben", "/cohort my data")
    assert "You agreed" in world.told("ben")[0]


def test_leaving_needs_another_moderator(world):
    world.cohort("ben")
    world.command("ana", "/cohort leave")
    assert "needs a moderator" in world.told("ana")[0]
    world.command("ben", "/cohort leave")
    world.press("ben", "Leave")
    world.command("ben", "/cohort settings")
    assert "for the cohort's moderators" in world.told("ben")[-1]


def test_who_asks_to_join_is_answered_and_the_moderators_decide(world):
    world.cohort("ben")
    world.enters("gus", silently=True)
    world.command("gus", "/cohort join")
    world.command("gus", "/cohort join")
    assert "asks to join" in world.told("ana")[0] and len(world.told("ana")) == 0
    world.press("ana", "Invite")
    assert any("Welcome to Spring" in text for text in world.told("gus"))


def test_roles_change_by_command_and_the_last_moderator_stays(world):
    world.cohort("ben", "cho")
    world.command("ana", "/cohort role @ben moderater")
    assert "none of the roles" in world.told("ana")[-1]
    world.press("ana", "Make a moderator")
    assert "Ben Okafor is a moderator" in world.told("ana")[-1]
    assert "Ana Ruiz made you a moderator" in world.told("ben")[0]
    world.command("ana", "/cohort role @ben member")
    world.command("ana", "/cohort role @ana member")
    assert "needs a moderator" in world.told("ana")[-1]
    world.command("ana", "/cohort role @nobody member")
    assert "find nobody here called “nobody”" in world.told("ana")[-1]
    world.command("ana", "/cohort role @ben emperor")
    assert "none of the roles" in world.told("ana")[-1]
    assert roles(world) == ["member", "member", "moderator"]


def test_in_the_private_chat_a_name_is_enough(world):
    world.cohort("ben")
    world.say("ana", "role ben okafor moderator", to="dm")
    assert roles(world) == ["moderator", "moderator"]


def test_handing_over_offers_to_step_back(world):
    world.cohort("ben")
    world.command("ana", "/cohort hand over @ben")
    world.press("ana", "Step back")
    assert "Ben Okafor moderates it" in world.told("ana")[-1]
    world.command("ana", "/cohort settings")
    assert "for the cohort's moderators" in world.told("ana")[-1]


def test_before_a_sponsor_is_added_the_moderators_know_whom_it_concerns(world):
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    world.command("ana", "/cohort role @cho sponsor")
    question = world.told("joy")[0]
    assert "Cho Park as a sponsor" in question and "Ben Okafor" in question
    assert "sponsor" not in roles(world)
    world.press("joy", "Add anyway")
    assert "sponsor" in roles(world)
    assert "Joy Lee decided that" in world.told("ana")[-1]


def test_a_line_manager_who_comes_in_is_told_as_such(world):
    world.cohort("ben")
    world.person("gus")
    world.command("ana", "/cohort members @ben")
    world.fill("ana", {"Line manager": "gus", "Organisation": "Bayview Clinic"})
    world.enters("gus")
    assert "Gus Moreau is the line manager of Ben Okafor" in world.told("ana")[-1]
    world.leaves("gus")
    world.command("ana", "/cohort role @gus member")
    assert "line manager of Ben Okafor" in "".join(world.told("ana"))
    world.press("ana", "Leave out")
    assert world.told("gus") == []


def test_a_pasted_list_invites_whom_the_platform_knows(world):
    world.cohort("ben")
    world.person("gus")
    world.command("ana", "/cohort invite")
    world.fill("ana", {"Pasted list": "name;organisation;handle\nGus M;Bayview;@gus\nNo One;X;@no"})
    said = world.told("ana")[-1]
    assert "Added to Spring: Gus Moreau" in said and "could not find: No One" in said
    world.until(MORNING)
    assert "Ana Ruiz invites you to Spring" in world.told("gus")[0]
    world.enters("gus")
    assert "Welcome to Spring" in world.told("gus")[0]
    world.command("ana", "/cohort members")
    assert "Gus Moreau, a member, Bayview" in world.told("ana")[-1]


def test_nothing_reaches_the_invited_before_start_and_they_may_say_no(world):
    world.cohort("ben", start=False)
    world.person("gus")
    world.command("ana", "/cohort invite")
    world.fill("ana", {"People": ["gus"]})
    assert world.told("gus") == []
    world.command("ana", "/cohort start")
    world.fill("ana", {})
    world.until(MORNING)
    assert "invites you" in world.told("gus")[0]
    world.press("gus", "Not for me")
    assert any("Gus Moreau does not join" in text for text in world.told("ana"))


def test_when_a_moderator_goes_the_others_know(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.leaves("joy")
    assert "Joy Lee is no longer in the room" in world.told("ana")[0]
    world.leaves("ana")
    world.say("ana", "hand over @Ben Okafor", to="dm")
    assert "Ben Okafor moderates Spring" in world.told("ana")[-1]


def test_no_name_is_too_long_or_too_strange_to_be_answered(world):
    world.cohort("ben")
    world.command("ana", "/cohort role @" + "x" * 40_000)
    answer = world.told("ana")[-1]
    assert "find nobody here" in answer and len(answer) < 200
    world.enters("zoe", name="\u202e <!channel> زوي 🌱")
    assert "<!channel>" in world.told("ana")[-1]
    world.press("ana", "Introduce as guest")
    assert "<!channel>" in world.room()[0].text


def test_a_question_about_someone_who_went_again_has_answered_itself(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.enters("gus")
    world.leaves("gus")
    for moderator in ("ana", "joy"):
        assert "gone out of the room again" in world.told(moderator)[-1]
    world.enters("gus")
    world.press("joy", "Invite")
    assert any("Welcome to Spring" in text for text in world.told("gus"))


def test_a_decision_stands_on_every_card_that_asked(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.enters("gus")
    world.command("gus", "/cohort join")
    world.press("ana", "Introduce as guest")
    for moderator in ("ana", "joy"):
        assert "Ana Ruiz made Gus Moreau a guest" in world.told(moderator)[-1]
        assert all("Invite" not in each.buttons for each in world.platform.visible(moderator)
                   if each.channel == f"dm:{moderator}" and "Gus" in each.body.text())  # fmt: skip


def test_who_left_may_ask_to_come_back_from_the_private_chat(world):
    world.cohort("ben")
    world.say("ben", "leave", to="dm")
    world.press("ben", "Leave")
    world.press("ben", "Ask to join")
    assert "I told Ana Ruiz" in world.told("ben")[-1]
    assert "Ben Okafor asks to join Spring" in world.told("ana")[-1]
    world.press("ana", "Invite")
    world.command("ben", "/cohort members")
    assert "Ben Okafor, a member" in world.told("ben")[-1]


def test_a_pasted_list_notes_what_it_says_of_people_who_wait_for_a_yes(world):
    world.cohort("ben", "cho")
    world.person("gus")
    world.command("ana", "/cohort invite")
    world.fill("ana", {"Pasted list": "Gus M;Bayview;Nurse;@gus", "Role": "sponsor"})
    assert world.told("gus") == []
    world.command("ana", "/cohort members")
    assert "Gus Moreau" not in world.told("ana")[-1]
    world.press("ana", "Add anyway")
    world.until(MORNING)
    assert "invites you" in world.told("gus")[0]
    world.enters("gus")
    world.command("ana", "/cohort members")
    assert "Gus Moreau, a sponsor, Bayview" in world.told("ana")[-1]


def test_what_a_moderator_empties_is_empty_whatever_the_platform_tells(world):
    world.cohort("ben")
    world.enters("gus", organisation="Bayview Clinic")
    world.press("ana", "Invite")
    world.command("ana", "/cohort members")
    assert "Gus Moreau, a member, Bayview Clinic" in world.told("ana")[-1]
    world.command("ana", "/cohort members @gus")
    world.fill("ana", {"Organisation": ""})
    world.command("ana", "/cohort members")
    assert "Bayview Clinic" not in world.told("ana")[-1]


def test_whoever_comes_in_before_they_could_be_invited_is_not(world):
    world.cohort("ben")
    world.person("gus")
    world.command("ana", "/cohort invite")
    world.fill("ana", {"People": ["gus"]})
    world.enters("gus")
    assert "Welcome to Spring" in world.told("gus")[0]
    world.until("2026-03-02 09:30")
    assert not any("invites you" in each for each in world.told("gus"))


def test_whoever_agreed_before_they_could_be_reminded_is_not(world):
    world.cohort("ben", agreed=("ana",))
    world.command("ana", "/cohort members")
    world.press("ana", "Remind once")
    world.press("ben", "Agree")
    world.forget()
    world.until("2026-03-02 09:30")
    assert world.told("ben") == []
