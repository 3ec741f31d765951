"""How often somebody who is silent is told: one rung at a time, and only the last that was reached. Pure.

Counted in working days, as all terms are (chosen): a word on a Saturday helps nobody.
"""

from datetime import date

from jaarcyclus.profile.messages import MessagePlan
from jaarcyclus.terms.days import add_working_days

ASKED, LAST_DAY = "gevraagd", "T0"
"""The rung of the question itself, and that of the last day itself; they stand in keys, so they never change."""


def rung_on(day: date, deadline: date, plan: MessagePlan) -> str | None:
    """Return the rung that holds on this day: `gevraagd`, `T-10`, `T-3`, `T0`, `T+1`.

    None in the days between the term and the word that it is over. One that nobody climbed in time is passed over.
    """
    if day > deadline:
        over = add_working_days(deadline, plan.na_werkdagen)
        return f"T+{plan.na_werkdagen}" if day >= over else None
    if day == deadline:
        return LAST_DAY
    reached = [days for days in plan.vooraf_werkdagen if day >= add_working_days(deadline, -days)]
    return f"T-{reached[-1]}" if reached else ASKED


def cannot_wait(rung: str) -> bool:
    """Return whether this goes at once: the term ends today, or is over."""
    return rung == LAST_DAY or rung.startswith("T+")


def is_near(rung: str, plan: MessagePlan) -> bool:
    """Return whether a deputy is told too: from the last rung before the last day on (chosen)."""
    return cannot_wait(rung) or rung == f"T-{plan.vooraf_werkdagen[-1] if plan.vooraf_werkdagen else 0}"
