"""The rules of a gate around its votes: when it opens and with what, when it closes, lapses or is settled from outside.

Whatever is recorded follows from route, profile, manifest and votes, and is made anew here to compare. The votes
themselves are `rules.votes`.
"""

from jaarcyclus.dossier.extensions import fault_in_extension
from jaarcyclus.dossier.gates import count_of, gate_content, outcome_of, put_before
from jaarcyclus.dossier.planning import reminders_due
from jaarcyclus.dossier.records import ANSWERS_LAPSED, LAPSES, REOPENED, Dossier, Gate
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.sight import hides_answers
from jaarcyclus.dossier.tally import Uitslag, name_outcome
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import (
    AdviesVastgelegd,
    GateGeopend,
    GateGesloten,
    GateVervallen,
    GateVoorgelegd,
    Herinnerd,
    TermijnVerlengd,
)
from jaarcyclus.rules.context import Context, require, require_words, today


def check_gate_geopend(dossier: Dossier, event: Event, content: GateGeopend, context: Context) -> None:
    """Raise Refused unless this gate is due, with exactly the seats, bytes and deadline that follow."""
    require(content == _due_content(dossier, event, content.gate, context), "GATE_ANDERS", _OTHER_GATE)


def check_gate_voorgelegd(dossier: Dossier, event: Event, content: GateVoorgelegd, context: Context) -> None:
    """Raise Refused unless it is as `check_gate_geopend` asks, and the page tells what was answered before."""
    opened = _due_content(dossier, event, content.gate, context)
    require(content == put_before(dossier, context.profile, opened, context.read)[0], "GATE_ANDERS", _OTHER_GATE)
    context.read(content.stand_sha256)


_OTHER_GATE = "De gate wijkt af van profiel, route, manifest of de stand van de besluitvorming."


def _due_content(dossier: Dossier, event: Event, gate: str, context: Context) -> GateGeopend:
    proposal = walk(dossier, context.profile).due_gate(gate)
    if proposal is None or dossier.active_version is None:
        raise Refused("GATE_NIET_AAN_DE_BEURT", f"Gate {gate} is niet aan de beurt op de besluitroute.")
    manifest = context.manifest(dossier.active_version.manifest_sha256)
    return gate_content(dossier, context.profile, proposal, manifest, today(event))


def check_silence(dossier: Dossier, event: Event, content: Herinnerd, context: Context) -> None:
    """Raise Refused unless exactly these seats are silent at this moment of the term."""
    gate = _existing_open_gate(dossier, content.gate)
    due = reminders_due(gate, context.profile, today(event))
    require(
        content.moment in due and content.zetels == gate.silent_zetels(),
        "HERINNERING_NIET_AAN_DE_BEURT",
        "Deze zetels zwegen niet op dit moment van de termijn.",
    )


def check_gate_gesloten(dossier: Dossier, event: Event, content: GateGesloten, context: Context) -> None:
    """Raise Refused unless the recorded votes come to this outcome by the rule of the gremium."""
    gate = _existing_open_gate(dossier, content.gate)
    active = dossier.active_version
    require(
        active is not None and active.versie == gate.versie,
        "GATE_VERVALLEN",
        "Deze gate hoort bij een versie die is vervangen en kan alleen vervallen.",
    )
    require(content.telling == count_of(gate), "TELLING_ANDERS", "De telling is niet die van de stemmen.")
    outcome = outcome_of(gate, context.profile, today(event))
    require(
        outcome is not None and content.uitslag == outcome,
        "UITSLAG_ANDERS",
        f"De stemmen leiden niet tot '{name_outcome(content.uitslag)}'; wacht tot elke zetel heeft geantwoord.",
    )


def check_gate_vervallen(dossier: Dossier, event: Event, content: GateVervallen, context: Context) -> None:
    """Raise Refused while the version of the gate still counts, or for a reason of its own."""
    gate = _existing_open_gate(dossier, content.gate)
    active = dossier.active_version
    require(
        active is None or active.versie != gate.versie,
        "VERSIE_GELDT_NOG",
        "Deze gate hoort bij de geldende versie en vervalt alleen door heropening.",
    )
    require(content.reden in LAPSES, "REDEN_ANDERS", f"Een gate vervalt alleen omdat {REOPENED}.")
    # Not the other way round: before this reason existed, gates with such answers lapsed for the plain one.
    require(
        content.reden != ANSWERS_LAPSED or hides_answers(gate, context.profile),
        "REDEN_ANDERS",
        "In deze gate is niets verzegeld beantwoord; er vervalt geen antwoord.",
    )


def check_termijn_verlengd(dossier: Dossier, event: Event, content: TermijnVerlengd, context: Context) -> None:
    """Raise Refused unless the controller gives an open gate of the version on its route a later day, with a reason."""
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller geeft uitstel; vraag het de controller.",
    )
    gate, active = _existing_open_gate(dossier, content.gate), dossier.active_version
    require(
        active is not None and active.versie == gate.versie and bool(gate.silent_zetels()),
        "GATE_WACHT_NIET",
        "Deze vraag wacht op niemand meer; u hoeft niets te doen.",
    )
    fault = fault_in_extension(gate.deadline, content.deadline, today(event))
    require(fault is None, "TERMIJN_ONJUIST", fault or "")
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Uitstel heeft een reden; vul die in.")


def check_advies_vastgelegd(dossier: Dossier, event: Event, content: AdviesVastgelegd, context: Context) -> None:
    """Raise Refused unless the dossier is held up on this gate and the advice is complete (covenant art. 16)."""
    require(
        event.actor in (context.profile.controller, context.profile.ambtelijk_secretaris),
        "NIET_BEVOEGD",
        "Alleen de controller of de ambtelijk secretaris legt een bindend advies vast; vraag het een van beiden.",
    )
    if content.gate not in {gate.gate for gate in walk(dossier, context.profile).held_up}:
        raise not_held_up()
    require(content.advies in (Uitslag.DOORGANG, Uitslag.TERUG), "ADVIES_ONVOLLEDIG", _WHOLE_ADVICE)
    require_words(dossier, content.tekst, "ADVIES_ONVOLLEDIG", _WHOLE_ADVICE)
    require_words(dossier, content.deskundige, "ADVIES_ONVOLLEDIG", _WHOLE_ADVICE)


def not_held_up() -> Refused:
    """Return the refusal of an advice that nothing waits for, or nothing that its writer may know of."""
    return Refused(
        "NIET_AANGEHOUDEN",
        "Het dossier is op deze gate niet aangehouden; bekijk waar het staat met: jaarcyclus dossier toon",
    )


_WHOLE_ADVICE = (
    "Een bindend advies noemt 'doorgang' of 'terug', de tekst van het advies en de externe deskundige; vul ze alle "
    "drie in."
)


def _existing_open_gate(dossier: Dossier, gate_id: str) -> Gate:
    gate = dossier.gate(gate_id)
    if gate is None or not gate.is_open:
        raise Refused(
            "GATE_GESLOTEN", f"Gate {gate_id} is niet open; bekijk waar het dossier staat met: jaarcyclus dossier toon"
        )
    return gate
