"""What the tasks of Airflow do: one function each, all of them safe to repeat. The command line runs them too.

A step reads the ledger, does its work and records the effect; when the effect is already there it does nothing.
Whether it is due is `planning`'s; whether it is allowed is `overgangen`'s.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from jaarcyclus import manifest, ontvangst
from jaarcyclus.beantwoording import answer_due
from jaarcyclus.besluitroute import Uitslag
from jaarcyclus.chain import NieuwEvent
from jaarcyclus.dossier import VERVANGEN, Dossier, Gate
from jaarcyclus.errors import Geweigerd, OnbekendeSleutel, OngeldigeOvergang, OngeldigProfiel
from jaarcyclus.gateregels import outcome_of
from jaarcyclus.gates import gate_inhoud
from jaarcyclus.manifest import Manifest
from jaarcyclus.planning import Stap, next_steps
from jaarcyclus.profile import Profile
from jaarcyclus.publicatieregels import route_gremia
from jaarcyclus.ronde import dossier_id, round_inhoud, rounds_due
from jaarcyclus.routestand import Gatevoorstel, due_information, reached
from jaarcyclus.stemverzoek import Gateplaats, no_gate, place_of_conf
from jaarcyclus.toets import SYSTEEM
from jaarcyclus.vraag import Zetelvraag, zetelvragen
from jaarcyclus.werkplaats import Werkplaats

log = logging.getLogger(__name__)

RUN_STEPS = ("inzending", "product", "besluit", "publicatie")


def tick(werkplaats: Werkplaats, profiel: str) -> tuple[Stap, ...]:
    """Open due rounds, do every step that needs no run of its own, and return the steps that need one."""
    _open_rounds(werkplaats, profiel)
    steps = [step for dossier in werkplaats.dossiers(profiel) for step in _advance_or_log(werkplaats, dossier)]
    answer_due(werkplaats, profiel)
    return (*ontvangst.pending(werkplaats, profiel), *steps)


def judge(werkplaats: Werkplaats, profiel: str, nummer: int) -> Mapping[str, Any]:
    """Read and check a received file, answer who dropped it in a folder, and return the verdict."""
    oordeel = ontvangst.judge(werkplaats, profiel, nummer)
    answer_due(werkplaats, profiel)
    return oordeel


def _open_rounds(werkplaats: Werkplaats, profiel: str) -> None:
    """A profile with a typing error opens no round; what runs has its pinned profile and goes on."""
    try:
        for product, boekjaar in rounds_due(werkplaats.profile(profiel), werkplaats.today()):
            _open_or_log(werkplaats, profiel, product, boekjaar)
    except OngeldigProfiel as fault:
        hint = f"Verbeter het profiel en kijk met: jaarcyclus profiel controleer {profiel}"
        log.error("van %s gaat geen ronde open; wat loopt, loopt door. %s\n%s", profiel, hint, fault)


def _open_or_log(werkplaats: Werkplaats, profiel: str, product: str, boekjaar: int) -> None:
    """A round that a rule refuses must not hold up the others."""
    try:
        open_round(werkplaats, profiel, product, boekjaar)
    except Geweigerd as refusal:
        log.warning("%s %s van %s gaat niet open: %s", product, boekjaar, profiel, refusal.melding)


def _advance_or_log(werkplaats: Werkplaats, dossier: str) -> tuple[Stap, ...]:
    """One dossier that its rules hold, such as an exercise under the real clock, must not hold up the others."""
    try:
        return advance(werkplaats, dossier)
    except Geweigerd as refusal:
        log.warning("%s gaat niet verder: %s", dossier, refusal.melding)
        return ()
    except OngeldigeOvergang:
        log.exception("%s gaat niet verder: meld deze fout in het programma", dossier)
        return ()


def open_round(werkplaats: Werkplaats, profiel: str, product: str, boekjaar: int) -> str:
    """Open the round of a product unless it is open, pin the profile, and return the dossier's name."""
    name = dossier_id(profiel, boekjaar, product)
    pinned = werkplaats.pin_profile(profiel)
    content = round_inhoud(werkplaats.profile(profiel), product, boekjaar, pinned)
    werkplaats.record(name, lambda state: [] if state.ronde else [NieuwEvent("ronde_geopend", SYSTEEM, content)])
    return name


def advance(werkplaats: Werkplaats, dossier: str) -> tuple[Stap, ...]:
    """Do what is done on the spot (info, reminders, overdue gates) until only runs are due; return those."""
    while True:
        state = werkplaats.dossier(dossier)
        steps = next_steps(state, werkplaats.profile_of(state), werkplaats.now())
        inline = [step for step in steps if step.soort not in RUN_STEPS]
        if not inline:
            return steps
        for step in inline:
            _do_inline(werkplaats, step)
        if werkplaats.dossier(dossier).seq == state.seq:
            raise OngeldigeOvergang(f"{dossier}: {inline[0].sleutel} is due and doing it records nothing")


def gate_of_run(werkplaats: Werkplaats, dag_id: str, run_id: str, conf: Mapping[str, Any] | None) -> Gateplaats:
    """Return the gate that a run is about: one of its gremium, in the ledger or due. Raises Geweigerd."""
    plaats = place_of_conf(dag_id, run_id, conf)
    state = werkplaats.dossier(plaats.dossier)
    if state.ronde is None:
        raise no_gate(dag_id)
    found = state.gate(plaats.gate) or _due_gate(state, werkplaats.profile_of(state), plaats.gate)
    if found is None or found.gremium != plaats.gremium:
        raise no_gate(dag_id)
    return plaats


def open_gate(werkplaats: Werkplaats, dossier: str, gate: str) -> tuple[Zetelvraag, ...]:
    """Open the gate unless it is open and return the question to each seat; () when it is already closed."""

    def decide(state: Dossier) -> list[NieuwEvent]:
        if state.gate(gate) is not None:
            return []
        profile = werkplaats.profile_of(state)
        voorstel = _due_gate(state, profile, gate)
        if voorstel is None or state.actieve_versie is None:
            return []
        made = _manifest(werkplaats, state.actieve_versie.manifest_sha256)
        return [_event("gate_geopend", gate_inhoud(state, profile, voorstel, made, werkplaats.today()))]

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
    yield _event("gate_gesloten", {"gate": gate.gate, "uitslag": outcome, "telling": counted})
    yield sent_to_all(state, profile, gate, "besluit")
    if outcome == Uitslag.TERUG:
        reasons = "; ".join(stem.toelichting for stem in gate.stemmen if stem.toelichting)
        yield from reopening_events(state, reden=reasons, percelen=(), grond=gate.betwist, actor=SYSTEEM, door=gate)


def sent_to_all(state: Dossier, profile: Profile, gate: Gate, rol: str) -> NieuwEvent:
    """Return that the decision of a gate, or the advice on it, goes to every gremium of the route."""
    gremia = list(route_gremia(state, profile))
    return _event("toegezonden", {"gremia": gremia, "rol": rol, "stap": None, "gate": gate.gate, "versie": gate.versie})


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
            yield _event("gate_vervallen", {"gate": gate.gate, "reden": VERVANGEN})


def _do_inline(werkplaats: Werkplaats, step: Stap) -> None:
    if step.soort == "over_tijd":
        close_gate(werkplaats, step.dossier, step.gegevens["gate"])
    elif step.soort == "herinneren":
        _remind(werkplaats, step)
    elif step.soort == "info":
        _inform(werkplaats, step)


def _remind(werkplaats: Werkplaats, step: Stap) -> None:
    gate_id, moment = step.gegevens["gate"], step.gegevens["moment"]

    def decide(state: Dossier) -> list[NieuwEvent]:
        gate = state.gate(gate_id)
        if gate is None or not gate.is_open or moment in gate.herinneringen or not gate.stille_zetels():
            return []
        return [_event("herinnerd", {"gate": gate_id, "moment": moment, "zetels": list(gate.stille_zetels())})]

    werkplaats.record(step.dossier, decide)


def _inform(werkplaats: Werkplaats, step: Stap) -> None:
    number = step.gegevens["stap"]

    def decide(state: Dossier) -> list[NieuwEvent]:
        gremia = dict(due_information(state, werkplaats.profile_of(state))).get(number)
        versie = state.actieve_versie
        if gremia is None or versie is None:
            return []
        content = {"gremia": list(gremia), "rol": "info", "stap": number, "gate": None, "versie": versie.versie}
        return [_event("toegezonden", content)]

    werkplaats.record(step.dossier, decide)


def _due_gate(state: Dossier, profile: Profile, gate: str) -> Gatevoorstel | None:
    proposals = (place.voorstel for place in reached(state, profile))
    return next((voorstel for voorstel in proposals if voorstel is not None and voorstel.gate == gate), None)


def _manifest(werkplaats: Werkplaats, sha256: str) -> Manifest:
    return manifest.from_bytes(werkplaats.store.get(sha256))


def _event(soort: str, content: Mapping[str, Any]) -> NieuwEvent:
    return NieuwEvent(soort, SYSTEEM, content)
