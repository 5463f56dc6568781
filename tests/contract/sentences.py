"""What members write, as nodes. A rig spells each sentence as its members' client would send it."""

from collections.abc import Callable

from bot.protocol.refs import User
from bot.protocol.text import Code, Emphasis, Inlines, Link, Mention, Plain, Strong
from tests.contract.rig import PEOPLE

Users = Callable[[str], User]


def sentences(user: Users) -> dict[str, Inlines]:
    """The sentences by name, about this platform's people."""
    plain: dict[str, Inlines] = {name: (Plain(text=each),) for name, each in LETTERS.items()}
    return plain | {
        "bold": (Plain(text="We "), Strong(text="always"), Plain(text=" ask.")),
        "italic": (Plain(text="We "), Emphasis(text="never"), Plain(text=" ask.")),
        "code": (Plain(text="Type "), Code(text="/cohort help"), Plain(text=" here.")),
        "link": (
            Plain(text="See "),
            Link(url="https://example.org/form?a=1&b=2", label="the form"),
            Plain(text=" first."),
        ),
        "address": (
            Plain(text="See "),
            Link(url="https://example.org/a?b=1&c=2"),
            Plain(text=" first."),
        ),
        "mention": (
            Plain(text="Ask "),
            Mention(user=user("ben"), name=PEOPLE["ben"]),
            Plain(text=", please."),
        ),
        "all at once": (
            Strong(text="Yes"),
            Plain(text=", "),
            Mention(user=user("ben"), name=PEOPLE["ben"]),
            Plain(text=": <!channel> & "),
            Link(url="https://example.org/form?a=1&b=2", label="the form"),
            Plain(text=" 💡"),
        ),
    }


LETTERS = {
    "words": "We ask at every visit.",
    "lines": "One.\nTwo.",
    "list": "Two things:\n• first\n• second",
    "emoji": "Well done 💡 👩🏽‍⚕️",
    "right to left": "שלום, مرحبا",
    "turned around": "see \u202egnp.exe\u202c",
    "a call to everyone": "<!channel> <!here|here> @channel @everyone",
    "a call in tags": "<at>Ben Okafor</at> <@U0BEN> <!subteam^S1|@docs>",
    "markdown": "*b* **b** _i_ ~s~ `c` [x](y) # h\n> q\n- l\n1. n",
    "html": "<b>no</b> <script>alert(1)</script> 1 < 2 && 3 > 2",
    "entities": "&lt;!channel&gt; &amp;amp; &#60;b&#62;",
    "a macro": "{{DATE(2026-03-02T15:00:00Z, SHORT)}} ${name} \\*",
}
"""Words that are nothing but letters, whatever they mean somewhere."""


NAMES = sorted(sentences(lambda handle: User(platform="", workspace="", user=handle)))
