"""Who looks at a page of ours, and what there is to see; what does not change is kept while the server lives."""

import logging
from dataclasses import dataclass
from functools import cache
from threading import Thread

from airflow.api_fastapi.core_api.security import GetUserDep

from jaarcyclus import clock
from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.workspace import Workspace, open_workspace, profile_names
from jaarcyclus_airflow.signed_in import person_in

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Looking:
    """One look of one person."""

    standings: Standings
    mailboxes: Mailboxes
    reader: Reader

    @property
    def workspace(self) -> Workspace:
        return self.standings.workspace


def look(user: GetUserDep) -> Looking:
    """Return who looks, for a route to depend on. Raises UnknownKey for an account that is no person's."""
    known = standings()
    profiel = airflow_names.profile_of_account(user.get_name())
    person = person_in(user, profiel)
    whole, today = known.workspace.profile(profiel), known.workspace.today()
    reader = reader_of(whole, person, today, simulated=clock.is_simulated(known.workspace.settings))
    return Looking(standings=known.seen_by(person), mailboxes=_mailboxes(), reader=reader)


def warm() -> None:
    """Read every dossier in the background: a thousand take ten seconds, and nobody should be the first to wait."""
    Thread(target=_read_all, name="jaarcyclus-warm", daemon=True).start()


def _read_all() -> None:
    try:
        known = standings()
        for profiel in profile_names(known.workspace.settings):
            known.of_profile(profiel)
            _mailboxes().of_profile(profiel)
    except JaarcyclusError:  # whoever looks is told
        log.exception("the dossiers could not be read yet")


def open_standings() -> Standings:
    """Return every dossier of the installation, for who may look without being anybody."""
    return standings()


@cache
def standings() -> Standings:
    """Return all dossiers, as no person in particular: whoever shows them says to whom."""
    return Standings(open_workspace())


@cache
def _mailboxes() -> Mailboxes:
    return Mailboxes(open_workspace())
