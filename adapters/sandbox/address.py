"""How the sandbox names its people, places and messages."""

from adapters.sandbox.records import Message
from bot.protocol.refs import Place, Ref, User

NAME = "sandbox"
WORKSPACE = "sandbox"
ROOM = "room"
BOT = "bot"


def user(handle: str) -> User:
    """The reference of a person."""
    return User(platform=NAME, workspace=WORKSPACE, user=handle)


def dm(handle: str) -> str:
    """The channel of a person's private chat with the bot."""
    return f"dm:{handle}"


def place(channel: str) -> Place:
    """The reference of a channel: ``ROOM`` or a private chat."""
    return Place(
        platform=NAME, workspace=WORKSPACE, channel=channel, direct=channel.startswith("dm:")
    )


def ref(message: Message) -> Ref:
    """The reference of a message."""
    return Ref(
        platform=NAME,
        workspace=WORKSPACE,
        channel=message.channel,
        message=message.id,
        thread=message.thread,
    )
