"""Discussions as they come, and what holds for every summary of one."""

from collections.abc import Iterator, Sequence

from hypothesis import strategies as st

from bot.insight import Insight, Message, Summary, normal
from bot.insight.wording import words

FRAGMENTS = [
    "We ask every patient about language at registration.",
    "We ask each patient about language at registration.",
    "We never ask any patient about language at registration.",
    "Does anyone have a script for the front desk?",
    "We printed cards: https://example.org/cards(1).",
    "As Zelda said, the cards help at the desk.",
    "(see www.example.org/a_b, please)",
    "Never mind, that was wrong.",
    "Hi all,",
    "Best,\nAna",
    "> quoted https://example.org/old",
    "Thanks!",
    "zelda has 12 of them, but not at night",
    "我们在登记时询问每位病人的语言。",
    "cafe\u0301 \u202egnorts\u202c 👩🏽\u200d⚕️\u200b zero",
    "\x00\x07\ufeff",
    "word " * 90,
]
_EMPTY = {"Hi all,", "> quoted https://example.org/old", "Thanks!", "\x00\x07\ufeff", ""}
_TELLING = {each for each in FRAGMENTS if each not in _EMPTY and "\n" not in each}
texts = st.sampled_from(FRAGMENTS) | st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=30)), min_size=1, max_size=4
).flatmap(lambda parts: st.sampled_from([" ", "\n", ""]).map(lambda by: by.join(parts)))


@st.composite
def windows(draw: st.DrawFn) -> list[Message]:
    found = []
    for n in range(draw(st.integers(0, 14))):
        # Zelda never speaks by name, the others do as it comes.
        author = draw(st.sampled_from(["ana", "ben", "cho", "dee", "zelda"]))
        found.append(
            Message(
                id=f"m{n}",
                author=author,
                name=author.title(),
                text=draw(texts),
                subject=draw(st.sampled_from(["", "Cards at the desk"])),
                reply_to=draw(st.sampled_from([None, "m0", f"m{n}", "m8", "gone"])),
                quotable=draw(st.booleans() | st.just(True)),
                anonymous=author == "zelda" or draw(st.booleans()),
            )
        )
    return found


def insights(summary: Summary) -> Iterator[Insight]:
    yield from summary.background
    yield from summary.best


def holds(
    summary: Summary,
    window: Sequence[Message],
    points: int | None,
    themes: int | None,
    limit: int,
) -> None:
    """Asserts all that can be checked of a summary of `window`, made with these numbers."""
    said = {message.id: message for message in window}
    named = {message.author for message in window if message.quotable and not message.anonymous}

    assert points is None or len(summary.best) <= points
    assert len({point.ids[0] + point.quote for point in summary.best}) == len(summary.best)
    for each in insights(summary):
        first = said[each.ids[0]]
        assert each.quote
        assert each.quote in normal(first.text)
        assert len(set(each.ids)) == len(each.ids)
        behind = [said[id] for id in each.ids]
        assert all(message.quotable for message in behind)
        assert not any(message.anonymous for message in behind[1:])
        assert set(each.authors) == {m.author for m in behind if not m.anonymous}
        # At most the other four speak without their names; fewer than three are not counted.
        assert each.people == len(each.authors) or each.people >= len(each.authors) + 3
        assert first.author not in each.authors or not first.anonymous

    placed = [id for topic in summary.topics for id in topic.ids]
    assert len(set(placed)) == len(placed)
    # Judged by whole fragments, not by how the pipeline cleans: one that tells must be placed, and
    # of what is courtesy, a quote of another's words or nothing but signs, nothing may be.
    telling = {m.id for m in window if m.quotable and m.text in _TELLING}
    empty = {m.id for m in window if not m.quotable or m.text in _EMPTY}
    assert telling <= set(placed) <= set(said) - empty
    if themes is not None:
        assert len(summary.topics) == min(themes, len(placed))
    for topic in summary.topics:
        assert {point.ids[0] for point in topic.points} <= set(topic.ids)
        heard = {word for id in topic.ids for word in words(normal(said[id].text))}
        joined = " ".join(normal(said[id].text).casefold() for id in topic.ids)
        assert all(word in heard or word in joined for word in words(topic.label))
    assert sum(len(topic.points) for topic in summary.topics) == len(summary.best)

    for resource in summary.resources:
        assert resource.url in normal(said[resource.message].text)
        assert resource.author is None or resource.author in named
        assert not said[resource.message].anonymous or resource.author is None
    for question in summary.questions:
        assert question.quote in normal(said[question.message].text)

    assert sum(len(quote.split()) + bool(name) for name, quote in summary.lines) <= limit
    for name, quote in summary.lines:
        assert any(
            quote in normal(m.text) and name == ("" if m.anonymous else m.name) for m in window
        )

    assert summary.coverage.messages == len(window)
    assert summary.coverage.unread == tuple(m.id for m in window if not m.quotable)
    if "zelda" in {message.author for message in window}:
        shown = [each.quote for each in insights(summary)]
        shown += [topic.label for topic in summary.topics]
        shown += [each.context for each in summary.resources]
        shown += [each.quote for each in summary.questions]
        shown += [f"{name} {quote}" for name, quote in summary.lines]
        shown += [name for each in insights(summary) for name in each.authors]
        assert not any("zelda" in words(text) for text in shown)
