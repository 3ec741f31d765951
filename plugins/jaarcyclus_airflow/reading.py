"""Who looks at a page of ours, and what there is to see; what does not change is kept while the server lives."""

import gc
import logging
from dataclasses import dataclass
from functools import cache
from threading import Thread

from airflow.api_fastapi.core_api.security import GetUserDep

from jaarcyclus import clock
from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.pages.html import compile_pages
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.workspace import Workspace, open_workspace, profile_names
from jaarcyclus.terms.days import to_working_day
from jaarcyclus_airflow.signed_in import person_in

log = logging.getLogger(__name__)
_LONGEST_START_S = 60.0  # chosen: ten thousand dossiers


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
    return Looking(standings=known.seen_by(person), mailboxes=mailboxes(), reader=reader)


def warm() -> None:
    """Do once what every look needs, before the server listens: nobody should be the first to wait for it.

    A thousand dossiers take six seconds. What takes longer than a minute goes on behind those who look then.
    """
    compile_pages()
    reading = Thread(target=_read_all, name="jaarcyclus-warm", daemon=True)
    reading.start()
    reading.join(_LONGEST_START_S)
    gc.collect()
    gc.freeze()  # what was read stays: walking through it again took half a second of somebody's look


def _read_all() -> None:
    """Read on from cooperation to cooperation: what cannot be read of one is told to who looks at it."""
    known = standings()
    to_working_day(known.workspace.today())  # the first asks which days are holidays
    for profiel in profile_names(known.workspace.settings):
        for read in (known.of_profile, mailboxes().of_profile, known.message_book.of_profile):
            try:
                read(profiel)
            except JaarcyclusError:
                log.exception("what pages show of %s could not be read yet", profiel)


def open_standings() -> Standings:
    """Return every dossier of the installation, for who may look without being anybody."""
    return standings()


@cache
def standings() -> Standings:
    """Return all dossiers, as no person in particular: whoever shows them says to whom."""
    return Standings(open_workspace())


@cache
def mailboxes() -> Mailboxes:
    """Return what came into every postbus of the installation."""
    return Mailboxes(open_workspace())
