"""What a member is told is held, folded and dropped by their budget; played on a real cohort."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.engine import context
from bot.engine.effects import News, keep
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Edit, Effect
from bot.protocol.events import Noted
from bot.protocol.ports import Never, Parcel
from bot.protocol.text import Paragraph, Plain
from bot.store import health
from bot.store.tables import digest, due, outgoing, person
from tests.world import World

MONDAY = "2026-03-02 10:30"
FRIDAY = "2026-03-06 11:00"


def card(text: str, *labels: str) -> Card:
    buttons = tuple(Button(label=each, action="nobody", args={"of": each}) for each in labels)
    return Card(blocks=(Paragraph(nodes=(Plain(text=text),)),), buttons=buttons)


def say(world: World, *effects: Callable[[Work], Effect]) -> None:
    """Let a story return these effects, of the cohort."""
    scene = world.scene
    with scene.database.transaction() as db:
        cohort = db.execute(due.select()).mappings().all()[0]["cohort"]
        event = Noted(at=scene.now(), keys=(), topic="said", cohort=cohort)
        work = context.make(db, event, scene.now(), scene.tools)
        keep(work, event, [each(work) for each in effects], News())
    world.advance()


def tell(world: World, who: str, text: str, *labels: str, **more: Any) -> Callable[[Work], Effect]:
    """Tell somebody this, with these buttons."""
    [mine] = [row["id"] for row in world.rows(person) if row["name"].lower().startswith(who)]
    return lambda work: work.tell(mine, card(text, *labels), **more)


def ready(world: World, *members: str) -> None:
    world.cohort("ben", *members)
    world.until(MONDAY)
    world.forget()


def states(world: World, who: str) -> dict[str, str]:
    return {
        str(row["key"]): row["state"]
        for row in world.rows(outgoing)
        if row["key"].startswith(f"{who}-")
    }


def test_the_first_goes_out_at_once_and_the_next_waits_a_week(world: World):
    ready(world)
    say(world, tell(world, "ben", "One.", key="ben-1"))
    assert world.told("ben") == ["One."]
    say(world, tell(world, "ben", "Two.", key="ben-2"), tell(world, "ben", "Three.", key="ben-3"))
    assert world.told("ben") == []
    world.until("2026-03-09 08:59")
    assert world.told("ben") == []
    world.until("2026-03-09 09:00")
    assert world.told("ben") == ["From Spring, in one message:\nTwo.\nThree."]
    assert states(world, "ben") == {"ben-1": "sent", "ben-2": "folded", "ben-3": "folded"}
    assert world.count(digest) == 2


def test_all_that_one_event_has_to_say_goes_into_one_message(world: World):
    ready(world)
    say(
        world,
        tell(world, "ben", "A suggestion.", importance=2),
        tell(world, "ben", "About your data.", importance=9),
    )
    assert world.told("ben") == ["From Spring, in one message:\nAbout your data.\nA suggestion."]


def test_four_parts_at_most_and_the_rest_waits(world: World):
    ready(world)
    say(world, *(tell(world, "ben", f"Number {n}.", importance=n) for n in range(1, 7)))
    (first,) = world.told("ben")
    assert first.split("\n")[1:] == ["Number 6.", "Number 5.", "Number 4.", "Number 3."]
    world.until("2026-03-09 10:00")
    (second,) = world.told("ben")
    assert second.split("\n")[1:] == ["Number 2.", "Number 1."]


def test_an_answer_and_a_moderator_are_never_held(world: World):
    ready(world)
    world.until("2026-03-07 23:00")
    world.forget()
    say(world, tell(world, "ben", "Done.", purpose="answer"), tell(world, "ana", "Your work."))
    assert world.told("ben") == ["Done."] and world.told("ana") == ["Your work."]
    assert world.count(digest) == 0


def test_an_invitation_falls_away_and_a_duty_does_not(world: World):
    ready(world)
    say(world, tell(world, "ben", "One."))
    soon = world.now + timedelta(days=2)
    say(
        world,
        tell(world, "ben", "Come?", key="ben-come", purpose="invitation", expires=soon),
        tell(world, "ben", "A duty.", key="ben-duty", expires=soon),
    )
    world.forget()
    world.until("2026-03-09 09:00")
    assert world.told("ben") == ["A duty."]
    assert states(world, "ben") == {"ben-come": "dropped", "ben-duty": "sent"}
    assert world.says_anywhere("Come?") == []


def test_a_button_changes_its_own_part_alone(world: World):
    """What answers a press, and an edit of a part, leave the other parts as they stand."""
    ready(world, "cho")
    say(
        world,
        tell(world, "ben", "First.", "Yes", key="ben-1", importance=7),
        tell(world, "ben", "Second.", "No", key="ben-2"),
    )
    assert world.buttons("ben") == ["Yes", "No"]
    say(world, lambda work: Edit(posting="ben-1", card=card("First, changed.")))
    assert world.told("ben")[-1] == "From Spring, in one message:\nFirst, changed.\nSecond."
    assert world.buttons("ben") == ["No"]
    assert len([each for each in world.platform.visible("ben") if "Second." in each.text]) == 1


def test_what_is_held_changes_before_anyone_saw_it(world: World):
    ready(world)
    say(world, tell(world, "ben", "One."))
    say(world, tell(world, "ben", "Old.", key="ben-2"))
    say(world, lambda work: Edit(posting="ben-2", card=card("New.")))
    world.forget()
    world.until("2026-03-09 09:00")
    assert world.told("ben") == ["New."]


def test_a_held_cohort_says_nothing_and_goes_on_in_working_hours(world: World):
    ready(world)
    world.command("ana", "/cohort hold")
    say(world, tell(world, "ben", "One."))
    world.until(FRIDAY)
    assert world.told("ben") == []
    world.until("2026-03-06 20:00")
    world.command("ana", "/cohort resume")
    assert "One." not in world.told("ben")
    world.until("2026-03-09 09:00")
    assert "One." in world.told("ben")


def test_what_waits_is_not_counted_as_stuck(world: World):
    ready(world)
    say(world, tell(world, "ben", "One."))
    say(world, tell(world, "ben", "Two."))
    with world.scene.database.transaction() as db:
        depth = health.waiting(db, world.scene.now()).outbox
    assert (depth["waiting"].number, depth["held"].number, depth["later"].number) == (0, 0, 1)


def test_whoever_is_erased_leaves_nothing_that_waits(world: World):
    ready(world)
    say(world, tell(world, "ben", "One."))
    say(world, tell(world, "ben", "Words that wait."))
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    assert world.says_anywhere("Words that wait.") == []
    assert world.count(digest) == 0
    assert [row for row in world.rows(due) if row["kind"] == "digest"] == []
    world.until("2026-03-20 10:00")


def test_a_part_that_names_somebody_who_is_erased_is_made_anew(world: World):
    ready(world, "cho")
    say(
        world,
        tell(world, "ben", "Cho Park asks you something.", "Yes", key="ben-1"),
        tell(world, "ben", "Another thing.", "No", key="ben-2"),
    )
    world.command("cho", "/cohort erase me", where="dm")
    world.press("cho", "Erase it all")
    assert world.says_anywhere("Cho Park") == []
    (shown,) = [each for each in world.platform.visible("ben") if "Another thing." in each.text]
    assert "Cho" not in shown.text and "asks you something." in shown.text
    assert [each.label for each in shown.buttons] == ["Yes", "No"]


def test_numbers_go_when_they_count_no_more(world: World):
    ready(world)
    say(world, tell(world, "ben", "One."), tell(world, "ben", "Two."))
    world.advance(days=18)
    world.scene.dispatcher.tidy()
    assert world.count(digest) == 0


def test_a_message_of_several_that_cannot_be_delivered_is_told_of_once(world: World):
    ready(world)
    send = world.chat.send

    async def refuse(parcel: Parcel):
        if parcel.card.parts:
            raise Never("user_deactivated")
        return await send(parcel)

    world.chat.send = refuse  # type: ignore[method-assign]
    say(world, tell(world, "ben", "One.", key="ben-1"), tell(world, "ben", "Two.", key="ben-2"))
    (told,) = [each for each in world.told("ana") if "could not reach Ben Okafor" in each]
    assert "no active account" in told
    assert world.count(outgoing, state="dead") == 1
