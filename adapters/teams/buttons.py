"""Buttons of a card, and those of forms → actions of an Adaptive Card."""

from collections.abc import Sequence

from adapters.teams import wire
from adapters.teams.blocks import text
from adapters.teams.wire import Deed, Press
from adapters.teams.words import Json, Mentions, open_url
from bot.protocol.cards import Button
from bot.protocol.text import Plain
from bot.text.fit import MORE, short
from bot.text.urls import safe_url

ROW = 6
"""Buttons that Teams shows in one row; it leaves out what is beyond."""
TITLE = 75
QUESTION = 500
"""Letters of what is asked before a press: they are no part of what can go into another message."""

Rows = Sequence[Sequence[Json]]

_STYLES = {"primary": "positive", "danger": "destructive"}


def rows(buttons: Sequence[Button]) -> Rows:
    """All buttons in rows that Teams shows whole."""
    actions = [_action(button) for button in buttons]
    return [actions[n : n + ROW] for n in range(0, len(actions), ROW)]


def _action(button: Button) -> Json:
    label, style = short(button.label, TITLE) or MORE, _STYLES.get(button.style)
    url = safe_url(button.url) if button.url else None
    if url:
        action = _styled({**open_url(url), "title": label}, style)
    else:
        action = execute(label, Press(action=button.action, args=button.args), style)
    if not button.confirm:
        return action
    # Teams asks nothing before an action: the button opens the question and the real one.
    question = list(text((Plain(text=short(button.confirm, QUESTION)),), {}, Mentions()))
    card = {"type": "AdaptiveCard", "body": question, "actions": [action]}
    return _styled({"type": "Action.ShowCard", "title": label, "card": card}, style)


def execute(title: str, deed: Deed, style: str | None = None) -> Json:
    """A button whose answer can be a card in place of its own. Clients too old for it send the same
    as a message. Raises TooLarge."""
    action: Json = {"type": "Action.Execute", "title": title, "verb": wire.VERB}
    return _styled({**action, "data": wire.data(deed), "fallback": submit(title, deed)}, style)


def submit(title: str, deed: Deed, style: str | None = None) -> Json:
    """A button as windows know it, and all clients. Raises TooLarge."""
    return _styled({"type": "Action.Submit", "title": title, "data": wire.data(deed)}, style)


def _styled(action: Json, style: str | None) -> Json:
    return {**action, "style": style} if style else action
