"""Summaries are made anew after moderators looked a note through: what they left out, how they
named it and what they approved stays."""

from types import SimpleNamespace
from typing import cast

import pytest

from adapters.sandbox.platform import OpenForm
from adapters.slack.form import field_blocks
from adapters.teams.wire import FormTag, Sends, data
from bot.engine.work import Work
from bot.features.notes import editing
from bot.protocol.cards import Form
from bot.text.catalogue import shipped
from tests.features.kept_of import approved
from tests.features.noted import GUS, HAL, LINE, THIS, TITLE, drafted, note, passed_on
from tests.features.themed import ASKED
from tests.features.tried import tries
from tests.world import World

LINK = "https://example.org/line"
NEW = "New here since one of you decided on it"
MORE = {
    "ben": "Parking is far from the clinic, and patients miss their slots over parking.",
    "cho": "Patients tell us about parking, too: the garage is full at eight.",
    "dee": "Our parking garage takes no cards, so patients leave again.",
    "eli": "We hand out a parking map with the letter that confirms the visit.",
}


def anew(world: World, **more: str) -> None:
    """More is said in the same discussion, and its summary is made and approved anew."""
    for who, text in more.items():
        world.say(who, text, to="prompt")
        world.advance(minutes=1)
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")


def test_an_approved_note_stays_as_it_is_when_its_summary_is_made_anew(world: World):
    passed_on(world)
    before = note(world)
    assert LINE in before and LINK in before
    anew(world)
    assert note(world) == before


def test_what_was_left_out_stays_out_and_names_stay(world: World):
    drafted(world)
    world.press("ana", "Edit")
    world.fill(
        "ana",
        {
            "Keep these themes": [LINE],
            "Keep the links of": [],
            f"Call it differently: {LINE}": "Calling an interpreter",
        },
    )
    before = note(world)
    anew(world, ben="We moved the language question to registration on the phone.")
    told = note(world)
    assert "Calling an interpreter – " in told
    assert TITLE not in told and LINE not in told and LINK not in told
    assert NEW not in told
    world.command("ana", THIS, where="dm")
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "A good start."})
    told = note(world)
    assert "Calling an interpreter" in told and TITLE not in told and LINK not in told
    assert TITLE in before or "Calling an interpreter" in before


def test_what_is_new_joins_a_draft_in_sight_of_everybody(world: World):
    drafted(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "A good start."})
    assert NEW not in note(world)
    anew(world, **MORE)
    assert f"{NEW}: " in note(world)
    assert "arking" in note(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "A very good start."})
    assert NEW not in note(world), "she has seen it now"


def test_what_is_new_is_not_in_a_note_that_was_approved_until_it_is_opened(world: World):
    passed_on(world)
    before = note(world)
    anew(world, **MORE, fay="See https://example.org/map for a parking map.")
    told = note(world)
    assert LINE not in told, "the new summary names it otherwise"
    assert told.count(" – ") == before.count(" – ") and "– 5 people" not in told
    assert "arking" not in told and NEW not in told and "https://example.org/map" not in told
    world.press("ana", "Change it")
    assert f"{NEW}: " in note(world) and "https://example.org/map" in note(world)


def test_who_speaks_later_is_in_no_number_of_an_approved_note(world: World):
    approved(world, gus=GUS)
    world.command("ana", THIS, where="dm")
    world.press("ana", "Approve")
    assert "6 people in 1 discussion shared what" in note(world)
    anew(world, hal=HAL)
    assert "6 people in 1 discussion shared what" in note(world)
    world.press("ana", "Change it")
    assert "7 people in 1 discussion shared what" in note(world)


def test_questions_count_where_their_theme_is_told_and_as_they_were_approved(world: World):
    passed_on(world)
    assert "open" not in note(world)
    anew(
        world,
        **{who: f"{ASKED} And who in room {who}?" for who in ("ben", "cho", "dee", "eli", "fay")},
    )
    assert "question" not in note(world)
    world.press("ana", "Change it")
    assert "question" in note(world)


def test_what_was_tried_after_a_note_was_approved_is_not_in_it(world: World):
    drafted(world)
    for who in ("ben", "cho", "dee", "eli", "fay", "gus"):
        tries(world, who)
    world.until("2026-04-06 12:00")
    for who in ("ben", "cho", "dee", "eli", "fay"):
        world.press(who, "Done")
    world.press("ana", "Approve")
    assert "5 people say that they tried something" in note(world)
    world.press("gus", "Done")
    assert "5 people say that they tried something" in note(world)


def test_what_was_tried_is_not_in_a_note_that_was_approved_without(world: World):
    passed_on(world)
    for who in ("ben", "cho", "dee", "eli", "fay"):
        tries(world, who)
    world.until("2026-04-06 12:00")
    for who in ("ben", "cho", "dee", "eli", "fay"):
        world.press(who, "Done")
    assert "approved this note" in note(world) and "tried something" not in note(world)


def test_a_press_that_came_too_late_shows_the_note_and_the_next_one_works(world: World):
    drafted(world)
    world.command("joy", "/cohort settings")
    world.fill("joy", {"Name": "Summer"})
    world.told("ana")
    world.press("ana", "Approve")
    assert "changed meanwhile, so nothing was done" in "\n".join(world.told("ana"))
    assert "Summer, March 2026" in note(world, words="A draft about March 2026")
    world.press("ana", "Approve")
    assert "Ana Ruiz approved this note" in note(world, words="Summer, March 2026")


def test_whoever_asks_for_a_note_lets_all_see_what_they_see(world: World):
    drafted(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Name": "Summer"})
    world.command("joy", THIS, where="dm")
    assert "Summer, March 2026" in note(world, words="A draft about March 2026")


def test_themes_of_one_name_can_be_parted_again(world: World):
    drafted(world)
    world.press("ana", "Edit")
    world.fill(
        "ana",
        {f"Call it differently: {LINE}": "One", f"Call it differently: {TITLE}": "one"},
    )
    assert "One – 7 people" in note(world)
    world.press("ana", "Edit")
    world.fill("ana", {f"Call it differently: One (was: {LINE})": "Calling"})
    assert "Calling – A few" in note(world) and "one – A few" in note(world)
    world.press("ana", "Edit")
    world.fill(
        "ana",
        {
            f"Call it differently: Calling (was: {LINE})": "-",
            f"Call it differently: one (was: {TITLE})": "-",
        },
    )
    assert f"{LINE} – A few" in note(world) and f"{TITLE} – A few" in note(world)


def test_of_many_themes_one_is_named_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(editing, "MANY", 1)
    drafted(world)
    world.press("ana", "Edit")
    (which,) = (each for each in opened(world).form.fields if each.name == "which")
    first = which.options[0]
    world.fill("ana", {"Call one theme differently": first.label, "Its name": "Calling"})
    assert "Calling – A few" in note(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Its name": "For nothing"})
    assert "Choose the theme" in "".join(opened(world).errors.values())
    world.fill("ana", {"Its name": "", "Keep these themes": []})
    assert "Calling" not in note(world)


def opened(world: World) -> OpenForm:
    form = world.platform.form("ana")
    assert form is not None
    return form


def test_a_form_of_the_largest_month_fits_on_every_platform():
    themes = [entry(str(nth), out=nth == 0) for nth in range(150)]
    shared = [entry(f"{nth}/links", out=False) for nth in range(50)]
    work = cast(Work, SimpleNamespace(word=shipped().word))
    its = editing.fields(work, "x" * editing.LONGEST_OPENING, themes, shared)
    form = Form(action="note.edited", title="", intro=(), fields=tuple(its), submit="", args={})
    assert data(Sends(tag=FormTag(form=form), dialog=True)), "Teams takes it"
    blocks = [block for field in its for block in field_blocks(field)]
    assert 0 < len(blocks) < 100, "Slack takes it"
    offered = next(each for each in its if each.name == "themes")
    assert all(not each.label.startswith("Theme 0 ") for each in offered.options)


def entry(id: str, *, out: bool) -> editing.Entry:
    name = f"Theme {id} {'and what follows ' * 5}"
    return editing.Entry(id=id, name=name, called=None, out=out, rests=frozenset({id}))
