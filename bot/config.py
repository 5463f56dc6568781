"""The configuration: environment variables, read once, with every problem shown together."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from bot import language_model
from bot.engine.keyring import Keyring
from bot.insight.model.endpoint import Endpoint
from bot.logs import FORMATS
from bot.protocol.adapter import SettingsError, Variable
from bot.store.database import normal_url

VARIABLES = (
    Variable(
        name="DATABASE_URL",
        meaning="where everything is kept; sqlite:///roundtable.db unless told otherwise, or "
        "postgresql://user:password@host/name",
        secret=True,
    ),
    Variable(name="HOST", meaning="the address to listen on; 0.0.0.0 unless told otherwise"),
    Variable(name="PORT", meaning="the port to listen on; 3978 unless told otherwise"),
    Variable(
        name="ROUNDTABLE_PROMPTS",
        meaning="a folder of your own prompts, programmes and agreements, beside those that ship",
    ),
    Variable(
        name="ROUNDTABLE_KEY",
        meaning="a key from 'python -m bot key': it seals the secrets that are kept; several with "
        "commas between them, the newest first",
        secret=True,
    ),
    Variable(
        name="ROUNDTABLE_PROXIES",
        meaning="public addresses or networks of reverse proxies, with commas between them; needed "
        "only where one calls the bot over the Internet",
    ),
    Variable(name="LOG_LEVEL", meaning="debug, info, warning or error; info unless told otherwise"),
    Variable(
        name="LOG_FORMAT",
        meaning="plain, or json for one object a line; plain unless told otherwise",
    ),
    Variable(
        name="METRICS",
        meaning="who may read /metrics: 'local' for this machine alone, 'all' for whoever reaches "
        "the port, 'off'; local unless told otherwise",
    ),
    *language_model.VARIABLES,
)
_LEVELS = ("debug", "info", "warning", "error")

_READERS = ("local", "all", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What ``run`` needs besides the platforms' own settings."""

    database_url: str
    host: str
    port: int
    prompts: tuple[Path, ...]
    log_level: str
    log_format: str
    metrics: str
    keyring: Keyring
    proxies: tuple[str, ...] = ()
    model: Endpoint | None = None


def read(env: Mapping[str, str]) -> Config:
    """Read the configuration. Raises SettingsError with every problem at once."""
    problems: list[str] = []
    url = env.get("DATABASE_URL", "").strip() or "sqlite:///roundtable.db"
    try:
        url = normal_url(url)
        if not url.startswith(("sqlite", "postgresql")):
            problems.append("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    except ArgumentError:
        problems.append("DATABASE_URL is not a database's address, such as sqlite:///bot.db.")
    port = env.get("PORT", "").strip() or "3978"
    if not (port.isascii() and port.isdigit() and 0 <= int(port) < 65536):
        problems.append("PORT must be a number from 0 to 65535.")
        port = "0"
    level = (env.get("LOG_LEVEL", "").strip() or "info").lower()
    if level not in _LEVELS:
        problems.append(f"LOG_LEVEL must be one of {', '.join(_LEVELS)}.")
    form = (env.get("LOG_FORMAT", "").strip() or "plain").lower()
    if form not in FORMATS:
        problems.append(f"LOG_FORMAT must be one of {', '.join(FORMATS)}.")
    metrics = (env.get("METRICS", "").strip() or "local").lower()
    if metrics not in _READERS:
        problems.append(f"METRICS must be one of {', '.join(_READERS)}.")
    folder = env.get("ROUNDTABLE_PROMPTS", "").strip()
    if folder and not Path(folder).is_dir():
        problems.append("ROUNDTABLE_PROMPTS names a folder that is not there.")
    proxies = _listed(env, "ROUNDTABLE_PROXIES")
    try:
        for each in proxies:
            ip_network(each)
    except ValueError:
        problems.append("ROUNDTABLE_PROXIES must be addresses or networks, such as 203.0.113.7.")
    keyring = Keyring()
    try:
        keyring = Keyring(_listed(env, "ROUNDTABLE_KEY"))
    except ValueError:
        problems.append("ROUNDTABLE_KEY is no key: make one with python -m bot key.")
    model = None
    try:
        model = language_model.read(env)
    except SettingsError as error:
        problems += error.problems
    if problems:
        raise SettingsError(problems)
    return Config(
        database_url=url,
        # A server in a container; the documentation says when to listen on loopback.
        host=env.get("HOST", "").strip() or "0.0.0.0",  # noqa: S104  # nosec B104
        port=int(port),
        prompts=(Path(folder),) if folder else (),
        log_level=level,
        log_format=form,
        metrics=metrics,
        keyring=keyring,
        proxies=tuple(proxies),
        model=model,
    )


def _listed(env: Mapping[str, str], name: str) -> list[str]:
    """What stands between commas."""
    return [each for each in env.get(name, "").replace(" ", "").split(",") if each]
