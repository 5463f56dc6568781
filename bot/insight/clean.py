"""Drops what is not a contribution of the author's own, and keeps the rest word for word."""

import re

from bot.insight.wording import lines, words

# A ">" directly before a number means "more than" (">50% of patients"), not a quote.
_QUOTED = re.compile(r">(?!=?\d)")
_QUOTED_HEAD = re.compile(
    r"(?:on|el) .{5,200} (?:wrote|escribió):$|-{2,} ?original message|_{20,}$", re.IGNORECASE
)

_TITLE = r"(?:(?:Dr|Mr|Ms|Mrs|Dra|Sr|Sra)\.? )?"
_NAMED = rf"{_TITLE}[A-ZÀ-ÖØ-Þ][\w'’-]*"
_GROUP = (
    r"(?i:a|an|all|and|both|everybody|everyone|team|folks|friends|colleagues|peers|group|there|"
    r"again|y'all|to|my|dear|amig[oa]s|coleg[ao]s|compañer[ao]s|equipo|grupo|tod[oa]s|y|&)"
)
_HAIL = (
    r"(?i:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)|morning|hola|"
    r"buen(?:os|as)? (?:d[ií]as?|tardes|noches)|saludos|estimad[oa]s?|querid[oa]s?)"
)
_GREETING = re.compile(
    rf"\A{_HAIL}(?: @?(?:{_NAMED}|{_GROUP})){{0,5}} ?(?:[,!:.]+(?:\s|$)|[–—] |\n|$)"
)

_FAREWELL = (
    r"(?i:(?:all |my |with )?(?:the )?(?:(?:very |kind(?:est)? |warm(?:est)? |best ){1,3}"
    r"(?:regards|wishes)|best|regards|cheers|many thanks|thank you|thx|"
    r"thanks(?: again| so much| a lot| in advance)?|"
    r"sincerely|warmly|take care|yours(?: truly)?|(?:un )?(?:saludos?|abrazo)(?: cordial(?:es)?)?|"
    r"(?:muchas )?gracias|atentamente|cordialmente))"
)
_FAREWELL_LINE = re.compile(rf"{_FAREWELL} ?[,.!–—-]*$")
_FAREWELL_NAMED = re.compile(rf"{_FAREWELL} ?[,!.–—-] ?{_NAMED}(?: {_NAMED}){{0,2}}\.?$")
_DEVICE = re.compile(r"(?:sent from (?:my|a|the)\b|get outlook for|enviado desde)", re.IGNORECASE)

_DASHES = "--"
_LONGEST_CARD = 12  # lines after "-- "; more than that is text under a divider
_LONGEST_NAME = 60  # characters of a line under "Best,"
_NAME_LINES = 4

_PRAISE = frozenset(
    """thanks thank thx ty you so much very a lot again all everyone everybody both team many for
    sharing this that it the your post link great awesome amazing wonderful nice excellent cool love
    agree agreed i totally absolutely indeed good helpful useful really super is gracias muchas
    mucho por compartir todos excelente genial perfecto de acuerdo""".split()
)
_CHEER = frozenset(
    """thanks thank thx ty great awesome amazing wonderful nice excellent cool love agree agreed
    helpful useful gracias excelente genial perfecto acuerdo good""".split()
)
_PLUS = re.compile(r"\+ ?\d+\W*$")


def clean(text: str) -> list[str]:
    """The passages of a message that are its author's contribution.

    A passage is a run of whole lines, joined by line ends, in the normal form of `wording`: what
    lay between two passages was dropped, so a quote never reaches across. Empty for thanks alone.
    """
    passages: list[list[str]] = [[]]
    for line in _unsigned(lines(text)):
        if _QUOTED.match(line) or _QUOTED_HEAD.match(line):
            passages.append([])
        else:
            passages[-1].append(line)
    kept = ["\n".join(passage).strip("\n") for passage in passages]
    first = next((nth for nth, passage in enumerate(kept) if passage), None)
    if first is None:
        return []
    kept[first] = _GREETING.sub("", kept[first], count=1).lstrip("\n")
    kept = [passage for passage in kept if passage]
    return [] if is_courtesy(" ".join(kept)) else kept


def is_courtesy(text: str) -> bool:
    """Thanks, praise, "+1" or emoji, and nothing besides."""
    if not any(map(str.isalnum, text)) or _PLUS.match(text):
        return True
    said = words(text)
    if len(said) <= 12 and _PRAISE.issuperset(said):
        return not _CHEER.isdisjoint(said)
    return len(said) <= 3 and said[0] in {"thanks", "thank", "thx", "gracias"}


def _unsigned(body: list[str]) -> list[str]:
    for nth, line in enumerate(body):
        if line.lower().startswith(("-----original message", "---- original message")):
            body = body[:nth]
            break
    if _DASHES in body:
        divider = len(body) - 1 - body[::-1].index(_DASHES)
        if len(body) - divider - 1 <= _LONGEST_CARD:
            body = body[:divider]
    body = _trimmed([line for line in body if not _DEVICE.match(line)])
    filled = [nth for nth, line in enumerate(body) if line]
    for nth in filled[-_NAME_LINES:]:
        under = [line for line in body[nth + 1 :] if line]
        # The first line is the message: "Thanks, Ana" alone is courtesy, handled above.
        if nth and _FAREWELL_LINE.match(body[nth]) and all(_is_card(line) for line in under):
            return _trimmed(body[:nth])
        if nth and not under and _FAREWELL_NAMED.match(body[nth]):
            return _trimmed(body[:nth])
    return body


def _is_card(line: str) -> bool:
    """A line as it stands under a farewell: a name, a job title, a number, an address."""
    return len(line) <= _LONGEST_NAME and not line.endswith((".", "?", "!", ";"))


def _trimmed(body: list[str]) -> list[str]:
    end = len(body)
    while end and not body[end - 1]:
        end -= 1
    return body[:end]
