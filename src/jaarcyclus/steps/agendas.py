"""The address at which somebody's calendar is read without signing in: the address itself is the right to read it.

Only its SHA-256 is kept, so nobody reads it back; a new one ends the old one, and it goes with its holder.
"""

import hashlib
import re
import secrets
from dataclasses import replace
from hmac import compare_digest

from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.ledger.reach import Reach
from jaarcyclus.steps.contacts import holding_of, own_reach
from jaarcyclus.steps.workspace import Workspace

AGENDA = "/jaarcyclus/agenda/"
"""Behind it stands a secret: nothing logs such a path."""

_BYTES = 32
_TOKEN = re.compile("[A-Za-z0-9_-]{43}")  # 32 bytes in base64, for an address
_FIELD = "agenda"


def state_of(workspace: Workspace, profiel: str, person: str) -> str:
    """Return a sign of the address that holds now, empty for none: a form says by it which one it is about."""
    return (own_reach(workspace, profiel, person).agenda or "")[:16]


def make_address(workspace: Workspace, profiel: str, person: str, *, before: str) -> str:
    """Return the secret part of a new address, which is shown once; the one before does not work any more.

    Raises Refused (`AGENDA_ANDERS`) when the address that holds is not that of `before` (`state_of`): a form that is
    sent twice makes one address.
    """
    own = own_reach(workspace, profiel, person)
    if (own.agenda or "")[:16] != before:
        raise Refused("AGENDA_ANDERS", "Er is intussen al een adres gemaakt of ingetrokken; maak zo nodig een nieuw.")
    token = secrets.token_urlsafe(_BYTES)
    workspace.contacts.put(replace(own, agenda=_digest(token)), (_FIELD,))
    return token


def withdraw_address(workspace: Workspace, profiel: str, person: str) -> None:
    """Let the address work no more; harmless when there is none."""
    own = own_reach(workspace, profiel, person)
    if own.agenda is not None:
        workspace.contacts.put(replace(own, agenda=None), (_FIELD,))


def owner_of(workspace: Workspace, token: str) -> Reach | None:
    """Return whose calendar this is: of who still holds the function, None for any other address alike."""
    if not _TOKEN.fullmatch(token):
        return None
    digest = _digest(token)
    found = workspace.contacts.of_agenda(digest)
    if found is None or not compare_digest(found.agenda or "", digest):
        return None
    try:
        workspace.profile(found.profiel).on(workspace.today()).person(found.functie)
    except UnknownKey:
        return None
    return found if holding_of(workspace, found.profiel, found.functie) == found.bezetting else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
