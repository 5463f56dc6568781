"""The bot's words as the page gets them."""

from adapters.sandbox.shape import inline
from bot.protocol.text import Link


def test_a_link_to_a_message_of_the_sandbox_leads_there():
    assert inline(Link(url="#m46", label="open it")) == (
        {"t": "link", "url": "#m46", "text": "open it"}
    )


def test_other_addresses_that_are_none_of_the_web_stay_letters():
    for url in ("#top", "#m1/../x", "#m", "javascript:alert(1)"):
        assert inline(Link(url=url, label="open it"))["t"] == "plain"
