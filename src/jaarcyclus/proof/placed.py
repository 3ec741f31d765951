"""Proves that a dossier and its plaatsing tell the same of what was put on SharePoint: which files, with which bytes.

What the library called each file, and its address, stand in the plaatsing alone; no dossier can contradict those.
"""

from collections.abc import Iterable, Iterator, Sequence

from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.placing import Placing, read_placings
from jaarcyclus.dossier.publication_metadata import BIJLAGE, METADATA
from jaarcyclus.dossier.publications import Published
from jaarcyclus.proof.beside import Asked, judge_heads, open_beside
from jaarcyclus.proof.opened import Opened
from jaarcyclus.proof.placing import is_plaatsing, verify_plaatsing
from jaarcyclus.proof.replay import bounded
from jaarcyclus.proof.report import ReportLine, judged

_SUBJECT = "geplaatst"
_HOLDS = (
    "Wat de plaatsing van dit dossier zette, is wat het publiceerde, met de SHA-256 die het noemt. De site, de "
    "kolommen, en nummer en adres van elk bestand zegt alleen de plaatsing; wat er nu staat, weet alleen SharePoint."
)
_NOTHING = "Dit dossier en deze plaatsing noemen niets van elkaar; er is niets vergeleken."
_UNTOLD = (
    "Van versie {versie} zegt de plaatsing niet dat zij er staat, en dit dossier wel: de plaatsing is eerder "
    "geëxporteerd, of er is iets weggelaten. Exporteer de plaatsing opnieuw."
)
_UNKNOWN = (
    "De plaatsing zette versie {versie}, en dit dossier noemt die niet gepubliceerd: het is eerder geëxporteerd, of er "
    "is iets weggelaten. Exporteer het dossier opnieuw."
)


def check_plaatsing(opened: Opened, asked: Asked) -> Iterator[ReportLine]:
    """Say whether plaatsing and dossier tell the same; nothing when no plaatsing was given."""
    if asked.plaatsing is None:
        return
    chain = yield from open_beside("plaatsing", asked.plaatsing, is_plaatsing, verify_plaatsing)
    if chain is None:
        return
    name = opened.events[0].dossier
    published = {each.versie: each for each in fold(opened.events, name).publications if _is_on_sharepoint(each)}
    placings = [item for item in read_placings(chain.events).values() if item.content.dossier == name]
    placed = {item.content.versie for item in placings if item.confirmed}
    untold = sorted(published.keys() - placed)
    if not placed | published.keys():
        yield ReportLine(onderwerp=_SUBJECT, houdt=None, tekst=_NOTHING)
    if placed & published.keys():
        yield from judged(_SUBJECT, _HOLDS, bounded(_faults(published.values(), placings)))
    for template, versions in ((_UNTOLD, untold), (_UNKNOWN, sorted(placed - published.keys()))):
        for version in versions:
            yield ReportLine(onderwerp=_SUBJECT, houdt=None, tekst=template.format(versie=version))
    yield from judge_heads(chain, asked.anchors, None, of="van de plaatsing")


def _is_on_sharepoint(published: Published) -> bool:
    return published.content.doel.startswith("sharepoint:")


def _faults(published: Iterable[Published], placings: Sequence[Placing]) -> Iterator[str]:
    for each in published:
        own = [item for item in placings if item.content.versie == each.versie and item.confirmed]
        for number, placing in enumerate(own):
            yield from _differing(each, placing, first=number == 0)


def _differing(published: Published, placing: Placing, *, first: bool) -> Iterator[str]:
    """Yield what one placing tells otherwise; of the data only the first, for a withdrawal gives them anew."""
    content, key = published.content, placing.content.sleutel
    documents = {**content.documenten, BIJLAGE: content.bijlage_sha256}
    told = documents | ({METADATA: content.metadata_sha256} if first else {})
    if key.rpartition(":")[0] != content.doel.removeprefix("sharepoint:"):
        yield f"Plaatsing {key} is van een andere plek dan dit dossier noemt: {content.doel}."
    for name, sha256 in sorted(told.items()):
        file = placing.files.get(name)
        if file is not None and file.wanted.sha256 != sha256:
            yield f"Plaatsing {key} geeft {name} een andere SHA-256 dan versie {content.versie} in dit dossier."
        elif file is None and first:
            yield f"Plaatsing {key} noemt {name} niet, en versie {content.versie} in dit dossier wel."
