"""Cards and forms → Adaptive Cards and the activities that carry them, within Teams' limits.

What is too long goes into several messages, or ends in an ellipsis where there can be but one.
Buttons are never lost.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.teams.blocks import WRONG, elements, text
from adapters.teams.buttons import TITLE, Rows, execute, rows, submit
from adapters.teams.commands import spoken
from adapters.teams.form import Inputs
from adapters.teams.names import CARD, CARD_SCHEMA, CARD_VERSION, NAME
from adapters.teams.size import LARGEST, beginning, divided, weight
from adapters.teams.wire import FormTag, Opens, Sends, TooLarge
from adapters.teams.words import Json, Mentions, escape, unescape
from bot.protocol.cards import Card, Form, Values
from bot.protocol.text import Heading, Plain, flatten
from bot.text.catalogue import Catalogue
from bot.text.fit import MORE, shares, short

SUMMARY = 200
"""Letters of what a notification tells of a card."""
FEW = 3
"""Fields of a form that is filled in where it was asked for, and whose window is not high."""
SMALL = 20_000
"""Bytes of such a form."""
BRIEF = 2_000
"""Bytes of a form's opening words that stand above the button that opens it, too."""

_MORE: Json = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": MORE}]}


_LINE: Json = {"separator": True, "spacing": "Large"}
"""What sets a section apart from the one above it."""


class Shown:
    """Shows cards and forms, with the few words that Teams' windows need around ours."""

    def __init__(self, catalogue: Catalogue, called: Callable[[], str] = lambda: NAME) -> None:
        """``called`` tells the name by which people mention the bot."""
        self._catalogue = catalogue
        self._called = called
        self._inputs = Inputs(catalogue)
        self._open = catalogue.word("teams-form-open")
        self._here = catalogue.word("teams-form-here")
        self._wrong = catalogue.line("teams-form-wrong")
        self.too_large = Card(blocks=catalogue.blocks("teams-form-too-large"))

    def wrap(self, adaptive: Json) -> Json:
        """A message with this Adaptive Card."""
        return _message(adaptive)

    def activity(self, card: Card, key: str = "") -> Json:
        """A message with this card; the end is cut off if there is too much. Raises TooLarge."""
        return self.wrap(self.adaptive(card, key))

    def adaptive(self, card: Card, key: str = "") -> Json:
        """The card; the end is cut off if there is too much. ``key`` stands in it, where a look-up
        finds it again. Raises TooLarge."""
        if card.parts:
            return self._folded(card, key)
        return self._sheet(card).whole(rows(card.buttons), key)

    def _folded(self, card: Card, key: str) -> Json:
        """A card with parts: each has the buttons below its words, and its share of the room."""
        spoken_by = self._called()
        sections = [replace(e, blocks=spoken(e.blocks, spoken_by)) for e in card.sections()]
        sheet = _Sheet.of(replace(card, blocks=(), parts=()), card.text())
        words = [list(elements(each.blocks, sheet.mentions)) for each in sections]
        below = [rows(each.buttons) for each in sections]
        *above, last = below or [()]
        return sheet.folded(words, above, last, key)

    def parts(self, card: Card, key: str = "", most: int | None = None) -> list[Json]:
        """The card in as many messages as it takes, ``most`` at most: the first carries the key and
        the buttons, since it is the one that is changed later. One that has parts of its own is one
        message. What is too much is cut off. Raises TooLarge."""
        if card.parts or most == 1:
            return [self.activity(card, key)]
        sheet, below = self._sheet(card), rows(card.buttons)
        first = beginning(sheet.body, sheet.room(below, key), sheet.cost)
        rest, room = sheet.body[len(first) :], sheet.room(())
        runs = divided(rest, room, room, sheet.cost) if rest else []
        if most is not None and len(runs) >= most:
            runs = [*runs[: most - 2], [*runs[most - 2], _MORE]]
        return [
            self.wrap(sheet.card(first, below, key)),
            *(self.wrap(sheet.card(run)) for run in runs),
        ]

    def asked(self, tag: FormTag) -> Json:
        """What asks for a form: the form itself if it is small, else a card that opens it, in a
        window or, since not every client has windows, in its own place. Raises TooLarge."""
        form = tag.form
        if len(form.fields) <= FEW and weight(shown := self.form(tag)) <= SMALL:
            return shown
        try:
            window = submit(self._open, Opens(tag=tag), "positive")
            window["data"] |= {"msteams": {"type": "task/fetch"}}
            here = execute(self._here, Opens(tag=tag))
            intro = form.intro if weight(flatten(form.intro)) <= BRIEF else ()
            sheet = self._sheet(Card(blocks=(_title(form), *intro)))
            return sheet.whole(_fitting([window, here], sheet))
        except TooLarge:
            return self.form(tag)  # what stands in its fields is carried once there, not in buttons

    def form(
        self,
        tag: FormTag,
        values: Values | None = None,
        errors: Mapping[str, str] | None = None,
        dialog: bool = False,
    ) -> Json:
        """The form's own card, with ``values`` filled in, and ``errors`` by the fields' names.
        Raises TooLarge."""
        form, given, wrong = tag.form, values or {}, dict(errors or {})
        sheet = self._sheet(Card(blocks=form.intro if dialog else (_title(form), *form.intro)))
        fields: list[Json] = []
        for each in form.fields:
            error = wrong.pop(each.name, "")
            fields += self._inputs.shown(each, given.get(each.name), error, sheet.mentions)
        for told in wrong.values():  # with no field of this form
            fields[:0] = text((Plain(text=told),), WRONG, sheet.mentions)
        if errors:
            fields[:0] = text(self._wrong, WRONG, sheet.mentions)
        deed = Sends(tag=_bare(tag), dialog=dialog)
        make = submit if dialog else execute
        send = make(short(form.submit, TITLE), deed, "positive")
        return sheet.whole(_fitting([send], sheet, fields), end=fields)

    def dialog(
        self,
        tag: FormTag,
        values: Values | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Json:
        """The answer that opens a form as a window, or keeps it open. Raises TooLarge."""
        card = {"contentType": CARD, "content": self.form(tag, values, errors, dialog=True)}
        window = {
            "title": short(tag.form.title, TITLE),
            "height": "medium" if len(tag.form.fields) <= FEW else "large",
            "width": "medium",
            "card": card,
        }
        return {"task": {"type": "continue", "value": window}}

    def _sheet(self, card: Card) -> "_Sheet":
        return _Sheet.of(replace(card, blocks=spoken(card.blocks, self._called())))

    def sent(self, tag: FormTag) -> Json:
        """What stands in a form's place once it was sent."""
        blocks = self._catalogue.blocks("teams-form-sent", title=tag.form.title)
        return self.adaptive(Card(blocks=blocks))

    def elsewhere(self) -> str:
        """What is told of a form for a room that its sender is not in."""
        return self._catalogue.word("teams-form-elsewhere")

    def try_again(self) -> str:
        """What is told of a form whose sender could not be looked up in time."""
        return self._catalogue.word("teams-form-try-again")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """All that a card has to say, before it is known how much of it one message takes."""

    body: list[Json]
    mentions: Mentions
    summary: str

    @staticmethod
    def of(card: Card, told: str = "") -> "_Sheet":
        """``told``: what a notification tells, if not the beginning of the card."""
        mentions = Mentions()
        return _Sheet(
            body=list(elements(card.blocks, mentions)),
            mentions=mentions,
            summary=short(" ".join((told or card.text()).split()), SUMMARY),
        )

    def card(self, body: Sequence[Json], below: Rows = (), key: str = "") -> Json:
        """An Adaptive Card of some of the body."""
        above, last = below[:-1], below[-1:]
        shown = [*body, *_action_sets(above)] or [_MORE]
        if key:
            shown[0] = {**shown[0], "id": f"key:{key}"}
        teams: Json = {"width": "Full"}
        if entities := self.mentions.within(shown):
            teams["entities"] = entities
        return {
            "type": "AdaptiveCard",
            "$schema": CARD_SCHEMA,
            "version": CARD_VERSION,
            "fallbackText": escape(self.summary),  # the only text of a card that is all Markdown
            "body": shown,
            **({"actions": last[0]} if last else {}),
            "msteams": teams,
        }

    def cost(self, element: Json) -> int:
        """Bytes that an element adds to a card."""
        mentioned = self.mentions.within(element)
        return weight([element]) + (weight({"entities": mentioned}) if mentioned else 0)

    def spare(self, below: Rows, key: str = "", end: Sequence[Json] = ()) -> int:
        """Bytes that are left for the body; negative if there is too much already."""
        return LARGEST - weight(_message(self.card([_MORE, *end], below, key)))

    def room(self, below: Rows, key: str = "", end: Sequence[Json] = ()) -> int:
        """Bytes that are left for the body. Raises TooLarge."""
        spare = self.spare(below, key, end)
        if spare < 0:
            raise TooLarge(f"a card that is {-spare} bytes too large without its words")
        return spare

    def whole(self, below: Rows, key: str = "", end: Sequence[Json] = ()) -> Json:
        """One Adaptive Card: as much of the body as fits above ``end``. Raises TooLarge."""
        kept = beginning(self.body, self.room(below, key, end), self.cost)
        more = [_MORE] if len(kept) < len(self.body) else []
        return self.card([*kept, *more, *end], below, key)

    def folded(
        self, words: Sequence[list[Json]], above: Sequence[Rows], last: Rows, key: str
    ) -> Json:
        """One Adaptive Card of several sections with a line between them, each with its ``words``
        as far as they fit, and its buttons. Raises TooLarge."""
        sets = [*map(_action_sets, above), _action_sets(last[:-1])]
        lines = [{**_MORE, **_LINE} for _ in words]
        room = self.room(last[-1:], key, [*lines, *(each for row in sets for each in row)])
        wanted = [sum(map(self.cost, each)) for each in words]
        body: list[Json] = []
        for section, share, below in zip(words, shares(wanted, room), sets, strict=False):
            kept = beginning(section, share, self.cost)
            more = [_MORE] if len(kept) < len(section) else []
            part = [*kept, *more, *below]
            if body and part:
                part[0] = {**part[0], **_LINE}
            body += part
        return self.card(body, last[-1:], key)


def _action_sets(above: Rows) -> list[Json]:
    return [{"type": "ActionSet", "actions": row} for row in above]


def _message(adaptive: Json) -> Json:
    return {
        "type": "message",
        "summary": unescape(adaptive["fallbackText"]) or MORE,
        "attachments": [{"contentType": CARD, "content": adaptive}],
    }


def _title(form: Form) -> Heading:
    return Heading(nodes=(Plain(text=form.title),))


def _bare(tag: FormTag) -> FormTag:
    """The form without what stands in its fields: that is sent along with it."""
    fields = tuple(replace(each, value="") for each in tag.form.fields)
    return replace(tag, form=replace(tag.form, fields=fields))


def _fitting(actions: Sequence[Json], sheet: _Sheet, end: Sequence[Json] = ()) -> Rows:
    """One row of these actions. A large form is carried twice by each of them; if that is too much,
    the copy for clients too old for Action.Execute stays away."""
    if sheet.spare([actions], end=end) >= 0:
        return [actions]
    return [[{k: v for k, v in each.items() if k != "fallback"} for each in actions]]
