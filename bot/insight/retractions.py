"""What people take back, put right or did not mean, by their own words."""

import re
from collections.abc import Sequence
from typing import Literal

from bot.insight.material import Message
from bot.insight.wording import content_words

_LEAD = (
    r"(?:(?:oh|oops|ah|wait|no|sorry|actually|and|so|my (?:mistake|bad|apologies)|perdón|ay)\b"
    r"[\s,.!:;–—-]*){0,4}"
)
# "Delete it after 30 days" is advice: whoever takes back stops there, or says why.
_END = r"(?=\s*(?:$|[,.!:;)–—-]|please\b|because\b|since\b|as i\b|i\b|porque\b))"
_OWN = r"my (?:(?:last|previous|earlier|first|above) )?(?:message|post|comment|one)"
_BACK = re.compile(
    _LEAD + rf"(?:never ?mind(?: (?:that|this|{_OWN}))?{_END}"
    rf"|(?:please )?(?:ignore|disregard|forget|scratch|strike|delete) (?:{_OWN}|that|this|it"
    r"|my (?:last|previous|above)"
    rf"|(?:the|that|this) (?:last|previous|above)(?: (?:message|post|comment|one))?){_END}"
    r"|i (?:would like to |want to |have to |must )?"
    r"(?:take (?:that|it|this) back|retract|misspoke|misread)\b"
    r"|i (?:was|got (?:that|it|this)) (?:all )?wrong\s*(?:$|[,.!:;])"
    r"|(?:olv[ií]d(?:en|a|e)(?:lo|n)?|ignor(?:en|a|e)|borr(?:en|a))"
    r" (?:eso|lo anterior|mi (?:mensaje|comentario))"
    r"|olv[ií]d(?:en|a)lo\b|retiro lo dicho|me equivoqué\s*(?:$|[,.!:;]))",
    re.IGNORECASE,
)
_WRONG = re.compile(
    _LEAD + r"that (?:was|is|'s) (?:wrong|incorrect|(?:a|my) mistake|not (?:right|true|correct))"
    r"\s*(?:$|[,.!:;])",
    re.IGNORECASE,
)
_JOKE = re.compile(
    _LEAD + r"(?:(?:i(?:'m|’m| am) )?(?:(?:only|just) )?(?:kidding|joking)"
    r"|j/?k|es (?:una )?broma)\s*(?:$|[.!;)…])",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    _LEAD + r"(?:(?:small |quick |one )?correction(?: to (?:my|the)\b[^:]{0,40})?\s*[:,–—-]"
    r"|correcci[oó]n\s*[:,–—-]|i meant (?:to (?:say|write)\b|(?!to\b))|quise decir\b"
    r"|fe de erratas)",
    re.IGNORECASE,
)
_ENDING = 40  # characters in which a mark at the end of a sentence is looked for
_NOT_SO = re.compile(r"(?:^|\s)/s\W*$")
_EYES = "\U0001f644"
_DOUBTFUL = re.compile(
    r"(?:oh,? sure|yeah,? (?:right|sure))(?P<all>[,.!…]*\W*$|[,.!…])", re.IGNORECASE
)
_MOCKING = re.compile(
    r"oh,? sure[,.!…]+ (?:\w+ (?:could|can|should) just|let's just)\b|yeah,? right[,.!…]+ as if\b",
    re.IGNORECASE,
)

# What a correction may put right though it repeats no words.
_SORTS = (
    re.compile(r"\d"),
    re.compile(
        r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|lunes|martes|miércoles|jueves|viernes"
        r"|sábados?|domingos?)\b",
        re.IGNORECASE,
    ),
)
_CORRECTED = 2  # content words that a correction shares with what it says anew
_REACH = 40  # sentences before it that a correction may mean

Move = Literal["back", "wrong", "joke", "correction"]


def move(sentence: str) -> Move | None:
    """What a sentence does to what its author said before; None for nothing."""
    moves: tuple[tuple[Move, re.Pattern[str]], ...] = (
        ("back", _BACK),
        ("wrong", _WRONG),
        ("joke", _JOKE),
        ("correction", _CORRECTION),
    )
    return next((name for name, pattern in moves if pattern.match(sentence)), None)


def taken_back(messages: Sequence[Message], said: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each message, in order, the places of those of its sentences that do not stand."""
    gone = [_unmeant(sentences) for sentences in said]
    by_id = {message.id: nth for nth, message in enumerate(messages)}
    latest: dict[str, int] = {}
    in_thread: dict[tuple[str, str], int] = {}
    # Up to here a message is taken back already: doing it anew each time would be quadratic.
    done = [0] * len(said)

    def withdraw(nth: int, until: int) -> None:
        gone[nth].update(range(done[nth], until))
        done[nth] = max(done[nth], until)

    for nth, (message, sentences) in enumerate(zip(messages, said, strict=True)):
        for place, sentence in enumerate(sentences):
            what = move(sentence)
            if what is None:
                continue
            # In its first words a message means an earlier one, later on its own.
            target, until = nth, place
            if not place:
                earlier = _meant(
                    nth, messages, by_id, latest, in_thread, contradicts=what == "wrong"
                )
                if earlier is None:
                    if what in ("back", "joke"):
                        gone[nth].add(0)
                    continue
                target, until = earlier, len(said[earlier])
            if what == "correction":
                gone[target] |= _corrected(sentence, said[target][:until])
                continue
            if what == "back" or (what == "wrong" and not place):
                withdraw(target, until)
            elif until:
                gone[target].add(until - 1)
            gone[nth].add(place)
        latest[message.author] = nth
        in_thread[message.author, message.reply_to or ""] = nth
    return gone


def _meant(
    nth: int,
    messages: Sequence[Message],
    by_id: dict[str, int],
    latest: dict[str, int],
    in_thread: dict[tuple[str, str], int],
    *,
    contradicts: bool,
) -> int | None:
    """Which earlier message of its author a message means that takes something back.

    `contradicts` says that it may as well mean what somebody else said.
    """
    message = messages[nth]
    replied = by_id.get(message.reply_to or "")
    if replied is not None and replied < nth:
        if messages[replied].author == message.author:
            return replied
        # In a thread all reply to its first message: its author's last words in it are meant.
        return None if contradicts else in_thread.get((message.author, message.reply_to or ""))
    before = latest.get(message.author)
    return before if not contradicts or before == nth - 1 else None


def _corrected(correction: str, said: Sequence[str]) -> set[int]:
    """Places of what a correction says anew: what is like it, else the last of the same sort."""
    anew = content_words(correction)
    first = max(0, len(said) - _REACH)
    near = range(first, len(said))
    alike = {place for place in near if len(anew & content_words(said[place])) >= _CORRECTED}
    sorts = [sort for sort in _SORTS if sort.search(correction)]
    same = (place for place in reversed(near) if any(sort.search(said[place]) for sort in sorts))
    return alike or set(list(same)[:1])


def _unmeant(sentences: Sequence[str]) -> set[int]:
    """Places of the sentences that were never meant, by the usual marks of that."""
    found: set[int] = set()
    for place, sentence in enumerate(sentences):
        end = sentence[-_ENDING:]
        if _NOT_SO.search(end):
            found.add(place)
            if place and not any(map(str.isalnum, end.rstrip(" ./!").removesuffix("s"))):
                found.add(place - 1)
        doubtful = _DOUBTFUL.match(sentence)
        if doubtful is None:
            continue
        after = sentences[place + 1] if place + 1 < len(sentences) else ""
        marked = _EYES in end or _EYES in after[-_ENDING:] or _NOT_SO.search(after[-_ENDING:])
        if marked or _MOCKING.match(sentence) or doubtful.end() == len(sentence):
            found.add(place)
    return found
