"""What import contracts cannot say: stories do not know one another."""

import ast
import importlib
import pkgutil
from pathlib import Path

import bot.features
from bot.engine.story import Story

HERE = Path(bot.features.__file__).parent
MODULES = sorted(each.name for each in pkgutil.iter_modules([str(HERE)]))
STORIES = {
    name
    for name in MODULES
    if isinstance(getattr(importlib.import_module(f"bot.features.{name}"), "story", None), Story)
}


def imported(name: str) -> set[str]:
    """The modules of ``bot/features`` that one of them imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((HERE / f"{name}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.features"):
            rest = (node.module or "").removeprefix("bot.features").strip(".")
            found |= {rest} if rest else {alias.name for alias in node.names}
    return found


def test_no_story_imports_another():
    known = {name: sorted(imported(name) & STORIES) for name in MODULES}
    assert {name: others for name, others in known.items() if others} == {}


def test_every_note_is_in_the_table_of_topics():
    table = bot.features.__doc__ or ""
    missing: set[str] = set()
    for name in MODULES:
        for node in ast.walk(ast.parse((HERE / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Note":
                for keyword in node.keywords:
                    if keyword.arg == "topic" and isinstance(keyword.value, ast.Constant):
                        missing |= {str(keyword.value.value)} - {
                            word.strip(" ,|") for word in table.replace("\n", " ").split()
                        }
    assert missing == set()
