"""Nothing is kept that was not agreed to, and all of it can be taken back."""

from bot.store.tables import consent, message, metadata, person, refused

MONDAY = "2026-03-02 10:05"


def test_the_welcome_says_what_is_kept_until_when_and_who_reads_it(world):
    world.cohort("ben", agreed=(), Last_day="2026-04-30")
    world.command("ben", "/cohort")
    welcome = world.told("ben")[0]
    assert "Ana Ruiz can read it, by name" in welcome
    assert "deleted on Wednesday, July 29" in welcome
    assert "No patient details" in welcome
    assert "Outside the cohort you are always asked first" in welcome
    assert world.buttons("ben") == ["Agree", "Not now"]


def test_after_agreeing_one_chooses_how_to_be_quoted(world):
    world.cohort("ben", agreed=())
    world.press("ben", "Agree")
    assert "quoted by name" in world.told("ben")[-1]
    assert world.buttons("ben") == ["By role", "Not at all", "By name", "Withdraw"]
    world.press("ben", "Not at all")
    assert "not quoted at all" in world.told("ben")[-1]
    now = {row["kind"]: row["value"] for row in world.rows(consent) if row["until"] is None}
    assert now == {"agreement": "yes", "quoting": "none"}


def test_not_now_is_fine_and_can_become_agree(world):
    world.cohort("ben", agreed=())
    world.press("ben", "Not now")
    assert "You read along" in world.told("ben")[-1]
    world.until(MONDAY)
    world.say("ben", "Words unkept.", to="prompt")
    assert world.says_anywhere("Words unkept") == []
    world.press("ben", "Agree")
    world.say("ben", "Writing along.", to="prompt")
    assert [row["text"] for row in world.rows(message)] == ["Writing along."]


def test_who_writes_before_agreeing_is_told_once_and_may_keep_that_one(world):
    world.cohort("ben", agreed=("ana",))
    world.until(MONDAY)
    world.forget()
    world.say("ben", "My early words.", to="prompt")
    world.say("ben", "And some more.", to="prompt")
    assert len(world.told("ben")) == 1
    assert world.buttons("ben") == ["Agree and keep this one", "Not now"]
    assert world.says_anywhere("early words") == [] and world.says_anywhere("some more") == []
    world.press("ben", "Agree and keep this one")
    assert [row["text"] for row in world.rows(message)] == ["My early words."]


def test_a_message_that_was_deleted_meanwhile_is_not_kept(world):
    world.cohort("ben", agreed=("ana",))
    world.until(MONDAY)
    said = world.say("ben", "My early words.", to="prompt")
    world.delete("ben", said)
    world.press("ben", "Agree and keep this one")
    assert "not there any more" in world.told("ben")[-1]
    assert world.count(message) == 0


def test_editing_what_was_written_before_agreeing_keeps_nothing(world):
    world.cohort("ben", agreed=("ana",))
    world.until(MONDAY)
    said = world.say("ben", "My early words.", to="prompt")
    world.press("ben", "Agree")
    world.edit("ben", said, "My early words, changed.")
    assert world.says_anywhere("early words") == []


def test_withdrawing_stops_the_keeping_and_leaves_what_is_kept(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.say("ben", "Before.", to="prompt")
    world.command("ben", "/cohort withdraw")
    world.press("ben", "Withdraw")
    world.say("ben", "After.", to="prompt")
    assert [row["text"] for row in world.rows(message)] == ["Before."]
    world.command("ben", "/cohort withdraw")
    assert "no agreement of yours" in world.told("ben")[-1]


def test_my_data_shows_what_is_kept_as_quotes(world):
    world.cohort("ben")
    world.until(MONDAY)
    world.say("ben", "One line of mine <!channel>.", to="prompt")
    world.say("ben", "my data", to="dm")
    card = world.told("ben")[-1]
    assert "One message of yours is kept" in card and "“One line of mine" in card
    assert world.buttons("ben")[-2:] == ["Correct", "Erase me"]


def test_erasing_leaves_nothing_of_the_person_in_any_table(world):
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.say("ben", "Words of Ben.", to="prompt")
    ben = next(row["id"] for row in world.rows(person) if row["name"] == "Ben Okafor")
    world.command("ben", "/cohort my data")
    world.press("ben", "Erase me")
    world.press("ben", "Erase it all")
    for trace in (ben, "Words of Ben", "Ben Okafor"):
        assert world.says_anywhere(trace) == []
    assert world.count(refused) == 1
    world.say("ben", "Back again.", to="prompt")
    assert world.count(message) == 0


def test_every_table_with_a_person_is_asked_when_one_is_erased():
    decided = {"message", "outgoing", "job", "parked", "concern", "person", "identity", "summary"}
    naming = {
        table.name
        for table in metadata.tables.values()
        for column in table.columns
        if column.name == "person" or any(k.column.table is person for k in column.foreign_keys)
    }
    # These go by the general rule; whoever adds one here has read what erasing does to it.
    assert naming - decided == {
        "membership", "consent", "step", "posting", "asked", "early_edit",
        "manner", "not_asked", "digest", "presence", "nudge", "checkin_plan", "round_reader", "not_reader",
        "checkin", "checkin_answer", "airing", "commitment", "commitment_reader", "commitment_report",
        "mark", "useful", "chapter", "handbook_page", "toolkit", "found", "note", "note_words",
    }  # fmt: skip


def test_the_only_moderator_hands_over_before_being_erased(world):
    world.cohort("ben")
    world.command("ana", "/cohort erase me")
    assert "hand over" in world.told("ana")[-1]
    world.command("ana", "/cohort hand over @ben")
    world.command("ana", "/cohort erase me")
    world.press("ana", "Erase it all")
    assert "It is erased" in world.told("ana")[-1]
    assert world.says_anywhere("Ana Ruiz") == []


def test_what_a_button_does_plain_words_in_the_private_chat_do_too(world):
    world.cohort("ben", agreed=("ana",))
    world.say("ben", "by role", to="dm")
    assert "If you agree, I keep" in world.told("ben")[-1]
    world.say("ben", "Not now", to="dm")
    assert "You read along" in world.told("ben")[-1]
    world.say("ben", "agree", to="dm")
    assert "quoted by name" in world.told("ben")[-1]
    for words, answer in (
        ("by role", "quoted by role"),
        ("quote me not at all", "not quoted at all"),
        ("quote name", "quoted by name"),
        ("quote loudly", "quoted by name"),
        ("not now", "quoted by name"),
    ):
        world.say("ben", words, to="dm")
        assert answer in world.told("ben")[-1]


def test_who_has_left_still_sees_takes_back_and_erases_what_is_kept(world):
    world.cohort("ben", "cho")
    world.until(MONDAY)
    world.say("ben", "Words of Ben.", to="prompt")
    world.say("ben", "leave", to="dm")
    world.press("ben", "Leave")
    world.say("ben", "my data", to="dm")
    card = world.told("ben")[-1]
    assert "Words of Ben" in card and "do not belong to it now" in card
    world.press("ben", "By role")
    world.press("ben", "Withdraw")
    assert "Your quotes leave" in world.told("ben")[-1]
    world.say("ben", "erase me", to="dm")
    world.press("ben", "Erase it all")
    assert world.says_anywhere("Words of Ben") == []
    world.say("ben", "my data", to="dm")
    assert "No words of yours are kept" in world.told("ben")[-1]


def test_after_keeping_one_message_one_chooses_how_to_be_quoted(world):
    world.cohort("ben", agreed=("ana",))
    world.until(MONDAY)
    world.say("ben", "My early words.", to="prompt")
    world.press("ben", "Agree and keep this one")
    assert "quoted by name" in world.told("ben")[-1]
    world.press("ben", "Not at all")
    assert "not quoted at all" in world.told("ben")[-1]


def test_whoever_names_someone_else_is_not_offered_to_be_erased(world):
    world.cohort("ben", moderators=("ana", "joy"))
    world.command("ana", "/cohort erase me @ben")
    assert "for your own data alone" in world.told("ana")[-1]
    assert "Erase it all" not in world.buttons("ana")
