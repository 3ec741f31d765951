"""The form that goes out: Dutch, locked, with the actual years; and filled in, the figures come back unchanged."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from builders.profile import PROFIELEN
from builders.workbook import SETTINGS, VERANTWOORDING, dowr, filled, make_figures, make_line
from jaarcyclus.figures.records import Figures
from jaarcyclus.figures.verrekening import StatedCharge
from jaarcyclus.intake.filled_form import read_form, read_marks
from jaarcyclus.intake.sandbox import read_workbook
from jaarcyclus.profile.records import load_profile
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import Marks
from jaarcyclus.workbook.rows import figures_of
from jaarcyclus.workbook.writer import make_workbook


def form(product: str = "begroting", *, first_year: bool = False) -> bytes:
    profile = dowr()
    return make_workbook(profile, profile.inzendplicht("ict"), product, 2027, first_year=first_year)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def headings(content: bytes) -> list[str]:
    """Return the headings of the amounts: behind the columns that describe a line, before its own toelichting."""
    found = [cell.value for cell in opened(content)["Regels"][8]]
    return found[8 : found.index("Toelichting op de regel (mag leeg)")]


def start_lines(content: bytes) -> list[str]:
    return [str(cell.value) for (cell,) in opened(content)["Start"].iter_rows(max_col=1)]


def read_back(content: bytes) -> Figures:
    sheets = read_workbook(content, SETTINGS).sheets
    kenmerken = read_marks(sheets)
    assert isinstance(kenmerken, Marks)
    return figures_of(kenmerken, read_form(sheets, kenmerken, VERANTWOORDING).rows)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert filled() == filled()


@pytest.mark.parametrize("product", PRODUCTS)
def test_what_is_filled_in_comes_back(product: str) -> None:
    """Writing and reading are each other's inverse, to the cent and to the letter."""
    figures = make_figures(product)

    assert read_back(filled(figures)) == figures


def test_odd_texts_and_amounts_come_back() -> None:
    """Text that starts like a formula stays text; the largest and smallest amounts keep their cents."""
    amounts = {"t_min2": -1, "t_min1": 0, "t": 999_999_999_999_999, "t_plus1": 1, "t_plus2": 10, "t_plus3": 123_456_789}
    figures = make_figures(
        regels=(
            make_line("=SOM(A1:A9)", rij=9, bedragen_cent=amounts),
            make_line(
                "@extern & <inhuur> 'Súdwest-Fryslân'", rij=10, taakveld="0.10", categorie="7.1", wederpartij="psa"
            ),
            make_line("+31 regel 1\nregel 2", rij=11, incidenteel=True, btw_regime="compensabel_bcf"),
        )
    )

    assert read_back(filled(figures)) == figures


@pytest.mark.parametrize("text", ["regel 1\r\nregel 2", "_x000D_", "veld_x0041_b", "x005F_"])
def test_texts_in_excels_own_spelling_come_back(text: str) -> None:
    """Excel's file spells some signs as `_x000D_`: what a person typed so is not such a sign."""
    figures = make_figures(regels=(make_line(text),))

    assert read_back(filled(figures)) == figures


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        (
            "begroting",
            [
                "Rekening 2025",
                "Begroting 2026 na wijziging",
                "Begroting 2027",
                "Raming 2028",
                "Raming 2029",
                "Raming 2030",
            ],
        ),
        (
            "tussenrapportage_1",
            [
                "Begroting 2027 vóór wijziging",
                "Begroting 2027 na wijziging",
                "Realisatie 2027 tot en met 30 april 2027",
                "Verplichtingen 2027",
                "Prognose 2027",
            ],
        ),
        ("jaarverslag", ["Begroting 2027 vóór wijziging", "Begroting 2027 na wijziging", "Realisatie 2027"]),
    ],
)
def test_columns_have_their_years(product: str, expected: list[str]) -> None:
    assert headings(form(product)) == expected


def test_the_reader_of_an_interim_report_is_told_up_to_when_it_runs() -> None:
    lines = start_lines(form("tussenrapportage_2"))

    assert (
        "De realisatie loopt tot en met 31 augustus 2027 (de peildatum); wat daarna komt, hoort in de prognose."
        in lines
    )


def test_the_reader_is_told_where_the_account_is_laid_down() -> None:
    """Each cooperation its own: DOWR has a note on how it is steered, Ommen-Hardenberg has none."""
    told = {}
    for name in ("dowr", "ommen_hardenberg"):
        profile = load_profile(PROFIELEN / f"{name}.yaml")
        content = make_workbook(profile, profile.inzendplichten()[0], "jaarverslag", 2027)
        told[name] = next(line for line in start_lines(content) if line.startswith("Toelichting:"))

    assert told == {
        "dowr": "Toelichting: vul elk onderdeel in (bestuursconvenant en notitie over de sturing).",
        "ommen_hardenberg": "Toelichting: vul elk onderdeel in (afspraak van de gemeenten).",
    }


def test_the_form_asks_for_the_headings_and_goals_of_the_cooperation() -> None:
    profile = load_profile(PROFIELEN / "ommen_hardenberg.yaml")
    workbook = opened(make_workbook(profile, profile.inzendplicht("ruimte"), "jaarverslag", 2027))

    asked = [cell.value for (cell,) in workbook["Toelichting"].iter_rows(min_row=5, max_col=1)]
    goals = workbook["Doelen en indicatoren"].data_validations.dataValidation[0].formula1

    assert asked == ["Dienstverlening", "Geld", "Menskracht"]
    assert goals == '"goede dienstverlening,aanvaardbare kosten,minder kwetsbaar"'


def test_a_first_year_has_no_history_and_says_so() -> None:
    content = form(first_year=True)

    assert [name for name in headings(content) if "eerste jaar: geen historie" in name] == headings(content)[:2]
    assert opened(content)["Regels"]["I9"].protection.locked
    assert opened(content)["Regels"]["I4"].value is None


def test_an_amount_of_a_first_year_has_no_history() -> None:
    amounts = {"t_min2": None, "t_min1": None, "t": 5, "t_plus1": 5, "t_plus2": 5, "t_plus3": 5}
    figures = make_figures(eerste_jaar=True, regels=(make_line(bedragen_cent=amounts),))

    assert read_back(filled(figures)) == figures


def test_sheets_are_in_order_and_the_marks_are_very_hidden() -> None:
    book = opened(form())

    assert [book.sheetnames[place] for place in (0, 1, -2, -1)] == ["Start", "Regels", "Codelijsten", "Kenmerken"]
    assert book["Kenmerken"].sheet_state == "veryHidden"
    assert {sheet.title for sheet in book if not sheet.protection.sheet} == set()
    assert book.security.lockStructure


def test_only_the_cells_to_fill_in_are_open() -> None:
    sheet = opened(form())["Regels"]

    assert {cell.coordinate for row in sheet["A1:O8"] for cell in row if not cell.protection.locked} == set()
    assert not sheet.column_dimensions["A"].protection.locked


@pytest.mark.parametrize(
    ("sheet", "rows", "columns"),
    [("Toelichting", (5, 8), "B"), ("Doelen en indicatoren", (5, 104), "ABCDEFGHI"), ("Menskracht", (5, 5), "ABC")],
)
def test_the_cells_to_fill_in_have_the_colour_the_guide_names(sheet: str, rows: tuple[int, int], columns: str) -> None:
    """Those and no others, below the table neither; they are also the ones that are open."""
    book = opened(form())
    expected = {f"{column}{row}" for row in range(rows[0], rows[1] + 1) for column in columns}
    cells = [cell for row in book[sheet].iter_rows(max_row=rows[1] + 1) for cell in row]

    assert {cell.coordinate for cell in cells if cell.fill.fgColor.rgb == "FFFFF9DB"} == expected
    assert {cell.coordinate for cell in cells if not cell.protection.locked} == expected
    assert any("lichtgele cellen" in str(row[0]) for row in book["Start"].values)


def test_the_yellow_of_the_lines_grows_with_what_is_filled_in() -> None:
    """Two hundred rows look open; all five thousand are. A first year has no history: I and J stay as they are."""
    sheet = opened(form(first_year=True))["Regels"]
    yellow = {
        str(area.sqref): rule.formula
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.dxf.fill and rule.dxf.fill.bgColor.rgb == "FFFFF9DB"
    }

    assert set(yellow) == {f"{letter}9:{letter}5008" for letter in "ABCDEFGHKLMNO"}
    assert yellow["A9:A5008"] == ["ROW()<=MAX(208,$C$4+66)"]
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet["I9"].protection.locked


def test_no_yellow_is_laid_over_what_is_written() -> None:
    """It has its own look: grey what is locked, blue what is only proposed."""
    areas = {str(area.sqref) for area in opened(filled())["Regels"].conditional_formatting}

    assert {"A12:A5008", "K12:K5008"} <= areas


def test_texts_that_wrap_have_room() -> None:
    """Not every program makes room by itself: LibreOffice printed one line over the other."""
    long = "Doorbelasting facilitair: gebouwbeheersystemen en narrowcasting"
    book = opened(filled(make_figures(regels=(make_line("Salarissen"), make_line(long, rij=10)))))

    assert [book["Toelichting"].row_dimensions[row].height for row in range(5, 9)] == [120] * 4
    assert book["Regels"].row_dimensions[8].height == 45  # 'Structureel of incidenteel' in three lines
    assert [book["Regels"].row_dimensions[row].height for row in (9, 10)] == [None, 45]


def test_a_full_toelichting_is_as_high_as_excel_allows() -> None:
    figures = make_figures(toelichting={"dienstverlening": "woord " * 1_600})

    assert opened(filled(figures))["Toelichting"].row_dimensions[5].height == 408.75


def test_every_sheet_prints_one_page_wide() -> None:
    sheets = [sheet for sheet in opened(form()) if sheet.title != "Kenmerken"]

    assert {(sheet.page_setup.orientation, sheet.page_setup.paperSize) for sheet in sheets} == {("landscape", 9)}
    assert {(sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) for sheet in sheets} == {(None, 0)}
    assert all(sheet.sheet_properties.pageSetUpPr.fitToPage for sheet in sheets)


def test_a_text_keeps_off_the_number_before_it() -> None:
    sheet = opened(filled())["Doelen en indicatoren"]

    assert (sheet["F5"].alignment.horizontal, sheet["F5"].alignment.indent) == ("left", 1)


def test_the_form_says_how_long_a_text_may_be() -> None:
    rules = opened(form())["Doelen en indicatoren"].data_validations.dataValidation

    assert {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "textLength"} == {
        **dict.fromkeys(("B5:B104", "F5:F104", "I5:I104"), "250"),
        **dict.fromkeys(("C5:C104", "D5:D104", "G5:G104", "H5:H104"), "60"),
    }


def test_the_instructions_say_how_to_paste_and_what_to_leave() -> None:
    text = " ".join(start_lines(form()))

    assert "Plak als waarden" in text
    assert "Laat ongebruikte rijen leeg" in text


def test_codes_are_chosen_from_lists() -> None:
    rules = opened(form())["Regels"].data_validations.dataValidation
    sources = {str(rule.sqref): rule.formula1 for rule in rules}

    assert sources["A9:A5008"] == "Codelijsten!$A$2:$A$70"
    assert sources["B9:B5008"] == '"lasten,baten"'
    assert sources["C9:C5008"] == '=IF($B9="baten",Codelijsten!$C$2:$C$40,Codelijsten!$B$2:$B$38)'.removeprefix("=")
    assert sources["G9:G5008"].count(",") == 4


def test_more_charges_than_a_formula_holds_are_counted() -> None:
    """Excel refuses a whole workbook for one formula of more than 8.192 signs; the largest charges are compared."""
    profile = dowr()
    codes = [duty.code for duty in profile.inzendplichten() if duty.code != "ict"]
    charges = tuple(
        StatedCharge(wederpartij=code, side=side, cent=number * 100_00, handed_in=True)
        for number, (code, side) in enumerate([(code, side) for code in codes * 4 for side in ("lasten", "baten")], 1)
    )
    content = make_workbook(profile, profile.inzendplicht("ict"), "begroting", 2027, make_figures(), charges=charges)
    formula = opened(content)["Regels"]["C3"].value
    told = openpyxl.load_workbook(BytesIO(content), data_only=True)["Regels"]["C3"].value
    start = "".join(start_lines(content)).replace("\N{NO-BREAK SPACE}", " ")

    assert len(formula) <= 8_000
    assert told.endswith(" andere: zie Start)")
    assert "€ 4.800,00" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "€ 100,00" in start


def test_totals_are_formulas_with_their_results() -> None:
    """A reader without a calculator must see the amounts as well."""
    formulas = opened(filled())["Regels"]
    values = openpyxl.load_workbook(BytesIO(filled()), data_only=True)["Regels"]

    assert formulas["K4"].value == '=SUMIFS(K$9:K$5008,$B$9:$B$5008,"lasten")'
    assert [values[cell].value for cell in ("K4", "K5", "K6")] == [2001, 1000.5, 1000.5]


def test_a_year_without_its_own_code_list_says_so() -> None:
    assert "De codes zijn die van Iv3 2026 (CBS): de lijst voor 2027 is er nog niet." in start_lines(form())


def test_no_clock_reaches_the_file() -> None:
    with ZipFile(BytesIO(form())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-01-01T00:00:00Z" in archive.read("docProps/core.xml")
