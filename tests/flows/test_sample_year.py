"""The demo of every profile without Airflow: its sample workbooks and its answers go through the doors of the core."""

from pathlib import Path
from typing import Any

import pytest

from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    end_gate,
    open_gates,
    open_round,
    publish_product,
)
from builders.samples import hand_in_samples
from jaarcyclus.demo.script import choose
from jaarcyclus.dossier.records import Gate
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.steps import acts
from jaarcyclus.steps.overview import describe

# What the demo shows of each: the outcome of every gate, and every answer that is no plain yes.
PLAYED = {
    "dowr": (
        ["positief", "negatief", "doorgang", "positief", "positief"],
        ["afgestemd met opmerking", "niet afgestemd", "stemt in, mits"],
    ),
    "ommen_hardenberg": (["positief", "positief", "positief"], ["stemt in, mits", "stemt niet in"]),
    "regio_zwolle": (["positief"], ["stelt niet vast"]),
}
PLAIN = {"afgestemd", "stemt in", "stelt vast", "doorgang"}


def answer_all(office: Office, gate_id: str) -> None:
    """Let every seat answer as in the demo, close the gate and meet what was asked."""
    profile, gate = office.workspace.profile_of(office.state), _gate(office, gate_id)
    for zetel in gate.zetels:
        if zetel.zetel in gate.silent_zetels():
            choice = choose(profile, office.state.product, gate, zetel, office.workspace.today())
            cast_vote(office, gate_id, zetel.zetel, choice.answer, **_fields(choice.fields))
    end_gate(office, gate_id)
    for held, vote in office.state.open_voorwaarden(1):
        assert vote.voorwaarde
        acts.fulfil_condition(
            office.workspace,
            office.dossier,
            vote.voorwaarde.eigenaar,
            gate=held.gate,
            zetel=vote.zetel,
            toelichting="De onderbouwing is toegezonden.",
        )


def _gate(office: Office, gate_id: str) -> Gate:
    found = office.state.gate(gate_id)
    assert found
    return found


def _fields(fields: Any) -> dict[str, Any]:
    if "voorwaarde" not in fields:
        return dict(fields)
    names = {"tekst": "voorwaarde", "eigenaar": "eigenaar", "datum": "datum"}
    return {"voorwaarde": {name: fields[field] for name, field in names.items()}}


@pytest.mark.parametrize("profiel", PLAYED)
def test_the_begroting_of_every_profile_goes_from_samples_to_publication(tmp_path: Path, profiel: str) -> None:
    office = open_round(tmp_path, "begroting", profiel=profiel)
    accepted = [verdict.geaccepteerd for verdict in hand_in_samples(office)]
    add_version(office)
    while gates := open_gates(office):
        for gate in gates:
            answer_all(office, gate)
    publish_product(office)

    outcomes = [gate.uitslag for gate in office.state.gates]
    special = [v.inhoud["antwoord"] for v in office.workspace.ledger.events(office.dossier) if "antwoord" in v.inhoud]
    assert all(accepted)
    assert (outcomes, [text for text in special if text not in PLAIN]) == PLAYED[profiel]
    assert describe(office.workspace, office.dossier).toestand.startswith("gepubliceerd")
    assert verify_events(office.workspace.ledger.events(office.dossier), office.workspace.store.get) == ()
