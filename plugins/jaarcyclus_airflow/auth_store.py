"""Passwords as the auth manager keeps them, and tokens as it makes them. The only door to those.

Within the API server only, whose own Flask application it asks. What may be set, `steps.passwords` says.
"""

from threading import Lock

from airflow.api_fastapi.app import get_auth_manager
from werkzeug.security import check_password_hash

from jaarcyclus.errors import UnknownKey
from jaarcyclus_airflow.token_claims import LINK

SETTING = Lock()
"""Held by who sets a password that somebody else may be setting too: the API server is one process."""


def is_right(account: str, password: str) -> bool:
    """Return whether this is the account's password now."""
    manager = get_auth_manager()
    with manager.flask_app.app_context():
        user = manager.security_manager.find_user(username=account)
        return user is not None and check_password_hash(user.password, password)


def replace(account: str, password: str) -> None:
    """Give the account this password, and end its sessions. Raises RuntimeError when it could not be stored."""
    manager = get_auth_manager()
    with manager.flask_app.app_context():
        security = manager.security_manager
        user = security.find_user(username=account)
        if user is None or not security.reset_password(user.id, password):
            raise RuntimeError(f"the auth manager did not store a password for {account}")


def issue_token(account: str, link: int) -> str:
    """Return a token of this account that says by which link its holder signed in. Raises UnknownKey."""
    manager = get_auth_manager()
    with manager.flask_app.app_context():
        user = manager.security_manager.find_user(username=account)
    if user is None or not user.is_active:
        raise UnknownKey(
            f"Het account '{account}' is er niet of staat uit; vraag de beheerder om Jaarcyclus opnieuw te starten."
        )
    # As `generate_jwt` makes it, with a word of ours; Airflow has no public way to add one.
    return manager._get_token_signer().generate({**manager.serialize_user(user), LINK: link})
