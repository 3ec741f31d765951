"""Builds the order for the documents of one version: DOWR's own profile and a submission of each perceel."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.kaders import YEARS
from jaarcyclus.figures.records import Figures, Indicator, Line, Risico, Staff, total_cent
from jaarcyclus.profile.records import load_profile
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.products import PRODUCTS

DOWR = load_profile(Path(__file__).resolve().parents[2] / "profiles" / "dowr.yaml").for_round(date(2026, 4, 1), 2027)
_ITEMS = (
    ("0.4", "1.1", "Salarissen en sociale lasten"),
    ("0.4", "3.8", "Licenties en onderhoud van applicaties"),
    ("0.4", "3.5.1", "Ingeleend personeel"),
    ("0.61", "3.8", "Heffing en waardering"),
    ("0.4", "7.4", "Doorbelaste huisvesting"),
)


def build_order(
    product: str = "begroting",
    *,
    oefening: bool = True,
    lines: int = 20,
    description: str | None = None,
    first_year: tuple[str, ...] = (),
    version: int = 1,
) -> DocumentOrder:
    """Return version 1 of `product` 2027, each perceel with this many `lines`; ICT charges PSA 12.500 euros.

    `description` replaces every text that comes from a workbook.
    """
    figures = tuple(
        build_figures(duty.code, product, lines, description, duty.code in first_year) for duty in DOWR.inzendplichten()
    )
    return DocumentOrder(
        profile=DOWR,
        product=product,
        boekjaar=2027,
        version=version,
        figures=figures,
        consolidation=consolidate(figures, DOWR, product, 2027),
        day=date(2026, 5, 8),
        oefening=oefening,
    )


def build_figures(
    perceel: str,
    product: str,
    line_count: int = 20,
    description: str | None = None,
    first_year: bool = False,
    verantwoording: Verantwoording = DOWR.verantwoording[0],
) -> Figures:
    """Return a submission with lasten, a quarter of them baten, and every text filled."""
    # Too few words that say anything to be anybody's copy: the same stands under each heading, in each product.
    text = description or f"In {perceel} is ook nu weer het niveau van de dienstverlening zoals dat was. " * 4
    lines = tuple(_line(number, perceel, product, description, first_year) for number in range(line_count))
    asked = PRODUCTS[product].parts
    made = Figures(
        profiel="dowr",
        product=product,
        boekjaar=2027,
        perceel=perceel,
        eerste_jaar=first_year,
        regels=lines + _charge(perceel, product, line_count, first_year),
        toelichting={heading.code: text for heading in verantwoording.koppen_of(product)},
        indicatoren=tuple(
            Indicator(
                doel=doel.code,
                indicator=description or f"Score op {doel.naam} in het jaarlijkse onderzoek",
                eenheid="cijfer",
                nulwaarde="7,1",
                nuljaar=2025,
                bron="klantonderzoek",
                streefwaarde="7,5",
                realisatie="7,3" if product == "jaarverslag" else None,
                eigenaar="teammanager",
            )
            for doel in verantwoording.doelen
        ),
        risicos=(
            Risico(
                omschrijving=description or "Uitval van een leverancier",
                kans_pct=20,
                gevolg_cent=25_000_000,
                maatregel=description or "Tweede leverancier onder contract",
            ),
        ),
        menskracht=_staff(lines, product) if "menskracht" in asked else None,
        bladen=_kaders(perceel) if PRODUCTS[product].sheets else {},
    )
    return replace(made, **{name: () for name in ("indicatoren", "risicos") if name not in asked})


def _kaders(perceel: str) -> dict[str, tuple[dict[str, str | int], ...]]:
    """One index, in the workbook of who prepares the kaders."""
    years = {f"{year}_honderdste": 3_25 for year in YEARS}
    index = {"rij": 5, "groep": "3", **years, "bron": "CPB", "datum": "2025-11-01"}
    return {"indexen": (index,)} if perceel == DOWR.kaders_by() else {}


def _staff(lines: tuple[Line, ...], product: str) -> Staff:
    """Return as many people as are paid, at € 85.000 each."""
    budget = "t" if product == "begroting" else "begroting_na"
    wages = total_cent((line for line in lines if line.categorie == "1.1"), "lasten", budget)
    fte = wages * 100 // (85_000 * 100)
    return Staff(formatie_fte_honderdste=fte, bezetting_fte_honderdste=fte * 19 // 20, externe_inhuur_cent=18_000_000)


def _line(number: int, perceel: str, product: str, description: str | None, first_year: bool) -> Line:
    taakveld, categorie, name = _ITEMS[number % len(_ITEMS)]
    side, one_off = "baten" if number % 4 == 3 else "lasten", number % 7 == 0
    return Line(
        taakveld=taakveld,
        categorie="3.8" if side == "baten" else categorie,
        kant=side,
        omschrijving=description or f"{name} {number + 1}",
        incidenteel=one_off,
        wederpartij=None,
        btw_regime="belast" if number % 2 else "buiten_btw",
        bedragen_cent=_amounts(product, 4_321_000 * (number + 1) + len(perceel) * 100, first_year, one_off=one_off),
        rij=10 + number,
    )


def _charge(perceel: str, product: str, lines: int, first_year: bool) -> tuple[Line, ...]:
    if perceel not in ("ict", "psa"):
        return ()
    return (
        Line(
            taakveld="0.4",
            categorie="3.8",
            kant="baten" if perceel == "ict" else "lasten",
            omschrijving="Applicaties voor de salarisadministratie",
            incidenteel=False,
            wederpartij="psa" if perceel == "ict" else "ict",
            btw_regime="buiten_btw",
            bedragen_cent=dict.fromkeys(PRODUCTS[product].columns, 1_250_000) | _nothing_committed(product),
            rij=10 + lines,
        ),
    )


def _nothing_committed(product: str) -> dict[str, int | None]:
    """What is spent and committed together stays below what is expected."""
    return {column: 0 for column in PRODUCTS[product].columns if column == "verplichtingen"}


def _amounts(product: str, base: int, first_year: bool, *, one_off: bool) -> dict[str, int | None]:
    amounts: dict[str, int | None] = {
        column: base + 100_000 * number for number, column in enumerate(PRODUCTS[product].columns)
    }
    amounts |= _nothing_committed(product)
    if one_off and product == "begroting":
        amounts["t_plus3"] = 0
    if first_year and product == "begroting":
        amounts.update(t_min2=None, t_min1=None)
    return amounts
