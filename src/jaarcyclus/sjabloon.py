"""The workbook's form, described once: which sheets, columns and fixed texts, and where people fill something in.

`werkboek` writes this description and `invulling` reads by it, so the two cannot drift apart. Increase VERSIE with
every change that moves or renames a cell. Nothing here knows Excel's file format.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jaarcyclus.cijfers import DOELEN, KOLOMMEN, KOPPEN
from jaarcyclus.codelijsten import BTW_REGIMES

SJABLOON = "jaarcyclus-inzending"
VERSIE = "1"
MAX_REGELS = 5_000  # chosen: lines one submission can hold
MAX_TEKST = 10_000  # chosen: characters in one cell; Excel itself stops at 32.767

LEESWIJZER, REGELS, TOELICHTING = "Leeswijzer", "Regels", "Toelichting"
INDICATOREN, RISICOS, MENSKRACHT = "Doelen en indicatoren", "Risico's", "Menskracht"
CODES, KENMERKEN = "Codelijsten", "Kenmerken"
BLADEN = (LEESWIJZER, REGELS, TOELICHTING, INDICATOREN, RISICOS, MENSKRACHT, CODES, KENMERKEN)
INFOBLADEN = (LEESWIJZER, CODES)  # written for people, never read back

EXTERN = "extern"
KANTEN = ("lasten", "baten")
AARDEN = ("structureel", "incidenteel")
HISTORIE = ("t_min2", "t_min1")  # the columns a first year cannot have
GEEN_HISTORIE = "eerste jaar: geen historie"
PRODUCTNAMEN: Mapping[str, str] = {
    "begroting": "Begroting",
    "tussenrapportage_1": "Tussenrapportage 1",
    "tussenrapportage_2": "Tussenrapportage 2",
    "jaarverslag": "Jaarverslag met jaarrekening",
}
KOPNAMEN: Mapping[str, str] = dict(
    zip(
        KOPPEN,
        ("Dienstverlening", "Ingezette budgetten", "Menskracht", "Ontwikkeling van de werkorganisatie"),
        strict=True,
    )
)
TOTAALRIJEN: Mapping[str, int] = {"lasten": 4, "baten": 5, "saldo": 6}
TOTAALNAMEN: Mapping[str, str] = {
    "lasten": "Totaal lasten",
    "baten": "Totaal baten",
    "saldo": "Saldo (baten min lasten)",
}


class Soort(StrEnum):
    """What one cell holds once read: text (`code`, `keuze`, `tekst`, `waarde`) or an integer."""

    CODE = "code"  # must be typed as text
    KEUZE = "keuze"  # one of a list
    TEKST = "tekst"
    WAARDE = "waarde"  # text in which a bare number is welcome
    BEDRAG = "bedrag"  # euros on the sheet, cents once read
    GETAL = "getal"  # whole number
    FTE = "fte"  # fte on the sheet, hundredths once read


@dataclass(frozen=True, kw_only=True)
class Kenmerken:
    """What the hidden sheet says: for whom and what this workbook was made."""

    profiel: str
    perceel: str
    product: str
    boekjaar: int
    eerste_jaar: bool = False
    sjabloon: str = SJABLOON
    versie: str = VERSIE


@dataclass(frozen=True, kw_only=True)
class Kolom:
    """One column. `keuzes`: what the sheet shows -> what it means. `leeg`: nothing may be filled in."""

    sleutel: str
    kop: str
    soort: Soort
    breedte: int = 16
    keuzes: Mapping[str, str] | None = None
    leeg: bool = False


@dataclass(frozen=True, kw_only=True)
class Tabel:
    """One table on its sheet; rows are Excel's, from 1. `vaste_rijen`: key -> label in column A."""

    blad: str
    titel: str
    uitleg: str
    kop_rij: int
    laatste_rij: int
    kolommen: tuple[Kolom, ...]
    vaste_rijen: Mapping[str, str] | None = None

    @property
    def eerste_rij(self) -> int:
        return self.kop_rij + 1

    def kolomnummer(self, sleutel: str) -> int:
        """Return the column's number, from 1, column A being 1."""
        return [kolom.sleutel for kolom in self.kolommen].index(sleutel) + 1

    def cel(self, sleutel: str, rij: int) -> str:
        return cel(rij, self.kolomnummer(sleutel))


def tabellen(kenmerken: Kenmerken) -> tuple[Tabel, ...]:
    """Return every table people fill in, in the order of the sheets."""
    return (_regels(kenmerken), _toelichting(), _indicatoren(), _risicos(), _menskracht())


def vaste_cellen(tabel: Tabel) -> dict[tuple[int, int], str]:
    """Return the texts that must stand on the sheet unchanged: (row, column) -> text."""
    fixed = {(1, 1): tabel.titel, (2, 1): tabel.uitleg}
    fixed |= {(tabel.kop_rij, number): kolom.kop for number, kolom in enumerate(tabel.kolommen, 1)}
    for number, label in enumerate((tabel.vaste_rijen or {}).values()):
        fixed[(tabel.eerste_rij + number, 1)] = label
    if tabel.blad == REGELS:
        label_column = tabel.kolomnummer("btw_regime")
        fixed |= {(TOTAALRIJEN[name], label_column): label for name, label in TOTAALNAMEN.items()}
    return fixed


def kolomkop(kolom: str, product: str, boekjaar: int, eerste_jaar: bool) -> str:
    """Return the Dutch heading of an amount column with its actual year."""
    names = {
        "t_min2": f"Rekening {boekjaar - 2}",
        "t_min1": f"Begroting {boekjaar - 1} na wijziging",
        "t": f"Begroting {boekjaar}",
        "t_plus1": f"Raming {boekjaar + 1}",
        "t_plus2": f"Raming {boekjaar + 2}",
        "t_plus3": f"Raming {boekjaar + 3}",
        "begroting_voor": f"Begroting {boekjaar} vóór wijziging",
        "begroting_na": f"Begroting {boekjaar} na wijziging",
        "realisatie": f"Realisatie {boekjaar}",
        "verplichtingen": f"Verplichtingen {boekjaar}",
        "prognose": f"Prognose {boekjaar}",
    }
    if is_zonder_historie(kolom, eerste_jaar):
        return f"{names[kolom]} ({GEEN_HISTORIE})"
    if kolom == "realisatie" and product.startswith("tussenrapportage"):
        return f"{names[kolom]} tot peildatum"
    return names[kolom]


def is_zonder_historie(kolom: str, eerste_jaar: bool) -> bool:
    return eerste_jaar and kolom in HISTORIE


def kolomletter(number: int) -> str:
    """Return the letters of a column: 1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cel(rij: int, kolom: int) -> str:
    """Return the name of a cell as Excel shows it: (9, 1) -> A9."""
    return f"{kolomletter(kolom)}{rij}"


def _regels(kenmerken: Kenmerken) -> Tabel:
    return Tabel(
        blad=REGELS,
        titel=f"Regels – {PRODUCTNAMEN[kenmerken.product]} {kenmerken.boekjaar}",
        uitleg="Eén regel per taakveld, categorie en omschrijving; bedragen in euro's. Is er geen bedrag: vul 0 in.",
        kop_rij=8,
        laatste_rij=8 + MAX_REGELS,
        kolommen=(
            Kolom(sleutel="taakveld", kop="Taakveld", soort=Soort.CODE, breedte=10),
            Kolom(sleutel="categorie", kop="Categorie", soort=Soort.CODE, breedte=10),
            Kolom(sleutel="kant", kop="Lasten of baten", soort=Soort.KEUZE, keuzes=_same(KANTEN)),
            Kolom(sleutel="omschrijving", kop="Omschrijving", soort=Soort.TEKST, breedte=44),
            Kolom(sleutel="aard", kop="Structureel of incidenteel", soort=Soort.KEUZE, keuzes=_same(AARDEN)),
            Kolom(sleutel="wederpartij", kop="Wederpartij (perceel of extern)", soort=Soort.CODE),
            Kolom(
                sleutel="btw_regime",
                kop="Btw-regime",
                soort=Soort.KEUZE,
                breedte=24,
                keuzes={name: code for code, name in BTW_REGIMES.items()},
            ),
            *(_bedragkolom(kolom, kenmerken) for kolom in KOLOMMEN[kenmerken.product]),
        ),
    )


def _bedragkolom(kolom: str, kenmerken: Kenmerken) -> Kolom:
    return Kolom(
        sleutel=kolom,
        kop=kolomkop(kolom, kenmerken.product, kenmerken.boekjaar, kenmerken.eerste_jaar),
        soort=Soort.BEDRAG,
        leeg=is_zonder_historie(kolom, kenmerken.eerste_jaar),
    )


def _toelichting() -> Tabel:
    return Tabel(
        blad=TOELICHTING,
        titel="Toelichting",
        uitleg="Vul alle vier de onderdelen in.",
        kop_rij=4,
        laatste_rij=4 + len(KOPNAMEN),
        kolommen=(
            Kolom(sleutel="kop", kop="Onderdeel", soort=Soort.TEKST, breedte=36),
            Kolom(sleutel="tekst", kop="Toelichting", soort=Soort.TEKST, breedte=110),
        ),
        vaste_rijen=KOPNAMEN,
    )


def _indicatoren() -> Tabel:
    return Tabel(
        blad=INDICATOREN,
        titel="Doelen en indicatoren",
        uitleg="Per doel van de samenwerking ten minste één indicator met nulwaarde, streefwaarde en eigenaar.",
        kop_rij=4,
        laatste_rij=104,
        kolommen=(
            Kolom(sleutel="doel", kop="Doel", soort=Soort.KEUZE, breedte=20, keuzes=_same(DOELEN)),
            Kolom(sleutel="indicator", kop="Indicator", soort=Soort.TEKST, breedte=40),
            Kolom(sleutel="eenheid", kop="Eenheid", soort=Soort.WAARDE),
            Kolom(sleutel="nulwaarde", kop="Nulwaarde", soort=Soort.WAARDE),
            Kolom(sleutel="nuljaar", kop="Jaar van de nulwaarde", soort=Soort.GETAL),
            Kolom(sleutel="bron", kop="Bron", soort=Soort.TEKST, breedte=24),
            Kolom(sleutel="streefwaarde", kop="Streefwaarde", soort=Soort.WAARDE),
            Kolom(sleutel="realisatie", kop="Realisatie (bij verantwoording)", soort=Soort.WAARDE),
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
        kolommen=(
            Kolom(sleutel="formatie_fte_honderdste", kop="Formatie (fte)", soort=Soort.FTE),
            Kolom(sleutel="bezetting_fte_honderdste", kop="Bezetting (fte)", soort=Soort.FTE),
            Kolom(sleutel="externe_inhuur_cent", kop="Externe inhuur (€)", soort=Soort.BEDRAG),
        ),
    )


def _same(names: tuple[str, ...]) -> dict[str, str]:
    return {name: name for name in names}
