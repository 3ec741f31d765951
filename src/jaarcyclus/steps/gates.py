"""Behind DAG `besluit`: one gate opens, asks each of its seats, counts the ledger's votes and closes.

All of it is safe to repeat: when the effect is already recorded, nothing is done. A vote itself is `steps.votes`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.gates import gate_inhoud, outcome_of
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.question import Zetelvraag, zetelvragen
from jaarcyclus.dossier.records import VERVANGEN, Dossier, Gate
from jaarcyclus.dossier.route import route_gremia, walk
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.errors import OnbekendeSleutel
from jaarcyclus.ledger.chain import SYSTEEM, NieuwEvent, system_event
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.airflow_names import Gateplaats, no_gate, place_of_conf
from jaarcyclus.steps.workspace import Werkplaats


def gate_of_run(werkplaats: Werkplaats, dag_id: str, run_id: str, conf: Mapping[str, Any] | None) -> Gateplaats:
    """Return the gate that a run is about: one of its gremium, in the ledger or due. Raises Geweigerd."""
    plaats = place_of_conf(dag_id, run_id, conf)
    state = werkplaats.dossier(plaats.dossier)
    if state.ronde is None:
        raise no_gate(dag_id)
    found = state.gate(plaats.gate) or walk(state, werkplaats.profile_of(state)).due_gate(plaats.gate)
    if found is None or found.gremium != plaats.gremium:
        raise no_gate(dag_id)
    return plaats


def open_gate(werkplaats: Werkplaats, dossier: str, gate: str) -> tuple[Zetelvraag, ...]:
    """Open the gate unless it is open and return the question to each seat; () when it is already closed."""

    def decide(state: Dossier) -> list[NieuwEvent]:
        if state.gate(gate) is not None:
            return []
        profile = werkplaats.profile_of(state)
        voorstel = walk(state, profile).due_gate(gate)
        if voorstel is None or state.actieve_versie is None:
            return []
        made = _manifest(werkplaats, state.actieve_versie.manifest_sha256)
        return [system_event("gate_geopend", gate_inhoud(state, profile, voorstel, made, werkplaats.today()))]

    werkplaats.record(dossier, decide)
    state = werkplaats.dossier(dossier)
    opened = state.gate(gate)
    if opened is None or not opened.is_open:
        return ()
    return zetelvragen(state, opened, werkplaats.profile_of(state))


def seat_vote(werkplaats: Werkplaats, dossier: str, gate: str, zetel: str) -> Mapping[str, Any] | None:
    """Return what the ledger holds for a seat (answer, gate's outcome), or None while the seat must answer."""
    found = werkplaats.dossier(dossier).gate(gate)
    if found is None:
        raise OnbekendeSleutel(f"Gate {gate} bestaat niet in {dossier}; zie: jaarcyclus dossier toon {dossier}")
    vote = next((stem for stem in found.stemmen if stem.zetel == zetel), None)
    if vote is not None:
        return {"zetel": zetel, "antwoord": vote.antwoord, "seq": vote.seq}
    return None if found.is_open else {"zetel": zetel, "antwoord": None, "gate": found.uitslag or found.vervallen}


def close_gate(werkplaats: Werkplaats, dossier: str, gate: str) -> str | None:
    """Count the ledger's votes and close the gate when they decide; return its outcome, None while it is open."""

    def decide(state: Dossier) -> list[NieuwEvent]:
        found = state.gate(gate)
        if found is None or not found.is_open:
            return []
        profile = werkplaats.profile_of(state)
        outcome = outcome_of(found, profile, werkplaats.today())
        return [] if outcome is None else list(_closing_events(state, profile, found, str(outcome)))

    werkplaats.record(dossier, decide)
    found = werkplaats.dossier(dossier).gate(gate)
    return None if found is None else found.uitslag or found.vervallen


def _closing_events(state: Dossier, profile: Profile, gate: Gate, outcome: str) -> Iterator[NieuwEvent]:
    counted = [asdict(stem) for stem in gate.zetelstemmen()]
    yield system_event("gate_gesloten", {"gate": gate.gate, "uitslag": outcome, "telling": counted})
    yield sent_to_all(state, profile, gate, "besluit")
    if outcome == Uitslag.TERUG:
        reasons = "; ".join(stem.toelichting for stem in gate.stemmen if stem.toelichting)
        yield from reopening_events(state, reden=reasons, percelen=(), grond=gate.betwist, actor=SYSTEEM, door=gate)


def sent_to_all(state: Dossier, profile: Profile, gate: Gate, rol: str) -> NieuwEvent:
    """Return that the decision of a gate, or the advice on it, goes to every gremium of the route."""
    gremia = list(route_gremia(state, profile))
    return system_event(
        "toegezonden", {"gremia": gremia, "rol": rol, "stap": None, "gate": gate.gate, "versie": gate.versie}
    )


def reopening_events(
    state: Dossier,
    *,
    reden: str,
    percelen: tuple[str, ...],
    grond: str | None,
    actor: str,
    door: Gate | None = None,
) -> Iterator[NieuwEvent]:
    """Yield the reopening and the lapse of every gate that is still open on the version it ends."""
    yield NieuwEvent("heropend", actor, {"reden": reden, "percelen": list(percelen), "grond": grond})
    versie = state.actieve_versie
    for gate in state.gates_van(versie.versie) if versie else ():
        if gate.is_open and (door is None or gate.gate != door.gate):
            yield system_event("gate_vervallen", {"gate": gate.gate, "reden": VERVANGEN})


def _manifest(werkplaats: Werkplaats, sha256: str) -> Manifest:
    return manifest.from_bytes(werkplaats.store.get(sha256))
