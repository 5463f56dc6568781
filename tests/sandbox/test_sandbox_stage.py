"""People act on the sandbox by the labels they see, and are shown what the engine replies."""

import pytest

from bot.protocol.cards import Field, Form, Option
from bot.protocol.effects import Ask, Correct, Swap, Whisper
from bot.protocol.events import Pressed, Submitted
from bot.protocol.ports import StageError

FORM = Form(
    action="plan",
    title="Plan",
    submit="Save",
    fields=(
        Field(name="name", label="Name", required=True),
        Field(name="day", label="First day", kind="date", value="2026-03-02"),
        Field(
            name="tone",
            label="Tone",
            kind="choice",
            value="calm",
            options=(Option(value="calm", label="Calm"), Option(value="brisk", label="Brisk")),
        ),
        Field(
            name="days",
            label="Days",
            kind="choices",
            value="mo, we",
            options=tuple(Option(value=d[:2].lower(), label=d) for d in ("Monday", "Wednesday")),
        ),
        Field(name="hosts", label="Hosts", kind="people"),
        Field(name="lead", label="Lead", kind="person"),
    ),
)


def last(world):
    return world.platform.lines()[-1]


def test_a_whisper_in_the_room_is_seen_by_one(world, make_card):
    world.replies(Whisper(card=make_card("For moderators.")))
    world.do(world.stage.command("ben", "/cohort start", where="room"))
    assert world.shown("ben") == ["For moderators."]
    assert world.shown("ana") == []
    assert last(world).to == "only:ben"


def test_a_whisper_in_a_thread_stays_in_the_thread(world, make_card):
    top = world.do(world.stage.say("ana", "Morning", to="room"))
    world.replies(Whisper(card=make_card("Agree first?")))
    world.do(world.stage.say("ben", "Hello", to=top))
    assert (last(world).to, last(world).thread) == ("only:ben", top)


def test_a_whisper_in_the_private_chat_is_a_message_there(world, make_card):
    world.replies(Whisper(card=make_card("Next: Monday.")))
    world.do(world.stage.say("ben", "help", to="dm"))
    assert (last(world).to, last(world).sender) == ("dm:ben", "bot")


def test_a_whisper_to_someone_who_just_left_goes_back_to_the_engine(world, make_card):
    reply = Whisper(card=make_card("Goodbye."))
    world.replies(reply)
    world.do(world.stage.leave("ben"))
    assert world.ear.unsaids == [reply]
    assert world.shown("ben") == []


def test_an_answer_to_an_answer_stays_in_the_one_thread(world):
    top = world.do(world.stage.say("ana", "Morning", to="room"))
    under = world.do(world.stage.say("ben", "Hello", to=top))
    world.do(world.stage.say("ana", "How are you", to=under))
    assert last(world).thread == top


def test_the_newest_button_with_the_label_is_pressed(world, make_card):
    world.platform.say("bot", "room", make_card("Old", "Agree"))
    newer = world.platform.say("bot", "dm:ben", make_card("New", "Agree"))
    world.do(world.stage.press("ben", "  agree "))
    [event] = world.ear.heard
    assert isinstance(event, Pressed)
    assert event.ref is not None
    assert event.ref.message == newer.id
    assert event.action == "agree"


def test_a_card_counts_as_it_stands_now(world, make_card):
    draft = world.platform.say("bot", "dm:ana", make_card("Draft", "Approve"))
    world.platform.revise(draft.id, make_card("Posted.", "Undo"))
    with pytest.raises(StageError, match="“Undo”"):
        world.do(world.stage.press("ana", "Approve"))
    world.platform.delete(draft.id, "bot")
    with pytest.raises(StageError, match="there is none"):
        world.do(world.stage.press("ana", "Undo"))


def test_nobody_presses_what_another_is_shown(world, make_card):
    world.platform.say("bot", "room", make_card("Psst", "Invite"), only="ana")
    with pytest.raises(StageError, match="ben sees no button “Invite”"):
        world.do(world.stage.press("ben", "Invite"))


def test_a_swap_takes_the_place_of_the_card(world, make_card):
    welcome = world.platform.say("bot", "dm:ben", make_card("Welcome", "Agree"))
    world.replies(Swap(card=make_card("You agreed.")))
    world.do(world.stage.press("ben", "Agree"))
    assert (last(world).id, last(world).kind, last(world).edited) == (welcome.id, "edit", True)
    assert world.platform.message(welcome.id).text == "You agreed."


def test_a_button_seen_by_one_has_no_message_for_the_engine_and_can_still_be_swapped(
    world, make_card
):
    note = world.platform.say("bot", "room", make_card("Keep it?", "Keep"), only="ben")
    world.replies(Swap(card=make_card("Kept.")))
    world.do(world.stage.press("ben", "Keep"))
    assert world.ear.heard[0].ref is None
    assert world.platform.message(note.id).text == "Kept."
    assert "Kept." not in world.shown("ana")


def test_a_form_is_one_line_with_its_fields_and_what_stands_in_them(world):
    world.replies(Ask(form=FORM))
    world.do(world.stage.command("ana", "/cohort new", where="room"))
    line = last(world)
    assert (line.kind, line.to, line.buttons) == ("form", "only:ana", ("Save",))
    assert line.fields == ("Name", "First day", "Tone", "Days", "Hosts", "Lead")
    assert "First day: 2026-03-02" in line.text
    assert "Days: Monday, Wednesday" in line.text


def opened(world):
    world.replies(Ask(form=FORM))
    world.do(world.stage.command("ana", "/cohort new", where="room"))
    world.ear.heard.clear()


def test_filled_values_go_by_label_and_the_rest_keeps_its_value(world):
    opened(world)
    values = {
        "name": "Spring",
        "TONE": "brisk",
        "Days": ["wednesday"],
        "Hosts": ["ben", "Ana Ruiz"],
        "Lead": "@cal",
    }
    world.do(world.stage.fill("ana", values))
    [event] = world.ear.heard
    assert isinstance(event, Submitted)
    assert event.values == {
        "name": "Spring",
        "day": "2026-03-02",
        "tone": "brisk",
        "days": ("we",),
        "hosts": ("ben", "ana"),
        "lead": "cal",
    }
    assert world.platform.form("ana") is None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"Nmae": "x"}, "“First day”"),
        ({"Tone": "loud"}, "“Brisk”"),
        ({"Lead": "zoe"}, "ana, ben, cal"),
        ({"Name": ["a", "b"]}, "one value"),
    ],
)
def test_what_is_not_on_the_form_is_told_with_what_is(world, values, told):
    opened(world)
    with pytest.raises(StageError, match=told):
        world.do(world.stage.fill("ana", values))
    assert world.ear.heard == []
    assert world.platform.form("ana") is not None


def test_a_required_field_left_empty_is_told_on_the_form(world):
    opened(world)
    world.do(world.stage.fill("ana", {"Tone": "Brisk"}))
    assert world.ear.heard == []
    assert "! Please fill this in." in last(world).text
    assert "Tone: Brisk" in last(world).text


def test_a_corrected_form_stays_open_with_what_was_typed(world):
    opened(world)
    world.replies(Correct(errors={"day": "That day is past."}))
    world.do(world.stage.fill("ana", {"Name": "Spring", "First day": "2020-01-01"}))
    assert (last(world).kind, last(world).edited) == ("form", True)
    assert "That day is past." in last(world).text
    world.do(world.stage.fill("ana", {"First day": "2026-04-01"}))
    assert world.ear.heard[-1].values["name"] == "Spring"
    assert world.platform.form("ana") is None


def test_the_forms_own_button_sends_it(world):
    world.replies(Ask(form=Form(action="x", title="Hello", fields=(), submit="Start")))
    world.do(world.stage.command("ana", "/cohort start", where="room"))
    world.do(world.stage.press("ana", "start"))
    assert isinstance(world.ear.heard[-1], Submitted)


def test_a_swap_after_a_form_takes_the_place_of_the_card_that_opened_it(world, make_card):
    draft = world.platform.say("bot", "dm:ana", make_card("Draft", "Edit"))
    world.replies(Ask(form=Form(action="x", title="Draft", fields=(), submit="Save")))
    world.do(world.stage.press("ana", "Edit"))
    world.replies(Swap(card=make_card("Better draft")))
    world.do(world.stage.fill("ana", {}))
    assert world.platform.message(draft.id).text == "Better draft"


def test_what_a_sealed_form_holds_is_not_written_down(world):
    sealed = Form(
        action="x", title="T", fields=(Field(name="q", label="Q"),), submit="Go", sealed=True
    )
    world.platform.open_form("ben", sealed, "dm:ben")
    world.do(world.stage.fill("ben", {"Q": "a secret"}))
    assert world.ear.heard[0].sealed
    assert not any("a secret" in line.text for line in world.platform.lines())


@pytest.mark.parametrize(
    "step",
    [
        lambda stage, mine: stage.say("cal", "Hi", to="room"),
        lambda stage, mine: stage.command("cal", "/cohort help", where="room"),
        lambda stage, mine: stage.edit("ben", mine, "Other"),
        lambda stage, mine: stage.delete("ben", mine),
        lambda stage, mine: stage.react("cal", mine, "bulb"),
        lambda stage, mine: stage.say("ben", "Hi", to="m99"),
        lambda stage, mine: stage.say("zoe", "Hi", to="room"),
        lambda stage, mine: stage.press("zoe", "Agree"),
        lambda stage, mine: stage.fill("ben", {}),
        lambda stage, mine: stage.leave("cal"),
    ],
)
def test_what_cannot_be_done_changes_nothing(world, step):
    mine = world.do(world.stage.say("ana", "Mine", to="room"))
    lines = len(world.platform.lines())
    with pytest.raises(StageError):
        world.do(step(world.stage, mine))
    assert len(world.platform.lines()) == lines


def test_an_engine_that_cannot_take_it_is_told(world):
    def broken(event):
        raise RuntimeError("disk full")

    world.ear.answer = broken
    with pytest.raises(StageError, match="could not take this: RuntimeError"):
        world.do(world.stage.say("ben", "Hello", to="room"))


def test_who_was_not_in_the_room_was_not_shown_what_was_said(world):
    world.do(world.stage.say("ana", "Before", to="room"))
    before = last(world)
    world.do(world.stage.enter("cal", world.platform.person("cal").profile))
    world.do(world.stage.say("ana", "After", to="room"))
    assert not world.stage.visible("cal", before)
    assert world.stage.visible("cal", last(world))


def test_the_prompt_is_told_from_all_else_that_the_bot_says(world, make_card):
    world.platform.say("bot", "room", make_card("Hello"), key="hello:1")
    assert world.stage.prompt() is None
    first = world.platform.say("bot", "room", make_card("Week 1"), key="prompt:1")
    world.platform.say("bot", "room", make_card("Meet Cal"), key="guest:1")
    world.platform.say("bot", "room", make_card("In the thread"), thread=first.id)
    world.platform.say("bot", "room", make_card("Psst"), only="ana")
    world.do(world.stage.say("ana", "Me too", to="room"))
    assert world.stage.prompt() == first.id


def test_a_page_is_shown_only_to_those_who_open_it(world, make_card):
    world.platform.write_home("ben", make_card("My data", "Erase me"))
    with pytest.raises(StageError):
        world.do(world.stage.press("ben", "Erase me"))
    world.do(world.stage.gestures.open_home("ben"))
    assert last(world).kind == "home"
    world.do(world.stage.press("ben", "Erase me"))
    assert world.ear.heard[-1].action == "erase me"
