"""The five tables people fill in, with their Dutch headings and years: the content of the form.

The columns of the lines follow the product (`terms.products.PRODUCTS`). Adding, moving or renaming a column here is a
new version of the form: increase `workbook.form.VERSIE`.
"""

from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.iv3 import BTW_REGIMES
from jaarcyclus.terms.products import PRODUCTS, is_zonder_historie, kolomkop, name_product
from jaarcyclus.workbook.form import (
    INDICATOREN,
    MAX_REGELS_TOELICHTING,
    MAX_TOELICHTING,
    MAX_WAARDE,
    MENSKRACHT,
    REGELS,
    RISICOS,
    TOELICHTING,
    Kenmerken,
    Kolom,
    Soort,
    Tabel,
)

MAX_REGELS = 5_000  # chosen: lines one submission can hold
KANTEN = ("lasten", "baten")
AARDEN = ("structureel", "incidenteel")


def tabellen(kenmerken: Kenmerken, verantwoording: Verantwoording) -> tuple[Tabel, ...]:
    """Return every table people fill in, in the order of the sheets; `verantwoording` is that of the boekjaar."""
    toelichting, indicatoren = _toelichting(verantwoording), _indicatoren(verantwoording)
    return (_regels(kenmerken), toelichting, indicatoren, _risicos(), _menskracht())


def _regels(kenmerken: Kenmerken) -> Tabel:
    return Tabel(
        blad=REGELS,
        titel=f"Regels – {name_product(kenmerken.product, kenmerken.boekjaar)}",
        uitleg="Eén regel per taakveld, categorie en omschrijving; bedragen in euro's. Is er geen bedrag: vul 0 in.",
        kop_rij=8,
        laatste_rij=8 + MAX_REGELS,
        kolommen=(
            Kolom(sleutel="taakveld", kop="Taakveld", soort=Soort.CODE, breedte=10),
            Kolom(sleutel="categorie", kop="Categorie", soort=Soort.CODE, breedte=10),
            Kolom(sleutel="kant", kop="Lasten of baten", soort=Soort.KEUZE, keuzes=_same(KANTEN)),
            Kolom(sleutel="omschrijving", kop="Omschrijving", soort=Soort.TEKST, breedte=44, max_regels=2),
            Kolom(sleutel="aard", kop="Structureel of incidenteel", soort=Soort.KEUZE, keuzes=_same(AARDEN)),
            Kolom(sleutel="wederpartij", kop="Wederpartij (perceel of extern)", soort=Soort.CODE),
            Kolom(
                sleutel="btw_regime",
                kop="Btw-regime",
                soort=Soort.KEUZE,
                breedte=24,
                keuzes={name: code for code, name in BTW_REGIMES.items()},
            ),
            *(_bedragkolom(kolom, kenmerken) for kolom in PRODUCTS[kenmerken.product].columns),
        ),
    )


def _bedragkolom(kolom: str, kenmerken: Kenmerken) -> Kolom:
    return Kolom(
        sleutel=kolom,
        kop=kolomkop(kolom, kenmerken.boekjaar, eerste_jaar=kenmerken.eerste_jaar, peildatum=kenmerken.peildatum),
        soort=Soort.BEDRAG,
        leeg=is_zonder_historie(kolom, kenmerken.eerste_jaar),
    )


def _toelichting(verantwoording: Verantwoording) -> Tabel:
    koppen = {kop.code: kop.naam for kop in verantwoording.koppen}
    return Tabel(
        blad=TOELICHTING,
        titel="Toelichting",
        uitleg="Vul elk onderdeel in.",
        kop_rij=4,
        laatste_rij=4 + len(koppen),
        kolommen=(
            Kolom(sleutel="kop", kop="Onderdeel", soort=Soort.TEKST, breedte=36),
            Kolom(
                sleutel="tekst",
                kop="Toelichting",
                soort=Soort.TEKST,
                breedte=110,
                max_tekst=MAX_TOELICHTING,
                max_regels=MAX_REGELS_TOELICHTING,
            ),
        ),
        vaste_rijen=koppen,
        elke_rij=True,
    )


def _indicatoren(verantwoording: Verantwoording) -> Tabel:
    doelen = {doel.naam: doel.code for doel in verantwoording.doelen}
    return Tabel(
        blad=INDICATOREN,
        titel="Doelen en indicatoren",
        uitleg="Per doel van de samenwerking ten minste één indicator met nulwaarde, streefwaarde en eigenaar.",
        kop_rij=4,
        laatste_rij=104,
        kolommen=(
            Kolom(sleutel="doel", kop="Doel", soort=Soort.KEUZE, breedte=20, keuzes=doelen),
            Kolom(sleutel="indicator", kop="Indicator", soort=Soort.TEKST, breedte=40),
            Kolom(sleutel="eenheid", kop="Eenheid", soort=Soort.WAARDE, max_tekst=MAX_WAARDE),
            Kolom(sleutel="nulwaarde", kop="Nulwaarde", soort=Soort.WAARDE, max_tekst=MAX_WAARDE),
            Kolom(sleutel="nuljaar", kop="Jaar van de nulwaarde", soort=Soort.GETAL),
            Kolom(sleutel="bron", kop="Bron", soort=Soort.TEKST, breedte=24),
            Kolom(sleutel="streefwaarde", kop="Streefwaarde", soort=Soort.WAARDE, max_tekst=MAX_WAARDE),
            Kolom(
                sleutel="realisatie", kop="Realisatie (bij verantwoording)", soort=Soort.WAARDE, max_tekst=MAX_WAARDE
            ),
            Kolom(sleutel="eigenaar", kop="Eigenaar (functie)", soort=Soort.TEKST, breedte=28),
        ),
    )


def _risicos() -> Tabel:
    return Tabel(
        blad=RISICOS,
        titel="Risico's",
        uitleg="Kans in hele procenten, gevolg in euro's. Zijn er geen risico's: laat het blad leeg.",
        kop_rij=4,
        laatste_rij=104,
        kolommen=(
            Kolom(sleutel="omschrijving", kop="Risico", soort=Soort.TEKST, breedte=60),
            Kolom(sleutel="kans_pct", kop="Kans (%)", soort=Soort.GETAL),
            Kolom(sleutel="gevolg_cent", kop="Gevolg (€)", soort=Soort.BEDRAG),
            Kolom(sleutel="maatregel", kop="Maatregel", soort=Soort.TEKST, breedte=60),
        ),
    )


def _menskracht() -> Tabel:
    return Tabel(
        blad=MENSKRACHT,
        titel="Menskracht",
        uitleg="Formatie en bezetting in fte met hooguit twee decimalen; externe inhuur in euro's.",
        kop_rij=4,
        laatste_rij=5,
        elke_rij=True,
        kolommen=(
            Kolom(sleutel="formatie_fte_honderdste", kop="Formatie (fte)", soort=Soort.FTE),
            Kolom(sleutel="bezetting_fte_honderdste", kop="Bezetting (fte)", soort=Soort.FTE),
            Kolom(sleutel="externe_inhuur_cent", kop="Externe inhuur (€)", soort=Soort.BEDRAG),
        ),
    )


def _same(names: tuple[str, ...]) -> dict[str, str]:
    return {name: name for name in names}
