"""Words that are taken back leave the draft, the posted copy and the records at once."""

import pytest

from bot.protocol.ports import Later, Parcel
from bot.protocol.refs import Ref
from tests.features.discussed import (
    BEN,
    CHO,
    DEE,
    card,
    cards,
    discussed,
    drafted,
    posted,
    quoting,
)
from tests.world import World


def approved(world: World) -> dict[str, str]:
    """A summary that is posted, and a copy of it that Dee asked for."""
    messages = drafted(world)
    world.press("ana", "Approve and post")
    world.command("dee", "/cohort summary", where="dm")
    assert BEN in posted(world)[0] and BEN in card(world, "dee", "What we shared")
    world.forget()
    return messages


def erased(world: World) -> None:
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")


def withdrawn(world: World) -> None:
    world.command("ben", "/cohort withdraw", where="dm")
    world.press("ben", "Withdraw")


@pytest.mark.parametrize("stage", ["draft", "approved"])
def test_deleted_words_leave_every_copy_and_the_records(world, stage):
    messages = drafted(world) if stage == "draft" else approved(world)
    world.delete("ben", messages["ben"])
    assert world.says_anywhere(BEN) == []
    assert BEN not in card(world, "ana", "Draft:") + card(world, "joy", "Draft:")
    assert BEN not in "".join(posted(world)) + card(world, "dee", "What we shared")
    if stage == "draft":
        assert CHO in card(world, "joy", "Draft:")
        assert "2 of 2 messages" in card(world, "joy", "Draft:")


@pytest.mark.parametrize("stage", ["draft", "approved"])
def test_erased_words_leave_every_copy_and_the_records(world, stage):
    _ = drafted(world) if stage == "draft" else approved(world)
    erased(world)
    assert world.says_anywhere(BEN) == []
    assert BEN not in card(world, "ana", "Draft:") + "".join(posted(world))
    assert BEN not in card(world, "dee", "What we shared")


@pytest.mark.parametrize("stage", ["draft", "approved"])
def test_withdrawn_words_leave_every_copy_and_stay_stored(world, stage):
    _ = drafted(world) if stage == "draft" else approved(world)
    withdrawn(world)
    assert world.says_anywhere(BEN) == ["message"]
    assert BEN not in card(world, "ana", "Draft:") + "".join(posted(world))
    assert BEN not in card(world, "dee", "What we shared")


def test_who_chooses_to_be_quoted_by_role_is_named_nowhere_and_not_linked(world):
    approved(world)
    quoting(world, "ben", "role")
    (summary,) = posted(world)
    assert f"“{BEN}” — A member of the cohort" in summary
    assert "Ben Okafor" not in summary
    message = next(
        m for m in world.platform.visible("dee")
        if m.channel == "room" and m.sender == "bot" and BEN in m.body.text()
    )  # fmt: skip
    quotes = [b for b in message.body.blocks if type(b).__name__ == "Quote"]
    links = {plain_of(each): each.url for each in quotes}
    assert links[BEN] is None
    assert links[CHO] is not None


def plain_of(quote) -> str:
    return "".join(getattr(node, "text", "") for node in quote.nodes)


def test_who_chooses_not_to_be_quoted_leaves_the_summary(world):
    approved(world)
    quoting(world, "ben", "none")
    assert BEN not in "".join(posted(world)) + card(world, "dee", "What we shared")


@pytest.mark.parametrize("how", ["deleted", "erased"])
def test_words_that_are_taken_back_before_the_post_is_sent_are_never_sent(world, how):
    messages = discussed(world)
    world.command("ana", "/cohort hold")
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")
    assert "posted when you resume" in card(world, "joy", "approved")
    if how == "deleted":
        world.delete("ben", messages["ben"])
    else:
        erased(world)
    assert world.says_anywhere(BEN) == []
    assert posted(world) == []
    world.command("ana", "/cohort resume")
    (summary,) = posted(world)
    assert BEN not in summary and CHO in summary


def test_changes_that_wait_for_the_platform_hold_no_words_that_are_gone(world):
    messages = drafted(world)
    send = world.chat.send

    async def busy(parcel: Parcel) -> Ref:
        if parcel.kind == "edit":
            raise Later(60, "busy")
        return await send(parcel)

    world.chat.send = busy
    world.delete("cho", messages["cho"])
    world.delete("ben", messages["ben"])
    assert world.says_anywhere(BEN) == []
    world.chat.send = send
    world.advance(minutes=2)
    assert BEN not in card(world, "joy", "Draft:")
    assert DEE in card(world, "joy", "Draft:")


def test_an_edit_in_an_approved_summary_is_told_and_can_be_taken_up(world):
    messages = approved(world)
    other = "We ask at the first call now, since the desk is too busy for it."
    world.edit("ben", messages["ben"], other)
    assert BEN not in posted(world)[0]
    assert world.says_anywhere(BEN) == []
    (told,) = world.told("joy")
    assert told.startswith("Ben Okafor changed a message")
    assert world.buttons("joy") == ["Renew", "Leave"]
    world.press("joy", "Renew")
    assert "Joy Lee asked for a fresh draft" in card(world, "ana", "asked for a fresh draft")
    assert other in card(world, "ana", "Draft:")
    assert other not in posted(world)[0]
    world.press("ana", "Approve and post")
    (summary,) = posted(world)
    assert other in summary
    assert "was renewed" in card(world, "dee", "was renewed")


def test_an_edit_can_be_left_as_it_is(world):
    messages = approved(world)
    world.edit("ben", messages["ben"], f"{BEN} Every time.")
    assert BEN in posted(world)[0]
    world.press("ana", "Leave")
    assert "Ana Ruiz left" in card(world, "joy", "left the summary")
    world.forget()
    world.edit("dee", messages["dee"], f"{DEE} Please.")
    assert len(world.told("ana")) == 1


def test_moderators_see_which_point_was_changed_and_what_it_says_now(world):
    messages = approved(world)
    other = "We ask at the first call now, since the desk is too busy for it."
    world.edit("ben", messages["ben"], other)
    told = card(world, "joy", "changed a message")
    assert "point 1 under What was shared. It now says:" in told
    assert f"“{other}” — Ben Okafor" in told
    assert other not in posted(world)[0]
    assert world.says_anywhere(BEN) == []


def test_who_mends_a_word_twice_asks_the_moderators_once(world):
    messages = approved(world)
    world.edit("ben", messages["ben"], "We ask at the frist call now.")
    world.forget()
    world.edit("ben", messages["ben"], "We ask at the first call now.")
    world.edit("cho", messages["cho"], "Our desk has no line any more.")
    told = card(world, "joy", "changed a message")
    assert "frist" not in told and "We ask at the first call now." in told
    assert "Our desk has no line any more." in told
    assert "frist" not in "".join(cards(world, "joy", "dm:joy"))
    world.press("joy", "Leave")
    assert "first call" not in card(world, "ana", "left the summary")


@pytest.mark.parametrize("how", ["deleted", "withdrawn", "erased", "not quoted any more"])
def test_words_that_are_taken_back_leave_what_moderators_decide_on(world, how):
    messages = approved(world)
    other = "We ask at the first call now, since the desk is too busy for it."
    world.edit("ben", messages["ben"], other)
    assert other in card(world, "joy", "changed a message")
    match how:
        case "deleted":
            world.delete("ben", messages["ben"])
        case "withdrawn":
            withdrawn(world)
        case "erased":
            erased(world)
        case _:
            quoting(world, "ben", "none")
    for moderator in ("ana", "joy"):
        assert other not in "".join(cards(world, moderator, f"dm:{moderator}"))
        assert card(world, moderator, "There is nothing to decide.")
    kept = ["message"] if how in ("withdrawn", "not quoted any more") else []
    assert world.says_anywhere(other) == kept


def test_who_is_quoted_by_role_is_not_named_to_moderators_either(world):
    messages = approved(world)
    quoting(world, "ben", "role")
    world.forget()
    world.edit("ben", messages["ben"], f"{BEN} Every time.")
    assert "A member of the cohort changed a message" in world.told("joy")[-1]


def test_an_edit_of_a_quote_in_a_draft_takes_the_old_words_out(world):
    messages = drafted(world)
    world.edit("ben", messages["ben"], "We ask much later.")
    draft = card(world, "ana", "Draft:")
    assert BEN not in draft and "makes a fresh draft" in draft


def test_the_opening_words_of_an_erased_moderator_leave_what_was_posted(world):
    drafted(world)
    world.press("ana", "Edit")
    world.fill("ana", {"Opening words": "A week to remember."})
    world.press("joy", "Approve and post")
    assert "A week to remember." in posted(world)[0]
    world.command("ana", "/cohort erase me", where="dm")
    world.press("ana", "Erase it all")
    assert "A week to remember." not in posted(world)[0]
    assert world.says_anywhere("A week to remember.") == []
