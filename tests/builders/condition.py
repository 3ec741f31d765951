"""A begroting with a condition on it: asked by Deventer as the directieberaad agreed, of whoever is named."""

from pathlib import Path
from typing import Any

from builders.dossier import Office, end_gate, open_gates, vote_all, with_version
from jaarcyclus.dossier.tally import answers_of

GATE = "v1-s1-directieberaad-r1"
OWNER = "manager_ict"


def before_gate(var: Path) -> Office:
    """Return a begroting of which the regiegroepen agreed, and the directieberaad is asked."""
    office = with_version(var)
    while GATE not in (gates := open_gates(office)):
        for gate in gates:
            vote_all(office, gate)
            end_gate(office, gate)
    return office


def ask_condition(office: Office, owner: str = OWNER) -> dict[str, Any]:
    """Return the answer that asks it, to be met today."""
    gate = office.state.gate(GATE)
    assert gate is not None
    text = next(item.text for item in answers_of(gate.rol, gate.soort) if item.needs_voorwaarde)
    condition = {"tekst": "dekking aantonen", "eigenaar": owner, "datum": office.workspace.today().isoformat()}
    return {"antwoord": text, "voorwaarde": condition}


def with_condition(var: Path, owner: str = OWNER) -> Office:
    """Return a begroting of which the first gate passed, Deventer with a condition."""
    office = before_gate(var)
    vote_all(office, GATE, deventer=ask_condition(office, owner))
    end_gate(office, GATE)
    return office
