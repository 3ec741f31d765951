"""Seals an address that is not for who reads the database: of an upload (who has it may write there), of a person.

The key is of this installation and stands in no ledger. That of uploads, when lost, costs a day: the library holds the
name until the upload has expired. That of people costs that each gives the own address again. With `tokens` the door to
cryptography.
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
