"""From what stands on a form, and what a script fills in by label, to the values that are sent."""

from collections.abc import Mapping, Sequence

from adapters.sandbox.platform import Platform
from adapters.sandbox.records import OpenForm
from bot.protocol.cards import Field
from bot.protocol.ports import StageError

_SEVERAL = ("choices", "people")


def filled(
    open_form: OpenForm, values: Mapping[str, str | Sequence[str]], platform: Platform
) -> dict[str, str | tuple[str, ...]]:
    """The values by field name. A field that is not named keeps what was typed before, or what
    stood there. Options go by label or value, people by handle or name. Raises StageError for
    labels, options and people that are not there."""
    fields = open_form.form.fields
    by_label = {_fold(field.label): field for field in fields}
    sent = {field.name: open_form.values.get(field.name, _preset(field)) for field in fields}
    for label, value in values.items():
        field = by_label.get(_fold(label))
        if field is None:
            labels = ", ".join(f"“{one.label}”" for one in fields) or "none"
            raise StageError(
                f"the form “{open_form.form.title}” has no field “{label}”; there are: {labels}"
            )
        sent[field.name] = _value(field, value, platform)
    return sent


def _preset(field: Field) -> str | tuple[str, ...]:
    if field.kind not in _SEVERAL:
        return field.value
    return tuple(part.strip() for part in field.value.split(",") if part.strip())


def _value(field: Field, given: str | Sequence[str], platform: Platform) -> str | tuple[str, ...]:
    if field.kind in _SEVERAL:
        return tuple(_one(field, part, platform) for part in _parts(field, given))
    if not isinstance(given, str):
        raise StageError(f"the field “{field.label}” takes one value, not a list")
    return _one(field, given, platform) if given else ""


def _parts(field: Field, given: str | Sequence[str]) -> Sequence[str]:
    """Several values: a list, or one text with commas, unless an option has that very text."""
    if not isinstance(given, str):
        return given
    if any(_fold(given) in (_fold(o.label), _fold(o.value)) for o in field.options):
        return [given]
    return [part.strip() for part in given.split(",") if part.strip()]


def _one(field: Field, given: str, platform: Platform) -> str:
    match field.kind:
        case "choice" | "choices":
            return _option(field, given)
        case "person" | "people":
            handle = platform.find(given)
            if handle is None:
                handles = ", ".join(person.handle for person in platform.people())
                raise StageError(f"nobody is called {given!r} here; there are: {handles}")
            return handle
        case _:
            return given


def _option(field: Field, given: str) -> str:
    for option in field.options:
        if _fold(given) in (_fold(option.label), _fold(option.value)):
            return option.value
    labels = ", ".join(f"“{option.label}”" for option in field.options)
    raise StageError(f"the field “{field.label}” has no choice “{given}”; there are: {labels}")


def _fold(label: str) -> str:
    return " ".join(label.split()).casefold()
