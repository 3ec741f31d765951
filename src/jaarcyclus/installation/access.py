"""Who may do what in Airflow, derived from the profile: roles, their permissions, and who holds them.

One gate DAG per gremium makes the DAG permission a boundary: a member can answer there and do nothing
else. That a vote is *valid* is decided by the ledger's door, never by these permissions alone.
Do not give a person a permission here that the person's work does not need.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from jaarcyclus.profile.gremium import Gremium
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.airflow_names import (
    INZENDING,
    TECHNICAL,
    account_name,
    dag_ids,
    gate_dag,
    gremium_role,
    kind_dag,
    office_role,
)

Recht = tuple[str, str]  # action and resource, in the auth manager's own words

_BEHEERDER_ROL = "Admin"  # built into the auth manager


_LEZEN: tuple[Recht, ...] = (
    ("can_read", "Website"),
    ("can_read", "DAG Runs"),
    ("can_read", "Task Instances"),
)
_MEEKIJKEN: tuple[Recht, ...] = (
    *_LEZEN,
    ("can_read", "Task Logs"),
    ("can_read", "DAG Versions"),
    ("can_read", "HITL Detail"),
    ("can_read", "Audit Logs"),
    ("menu_access", "DAGs"),
    ("menu_access", "Audit Logs"),
)


@dataclass(frozen=True, kw_only=True)
class Toegangsrol:
    """A role and exactly the rights it gives: what was added by hand is taken back at the next start."""

    naam: str
    rechten: tuple[Recht, ...]


@dataclass(frozen=True, kw_only=True)
class Account:
    """One sign-in. `naam` is `{profiel}-{persoon}`; `functie` is what others see."""

    naam: str
    functie: str
    rollen: tuple[str, ...]


def _dag_ids(profile: Profile) -> tuple[str, ...]:
    return dag_ids(profile.profiel, (gremium.code for gremium in profile.gremia))


def make_roles(profile: Profile) -> tuple[Toegangsrol, ...]:
    """Return the roles of this cooperation: one per gremium, controller, submitters."""
    return (
        *(_gremium_role(profile, gremium) for gremium in profile.gremia),
        Toegangsrol(
            naam=office_role(profile.profiel, "controller"),
            rechten=_MEEKIJKEN + tuple(("can_read", f"DAG:{dag}") for dag in _dag_ids(profile)),
        ),
        Toegangsrol(
            naam=office_role(profile.profiel, "indieners"),
            rechten=(*_LEZEN, ("can_read", f"DAG:{kind_dag(profile.profiel, INZENDING)}")),
        ),
    )


def _gremium_role(profile: Profile, gremium: Gremium) -> Toegangsrol:
    dag = f"DAG:{gate_dag(profile.profiel, gremium.code)}"
    return Toegangsrol(
        naam=gremium_role(profile.profiel, gremium.code),
        rechten=(
            *_LEZEN,
            ("can_read", dag),
            ("can_edit", dag),
            ("can_read", "HITL Detail"),
            ("can_edit", "HITL Detail"),
            ("menu_access", "HITL Detail"),
        ),
    )


def technical_role(profielen: Iterable[Profile]) -> Toegangsrol:
    """Return the role of the account with which the installation itself starts, unpauses and closes runs.

    It sees who still waits and answers for nobody.
    """
    dags = [dag for profile in profielen for dag in _dag_ids(profile)]
    return Toegangsrol(
        naam=TECHNICAL,
        rechten=(
            *_LEZEN,
            ("can_create", "DAG Runs"),
            ("can_edit", "DAG Runs"),
            ("can_read", "HITL Detail"),
            *((actie, f"DAG:{dag}") for dag in dags for actie in ("can_read", "can_edit")),
        ),
    )


def make_accounts(profielen: Iterable[Profile]) -> tuple[Account, ...]:
    """Return every account of this installation, the technical one first."""
    accounts = [Account(naam=TECHNICAL, functie="Technisch account Jaarcyclus", rollen=(TECHNICAL,))]
    for profile in profielen:
        accounts += [
            Account(
                naam=account_name(profile.profiel, persoon.sleutel),
                functie=f"{persoon.functie} ({profile.naam})",
                rollen=_roles_of(profile, persoon.sleutel),
            )
            for persoon in profile.personen
        ]
    return tuple(accounts)


def _roles_of(profile: Profile, persoon: str) -> tuple[str, ...]:
    rollen = [
        gremium_role(profile.profiel, gremium.code)
        for gremium in profile.gremia
        if any(persoon in (zetel.houder, zetel.plaatsvervanger) for zetel in gremium.zetels)
    ]
    if persoon in (profile.controller, profile.ambtelijk_secretaris):
        rollen.append(office_role(profile.profiel, "controller"))
    if any(plicht.indiener == persoon for plicht in profile.inzendplichten()):
        rollen.append(office_role(profile.profiel, "indieners"))
    if persoon == profile.beheerder:
        rollen.append(_BEHEERDER_ROL)
    return tuple(rollen)
