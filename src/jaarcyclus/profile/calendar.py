"""The days of a year's cycle, as the profile gives them: when a product opens, is due, is decided on and is published.

All of them are chosen (docs/rules.md, Days). Whether the year can be run on them is `profile.checks.calendar`.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from jaarcyclus.profile.dated import Code, Record
from jaarcyclus.terms.days import YearDay


def _year_day(value: object) -> YearDay:
    return value if isinstance(value, YearDay) else YearDay.parse(str(value))


# Written out as it is read, so that a profile survives a round trip through JSON.
WrittenDay = Annotated[YearDay, BeforeValidator(_year_day), PlainSerializer(str)]


class ProductCalendar(Record):
    """The days of one product; `gremia`: the day each gremium decides. Who only gets it for information has none."""

    opent: WrittenDay
    indienen: WrittenDay
    peildatum: WrittenDay | None = None
    gremia: dict[Code, WrittenDay] = Field(default_factory=dict)
    publicatie: WrittenDay


class RequestCalendar(Record):
    """The days of a product that is opened on request, in working days after it was opened (chosen).

    `gremia`: how long after that each gremium decides that answers.
    """

    indienen_werkdagen: Annotated[int, Field(ge=1, le=250)]
    gremia: dict[Code, Annotated[int, Field(ge=1, le=250)]]
    publicatie_werkdagen: Annotated[int, Field(ge=1, le=250)]


class Calendar(Record):
    """`minimale_termijn_werkdagen`: what a seat gets to read at least, also when the year runs late (chosen).

    `bedenktijd_werkdagen`: how long percelen may still replace a workbook once the last one is in (chosen).
    `klok_sprong_dagen`: how many days after its last look the calendar still believes the machine's clock (chosen).
    """

    feestdagen: Literal["NL"] = "NL"
    herinnering_werkdagen: Annotated[int, Field(ge=1, le=30)] = 3
    minimale_termijn_werkdagen: Annotated[int, Field(ge=1, le=30)] = 3
    bedenktijd_werkdagen: Annotated[int, Field(ge=0, le=10)] = 1
    klok_sprong_dagen: Annotated[int, Field(ge=1, le=366)] = 3
    producten: dict[Code, ProductCalendar]
    op_verzoek: dict[Code, RequestCalendar] = Field(default_factory=dict)
