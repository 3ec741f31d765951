"""A version of a product as a list of SHA-256s: what was voted on, down to the byte (docs/rules.md, rule 4)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jaarcyclus.dossier.inzending import Inzending
from jaarcyclus.terms import canonical


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`documenten` maps a file name to the SHA-256 of its bytes; `bouw` names lock, Pango and WeasyPrint."""

    dossier: str
    product: str
    boekjaar: int
    versie: int
    datum: str  # ISO day of the klok that stands on the documents
    oefening: bool
    profiel_sha256: str
    inzendingen: Mapping[str, Mapping[str, str]]  # perceel -> as `submissions_of` writes it
    consolidatie_sha256: str
    documenten: Mapping[str, str]
    bouw: Mapping[str, Any]

    @property
    def carried(self) -> tuple[str, ...]:
        """Return the percelen of which earlier figures count."""
        return tuple(code for code, item in self.inzendingen.items() if "overgenomen" in item)


def submissions_of(current: Mapping[str, Inzending]) -> dict[str, dict[str, str]]:
    """Return by perceel what its figures are and come from: a workbook, or the dossier where they were adopted."""
    return {code: _submission(item) for code, item in current.items()}


def _submission(item: Inzending) -> dict[str, str]:
    if item.overgenomen is None:
        return {"werkboek": item.sha256, "cijfers": item.cijfers_sha256}
    sources = sorted({column.dossier for column in item.overgenomen.kolommen.values()})
    return {"overgenomen": " ".join(sources), "cijfers": item.cijfers_sha256}


def to_bytes(manifest: Manifest) -> bytes:
    """Return the canonical bytes whose SHA-256 is voted on."""
    return canonical.dumps(asdict(manifest))


def from_bytes(content: bytes) -> Manifest:
    """Return the manifest. Raises NotCanonical or TypeError when the bytes are not one as we write it."""
    return Manifest(**canonical.loads(content))
