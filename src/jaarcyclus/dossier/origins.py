"""Which file of a library each receipt was, and what is still true of that: which is the last of a file. Pure.

A file that its sender replaces, copies or moves to another perceel is handed in anew; one that he renames is not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.postbus_events import AfkeuringGemeld, BestandBeantwoord, BestandOntvangen, HerkomstVastgelegd


@dataclass(frozen=True, kw_only=True)
class Origin:
    """One receipt from a library. `version` is the library's tag of the bytes, empty where it had none."""

    number: int
    library: str
    item: str
    version: str
    sha256: str
    perceel: str | None

    @property
    def file(self) -> tuple[str, str]:
        """Return by what the file is known, whatever it is called now."""
        return self.library, self.item


def read_origins(events: Sequence[Event]) -> tuple[Origin, ...]:
    """Return every receipt of a postbus that came from a library, oldest first. Raises InvalidTransition."""
    received = {event.seq: came for event, came in wire.of_kind(events, BestandOntvangen)}
    return tuple(
        Origin(
            number=told.ontvangst,
            library=told.bibliotheek,
            item=told.item,
            version=told.versie,
            sha256=received[told.ontvangst].sha256,
            perceel=received[told.ontvangst].perceel,
        )
        for _, told in wire.of_kind(events, HerkomstVastgelegd)
    )


def last_of(origins: Iterable[Origin]) -> dict[tuple[str, str], Origin]:
    """Return the last receipt of each file."""
    return {origin.file: origin for origin in origins}


def overtaken(origins: Iterable[Origin], answered: Iterable[int]) -> frozenset[int]:
    """Return the receipts that get no answer any more: a later one of the same file has it already."""
    known, done = tuple(origins), frozenset(answered)
    newest: dict[tuple[str, str], int] = {}
    for origin in known:
        if origin.number in done:
            newest[origin.file] = origin.number
    return frozenset(origin.number for origin in known if origin.number < newest.get(origin.file, 0))


def stale_texts(events: Sequence[Event], number: int) -> frozenset[tuple[str, str]]:
    """Return perceel and name of every text that was laid beside this file about an earlier receipt of it.

    A name that tells of another receipt by now, this one or one of another file, is not among them.
    """
    origins = {origin.number: origin for origin in read_origins(events)}
    told = [(given.ontvangst, given.antwoord) for _, given in wire.of_kind(events, BestandBeantwoord)]
    told += [(given.ontvangst, given.bericht) for _, given in wire.of_kind(events, AfkeuringGemeld)]
    last = {
        (origins[receipt].perceel or "", name): origins[receipt] for receipt, name in sorted(told) if receipt in origins
    }
    file = origins[number].file
    return frozenset(place for place, origin in last.items() if origin.file == file and origin.number < number)
