"""The kinds of cost key a cooperation can agree on. What a key comes to in cents is `figures.allocation`.

DOWR's own key is in a handvest that we do not have (art. 10); the kinds are those of other cooperations
(docs/rules.md). Do not compute here.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from jaarcyclus.profile.dated import Cent, Code, Count, Dated, Deelnemer


def _percentage(value: object) -> Decimal:
    try:
        # Through text, so that 33.33 is 33.33 and not the nearest float.
        found = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"'{value}' is geen percentage als 25 of 33.33") from None
    if not 0 <= found <= 100:
        raise ValueError(f"{value} is geen percentage van 0 tot en met 100")
    return found


class _Sleutel(Dated):
    code: Code
    naam: str


class FixedPercentages(_Sleutel):
    """Percentages that add up to 100."""

    soort: Literal["vaste_percentages"]
    percentages: dict[Deelnemer, Annotated[Decimal, BeforeValidator(_percentage)]]


class Inwoners(_Sleutel):
    """By inhabitants on one day; `deelnemers` None means every gemeente in force."""

    soort: Literal["inwoners"]
    peildatum: date
    deelnemers: tuple[Deelnemer, ...] | None = None


class Volumes(_Sleutel):
    """By what each used: aanslagen, werkplekken."""

    soort: Literal["volumes"]
    eenheid: str
    aantallen: dict[Deelnemer, Count]
    bron: str


class FixedAmount(_Sleutel):
    """An agreed yearly amount per participant; what is left of the cost stays with `rest_bij`."""

    soort: Literal["vast_bedrag"]
    bedragen_cent: dict[Deelnemer, Cent]
    rest_bij: Deelnemer


class AmountPerInwoner(_Sleutel):
    """A tariff per inhabitant; the difference with the cost is a named balance."""

    soort: Literal["bedrag_per_inwoner"]
    bedrag_cent: Cent
    peildatum: date


class PriceTimesQuantity(_Sleutel):
    """Price times quantity; the difference with the cost is a named balance."""

    soort: Literal["prijs_hoeveelheid"]
    eenheid: str
    prijs_cent: Cent
    aantallen: dict[Deelnemer, Count]
    bron: str


class FixedPartFirst(_Sleutel):
    """A fixed part for some, the rest by another key (Drechtsteden 2004)."""

    soort: Literal["vast_deel_eerst"]
    vast_cent: dict[Deelnemer, Cent]
    rest: Annotated[FixedPercentages | Inwoners | Volumes, Field(discriminator="soort")]


Sleutel = Annotated[
    FixedPercentages | Inwoners | Volumes | FixedAmount | AmountPerInwoner | PriceTimesQuantity | FixedPartFirst,
    Field(discriminator="soort"),
]
