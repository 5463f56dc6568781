"""Sending: each parcel is carried out and stands there, or it is Later, Never or Unsure."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.protocol.cards import Button, Card
from bot.protocol.ports import Absent, Later, Never, Parcel, Unknown, Unsure
from bot.protocol.refs import Ref
from tests.contract import shapes
from tests.contract.dialogue import KINDS, card, dialogue, parcel, standing, words
from tests.contract.rig import RETRY_AFTER, Rig, Standin, Trouble

SINCE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
Outcomes = tuple[type[Exception], ...]

MEANS: dict[Trouble, Outcomes] = {
    Trouble.LIMITED: (Later,),
    Trouble.LIMITED_UNTOLD: (Later,),
    Trouble.BROKEN: (Later, Unsure),
    Trouble.BROKEN_TAKEN: (Unsure,),
    Trouble.HTML: (Later, Unsure),
    Trouble.HUNG_UP: (Later, Unsure),
    Trouble.HUNG_UP_TAKEN: (Unsure,),
    Trouble.SILENT: (Unsure,),
    Trouble.GONE: (Later, Unsure),
    Trouble.REFUSED: (Never,),
    Trouble.NOT_FOUND: (Never,),
}
"""What each trouble may mean. What the platform may have taken is never Later, or it would be said
twice; what may pass is never Never, or it would not be said at all."""
TAKEN = (Trouble.BROKEN_TAKEN, Trouble.HUNG_UP_TAKEN)


@pytest.mark.parametrize("kind", KINDS)
@dialogue
async def test_a_parcel_is_carried_out_and_stands_there(there: Standin, rig: Rig, kind: str):
    sent = await parcel(there, rig, kind)
    before = len(there.messages())
    ref = await there.chat.send(sent)
    assert (ref.platform, ref.workspace) == (rig.name, rig.room.workspace)
    if kind == "publish":
        assert standing(there, rig, kind) == [None]
        return
    assert standing(there, rig, kind) == [ref]
    assert len(there.messages()) == before + (kind != "edit")
    [message] = [each for each in there.messages() if each.ref == ref]
    assert rig.seen(message.shown).buttons == ("Agree",)
    if kind in ("post", "post in a thread"):
        assert (ref.channel, ref.thread) == (rig.room.channel, sent.thread)
    if kind == "tell":
        assert ref.channel != rig.room.channel
    if kind == "edit":
        assert ref == sent.ref


@dialogue
async def test_an_edit_takes_the_place_of_a_message_in_a_thread_and_of_a_private_one(
    there: Standin, rig: Rig
):
    for kind in ("post in a thread", "tell"):
        ref = await there.chat.send(await parcel(there, rig, kind, kind))
        before = len(there.messages())
        edit = Parcel(
            key=f"e {kind}", kind="edit", card=card("New"), workspace=ref.workspace, ref=ref
        )
        assert await there.chat.send(edit) == ref
        [message] = [each for each in there.messages() if each.ref == ref]
        assert words(rig, message.shown) == "New"
        assert len(there.messages()) == before


@dialogue
async def test_the_same_edit_again_changes_nothing(there: Standin, rig: Rig):
    edit = await parcel(there, rig, "edit")
    assert await there.chat.send(edit) == await there.chat.send(edit) == edit.ref
    assert standing(there, rig, "edit") == [edit.ref]


@dialogue
async def test_two_people_are_told_apart(there: Standin, rig: Rig):
    told = await parcel(there, rig, "tell")
    ben = await there.chat.send(told)
    cho = await there.chat.send(replace(told, key="other", user=rig.user("cho")))
    assert ben.channel != cho.channel


@dialogue
async def test_somebody_whom_the_bot_never_met_is_told(there: Standin, rig: Rig):
    told = await parcel(there, rig, "tell")
    ref = await there.chat.send(replace(told, user=rig.user("eli")))
    assert standing(there, rig, "tell") == [ref]


@pytest.mark.parametrize("shape", shapes.LONG)
@dialogue
async def test_a_long_card_is_said_with_its_buttons(there: Standin, rig: Rig, shape: str):
    long = shapes.long_cards(rig.user)[shape]
    ref = await there.chat.send(replace(await parcel(there, rig, "post"), card=long))
    [message] = there.messages()
    assert message.ref == ref
    assert len(rig.seen(message.shown).buttons) == len(long.all_buttons())


@dialogue
async def test_a_card_that_nothing_can_shorten_is_said_whole_or_never(there: Standin, rig: Rig):
    huge = Card(blocks=(), buttons=(Button(label="Go", action="go", args={"x": "y" * 10**6}),))
    try:
        await there.chat.send(replace(await parcel(there, rig, "post"), card=huge))
    except Never:
        assert there.messages() == []
    else:
        [message] = there.messages()
        assert rig.seen(message.shown).buttons == ("Go",)


@pytest.mark.parametrize("kind", ["post", "tell", "edit", "publish"])
@dialogue
async def test_a_parcel_without_an_address_is_never_sent(there: Standin, rig: Rig, kind: str):
    lost = Parcel(key="k", kind=kind, card=card("Hello"), workspace=rig.room.workspace)  # type: ignore[arg-type]
    with pytest.raises(Never):
        await there.chat.send(lost)
    assert there.messages() == []


@pytest.mark.parametrize("kind", KINDS)
@dialogue
async def test_a_trouble_is_later_never_or_unsure_and_nothing_else(
    there: Standin, rig: Rig, kind: str, trouble: Trouble
):
    sent = await there.meets(await parcel(there, rig, kind), trouble)
    raised = await _raised(there, sent)
    if raised is None:
        # A client may try again by itself what can be done twice without harm.
        assert sent.kind == "edit" and trouble in (Trouble.HUNG_UP, Trouble.HUNG_UP_TAKEN)
        assert standing(there, rig, kind) == [sent.ref]
        return
    assert isinstance(raised, MEANS[trouble])
    assert "Week 1" not in str(raised)
    if isinstance(raised, Later):
        assert raised.after >= (RETRY_AFTER if trouble is Trouble.LIMITED else 0.5)
    if trouble is not Trouble.GONE:
        assert len(standing(there, rig, kind)) == (trouble in TAKEN)


async def _raised(there: Standin, sent: Parcel) -> Later | Never | Unsure | None:
    """What sending raises; anything else than these is an error of the test's own."""
    try:
        await there.chat.send(sent)
    except (Later, Never, Unsure) as raised:
        return raised
    return None


@pytest.mark.meets(Trouble.LIMITED)
@pytest.mark.parametrize("kind", KINDS)
@dialogue
async def test_what_was_not_taken_is_said_once_it_is_sent_again(
    there: Standin, rig: Rig, kind: str, trouble: Trouble
):
    sent = await there.meets(await parcel(there, rig, kind), trouble)
    with pytest.raises(Later):
        await there.chat.send(sent)
    await there.chat.send(sent)
    assert len(standing(there, rig, kind)) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.meets(Trouble.BROKEN, Trouble.BROKEN_TAKEN, Trouble.HUNG_UP, Trouble.HUNG_UP_TAKEN)
@dialogue
async def test_an_uncertain_parcel_is_found_or_can_be_sent_again(
    there: Standin, rig: Rig, kind: str, trouble: Trouble
):
    sent = await there.meets(await parcel(there, rig, kind), trouble)
    raised = await _raised(there, sent)
    assert isinstance(raised, Later | Unsure) or sent.kind == "edit"
    await _looked_up(there, rig, kind, sent, taken=trouble in TAKEN)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("taken", [True, False], ids=["sent", "unsent"])
@dialogue
async def test_what_was_sent_is_found_and_what_was_not_is_absent(
    there: Standin, rig: Rig, kind: str, taken: bool
):
    sent = await parcel(there, rig, kind)
    if taken:
        await there.chat.send(sent)
    await _looked_up(there, rig, kind, sent, taken=taken)


async def _looked_up(there: Standin, rig: Rig, kind: str, sent: Parcel, *, taken: bool) -> None:
    """Whatever the look-up says, acting on it leaves the words there once."""
    found = await there.chat.find(sent, SINCE)
    if sent.kind in rig.unfindable:
        assert isinstance(found, Unknown)
        return
    if isinstance(found, Ref):
        assert taken
        assert standing(there, rig, kind) == [found]
    else:
        assert isinstance(found, Absent)
        assert not taken or sent.kind in ("edit", "publish")
        await there.chat.send(sent)
        assert len(standing(there, rig, kind)) == 1


@pytest.mark.parametrize("kind", ["post", "post in a thread", "tell"])
@dialogue
async def test_another_parcel_is_not_taken_for_it(there: Standin, rig: Rig, kind: str):
    sent = await parcel(there, rig, kind)
    await there.chat.send(sent)
    found = await there.chat.find(replace(sent, key="of another"), SINCE)
    assert isinstance(found, Absent | Unknown)
