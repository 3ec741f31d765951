"""The doctor calls good what `start` would take, and says what to do about the rest."""

from pathlib import Path

from jaarcyclus.installation.doctor import CheckResult, examine
from jaarcyclus.settings import Settings

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


def look_at(tmp_path: Path, text: str, subject: str = "Profielen") -> CheckResult:
    """Return what the doctor says about one subject of an installation that has this profile only."""
    (tmp_path / "profielen").mkdir()
    (tmp_path / "profielen" / "dowr.yaml").write_text(text)
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path), "JAARCYCLUS_PROFIELEN": str(tmp_path / "profielen")})
    return next(found for found in examine(settings) if found.onderwerp == subject)


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
