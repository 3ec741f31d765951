"""What a dossier took from an earlier one is held against the export of that one."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from builders.dossier import (
    add_version,
    open_round,
    publish_product,
    published,
    record_event,
    submit_workbooks,
    walk_route,
)
from builders.export import export_dossier
from builders.forgery import Forgery, rewrite
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip

Exports = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The first interim report, just opened, and the published begroting that it knows."""
    folder: Path = tmp_path_factory.mktemp("eerder")
    begroting = published(folder)
    report = open_round(folder, "tussenrapportage_1", workspace=begroting.workspace)
    return export_dossier(report.workspace, report.dossier), export_dossier(begroting.workspace, begroting.dossier)


def told(content: bytes, *earlier: bytes | Path) -> list[bool | None]:
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


def test_an_earlier_dossier_whose_figures_are_not_in_its_workbooks_proves_nothing(tmp_path: Path) -> None:
    """Every rule holds and every hash: alone it is found by reading its workbooks again."""
    office = open_round(tmp_path)
    submit_workbooks(office)
    known = office.state.current["inkoop"]
    made = figures_from_json(office.workspace.store.get(known.cijfers_sha256))
    first = made.regels[0]
    more = replace(first, bedragen_cent={column: (cent or 0) + 100 for column, cent in first.bedragen_cent.items()})
    figures = office.workspace.store.put(figures_to_json(replace(made, regels=(more, *made.regels[1:]))))
    event = next(e for e in office.workspace.ledger.events(office.dossier) if e.inhoud.get("perceel") == "inkoop")
    another = office.workspace.store.put(b"een ander werkboek")
    record_event(
        office, event.soort, event.actor,
        {**event.inhoud, "cijfers_sha256": figures, "sha256": another, "ontvangst": 90},
    )  # fmt: skip
    add_version(office)
    walk_route(office)
    publish_product(office)
    report = open_round(tmp_path, "tussenrapportage_1", workspace=office.workspace)

    exported = [export_dossier(office.workspace, name) for name in (report.dossier, office.dossier)]

    assert told(*exported) == [False]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_exports_of_one_dossier_both_are_judged(exports: Exports, order: tuple[int, int]) -> None:
    """The last one counted: the false one before it was not looked at."""
    both = (exports[1], rewrite(exports[1], lambda desk: desk.remove("stem_uitgebracht")))

    assert told(exports[0], *(both[at] for at in order)) == [False]


def test_the_wrapping_of_an_earlier_dossier_is_told(exports: Exports, tmp_path: Path) -> None:
    ZipFile(BytesIO(exports[1])).extractall(tmp_path)

    assert told(exports[0], tmp_path) == [None, True]
