"""Who holds which function, as values: the kinds of the bezetting, a chain of its own per cooperation.

The only place where a person has a name. It is never published: a dossier points to it by number and head.
"""

from dataclasses import dataclass

from jaarcyclus.ledger.parts import Content


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctieBezet(Content):
    """In the bezetting: from `vanaf` (ISO) this person holds the function.

    `zout` is 32 random hex digits: without it, who sees only the head of the chain could guess the name and check it.
    """

    functie: str
    naam: str
    vanaf: str
    zout: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctieVerlaten(Content):
    """In the bezetting: `per` (ISO) is the first day on which the last holder no longer has the function."""

    functie: str
    per: str
    reden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VertrekHersteld(FunctieVerlaten):
    """In the bezetting: the last departure from this function was recorded with a wrong day; `per` is the right one."""


OF_BEZETTING = (FunctieBezet, FunctieVerlaten, VertrekHersteld)
