"""A version of a product as a list of SHA-256s: what was voted on, down to the byte (docs/rules.md, rule 4)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

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
    inzendingen: Mapping[str, Mapping[str, str]]  # perceel -> {"werkboek": sha, "cijfers": sha}
    consolidatie_sha256: str
    documenten: Mapping[str, str]
    bouw: Mapping[str, Any]


def to_bytes(manifest: Manifest) -> bytes:
    """Return the canonical bytes whose SHA-256 is voted on."""
    return canonical.dumps(asdict(manifest))


def from_bytes(content: bytes) -> Manifest:
    """Return the manifest. Raises NotCanonical or TypeError when the bytes are not one as we write it."""
    return Manifest(**canonical.loads(content))
