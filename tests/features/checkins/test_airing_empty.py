"""A prompt whose words were taken back is posted by no way that leads to it."""

from bot.store.tables import discussion, prompt_copy, step
from tests.features.checkins.checked import CARRY, answers, presses, seen
from tests.features.checkins.test_airing import BEN, agreed
from tests.world import World

ALONE = "Keep it to myself"


def name(world: World) -> str:
    (copy,) = world.rows(prompt_copy)
    return copy["name"]


def test_what_was_held_over_its_day_is_not_asked_about_once_its_words_are_gone(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.command("ana", "/cohort hold")
    world.until("2026-03-16 10:05")
    world.command("ana", "/cohort resume")
    assert "Next morning" in world.buttons("ana")
    world.press("ben", ALONE)
    assert seen(world, "ana", "Shall it go out the next working morning") == ""
    (its,) = [each for each in world.rows(step) if each["ref"] == name(world)]
    assert its["state"] == "skipped"
    presses(world, "ana", "step.morning", step=its["id"])
    world.until("2026-03-18 10:05")
    assert name(world) not in [each["prompt"]["name"] for each in world.rows(discussion)]


def test_no_command_and_no_button_from_before_posts_it(world: World):
    agreed(world)
    named = name(world)
    world.press("ben", ALONE)
    before = world.count(discussion)
    world.command("ana", f"/cohort prompt {named} now")
    presses(world, "ana", "prompt.now", prompt=named, step="abcdefgh23")
    assert world.count(discussion) == before


def test_what_was_left_out_cannot_be_put_back_once_its_words_are_gone(world: World):
    agreed(world)
    world.press("ana", "Make it the next discussion")
    world.command("ana", "/cohort skip")
    world.press("ben", ALONE)
    world.press("ana", "Put it back")
    (its,) = [each for each in world.rows(step) if each["ref"] == name(world)]
    assert its["state"] == "skipped"


def test_a_form_that_was_open_brings_no_words_back(world: World):
    agreed(world)
    world.press("ana", "Change the words around it")
    world.press("ben", ALONE)
    world.fill("ana", {"Title": "Do we ask, honestly?"})
    assert "not there any more" in world.told("ana")[-1]
    assert BEN not in repr(world.rows(prompt_copy)) and "honestly" not in repr(
        world.rows(prompt_copy)
    )


def test_what_is_written_around_the_words_stays_while_they_do(world: World):
    agreed(world)
    (copy,) = world.rows(prompt_copy)
    world.press("ana", "Change the words around it")
    body = f"> A line of Ana's own.\n\n{copy['prompt']['body']}"
    world.fill("ana", {"Title": "What Ben asks", "Text": body})
    answers(world, "cho", {CARRY: "Who drives home."})
    (now,) = world.rows(prompt_copy)
    assert (now["prompt"]["title"], now["prompt"]["body"]) == ("What Ben asks", body)


def test_where_it_is_made_anew_as_its_author_is_named_otherwise_no_title_tells_more(world: World):
    agreed(world, "By my role")
    (copy,) = world.rows(prompt_copy)
    world.press("ana", "Change the words around it")
    body = f"> A member said it.\n\n{copy['prompt']['body']}"
    written = {"Title": "What a member asks", "Text": body}
    world.fill("ana", {**written, "Follow-up": "As a member said. And you?"})
    for who in ("ben", "cho", "dee"):
        world.enters(who, title="Front desk lead")
    answers(world, "cho", {CARRY: "Who drives home."})
    (now,) = world.rows(prompt_copy)
    assert "Front desk lead" in now["prompt"]["body"] and "A member" not in now["prompt"]["body"]
    assert "member" not in now["prompt"]["title"]
    assert "member" not in now["prompt"]["follow_up"]["text"]


def test_a_form_that_was_open_names_its_author_as_they_are_named_now(world: World):
    agreed(world, "By my role")
    world.press("ana", "Change the words around it")
    for who in ("ben", "cho", "dee"):
        world.enters(who, title="Front desk lead")
    answers(world, "cho", {CARRY: "Who drives home."})
    world.fill("ana", {"Title": "Do we ask?"})
    (now,) = world.rows(prompt_copy)
    assert "Front desk lead" in now["prompt"]["body"] and now["prompt"]["title"] == "Do we ask?"
