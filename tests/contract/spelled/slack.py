"""In Slack: as rich text, and as mrkdwn from clients and apps that send no blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.contract.sentences import LETTERS
from tests.slack.gestures import escaped, words

Json = dict[str, Any]


def _rich(*elements: Json) -> Json:
    section = {"type": "rich_text_section", "elements": list(elements)}
    return {"blocks": [{"type": "rich_text", "block_id": "b1", "elements": [section]}]}


def _text(text: str, *style: str) -> Json:
    shown: Json = {"type": "text", "text": text}
    return shown | {"style": dict.fromkeys(style, True)} if style else shown


def _mrkdwn(text: str) -> Json:
    return {"text": text}


_LINK = {"type": "link", "url": "https://example.org/form?a=1&b=2", "text": "the form"}
_BEN = {"type": "user", "user_id": "U0BEN"}
_LIST = {
    "type": "rich_text_list",
    "style": "bullet",
    "indent": 0,
    "elements": [_rich(_text(item))["blocks"][0]["elements"][0] for item in ("first", "second")],
}
_ABOVE = {"type": "rich_text_section", "elements": [_text("Two things:\n")]}
_MARKED = ("markdown",)
"""Letters that are marks in mrkdwn, where Slack has no way to say that they are none."""

SPELLED: Mapping[str, Sequence[Json]] = {
    name: [words([letters])] + ([] if name in _MARKED else [_mrkdwn(escaped([letters]))])
    for name, letters in LETTERS.items()
} | {
    "list": [
        words([LETTERS["list"]]),
        {"blocks": [{"type": "rich_text", "elements": [_ABOVE, _LIST]}]},
    ],
    "emoji": [
        words([LETTERS["emoji"]]),
        _rich(
            _text("Well done "),
            {"type": "emoji", "name": "bulb", "unicode": "1f4a1"},
            _text(" "),
            {
                "type": "emoji",
                "name": "female-doctor",
                "skin_tone": 4,
                "unicode": "1f469-1f3fd-200d-2695-fe0f",
            },
        ),
    ],
    "bold": [
        _rich(_text("We "), _text("always", "bold"), _text(" ask.")),
        _mrkdwn("We *always* ask."),
    ],
    "italic": [
        _rich(_text("We "), _text("never", "italic"), _text(" ask.")),
        _mrkdwn("We _never_ ask."),
    ],
    "code": [
        _rich(_text("Type "), _text("/cohort help", "code"), _text(" here.")),
        _mrkdwn("Type `/cohort help` here."),
    ],
    "link": [
        _rich(_text("See "), _LINK, _text(" first.")),
        _mrkdwn("See <https://example.org/form?a=1&amp;b=2|the form> first."),
    ],
    "address": [
        _rich(
            _text("See "),
            {"type": "link", "url": "https://example.org/a?b=1&c=2"},
            _text(" first."),
        ),
        _mrkdwn("See <https://example.org/a?b=1&amp;c=2> first."),
    ],
    "mention": [
        _rich(_text("Ask "), _BEN, _text(", please.")),
        _mrkdwn("Ask <@U0BEN>, please."),
        _mrkdwn("Ask <@U0BEN|ben>, please."),
    ],
    "all at once": [
        _rich(
            _text("Yes", "bold"),
            _text(", "),
            _BEN,
            _text(": <!channel> & "),
            _LINK,
            _text(" 💡"),
        ),
        _mrkdwn(
            "*Yes*, <@U0BEN>: &lt;!channel&gt; &amp; "
            "<https://example.org/form?a=1&amp;b=2|the form> 💡"
        ),
    ],
}
