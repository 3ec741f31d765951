"""What DAGs, runs, gates and accounts are called in Airflow, and back. Pure: a name in, a record out.

A run is named after its gate, and the mapped task counts the seats in the gate's own order; nothing else of Airflow is
believed. The ledger decides whether that gate and seat exist.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import whitespace
from typing import Any

from jaarcyclus.errors import Geweigerd

_PAD = re.compile(
    r"/api/v2/dags/(?P<dag>[^/]+)/dagRuns/(?P<run>[^/]+)/taskInstances/[^/]+/(?P<plaats>-?\d+)/hitlDetails"
)
_RUN = re.compile(r"(?P<dossier>(?P<profiel>[a-z0-9_]+)-\d{4}-[a-z0-9_]+)-(?P<gate>v\d+-[a-z0-9_-]+)-p(?P<poging>\d+)")


@dataclass(frozen=True, kw_only=True)
class Gateplaats:
    """Which gate of which dossier, in whose DAG it is asked, and which seat of it (counted from 0)."""

    profiel: str
    gremium: str
    dossier: str
    gate: str
    plaats: int


def is_answer(path: str) -> bool:
    """Return whether a request to this path would answer a waiting task, in any spelling of it."""
    # A route of Airflow also matches with a newline behind it.
    return path.rstrip("/" + whitespace).endswith("/hitlDetails")


def is_gate_dag(dag_id: str) -> bool:
    """Return whether this DAG asks votes; others that wait for a person are not ours to judge."""
    return "_besluit_" in dag_id


def dag_of(path: str) -> str:
    """Return the DAG that is answered. Raises Geweigerd when the path is no answer as Airflow knows it."""
    return _match(path)["dag"]


def read_place(path: str) -> Gateplaats:
    """Return gate and seat of this path. Raises Geweigerd."""
    found = _match(path)
    return place_of_run(found["dag"], found["run"], int(found["plaats"]))


def place_of_run(dag_id: str, run_id: str, map_index: int) -> Gateplaats:
    """Return gate and seat of a mapped task in a gate's run. Raises Geweigerd when no gate is named so."""
    run = _RUN.fullmatch(run_id)
    profiel, _, gremium = dag_id.partition("_besluit_")
    if run is None or map_index < 0 or run["profiel"] != profiel:
        raise Geweigerd("GATE_ONBEKEND", "Deze vraag hoort niet bij een besluitroute; open uw vereiste acties opnieuw.")
    return Gateplaats(profiel=profiel, gremium=gremium, dossier=run["dossier"], gate=run["gate"], plaats=map_index)


def place_of_conf(dag_id: str, run_id: str, conf: Mapping[str, Any] | None) -> Gateplaats:
    """Return the gate of a run that says the same in its name and in its conf. Raises Geweigerd.

    A run that a person started by hand may say anything, or nothing.
    """
    try:
        plaats = place_of_run(dag_id, run_id, 0)
    except Geweigerd:
        raise no_gate(dag_id) from None
    if any((conf or {}).get(veld) != getattr(plaats, veld) for veld in ("dossier", "gate", "gremium")):
        raise no_gate(dag_id)
    return plaats


def no_gate(dag_id: str) -> Geweigerd:
    """Return the refusal of a run that is about no gate of its DAG: who reads it is an administrator."""
    profiel, _, gremium = dag_id.partition("_besluit_")
    return Geweigerd(
        "GATE_ONBEKEND",
        f"Deze run hoort niet bij een gate van {gremium} die open of aan de beurt is; er is niets vastgelegd. "
        f"Start een gate niet met de hand; gebruik {profiel}_kalender: die vraagt wie er aan de beurt is.",
    )


def _match(path: str) -> re.Match[str]:
    found = _PAD.fullmatch(path)
    if found is None:
        raise Geweigerd("ADRES_ONBEKEND", "Dit adres bestaat niet; open uw vereiste acties opnieuw.")
    return found


DAG_SOORTEN = ("kalender", "inzending", "product", "publicatie")


def dag_ids(profiel: str, gremia: Iterable[str]) -> tuple[str, ...]:
    """Return every DAG id of the cooperation with these gremia."""
    vast = tuple(f"{profiel}_{soort}" for soort in DAG_SOORTEN)
    return vast + tuple(gate_dag(profiel, gremium) for gremium in gremia)


def gate_dag(profiel: str, gremium: str) -> str:
    """Return the id of the DAG in which this gremium answers."""
    return f"{profiel}_besluit_{gremium}"


def account_name(profiel: str, persoon: str) -> str:
    """Return the sign-in name; two controllers of two cooperations are two accounts."""
    return f"{profiel}-{persoon}"


def person_of(account: str, profiel: str) -> str | None:
    """Return the person's key when this account belongs to that cooperation, else None."""
    eigen, streep, persoon = account.partition("-")
    return persoon if streep and eigen == profiel else None
