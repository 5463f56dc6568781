"""Two processes, and what is held for somebody: one of them at a time settles it."""

from dataclasses import replace

from bot.engine.story import Stories, Story
from bot.engine.work import Work
from bot.features.attention import away, less
from bot.protocol.effects import Edit, Tell
from bot.protocol.events import Said
from bot.protocol.ports import Outcome
from bot.protocol.text import plain
from bot.store import agenda, digests, queue
from bot.store.codec import load_card
from bot.store.tables import due, outgoing
from tests.engine.toy import NOW, ROOM, Toy, card, direct
from tests.store.engines import add
from tests.store.races import Thread, held_at_commit, waits_for_a_lock
from tests.store.test_races_order import deadlocks

MEADOW = replace(ROOM, channel="meadow")


def tells() -> Story:
    """Whatever is said is told to Ben."""
    story = Story("tells")

    @story.on(Said)
    def tell(event: Said, work: Work):
        return [Tell(person="ben", card=card("said"), key="said")]

    return story


def in_two_cohorts(one: Toy, two: Toy) -> None:
    """Ben is in both, and was told something today in each."""
    one.cohort("ben")
    one.cohort("ben", id="autumn", channel="meadow")
    two.dispatcher.stories = Stories([away.story, less.story])
    with one.database.transaction() as db:
        for cohort in ("spring", "autumn"):
            digests.note(db, f"one of {cohort}", cohort, "ben", NOW.date())
            agenda.plan(db, digests.DUE, f"{cohort}-ben", NOW, cohort)


def test_a_wish_by_one_cohorts_button_leaves_what_waits_in_the_other_planned(processes):
    one, two = processes(tells)
    in_two_cohorts(one, two)
    ended = deadlocks(one, two)
    said = one.said("ana", "x", place=MEADOW)
    wish = two.pressed("ben", "command", place=direct("ben"), text="ask me less", cohort="spring")
    with held_at_commit(one.database) as gate:
        tells_ben = Thread(lambda: one.dispatcher.take([said]))
        gate.reached()
        wishes = Thread(lambda: two.dispatcher.take([wish]))
        waits_for_a_lock(two.database, wishes)
    (mine,), (theirs,) = tells_ben.result(), wishes.result()
    assert isinstance(mine, Outcome) and isinstance(theirs, Outcome)
    assert theirs.replies and ended == []
    assert one.states() == {"said": "held"}
    assert [row["subject"] for row in one.rows(due)] == ["autumn-ben"]


def changes() -> Story:
    """What is said names a message, which reads otherwise from then on."""
    story = Story("changes")

    @story.on(Said)
    def change(event: Said, work: Work):
        key = plain(event.nodes)
        return [Edit(posting=key, card=card(f"{key}, changed"))]

    return story


def test_two_changes_of_one_folded_message_show_each_other(processes):
    one, two = processes(changes)
    one.cohort("ben")
    one.cohort(id="autumn", channel="meadow")
    with one.database.transaction() as db:
        add(db, "digest:x", "ben", state="sent")
        for key in ("one", "two"):
            add(db, key, "ben", state="folded", digest="digest:x", done_at=NOW)
        queue.posted(
            db, key="digest:x", cohort="spring", platform="toy", workspace="w",
            channel="dm-ben", message="m", thread=None, place="person:ben", room=None,
            person="ben", at=NOW,
        )  # fmt: skip
    ended = deadlocks(one, two)
    first, second = (
        one.said("ana", "two", "event:1"),
        two.said("ana", "one", "event:2", place=MEADOW),
    )
    with held_at_commit(one.database) as gate:
        earlier = Thread(lambda: one.dispatcher.take([first]))
        gate.reached()
        later = Thread(lambda: two.dispatcher.take([second]))
        waits_for_a_lock(two.database, later)
    assert [each.result()[0].new for each in (earlier, later)] == [True, True]
    assert ended == []
    newest = max(one.rows(outgoing), key=lambda row: row["id"])
    assert newest["kind"] == "edit"
    text = load_card(newest["card"]).text()
    assert "one, changed" in text and "two, changed" in text
