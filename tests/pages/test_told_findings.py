"""What a sender reads of the findings: in the order of the rows, with the column's name, and once."""

from builders.workbook import dowr
from jaarcyclus.pages.told_findings import columns_of, first_findings, group_by_sheet
from jaarcyclus.terms.findings import bevinding
from jaarcyclus.workbook.form import FORM_VERSION, FORMER_VERSION

COLUMNS = columns_of(dowr(), "begroting", 2027, FORM_VERSION)


def test_findings_stand_by_sheet_faults_apart() -> None:
    found = (
        bevinding("REGEL_DUBBEL", blad="Regels", cel="A10", eerste=9),
        bevinding("OPMERKING_NIET_GELEZEN", blad="Regels", cel="B2"),
        bevinding("BLAD_ONTBREEKT", verwacht="Menskracht"),
    )

    assert [(sheet.name, len(sheet.findings)) for sheet in group_by_sheet(found, "fout", COLUMNS)] == [
        ("Blad Regels", 1),
        ("Het hele bestand", 1),
    ]


def test_they_stand_from_the_first_row_down_with_the_name_of_the_column() -> None:
    """Row 10 comes after row 9, and the second letter of AA makes no earlier column."""
    found = [
        bevinding("REGEL_DUBBEL", blad="Regels", cel="D10", eerste=9),
        bevinding("BEDRAG_GEEN_GETAL", blad="Regels", cel="K9"),
        bevinding("CODE_ALS_GETAL", blad="Regels", cel="A9"),
    ]
    (sheet,) = group_by_sheet(found, "fout", COLUMNS)

    assert [item.heading for item in sheet.findings] == [
        "Cel A9 (Taakveld)", "Cel K9 (Begroting 2027)", "Cel D10 (Omschrijving)",
    ]  # fmt: skip


def test_the_column_is_called_as_on_the_form_that_was_handed_in() -> None:
    """The former form is still taken, and there an amount of the budget stood where form 3 has that of last year."""
    found = [bevinding("BEDRAG_GEEN_GETAL", blad="Regels", cel="J9")]
    headings = {
        version: group_by_sheet(found, "fout", columns_of(dowr(), "begroting", 2027, version))[0].findings[0].heading
        for version in (FORM_VERSION, FORMER_VERSION, "")
    }

    assert headings == {
        FORM_VERSION: "Cel J9 (Begroting 2026 na wijziging)",
        FORMER_VERSION: "Cel J9 (Begroting 2027)",
        "": "Cel J9 (Begroting 2027)",
    }


def test_one_mistake_in_57_cells_is_told_once_with_every_cell() -> None:
    found = [bevinding("CODE_ALS_GETAL", blad="Regels", cel=f"A{row}", waarde="0.4") for row in range(9, 66)]
    (sheet,) = group_by_sheet(found, "fout", COLUMNS)
    (told,) = sheet.findings

    assert told.heading == "57 cellen in de kolom Taakveld"
    assert told.places.startswith("A9, A10, A11, ")
    assert told.places.endswith("A64, A65 (er staat: 0.4)")


def test_cells_that_hold_something_else_each_say_what() -> None:
    found = [bevinding("BEDRAG_ONLEESBAAR", blad="Regels", cel=cell, waarde=value) for cell, value in CELLS]
    (sheet,) = group_by_sheet(found, "fout", COLUMNS)

    assert [(item.heading, item.places) for item in sheet.findings] == [("2 cellen", "J9 (1,234), K10 (n.v.t.)")]


CELLS = [("K10", "n.v.t."), ("J9", "1,234")]


def test_what_is_about_no_cell_is_not_put_together() -> None:
    """Two lines that are missing are two things to do."""
    words = {"bron": "dowr-2027-begroting", "bekend": "€ 1,00"}
    found = [bevinding("BEGROTING_WIJKT_AF", blad="Regels", plaats=place, **words) for place in ("lasten", "baten")]
    (sheet,) = group_by_sheet(found, "fout", COLUMNS)

    assert [item.heading for item in sheet.findings] == ["", ""]


def test_a_page_keeps_every_finding_of_a_verdict() -> None:
    found = [bevinding("CODE_ALS_GETAL", blad="Regels", cel=f"A{row}") for row in range(9, 509)]

    assert len(first_findings(found)) == 500
