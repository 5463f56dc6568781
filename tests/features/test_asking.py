"""Days before a prompt somebody is asked to start, or a member offers to host."""

from bot.protocol.cards import Card
from bot.store.tables import asked, cohort, outgoing, step
from tests.world import World

OFFERED = "2026-03-06 10:00"  # the Friday before the second prompt, which comes on a Monday
SECOND = "2026-03-09 10:00"
SECOND_TITLE = "“Where are you now?”"


def offered(world: World) -> None:
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    world.until("2026-03-06 09:59")
    world.forget()
    world.until(OFFERED)


STARTS = "To start: the first lines in the thread"
HOSTS = "To host the week: start, and keep the talk going"


def asks_cho(world: World, what_for: str) -> None:
    world.press("ana", "Ask someone to start")
    world.fill("ana", {"Whom": ["Cho Park"], "What for": what_for})


def test_moderators_are_offered_to_ask(world):
    offered(world)
    (card,) = world.told("ana")
    assert "comes on Monday, March 9" in card
    assert world.buttons("joy") == ["Ask someone to start", "Not this time"]


def test_cho_starts(world):
    offered(world)
    asks_cho(world, STARTS)
    assert any("Ana Ruiz asks: would you start" in each for each in world.told("cho"))
    assert world.buttons("cho") == ["I'll start", "Not this time"]
    world.forget()
    world.press("cho", "I'll start")
    assert any("Cho Park starts" in each for each in world.told("joy"))
    world.forget()
    world.until(SECOND)
    (prompt,) = [line.text for line in world.room() if line.thread is None]
    assert "Cho Park starts." in prompt
    assert any("it says that you start" in each for each in world.told("cho"))


def test_no_is_as_easy_and_goes_to_the_moderators_alone(world):
    offered(world)
    asks_cho(world, STARTS)
    world.forget()
    world.press("cho", "Not this time")
    assert any("That is fine" in each for each in world.told("cho"))
    assert any("would rather not" in each for each in world.told("ana"))
    assert "would rather not" not in world.shown("ben")
    world.until(SECOND)
    assert not any("Cho Park starts" in line.text for line in world.room())


def test_second_thoughts_before_it_is_posted(world):
    offered(world)
    asks_cho(world, HOSTS)
    world.press("cho", "I'll host")
    assert world.count(step, host=world.rows(asked)[0]["person"]) == 1
    world.press("cho", "I can't after all")
    world.until(SECOND)
    assert not any("host" in line.text for line in world.room())


def offer(world: World, who: str) -> tuple[str, list[str]]:
    """The words and the buttons of the card that offers to ask, as it stands now."""
    bodies = [each.body for each in world.platform.visible(who) if each.channel == f"dm:{who}"]
    cards = [each for each in bodies if isinstance(each, Card) and SECOND_TITLE in each.text()]
    return cards[-1].text(), [each.label for each in cards[-1].buttons]


def test_once_the_prompt_is_out_the_offer_to_ask_says_so_and_has_no_buttons(world):
    offered(world)
    world.until(SECOND)
    for who in ("ana", "joy"):
        words, buttons = offer(world, who)
        assert "is out, so nobody is asked" in words and buttons == []


def test_a_prompt_that_is_left_out_takes_its_offer_along_and_brings_it_back(world):
    offered(world)
    world.command("ana", "/cohort skip")
    words, buttons = offer(world, "joy")
    assert "is left out for now" in words and buttons == []
    world.press("ana", "Put it back")
    assert offer(world, "joy")[1] == ["Ask someone to start", "Not this time"]


def test_who_was_asked_stands_on_the_card_when_the_prompt_is_out(world):
    offered(world)
    asks_cho(world, STARTS)
    world.until(SECOND)
    assert "Ana Ruiz asked Cho Park privately" in "".join(world.told("joy"))
    words, buttons = offer(world, "joy")
    assert "is out" not in words and buttons == []


def test_leaving_it_shows_on_every_card(world):
    offered(world)
    world.forget()
    world.press("ana", "Not this time")
    assert any("without anybody asked" in each for each in world.told("joy"))


def test_the_end_changes_no_card_of_what_was_left_out_before(world):
    offered(world)
    world.command("ana", "/cohort skip")
    assert "is left out" in offer(world, "joy")[0]
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-03-07"})
    world.until("2026-03-07 23:00")
    before = _edits(world)
    world.until("2026-03-08 12:00")
    assert world.count(cohort, state="ended") == 1 and _edits(world) == before


def _edits(world: World) -> int:
    return sum((each["posting"] or "").startswith("ask:") for each in world.rows(outgoing))


def test_yes_after_the_prompt_is_out_decides_nothing(world):
    offered(world)
    asks_cho(world, STARTS)
    world.until(SECOND)
    world.forget()
    world.press("cho", "I'll start")
    assert any("It is out already" in each for each in world.told("cho"))
    assert world.rows(asked)[0]["answer"] == "open"


def test_a_member_offers_to_host_and_a_moderator_takes_it(world):
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    world.until("2026-03-02 11:00")
    world.forget()
    world.command("ben", "/cohort host")
    world.fill("ben", {})
    assert any("Ben Okafor offers to host" in each for each in world.told("ana"))
    world.forget()
    world.press("joy", "Take the offer")
    assert any("Joy Lee took your offer" in each for each in world.told("ben"))
    assert any("Joy Lee took the offer" in each for each in world.told("ana"))
    world.forget()
    world.until(SECOND)
    assert any("Ben Okafor" in line.text for line in world.room())


def test_who_said_yes_hears_of_another_day(world):
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    world.press("ana", "Ask someone to start")
    world.fill("ana", {"Whom": ["Cho Park"]})
    world.until("2026-03-02 09:00")
    world.press("cho", "I'll start")
    world.told("cho")
    world.command("ana", "/cohort shift 1 day")
    assert "comes on Tuesday, March 3 now. You start or host it" in world.told("cho")[0]
    world.command("ana", "/cohort skip")
    assert "is left out for now, so there is nothing for you to prepare" in world.told("cho")[0]
    assert world.told("ben") == []


def test_who_said_yes_still_starts_when_the_moderator_who_asked_is_erased(world):
    world.cohort("ben", "cho", moderators=("ana", "joy"))
    world.until("2026-03-06 10:05")
    world.press("ana", "Ask someone to start")
    world.fill("ana", {"Whom": ["Cho Park"]})
    world.press("cho", "I'll start")
    world.command("ana", "/cohort erase me", where="dm")
    world.press("ana", "Erase it all")
    world.until("2026-03-09 10:05")
    assert "Cho Park starts." in world.room()[-1].text
