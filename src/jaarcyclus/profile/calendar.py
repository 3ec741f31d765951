"""The days of a year's cycle, as the profile gives them: when a product opens, is due, is decided on and is published.

All of them are chosen (docs/rules.md, Days). Whether the year can be run on them is `profile.checks.calendar`.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from jaarcyclus.profile.dated import Code, Record
from jaarcyclus.terms.days import Jaardatum


def _jaardatum(value: object) -> Jaardatum:
    return value if isinstance(value, Jaardatum) else Jaardatum.parse(str(value))


# Written out as it is read, so that a profile survives a round trip through JSON.
Datum = Annotated[Jaardatum, BeforeValidator(_jaardatum), PlainSerializer(str)]


class Productkalender(Record):
    """The days of one product; `gremia`: the day each gremium decides. Who only gets it for information has none."""

    opent: Datum
    indienen: Datum
    peildatum: Datum | None = None
    gremia: dict[Code, Datum] = Field(default_factory=dict)
    publicatie: Datum


class Kalender(Record):
    """`minimale_termijn_werkdagen`: what a seat gets to read at least, also when the year runs late (chosen)."""

    feestdagen: Literal["NL"] = "NL"
    herinnering_werkdagen: Annotated[int, Field(ge=1, le=30)] = 3
    minimale_termijn_werkdagen: Annotated[int, Field(ge=1, le=30)] = 3
    producten: dict[Code, Productkalender]
