"""Passwords as the auth manager keeps them: whether one is right, and another in its place. The only door to those.

Within the API server only, whose own Flask application it asks. What may be set, `steps.passwords` says.
"""

from airflow.api_fastapi.app import get_auth_manager
from werkzeug.security import check_password_hash


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
