"""What may be handed in when, and which profile may open a round."""

from datetime import datetime
from pathlib import Path

import pytest

from builders_dossier import PROFILES, Kantoor, dien_in, maak_versie, open_ronde, workbook_of
from jaarcyclus import handelingen, klok, steps
from jaarcyclus.errors import Geweigerd
from jaarcyclus.planning import missing_submissions
from jaarcyclus.settings import Settings
from jaarcyclus.werkplaats import Werkplaats, open_werkplaats


@pytest.fixture
def ronde(tmp_path) -> Kantoor:
    """The round of the begroting 2027 is open; nobody has handed in."""
    return open_ronde(tmp_path)


SILENT_ADOPTION = ("{rol: vaststelling, gremia: [bvr]}", "{rol: vaststelling, gremia: [bvr], blokkeert: false}")


def with_profile(var: Path, old: str, new: str) -> Werkplaats:
    """Return an installation on 1 April 2026 whose DOWR has `old` replaced in its whole profile."""
    text = (PROFILES / "dowr.yaml").read_text(encoding="utf-8")
    assert old in text
    folder = var / "profielen"
    folder.mkdir()
    (folder / "dowr.yaml").write_text(text.replace(old, new), encoding="utf-8")
    werkplaats = open_werkplaats(Settings.from_env({"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_PROFIELEN": str(folder)}))
    klok.set_simulated(werkplaats.settings, datetime(2026, 4, 1, 9))  # noqa: DTZ001 - the simulated clock's own form
    return werkplaats


def current(kantoor: Kantoor, perceel: str) -> str:
    return kantoor.staat.huidige_inzendingen()[perceel].sha256


def test_the_same_workbook_twice_counts_once(ronde):
    dien_in(ronde, "psa")

    with pytest.raises(Geweigerd, match="AL_ONTVANGEN"):
        dien_in(ronde, "psa")


def test_who_returns_to_his_first_workbook_is_not_told_that_he_is_done(ronde):
    """The second one counts until the first is handed in again."""
    first = ronde.werkplaats.store.put(workbook_of("psa")[0])
    dien_in(ronde, "psa")
    dien_in(ronde, "psa", regels=4)
    dien_in(ronde, "psa")

    assert current(ronde, "psa") == first


def test_a_reopened_perceel_may_answer_that_its_workbook_was_right(ronde):
    dien_in(ronde)
    maak_versie(ronde)
    handelingen.reopen(ronde.werkplaats, ronde.dossier, "controller", reden="klopt psa wel?", percelen=("psa",))
    dien_in(ronde, "psa")

    assert missing_submissions(ronde.staat) == ()


def test_a_profile_in_which_silence_adopts_opens_no_round(tmp_path):
    werkplaats = with_profile(tmp_path, *SILENT_ADOPTION)

    with pytest.raises(Geweigerd, match=r"PROFIEL_FOUT.*wacht niet op een antwoord"):
        steps.open_round(werkplaats, "dowr", "begroting", 2027)


def test_a_faulty_profile_stops_no_other_dossier(tmp_path):
    werkplaats = with_profile(tmp_path, *SILENT_ADOPTION)

    assert steps.tick(werkplaats, "dowr") == ()
    assert werkplaats.dossiers("dowr") == ()
