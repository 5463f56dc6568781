"""The app package: what an administrator gets to upload, held against Microsoft's schema, against
the bot's own commands, and pixel by pixel."""

import argparse
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from adapters.teams import package
from adapters.teams.package import LONGEST_NAME, LONGEST_PUBLISHER, PLACEHOLDER
from bot import cli, compose
from bot.engine.commands import HELP_USAGE
from bot.protocol.adapter import SettingsError
from bot.protocol.text import plain
from bot.text.catalogue import shipped
from tests.teams import pixels

ROOT = Path(__file__).parents[2]
SCHEMAS = (
    Path(__file__).parent / "node/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
)
CATALOGUE = shipped()
APP = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
EARLIER_LIMIT = 128
"""Letters of a command's description in the schemas before; older clients cut there."""


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    package.SUBCOMMAND.arguments(parser)
    return parser.parse_args(arguments)


def manifest(*arguments: str) -> dict[str, Any]:
    app = package.app_of(options("--app-id", APP, *arguments), {})
    return package.manifest(app, CATALOGUE)


def problems(*arguments: str, **env: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        package.app_of(options(*arguments), env)
    return caught.value.problems


# The manifest


def test_it_is_valid_by_microsofts_schema():
    made = manifest("--address", "https://health.example.org/roundtable")
    schema = SCHEMAS / f"v{made['manifestVersion']}" / "MicrosoftTeams.schema.json"
    if not schema.is_file():
        pytest.skip("Microsoft's schema is not here: run `npm ci` in tests/teams/node")
    validator = jsonschema.Draft4Validator(json.loads(schema.read_text("utf-8")))
    assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(made)] == []
    assert not validator.is_valid({**made, "id": "none"})


def test_every_id_in_it_is_that_of_the_app():
    made = manifest()
    [bot] = made["bots"]
    assert made["id"] == bot["botId"] == made["webApplicationInfo"]["id"] == APP
    assert made["webApplicationInfo"]["resource"], "Teams refuses consent without one"


def test_the_bot_may_be_used_wherever_people_talk():
    [bot] = manifest()["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert bot["supportsTargetedMessages"] is True
    # Teams asks for it since manifest 1.25, which the schema does not say.
    assert manifest()["supportsChannelFeatures"] == "tier1"
    assert manifest()["defaultInstallScope"] == "team"


def test_it_asks_for_no_more_than_is_explained():
    asked = manifest()["authorization"]["permissions"]["resourceSpecific"]
    explained = (ROOT / "docs" / "for-it.md").read_text("utf-8")
    assert {each["type"] for each in asked} == {"Application"}
    assert [each["name"] for each in asked if f"`{each['name']}`" not in explained] == []
    assert all(".Read." in each["name"] for each in asked), "it changes nothing of a team's"


def test_its_words_fit():
    made = manifest("--name", "N" * LONGEST_NAME, "--publisher", "P" * LONGEST_PUBLISHER)
    assert len(made["name"]["short"]) == 30 and len(made["name"]["full"]) <= 100
    assert len(made["description"]["short"]) <= 80
    assert 80 < len(made["description"]["full"]) <= 4000
    assert len(made["developer"]["name"]) == 32


def test_the_bot_is_called_as_the_operator_likes():
    made = manifest("--name", " Rúnda {x} ", "--publisher", "North Health")
    assert made["name"]["short"] == "Rúnda {x}"
    assert made["description"]["full"].startswith("Rúnda {x} keeps a peer learning cohort going")
    assert made["developer"]["name"] == "North Health"
    assert "Roundtable" not in json.dumps(made)


# Its menus


def menus() -> list[dict[str, Any]]:
    return manifest()["bots"][0]["commandLists"]


def test_every_command_of_the_menus_is_one_of_the_bots_own():
    keys = {each.name: each.help for each in compose.features().commands}
    keys["help"] = HELP_USAGE
    for menu in menus():
        for entry in menu["commands"]:
            said = plain(CATALOGUE.line(keys[entry["title"]]))
            assert entry["description"] == said
            assert len(said) <= EARLIER_LIMIT and "`" not in said and "*" not in said


def test_the_menus_are_of_a_size_that_teams_shows():
    assert 1 <= len(menus()) <= 3
    for menu in menus():
        titles = [entry["title"] for entry in menu["commands"]]
        assert 0 < len(titles) <= 12 and len(set(titles)) == len(titles)


def test_each_kind_of_conversation_has_one_menu():
    scopes = [scope for menu in menus() for scope in menu["scopes"]]
    assert sorted(scopes) == ["groupChat", "personal", "team"]
    for menu in menus():
        # Slash commands are messages for the bot alone; in a private chat every message is.
        slash = "personal" not in menu["scopes"]
        assert menu["triggers"] == (["mention", "slash"] if slash else ["mention"])


def test_a_cohort_is_set_up_and_joined_in_its_room():
    shared, private = (
        {entry["title"] for entry in menu["commands"]}
        for menu in sorted(menus(), key=lambda each: "personal" in each["scopes"])
    )
    assert {"new", "join", "start", "help"} <= shared
    assert {"help", "agree", "my data", "withdraw"} <= private
    assert not private & {"new", "join"}, "these need a room"


# Its icons


def test_the_colour_icon_fills_its_square():
    icon = pixels.read((package.HERE / "color.png").read_bytes())
    assert (icon.width, icon.height) == (192, 192)
    accent = tuple(bytes.fromhex(manifest()["accentColor"].removeprefix("#")))
    corners = {icon.at(x, y)[:3] for x in (0, 191) for y in (0, 191)}
    assert corners == {accent}
    assert all(len(each) == 3 or each[3] == 255 for each in icon.pixels)
    assert len(set(icon.pixels)) > 2, "something is drawn on it"


def test_the_outline_is_white_on_nothing():
    icon = pixels.read((package.HERE / "outline.png").read_bytes())
    assert (icon.width, icon.height) == (32, 32)
    assert {each[:3] for each in icon.pixels if each[3]} == {(255, 255, 255)}
    seen = sum(each[3] > 0 for each in icon.pixels) / len(icon.pixels)
    assert 0.1 < seen < 0.7
    assert all(icon.at(x, y)[3] == 0 for x in (0, 31) for y in (0, 31))


# The file


def test_the_same_input_makes_the_same_file():
    assert package.packed(manifest()) == package.packed(manifest())
    assert package.packed(manifest()) != package.packed(manifest("--name", "Other"))


def test_the_file_holds_what_the_manifest_names_and_nothing_else():
    archive = zipfile.ZipFile(io.BytesIO(package.packed(manifest())))
    entries = archive.infolist()
    assert [each.filename for each in entries] == ["color.png", "manifest.json", "outline.png"]
    assert len({each.date_time for each in entries}) == 1
    read = json.loads(archive.read("manifest.json"))
    assert read == manifest()
    assert {*read["icons"].values(), "manifest.json"} == {each.filename for each in entries}


def test_an_operator_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "roundtable.zip"
    address = "https://health.example.org/roundtable"
    given = options("--out", str(out), "--app-id", APP, "--address", address)
    assert package.write(given, {}) == 0
    said = capsys.readouterr()
    assert str(out) in said.out and APP in said.out and said.err == ""
    read = json.loads(zipfile.ZipFile(out).read("manifest.json"))
    pages = {page for name, page in read["developer"].items() if name.endswith("Url")}
    assert pages == {address}


def test_without_a_page_of_theirs_operators_are_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert package.write(options("--out", str(tmp_path / "x.zip"), "--app-id", APP), {}) == 0
    assert PLACEHOLDER in capsys.readouterr().err


def test_each_page_may_be_another():
    made = manifest(
        "--address", "https://a.example.org", "--privacy", "https://b.example.org/p",
        "--terms", "https://c.example.org/t",
    )["developer"]  # fmt: skip
    assert made["websiteUrl"] == "https://a.example.org"
    assert made["privacyUrl"] == "https://b.example.org/p"
    assert made["termsOfUseUrl"] == "https://c.example.org/t"


def test_the_app_is_that_of_the_environment_unless_given():
    other = "11111111-2222-3333-4444-555555555555"
    assert package.app_of(options(), {"MicrosoftAppId": APP}).app_id == APP
    assert package.app_of(options("--app-id", other), {"MicrosoftAppId": APP}).app_id == other
    assert package.app_of(options("--app-id", f" {APP.upper()} "), {}).app_id == APP


# What is wrong is told in a sentence


def test_a_missing_app_is_told_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("MicrosoftAppId", raising=False)
    out = tmp_path / "roundtable.zip"
    assert cli.main(["teams-package", "--out", str(out)]) == 2
    assert "set MicrosoftAppId or give --app-id" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("wrong", ["roundtable", f"{APP}0", "3f2504e0"])
def test_an_app_that_is_none_is_refused(wrong: str):
    [problem] = problems(MicrosoftAppId=wrong)
    assert "no GUID" in problem


@pytest.mark.parametrize(
    "page", ["http://example.org", "example.org", "https://", "https://a b", "https://["]
)
def test_pages_are_safe_addresses(page: str):
    [problem] = problems("--app-id", APP, "--terms", page)
    assert problem.startswith("--terms")


@pytest.mark.parametrize(
    "version", ["1", "1.0", "v1.0.0", "01.0.0", "1.0.0-beta", "1.0.0\n", "１.0.0"]
)
def test_a_version_is_three_numbers(version: str):
    [problem] = problems("--app-id", APP, "--package-version", version)
    assert problem.startswith("--package-version")


def test_a_higher_version_can_be_given():
    assert manifest("--package-version", "1.10.2")["version"] == "1.10.2"
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest()["version"])


def test_everything_that_is_wrong_is_told_at_once():
    found = problems("--name", " ", "--publisher", "P" * 33, "--address", "ftp://x")
    about = ("id is missing", "--name", "--publisher", "--address")
    assert len(found) == len(about)
    assert all(each in problem for each, problem in zip(about, found, strict=True))


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path):
    given = options("--app-id", APP, "--out", str(tmp_path / "nowhere" / "x.zip"))
    with pytest.raises(SettingsError, match="cannot be written"):
        package.write(given, {})
