"""An accountant proves figures that were carried forward: they are what the earlier dossier published, to the cent."""

import pytest

from builders.carried import SILENT, with_carried
from builders.dossier import skip_pause
from builders.export import export_dossier
from builders.forgery import Forgery, rewrite
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.report import Report
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps.versions import make_version

Exports = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The begroting 2028 with a version in it, and the begroting 2027 of which it carried figures forward."""
    office = with_carried(tmp_path_factory.mktemp("overgenomen"))
    skip_pause(office.workspace, office.dossier)
    make_version(office.workspace, office.dossier)
    return export_dossier(office.workspace, office.dossier), export_dossier(office.workspace, "dowr-2027-begroting")


def faults(report: Report) -> list[str]:
    return [line.tekst for line in report.regels if line.houdt is False]


def test_the_dossier_holds_and_its_documents_are_printed_again(exports: Exports) -> None:
    report = verify_zip(exports[0], asked=Asked(documents=True))

    assert faults(report) == []
    assert [line.houdt for line in report.regels if line.onderwerp == "documenten"] == [True]


def test_beside_the_earlier_dossier_the_source_holds(exports: Exports) -> None:
    report = verify_zip(exports[0], asked=Asked(earlier=(exports[1],)))

    assert [line.houdt for line in report.regels if line.onderwerp == "eerdere cijfers"] == [True]


FORGED: dict[str, Forgery] = {
    "another version": lambda desk: _column(desk).update(versie=7),
    "a head that is none of its own": lambda desk: _column(desk).update(kop="ab" * 32),
    "the figures of another perceel": lambda desk: _column(desk)["cijfers"].update(
        {SILENT: _known(desk)["cijfers"]["ict"]}
    ),
}


def _column(desk):
    return desk.find("cijfers_overgenomen")["inhoud"]["kolommen"]["t"]


def _known(desk):
    return next(iter(desk.find("cijfers_bekend")["inhoud"]["kolommen"].values()))


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_what_was_not_published_there_does_not_hold(exports: Exports, forge: Forgery) -> None:
    report = verify_zip(rewrite(exports[0], forge), asked=Asked(earlier=(exports[1],)))

    assert [line.houdt for line in report.regels if line.onderwerp == "eerdere cijfers"] == [False]
