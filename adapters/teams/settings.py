"""What has to be known to run on Teams, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

from adapters.teams.clouds import BY_CHANNEL_SERVICE, PUBLIC
from bot.protocol.adapter import SettingsError, Variable

Kind = Literal["SingleTenant", "UserAssignedMSI"]

KINDS: dict[str, Kind] = {
    "": "SingleTenant",
    "singletenant": "SingleTenant",
    "userassignedmsi": "UserAssignedMSI",
}
MEMORY = "roundtable-teams.db"

# Those that begin with a capital bear the names that Microsoft's portal and samples give them.
VARIABLES = (
    Variable(
        name="MicrosoftAppId",
        meaning="Teams: the Application (client) ID of the bot's app registration.",
    ),
    Variable(
        name="MicrosoftAppPassword",
        meaning="Teams: a client secret of the app registration; not for a managed identity.",
        secret=True,
    ),
    Variable(
        name="MicrosoftAppType",
        meaning="Teams: SingleTenant (unless told otherwise) or UserAssignedMSI.",
    ),
    Variable(
        name="MicrosoftAppTenantId",
        meaning="Teams: the Directory (tenant) ID of the app registration.",
    ),
    Variable(
        name="ChannelService",
        meaning="Teams: https://botframework.azure.us in the US government's cloud, else empty.",
    ),
    Variable(
        name="TEAMS_TENANTS",
        meaning="Teams: IDs of more tenants that may use this bot, with commas between them.",
    ),
    Variable(
        name="TEAMS_SERVICE_URL",
        meaning="Teams: where to send until Teams has said otherwise;"
        " the cloud's own address unless told otherwise.",
    ),
    Variable(
        name="TEAMS_MEMORY",
        meaning=f"Teams: a file for addresses that Teams tells; {MEMORY} unless told otherwise.",
    ),
    Variable(
        name="TEAMS_DEVELOPMENT",
        meaning="Teams: 1 to try the bot on this machine without an app registration; no one is"
        " authenticated then, so HOST must be 127.0.0.1, localhost or ::1.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``tenants`` are those that may use the bot; in ``development`` there is no app, nobody is
    authenticated, and every tenant may. The addresses are those of ``clouds.Cloud``. The secret
    stays out of ``repr`` so that no log can show it."""

    app_id: str = ""
    password: str = field(default="", repr=False)
    kind: Kind = "SingleTenant"
    tenant: str = ""
    tenants: frozenset[str] = frozenset()
    service_url: str = PUBLIC.service_url
    hosts: frozenset[str] = PUBLIC.hosts
    issuer: str = PUBLIC.issuer
    keys_url: str = PUBLIC.keys_url
    login: str = PUBLIC.login
    scope: str = PUBLIC.scope
    graph_url: str = PUBLIC.graph_url
    targeted: bool = PUBLIC.targeted
    memory: Path = Path(MEMORY)
    development: bool = False

    def trusts(self, url: str) -> bool:
        """Whether an address that Teams names may be called, and given our tokens."""
        host = host_of(url)
        if self.development:
            return on_loopback(host)
        return _safe(url) and host in (*self.hosts, host_of(self.service_url))


def read(env: Mapping[str, str]) -> Settings | None:
    """The settings, or None if Teams is not configured at all. Raises SettingsError with every
    problem at once."""
    given = {v.name: env.get(v.name, "").strip() for v in VARIABLES}
    if not any(given.values()):
        return None
    problems: list[str] = []
    development = given["TEAMS_DEVELOPMENT"] == "1"
    if given["TEAMS_DEVELOPMENT"] not in ("", "0", "1"):
        problems.append("TEAMS_DEVELOPMENT must be 1 or 0.")
    if development:
        problems += _of_development(given["MicrosoftAppId"], env.get("HOST", "").strip())
    else:
        problems += _of_registration(given)
    kind = KINDS.get(given["MicrosoftAppType"].lower())
    if kind is None:
        problems.append(_kind_problem(given["MicrosoftAppType"]))
    cloud = BY_CHANNEL_SERVICE.get(given["ChannelService"].rstrip("/"))
    if cloud is None:
        known = next(name for name in BY_CHANNEL_SERVICE if name)
        problems.append(f"ChannelService must be empty, or {known} in the US government's cloud.")
    more = [each.strip() for each in given["TEAMS_TENANTS"].split(",") if each.strip()]
    if not all(guid(each) for each in more):
        problems.append("TEAMS_TENANTS must hold tenants' IDs (GUIDs) with commas between them.")
    url = given["TEAMS_SERVICE_URL"]
    if url and not _safe(url):
        problems.append(
            "TEAMS_SERVICE_URL must begin with https://; http:// is for this machine alone."
        )
    memory = Path(given["TEAMS_MEMORY"] or MEMORY)
    if not memory.parent.is_dir():
        problems.append("TEAMS_MEMORY names a file in a folder that is not there.")
    if problems or kind is None or cloud is None:
        raise SettingsError(problems)
    tenant = guid(given["MicrosoftAppTenantId"])
    return Settings(
        app_id=guid(given["MicrosoftAppId"]),
        password=given["MicrosoftAppPassword"] if kind == "SingleTenant" else "",
        kind=kind,
        tenant=tenant,
        tenants=frozenset(each for each in (tenant, *map(guid, more)) if each),
        service_url=url or cloud.service_url,
        hosts=cloud.hosts,
        issuer=cloud.issuer,
        keys_url=cloud.keys_url,
        login=cloud.login,
        scope=cloud.scope,
        graph_url=cloud.graph_url,
        # A stand-in of Teams on this machine shows such messages to everyone.
        targeted=cloud.targeted and not development,
        memory=memory,
        development=development,
    )


def _of_development(app_id: str, host: str) -> list[str]:
    problems: list[str] = []
    if app_id:
        problems.append(
            "TEAMS_DEVELOPMENT and MicrosoftAppId are both set: with an app registration everyone"
            " is authenticated. Take one of them away."
        )
    if not on_loopback(host):
        problems.append(
            "TEAMS_DEVELOPMENT lets everyone in who reaches the port: set HOST to 127.0.0.1,"
            " localhost or ::1."
        )
    return problems


def _of_registration(given: Mapping[str, str]) -> list[str]:
    problems: list[str] = []
    if not given["MicrosoftAppId"]:
        problems.append(
            "MicrosoftAppId is missing: copy the Application (client) ID from the app"
            " registration's page Overview. To try the bot without one, see TEAMS_DEVELOPMENT."
        )
    elif not guid(given["MicrosoftAppId"]):
        problems.append("MicrosoftAppId is not an ID such as the app registration's page shows.")
    managed = KINDS.get(given["MicrosoftAppType"].lower()) == "UserAssignedMSI"
    if not given["MicrosoftAppPassword"] and not managed:
        problems.append(
            "MicrosoftAppPassword is missing: make a client secret on the app registration's page"
            " Certificates & secrets, and copy its value."
        )
    if not guid(given["MicrosoftAppTenantId"]):
        problems.append(
            "MicrosoftAppTenantId is missing or no ID: copy the Directory (tenant) ID from the app"
            " registration's page Overview."
        )
    return problems


def _kind_problem(kind: str) -> str:
    if kind.lower() == "multitenant":
        return (
            "MicrosoftAppType MultiTenant is not supported, since Microsoft makes no such bots any"
            " more: use SingleTenant, and list more tenants in TEAMS_TENANTS."
        )
    return "MicrosoftAppType must be SingleTenant or UserAssignedMSI."


def guid(text: str) -> str:
    """An ID as Teams writes it, or nothing if it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _safe(url: str) -> bool:
    """Whether our tokens may be sent there."""
    host = host_of(url)
    scheme = url.partition(":")[0].lower()
    return bool(host) and (scheme == "https" or (scheme == "http" and on_loopback(host)))


def host_of(url: str) -> str:
    """The host of an address, in small letters; nothing if there is none, or if readers might
    disagree about it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return "" if "@" in parts.netloc or "\\" in url else host


def on_loopback(host: str) -> bool:
    """Whether an address or name of a host means this machine alone."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
