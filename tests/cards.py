"""Cards to send in a test."""

from bot.protocol.cards import Button, Card
from bot.protocol.text import Paragraph, Plain


def card(text: str, *labels: str) -> Card:
    """A card with these buttons; a button's action is its label in small letters."""
    return Card(
        blocks=(Paragraph(nodes=(Plain(text=text),)),),
        buttons=tuple(Button(label=label, action=label.lower()) for label in labels),
    )
