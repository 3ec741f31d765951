"""Every cell of the workbook ends up as a value, a fixed text or a finding: nothing is lost in silence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from builders.workbook import SETTINGS, VERANTWOORDING, edit, filled, make_figures, make_line, with_cell, with_part
from jaarcyclus.intake.filled_form import FilledForm, read_form, read_marks
from jaarcyclus.intake.sandbox import Cell, Sheet, read_workbook
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.workbook.form import Marks


def sheets(content: bytes | None = None) -> dict[str, Sheet]:
    return dict(read_workbook(content or filled(), SETTINGS).sheets)


def form(sheets: Mapping[str, Sheet]) -> FilledForm:
    kenmerken = read_marks(sheets)
    assert isinstance(kenmerken, Marks)
    return read_form(sheets, kenmerken, VERANTWOORDING)


def found(content: bytes) -> list[tuple[str, str, str]]:
    return [(item.code, item.blad, item.cel) for item in form(sheets(content)).bevindingen]


def with_mark(name: str, value: str) -> Marks | Bevinding:
    """What the marks say after one was changed by hand."""
    found = sheets()
    cells = dict(found["Kenmerken"].cells)
    row = next(row for (row, column), cell in cells.items() if column == 1 and cell.text == name)
    cells[row, 2] = Cell("tekst", value)
    return read_marks({**found, "Kenmerken": replace(found["Kenmerken"], cells=cells)})


def test_a_filled_form_has_nothing_to_say() -> None:
    assert found(filled()) == []


def test_the_marks_say_what_it_is() -> None:
    expected = Marks(profiel="dowr", perceel="ict", product="begroting", boekjaar=2027)

    assert read_marks(sheets()) == expected


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("sjabloon", "eigen-sjabloon", "SJABLOON_ONBEKEND"),
        ("versie", "0", "SJABLOON_VEROUDERD"),
        ("product", "schetsbegroting", "SJABLOON_ONBEKEND"),
        ("boekjaar", "２０２７", "SJABLOON_ONBEKEND"),
        ("boekjaar", "27", "SJABLOON_ONBEKEND"),
        ("eerste_jaar", "misschien", "SJABLOON_ONBEKEND"),
        ("peildatum", "eind april", "SJABLOON_ONBEKEND"),
    ],
)
def test_other_marks_are_refused(name: str, value: str, code: str) -> None:
    outcome = with_mark(name, value)

    assert isinstance(outcome, Bevinding)
    assert outcome.code == code


def test_a_workbook_of_somebody_else_has_no_marks() -> None:
    outcome = read_marks({})

    assert isinstance(outcome, Bevinding)
    assert outcome.code == "SJABLOON_ONBEKEND"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("Regels", "T9", "let op: nog afstemmen", "CEL_BUITEN_SJABLOON"),
        ("Regels", "E3", "concept", "CEL_BUITEN_SJABLOON"),
        ("Regels", "A5009", "0.4", "CEL_BUITEN_SJABLOON"),
        ("Toelichting", "C5", "ook nog dit", "CEL_BUITEN_SJABLOON"),
        ("Menskracht", "A6", 12, "CEL_BUITEN_SJABLOON"),
        ("Regels", "K8", "Begroting 2026", "CEL_GEWIJZIGD"),
        ("Regels", "D4", None, "CEL_GEWIJZIGD"),
        ("Toelichting", "A6", "Budgetten", "CEL_GEWIJZIGD"),
        ("Start", "E2", "groeten", "INFOBLAD_GEWIJZIGD"),
        ("Codelijsten", "A120", "0.99", "INFOBLAD_GEWIJZIGD"),
        ("Regels", "A9", 0.4, "CODE_ALS_GETAL"),
        ("Regels", "K9", "=1/3", "FORMULE_ZONDER_WAARDE"),
        ("Menskracht", "B5", "veel", "FTE_VERWACHT"),
        ("Toelichting", "B5", "x" * 10_001, "TEKST_TE_LANG"),
        ("Toelichting", "B5", "x\n" * 200 + "x", "TEKST_TE_VEEL_REGELS"),
        ("Regels", "D9", "x" * 251, "TEKST_TE_LANG"),
        ("Regels", "D9", "1\n2\n3", "TEKST_TE_VEEL_REGELS"),
        ("Doelen en indicatoren", "C5", "x" * 61, "TEKST_TE_LANG"),
        ("Doelen en indicatoren", "D5", "x" * 61, "TEKST_TE_LANG"),
        ("Doelen en indicatoren", "F5", "x" * 251, "TEKST_TE_LANG"),
        ("Doelen en indicatoren", "G5", "x" * 61, "TEKST_TE_LANG"),
        ("Doelen en indicatoren", "H5", "x" * 61, "TEKST_TE_LANG"),
        ("Doelen en indicatoren", "I5", "x" * 251, "TEKST_TE_LANG"),
        ("Risico's", "A5", "x" * 251, "TEKST_TE_LANG"),
        ("Risico's", "D5", "x" * 251, "TEKST_TE_LANG"),
        ("Risico's", "B5", "20%", "GETAL_VERWACHT"),
    ],
)
def test_a_cell_that_would_not_count_is_a_finding(sheet: str, cell: str, value: object, code: str) -> None:
    assert found(with_cell(sheet, cell, value)) == [(code, sheet, cell)]


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Start", "A3", "Let op: dit bedrag is onzeker."),
        ("Start", "A3", None),
        ("Start", "A40", "Let op: dit bedrag is onzeker."),
        ("Codelijsten", "A5", "99.9"),
    ],
)
def test_words_on_a_sheet_that_only_informs_are_a_finding(sheet: str, cell: str, value: str | None) -> None:
    """Nobody reads that sheet back. Which of its cells it is the sender sees; the seal is on the whole sheet."""
    assert found(with_cell(sheet, cell, value)) == [("INFOBLAD_GEWIJZIGD", sheet, "")]


def test_a_list_of_codes_that_has_changed_since_is_no_change_by_the_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal says what was issued, whatever we would issue today."""
    content = filled()

    monkeypatch.setattr(
        "jaarcyclus.workbook.info_sheets._about_codes", lambda code_list: ["De codes zijn die van Iv3 2027."]
    )

    assert found(content) == []


@pytest.mark.parametrize("heading", ["&CVOORLOPIG", "&L&8Concept&RPagina &P"])
def test_words_in_the_page_header_are_a_finding(heading: str) -> None:
    def head(xml: str) -> str:
        escaped = heading.replace("&", "&amp;")
        return xml.replace(
            "</worksheet>", f"<headerFooter><evenFooter>{escaped}</evenFooter></headerFooter></worksheet>"
        )

    assert found(with_part(filled(), "xl/worksheets/sheet2.xml", head)) == [("KOPTEKST_NIET_GELEZEN", "Regels", "")]


@pytest.mark.parametrize(("told", "codes"), [("1", ["FORMULES_GETOOND"]), (" true ", ["FORMULES_GETOOND"]), ("0", [])])
def test_a_sheet_that_shows_formulas_for_results_is_told(told: str, codes: list[str]) -> None:
    def view(xml: str) -> str:
        return xml.replace("<sheetView ", f'<sheetView showFormulas="{told}" ')

    shown = with_part(filled(), "xl/worksheets/sheet2.xml", view)

    assert found(shown) == [(code, "Regels", "") for code in codes]


def test_a_page_number_alone_is_no_lost_word() -> None:
    def head(xml: str) -> str:
        return xml.replace(
            "</worksheet>", "<headerFooter><oddFooter>&amp;C&amp;P/&amp;N &amp;D</oddFooter></headerFooter></worksheet>"
        )

    assert found(with_part(filled(), "xl/worksheets/sheet2.xml", head)) == []


def test_a_long_toelichting_has_room() -> None:
    """Ten thousand signs in two hundred lines is four pages: a chapter, not a mistake."""
    text = ("x" * 49 + "\n") * 199 + "x" * 50

    assert found(with_cell("Toelichting", "B5", text)) == []


def test_more_text_than_a_document_holds_is_refused_with_the_fullest_sheet() -> None:
    """Each text is allowed by itself; together they are 500 pages."""
    lines = tuple(make_line(f"{number} ".ljust(250, "x"), rij=9 + number) for number in range(600))

    [finding] = form(sheets(filled(make_figures(regels=lines)))).bevindingen

    assert (finding.code, finding.blad) == ("WERKBOEK_TE_VEEL_TEKST", "Regels")
    assert finding.verwacht == "hooguit 150000 tekens in het hele werkboek"


def test_blanks_around_the_form_are_nothing() -> None:
    assert found(with_cell("Regels", "T9", "   ")) == []


def add_sheet(book: Any) -> None:
    book.create_sheet("Blad1")["A1"] = "kladje"


def rename_sheet(book: Any) -> None:
    book["Risico's"].title = "Risicos"


def hide_sheet(book: Any) -> None:
    book["Regels"].sheet_state = "hidden"


def merge_cells(book: Any) -> None:
    book["Regels"].merge_cells("A9:B9")


def hide_row(book: Any) -> None:
    book["Regels"].row_dimensions[10].hidden = True


def hide_column(book: Any) -> None:
    book["Regels"].column_dimensions["F"].hidden = True
    book["Regels"]["F9"] = "psa"


def hide_empty_column(book: Any) -> None:
    book["Regels"].column_dimensions["F"].hidden = True


def add_note(book: Any) -> None:
    book["Regels"]["K9"].comment = Comment("onder voorbehoud", "teammanager ICT")


def add_note_for_all(book: Any) -> None:
    book["Start"]["A3"].comment = Comment("onder voorbehoud", "teammanager ICT")


def add_chart(book: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(book["Regels"], min_col=8, min_row=8, max_row=11))
    book["Toelichting"].add_chart(chart, "D2")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (add_note, [("OPMERKING_NIET_GELEZEN", "Regels", "K9")]),
        (add_note_for_all, [("OPMERKING_NIET_GELEZEN", "Start", "A3")]),
        (add_chart, [("TEKENING_NIET_GELEZEN", "Toelichting", "")]),
        (add_sheet, [("BLAD_ONBEKEND", "Blad1", "")]),
        (rename_sheet, [("BLAD_ONTBREEKT", "Risico's", ""), ("BLAD_ONBEKEND", "Risicos", "")]),
        (hide_sheet, [("BLAD_VERBORGEN", "Regels", "")]),
        (merge_cells, [("CELLEN_SAMENGEVOEGD", "Regels", "A9:B9")]),
        (hide_row, [("RIJ_VERBORGEN", "Regels", "A10")]),
        (hide_empty_column, []),
        (hide_column, [("KOLOM_VERBORGEN", "Regels", "F8")]),
    ],
)
def test_a_changed_structure_is_a_finding(change: Callable[[Any], None], expected: list[tuple[str, str, str]]) -> None:
    assert found(edit(filled(), change)) == expected


def test_an_inserted_row_above_the_table_is_seen() -> None:
    """Everything has shifted: the headings are no longer where the figures are read."""
    shifted = edit(filled(), lambda book: book["Regels"].insert_rows(7))

    assert ("CEL_GEWIJZIGD", "Regels", "A8") in found(shifted)


def test_empty_rows_between_lines_are_skipped_and_rows_keep_their_number() -> None:
    figures = make_figures(regels=(make_line("Eerste"), make_line("Tweede", rij=10), make_line("Derde", rij=11)))

    def blank(book: Any) -> None:
        for cell in book["Regels"][10]:
            cell.value = None

    rows = form(sheets(edit(filled(figures), blank))).rows["Regels"]

    assert [(row.number, row.values["omschrijving"]) for row in rows] == [(9, "Eerste"), (11, "Derde")]


def test_a_form_nobody_touched_still_has_the_rows_that_must_be_filled_in() -> None:
    rows = form(sheets(filled(make_figures(toelichting={}, menskracht=None)))).rows

    assert [row.values for row in rows["Toelichting"]] == [
        {"kop": "dienstverlening"},
        {"kop": "ingezette_budgetten"},
        {"kop": "menskracht"},
        {"kop": "ontwikkeling_werkorganisatie"},
    ]
    assert [(row.number, row.values) for row in rows["Menskracht"]] == [(5, {})]


def test_totals_are_read_with_their_results() -> None:
    totals = form(sheets()).totals

    assert len(totals) == 18
    assert totals["bijdrage", "t"] == Cell("getal", "1000.5", formula=True)


def test_a_text_of_the_form_that_is_shown_as_another_is_changed() -> None:
    """The heading of another column over these amounts, though the cell holds what the form put there."""

    def disguise(book: Any) -> None:
        book["Regels"]["K8"].number_format = '0;0;0;"Begroting 2028"'
        book["Regels"]["D9"].number_format = '0;0;0;"Salarissen"'

    codes = {(code, cell) for code, _, cell in found(edit(filled(), disguise))}

    assert {("CEL_GEWIJZIGD", "K8"), ("TEKST_ANDERS_GETOOND", "D9")} <= codes
