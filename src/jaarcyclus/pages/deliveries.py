"""Products that lie ready for a gremium of which somebody has a seat, and that it must say to have received. Pure.

Without that the jaarverslag does not count as delivered (art. 8.1 of the covenant).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jaarcyclus.dossier.manifest import from_bytes
from jaarcyclus.dossier.question import DOCUMENT_PATH
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.reader import DECISIONS, Reader
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.terms.products import name_product

UNKNOWN = "Hier is geen ontvangst te bevestigen, of niet door u."


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One product for one gremium; `confirmed` is the moment when its receipt was recorded, empty before."""

    path: str
    dossier: str
    gremium: str
    body: str
    title: str
    confirmed: str


def list_deliveries(standings: Iterable[Standing], person: str) -> tuple[Delivery, ...]:
    """Return what waits for this person to say that it was received."""
    return tuple(item for standing in standings for item in _of(standing, person) if not item.confirmed)


def find_delivery(standings: Standings, dossier: str, gremium: str, reader: Reader) -> Delivery:
    """Return what was delivered to this gremium. Raises UnknownKey, alike when it is another's and when it is not."""
    standing = standings.of_dossier(dossier) if profile_of_dossier(dossier) == reader.profiel else None
    for item in _of(standing, reader.person) if standing else ():
        if item.gremium == gremium:
            return item
    raise UnknownKey(UNKNOWN)


def document_of(standings: Standings, delivery: Delivery) -> str:
    """Return where the product that was delivered is read."""
    standing = standings.of_dossier(delivery.dossier)
    assert standing is not None, "a delivery is of a dossier"
    state, store = standing.state, standings.workspace.store
    made = from_bytes(store.get(state.versions[-1].manifest_sha256))
    return f"{DOCUMENT_PATH}/{made.documenten[f'{state.product}.pdf']}"


def _of(standing: Standing, person: str) -> Iterator[Delivery]:
    state, profile = standing.state, standing.profile
    version, confirmed = state.active_version, dict(state.receipts)
    sent = {
        code
        for item in state.sendings
        if version is not None and item.versie == version.versie and item.rol == Rol.INFO
        for code in item.gremia
    }
    bodies = [profile.gremium(code) for code in sent]
    mine = {body.code: body for body in bodies if any(person in (z.houder, z.plaatsvervanger) for z in body.zetels)}
    if not mine:  # as of most dossiers: walking a thousand routes takes longer than the rest of the page
        return
    for code in (*walk(state, profile).waits_for_receipt, *confirmed):
        if body := mine.get(code):
            yield Delivery(
                path=f"{DECISIONS}/ontvangst/{state.dossier}/{code}",
                dossier=state.dossier,
                gremium=code,
                body=body.naam,
                title=name_product(state.product, state.boekjaar),
                confirmed=confirmed.get(code, ""),
            )
