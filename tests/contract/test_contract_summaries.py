"""A summary by theme, as full as one can be: all of it stands on every screen, none of it pings."""

from dataclasses import replace
from datetime import date

from bot.features.summary_text import Head, body
from bot.protocol.cards import Card
from bot.protocol.text import Heading, Paragraph, Plain, Quote
from bot.rules.summary import Cited, Content, Echo, Shared, Source, Theme
from bot.rules.voices import Voice
from bot.text.catalogue import shipped
from tests.contract.reading import missing, pings, worded
from tests.contract.rig import Rig

THEMES, POINTS = 8, 3
SAID = "We ask for the language in place {} <!channel> @here, and *nobody* minds [it](https://a.example)."
LABEL = "Desk {}, <!channel> *asks*"


def full() -> Card:
    """Eight themes of three points, links and questions, with words that look like orders."""
    sources: dict[str, Source] = {}
    points: list[Cited] = []
    for nth in range(THEMES * POINTS):
        voice = Voice(name=f"Person {nth}") if nth % 2 else Voice(role="member")
        text = f"{SAID.format(nth)} See https://example.org/{nth} for it. Who else {nth}?"
        sources[f"m{nth}"] = Source(
            text=text,
            person=f"p{nth}",
            edited="",
            usable=True,
            voice=voice,
            link=f"https://chat.example/{nth}" if voice.name else None,
        )
        points.append(
            Cited(
                id=f"m{nth}/p0",
                message=f"m{nth}",
                quote=SAID.format(nth),
                theme=f"t{nth // POINTS}",
                same=tuple(Echo(message=f"m{each}") for each in range(nth)),
            )
        )
    sources["silent"] = replace(sources["m1"], voice=None)
    content = Content(
        points=tuple(points),
        resources=tuple(
            Shared(
                id=f"m{nth}/r9",
                message=f"m{nth}",
                url=f"https://example.org/{nth}",
                context=f"See https://example.org/{nth} for it.",
            )
            for nth in range(6)
        ),
        questions=tuple(
            Cited(id=f"m{nth}/q9", message=f"m{nth}", quote=f"Who else {nth}?") for nth in range(4)
        ),
        messages=len(sources),
        themes=tuple(
            Theme(id=f"t{nth}", label=LABEL.format(nth) if nth else "", by="ana")
            for nth in range(THEMES)
        ),
    )
    subject = Head(
        title="Week 1",
        background=(Paragraph(nodes=(Plain(text="What do you say at your desk?"),)),),
        begins=date(2026, 3, 2),
        ends=date(2026, 3, 9),
        opening="Thank you all.",
        opening_by="Ana Ruiz",
    )
    return Card(blocks=body(shipped(), subject, content, sources))


def test_a_full_summary_stands_on_every_screen_and_calls_nobody(rig: Rig):
    card = full()
    for shown in rig.showings(card).values():
        for each in shown:
            rig.check(each)
        seen = rig.seen(shown)
        assert missing([node.text for node in worded(card)], seen.runs) is None
        assert pings(seen) == set()


def test_every_theme_has_a_heading_of_its_own_before_its_points():
    order = [
        (type(block), block.nodes[0].text)
        for block in full().blocks
        if isinstance(block, Quote | Heading) and isinstance(block.nodes[0], Plain)
    ]
    for nth in range(THEMES):
        place = order.index((Heading, LABEL.format(nth) if nth else "Theme 1"))
        of_theme = [(Quote, SAID.format(nth * POINTS + each)) for each in range(POINTS)]
        found = order[place + 1 : place + 1 + POINTS]
        assert sorted(found, key=lambda each: each[1]) == sorted(of_theme, key=lambda e: e[1])
