"""Where a placing on SharePoint stands, from the events of its chain, and what is next. Pure.

Of each file there is one order: an address to send it to when it is large, seen, columns, released. What is asked of
the library between two of these is `steps`'; that nothing is done twice follows from looking before doing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain

from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.placing_events import (
    BestandGezien,
    BestandVerdwenen,
    BestandVrijgegeven,
    BestandWeggehaald,
    InhoudVervallen,
    KolommenGezet,
    PlaatsingBevestigd,
    PlaatsingGepacht,
    PlaatsingGestuit,
    PlaatsingVoorgenomen,
    PlaatsingWacht,
    TePlaatsen,
    UploadGeopend,
    UploadVervallen,
)

SHA_COLUMN = "JcSha256"
"""The internal name of the column that says which bytes a file was given."""


class Act(StrEnum):
    """What is next of a file, or of the whole."""

    SEND = "send"
    TELL = "tell"
    RELEASE = "release"
    REMOVE = "remove"
    CONFIRM = "confirm"


@dataclass(frozen=True, kw_only=True)
class PlacedFile:
    """One file on its way; `upload` is the address that still holds, encrypted.

    `lapsed` is how many addresses no longer did, or how often it, or what was put in it, was not there any more.
    """

    wanted: TePlaatsen
    upload: UploadGeopend | None = None
    lapsed: int = 0
    seen: BestandGezien | None = None
    told: bool = False
    released: bool = False


@dataclass(frozen=True, kw_only=True)
class Lease:
    """Who has a placing to himself: the seq that later events name, and until when."""

    seq: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Placing:
    """One placing; `hindrance` is what it waits for or is held up by, None while it goes on."""

    content: PlaatsingVoorgenomen
    files: Mapping[str, PlacedFile] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    lease: Lease | None = None
    hindrance: PlaatsingWacht | PlaatsingGestuit | None = None
    confirmed: PlaatsingBevestigd | None = None
    waits: int = 0  # how often it was sent away since it last went on

    @property
    def next(self) -> tuple[Act, str | None] | None:
        """Return what is next and of which file, in order of name, those that go last; None when all is done."""
        if self.confirmed:
            return None
        coming = ((_next(file), name) for name, file in sorted(self.files.items()) if not file.released)
        going = ((Act.REMOVE, name) for name in sorted(self.content.weg.keys() - self.removed))
        return next(chain(coming, going), _LAST)


_LAST = (Act.CONFIRM, None)


def _next(file: PlacedFile) -> Act:
    if file.seen is None:
        return Act.SEND
    return Act.RELEASE if file.told else Act.TELL


def unfinished(placings: Iterable[Placing]) -> frozenset[tuple[str, int]]:
    """Return dossier and version of every publication that is not all there yet: a file, or the proof beside them."""
    found: dict[tuple[str, int], bool] = {}
    for placing in placings:
        key = (placing.content.dossier, placing.content.versie)
        proven = found.get(key, False) or any(name.endswith(".zip") for name in placing.files)
        found[key] = proven and placing.confirmed is not None
    return frozenset(key for key, done in found.items() if not done)


def standing(placings: Iterable[Placing]) -> dict[str, tuple[str, TePlaatsen]]:
    """Return by name what the library calls a file of one publication and what it was given, by confirmed placings."""
    found: dict[str, tuple[str, TePlaatsen]] = {}
    for placing in placings:
        if placing.confirmed:
            found |= {name: (file.seen.item, file.wanted) for name, file in placing.files.items() if file.seen}
            found = {name: kept for name, kept in found.items() if name not in placing.content.weg}
    return found


def last_by_place(placings: Iterable[Placing]) -> dict[str, Placing]:
    """Return by place (its key without the number) the last of which a file came there, if none were taken back since.

    `standing` is what is sure to be there; these are of what people may see already.
    """
    found: dict[str, Placing] = {}
    for placing in placings:
        place = placing.content.sleutel.rpartition(":")[0]
        if any(file.seen for file in placing.files.values()):
            found[place] = placing
        elif placing.confirmed and not placing.files:
            found.pop(place, None)
    return found


def read_placings(events: Iterable[Event]) -> dict[str, Placing]:
    """Return every placing by its key. Raises InvalidTransition as `ledger.wire.read`."""
    known: dict[str, Placing] = {}
    for event in events:
        known |= placed(known, event.seq, wire.read(event))
    return known


def placed(known: Mapping[str, Placing], seq: int, content: Content) -> dict[str, Placing]:
    """Return what this event makes of the placing that it is about; one that nobody knows is of no matter."""
    if isinstance(content, PlaatsingVoorgenomen):
        files = {name: PlacedFile(wanted=wanted) for name, wanted in content.bestanden.items()}
        return {content.sleutel: Placing(content=content, files=files)}
    before = known.get(content.sleutel)  # type: ignore[attr-defined]  # every kind of this chain has one
    return {} if before is None else {before.content.sleutel: _after(before, seq, content)}


def _after(before: Placing, seq: int, content: Content) -> Placing:
    match content:
        case PlaatsingGepacht():
            lease = Lease(seq=seq, until=datetime.fromisoformat(content.tot))
            return replace(before, lease=lease, hindrance=None)
        case PlaatsingWacht() | PlaatsingGestuit():
            return replace(before, hindrance=content, lease=None, waits=before.waits + 1)
        case BestandWeggehaald():
            return replace(before, removed=before.removed | {content.bestand}, waits=0)
        case PlaatsingBevestigd():
            return replace(before, confirmed=content, hindrance=None, lease=None)
    name: str = content.bestand  # type: ignore[attr-defined]  # every other kind is about one file
    return replace(before, files={**before.files, name: _file_after(before.files[name], content)}, waits=0)


def _file_after(before: PlacedFile, content: Content) -> PlacedFile:
    match content:
        case UploadGeopend():
            return replace(before, upload=content)
        case UploadVervallen():
            return replace(before, upload=None, lapsed=before.lapsed + 1)
        case InhoudVervallen():
            return PlacedFile(wanted=before.wanted, lapsed=before.lapsed + 1)
        case BestandVerdwenen():
            return PlacedFile(wanted=replace(before.wanted, item=None), lapsed=before.lapsed + 1)
        case BestandGezien():
            return replace(before, seen=content, upload=None)
        case KolommenGezet():
            return replace(before, told=True)
        case BestandVrijgegeven():
            return replace(before, released=True)
    raise TypeError(f"{type(content).__name__} is no event of a placing")
