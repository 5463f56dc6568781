"""What is kept of insights goes by their words: said anew, they are others."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, update

from bot.features.handbook import looking
from bot.features.handbook.reading import gathered
from bot.protocol.events import Finished
from bot.store import tables
from tests.features.discussed import card
from tests.features.kept_of import HEAD, NIGHT, approved, opens, turned, twice
from tests.features.themed import ASKED, DESK, FORM, MORNING, REGISTRATION, SAID, themed
from tests.world import World

OTHERWISE = "At registration, patients must pay for the language help themselves."


def ids(world: World, *texts: str) -> list[str]:
    """What the store calls the messages with these texts."""
    return [each["id"] for each in world.rows(tables.message) if each["text"] in texts]


def chapters(world: World) -> list[Mapping[str, Any]]:
    return sorted(world.rows(tables.chapter), key=lambda each: each["nth"])


def useful(world: World, *people: str) -> str:
    """Three people find the same insight on registration useful; who said it."""
    for who in people:
        opens(world, who)
        turned(world, who, "Open 2", REGISTRATION)
        world.press(who, "Useful")
    (voted,) = {each["message"] for each in world.rows(tables.useful)}
    (text,) = [each for each in (DESK, FORM) if ids(world, each) == [voted]]
    return next(who for who, said in SAID.items() if said == text)


def renewed(world: World) -> None:
    world.press("ana", "Renew")
    world.press("ana", "Approve and post")


def whole(world: World, who: str) -> str:
    """All pages of all chapters."""
    opens(world, who)
    found: list[str] = []
    for each in [each for each in world.buttons(who) if each.startswith("Open ")]:
        if each != "Open questions":
            found.append(turned(world, who, each, "—"))
            world.press(who, "Chapters")
    return "\n".join(found)


def test_nobody_stands_behind_words_that_were_said_after_they_found_others_useful(world: World):
    messages = approved(world)
    author = useful(world, "cho", "dee", "eli")
    assert "useful to 3 people" in whole(world, "cho")
    world.edit(author, messages[author], OTHERWISE)
    renewed(world)
    page = whole(world, "cho")
    assert OTHERWISE in page and "useful to" not in page
    assert world.count(tables.useful) == 0


def test_what_is_put_before_a_sentence_takes_nothing_from_it_and_gets_nothing(world: World):
    messages = approved(world)
    author = useful(world, "cho", "dee", "eli")
    world.edit(author, messages[author], f"{OTHERWISE} {SAID[author]}")
    renewed(world)
    for line in whole(world, "cho").splitlines():
        assert OTHERWISE not in line or "useful to" not in line


def test_an_open_question_is_as_unsigned_as_in_the_summary(world: World):
    approved(world, hal=ASKED)
    opens(world, "ben")
    asked = turned(world, "ben", "Open questions", "Open questions")
    assert f"“{ASKED}” — Asked in “Hello, from where you are”, Mon, Mar 2" in asked
    world.press("ben", "Chapters")
    caught = turned(world, "ben", "Catch up", "Spring so far")
    world.command("ben", "/cohort find poster Spanish", where="dm")
    found = card(world, "ben", "From the handbook of Spring")
    world.command("ana", "/cohort handbook export", where="dm")
    document = card(world, "ana", "No reply was found to these.")
    for page in (asked, caught, found, document):
        assert ASKED in page
        after = page.partition(ASKED)[2].split("\n\n")[0]
        assert "Hal" not in after.split("\n")[0]


def test_nothing_of_whoever_is_erased_stays_in_a_chapter(world: World):
    twice(world)
    theirs = ids(world, MORNING, NIGHT)
    assert any(each in repr(chapters(world)) for each in theirs)
    world.command("eli", "/cohort erase me", where="dm")
    world.press("eli", "Erase it all")
    assert not any(each in repr(chapters(world)) for each in theirs)


def test_nothing_of_whoever_withdraws_stays_in_a_chapter(world: World):
    twice(world)
    theirs = ids(world, MORNING, NIGHT)
    world.command("eli", "/cohort withdraw", where="dm")
    world.press("eli", "Withdraw")
    assert not any(each in repr(chapters(world)) for each in theirs)


def test_a_page_stays_where_it_is_when_there_is_more_to_group(world: World):
    twice(world)
    opens(world, "ben")
    turned(world, "ben", "Open 1", REGISTRATION)
    world.until("2026-03-16 10:05")
    world.say("cho", "Registration asks for the language twice, since people forget.", to="prompt")
    world.command("joy", "/cohort summary")
    world.press("joy", "Approve and post")
    assert FORM in card(world, "ben", DESK)
    assert card(world, "ben", HEAD) == ""


def test_a_moderator_who_has_not_agreed_reads_without_being_asked_what_helps(world: World):
    approved(world)
    world.command("joy", "/cohort withdraw", where="dm")
    if "Withdraw" in world.buttons("joy"):
        world.press("joy", "Withdraw")
    opens(world, "joy")
    assert DESK in turned(world, "joy", "Open 2", REGISTRATION)
    assert not {"Useful", "I tried it"} & set(world.buttons("joy"))


def test_no_number_on_a_page_tells_who_withdrew(world: World):
    approved(world)
    useful(world, "cho", "dee", "gus")
    opens(world, "hal")
    assert "useful to 3 people" in turned(world, "hal", "Open 2", REGISTRATION)
    world.command("gus", "/cohort withdraw", where="dm")
    world.press("gus", "Withdraw")
    assert "useful to 3 people" in card(world, "hal", DESK)
    world.press("hal", "Chapters")
    assert "useful to" not in turned(world, "hal", "Open 2", REGISTRATION)


def test_a_page_that_never_arrived_does_not_come_to_say_where_the_next_one_is(world: World):
    approved(world)
    opens(world, "ben")
    (page,) = world.rows(tables.handbook_page)
    with world.scene.database.transaction() as db:
        db.execute(delete(tables.posting).where(tables.posting.c.key == page["posting"]))
        there = tables.outgoing.c.key == page["posting"]
        db.execute(update(tables.outgoing).where(there).values(state="dropped"))
    opens(world, "ben")
    assert not any("further down" in each for each in world.told("ben"))
    (left,) = [e for e in world.rows(tables.outgoing) if e["key"] == page["posting"]]
    assert left["state"] == "dropped"


def test_a_cohort_that_sums_up_by_week_has_a_handbook_too(world: World):
    twice(world)
    before = whole(world, "ben")
    world.command("ana", "/cohort summary all")
    world.press("ana", "Approve and post")
    both = whole(world, "ben")
    assert all(both.count(f"“{each}”") == 1 for each in (*SAID.values(), NIGHT) if each in before)


def test_of_a_period_alone_there_are_pages_that_say_where_it_was_said(world: World):
    themed(world)
    world.press("ana", "Discard")
    world.command("ana", "/cohort summary all")
    world.press("ana", "Approve and post")
    pages = whole(world, "ben")
    assert DESK in pages and "Hello, from where you are, Mon, Mar 2" in pages
    world.command("eli", "/cohort withdraw", where="dm")
    world.press("eli", "Withdraw")
    assert MORNING not in whole(world, "ben")


def test_whoever_withdraws_from_much_has_the_pages_read_once(world: World, monkeypatch):
    twice(world)
    opens(world, "ben")
    read: list[str] = []
    monkeypatch.setattr(looking, "gathered", lambda work: read.append("") or gathered(work))
    world.command("eli", "/cohort withdraw", where="dm")
    world.press("eli", "Withdraw")
    # Once for what they said, once for who may read.
    assert len(read) == 2
    assert MORNING not in whole(world, "ben") and NIGHT not in whole(world, "ben")


def test_what_is_approved_while_chapters_are_found_has_its_turn(world: World):
    twice(world)
    (room,) = {each["cohort"] for each in world.rows(tables.room)}
    late = Finished(
        at=world.now,
        keys=(),
        kind="handbook",
        args={"cohort": room},
        cohort=room,
        result={"read": [], "chapters": []},
    )
    world.advance(minutes=1)
    assert world.scene.dispatcher.take([late])
    world.advance(minutes=1)
    assert sum(len(each["points"]) for each in chapters(world)) >= 8
