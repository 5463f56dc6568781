"""Moderators switch a language model on for summaries: members hear of it first, and nothing is sent
to a model that they were not told of."""

import pytest

from bot.store import tables
from tests.fake_model import serving
from tests.features.discussed import card
from tests.features.modelled import (
    LABEL,
    OFF,
    ON,
    all_of_it,
    asked,
    draft,
    helped,
    sent,
    switch,
    talked,
)
from tests.features.themed import BEFORE, DESK, FORM, SKIPS
from tests.world import World

pytest.importorskip("openai", reason="install the extra [model]")


def test_members_are_told_two_working_days_before_any_word_leaves(world: World):
    talked(world)
    with serving(all_of_it) as model:
        world.scene.tools.model = model.endpoint("openai")
        switch(world, ON)
        (told,) = [each.text for each in world.room()]
        assert "fake-1, at 127.0.0.1:" in told and "Ana Ruiz switched it on" in told
        assert "Wednesday, March 4" in told
        assert "other names, such as a patient's, are not" in told.lower()
        assert "Made without the language model fake-1: members still have time" in draft(world)
        assert model.heard == []
        world.until("2026-03-04 10:00")
        assert "members still have time" in draft(world) and model.heard == []
        world.until("2026-03-04 12:00")
        assert "Grouped and chosen with the language model fake-1" in draft(world)
        assert model.heard


def test_a_cohort_that_has_not_switched_it_on_sends_nothing(world: World):
    talked(world)
    with serving(all_of_it) as model:
        world.scene.tools.model = model.endpoint("openai")
        assert "language model" not in draft(world)
        assert model.heard == []
        assert "made on the bot's own machine" in asked(world, "ben")


def test_switched_off_nothing_leaves_any_more_and_the_room_hears_of_it(world: World):
    talked(world)
    with helped(world) as model:
        switch(world, OFF, "joy")
        assert "Joy Lee switched the language model" in world.room()[-1].text
        assert "language model" not in draft(world)
        assert model.heard == []


def test_a_model_of_which_members_were_not_told_gets_nothing(world: World):
    talked(world)
    with helped(world), serving(all_of_it) as other:
        world.scene.tools.model = other.endpoint("openai", name="other-2")
        assert "another one is set up now" in draft(world)
        assert "it is not in use now" in asked(world, "ben")
        world.scene.tools.model = None
        assert "none is set up any more" in draft(world)
        assert other.heard == []


def test_it_cannot_be_switched_on_where_none_is_set_up(world: World):
    talked(world)
    world.command("ana", "/cohort settings")
    form = world.stage.lines()[-1]
    assert LABEL not in form.fields and "No language model is set up here" in form.text
    assert "No language model is set up here" in asked(world, "ben")
    with serving(all_of_it) as model:
        world.scene.tools.model = model.endpoint("openai")
        world.command("ana", "/cohort settings")
        # A form of another day, when there was one.
        world.scene.tools.model = None
        world.fill("ana", {LABEL: ON})
    assert world.room() == []
    assert all("model" not in each["settings"] for each in world.rows(tables.cohort))


def test_a_form_that_showed_another_model_switches_nothing_on(world: World):
    talked(world)
    with serving(all_of_it) as model:
        world.scene.tools.model = model.endpoint("openai")
        world.command("ana", "/cohort settings")
        world.scene.tools.model = model.endpoint("openai", name="other-2")
        world.fill("ana", {LABEL: ON})
        form = world.platform.form("ana")
        assert form is not None and "has changed meanwhile" in form.errors["model"]
        assert world.room() == []


def test_saving_other_settings_leaves_it_as_it_is(world: World):
    talked(world)
    with helped(world):
        world.command("ana", "/cohort settings")
        world.fill("ana", {"Theme": "Asking about language"})
        assert world.room() == []
        assert "Grouped and chosen" in draft(world)


def test_members_cannot_switch_it(world: World):
    talked(world)
    with serving(all_of_it) as model:
        world.scene.tools.model = model.endpoint("openai")
        world.command("ben", "/cohort settings")
        assert world.platform.form("ben") is None
        assert all("model" not in each["settings"] for each in world.rows(tables.cohort))


def test_whoever_is_asked_to_agree_reads_of_it(world: World):
    talked(world)
    with helped(world):
        assert "fake-1, at 127.0.0.1:" in welcomed(world, "gus")


def test_days_on_which_nobody_works_are_no_time_to_say_no(world: World):
    talked(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Days without posts": "2026-03-09"})
    with serving(all_of_it) as model:
        world.scene.tools.model = model.endpoint("openai")
        world.until("2026-03-06 17:00")
        world.forget()
        switch(world, ON)
        (told,) = [each.text for each in world.room()]
        assert "Wednesday, March 11" in told
        world.until("2026-03-11 16:55")
        assert "members still have time" in draft(world) and model.heard == []
        world.until("2026-03-11 17:05")
        assert "Grouped and chosen" in draft(world)


def test_a_form_that_stood_open_undoes_nothing(world: World):
    talked(world)
    with helped(world):
        world.command("joy", "/cohort settings")
        switch(world, OFF)
        world.forget()
        world.fill("joy", {"Theme": "Asking about language"})
        assert world.room() == []
        world.command("joy", "/cohort settings")
        switch(world, ON)
        world.forget()
        world.fill("joy", {"Theme": "Asking about words"})
        assert world.room() == []
        assert "members still have time" in draft(world)


def test_words_of_who_left_before_they_could_be_told_stay_here(world: World):
    talked(world)
    world.leaves("dee")
    with serving(all_of_it) as model:
        world.scene.tools.model = model.endpoint("openai")
        switch(world, ON)
        world.leaves("ben")
        world.advance(days=2, minutes=1)
        world.leaves("cho")
        draft(world)
        assert DESK not in sent(model) and BEFORE not in sent(model)
        assert SKIPS in sent(model)
        world.command("cho", "/cohort model no", where="dm")
        assert "Your words are kept from it" in world.told("cho")[-1]
        model.heard.clear()
        draft(world)
        assert FORM in sent(model) and SKIPS not in sent(model)
    world.person("kim")
    world.command("kim", "/cohort model no", where="dm")
    assert "you belong to no cohort here" in world.told("kim")[-1]
    assert world.count(tables.consent, kind="model") == 1


def test_where_none_is_set_up_any_more_it_can_be_switched_off(world: World):
    talked(world)
    with helped(world):
        world.scene.tools.model = None
        world.command("ana", "/cohort settings")
        world.fill("ana", {"Theme": "Asking about language"})
        assert world.room() == []
        assert "language model" not in welcomed(world, "gus")
        world.command("gus", "/cohort my data", where="dm")
        assert "language model" not in card(world, "gus", "What is kept about")
        switch(world, OFF)
        (told,) = [each.text for each in world.room()]
        assert "Ana Ruiz switched the language model" in told
    assert all("model" not in each["settings"] for each in world.rows(tables.cohort))


def test_a_model_that_comes_back_is_told_of_anew(world: World):
    talked(world)
    with helped(world) as model:
        there, world.scene.tools.model = world.scene.tools.model, None
        assert "none is set up any more" in draft(world)
        world.scene.tools.model = there
        assert "you can switch it on anew" in draft(world)
        assert model.heard == [] and "it is not in use now" in asked(world, "ben")
        switch(world, ON)
        (told,) = [each.text for each in world.room()]
        assert "Ana Ruiz switched it on: fake-1" in told
        world.advance(days=2, minutes=1)
        assert "Grouped and chosen" in draft(world)


def welcomed(world: World, who: str) -> str:
    """The welcome that somebody reads who is asked to agree again."""
    world.command(who, "/cohort withdraw", where="dm")
    world.press(who, "Withdraw")
    world.command(who, "/cohort quote name", where="dm")
    return card(world, who, "Welcome to Spring")
