"""Votes: whether one may be cast, and casting it. The only place where `stem_uitgebracht` is made.

`controleer` is asked before Airflow answers, so that a refusal is ours and in Dutch; `record` decides again
within the lock of the chain, because between the two someone else may have voted. Do not let a task call
these: a vote is in the ledger before the voter sees success.
"""

from jaarcyclus import clock
from jaarcyclus.dossier.ballot import Stemantwoord
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.errors import Geweigerd
from jaarcyclus.ledger.chain import Event, Head, NieuwEvent, extend
from jaarcyclus.rules.context import Context
from jaarcyclus.rules.transitions import check
from jaarcyclus.steps.airflow_names import Gateplaats
from jaarcyclus.steps.workspace import Werkplaats


def controleer(werkplaats: Werkplaats, plaats: Gateplaats, persoon: str, antwoord: Stemantwoord) -> None:
    """Raise Geweigerd when this vote may not be cast now."""
    dossier = werkplaats.dossier(plaats.dossier)
    nieuw = make_event(dossier, plaats, persoon, antwoord)
    context = Context(profile=werkplaats.profile_of(dossier), read=werkplaats.store.get)
    check(dossier, _as_event(werkplaats, plaats.dossier, nieuw), context)


def record(werkplaats: Werkplaats, plaats: Gateplaats, persoon: str, antwoord: Stemantwoord) -> Event:
    """Cast the vote and return it as stored. Raises Geweigerd, and then nothing is stored."""
    (event,) = werkplaats.record(plaats.dossier, lambda dossier: [make_event(dossier, plaats, persoon, antwoord)])
    return event


def find_gate(dossier: Dossier, plaats: Gateplaats) -> Gate:
    """Return the gate as the ledger has it. Raises Geweigerd."""
    gate = dossier.gate(plaats.gate)
    if gate is None or gate.gremium != plaats.gremium:
        raise Geweigerd("GATE_ONBEKEND", f"Gate {plaats.gate} bestaat niet; open uw vereiste acties opnieuw.")
    return gate


def make_event(dossier: Dossier, plaats: Gateplaats, persoon: str, antwoord: Stemantwoord) -> NieuwEvent:
    """Return the vote, on the bytes this gate shows. Pure. Raises Geweigerd when gate or seat is unknown."""
    gate = find_gate(dossier, plaats)
    code = seat_code(gate, plaats)
    houder = next(zetel.houder for zetel in gate.zetels if zetel.zetel == code)
    inhoud = {
        "gate": gate.gate,
        "zetel": code,
        "antwoord": antwoord.antwoord,
        "namens": persoon != houder,
        "toelichting": antwoord.toelichting,
        "voorwaarde": antwoord.voorwaarde_inhoud(),
        "manifest_sha256": gate.manifest_sha256,
        "document_sha256": gate.document_sha256,
    }
    return NieuwEvent("stem_uitgebracht", persoon, inhoud)


def seat_code(gate: Gate, plaats: Gateplaats) -> str:
    """Return the code of the seat at this place of the gate. Raises Geweigerd."""
    if plaats.plaats >= len(gate.zetels):
        raise Geweigerd("ZETEL_ONBEKEND", "Deze zetel hoort niet bij deze gate; open uw vereiste acties opnieuw.")
    return gate.zetels[plaats.plaats].zetel


def _as_event(werkplaats: Werkplaats, dossier: str, nieuw: NieuwEvent) -> Event:
    """Return how the event would read; where it would stand in the chain does not matter to the rules."""
    moment, simulated = clock.now(werkplaats.settings), clock.is_simulated(werkplaats.settings)
    (event,) = extend(Head(), dossier, [nieuw], klok=moment, simulated=simulated, tijd=clock.real_time())
    return event
