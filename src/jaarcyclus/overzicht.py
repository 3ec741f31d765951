"""Where a dossier stands and whom it waits for, for a person who looks: the controller never has to wonder."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jaarcyclus.besluitnaam import name_outcome, name_role
from jaarcyclus.calendar import format_date
from jaarcyclus.dossier import Dossier, Gate
from jaarcyclus.dossierstand import name_stand
from jaarcyclus.errors import OnbekendeSleutel
from jaarcyclus.planning import missing_submissions
from jaarcyclus.productnaam import name_product
from jaarcyclus.profile import Profile
from jaarcyclus.routestand import held_up, waits_for_receipt
from jaarcyclus.werkplaats import Werkplaats, profile_names


@dataclass(frozen=True, kw_only=True)
class Overzicht:
    """One dossier in words. `wacht_op` has a line per person or perceel that is to act; () when none."""

    dossier: str
    titel: str
    toestand: str
    versie: int | None
    kop: str
    oefening: bool
    kenmerken: tuple[str, ...]
    wacht_op: tuple[str, ...]
    gates: tuple[str, ...]

    def als_json(self) -> Mapping[str, Any]:
        return asdict(self)

    def regels(self) -> list[str]:
        """Return the lines for a screen."""
        exercise = " (OEFENING)" if self.oefening else ""
        lines = [f"{self.titel}{exercise}: {self.toestand}"]
        lines += [f"  kenmerken: {', '.join(self.kenmerken)}"] if self.kenmerken else []
        lines += [f"  {line}" for line in self.gates]
        lines += [f"  wacht op {line}" for line in self.wacht_op]
        return [*lines, f"  kop van de keten {self.kop}"]


@dataclass(frozen=True, kw_only=True)
class Overzichten:
    """All dossiers of the installation."""

    dossiers: tuple[Overzicht, ...]

    def als_json(self) -> list[Mapping[str, Any]]:
        return [item.als_json() for item in self.dossiers]

    def regels(self) -> list[str]:
        """Return the lines for a screen."""
        if not self.dossiers:
            return ["Er zijn nog geen dossiers; de kalender opent een ronde op haar dag."]
        return [line for item in self.dossiers for line in item.regels()]


def describe_all(werkplaats: Werkplaats) -> Overzichten:
    """Return every dossier of every profile."""
    names = (name for profiel in profile_names(werkplaats.settings) for name in werkplaats.dossiers(profiel))
    return Overzichten(dossiers=tuple(describe(werkplaats, name) for name in names))


def describe(werkplaats: Werkplaats, dossier: str) -> Overzicht:
    """Return where the dossier stands. Raises OnbekendeSleutel when there is none."""
    state = werkplaats.dossier(dossier)
    if state.ronde is None:
        raise OnbekendeSleutel(f"Dossier '{dossier}' bestaat niet; bekijk de lijst met: jaarcyclus dossier toon")
    profile = werkplaats.profile_of(state)
    versie = state.actieve_versie
    return Overzicht(
        dossier=dossier,
        titel=name_product(state.product, state.boekjaar),
        toestand=name_stand(state, profile),
        versie=versie.versie if versie else None,
        kop=werkplaats.ledger.head(dossier),
        oefening=state.oefening,
        kenmerken=state.kenmerken,
        wacht_op=tuple(_waits(state, profile)),
        gates=tuple(_describe_gate(gate, profile) for gate in state.gates),
    )


def _waits(state: Dossier, profile: Profile) -> list[str]:
    if state.publicatie is not None:
        return [f"ontvangst door {profile.gremium(code).naam}" for code in waits_for_receipt(state, profile)]
    if state.actieve_versie is None:
        return [*_missing(state, profile), *_stranded(state)]
    open_gates = [gate for gate in state.gates_van(state.actieve_versie.versie) if gate.is_open]
    conditions = state.open_voorwaarden(state.actieve_versie.versie)
    return [
        *(_seat(gate, seat) for gate in open_gates for seat in gate.stille_zetels()),
        *(
            f"{profile.persoon(stem.voorwaarde.eigenaar).functie}: {stem.voorwaarde.tekst} (uiterlijk "
            f"{format_date(date.fromisoformat(stem.voorwaarde.datum))})"
            for _, stem in conditions
            if stem.voorwaarde
        ),
        *(_advice(gate, profile) for gate in held_up(state, profile)),
    ]


def _missing(state: Dossier, profile: Profile) -> list[str]:
    missing = missing_submissions(state)
    return [
        f"het werkboek van {duty['naam']} ({profile.persoon(duty['indiener']).functie})"
        for duty in (state.ronde or {})["inzendplichten"]
        if duty["code"] in missing
    ]


def _stranded(state: Dossier) -> list[str]:
    """Return what a round waits for in which nobody by name must hand in, and yet no version can be made."""
    newest = max((inzending.seq for inzending in state.inzendingen), default=0)
    last = state.heropeningen[-1] if state.heropeningen else None
    if last and last.seq > newest and not last.percelen:
        return [f"een nieuw werkboek van ten minste één perceel: de ronde is heropend ({last.reden})"]
    if max(state.afkeuringen, default=0) > newest:
        return [f"een verbeterd werkboek: de consolidatie is afgekeurd ({' '.join(state.afkeurreden)})"]
    return []


def _advice(gate: Gate, profile: Profile) -> str:
    people = " of ".join(profile.persoon(key).functie for key in (profile.controller, profile.ambtelijk_secretaris))
    return f"het bindend advies over {gate.gate}; {people} legt het vast"


def _seat(gate: Gate, zetel: str) -> str:
    name = next(item.naam for item in gate.zetels if item.zetel == zetel)
    return f"{name} ({gate.gate}, uiterlijk {format_date(date.fromisoformat(gate.deadline))})"


def _describe_gate(gate: Gate, profile: Profile) -> str:
    outcome = name_outcome(gate.uitslag) if gate.uitslag else "vervallen" if gate.vervallen else "open"
    answered = f"{len(gate.stemmen)} van {len(gate.zetels)} zetels"
    asked = f"{profile.gremium(gate.gremium).naam} {name_role(gate.rol, gate.soort)}"
    return f"{gate.gate}: {asked}, {outcome} ({answered})"
