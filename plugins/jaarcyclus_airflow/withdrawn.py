"""The password of a former holder is of no use: from the day of the change nobody signs in, or goes on, with it.

Whether it has ended, the bezetting and the postbus tell (`dossier.handovers`), at each request and each try, so that a
change dated ahead counts on its day. The first time that it is seen, the stored password is replaced by one that nobody
knows: that ends the sessions at the auth manager too, which would make new tokens.
"""

import logging
from contextlib import suppress
from functools import cached_property
from secrets import token_urlsafe

from jaarcyclus.dossier.handovers import Handover, handovers, password_ended
from jaarcyclus.dossier.issuances import read_issuances
from jaarcyclus.dossier.round import bezetting_id
from jaarcyclus.errors import Refused
from jaarcyclus.installation import credentials
from jaarcyclus.ledger.chain import Event
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.workspace import Workspace, open_workspace, profile_names
from jaarcyclus_airflow import auth_store
from jaarcyclus_airflow.reading import mailboxes

log = logging.getLogger(__name__)

ENDED = (
    "Deze functie heeft een andere houder, of geen, en daarmee is het wachtwoord van dit account ingetrokken. Vraag de "
    "beheerder van uw samenwerking om een nieuw."
)


class Withdrawn:
    """What was read of the chains is kept by their heads. While a chain is an older copy, what was seen of it holds."""

    def __init__(self) -> None:
        self._passwords: dict[str, tuple[Event, ...]] = {}
        self._changes: dict[str, tuple[str, tuple[Handover, ...]]] = {}
        self._replaced: dict[str, Handover] = {}

    @cached_property
    def workspace(self) -> Workspace:
        return open_workspace()

    def passwords(self, profiel: str) -> tuple[Event, ...]:
        """Return the events about passwords of a cooperation."""
        with suppress(Refused):  # put back to an older copy: the controller must be able to go on
            self._passwords[profiel] = mailboxes().passwords(profiel)
        return self._passwords.get(profiel, ())

    def withdraw(self, account: str) -> bool:
        """Return whether the password of this account has ended; its stored one is then replaced.

        What could not be replaced is tried again, and opens nothing meanwhile: the wall asks this too.
        """
        if self._ended(account) is None:
            return False
        with auth_store.SETTING:  # nobody is issued one meanwhile that this would replace
            ended = self._ended(account)
            if ended is not None and self._replaced.get(account) != ended:
                self._replace(account, ended)
        return ended is not None

    def _replace(self, account: str, ended: Handover) -> None:
        try:
            auth_store.replace(account, token_urlsafe(32))
            credentials.forget(self.workspace.settings, account)
            self._replaced[account] = ended
        except Exception:
            log.exception("the password of %s could not be replaced yet", account)

    def _ended(self, account: str) -> Handover | None:
        profiel = airflow_names.profile_of_account(account)
        person = airflow_names.person_of(account, profiel)
        if person is None or profiel not in profile_names(self.workspace.settings):  # anybody may try any name
            return None
        changes = tuple(item for item in self._handovers(profiel) if item.functie == person)
        if not changes:
            return None
        issued = read_issuances(self.passwords(profiel))
        return password_ended(changes, issued, person, self.workspace.today().isoformat())

    def _handovers(self, profiel: str) -> tuple[Handover, ...]:
        chain = bezetting_id(profiel)
        with suppress(Refused):
            head = self.workspace.ledger.head(chain)
            if self._changes.get(chain, ("",))[0] != head:
                self._changes[chain] = (head, handovers(self.workspace.ledger.events(chain)))
        return self._changes.get(chain, ("", ()))[1]


WITHDRAWN = Withdrawn()
