"""What happens after a publication, as values: withdrawn, opened again, published beside the old.

As in `ledger.events`: the fields are the keys of `inhoud` and are hashed, so none is renamed or changes its meaning.
"""

from dataclasses import dataclass

from jaarcyclus.ledger.events import Gepubliceerd
from jaarcyclus.ledger.parts import Content


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectieGepubliceerd(Gepubliceerd):
    """A version was placed beside the published version `vervangt`, which it replaces, and read back."""

    vervangt: int


@dataclass(frozen=True, kw_only=True, slots=True)
class IntrekkingBesloten(Content):
    """The controller withdraws a published version; what stands at its place follows."""

    versie: int
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingetrokken(Content):
    """In the place of a withdrawn version, at `doel`, stands a page that says so; it was read back."""

    versie: int
    doel: str
    metadata_sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectieBesloten(Content):
    """The controller opens a published round again to correct version `versie`; these percelen hand in anew."""

    versie: int
    reden: str
    percelen: tuple[str, ...]


OF_CORRECTION = (IntrekkingBesloten, Ingetrokken, CorrectieBesloten, CorrectieGepubliceerd)
