"""Everything lies under one directory unless the environment says otherwise."""

from pathlib import Path

import pytest

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.installation.environment import make_environment
from jaarcyclus.settings import Settings

PROJECT = Path(__file__).resolve().parents[1]


def test_one_directory_holds_all_state(tmp_path: Path) -> None:
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path)})

    assert settings.var == tmp_path
    assert settings.ledger_url == f"sqlite:///{tmp_path}/ledger.sqlite"
    assert settings.store_url == f"file://{tmp_path}/artefacten"
    assert {settings.publicatie, settings.inbox, settings.klok_bestand} == {
        tmp_path / "publicatie",
        tmp_path / "inbox",
        tmp_path / "klok",
    }


def test_without_environment_state_lies_in_var_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert Settings.from_env({}).var == tmp_path / "var"


def test_profiles_come_with_the_project() -> None:
    assert Settings.from_env({}).profielen == PROJECT / "profiles"


def test_the_process_environment_is_read_when_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAARCYCLUS_VAR", str(tmp_path / "elders"))

    assert Settings.from_env().var == tmp_path / "elders"


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("LEDGER_URL", "postgresql+psycopg://db/dowr", "ledger_url", "postgresql+psycopg://db/dowr"),
        ("STORE_URL", "s3://dowr/artefacten", "store_url", "s3://dowr/artefacten"),
        ("STORE_SLEUTELS", "/run/sleutels", "store_sleutels", "/run/sleutels"),
        ("PROFIELEN", "/etc/jaarcyclus", "profielen", Path("/etc/jaarcyclus")),
        ("PUBLICATIE", "/srv/publicatie", "publicatie", Path("/srv/publicatie")),
        ("INBOX", "/srv/inbox", "inbox", Path("/srv/inbox")),
        ("KLOK_BESTAND", "/srv/klok", "klok_bestand", Path("/srv/klok")),
        ("ADRES", "https://Jaarcyclus.example/", "adres", "https://jaarcyclus.example"),
        ("HOSTS", "jc.intern, tweede.intern,", "hosts", "jc.intern,tweede.intern"),
        ("PROXY", "127.0.0.1, 10.0.0.0/8", "proxy", "127.0.0.1,10.0.0.0/8"),
        ("API", "http://api-server:8080", "api", "http://api-server:8080"),
        ("MAX_WERKBOEK_BYTES", "1000", "max_werkboek_bytes", 1000),
        ("MAX_LEES_SECONDEN", "5", "max_lees_seconden", 5),
        ("MAX_LEES_GEHEUGEN_BYTES", "2000", "max_lees_geheugen_bytes", 2000),
    ],
)
def test_each_setting_has_a_name_in_the_environment(name: str, value: str, field: str, expected: object) -> None:
    settings = Settings.from_env({f"JAARCYCLUS_{name}": value})

    assert getattr(settings, field) == expected


def test_a_stranger_s_file_may_cost_20_mb_60_seconds_and_1_gb() -> None:
    """The sane defaults of the intake."""
    settings = Settings.from_env({})

    assert settings.max_werkboek_bytes == 20_000_000
    assert settings.max_lees_seconden == 60
    assert settings.max_lees_geheugen_bytes == 1_000_000_000


@pytest.mark.parametrize("name", ["MAX_WERKBOEK_BYTES", "MAX_LEES_SECONDEN", "MAX_LEES_GEHEUGEN_BYTES"])
@pytest.mark.parametrize("value", ["20MB", "", "0", "-1", "1.5", "1_000", "²"])
def test_a_number_that_is_none_is_refused_with_its_name_and_what_to_do(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=f"JAARCYCLUS_{name} .* zet er een heel getal van 1 of meer in"):
        Settings.from_env({f"JAARCYCLUS_{name}": value})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ADRES", "jaarcyclus.example", "het adres in waar mensen Jaarcyclus vinden"),
        ("ADRES", "https://jaarcyclus.example/jc", "zonder pad"),  # the door for votes would not know its addresses
        ("ADRES", "https://*.example", "het adres in"),
        ("ADRES", "ftp://jaarcyclus.example", "het adres in"),
        ("HOSTS", "*", "namen van deze machine"),
        ("HOSTS", "jc.intern:8080", "zonder poort"),
        ("PROXY", "*", "IP-adressen van uw eigen proxy"),  # who believes everybody lets everybody choose an address
        ("PROXY", "proxy.intern", "IP-adressen van uw eigen proxy"),
        ("PROXY", "10.0.0.1/8", "IP-adressen van uw eigen proxy"),
    ],
)
def test_a_border_that_would_be_open_or_shut_by_mistake_is_refused(name: str, value: str, expected: str) -> None:
    with pytest.raises(InvalidSetting, match=f"JAARCYCLUS_{name} .*{expected}"):
        Settings.from_env({f"JAARCYCLUS_{name}": value})


def test_what_one_process_hands_to_another_reads_the_same(tmp_path: Path) -> None:
    """Every task gets the settings of `start` in its environment."""
    own = {"ADRES": "https://jaarcyclus.example:8443", "HOSTS": "jc.intern", "PROXY": "127.0.0.1,::1"}
    own |= {"GRAPH_TENANT": "gemeente.example", "GRAPH_GEHEIM_BESTAND": "geheimen/graph"}
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path)} | {f"JAARCYCLUS_{n}": v for n, v in own.items()})

    assert Settings.from_env(make_environment(settings, port=1, fast=True)) == settings


@pytest.mark.parametrize(
    ("name", "part", "field"),
    [
        ("OIDC_GEHEIM_BESTAND", "oidc", "secret_file"),
        ("GRAPH_GEHEIM_BESTAND", "graph", "secret_file"),
        ("GRAPH_CERTIFICAAT", "graph", "certificate_file"),
        ("GRAPH_CA", "graph", "ca_file"),
    ],
)
def test_a_file_is_found_from_where_its_setting_was_typed(
    name: str, part: str, field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part of Airflow starts in the folder of the program."""
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_env({f"JAARCYCLUS_{name}": "geheimen/bestand"})

    assert getattr(getattr(settings, part), field) == str(tmp_path / "geheimen" / "bestand")


def test_the_folder_of_an_installation_is_for_its_owner_only(tmp_path: Path) -> None:
    """Whoever made it first, and whatever mask the machine has: Airflow's database lies in it."""
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")})
    (tmp_path / "var").mkdir(mode=0o755)
    (tmp_path / "var").chmod(0o755)

    assert settings.open_var() is True
    assert settings.open_var() is False
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
