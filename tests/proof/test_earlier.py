"""What a dossier took from an earlier one is held against the export of that one."""

from pathlib import Path

import pytest

from builders.dossier import open_round, published
from builders.forgery import Forgery, rewrite
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps.overview import export_dossier

Exports = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The first interim report, just opened, and the published begroting that it knows."""
    folder: Path = tmp_path_factory.mktemp("eerder")
    begroting = published(folder)
    report = open_round(folder, "tussenrapportage_1", workspace=begroting.workspace)
    return export_dossier(report.workspace, report.dossier), export_dossier(begroting.workspace, begroting.dossier)


def told(content: bytes, *earlier: bytes) -> list[bool | None]:
    report = verify_zip(content, asked=Asked(earlier=earlier))
    return [line.houdt for line in report.regels if line.onderwerp == "eerdere cijfers"]


def test_without_the_earlier_dossier_nobody_looked(exports: Exports) -> None:
    assert told(exports[0]) == [None]


def test_figures_that_were_published_there_hold(exports: Exports) -> None:
    assert told(*exports) == [True]


FORGED: dict[str, Forgery] = {
    "another version": lambda desk: column(desk).update(versie=7),
    "a head that is none of its own": lambda desk: column(desk).update(kop="ab" * 32),
    "a perceel left out": lambda desk: column(desk)["cijfers"].pop("ict"),
}


def column(desk):
    return next(iter(desk.find("cijfers_bekend")["inhoud"]["kolommen"].values()))


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_figures_that_were_not_published_there_do_not_hold(exports: Exports, forge: Forgery) -> None:
    assert told(rewrite(exports[0], forge), exports[1]) == [False]


@pytest.mark.parametrize("earlier", [b"PK", b""], ids=["no zip", "nothing"])
def test_what_is_no_export_proves_nothing(exports: Exports, earlier: bytes) -> None:
    assert told(exports[0], earlier) == [False]


def test_an_earlier_dossier_that_does_not_hold_proves_nothing(exports: Exports) -> None:
    forged = rewrite(exports[1], lambda desk: desk.remove("stem_uitgebracht"))

    assert told(exports[0], forged) == [False]


def test_an_export_of_which_nothing_was_taken_is_not_passed_over(exports: Exports) -> None:
    """A forger leaves out what he changed: the reader who has the begroting hears that it was not compared."""
    assert None in told(rewrite(exports[0], lambda desk: column_of_nothing(desk)), exports[1])


def column_of_nothing(desk):
    desk.find("cijfers_bekend")["inhoud"]["kolommen"] = {}
