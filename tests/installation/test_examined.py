"""What the doctor found last stays readable with its time, and a page never looks by itself."""

from pathlib import Path

import pytest

from jaarcyclus.installation import doctor, examined
from jaarcyclus.installation.doctor import CheckResult
from jaarcyclus.settings import Settings

FOUND = (CheckResult(onderwerp="Klok", goed=False, tekst="Zet de klok gelijk."),)


@pytest.fixture(autouse=True)
def _doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda _settings: FOUND)


def test_what_was_found_is_kept_for_the_owner_alone(settings: Settings) -> None:
    settings.open_var()
    examined.examine_and_keep(settings)
    last = examined.read_last(settings)

    assert last is not None
    assert (last.results, last.moment.utcoffset() is not None) == (FOUND, True)
    assert (settings.var / "doctor.json").stat().st_mode & 0o077 == 0


def test_where_there_is_no_installation_none_is_made(settings: Settings) -> None:
    assert examined.examine_and_keep(settings) == FOUND
    assert not settings.var.exists()
    assert examined.read_last(settings) is None


def test_a_disk_that_takes_nothing_changes_no_result(settings: Settings) -> None:
    settings.open_var()
    (settings.var / "doctor.json").mkdir()

    assert examined.examine_and_keep(settings) == FOUND
    assert examined.read_last(settings) is None


@pytest.mark.parametrize("kept", ["", "[]", '{"moment": "gisteren", "bevindingen": []}', '{"moment": 1}'])
def test_what_cannot_be_read_is_no_look(settings: Settings, kept: str) -> None:
    settings.open_var()
    Path(settings.var / "doctor.json").write_text(kept)

    assert examined.read_last(settings) is None
