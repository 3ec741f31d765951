"""The page of who runs the cycle with the warnings on the workbooks of one dossier, each with what became of it."""

from jaarcyclus.dossier.warnings import tell_count
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.reader import YEAR, Reader
from jaarcyclus.pages.returning import find_before, list_returning
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.warnings import list_warnings
from jaarcyclus.pages.year_page import NOT_FOUND
from jaarcyclus.pages.year_today import list_own
from jaarcyclus.pages.year_words import dossier_path
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.terms.products import name_product


def show_warnings(standings: Standings, reader: Reader, dossier: str, acted: int | None = None) -> str:
    """Return the page. Raises UnknownKey, alike for who does not run the cycle and for a dossier that there is not.

    `acted`: after which event of it who looks has just done something.
    """
    own = reader.office and profile_of_dossier(dossier) == reader.profiel
    standing = standings.of_dossier(dossier) if own else None
    if standing is None:
        raise UnknownKey(NOT_FOUND)
    state, workspace = standing.state, standings.workspace
    found = standings.of_profile(reader.profiel)
    before = find_before(standing, found.standings)
    events = () if acted is None else workspace.ledger.events(dossier)
    return fill_page(
        "waarschuwingen.html",
        reader,
        current=YEAR,
        product=name_product(state.product, state.boekjaar),
        is_oefening=state.oefening,
        terug=dossier_path(state),
        geteld=tell_count(state),
        gesloten=state.is_closed,
        vastgelegd=list_own(standing, events, reader.person, workspace.today(), acted or 0),
        vorig_jaar=list_returning(standing, before, workspace.store.get, reader.person),
        vastgehouden=found.held,
        percelen=tuple(list_warnings(standing, reader.person)),
    )
