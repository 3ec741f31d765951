"""The rules of a gate around its votes: when it opens and with what, when it closes, lapses or is settled from outside.

Whatever is recorded follows from route, profile, manifest and votes, and is made anew here to compare. The votes
themselves are `rules.votes`.
"""

from jaarcyclus.dossier.gates import count_of, gate_content, outcome_of
from jaarcyclus.dossier.planning import reminders_due
from jaarcyclus.dossier.records import REPLACED, Dossier, Gate
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.tally import Uitslag, name_outcome
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import AdviesVastgelegd, GateGeopend, GateGesloten, GateVervallen, Herinnerd
from jaarcyclus.rules.context import Context, require, today


def check_gate_geopend(dossier: Dossier, event: Event, content: GateGeopend, context: Context) -> None:
    """Raise Refused unless this gate is due, with exactly the seats, bytes and deadline that follow."""
    proposal = walk(dossier, context.profile).due_gate(content.gate)
    if proposal is None or dossier.active_version is None:
        raise Refused("GATE_NIET_AAN_DE_BEURT", f"Gate {content.gate} is niet aan de beurt op de besluitroute.")
    manifest = context.manifest(dossier.active_version.manifest_sha256)
    expected = gate_content(dossier, context.profile, proposal, manifest, today(event))
    require(content == expected, "GATE_ANDERS", "De gate wijkt af van profiel, route of manifest.")


def check_herinnerd(dossier: Dossier, event: Event, content: Herinnerd, context: Context) -> None:
    """Raise Refused unless this reminder is due to exactly these silent seats."""
    gate = _existing_open_gate(dossier, content.gate)
    due = reminders_due(gate, context.profile, today(event))
    require(
        content.moment in due and content.zetels == gate.silent_zetels(),
        "HERINNERING_NIET_AAN_DE_BEURT",
        "Deze herinnering is niet aan de beurt.",
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
    require(content.reden == REPLACED, "REDEN_ANDERS", f"Een gate vervalt alleen omdat {REPLACED}.")


def check_advies_vastgelegd(dossier: Dossier, event: Event, content: AdviesVastgelegd, context: Context) -> None:
    """Raise Refused unless the dossier is held up on this gate and the advice is complete (covenant art. 16)."""
    require(
        event.actor in (context.profile.controller, context.profile.ambtelijk_secretaris),
        "NIET_BEVOEGD",
        "Alleen de controller of de ambtelijk secretaris legt een bindend advies vast; vraag het een van beiden.",
    )
    require(
        content.gate in {gate.gate for gate in walk(dossier, context.profile).held_up},
        "NIET_AANGEHOUDEN",
        "Het dossier is op deze gate niet aangehouden; bekijk waar het staat met: jaarcyclus dossier toon",
    )
    require(
        content.advies in (Uitslag.DOORGANG, Uitslag.TERUG)
        and bool(content.tekst.strip())
        and bool(content.deskundige.strip()),
        "ADVIES_ONVOLLEDIG",
        "Een bindend advies noemt 'doorgang' of 'terug', de tekst van het advies en de externe deskundige; vul ze "
        "alle drie in.",
    )


def _existing_open_gate(dossier: Dossier, gate_id: str) -> Gate:
    gate = dossier.gate(gate_id)
    if gate is None or not gate.is_open:
        raise Refused(
            "GATE_GESLOTEN", f"Gate {gate_id} is niet open; bekijk waar het dossier staat met: jaarcyclus dossier toon"
        )
    return gate
