"""What each event of a gate changes in its dossier: its seats, answers, term and end. For `dossier.fold` only."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from jaarcyclus.dossier.evidence import Evidence
from jaarcyclus.dossier.extensions import Extension
from jaarcyclus.dossier.records import Dossier, Gate, Holding, Voorwaarde, Vote
from jaarcyclus.dossier.signing import Signed, just_before
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import (
    AdviesVastgelegd,
    BezettingVastgelegd,
    GateGeopend,
    GateGesloten,
    GateVervallen,
    Herinnerd,
    StemAangemeld,
    StemNaUitgifte,
    StemUitgebracht,
    TermijnVerlengd,
    VoorwaardeBewezen,
    VoorwaardeVervuld,
)
from jaarcyclus.ledger.signing_events import StemOndertekend


def open_gate(state: Dossier, event: Event, content: GateGeopend) -> Dossier:
    """Return the dossier with one gate more."""
    told: dict[str, Any] = {"geopend_klok": event.klok, "geopend_tijd": event.tijd, "opening": event.hash}
    gate = Gate(**wire.values_of(content), **told, seq=event.seq)
    return replace(state, gates=(*state.gates, gate))


def keep_signature(state: Dossier, event: Event, content: StemOndertekend) -> Dossier:
    """Keep a signature for the answer that comes right after it."""
    return replace(state, signed=Signed(content=content, door=event.actor, seq=event.seq))


def keep_holders(state: Dossier, event: Event, content: BezettingVastgelegd) -> Dossier:
    """Keep who held the functions of its seats from here on."""
    held = Holding(houders=content.houders, seq=event.seq, klok=event.klok)
    return _change_gate(state, content.gate, lambda gate: {"holdings": (*gate.holdings, held)})


def cast_vote(state: Dossier, event: Event, content: StemUitgebracht) -> Dossier:
    """Keep an answer of a seat."""
    asked = content.voorwaarde
    vote = Vote(
        zetel=content.zetel,
        antwoord=content.antwoord,
        door=event.actor,
        namens=content.namens,
        toelichting=content.toelichting,
        voorwaarde=Voorwaarde(**wire.values_of(asked)) if asked else None,
        klok=event.klok,
        seq=event.seq,
        signed=just_before(state.signed, event.seq),
    )
    return _change_gate(state, content.gate, lambda gate: {"votes": (*gate.votes, vote)})


def mark_vote(state: Dossier, _: Event, content: StemNaUitgifte | StemAangemeld) -> Dossier:
    """Keep what is said of how the voter signed in."""

    def mark(vote: Vote) -> Vote:
        said = wire.values_of(content)
        return replace(vote, **{k: said[k] for k in said.keys() - {"gate"}}) if vote.zetel == content.zetel else vote

    return _change_gate(state, content.gate, lambda gate: {"votes": tuple(map(mark, gate.votes))})


def note_silence(state: Dossier, _: Event, content: Herinnerd) -> Dossier:
    """Keep that its silent seats were recorded."""
    return _change_gate(state, content.gate, lambda gate: {"reminders": (*gate.reminders, content.moment)})


def close_gate(state: Dossier, event: Event, content: GateGesloten) -> Dossier:
    """Keep what it came to."""
    return _change_gate(state, content.gate, lambda _: {"uitslag": content.uitslag, "gesloten_klok": event.klok})


def lapse_gate(state: Dossier, event: Event, content: GateVervallen) -> Dossier:
    """Keep that it is not counted any more."""
    return _change_gate(state, content.gate, lambda _: {"vervallen": content.reden, "gesloten_klok": event.klok})


def fulfil_condition(state: Dossier, event: Event, content: VoorwaardeVervuld) -> Dossier:
    """Keep that the condition of a seat is met, and the file that shows it."""
    shown = None
    if isinstance(content, VoorwaardeBewezen):
        shown = Evidence(sha256=content.sha256, name=content.naam, size=content.grootte)

    def fulfil(vote: Vote) -> Vote:
        if vote.zetel != content.zetel or vote.voorwaarde is None:
            return vote
        done = replace(
            vote.voorwaarde,
            vervuld_door=event.actor,
            vervuld_klok=event.klok,
            vervuld_toelichting=content.toelichting,
            evidence=shown,
        )
        return replace(vote, voorwaarde=done)

    return _change_gate(state, content.gate, lambda gate: {"votes": tuple(map(fulfil, gate.votes))})


def take_advice(state: Dossier, event: Event, content: AdviesVastgelegd) -> Dossier:
    """Keep the binding advice on it."""
    return _change_gate(state, content.gate, lambda _: {"advice": content, "advice_event": event})


def extend_term(state: Dossier, event: Event, content: TermijnVerlengd) -> Dossier:
    """Move its last day, and keep from which."""

    def longer(gate: Gate) -> Mapping[str, Any]:
        given = Extension(
            before=gate.deadline,
            deadline=content.deadline,
            reason=content.reden,
            by=event.actor,
            moment=event.klok,
            seq=event.seq,
        )
        # Of the new term it is recorded anew who is silent.
        return {"deadline": content.deadline, "extensions": (*gate.extensions, given), "reminders": ()}

    return _change_gate(state, content.gate, longer)


def _change_gate(state: Dossier, gate_id: str, change: Callable[[Gate], Mapping[str, Any]]) -> Dossier:
    if state.gate(gate_id) is None:
        raise InvalidTransition(f"unknown gate {gate_id!r}")
    gates = (replace(gate, **change(gate)) if gate.gate == gate_id else gate for gate in state.gates)
    return replace(state, gates=tuple(gates))
