"""Behind DAG `kalender`: open rounds, remind, inform, take overdue gates up, and say which runs are due.

Whether something is due is `dossier.planning`'s, whether it is allowed `rules.transitions`'. All of it is safe to
repeat.
"""

import logging

from jaarcyclus.dossier.planning import Stap, next_steps
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id, round_inhoud, rounds_due
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import Geweigerd, OngeldigeOvergang, OngeldigProfiel
from jaarcyclus.ledger.chain import SYSTEEM, NieuwEvent, system_event
from jaarcyclus.steps import receipts
from jaarcyclus.steps.gates import close_gate
from jaarcyclus.steps.replies import answer_due
from jaarcyclus.steps.workspace import Werkplaats

log = logging.getLogger(__name__)

RUN_STEPS = ("inzending", "product", "besluit", "publicatie")


def tick(werkplaats: Werkplaats, profiel: str) -> tuple[Stap, ...]:
    """Open due rounds, do every step that needs no run of its own, and return the steps that need one."""
    _open_rounds(werkplaats, profiel)
    steps = [step for dossier in werkplaats.dossiers(profiel) for step in _advance_or_log(werkplaats, dossier)]
    answer_due(werkplaats, profiel)
    return (*receipts.pending(werkplaats, profiel), *steps)


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
        return [system_event("herinnerd", {"gate": gate_id, "moment": moment, "zetels": list(gate.stille_zetels())})]

    werkplaats.record(step.dossier, decide)


def _inform(werkplaats: Werkplaats, step: Stap) -> None:
    number = step.gegevens["stap"]

    def decide(state: Dossier) -> list[NieuwEvent]:
        gremia = dict(walk(state, werkplaats.profile_of(state)).due_information).get(number)
        versie = state.actieve_versie
        if gremia is None or versie is None:
            return []
        content = {"gremia": list(gremia), "rol": "info", "stap": number, "gate": None, "versie": versie.versie}
        return [system_event("toegezonden", content)]

    werkplaats.record(step.dossier, decide)
