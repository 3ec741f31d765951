"""DOWR as it would be with a confidential step and an accountant, and a dossier in which that step was answered.

Each thing that was said in it holds a word of its own, so that a test can ask of any text whether it tells of it.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from builders.dossier import PROFILES, Office, add_version, cast_vote, end_gate, open_gates, submit_workbooks, vote_all
from builders.dossier import open_round as open_any
from jaarcyclus.steps import acts

GATE = "v1-s1-directieberaad-r1"
REASON, CONDITION, DONE = "korenbloem", "vingerhoedskruid", "zonnehoed"
SECRETS = re.compile(f"{REASON}|{CONDITION}|{DONE}|stemt in")
"""What only the insiders of the step may ever read."""
INSIDERS = ("directeur_bedrijfsvoering_raalte", "loco_directeur_deventer", "controller", "accountant")
OUTSIDERS = (
    "ambtelijk_secretaris",
    "beheerder",
    "manager_ict",
    "vertegenwoordiger_ict_raalte",
    "gemeentesecretaris_raalte",
    "portefeuillehouder_raalte",
    "college_raalte",
)
_STEP = "    - {rol: instemming, gremia: [directieberaad]}"
_LAST = "  - {sleutel: beheerder, functie: applicatiebeheerder}\n"


def lay_out(folder: Path, *extra: str) -> Path:
    """Write the profile into a new folder, with these lines of YAML behind it, and return the folder."""
    folder.mkdir(parents=True)
    text = (PROFILES / "dowr.yaml").read_text()
    assert _STEP in text
    assert _LAST in text
    text = text.replace(_STEP, _STEP.replace("]}", "], vertrouwelijk: true}"))
    text = text.replace(_LAST, f"{_LAST}  - {{sleutel: accountant, functie: accountant}}\n")
    (folder / "dowr.yaml").write_text("\n".join([text, "accountant: accountant", *extra, ""]))
    return folder


def asked(folder: Path, *extra: str) -> Office:
    """Return a dossier of which the confidential step is open, and nobody answered yet."""
    office = open_any(folder / "var", profielen=lay_out(folder / "profielen", *extra))
    submit_workbooks(office)
    add_version(office)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    open_gates(office)
    return office


def answered(office: Office) -> Office:
    """Let the directieberaad agree on a condition, which is then met, and open what comes next."""
    day = office.workspace.today().isoformat()
    asks = {"tekst": f"Toon het {CONDITION}.", "eigenaar": "loco_directeur_raalte", "datum": day}
    cast_vote(office, GATE, "raalte", "stemt in, mits", toelichting=f"Zie het {REASON}.", voorwaarde=asks)
    vote_all(office, GATE)
    end_gate(office, GATE)
    return office


def met(office: Office) -> Office:
    """Let the condition be met, and open the next gate."""
    acts.fulfil_condition(
        office.workspace,
        office.dossier,
        "loco_directeur_raalte",
        gate=GATE,
        zetel="raalte",
        toelichting=f"Het {DONE} staat in bijlage 3.",
    )
    open_gates(office)
    return office


def tells(texts: Iterable[object]) -> list[str]:
    """Return the secrets that any of these tells."""
    return sorted({found for text in texts for found in SECRETS.findall(str(text))})
