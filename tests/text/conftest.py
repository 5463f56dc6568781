"""A folder of prompts to write into, and the library that Roundtable ships."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from bot.text.library import Library, default_dir, load


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file, its indentation taken away, and gives the folder of all files so far."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="session")
def shipped() -> Library:
    return load(default_dir())
