"""A workbook that rules 2 accepted and the intake of now would not: it holds, and what is read now is told.

`tests/upgrade` holds a dossier to it that an older program made.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    add_version,
    open_round,
    publish_product,
    record_event,
    submit_workbooks,
    walk_route,
    workbook_of,
)
from builders.export import export_dossier
from builders.forgery import ForgersDesk, Forgery, faults, line, rewrite
from builders.workbook import with_part
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip

SHEET = "xl/worksheets/sheet2.xml"
SINCE = "2026-12-01T09:00:00+00:00"
BEFORE = "2026-11-27T09:00:00+00:00"
HIDES = (
    '<conditionalFormatting sqref="I9"><cfRule type="expression" dxfId="3" priority="1"><formula>TRUE</formula>'
    "</cfRule></conditionalFormatting><dataValidations"
)


def hidden(content: bytes) -> bytes:
    """Let a conditional format hide an amount: no release under rules 2 but the last saw that."""
    shown = '<dxf><numFmt numFmtId="200" formatCode=";;;"/></dxf></dxfs>'
    styled = with_part(content, "xl/styles.xml", lambda text: text.replace("</dxfs>", shown))
    return with_part(styled, SHEET, lambda text: text.replace("<dataValidations", HIDES, 1))


def low(content: bytes) -> bytes:
    """Let a row be too low to read, which is a warning that came later."""
    return with_part(content, SHEET, lambda text: text.replace('<row r="9"', '<row r="9" ht="1" customHeight="1"', 1))


def with_formulas(content: bytes) -> bytes:
    """Let the sheet show its formulas, of which no release under rules 2 warned."""
    return with_part(content, SHEET, lambda text: text.replace("<sheetView ", '<sheetView showFormulas="1" ', 1))


def doubled(content: bytes) -> bytes:
    """Let a row be there twice, which every release refused."""
    return with_part(content, SHEET, lambda text: text.replace('<row r="10"', '<row r="9"', 1))


def other_figures(_: bytes) -> bytes:
    """Give a workbook of a line more than was recorded, with a hidden amount."""
    workbook, _ = workbook_of("ict", lines=4)
    return hidden(workbook)


def accepted(var: Path, change: Callable[[bytes], bytes], regels: int) -> bytes:
    """Return the export of a round in which this workbook of ICT was accepted with the figures of before."""
    office = open_round(var, regels=regels)
    workbook, figures = workbook_of("ict")
    record(office, change(workbook), figures)
    return export_dossier(office.workspace, office.dossier)


def record(office: Office, workbook: bytes, figures: bytes) -> None:
    content = {
        "perceel": "ict",
        "sha256": office.workspace.store.put(workbook),
        "cijfers_sha256": office.workspace.store.put(figures),
        "inzender": office.state.indieners()["ict"],
        "via": "api",
        "te_laat": False,
        "ontvangst": 1,
        "bevindingen": [],
    }
    record_event(office, "inzending_geaccepteerd", content["inzender"], content)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (hidden, "GETAL_ANDERS_GETOOND (Regels I9)"),
        (low, "RIJ_VERBORGEN"),
        (with_formulas, "FORMULES_GETOOND"),
    ],
)
def test_what_was_accepted_then_holds_and_is_told(tmp_path: Path, change: Callable[[bytes], bytes], told: str) -> None:
    exported = accepted(tmp_path, change, regels=2)
    report = verify_zip(exported)

    assert (report.houdt, "strenger geworden" in report.niet_nagegaan) == (True, True)
    assert line(exported, "werkboeken").startswith("De cijfers van elke inzending staan zo")
    assert told in line(exported, "strenger geworden")


@pytest.mark.parametrize(("change", "told"), [(hidden, "GETAL_ANDERS_GETOOND"), (low, "waarschuwingen zijn niet die")])
def test_a_round_of_now_has_no_such_excuse(tmp_path: Path, change: Callable[[bytes], bytes], told: str) -> None:
    exported = accepted(tmp_path, change, regels=3)

    assert told in faults(exported)
    assert "strenger geworden" not in verify_zip(exported).niet_nagegaan


@pytest.mark.parametrize(("change", "told"), [(other_figures, "staan niet zo in de cellen"), (doubled, "WERKBOEK")])
def test_what_no_release_accepted_is_false_under_rules_2_too(
    tmp_path: Path, change: Callable[[bytes], bytes], told: str
) -> None:
    assert told in faults(accepted(tmp_path, change, regels=2))


def test_a_workbook_that_reads_the_same_now_is_told_nothing_of(tmp_path: Path) -> None:
    assert "strenger geworden" not in verify_zip(accepted(tmp_path, bytes, regels=2)).niet_nagegaan


@pytest.mark.parametrize(("opened", "is_told"), [(BEFORE, False), (SINCE, True)])
def test_a_round_that_says_to_be_older_than_it_is_is_asked_after(tmp_path: Path, opened: str, is_told: bool) -> None:
    """A forger writes 2 where 3 stood: by the machine it opened after the last round of rules 2 did."""
    forged = rewrite(accepted(tmp_path, hidden, regels=3), under_rules_2(opened))

    assert ("ging de ronde open na 29 november 2026" in line(forged, "strenger geworden")) is is_told


def test_of_an_earlier_dossier_it_is_told_too(tmp_path: Path) -> None:
    """Its figures are what was published; beside it the amount that nobody may have seen was passed over."""
    begroting = open_round(tmp_path, regels=2)
    workbook, figures = workbook_of("ict")
    record(begroting, hidden(workbook), figures)
    submit_workbooks(begroting, *(perceel for perceel in begroting.state.indieners() if perceel != "ict"))
    add_version(begroting)
    walk_route(begroting)
    publish_product(begroting)
    report = open_round(tmp_path, "tussenrapportage_1", workspace=begroting.workspace)
    exports = [export_dossier(begroting.workspace, item.dossier) for item in (report, begroting)]

    lines = verify_zip(exports[0], asked=Asked(earlier=(exports[1],))).regels
    told = [(line.houdt, line.tekst) for line in lines if line.onderwerp == "eerdere cijfers"]

    assert [holds for holds, _ in told] == [True, None]
    assert "GETAL_ANDERS_GETOOND (Regels I9)" in told[1][1]


def under_rules_2(opened: str) -> Forgery:
    def forge(desk: ForgersDesk) -> None:
        desk.change("ronde_geopend", {}, regels=2)
        for event in desk.events:
            event["tijd"] = opened

    return forge
