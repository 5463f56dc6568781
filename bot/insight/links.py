"""Finds the links of a text, and the sentence in which each stands."""

import re
from collections.abc import Callable, Iterable, Iterator

from bot.insight.material import Message, Resource
from bot.insight.reading import Reading
from bot.insight.sentences import clip
from bot.insight.wording import letters

_URL = re.compile(
    r"(?:https?://|(?<![\w@./])www\.)(?=[^\W_]|\[)[^\s<>\"“”«»|\\^`{}。，、！？；：（）「」]+",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'’‘*_~…؟،؛"
_PAIRS = {")": "(", "]": "["}
_FEWEST_LETTERS = 3  # besides the link, for a sentence to say what it is
_LONGEST = 2048  # characters; browsers and chats take no longer ones


def find_urls(text: str) -> list[str]:
    """The URLs of a text as they stand there, without the punctuation of the sentence around."""
    found = (text[start:end] for start, end in link_spans(text))
    return [url for url in found if len(url) <= _LONGEST]


def link_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each URL of a text, however long."""
    for match in _URL.finditer(text):
        yield match.start(), match.start() + len(_bare(match[0]))


def resources(
    readings: Iterable[Reading], names: Callable[[Message, str], bool] | None = None
) -> list[Resource]:
    """Every link of the window once, where it was first shared by somebody who may be named, and
    there where people marked it as a resource; those that they marked come first.

    `names` says whether a link of a message names somebody whom it must not; it is left out.
    """
    shared: dict[str, tuple[Resource, bool]] = {}
    for resource, marked in _all(readings, names or (lambda _message, _url: False)):
        key = _key(resource.url)
        first, before = shared.get(key, (None, False))
        if first is None or (resource.author is not None, marked) > (
            first.author is not None,
            before,
        ):
            shared[key] = resource, marked
    return [each for each, _ in sorted(shared.values(), key=lambda found: not found[1])]


def _all(
    readings: Iterable[Reading], names: Callable[[Message, str], bool]
) -> Iterator[tuple[Resource, bool]]:
    """Every link as often as it was shared, with whether people marked that as a resource."""
    for reading in readings:
        message = reading.message
        for nth, sentence in enumerate(reading.sentences):
            if sentence.withdrawn and not sentence.masked:
                continue
            urls = [url for url in find_urls(sentence.text) if not names(message, url)]
            named = message.quotable and not message.anonymous
            shown = named and not sentence.withdrawn
            context = _context(reading, nth) if urls and shown else ""
            author = message.author if named else None
            for url in urls:
                resource = Resource(url=url, message=message.id, author=author, context=context)
                yield resource, "resource" in message.marks


def _context(reading: Reading, nth: int) -> str:
    """The sentence with the link, or the one before if links stand alone in it."""
    sentence = reading.sentences[nth]
    before = reading.sentences[nth - 1] if nth else None
    alone = letters(_URL.sub("", sentence.text)) < _FEWEST_LETTERS
    if alone and before is not None and not before.withdrawn and not find_urls(before.text):
        return clip(before.text)
    return clip(sentence.text)


def _bare(url: str) -> str:
    # Counted once and carried along: counting anew for each stripped character would be quadratic.
    surplus = {closer: url.count(closer) - url.count(opener) for closer, opener in _PAIRS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if last in _PAIRS and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return url[:end]


def _key(url: str) -> str:
    """The same for links that differ only in scheme, "www.", the host's case or a last slash."""
    rest = re.sub(r"^(?:https?://)?(?:www\.)?", "", url, flags=re.IGNORECASE)
    host, slash, path = rest.partition("/")
    return (host.casefold() + slash + path).rstrip("/")
