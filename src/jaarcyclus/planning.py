"""What is due in a dossier: the walk along its besluitroute, and the steps that follow. Pure.

`next_steps` looks at the ledger's fold only. Whether a run of Airflow is already doing a step is the shell's
business; a step stays due until the ledger shows its effect, so green never means yes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from jaarcyclus.besluitroute import GESCHIL, Uitslag
from jaarcyclus.calendar import add_working_days
from jaarcyclus.dossier import Dossier, Gate, Versie
from jaarcyclus.profile import Profile, Rol, Routestap, Trede

MAX_RONDEN = 2  # a second failure is `aangehouden` (domain.md section 3, Escalation; chosen)


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
class Stap:
    """One thing that is due. `sleutel` is stable: the run that does it is named after it.

    soort: `product`, `besluit`, `publicatie` are runs; `info`, `herinneren`, `over_tijd` are done on the spot.
    """

    soort: str
    sleutel: str
    dossier: str
    gegevens: Mapping[str, Any] = field(default_factory=dict)


def next_steps(dossier: Dossier, profile: Profile, now: datetime) -> tuple[Stap, ...]:
    """Return what is due, in the order in which it should be done; () when the dossier waits for people."""
    if dossier.ronde is None or dossier.publicatie is not None:
        return ()
    versie = dossier.actieve_versie
    if versie is None:
        return _product_step(dossier)
    return (*_deadline_steps(dossier, versie, profile, now.date()), *_route_steps(dossier, versie, profile))


def walk(dossier: Dossier, profile: Profile) -> tuple[tuple[Plaats, ...], ...]:
    """Return per step of the route that applies where each of its gremia stands, reached or not."""
    versie = dossier.actieve_versie
    if versie is None:
        return ()
    return tuple(
        tuple(_place(dossier, profile, versie, number, stap, gremium) for gremium in _gremia(dossier, profile, stap))
        for number, stap in applicable_steps(dossier, profile)
    )


def applicable_steps(dossier: Dossier, profile: Profile) -> Iterator[tuple[int, Routestap]]:
    """Yield the numbered steps whose condition the dossier's kenmerken meet."""
    kenmerken = set(dossier.ronde["kenmerken"]) if dossier.ronde else set()
    for number, stap in enumerate(profile.routes[dossier.product]):
        if stap.als is None or _condition_holds(stap.als, kenmerken):
            yield number, stap


def is_adopted(dossier: Dossier, profile: Profile) -> bool:
    """Return whether every gate of the route passed on the active version and no condition is open."""
    versie = dossier.actieve_versie
    if versie is None or dossier.open_voorwaarden(versie.versie):
        return False
    places = [place for step in walk(dossier, profile) for place in step]
    return bool(places) and all(place.stand == Stand.AKKOORD for place in places)


def held_up(dossier: Dossier, profile: Profile) -> tuple[Gate, ...]:
    """Return the gates on which the dossier is `aangehouden` until binding advice (art. 16)."""
    return tuple(
        place.gate
        for step in walk(dossier, profile)
        for place in step
        if place.stand == Stand.AANGEHOUDEN and place.gate is not None
    )


def waits_for_receipt(dossier: Dossier, profile: Profile) -> tuple[str, ...]:
    """Return the gremia whose receipt must be recorded before the product counts as delivered (art. 8.1)."""
    confirmed = {gremium for gremium, _ in dossier.ontvangsten}
    return tuple(
        gremium
        for _, stap in applicable_steps(dossier, profile)
        if stap.ontvangst_vereist
        for gremium in stap.gremia
        if gremium not in confirmed
    )


def percelen_of(dossier: Dossier, stap: Routestap, gremium: str) -> tuple[str, ...]:
    """Return the percelen in the document this gremium gets: its own booklet's, or all."""
    duties = dossier.ronde["inzendplichten"] if dossier.ronde else []
    return tuple(
        duty["code"] for duty in duties if stap.bereik == "product" or duty["regiegroep"] == gremium
    )


def rung(profile: Profile, gremium: str) -> Trede | None:
    return next((trede for trede in profile.ladder.treden if trede.van == gremium), None)


def climb_day(gate: Gate, profile: Profile) -> date:
    """Return the last day before an unanswered gate climbs: its deadline plus the rung's working days."""
    trede = rung(profile, gate.gremium)
    return add_working_days(date.fromisoformat(gate.deadline), trede.na_werkdagen if trede else 0)


def reminders_due(gate: Gate, profile: Profile, today: date) -> tuple[str, ...]:
    """Return the moments (`voor`, `over_tijd`) whose reminder to the silent seats is due and not yet recorded."""
    deadline = date.fromisoformat(gate.deadline)
    moments = []
    if today >= add_working_days(deadline, -profile.kalender.herinnering_werkdagen):
        moments.append("voor")
    if today > deadline:
        moments.append("over_tijd")
    return tuple(moment for moment in moments[-1:] if moment not in gate.herinneringen)


def missing_submissions(dossier: Dossier) -> tuple[str, ...]:
    """Return the submissions the next version still waits for; a reopening asks for new ones."""
    if dossier.ronde is None:
        return ()
    current = dossier.huidige_inzendingen()
    codes = [duty["code"] for duty in dossier.ronde["inzendplichten"]]
    since = max((heropening.seq for heropening in dossier.heropeningen), default=0)
    asked = {code for h in dossier.heropeningen if h.seq == since for code in h.percelen}
    return tuple(code for code in codes if code not in current or (code in asked and current[code].seq < since))


def _product_step(dossier: Dossier) -> tuple[Stap, ...]:
    if missing_submissions(dossier):
        return ()
    newest = max((inzending.seq for inzending in dossier.inzendingen), default=0)
    after = [h.seq for h in dossier.heropeningen] + list(dossier.afkeuringen)
    if newest < max(after, default=0):
        return ()
    versie = len(dossier.versies) + 1
    # The submissions are in the key: after a rejected consolidation a new workbook makes a new step.
    return (Stap(soort="product", sleutel=f"{dossier.dossier}-v{versie}-i{newest}", dossier=dossier.dossier),)


def _deadline_steps(dossier: Dossier, versie: Versie, profile: Profile, today: date) -> Iterator[Stap]:
    for gate in dossier.gates_van(versie.versie):
        if not gate.is_open:
            continue
        if today > climb_day(gate, profile) and gate.stille_zetels():
            yield _step("over_tijd", dossier, gate.gate, gate=gate.gate)
            continue
        for moment in reminders_due(gate, profile, today):
            yield _step("herinneren", dossier, f"{gate.gate}-{moment}", gate=gate.gate, moment=moment)


def _route_steps(dossier: Dossier, versie: Versie, profile: Profile) -> Iterator[Stap]:
    blocked = bool(dossier.open_voorwaarden(versie.versie))
    steps = dict(applicable_steps(dossier, profile))
    for (number, stap), places in zip(steps.items(), walk(dossier, profile), strict=True):
        if stap.rol == Rol.INFO:
            if not _is_informed(dossier, versie, number):
                yield _step("info", dossier, f"v{versie.versie}-s{number}", stap=number)
            continue
        for place in places:
            if place.stand == Stand.LOOPT and place.gate is not None:
                yield _gate_step(dossier, place.gate.gate, place.gate.gremium)
            if place.voorstel is not None and not blocked:
                yield _gate_step(dossier, place.voorstel.gate, place.voorstel.gremium)
        if not all(place.stand == Stand.AKKOORD for place in places):
            return
    if not blocked:
        yield _step("publicatie", dossier, f"v{versie.versie}-publicatie", versie=versie.versie)


def _gate_step(dossier: Dossier, gate: str, gremium: str) -> Stap:
    return _step("besluit", dossier, gate, gate=gate, gremium=gremium)


def _step(soort: str, dossier: Dossier, suffix: str, **gegevens: Any) -> Stap:
    return Stap(soort=soort, sleutel=f"{dossier.dossier}-{suffix}", dossier=dossier.dossier, gegevens=gegevens)


def _is_informed(dossier: Dossier, versie: Versie, stap: int) -> bool:
    return any(
        sent.rol == Rol.INFO and sent.stap == stap and sent.versie == versie.versie for sent in dossier.toezendingen
    )


def _condition_holds(condition: str, kenmerken: set[str]) -> bool:
    negated = condition.startswith("niet ")
    return (condition.removeprefix("niet ") in kenmerken) != negated


def _gremia(dossier: Dossier, profile: Profile, stap: Routestap) -> tuple[str, ...]:
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
    def stand(value: Stand, decisive: Gate = gate) -> Plaats:
        return Plaats(stap=gate.stap, gremium=gate.gremium, stand=value, gate=decisive)

    if gate.uitslag is None:
        return stand(Stand.LOOPT)
    if gate.uitslag == Uitslag.POSITIEF or not stap.blokkeert:
        return stand(Stand.AKKOORD)
    outcome = _escalate(dossier, profile, gate)
    if isinstance(outcome, Gatevoorstel):
        return Plaats(stap=gate.stap, gremium=gate.gremium, stand=Stand.TE_OPENEN, voorstel=outcome)
    if isinstance(outcome, Gate):
        return stand(Stand.LOOPT, outcome)
    if outcome == Uitslag.TERUG:
        return stand(Stand.TERUG)
    if outcome is None:
        return stand(Stand.AANGEHOUDEN)
    if stap.rol == Rol.AFSTEMMING:
        return stand(Stand.AKKOORD)
    return _to_open(versie, gate.stap, stap, gate.gremium, gate.ronde + 1)


def _escalate(dossier: Dossier, profile: Profile, gate: Gate) -> Gatevoorstel | Gate | str | None:
    """Climb the ladder: the dispute to open, the one running, its outcome, or None when none can settle it."""
    if gate.advies is not None:
        return str(gate.advies["advies"])
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
            return str(dispute.uitslag)
        trede = None if trede.naar == profile.ladder.top else rung(profile, trede.naar)
    return None


def dispute_id(gate: str, gremium: str) -> str:
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
