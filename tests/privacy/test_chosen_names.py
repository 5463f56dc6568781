"""Whoever erases themselves cannot rewrite what others wrote, whatever they call themselves."""

import pytest

from bot.protocol.refs import User
from bot.store.erasing.former import Former
from bot.store.tables import cohort, discussion, membership, message, person
from tests.world import World

MONDAY = "2026-03-02 10:15"
SAID = "We ask at the desk, see https://desk.example/the/Ana-Ruiz and @the list of the ward."


def former(*names: str) -> Former:
    return Former(
        word="a former member",
        names=frozenset(names),
        users=frozenset({User(platform="p", workspace="w", user="U1")}),
        ids=frozenset({"person-1"}),
    )


@pytest.mark.parametrize("name", ["the", "We", "url", "text", "the desk", "Ana"])
def test_a_name_that_is_a_word_changes_no_words(name):
    nodes = [
        {"type": "Plain", "text": f"{SAID} Ana and the desk."},
        {"type": "Link", "url": f"https://a.example/{name}", "label": "the list"},
    ]
    assert former(name).written(nodes) == nodes


def test_a_whole_name_goes_but_never_out_of_an_address():
    there = [{"type": "Link", "url": "https://a.example/Ana Ruiz", "label": "by Ana Ruiz"}]
    (link,) = former("Ana Ruiz").written(there)
    assert link["url"] == "https://a.example/Ana Ruiz" and link["label"] == "by a former member"
    assert former("Ana Ruiz").written("Ana Ruizes, Ana Ruiz") == "Ana Ruizes, a former member"
    assert former("山田 太郎").written("with 山田 太郎.") == "with a former member."


def test_prompts_and_settings_lose_mentions_alone():
    user = {"platform": "p", "workspace": "w", "user": "U1"}
    mention = {"type": "Mention", "user": user, "name": "Ana Ruiz"}
    assert former("Ana Ruiz").unmentioned([mention, "Ana Ruiz"]) == [
        {"type": "Plain", "text": "a former member"}, "Ana Ruiz"
    ]  # fmt: skip


def test_a_name_of_one_word_goes_where_the_bot_wrote_it_alone():
    line = [{"type": "Plain", "text": "Cher starts."}]
    resume = {"label": "Resume", "action": "command", "args": {"text": "resume"}}
    card = {"blocks": [{"type": "Paragraph", "nodes": line}], "buttons": [resume]}
    assert former("Cher").card(card, ()) == card
    (block,) = former("Cher").card(card, {"Cher"})["blocks"]
    assert block["nodes"][0]["text"] == "A former member starts."
    assert former("resume").card(card, {"resume"})["buttons"] == [resume]


@pytest.mark.parametrize("name", ["the", "type"])
def test_the_words_of_others_stay_as_they_are(world: World, name):
    world.cohort("ben", "cho", Theme="the words of the ward")
    world.until(MONDAY)
    world.say("cho", SAID, to="prompt")
    world.say("cho", "As @ben does.", to="prompt")
    with world.scene.database.transaction() as db:
        ben = person.c.name == "Ben Okafor"
        db.execute(person.update().where(ben).values(name=name))
    before = [(row["theme"], row["settings"]) for row in world.rows(cohort)]
    asked = [row["prompt"] for row in world.rows(discussion)]
    world.command("ben", "/cohort erase me")
    world.press("ben", "Erase it all")
    assert world.count(membership) == 2
    said, mentioning = [row["text"] for row in world.rows(message)]
    assert said == SAID and mentioning.endswith("a former member does.")
    assert [(row["theme"], row["settings"]) for row in world.rows(cohort)] == before
    assert [row["prompt"] for row in world.rows(discussion)] == asked
