"""From a form on a screen, and what a script fills in by label, to the values that are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from bot.protocol.ports import StageError
from tests.people import People
from tests.screen import Input, OpenForm, Value, Values


def fold(label: str) -> str:
    """A label without what does not matter: case and spaces."""
    return " ".join(label.split()).casefold()


def filled(form: OpenForm, given: Mapping[str, str | Sequence[str]], people: People) -> Values:
    """The values by the fields' names. A field that is not named keeps what stands there; options
    go by label or value, people by handle or name. Raises StageError for what is not there."""
    by_label = {fold(each.label): each for each in form.inputs}
    sent = {each.name: each.value for each in form.inputs}
    for label, value in given.items():
        wanted = by_label.get(fold(label))
        if wanted is None:
            labels = ", ".join(f"“{each.label}”" for each in form.inputs) or "none"
            raise StageError(f"the form “{form.title}” has no field “{label}”; there are: {labels}")
        sent[wanted.name] = _value(wanted, value, people)
    return sent


def gaps(form: OpenForm, values: Mapping[str, Value]) -> dict[str, str]:
    """What keeps a platform's window from sending a form, by the fields' names."""
    errors: dict[str, str] = {}
    for each in form.inputs:
        value = values.get(each.name, "")
        if each.required and not (value.strip() if isinstance(value, str) else value):
            errors[each.name] = "Please fill this in."
        elif isinstance(value, str) and len(value) > each.limit:
            errors[each.name] = f"At most {each.limit} letters; these are {len(value)}."
    return errors


def corrected(form: OpenForm, errors: Mapping[str, str], values: Mapping[str, Value]) -> OpenForm:
    """The form with what was typed and what is wrong with it, by the fields' names."""
    inputs = tuple(
        replace(each, value=values.get(each.name, each.value), error=errors.get(each.name, ""))
        for each in form.inputs
    )
    return replace(form, inputs=inputs)


def _value(into: Input, given: str | Sequence[str], people: People) -> Value:
    if into.kind in ("choices", "people"):
        return tuple(_one(into, part, people) for part in _parts(into, given))
    if not isinstance(given, str):
        raise StageError(f"the field “{into.label}” takes one value, not a list")
    return _one(into, given, people) if given else ""


def _parts(into: Input, given: str | Sequence[str]) -> Sequence[str]:
    """Several values: a list, or one text with commas, unless an option has that very text."""
    if not isinstance(given, str):
        return given
    if any(fold(given) in (fold(o.label), fold(o.value)) for o in into.options):
        return [given]
    return [part.strip() for part in given.split(",") if part.strip()]


def _one(into: Input, given: str, people: People) -> str:
    match into.kind:
        case "choice" | "choices":
            for option in into.options:
                if fold(given) in (fold(option.label), fold(option.value)):
                    return option.value
            labels = ", ".join(f"“{option.label}”" for option in into.options)
            raise StageError(
                f"the field “{into.label}” has no choice “{given}”; there are: {labels}"
            )
        case "person" | "people":
            return people.find(given).id
        case "date" | "time":
            read = date if into.kind == "date" else time
            try:
                return given if read.fromisoformat(given) else ""
            except ValueError:
                raise StageError(f"the field “{into.label}” takes no “{given}”") from None
        case _:
            return given
