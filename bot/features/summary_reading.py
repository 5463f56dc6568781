"""Reading a discussion for a draft: what goes in, and what was chosen as places in messages.

No story lives here, only what the stories of summaries share.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.engine.work import Work
from bot.features.summary_sources import sources
from bot.insight import Draft, Message, normal
from bot.rules import summary as rules
from bot.rules.summary import Cited, Content, Shared, Sources
from bot.store import discussions, people


def window(work: Work, discussion_id: str) -> tuple[list[Message], dict[str, str]]:
    """What may be read of a discussion, and when each message was last edited."""
    discussion = discussions.get(work.db, discussion_id)
    if discussion is None:
        return [], {}
    found = sources(work, discussion)
    kept = discussions.messages(work.db, discussion_id)
    by_platform = {(each.channel, each.message): each.id for each in kept}
    names = people.named(work.db, list({each.person for each in kept}))
    read = [
        Message(
            id=each.id,
            author=each.person,
            text=each.text,
            at=each.at,
            # A thread that is nobody's answer is the prompt's own: that is no reply to a person.
            reply_to=by_platform.get((each.channel, each.thread or "")),
            quotable=found[each.id].voice is not None,
            name=names[each.person].name,
        )
        for each in kept
        if found[each.id].usable
    ]
    return read, {each: source.edited for each, source in found.items()}


def places(chosen: Draft, read: Sequence[Message], edited: Mapping[str, str]) -> Any:
    """What was chosen, as places in messages: JSON data without a word of anyone."""
    texts = {each.id: normal(each.text) for each in read}

    def place(message: str, words: str) -> list[Any]:
        start = texts[message].find(words)
        return [message, start, start + len(words)] if start >= 0 else []

    places = {
        "points": [place(each.message, each.quote) for each in chosen.points],
        "resources": [
            [*place(each.message, each.url), *place(each.message, each.context)[1:]]
            for each in chosen.resources
        ],
        "questions": [
            place(each.message, each.quote) for each in chosen.questions if not each.answered
        ],
    }
    # What cannot be found word for word is not cited.
    found = {kind: [each for each in lines if len(each) >= 3] for kind, lines in places.items()}
    cited = {each[0] for lines in found.values() for each in lines}
    return {**found, "edited": {each: edited[each] for each in cited}}


def content_of(result: dict[str, Any], found: Sources) -> Content:
    """The places as words, as far as they may be shown."""

    def cited(kind: str, mark: str) -> tuple[Cited, ...]:
        return tuple(
            Cited(
                id=f"{message}/{mark}{start}",
                message=message,
                quote=found[message].text[start:end],
                edited=found[message].edited,
            )
            for message, start, end in result[kind]
            if message in found
        )

    def shared(message: str, start: int, end: int, *around: int) -> Shared:
        text = found[message].text
        return Shared(
            id=f"{message}/r{start}",
            message=message,
            url=text[start:end],
            context=text[slice(*around)] if around else "",
            edited=found[message].edited,
        )

    resources = tuple(shared(*each) for each in result["resources"] if each[0] in found)
    # A sentence around a link says it once, beside the link.
    told = {(each.message, each.context) for each in resources}
    content = Content(
        points=tuple(e for e in cited("points", "p") if (e.message, e.quote) not in told),
        resources=resources,
        questions=cited("questions", "q"),
        messages=len(found),
    )
    return rules.upheld(content, found)
