"""What waits in the outbox goes out: in order for each place, once each, whatever platforms do."""

from datetime import timedelta

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.cards import Form
from bot.protocol.effects import Ask, Correct, Edit, Post, Swap, Tell, Whisper
from bot.protocol.events import Said, Undeliverable
from bot.protocol.ports import Later, Never
from bot.protocol.refs import Ref
from bot.store import cohorts, queue
from bot.store.queue import workspace_scope
from bot.store.tables import outgoing, posting
from tests.engine.herald import herald, spoken
from tests.engine.toy import NOW, Toy, ToyChat, card, direct


def test_what_is_said_arrives_in_order(make_toy):
    toy = spoken(make_toy, "one", "two", "three")
    toy.settle()
    assert toy.chat.texts() == ["one", "two", "three"]
    assert set(toy.states().values()) == {"sent"}
    assert [row["message"] for row in toy.rows(posting)] == ["m1", "m2", "m3"]


def test_a_place_is_given_time_between_two_messages(make_toy):
    toy = spoken(make_toy, "one", "two", "autumn-room:three", chat=ToyChat(per_place=5))
    toy.settle()
    assert sorted(toy.chat.texts()) == ["one", "three"]
    toy.advance(seconds=4)
    assert len(toy.chat.texts()) == 2
    toy.advance(seconds=1)
    assert toy.chat.texts()[-1] == "two"


def test_later_waits_as_told_and_is_not_overtaken(make_toy):
    toy = spoken(make_toy, "one", "two", "autumn-room:three")
    toy.chat.faults = [Later(30, "slow down")]
    toy.settle()
    assert toy.chat.texts() == ["three"]
    toy.advance(seconds=29)
    assert toy.chat.texts() == ["three"]
    toy.advance(seconds=1)
    assert toy.chat.texts() == ["three", "one", "two"]
    assert toy.chat.found == []  # a refusal is certain: nothing to look up


def test_later_for_a_workspace_holds_back_all_of_it(make_toy):
    toy = spoken(make_toy, "one", "autumn-room:two", "@ben")
    toy.chat.faults = [Later(30, "slow down", workspace_wide=True)] * 3
    toy.settle()
    toy.take(toy.said("ana", "@cho"))
    toy.settle()
    assert toy.chat.texts() == []
    assert len(toy.chat.tries) == 3
    toy.advance(seconds=29)
    assert toy.chat.texts() == []
    toy.advance(seconds=1.01)  # then at its usual pace, not all in one burst
    assert sorted(toy.chat.texts()) == ["@ben", "@cho", "one", "two"]


def test_a_longer_wait_is_not_shortened_by_a_shorter_one(make_toy):
    toy = spoken(make_toy, "one", "autumn-room:two")
    waits = [Later(60, "slow down", workspace_wide=True), Later(1, "slow", workspace_wide=True)]
    toy.chat.faults = list(waits)
    toy.advance(seconds=59)
    assert toy.chat.texts() == []
    toy.advance(seconds=1.01)
    assert sorted(toy.chat.texts()) == ["one", "two"]


def test_a_workspace_is_spoken_to_no_faster_than_it_allows(make_toy):
    # 60 a minute with a burst of a quarter: 16 at once, then one a second, each at its own time.
    words = [f"@{who}" for who in (f"p{n}" for n in range(20))]
    toy: Toy = make_toy(herald(), chat=ToyChat(per_minute=60))
    toy.cohort(*(word[1:] for word in words))
    toy.take(toy.said("ana", " ".join(words)))
    toy.settle()
    assert len(toy.chat.taken) == 16
    for seconds in range(1, 5):
        toy.advance(seconds=1)
        assert len(toy.chat.taken) == 16 + seconds


def test_one_workspace_at_its_limit_does_not_silence_another(make_toy):
    toy: Toy = make_toy(herald())
    toy.cohort(*(f"p{n}" for n in range(60)))
    toy.cohort(moderators=["joy"], id="autumn", channel="other")
    toy.take(toy.said("ana", " ".join(f"@p{n}" for n in range(60))))
    with toy.database.transaction() as db:
        queue.hold_back(db, workspace_scope("toy", "w"), NOW + timedelta(minutes=5))
        db.execute(
            outgoing.insert().values(
                key="elsewhere", place="room:elsewhere", kind="post", platform="toy",
                workspace="w2", room="autumn-room", card={"blocks": [], "buttons": []},
                purpose="duty", importance=5, created_at=NOW, not_before=NOW, state="waiting",
                tries=0,
            )
        )  # fmt: skip
    toy.settle()
    assert [each.key for each in toy.chat.taken] == ["elsewhere"]


def test_a_platform_that_is_not_here_keeps_nobody_waiting(make_toy):
    toy = spoken(make_toy, *(f"@{who}" for who in ("ben", "cho")))
    with toy.database.transaction() as db:
        for number in range(60):
            queue.add(
                db, key=f"away {number}", place=f"person:away{number}", kind="tell",
                platform="away", workspace="w", card={"blocks": [], "buttons": []},
                purpose="duty", importance=5, created_at=NOW, not_before=NOW,
            )  # fmt: skip
    toy.take(toy.said("ana", "last"))
    toy.settle()
    assert sorted(toy.chat.texts()) == ["@ben", "@cho", "last"]
    assert toy.scene.next_due() is None


def test_never_is_told_and_does_not_block_the_place(make_toy):
    told: list[Undeliverable] = []
    toy = spoken(make_toy, "one", "two", story=herald(told))
    toy.chat.faults = [Never("is_archived")]
    toy.settle()
    assert toy.chat.texts() == ["two"]
    assert toy.states() == {"one": "dead", "two": "sent"}
    (fault,) = told
    assert (fault.parcel, fault.why, fault.unsure) == ("one", "is_archived", False)
    assert fault.cohort == "spring"


def test_expired_speech_is_dropped(make_toy):
    story = Story("hurried")

    @story.on(Said)
    def hurry(event: Said, work: Work):
        soon = work.now + timedelta(minutes=5)
        yield Post(room="spring-room", card=card("hurry"), key="hurry", expires=soon)
        yield Post(room="spring-room", card=card("lasting"), key="lasting")

    toy = spoken(make_toy, "x", story=story)
    toy.chat.faults = [Later(600, "slow down")]
    toy.advance(minutes=20)
    assert toy.chat.texts() == ["lasting"]
    assert toy.states() == {"hurry": "dropped", "lasting": "sent"}


def test_speech_that_is_not_due_is_passed_by_what_is(make_toy):
    story = Story("patient")

    @story.on(Said)
    def plan(event: Said, work: Work):
        yield Post(
            room="spring-room", card=card("tomorrow"), key="tomorrow",
            not_before=work.now + timedelta(days=1),
        )  # fmt: skip
        yield Post(room="spring-room", card=card("today"), key="today")

    toy = spoken(make_toy, "x", story=story)
    toy.advance(hours=23)
    assert toy.chat.texts() == ["today"]
    toy.advance(hours=1)
    assert toy.chat.texts() == ["today", "tomorrow"]


def test_after_waits_for_another_place(make_toy):
    story = Story("orderly")

    @story.on(Said)
    def ask(event: Said, work: Work):
        yield Tell(person="ben", card=card("second"), key="second", after="first")
        yield Post(room="spring-room", card=card("first"), key="first")

    toy = spoken(make_toy, "x", story=story)
    toy.chat.faults = [Later(30, "slow down")]
    toy.settle()
    assert toy.chat.texts() == []
    toy.advance(seconds=30)
    assert toy.chat.texts() == ["first", "second"]


def test_a_thread_and_an_edit_find_their_message(make_toy):
    story = Story("threads")

    @story.on(Said)
    def speak(event: Said, work: Work):
        yield Post(room="spring-room", card=card("top"), key="top")
        yield Post(room="spring-room", card=card("below"), key="below", thread="top")
        yield Edit(posting="top", card=card("top, better"), key="better")
        yield Edit(posting="nothing", card=card("lost"), key="lost")

    toy = spoken(make_toy, "x", story=story)
    toy.settle()
    top, below, better = toy.chat.taken
    assert (top.thread, below.thread) == (None, "m1")
    assert better.ref == Ref(platform="toy", workspace="w", channel="room", message="m1")
    assert "lost" not in toy.states()


def test_what_belongs_to_a_message_that_never_arrived_is_given_up(make_toy):
    story = Story("threads")

    @story.on(Said)
    def speak(event: Said, work: Work):
        yield Post(room="spring-room", card=card("top"), key="top")
        yield Post(room="spring-room", card=card("below"), key="below", thread="top")

    toy = spoken(make_toy, "x", story=story)
    toy.chat.faults = [Never("is_archived")]
    toy.settle()
    assert toy.states() == {"top": "dead", "below": "dead"}


def test_a_held_cohort_is_only_answered(make_toy):
    story = Story("speaker")

    @story.on(Said)
    def speak(event: Said, work: Work):
        yield Tell(person="ben", card=card("duty"), key="duty")
        yield Tell(person="ben", card=card("answer"), key="answer", purpose="answer")

    toy = spoken(make_toy, "x", story=story)
    with toy.database.transaction() as db:
        cohorts.change(db, "spring", state="held")
    toy.advance(days=3)
    assert toy.chat.texts() == ["answer"]
    with toy.database.transaction() as db:
        cohorts.change(db, "spring", state="running")
    toy.settle()
    assert toy.chat.texts() == ["answer", "duty"]


def test_the_same_key_is_said_once_for_ever(make_toy):
    toy = spoken(make_toy, "one")
    toy.settle()
    toy.take(toy.said("ana", "one"))
    toy.settle()
    assert toy.chat.texts() == ["one"]


def test_a_reply_that_could_not_be_shown_becomes_a_private_message(make_toy):
    toy = spoken(make_toy)
    pressed = toy.pressed("ben", "command", direct("ben"), cohort="spring", text="summary")
    form = Form(action="f", title="T", fields=(), submit="Send")
    for reply in (Whisper(card=card("a")), Swap(card=card("b")), Ask(form=form),
                  Correct(errors={})):  # fmt: skip
        toy.run(toy.scene.unsaid(pressed, reply))
    sealed = toy.submitted("ben", "f", {}, sealed=True)
    toy.run(toy.scene.unsaid(sealed, Whisper(card=card("sealed"))))
    toy.run(toy.scene.unsaid(pressed, Whisper(card=card("mine alone"), sealed=True)))
    toy.settle()
    assert toy.chat.texts()[:2] == ["a", "b"]
    assert "One press opens it" in toy.chat.texts()[2]
    again = toy.chat.taken[2].card.buttons[0]
    assert (again.action, again.args) == ("command", {"cohort": "spring", "text": "summary"})
    assert "kept no copy of it. Please ask again" in toy.chat.texts()[3]
    assert len(toy.chat.taken) == 4
