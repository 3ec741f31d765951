"""An accountant proves which warnings passed: by the controller, on the workbook that counted, as they were told."""

import pytest

from builders.carried import without_one
from builders.export import export_dossier
from builders.forgery import Forgery, rewrite
from builders.warned import REASON
from jaarcyclus.dossier.warnings import warnings_of
from jaarcyclus.proof.report import Report
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A round of which the workbooks came by the door, with the warnings that they really have; one of ICT passed."""
    office = without_one(tmp_path_factory.mktemp("afgedaan"))
    first = warnings_of(office.state, "ict")[0]
    acts.pass_warning(
        office.workspace, office.dossier, "controller", perceel="ict", waarschuwing=first.number, reden=REASON
    )
    return export_dossier(office.workspace, office.dossier)


def faults(report: Report) -> list[str]:
    return [line.tekst for line in report.regels if line.houdt is False]


def test_the_dossier_holds_with_the_reason_in_it(export: bytes) -> None:
    assert faults(verify_zip(export)) == []


def test_it_tells_how_many_passed_and_how_many_are_open(export: bytes) -> None:
    (told,) = [line.tekst for line in verify_zip(export).regels if line.onderwerp == "waarschuwingen"]

    assert ", 1 is afgedaan. Welke, wanneer en waarom staat in het logboek" in told


FORGED: dict[str, Forgery] = {
    "the manager did it": lambda desk: desk.find("waarschuwing_afgedaan").update(actor="manager_ict"),
    "no reason": lambda desk: _content(desk).update(reden="-"),
    "the one of another perceel": lambda desk: _content(desk).update(perceel="psa"),
    "of cells that were not told": lambda desk: _content(desk).update(cellen=["B7"]),
    "a warning that nobody told": lambda desk: _content(desk).update(waarschuwing="ab" * 32),
}


def _content(desk):
    return desk.find("waarschuwing_afgedaan")["inhoud"]


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_who_rewrites_it_is_found_out(export: bytes, forge: Forgery) -> None:
    """The fault names the event: nothing else is wrong with the dossier."""
    (fault,) = faults(verify_zip(rewrite(export, forge)))

    assert "waarschuwing" in fault
