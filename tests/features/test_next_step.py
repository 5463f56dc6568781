"""``/cohort`` alone, words in the private chat, and a person's own page."""


def test_without_a_cohort_one_may_set_one_up(world):
    world.enters("ana", silently=True)
    world.command("ana", "/cohort")
    assert world.buttons("ana") == ["Set up a cohort"]
    world.press("ana", "Set up a cohort")
    assert "People here now" in world.shown("ana")


def test_a_moderator_is_offered_start_and_then_the_schedule(world):
    world.cohort("ben", start=False)
    world.command("ana", "/cohort")
    assert "Start" in world.buttons("ana")
    world.press("ana", "Start")
    world.fill("ana", {})
    world.command("ana", "/cohort")
    assert "Show schedule" in world.buttons("ana")


def test_a_member_is_first_asked_to_agree_then_told_what_is_open(world):
    world.cohort("ben", agreed=("ana",))
    world.command("ben", "/cohort")
    assert world.buttons("ben") == ["Agree", "Not now"]
    world.press("ben", "Agree")
    world.until("2026-03-02 10:05")
    world.command("ben", "/cohort")
    assert "is open until Monday, March 9" in world.told("ben")[-1]


def test_words_in_the_private_chat_get_one_friendly_answer(world):
    world.cohort("ben")
    world.say("ben", "what do you do?", to="dm")
    assert len(world.told("ben")) == 1
    assert "Show my data" in world.buttons("ben")


def test_a_stranger_is_told_how_to_begin(world):
    world.person("gus")
    world.say("gus", "hello", to="dm")
    assert "/cohort new" in world.told("gus")[0]


def test_the_page_shows_what_is_open_and_what_comes(world):
    world.cohort("ben")
    world.until("2026-03-02 10:05")
    world._run(world.stage.gestures.open_home("ben"))
    world._settle()
    page = world.platform.home("ben")
    assert page is not None
    assert "is open until" in page.text() and "The next prompt" in page.text()


def test_a_command_may_end_like_a_sentence(world):
    world.cohort("ben")
    world.say("ben", "My data!", to="dm")
    assert "Withdraw" in world.buttons("ben")


def test_a_waiting_draft_is_the_next_step(world):
    world.cohort("ben")
    world.until("2026-03-02 10:05")
    world.say("ben", "We ask at registration, with the address.", to="prompt")
    world.until("2026-03-10 09:05")
    world.command("ana", "/cohort")
    world.press("ana", "Show the draft")
    assert "We ask at registration" in world.told("ana")[-1]


def test_a_moderator_gets_from_there_to_check_ins_the_list_and_commitments(world):
    world.cohort("ben")
    world.until("2026-03-02 10:05")
    ways = {
        "Show check-ins": "Check-ins of Spring",
        "See who is quiet": "on this list",
        "Show commitments": "What members of Spring try",
    }
    for label, words in ways.items():
        world.command("ana", "/cohort", where="dm")
        world.press("ana", label)
        assert words in "".join(world.told("ana"))
    world.command("ben", "/cohort")
    assert not {*ways} & {*world.buttons("ben")}
