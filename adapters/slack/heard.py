"""What a reader of payloads may know besides the payload, and the words that all readers share."""

from dataclasses import dataclass
from datetime import datetime

from adapters.slack.install import Install
from adapters.slack.names import PLATFORM
from bot.protocol.refs import Key, Place, Ref, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """``at`` is when the request came, for payloads that carry no time. ``fingerprint`` is a hash
    of the request (signature and body): commands, presses and forms have no id of Slack's, and a
    signed request can be played again within Slack's window of five minutes."""

    install: Install
    at: datetime
    fingerprint: str

    # Every id is taken as one of our own workspace: in a shared room Slack names the workspace of
    # whoever acts, but rooms and people are looked up with our token, and ids are unique anyway.

    def user(self, user: str) -> User:
        return User(platform=PLATFORM, workspace=self.install.workspace, user=user)

    def place(self, channel: str, *, direct: bool = False) -> Place:
        return Place(
            platform=PLATFORM, workspace=self.install.workspace, channel=channel, direct=direct
        )

    def ref(self, channel: str, ts: str, thread: str | None = None) -> Ref:
        return Ref(
            platform=PLATFORM,
            workspace=self.install.workspace,
            channel=channel,
            message=ts,
            thread=thread if thread != ts else None,
        )

    def key(self, kind: str, *parts: str) -> Key:
        return Key(kind=f"{PLATFORM}:{kind}", value="/".join((self.install.workspace, *parts)))

    def request_key(self, number: int = 0) -> tuple[Key, ...]:
        """The key of the ``number``-th thing that one request asks for."""
        return (Key(kind=f"{PLATFORM}:request", value=f"{self.fingerprint}/{number}"),)
