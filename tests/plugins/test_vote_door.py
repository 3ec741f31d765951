"""The door for votes tells the ledger by which way its voter signed in."""

import json
import sys
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest

from builders.asgi import call
from builders.dossier import open_gates, with_version
from builders.holders import take
from builders.links import link
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.steps.airflow_names import gate_dag, gate_run

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow import vote_door
from jaarcyclus_airflow.vote_door import VoteDoor

ICT = "v1-s0-regiegroep_ict-r1"
MEMBER = "vertegenwoordiger_ict_deventer"


async def airflow(_scope: Any, _receive: Any, send: Any) -> None:
    """Airflow, which takes the answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


@pytest.mark.parametrize(("claims", "kinds"), [({}, []), ({"koppeling": 2}, ["stem_aangemeld"])])
def test_a_vote_says_by_which_link_its_voter_signed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claims: dict[str, int], kinds: list[str]
) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    open_gates(office)
    take(office, MEMBER, "Houder A")
    link(office, MEMBER)

    async def voter(*_: Any) -> str:
        return MEMBER

    monkeypatch.setattr(vote_door, "_voter", voter)
    monkeypatch.setattr(vote_door, "open_workspace", lambda: office.workspace)
    token = f"a.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c"
    run = gate_run(office.dossier, ICT)
    path = f"/api/v2/dags/{gate_dag('dowr', 'regiegroep_ict')}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails"
    answer = call(
        VoteDoor(airflow), "PATCH", path, json={"chosen_options": ["afgestemd"], "params_input": {}},
        headers={"authorization": f"Bearer {token}"},
    )  # fmt: skip

    assert answer.status_code == 200, answer.text
    told = [kind for kind in office.kinds if kind.startswith("stem_")]
    assert told == ["stem_uitgebracht", *kinds]
