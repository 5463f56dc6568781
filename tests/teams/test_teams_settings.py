"""What has to be set to run on Teams, and what is said when it is not."""

from pathlib import Path

import pytest

from adapters.teams.clouds import PUBLIC, US_GOVERNMENT
from adapters.teams.settings import Settings, on_loopback, read
from bot.protocol.adapter import SettingsError

APP = "22222222-2222-4222-8222-222222222222"
TENANT = "11111111-1111-4111-8111-111111111111"
OTHER = "33333333-3333-4333-8333-333333333333"
APP_SET = {
    "MicrosoftAppId": APP,
    "MicrosoftAppPassword": "hidden",
    "MicrosoftAppTenantId": TENANT,
}


def problems(env: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as error:
        read(env)
    return error.value.problems


@pytest.mark.parametrize("env", [{}, {"PORT": "80"}, {"MicrosoftAppId": " "}])
def test_without_anything_teams_is_not_configured(env: dict[str, str]):
    assert read(env) is None


def test_a_registration_in_one_tenant_is_enough():
    assert read(APP_SET) == Settings(
        app_id=APP, password="hidden", tenant=TENANT, tenants=frozenset({TENANT})
    )


def test_a_managed_identity_has_no_secret():
    env = APP_SET | {"MicrosoftAppType": "UserAssignedMSI"}
    settings = read(env)
    assert settings is not None
    assert (settings.kind, settings.password) == ("UserAssignedMSI", "")
    assert read({name: env[name] for name in env if name != "MicrosoftAppPassword"}) == settings


def test_more_tenants_may_be_let_in():
    settings = read(APP_SET | {"TEAMS_TENANTS": f" {OTHER.upper()} ,"})
    assert settings is not None
    assert settings.tenants == {TENANT, OTHER}
    assert len(problems(APP_SET | {"TEAMS_TENANTS": "contoso.onmicrosoft.com"})) == 1


def test_the_us_government_has_addresses_of_its_own():
    settings = read(APP_SET | {"ChannelService": "https://botframework.azure.us"})
    assert settings is not None
    assert settings.issuer == US_GOVERNMENT.issuer != PUBLIC.issuer
    assert settings.keys_url == US_GOVERNMENT.keys_url
    assert settings.login == US_GOVERNMENT.login
    assert settings.scope == US_GOVERNMENT.scope
    assert settings.graph_url == US_GOVERNMENT.graph_url
    assert settings.service_url == US_GOVERNMENT.service_url
    assert not settings.targeted
    assert settings.trusts("https://smba.infra.dod.teams.microsoft.us/teams/")
    assert not settings.trusts(PUBLIC.service_url)
    [problem] = problems(APP_SET | {"ChannelService": "https://botframework.azure.cn"})
    assert problem.startswith("ChannelService")


def test_where_to_send_and_what_to_keep_can_be_told(tmp_path: Path):
    url = "https://smba.trafficmanager.net/emea/"
    settings = read(
        APP_SET | {"TEAMS_SERVICE_URL": url, "TEAMS_MEMORY": str(tmp_path / "teams.db")}
    )
    assert settings is not None
    assert (settings.service_url, settings.memory) == (url, tmp_path / "teams.db")
    [problem] = problems(APP_SET | {"TEAMS_MEMORY": str(tmp_path / "nowhere" / "teams.db")})
    assert problem.startswith("TEAMS_MEMORY")


@pytest.mark.parametrize(
    "url", ["http://smba.trafficmanager.net/", "smba", "ftp://x/", "https://", "http://[::1"]
)
def test_tokens_are_sent_over_https_only(url: str):
    [problem] = problems(APP_SET | {"TEAMS_SERVICE_URL": url})
    assert problem.startswith("TEAMS_SERVICE_URL")


def test_teams_is_trusted_at_its_own_hosts_and_at_the_one_that_is_told():
    settings = read(APP_SET | {"TEAMS_SERVICE_URL": "https://Proxy.example/teams/"})
    assert settings is not None
    for url in ("https://smba.trafficmanager.net/emea/", "https://proxy.example/amer/",
                "HTTPS://smba.infra.gcc.teams.microsoft.com/teams"):  # fmt: skip
        assert settings.trusts(url)
    for url in ("", "https://", "http://proxy.example/", "https://x.proxy.example/",
                US_GOVERNMENT.service_url, "https://a@smba.trafficmanager.net/"):  # fmt: skip
        assert not settings.trusts(url)
    development = Settings(development=True)
    assert development.trusts("http://127.0.0.1:80/")
    assert not development.trusts(PUBLIC.service_url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:80/", "http://localhost/", "http://[::1]/"])
def test_or_to_this_machine(url: str):
    assert read(APP_SET | {"TEAMS_SERVICE_URL": url}) is not None


def test_every_problem_is_told_at_once_and_no_secret_with_it():
    told = problems(
        {
            "MicrosoftAppPassword": "hidden",
            "MicrosoftAppType": "MultiTenant",
            "ChannelService": "x",
            "TEAMS_TENANTS": "x",
            "TEAMS_SERVICE_URL": "x",
            "TEAMS_DEVELOPMENT": "yes",
        }
    )
    assert [each.split()[0] for each in told] == [
        "TEAMS_DEVELOPMENT",
        "MicrosoftAppId",
        "MicrosoftAppTenantId",
        "MicrosoftAppType",
        "ChannelService",
        "TEAMS_TENANTS",
        "TEAMS_SERVICE_URL",
    ]
    assert "hidden" not in "".join(told)
    assert "SingleTenant, and list more tenants in TEAMS_TENANTS" in told[3]


def test_what_is_missing_is_told():
    assert [each.split()[0] for each in problems({"MicrosoftAppType": "Singletenant"})] == [
        "MicrosoftAppId",
        "MicrosoftAppPassword",
        "MicrosoftAppTenantId",
    ]
    [problem] = problems(APP_SET | {"MicrosoftAppType": "Shared"})
    assert problem == "MicrosoftAppType must be SingleTenant or UserAssignedMSI."
    [problem] = problems(APP_SET | {"MicrosoftAppId": "roundtable"})
    assert problem.startswith("MicrosoftAppId is not an ID")


def test_without_an_app_it_runs_only_for_development_on_this_machine():
    development = {"TEAMS_DEVELOPMENT": "1", "HOST": "127.0.0.1"}
    assert read(development) == Settings(development=True, targeted=False)
    for host in ("localhost", "::1"):
        assert read(development | {"HOST": host}) is not None
    for host in ("", "0.0.0.0", "::", "192.168.0.2", "roundtable.example"):
        [problem] = problems(development | {"HOST": host})
        assert "set HOST" in problem
    [problem] = problems(APP_SET | development)
    assert "MicrosoftAppId" in problem
    assert len(problems({"TEAMS_DEVELOPMENT": "0"})) == 3


def test_this_machine_goes_by_few_names():
    assert all(map(on_loopback, ("127.0.0.1", "127.8.9.1", "::1", "localhost", "::ffff:127.0.0.1")))
    assert not any(
        map(on_loopback, ("", "10.0.0.1", "::ffff:10.0.0.1", "localhost.example", "fe80::1"))
    )


def test_the_secret_is_in_no_repr():
    assert "hidden" not in repr(read(APP_SET))
