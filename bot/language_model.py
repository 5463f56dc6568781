"""The settings of a language model, for cohorts and summaries that are to use one.

They only say where it is: nothing is sent to it before somebody switches it on.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import get_args
from urllib.parse import SplitResult, urlsplit

from bot.insight.model.endpoint import Api, Endpoint
from bot.protocol.adapter import SettingsError, Variable

VARIABLES = (
    Variable(
        name="MODEL_NAME",
        meaning="a language model for summaries where somebody switches it on; none unless told "
        "otherwise",
    ),
    Variable(
        name="MODEL_API",
        meaning="how it is spoken to: openai, as many others do too, or anthropic; openai unless "
        "told otherwise",
    ),
    Variable(
        name="MODEL_URL",
        meaning="its address, such as http://localhost:11434/v1; that of OpenAI or Anthropic "
        "unless told otherwise",
    ),
    Variable(name="MODEL_KEY", meaning="its key", secret=True),
    Variable(
        name="MODEL_SECONDS",
        meaning="how long it has for a summary before it is made without; 90 unless told otherwise",
    ),
    Variable(
        name="MODEL_CHARACTERS",
        meaning="how many characters it reads at once; 24000 unless told otherwise",
    ),
)
_ADDRESSES: Mapping[Api, str] = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
}
# Workers give a job four minutes.
_SECONDS = range(1, 201)
_CHARACTERS = range(2_000, 1_000_001)


def read(env: Mapping[str, str]) -> Endpoint | None:
    """The language model; None where none is named. Raises SettingsError with every problem."""
    told = {each.name: env.get(each.name, "").strip() for each in VARIABLES}
    if not any(told.values()):
        return None
    problems: list[str] = []
    if not told["MODEL_NAME"]:
        problems.append("MODEL_NAME must say which model, as its endpoint calls it.")
    api: Api | None = next(
        (each for each in get_args(Api) if each == (told["MODEL_API"].lower() or "openai")), None
    )
    if api is None:
        problems.append("MODEL_API must be openai or anthropic.")
    url = told["MODEL_URL"]
    if url and (problem := _wrong(url)):
        problems.append(problem)
    # A server of one's own may ask for none.
    if not url and not told["MODEL_KEY"]:
        problems.append("MODEL_KEY is needed, unless MODEL_URL names a server that asks for none.")
    if not told["MODEL_KEY"].isascii() or not told["MODEL_KEY"].isprintable():
        problems.append("MODEL_KEY holds a character that no key has.")
    seconds = _number(told["MODEL_SECONDS"] or "90", _SECONDS)
    if seconds is None:
        problems.append(f"MODEL_SECONDS must be a number from 1 to {_SECONDS[-1]}.")
    most = _number(told["MODEL_CHARACTERS"] or "24000", _CHARACTERS)
    if most is None:
        problems.append(
            f"MODEL_CHARACTERS must be a number from {_CHARACTERS[0]} to {_CHARACTERS[-1]}."
        )
    if problems or api is None or seconds is None or most is None:
        raise SettingsError(problems)
    return Endpoint(
        api=api,
        url=url or _ADDRESSES[api],
        name=told["MODEL_NAME"],
        key=told["MODEL_KEY"],
        seconds=seconds,
        most=most,
    )


def _wrong(url: str) -> str | None:
    """What is wrong with an address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "MODEL_URL is no address."
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        return "MODEL_URL must be an address such as https://models.example/v1."
    if parts.username is not None or parts.password is not None:
        return "MODEL_URL must hold no password; MODEL_KEY is the place for a key."
    if parts.scheme == "http" and not _is_near(parts):
        return "MODEL_URL must begin with https://, or words of members could be read on the way."
    return None


def _is_near(parts: SplitResult) -> bool:
    """Whether an address is of a network of one's own: by its number, or a name without dots."""
    host = parts.hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host


def _number(text: str, allowed: range) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return number if number is not None and number in allowed else None
