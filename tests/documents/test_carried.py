"""Figures that were carried forward are said to be so in each table and total that holds them, and nowhere else."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from builders.order import build_order
from jaarcyclus.documents.carried import mark_tables
from jaarcyclus.documents.oplegnota import write_note
from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.documents.product import write_booklet, write_product
from jaarcyclus.documents.product_workbook import write_workbook
from jaarcyclus.dossier.inzending import Inzending
from jaarcyclus.ledger.earlier_events import CijfersOvergenomen
from jaarcyclus.ledger.parts import BekendeKolom
from jaarcyclus.printing.table import Column, Table
from jaarcyclus.terms.products import PRODUCTS

SILENT = "facilitair"


@pytest.fixture(scope="module")
def order() -> DocumentOrder:
    """A begroting in which Facilitaire zaken handed in nothing."""
    columns = {
        column: BekendeKolom(dossier="dowr-2026-begroting", versie=1, kop="0" * 64, kolom="t_plus1", cijfers={})
        for column in PRODUCTS["begroting"].columns
    }
    given = CijfersOvergenomen(perceel=SILENT, kolommen=columns, cijfers_sha256="", reden="De manager is ziek.")
    item = Inzending(
        perceel=SILENT,
        sha256="",
        cijfers_sha256="",
        inzender="controller",
        te_laat=False,
        ontvangst=0,
        seq=9,
        klok="2026-05-08T09:00:00+02:00",
        overgenomen=given,
    )
    return replace(build_order(lines=3), carried={SILENT: item})


def test_every_table_over_all_percelen_says_so(order: DocumentOrder) -> None:
    html = write_product(order)

    captions = [part.split("</caption>")[0] for part in html.split("<caption>")[1:]]
    of_others = [text for text in captions if any(f" van {name}" in text for name in _others(order))]
    marked = [text for text in captions if text.endswith("met overgenomen cijfers van Facilitaire zaken")]
    generic = {"Doelen en indicatoren", "Risico&#39;s", "Menskracht", "Interne verrekeningen, in euro&#39;s"}
    assert [text for text in captions if text not in (*of_others, *marked, *generic)] == []
    assert not set(of_others) & set(marked)
    assert len(marked) >= 12


def test_every_sheet_of_the_workbook_says_so(order: DocumentOrder) -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(order)))

    told = {sheet.title for sheet in book if any("overgenomen" in str(row[0]) for row in sheet.values)}
    assert told == set(book.sheetnames)


def test_its_rows_and_every_total_with_them_are_marked(order: DocumentOrder) -> None:
    table = Table(
        title="Bijdrage",
        columns=(Column(title="Perceel"), Column(title="Bijdrage", kind="bedrag")),
        rows=(("ICT", 100), ("Facilitaire zaken", 200)),
        totals=(("Totaal", 300),),
    )

    (made,) = mark_tables(order, (table,), order.names)

    assert made.rows == (("ICT", 100), ("Facilitaire zaken (overgenomen)", 200))
    assert made.totals == (("Totaal (met overgenomen cijfers)", 300),)


def test_a_list_of_percelen_without_it_is_not_marked(order: DocumentOrder) -> None:
    """Such as the charges between others."""
    table = Table(
        title="Interne verrekeningen",
        columns=(Column(title="Van"), Column(title="Aan"), Column(title="Bedrag", kind="bedrag")),
        rows=(("PSA", "ICT", 100),),
    )

    assert mark_tables(order, (table,), order.names) == (table,)


def test_the_product_says_who_since_when_from_what_and_why(order: DocumentOrder) -> None:
    html = write_product(order)

    told = (
        "Van Facilitaire zaken is geen werkboek aanvaard. De controller nam op 8 mei 2026 de laatst vastgestelde "
        "cijfers over, uit de begroting 2026. Reden: De manager is ziek."
    )
    assert told in " ".join(html.split())


def test_nobody_is_said_to_have_handed_it_in(order: DocumentOrder) -> None:
    note = " ".join(write_note(order, "directieberaad").split())

    assert "manager Facilitair" not in note
    assert "Alle inzendingen zijn gecontroleerd" not in note
    assert "Van Facilitaire zaken is geen werkboek aanvaard" in note


def test_a_booklet_without_that_perceel_says_nothing_of_it(order: DocumentOrder) -> None:
    booklets = {code: write_booklet(order, code) for code in order.regiegroepen()}

    told = {code for code, html in booklets.items() if "overgenomen" in html}
    assert told == {code for code, percelen in order.regiegroepen().items() if SILENT in percelen}


def test_without_any_nothing_is_marked() -> None:
    assert "overgenomen" not in write_product(build_order(lines=3))


def _others(order: DocumentOrder) -> list[str]:
    return [name for code, name in order.names.items() if code != SILENT]
