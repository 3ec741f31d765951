"""What a document says of figures that nobody could compare, and of codes of another year."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from builders.order import build_order
from jaarcyclus.documents.oplegnota import write_note
from jaarcyclus.documents.order import DRAFT, DocumentOrder
from jaarcyclus.documents.product import write_booklet, write_product
from jaarcyclus.documents.product_workbook import write_workbook
from jaarcyclus.documents.sources import name_older_codes, name_uncompared
from jaarcyclus.ledger.earlier_events import CijfersBekend
from jaarcyclus.ledger.parts import BekendeKolom

BUDGETS = ("begroting_voor", "begroting_na")
NOT_COMPARED = (
    "Begroting 2027 vóór wijziging en Begroting 2027 na wijziging komen uit de werkboeken en zijn niet vergeleken met "
    "de vastgestelde cijfers van de begroting 2027: dit dossier kent die niet."
)


def knowing(order: DocumentOrder, columns: Mapping[str, tuple[str, ...]]) -> DocumentOrder:
    """Return the order of a dossier that knows these columns of these percelen."""
    found = {
        column: BekendeKolom(
            dossier="dowr-2027-begroting", versie=1, kop="0" * 64, kolom="t", cijfers=dict.fromkeys(codes, "0" * 64)
        )
        for column, codes in columns.items()
    }
    return replace(order, known=CijfersBekend(kolommen=found))


@pytest.mark.parametrize("product", ["tussenrapportage_1", "tussenrapportage_2", "jaarverslag"])
def test_a_budget_that_the_dossier_does_not_know_is_said_everywhere(product):
    """Product, booklet, note and workbook: whoever reads only one of them sees it."""
    order = build_order(product, lines=1)
    pages = [write_product(order), write_booklet(order, "regiegroep_ict"), write_note(order, "bvr")]
    workbook = openpyxl.load_workbook(BytesIO(write_workbook(order)))
    cells = [cell.value for row in workbook["Verantwoording"].iter_rows() for cell in row if cell.value]

    assert all(NOT_COMPARED in page for page in pages)
    assert [cell for cell in cells if NOT_COMPARED in str(cell)]


def test_a_budget_that_was_compared_is_not_mentioned():
    order = build_order("tussenrapportage_1", lines=1)
    known = knowing(order, dict.fromkeys(BUDGETS, tuple(order.names)))

    assert name_uncompared(known) == ()
    assert "niet vergeleken" not in write_product(known)


def test_a_perceel_of_which_nothing_is_known_is_named():
    """A perceel that came later was in no adopted begroting; a booklet without it has nothing to say."""
    order = build_order("jaarverslag", lines=1)
    known = knowing(order, {BUDGETS[0]: tuple(order.names), BUDGETS[1]: tuple(c for c in order.names if c != "inkoop")})

    (told,) = name_uncompared(known)

    assert told.startswith("Begroting 2027 na wijziging komt voor Inkoop uit de werkboeken en is niet vergeleken met ")
    assert name_uncompared(known, ["ict"]) == ()


def test_a_begroting_says_it_of_the_years_before():
    told = name_uncompared(build_order(lines=1))

    assert [sentence[:45] for sentence in told] == [
        "Rekening 2025 komt uit de werkboeken en is ni",
        "Begroting 2026 na wijziging komt uit de werkb",
    ]
    assert "van het jaarverslag met jaarrekening 2025" in told[0]
    assert "van de begroting 2026" in told[1]


def test_a_first_year_has_no_amounts_to_compare():
    order = build_order(lines=1, first_year=tuple(build_order(lines=1).names))

    assert name_uncompared(order) == ()


def test_a_concept_says_that_it_looks_in_no_dossier():
    (told,) = name_uncompared(build_order("jaarverslag", lines=1, version=DRAFT))

    assert told.endswith(": het logboek kent die niet.")


@pytest.mark.parametrize(
    ("boekjaar", "told"),
    [
        (2023, "Voor 2023 hebben wij geen codelijst van Iv3"),
        (2024, "Van Iv3 2024 hebben wij alleen de taakvelden: de categorieën zijn die van 2025"),
        (2026, ""),
        (2027, "De codes zijn die van Iv3 2026 (CBS): de lijst voor 2027 is er nog niet. Een code kan daarin"),
    ],
)
def test_the_document_says_when_its_codes_are_of_another_year(boekjaar, told):
    order = replace(build_order(lines=1), boekjaar=boekjaar)
    pages = [write_product(order), write_booklet(order, "regiegroep_ict")]

    assert all(told in page for page in pages)
    assert all(("Iv3" in page) is bool(told) for page in pages)
    assert "".join(name_older_codes(boekjaar)).startswith(told)
