"""What DAGs, runs, accounts and roles are called in Airflow, made and read here and nowhere else. Pure.

No code holds a hyphen, so a hyphen parts: `{profiel}-{persoon}`, `{profiel}-{boekjaar}-{product}-{gate}-p{attempt}`.
A DAG id has `_` in its parts too; there `_besluit_` parts, and `profile.outline` has no cooperation or gremium whose
code touches it. A run is named after its gate, and the mapped task counts the seats in the gate's own order; nothing
else of Airflow is believed. The ledger decides whether that gate and seat exist. Imports errors only: the DAG file
pays for it every half minute.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import whitespace
from typing import Any

from jaarcyclus.errors import Refused

CODE = r"[a-z][a-z0-9_]*"
DOSSIER = rf"{CODE}-\d{{4}}-[a-z0-9_]+"
_PATH = re.compile(
    r"/api/v2/dags/(?P<dag>[^/]+)/dagRuns/(?P<run>[^/]+)/taskInstances/[^/]+/(?P<plaats>-?\d{1,9})/hitlDetails"
)
_RUN = re.compile(rf"(?P<dossier>{DOSSIER})-(?P<gate>v\d+-[a-z0-9_-]+)-p(?P<attempt>\d{{1,9}})")

CALENDAR, INZENDING, PRODUCT, PUBLICATION, BESLUIT = "kalender", "inzending", "product", "publicatie", "besluit"
MESSAGES = "berichten"
DAG_KINDS = (CALENDAR, INZENDING, PRODUCT, PUBLICATION, MESSAGES)
"""The kinds of DAG that a cooperation has once; `BESLUIT` it has for each gremium."""
_GATE = f"_{BESLUIT}_"

TECHNICAL = "jaarcyclus_technisch"
"""The account of the installation itself, and its role; without a hyphen, so it is no person's."""


@dataclass(frozen=True, kw_only=True)
class GatePlace:
    """Which gate of which dossier, in whose DAG it is asked, and which seat of it (counted from 0)."""

    profiel: str
    gremium: str
    dossier: str
    gate: str
    place: int


@dataclass(frozen=True, kw_only=True)
class DagName:
    """What the id of a DAG says; `gremium` is None but in a DAG that asks votes."""

    profiel: str
    kind: str
    gremium: str | None = None


@dataclass(frozen=True, kw_only=True)
class GateRun:
    """What the id of a gate's run says."""

    dossier: str
    gate: str
    attempt: int

    @property
    def profiel(self) -> str:
        return profile_of_dossier(self.dossier)


# DAGs


def dag_ids(profiel: str, gremia: Iterable[str]) -> tuple[str, ...]:
    """Return every DAG id of the cooperation with these gremia."""
    fixed = tuple(kind_dag(profiel, kind) for kind in DAG_KINDS)
    return fixed + tuple(gate_dag(profiel, gremium) for gremium in gremia)


def kind_dag(profiel: str, kind: str) -> str:
    """Return the id of the cooperation's one DAG of this kind, one of `DAG_KINDS`."""
    return f"{profiel}_{kind}"


def gate_dag(profiel: str, gremium: str) -> str:
    """Return the id of the DAG in which this gremium answers."""
    return f"{profiel}{_GATE}{gremium}"


def step_dag(profiel: str, kind: str, data: Mapping[str, Any]) -> str:
    """Return the id of the DAG that does a step of this kind (`dossier.planning`)."""
    return gate_dag(profiel, data["gremium"]) if kind == BESLUIT else kind_dag(profiel, kind)


def read_dag(dag_id: str) -> DagName:
    """Return what the id says. Whether there is such a DAG, the profiles say."""
    if is_gate_dag(dag_id):
        profiel, _, gremium = dag_id.partition(_GATE)
        return DagName(profiel=profiel, kind=BESLUIT, gremium=gremium)
    profiel, _, kind = dag_id.rpartition("_")
    return DagName(profiel=profiel, kind=kind)


def is_gate_dag(dag_id: str) -> bool:
    """Return whether this DAG asks votes; others that wait for a person are not ours to judge."""
    return _GATE in dag_id


# Runs


def attempt_run(key: str, attempt: int = 1) -> str:
    """Return the name of an attempt at the step with this key (`Step.sleutel`)."""
    return f"{key}-p{attempt}"


def gate_run(dossier: str, gate: str, attempt: int = 1) -> str:
    """Return the name of an attempt at the step that asks this gate."""
    return attempt_run(f"{dossier}-{gate}", attempt)


def read_gate_run(run: str) -> GateRun | None:
    """Return what the name says, None when it is not that of a gate's run."""
    found = _RUN.fullmatch(run)
    return found and GateRun(dossier=found["dossier"], gate=found["gate"], attempt=int(found["attempt"]))


def asks_gate(run: str, dossier: str, gate: str) -> bool:
    """Return whether this run is an attempt at that gate."""
    named = read_gate_run(run)
    return named is not None and (named.dossier, named.gate) == (dossier, gate)


def run_after_act(dossier: str, seq: int) -> str:
    """Return the name of the calendar's run after what a person recorded as the dossier's event `seq`."""
    return f"na-{dossier}-{seq}"


def calendar_run(origin: str, number: int) -> str:
    """Return the name of a run of the calendar that `origin` asks for (`demo`), for the how manieth time."""
    return f"{origin}-{number}"


# Dossiers, accounts and roles


def profile_of_dossier(dossier: str) -> str:
    """Return whose dossier this is."""
    return dossier.partition("-")[0]


def account_name(profiel: str, person: str) -> str:
    """Return the sign-in name; two controllers of two cooperations are two accounts."""
    return f"{profiel}-{person}"


def profile_of_account(account: str) -> str:
    """Return whose account this is; the technical one is of a cooperation that cannot be."""
    return account.partition("-")[0]


def person_of(account: str, profiel: str) -> str | None:
    """Return the person's key when this account belongs to that cooperation, else None."""
    own, dash, person = account.partition("-")
    return person if dash and own == profiel else None


def gremium_role(profiel: str, gremium: str) -> str:
    """Return the role of who answers for this gremium."""
    return f"{profiel}-{gremium}"


def office_role(profiel: str, office: str) -> str:
    """Return the role of an office of the cooperation; a gremium of that name has another."""
    return f"{profiel}-ambt-{office}"


# What a request or a task is about


def is_answer(path: str) -> bool:
    """Return whether a request to this path would answer a waiting task, in any spelling of it."""
    # A route of Airflow also matches with a newline behind it.
    return path.rstrip("/" + whitespace).endswith("/hitlDetails")


def dag_of(path: str) -> str:
    """Return the DAG that is answered. Raises Refused when the path is no answer as Airflow knows it."""
    return _match(path)["dag"]


def answer_path(dag: str, run: str, task: str, place: int) -> str:
    """Return where the seat at this place is answered: what `read_place` reads."""
    return f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task}/{place}/hitlDetails"


def read_place(path: str) -> GatePlace:
    """Return gate and seat of this path. Raises Refused."""
    found = _match(path)
    return place_of_run(found["dag"], found["run"], int(found["plaats"]))


def place_of_run(dag_id: str, run_id: str, map_index: int) -> GatePlace:
    """Return gate and seat of a mapped task in a gate's run. Raises Refused when no gate is named so."""
    dag, run = read_dag(dag_id), read_gate_run(run_id)
    if run is None or dag.gremium is None or map_index < 0 or run.profiel != dag.profiel:
        raise Refused("GATE_ONBEKEND", "Deze vraag hoort niet bij een besluitroute; open uw vraag opnieuw.")
    return GatePlace(profiel=dag.profiel, gremium=dag.gremium, dossier=run.dossier, gate=run.gate, place=map_index)


def place_of_conf(dag_id: str, run_id: str, conf: Mapping[str, Any] | None) -> GatePlace:
    """Return the gate of a run that says the same in its name and in its conf. Raises Refused.

    A run that a person started by hand may say anything, or nothing.
    """
    try:
        place = place_of_run(dag_id, run_id, 0)
    except Refused:
        raise no_gate(dag_id) from None
    if any((conf or {}).get(field_name) != getattr(place, field_name) for field_name in ("dossier", "gate", "gremium")):
        raise no_gate(dag_id)
    return place


def no_gate(dag_id: str) -> Refused:
    """Return the refusal of a run that is about no gate of its DAG: who reads it is an administrator."""
    named = read_dag(dag_id)
    return Refused(
        "GATE_ONBEKEND",
        f"Deze run hoort niet bij een gate van {named.gremium} die open of aan de beurt is; er is niets vastgelegd. "
        f"Start een gate niet met de hand; gebruik {kind_dag(named.profiel, CALENDAR)}: die vraagt wie er aan de beurt "
        "is.",
    )


def _match(path: str) -> re.Match[str]:
    found = _PATH.fullmatch(path)
    if found is None:
        raise Refused("ADRES_ONBEKEND", "Dit adres bestaat niet; open uw vraag opnieuw.")
    return found
