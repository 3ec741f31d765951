"""What a round takes from before, as values: what is known, that it changed, what is carried forward or counts again.
Beside it what it leaves to look at: a warning that was let pass comes back in the next boekjaar.

As in `ledger.events`: the fields are the keys of `inhoud` and are hashed, so none is renamed or changes its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jaarcyclus.ledger.parts import BekendeKolom, Content


@dataclass(frozen=True, kw_only=True, slots=True)
class CijfersBekend(Content):
    """What the ledger knew of the columns of this product when the round opened; an empty mapping is nothing."""

    kolommen: Mapping[str, BekendeKolom]


@dataclass(frozen=True, kw_only=True, slots=True)
class CijfersHerzien(CijfersBekend):
    """What the ledger knows now, since a publication that it knew was withdrawn or replaced.

    `percelen` hand in anew: their workbook says another adopted amount, or was asked for before.
    """

    percelen: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CijfersOvergenomen(Content):
    """A perceel handed in nothing: its last adopted figures count. `kolommen` says where each column stands."""

    perceel: str
    kolommen: Mapping[str, BekendeKolom]
    cijfers_sha256: str
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InzendingGehandhaafd(Content):
    """A perceel that was asked anew hands in nothing: its accepted workbook of before counts again."""

    perceel: str
    sha256: str
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WaarschuwingAfgedaan(Content):
    """The controller lets a warning pass, on the workbook of this receipt, in all cells of which it was told alike.

    `waarschuwing` is the SHA-256 of how it was told (`dossier.warnings.fingerprint`).
    """

    perceel: str
    ontvangst: int
    waarschuwing: str
    code: str
    blad: str
    cellen: tuple[str, ...]
    reden: str


OF_EARLIER = (CijfersBekend, CijfersHerzien, CijfersOvergenomen, InzendingGehandhaafd, WaarschuwingAfgedaan)
