"""The secrets of an installation in containers: made once, and no service starts with a weak or public one."""

import re
from pathlib import Path

import pytest

from jaarcyclus.errors import InvalidSetting, Refused
from jaarcyclus.installation import keyring


def made(folder: Path) -> dict[str, str]:
    """Return what a fresh file holds, as compose reads it."""
    keyring.write(folder / ".env")
    lines = (folder / ".env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_secret_is_made_and_each_is_another(tmp_path: Path) -> None:
    found = made(tmp_path)

    assert set(found) == {f"JAARCYCLUS_GEHEIM_{name}" for name in keyring.SECRETS}
    assert len(set(found.values())) == len(found)
    assert keyring.require(found, keyring.SECRETS).keys() == keyring.SECRETS.keys()


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    made(tmp_path)

    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Other secrets than those of the database would shut an installation out of its own ledger."""
    before = made(tmp_path)
    with pytest.raises(Refused, match="bestaat al; er is niets geschreven"):
        keyring.write(tmp_path / ".env")

    assert [path.name for path in tmp_path.iterdir()] == [".env"]
    assert all(value in (tmp_path / ".env").read_text() for value in before.values())


def test_a_link_that_leads_elsewhere_is_there_too(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to(tmp_path / "elders")
    with pytest.raises(Refused):
        keyring.write(tmp_path / ".env")

    assert not (tmp_path / "elders").exists()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("JWT", "", "ontbreekt"),
        ("JWT", "airflow_jwt_secret", "bekende waarde"),  # what Airflow's own compose file hands out
        ("FERNET", "81HqDtbqAywKSOumSha3BhWNOdQ26slT6K0YaZeZyPs=", "bekende waarde"),
        ("SESSIE", "dev_api_secret_key_change_me_for_nonlocal_use_123456", "bekende waarde"),
        ("WACHTRIJ", "kort", "te makkelijk te raden"),
        ("LOGBOEK", "ab" * 20, "te makkelijk te raden"),
        ("AIRFLOW", "p@s:s/w#o r'd" + "abcdefghijklmnopqrstuvwxyz0123", "andere tekens"),
        ("FERNET", "abcdefghijklmnopqrstuvwxyz0123456789", "geen sleutel van Fernet"),
    ],
)
def test_a_service_refuses_a_secret_that_is_none(name: str, value: str, told: str, tmp_path: Path) -> None:
    """The sentence names the secret and what to do, and never the value."""
    found = made(tmp_path) | {f"JAARCYCLUS_GEHEIM_{name}": value}
    with pytest.raises(InvalidSetting) as refused:
        keyring.require(found, keyring.SECRETS)

    assert re.search(f"JAARCYCLUS_GEHEIM_{name} .*{told}", str(refused.value))
    assert "jaarcyclus geheimen maak" in str(refused.value)
    assert not value or value not in str(refused.value)


def test_one_secret_for_two_things_is_refused(tmp_path: Path) -> None:
    found = made(tmp_path)
    found["JAARCYCLUS_GEHEIM_AIRFLOW"] = found["JAARCYCLUS_GEHEIM_LOGBOEK"]

    with pytest.raises(InvalidSetting, match="gelijk aan een ander geheim"):
        keyring.require(found, keyring.SECRETS)


def test_a_service_needs_no_secret_that_is_not_its_own(tmp_path: Path) -> None:
    """PostgreSQL's own password is for PostgreSQL and init only."""
    found = made(tmp_path)
    del found["JAARCYCLUS_GEHEIM_BEHEER"]

    assert "BEHEER" not in keyring.require(found, keyring.SECRETS.keys() - {keyring.SUPERUSER})
