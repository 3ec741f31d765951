"""Where a version stands on its besluitroute: the walk along its steps, gates and the escalation ladder. Pure.

A dispute is a gate of its own, one rung up; its `doorgang` lets an afstemming pass and gives an instemming or
vaststelling one new round, and replaces no vote (docs/rules.md, Escalation; chosen).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from jaarcyclus.dossier.records import Dossier, Gate, Versie
from jaarcyclus.dossier.tally import GESCHIL, Uitslag
from jaarcyclus.profile.gremium import Rol, Routestap, Trede
from jaarcyclus.profile.records import Profile

NumberedStep = tuple[int, Routestap]

MAX_RONDEN = 2  # a second failure is `aangehouden` (docs/rules.md, Escalation; chosen)


class Stand(StrEnum):
    """Where one gremium of one route step stands."""

    TE_OPENEN = "te_openen"
    LOOPT = "loopt"
    AKKOORD = "akkoord"
    TERUG = "terug"
    AANGEHOUDEN = "aangehouden"


@dataclass(frozen=True, kw_only=True)
class Gatevoorstel:
    """A gate that must be opened: its id and all that follows from the route, before seats and documents."""

    gate: str
    stap: int
    gremium: str
    rol: str
    soort: str
    ronde: int
    betwist: str | None


@dataclass(frozen=True, kw_only=True)
class Plaats:
    """One gremium on one step. `voorstel` when a gate must open, `gate` the one that decides the stand."""

    stap: int
    gremium: str
    stand: Stand
    voorstel: Gatevoorstel | None = None
    gate: Gate | None = None


@dataclass(frozen=True, kw_only=True)
class RoutePosition:
    """What one walk along the route found; ask it everything, and walk once for one question.

    `steps`: per step that applies, where each of its gremia stands, reached or not; empty without an active version.
    `conditional`: the gates of this version that passed with a "mits" that is still open. `unsent`: the steps for
    information that did not get this version yet, with their gremia. `waits_for_receipt`: the gremia whose receipt must
    be recorded before the product counts as delivered (art. 8.1).
    """

    steps: tuple[tuple[Plaats, ...], ...] = ()
    conditional: frozenset[str] = frozenset()
    unsent: tuple[tuple[int, tuple[str, ...]], ...] = ()
    waits_for_receipt: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Plaats, ...]:
        return tuple(place for step in self.steps for place in step)

    @cached_property
    def reached(self) -> tuple[Plaats, ...]:
        """The places of every step up to and with the first that is not done; an open condition stops the rest.

        Rule 5: a "mits" left open blocks the next gate, and nothing is sent for information past it.
        """
        places: list[Plaats] = []
        for step in self.steps:
            places += [replace(place, voorstel=None) if self.conditional else place for place in step]
            held = any(place.gate is not None and place.gate.gate in self.conditional for place in step)
            if held or not all(place.stand == Stand.AKKOORD for place in step):
                break
        return tuple(places)

    @property
    def is_adopted(self) -> bool:
        """Whether every gate of the route passed, one of them a vaststelling, and no condition is open."""
        adopting = [
            place.gate
            for place in self.places
            if place.gate and (place.gate.rol, place.gate.uitslag) == (Rol.VASTSTELLING, Uitslag.POSITIEF)
        ]
        return bool(adopting) and not self.conditional and all(p.stand == Stand.AKKOORD for p in self.places)

    @property
    def held_up(self) -> tuple[Gate, ...]:
        """The gates on which the dossier is `aangehouden` until binding advice (art. 16)."""
        return self._gates(Stand.AANGEHOUDEN)

    @property
    def sent_back(self) -> tuple[Gate, ...]:
        """The gates after which the product goes back to who made it."""
        return self._gates(Stand.TERUG)

    @property
    def due_information(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The steps of the active version that are for information, reached and not yet sent, with their gremia."""
        now = {place.stap for place in self.reached}
        return tuple((number, gremia) for number, gremia in self.unsent if number in now)

    def due_gate(self, gate: str) -> Gatevoorstel | None:
        """Return the gate of this id when it is now to be opened."""
        return next((p.voorstel for p in self.reached if p.voorstel is not None and p.voorstel.gate == gate), None)

    def _gates(self, stand: Stand) -> tuple[Gate, ...]:
        return tuple(place.gate for place in self.places if place.stand == stand and place.gate is not None)


def walk(dossier: Dossier, profile: Profile) -> RoutePosition:
    """Return where the dossier stands on the steps of the route that apply; `profile` is that of its round."""
    if dossier.ronde is None:
        return RoutePosition()
    steps = tuple(applicable_steps(dossier, profile))
    receipts = _missing_receipts(dossier, steps)
    versie = dossier.actieve_versie
    if versie is None:
        return RoutePosition(waits_for_receipt=receipts)
    return RoutePosition(
        steps=tuple(
            tuple(_place(dossier, profile, versie, number, stap, gremium) for gremium in _gremia(dossier, stap))
            for number, stap in steps
        ),
        conditional=frozenset(gate.gate for gate, _ in dossier.open_voorwaarden(versie.versie)),
        unsent=_unsent(dossier, versie, steps),
        waits_for_receipt=receipts,
    )


def applicable_steps(dossier: Dossier, profile: Profile) -> Iterator[NumberedStep]:
    """Yield the numbered steps whose condition the dossier's kenmerken meet."""
    for number, stap in enumerate(profile.routes[dossier.product]):
        if stap.applies_to(set(dossier.kenmerken)):
            yield number, stap


def _unsent(
    dossier: Dossier, versie: Versie, steps: tuple[NumberedStep, ...]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    sent = {(sent.stap, sent.versie) for sent in dossier.toezendingen}
    informing = ((number, stap.gremia) for number, stap in steps if stap.rol == Rol.INFO)
    return tuple((number, gremia) for number, gremia in informing if (number, versie.versie) not in sent)


def _missing_receipts(dossier: Dossier, steps: tuple[NumberedStep, ...]) -> tuple[str, ...]:
    confirmed = {gremium for gremium, _ in dossier.ontvangsten}
    asked = (gremium for _, stap in steps if stap.ontvangst_vereist for gremium in stap.gremia)
    return tuple(gremium for gremium in asked if gremium not in confirmed)


def percelen_of(dossier: Dossier, stap: Routestap, gremium: str) -> tuple[str, ...]:
    """Return the percelen in the document this gremium gets: its own booklet's, or all."""
    duties = dossier.ronde["inzendplichten"] if dossier.ronde else []
    return tuple(duty["code"] for duty in duties if stap.bereik == "product" or duty["regiegroep"] == gremium)


def rung(profile: Profile, gremium: str) -> Trede | None:
    """Return the rung up from a gremium, or None at the top."""
    return next((trede for trede in profile.ladder.treden if trede.van == gremium), None)


def _gremia(dossier: Dossier, stap: Routestap) -> tuple[str, ...]:
    return tuple(gremium for gremium in stap.gremia if percelen_of(dossier, stap, gremium))


def _place(dossier: Dossier, profile: Profile, versie: Versie, number: int, stap: Routestap, gremium: str) -> Plaats:
    if stap.rol == Rol.INFO:
        return Plaats(stap=number, gremium=gremium, stand=Stand.AKKOORD)
    gates = [
        gate
        for gate in dossier.gates_van(versie.versie)
        if gate.soort != GESCHIL and gate.stap == number and gate.gremium == gremium
    ]
    if not gates:
        return _to_open(versie, number, stap, gremium, 1)
    return _judge(dossier, profile, versie, stap, gates[-1])


def _judge(dossier: Dossier, profile: Profile, versie: Versie, stap: Routestap, gate: Gate) -> Plaats:
    if gate.uitslag is None:
        return _stand(gate, Stand.LOOPT)
    if gate.uitslag == Uitslag.POSITIEF or not stap.blokkeert:
        return _stand(gate, Stand.AKKOORD)
    outcome = _escalate(dossier, profile, gate)
    if isinstance(outcome, Gatevoorstel):
        return Plaats(stap=gate.stap, gremium=gate.gremium, stand=Stand.TE_OPENEN, voorstel=outcome)
    if isinstance(outcome, Gate):
        return replace(_stand(gate, Stand.LOOPT), gate=outcome)
    if outcome == Uitslag.DOORGANG and stap.rol != Rol.AFSTEMMING:
        return _to_open(versie, gate.stap, stap, gate.gremium, gate.ronde + 1)
    return _stand(gate, _SETTLED[outcome])


_SETTLED = {Uitslag.DOORGANG: Stand.AKKOORD, Uitslag.TERUG: Stand.TERUG, None: Stand.AANGEHOUDEN}


def _stand(gate: Gate, stand: Stand) -> Plaats:
    return Plaats(stap=gate.stap, gremium=gate.gremium, stand=stand, gate=gate)


def _escalate(dossier: Dossier, profile: Profile, gate: Gate) -> Gatevoorstel | Gate | Uitslag | None:
    """Climb the ladder: the dispute to open, the one running, its outcome, or None when none can settle it."""
    if gate.advies is not None:
        return Uitslag(gate.advies["advies"])
    if gate.ronde >= MAX_RONDEN:
        return None
    trede = rung(profile, gate.gremium)
    while trede is not None:
        dispute = dossier.gate(dispute_id(gate.gate, trede.naar))
        if dispute is None:
            return _dispute(gate, trede.naar)
        if dispute.uitslag is None:
            return dispute
        if dispute.uitslag in (Uitslag.DOORGANG, Uitslag.TERUG):
            return Uitslag(dispute.uitslag)
        trede = None if trede.naar == profile.ladder.top else rung(profile, trede.naar)
    return None


def dispute_id(gate: str, gremium: str) -> str:
    """Return the id of the dispute about `gate` at `gremium`."""
    return f"{gate}-geschil-{gremium}"


def _dispute(gate: Gate, gremium: str) -> Gatevoorstel:
    return Gatevoorstel(
        gate=dispute_id(gate.gate, gremium),
        stap=gate.stap,
        gremium=gremium,
        rol=gate.rol,
        soort=GESCHIL,
        ronde=gate.ronde,
        betwist=gate.gate,
    )


def _to_open(versie: Versie, number: int, stap: Routestap, gremium: str, ronde: int) -> Plaats:
    voorstel = Gatevoorstel(
        gate=f"v{versie.versie}-s{number}-{gremium}-r{ronde}",
        stap=number,
        gremium=gremium,
        rol=str(stap.rol),
        soort="gewoon",
        ronde=ronde,
        betwist=None,
    )
    return Plaats(stap=number, gremium=gremium, stand=Stand.TE_OPENEN, voorstel=voorstel)


def route_gremia(dossier: Dossier, profile: Profile) -> tuple[str, ...]:
    """Return every gremium of the route once, in order, then those that only settled a dispute.

    Each decision goes to all of them, also the earlier ones (notitie §4).
    """
    on_route = (gremium for _, stap in applicable_steps(dossier, profile) for gremium in stap.gremia)
    return tuple(dict.fromkeys((*on_route, *(gate.gremium for gate in dossier.gates))))
