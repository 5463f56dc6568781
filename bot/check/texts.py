"""Whether the catalogue and the prompts fit the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot import compose
from bot.text.catalogue import Catalogue, CatalogueError
from bot.text.library import LibraryError, default_dir, load

ROOT = Path(__file__).parents[2]


def catalogue() -> bool:
    """Every message that the code names is there, and every one that is there is named."""
    try:
        messages = Catalogue().files
    except CatalogueError as error:
        print(error)
        return False
    stories = compose.features()
    named = set(_words())
    wanted = {each.help for each in stories.commands}
    missing = sorted(wanted - messages.keys())
    unused = sorted(key for key in messages.keys() - wanted if not _is_named(key, named))
    asked = sorted(set(_asked()) - messages.keys())
    for key in missing:
        print(f"the catalogue lacks {key}, a command's line of help")
    for key in asked:
        print(f"the catalogue lacks {key}, which the code asks for")
    for key in unused:
        print(f"{messages[key]}: nothing uses {key}")
    return not (missing or asked or unused)


def _is_named(key: str, named: set[str]) -> bool:
    """Whether the code names a key, or the parts that it is put together from: "role-" and any
    role, or a word of the code and "-button"."""
    if key in named:
        return True
    parts = key.split("-")
    cuts = [("-".join(parts[:n]), "-".join(parts[n:])) for n in range(1, len(parts))]
    return any(f"{head}-" in named or (head in named and f"-{tail}" in named)
               for head, tail in cuts)  # fmt: skip


def _trees() -> Iterator[ast.AST]:
    for folder in ("bot", "adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"), str(path))


def _words() -> Iterator[str]:
    """Every text in the code that could be a message's key, or the stem of one."""
    for tree in _trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if re.fullmatch(r"-?[a-z][a-z0-9-]*", node.value):
                yield node.value


def _asked() -> Iterator[str]:
    """The keys with which the code asks for a message in so many letters."""
    for tree in _trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            first = node.args[0] if node.args else None
            if (
                node.func.attr in ("say", "word", "card", "blocks", "line", "runs", "button")
                and isinstance(node.func.value, ast.Name | ast.Attribute)
                and ast.unparse(node.func.value).split(".")[-1] in ("work", "catalogue")
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                yield first.value


def prompts() -> bool:
    """The prompts, programmes, agreements and check-ins that ship can be read."""
    try:
        library = load(default_dir())
    except LibraryError as error:
        for problem in error.problems:
            print(problem)
        return False
    print(
        f"{len(library.prompts)} prompts, {len(library.programmes)} programmes, "
        f"{len(library.checkins)} check-ins"
    )
    return True
