"""Fields of a form → inputs of an Adaptive Card."""

from collections.abc import Iterator

from adapters.teams import wire
from adapters.teams.blocks import FINE, WRONG, text
from adapters.teams.words import Json, Mentions, calm
from bot.protocol.cards import Field, Option
from bot.protocol.text import Plain
from bot.text.catalogue import Catalogue
from bot.text.fit import short

LABEL = 200
RADIOS = 5
"""Options of one choice that all stand there; more of them are a list that opens."""
CHECKBOXES = 15
SEARCHED = 15
"""Options above which a list is searched by typing."""
NONE = " "
"""The value of the option that takes a choice back: Teams takes none without letters."""
PEOPLE = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
"""Where Teams looks for people: the directory of the reader's own tenant."""

Given = str | tuple[str, ...]


class Inputs:
    """Shows fields, with the few words that inputs need beside ours."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._required = catalogue.word("teams-form-required")
        self._choose = catalogue.word("teams-form-choose")
        self._person = catalogue.word("teams-form-person")
        self._none = catalogue.word("teams-form-none")

    def shown(
        self, field: Field, given: Given | None, wrong: str, mentions: Mentions
    ) -> Iterator[Json]:
        """A field with what is wrong about it and its hint below. ``given`` is what was typed, None
        for what stands there at first."""
        several = field.kind in ("choices", "people")
        if given is None:
            given = tuple(_parts(field.value)) if several else field.value
        shown: Json = {
            **self._input(field, given),
            "id": wire.input_id(field.name),
            "label": calm(short(field.label, LABEL)),
        }
        if not shown.get("value"):
            shown.pop("value", None)
        if field.required:
            shown |= {"isRequired": True, "errorMessage": self._required}
        yield shown
        if wrong:
            yield from text((Plain(text=wrong),), WRONG, mentions, "Small")
        if field.hint:
            yield from text((Plain(text=field.hint),), FINE, mentions, "Small")

    def _input(self, field: Field, given: Given) -> Json:
        several = (given,) if isinstance(given, str) else given
        one = ",".join(several)
        match field.kind:
            case "line" | "text":
                multiline = {"isMultiline": True} if field.kind == "text" else {}
                most = max(field.limit, len(one), 1)
                return {"type": "Input.Text", **multiline, "maxLength": most, "value": one}
            case "choice":
                return self._choice(field, one)
            case "choices":
                return self._choices(field, several)
            case "person" | "people":
                return {
                    "type": "Input.ChoiceSet",
                    "choices": [],
                    "choices.data": PEOPLE,
                    "isMultiSelect": field.kind == "people",
                    "placeholder": self._person,
                    "value": one,
                }
            case "date" | "time":
                kind = f"Input.{field.kind.capitalize()}"
                return {"type": kind, "value": one}

    def _choice(self, field: Field, given: str) -> Json:
        """A button that was chosen cannot be taken back, so a choice that may stay open is a list
        with an option for that."""
        options = [_option(each) for each in field.options]
        if not field.required:
            options.insert(0, {"title": self._none, "value": NONE})
        style = "expanded" if field.required and len(options) <= RADIOS else "compact"
        return {
            "type": "Input.ChoiceSet",
            "choices": options,
            "style": "filtered" if len(options) > SEARCHED else style,
            "placeholder": self._choose,
            "wrap": True,
            "value": wire.choice(given),
        }

    def _choices(self, field: Field, given: tuple[str, ...]) -> Json:
        return {
            "type": "Input.ChoiceSet",
            "choices": [_option(each) for each in field.options],
            "isMultiSelect": True,
            "style": "expanded" if len(field.options) <= CHECKBOXES else "compact",
            "placeholder": self._choose,
            "wrap": True,
            "value": wire.several(given),
        }


def _option(option: Option) -> Json:
    return {"title": calm(short(option.label, LABEL)), "value": wire.choice(option.value)}


def _parts(value: str) -> Iterator[str]:
    return (part for each in value.split(",") if (part := each.strip()))
