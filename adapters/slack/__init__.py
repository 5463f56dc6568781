"""Slack: turns what Slack sends into events, and carries out what the core says on Slack.

Here live the reading of payloads (``listen``), the showing of cards and forms (``show``), the Chat
port (``chat``), what answers at once (``replies``) and Slack's SDK (``transport``, the one
replaceable file). Nothing here decides anything about a cohort, and only ``bot.protocol`` and
``bot.text`` are known.
"""

from adapters.slack.adapter import SlackAdapter

ADAPTER = SlackAdapter()

__all__ = ["ADAPTER"]
