"""The moderators' list of who has not been around shows in nothing that is handed out, stored or
counted.

The canary is a day on which one person reacted and nothing else happened: it stands where presence
is noted, and may stand nowhere else.
"""

import json
from typing import Any

from bot.store import export
from bot.store.tables import cohort, metadata, nudge, person, presence, seen
from bot.web.metrics import Snapshot, rendered
from tests.features.quiet_people import LEAVE
from tests.world import World

CANARY = "2026-03-15"
SHOWN = "Sunday, March 15"
ON_LIST = "Dee Novak last reacted on"


def listed(world: World) -> None:
    """Dee reacted on a Sunday in March and was not seen since; both moderators looked at the
    list."""
    world.cohort("ben", "dee", moderators=("ana", "joy"))
    world.until("2026-03-13 10:05")
    said = world.say("ben", "We ask at registration.", to="prompt")
    world.until(f"{CANARY} 13:00")
    world.react("dee", said, "heart")
    world.until("2026-04-06 12:00")
    for who in ("ana", "joy"):
        world.command(who, "/cohort who is quiet")
        assert any(f"{ON_LIST} {SHOWN}" in each for each in world.told(who))


def handed_out(world: World, name: str) -> dict[str, Any]:
    """All that someone is handed of what is kept about them."""
    who = next(row["id"] for row in world.rows(person) if row["name"] == name)
    with world.scene.database.transaction() as db:
        return export.of_person(db, who, None, world.now, lambda _: [])


def test_it_stands_in_no_table_but_the_persons_own_row(world):
    listed(world)
    assert world.says_anywhere(ON_LIST) == world.says_anywhere(SHOWN) == []
    holding = [
        table.name
        for table in metadata.sorted_tables
        if table is not seen  # that some event came, not whose
        for row in world.rows(table)
        if any(CANARY in str(value) for value in row.values())
    ]
    assert holding == ["presence"]


def test_it_is_in_no_record_of_the_cohort(world):
    listed(world)
    (spring,) = world.rows(cohort)
    with world.scene.database.transaction() as db:
        record = json.dumps(export.of_cohort(db, spring["id"], world.now))
    assert "Dee Novak" in record, "it is the record of her cohort"
    assert CANARY not in record and '"presence"' not in record and '"nudge"' not in record
    world.forget()
    world.command("ana", "/cohort export")
    assert not any(CANARY in each or SHOWN in each for each in world.told("ana"))


def test_nobody_is_handed_the_day_of_someone_else(world):
    listed(world)
    world.press("ana", "Write to Dee Novak")
    world.fill("ana", {"What shall happen with it?": LEAVE})
    for name in ("Ana Ruiz", "Joy Lee", "Ben Okafor"):
        out = json.dumps(handed_out(world, name))
        assert CANARY not in out and "last reacted" not in out
    (mine,) = [each["tables"] for each in handed_out(world, "Ana Ruiz")["cohorts"]]
    (left,) = world.rows(nudge)
    assert left["person"] not in json.dumps(mine.get("nudge", []))


def test_everyone_is_handed_their_own_day(world):
    listed(world)
    (part,) = handed_out(world, "Dee Novak")["cohorts"]
    (row,) = part["tables"]["presence"]
    assert (row["day"], row["how"]) == (CANARY, "reacted")


def test_it_is_in_no_figure(world):
    listed(world)
    page = rendered(
        Snapshot(
            now=world.now,
            figures=world.scene.dispatcher.figures,
            commits=1,
            committed=1,
            waiting=None,
            connected=True,
        )
    ).decode()
    assert "roundtable" in page or "build_info" in page
    assert "presence" not in page and "nudge" not in page and "Dee" not in page
    assert world.count(presence) == 2


def test_no_one_else_sees_any_of_it(world):
    world.forget()
    listed(world)
    assert ON_LIST not in world.shown("ben") and ON_LIST not in world.shown("dee")
    assert not any("been around" in line.text for line in world.room())
