"""The names by which Slack knows us and we ask Slack: the command, the events, the methods.

The manifest is held against these by a test, so each event and method stands with the scopes that
it needs.
"""

PLATFORM = "slack"
COMMAND = "/cohort"
KEEP_SHORTCUT = "keep"
"""The message shortcut by which something is kept for the summary."""
PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
BEGIN_PATH = "/slack/install/begin"
OAUTH_PATH = "/slack/oauth"
"""Where Slack sends whoever allowed the app in their workspace."""
METADATA_EVENT = "roundtable"
"""Under this event type a message's metadata carries the parcel's opaque key. Any app of the
workspace can read metadata, so nothing else may ever stand there."""

EVENTS = {
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_id_changed": ("groups:read",),
    "app_home_opened": (),
    "user_change": ("users:read",),
    "tokens_revoked": (),
    "app_uninstalled": (),
}
"""The events that we subscribe to, as the manifest names them."""

METHODS = {
    "apps.uninstall": (),
    "auth.test": (),
    "chat.postMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "oauth.v2.access": (),
    "users.info": ("users:read",),
    "views.open": (),
    "views.push": (),
    "views.publish": (),
}
"""The Web API's methods that we call."""


def scopes() -> frozenset[str]:
    """Every scope that a bot token needs."""
    needed = {"commands"}
    for group in (EVENTS, METHODS):
        for each in group.values():
            needed.update(each)
    return frozenset(needed)
