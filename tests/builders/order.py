"""Builds the order for the documents of one version: DOWR's own profile and a submission of each perceel."""

from datetime import date
from pathlib import Path

from jaarcyclus.documents.order import DocumentOpdracht
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.records import Cijfers, Indicator, Menskracht, Regel, Risico
from jaarcyclus.profile.records import load_profile
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.products import PRODUCTS

DOWR = load_profile(Path(__file__).resolve().parents[2] / "profiles" / "dowr.yaml").voor_ronde(date(2026, 4, 1), 2027)
_POSTEN = (
    ("0.4", "1.1", "Salarissen en sociale lasten"),
    ("0.4", "3.8", "Licenties en onderhoud van applicaties"),
    ("0.4", "3.5.1", "Ingeleend personeel"),
    ("0.61", "3.8", "Heffing en waardering"),
    ("0.4", "7.4", "Doorbelaste huisvesting"),
)


def build_opdracht(
    product: str = "begroting",
    *,
    oefening: bool = True,
    regels: int = 20,
    omschrijving: str | None = None,
    eerste_jaar: tuple[str, ...] = (),
) -> DocumentOpdracht:
    """Return version 1 of `product` 2027, each perceel with `regels` lines; ICT charges PSA 12.500 euros.

    `omschrijving` replaces every text that comes from a workbook.
    """
    cijfers = tuple(
        build_cijfers(plicht.code, product, regels, omschrijving, plicht.code in eerste_jaar)
        for plicht in DOWR.inzendplichten()
    )
    return DocumentOpdracht(
        profile=DOWR,
        product=product,
        boekjaar=2027,
        versie=1,
        cijfers=cijfers,
        consolidatie=consolidate(cijfers, DOWR, product, 2027),
        datum=date(2026, 5, 8),
        oefening=oefening,
    )


def build_cijfers(
    perceel: str,
    product: str,
    regels: int = 20,
    omschrijving: str | None = None,
    eerste_jaar: bool = False,
    verantwoording: Verantwoording = DOWR.verantwoording[0],
) -> Cijfers:
    """Return a submission with lasten, a quarter of them baten, and every text filled."""
    text = omschrijving or f"In {perceel} is de dienstverlening op het afgesproken niveau gebleven. " * 4
    lines = tuple(_regel(number, perceel, product, omschrijving, eerste_jaar) for number in range(regels))
    return Cijfers(
        profiel="dowr",
        product=product,
        boekjaar=2027,
        perceel=perceel,
        eerste_jaar=eerste_jaar,
        regels=lines + _charge(perceel, product, regels, eerste_jaar),
        toelichting={kop.code: text for kop in verantwoording.koppen},
        indicatoren=tuple(
            Indicator(
                doel=doel.code,
                indicator=omschrijving or f"Score op {doel.naam} in het jaarlijkse onderzoek",
                eenheid="cijfer",
                nulwaarde="7,1",
                nuljaar=2025,
                bron="klantonderzoek",
                streefwaarde="7,5",
                realisatie=None,
                eigenaar="teammanager",
            )
            for doel in verantwoording.doelen
        ),
        risicos=(
            Risico(
                omschrijving=omschrijving or "Uitval van een leverancier",
                kans_pct=20,
                gevolg_cent=25_000_000,
                maatregel=omschrijving or "Tweede leverancier onder contract",
            ),
        ),
        menskracht=Menskracht(
            formatie_fte_honderdste=4250, bezetting_fte_honderdste=4010, externe_inhuur_cent=18_000_000
        ),
    )


def _regel(number: int, perceel: str, product: str, omschrijving: str | None, eerste_jaar: bool) -> Regel:
    taakveld, categorie, name = _POSTEN[number % len(_POSTEN)]
    kant = "baten" if number % 4 == 3 else "lasten"
    return Regel(
        taakveld=taakveld,
        categorie="3.8" if kant == "baten" else categorie,
        kant=kant,
        omschrijving=omschrijving or f"{name} {number + 1}",
        incidenteel=number % 7 == 0,
        wederpartij=None,
        btw_regime="belast" if number % 2 else "buiten_btw",
        bedragen_cent=_amounts(product, 4_321_000 * (number + 1) + len(perceel) * 100, eerste_jaar),
        rij=10 + number,
    )


def _charge(perceel: str, product: str, regels: int, eerste_jaar: bool) -> tuple[Regel, ...]:
    if perceel not in ("ict", "psa"):
        return ()
    return (
        Regel(
            taakveld="0.4",
            categorie="3.8",
            kant="baten" if perceel == "ict" else "lasten",
            omschrijving="Applicaties voor de salarisadministratie",
            incidenteel=False,
            wederpartij="psa" if perceel == "ict" else "ict",
            btw_regime="buiten_btw",
            bedragen_cent=dict.fromkeys(PRODUCTS[product].columns, 1_250_000),
            rij=10 + regels,
        ),
    )


def _amounts(product: str, base: int, eerste_jaar: bool) -> dict[str, int | None]:
    amounts: dict[str, int | None] = {
        kolom: base + 100_000 * number for number, kolom in enumerate(PRODUCTS[product].columns)
    }
    if eerste_jaar and product == "begroting":
        amounts.update(t_min2=None, t_min1=None)
    return amounts
