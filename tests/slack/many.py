"""Slack with several workspaces: somebody allows the app there, and its tokens come, change and end.

Beside the Web API that every test has: ``oauth.v2.access`` with codes and refresh tokens,
``apps.uninstall``, and a token for every other call, which tells whose bot calls.
"""

import itertools
from base64 import b64decode
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from aiohttp import web

from tests.slack.standin import Call, Json, Refusal, StandIn, Trouble

CLIENT_ID, CLIENT_SECRET = "1234.5678", "client-secret-e1c2"
HOURS_12 = 43_200
GRACE = 60.0
"""Seconds for which a used refresh token is good here; Slack says "a short grace period"."""

_caller: ContextVar[str] = ContextVar("caller", default="")


@dataclass(slots=True, kw_only=True)
class Grant:
    """A token: whose it is, and until when (seconds since 1970) it is good."""

    team: str
    ends: float | None = None
    revoked: bool = False


def bot_of(team: str) -> str:
    return f"U0BOT{team[1:]}"


class ManyWorkspaces(StandIn):
    """``rotates``: whether tokens expire. ``organisation`` is the id under which Enterprise Grid's
    installations are made."""

    def __init__(self, now: Callable[[], float], *, rotates: bool = False) -> None:
        super().__init__(now)
        self.rotates = rotates
        self.names: dict[str, str] = {}
        self.tokens: dict[str, Grant] = {}
        self.refreshing: dict[str, Grant] = {}
        self.by: list[tuple[str, Call]] = []
        """Whose bot made which call."""
        self.troubled: dict[str, Trouble] = {}
        """What every call of a workspace's bot meets."""
        self._codes: dict[str, Json] = {}
        self._serial = itertools.count(1)

    # What happens in a workspace

    def allow(self, team: str, name: str = "", *, organisation: str = "") -> str:
        """Somebody allows the app in a workspace, or (``organisation``) everywhere: the code."""
        self.names[team] = name or self.names.get(team, team.title())
        code = f"code-{next(self._serial)}-secret"
        grid = {"id": organisation, "name": "Grid"} if organisation else None
        self._codes[code] = {
            "team": None if organisation else {"id": team, "name": self.names[team]},
            "enterprise": grid,
            "is_enterprise_install": bool(organisation),
        }
        return code

    def remove(self, team: str) -> None:
        """Somebody takes the app out of a workspace."""
        for grant in (*self.tokens.values(), *self.refreshing.values()):
            grant.revoked |= grant.team == team

    def called(self, method: str) -> list[tuple[str, Json]]:
        """Who called a method, and with what."""
        return [(team, call.args) for team, call in self.by if call.method == method]

    # What the Web API does

    async def _api(self, request: web.Request) -> web.StreamResponse:
        token = request.headers.get("Authorization", "")
        _caller.set(token)
        team = self._team(token)
        if team in self.troubled and "oauth" not in request.path:
            self.next(request.match_info["method"], self.troubled[team])
        return await super()._api(request)

    def _team(self, authorization: str) -> str:
        grant = self.tokens.get(authorization.removeprefix("Bearer "))
        return grant.team if grant else ""

    def _do(self, method: str, args: Json) -> Json:
        if method != "oauth.v2.access":
            token = _caller.get()
            self.by.append((self._team(token), Call(method=method, args=args)))
            if method != "apps.connections.open" and (word := self._bad(token)):
                return {"ok": False, "error": word}
        return super()._do(method, args)

    def _bad(self, authorization: str) -> str | None:
        grant = self.tokens.get(authorization.removeprefix("Bearer "))
        if grant is None:
            return "invalid_auth"
        if grant.revoked:
            return "token_revoked"
        return "token_expired" if grant.ends and grant.ends <= self._seconds() else None

    def _auth_test(self, args: Json) -> Json:
        team = self._team(_caller.get())
        return {
            "url": f"https://{team.lower()}.slack.com/",
            "team": self.names[team],
            "team_id": team,
            "user_id": bot_of(team),
            "bot_id": f"B{team}",
        }

    def _oauth_v2_access(self, args: Json) -> Json:
        kind, _, secret = _caller.get().partition(" ")
        if kind != "Basic" or b64decode(secret).decode() != f"{CLIENT_ID}:{CLIENT_SECRET}":
            raise Refusal("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            return self._refreshed(args["refresh_token"])
        if (found := self._codes.pop(args.get("code", ""), None)) is None:
            raise Refusal("invalid_code")
        return found | self._granted((found["team"] or found["enterprise"])["id"])

    def _refreshed(self, refresh: str) -> Json:
        grant = self.refreshing.get(refresh)
        if grant is None or grant.revoked or (grant.ends or 2e12) <= self._seconds():
            raise Refusal("invalid_refresh_token")
        grant.ends = grant.ends or self._seconds() + GRACE
        return self._granted(grant.team)

    def _granted(self, team: str) -> Json:
        number = next(self._serial)
        said: Json = {
            "access_token": f"xoxb-{team}-{number}-secret",
            "token_type": "bot",
            "scope": "chat:write",
            "bot_user_id": bot_of(team),
            "app_id": "A0APP",
        }
        grant = Grant(team=team)
        if self.rotates:
            grant.ends = self._seconds() + HOURS_12
            refresh = f"xoxe-{team}-{number}-secret"
            self.refreshing[refresh] = Grant(team=team)
            said |= {"refresh_token": refresh, "expires_in": HOURS_12}
        self.tokens[said["access_token"]] = grant
        return said

    def _apps_uninstall(self, args: Json) -> Json:
        if (args.get("client_id"), args.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refusal("bad_client_secret")
        self.remove(self._team(_caller.get()))
        return {}

    def _chat_postmessage(self, args: Json) -> Json:
        said = super()._chat_postmessage(args)
        return said | {"message": said["message"] | {"team": self._team(_caller.get())}}
