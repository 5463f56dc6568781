"""One person's flood keeps nobody waiting, and nothing of it is lost or out of order."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.clerk import Clerk
from bot.engine.fairness import A_SECOND, BURST, FREE, Lines, Pace
from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.effects import Whisper
from bot.protocol.events import Said
from bot.protocol.ports import Outcome
from bot.protocol.text import plain
from tests.engine.test_runtime import HandClock, diary, runtime
from tests.engine.toy import Toy


def _listening(heard: list[str]) -> Story:
    story = Story("listening")

    @story.on(Said)
    def listen(event: Said, work: Work):
        heard.append(plain(event.nodes))
        return ()

    return story


def test_whoever_floods_stands_behind_the_others_in_their_own_order(make_toy):
    heard: list[str] = []
    toy: Toy = make_toy(_listening(heard))
    toy.cohort("ben", "cho")
    monotonic = HandClock()
    clerk = Clerk(toy.dispatcher, monotonic)

    async def play() -> None:
        flood = [asyncio.ensure_future(clerk.take(toy.said("ben", f"b{n}"))) for n in range(500)]
        await asyncio.sleep(0)
        monotonic.seconds = 0.001
        other = asyncio.ensure_future(clerk.take(toy.said("cho", "cho")))
        await asyncio.sleep(0)
        clerk.start()
        await asyncio.gather(other, *flood)
        await clerk.stop()

    toy.run(play())
    assert heard.index("cho") <= FREE + 1
    assert [each for each in heard if each != "cho"] == [f"b{n}" for n in range(500)]


def test_nobodys_own_events_change_places_while_some_of_them_are_answered(make_toy):
    """A line that is ahead of the clock stays in order when more of the same person comes in."""
    heard: list[str] = []
    toy: Toy = make_toy(_listening(heard))
    toy.cohort("ben")
    clerk = Clerk(toy.dispatcher)  # on the machine's clock, whose readings differ a little

    async def play() -> None:
        taking: list[asyncio.Task[Outcome]] = []
        clerk.start()
        for number in range(300):
            taking.append(asyncio.create_task(clerk.take(toy.said("ben", f"b{number}"))))
            if number > 100 and number % 5 == 0:
                await asyncio.wait(taking, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.gather(*taking)
        await clerk.stop()

    toy.run(play())
    assert heard == [f"b{number}" for number in range(300)]


@given(st.lists(st.sampled_from(["enter ana", "enter ben", "leave ana", "leave ben", "time"])))
def test_nobodys_own_events_change_places(acts):
    lines, now = Lines(), 0.0
    waiting: dict[str, list[float]] = {"ana": [], "ben": []}
    said = {who: _said(who) for who in waiting}
    for act in acts:
        if act == "time":
            now += 0.02
            continue
        verb, who = act.split()
        if verb == "enter":
            turn = lines.enter(said[who], now)
            assert turn >= now
            assert turn >= max(waiting[who], default=0.0)
            assert len(waiting[who]) > FREE or turn == max(now, *waiting[who], 0.0)
            waiting[who].append(turn)
        elif waiting[who]:
            waiting[who].pop(0)
            lines.leave(said[who])


def _said(who: str) -> Said:
    toy = Toy("sqlite://")
    try:
        return toy.said(who, "hello")
    finally:
        toy.close()


def test_commands_faster_than_any_person_types_are_refused_and_then_taken_again(make_toy):
    toy: Toy = make_toy()
    toy.cohort("ben", "cho")
    monotonic = HandClock()

    async def play() -> list[str]:
        engine = runtime(toy, diary(), monotonic=monotonic)
        await engine.start()
        said: list[str] = []
        for who, times in (("ben", BURST + 2), ("cho", 1)):
            for _ in range(times):
                outcome = await engine.take(toy.commanded(who, "help"))
                said.append(_text(outcome.replies))
        monotonic.seconds = 1 / A_SECOND
        said.append(_text((await engine.take(toy.commanded("ben", "help"))).replies))
        # What people write is not a command, and is always heard.
        words = [toy.said("ben", f"w{n}") for n in range(2 * BURST)]
        outcomes = await asyncio.gather(*(engine.take(each) for each in words))
        assert all(each.new and not each.replies for each in outcomes)
        await engine.stop()
        return said

    said = toy.run(play())
    assert all("What you can do" in each for each in said[:BURST])
    assert all("a lot at once" in each for each in said[BURST : BURST + 2])
    assert all("What you can do" in each for each in said[BURST + 2 :])
    assert len([key for key in toy.states() if key.startswith("w")]) == 2 * BURST


def test_of_how_many_people_a_pace_is_remembered_is_bounded(make_toy):
    toy: Toy = make_toy()
    pace = Pace(HandClock())
    for number in range(12_000):
        assert pace.allows(toy.commanded(f"p{number}", "help"))
    assert len(pace._left) <= 10_000


def _text(replies: tuple[object, ...]) -> str:
    (reply,) = replies
    assert isinstance(reply, Whisper)
    return reply.card.text()
