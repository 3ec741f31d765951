"""Prepares Airflow's own database: tables, and the accounts and roles of the profiles. Run as a script.

One process for all of it: a process per account costs 12 seconds each. Idempotent: an account keeps its
password, a role gets exactly the rights the profile gives it, so a right that was handed out by hand is
taken back at the next start. An account that left the profile is closed, not removed: its id stands in
the evidence.
"""

import json
import secrets
import sys

from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.utils import db
from airflow.utils.providers_configuration_loader import providers_configuration_loaded

from jaarcyclus.installation import access, credentials, inbox
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings

CORE_ROLES = ("Admin", "Op", "User", "Viewer", "Public")


def write_accounts(manager, roles, accounts, known):
    """Bring roles and accounts in line with the profiles. Return passwords and user ids by account name."""
    by_name = {wanted.name: _write_role(manager, wanted) for wanted in roles}
    by_name |= {name: manager.find_role(name) for name in CORE_ROLES}
    issued, ids = {}, {}
    for account in accounts:
        own = [by_name[name] for name in account.roles] or [by_name["Public"]]
        issued[account.name], ids[account.name] = _write_account(manager, account, own, known)
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


def _write_account(manager, account, roles, known):
    password = known.get(account.name) or secrets.token_urlsafe(18)
    user = manager.find_user(username=account.name)
    if user is None:
        # No real mail address: the profile names functions, and mail is sent by another part.
        address = f"{account.name}@jaarcyclus.invalid"
        user = manager.add_user(account.name, account.functie, "", address, roles, password)
    else:
        user.roles, user.active, user.first_name = roles, True, account.functie
        manager.update_user(user)
        if account.name not in known:
            manager.reset_password(user.id, password)
    return password, str(user.id)


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
        known = credentials.read(settings)
        issued, ids = write_accounts(builder.sm, roles, accounts, known)
    inbox.make_folders(settings, {p.profiel: tuple(i.code for i in p.inzendplichten()) for p in profielen})
    credentials.write(settings, issued)
    credentials.write_user_ids(settings, ids)
    json.dump({"accounts": len(ids), "rollen": len(roles)}, sys.stdout)


if __name__ == "__main__":
    main()
