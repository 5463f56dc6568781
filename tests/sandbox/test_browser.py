"""The sandbox as a person has it before them: a real browser, by mouse, keyboard and finger."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.sandbox.chromium import Page, browse, found
from tests.sandbox.visit import Visit, visiting

pytestmark = pytest.mark.skipif(
    found() is None, reason="no Chromium here: install chromium to test the sandbox's page"
)

BOX = "#composer textarea"


def before_the_page(story: Callable[[Page, Visit], Awaitable[None]]) -> Callable[[Path], None]:
    """A test with the page open as Ana, on a desk. Nothing may be complained of in its console."""

    def test(tmp_path: Path) -> None:
        async def told() -> None:
            async with visiting(tmp_path) as there, browse(there.url) as page:
                await page.look(1280, 800)
                await page.sees("Good to have you all here", "#messages")
                await story(page, there)
                assert page.complaints == []

        asyncio.run(told())

    test.__name__ = story.__name__
    test.__doc__ = story.__doc__
    return test


@before_the_page
async def test_writing_editing_reacting_deleting(page: Page, there: Visit) -> None:
    await page.click(BOX)
    await page.type("Good mornin")
    await page.key("Enter", shift=True)
    await page.type("everyone")
    await page.key("Enter")
    await page.sees("Good mornin\neveryone", "#messages")
    assert await page.js(f"document.querySelector('{BOX}').value") == ""

    mine = "#messages .message:last-child"
    await page.hover(f"{mine} .text")
    await page.click(f"{mine} [aria-label=Edit]")
    assert await page.focus() == "Edit your message"
    await page.type(", and welcome")
    await page.key("Enter")
    await page.sees("everyone, and welcome (edited)", "#messages")

    await page.click(f"{mine} [aria-label=React]")
    await page.key("ArrowRight")
    await page.key("Enter")
    await page.until(f"document.querySelector('{mine} .reaction').ariaPressed === 'true'")

    await page.click(f"{mine} [aria-label=Delete]")
    await page.sees("Delete this message?", "dialog")
    await page.key("Escape")
    await page.sees("everyone, and welcome", "#messages")
    await page.click(f"{mine} [aria-label=Delete]")
    await page.click("dialog button", "Delete")
    await page.until("!document.querySelector('#messages').innerText.includes('and welcome')")


@before_the_page
async def test_a_thread_is_opened_answered_and_closed_by_keyboard(page: Page, there: Visit) -> None:
    await page.js("document.querySelector('.into-thread').focus()")
    await page.key("Enter")
    await page.sees("We ask at registration, with the address.", "#thread")
    assert await page.focus() == "Reply"
    await page.type("And on the phone?")
    await page.key("Enter")
    await page.sees("And on the phone?", "#thread")
    await page.sees("3 replies", "#messages")
    await page.key("Escape")
    await page.until("document.querySelector('#thread').hidden")
    assert (await page.focus()).startswith("CMBO")  # on the way into the thread again


@before_the_page
async def test_commands_are_completed_and_answered_privately(page: Page, there: Visit) -> None:
    await page.click(BOX)
    await page.type("/c")
    await page.key("Tab")
    assert await page.js(f"document.querySelector('{BOX}').value") == "/cohort "
    await page.type("m")
    await page.sees("who belongs to the cohort", ".completions")
    await page.key("ArrowDown")
    assert "my data" in await page.text(".completions [aria-selected=true]")
    await page.key("Enter")
    assert await page.js(f"document.querySelector('{BOX}').value") == "/cohort my data "
    await page.key("Enter")
    await page.sees("You asked for: my data", "#messages .private")
    await page.sees("Only you see this", "#messages .private")

    await page.click(".people .row", "Ben Okafor")
    await page.sees("You are Ben Okafor, a member.", "#hint")
    assert "You asked for" not in await page.text("#messages")


@before_the_page
async def test_a_form_is_filled_corrected_and_sent(page: Page, there: Visit) -> None:
    await page.click(BOX)
    await page.type("/cohort settings")
    await page.key("Enter")
    await page.sees("Set the cohort up", "dialog")
    assert await page.js("document.activeElement.name") == "name"
    await page.click("dialog [name=purpose]")
    await page.type("nonsense")
    await page.click("dialog .pick", "By role")
    await page.click("dialog .pick", "Sunday")
    await page.click("dialog button", "Save")
    await page.sees("Say it in plain words.", "dialog")
    assert await page.js("document.activeElement.name") == "purpose"
    assert await page.js("document.querySelector('dialog [value=role]').checked")
    assert await page.js("document.querySelector('dialog [value=sun]').checked")
    await page.js("document.activeElement.select()")
    await page.type("We ask everyone.")
    await page.click("dialog button", "Save")
    await page.sees("Saved: Spring cohort.", "#messages .private")
    assert not await page.js("document.querySelector('dialog')")
    assert await page.focus() == "Write in #spring-cohort"

    await page.type("/cohort settings")
    await page.key("Enter")
    await page.sees("Set the cohort up", "dialog")
    await page.key("Escape")
    await page.until("!document.querySelector('dialog')")
    assert await page.focus() == "Write in #spring-cohort"


@before_the_page
async def test_the_clock_brings_what_is_next_and_marks_it_new(page: Page, there: Visit) -> None:
    await page.sees("Mon, Mar 2, 10:00 AM", "#clock")
    await page.sees("Next: Wed, Mar 4, 10:00 AM, in 2 days", "#clock")
    await page.click("#clock button", "+1 day")
    await page.sees("Tue, Mar 3, 10:00 AM", "#clock")
    await page.click("#clock button", "To what’s next")
    await page.sees("Wed, Mar 4, 10:00 AM", "#clock")
    await page.sees("Nothing is planned", "#clock")
    assert await page.text(".places .count") == "2"

    await page.click(".places .row", "Roundtable")
    await page.sees("Draft: what was shared", "#messages")
    assert "New" in await page.text("#messages .fresh")
    await page.until("!document.querySelector('.places .count')")
    await page.click("#messages .message:last-child .button", "Approve and post")
    await page.sees("Done: approve.", "#messages")


@before_the_page
async def test_a_button_that_cannot_be_undone_asks_first(page: Page, there: Visit) -> None:
    await page.click(".places .row", "Roundtable")
    await page.click("#messages .button", "Erase all")
    await page.sees("This erases it all.", "dialog")
    await page.key("Escape")
    await page.until("!document.querySelector('dialog')")
    await page.sees("Welcome to Spring cohort", "#messages")
    await page.click("#messages .button", "Erase all")
    await page.click("dialog button", "Erase all")
    await page.sees("Done: erase.", "#messages")


@before_the_page
async def test_the_bots_own_page_opens(page: Page, there: Visit) -> None:
    await page.click(".places .row", "Home")
    await page.sees("Next prompt: Monday, March 9", "#messages")
    await page.click("#messages .button", "My data")


@before_the_page
async def test_what_another_one_writes_appears_and_is_read_out(page: Page, there: Visit) -> None:
    await there.does("say", "ben", to="room", text="Is anyone here?")
    await page.sees("Is anyone here?", "#messages")
    await page.until("document.querySelector('#announcer').textContent.includes('Is anyone here?')")
    await page.until("!document.querySelector('.places .count')?.textContent.includes('2')")


@before_the_page
async def test_words_stay_words(page: Page, there: Visit) -> None:
    await there.does("say", "ben", to="room", text="<img src=x onerror=alert(1)><b>bold</b>")
    await page.sees("<img src=x onerror=alert(1)><b>bold</b>", "#messages")
    assert not await page.js("document.querySelector('#messages img, #messages b + b')")


@before_the_page
async def test_what_could_not_be_sent_comes_back(page: Page, there: Visit) -> None:
    await page.click(BOX)
    await page.type("/other command")
    await page.key("Enter")
    await page.sees("A command begins with /cohort", "#composer")
    assert await page.js(f"document.querySelector('{BOX}').value") == "/other command"


@before_the_page
async def test_on_a_phone_it_is_one_column_with_a_drawer(page: Page, there: Visit) -> None:
    await page.look(390, 844, phone=True)
    await page.until("getComputedStyle(document.querySelector('#rail')).visibility === 'hidden'")
    await page.click("#head [aria-label='Places and people']")
    await page.until("getComputedStyle(document.querySelector('#rail')).transform === 'none'")
    assert await page.focus() == "Close places and people"
    await page.key("Escape")
    assert await page.focus() == "Places and people"
    await page.click("#head [aria-label='Places and people']")
    await page.click(".people .row", "Dee Washington")
    await page.until("getComputedStyle(document.querySelector('#rail')).visibility === 'hidden'")
    await page.sees("You are Dee Washington", "#hint")
    await page.click("#messages .into-thread")
    await page.until("document.querySelector('#thread').getBoundingClientRect().width === 390")
    await page.click("#thread [aria-label='Close the thread']")
    assert await page.js("document.documentElement.scrollWidth") == 390
    composer = "document.querySelector('.composer').getBoundingClientRect()"
    assert 800 < await page.js(f"{composer}.bottom") <= 844


CONTRASTS = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, n) => {
    const part = c[n] / 255;
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility() || element.closest(".heard-only, .skip, noscript")) continue;
    let under = element;
    while (under && rgb(getComputedStyle(under).backgroundColor)[3] < 200) under = under.parentElement;
    const pair = [rgb(getComputedStyle(element).color), rgb(getComputedStyle(under ?? document.body).backgroundColor)];
    const [dark, bright] = pair.map(light).sort((a, b) => a - b);
    const contrast = (bright + 0.05) / (dark + 0.05);
    if (contrast < 4.5) poor.push(`${element.className}: ${element.textContent} ${contrast.toFixed(2)}`);
  }
  return poor;
})()
"""


@before_the_page
async def test_all_letters_can_be_read_by_day_and_by_night(page: Page, there: Visit) -> None:
    await page.js("document.querySelector('.into-thread').click()")
    await page.sees("We ask at registration", "#thread")
    await page.click(BOX)
    await page.type("/cohort members")
    await page.key("Enter")
    await page.sees("Only you see this", "#messages")
    for dark in (False, True):
        await page.look(1280, 800, dark=dark)
        await page.js("Promise.all(document.getAnimations().map((one) => one.finished))")
        assert await page.js(CONTRASTS) == []
