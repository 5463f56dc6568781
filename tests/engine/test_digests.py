"""Several messages folded into one: each part changes by itself, as long as the message stands."""

from collections.abc import Callable
from typing import Any

from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Edit, Effect
from bot.protocol.text import Paragraph, Plain
from bot.store import ending
from bot.store.tables import cohort, person, posting, standing
from tests.engine.test_attention import card, ready, say, states, tell
from tests.world import World

HEAD = "From Spring, in one message:\n"


def asked(world: World, who: str, text: str, label: str, **more: Any) -> Callable[[Work], Effect]:
    """Ask somebody this, with a button after which another card stands in its place."""
    blocks = (Paragraph(nodes=(Plain(text=text),)),)
    its = Card(blocks=blocks, buttons=(Button(label=label, action="data.keep"),))
    mine = person_id(world, who)
    return lambda work: work.tell(mine, its, **more)


def person_id(world: World, who: str) -> str:
    [mine] = [row["id"] for row in world.rows(person) if row["name"].lower().startswith(who)]
    return mine


def two_months_later(world: World) -> None:
    world.advance(days=60)
    world.scene.dispatcher.tidy()
    world.forget()


def words_expired(world: World) -> None:
    """The cohort's words are deleted, as its end brings it about."""
    [its] = world.rows(cohort)
    with world.scene.database.transaction() as db:
        ending.forget_words(db, its["id"], world.scene.now())


def before(world: World, who: str, words: str) -> str:
    """The one message with these words that somebody has before them."""
    (shown,) = [each for each in world.platform.visible(who) if words in each.text]
    return shown.text


def test_a_part_changes_for_as_long_as_its_message_stands(world: World):
    ready(world)
    say(
        world,
        asked(world, "ben", "Erase it?", "Keep it all", importance=7),
        tell(world, "ben", "Second.", key="ben-2"),
    )
    two_months_later(world)
    world.press("ben", "Keep it all")
    assert before(world, "ben", "Second.") == HEAD + "Nothing was erased.\nSecond."
    say(world, lambda work: Edit(posting="ben-2", card=card("Second, changed.")))
    assert before(world, "ben", "Second") == HEAD + "Nothing was erased.\nSecond, changed."


def test_a_name_leaves_a_message_of_long_ago(world: World):
    ready(world, "cho")
    say(
        world,
        tell(world, "ben", "Cho Park asks you something.", "Yes"),
        tell(world, "ben", "Another thing.", "No"),
    )
    two_months_later(world)
    world.command("cho", "/cohort erase me", where="dm")
    world.press("cho", "Erase it all")
    assert "Cho" not in before(world, "ben", "asks you something.")
    assert world.says_anywhere("Cho Park") == []


def test_parts_are_forgotten_with_their_message(world: World):
    ready(world)
    say(world, tell(world, "ben", "One.", key="ben-1"), tell(world, "ben", "Two.", key="ben-2"))
    two_months_later(world)
    assert states(world, "ben") == {"ben-1": "folded", "ben-2": "folded"}
    with world.scene.database.transaction() as db:
        db.execute(posting.delete())
    world.scene.dispatcher.tidy()
    assert states(world, "ben") == {} and world.says_anywhere("Two.") == []


def test_where_nothing_is_known_any_more_a_press_leaves_the_message_as_it_is(world: World):
    ready(world)
    say(
        world,
        asked(world, "ben", "Erase it?", "Keep it all", importance=7),
        tell(world, "ben", "Second."),
    )
    words_expired(world)
    world.forget()
    world.press("ben", "Keep it all")
    assert world.told("ben") == ["Nothing was erased."]
    assert before(world, "ben", "Second.") == HEAD + "Erase it?\nSecond."


def test_of_two_parts_with_the_same_button_the_pressed_one_changes(world: World):
    ready(world)
    say(
        world,
        asked(world, "ben", "The first?", "Keep this", importance=7),
        asked(world, "ben", "The second?", "Keep that"),
    )
    world.press("ben", "Keep that")
    assert before(world, "ben", "The first?") == HEAD + "The first?\nNothing was erased."


def test_a_message_stays_about_someone_however_often_it_changes(world: World):
    """Else nobody would know, once they are erased, that it was about them."""
    ready(world, "cho", "dee")
    cho = person_id(world, "cho")
    say(
        world,
        asked(world, "ben", "Dee Novak says that Cho Park asks.", "Keep it all",
              key="ben-1", importance=7, concerns=(cho,)),
        tell(world, "ben", "Second.", key="ben-2"),
    )  # fmt: skip
    world.command("dee", "/cohort erase me", where="dm")
    world.press("dee", "Erase it all")
    assert "Dee" not in before(world, "ben", "Second.")
    assert about(world) == {"ben-1": [cho]}
    world.press("ben", "Keep it all")
    assert about(world) == {"ben-1": [cho]}


def about(world: World) -> dict[str, list[str]]:
    """Whom the remembered messages to Ben are about."""
    return {
        row["posting"]: [who for who, each in row["people"].items() if each["about"]]
        for row in world.rows(standing)
        if row["posting"].startswith("ben-")
    }
