"""Finding a prompt in the library."""

from collections.abc import Sequence

from bot.engine.story import Story
from bot.engine.work import Work
from bot.protocol.cards import Button, Card
from bot.protocol.effects import Effect, Whisper
from bot.protocol.events import Commanded, Pressed
from bot.protocol.text import Bullets
from bot.rules.cadence import week_of
from bot.store import programme
from bot.text.fill import fill
from bot.text.markdown import to_blocks
from bot.text.prompt import Prompt

story = Story("prompts")

PAGE = 10
FEW = 3
"""Up to so many results come as cards of their own, each with what can be done with it."""
LABEL = 30
LONGEST = 60  # letters that are searched for


@story.command("prompts", "[WORD]", who="moderator")
def search(event: Commanded, work: Work, rest: str) -> list[Effect]:
    """Prompts in which the words occur, the best first; the whole library without any."""
    word = " ".join(rest.split())[:LONGEST]
    found = work.library.search(word)
    if not found:
        every = work.runs("prompts-all-button", "prompts")
        return [Whisper(card=work.card("prompts-none", every, word=word))]
    if len(found) <= FEW:
        return [Whisper(card=_card(work, each)) for each in found]
    return [Whisper(card=_list(work, word, found, 0))]


@story.button("prompts.more", who="moderator")
def more(event: Pressed, work: Work) -> list[Effect]:
    """The next ten."""
    word, start = event.args.get("word", "")[:LONGEST], event.args.get("start", "")
    found = work.library.search(word)
    if not (start.isascii() and start.isdecimal() and int(start[:6]) < len(found)):
        return [Whisper(card=work.card("stale-button"))]
    return [Whisper(card=_list(work, word, found, int(start)))]


@story.button("prompts.one", who="moderator")
def one(event: Pressed, work: Work) -> list[Effect]:
    """A single prompt of the list."""
    prompt = work.library.prompts.get(event.args.get("prompt", ""))
    if prompt is None:
        return [Whisper(card=work.card("stale-button"))]
    return [Whisper(card=_card(work, prompt))]


def _list(work: Work, word: str, found: Sequence[Prompt], start: int) -> Card:
    shown = found[start : start + PAGE]
    lines = tuple(
        work.tools.catalogue.line("prompts-line", title=each.title, kind=_kind(work, each))
        for each in shown
    )
    left = len(found) - start - len(shown)
    head = work.say("prompts-found", word=word) if word else work.say("prompts-all")
    buttons = [_named(work, each) for each in shown]
    if left:
        to = str(start + PAGE)
        buttons.append(work.button("prompts-more-button", "prompts.more", word=word, start=to))
    foot = work.say("prompts-left", left=left) if left else work.say("prompts-choose")
    return Card(blocks=(*head, Bullets(items=lines), *foot), buttons=tuple(buttons))


def _named(work: Work, prompt: Prompt) -> Button:
    """A button with the prompt's own title: in a list "Use now" would not say which."""
    title = prompt.title if len(prompt.title) <= LABEL else prompt.title[: LABEL - 1] + "…"
    assert work.cohort is not None
    args = {"prompt": prompt.name, "cohort": work.cohort.id}
    return Button(label=title, action="prompts.one", args=args)


def _card(work: Work, prompt: Prompt) -> Card:
    assert work.cohort is not None
    own = programme.prompt(work.db, work.library, work.cohort.id, prompt.name) or prompt
    head = work.say("prompts-card", title=own.title, kind=_kind(work, own), name=own.name)
    body = fill(
        own.body,
        cohort=work.cohort.name,
        theme=work.cohort.theme,
        week=week_of(work.today(), work.cohort.starts),
        moderators=work.names(work.moderators()),
    )
    buttons = (
        work.button("prompts-now-button", "prompt.use", prompt=own.name),
        work.runs("prompts-plan-button", f"prompt {own.name}"),
        work.runs("prompts-preview-button", f"preview {own.name}"),
    )
    return Card(blocks=(*head, *to_blocks(body)), buttons=buttons)


def _kind(work: Work, prompt: Prompt) -> str:
    return work.word(f"kind-{prompt.kind}")
