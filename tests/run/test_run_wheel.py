"""Installed from a wheel, away from the checkout: prompts, migrations and pages travel with it."""

import asyncio
import zipfile
from pathlib import Path

from tests.run.process import ROOT, environment, ran

WHERE = "import bot, adapters, bot.text.library as l; print(bot.__file__, l.default_dir())"


def test_it_works_away_from_the_checkout(tmp_path: Path):
    asyncio.run(_works(tmp_path))


async def _works(folder: Path) -> None:
    building = environment()
    code, _, err = await ran(
        building, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), folder=ROOT
    )
    assert code == 0, err
    [wheel] = folder.glob("*.whl")
    installed, elsewhere = folder / "site", folder / "elsewhere"
    elsewhere.mkdir()
    # A wheel of plain Python is installed by unpacking it.
    zipfile.ZipFile(wheel).extractall(installed)
    home = {"PYTHONPATH": str(installed)}
    code, where, err = await ran(environment(**home), "-c", WHERE, folder=elsewhere)
    assert code == 0 and all(each.startswith(str(installed)) for each in where.split()), err

    script = next(installed.rglob("first-week.yaml"))
    code, said, err = await ran(
        environment(**home), "-m", "bot", "rehearse", str(script), folder=elsewhere
    )
    assert code == 0 and "Approve and post" in said, err
    for kind in ("*.html", "*.css", "*.js", "*.ftl", "first-weeks.md", "pulse.md"):
        shipped = {path.relative_to(ROOT) for path in _in(ROOT, kind)}
        assert shipped and shipped == {path.relative_to(installed) for path in _in(installed, kind)}


def _in(folder: Path, kind: str) -> list[Path]:
    rooms = ("bot", "adapters", "prompts")
    return [path for room in rooms for path in (folder / room).rglob(kind)]
