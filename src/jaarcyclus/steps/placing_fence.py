"""What every event of one attempt at a placing names, and how a problem with the library becomes an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jaarcyclus.errors import InvalidSetting
from jaarcyclus.graph.outcomes import Done, Exists, NeedsPerson, Outcome
from jaarcyclus.ledger.placing_events import PlaatsingGestuit, PlaatsingWacht

_LONG = "Het plaatsen duurt langer dan één keer; Jaarcyclus gaat vanzelf verder, u hoeft niets te doen."


@dataclass(frozen=True, kw_only=True)
class Fence:
    """What every event of one attempt names: the placing, and the seq of its lease."""

    sleutel: str
    seq: int

    def of(self, name: str) -> dict[str, Any]:
        """Return the fields that every event about a file has."""
        return {"sleutel": self.sleutel, "pacht": self.seq, "bestand": name}

    def hindrance(self, problem: Outcome[Any], name: str | None) -> PlaatsingWacht | PlaatsingGestuit:
        """Return what is in the way, as the event: time mends it, or a person."""
        if isinstance(problem, NeedsPerson):
            return self.stopped(problem, name)
        assert not isinstance(problem, Done | Exists), "that is no trouble"
        return PlaatsingWacht(
            sleutel=self.sleutel,
            pacht=self.seq,
            bestand=name,
            reden=problem.sentence,
            niet_voor=problem.not_before.isoformat(),
        )

    def stopped(self, refused: NeedsPerson, name: str | None) -> PlaatsingGestuit:
        """Return that a person must act, as the event."""
        return PlaatsingGestuit(
            sleutel=self.sleutel, pacht=self.seq, bestand=name, code=refused.reason.value, melding=refused.sentence
        )

    def unusable(self, fault: InvalidSetting) -> PlaatsingGestuit:
        """Return that this installation cannot sign in until a person mends what is typed, as the event."""
        return PlaatsingGestuit(
            sleutel=self.sleutel, pacht=self.seq, bestand=None, code="INSTELLING_ONGELDIG", melding=str(fault)
        )

    def pause(self, moment: datetime) -> PlaatsingWacht:
        """Return that the lease is nearly over and another attempt goes on, as the event."""
        return PlaatsingWacht(
            sleutel=self.sleutel, pacht=self.seq, bestand=None, reden=_LONG, niet_voor=moment.isoformat()
        )
