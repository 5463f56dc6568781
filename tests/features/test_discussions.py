"""A prompt opens a discussion; it runs its stages, closes, and lets answers in after that."""

from bot.store.tables import discussion, due, message
from tests.world import World

MONDAY = "2026-03-02 10:05"


def in_thread(world: World) -> list[str]:
    """What the bot newly said in threads."""
    return [line.text for line in world.room() if line.thread is not None]


def test_the_first_prompt_opens_a_discussion(world):
    world.cohort("ben")
    world.until(MONDAY)
    (line,) = [each for each in world.room() if each.thread is None]
    assert "Introductions" in line.text or "Week 1" in line.text
    (row,) = world.rows(discussion)
    assert row["state"] == "open"
    closes = row["closes_at"].astimezone(world.zone)
    # Daylight saving time begins on Sunday; the discussion closes at ten by the clock all the same.
    assert f"{closes:%Y-%m-%d %H:%M}" == "2026-03-09 10:00"


def test_the_old_discussion_closes_before_the_new_one_opens(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.say("ben", "We ask at registration.", to="prompt")
    world.room()
    world.until("2026-03-09 10:00")
    lines = world.room()
    closing = next(n for n, line in enumerate(lines) if "closes here" in line.text)
    opening = next(n for n, line in enumerate(lines) if line.thread is None)
    assert closing < opening
    assert "Ana Ruiz will post what we learned, from Tuesday on" in lines[closing].text
    assert sorted(row["state"] for row in world.rows(discussion)) == ["closed", "open"]


def test_nothing_is_promised_where_nothing_was_shared(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.room()
    world.until("2026-03-09 10:00")
    (closing,) = [each for each in in_thread(world) if "closes here" in each]
    assert "what we learned" not in closing


def test_a_prompt_that_comes_late_closes_when_the_next_one_opens(world):
    world.cohort("ben")
    world.command("ana", "/cohort hold")
    world.until("2026-03-02 13:00")
    world.command("ana", "/cohort resume")
    world.press("ana", "Next morning")
    world.until("2026-03-03 10:05")
    (row,) = world.rows(discussion)
    assert row["state"] == "open"


def test_stages_come_into_the_thread_on_their_day(world):
    world.cohort("ben")
    world.command("ana", "/cohort prompt small-step now")
    world.room()
    world.until("2026-03-04 09:59")
    assert in_thread(world) == []
    world.until("2026-03-04 10:00")
    (halfway,) = in_thread(world)
    assert halfway.startswith("Halfway.")


def test_a_late_answer_is_kept_with_its_discussion(world):
    world.cohort("ben")
    world.until(MONDAY)
    prompt = world.stage.prompt()
    world.until("2026-03-09 10:05")
    world.say("ben", "One more thought.", to=prompt)
    (kept,) = world.rows(message)
    closed = [row["id"] for row in world.rows(discussion) if row["state"] == "closed"]
    assert closed == [kept["discussion"]]


def test_close_asks_where_several_are_open(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.command("ana", "/cohort prompt small-step now")
    world.command("ana", "/cohort close")
    assert [row["state"] for row in world.rows(discussion)] == ["open", "open"]
    world.press("ana", "Close it")
    closed = [row["title"] for row in world.rows(discussion) if row["state"] == "closed"]
    assert closed == ["One small step"]


def test_close_closes(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.room()
    world.command("ana", "/cohort close")
    assert world.rows(discussion)[0]["state"] == "closed"
    assert any("closes here" in each for each in in_thread(world))
    assert not [row for row in world.rows(due) if row["kind"] in ("close", "follow-up", "stage")]
    world.told("ana")
    world.command("ana", "/cohort close")
    assert "No discussion is open" in world.told("ana")[0]


def test_only_moderators_close_and_extend(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.command("ben", "/cohort close")
    world.command("ben", "/cohort extend 3 days")
    assert all("for the cohort's moderators" in each for each in world.told("ben")[-2:])


def test_extend_moves_the_close_and_tells_the_thread(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.room()
    world.command("ana", "/cohort extend 3 days")
    (told,) = in_thread(world)
    assert "Thursday, March 12, 10:00 AM" in told
    world.until("2026-03-09 10:05")
    first = min(world.rows(discussion), key=lambda row: row["opened_at"])
    assert first["state"] == "open"
    world.until("2026-03-12 10:00")
    first = min(world.rows(discussion), key=lambda row: row["opened_at"])
    assert first["state"] == "closed"


def test_extend_says_what_it_needs_and_where_it_ends(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.command("ana", "/cohort extend")
    world.press("ana", "1 day longer")
    closes = world.rows(discussion)[0]["closes_at"].astimezone(world.zone)
    assert f"{closes:%d %H:%M}" == "10 10:00"
    world.told("ana")
    world.command("ana", "/cohort extend 400 days")
    assert "60 days in all" in world.told("ana")[0]
    world.command("ana", "/cohort extend by a bit")
    assert "How much longer" in world.told("ana")[0]
    after = world.rows(discussion)[0]["closes_at"].astimezone(world.zone)
    assert after == closes


def test_what_would_have_closed_on_hold_closes_on_resume(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.command("ana", "/cohort hold")
    world.room()
    world.until("2026-03-10 11:00")
    assert world.rows(discussion)[0]["state"] == "open" and in_thread(world) == []
    world.command("ana", "/cohort resume")
    assert world.rows(discussion)[0]["state"] == "closed"
    assert any("closes here" in each for each in in_thread(world))
