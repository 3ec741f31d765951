"""Behind DAG `besluit`: one gate opens, asks each of its seats, counts the ledger's votes and closes.

All of it is safe to repeat: when the effect is already recorded, nothing is done. A vote itself is `steps.votes`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.confidential import decision_gremia
from jaarcyclus.dossier.gates import count_of, gate_content, outcome_of, put_before, reason_of
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.question import SeatQuestion, seat_questions
from jaarcyclus.dossier.records import ANSWERS_LAPSED, REOPENED, Dossier, Gate
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.sight import hides_answers
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.errors import UnknownKey
from jaarcyclus.ledger.chain import SYSTEM, NewEvent
from jaarcyclus.ledger.events import GateGesloten, GateVervallen, Heropend, Klaargezet
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps import holders
from jaarcyclus.steps.airflow_names import GatePlace, no_gate, place_of_conf
from jaarcyclus.steps.workspace import Workspace


def gate_of_run(workspace: Workspace, dag_id: str, run_id: str, conf: Mapping[str, Any] | None) -> GatePlace:
    """Return the gate that a run is about: one of its gremium, in the ledger or due. Raises Refused."""
    place = place_of_conf(dag_id, run_id, conf)
    state = workspace.dossier(place.dossier)
    if state.ronde is None:
        raise no_gate(dag_id)
    found = state.gate(place.gate) or walk(state, workspace.profile_of(state)).due_gate(place.gate)
    if found is None or found.gremium != place.gremium:
        raise no_gate(dag_id)
    return place


def open_gate(workspace: Workspace, dossier: str, gate: str) -> tuple[SeatQuestion, ...]:
    """Open the gate unless it is open and return the question to each seat; () when it is already closed."""

    def decide(state: Dossier) -> list[NewEvent]:
        if state.gate(gate) is not None:
            return []
        profile = workspace.profile_of(state)
        proposal = walk(state, profile).due_gate(gate)
        if proposal is None or state.active_version is None:
            return []
        made = _manifest(workspace, state.active_version.manifest_sha256)
        opened = gate_content(state, profile, proposal, made, workspace.today())
        for sha256 in (opened.document_sha256, opened.oplegnota_sha256):
            workspace.store.get(sha256)  # nobody is asked about what is damaged
        content, page = put_before(state, profile, opened, workspace.store.get)
        workspace.store.put(page)
        return [system_event(content), *holders.changes(workspace, state, content)]

    workspace.record(dossier, decide)
    state = workspace.dossier(dossier)
    opened = state.gate(gate)
    if opened is None or not opened.is_open:
        return ()
    return seat_questions(state, opened, workspace.profile_of(state))


def seat_vote(workspace: Workspace, dossier: str, gate: str, zetel: str) -> Mapping[str, Any] | None:
    """Return what the ledger holds for a seat (that it answered, or how the gate ended), None while it must answer.

    Not what it answered, nor the outcome: Airflow keeps this and shows it to others.
    """
    found = workspace.dossier(dossier).gate(gate)
    if found is None:
        raise UnknownKey(f"Gate {gate} bestaat niet in {dossier}; zie: jaarcyclus dossier toon {dossier}")
    vote = next((cast for cast in found.votes if cast.zetel == zetel), None)
    if vote is not None:
        return {"zetel": zetel, "seq": vote.seq}
    if found.is_open:
        return None
    return {"zetel": zetel, "seq": None, "gate": "vervallen" if found.vervallen else "gesloten"}


def close_gate(workspace: Workspace, dossier: str, gate: str) -> str | None:
    """Count the ledger's votes and close the gate when they decide; return its outcome, None while it is open."""

    def decide(state: Dossier) -> list[NewEvent]:
        found = state.gate(gate)
        if found is None or not found.is_open:
            return []
        profile = workspace.profile_of(state)
        outcome = outcome_of(found, profile, workspace.today())
        return [] if outcome is None else list(_closing_events(state, profile, found, str(outcome)))

    workspace.record(dossier, decide)
    found = workspace.dossier(dossier).gate(gate)
    return None if found is None else found.uitslag or found.vervallen


def _closing_events(state: Dossier, profile: Profile, gate: Gate, outcome: str) -> Iterator[NewEvent]:
    yield system_event(GateGesloten(gate=gate.gate, uitslag=outcome, telling=count_of(gate)))
    yield ready_for_all(state, profile, gate, "besluit")
    if outcome == Uitslag.TERUG:
        yield from reopening_events(
            state, profile, reason=reason_of(gate), percelen=(), grond=gate.betwist, actor=SYSTEM, door=gate
        )


def ready_for_all(state: Dossier, profile: Profile, gate: Gate, rol: str) -> NewEvent:
    """Return that the decision of a gate, or the advice on it, lies ready for every gremium that it goes to."""
    gremia = decision_gremia(state, profile, gate)
    return system_event(Klaargezet(gremia=gremia, rol=rol, stap=None, gate=gate.gate, versie=gate.versie))


def reopening_events(
    state: Dossier,
    profile: Profile,
    *,
    reason: str,
    percelen: tuple[str, ...],
    grond: str | None,
    actor: str,
    door: Gate | None = None,
) -> Iterator[NewEvent]:
    """Yield the reopening and the lapse of every gate that is still open on the version it ends."""
    yield new_event(actor, Heropend(reden=reason, percelen=percelen, grond=grond))
    version = state.active_version
    for gate in state.gates_of(version.versie) if version else ():
        if gate.is_open and (door is None or gate.gate != door.gate):
            why = ANSWERS_LAPSED if hides_answers(gate, profile) else REOPENED
            yield system_event(GateVervallen(gate=gate.gate, reden=why))


def _manifest(workspace: Workspace, sha256: str) -> Manifest:
    return manifest.from_bytes(workspace.store.get(sha256))
