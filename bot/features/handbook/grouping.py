"""Chapters over several discussions: insights that say the like stand together, wherever they were
said.

Reading them is slow work and done outside any transaction. Its result names insights and places in
them, and holds no word of anyone.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

from bot.engine.story import Desk, Effects, Story
from bot.engine.work import Work
from bot.features.handbook.reading import gathered, handbook
from bot.features.summary_labels import label_places
from bot.insight import Message, Topic
from bot.protocol.effects import Note, Run
from bot.protocol.events import Finished, Noted
from bot.rules.chapters import FEWEST_POINTS, Placed, regrouped, thinned
from bot.store import cohorts, people
from bot.store import handbook as stored

story = Story("handbook.grouping")


@story.note("summary-approved")
def begin(event: Noted, work: Work) -> Effects:
    """There is more to group, if there is enough."""
    assert work.cohort is not None
    if len(handbook(work).entries()) < FEWEST_POINTS:
        return []
    return [_wanted(work.cohort.id)]


def _wanted(cohort: str) -> Run:
    # One at a time: of two the one that read less could come last.
    return Run(kind="handbook", args={"cohort": cohort}, cohort=cohort, key=f"handbook:{cohort}")


@story.job("handbook")
async def group(args: dict[str, str], desk: Desk) -> Any:
    """Find the chapters of a cohort's insights."""
    read = await desk.read(lambda db: _window(desk.work(db), args["cohort"]))
    found = _places(await asyncio.to_thread(_topics, read), read)
    return {"read": [each.id for each in read], "chapters": found}


def _window(work: Work, cohort_id: str) -> list[Message]:
    """All insights that stand now, in the order in which they were said."""
    work.cohort = cohorts.get(work.db, cohort_id)
    if work.cohort is None:
        return []
    its = gathered(work)
    # Whatever chapters they are in.
    order = {message: nth for nth, message in enumerate(its.sources)}
    entries = sorted(its.book.entries(), key=lambda each: order[each.message])
    names = people.named(work.db, list({its.sources[each.message].person for each in entries}))
    read: list[Message] = []
    for each in entries:
        author = its.sources[each.message].person
        read.append(
            Message(
                id=each.id,
                author=author,
                text=each.quote,
                anonymous=each.voice.name is None,
                name=names[author].name,
                place=its.sources[each.message].place,
            )
        )
    return read


def _topics(read: Sequence[Message]) -> Sequence[Topic]:
    # With it come numpy and wordllama, which nobody needs to load who has nothing to group.
    from bot.insight.summary import summarize

    return summarize(read, points=0).topics


def _places(topics: Sequence[Topic], read: Sequence[Message]) -> list[dict[str, Any]]:
    quotes = {each.id: each.text for each in read}
    said = {each.id: nth for nth, each in enumerate(read)}

    def place(topic: Topic) -> tuple[int, int]:
        # Of chapters that are as large as each other, the one that was begun first.
        return -len(topic.ids), min(said[each] for each in topic.ids)

    return [
        {
            "label": label_places(topic.label, {each: quotes[each] for each in topic.ids}),
            "points": list(topic.ids),
        }
        for topic in sorted(topics, key=place)
    ]


@story.result("handbook")
def keep(event: Finished, work: Work) -> Effects:
    """Keep the chapters, with what moderators did to those before. Without a result what was shown
    so far stays: nobody waits for it. What was approved while they were found has its turn next."""
    if work.cohort is None or not isinstance(event.result, dict):
        return []
    result = cast("Mapping[str, Any]", event.result)
    fresh = [
        Placed(id=work.new_id(), label=each["label"], points=tuple(each["points"]))
        for each in result["chapters"]
    ]
    cohort = work.cohort.id
    standing = {each.id for each in handbook(work).entries()}
    earlier = thinned(stored.chapters(work.db, cohort), standing)
    stored.keep_chapters(work.db, cohort, thinned(regrouped(fresh, earlier), standing))
    again = [] if standing <= set(result["read"]) else [_wanted(cohort)]
    return [*again, Note(topic="handbook-changed", args={"cohort": cohort})]
