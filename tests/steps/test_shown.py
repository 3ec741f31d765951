"""Nobody decides on a file that was changed or is gone, and nothing goes on around it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders.dossier import Office, open_gates, vote_all, with_version
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.errors import Refused
from jaarcyclus.steps import calendar, votes
from jaarcyclus.steps.airflow_names import GatePlace
from jaarcyclus.steps.overview import describe

ICT = "v1-s0-regiegroep_ict-r1"
PLACE = GatePlace(profiel="dowr", gremium="regiegroep_ict", dossier="dowr-2027-begroting", gate=ICT, place=0)
SHOWN = ["document_sha256", "oplegnota_sha256", "stand_sha256", "manifest_sha256"]
NAMED = {
    "the product as XLSX": lambda made: made.documenten["begroting.xlsx"],
    "another booklet": lambda made: made.documenten["boekje_regiegroep_bedrijfsvoering.pdf"],
    "another cover note": lambda made: made.documenten["oplegnota_bvr.pdf"],
    "the consolidation": lambda made: made.consolidatie_sha256,
    "the profile": lambda made: made.profiel_sha256,
    "figures": lambda made: made.inzendingen["psa"]["cijfers"],
    "a workbook": lambda made: made.inzendingen["psa"]["werkboek"],
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The regiegroepen are asked."""
    office = with_version(tmp_path)
    open_gates(office)
    return office


def stored(office: Office, name: str) -> Path:
    """Return where a file of the gate lies."""
    return artefact(office, getattr(office.state.gate(ICT), name))


def artefact(office: Office, sha256: str) -> Path:
    return office.workspace.settings.var / "artefacten" / sha256[:2] / sha256[2:4] / sha256


def damage(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(b"een ander document")


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("harm", [damage, Path.unlink])
def test_no_vote_is_taken_on_a_file_that_is_not_whole(office: Office, name: str, harm: Callable[[Path], None]) -> None:
    harm(stored(office, name))

    with pytest.raises(Refused, match="DOCUMENT_NIET_GAAF"):
        votes.check_vote(office.workspace, PLACE, "vertegenwoordiger_ict_deventer", Ballot(antwoord="afgestemd"))
    with pytest.raises(Refused, match="DOCUMENT_NIET_GAAF"):
        votes.record(office.workspace, PLACE, "vertegenwoordiger_ict_deventer", Ballot(antwoord="afgestemd"))

    assert office.state.gate(ICT).votes == ()


@pytest.mark.parametrize("named", NAMED.values(), ids=NAMED)
@pytest.mark.parametrize("harm", [damage, Path.unlink])
def test_no_vote_is_taken_on_a_version_that_cannot_be_published(
    office: Office, named: Callable[[Manifest], str], harm: Callable[[Path], None]
) -> None:
    """The gate does not show this file; what it decides on is the whole version."""
    made = manifest.from_bytes(office.workspace.store.get(office.state.gate(ICT).manifest_sha256))
    harm(artefact(office, named(made)))

    with pytest.raises(Refused, match="DOCUMENT_NIET_GAAF"):
        votes.check_vote(office.workspace, PLACE, "vertegenwoordiger_ict_deventer", Ballot(antwoord="afgestemd"))
    with pytest.raises(Refused, match="DOCUMENT_NIET_GAAF"):
        calendar.advance(office.workspace, office.dossier)


def test_the_calendar_waits_and_the_overview_says_for_what(office: Office) -> None:
    path = stored(office, "document_sha256")
    content = path.read_bytes()
    vote_all(office, ICT)
    damage(path)

    with pytest.raises(Refused, match="DOCUMENT_NIET_GAAF"):
        calendar.advance(office.workspace, office.dossier)
    assert any(path.name in line for line in describe(office.workspace, office.dossier).wacht_op)

    path.write_bytes(content)
    calendar.advance(office.workspace, office.dossier)
