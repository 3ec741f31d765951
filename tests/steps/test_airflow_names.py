"""The names in Airflow, there and back, and which requests the door for votes must stop."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import compile_path

from jaarcyclus.errors import Refused
from jaarcyclus.profile.outline import is_ambiguous
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.airflow_names import DAG_KINDS, DagName, GateRun

AIRFLOW, _, _ = compile_path(
    "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}/hitlDetails"
)
DAG, RUN = "dowr_besluit_bvr", "dowr-2027-begroting-v1-s2-bvr-r1-p1"
CONF = {"dossier": "dowr-2027-begroting", "gate": "v1-s2-bvr-r1", "gremium": "bvr"}
ANSWER = "/api/v2/dags/dowr_besluit_bvr/dagRuns/dowr-2027-begroting-v1-s2-bvr-r1-p1/taskInstances/zetel/0/hitlDetails"


def test_an_answer_is_read_as_gate_and_seat():
    place = airflow_names.read_place(ANSWER)

    assert (place.dossier, place.gate, place.place) == ("dowr-2027-begroting", "v1-s2-bvr-r1", 0)


@pytest.mark.parametrize("tail", ["", "/", "\n"])
def test_no_spelling_that_airflow_takes_for_an_answer_passes_the_door(tail):
    """`…/hitlDetails%0A` is such a spelling: the `$` of a route also matches before a last newline."""
    assert AIRFLOW.match((ANSWER + tail).rstrip("/"))
    assert airflow_names.is_answer(ANSWER + tail)


def test_an_answer_spelled_with_a_newline_is_refused():
    with pytest.raises(Refused, match="ADRES_ONBEKEND"):
        airflow_names.read_place(ANSWER + "\n")


def test_what_a_task_tells_airflow_itself_is_no_answer_of_a_person():
    assert not airflow_names.is_answer("/execution/hitlDetails/0196a1b2-0000-7000-8000-000000000000")


def test_a_run_as_the_calendar_starts_it_is_about_its_gate():
    place = airflow_names.place_of_conf(DAG, RUN, CONF)

    assert (place.profiel, place.gremium, place.dossier, place.gate) == (
        "dowr",
        "bvr",
        "dowr-2027-begroting",
        "v1-s2-bvr-r1",
    )


@pytest.mark.parametrize(
    ("run", "conf"),
    [
        (RUN, None),
        (RUN, {}),
        (RUN, {"dossier": CONF["dossier"], "gate": CONF["gate"]}),
        (RUN, CONF | {"gate": "v1-s1-bvr-r1"}),
        (RUN, CONF | {"dossier": "dowr-2028-begroting"}),
        (RUN, CONF | {"gremium": "bo"}),
        (RUN, CONF | {"gate": ["v1-s2-bvr-r1"]}),
        ("manual__2026-11-22T05:25:22", CONF),
        ("regio_zwolle-2027-begroting-v1-s2-bvr-r1-p1", CONF),
    ],
)
def test_a_run_started_by_hand_that_says_something_else_is_refused(run, conf):
    """Name and conf must say the same; who reads the sentence is an administrator."""
    with pytest.raises(Refused, match="gebruik dowr_kalender"):
        airflow_names.place_of_conf(DAG, run, conf)


# Codes as a profile may have them: of the words that could be taken for a part of a name, and of anything else.
WORDS = st.sampled_from(["besluit", *DAG_KINDS, "ambt", "na", "p1", "v1", "s0", "r1", "2027", "technisch", "", "x"])
CODES = st.one_of(
    st.lists(WORDS, min_size=1, max_size=4).map("_".join),
    st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
).filter(lambda code: code[:1].isalpha() and not is_ambiguous(code))
LIKE = (  # few words, so that two names that could be one are often drawn together
    st.lists(st.sampled_from(["besluit", "kalender", "x"]), min_size=1, max_size=3)
    .map("_".join)
    .filter(lambda code: not is_ambiguous(code))
)
COOPERATIONS = st.dictionaries(LIKE, st.sets(LIKE, max_size=4), max_size=4)


@given(CODES, CODES, st.sampled_from(DAG_KINDS))
def test_the_id_of_a_dag_is_read_back(profiel: str, gremium: str, kind: str) -> None:
    gate = airflow_names.read_dag(airflow_names.gate_dag(profiel, gremium))
    other = airflow_names.read_dag(airflow_names.kind_dag(profiel, kind))

    assert gate == DagName(profiel=profiel, kind="besluit", gremium=gremium)
    assert other == DagName(profiel=profiel, kind=kind)


@given(COOPERATIONS)
def test_no_two_dags_have_one_id(cooperations: dict[str, set[str]]) -> None:
    """A member's right is the right on a DAG: two gremia in one DAG could answer for each other."""
    ids = [dag for profiel, gremia in cooperations.items() for dag in airflow_names.dag_ids(profiel, gremia)]

    assert len(ids) == len(set(ids))


def test_codes_that_the_profile_check_refuses_would_share_a_dag() -> None:
    """The first two ids are one, and so are the last two."""
    ids = (
        airflow_names.gate_dag("dowr", "besluit_x"),
        airflow_names.gate_dag("dowr_besluit", "x"),
        airflow_names.gate_dag("dowr", "kalender"),
        airflow_names.kind_dag("dowr_besluit", "kalender"),
    )

    assert (ids[0], ids[2]) == (ids[1], ids[3])
    assert [code for code in ("besluit_x", "dowr_besluit") if not is_ambiguous(code)] == []


@given(CODES, st.integers(2000, 2999), CODES, st.integers(1, 99), CODES, CODES, st.integers(1, 999))
def test_the_name_of_a_gates_run_is_read_back(profiel, boekjaar, product, version, gremium, hoger, attempt) -> None:
    """Also that of a dispute, and whatever the codes are."""
    dossier = f"{profiel}-{boekjaar}-{product}"
    gates = [gate := f"v{version}-s0-{gremium}-r1", f"{gate}-geschil-{hoger}"]
    runs = [airflow_names.gate_run(dossier, gate, attempt) for gate in gates]

    assert [airflow_names.read_gate_run(run) for run in runs] == [
        GateRun(dossier=dossier, gate=gate, attempt=attempt) for gate in gates
    ]
    assert airflow_names.profile_of_dossier(dossier) == profiel
    assert [airflow_names.asks_gate(run, dossier, gates[0]) for run in runs] == [True, False]


@given(CODES, CODES, CODES, CODES)
def test_an_account_belongs_to_one_person_of_one_cooperation(profiel, person, other, gremium) -> None:
    account = airflow_names.account_name(profiel, person)

    assert (airflow_names.profile_of_account(account), airflow_names.person_of(account, profiel)) == (profiel, person)
    assert airflow_names.person_of(account, other) == (person if other == profiel else None)
    assert airflow_names.person_of(airflow_names.TECHNICAL, profiel) is None
    assert airflow_names.office_role(profiel, other) != airflow_names.gremium_role(profiel, gremium)


def test_runs_that_are_named_for_different_reasons_never_meet() -> None:
    """In one DAG a name is taken once: what a second reason would start would never run."""
    calendar = {
        airflow_names.run_after_act("dowr-2027-begroting", 7),
        airflow_names.run_after_act("dowr-2027-begroting", 71),
        airflow_names.calendar_run("demo", 7),
        airflow_names.attempt_run("dowr-2027-begroting-v1-i7"),
        airflow_names.attempt_run("dowr-2027-begroting-v1-i7", 2),
    }

    assert calendar == {
        "na-dowr-2027-begroting-7",
        "na-dowr-2027-begroting-71",
        "demo-7",
        "dowr-2027-begroting-v1-i7-p1",
        "dowr-2027-begroting-v1-i7-p2",
    }


def test_the_grammar_brings_nothing_along() -> None:
    """The DAG file imports it every half minute."""
    source = "import sys, jaarcyclus.steps.airflow_names\nprint(*sorted(set(sys.modules) - sys.stdlib_module_names))"
    run = subprocess.run(
        [sys.executable, "-S", "-c", source], capture_output=True, text=True, env={"PYTHONPATH": "src"}
    )

    assert [name for name in run.stdout.split() if name.startswith("jaarcyclus")] == [
        "jaarcyclus",
        "jaarcyclus.errors",
        "jaarcyclus.steps",
        "jaarcyclus.steps.airflow_names",
    ]
