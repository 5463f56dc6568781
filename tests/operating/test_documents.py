"""What docs/operating.md and the files beside it say is so: words, settings, figures, units."""

import argparse
import asyncio
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bot import compose, config
from bot.cli import _parser
from bot.engine.figures import Figures, Spread
from bot.store.health import STATES, Depth, Waiting
from bot.web import metrics
from tests.engine.toy import NOW
from tests.run.process import ROOT
from tests.run.served import serving, settings
from tests.run.workspace import Workspace

DOCS = ROOT / "docs"
BESIDE = DOCS / "operating"
GUIDE = (DOCS / "operating.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
UNIT = (BESIDE / "roundtable.service").read_text("utf-8")
CONTAINERFILE = (BESIDE / "Containerfile").read_text("utf-8")


def words(text: str) -> list[list[str]]:
    """Every command of the bot's own that a text shows."""
    text = text.replace("\\\n", " ")
    found = re.findall(r"(?:roundtable-do|-m bot|CONTAINER roundtable)\s+([a-z][^`\n&;]*)", text)
    return [shlex.split(each.split(", ")[0].replace("$(date +%F)", "2026-03-02")) for each in found]


def parser() -> argparse.ArgumentParser:
    adapted = [each for adapter in compose.platforms() for each in adapter.subcommands()]
    return _parser(adapted)[0]


@pytest.mark.parametrize("name", ["operating.md", "README.md"])
def test_every_command_that_is_shown_is_there(name: str):
    shown = words(GUIDE if name == "operating.md" else README)
    assert len(shown) > 5
    for each in shown:
        try:
            parser().parse_args(each)
        except SystemExit:
            pytest.fail(f"{name} shows {shlex.join(each)!r}, which the command line refuses")


def test_every_word_of_the_operator_is_explained():
    """Words that look into a database or change it; the others are the README's."""
    for word in ("backup", "move", "outbox", "parked", "restored", "key"):
        assert f"roundtable-do {word}" in GUIDE, word


def test_every_setting_that_is_named_is_there():
    known = {each.name for each in config.VARIABLES}
    known |= {each.name for adapter in compose.platforms() for each in adapter.variables}
    named = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)*)=", GUIDE))
    assert named - known == {"NAME"}
    for file in ("compose.yaml", "Containerfile"):
        text = (BESIDE / file).read_text("utf-8")
        for name in re.findall(r"^\s+([A-Z]+(?:_[A-Z]+)*):", text, re.MULTILINE):
            assert name in known or name.startswith("POSTGRES_")


def shown_figures() -> set[str]:
    """Names of all figures, as Prometheus reads them."""
    figures = Figures()
    for counter in (figures.events, figures.sends, figures.lookups, figures.given_up):
        counter["x", "y"] += 1
    figures.lateness["x"], figures.delivery["x"] = Spread(), Spread()
    waiting = Waiting(
        outbox={state: Depth() for state in STATES}, jobs=Depth(), due=Depth(), parked=Depth()
    )
    page = metrics.rendered(
        metrics.Snapshot(
            now=NOW, figures=figures, commits=1, committed=1, waiting=waiting, connected=True
        )
    )
    return set(re.findall(r"^(\w+?)(?:_bucket|_sum|_count)?[{ ]", page.decode(), re.MULTILINE))


def test_every_figure_is_explained_and_every_one_that_is_named_is_there():
    there = {each for each in shown_figures() if each.startswith("roundtable_")}
    named = set(re.findall(r"\b(roundtable_\w+)", GUIDE))
    ages = {f"roundtable_{each}_oldest_seconds" for each in ("jobs", "due", "parked")}
    assert "each also `…_oldest_seconds`" in GUIDE
    assert there - named == ages
    assert named - there == set()


def test_rules_ask_for_figures_that_are_there():
    rules = yaml.safe_load((BESIDE / "alerts.yaml").read_text("utf-8"))
    asked: set[str] = set()
    for rule in rules["groups"][0]["rules"]:
        assert rule["annotations"]["summary"].endswith(".")
        asked |= set(re.findall(r"roundtable_\w+", rule["expr"]))
    assert asked and asked - shown_figures() == set()


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", GUIDE):
        assert (DOCS / target).exists(), target
    headings = re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^a-z -]", "", each.lower()).replace(" ", "-") for each in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= anchors


# The unit


def test_the_unit_starts_what_is_installed():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    [start] = re.findall(r"^ExecStart=/opt/roundtable/bin/(\S+) run$", UNIT, re.MULTILINE)
    assert start in scripts
    assert f"/opt/roundtable/bin/{start} " in (BESIDE / "roundtable-do").read_text("utf-8")
    assert f'ENTRYPOINT ["{start}"]' in CONTAINERFILE


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_unit_is_one_that_systemd_takes_and_finds_hardened(tmp_path: Path):
    unit = tmp_path / "roundtable.service"
    unit.write_text(UNIT.replace("/opt/roundtable/bin/roundtable", sys.executable))
    taken = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert taken.returncode == 0 and "roundtable.service" not in taken.stderr, taken.stderr
    # The threshold is ten times the level that it may have at most, of 10.
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout.splitlines()[-1]


# The container


def test_the_image_holds_no_secret_and_runs_without_rights():
    _, first, last = re.split(r"^FROM ", CONTAINERFILE, flags=re.MULTILINE)
    assert "pip wheel" in first and "AS build" in first
    assert re.search(r"^USER [1-9]\d+$", last, re.MULTILINE)
    assert set(re.findall(r"python:(\S+)", CONTAINERFILE)) == {"3.11-slim"}
    secrets = {each.name for each in config.VARIABLES if each.secret}
    secrets |= {v.name for each in compose.platforms() for v in each.variables if v.secret}
    assert [each for each in secrets if re.search(rf"\b{each}\b", CONTAINERFILE)] == []


def test_the_image_gets_all_that_its_wheel_is_made_of():
    ignored = (BESIDE / "Containerfile.dockerignore").read_text("utf-8").split()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], "pyproject.toml",
              project["project"]["readme"], *project["project"]["license-files"]}  # fmt: skip
    assert ignored[0] == "*"
    assert {each.removeprefix("!") for each in ignored if each.startswith("!")} == needed


def test_the_health_check_tells_a_bot_that_is_ready_from_one_that_is_not(sqlite: str):
    asyncio.run(_checked(sqlite))


async def _checked(url: str) -> None:
    [check] = re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", CONTAINERFILE, re.MULTILINE)
    program = yaml.safe_load(check)
    assert program[0] == "python"

    async def status(port: str) -> int:
        env = {**settings(slack, url), "PORT": port}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *program[1:], env=env, stderr=asyncio.subprocess.DEVNULL
        )
        return await process.wait()

    async with Workspace(("ana",)) as slack:
        async with serving(slack, url) as bot:
            port = str(await bot.port())
            assert await status(port) == 0
        assert await status(port) == 1


def test_what_caddy_passes_on_is_what_platforms_call():
    passed = (BESIDE / "Caddyfile").read_text("utf-8")
    assert "/metrics" not in passed and "/readyz" not in passed
    assert "@platforms path /api/messages /slack/*" in passed
    assert "reverse_proxy @platforms" in passed
    composed = yaml.safe_load((BESIDE / "compose.yaml").read_text("utf-8"))
    bot = composed["services"]["bot"]
    assert (BESIDE / bot["build"]["context"]).resolve() == ROOT
    assert (ROOT / bot["build"]["dockerfile"]).is_file()
