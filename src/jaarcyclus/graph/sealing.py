"""Seals the address of an upload: who has it may write there without signing in, and a ledger is read by many.

The key is of this installation and stands in no ledger. One that was lost costs a day: the library holds the name until
the upload has expired. With `tokens` the door to cryptography.
"""

from cryptography.fernet import Fernet, InvalidToken


class AddressSeal:
    """Closes and opens by one key, authenticated: another's text opens as nothing."""

    def __init__(self, key: str) -> None:
        """Raises ValueError when that is no key."""
        self._fernet = Fernet(key)

    def close(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str | None:
        """Return what was sealed; None when it was with another key, or is no seal at all."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii", "replace")).decode()
        except InvalidToken:
            return None
