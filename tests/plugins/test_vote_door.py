"""The door for votes tells the ledger by which way its voter signed in, and takes a signature beside the answer."""

import json
import sys
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest

from builders.asgi import call
from builders.dossier import Office, add_version, open_gates, open_round, submit_workbooks, with_version
from builders.holders import take
from builders.links import link
from builders.passkey import SoftKey, asking_passkeys, place_in, register
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.installation.environment import PROJECT
from jaarcyclus.steps import votes
from jaarcyclus.steps.airflow_names import gate_dag, gate_run

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow import vote_door
from jaarcyclus_airflow.vote_door import SIGNATURE, VoteDoor

ICT = "v1-s0-regiegroep_ict-r1"
MEMBER = "vertegenwoordiger_ict_deventer"


async def airflow(_scope: Any, _receive: Any, send: Any) -> None:
    """Airflow, which takes the answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def give(office: Office, monkeypatch: pytest.MonkeyPatch, *, claims: dict[str, int], **headers: str) -> Any:
    """Let the member answer at the door, with a token that says this."""

    async def voter(*_: Any) -> str:
        return MEMBER

    monkeypatch.setattr(vote_door, "_voter", voter)
    monkeypatch.setattr(vote_door, "open_workspace", lambda: office.workspace)
    token = f"a.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c"
    run = gate_run(office.dossier, ICT)
    path = f"/api/v2/dags/{gate_dag('dowr', 'regiegroep_ict')}/dagRuns/{run}/taskInstances/zetel/0/hitlDetails"
    return call(
        VoteDoor(airflow), "PATCH", path, json={"chosen_options": ["afgestemd"], "params_input": {}},
        headers={"authorization": f"Bearer {token}"} | headers,
    )  # fmt: skip


@pytest.mark.parametrize(("claims", "kinds"), [({}, []), ({"koppeling": 2}, ["stem_aangemeld"])])
def test_a_vote_says_by_which_link_its_voter_signed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claims: dict[str, int], kinds: list[str]
) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    open_gates(office)
    take(office, MEMBER, "Houder A")
    link(office, MEMBER)

    answer = give(office, monkeypatch, claims=claims)

    assert answer.status_code == 200, answer.text
    told = [kind for kind in office.kinds if kind.startswith("stem_")]
    assert told == ["stem_uitgebracht", *kinds]


@pytest.fixture
def signing(tmp_path: Path) -> tuple[Office, SoftKey]:
    """An office whose regiegroep ICT signs, and the passkey of its member."""
    office, key = open_round(tmp_path / "var", profielen=asking_passkeys(tmp_path / "profielen")), SoftKey.made()
    submit_workbooks(office)
    add_version(office)
    open_gates(office)
    take(office, MEMBER, "Houder A")
    register(office, MEMBER, key)
    return office, key


def test_a_signature_comes_beside_the_answer(signing: tuple[Office, SoftKey], monkeypatch: pytest.MonkeyPatch) -> None:
    office, key = signing
    asked = votes.ask_signature(
        office.workspace, place_in(office, ICT, "deventer"), MEMBER, Ballot(antwoord="afgestemd")
    )
    assert asked is not None
    answer = give(office, monkeypatch, claims={}, **{SIGNATURE: key.asserted(asked.challenge)})

    assert answer.status_code == 200, answer.text
    assert [kind for kind in office.kinds if kind.startswith("stem_")] == ["stem_ondertekend", "stem_uitgebracht"]


@pytest.mark.parametrize(
    ("given", "code"),
    [({}, "ONDERTEKENING_ONTBREEKT"), ({SIGNATURE: "{}"}, "ONDERTEKENING_ONLEESBAAR")],
)
def test_without_one_airflow_is_not_even_asked(
    signing: tuple[Office, SoftKey], monkeypatch: pytest.MonkeyPatch, given: dict[str, str], code: str
) -> None:
    async def never(*_: Any) -> None:
        raise AssertionError("Airflow was asked")

    monkeypatch.setitem(globals(), "airflow", never)
    answer = give(signing[0], monkeypatch, claims={}, **given)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
