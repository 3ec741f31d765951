"""What every rule needs to judge an event: the pinned profile, the artefacts, and one way to refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier import manifest as manifests
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.words import fault_in_words


@dataclass(frozen=True, kw_only=True)
class Context:
    """The pinned profile of the round, and how to read an artefact by its SHA-256."""

    profile: Profile
    read: Callable[[str], bytes]

    def manifest(self, sha256: str) -> Manifest:
        return manifests.from_bytes(self.read(sha256))


def require(holds: bool, code: str, message: str) -> None:
    """Raise Refused with this code and Dutch sentence unless `holds`."""
    if not holds:
        raise Refused(code, message)


def require_words(dossier: Dossier, text: str, code: str, message: str) -> None:
    """Raise Refused unless a person can read this. `message` says what belongs there, with a full stop.

    Under rules 1 any sign but a blank was words.
    """
    if dossier.opened.regels == 1:
        require(bool(text.strip()), code, message)
        return
    fault = fault_in_words(text)
    require(fault is None, code, f"{message} Nu gaat het niet: {fault}.")


def today(event: Event) -> date:
    """Return the day that counts for this event."""
    return date.fromisoformat(event.klok[:10])


Read = Callable[[str], bytes]

LIBRARY = "sharepoint"
FOLDERS = ("map", LIBRARY)  # where a sender looks for an answer beside the file
DOORS = ("api", *FOLDERS)
"""Where a workbook comes in."""
