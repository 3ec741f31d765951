"""Which gate a run is about: one of its gremium that is open or due, or the run is refused."""

import pytest

from builders.dossier import cast_vote, open_gates, open_round, with_version
from jaarcyclus.errors import Refused
from jaarcyclus.steps import gates
from jaarcyclus.steps.airflow_names import gate_dag, gate_run


def run_of(gate: str, gremium: str) -> tuple[str, str, dict[str, str]]:
    """Return DAG, name and conf of a run that says it is about this gate."""
    dossier = "dowr-2027-begroting"
    conf = {"dossier": dossier, "gate": gate, "gremium": gremium}
    return gate_dag("dowr", gremium), gate_run(dossier, gate), conf


def test_a_run_is_about_a_gate_that_is_due_or_open(tmp_path):
    """Before its first task it is not in the ledger yet, and after it is it is not due any more."""
    office = with_version(tmp_path)
    run = run_of("v1-s0-regiegroep_ict-r1", "regiegroep_ict")
    due = gates.gate_of_run(office.workspace, *run)
    open_gates(office)

    assert due == gates.gate_of_run(office.workspace, *run)
    assert due.gate in [gate.gate for gate in office.state.gates]


@pytest.mark.parametrize(
    ("gate", "gremium"),
    [
        ("v1-s2-bvr-r1", "bvr"),  # not due yet
        ("v9-s0-regiegroep_ict-r1", "regiegroep_ict"),  # no such version
        ("v1-s0-regiegroep_ict-r1", "bvr"),  # another gremium's gate
    ],
)
def test_a_run_about_no_gate_of_its_gremium_is_refused(tmp_path, gate, gremium):
    office = with_version(tmp_path)
    open_gates(office)

    with pytest.raises(Refused, match="GATE_ONBEKEND"):
        gates.gate_of_run(office.workspace, *run_of(gate, gremium))


def test_a_run_about_no_dossier_is_refused(tmp_path):
    office = open_round(tmp_path)
    dag, _, conf = run_of("v1-s2-bvr-r1", "bvr")

    with pytest.raises(Refused, match="GATE_ONBEKEND"):
        gates.gate_of_run(
            office.workspace, dag, "dowr-2031-begroting-v1-s2-bvr-r1-p1", conf | {"dossier": "dowr-2031-begroting"}
        )


def test_what_a_seat_leaves_in_airflow_does_not_tell_its_answer(tmp_path):
    """Airflow keeps what its task returns, and shows it to whoever may look at the run."""
    office = with_version(tmp_path)
    open_gates(office)
    cast_vote(office, "v1-s0-regiegroep_ict-r1", "raalte", "niet afgestemd", toelichting="Te duur.")

    left = gates.seat_vote(office.workspace, office.dossier, "v1-s0-regiegroep_ict-r1", "raalte")
    assert set(left) == {"zetel", "seq"}
