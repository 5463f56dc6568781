"""Addresses of the clouds in which Teams runs, by the constants of Microsoft's SDK.

A bot belongs to one of them. What is published where is Microsoft's to say; nothing here is ours
to choose.
"""

from dataclasses import dataclass

from botframework.connector.auth import AuthenticationConstants, GovernmentConstants


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """``issuer`` is who signs what is delivered to us, ``keys_url`` his OpenID metadata. ``login``
    is where tokens are given out, to be followed by a tenant; ``scope`` is the connector's, which
    sends for us; ``graph_url`` is Microsoft Graph. ``service_url`` is where to send until Teams has
    said otherwise, on one of the ``hosts``, which alone are given our tokens. ``targeted``: whether
    messages that one person alone sees exist there; a cloud without them might show them to
    everyone."""

    issuer: str
    keys_url: str
    login: str
    scope: str
    graph_url: str
    service_url: str
    hosts: frozenset[str]
    targeted: bool


PUBLIC = Cloud(
    issuer=AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
    keys_url=AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL,
    login=AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
    scope=AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
    graph_url="https://graph.microsoft.com/",
    service_url="https://smba.trafficmanager.net/teams/",
    # The second one is that of GCC, whose bots are registered in the public cloud.
    hosts=frozenset({"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"}),
    targeted=True,
)

US_GOVERNMENT = Cloud(
    issuer=GovernmentConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
    keys_url=GovernmentConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL,
    login=GovernmentConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
    scope=GovernmentConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
    graph_url="https://graph.microsoft.us/",
    service_url="https://smba.infra.gov.teams.microsoft.us/teams/",
    # GCC High, and the Department of Defense.
    hosts=frozenset({"smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"}),
    targeted=False,
)

BY_CHANNEL_SERVICE = {"": PUBLIC, GovernmentConstants.CHANNEL_SERVICE: US_GOVERNMENT}
"""Clouds by what stands in ``ChannelService``, the name that Microsoft's samples use."""
