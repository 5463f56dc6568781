"""Members browse what their cohort keeps of its discussions; what leaves a summary leaves the pages
that stand open."""

from bot.store import tables
from tests.features.discussed import card, cards, quoting
from tests.features.kept_of import HEAD, approved, opens, turned
from tests.features.themed import ASKED, BEFORE, DESK, FORM, LINE, MORNING, REGISTRATION, SKIPS
from tests.world import World

LINK = "We print the poster of https://example.org/poster for the waiting room."


def test_a_member_opens_the_handbook_and_turns_its_pages(world):
    approved(world, hal=ASKED)
    first = opens(world, "ben")
    assert f"1. {REGISTRATION} – 2 insights" in first and f"2. {LINE} – 3 insights" in first
    assert "Besides: no links, 1 open question." in first
    assert SKIPS in turned(world, "ben", "Open 2", LINE)
    assert card(world, "ben", HEAD) == ""
    world.press("ben", "Chapters")
    assert ASKED in turned(world, "ben", "Open questions", "Open questions")
    assert f"1. {REGISTRATION}" in turned(world, "ben", "Chapters", HEAD)


def test_a_page_is_the_only_one_of_its_reader(world):
    approved(world)
    opens(world, "ben")
    world.press("ben", "Open 1")
    opens(world, "ben")
    told = cards(world, "ben", "dm:ben")
    assert not any(SKIPS in each for each in told)
    assert sum("it stands further down" in each for each in told) == 1
    assert world.count(tables.handbook_page) == 1


def test_in_the_room_it_is_told_privately(world):
    approved(world)
    world.command("ben", "/cohort handbook")
    assert any("is in your private chat" in each for each in world.told("ben"))
    assert HEAD in card(world, "ben", HEAD)
    assert card(world, "cho", HEAD) == ""


def test_what_somebody_deletes_leaves_the_pages_that_stand_open(world):
    messages = approved(world)
    opens(world, "ben")
    assert SKIPS in turned(world, "ben", "Open 1", LINE)
    world.delete("cho", messages["cho"])
    there = "\n".join(cards(world, "ben", "dm:ben"))
    assert SKIPS not in there and BEFORE in there and "minutes, nurses" not in there


def test_whoever_withdraws_leaves_it_and_reads_it_no_more(world):
    approved(world)
    opens(world, "ben")
    world.press("ben", "Open 1")
    opens(world, "dee")
    world.command("dee", "/cohort withdraw", where="dm")
    world.press("dee", "Withdraw")
    assert BEFORE not in "\n".join(cards(world, "ben", "dm:ben"))
    assert "for those who belong to the cohort and have agreed" in card(world, "dee", HEAD)
    world.command("dee", "/cohort handbook", where="dm")
    assert "for those who have agreed, too" in world.told("dee")[-1]


def test_how_somebody_is_quoted_follows(world):
    approved(world)
    opens(world, "ben")
    assert f"“{MORNING}” — Eli Stone" in turned(world, "ben", "Open 1", LINE)
    quoting(world, "eli", "role")
    page = card(world, "ben", LINE)
    assert f"“{MORNING}” — A member of the cohort" in page and "Eli" not in page
    quoting(world, "eli", "none")
    assert MORNING not in "\n".join(cards(world, "ben", "dm:ben"))


def test_whoever_is_erased_is_gone_from_it_and_the_others_stay(world):
    approved(world)
    opens(world, "ben")
    world.press("ben", "Open 1")
    world.press("ben", "Useful")
    world.command("eli", "/cohort handbook", where="dm")
    world.command("eli", "/cohort erase me", where="dm")
    world.press("eli", "Erase it all")
    page = "\n".join(cards(world, "ben", "dm:ben"))
    assert MORNING not in page and "Eli" not in page and SKIPS in page
    assert world.says_anywhere(MORNING) == []
    assert world.count(tables.handbook_page) == 1


def test_who_has_not_agreed_or_does_not_belong_reads_nothing(world):
    approved(world)
    world.enters("ivy", name="Ivy Ng")
    world.person("zed", name="Zed Roe")
    for who in ("ivy", "zed"):
        world.command(who, "/cohort handbook", where="dm")
        world.command(who, "/cohort catch up", where="dm")
        seen = "\n".join(world.told(who))
        assert LINE not in seen and SKIPS not in seen


def test_moderators_read_what_they_approve(world):
    approved(world)
    assert LINE in opens(world, "joy")


def test_somebody_who_leaves_keeps_no_page(world):
    approved(world)
    opens(world, "ben")
    world.press("ben", "Open 1")
    world.leaves("ben")
    assert SKIPS not in "\n".join(cards(world, "ben", "dm:ben"))
    assert world.count(tables.handbook_page) == 0


def test_nothing_is_kept_before_a_summary_is_approved(world):
    world.cohort("ben")
    assert "Nothing is kept here yet" in opens(world, "ben")


def test_what_is_useful_is_a_number_from_three_people_on_and_never_a_name(world: World):
    approved(world)
    for who in ("ben", "cho"):
        opens(world, who)
        world.press(who, "Open 2")
        world.press(who, "Useful")
    assert "useful to" not in turned(world, "ben", "Chapters", HEAD)
    assert "Useful ✓" in world.buttons("cho")
    opens(world, "dee")
    world.press("dee", "Open 2")
    assert "Useful ✓" not in world.buttons("dee")
    world.press("dee", "Useful")
    assert "useful to 3 people" in card(world, "dee", DESK)
    world.press("dee", "Useful ✓")
    assert "useful to" not in card(world, "dee", DESK)
    assert world.count(tables.useful) == 2


def test_what_most_find_useful_comes_first_in_its_chapter(world):
    messages = approved(world)
    opens(world, "ben")
    page = turned(world, "ben", "Open 2", REGISTRATION)
    first, second = sorted((DESK, FORM), key=page.find)
    for who in ("ben", "cho", "dee"):
        opens(world, who)
        world.press(who, "Open 2")
        world.press(who, "Useful")
        world.press(who, "Useful")
        if who != "dee":
            # The first one stays with a number that is too small to count.
            world.press(who, "Useful ✓")
    page = card(world, "dee", DESK)
    assert page.find(second) < page.find(first)
    author = {DESK: "ben", FORM: "fay"}[second]
    world.delete(author, messages[author])
    assert world.count(tables.useful) == 1


def test_whoever_withdraws_is_in_no_number(world):
    approved(world)
    for who in ("ben", "cho", "dee"):
        opens(world, who)
        world.press(who, "Open 2")
        world.press(who, "Useful")
    world.command("cho", "/cohort withdraw", where="dm")
    world.press("cho", "Withdraw")
    opens(world, "dee")
    assert "useful to" not in turned(world, "dee", "Open 2", REGISTRATION)


def test_links_are_read(world):
    approved(world, gus=LINK)
    opens(world, "ben")
    page = turned(world, "ben", "Links", "Links and resources")
    assert "https://example.org/poster" in page
    world.press("ben", "I read it")
    assert "I read it ✓" in world.buttons("ben")


def test_an_old_page_decides_nothing(world):
    messages = approved(world)
    opens(world, "ben")
    world.press("ben", "Open 2")
    world.delete("fay", messages["fay"])
    world.delete("ben", messages["ben"])
    assert "Useful" not in world.buttons("ben")
    assert DESK not in "\n".join(cards(world, "ben", "dm:ben"))
