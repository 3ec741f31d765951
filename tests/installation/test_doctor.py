"""The doctor calls good what `start` would take, and says what to do about the rest."""

from pathlib import Path

import pytest

from builders.passkey import asking_passkeys
from jaarcyclus import disk
from jaarcyclus.installation.doctor import CheckResult, examine, tell_shut
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.settings import Settings

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


def look_at(tmp_path: Path, text: str, subject: str = "Profielen") -> CheckResult:
    """Return what the doctor says about one subject of an installation that has this profile only."""
    (tmp_path / "profielen").mkdir()
    (tmp_path / "profielen" / "dowr.yaml").write_text(text)
    return next(found for found in examine(settings_of(tmp_path)) if found.onderwerp == subject)


def settings_of(tmp_path: Path) -> Settings:
    return Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path), "JAARCYCLUS_PROFIELEN": str(tmp_path / "profielen")})


def test_a_profile_that_start_takes_is_good(tmp_path):
    found = look_at(tmp_path, (PROFILES / "dowr.yaml").read_text())

    assert (found.goed, found.tekst) == (True, "dowr")


def test_a_profile_that_start_refuses_is_not_good_and_says_what_to_do(tmp_path):
    """It reads well; that its gremium does not exist is found by the check that `start` does."""
    text = (PROFILES / "dowr.yaml").read_text().replace("gremia: [bvr]", "gremia: [bvrr]", 1)
    line = text[: text.index("[bvrr]")].count("\n") + 1

    found = look_at(tmp_path, text)

    assert found.goed is False
    assert found.tekst.startswith(f"dowr.yaml:{line} ")
    assert "Verbeter de code, of voeg haar toe onder 'gremia'." in found.tekst


def test_of_several_faults_the_first_is_told_and_where_the_rest_are(tmp_path):
    found = look_at(tmp_path, (PROFILES / "dowr.yaml").read_text().replace("[bvr]", "[bvrr]"))

    assert found.tekst.endswith(f"jaarcyclus profiel controleer {tmp_path / 'profielen' / 'dowr.yaml'}")


def test_the_ledger_is_called_what_refusals_call_it(tmp_path):
    found = look_at(tmp_path, (PROFILES / "dowr.yaml").read_text(), "Logboek")

    assert (found.goed, found.tekst) == (True, "bereikbaar, elke keten sluit")


def test_a_ledger_that_was_put_back_is_not_good_and_the_sentence_names_the_way_out(tmp_path):
    """Nothing was recorded in this one, while more was seen before."""
    Witness(tmp_path / "getuige").go_back("dowr-2027-begroting", Head(17, "a" * 64))

    found = look_at(tmp_path, (PROFILES / "dowr.yaml").read_text(), "Logboek")

    assert found.goed is False
    assert found.tekst.endswith("jaarcyclus handeling terugzetting dowr")


def test_it_shuts_what_others_could_read_and_says_so_once(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / "airflow.db").touch(mode=0o644)
    (tmp_path / "airflow.db").chmod(0o644)

    told = look_at(tmp_path, (PROFILES / "dowr.yaml").read_text(), "Afscherming")
    again = next(item for item in examine(settings_of(tmp_path)) if item.onderwerp == "Afscherming")

    assert (told.goed, "andere); de map zelf was dat al" in told.tekst) == (True, True)
    assert (tmp_path / "airflow.db").stat().st_mode & 0o777 == 0o600
    assert again.tekst == f"{tmp_path} is alleen voor de eigenaar"


def test_a_file_that_was_open_in_a_shut_folder_was_in_nobodys_reach(tmp_path):
    """The demo's export lies so; an owner's folder keeps others out, whatever stands in it."""
    var = tmp_path / "var"
    (var / "export").mkdir(parents=True)
    (var / "export").chmod(0o755)
    var.chmod(0o700)

    shut = tell_shut(var, settings_of(var).shut_var().shut)

    assert shut == f"wat daarin open stond, is nu ook dicht ({var / 'export'}); de map zelf was dat al"


def test_what_lay_in_an_open_folder_was_within_reach(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    var.chmod(0o755)

    shut = tell_shut(var, settings_of(var).shut_var().shut)

    assert shut == f"tot nu toe konden anderen op deze machine bij {var}, en dat is hersteld"


def test_a_disk_that_takes_nothing_keeps_the_doctor_from_nothing(tmp_path, monkeypatch):
    """The folder of the installation cannot even be made: each subject still has its line."""
    (tmp_path / "vol").write_text("")  # a file where a folder must come
    found = examine(Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "vol" / "var")}))

    assert [item.onderwerp for item in found] == [
        "Python", "Pango (PDF)", "Afscherming", "Schijfruimte", "Logboek", "Profielen", "Klok", "Mappen",
            "Publicaties", "Mail",
    ]  # fmt: skip
    assert not any("Errno" in item.tekst for item in found)


def test_a_disk_that_may_only_be_read_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "is_read_only", lambda _: True)
    found = look_at(tmp_path, (PROFILES / "dowr.yaml").read_text(), "Schijfruimte")

    assert (found.goed, "maak haar beschrijfbaar" in found.tekst) == (False, True)


def test_a_workbook_where_nobody_looks_is_named(tmp_path):
    """Beside the folders of the percelen nobody takes it, and its sender gets no answer."""
    (tmp_path / "inbox" / "dowr").mkdir(parents=True)
    lost = tmp_path / "inbox" / "dowr" / "los.xlsx"
    lost.write_bytes(b"werkboek")

    found = look_at(tmp_path, (PROFILES / "dowr.yaml").read_text(), "Mappen")

    assert found.goed is False
    assert f"ligt {lost}; zet een werkboek zelf in de map van zijn perceel" in found.tekst


@pytest.mark.parametrize(
    ("address", "good", "told"),
    [
        ("", False, "een naam en niet bij een nummer, en het adres is http://127.0.0.1"),
        ("http://192.168.1.20:8080", False, "Laat de beheerder in JAARCYCLUS_ADRES het adres met een naam zetten"),
        ("http://localhost:8080", True, "op http://localhost:8080; op een ander adres werken ze niet"),
    ],
)
def test_passkeys_need_an_address_with_a_name(tmp_path, address, good, told):
    """A browser makes none for a number; the doctor says so before somebody must vote."""
    profiles = asking_passkeys(tmp_path / "profielen", "bvr")
    asked = {
        "JAARCYCLUS_VAR": str(tmp_path / "var"),
        "JAARCYCLUS_PROFIELEN": str(profiles),
        "JAARCYCLUS_ADRES": address,
    }
    (found,) = (item for item in examine(Settings.from_env(asked)) if item.onderwerp == "Passkeys")

    assert (found.goed, told in found.tekst) == (good, True), found.tekst
