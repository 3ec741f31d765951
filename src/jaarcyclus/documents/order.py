"""What the documents of one version are made from, and the look-ups every chapter needs.

Nothing here comes from a clock or a store: equal orders give equal bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from jaarcyclus.dossier import document_names
from jaarcyclus.dossier.inzending import Inzending
from jaarcyclus.figures.consolidation import Consolidation, PerceelFigures
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import Figures
from jaarcyclus.ledger.earlier_events import CijfersBekend
from jaarcyclus.printing.table import Column
from jaarcyclus.profile.gremium import Routestap
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.iv3 import has_code_list, load_code_list
from jaarcyclus.terms.products import PRODUCTS, column_heading, name_product

DRAFT = 0
"""The version of what is made outside every dossier: nobody is asked about it."""

_CONCEPT = "CONCEPT: dit document staat in geen enkel dossier; er is niet over besloten."
_OEFENING = "OEFENING: dit document is gemaakt met een gesimuleerde datum en heeft geen betekenis."


@dataclass(frozen=True, kw_only=True)
class DocumentOrder:
    """One version of one product; `version` is `DRAFT` outside a dossier. `day` is the day of the version by the klok.

    `oefening`: the clock was simulated; every page then says so. `profile` is the round's (`Profile.for_round`), never
    the whole one: its gremia are those of the day the round opened, its percelen and keys those of the boekjaar.
    `kenmerken`: which conditions of the route hold for the dossier; a step that does not apply is nowhere mentioned.
    `known`: what the dossier recorded of earlier ones when its round opened; None for nothing, and outside a dossier;
    `known_figures`: those figures themselves, by perceel and column. `carried`: by perceel what counts in the place of
    a workbook that never came; every table that holds it must say so (`documents.carried`).
    """

    profile: Profile
    product: str
    boekjaar: int
    version: int
    figures: tuple[Figures, ...]
    consolidation: Consolidation
    day: date
    oefening: bool
    kenmerken: tuple[str, ...] = ()
    known: CijfersBekend | None = None
    known_figures: Mapping[str, Mapping[str, KnownColumn]] = field(default_factory=dict)
    carried: Mapping[str, Inzending] = field(default_factory=dict)

    @property
    def marks(self) -> Mapping[str, str]:
        """Return what every page must say beside its text, with the sentence on the first one; {} for nothing."""
        found = {"CONCEPT": _CONCEPT} if self.is_draft else {}
        return {**found, **({"OEFENING": _OEFENING} if self.oefening else {})}

    @property
    def is_draft(self) -> bool:
        """Return whether nothing was submitted, accepted or asked: no sentence may say that it was."""
        return self.version == DRAFT

    @property
    def name_version(self) -> str:
        return "concept" if self.is_draft else f"versie {self.version}"

    @property
    def title(self) -> str:
        return name_product(self.product, self.boekjaar)

    @property
    def peildatum(self) -> date | None:
        """Return up to and with which day the realisation runs; None when it is the whole boekjaar."""
        return self.profile.peildatum(self.product, self.boekjaar)

    @cached_property
    def route(self) -> tuple[Routestap, ...]:
        """Return the steps of the product's route that apply."""
        return document_names.route(self.profile, self.product, self.kenmerken)

    def gremia(self) -> tuple[str, ...]:
        """Return the gremia that get an oplegnota, in the order of the route."""
        return document_names.reading_gremia(self.profile, self.route)

    @cached_property
    def inzendingen(self) -> dict[str, Figures]:
        """Return the submissions by perceel, in the order of the consolidation."""
        by_code = {figures.perceel: figures for figures in self.figures}
        return {perceel.perceel: by_code[perceel.perceel] for perceel in self.consolidation.percelen}

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the name of each perceel or other submission."""
        return {perceel.perceel: perceel.naam for perceel in self.consolidation.percelen}

    def join_percelen(self, codes: Iterable[str]) -> str:
        """Return the names of percelen as they stand in a sentence: `Inkoop en Belastingen`."""
        return join_names([self.names[code] for code in codes])

    def name_gremium(self, code: str) -> str:
        """Return the name of a gremium as on the day the round opened: its members of then decide until the end."""
        return self.profile.gremium(code).naam

    def perceel_figures(self, code: str) -> PerceelFigures:
        return next(perceel for perceel in self.consolidation.percelen if perceel.perceel == code)

    def regiegroepen(self) -> dict[str, list[str]]:
        """Return the percelen in the booklet of each regiegroep."""
        return document_names.regiegroepen(self.profile, self.route)

    def column_heading(self, column: str) -> str:
        """Return the title of an amount column with its real year."""
        return column_heading(column, self.boekjaar, first_year=False, peildatum=self.peildatum)

    def amount_columns(self, *, first_year: bool = False) -> tuple[Column, ...]:
        """Return the amount columns of the product; in a first year t-2 and t-1 say that there is no history."""
        return tuple(
            Column(
                title=column_heading(column, self.boekjaar, first_year=first_year, peildatum=self.peildatum),
                kind="bedrag",
            )
            for column in PRODUCTS[self.product].columns
        )

    def amounts(self, per_column: Mapping[str, int | None]) -> tuple[int | None, ...]:
        return tuple(per_column[column] for column in PRODUCTS[self.product].columns)

    def name_taakveld(self, code: str) -> str:
        """Return `0.4 Overhead`, or the bare code when the year's list does not know it."""
        return _with_name(code, self._codes[0])

    def name_categorie(self, side: str, code: str) -> str:
        """Return `3.8 Overige goederen en diensten`; lasten and baten have lists of their own."""
        return _with_name(code, self._codes[1 if side == "lasten" else 2])

    @cached_property
    def _codes(self) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
        if not has_code_list(self.boekjaar):
            return {}, {}, {}
        codes = load_code_list(self.boekjaar)
        return codes.taakvelden, codes.categorieen_lasten, codes.categorieen_baten


def _with_name(code: str, names: Mapping[str, str]) -> str:
    return f"{code} {names[code]}" if code in names else code
