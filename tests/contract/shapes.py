"""Every shape of card and form, free of any platform."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.protocol.cards import Button, Card, Field, Form, Option, Values
from bot.protocol.refs import User
from bot.protocol.text import (
    Attachment,
    Block,
    Bullets,
    Code,
    Emphasis,
    Fine,
    Heading,
    Inline,
    Inlines,
    Link,
    Mention,
    Moment,
    Paragraph,
    Plain,
    Quote,
    Strong,
)
from tests.contract.rig import PEOPLE, Typed
from tests.contract.sentences import LETTERS, Users

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PAGE = "https://example.org/form?a=1&b=2"


def _say(*texts: str) -> Inlines:
    return tuple(Plain(text=text) for text in texts)


def inlines(user: Users) -> dict[str, Inline]:
    """A node of each kind."""
    return {
        "plain": Plain(text="ordinary words"),
        "strong": Strong(text="loud words"),
        "emphasis": Emphasis(text="light words"),
        "code": Code(text="my data"),
        "link": Link(url=PAGE, label="the form"),
        "bare link": Link(url=PAGE),
        "mention": Mention(user=user("ben"), name=PEOPLE["ben"]),
        "attachment": Attachment(name="form.pdf", url="https://example.org/files/form.pdf"),
        "moment": Moment(at=AT, text="Monday at 15:00"),
    }


BLOCKS: Mapping[str, Callable[[Inlines], Block]] = {
    "paragraph": lambda nodes: Paragraph(nodes=nodes),
    "heading": lambda nodes: Heading(nodes=nodes),
    "bullets": lambda nodes: Bullets(items=(nodes, _say("another item"))),
    "numbers": lambda nodes: Bullets(items=(_say("the first item"), nodes), numbered=True),
    "quote": lambda nodes: Quote(nodes=nodes),
    "quote with source": lambda nodes: Quote(nodes=nodes, by=_say("Cho"), url=PAGE),
    "small print": lambda nodes: Fine(nodes=nodes),
}

BUTTONS = {
    "plain": Button(label="Agree", action="agree:now", args={"cohort": "c1", "x": '<é>, "y" 💡'}),
    "primary": Button(label="Approve and post", action="approve", style="primary"),
    "danger": Button(label="Erase all", action="erase", style="danger", args={"who": "p1"}),
    "asks first": Button(label="Leave", action="leave", confirm="Leave *now*? <!channel> {{x}}"),
    "asks first, danger": Button(label="Erase", action="e", style="danger", confirm="All goes."),
    "with markup": Button(label="*Go* <b> [x](y)", action="go", args={"": ""}),
    "opens a page": Button(label="Read", action="", url=PAGE),
}

TEXT = "".join(f"Line {n} of a long text.\n" for n in range(2000))
"""More letters than any platform shows at once."""


def cards(user: Users) -> dict[str, dict[str, Card]]:
    """Every shape by name, in groups; of these nothing has to be cut."""
    words = (Heading(nodes=_say("Week 1")), Paragraph(nodes=_say("Hello.")))
    buttons = {name: Card(blocks=words, buttons=(each,)) for name, each in BUTTONS.items()}
    twins = tuple(replace(BUTTONS["plain"], args={"n": str(n)}) for n in range(9))
    return {
        **{name: dict(_around(block, user)) for name, block in BLOCKS.items()},
        "buttons": buttons | {
            "all": Card(blocks=words, buttons=tuple(BUTTONS.values())),
            "alone": Card(blocks=(), buttons=(BUTTONS["plain"], BUTTONS["danger"])),
            "alike": Card(blocks=words, buttons=twins),
        },
        "parts": {
            "each with buttons": Card(
                blocks=_paragraph("Above all."),
                buttons=(replace(twins[0], label="First"),),
                parts=(
                    Card(blocks=_paragraph("A part."), buttons=_labelled("Second", "Third")),
                    Card(blocks=_paragraph("Another part."), buttons=_labelled("Fourth")),
                    Card(blocks=_paragraph("The last part."), buttons=_labelled("Fifth")),
                ),
            ),
            "only parts": Card(
                blocks=(), parts=(Card(blocks=words), Card(blocks=words, buttons=twins))
            ),
            "one of them empty": Card(
                blocks=words, parts=(Card(blocks=()), Card(blocks=words, buttons=twins[:2]))
            ),
            "buttons alone": Card(
                blocks=(),
                parts=(Card(blocks=(), buttons=twins[:1]), Card(blocks=(), buttons=twins[1:2])),
            ),
            "calls": Card(
                blocks=words,
                parts=tuple(Card(blocks=(Paragraph(nodes=(each,)),))
                            for each in inlines(user).values()),
            ),
        },
        "whole cards": {
            "nothing": Card(blocks=()),
            "words alone": Card(blocks=words),
            "all blocks": Card(blocks=tuple(block(_say("words")) for block in BLOCKS.values())),
            "a long list": Card(
                blocks=(Bullets(items=tuple(_say(f"item {n}.") for n in range(60))),)
            ),
            "many blocks": Card(
                blocks=tuple(Paragraph(nodes=_say(f"point {n};")) for n in range(99))
            ),
        },
    }  # fmt: skip


def _paragraph(text: str) -> tuple[Block, ...]:
    return (Paragraph(nodes=_say(text)),)


def _labelled(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label=each, action="choose", args={"which": each}) for each in labels)


def _around(block: Callable[[Inlines], Block], user: Users) -> Iterator[tuple[str, Card]]:
    """Every kind of node and all hard letters within a block of this kind."""
    for name, node in inlines(user).items():
        yield name, Card(blocks=(block((*_say("before "), node, *_say(" after"))),))
    others = (inlines(user)["mention"], *_say(" "), inlines(user)["strong"], *_say(" "))
    for name, letters in LETTERS.items():
        yield name, Card(blocks=(block(_say(letters)),))
        # Platforms spell a line otherwise if something in it acts.
        yield f"{name}, beside others", Card(blocks=(block((*others, *_say(letters))),))
    everything = tuple(n for node in inlines(user).values() for n in (node, *_say(" ")))
    yield "everything", Card(blocks=(block(everything), block(everything)))
    yield "nothing", Card(blocks=(block(()), block(_say("")), block(_say(" "))))


def long_cards(user: Users) -> dict[str, Card]:
    """Shapes that no platform shows whole."""
    agree = BUTTONS["plain"]
    many = tuple(replace(agree, label=f"Choose {n}", args={"n": str(n)}) for n in range(30))
    label = replace(agree, label="a label that is much longer than any button " * 3)
    whole: dict[str, Callable[[Inlines], Block]] = {**BLOCKS}
    found = {
        f"long {where}": Card(blocks=(block(_say(TEXT)),), buttons=(agree,))
        for where, block in whole.items()
    }
    mentions = tuple(inlines(user)["mention"] for _ in range(400))
    return found | {
        "a long line": Card(blocks=(Paragraph(nodes=_say("x" * 40_000)),), buttons=(agree,)),
        "long right to left": Card(blocks=(Paragraph(nodes=_say("שלום 👩🏽‍⚕️ " * 4000)),)),
        "many headings": Card(blocks=tuple(Heading(nodes=_say(f"{n}")) for n in range(120))),
        "many quotes": Card(blocks=tuple(Quote(nodes=_say("q" * 900)) for _ in range(40))),
        "many mentions": Card(blocks=(Paragraph(nodes=mentions),)),
        "a long quoted call": Card(blocks=(Quote(nodes=(*mentions, *_say(TEXT))),)),
        "many buttons": Card(blocks=(Paragraph(nodes=_say("Which?")),), buttons=many),
        "a long part": Card(
            blocks=(),
            parts=(
                Card(blocks=_paragraph(TEXT), buttons=(agree,)),
                Card(blocks=_paragraph("Another thing."), buttons=many[:2]),
            ),
        ),
        "many long parts": Card(
            blocks=_paragraph(TEXT),
            buttons=(agree,),
            parts=tuple(
                Card(
                    blocks=tuple(Paragraph(nodes=_say(f"point {n};")) for n in range(40)),
                    buttons=many[:7],
                )
                for _ in range(4)
            ),
        ),
        "a long label": Card(blocks=(), buttons=(label,)),
        "a long question": Card(blocks=(), buttons=(replace(agree, confirm=TEXT),)),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A form, what somebody types into it, and what comes back. ``values`` may name people by
    their handles: ``Filling.of`` gives the platform's ids."""

    form: Form
    typed: Typed
    values: Values


OPTIONS = (
    Option(value="mo", label="Monday"),
    Option(value="we, th", label="Wednesday & Thursday"),
    Option(value="fr", label="<Friday>"),
)
MANY = tuple(Option(value=f"v{n}", label=f"Option {n}") for n in range(80))
HARD = 'Why & how: <!channel> {{x}} "שלום" 💡 \\ ${y} %2C'


def form(*fields: Field, **more: object) -> Form:
    told = Form(action="plan:now", title="Plan", submit="Save", fields=fields)
    return replace(told, **more) if more else told  # type: ignore[arg-type]


def fillings(user: Users) -> dict[str, Filling]:
    """Every kind of field: filled in, left as it stands, and left empty."""
    ana, ben = user("ana").user, user("ben").user
    kinds = {
        "line": (Field(name="f", label="Name"), "Spring & co", "Spring & co"),
        "hard line": (Field(name="f", label="Name"), HARD, HARD),
        "text": (Field(name="f", label="Why", kind="text"), "One.\nTwo.", "One.\nTwo."),
        "long text": (Field(name="f", label="Why", kind="text", limit=9000), TEXT[:5000], TEXT[:5000]),
        "choice": (Field(name="f", label="Day", kind="choice", options=OPTIONS),
                   "Wednesday & Thursday", "we, th"),
        "required choice": (Field(name="f", label="Day", kind="choice", options=OPTIONS,
                                  required=True), "<Friday>", "fr"),
        "one of many": (Field(name="f", label="Day", kind="choice", options=MANY),
                        "Option 77", "v77"),
        "choices": (Field(name="f", label="Days", kind="choices", options=OPTIONS),
                    ("Monday", "Wednesday & Thursday"), ("mo", "we, th")),
        "some of many": (Field(name="f", label="Days", kind="choices", options=MANY),
                         ("Option 0", "Option 79"), ("v0", "v79")),
        "person": (Field(name="f", label="Host", kind="person"), "ben", ben),
        "people": (Field(name="f", label="Hosts", kind="people"), ("ana", "ben"), (ana, ben)),
        "date": (Field(name="f", label="Starts", kind="date"), "2026-03-02", "2026-03-02"),
        "time": (Field(name="f", label="At", kind="time"), "10:00", "10:00"),
    }  # fmt: skip
    found: dict[str, Filling] = {}
    for what, (field, typed, value) in kinds.items():
        found[what] = Filling(form=form(field), typed={field.label: typed}, values={"f": value})
        if what != "hard line" and not field.required:
            empty = () if isinstance(value, tuple) else ""
            found[f"{what}, left empty"] = Filling(form=form(field), typed={}, values={"f": empty})
        joined = ",".join(value) if isinstance(value, tuple) else value
        if not isinstance(value, tuple) or not any("," in each for each in value):
            standing = replace(field, value=joined)
            found[f"{what}, left as it stood"] = Filling(
                form=form(standing), typed={}, values={"f": value}
            )
    named = tuple(
        replace(field, name=f"field:{n}", label=f"{field.label} {n}", hint="A hint, *so*.")
        for n, (field, _, _) in enumerate(kinds.values())
        if field.kind != "choice" or not field.required
    )
    empty = {field.name: () if field.kind in ("choices", "people") else "" for field in named}
    everything = form(
        *named,
        intro=tuple(block(_say("An introduction.")) for block in BLOCKS.values()),
        args={"cohort": "c1", "x": HARD},
    )
    return found | {
        "no fields": Filling(form=form(), typed={}, values={}),
        "sealed": Filling(
            form=form(Field(name="f", label="Question", kind="text"), sealed=True),
            typed={"Question": "Who decides?"},
            values={"f": "Who decides?"},
        ),
        "every field": Filling(form=everything, typed={}, values=empty),
        "every field, one filled in": Filling(
            form=everything, typed={"Name 0": "Spring"}, values=empty | {"field:0": "Spring"}
        ),
    }


def _nobody(handle: str) -> User:
    return User(platform="", workspace="", user=handle)


# The names are the same for every platform.
GROUPS = tuple(cards(_nobody))
LONG = tuple(long_cards(_nobody))
FILLINGS = tuple(fillings(_nobody))
