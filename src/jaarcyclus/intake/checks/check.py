"""What one check across rows is, and to which products, legal forms and profiles it applies."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from jaarcyclus.figures.records import Figures
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.products import PRODUCTS, Product

Owner = Literal["perceelmanager", "controller"]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """For which products, legal forms and sheet a check is; None is all. `why`: in Dutch why elsewhere it is n.v.t.

    `follows`: an earlier product that must be published for it, with `why` where it is not, told by the page.
    `asked`: whether the profile asks for it of this product. `asks`: what the entry of a product must say for it; a
    check never knows a product by its name.
    """

    asks: Callable[[Product], object] | None = None
    products: frozenset[str] | None = None
    vormen: frozenset[str] | None = None
    sheet: str | None = None
    asked: Callable[[Verantwoording, str], bool] | None = None
    why: str = ""
    follows: str = ""

    def reason(self, product: str, vormen: Iterable[str], account: Verantwoording) -> str:
        """Return why the check does not apply; "" when it does. `account`: what the profile asks of the boekjaar."""
        holds = (
            self.is_for(product)
            and (self.vormen is None or bool(self.vormen & set(vormen)))
            and (self.sheet is None or self.sheet in account.sheets_of(product))
            and (self.asked is None or self.asked(account, product))
        )
        return "" if holds else self.why

    def is_for(self, product: str) -> bool:
        """Return whether the product has what the check is about."""
        named = self.products is None or product in self.products
        return named and (self.asks is None or bool(self.asks(PRODUCTS[product])))


EVERYWHERE = Reach()


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check. `owner`: who mends what it finds. `source`: in Dutch where the rule comes from.

    `find` looks at one workbook, `across` beside the accepted ones of the other percelen; a check of Iv3 for which a
    workbook has no data has neither, and its reach says why.
    """

    codes: tuple[str, ...]
    find: Callable[[Figures, Context], Iterable[Bevinding]] | None = None
    across: Callable[[Figures, Context, Mapping[str, Figures]], Iterable[Bevinding]] | None = None
    owner: Owner = "perceelmanager"
    source: str
    reach: Reach = EVERYWHERE
    since: int = 1
    until: int | None = None

    def runs_under(self, regels: int) -> bool:
        """Return whether a round under these rules has it."""
        return self.since <= regels and (self.until is None or regels <= self.until)
