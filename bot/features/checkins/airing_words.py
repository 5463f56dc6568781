"""An answer as the beginning of a discussion: its words as its author agreed to them, in a prompt
of the cohort's own.

The words stand in the prompt as a quote, so that they can leave it, and follow how their author
wants to be named. A moderator who writes around them may repeat them anywhere: when they leave, so
does what was written around them.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.engine.work import Work
from bot.features import summary_text
from bot.features.checkins import readable
from bot.protocol.cards import Card
from bot.protocol.effects import Edit, Effect
from bot.protocol.text import Blocks, plain
from bot.rules import voices
from bot.rules.voices import Author
from bot.store import airings, checkin_answers, checkin_rounds, cohorts, digests, facts, people
from bot.store.airings import Airing
from bot.store.checkin_answers import Answer
from bot.text.fill import escape, fill
from bot.text.fit import shortened
from bot.text.markdown import to_blocks
from bot.text.prompt import MAX_TITLE, Prompt

YES = ("name", "role", "none")
ASK, TOLD = airings.ASK, "aired"
"""The first parts of the keys of what asks an author, and of what tells a moderator."""
LONGEST = 1200  # letters of an answer that are brought to everyone
OPEN = timedelta(days=7)
_QUOTE = re.compile(r"(?m)^>.*(?:\n>.*)*")


def excerpt(answer: Answer) -> str:
    """The words that are asked about and that are posted: the beginning, if there are very many."""
    if len(answer.text) <= LONGEST:
        return answer.text
    return shortened(answer.text, LONGEST)


def who(work: Work, person: str, how: str) -> str:
    """How an author is named; by role as in summaries: a job title that three have."""
    assert work.cohort is not None
    if how == "none":
        return ""
    parts = cohorts.memberships(work.db, work.cohort.id)
    told = facts.of_all(work.db, work.cohort.id)
    known = people.named(work.db, [person, *(each.person for each in parts)])
    roles = {each.person: each.role for each in parts}

    def author(each: str) -> Author:
        return Author(
            name=known[each].name,
            role=roles.get(each, "member"),
            title=told[each].title if each in told else None,
            choice="name" if how == "name" else "role",
            agreed=True,
        )

    voice = voices.voice(author(person), [author(each) for each in roles])
    return "" if voice is None else plain(summary_text.voice_line(work.tools.catalogue, voice))


def prompt(work: Work, of: Airing, title: str, quote: str) -> Prompt:
    """The prompt with these words, which nobody has changed yet."""
    parts = (work.word("airing-intro"), quote, work.word("airing-question"))
    return Prompt(
        name=airings.prompt_name(of.id),
        title=_title(work, title),
        kind="open-question",
        credit="",
        body="\n\n".join(parts),
        stages=(),
        follow_up=None,
        open=OPEN,
        hold_answers=None,
        ask_ahead=False,
        tags=(),
        material=(),
        form=None,
        source="",
    )


def quote(work: Work, of: Airing | None) -> str:
    """The words as they may stand before everyone now, as Markdown; empty if they may not: they
    were taken back, or their author was erased, or agrees no more."""
    found = _upheld(work, of) if of is not None and of.how in YES else None
    if of is None or found is None:
        return ""
    answer, author = found
    lines = [_letters(each) for each in excerpt(answer).splitlines() if each.strip()]
    by = who(work, author, of.how)
    if by:
        lines.append(_letters(work.word("airing-by", who=by)))
    return "> " + "\n>\n> ".join(lines)


def _letters(text: str) -> str:
    """Words letter by letter: as Markdown, and as what is filled in when it is posted."""
    return escape(text).replace("{", "{{").replace("}", "}}")


def is_upheld(work: Work, of: Airing) -> bool:
    """Whether its author may be asked about the words now, or be held to what they said."""
    return _upheld(work, of) is not None


def _upheld(work: Work, of: Airing) -> tuple[Answer, str] | None:
    """The answer and its author; None if it is kept to oneself, or its author agrees no more."""
    answer = checkin_answers.get(work.db, of.answer)
    author = readable.author(work, answer) if answer is not None else None
    if answer is None or answer.private or author is None:
        return None
    return (answer, author) if cohorts.agreed(work.db, of.cohort, author) else None


def withdrawn(work: Work, airing_ids: Iterable[str]) -> list[Effect]:
    """The question to the author about words that are gone, or what they said to it, gives way; if
    it waits for its moment still, it is not asked."""
    effects: list[Effect] = []
    for each in airing_ids:
        key = f"{ASK}:{each}"
        digests.take_back(work.db, key, work.now)
        gone = work.card("airing-ask-over")
        effects.append(Edit(posting=key, card=gone, purpose="answer"))
    return effects


def told(work: Work, of: Airing, title: str, prompt: Prompt) -> Card:
    """What a moderator gets whose author said yes: what would be posted, and the button for it."""
    make = work.button("airing-make-button", "airing.make", style="primary", airing=of.id)
    edit = work.runs("airing-edit-button", f"prompt edit {prompt.name}")
    yes = work.say("airing-yes", title=title)
    return Card(blocks=(*yes, *_shown(work, prompt)), buttons=(make, edit))


def requoted(work: Work, before: Prompt, quote: str) -> Prompt:
    """A prompt with other words in the place of those that stand there, or with none."""
    gone = work.word("airing-words-gone")
    quotes = _QUOTE.findall(before.body)
    if quote and (not quotes or quote in quotes):
        return before  # they stand there, or a moderator took them out
    if quote and len(quotes) == 1:
        return replace(before, body=_QUOTE.sub(lambda _: quote, before.body))
    if not quote and not quotes and gone in before.body:
        return before
    # Nothing tells which of a moderator's words are the author's.
    question = work.word("airing-question")
    body = "\n\n".join((work.word("airing-intro"), quote or gone, question))
    follow_up = before.follow_up
    if follow_up is not None:
        follow_up = replace(follow_up, text=question)
    return replace(before, title=_bare(work, before.title), body=body, follow_up=follow_up)


def _bare(work: Work, title: str) -> str:
    """A title as it was made; in place of one that a moderator wrote, one that says nothing."""
    assert work.cohort is not None
    made = {_title(work, each.title) for each in checkin_rounds.rounds(work.db, work.cohort.id)}
    return title if title in made else work.word("airing-title-gone")


def _title(work: Work, of: str) -> str:
    return work.word("airing-title", title=of)[:MAX_TITLE]


def _shown(work: Work, prompt: Prompt) -> Blocks:
    """The body of a prompt as it will be read."""
    assert work.cohort is not None
    names = work.names(work.moderators())
    its = work.cohort
    return to_blocks(fill(prompt.body, cohort=its.name, theme=its.theme, week="", moderators=names))
