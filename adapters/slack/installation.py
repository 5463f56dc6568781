"""One workspace's installation, as Slack grants it and as the vault keeps it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from adapters.slack.install import Install


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """``installed`` and ``ends`` are seconds since 1970: when it was granted, and when ``token``
    expires. Without token rotation there are no ``refresh`` and ``ends``. Tokens stay out of
    ``repr`` so that no log can show them."""

    install: Install
    token: str = field(repr=False)
    installed: float
    refresh: str = field(default="", repr=False)
    ends: float | None = None

    @property
    def workspace(self) -> str:
        return self.install.workspace

    @property
    def mark(self) -> str:
        """Another one for each time the app is installed, the same however tokens change."""
        return f"{self.workspace}/{self.installed}"

    def dump(self) -> str:
        """As text, tokens included: for the vault alone."""
        return json.dumps(asdict(self))

    @staticmethod
    def load(text: str) -> "Installation":
        """What ``dump`` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        kept = json.loads(text)
        return Installation(**{**kept, "install": Install(**kept["install"])})

    def renewed(self, said: Mapping[str, Any], now: float) -> "Installation":
        """The same with the tokens that Slack gave in exchange for the refresh token."""
        return replace(self, token=str(said["access_token"]), **_rotation(said, now))


def granted(said: Mapping[str, Any], who: Mapping[str, Any], now: float) -> Installation:
    """The installation that Slack's answers to ``oauth.v2.access`` and ``auth.test`` stand for."""
    return Installation(
        install=Install(
            workspace=str(said["team"]["id"]),
            user=str(said.get("bot_user_id") or who["user_id"]),
            bot=who.get("bot_id") or "",
            name=said["team"].get("name") or who.get("team") or "",
            url=who.get("url") or "",
            enterprise=(said.get("enterprise") or {}).get("id") or "",
        ),
        token=str(said["access_token"]),
        installed=now,
        **_rotation(said, now),
    )


def _rotation(said: Mapping[str, Any], now: float) -> dict[str, Any]:
    if not said.get("refresh_token"):
        return {"refresh": "", "ends": None}
    return {"refresh": str(said["refresh_token"]), "ends": now + float(said["expires_in"])}
