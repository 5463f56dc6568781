"""People answer a prompt in the moment in which another process notes where it stands: on
PostgreSQL, which shows each statement what was committed before it, nothing of that is lost."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, insert, update

from bot.store import discussions
from bot.store.tables import discussion, message, outgoing, posting
from tests.world import World


@pytest.fixture
def world(postgres_url: str) -> Iterator[World]:
    world = World(postgres_url)
    yield world
    world.close()


def test_an_answer_counts_while_it_is_noted_where_its_prompt_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    world.cohort("ben")
    world.until("2026-03-02 10:05")
    (asked,) = [row["posting"] for row in world.rows(discussion) if row["posting"]]
    (there,) = [row for row in world.rows(posting) if row["key"] == asked]
    database, its = world.scene.database, outgoing.c.key == asked
    in_thread = discussions.in_thread

    def noted_meanwhile(*args: object) -> object:
        found = in_thread(*args)  # pyright: ignore
        with database.transaction() as db:
            db.execute(insert(posting).values(there))
            db.execute(update(outgoing).where(its).values(state="sent"))
        return found

    with database.transaction() as db:
        db.execute(delete(posting).where(posting.c.key == asked))
        db.execute(update(outgoing).where(its).values(state="sending"))
    monkeypatch.setattr(discussions, "in_thread", noted_meanwhile)
    world.say("ben", "At the front desk.", to="prompt")
    assert [row["text"] for row in world.rows(message)] == ["At the front desk."]
