"""For what a cooperation renders account, and under which headings: dated, because a new course changes it.

What DOWR has is its covenant's preamble and notitie §5; another cooperation has its own (docs/profiel.md).
"""

from typing import Annotated, Literal

from pydantic import Field

from jaarcyclus.profile.dated import Code, Count, Dated, Record
from jaarcyclus.terms.products import PRODUCTS

Parts = Annotated[tuple["Part", ...], Field(min_length=1, max_length=50)]


class Part(Record):
    """One heading or goal: its code in the figures, its name on screen and paper.

    A name stands in a list of choices of a spreadsheet, which a comma would cut in two.
    """

    code: Code
    naam: Annotated[str, Field(pattern=r"^[^,]+$", max_length=80)]


class ExplanationLimit(Record):
    """From which deviation of a line on a sender explains it: over both, in euros and in percent of the budget.

    Chosen: the BBV asks that accounts explain deviations and names no size.
    """

    euro: Count = 25_000
    procent: Annotated[Count, Field(le=100)] = 5

    def is_over(self, base_cent: int, deviation_cent: int) -> bool:
        """Return whether a deviation from this budget is at least both; of nothing every part is a whole."""
        size = abs(deviation_cent)
        return size >= self.euro * 100 and 100 * size >= self.procent * abs(base_cent)


class Balance(Record):
    """Which submissions must balance: lasten and baten differ by at most `euro` euros, inclusive.

    No `percelen`: all of them. Where the gemeenten pay the rest nothing balances, so without it nothing must (chosen).
    """

    producten: Annotated[tuple[Code, ...], Field(min_length=1)]
    percelen: tuple[Code, ...] = ()
    euro: Count = 0

    def holds_for(self, product: str, perceel: str | None = None) -> bool:
        """Return whether this product must balance; of one perceel, or of any."""
        return product in self.producten and (perceel is None or not self.percelen or perceel in self.percelen)


class ExtraSheet(Record):
    """A sheet that the workbooks of these products have besides the five that each form has."""

    blad: Literal["investeringen", "reserves", "subsidies", "diensten", "contracten", "ic_verklaring", "certificering"]
    producten: Annotated[tuple[Code, ...], Field(min_length=1)]


class Question(Record):
    """A question that each submission answers with yes or no, on the sheet `certificering`."""

    code: Code
    vraag: Annotated[str, Field(min_length=1, max_length=250)]


class Verantwoording(Dated):
    """`resultaat`: the goals in sentences. `grondslag`: where all of it is laid down.

    `koppen`: what each submission writes about. `doelen`: what each submission has an indicator for (art. 8.1).
    `toelichtingsgrens`: which deviations it explains. `evenwicht`: where lasten and baten must be equal. `bladen`:
    which sheets its workbooks have more, of which `certificering` asks the `vragen`.
    """

    resultaat: str
    grondslag: str
    koppen: Parts
    doelen: Parts
    toelichtingsgrens: ExplanationLimit = ExplanationLimit()
    evenwicht: Balance | None = None
    bladen: tuple[ExtraSheet, ...] = ()
    vragen: Annotated[tuple[Question, ...], Field(max_length=50)] = ()

    def sheets_of(self, product: str) -> tuple[str, ...]:
        """Return which sheets the workbooks of a product have more, by their keys: its own, and the profile's."""
        own = PRODUCTS[product].sheets if product in PRODUCTS else ()
        return (*own, *(chosen.blad for chosen in self.bladen if product in chosen.producten))

    def koppen_of(self, product: str) -> Parts:
        """Return the headings that a submission of a product writes under: its own questions, else those of here."""
        own = PRODUCTS[product].headings
        return tuple(Part(code=code, naam=naam) for code, naam in own.items()) or self.koppen

    def name_goal(self, code: str) -> str:
        """Return a goal as a line begins with it: `Kwaliteit`; the bare code when it is not ours."""
        name = next((doel.naam for doel in self.doelen if doel.code == code), code)
        return name[:1].upper() + name[1:]
