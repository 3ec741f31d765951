"""What every rule needs to judge an event: the pinned profile, the artefacts, and one way to refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jaarcyclus.dossier import manifest as manifests
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.profile.records import Profile


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


def today(event: Event) -> date:
    """Return the day that counts for this event."""
    return date.fromisoformat(event.klok[:10])


def functie_of(profile: Profile, person: str) -> str:
    """Return what a person is called: the function, never a name."""
    return profile.person(person).functie


Read = Callable[[str], bytes]
