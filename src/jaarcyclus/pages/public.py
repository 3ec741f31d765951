"""What is published and may be read by who does not sign in: per cooperation the kinds that its profile names. Pure.

Only what stands: the version in force, never one that was withdrawn or replaced, and nothing that was confidential when
its round opened or that the profile calls so now. That a document may be public each gemeente decides under the Woo
(docs/rules.md, rule 7): who writes `openbaar` in a profile says that they did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jaarcyclus.dossier.confidential import public_documents
from jaarcyclus.dossier.publication_metadata import BIJLAGE
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.document_titles import kind_of, title_of
from jaarcyclus.pages.standings import Standing
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.products import name_product

PUBLIC = "/jaarcyclus/openbaar"
UNKNOWN = "Dit stuk staat hier niet, of niet meer. Ga naar het overzicht van openbare stukken."


@dataclass(frozen=True, kw_only=True)
class PublicFile:
    """One document: its name in the publication, where it is fetched, and what a reader calls it."""

    name: str
    path: str
    title: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PublicProduct:
    """One product that stands published; `version` says which one, and since when."""

    dossier: str
    cooperation: str
    title: str
    version: str
    boekjaar: int
    oefening: bool
    files: tuple[PublicFile, ...]


def is_open(profile: Profile) -> bool:
    """Return whether this cooperation shows anything to who does not sign in."""
    return bool(profile.openbaar)


def list_public(standings: Iterable[Standing], profile: Profile) -> tuple[PublicProduct, ...]:
    """Return the products of a cooperation that stand published, the latest boekjaar first; `profile` is today's."""
    found = (_product(standing, profile) for standing in standings)
    return tuple(sorted((item for item in found if item), key=lambda item: (-item.boekjaar, item.title)))


def find_public(standing: Standing | None, profile: Profile, name: str) -> PublicFile:
    """Return a document by its name. Raises UnknownKey, alike for one that is not public and one that is not there."""
    product = _product(standing, profile) if standing else None
    for file in product.files if product else ():
        if file.name == name:
            return file
    raise UnknownKey(UNKNOWN)


def _product(standing: Standing, profile: Profile) -> PublicProduct | None:
    state = standing.state
    if state.ronde is None or state.in_force is None:
        return None
    published = state.in_force
    files = tuple(_files(standing, profile))
    return (
        PublicProduct(
            dossier=state.dossier,
            cooperation=profile.naam,
            title=name_product(state.product, state.boekjaar),
            version=f"versie {published.versie}, gepubliceerd op {format_day(published.klok)}",
            boekjaar=state.boekjaar,
            oefening=state.oefening,
            files=files,
        )
        if files
        else None
    )


def _files(standing: Standing, profile: Profile) -> Iterator[PublicFile]:
    state, published = standing.state, standing.state.in_force
    if published is None:
        return
    documents = public_documents(state, standing.profile, published.content.documenten)
    for name, sha256 in {**documents, BIJLAGE: published.content.bijlage_sha256}.items():
        kind, _ = kind_of(state.product, name)
        if kind in profile.openbaar and kind not in profile.vertrouwelijke_documenten:
            title = title_of(state, standing.profile, name)
            yield PublicFile(name=name, path=f"{PUBLIC}/{state.dossier}/{name}", title=title, sha256=sha256)
