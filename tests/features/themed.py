"""A discussion with two themes, and the draft of it."""

from tests.world import World

DESK = "We ask for the language at registration, together with the address."
FORM = "At registration we write the language on the blue form that stays in the chart."
SKIPS = "The interpreter line takes four minutes to answer, so nurses skip it."
BEFORE = "We call the interpreter line before the patient sits down, and nurses like it."
MORNING = "Our interpreter line fell to one minute after we booked morning hours."
SAME = "Our interpreter line fell to one minute after booking morning hours."
ASKED = "Who keeps the poster in Spanish up to date?"

SAID = {"ben": DESK, "cho": SKIPS, "dee": BEFORE, "eli": MORNING, "fay": FORM}

LINE = "Interpreter line, minutes, nurses"
REGISTRATION = "Language, registration"
MEMBERS = (*SAID, "gus", "hal")


def themed(world: World, **more: str) -> dict[str, str]:
    """The draft of the first week's discussion with five answers and those of ``more``; their
    messages by author."""
    world.cohort(*MEMBERS, moderators=("ana", "joy"))
    world.until("2026-03-02 10:05")
    messages: dict[str, str] = {}
    for who, text in (SAID | more).items():
        messages[who] = world.say(who, text, to="prompt")
        world.advance(minutes=1)
    world.forget()
    world.command("ana", "/cohort summary")
    return messages
