"""Fields of a form → Slack's input blocks."""

from collections.abc import Iterator, Sequence

from adapters.slack import wire
from adapters.slack.markup import Json
from bot.protocol.cards import Field, Option
from bot.text.fit import short, text_parts

TEXT_INPUT = 3000
MOST_PARTS = 14
"""Inputs that one long text may be divided into: more than 40,000 letters, the longest message."""
CHECKBOXES = 10
RADIOS = 5
SELECT = 100
LABEL = 2000
OPTION_LABEL = 75
OPTION_VALUE = 150


def field_blocks(field: Field) -> Iterator[Json]:
    """One input block; several for a text longer than one of Slack's inputs. Raises
    wire.TooLarge."""
    match field.kind:
        case "line" | "text":
            yield from _text(field)
        case "choice":
            yield _input(field, _choice(field))
        case "choices":
            yield _input(field, _choices(field))
        case "person":
            initial = {"initial_user": field.value} if field.value else {}
            yield _input(field, {"type": "users_select", **initial})
        case "people":
            several = _several(field.value)
            initial = {"initial_users": several} if several else {}
            yield _input(field, {"type": "multi_users_select", **initial})
        case "date":
            initial = {"initial_date": field.value} if field.value else {}
            yield _input(field, {"type": "datepicker", **initial})
        case "time":
            initial = {"initial_time": field.value} if field.value else {}
            yield _input(field, {"type": "timepicker", **initial})


def _input(field: Field, element: Json, part: int = 0, glue: str = "") -> Json:
    label = field.label if part == 0 else f"{field.label} ({part + 1})"
    block: Json = {
        "type": "input",
        "block_id": wire.field_id(field.name, part, glue),
        "label": _words(label, LABEL),
        "element": {"action_id": "field", **element},
        "optional": part > 0 or not field.required,
    }
    if field.hint and part == 0:
        block["hint"] = _words(field.hint, LABEL)
    return block


def _text(field: Field) -> Iterator[Json]:
    parts = text_parts(field.value, TEXT_INPUT)
    # A long text gets room to grow, so that nobody has to write into a full input.
    room = -(-min(max(field.limit, len(field.value)), TEXT_INPUT * MOST_PARTS) // TEXT_INPUT)
    parts += [("\n", "")] * (room - len(parts))
    for number, (glue, text) in enumerate(parts):
        most = max(1, min(field.limit, TEXT_INPUT))
        element: Json = {
            "type": "plain_text_input",
            "multiline": field.kind == "text",
            "max_length": max(most, len(text)),
        }
        if text:
            element["initial_value"] = text
        yield _input(field, element, number, glue)


def _choice(field: Field) -> Json:
    options = [_option(option) for option in field.options]
    chosen = [o for o in options if o["value"] == field.value]
    initial = {"initial_option": chosen[0]} if chosen else {}
    # A radio button that was chosen cannot be taken back, so a choice that may stay open is a list.
    if field.required and len(options) <= RADIOS:
        return {"type": "radio_buttons", "options": options, **initial}
    return {"type": "static_select", **_listed(options), **initial}


def _choices(field: Field) -> Json:
    options = [_option(option) for option in field.options]
    chosen = [o for o in options if o["value"] in _several(field.value)]
    initial = {"initial_options": chosen} if chosen else {}
    if len(options) <= CHECKBOXES:
        return {"type": "checkboxes", "options": options, **initial}
    return {"type": "multi_static_select", **_listed(options), **initial}


def _listed(options: Sequence[Json]) -> Json:
    """Up to a hundred options, or a hundred groups of them."""
    if len(options) <= SELECT:
        return {"options": list(options)}
    groups = [
        {
            "label": _words(f"{n + 1}–{min(n + SELECT, len(options))}", OPTION_LABEL),
            "options": list(options[n : n + SELECT]),
        }
        for n in range(0, len(options), SELECT)
    ]
    if len(groups) > SELECT:
        raise wire.TooLarge(f"{len(options)} options where {SELECT * SELECT} fit")
    return {"option_groups": groups}


def _option(option: Option) -> Json:
    if len(option.value) > OPTION_VALUE:
        raise wire.TooLarge(f"an option's value of {len(option.value)} letters")
    return {"text": _words(option.label, OPTION_LABEL), "value": option.value}


def _several(value: str) -> list[str]:
    return [each for part in value.split(",") if (each := part.strip())]


def _words(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": short(text, most), "emoji": False}
