"""Somebody installs the app from its page: over real HTTP, with a real vault."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from sqlalchemy import event, select

from adapters.slack.installing import A_MINUTE, COOKIE
from bot.protocol.events import Said
from bot.store.database import Database
from bot.store.tables import vault
from bot.text.catalogue import shipped
from tests.slack.installed import SPRING, Browser, Clock, Page, Process, Test, dialogue_in, process
from tests.slack.many import CLIENT_ID, CLIENT_SECRET, ManyWorkspaces
from tests.slack.standin import broken, hangs_up, says

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
WORDS = shipped()


class Scene:
    """A process, Slack, and somebody's browser."""

    def __init__(self, slack: ManyWorkspaces, bot: Process, database: Database, clock: Clock):
        self.slack = slack
        self.bot = bot
        self.database = database
        self.clock = clock
        self.browser = bot.browser()

    def kept(self) -> list[str]:
        """The names of what stands in the vault."""
        with self.database.transaction() as db:
            return [row.name for row in db.execute(select(vault)) if row.box]

    @contextmanager
    def taking(self) -> Iterator[list[str]]:
        """The statements meanwhile that take a state out of the vault."""
        taken: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith("DELETE FROM vault"):
                taken.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", note)
        yield taken
        event.remove(self.database.engine, "before_cursor_execute", note)


def installing(**how: Any) -> Callable[[Test], Callable[..., None]]:
    """Runs an async test whose first argument is a Scene; ``how`` is for the settings."""

    @asynccontextmanager
    async def opened(database: Database) -> AsyncIterator[Scene]:
        clock = Clock()
        async with (
            ManyWorkspaces(clock) as slack,
            process(slack, database, clock, **how) as bot,
        ):
            yield Scene(slack, bot, database, clock)

    return dialogue_in(opened)


def shows(page: Page, name: str, **values: str) -> bool:
    """Whether this page says what the catalogue has under a name."""
    return unescape(page.text).count(WORDS.word(f"slack-page-{name}-title", **values)) == 2


@installing()
async def test_looking_at_the_page_keeps_nothing(scene: Scene):
    page = await scene.browser.ask("GET", "/slack/install")
    assert page.status == 200 and shows(page, "install")
    assert scene.kept() == [] and page.set_cookie == ""


@installing()
async def test_a_flood_of_beginnings_fills_nothing_and_passes(scene: Scene):
    for _ in range(A_MINUTE):
        await scene.browser.begins()
    for _ in range(3):
        page = await scene.browser.ask("GET", "/slack/install/begin")
        assert page.status == 429 and shows(page, "busy")
    assert len(scene.kept()) == A_MINUTE
    scene.clock.seconds += 60
    assert (await scene.browser.installs(scene.slack.allow(SPRING))).status == 200


@pytest.mark.parametrize("path", ["/slack/install", "/slack/install/begin", "/slack/oauth"])
@installing()
async def test_a_post_shows_nobody_who_it_is(scene: Scene, path: str):
    assert (await scene.browser.ask("POST", path)).status == 405


@installing()
async def test_the_button_leads_to_slack_with_the_scopes_of_the_manifest(scene: Scene):
    page = await scene.browser.ask("GET", "/slack/install/begin")
    assert page.status == 303
    there = urlsplit(page.headers["location"])
    asked = parse_qs(there.query)
    assert there.path == "/oauth/v2/authorize"
    scopes = yaml.safe_load(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
    assert sorted(asked["scope"][0].split(",")) == sorted(scopes)
    assert asked["redirect_uri"] == ["https://bot.example.org/slack/oauth"]
    assert asked["client_id"] == [CLIENT_ID]
    assert "user_scope" not in asked  # nobody's own token is asked for
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"):
        assert part in page.set_cookie
    assert scene.browser.cookies[COOKIE] != asked["state"][0]


@installing()
async def test_a_workspace_that_installed_the_app_is_served_at_once(scene: Scene):
    page = await scene.browser.installs(scene.slack.allow(SPRING, "Spring & <b>Co</b>"))
    assert page.status == 200 and shows(page, "done", workspace="Spring & <b>Co</b>")
    assert "<b>" not in page.text
    assert scene.browser.cookies[COOKIE] == ""
    assert scene.kept() == ["installation"]
    await scene.bot.hears("message", SPRING)
    [said] = scene.bot.heard.new
    assert isinstance(said, Said) and said.who.workspace == SPRING


@pytest.mark.parametrize("path", ["/slack/install", "/slack/oauth?state=x", "/slack/oauth"])
@installing()
async def test_no_page_is_kept_framed_or_told_of(scene: Scene, path: str):
    headers = (await scene.browser.ask("GET", path)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "script" not in policy


async def never_given(scene: Scene) -> Page:
    return await scene.browser.returns("A" * 43, code=scene.slack.allow(SPRING))


async def missing(scene: Scene) -> Page:
    await scene.browser.begins()
    return await scene.browser.returns("", code=scene.slack.allow(SPRING))


async def another_browser(scene: Scene) -> Page:
    state = await scene.browser.begins()
    other = Browser(scene.bot.address)
    await other.begins()
    return await other.returns(state, code=scene.slack.allow(SPRING))


async def no_cookie(scene: Scene) -> Page:
    state = await scene.browser.begins()
    scene.browser.forgets()
    return await scene.browser.returns(state, code=scene.slack.allow(SPRING))


async def another_pair(scene: Scene) -> Page:
    """State and cookie were both given out, but not together."""
    state = await scene.browser.begins()
    await scene.browser.begins()
    return await scene.browser.returns(state, code=scene.slack.allow(SPRING))


async def made_younger(scene: Scene) -> Page:
    state = await scene.browser.begins()
    begun, _, rest = scene.browser.cookies[COOKIE].partition(".")
    scene.clock.seconds += 601
    scene.browser.cookies[COOKIE] = f"{int(begun) + 601}.{rest}"
    return await scene.browser.returns(state, code=scene.slack.allow(SPRING))


async def too_late(scene: Scene) -> Page:
    state = await scene.browser.begins()
    scene.clock.seconds += 601
    return await scene.browser.returns(state, code=scene.slack.allow(SPRING))


async def used_for_a_no(scene: Scene) -> Page:
    state, kept = await scene.browser.begins(), dict(scene.browser.cookies)
    await scene.browser.returns(state, error="access_denied")
    scene.browser.cookies = kept
    return await scene.browser.returns(state, code=scene.slack.allow(SPRING))


@pytest.mark.parametrize(
    "way",
    [never_given, missing, another_browser, another_pair, no_cookie, made_younger, too_late,
     used_for_a_no],
    ids=lambda way: way.__name__,
)  # fmt: skip
@installing()
async def test_a_state_that_is_not_this_browsers_installs_nothing(
    scene: Scene, way: Callable[[Scene], Awaitable[Page]]
):
    with scene.taking() as taken:
        page = await way(scene)
    assert page.status == 400 and shows(page, "stale")
    # A stranger's guess, or the same again, is no work for the database.
    assert len(taken) == (1 if way is used_for_a_no else 0)
    assert scene.slack.asked("oauth.v2.access") == []
    assert "installation" not in scene.kept()


@installing()
async def test_a_state_that_was_used_at_another_process_installs_nothing(scene: Scene):
    async with process(scene.slack, scene.database, scene.clock) as other:
        state, kept = await scene.browser.begins(), dict(scene.browser.cookies)
        there = Browser(other.address, dict(kept))
        assert (await there.returns(state, code=scene.slack.allow(SPRING))).status == 200
        page = await scene.browser.returns(state, code=scene.slack.allow(SPRING))
        assert page.status == 400 and shows(page, "stale")


@installing()
async def test_a_cookie_in_no_encoding_is_not_ours(scene: Scene):
    state = await scene.browser.begins()
    at = urlsplit(scene.bot.address)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(
        f"GET /slack/oauth?state={state}&code=x HTTP/1.1\r\nHost: {at.netloc}\r\n".encode()
        + f"Connection: close\r\nCookie: {COOKIE}=".encode()
        + b"\xff\r\n\r\n"
    )
    status = await reader.readline()
    writer.close()
    assert status.split()[1] == b"400"


@installing()
async def test_of_two_who_bring_one_state_at_once_one_installs(scene: Scene):
    state, kept = await scene.browser.begins(), dict(scene.browser.cookies)
    codes = [scene.slack.allow(SPRING) for _ in range(5)]
    browsers = [Browser(scene.bot.address, dict(kept)) for _ in codes]
    pages = await asyncio.gather(
        *(b.returns(state, code=code) for b, code in zip(browsers, codes, strict=True))
    )
    assert sorted(page.status for page in pages) == [200, 400, 400, 400, 400]


@installing()
async def test_whoever_only_looks_where_the_link_leads_uses_nothing_up(scene: Scene):
    state, code = await scene.browser.begins(), scene.slack.allow(SPRING)
    for there in ("/slack/install/begin", f"/slack/oauth?state={state}&code={code}"):
        assert (await scene.browser.ask("HEAD", there)).status == 405
    assert (await scene.browser.returns(state, code=code)).status == 200


@pytest.mark.parametrize(
    ("said", "status", "name"),
    [
        ({"error": "access_denied"}, 403, "denied"),
        ({"error": "%3Cscript%3E"}, 400, "code"),
        ({"code": "code-nobody-has"}, 400, "code"),
        ({"code": "x" * 1001}, 400, "code"),
        ({"code": ""}, 400, "code"),
        ({}, 400, "code"),
    ],
    ids=["denied", "odd-error", "refused-code", "long-code", "empty-code", "no-code"],
)
@installing()
async def test_a_no_of_slacks_says_what_to_do(
    scene: Scene, said: dict[str, str], status: int, name: str
):
    page = await scene.browser.returns(await scene.browser.begins(), **said)
    assert page.status == status and shows(page, name)
    assert "<script" not in page.text and 'action="/slack/install/begin"' in page.text
    assert scene.kept() == []


@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
@pytest.mark.parametrize("trouble", [broken(), hangs_up(), broken(429)], ids=["500", "cut", "429"])
@installing()
async def test_while_slack_is_away_nothing_is_kept(scene: Scene, method: str, trouble: Any):
    scene.slack.next(method, trouble)
    page = await scene.browser.installs(scene.slack.allow(SPRING))
    assert page.status == 503 and shows(page, "away")
    assert scene.kept() == []
    assert (await scene.browser.installs(scene.slack.allow(SPRING))).status == 200


@installing()
async def test_an_answer_that_cannot_be_read_installs_nothing(scene: Scene):
    scene.slack.next("oauth.v2.access", broken(200))
    page = await scene.browser.installs(scene.slack.allow(SPRING))
    assert page.status >= 400 and scene.kept() == []


@installing()
async def test_a_whole_organisation_is_refused_and_taken_out_again(scene: Scene):
    page = await scene.browser.installs(scene.slack.allow(SPRING, organisation="E0GRID"))
    assert page.status == 403 and shows(page, "organisation")
    assert [team for team, _ in scene.slack.called("apps.uninstall")] == ["E0GRID"]
    assert scene.kept() == []


@installing(allowed=["T0OTHER"])
async def test_a_workspace_that_is_not_on_the_list_is_taken_out_again(scene: Scene):
    page = await scene.browser.installs(scene.slack.allow(SPRING))
    assert page.status == 403 and shows(page, "not-listed")
    assert all(grant.revoked for grant in scene.slack.tokens.values())
    assert scene.kept() == []


@installing(allowed=["T0OTHER"])
async def test_it_is_not_served_either_if_slack_cannot_take_it_out(scene: Scene):
    scene.slack.next("apps.uninstall", says("fatal_error"))
    assert (await scene.browser.installs(scene.slack.allow(SPRING))).status == 403
    assert scene.kept() == []


@installing(allowed=[SPRING])
async def test_one_that_is_on_the_list_is_let_in(scene: Scene):
    assert (await scene.browser.installs(scene.slack.allow(SPRING))).status == 200


@installing()
async def test_while_the_vault_is_away_nobody_is_sent_anywhere(scene: Scene):
    state, code = await scene.browser.begins(), scene.slack.allow(SPRING)
    with scene.database.transaction() as db:
        db.exec_driver_sql("ALTER TABLE vault RENAME TO vault_elsewhere")
    page = await scene.browser.ask("GET", "/slack/install/begin")
    assert page.status == 503 and shows(page, "shut") and "location" not in page.headers
    kept = dict(scene.browser.cookies)
    page = await scene.browser.returns(state, code=code)
    assert page.status == 503 and shows(page, "shut")
    assert scene.slack.asked("oauth.v2.access") == []
    with scene.database.transaction() as db:
        db.exec_driver_sql("ALTER TABLE vault_elsewhere RENAME TO vault")
    # Nothing was used up by that.
    scene.browser.cookies = kept
    assert (await scene.browser.returns(state, code=code)).status == 200


@installing()
async def test_a_process_that_stops_installs_nothing(scene: Scene):
    state, code = await scene.browser.begins(), scene.slack.allow(SPRING)
    assert scene.bot.running.close is not None
    await scene.bot.running.close()
    assert (await scene.browser.returns(state, code=code)).status == 503
    assert (await scene.browser.ask("GET", "/slack/install/begin")).status == 503


@installing(allowed=[SPRING])
async def test_no_page_log_or_row_holds_a_secret(scene: Scene, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        code = scene.slack.allow(SPRING)
        state = await scene.browser.begins()
        secrets = [code, state, CLIENT_SECRET, scene.browser.cookies[COOKIE]]
        done = await scene.browser.returns(state, code=code)
        refused = await scene.browser.installs(code)
        unlisted = await scene.browser.installs(scene.slack.allow("T0OTHER"))
        scene.slack.next("oauth.v2.access", broken())
        away = await scene.browser.installs(scene.slack.allow(SPRING))
    secrets += scene.slack.tokens
    with scene.database.transaction() as db:
        rows = str(db.execute(select(vault)).all())
    # The test's own requests stand in aiohttp's log of tests' servers, which nobody runs.
    logged = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("aiohttp"))
    pages = (done, refused, unlisted, away)
    shown = [page.text for page in pages] + [page.headers.get("location", "") for page in pages]
    for each in (*shown, logged, rows, repr(scene.bot.settings)):
        assert [secret for secret in secrets if secret in each] == []
