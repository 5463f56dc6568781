"""After an erasure nothing of the person is left in any file of the database: no words, no ids, no
name that the bot wrote. Rehearsals are played, then everyone in them is erased, one by one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.sandbox.chat import SandboxChat
from adapters.sandbox.platform import Platform
from adapters.sandbox.stage import create_stage
from bot.compose import open_hand_scene
from bot.engine.scene import HandScene
from bot.protocol.adapter import SceneOptions
from bot.protocol.events import Noted
from bot.rehearsal.player import perform
from bot.rehearsal.steps import Script
from bot.store import kept, ledger
from bot.store.database import Database
from bot.store.tables import identity, membership
from tests import databases
from tests.played import SCRIPTS
from tests.privacy.bytes import forget, found
from tests.privacy.cast import HANDLE, unusual, words_of


@pytest.fixture(params=["sqlite", "postgres"])
def file_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in files."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'kept.db'}"
        return
    url = databases.postgres()
    yield url
    databases.drop(url)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_whoever_is_erased_is_in_no_file(path: Path, file_url: str, tmp_path: Path) -> None:
    script = unusual(path, tmp_path)
    left = asyncio.run(_erase_all(script, file_url))
    assert left == {}


async def _erase_all(script: Script, url: str) -> dict[str, list[str]]:
    """What is still found of each person after they were erased, and of those before them."""
    scenes: list[HandScene] = []
    platform = Platform(lambda: scenes[0].now() if scenes else script.begins)
    options = SceneOptions(database=url, starts=script.begins)
    chats = {"sandbox": SandboxChat(platform)}
    left: dict[str, list[str]] = {}
    async with open_hand_scene(options, chats) as scene:
        scenes.append(scene)
        stage = create_stage(platform, scene)
        failures = await perform(script, stage, scene, lambda line: None)
        assert [str(each) for each in failures] == []
        gone: list[str] = []
        for person in script.people:
            traces = [person.handle, *person.name.split(), *words_of(script, person.handle)]
            traces += await erased(scene, person.handle)
            gone += traces
            # On PostgreSQL that takes seconds, so it is done once, for all of them together.
            if not scene.database.sqlite and person is not script.people[-1]:
                continue
            forget(scene.database)
            still = found(scene.database, gone)
            if still and not scene.database.sqlite:
                # Its autovacuum may have been reading at that moment, which keeps old rows.
                forget(scene.database)
                still = found(scene.database, gone)
            if still:
                left[person.handle] = still
        with scene.database.transaction() as db:
            assert ledger.parked_events(db) == []
    return left


async def erased(scene: HandScene, handle: str) -> list[str]:
    """Erase someone from everything; our ids of them."""
    with scene.database.transaction() as db:
        who = db.execute(select(identity.c.person).where(identity.c.user == handle)).scalar()
        if who is None:
            return []
        cohorts = [each.id for each in kept.cohorts(db, who)] or [None]
        parts = select(membership.c.id).where(membership.c.person == who)
        ids = [who, *db.execute(parts).scalars()]
    for cohort in cohorts:
        args = {"person": who, "at": scene.now().isoformat()}
        args |= {"cohort": cohort} if cohort is not None else {}
        await scene.take(
            Noted(at=scene.now(), keys=(), topic="erase-wanted", cohort=cohort, args=args)
        )
    await scene.settle()
    return ids


def test_the_search_would_find_what_is_there(tmp_path: Path) -> None:
    script = unusual(SCRIPTS[0], tmp_path)
    database = Database(f"sqlite:///{tmp_path / 'kept.db'}")
    database.migrate()
    with database.transaction() as db:
        db.execute(identity.metadata.tables["secret"].insert(),
                   {"name": "x", "value": f"a {script.people[0].name} z"})  # fmt: skip
    assert found(database, [script.people[0].name, HANDLE * 3]) == [
        f"{script.people[0].name} in kept.db-wal"
    ]
    database.close()
