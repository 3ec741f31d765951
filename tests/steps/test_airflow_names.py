"""Which requests the door for votes must stop: every spelling that Airflow would take for an answer."""

import pytest
from starlette.routing import compile_path

from jaarcyclus.errors import Geweigerd
from jaarcyclus.steps import airflow_names

AIRFLOW, _, _ = compile_path(
    "/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}/hitlDetails"
)
DAG, RUN = "dowr_besluit_bvr", "dowr-2027-begroting-v1-s2-bvr-r1-p1"
CONF = {"dossier": "dowr-2027-begroting", "gate": "v1-s2-bvr-r1", "gremium": "bvr"}
ANTWOORD = "/api/v2/dags/dowr_besluit_bvr/dagRuns/dowr-2027-begroting-v1-s2-bvr-r1-p1/taskInstances/zetel/0/hitlDetails"


def test_an_answer_is_read_as_gate_and_seat():
    place = airflow_names.read_place(ANTWOORD)

    assert (place.dossier, place.gate, place.plaats) == ("dowr-2027-begroting", "v1-s2-bvr-r1", 0)


@pytest.mark.parametrize("tail", ["", "/", "\n"])
def test_no_spelling_that_airflow_takes_for_an_answer_passes_the_door(tail):
    """`…/hitlDetails%0A` is such a spelling: the `$` of a route also matches before a last newline."""
    assert AIRFLOW.match((ANTWOORD + tail).rstrip("/"))
    assert airflow_names.is_answer(ANTWOORD + tail)


def test_an_answer_spelled_with_a_newline_is_refused():
    with pytest.raises(Geweigerd, match="ADRES_ONBEKEND"):
        airflow_names.read_place(ANTWOORD + "\n")


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
    with pytest.raises(Geweigerd, match="gebruik dowr_kalender"):
        airflow_names.place_of_conf(DAG, run, conf)
