"""Which story hears of an event, and whether the person who acts may.

What someone typed or pressed becomes a command, a button's or a form's handler; who may use it is
declared in the stories and decided here by the stored role. Nothing is written here: what stories
return is kept in ``dispatch``.
"""

from collections.abc import Sequence

from bot.engine import attention, context
from bot.engine.commands import find, help_card, near
from bot.engine.story import Answer, Command, Effects, Stories, Who
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Note, Reply, Whisper
from bot.protocol.events import (
    CameDue,
    Commanded,
    Edited,
    Event,
    Finished,
    Noted,
    Pressed,
    Said,
    Submitted,
)
from bot.protocol.text import plain
from bot.store import cohorts, people

COMMAND = "command"
LONGEST_IN_BUTTON = 1000
HELP_WORDS = ("help", "?")


def effects(stories: Stories, event: Event, work: Work) -> Sequence[Effect]:
    """What the stories say to an event, and to all that they note on the way."""
    found: list[Effect] = []
    for effect in _told(stories, attention.unmarked(event), work):
        if not isinstance(effect, Note):
            found.append(effect)
            continue
        cohort = work.cohort.id if work.cohort is not None else None
        noted = Noted(at=work.now, keys=(), topic=effect.topic, cohort=cohort, args=effect.args)
        found += effects(stories, noted, work)
    return found


def is_sealed(stories: Stories, event: Event) -> bool:
    """Whether an event carries what nobody is to keep but its story: then it is never parked.
    Private words that are no command may answer anything."""
    match event:
        case Said() if event.place.direct:
            return _words(stories, event) is None or is_sealed_act(stories, event)
        case Edited():
            return event.place.direct
        case _:
            return is_sealed_act(stories, event)


def is_sealed_act(stories: Stories, event: Event) -> bool:
    """Whether it stands for a form, a button or a command that its story seals: then what answers
    it may repeat what is sealed."""
    match event:
        case Submitted():
            return event.sealed
        case Pressed(action="command"):
            return _is_sealed_command(stories, event.args.get("text", ""))
        case Pressed():
            answer = stories.buttons.get(event.action)
            return answer is not None and answer.sealed
        case Commanded():
            return _is_sealed_command(stories, event.text)
        case Said() if event.place.direct:
            return _is_sealed_command(stories, _words(stories, event) or "")
        case _:
            return False


def meets(stories: Stories, event: Event) -> bool:
    """Whether it makes someone known who does this. Asking what is kept does not, or asking would
    be what something is kept of."""
    match event:
        case Commanded():
            text = event.text
        case Pressed(action="command"):
            text = event.args.get("text", "")
        case Said() if event.place.direct:
            text = _words(stories, event) or ""
        case _:
            return True
    found = find(stories.commands, text.strip())
    return found is None or found[0].meets


def _is_sealed_command(stories: Stories, text: str) -> bool:
    found = find(stories.commands, text.strip())
    return found is not None and found[0].sealed


def _told(stories: Stories, event: Event, work: Work) -> Sequence[Effect]:
    if work.who is not None and work.who.bot:
        return ()
    match event:
        case Commanded():
            return [*_command(stories, event, work), *_heard(stories, event, work)]
        case Pressed(action="command"):
            asked = context.as_command(event, event.args.get("text", ""))
            return _told(stories, asked, work)
        case Pressed():
            answered = _answer(stories.buttons.get(event.action), event, work)
            return [*answered, *_heard(stories, event, work)]
        case Submitted():
            answered = _answer(stories.forms.get(event.action), event, work)
            return [*answered, *_heard(stories, event, work)]
        case Noted():
            return [e for h in stories.noted(event.topic) for e in h(event, work)]
        case CameDue(kind=attention.DUE):
            return ()  # what is held goes out where effects are kept
        case CameDue():
            return stories.dues[event.kind](event, work)
        case Finished():
            return stories.results[event.kind](event, work)
        case Said() if event.place.direct and (words := _words(stories, event)) is not None:
            return _told(stories, context.as_command(event, words), work)
        case _:
            return _heard(stories, event, work)


def _heard(stories: Stories, event: Event, work: Work) -> list[Effect]:
    """What all stories say that hear of every event of this type."""
    found: list[Effect] = []
    for handler in stories.on(event):
        found += handler(event, work)
    return found


def _words(stories: Stories, event: Said) -> str | None:
    """The command that plain words in the private chat are, or None."""
    text = plain(event.nodes).strip()
    if text == "/cohort" or text.startswith("/cohort "):
        return text.removeprefix("/cohort").strip()
    bare = text.rstrip(" .!…")
    if text in HELP_WORDS or bare.lower() in HELP_WORDS:
        return bare or text
    found = find(stories.commands, bare)
    # "agree" is a command, "Agree with Ana" an answer: words after one that takes none.
    return bare if found is not None and (not found[1] or found[0].usage) else None


def _answer(answer: Answer | None, event: Pressed | Submitted, work: Work) -> Effects:
    if answer is None or ("cohort" in event.args and work.cohort is None):
        return [Whisper(card=work.card("stale-button"))]
    refusal = _refusal(answer.who, work)
    return [refusal] if refusal is not None else answer.handler(event, work)


def _command(stories: Stories, event: Commanded, work: Work) -> Effects:
    text = event.text.strip()
    if text.lower() in HELP_WORDS:
        return [Whisper(card=help_card(stories.commands, work))]
    found = find(stories.commands, text or "next")
    if found is None:
        return [Whisper(card=_unknown(stories, text, work))]
    command, rest = found
    if command.cohort and work.cohort is None:
        choice = _which(command, event, work)
        if choice is not None:
            return [choice]
    if command.cohort:
        refusal = _refusal(command.who, work)
        if refusal is not None:
            return [refusal]
    return command.handler(event, work, rest)


def _unknown(stories: Stories, text: str, work: Work) -> Card:
    word = text if len(text) <= 40 else text[:40] + "…"
    close = near(stories.commands, text)
    helps = work.runs("help-show", "help")
    if close is None:
        return work.card("unknown-command", helps, word=word)
    return work.card("unknown-command-near", helps, word=word, near=close)


def _which(command: Command, event: Commanded, work: Work) -> Reply | None:
    """In the private chat: the one cohort that fits, or the question which is meant."""
    if work.who is None:
        return None
    theirs = cohorts.of_person(work.db, work.who.id)
    fitting = [
        (each, part)
        for each, part in theirs
        if command.who != "moderator" or part.role == "moderator"
    ]
    if len(fitting) == 1:
        context.set_cohort(work, fitting[0][0])
        return None
    if not fitting:
        elsewhere = theirs and event.place.direct
        return Whisper(card=work.card("for-moderators")) if elsewhere else None
    # A button has room for a short command, and none for whom it mentions.
    if event.people or len(event.text) > LONGEST_IN_BUTTON:
        return Whisper(card=work.card("which-cohort-room"))
    buttons = tuple(
        Button(label=each.name[:75], action=COMMAND, args={"text": event.text,
                                                           "cohort": each.id})
        for each, _ in fitting[:25]
    )  # fmt: skip
    return Whisper(card=Card(blocks=work.say("which-cohort"), buttons=buttons))


def _refusal(who: Who, work: Work) -> Reply | None:
    """Why this person may not, or None. The stored role decides, never what was sent."""
    if who == "anyone":
        return None
    if work.cohort is None:
        yours = work.who is not None and people.cohorts_of(work.db, work.who.id)
        return Whisper(card=work.card("no-cohort-here" if yours else "no-cohort-yours"))
    part = work.part
    belongs = part is not None and part.state in cohorts.BELONGING
    if who == "moderator" and not (belongs and part is not None and part.role == "moderator"):
        return Whisper(card=work.card("for-moderators"))
    return None if belongs else Whisper(card=work.card("for-members"))
