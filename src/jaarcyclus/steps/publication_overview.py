"""The page over all that lies in the folder of publications: what the data at each place say, as far as they are whole.

It believes no more of them than a title: whether something was published is the ledger's to say.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jaarcyclus.dossier.publication_metadata import METADATA, WITHDRAWN
from jaarcyclus.errors import NotCanonical
from jaarcyclus.printing.template import fill_template
from jaarcyclus.terms import canonical

INDEX = "index.html"


def write_overview(root: Path) -> bytes:
    """Return the page as HTML in UTF-8; a place whose name begins with a dot is no publication."""
    found = sorted(path.parent for path in root.glob(f"*/*/*/{METADATA}"))
    places = [place for place in found if not place.name.startswith(".")]
    return fill_template("publicatie_overzicht.html", publicaties=_entries(root, places)).encode()


def read_metadata(place: Path) -> Mapping[str, Any]:
    """Return the data that lie at a place; {} when they are not there or are none."""
    try:
        return load_metadata((place / METADATA).read_bytes())
    except OSError:
        return {}


def load_metadata(content: bytes) -> Mapping[str, Any]:
    """Return the data in these bytes; {} when they are none."""
    try:
        found = canonical.loads(content)
    except NotCanonical:
        return {}
    return found if isinstance(found, dict) else {}


def _entries(root: Path, places: Sequence[Path]) -> list[dict[str, Any]]:
    told = {place.relative_to(root).as_posix(): read_metadata(place) for place in places}
    successors = {place: content.get("versie") for content in told.values() if (place := _replaces(content))}
    return [
        {"href": f"{place}/{INDEX}", **_entry(place, content), "vervangen_door": successors.get(place)}
        for place, content in told.items()
    ]


def _replaces(metadata: Mapping[str, Any]) -> str | None:
    replaced = metadata.get("vervangt")
    place = replaced.get("plaats") if isinstance(replaced, dict) else None
    return place if isinstance(place, str) else None


def _entry(place: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    try:
        shown = {name: metadata[name] for name in ("titel", "samenwerking", "oefening")}
    except KeyError:
        # Someone else's damage must not keep this product from being published, nor stay unseen.
        shown = {"titel": place, "samenwerking": "de gegevens zijn beschadigd", "oefening": False}
    corrects = metadata.get("versie") if _replaces(metadata) else None
    return {**shown, "ingetrokken": metadata.get("status") == WITHDRAWN, "correctie": corrects}
