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


@dataclass(frozen=True, kw_only=True, slots=True)
class AanmeldingGekoppeld(Content):
    """In the bezetting: who took the function in event `bezetting` signs in at `uitgever` as this `waarde` of `claim`.

    `zout` is as in `FunctieBezet`: a mail address can be guessed.
    """

    bezetting: int
    uitgever: str
    claim: str
    waarde: str
    zout: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AanmeldingOntkoppeld(Content):
    """In the bezetting: nobody signs in any more by the link of event `koppeling`."""

    koppeling: int
    reden: str


OF_BEZETTING = (FunctieBezet, FunctieVerlaten, VertrekHersteld, AanmeldingGekoppeld, AanmeldingOntkoppeld)
