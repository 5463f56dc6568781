"""Splits passages into sentences, and shortens a sentence without touching its words."""

import re

_BULLET = re.compile(r"(?:[-*•‣◦·–—▪●]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\))\s+")
_ENDED = re.compile(r"[.!?…:;。！？؟۔।]['\"”’»)\]]*$")
_WRAPPED = 60  # characters; a line at least this long was broken by a mail program, not by a person

_EMOJI = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d]"
_CLOSERS = "['\"”’»)\\]」』）]{0,3}"
_STOP = re.compile(
    rf"(?P<wide>[。！？]{{1,9}}{_CLOSERS})"
    rf"|(?P<mark>[.!?…؟۔।]{{1,99}}{_CLOSERS})(?=\s|$|{_EMOJI})(?P<tail>(?:\s?{_EMOJI}){{0,20}})"
    rf"|(?P<emoji>{_EMOJI}{{1,20}})(?=\s[^\W\d_a-z])"
)
QUOTATION = re.compile(r"“[^”]{1,300}”|\"[^\"]{1,300}\"|«[^»]{1,300}»|「[^」]{1,300}」")
_LAST_WORD = re.compile(r"[^\s(\[\"“«]*$")
_SINGLE_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ](?:\.[A-ZÀ-ÖØ-Þ])*$")

# Never the end of a sentence before another word.
_TITLES = frozenset("dr dra mr mrs ms sr sra srta prof st mt rev gen lt hon vs e.g i.e cf".split())
# The end of a sentence only before a capital.
_SHORT = frozenset(
    """approx apt appt dept dept est etc ext fig hr hrs inc incl jr ltd max min misc no nos núm p pp
    pág par vol wk yr yrs a.m p.m a.k.a aka p.ej ej ph.d m.d jan feb mar apr jun jul aug sep sept
    oct nov dec""".split()
)
_BEFORE_FIGURES = frozenset("no nos núm p pp pág fig vol ext approx".split())

_CLAUSE = re.compile(r"[,;:](?=\s)|\s[–—-](?=\s)|[，、；：]")
# A clause that starts so turns or limits what stands before it; cut there, a quote would mislead.
_TURN = re.compile(
    r"\W*(?:but|unless|except|not|never|though|although|however|only|if|until|without|or|nor|yet|"
    r"pero|salvo|excepto|aunque|si|sino|sin|no|o|但|而|除)(?!\w)",
    re.IGNORECASE,
)
_SHORTEST_CUT = 60


def split(passage: str) -> list[str]:
    """The sentences of a passage, in order, each word for word; a bullet's mark is left out."""
    return [sentence for block in _blocks(passage) for sentence in _sentences(block)]


def clip(sentence: str, longest: int = 300, shortest: int = _SHORTEST_CUT) -> str:
    """The sentence if it has at most `longest` characters, else its first clauses that fit, of at
    least `shortest` characters.

    Empty when no clause ends in reach, or when the next one would turn the meaning.
    """
    if len(sentence) <= longest:
        return sentence
    for stop in reversed([*_CLAUSE.finditer(sentence[: longest + 1])]):
        if stop.start() < shortest:
            break
        if not _TURN.match(sentence, stop.end()) and not _in_quotation(sentence, stop.start()):
            return sentence[: stop.start()].rstrip()
    return ""


def _blocks(passage: str) -> list[str]:
    """Runs of lines that belong together, joined by spaces."""
    blocks: list[list[str]] = [[]]
    last = ""
    for line in passage.split("\n"):
        bullet = _BULLET.match(line)
        own = line[bullet.end() :] if bullet else line
        if bullet or not _flows(last, line):
            blocks.append([])
        if own:
            blocks[-1].append(own)
        last = line
    return [" ".join(block) for block in blocks if block]


def _flows(last: str, line: str) -> bool:
    if not last or not line:
        return False
    if line[0].islower() and not line.startswith(("http://", "https://")):
        return not _ENDED.search(last[-5:])
    return len(last) >= _WRAPPED and not _ENDED.search(last[-5:])


def _sentences(block: str) -> list[str]:
    quotations = [match.span() for match in QUOTATION.finditer(block)]
    found, start, quotation = [], 0, 0
    for stop in _STOP.finditer(block):
        while quotation < len(quotations) and quotations[quotation][1] < stop.end():
            quotation += 1
        inside = (
            quotation < len(quotations)
            and quotations[quotation][0] < stop.start() < quotations[quotation][1] - 1
            and stop.end() < quotations[quotation][1]
        )
        if inside or not _ends(block, start, stop):
            continue
        found.append(block[start : stop.end()].strip())
        start = stop.end()
    found.append(block[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(block: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a mark ends the sentence that began at `start`."""
    follows = block[stop.end() : stop.end() + 3].lstrip()[:1]
    if not follows or stop["wide"]:
        return True
    if stop["emoji"]:
        return stop.start() - start >= 20
    if follows.islower() and (
        stop["mark"][-1] in "'\"”’»)]" or stop["mark"].startswith(("...", "…"))
    ):
        return False
    if not stop["mark"].startswith("."):
        return True
    # Bounded look behind: a message may be one endless word.
    before = _LAST_WORD.search(block[max(start, stop.start() - 24) : stop.start()])
    word = before[0] if before else ""
    if word.casefold() in _TITLES:
        return False
    if word.casefold() in _SHORT:
        figures = word.casefold() in _BEFORE_FIGURES and follows.isdigit()
        return not (figures or follows.islower())
    # "J. Smith" and "U.S. clinics", but not "plan B. Then" or "vitamin D. It".
    if _SINGLE_CAPITAL.match(word):
        earlier = block[max(start, stop.start() - 48) : stop.start() - len(word)].split()[-1:]
        return not follows.islower() and bool(earlier and earlier[0].islower() and "." not in word)
    return True


def _in_quotation(sentence: str, place: int) -> bool:
    return any(m.start() < place < m.end() for m in QUOTATION.finditer(sentence))
