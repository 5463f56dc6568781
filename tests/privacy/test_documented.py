"""docs/privacy.md says what is stored, and an operator can run what it says."""

import re
from pathlib import Path

from bot.operating import erase
from bot.store.tables import metadata
from tests.privacy import bytes as files

DOCUMENT = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")


def test_every_table_is_in_it() -> None:
    rows = re.findall(r"^\| (`[a-z_`, ]+) \|", DOCUMENT, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert set(metadata.tables) <= named


def test_what_is_to_be_run_on_postgresql_is_what_is_tested() -> None:
    (block,) = re.findall(r"```sql\n(.*?)```", DOCUMENT, re.DOTALL)
    said = [line.split(";")[0] for line in block.splitlines() if line.strip()]
    assert tuple(said) == files.POSTGRES
    assert " ".join(f"{each};" for each in files.POSTGRES) == erase.POSTGRES
