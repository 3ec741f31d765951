"""What the documents of one version are made from, and the look-ups every chapter needs.

Nothing here comes from a clock or a store: equal orders give equal bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jaarcyclus.dossier import document_names
from jaarcyclus.figures.consolidation import Consolidatie, Perceelcijfers
from jaarcyclus.figures.records import Cijfers
from jaarcyclus.printing.table import Kolom
from jaarcyclus.profile.gremium import Routestap
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.iv3 import has_codelijst, load_codelijst
from jaarcyclus.terms.products import PRODUCTS, kolomkop, name_product


@dataclass(frozen=True, kw_only=True)
class DocumentOpdracht:
    """One version of one product. `datum` is the day of the version by the klok.

    `oefening`: the clock was simulated; every page then says so. `profile` is the round's (`Profile.voor_ronde`), never
    the whole one: its gremia are those of the day the round opened, its percelen and keys those of the boekjaar.
    `kenmerken`: which conditions of the route hold for the dossier; a step that does not apply is nowhere mentioned.
    """

    profile: Profile
    product: str
    boekjaar: int
    versie: int
    cijfers: tuple[Cijfers, ...]
    consolidatie: Consolidatie
    datum: date
    oefening: bool
    kenmerken: tuple[str, ...] = ()

    @property
    def titel(self) -> str:
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
    def inzendingen(self) -> dict[str, Cijfers]:
        """Return the submissions by perceel, in the order of the consolidation."""
        by_code = {cijfers.perceel: cijfers for cijfers in self.cijfers}
        return {perceel.perceel: by_code[perceel.perceel] for perceel in self.consolidatie.percelen}

    @cached_property
    def namen(self) -> dict[str, str]:
        """Return the name of each perceel or other submission."""
        return {perceel.perceel: perceel.naam for perceel in self.consolidatie.percelen}

    def join_percelen(self, codes: Iterable[str]) -> str:
        """Return the names of percelen as they stand in a sentence: `Inkoop en Belastingen`."""
        return join_names([self.namen[code] for code in codes])

    def name_gremium(self, code: str) -> str:
        """Return the name of a gremium as on the day the round opened: its members of then decide until the end."""
        return self.profile.gremium(code).naam

    def perceelcijfers(self, code: str) -> Perceelcijfers:
        return next(perceel for perceel in self.consolidatie.percelen if perceel.perceel == code)

    def regiegroepen(self) -> dict[str, list[str]]:
        """Return the percelen in the booklet of each regiegroep."""
        return document_names.regiegroepen(self.profile, self.route)

    def kolomkop(self, kolom: str) -> str:
        """Return the title of an amount column with its real year."""
        return kolomkop(kolom, self.boekjaar, eerste_jaar=False, peildatum=self.peildatum)

    def bedragkolommen(self, *, eerste_jaar: bool = False) -> tuple[Kolom, ...]:
        """Return the amount columns of the product; in a first year t-2 and t-1 say that there is no history."""
        return tuple(
            Kolom(
                titel=kolomkop(kolom, self.boekjaar, eerste_jaar=eerste_jaar, peildatum=self.peildatum), soort="bedrag"
            )
            for kolom in PRODUCTS[self.product].columns
        )

    def bedragen(self, per_kolom: Mapping[str, int | None]) -> tuple[int | None, ...]:
        return tuple(per_kolom[kolom] for kolom in PRODUCTS[self.product].columns)

    def name_taakveld(self, code: str) -> str:
        """Return `0.4 Overhead`, or the bare code when the year's list does not know it."""
        return _with_name(code, self._codes[0])

    def name_categorie(self, kant: str, code: str) -> str:
        """Return `3.8 Overige goederen en diensten`; lasten and baten have lists of their own."""
        return _with_name(code, self._codes[1 if kant == "lasten" else 2])

    @cached_property
    def _codes(self) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
        if not has_codelijst(self.boekjaar):
            return {}, {}, {}
        codes = load_codelijst(self.boekjaar)
        return codes.taakvelden, codes.categorieen_lasten, codes.categorieen_baten


def _with_name(code: str, names: Mapping[str, str]) -> str:
    return f"{code} {names[code]}" if code in names else code
