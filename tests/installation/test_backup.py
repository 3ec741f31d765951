"""A backup of an installation with open gates: whole, private, found out when it is not, and put back elsewhere."""

import io
import resource
import sqlite3
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from builders.dossier import PROFILES, Office, open_gates, with_version
from builders.export import export_dossier
from jaarcyclus.errors import InvalidArchive, InvalidSetting, Refused, StoreFailed
from jaarcyclus.installation import backup
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.settings import Settings
from jaarcyclus.steps import contacts
from jaarcyclus.steps.confirmations import confirm_ledger
from jaarcyclus.steps.workspace import open_workspace


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An installation with two gates open, a database of Airflow's and a password."""
    made = with_version(tmp_path / "var", "begroting")
    open_gates(made)
    var = made.workspace.settings.var
    (var / "airflow" / "logs").mkdir(parents=True)
    (var / "airflow" / "logs" / "lang.log").write_text("regel\n")
    with sqlite3.connect(var / "airflow" / "airflow.db") as database:
        database.execute("CREATE TABLE dag_run (id INTEGER)")
    (var / "wachtwoorden").write_text("dowr-controller geheim\n")
    return made


@pytest.fixture
def made(office: Office, tmp_path: Path) -> Path:
    path = tmp_path / "kopie.tar"
    backup.make(office.workspace.settings, path)
    return path


def elsewhere(tmp_path: Path) -> Settings:
    """Return another machine: nothing of the first is there."""
    places = {"JAARCYCLUS_VAR": str(tmp_path / "nieuw" / "var"), "JAARCYCLUS_PROFIELEN": str(tmp_path / "nieuw" / "p")}
    return Settings.from_env(places)


def test_put_back_elsewhere_every_dossier_is_the_same_and_holds(office: Office, made: Path, tmp_path: Path) -> None:
    settings = elsewhere(tmp_path)
    backup.put_back(settings, made)

    again = open_workspace(settings)
    with pytest.raises(Refused, match="jaarcyclus handeling terugzetting dowr"):
        again.dossier(office.dossier)
    confirm_ledger(again, "dowr", "controller", reason="Een nieuwe server.")

    assert again.ledger.events(office.dossier) == office.workspace.ledger.events(office.dossier)
    assert verify_zip(export_dossier(again, office.dossier)).houdt
    assert [gate.gate for gate in again.dossier(office.dossier).gates if gate.is_open]
    assert (settings.profielen / "dowr.yaml").read_bytes() == (PROFILES / "dowr.yaml").read_bytes()


def test_where_people_want_to_be_told_is_in_it_and_in_no_export(office: Office, tmp_path: Path) -> None:
    """With the key that it is sealed by; an accountant gets neither."""
    contacts.choose(office.workspace, "dowr", "controller", mail="c@raalte.nl", teams=None)
    backup.make(office.workspace.settings, tmp_path / "kopie.tar")
    backup.put_back(elsewhere(tmp_path), tmp_path / "kopie.tar")

    found = open_workspace(elsewhere(tmp_path)).contacts.find("dowr", "controller")
    assert found is not None
    assert found.mail == "c@raalte.nl"
    with zipfile.ZipFile(io.BytesIO(export_dossier(office.workspace, office.dossier))) as package:
        assert not [name for name in package.namelist() if b"c@raalte.nl" in package.read(name)]


def test_only_its_owner_reads_it_and_what_is_put_back(made: Path, tmp_path: Path) -> None:
    settings = elsewhere(tmp_path)
    backup.put_back(settings, made)

    open_to_others = [path for path in (made, *settings.var.rglob("*")) if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_logs_processes_and_the_witness_stay_out(office: Office, made: Path) -> None:
    names = backup.check_backup(made).files

    assert office.workspace.settings.getuige.is_dir()
    assert not [
        name for name in names if "getuige" in name or "/logs/" in name or name.endswith(("-wal", "sessie.json"))
    ]
    assert {"var/ledger.sqlite", "var/airflow/airflow.db", "var/wachtwoorden", "profielen/dowr.yaml"} <= names.keys()


def test_what_is_recorded_while_it_is_made_breaks_nothing(office: Office, tmp_path: Path) -> None:
    with sqlite3.connect(office.workspace.settings.var / "ledger.sqlite") as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE intussen (n INTEGER)")
        backup.make(office.workspace.settings, tmp_path / "kopie.tar")

    assert backup.check_backup(tmp_path / "kopie.tar").files


def test_where_an_installation_stands_nothing_is_put_back(office: Office, made: Path) -> None:
    settings, before = office.workspace.settings, office.workspace.ledger.head(office.dossier)

    with pytest.raises(InvalidSetting, match="niets teruggezet"):
        backup.put_back(settings, made)

    assert office.workspace.ledger.head(office.dossier) == before


def spoil_bytes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def add_a_file(path: Path) -> None:
    with tarfile.open(path, "a") as archive:
        archive.addfile(tarfile.TarInfo("var/extra"))


def climb_out(path: Path) -> None:
    with tarfile.open(path, "a") as archive:
        archive.addfile(tarfile.TarInfo("var/../../weg"))


def link_away(path: Path) -> None:
    info = tarfile.TarInfo("var/link")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(path, "a") as archive:
        archive.addfile(info)


@pytest.mark.parametrize("spoil", [spoil_bytes, cut_off, add_a_file, climb_out, link_away])
def test_one_that_is_not_whole_is_refused_and_puts_nothing_back(made: Path, tmp_path: Path, spoil) -> None:
    spoil(made)
    settings = elsewhere(tmp_path)

    with pytest.raises(InvalidArchive):
        backup.put_back(settings, made)

    assert not settings.var.exists()
    assert [path.name for path in settings.var.parent.iterdir()] == []


def test_a_full_disk_here_is_not_called_damage_of_the_backup(made: Path, tmp_path: Path) -> None:
    """Who reads that a backup is damaged throws it away."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limit[1]))  # the kernel then refuses as for a full disk
    try:
        with pytest.raises(StoreFailed, match="is vol"):
            backup.check_backup(made)
        with pytest.raises(StoreFailed, match="is vol"):
            backup.put_back(elsewhere(tmp_path), made)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)

    assert not elsewhere(tmp_path).var.exists()


def test_one_that_is_not_there_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(InvalidArchive, match="niet te openen") as raised:
        backup.check_backup(tmp_path / "weg.tar")

    assert "beschadigd" not in str(raised.value)


def test_no_room_for_the_copies_is_told_and_leaves_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    monkeypatch.setattr(sqlite3, "connect", Mock(side_effect=full))

    with pytest.raises(StoreFailed, match="is vol"):
        backup.make(office.workspace.settings, tmp_path / "kopie.tar")

    assert not (tmp_path / "kopie.tar").exists()


def test_a_database_that_cannot_be_read_is_told_and_keeps_the_backup_of_before(office: Office, tmp_path: Path) -> None:
    (office.workspace.settings.var / backup.LEDGER).write_bytes(b"geen database" * 1000)

    with pytest.raises(StoreFailed, match="niet te kopiëren"):
        backup.make(office.workspace.settings, tmp_path / "kopie.tar")

    assert not (tmp_path / "kopie.tar").exists()


def test_a_chain_that_does_not_close_is_found_in_the_copy(office: Office, tmp_path: Path) -> None:
    with sqlite3.connect(office.workspace.settings.var / "ledger.sqlite") as database:
        (table,) = next(
            database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%vorige%'"), (None,)
        )
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(f"UPDATE {table} SET actor = 'een ander' WHERE seq = 2")
    backup.make(office.workspace.settings, tmp_path / "kopie.tar")

    with pytest.raises(InvalidArchive, match="sluit niet"):
        backup.check_backup(tmp_path / "kopie.tar")


def test_an_artefact_that_was_damaged_before_is_found_in_the_copy(office: Office, tmp_path: Path) -> None:
    artefact = next(path for path in (office.workspace.settings.var / "artefacten").rglob("*") if path.is_file())
    artefact.write_bytes(b"iets anders")
    backup.make(office.workspace.settings, tmp_path / "kopie.tar")

    with pytest.raises(InvalidArchive, match="al beschadigd"):
        backup.check_backup(tmp_path / "kopie.tar")


def test_a_profile_that_stands_there_and_differs_is_kept_and_named(made: Path, tmp_path: Path) -> None:
    settings = elsewhere(tmp_path)
    settings.profielen.mkdir(parents=True)
    (settings.profielen / "dowr.yaml").write_text("naam: van ons\n")

    assert backup.put_back(settings, made).beside == (settings.profielen / "dowr.yaml",)
    assert (settings.profielen / "dowr.yaml").read_text() == "naam: van ons\n"


def test_a_folder_that_stands_elsewhere_is_named(office: Office, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    made = backup.make(replace(office.workspace.settings, publicatie=site), tmp_path / "kopie.tar")

    assert made.beside == (site,)


@pytest.mark.parametrize(
    ("other", "told"),
    [({"store_url": "s3://emmer/map"}, "bewijst niets"), ({}, "ligt in wat wordt gekopieerd")],
    ids=["files elsewhere", "into itself"],
)
def test_a_copy_that_would_lack_proof_or_hold_itself_is_not_made(
    office: Office, tmp_path: Path, other: dict[str, str], told: str
) -> None:
    settings = replace(office.workspace.settings, **other)
    path = tmp_path / "kopie.tar" if other else settings.var / "kopie.tar"

    with pytest.raises(InvalidSetting, match=told):
        backup.make(settings, path)

    assert not path.exists()


@pytest.mark.parametrize(
    "other",
    [{}, {"ledger_url": "postgresql+psycopg://logboek@postgres/logboek", "store_url": "file:///elders/artefacten"}],
    ids=["nothing yet", "containers"],
)
def test_an_installation_on_another_database_is_told_how(
    settings: Settings, tmp_path: Path, other: dict[str, str]
) -> None:
    with pytest.raises(InvalidSetting, match="pg_dump, en daarna een van de bestanden in file://"):
        backup.make(replace(settings, **other), tmp_path / "kopie.tar")

    assert not (tmp_path / "kopie.tar").exists()
