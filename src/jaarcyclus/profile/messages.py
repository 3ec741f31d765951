"""When people are told outside the program: how long before a term, and at which hour. All of it is chosen.

Which channel somebody wants is the person's own, and stands in no profile.
"""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from jaarcyclus.profile.dated import Record


class MessagePlan(Record):
    """`vooraf_werkdagen`: how many working days before a term's last day somebody silent is reminded, longest first.

    On that day itself, and `na_werkdagen` after it, everybody is. `uur`: from which hour (Amsterdam) anything is sent.
    """

    vooraf_werkdagen: Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(max_length=5)] = (10, 3)
    na_werkdagen: Annotated[int, Field(ge=1, le=10)] = 1
    uur: Annotated[int, Field(ge=0, le=23)] = 8

    @model_validator(mode="after")
    def _longest_first(self) -> Self:
        if any(later >= earlier for earlier, later in pairwise(self.vooraf_werkdagen)):
            raise ValueError("zet de dagen van vooraf_werkdagen van veel naar weinig, elk één keer, zoals [10, 3]")
        return self
