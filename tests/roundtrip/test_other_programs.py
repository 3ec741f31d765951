"""The form as other programs save it: opened and saved by LibreOffice and gnumeric themselves, then handed in.

Slow (some seconds a program), so one file of each way, and every assertion on it.
"""

import subprocess
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest

from builders.workbook import SETTINGS, dowr, edit, filled, judge_workbook, make_figures, make_line
from jaarcyclus.figures.records import Figures
from jaarcyclus.figures.verrekening import StatedCharge
from jaarcyclus.intake.verdict import Verdict
from jaarcyclus.workbook.writer import make_workbook

Way = Callable[[bytes, Path], bytes]


def filled_in() -> Figures:
    """Three lines, one of which is € 200.000 more than last year and says why."""
    amounts = {"t_min2": 10_000_000, "t_min1": 10_000_000, "t": 30_000_000, "t_plus1": 0, "t_plus2": -5, "t_plus3": 1}
    return make_figures(
        regels=(
            make_line(
                "Salarissen", rij=9, bedragen_cent=amounts, toelichting="Twee functies erbij.", soort_mutatie="areaal"
            ),
            make_line("Reserve ict", rij=10, taakveld="0.10", categorie="7.1", wederpartij="psa"),
            make_line("Bijdragen", kant="baten", categorie="4.3.2", rij=11),
        )
    )


def libreoffice(content: bytes, folder: Path, kind: str = "xlsx", suffix: str = "xlsx") -> bytes:
    source = folder / f"werkboek.{suffix}"
    source.write_bytes(content)
    own = f"-env:UserInstallation=file://{folder}/gebruiker"  # two at once would share one, and one of them wait
    subprocess.run(
        ["soffice", own, "--headless", "--convert-to", kind, "--outdir", str(folder / "uit"), str(source)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return (folder / "uit" / f"werkboek.{kind}").read_bytes()


def through_ods(content: bytes, folder: Path) -> bytes:
    return libreoffice(libreoffice(content, folder, "ods"), folder, "xlsx", "ods")


def gnumeric(content: bytes, folder: Path) -> bytes:
    source, target = folder / "werkboek.xlsx", folder / "gnumeric.xlsx"
    source.write_bytes(content)
    done = subprocess.run(
        ["ssconvert", "--recalc", str(source), str(target)], check=True, capture_output=True, text=True, timeout=300
    )
    # It knows no protection of the structure, and says so; a formula it could not read would be told too.
    assert "Invalid expression" not in done.stderr
    return target.read_bytes()


def typed_then_gnumeric(content: bytes, folder: Path) -> bytes:
    """Filled in by a program that does not reckon, then opened by one that does."""
    return gnumeric(edit(content, lambda book: None), folder)


def typed_then_libreoffice(content: bytes, folder: Path) -> bytes:
    return libreoffice(edit(content, lambda book: None), folder)


WAYS: dict[str, Way] = {
    "libreoffice": libreoffice,
    "ods": through_ods,
    "gnumeric": gnumeric,
    "openpyxl and gnumeric": typed_then_gnumeric,
    "openpyxl and libreoffice": typed_then_libreoffice,
}


@cache
def saved(way: str) -> bytes:
    with TemporaryDirectory() as folder:
        return WAYS[way](filled(filled_in()), Path(folder))


def verdict(content: bytes) -> Verdict:
    return judge_workbook(content, dowr(), SETTINGS)


@pytest.mark.parametrize("way", WAYS)
def test_a_form_that_another_program_saved_gives_the_same_figures(way: str) -> None:
    found = verdict(saved(way))

    assert [(item.code, item.blad, item.cel) for item in found.bevindingen if item.ernst == "fout"] == []
    assert found.figures == filled_in()


@pytest.mark.parametrize("way", WAYS)
def test_no_program_makes_a_finding_of_what_the_form_itself_holds(way: str) -> None:
    """The filter, the checks above the lines, the state on Start and the columns beside them are ours."""
    as_written = {item.code for item in verdict(filled(filled_in())).bevindingen}

    assert {item.code for item in verdict(saved(way)).bevindingen} == as_written


@pytest.mark.parametrize("way", ["ods", "openpyxl and gnumeric", "gnumeric"])
def test_what_the_sheet_reckons_is_the_same_in_another_program(way: str) -> None:
    """These programs reckon anew; what we stored with each formula must be what comes out."""
    stored, reckoned = (_reckoned(content) for content in (filled(filled_in()), saved(way)))

    assert reckoned == stored
    assert stored["Regels", "P9"] == 200_000
    assert [stored["Regels", cell] for cell in ("Q9", "Q6", "C4", "C5", "C6", "C7")] == ["N", "N", 3, 0, 0, 1]
    assert stored["Start", "B7"] == "klaar"


@pytest.mark.parametrize("way", ["libreoffice", "gnumeric"])
@pytest.mark.parametrize(
    ("cent", "told"),
    [(100_050, "sluit aan"), (12_500_050, "psa heeft € 125.000,50 als uw lasten.")],
)
def test_the_amount_of_another_perceel_stands_above_the_lines(way: str, cent: int, told: str, tmp_path: Path) -> None:
    """Reckoned anew: both programs compare this workbook's lines with what psa handed in."""
    charge = StatedCharge(wederpartij="psa", side="lasten", cent=cent, handed_in=True)
    profile, figures = dowr(), make_figures(regels=(make_line("Beheer", wederpartij="psa"),))
    content = make_workbook(profile, profile.inzendplicht("ict"), "begroting", 2027, figures, charges=(charge,))
    stale = edit(content, lambda book: None)  # openpyxl drops the outcomes, so what stands there is reckoned

    reckoned = openpyxl.load_workbook(BytesIO(WAYS[way](stale, tmp_path)), data_only=True)["Regels"]["C3"].value
    written = openpyxl.load_workbook(BytesIO(content), data_only=True)["Regels"]["C3"].value

    assert _plain(reckoned) == _plain(written) == told


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _reckoned(content: bytes) -> dict[tuple[str, str], Any]:
    """Return every outcome of a formula of ours that says something, empty texts left out."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(filled(filled_in())))
    return {
        (name, cell.coordinate): _told(book[name][cell.coordinate].value)
        for name in ("Start", "Regels")
        for row in formulas[name].iter_rows()
        for cell in row
        if cell.data_type == "f" and book[name][cell.coordinate].value not in (None, "")
    }


def _told(value: Any) -> Any:
    """Return an outcome as intake takes it: programs subtract floats, and differ behind the twelfth decimal."""
    return round(value, 9) if isinstance(value, float) else value


@pytest.mark.parametrize("way", ["libreoffice", "gnumeric"])
def test_an_empty_form_that_another_program_saved_lacks_only_what_is_to_be_filled_in(way: str) -> None:
    empty = filled(make_figures(regels=(), toelichting={}, indicatoren=(), risicos=(), menskracht=None))
    with TemporaryDirectory() as folder:
        found = verdict(WAYS[way](empty, Path(folder)))

    assert {item.code for item in found.bevindingen} == {
        "REGELS_LEEG",
        "TOELICHTING_LEEG",
        "MENSKRACHT_LEEG",
        "DOEL_ZONDER_INDICATOR",
    }
