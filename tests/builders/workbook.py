"""Workbooks as the office sends them: a filled form, and the same form with one thing wrong.

`make_figures` gives figures that every check accepts; `filled` writes them; `edit` opens the form as a spreadsheet
program without a calculator does, so that its totals have lost their stored results.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from jaarcyclus.dossier.round import RULES_VERSION
from jaarcyclus.figures.records import Figures, Indicator, Line, Risico, Staff
from jaarcyclus.intake.verdict import Verdict, judge_by_chosen_profile
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.writer import make_workbook

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = Settings.from_env({})
FIRST_LINE = 9  # the row of the first line on the sheet


def judge_workbook(
    source: Path | str | bytes,
    profile: Profile,
    settings: Settings,
    perceel: str | None = None,
    *,
    regels: int = RULES_VERSION,
) -> Verdict:
    """Return the verdict on a workbook by one profile, whatever round it is for, as before any round is open."""
    return judge_by_chosen_profile(source, lambda _: profile, settings, perceel, choose_rules=lambda _: regels)


def dowr() -> Profile:
    return load_profile(ROOT / "profiles" / "dowr.yaml")


VERANTWOORDING = dowr().verantwoording_over(2027)


def make_line(description: str = "Salarissen", **changes: Any) -> Line:
    """A line of salary cost; each amount is € 1.000,50, and nothing is committed, unless `bedragen_cent` says so."""
    product = changes.pop("product", "begroting")
    fields: dict[str, Any] = {
        "taakveld": "0.4",
        "categorie": "1.1",
        "kant": "lasten",
        "incidenteel": False,
        "wederpartij": None,
        "btw_regime": "buiten_btw",
        "bedragen_cent": even_amounts(product, 100_050),
        "rij": FIRST_LINE,
    }
    return Line(omschrijving=description, **{**fields, **changes})


def even_amounts(product: str, cent: int) -> dict[str, int | None]:
    """The same amount in every column, but that nothing is committed beside what is spent."""
    return {column: 0 if column == "verplichtingen" else cent for column in PRODUCTS[product].columns}


def make_figures(product: str = "begroting", perceel: str = "ict", **changes: Any) -> Figures:
    """Figures of one perceel for boekjaar 2027 that are accepted without any finding."""
    lines = (
        make_line(product=product, rij=FIRST_LINE),  # a hundredth of an fte: `menskracht`
        make_line("Licenties", product=product, categorie="3.8", btw_regime="compensabel_bcf", rij=FIRST_LINE + 1),
        make_line("Bijdragen", product=product, kant="baten", categorie="4.3.2", rij=FIRST_LINE + 2),
    )
    fields: dict[str, Any] = {
        "profiel": "dowr",
        "product": product,
        "boekjaar": 2027,
        "perceel": perceel,
        "eerste_jaar": False,
        "regels": lines,
        "toelichting": {
            heading.code: f"Voor {heading.code}: volgens jaarplan." for heading in VERANTWOORDING.koppen_of(product)
        },
        "indicatoren": tuple(_indicator(doel.code, product) for doel in VERANTWOORDING.doelen),
        "risicos": (Risico(omschrijving="Uitval", kans_pct=20, gevolg_cent=5_000_000, maatregel="Uitwijk"),),
        "menskracht": Staff(formatie_fte_honderdste=1, bezetting_fte_honderdste=1, externe_inhuur_cent=7_500_000),
    }
    unasked = {"indicatoren": (), "risicos": (), "menskracht": None}
    if "toets" in PRODUCTS[product].sheets:
        fields["bladen"] = {"toets": _answers()}
    left_out = {name: empty for name, empty in unasked.items() if name not in PRODUCTS[product].parts}
    return Figures(**{**fields, **left_out, **changes})


def _answers() -> tuple[dict[str, str | int], ...]:
    asked = enumerate(("begroting", "kaders", "jaarplan"), 5)
    return tuple({"rij": row, "waarin": key, "antwoord": "ja", "reden": "Het past."} for row, key in asked)


def filled(figures: Figures | None = None) -> bytes:
    """The form filled with `figures`, totals calculated, as Excel saves it."""
    content = figures or make_figures()
    profile = dowr()
    return make_workbook(profile, profile.inzendplicht(content.perceel), content.product, content.boekjaar, content)


def edit(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after `change(openpyxl workbook)`."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_cell(sheet: str, cell: str, value: object, content: bytes | None = None) -> bytes:
    """The filled form with one cell changed."""

    def change(book: Any) -> None:
        book[sheet][cell] = value

    return edit(content or filled(), change)


def with_part(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The workbook with the XML of one part changed and all else, stored results too, left as it was."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as changed:
        for info in source.infolist():
            part = source.read(info)
            changed.writestr(info, change(part.decode()).encode() if info.filename == name else part)
    return target.getvalue()


def _indicator(doel: str, product: str) -> Indicator:
    return Indicator(
        doel=doel,
        indicator=f"Score op {doel}",
        eenheid="%",
        nulwaarde="85,5",
        nuljaar=2025,
        bron="jaarverslag 2025",
        streefwaarde="90",
        realisatie="88" if product == "jaarverslag" else None,
        eigenaar="teammanager ICT",
    )
