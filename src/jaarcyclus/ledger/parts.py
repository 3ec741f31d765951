"""What the records of `ledger.events` are made of: the values inside an event, with the fields of the chain.

They are hashed with it, so no field is renamed and none changes its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


class Content:
    """What every record here is: these fields and no others, and True is no 1."""

    __slots__ = ()
    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"strict": True, "extra": "forbid"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Inzendplicht(Content):
    """Who hands in what in a round; `code` is that of the perceel or of another submission."""

    code: str
    naam: str
    indiener: str
    fiatteur: str | None
    sleutel: str
    regiegroep: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadlines(Content):
    """The days of a round, ISO; `gremia` by code, `peildatum` None where the product has none."""

    opent: str
    peildatum: str | None
    indienen: str
    gremia: Mapping[str, str]
    publicatie: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BekendeKolom(Content):
    """A column as another dossier has it: of its published `versie`, up to the head `kop` of its chain."""

    dossier: str
    versie: int
    kop: str
    kolom: str
    cijfers: Mapping[str, str]  # perceel -> figures' SHA-256


@dataclass(frozen=True, kw_only=True, slots=True)
class Ketenkop(Content):
    """Where another chain stood: hash and day (ISO) of its event `seq`; 0, the hash before the first, and None."""

    seq: int
    kop: str
    dag: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gatezetel(Content):
    """A seat as it stood when the gate opened; `uitgesloten` are persons who made the document."""

    zetel: str
    naam: str
    houder: str
    plaatsvervanger: str | None
    gewicht: int
    uitgesloten: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Functiehouder(Content):
    """Who held a function: the event `bezetting` of that chain; `naam` only where the profile lets it be printed."""

    bezetting: int
    naam: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class GesteldeVoorwaarde(Content):
    """What a "mits" asks: of whom, by which day (ISO)."""

    tekst: str
    eigenaar: str
    datum: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GeteldeStem(Content):
    """A seat and its answer, None when it was silent."""

    zetel: str
    antwoord: str | None
    gewicht: int
