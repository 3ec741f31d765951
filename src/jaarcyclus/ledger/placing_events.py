"""What was put on a cooperation's SharePoint, as values: the kinds of the plaatsing, a chain per cooperation.

Written step by step while it happens, for the network to break between any two: before a file is sent, so that nobody
sends it twice, and after its effect was seen. What was decided stands in the dossier, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jaarcyclus.ledger.parts import Content


@dataclass(frozen=True, kw_only=True, slots=True)
class TePlaatsen(Content):
    """A file that is to stand there: its bytes, and the columns that tell of it.

    `item` is what the library calls the file of ours whose content this replaces, None for a new one.
    """

    sha256: str
    grootte: int
    kolommen: Mapping[str, str]
    item: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaatsingVoorgenomen(Content):
    """These files are to stand in this folder. `sleutel` names the placing in every later event of it.

    `plek` is site, library and folder as text. `weg` is what is to be taken away, name -> what the library calls it.
    """

    sleutel: str
    dossier: str
    versie: int
    plek: str
    bestanden: Mapping[str, TePlaatsen]
    weg: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaatsingGepacht(Content):
    """One attempt has it to itself until `tot` (ISO, the machine's own time). Its seq fences off those before it."""

    sleutel: str
    tot: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UploadGeopend(Content):
    """The library gave an address to send this file to; `adres` is encrypted, for who has it may write there.

    `tot` is until when it holds, as the library spelled it.
    """

    sleutel: str
    pacht: int
    bestand: str
    adres: str
    tot: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UploadVervallen(Content):
    """That address is gone, and the file does not stand there."""

    sleutel: str
    pacht: int
    bestand: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BestandGezien(Content):
    """The file stands there: what the library calls it, its state then (`etag`), and its page."""

    sleutel: str
    pacht: int
    bestand: str
    item: str
    etag: str
    adres: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KolommenGezet(Content):
    """The columns of the file were read back as they were meant."""

    sleutel: str
    pacht: int
    bestand: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BestandVrijgegeven(Content):
    """Everybody who may read the library sees the file: it is checked in, or the library asks for no check-in."""

    sleutel: str
    pacht: int
    bestand: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BestandWeggehaald(Content):
    """A file that was to be taken away is not there any more."""

    sleutel: str
    pacht: int
    bestand: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InhoudVervallen(Content):
    """A file of ours that got other content or columns has the old ones again: its check-out was given up.

    The owner of a site may do that, or a call of ours that arrived late. It is then given them anew.
    """

    sleutel: str
    pacht: int
    bestand: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BestandVerdwenen(Content):
    """A file of ours is not there any more, before all was confirmed: somebody took it away. It is placed anew."""

    sleutel: str
    pacht: int
    bestand: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaatsingBevestigd(Content):
    """Every file was seen there once more, together; `adres` is the folder's page."""

    sleutel: str
    pacht: int
    adres: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaatsingWacht(Content):
    """Nothing is wrong that time does not mend: not before `niet_voor` (ISO, the machine's own time)."""

    sleutel: str
    pacht: int
    bestand: str | None
    reden: str
    niet_voor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaatsingGestuit(Content):
    """A person must do something first: `code` and sentence say what; the work stays where it is."""

    sleutel: str
    pacht: int
    bestand: str | None
    code: str
    melding: str


OF_PLAATSING = (
    PlaatsingVoorgenomen,
    PlaatsingGepacht,
    UploadGeopend,
    UploadVervallen,
    BestandGezien,
    KolommenGezet,
    BestandVrijgegeven,
    BestandWeggehaald,
    InhoudVervallen,
    BestandVerdwenen,
    PlaatsingBevestigd,
    PlaatsingWacht,
    PlaatsingGestuit,
)
