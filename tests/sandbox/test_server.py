"""The sandbox's server: gestures come in as JSON, documents go out."""

import argparse
import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.example import read_example
from adapters.sandbox.server import Files, serve, set_table
from bot.protocol.adapter import Scene
from bot.protocol.events import Commanded, Edited, Pressed, Reacted, Removed, Said, Submitted
from bot.protocol.ports import Stage
from bot.protocol.text import plain
from bot.rehearsal.script import load
from bot.text.library import default_dir
from tests.sandbox import pretend
from tests.sandbox.visit import Visit, letters, visit, visiting

HELLO = "Good to have you all here. I am around every morning."


@visit
async def test_a_new_sandbox_begins_with_the_example(there: Visit) -> None:
    seen = await there.sees("ben")
    assert [person["name"] for person in seen["people"]][:3] == [
        "Ana Ruiz",
        "Joy Lee",
        "Ben Okafor",
    ]
    assert seen["room"]["title"] == "#spring-cohort"
    assert letters(seen["room"]["messages"])[0] == HELLO
    prompt = seen["room"]["messages"][1]
    assert (prompt["from"], prompt["replies"], prompt["voices"]) == ("bot", 2, ["cho", "ben"])
    assert (prompt["day"], prompt["time"]) == ("Monday, March 2", "10:00 AM")
    # The room is not news; what the bot wrote to him in private is.
    assert seen["unread"] == {"room": 0, "dm": 1}
    assert not seen["moderator"]
    assert (await there.sees("ana"))["moderator"]


@visit
async def test_what_is_said_goes_to_the_engine_and_to_everyone(there: Visit) -> None:
    await there.does("say", "ben", to="room", text="Good morning, @ana!")
    event = there.engine.events[-1]
    assert isinstance(event, Said)
    assert plain(event.nodes) == "Good morning, @Ana Ruiz!"
    assert event.ref.thread is None
    for who in ("ben", "ana"):
        newest = (await there.sees(who))["room"]["messages"][-1]
        assert letters([newest]) == ["Good morning,  Ana Ruiz !"]
        assert newest["mine"] == (who == "ben")
    assert (await there.sees("ana"))["unread"]["room"] == 1


@visit
async def test_a_thread_is_answered_under_the_message_that_opened_it(there: Visit) -> None:
    prompt = (await there.sees("dee"))["room"]["messages"][1]["id"]
    await there.does("say", "dee", to=prompt, text="We ask on paper.")
    seen = await there.sees("dee")
    assert letters(seen["threads"][prompt])[-1] == "We ask on paper."
    assert seen["room"]["messages"][1]["replies"] == 3
    assert seen["threads"][prompt][0]["root"]
    event = there.engine.events[-1]
    assert isinstance(event, Said)
    assert event.ref.thread == prompt


@visit
async def test_the_bot_answers_in_private_before_the_page_hears_that_it_is_done(
    there: Visit,
) -> None:
    await there.does("say", "ben", to="dm", text="Who reads this?")
    assert letters((await there.sees("ben"))["dm"]["messages"])[-2:] == [
        "Who reads this?",
        "I read: Who reads this?",
    ]
    assert len((await there.sees("ana"))["dm"]["messages"]) == 1


@visit
async def test_a_command_is_answered_to_one_person_alone(there: Visit) -> None:
    await there.does("command", "ben", **{"in": "room", "text": "/cohort members"})
    event = there.engine.events[-1]
    assert isinstance(event, Commanded)
    assert event.text == "members"
    newest = (await there.sees("ben"))["room"]["messages"][-1]
    assert (letters([newest]), newest["only_me"]) == (["You asked for: members"], True)
    assert letters((await there.sees("ana"))["room"]["messages"])[-1] != "You asked for: members"


@visit
async def test_a_button_is_pressed_where_it_stands(there: Visit) -> None:
    welcome = (await there.sees("cho"))["dm"]["messages"][0]
    assert [button["label"] for button in welcome["buttons"]] == ["Agree", "Not now", "Erase all"]
    assert welcome["buttons"][2]["confirm"] == "This erases it all."
    assert "action" not in welcome["buttons"][0]
    await there.does("press", "cho", message=welcome["id"], button=0, label="Agree")
    event = there.engine.events[-1]
    assert isinstance(event, Pressed)
    assert event.action == "agree"
    assert letters((await there.sees("cho"))["dm"]["messages"]) == ["Done: agree."]

    again = await there.refused("press", "cho", message=welcome["id"], button=0, label="Agree")
    assert again == (409, "This button is not there any more.")
    status, _ = await there.refused("press", "ben", message=welcome["id"], button=-1, label="Agree")
    assert status == 409


@visit
async def test_nobody_presses_a_button_that_another_one_sees(there: Visit) -> None:
    welcome = (await there.sees("cho"))["dm"]["messages"][0]
    status, why = await there.refused(
        "press", "ben", message=welcome["id"], button=0, label="Agree"
    )
    assert (status, "sees no message" in why) == (409, True)
    assert not any(isinstance(event, Pressed) for event in there.engine.events)


@visit
async def test_a_form_is_opened_corrected_and_sent(there: Visit) -> None:
    await there.does("command", "ana", **{"in": "room", "text": "/cohort settings"})
    form = (await there.sees("ana"))["form"]
    assert [field["label"] for field in form["fields"]][:2] == ["Name", "Purpose"]
    assert (await there.sees("joy"))["form"] is None

    await there.does("submit", "ana", values={"name": " ", "purpose": "Ask"})
    corrected = (await there.sees("ana"))["form"]
    assert list(corrected["errors"]) == ["name"]
    assert corrected["fields"][1]["value"] == "Ask"

    await there.does("submit", "ana", values={"name": "Autumn", "purpose": "nonsense"})
    corrected = (await there.sees("ana"))["form"]
    assert corrected["errors"] == {"purpose": "Say it in plain words."}
    assert corrected["fields"][0]["value"] == "Autumn"

    await there.does("submit", "ana", values={"name": "Autumn", "purpose": "", "days": ["sun"]})
    seen = await there.sees("ana")
    assert seen["form"] is None
    assert letters(seen["room"]["messages"])[-1] == "Saved: Autumn."
    event = there.engine.events[-1]
    assert isinstance(event, Submitted)
    assert (event.values["days"], event.values["host"]) == (("sun",), "")


@visit
async def test_a_form_takes_nothing_that_is_not_on_it(there: Visit) -> None:
    closed = await there.refused("submit", "ana", values={})
    assert closed == (409, "This form is closed by now. Open it again.")
    await there.does("command", "ana", **{"in": "dm", "text": "/cohort settings"})
    strange = await there.refused("submit", "ana", values={"name": "A", "rights": "all"})
    assert strange == (400, "The form has no field “rights”.")
    assert (await there.refused("submit", "ana", values={"days": "sun"}))[0] == 400
    assert (await there.refused("submit", "ana", values={"name": ["A"]}))[0] == 400
    assert (await there.refused("submit", "ana", values="A"))[0] == 400
    await there.does("dismiss", "ana")
    assert (await there.sees("ana"))["form"] is None


@visit
async def test_own_messages_are_edited_and_deleted(there: Visit) -> None:
    await there.does("say", "ben", to="room", text="We ask at registrtion.")
    mine = (await there.sees("ben"))["room"]["messages"][-1]["id"]
    await there.does("edit", "ben", message=mine, text="We ask at registration.")
    edited = (await there.sees("ana"))["room"]["messages"][-1]
    assert (letters([edited]), edited["edited"]) == (["We ask at registration."], True)
    assert isinstance(there.engine.events[-1], Edited)

    assert (await there.refused("edit", "ana", message=mine, text="No."))[0] == 409
    assert (await there.refused("delete", "ana", message=mine))[0] == 409
    await there.does("delete", "ben", message=mine)
    assert isinstance(there.engine.events[-1], Removed)
    assert mine not in [m["id"] for m in (await there.sees("ana"))["room"]["messages"]]


@visit
async def test_a_deleted_message_keeps_the_place_of_its_thread(there: Visit) -> None:
    await there.does("say", "ben", to="room", text="Who has a form?")
    opener = (await there.sees("ben"))["room"]["messages"][-1]["id"]
    await there.does("say", "dee", to=opener, text="We do.")
    await there.does("delete", "ben", message=opener)
    seen = await there.sees("ana")
    newest = seen["room"]["messages"][-1]
    assert (newest["id"], newest["gone"], newest["raw"]) == (opener, True, "")
    assert letters(seen["threads"][opener]) == ["", "We do."]


@visit
async def test_a_reaction_is_added_and_taken_back(there: Visit) -> None:
    prompt = (await there.sees("gus"))["room"]["messages"][1]["id"]
    for added, who in ((True, ["gus"]), (False, [])):
        await there.does("react", "gus", message=prompt, emoji="eyes")
        event = there.engine.events[-1]
        assert isinstance(event, Reacted)
        assert (event.emoji, event.added) == ("eyes", added)
        reactions = (await there.sees("ana"))["room"]["messages"][1]["reactions"]
        assert [reaction["who"] for reaction in reactions] == ([who] if who else [])


@visit
async def test_the_bots_own_page_is_written_when_it_is_opened(there: Visit) -> None:
    assert (await there.sees("fay"))["home"] is None
    await there.does("home", "fay")
    home = (await there.sees("fay"))["home"]
    assert letters([home]) == ["Your week Next prompt: Monday, March 9, 10:00 AM."]
    await there.does("press", "fay", message="home", button=0, label="My data")
    event = there.engine.events[-1]
    assert isinstance(event, Pressed)
    assert event.action == "data"


@visit
async def test_the_clock_moves_and_what_is_due_happens(there: Visit) -> None:
    began = there.engine.now()
    await there.does("clock", "ana", by="hour")
    assert timedelta(hours=1) <= there.engine.now() - began < timedelta(hours=1, minutes=1)
    due = there.engine.next_due()
    await there.does("clock", "ana", by="next")
    assert there.engine.now() == due
    assert letters((await there.sees("ana"))["dm"]["messages"])[-1].startswith("Draft")
    await there.does("clock", "ana", by="next")
    assert there.engine.next_due() is None
    assert (await there.refused("clock", "ana", by="year"))[0] == 400


@visit
async def test_a_day_is_a_day_when_the_clocks_change(there: Visit) -> None:
    # In New York, the night to Sunday 8 March 2026 has 23 hours.
    await there.engine.advance(there.engine.now().replace(day=7))
    began = there.engine.now()
    await there.does("clock", "ana", by="day")
    assert timedelta(hours=23) <= there.engine.now() - began < timedelta(hours=23, minutes=1)


@visit
async def test_time_goes_on_by_itself(there: Visit) -> None:
    before = there.engine.now()
    await there.table.clock.tick(timedelta(seconds=90))
    assert there.engine.now() - before >= timedelta(seconds=90)


@visit
async def test_unread_is_kept_for_each_person_and_place(there: Visit) -> None:
    prompt = (await there.sees("ana"))["room"]["messages"][1]
    await there.does("say", "ben", to=prompt["id"], text="And in the call.")
    seen = await there.sees("ana")
    assert (seen["unread"]["room"], seen["room"]["messages"][1]["unread"]) == (1, 1)
    newest = seen["threads"][prompt["id"]][-1]["number"]
    await there.does("read", "ana", place=f"thread:{prompt['id']}", upto=newest)
    assert (await there.sees("ana"))["unread"]["room"] == 0
    assert (await there.sees("joy"))["unread"]["room"] == 1
    assert (await there.sees("ben"))["unread"]["room"] == 0
    joy = next(p for p in (await there.sees("ana"))["people"] if p["id"] == "joy")
    assert joy["unread"] == 2  # the reply, and the welcome in private


@visit
async def test_an_open_page_hears_of_changes_at_once(there: Visit) -> None:
    async with there.session.ws_connect(f"{there.url}/api/live") as page:
        await page.send_str("nonsense")
        first = await page.receive_json()
        assert first["view"]["me"] == "ana"  # whoever is not known is the first person
        await page.send_json({"who": "ben"})
        assert (await page.receive_json())["view"]["me"] == "ben"

        await there.does("say", "ana", to="room", text="Any thoughts?")
        told = await page.receive_json()
        assert letters(told["view"]["room"]["messages"])[-1] == "Any thoughts?"
        assert "clock" not in told  # only what is different is sent

        await there.does("clock", "ana", by="hour")
        told = await page.receive_json()
        assert told["clock"]["label"].startswith("Mon, Mar 2, 11:0")
        assert "view" not in told


def test_the_state_lasts_in_its_files(tmp_path: Path) -> None:
    async def story() -> None:
        async with visiting(tmp_path, keep=True) as there:
            await there.does("say", "ben", to="room", text="See you tomorrow.")
        async with visiting(tmp_path, keep=True) as there:
            seen = await there.sees("ben")
            assert letters(seen["room"]["messages"])[-1] == "See you tomorrow."
            assert letters(seen["room"]["messages"]).count(HELLO) == 1
            assert seen["unread"] == {"room": 0, "dm": 0}

    asyncio.run(story())
    assert (tmp_path / "state.db.transcript").exists()


def test_half_an_example_is_not_kept(tmp_path: Path) -> None:
    async def fails(path: Path, stage: Stage, scene: Scene) -> list[str]:
        (tmp_path / "state.db").touch()
        await pretend.kit(tmp_path).perform(path, stage, scene)
        raise asyncio.CancelledError

    async def story() -> None:
        kit = replace(pretend.kit(tmp_path), perform=fails)
        async with AsyncExitStack() as stack:
            await set_table(kit, stack, Files.beside(tmp_path / "state.db"))

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(story())
    assert [path.name for path in tmp_path.iterdir()] == ["sandbox.yaml"]


def test_what_keeps_the_sandbox_from_beginning_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kit = pretend.kit(tmp_path)
    db = tmp_path / "gone.db"
    (tmp_path / "gone.db.transcript").touch()
    assert asyncio.run(serve(argparse.Namespace(port=0, db=db, prompts=[], script=None), kit)) == 1
    assert "remove it to begin anew" in capsys.readouterr().err

    async def story() -> int:
        async with visiting(tmp_path) as there:
            taken = int(there.url.rpartition(":")[2])
            return await serve(
                argparse.Namespace(port=taken, db=None, prompts=[], script=None), kit
            )

    assert asyncio.run(story()) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_a_rehearsal_is_played_first_if_one_is_named(tmp_path: Path) -> None:
    kit = pretend.kit(tmp_path)
    other = tmp_path / "autumn.yaml"
    other.write_text(pretend.SCRIPT.replace("Spring cohort", "Autumn cohort"), "utf-8")

    async def story() -> None:
        async with AsyncExitStack() as stack:
            table = await set_table(kit, stack, None, script=other)
            assert table.example.title == "#autumn-cohort"
            assert table.example.script == other
            assert {each.handle for each in table.platform.people()} >= {"ana", "ben"}

    asyncio.run(story())


@pytest.mark.parametrize("text", ["", "a line", "cohort: {name: Spring}", "people: [", "- 1"])
def test_what_is_no_rehearsal_is_told(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "mine.yaml"
    script.write_text(text, "utf-8")
    options = argparse.Namespace(port=0, db=None, prompts=[], script=script)
    assert asyncio.run(serve(options, pretend.kit(tmp_path))) == 1
    assert f"`python -m bot rehearse {script}` says what is wrong" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(p.name for p in (default_dir() / "rehearsals").iterdir()))
def test_every_rehearsal_that_ships_can_be_looked_at(name: str) -> None:
    example = read_example(default_dir() / "rehearsals" / name)
    assert "ana" in example.moderators and example.title == "#spring-cohort"


def test_the_shipped_example_has_eight_people_of_different_places() -> None:
    script = load(default_dir() / "rehearsals" / "sandbox.yaml")
    assert len({person.organisation for person in script.people}) == 8
    assert [p.handle for p in script.people if p.role == "moderator"] == ["ana", "joy"]
