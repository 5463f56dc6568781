"""Where our tokens come from: the SDK's credentials, and MSAL under them."""

import asyncio
import json
import logging
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from botframework.connector.auth import (
    AppCredentials,
    ManagedIdentityServiceClientCredentialsFactory,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
    ServiceClientCredentialsFactory,
)
from msal import ConfidentialClientApplication

from adapters.teams import credentials
from adapters.teams.clouds import PUBLIC
from adapters.teams.credentials import KEPT, REST, NoCredentials, NoToken, SdkCredentials
from adapters.teams.settings import Settings
from tests.teams.standin_state import APP, TENANT

SCOPE = "https://api.botframework.com"
SETTINGS = Settings(app_id=APP, password="a secret", tenant=TENANT)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Login(ServiceClientCredentialsFactory):
    """Hands out numbered tokens, or fails with ``trouble``; waits for ``opened`` first."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.opened = threading.Event()
        self.opened.set()
        self.asked: list[str] = []
        self.made = 0

    async def is_valid_app_id(self, app_id: str) -> bool:
        return True

    async def is_authentication_disabled(self) -> bool:
        return False

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> AppCredentials:
        self.made += 1
        return _Source(self, app_id, oauth_scope)


class _Source(AppCredentials):
    def __init__(self, login: Login, app_id: str, scope: str) -> None:
        super().__init__(app_id=app_id, oauth_scope=scope)
        self._login = login

    def get_access_token(self, force_refresh: bool = False) -> str:
        self._login.opened.wait()
        self._login.asked.append(self.oauth_scope)
        if self._login.trouble is not None:
            raise self._login.trouble
        return f"{self.oauth_scope} {len(self._login.asked)}"


def of(login: Login, clock: Clock) -> SdkCredentials:
    return SdkCredentials(login, APP, PUBLIC.login, clock)


def test_a_token_is_used_for_a_while_and_then_fetched_again():
    async def play() -> None:
        login, clock = Login(), Clock()
        ours = of(login, clock)
        assert [await ours.token(SCOPE) for _ in range(3)] == [f"{SCOPE} 1"] * 3
        clock.now += KEPT + 1
        assert await ours.token(SCOPE) == f"{SCOPE} 2"
        assert login.made == 1

    asyncio.run(play())


def test_each_scope_has_its_own_token_by_whichever_name():
    async def play() -> None:
        login = Login()
        ours = of(login, Clock())
        assert await ours.token(SCOPE) == await ours.token(f"{SCOPE}/.default")
        await ours.token("https://graph.microsoft.com/.default")
        assert login.asked == [SCOPE, "https://graph.microsoft.com"]

    asyncio.run(play())


def test_all_who_wait_share_one_fetch_even_if_one_of_them_gives_up():
    async def play() -> None:
        login = Login()
        login.opened.clear()
        ours = of(login, Clock())
        waiting = [asyncio.create_task(ours.token(SCOPE)) for _ in range(3)]
        while login.made == 0:
            await asyncio.sleep(0)
        waiting[0].cancel()
        login.opened.set()
        assert await asyncio.gather(*waiting[1:]) == [f"{SCOPE} 1"] * 2

    asyncio.run(play())


def test_a_forgotten_token_is_fetched_again_past_what_the_sdk_keeps():
    async def play() -> None:
        login = Login()
        ours = of(login, Clock())
        await ours.token(SCOPE)
        ours.forget(f"{SCOPE}/.default")
        assert await ours.token(SCOPE) == f"{SCOPE} 2"
        assert login.made == 2

    asyncio.run(play())


def test_a_failure_is_told_by_its_code_and_shared_for_a_moment(caplog: pytest.LogCaptureFixture):
    async def play() -> None:
        login, clock = Login(), Clock()
        login.trouble = PermissionError("AADSTS7000215: Invalid client secret 'a secret'.")
        ours = of(login, clock)
        for _ in range(3):
            with pytest.raises(NoToken, match=r"^AADSTS7000215$"):
                await ours.token(SCOPE)
        assert len(login.asked) == len(caplog.records) == 1
        assert "a secret" not in caplog.text
        login.trouble = None
        clock.now += REST + 1
        assert await ours.token(SCOPE) == f"{SCOPE} 2"

    with caplog.at_level(logging.WARNING):
        asyncio.run(play())


def test_what_fails_without_a_code_is_told_by_its_kind():
    async def play() -> None:
        login = Login()
        login.trouble = KeyError("access_token")
        with pytest.raises(NoToken, match=r"^KeyError$"):
            await of(login, Clock()).token(SCOPE)

    asyncio.run(play())


def test_a_login_service_that_keeps_silent_is_not_waited_for():
    async def play() -> None:
        login = Login()
        login.opened.clear()
        ours = SdkCredentials(login, APP, PUBLIC.login, Clock(), patience=0.01)
        with pytest.raises(NoToken, match="silent"):
            await ours.token(SCOPE)
        login.opened.set()
        await asyncio.gather(*ours._attempts.values())
        assert await ours.token(SCOPE) == f"{SCOPE} 1"
        assert login.made == 1

    asyncio.run(play())


class Http:
    """What MSAL speaks through: a login service that knows one secret."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def get(self, url: str, **_: Any) -> Any:
        base = f"https://login.microsoftonline.com/{TENANT}"
        if "discovery/instance" in url:
            return _page({"tenant_discovery_endpoint": f"{base}/v2.0/openid", "metadata": []})
        return _page(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
            }
        )

    def post(self, url: str, data: Any = None, **_: Any) -> Any:
        self.asked.append(data)
        if data["client_secret"] != "a secret":
            told = {"error": "invalid_client", "error_description": "AADSTS7000215: no secret"}
            return _page(told, 401)
        return _page({"access_token": "ours", "token_type": "Bearer", "expires_in": 3600})

    def close(self) -> None:
        pass


def _page(said: Any, status: int = 200) -> Any:
    return SimpleNamespace(status_code=status, text=json.dumps(said), headers={})


class OverHttp(PasswordServiceClientCredentialFactory):
    """The SDK's own, whose MSAL speaks through ``Http``."""

    def __init__(self, http: Http, password: str) -> None:
        super().__init__(APP, password, TENANT)
        self._http = http

    async def create_credentials(self, *args: Any, **more: Any) -> Any:
        made = await super().create_credentials(*args, **more)
        assert isinstance(made, MicrosoftAppCredentials)
        made.app = ConfidentialClientApplication(  # pyright: ignore[reportAttributeAccessIssue]
            APP,
            client_credential=made.microsoft_app_password,
            authority=made.oauth_endpoint,
            http_client=self._http,
        )
        return made


def test_the_sdk_asks_the_apps_own_tenant_for_the_whole_scope():
    async def play() -> None:
        http = Http()
        ours = SdkCredentials(OverHttp(http, "a secret"), APP, PUBLIC.login)
        assert await ours.token(f"{SCOPE}/.default") == "ours"
        assert [asked["scope"] for asked in http.asked] == [f"{SCOPE}/.default"]

    asyncio.run(play())


def test_a_wrong_secret_is_told_by_microsofts_code():
    async def play() -> None:
        ours = SdkCredentials(OverHttp(Http(), "another"), APP, PUBLIC.login)
        with pytest.raises(NoToken, match=r"^AADSTS7000215$"):
            await ours.token(SCOPE)

    asyncio.run(play())


def test_msal_is_told_how_long_to_wait(monkeypatch: pytest.MonkeyPatch):
    asked: list[Any] = []

    class Application:
        def __init__(self, app_id: str, **how: Any) -> None:
            asked.append((app_id, how))

        def acquire_token_silent(self, *_: Any, **__: Any) -> Any:
            return {"access_token": "ours"}

    async def play() -> None:
        assert await credentials.credentials_of(SETTINGS).token(SCOPE) == "ours"

    monkeypatch.setattr(credentials, "ConfidentialClientApplication", Application)
    asyncio.run(play())
    [(app_id, how)] = asked
    assert app_id == APP
    assert how["authority"] == f"https://login.microsoftonline.com/{TENANT}"
    assert how["timeout"] == credentials.PATIENCE


def test_the_settings_say_what_stands_behind_our_calls():
    password = credentials.credentials_of(SETTINGS)
    assert isinstance(password, SdkCredentials)
    assert isinstance(password._factory, PasswordServiceClientCredentialFactory)
    managed = credentials.credentials_of(replace(SETTINGS, kind="UserAssignedMSI"))
    assert isinstance(managed, SdkCredentials)
    assert isinstance(managed._factory, ManagedIdentityServiceClientCredentialsFactory)
    nothing = credentials.credentials_of(Settings(development=True))
    assert isinstance(nothing, NoCredentials)
    nothing.forget(SCOPE)
    assert asyncio.run(nothing.token(SCOPE)) is None
