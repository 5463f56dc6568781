"""A discussion falls quiet. The programme begins weeks later here, so that there is one discussion:
that of a prompt which a moderator posts."""

from bot.protocol.cards import Card
from bot.store.tables import discussion
from tests.features.discussed import cards
from tests.world import World

TEXT = "Smaller, then: what could you try with one colleague"
WARNED = "2026-03-03 14:00"  # four working hours before Wednesday at ten
GOES_OUT = "2026-03-04 10:00"


def opened(world: World) -> None:
    """On Monday at 9:00 the prompt "small-step", whose follow-up comes after two days."""
    world.cohort("ben", "cho", "dee", moderators=("ana", "joy"), First_day="2026-04-06")
    world.until("2026-03-02 09:00")
    world.command("ana", "/cohort prompt small-step now")
    world.forget()


def in_thread(world: World) -> list[str]:
    return [line.text for line in world.room() if line.thread is not None and TEXT in line.text]


def test_moderators_hear_four_working_hours_before_and_then_it_goes_out(world):
    opened(world)
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until("2026-03-03 13:59")
    assert not any(TEXT in each for each in world.told("ana"))
    world.until(WARNED)
    (card,) = [each for each in world.told("ana") if TEXT in each]
    assert "has gone quiet" in card
    assert world.buttons("joy") == ["Post now", "Hold", "Ask two people privately"]
    assert in_thread(world) == []
    world.until(GOES_OUT)
    (posted,) = in_thread(world)
    assert posted.startswith("From Ana Ruiz and Joy Lee:")
    assert any("as planned" in each for each in world.told("ana"))


def test_a_lively_discussion_is_left_alone(world):
    opened(world)
    world.until("2026-03-03 12:00")
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until(GOES_OUT)
    world.until("2026-03-04 11:00")
    assert not any(TEXT in each for each in world.told("ana"))


def test_an_answer_after_the_warning_is_enough(world):
    opened(world)
    prompt = world.stage.prompt()
    world.say("ben", "I'll ask one patient.", to=prompt)
    world.until(WARNED)
    world.advance(hours=1)
    world.say("cho", "So will I.", to=prompt)
    world.until(GOES_OUT)
    assert in_thread(world) == []
    assert any("has picked up" in each for each in world.told("joy"))


def test_with_no_answer_it_goes_to_the_moderators_and_not_to_the_thread(world):
    opened(world)
    world.until(GOES_OUT)
    assert in_thread(world) == []
    cards = [each for each in world.told("ana") if TEXT in each]
    assert len(cards) == 2
    assert world.buttons("ana")[:1] == ["Post now"]
    for card in cards:
        assert not any(name in card for name in ("Ben", "Cho", "Dee"))
        assert not any(char.isdigit() for char in card.replace("10:00", "").replace("March 4", ""))
    assert not any(TEXT in each for who in ("ben", "cho") for each in world.told(who))


def test_post_now(world):
    opened(world)
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until(WARNED)
    world.press("joy", "Post now")
    (posted,) = in_thread(world)
    assert posted.startswith("From Joy Lee:")
    assert any("Joy Lee posted the follow-up" in each for each in world.told("ana"))
    world.until(GOES_OUT)
    assert in_thread(world) == []


def test_hold(world):
    opened(world)
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until(WARNED)
    world.press("ana", "Hold")
    assert any("Ana Ruiz holds" in each for each in world.told("joy"))
    world.until("2026-03-06 12:00")
    assert in_thread(world) == []
    assert world.count(discussion, follow_up="held") == 1


def test_a_moderators_own_words_are_given_a_day(world):
    opened(world)
    prompt = world.stage.prompt()
    world.say("ben", "I'll ask one patient.", to=prompt)
    world.until("2026-03-03 12:00")
    world.say("ana", "Thank you, Ben. What do you expect?", to=prompt)
    world.until("2026-03-04 12:30")
    assert in_thread(world) == []
    assert not any("has gone quiet" in each for each in world.told("joy"))
    world.until("2026-03-05 10:00")
    assert len(in_thread(world)) == 1
    assert any("has gone quiet" in each for each in world.told("joy"))


def test_two_people_are_asked_in_the_moderators_name(world):
    opened(world)
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until(WARNED)
    world.forget()
    world.press("ana", "Ask two people privately")
    world.fill("ana", {"Whom": ["Cho Park"], "A line of your own": "You know the front desk."})
    (asked,) = world.told("cho")
    assert asked.startswith("Ana Ruiz asks:") and "You know the front desk." in asked
    assert world.told("dee") == []
    world.forget()
    world.press("cho", "I'll write")
    assert any("Cho Park will write" in each for each in world.told("joy"))


def test_more_than_two_cannot_be_asked(world):
    opened(world)
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until(WARNED)
    world.press("ana", "Ask two people privately")
    world.fill("ana", {"Whom": ["Ben Okafor", "Cho Park", "Dee Novak"]})
    assert any("Choose one or two people" in each for each in world.told("ana"))
    assert not any("asks:" in each for each in world.told("cho"))


def test_where_no_hour_is_left_before_the_close_the_moderators_hear_that_it_falls_away(world):
    opened(world)
    prompt = world.stage.prompt()
    world.say("ben", "I'll ask one patient.", to=prompt)
    world.until(WARNED)
    # Ana writes each day, so that every hour for the follow-up is too soon after her words.
    while world.count(discussion, follow_up="planned", state="open"):
        world.say("ana", "Thank you. What do you expect?", to=prompt)
        world.advance(hours=12)
    assert world.count(discussion, follow_up="dropped", state="open") == 1
    for who in ("ana", "joy"):
        shown = "".join(cards(world, who, f"dm:{who}"))
        assert "no good hour for its follow-up is left" in shown
        assert "waits for a better hour" not in shown and "has gone quiet" not in shown


def test_a_discussion_that_closed_is_not_followed_up(world):
    opened(world)
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until("2026-03-02 09:30")
    world.command("ana", "/cohort close")
    world.until(GOES_OUT)
    assert in_thread(world) == []


def test_what_opens_on_a_saturday_is_left_alone_over_the_weekend(world):
    world.cohort("ben", First_day="2026-03-07")
    world.until("2026-03-07 10:00")
    world.forget()
    world.until("2026-03-09 13:59")
    assert world.told("ana") == []
    world.until("2026-03-09 14:00")
    assert "is open for a first answer" in world.told("ana")[0]


def test_after_the_close_a_held_follow_up_has_no_buttons_any_more(world):
    opened(world)
    world.say("ben", "I'll ask one patient.", to="prompt")
    world.until(WARNED)
    world.press("ana", "Hold")
    world.until("2026-03-20 12:00")
    for who in ("ana", "joy"):
        shown = [each for each in world.platform.visible(who) if each.channel == f"dm:{who}"]
        cards = [each.body for each in shown if isinstance(each.body, Card)]
        (card,) = [
            each for each in cards if "has closed. Its follow-up was not posted." in each.text()
        ]
        assert card.buttons == ()
        assert not any(b.label == "Post now" for each in cards for b in each.buttons)
