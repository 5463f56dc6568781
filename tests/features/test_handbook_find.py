"""Looking something up in what a cohort shared: private, in words of those who are quoted, and gone
from there when they take them back."""

from bot.store import tables
from tests.features.checkins.checked import presses
from tests.features.discussed import BEN, CHO, card, cards, drafted, quoting
from tests.world import World

HEAD = "From the handbook of Spring"


def approved(world: World) -> dict[str, str]:
    """The first week's discussion, summed up and approved; messages by author."""
    messages = drafted(world)
    world.press("ana", "Approve and post")
    world.forget()
    return messages


def page(world: World, who: str, words: str = HEAD) -> str:
    return card(world, who, words)


def standing(world: World, who: str) -> str:
    """All that stands in somebody's private chat now."""
    return "\n".join(cards(world, who, f"dm:{who}"))


def test_what_was_shared_is_found_in_other_forms_of_its_words(world):
    approved(world)
    world.command("dee", "/cohort find registrations", where="dm")
    told = page(world, "dee")
    assert f"“{BEN}” — Ben Okafor" in told
    assert "From “" in told and "Monday, March 2" in told
    assert CHO not in told


def test_links_and_open_questions_are_found_too(world):
    approved(world)
    world.command("ben", "/cohort find posters", where="dm")
    assert "https://example.org/poster" in page(world, "ben")
    world.command("ben", "/cohort find script in Spanish", where="dm")
    assert "script in Spanish" in page(world, "ben")


def test_in_the_room_nobody_else_sees_what_was_found(world):
    approved(world)
    world.command("dee", "/cohort find registration")
    assert world.room() == []
    assert BEN not in world.shown("cho")
    assert any("in your private chat" in each for each in world.told("dee"))
    assert BEN in page(world, "dee")


def test_what_was_typed_is_kept_nowhere(world):
    approved(world)
    world.command("dee", "/cohort find registration burnoutword", where="dm")
    assert BEN in page(world, "dee")
    for table in tables.metadata.sorted_tables:
        assert "burnoutword" not in repr(world.rows(table)), table.name


def test_where_nothing_is_found_the_chapters_are_named(world):
    approved(world)
    world.command("dee", "/cohort find zeppelin", where="dm")
    told = page(world, "dee", "Nothing there has these words")
    assert "• " in told
    world.command("dee", "/cohort find", where="dm")
    assert "Say what to look for" in world.told("dee")[-1]


def test_before_anything_is_approved_there_is_nothing_to_look_in(world):
    drafted(world)
    world.command("dee", "/cohort find registration", where="dm")
    assert "no pages yet" in world.told("dee")[-1]


def test_eight_stand_on_a_page(world):
    world.cohort("ben", "cho", "dee", "eli")
    for week in range(5):
        world.until(f"2026-03-{2 + 7 * week:02} 10:05")
        for who, at in (("ben", "desk"), ("cho", "phone")):
            world.say(who, f"In week {week} our {at} wrote the language on a card.", to="prompt")
        world.command("ana", "/cohort summary")
        world.press("ana", "Approve and post")
    world.forget()
    world.command("dee", "/cohort find language", where="dm")
    first = page(world, "dee")
    assert first.count("wrote the language") == 8
    world.press("dee", "More")
    second = page(world, "dee")
    assert second.count("wrote the language") == 2
    assert {*first.splitlines()}.isdisjoint(each for each in second.splitlines() if "wrote" in each)


def test_a_deleted_message_leaves_the_pages_on_which_it_was_found(world):
    messages = approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    world.delete("ben", messages["ben"])
    assert BEN not in page(world, "dee")
    assert "changed or taken back since" in page(world, "dee")
    assert world.says_anywhere(BEN) == []


def test_who_wants_no_quotes_any_more_is_found_no_more(world):
    approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    quoting(world, "ben", "none")
    assert BEN not in page(world, "dee")
    world.command("dee", "/cohort find registration", where="dm")
    assert BEN not in "".join(world.told("dee")[-1:])


def test_by_role_there_is_neither_name_nor_link(world):
    approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    before = page(world, "dee")
    quoting(world, "ben", "role")
    now = page(world, "dee")
    assert "Ben" in before and "Ben" not in now
    assert f"“{BEN}” — A member of the cohort" in now and "sandbox" not in now


def test_withdrawing_takes_the_words_from_the_pages(world):
    approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    world.command("ben", "/cohort withdraw", where="dm")
    world.press("ben", "Withdraw")
    assert BEN not in page(world, "dee")


def test_erasing_reaches_every_page(world):
    messages = approved(world)
    world.command("dee", "/cohort find registration line", where="dm")
    assert BEN in page(world, "dee") and CHO in page(world, "dee")
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    assert world.says_anywhere(BEN) == []
    assert CHO in page(world, "dee")
    assert messages["ben"] not in repr(world.rows(tables.found))


def test_the_searches_of_whoever_is_erased_go_with_them(world):
    approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    world.command("dee", "/cohort erase me", where="dm")
    world.press("dee", "Erase it all")
    assert world.rows(tables.found) == []


def test_whoever_left_reads_it_no_more(world):
    approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    world.leaves("dee")
    assert world.rows(tables.found) == []
    assert BEN not in "".join(each.body.text() for each in world.platform.visible("dee")
                              if each.channel == "dm:dee" and hasattr(each.body, "text"))  # fmt: skip


def test_only_the_newest_searches_are_followed_and_the_others_hold_no_words(world):
    approved(world)
    for _ in range(6):
        world.command("dee", "/cohort find registration", where="dm")
    assert len(world.rows(tables.found)) == 5
    assert "earlier search" in page(world, "dee", "earlier search")


def test_who_has_not_agreed_yet_finds_nothing_and_hears_why(world):
    approved(world)
    world.enters("eli")
    world.press("ana", "Invite")
    world.command("ana", "/cohort role @eli member")
    world.forget()
    world.command("eli", "/cohort find registration", where="dm")
    assert "for those who have agreed" in world.told("eli")[-1]
    assert BEN not in world.shown("eli") and world.rows(tables.found) == []
    world.press("eli", "Agree")
    world.command("eli", "/cohort find registration", where="dm")
    assert BEN in page(world, "eli")


def test_whoever_agrees_no_more_reads_what_they_found_no_more(world):
    approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    world.command("dee", "/cohort withdraw", where="dm")
    world.press("dee", "Withdraw")
    assert BEN not in standing(world, "dee") and world.rows(tables.found) == []


def test_what_was_found_is_emptied_when_the_words_of_the_cohort_are_deleted(world):
    approved(world)
    world.command("ana", "/cohort settings")
    world.fill("ana", {"Last day": "2026-03-20"})
    world.command("dee", "/cohort find registration", where="dm")
    assert BEN in page(world, "dee")
    world.until("2026-06-20 12:00")
    assert world.count(tables.found) == 0
    assert BEN not in standing(world, "dee") and "has been deleted" in standing(world, "dee")


def test_strangers_find_nothing(world):
    approved(world)
    world.person("fay")
    world.command("fay", "/cohort find registration", where="dm")
    assert BEN not in "".join(world.told("fay"))
    assert world.rows(tables.found) == []


def test_a_button_of_somebody_elses_search_is_stale(world):
    approved(world)
    world.command("dee", "/cohort find registration", where="dm")
    (row,) = world.rows(tables.found)
    presses(world, "cho", "find.more", found=row["id"], start="0")
    assert "This button has done its work" in world.told("cho")[-1]
