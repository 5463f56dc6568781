"""Reading a discussion or a period for a draft: what goes in, and what was chosen, as places in
messages.

No story lives here, only what the stories of summaries share.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.engine.work import Work
from bot.features.summary_labels import label_of, label_places
from bot.features.summary_marks import Marked, marked
from bot.features.summary_sources import sources
from bot.insight import Insight, Message, Question, Summary, normal
from bot.rules import summary as rules
from bot.rules.summary import Cited, Content, Echo, Shared, Sources, Theme
from bot.rules.voices import Voice
from bot.store import people, summaries
from bot.store.records import Subject


def window(work: Work, subject: Subject | None) -> tuple[list[Message], dict[str, str]]:
    """What may be read of a discussion or a period, and when each message was last edited;
    nothing of what is gone."""
    if subject is None:
        return [], {}
    found = sources(work, subject)
    kept = summaries.messages(work.db, subject)
    by_platform = {(each.channel, each.message): each.id for each in kept}
    names = people.named(work.db, list({each.person for each in kept}))
    chosen = marked(work, subject.cohort, {each.id: each.person for each in kept})
    nobody = Marked(kinds=(), wanted=False, people=0)
    read = [
        Message(
            id=each.id,
            author=each.person,
            text=each.text,
            at=each.at,
            # A thread that is nobody's answer is the prompt's own: that is no reply to a person.
            reply_to=by_platform.get((each.channel, each.thread or "")),
            quotable=found[each.id].voice is not None,
            anonymous=(found[each.id].voice or Voice()).name is None,
            name=names[each.person].name,
            place=found[each.id].place,
            marks=chosen.get(each.id, nobody).kinds,
            wanted=chosen.get(each.id, nobody).wanted,
        )
        for each in kept
        if found[each.id].usable
    ]
    return read, {each: source.edited for each, source in found.items()}


def places(summed: Summary, read: Sequence[Message], edited: Mapping[str, str]) -> Any:
    """What was chosen, as places in messages: JSON data without a word of anyone."""
    texts = {each.id: normal(each.text) for each in read}
    quotable = {each.id: texts[each.id] for each in read if each.quotable}
    asked = [each for each in summed.questions if not each.answered]
    result = {
        "themes": [
            {
                "label": label_places(
                    topic.label, {each: quotable[each] for each in topic.ids if each in quotable}
                ),
                "ids": list(topic.ids),
                "points": [
                    {
                        "place": place,
                        "kind": _kind(each),
                        "marked": each.marked is not None,
                        "same": [*each.ids[1:], *each.unnamed],
                    }
                    for each in topic.points
                    if not _asks(each, asked)
                    for place in _found([(each.ids[0], each.quote)], texts)
                ],
            }
            for topic in summed.topics
        ],
        "resources": [
            [
                *place,
                *(
                    around
                    for each in _found([(link.message, link.context)], texts)
                    for around in each[1:]
                ),
            ]
            for link in summed.resources
            for place in _found([(link.message, link.url)], texts)
        ],
        "questions": _found([(each.message, each.quote) for each in asked], texts),
    }
    cited = {each[0] for each in (*result["resources"], *result["questions"])}
    for theme in result["themes"]:
        cited |= {place[0] for place in theme["label"].get("places", ())}
        for point in theme["points"]:
            cited |= {point["place"][0], *point["same"]}
    return {**result, "edited": {each: edited[each] for each in sorted(cited)}}


def _found(said: Iterable[tuple[str, str]], texts: Mapping[str, str]) -> list[list[Any]]:
    """Where words stand in messages; what cannot be found word for word is not cited."""
    starts = ((message, texts[message].find(words), len(words)) for message, words in said)
    return [[message, at, at + long] for message, at, long in starts if at >= 0 and long]


def _kind(point: Insight) -> str:
    """What people say that it is, else what it shows of itself."""
    return "resource" if point.marked == "resource" else point.kind or ""


def _asks(point: Insight, asked: Iterable[Question]) -> bool:
    """Whether a point is among the open questions, where it need not stand a second time."""
    return any(
        each.message == point.ids[0] and (each.quote in point.quote or point.quote in each.quote)
        for each in asked
    )


def content_of(result: dict[str, Any], found: Sources) -> Content:
    """The places as words, as far as they may be shown."""

    def cited(mark: str, place: Sequence[Any], **more: Any) -> Cited:
        message, start, end = place
        return Cited(
            id=f"{message}/{mark}{start}",
            message=message,
            quote=found[message].text[start:end],
            edited=found[message].edited,
            **more,
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
    themes: list[Theme] = []
    points: list[Cited] = []
    for number, each in enumerate(result["themes"], 1):
        ids = tuple(message for message in each["ids"] if message in found)
        themes.append(Theme(id=f"t{number}", ids=ids, **label_of(each["label"], found)))
        for point in each["points"]:
            if point["place"][0] in found:
                same = tuple(
                    Echo(message=message, edited=found[message].edited)
                    for message in point["same"]
                    if message in found
                )
                theme = themes[-1].id
                marked = point.get("marked", False)  # unknown to what was read before this was
                points.append(
                    cited(
                        "p",
                        point["place"],
                        theme=theme,
                        kind=point["kind"],
                        same=same,
                        marked=marked,
                    )
                )
    left = [each for each in points if (each.message, each.quote) not in told]
    unsaid = {id: tuple(why.id for why in each.whys) for id, each in found.items()}
    content = Content(
        # What somebody wrote to a mark is said once: beside a link of the message, if it has one.
        resources=tuple(replace(each, why=unsaid.pop(each.message, ())) for each in resources),
        points=tuple(replace(each, why=unsaid.pop(each.message, ())) for each in left),
        questions=tuple(cited("q", each) for each in result["questions"] if each[0] in found),
        messages=len(found),
        themes=tuple(themes),
        # A reading from before there were language models says nothing of one.
        helped=rules.helped_of(result.get("helped")),
    )
    return rules.upheld(content, found)
