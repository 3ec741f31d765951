"""The workbook that a perceel is given: what the ledger knows stands in it, and what is fixed comes back so."""

from pathlib import Path
from typing import Any

import pytest

from builders.begun import columns_of, complete, give_out, hand_in, open_book, rows_of, told
from builders.dossier import (
    Office,
    add_version,
    correct,
    open_round,
    publish_product,
    published,
    submit_workbooks,
    walk_route,
    withdraw,
)
from builders.export import export_dossier
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import calendar
from jaarcyclus.terms.money import format_euro
from jaarcyclus.workbook.form import INDICATOREN, MENSKRACHT, REGELS, RISICOS, START, TOELICHTING
from jaarcyclus.workbook.writer import make_workbook

REPORT = "tussenrapportage_1"
VOOR = "Begroting 2027 vóór wijziging"


@pytest.fixture
def begroting(tmp_path: Path) -> Office:
    return published(tmp_path)


@pytest.fixture
def office(tmp_path: Path, begroting: Office) -> Office:
    """The begroting 2027 is published, and the first interim report is open."""
    return open_round(tmp_path, REPORT, workspace=begroting.workspace)


def test_what_was_given_out_and_completed_is_accepted(office: Office) -> None:
    verdict = hand_in(office, "ict", complete(give_out(office, "ict")))

    assert (told(verdict), verdict.geaccepteerd) == ([], True), verdict.bevindingen


def test_a_new_workbook_has_the_last_words_goals_risks_and_formation(office: Office) -> None:
    book = open_book(give_out(office, "ict"))

    texts, goals, staff = book[TOELICHTING], book[INDICATOREN], book[MENSKRACHT]
    assert texts.cell(5, 2).value is None
    assert texts.cell(5, columns_of(texts)["Vorige tekst (alleen om te lezen)"]).value
    assert goals.cell(5, columns_of(goals)["Streefwaarde"]).value
    assert goals.cell(5, columns_of(goals)["Realisatie (bij verantwoording)"]).value is None
    assert book[RISICOS].cell(5, 1).value
    assert (staff.cell(5, 1).value is not None, staff.cell(5, 2).value, staff.cell(5, 3).value) == (True, None, None)


def test_codes_and_adopted_amounts_of_a_line_are_locked_and_its_words_are_not(office: Office) -> None:
    lines = open_book(give_out(office, "ict"))[REGELS]
    heads = columns_of(lines)
    row = rows_of(lines)[0]

    cells = {name: lines.cell(row, column) for name, column in heads.items()}
    locked = {name for name, cell in cells.items() if cell.has_style and cell.protection.locked}
    assert locked == {
        "Taakveld",
        "Categorie",
        "Lasten of baten",
        "Structureel of incidenteel",
        "Wederpartij (perceel of extern)",
        VOOR,
        "Regelsleutel",
    }


def change_cell(heading: str, value: object, line: int = 0) -> Any:
    def change(book: Any) -> None:
        lines = book[REGELS]
        lines.cell(rows_of(lines)[line], columns_of(lines)[heading], value)

    return change


def cell_of(content: bytes, heading: str, line: int = 0) -> str:
    lines = open_book(content)[REGELS]
    return str(lines.cell(rows_of(lines)[line], columns_of(lines)[heading]).coordinate)


@pytest.mark.parametrize(("heading", "value"), [(VOOR, 5), ("Taakveld", "0.61"), ("Categorie", "3.8")])
def test_a_changed_fixed_value_is_one_finding_with_both_values(office: Office, heading: str, value: object) -> None:
    given = give_out(office, "ict")
    was = open_book(given)[REGELS][cell_of(given, heading)].value

    verdict = hand_in(office, "ict", complete(given, change_cell(heading, value)))

    assert told(verdict) == [("VASTE_WAARDE_GEWIJZIGD", cell_of(given, heading))]
    (finding,) = (item for item in verdict.bevindingen if item.code == "VASTE_WAARDE_GEWIJZIGD")
    shown = f"{was:.0f}"[:2] if heading == VOOR else str(was).split()[0]
    assert shown in finding.melding
    assert "De waarde van de samenwerking telt." in finding.melding


def test_the_nature_of_a_line_is_held_to_on_its_own_cell(office: Office) -> None:
    """It was told on a locked amount that was right, and what to do there was refused as well."""
    given = give_out(office, "ict")
    was = open_book(given)[REGELS][cell_of(given, "Structureel of incidenteel")].value
    other = "structureel" if was == "incidenteel" else "incidenteel"

    verdict = hand_in(office, "ict", complete(given, change_cell("Structureel of incidenteel", other)))

    assert told(verdict) == [("VASTE_WAARDE_GEWIJZIGD", cell_of(given, "Structureel of incidenteel"))]


def test_a_line_of_which_only_the_key_is_left_is_gone(office: Office) -> None:
    """Fifteen findings on one row said the same."""

    def empty_last(book: Any) -> None:
        lines = book[REGELS]
        row = rows_of(lines)[-1]
        for heading, column in columns_of(lines).items():
            if heading != "Regelsleutel":
                lines.cell(row, column).value = None

    verdict = hand_in(office, "ict", complete(give_out(office, "ict"), empty_last))

    assert told(verdict) == [("VOORINGEVULDE_REGEL_ONTBREEKT", "")]
    assert {item.code for item in verdict.bevindingen if item.ernst == "fout"} == {"VOORINGEVULDE_REGEL_ONTBREEKT"}


def test_what_an_indicator_was_adopted_with_is_locked_and_asked_about(office: Office) -> None:
    given = give_out(office, "ict")
    goals = open_book(given)[INDICATOREN]
    heads = columns_of(goals)

    def change(book: Any) -> None:
        book[INDICATOREN].cell(5, heads["Streefwaarde"], "7,0")
        book[INDICATOREN].cell(6, heads["Indicator"], "Iets anders")

    verdict = hand_in(office, "ict", complete(given, change))

    assert {name for name in heads if goals.cell(5, heads[name]).protection.locked} == {
        "Doel",
        "Indicator",
        "Eenheid",
        "Nulwaarde",
        "Jaar van de nulwaarde",
        "Bron",
        "Streefwaarde",
    }
    found = [item.code for item in verdict.bevindingen if item.code.startswith("INDICATOR_")]
    assert found == ["INDICATOR_WIJKT_AF", "INDICATOR_ONTBREEKT"]
    assert verdict.geaccepteerd


def test_the_finding_points_at_the_line_that_is_new(tmp_path: Path) -> None:
    """Of eight lines with one code it was told on the first, which was right."""
    office = open_round(tmp_path, "begroting", boekjaar=2028, workspace=published(tmp_path).workspace)
    given = give_out(office, "ict")
    lines = open_book(given)[REGELS]
    heads, row = columns_of(lines), rows_of(lines)[-1] + 1

    def add(book: Any) -> None:
        for heading, column in heads.items():
            if heading != "Regelsleutel":
                book[REGELS].cell(row, column, book[REGELS].cell(9, column).value)
        book[REGELS].cell(row, heads["Omschrijving"], "Iets nieuws")
        book[REGELS].cell(row, heads["Begroting 2027 na wijziging"], 5_000)

    verdict = hand_in(office, "ict", complete(given, add))

    cell = lines.cell(row, heads["Begroting 2027 na wijziging"]).coordinate
    (finding,) = (item for item in verdict.bevindingen if item.code == "EERDER_BEDRAG_WIJKT_AF")
    assert (finding.cel, finding.waarde.replace("\N{NO-BREAK SPACE}", " ")) == (cell, "€ 5.000,00")


def test_a_line_that_was_moved_to_another_row_is_the_same_line(office: Office) -> None:
    def swap(book: Any) -> None:
        lines = book[REGELS]
        first, second = rows_of(lines)[:2]
        for column in columns_of(lines).values():
            one, other = lines.cell(first, column).value, lines.cell(second, column).value
            lines.cell(first, column).value, lines.cell(second, column).value = other, one

    assert told(hand_in(office, "ict", complete(give_out(office, "ict"), swap))) == []


def test_a_line_with_other_words_is_the_same_line(office: Office) -> None:
    given = complete(give_out(office, "ict"), change_cell("Omschrijving", "Huur van het datacentrum"))

    assert told(hand_in(office, "ict", given)) == []


def clear_line(book: Any) -> None:
    lines = book[REGELS]
    row = rows_of(lines)[0]
    for column in columns_of(lines).values():
        lines.cell(row, column).value = None


def test_a_prefilled_line_that_is_gone_is_told_once(office: Office) -> None:
    verdict = hand_in(office, "ict", complete(give_out(office, "ict"), clear_line))

    assert told(verdict) == [("VOORINGEVULDE_REGEL_ONTBREEKT", "")]
    assert not verdict.geaccepteerd


def test_lines_of_which_the_keys_are_lost_are_known_by_codes_and_words(office: Office) -> None:
    def clear_keys(book: Any) -> None:
        lines = book[REGELS]
        for row in rows_of(lines):
            lines.cell(row, columns_of(lines)["Regelsleutel"]).value = None

    given = give_out(office, "ict")
    verdict = hand_in(office, "ict", complete(given, clear_keys))

    assert told(verdict) == [("REGELSLEUTEL_KWIJT", cell_of(given, "Omschrijving"))]
    assert verdict.geaccepteerd


def test_a_key_that_is_used_twice_is_a_fault_on_both_rows(office: Office) -> None:
    given = give_out(office, "ict")
    first = open_book(given)[REGELS][cell_of(given, "Regelsleutel")].value

    verdict = hand_in(office, "ict", complete(given, change_cell("Regelsleutel", first, line=1)))

    twice = [cell for code, cell in told(verdict) if code == "REGELSLEUTEL_DUBBEL"]
    assert twice == [cell_of(given, "Omschrijving"), cell_of(given, "Omschrijving", line=1)]


def test_a_key_of_another_workbook_is_told_and_the_line_is_known_by_its_words(office: Office) -> None:
    given = give_out(office, "ict")

    verdict = hand_in(office, "ict", complete(given, change_cell("Regelsleutel", "abc123")))

    assert told(verdict) == [("REGELSLEUTEL_ONBEKEND", cell_of(given, "Omschrijving"))]
    assert verdict.geaccepteerd


def test_what_is_written_in_the_column_of_the_last_text_is_told(office: Office) -> None:
    def write(book: Any) -> None:
        book[TOELICHTING]["C5"] = "Dit was vorig jaar anders."

    verdict = hand_in(office, "ict", complete(give_out(office, "ict"), write))

    assert told(verdict) == [("VORIGE_TEKST_GEWIJZIGD", "C5")]
    assert verdict.geaccepteerd


def test_the_accountant_finds_the_same_in_a_workbook_of_an_earlier_stand(office: Office, begroting: Office) -> None:
    """The begroting was withdrawn while he filled it in: nothing is known any more, and nothing is wrong."""
    given = give_out(office, "ict")
    withdraw(begroting)
    calendar.advance(office.workspace, office.dossier)

    verdict = hand_in(office, "ict", complete(given))

    assert (told(verdict), verdict.geaccepteerd) == ([("VOORINGEVULD_OP_OUDE_STAND", "")], True)
    (told_once,) = (item for item in verdict.bevindingen if item.code == "VOORINGEVULD_OP_OUDE_STAND")
    assert "dowr-2027-begroting (versie 1)" in told_once.melding
    report = verify_zip(export_dossier(office.workspace, office.dossier))
    assert report.houdt, [line for line in report.regels if not line.houdt]


def test_a_workbook_of_before_a_correction_is_refused_for_its_amounts_and_says_why(
    office: Office, begroting: Office
) -> None:
    given = give_out(office, "ict")
    correct(begroting, "ict")
    submit_workbooks(begroting, "ict", lines=4)
    add_version(begroting)
    walk_route(begroting)
    publish_product(begroting)
    calendar.advance(office.workspace, office.dossier)

    before, after = (hand_in(office, "ict", complete(item)) for item in (given, give_out(office, "ict")))

    assert {code for code, _ in told(before)} >= {"VOORINGEVULD_OP_OUDE_STAND", "BEGROTING_WIJKT_AF"}
    assert "VASTE_WAARDE_GEWIJZIGD" not in {code for code, _ in told(before)}
    assert (told(after), after.geaccepteerd) == ([], True)


def test_the_form_tells_what_another_perceel_charges_once_it_has_an_amount(tmp_path: Path) -> None:
    """Then ict hands in what it asks of algemeen, and the workbook that algemeen begins with says so."""
    office = open_round(tmp_path)
    nothing = open_book(give_out(office, "algemeen"))[REGELS]["C3"].value

    profile = office.workspace.profile_of(office.state)
    sample = sample_figures(profile, "ict", "begroting", 2027)
    charged = next(line for line in sample.regels if line.wederpartij == "algemeen")
    hand_in(office, "ict", make_workbook(profile, profile.inzendplicht("ict"), "begroting", 2027, sample))
    book = open_book(give_out(office, "algemeen"))

    assert nothing == '="er is van geen ander perceel een bedrag bekend"'
    amount = format_euro(charged.bedragen_cent["t"] or 0)
    assert f"ict heeft {amount} als uw lasten." in book[REGELS]["C3"].value
    told = [cell.value for (cell,) in book[START].iter_rows(max_col=1) if cell.value]
    assert f"ict {profile.inzendplicht('ict').naam} heeft ingediend: {amount} als uw lasten." in told
