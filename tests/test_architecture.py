"""What import contracts cannot say: stories do not know one another."""

import ast
import importlib
import pkgutil
from pathlib import Path

import bot.features
from bot.engine.story import Story

HERE = Path(bot.features.__file__).parent
PREFIX = f"{bot.features.__name__}."
MODULES = sorted(
    each.name.removeprefix(PREFIX) for each in pkgutil.walk_packages([str(HERE)], PREFIX)
)
STORIES = {
    name
    for name in MODULES
    if isinstance(getattr(importlib.import_module(PREFIX + name), "story", None), Story)
}


def tree(name: str) -> ast.Module:
    """A module of ``bot/features`` as Python reads it."""
    path = HERE.joinpath(*name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(path.read_text("utf-8"))


def imported(name: str) -> set[str]:
    """The modules of ``bot/features`` that one of them imports."""
    found: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.features"):
            rest = (node.module or "").removeprefix("bot.features").strip(".")
            found |= {f"{rest}.{alias.name}".strip(".") for alias in node.names} | {rest}
    return found


def test_no_story_imports_another():
    known = {name: sorted(imported(name) & STORIES) for name in MODULES}
    assert {name: others for name, others in known.items() if others} == {}


def test_every_note_is_in_the_table_of_topics():
    table = bot.features.__doc__ or ""
    missing: set[str] = set()
    for name in MODULES:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Note":
                for keyword in node.keywords:
                    if keyword.arg == "topic" and isinstance(keyword.value, ast.Constant):
                        missing |= {str(keyword.value.value)} - {
                            word.strip(" ,|") for word in table.replace("\n", " ").split()
                        }
    assert missing == set()
