"""Of rounds without names nothing reaches a moderator that tells who wrote what: over rounds drawn
at random, no name, no id, no hour, and not the order in which answers came."""

import json
import random
from collections import Counter
from datetime import timedelta

import pytest

from bot.protocol.cards import Card
from bot.store.codec import dump_card
from bot.store.tables import checkin, checkin_answer, identity
from tests.features.checkins.checked import answers, gathered, sends
from tests.features.checkins.test_confidential import FIT, KEEP
from tests.world import World

CHANGE = "What should be different in the weeks that are left?"
WORDS = ("lunch", "interpreters", "charts", "parking", "handover", "silence", "forms", "weather")
PEOPLE = ("Ada", "Bo", "Cem", "Dag", "Eve", "Flo", "Gil", "Hux", "Ike", "Jan", "Kim")


def played(world: World, dice: random.Random) -> list[list[str]]:
    """A round to which some answer, in an order and at hours by chance, some of them late; what
    was written to each question, in the order in which it came."""
    people = list(PEOPLE)
    gathered(world, *(each.lower() for each in people))
    sends(world, "midway")
    came: list[list[str]] = [[], []]
    for who in dice.sample(people, dice.randint(4, len(people))):
        said = [f"{dice.choice(WORDS).title()} {dice.randrange(10**6)}." for _ in came]
        answers(world, who.lower(), {FIT: str(dice.randint(1, 5)), KEEP: said[0], CHANGE: said[1]})
        for place, words in enumerate(said):
            came[place].append(words)
        world.advance(hours=dice.choice((0, 1, 3, 26)))
    world.until(max(world.now + timedelta(days=1), world.now.replace(month=3, day=13, hour=9)))
    return came


def shown(world: World) -> list[Card]:
    """All pages, and every other card before the moderator that shows something of the round."""
    world.forget()
    world.command("ana", "/cohort checkin results", where="dm")
    while "More" in world.buttons("ana"):
        world.press("ana", "More")
    mine = [e for e in world.platform.visible("ana") if e.channel == "dm:ana"]
    return [e.body for e in mine if isinstance(e.body, Card) and "Midway · asked" in e.body.text()]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_tells_whose_an_answer_is(world: World, seed: int):
    played(world, random.Random(seed))
    cards = shown(world)
    assert cards
    data = "\n".join(json.dumps(dump_card(each), ensure_ascii=False) for each in cards)
    secret = {each["person"] for each in world.rows(identity)}
    secret |= {each["id"] for each in world.rows(checkin)}
    secret |= {each["mark"] for each in world.rows(checkin_answer)}
    for each in (*PEOPLE, *secret):
        assert each not in data
    assert "Moment" not in data and ":00" not in data and ("AM" not in data) and "late" not in data
    rows = world.rows(checkin_answer)
    for each in rows:
        there = sum(e["question"] == each["question"] for e in rows)
        assert not each["text"] or (each["text"] in data) == (there >= 5)


def test_the_order_in_which_answers_came_is_lost():
    """Where the first answer to one question stands says nothing, and nothing of the other's."""
    places: list[Counter[int]] = [Counter(), Counter()]
    together = 0
    for seed in range(8):
        world = World(copies=True)
        try:
            came = played(world, random.Random(seed))
            text = "\n".join(each.text() for each in shown(world))
        finally:
            world.close()
        found = [[words for words in said if words in text] for said in came]
        if not all(found):
            continue
        orders = [sorted(said, key=text.index) for said in found]
        at = [order.index(said[0]) for order, said in zip(orders, found, strict=True)]
        for place, number in enumerate(at):
            places[place][number] += 1
        together += at[0] == at[1]
    number = sum(places[0].values())
    assert number >= 5
    assert all(max(each.values()) < number for each in places) and together < number
