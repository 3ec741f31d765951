"""Who may do what in Airflow, derived from the profile: roles, their permissions, and who holds them.

One gate DAG per gremium makes the DAG permission a boundary: a member can answer there and do nothing
else. That a vote is *valid* is decided by the ledger's door, never by these permissions alone.
Do not give a person a permission here that the person's work does not need.
"""

from collections.abc import Iterable, Iterator
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

Right = tuple[str, str]  # action and resource, in the auth manager's own words

_ADMIN_ROLE = "Admin"  # built into the auth manager


_READING: tuple[Right, ...] = (
    ("can_read", "Website"),
    ("can_read", "DAG Runs"),
    ("can_read", "Task Instances"),
)
_WATCHING: tuple[Right, ...] = (
    *_READING,
    ("can_read", "Task Logs"),
    ("can_read", "DAG Versions"),
    ("can_read", "HITL Detail"),
    ("can_read", "Audit Logs"),
    ("menu_access", "DAGs"),
    ("menu_access", "Audit Logs"),
)


@dataclass(frozen=True, kw_only=True)
class AccessRole:
    """A role and exactly the rights it gives: what was added by hand is taken back at the next start."""

    name: str
    rights: tuple[Right, ...]


@dataclass(frozen=True, kw_only=True)
class Account:
    """One sign-in. `name` is `{profiel}-{persoon}`; `functie` is what others see."""

    name: str
    functie: str
    roles: tuple[str, ...]


def _dag_ids(profile: Profile) -> tuple[str, ...]:
    return dag_ids(profile.profiel, (gremium.code for gremium in profile.gremia))


def make_roles(profile: Profile) -> tuple[AccessRole, ...]:
    """Return the roles of this cooperation: one per gremium, controller, submitters; others where it has them."""
    return (
        *(_gremium_role(profile, gremium) for gremium in profile.gremia),
        _watching_role(profile, "controller", _dag_ids(profile)),
        *_roles_where_needed(profile),
        AccessRole(
            name=office_role(profile.profiel, "indieners"),
            rights=(*_READING, ("can_read", f"DAG:{kind_dag(profile.profiel, INZENDING)}")),
        ),
    )


def _watching_role(profile: Profile, office: str, dags: Iterable[str]) -> AccessRole:
    rights = _WATCHING + tuple(("can_read", f"DAG:{dag}") for dag in dags)
    return AccessRole(name=office_role(profile.profiel, office), rights=rights)


def _roles_where_needed(profile: Profile) -> Iterator[AccessRole]:
    """Yield the role of the secretaris where something is confidential, and of the accountant, who needs no Airflow."""
    if within := _confidential_gremia(profile):
        hidden = {gate_dag(profile.profiel, code) for code in within}
        yield _watching_role(profile, "secretaris", (dag for dag in _dag_ids(profile) if dag not in hidden))
    if profile.accountant is not None:
        yield AccessRole(name=office_role(profile.profiel, "accountant"), rights=(("can_read", "Website"),))


def _confidential_gremia(profile: Profile) -> frozenset[str]:
    """Return the gremia that answer in a confidential step, and those to which its dispute may climb."""
    found = {code for steps in profile.routes.values() for step in steps if step.vertrouwelijk for code in step.gremia}
    upward = {trede.van: trede.naar for trede in profile.ladder.treden}
    while above := {upward[code] for code in found if code in upward} - found:
        found |= above
    return frozenset(found)


def _gremium_role(profile: Profile, gremium: Gremium) -> AccessRole:
    dag = f"DAG:{gate_dag(profile.profiel, gremium.code)}"
    return AccessRole(
        name=gremium_role(profile.profiel, gremium.code),
        rights=(
            *_READING,
            ("can_read", dag),
            ("can_edit", dag),
            ("can_read", "HITL Detail"),
            ("can_edit", "HITL Detail"),
            ("menu_access", "HITL Detail"),
        ),
    )


def technical_role(profielen: Iterable[Profile]) -> AccessRole:
    """Return the role of the account with which the installation itself starts, unpauses and closes runs.

    It sees who still waits and answers for nobody.
    """
    dags = [dag for profile in profielen for dag in _dag_ids(profile)]
    return AccessRole(
        name=TECHNICAL,
        rights=(
            *_READING,
            ("can_create", "DAG Runs"),
            ("can_edit", "DAG Runs"),
            ("can_read", "HITL Detail"),
            *((action, f"DAG:{dag}") for dag in dags for action in ("can_read", "can_edit")),
        ),
    )


def make_accounts(profielen: Iterable[Profile]) -> tuple[Account, ...]:
    """Return every account of this installation, the technical one first."""
    accounts = [Account(name=TECHNICAL, functie="Technisch account Jaarcyclus", roles=(TECHNICAL,))]
    for profile in profielen:
        accounts += [
            Account(
                name=account_name(profile.profiel, person.sleutel),
                functie=f"{person.functie} ({profile.naam})",
                roles=_roles_of(profile, person.sleutel),
            )
            for person in profile.personen
        ]
    return tuple(accounts)


def _roles_of(profile: Profile, person: str) -> tuple[str, ...]:
    roles = [
        gremium_role(profile.profiel, gremium.code)
        for gremium in profile.gremia
        if any(person in (zetel.houder, zetel.plaatsvervanger) for zetel in gremium.zetels)
    ]
    if person == profile.controller:
        roles.append(office_role(profile.profiel, "controller"))
    elif person == profile.ambtelijk_secretaris:
        roles.append(office_role(profile.profiel, "secretaris" if _confidential_gremia(profile) else "controller"))
    if person == profile.accountant:
        roles.append(office_role(profile.profiel, "accountant"))
    if any(duty.indiener == person for duty in profile.inzendplichten()):
        roles.append(office_role(profile.profiel, "indieners"))
    if person == profile.beheerder:
        roles.append(_ADMIN_ROLE)
    return tuple(roles)
