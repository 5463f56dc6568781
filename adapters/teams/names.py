"""The names by which Teams knows us, and under which we put things into its payloads."""

PLATFORM = "teams"
PATH = "/api/messages"
NAME = "Roundtable"
"""What people call the bot, as long as Teams has not said otherwise."""
COMMAND = "cohort"
"""The word before a command, with or without a slash, where the bot is not mentioned."""

CARD = "application/vnd.microsoft.card.adaptive"
NOTICE = "application/vnd.microsoft.activity.message"
CARD_VERSION = "1.5"
CARD_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
