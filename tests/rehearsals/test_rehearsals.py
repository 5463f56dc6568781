"""Every rehearsal that ships, and every one beside this file, holds what it expects, and leaves no
event parked."""

import asyncio
from pathlib import Path

import pytest

from bot import compose
from bot.protocol.adapter import SceneOptions
from bot.protocol.ports import Line
from bot.rehearsal.script import load
from bot.store import ledger
from bot.store.database import Database
from bot.text.library import default_dir

SCRIPTS = sorted(
    [*(default_dir() / "rehearsals").glob("*.yaml"), *Path(__file__).parent.glob("*.yaml")]
)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_rehearsal_holds_what_it_expects(path: Path, tmp_path: Path) -> None:
    script = load(path)
    url = f"sqlite:///{tmp_path / 'rehearsal.db'}"
    lines: list[Line] = []
    options = SceneOptions(database=url, starts=script.begins)
    failures = asyncio.run(compose.rehearse(script, options, lines.append))
    assert [str(each) for each in failures] == []
    assert any(line.sender == "bot" and line.to == "room" for line in lines)
    with (database := Database(url)).transaction() as db:
        parked = ledger.parked_events(db)
    database.close()
    assert [(each.kind, each.why) for each in parked] == []


def test_there_are_rehearsals_to_play() -> None:
    assert {"first-week", "quiet-week", "holiday-and-hold"} <= {path.stem for path in SCRIPTS}
