"""The plausibility checks PF001 to PF009 that CBS runs on an Iv3 filing, and what comes of each on a workbook.

Source: CBS, `controles` of the Iv3-definitiebestand versie 2.1, overheidslagen Gemeente and GR, boekjaren 2025 and 2026
(number and periods), and its table of faults (what it is about); github.com/statistiekcbs/iv3_definities, commit
9d77a88. The limits are not in those files: ours are chosen. A workbook has lasten and baten and no balance sheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jaarcyclus.terms.products import PRODUCTS

OWN_FILING = frozenset({"openbaar lichaam", "bedrijfsvoeringsorganisatie", "gemeenschappelijk orgaan"})
"""The legal forms that file an Iv3 of their own; of any other the amounts stand in the filings of its gemeenten."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """One check of CBS. `about` and `judged_by` are Dutch; `judged_by`: what judges it here, or why nothing does."""

    periods: tuple[int, ...]
    about: str
    judged_by: str

    @property
    def products(self) -> frozenset[str]:
        """Return the products of which the amounts end up in a period that CBS runs it on."""
        return frozenset(name for name, product in PRODUCTS.items() if set(product.iv3_periods) & set(self.periods))


_NO_BALANCE_SHEET = "niets: een werkboek heeft geen balans"
_REALISED = (1, 2, 3, 4, 5)

CONTROLS: Mapping[str, Control] = {
    "PF001": Control(
        periods=_REALISED,
        about="het saldo van de niet-financiële rekening is dat van de financiële rekening",
        judged_by=_NO_BALANCE_SHEET,
    ),
    "PF002": Control(
        periods=_REALISED,
        about="op de financiële balans staan de juiste categorieën (6.1, 7.2 en 7.5)",
        judged_by=_NO_BALANCE_SHEET,
    ),
    "PF003": Control(
        periods=_REALISED,
        about="de balansstanden ontwikkelen zich zoals de mutaties zeggen",
        judged_by=_NO_BALANCE_SHEET,
    ),
    "PF004": Control(
        periods=_REALISED,
        about="van elke verrekencategorie zijn lasten en baten gelijk",
        judged_by="`IV3_PF004` voor categorie 7.4; van 7.1, 7.2, 7.3 en 7.5 staat de andere kant op de balans",
    ),
    "PF005": Control(
        periods=_REALISED,
        about="categorie 6.1 staat alleen op de financiële balans en op taakveld 0.5",
        judged_by="`COMBINATIE_NIET_TOEGESTAAN`: elke andere plek is een grijze cel",
    ),
    "PF006": Control(
        periods=(0, 5),
        about="de lasten van alle taakvelden zijn samen gelijk aan de baten",
        judged_by="`NIET_IN_EVENWICHT` voor wat volgens het profiel sluit; elders sluiten de bijdragen het product",
    ),
    "PF007": Control(
        periods=(5,),
        about="op de balans van 1 januari zijn activa en passiva gelijk",
        judged_by=_NO_BALANCE_SHEET,
    ),
    "PF008": Control(
        periods=(5,),
        about="op de balans van 31 december zijn activa en passiva gelijk",
        judged_by=_NO_BALANCE_SHEET,
    ),
    "PF009": Control(
        periods=_REALISED,
        about="in de realisatie is niets onverdeeld (categorie 4.3.9 en 4.4.9)",
        judged_by="`IV3_PF009`",
    ),
}

WITHOUT_DATA: tuple[str, ...] = tuple(code for code, item in CONTROLS.items() if item.judged_by == _NO_BALANCE_SHEET)
"""The checks that look at a balance sheet only."""
