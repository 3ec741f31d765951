"""The workbook's form: its sheets, and what a table, a column and a hidden mark of it are.

Which tables there are is `workbook.tables`; `workbook.writer` writes by these descriptions and `intake.filled_form`
reads by them, so the two cannot drift apart. Increase VERSIE with every change that moves or renames a cell. Nothing
here knows Excel's file format.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

Plaats = tuple[int, int]
"""Row and column of a cell, both from 1."""

SJABLOON = "jaarcyclus-inzending"
VERSIE = "2"
GEEN_PEILDATUM = "geen"
# Chosen: what a reader takes in and the documents have room for; without bounds one workbook fills 500 pages.
MAX_TEKST, MAX_REGELS_TEKST = 250, 5  # characters and lines in one cell
MAX_WAARDE = 60  # characters of a figure with its unit
MAX_TOELICHTING, MAX_REGELS_TOELICHTING = 10_000, 200
MAX_TEKST_WERKBOEK = 150_000  # characters that people typed, in the whole workbook

LEESWIJZER, REGELS, TOELICHTING = "Leeswijzer", "Regels", "Toelichting"
INDICATOREN, RISICOS, MENSKRACHT = "Doelen en indicatoren", "Risico's", "Menskracht"
CODES, KENMERKEN = "Codelijsten", "Kenmerken"
BLADEN = (LEESWIJZER, REGELS, TOELICHTING, INDICATOREN, RISICOS, MENSKRACHT, CODES, KENMERKEN)
INFOBLADEN: Mapping[str, Plaats] = {  # written for people, never read back: rows and columns in use
    LEESWIJZER: (30, 1),
    CODES: (100, 11),
}

EXTERN = "extern"
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
    """What the hidden sheet says: for whom and what this workbook was made, and up to when its realisation runs."""

    profiel: str
    perceel: str
    product: str
    boekjaar: int
    eerste_jaar: bool = False
    peildatum: date | None = None
    sjabloon: str = SJABLOON
    versie: str = VERSIE

    def as_texts(self) -> dict[str, str]:
        """Return what stands on the hidden sheet: column A -> column B, all text."""
        texts = {name: str(value) for name, value in asdict(self).items()}
        peildatum = self.peildatum.isoformat() if self.peildatum else GEEN_PEILDATUM
        return {**texts, "eerste_jaar": "ja" if self.eerste_jaar else "nee", "peildatum": peildatum}


@dataclass(frozen=True, kw_only=True)
class Kolom:
    """One column. `keuzes`: what the sheet shows -> what it means. `leeg`: nothing may be filled in.

    `max_tekst` and `max_regels`: characters and lines that a text in it may have.
    """

    sleutel: str
    kop: str
    soort: Soort
    breedte: int = 16
    keuzes: Mapping[str, str] | None = None
    leeg: bool = False
    max_tekst: int = MAX_TEKST
    max_regels: int = MAX_REGELS_TEKST


@dataclass(frozen=True, kw_only=True)
class Tabel:
    """One table on its sheet; rows are Excel's, from 1. `vaste_rijen`: key -> label, in column A."""

    blad: str
    titel: str
    uitleg: str
    kop_rij: int
    laatste_rij: int
    kolommen: tuple[Kolom, ...]
    vaste_rijen: Mapping[str, str] | None = None
    elke_rij: bool = False  # every row must be filled in, also one nobody touched

    @property
    def eerste_rij(self) -> int:
        return self.kop_rij + 1

    def kolomnummer(self, sleutel: str) -> int:
        """Return the column's number, from 1, column A being 1."""
        return [kolom.sleutel for kolom in self.kolommen].index(sleutel) + 1

    def cel(self, sleutel: str, rij: int) -> str:
        """Return the name of the cell of this column in row `rij`."""
        return cel(rij, self.kolomnummer(sleutel))


def vaste_cellen(tabel: Tabel) -> dict[Plaats, str]:
    """Return the texts that must stand on the sheet unchanged: (row, column) -> text."""
    fixed = {(1, 1): tabel.titel, (2, 1): tabel.uitleg}
    fixed |= {(tabel.kop_rij, number): kolom.kop for number, kolom in enumerate(tabel.kolommen, 1)}
    for number, label in enumerate((tabel.vaste_rijen or {}).values()):
        fixed[(tabel.eerste_rij + number, 1)] = label
    if tabel.blad == REGELS:
        label_column = tabel.kolomnummer("btw_regime")
        fixed |= {(TOTAALRIJEN[name], label_column): label for name, label in TOTAALNAMEN.items()}
    return fixed


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
