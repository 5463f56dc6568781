"""In Teams: the HTML that its editor makes, with a plain copy beside it and the people who are
mentioned; and the plain copy alone, as bots and old clients send it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.protocol.refs import Profile, User
from tests.contract.rig import PEOPLE
from tests.contract.sentences import LETTERS
from tests.people import Address, Person
from tests.teams.gestures import directory_id, words
from tests.teams.standin_state import TENANT

Json = dict[str, Any]


def person(handle: str) -> Person:
    id = directory_id(handle)
    user = User(platform="teams", workspace=TENANT, user=id)
    return Person(handle=handle, id=id, profile=Profile(user=user, name=PEOPLE[handle]))


def _html(html: str, *entities: Json) -> Json:
    attachment = {"contentType": "text/html", "content": html}
    return {"text": "", "attachments": [attachment], "entities": list(entities)}


def _text(text: str) -> Json:
    return {"text": text, "textFormat": "plain", "attachments": [], "entities": []}


BEN = person("ben")
_MENTIONED = words(["Ask ", BEN, ", please."])
_SPAN = '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Ben Okafor</span>'
_LINK = '<a href="https://example.org/form?a=1&amp;b=2" title="the form">the form</a>'

SPELLED: Mapping[str, Sequence[Json]] = {
    name: [words([letters])] for name, letters in LETTERS.items()
} | {
    "words": [
        words([LETTERS["words"]]),
        _html(f"<div><div>{LETTERS['words']}</div>\n</div>"),
        _text(f"{LETTERS['words']}\n"),
    ],
    "lines": [words([LETTERS["lines"]]), _html("<p>One.</p>\n<p>Two.</p>"), _text("One.\nTwo.")],
    "list": [
        words([LETTERS["list"]]),
        _html("<p>Two things:</p>\n<ul>\n<li>first</li>\n<li>second</li>\n</ul>"),
    ],
    "emoji": [
        words([LETTERS["emoji"]]),
        _html(
            '<p>Well done <emoji id="bulb" alt="💡" title="Idea"></emoji> '
            '<img alt="👩🏽‍⚕️" itemtype="http://schema.skype.com/Emoji" src="https://x/e.png"></p>'
        ),
        _text(LETTERS["emoji"]),
    ],
    "right to left": [words([LETTERS["right to left"]]), _text(LETTERS["right to left"])],
    "bold": [
        _html("<p>We <strong>always</strong> ask.</p>"),
        _html("<div>We <b>always</b> ask.</div>"),
    ],
    "italic": [_html("<p>We <em>never</em> ask.</p>"), _html("<div>We <i>never</i> ask.</div>")],
    "code": [_html("<p>Type <code>/cohort help</code> here.</p>")],
    "link": [_html(f"<p>See {_LINK} first.</p>")],
    "address": [words(["See ", Address(url="https://example.org/a?b=1&c=2"), " first."])],
    "mention": [_MENTIONED, _MENTIONED | {"attachments": []}],
    "all at once": [
        _html(
            f"<p><strong>Yes</strong>, {_SPAN}: &lt;!channel&gt; &amp; {_LINK} 💡</p>",
            *_MENTIONED["entities"],
        )
    ],
}
