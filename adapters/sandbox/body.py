"""What a page sends: JSON whose parts are checked, each with a sentence if it is wrong."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from adapters.sandbox.guard import Refused
from bot.protocol.cards import Form, Values

LONGEST_TEXT = 40_000  # letters of one message, as elsewhere
LARGEST = 512 * 1024  # bytes of one request
_SEVERAL = ("choices", "people")


class Body:
    """A JSON object. Every question raises Refused if the answer is not of the right kind."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = parts

    @classmethod
    async def of(cls, request: web.Request) -> "Body":
        """Read a request. Only JSON is taken: another site's form cannot send that type."""
        if request.content_type != "application/json":
            raise Refused(415, "The sandbox takes JSON.")
        raw = await request.read()
        try:
            parts = json.loads(raw)
        except (ValueError, RecursionError):
            raise Refused(400, "This is no JSON that the sandbox can read.") from None
        if not isinstance(parts, dict):
            raise Refused(400, "The sandbox takes a JSON object.")
        return cls(parts)

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        value = self._parts.get(name)
        if not isinstance(value, str):
            raise Refused(400, f"“{name}” is missing, or no text.")
        if len(value) > longest:
            raise Refused(
                413, f"That has {len(value):,} letters; {longest:,} fit. Send it in parts."
            )
        # Half of a pair of surrogates is no letter, and no file can hold it.
        return value.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")

    def number(self, name: str) -> int:
        value = self._parts.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused(400, f"“{name}” is missing, or no whole number.")
        return value

    def values(self, form: Form) -> Values:
        """What was filled in on this form; a field that is not sent is empty."""
        sent = self._parts.get("values")
        if not isinstance(sent, dict):
            raise Refused(400, "“values” is missing, or no JSON object.")
        if strange := sorted(set(sent) - {field.name for field in form.fields}):
            raise Refused(400, f"The form has no field “{strange[0]}”.")
        return {
            field.name: _several(field.name, sent.get(field.name, []))
            if field.kind in _SEVERAL
            else Body(sent).text(field.name)
            if field.name in sent
            else ""
            for field in form.fields
        }


def _several(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refused(400, f"“{name}” takes a list of texts.")
    return tuple(value)
