"""Extra time for a gate: the controller gives its seats a later last day, and says why. Pure.

The covenant knows no extra time for an answer. That the controller gives it, and how much, is chosen: whoever runs the
cycle may move a day and decides nothing by it, for silence adopts nothing before it or after it. Everything that looks
at a deadline (who may still answer, who is late, when a gate climbs the ladder) reads the last one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jaarcyclus.terms.days import is_day
from jaarcyclus.terms.formats import format_day

MAX_EXTRA = timedelta(days=60)
"""How much later than the day before it a new one may be, each time (chosen: a summer)."""


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Extra time that was given: until which day (ISO) the gate was open before, until which it is, by whom and why."""

    before: str
    deadline: str
    reason: str
    by: str
    moment: str
    seq: int

    def tell(self, function: str) -> str:
        """Return it as a sentence; `function` is the name of `by`."""
        return (
            f"Op {format_day(self.moment)} gaf de {function} uitstel, van {format_day(self.before)} tot en met "
            f"{format_day(self.deadline)}: {self.reason}"
        )


def is_extension(before: str, deadline: str, today: date) -> bool:
    """Return whether a day (ISO) is one to which a gate of the day `before` may be moved on `today`."""
    return fault_in_extension(before, deadline, today) is None


def fault_in_extension(before: str, deadline: str, today: date) -> str | None:
    """Return why a gate of the day `before` (ISO) may not be moved to this day, as a sentence; None when it may."""
    if not deadline:
        return "De nieuwe laatste dag ontbreekt; vul hem in."
    if not is_day(deadline):
        return "Deze dag bestaat niet, of hij staat er anders dan jjjj-mm-dd; vul hem zo in."
    old, new = date.fromisoformat(before), date.fromisoformat(deadline)
    if new <= old:
        return f"De termijn loopt al tot en met {format_day(before)}; kies een latere dag."
    if new < today:
        return f"{format_day(deadline).capitalize()} is al voorbij; kies vandaag of een latere dag."
    if new > (latest := max(old, today) + MAX_EXTRA):
        return f"Dit is te ver weg; kies een dag tot en met {format_day(latest.isoformat())}."
    return None
