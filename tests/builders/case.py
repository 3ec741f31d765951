"""A gate on the running Airflow that only waits for the directieberaad: three seats, then publication.

Everything before it is driven through the core, so that a test costs one run of Airflow and not a year.
"""

import itertools
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from airflow_stack import Stack, wait_for
from builders.airflow_questions import answer_question, waiting_questions
from builders.dossier import Office, add_version, end_gate, open_gates, submit_workbooks, vote_all
from jaarcyclus import clock
from jaarcyclus.dossier.records import Gate
from jaarcyclus.steps import calendar
from jaarcyclus.steps.airflow_names import asks_gate, gate_dag
from jaarcyclus.terms.findings import Bevinding

GREMIUM = "directieberaad"
GATE = "v1-s1-directieberaad-r1"
DAG = gate_dag("dowr", GREMIUM)
MEMBERS = (
    "directeur_bedrijfsvoering_deventer",
    "directeur_bedrijfsvoering_olst_wijhe",
    "directeur_bedrijfsvoering_raalte",
)
YES = "stelt vast"
_afstand = itertools.count(3)  # years back: no calendar opens such a round by itself any more


class Case:
    """One dossier of a boekjaar nobody else uses, with the question to the directieberaad parked."""

    def __init__(self, stack: Stack, office: Office | None = None) -> None:
        self.stack = stack
        self.office = office or before_directieberaad(stack)
        self.dossier = self.office.dossier
        self.run = stack.start_gate(self.dossier, GATE, GREMIUM)

    @property
    def gate(self) -> Gate:
        found = self.office.state.gate(GATE)
        assert found is not None
        return found

    def questions(self, count: int = len(MEMBERS)) -> dict[int, Mapping[str, Any]]:
        """Return what waits for an answer in any run of this gate, by the place of the seat, once it is `count`."""

        def waiting() -> dict[int, Mapping[str, Any]] | None:
            questions = waiting_questions(self.stack.sign_in(MEMBERS[0]))
            asked = [question["task_instance"] | question for question in questions]
            found = {v["map_index"]: v for v in asked if asks_gate(v["dag_run_id"], self.dossier, GATE)}
            return found if len(found) == count else None

        return wait_for(waiting)

    def answer(self, person: str, question: Mapping[str, Any], answer: str = YES, **field_names: str) -> httpx.Response:
        """Answer a question of `questions` as this person."""
        return answer_question(self.stack.sign_in(person), question, answer, **field_names)

    def votes(self) -> list[tuple[str, str]]:
        """Return who voted what, from the ledger, in the order of the chain."""
        return [
            (event.actor, event.inhoud["antwoord"])
            for event in self.stack.workspace.ledger.events(self.dossier)
            if event.soort == "stem_uitgebracht" and event.inhoud["gate"] == GATE
        ]

    def path(self, rest: str = "") -> str:
        return f"/api/v2/dags/{DAG}/dagRuns/{self.run}{rest}"

    def published(self) -> bool:
        """Return whether ledger or folder know a publication."""
        folder = self.stack.settings.publicatie
        in_folder = folder.exists() and any(self.dossier in str(path) for path in folder.rglob("*"))
        return in_folder or self.office.state.publication is not None

    def wait_until_published(self) -> None:
        wait_for(lambda: self.office.state.publication)


def before_directieberaad(stack: Stack, warned: Sequence[Bevinding] = ()) -> Office:
    """Return a tussenrapportage with a version that both regiegroepen agree with; each workbook `warned` so."""
    if not clock.is_simulated(stack.settings):
        stack.set_clock("2090-04-10T09:00:00")
    boekjaar = _free_boekjaar(stack)
    office = Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "tussenrapportage_1", boekjaar))
    submit_workbooks(office, warned=warned)
    add_version(office)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    return office


def _free_boekjaar(stack: Stack) -> int:
    """Return a boekjaar of which nobody adopted a budget that this workbook must then repeat."""
    known = stack.workspace.ledger.dossiers()
    years = (clock.now(stack.settings).year - years_back for years_back in _afstand)
    return next(year for year in years if not any(f"-{year}-" in dossier for dossier in known))


def edit_rows(stack: Stack, change: Callable[[sqlite3.Connection], object]) -> None:
    """Change Airflow's own database behind its back."""
    database = sqlite3.connect(stack.settings.var / "airflow" / "airflow.db", timeout=60)
    with database:
        change(database)
    database.close()
