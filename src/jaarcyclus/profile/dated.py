"""What every record of a profile is: frozen, refusing what it does not know, and in force for a time.

The covenant itself changes its percelen, hosts and participants (DOWR: art. 3.2, 4.3, 12.2, 14.2, 15), so a record says
when it holds. `van` is the first day in force, `tot` the first day no longer.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Deelnemer = Annotated[str, Field(pattern=r"^[A-Z]{2}\d{2,4}$")]
Cent = Annotated[int, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0)]


class Record(BaseModel):
    """A frozen record; a key it does not know is a fault, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Dated(Record):
    """A record that holds from `van` until the day before `tot`; without dates it always holds."""

    van: date = date.min
    tot: date | None = None

    def geldt_op(self, day: date) -> bool:
        return self.van <= day and (self.tot is None or day < self.tot)


_D = TypeVar("_D", bound=Dated)


def in_force(records: Iterable[_D], day: date) -> tuple[_D, ...]:
    """Return the records that hold on `dag`, in their order."""
    return tuple(record for record in records if record.geldt_op(day))


def during(*records: Dated) -> Dated:
    """Return the time in which all `records` hold; `tot` may lie before `van`: then there is no such time."""
    ends = [record.tot for record in records if record.tot is not None]
    return Dated(van=max(record.van for record in records), tot=min(ends, default=None))


def overlap(one: Dated, other: Dated) -> bool:
    """Return whether there is a day on which both hold."""
    both = during(one, other)
    return both.geldt_op(both.van)


def first_gap(span: Dated, records: Iterable[Dated]) -> date | None:
    """Return the first day of `span` on which none of `records` holds; None when they cover it."""
    known = tuple(records)
    # A gap begins where the span begins or where a record ends: no other day needs a look.
    days = sorted({span.van, *(record.tot for record in known if record.tot is not None)})
    return next((day for day in days if span.geldt_op(day) and not in_force(known, day)), None)
