"""``teams-package``: the zip that an administrator uploads to Teams.

``manifest.json`` beside this file is its skeleton: what the app is allowed to do, and which
commands its menus offer. Here come in whose app it is, and the words of the catalogue.
"""

import argparse
import copy
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from adapters.teams.settings import guid
from bot.protocol.adapter import Kit, SettingsError, Subcommand
from bot.protocol.text import plain
from bot.text.catalogue import Catalogue, shipped

HERE = Path(__file__).parent
SKELETON: dict[str, Any] = json.loads((HERE / "manifest.json").read_text("utf-8"))
ICONS = ("color.png", "outline.png")

LONGEST_NAME = 30
LONGEST_PUBLISHER = 32
PLACEHOLDER = "https://example.org/"
"""Stands for the operator's page in a package made without ``--address``; Teams wants one."""

_VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
# The same on every day and every machine, so that equal input makes an equal file.
_DATE = (2026, 1, 1, 0, 0, 0)
_UNIX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Whose app it is. ``app_id`` is that of the registration in Entra, ``publisher`` the
    organisation that runs it; ``website``, ``privacy`` and ``terms`` are its pages (https)."""

    app_id: str
    name: str
    version: str
    publisher: str
    website: str
    privacy: str
    terms: str


def app_of(options: argparse.Namespace, env: Mapping[str, str]) -> App:
    """The app that the command line means. Raises SettingsError with every problem at once."""
    told = (options.app_id or env.get("MicrosoftAppId", "")).strip()
    app_id = guid(told)
    name, publisher = options.name.strip(), options.publisher.strip()
    version = options.package_version
    pages = {
        "--address": options.address,
        "--privacy": options.privacy,
        "--terms": options.terms,
    }
    problems: list[str] = []
    if not told:
        problems.append(
            "The app's id is missing: set MicrosoftAppId or give --app-id; it is the Application"
            " (client) ID on the overview of your app registration."
        )
    elif not app_id:
        problems.append(
            "The app's id is no GUID such as 11111111-2222-3333-4444-555555555555: copy the"
            " Application (client) ID of your app registration."
        )
    if not 0 < len(name) <= LONGEST_NAME:
        problems.append(f"--name must have 1 to {LONGEST_NAME} letters.")
    if not 0 < len(publisher) <= LONGEST_PUBLISHER:
        problems.append(f"--publisher must have 1 to {LONGEST_PUBLISHER} letters.")
    if not _VERSION.fullmatch(version):
        problems.append("--package-version must be three numbers, such as 1.0.1.")
    for option, page in pages.items():
        if page and not _is_page(page):
            problems.append(f"{option} must be an address that begins with https://.")
    if problems:
        raise SettingsError(problems)
    website = options.address or PLACEHOLDER
    return App(
        app_id=app_id,
        name=name,
        version=version,
        publisher=publisher,
        website=website,
        privacy=options.privacy or website,
        terms=options.terms or website,
    )


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"\s", address)


def manifest(app: App, catalogue: Catalogue) -> dict[str, Any]:
    """The manifest of this app."""
    filled = copy.deepcopy(SKELETON)
    filled["id"] = app.app_id
    filled["version"] = app.version
    filled["developer"] = {
        "name": app.publisher,
        "websiteUrl": app.website,
        "privacyUrl": app.privacy,
        "termsOfUseUrl": app.terms,
    }
    filled["name"] = {
        "short": app.name,
        "full": catalogue.word("teams-package-title", name=app.name),
    }
    filled["description"] = {
        "short": catalogue.word("teams-package-short"),
        "full": catalogue.word("teams-package-full", name=app.name),
    }
    for bot in filled["bots"]:
        bot["botId"] = app.app_id
        for commands in bot["commandLists"]:
            commands["commands"] = [_command(each, catalogue) for each in commands["commands"]]
    for extension in filled["composeExtensions"]:
        extension["botId"] = app.app_id
        for command in extension["commands"]:
            command["title"] = catalogue.word(f"teams-menu-{command['id']}")
            command["description"] = catalogue.word(f"teams-menu-{command['id']}-about")
    # Resource-specific consent is given to this registration. Teams wants a resource here and
    # does nothing with it.
    filled["webApplicationInfo"] = {"id": app.app_id, "resource": f"api://{app.app_id}"}
    return filled


def _command(name: str, catalogue: Catalogue) -> dict[str, str]:
    """A line of a menu: the words that are put into the message, and the bot's own help for them,
    whose key the core makes in the same way."""
    key = "help-" + name.replace(" ", "-")
    return {"title": name, "description": plain(catalogue.line(key))}


def packed(filled: Mapping[str, Any]) -> bytes:
    """The zip around a manifest. Nothing is compressed: it is small, and another zlib would make
    another file."""
    files = {name: (HERE / name).read_bytes() for name in ICONS}
    text = json.dumps(filled, ensure_ascii=False, indent=2) + "\n"
    files["manifest.json"] = text.encode("utf-8")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _arguments(parser: argparse.ArgumentParser) -> None:
    version = SKELETON["version"]
    add = parser.add_argument
    add("--out", type=Path, default=Path("roundtable.zip"), metavar="FILE", help="(roundtable.zip)")
    add("--app-id", metavar="ID", help="the app registration's id; else that of MicrosoftAppId")
    add("--name", default="Roundtable", help="how the bot is called in Teams (Roundtable)")
    add("--publisher", default="Roundtable", metavar="NAME", help="your organisation's name")
    add("--address", metavar="URL", help="a page of yours about the bot, https://…")
    add("--privacy", metavar="URL", help="your page on privacy; else that of --address")
    add("--terms", metavar="URL", help="your terms of use; else the page of --address")
    add(
        "--package-version",
        default=version,
        metavar="X.Y.Z",
        help=f"must rise with each upload that changes something ({version})",
    )


async def _run(options: argparse.Namespace, kit: Kit) -> int:
    return write(options, os.environ)


def write(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Write the package; the exit code. Raises SettingsError with every problem."""
    app = app_of(options, env)
    try:
        options.out.write_bytes(packed(manifest(app, shipped())))
    except OSError as error:
        raise SettingsError([f"{options.out} cannot be written: {error.strerror}."]) from error
    sys.stdout.write(f"{options.out}: {app.name} {app.version}, app {app.app_id}\n")
    if app.website == PLACEHOLDER:
        sys.stderr.write(
            "Without --address, people who look for your website, privacy page and terms are led"
            f" to {PLACEHOLDER}. Give a page of yours before you hand this out.\n"
        )
    return 0


SUBCOMMAND = Subcommand(
    name="teams-package",
    help="Write the app package that is uploaded to Microsoft Teams.",
    arguments=_arguments,
    run=_run,
)
