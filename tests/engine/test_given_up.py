"""What cannot be said as it was meant: to whom it is kept back, and when it is given up."""

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.effects import Edit, Post, Whisper
from bot.protocol.events import Said
from bot.protocol.ports import Later, Never, Parcel
from tests.engine.toy import LostAnswer, card, direct


def says(*effects):
    """A story that answers whatever is said with these effects."""
    story = Story("says")

    @story.on(Said)
    def speak(event: Said, work: Work):
        return effects

    return story


def test_a_reply_that_could_not_be_shown_repeats_no_words_that_were_not_agreed_to(make_toy):
    toy = make_toy()
    toy.cohort("ben", "cho", agreed=("ana", "cho"))
    repeats = Whisper(card=card("you wrote: heron"))
    for who in ("ben", "cho"):
        said = toy.said(who, "heron", place=direct(who))
        toy.run(toy.scene.unsaid(said, repeats))
        commanded = toy.commanded(who, "agree heron", place=direct(who))
        toy.run(toy.scene.unsaid(commanded, repeats))
    toy.settle()
    heard = {who: [] for who in ("ben", "cho")}
    for parcel in toy.chat.taken:
        heard[parcel.user.user].append(parcel.card.text())
    assert heard["cho"] == ["you wrote: heron"] * 2
    assert len(heard["ben"]) == 2
    assert all("heron" not in text and "again" in text for text in heard["ben"])


def test_a_look_up_that_is_never_answered_is_given_up_after_an_hour(make_toy):
    one, two = (Post(room="spring-room", card=card(each), key=each) for each in ("one", "two"))
    toy = make_toy(says(one, two))
    toy.cohort()
    asked: list[Parcel] = []

    async def find(parcel, since):
        asked.append(parcel)
        raise Later(60, "slow down")

    toy.chat.find = find
    toy.chat.faults = [LostAnswer()]
    toy.take(toy.said("ana", "x"))
    toy.advance(minutes=60)
    assert toy.states() == {"one": "unsure", "two": "waiting"}
    toy.advance(minutes=2)
    # The moderators are not told of it here, where no story does; the next one has its turn.
    assert toy.states() == {"one": "unknown", "two": "sent"}
    assert len(asked) in range(59, 63)


def test_a_change_of_what_was_never_posted_falls_away(make_toy):
    post = Post(room="spring-room", card=card("top"), key="top")
    edit = Edit(posting="top", card=card("changed"), key="change")
    toy = make_toy(says(post, edit))
    toy.cohort()
    toy.chat.faults = [Never("is_archived")]
    toy.take(toy.said("ana", "x"))
    toy.settle()
    assert toy.states() == {"top": "dead", "change": "dropped"}
    assert toy.chat.taken == []


def test_a_change_of_what_nobody_meant_to_post_is_not_even_queued(make_toy):
    toy = make_toy(says(Edit(posting="nowhere", card=card("changed"), key="change")))
    toy.cohort()
    toy.take(toy.said("ana", "x"))
    toy.settle()
    assert toy.states() == {}
