"""Prepares Airflow's own database: tables, and the accounts and roles of the profiles. Run as a script.

One process for all of it: a process per account costs 12 seconds each. Idempotent: an account keeps its password,
whoever chose it, and gets a new one only when its line is gone from the file, which is recorded. A role gets exactly
the rights the profile gives it, so a right that was handed out by hand is taken back at the next start. An account that
left the profile is closed, not removed: its id stands in the evidence.
"""

import json
import secrets
import sys
from functools import partial

from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.utils import db
from airflow.utils.providers_configuration_loader import providers_configuration_loaded

from jaarcyclus.installation import access, credentials, inbox
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names, passwords
from jaarcyclus.steps.workspace import open_workspace

CORE_ROLES = ("Admin", "Op", "User", "Viewer", "Public")


def write_accounts(manager, roles, accounts, known, elsewhere, record):
    """Bring roles and accounts in line with the profiles. Return passwords and user ids by account name.

    `known` has the passwords of the file, `elsewhere` the accounts of which only the holder knows it; `record` is told
    of an account that gets a new one, and whether it existed, before it works.
    """
    by_name = {wanted.name: _write_role(manager, wanted) for wanted in roles}
    by_name |= {name: manager.find_role(name) for name in CORE_ROLES}
    issued, ids = {}, {}
    for account in accounts:
        own = [by_name[name] for name in account.roles] or [by_name["Public"]]
        user = manager.find_user(username=account.name)
        if account.name in known:
            issued[account.name] = known[account.name]
        elif user is None or account.name not in elsewhere:
            record(account.name, existed=user is not None)
            issued[account.name] = secrets.token_urlsafe(18)
        if user is None:
            user = _make_user(manager, account, own, issued[account.name])
        else:
            _write_user(manager, user, account, own, issued.get(account.name) if account.name not in known else None)
        ids[account.name] = str(user.id)
    for user in manager.get_all_users():
        if user.username not in ids and user.active:
            user.active = False
            manager.update_user(user)
    return issued, ids


def _write_role(manager, wanted):
    role = manager.add_role(wanted.name)
    role.permissions = [manager.create_permission(action, resource) for action, resource in wanted.rights]
    manager.session.commit()
    return role


def _make_user(manager, account, roles, password):
    # No real mail address: the profile names functions, and mail is sent by another part.
    address = f"{account.name}@jaarcyclus.invalid"
    return manager.add_user(account.name, account.functie, "", address, roles, password)


def _write_user(manager, user, account, roles, new_password) -> None:
    user.roles, user.active, user.first_name = roles, True, account.functie
    manager.update_user(user)
    if new_password is not None:
        manager.reset_password(user.id, new_password)


def _record_issue(settings, account: str, *, existed: bool) -> None:
    """Record it, but for an account that is made before its cooperation has a dossier: nothing can come of that.

    The technical account is nobody's, and has no postbus.
    """
    profiel = airflow_names.profile_of_account(account)
    person = airflow_names.person_of(account, profiel)
    if person is None:
        return
    workspace = open_workspace(settings)
    if existed or workspace.dossiers(profiel):
        passwords.issue_at_start(workspace, profiel, person)


@providers_configuration_loaded
def main() -> None:
    """Make the tables, then the accounts. Raises InvalidProfile, before anything is written."""
    settings = Settings.from_env()
    profielen = [load_profile(path) for path in sorted(settings.profielen.glob("*.yaml"))]
    roles = [role for profile in profielen for role in access.make_roles(profile)]
    roles.append(access.technical_role(profielen))
    accounts = access.make_accounts(profielen)
    db.initdb()
    with get_application_builder() as builder:
        builder.sm.sync_roles()
        known, elsewhere = credentials.read(settings), credentials.known_elsewhere(settings)
        record = partial(_record_issue, settings)
        issued, ids = write_accounts(builder.sm, roles, accounts, known, elsewhere, record)
    inbox.make_folders(settings, {p.profiel: tuple(i.code for i in p.inzendplichten()) for p in profielen})
    credentials.write(settings, issued, elsewhere & ids.keys())
    credentials.write_user_ids(settings, ids)
    json.dump({"accounts": len(ids), "rollen": len(roles)}, sys.stdout)


if __name__ == "__main__":
    main()
