"""Where a version stands on its besluitroute: the walk along its steps, gates and the escalation ladder. Pure.

A dispute is a gate of its own, one rung up; its `doorgang` lets an afstemming pass and gives an instemming or
vaststelling one new round, and replaces no vote (docs/rules.md, Escalation; chosen).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from jaarcyclus.dossier.records import Dossier, Gate, Version
from jaarcyclus.dossier.tally import GESCHIL, Uitslag
from jaarcyclus.profile.gremium import Rol, Routestap, Trede
from jaarcyclus.profile.records import Profile

NumberedStep = tuple[int, Routestap]

MAX_ROUNDS = 2  # a second failure is `aangehouden` (docs/rules.md, Escalation; chosen)


class Position(StrEnum):
    """Where one gremium of one route step stands."""

    TE_OPENEN = "te_openen"
    RUNNING = "loopt"
    AKKOORD = "akkoord"
    TERUG = "terug"
    AANGEHOUDEN = "aangehouden"


@dataclass(frozen=True, kw_only=True)
class GateProposal:
    """A gate that must be opened: its id and all that follows from the route, before seats and documents."""

    gate: str
    step: int
    gremium: str
    rol: str
    kind: str
    ronde: int
    betwist: str | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """One gremium on one step. `proposal` when a gate must open, `gate` the one that decides the position."""

    step: int
    gremium: str
    position: Position
    proposal: GateProposal | None = None
    gate: Gate | None = None


@dataclass(frozen=True, kw_only=True)
class RoutePosition:
    """What one walk along the route found; ask it everything, and walk once for one question.

    `steps`: per step that applies, where each of its gremia stands, reached or not; empty without an active version.
    `conditional`: the gates of this version that passed with a "mits" that is still open. `unsent`: the steps for
    information that did not get this version yet, with their gremia. `waits_for_receipt`: the gremia whose receipt must
    be recorded before the product counts as delivered (art. 8.1).
    """

    steps: tuple[tuple[Place, ...], ...] = ()
    conditional: frozenset[str] = frozenset()
    unsent: tuple[tuple[int, tuple[str, ...]], ...] = ()
    waits_for_receipt: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for step in self.steps for place in step)

    @cached_property
    def reached(self) -> tuple[Place, ...]:
        """The places of every step up to and with the first that is not done; an open condition stops the rest.

        Rule 5: a "mits" left open blocks the next gate, and nothing is sent for information past it.
        """
        places: list[Place] = []
        for step in self.steps:
            places += [replace(place, proposal=None) if self.conditional else place for place in step]
            held = any(place.gate is not None and place.gate.gate in self.conditional for place in step)
            if held or not all(place.position == Position.AKKOORD for place in step):
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
        return bool(adopting) and not self.conditional and all(p.position == Position.AKKOORD for p in self.places)

    @property
    def held_up(self) -> tuple[Gate, ...]:
        """The gates on which the dossier is `aangehouden` until binding advice (art. 16)."""
        return self._gates(Position.AANGEHOUDEN)

    @property
    def sent_back(self) -> tuple[Gate, ...]:
        """The gates after which the product goes back to who made it."""
        return self._gates(Position.TERUG)

    @property
    def due_information(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The steps of the active version that are for information, reached and not yet sent, with their gremia."""
        now = {place.step for place in self.reached}
        return tuple((number, gremia) for number, gremia in self.unsent if number in now)

    def due_gate(self, gate: str) -> GateProposal | None:
        """Return the gate of this id when it is now to be opened."""
        return next((p.proposal for p in self.reached if p.proposal is not None and p.proposal.gate == gate), None)

    def _gates(self, position: Position) -> tuple[Gate, ...]:
        return tuple(place.gate for place in self.places if place.position == position and place.gate is not None)


def walk(dossier: Dossier, profile: Profile) -> RoutePosition:
    """Return where the dossier stands on the steps of the route that apply; `profile` is that of its round."""
    if dossier.ronde is None:
        return RoutePosition()
    steps = tuple(applicable_steps(dossier, profile))
    receipts = _missing_receipts(dossier, steps)
    version = dossier.active_version
    if version is None:
        return RoutePosition(waits_for_receipt=receipts)
    return RoutePosition(
        steps=tuple(
            tuple(_place(dossier, profile, version, number, step, gremium) for gremium in gremia_of(dossier, step))
            for number, step in steps
        ),
        conditional=frozenset(gate.gate for gate, _ in dossier.open_voorwaarden(version.versie)),
        unsent=_unsent(dossier, version, steps),
        waits_for_receipt=receipts,
    )


def applicable_steps(dossier: Dossier, profile: Profile) -> Iterator[NumberedStep]:
    """Yield the numbered steps whose condition the dossier's kenmerken meet."""
    for number, step in enumerate(profile.routes[dossier.product]):
        if step.applies_to(set(dossier.kenmerken)):
            yield number, step


def _unsent(
    dossier: Dossier, version: Version, steps: tuple[NumberedStep, ...]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    sent = {(sent.stap, sent.versie) for sent in dossier.sendings}
    informing = ((number, step.gremia) for number, step in steps if step.rol == Rol.INFO)
    return tuple((number, gremia) for number, gremia in informing if (number, version.versie) not in sent)


def _missing_receipts(dossier: Dossier, steps: tuple[NumberedStep, ...]) -> tuple[str, ...]:
    confirmed = {gremium for gremium, _ in dossier.receipts}
    asked = (gremium for _, step in steps if step.ontvangst_vereist for gremium in step.gremia)
    return tuple(gremium for gremium in asked if gremium not in confirmed)


def percelen_of(dossier: Dossier, step: Routestap, gremium: str) -> tuple[str, ...]:
    """Return the percelen in the document this gremium gets: its own booklet's, or all."""
    duties = dossier.ronde.inzendplichten if dossier.ronde else ()
    return tuple(duty.code for duty in duties if step.bereik == "product" or duty.regiegroep == gremium)


def rung(profile: Profile, gremium: str) -> Trede | None:
    """Return the rung up from a gremium, or None at the top."""
    return next((trede for trede in profile.ladder.treden if trede.van == gremium), None)


def gremia_of(dossier: Dossier, step: Routestap) -> tuple[str, ...]:
    """Return which gremia of a step have a part in this dossier: those of its percelen."""
    return tuple(gremium for gremium in step.gremia if percelen_of(dossier, step, gremium))


def _place(dossier: Dossier, profile: Profile, version: Version, number: int, step: Routestap, gremium: str) -> Place:
    if step.rol == Rol.INFO:
        return Place(step=number, gremium=gremium, position=Position.AKKOORD)
    gates = [
        gate
        for gate in dossier.gates_of(version.versie)
        if gate.soort != GESCHIL and gate.stap == number and gate.gremium == gremium
    ]
    if not gates:
        return _to_open(version, number, step, gremium, 1)
    return _judge(dossier, profile, version, step, gates[-1])


def _judge(dossier: Dossier, profile: Profile, version: Version, step: Routestap, gate: Gate) -> Place:
    if gate.uitslag is None:
        return _position(gate, Position.RUNNING)
    if gate.uitslag == Uitslag.POSITIEF or not step.blokkeert:
        return _position(gate, Position.AKKOORD)
    outcome = _escalate(dossier, profile, gate)
    if isinstance(outcome, GateProposal):
        return Place(step=gate.stap, gremium=gate.gremium, position=Position.TE_OPENEN, proposal=outcome)
    if isinstance(outcome, Gate):
        return replace(_position(gate, Position.RUNNING), gate=outcome)
    if outcome == Uitslag.DOORGANG and step.rol != Rol.AFSTEMMING:
        return _to_open(version, gate.stap, step, gate.gremium, gate.ronde + 1)
    return _position(gate, _SETTLED[outcome])


_SETTLED = {Uitslag.DOORGANG: Position.AKKOORD, Uitslag.TERUG: Position.TERUG, None: Position.AANGEHOUDEN}


def _position(gate: Gate, position: Position) -> Place:
    return Place(step=gate.stap, gremium=gate.gremium, position=position, gate=gate)


def _escalate(dossier: Dossier, profile: Profile, gate: Gate) -> GateProposal | Gate | Uitslag | None:
    """Climb the ladder: the dispute to open, the one running, its outcome, or None when none can settle it."""
    if gate.advice is not None:
        return Uitslag(gate.advice.advies)
    if gate.ronde >= MAX_ROUNDS:
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


def _dispute(gate: Gate, gremium: str) -> GateProposal:
    return GateProposal(
        gate=dispute_id(gate.gate, gremium),
        step=gate.stap,
        gremium=gremium,
        rol=gate.rol,
        kind=GESCHIL,
        ronde=gate.ronde,
        betwist=gate.gate,
    )


def _to_open(version: Version, number: int, step: Routestap, gremium: str, ronde: int) -> Place:
    proposal = GateProposal(
        gate=f"v{version.versie}-s{number}-{gremium}-r{ronde}",
        step=number,
        gremium=gremium,
        rol=str(step.rol),
        kind="gewoon",
        ronde=ronde,
        betwist=None,
    )
    return Place(step=number, gremium=gremium, position=Position.TE_OPENEN, proposal=proposal)


def route_gremia(dossier: Dossier, profile: Profile) -> tuple[str, ...]:
    """Return every gremium of the route once, in order, then those that only settled a dispute.

    Each decision goes to all of them, also the earlier ones (notitie §4).
    """
    on_route = (gremium for _, step in applicable_steps(dossier, profile) for gremium in step.gremia)
    return tuple(dict.fromkeys((*on_route, *(gate.gremium for gate in dossier.gates))))
