"""Each rung holds once, in order, and what was missed is passed over: whatever the days and the plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from jaarcyclus.messages.ladder import ASKED, LAST_DAY, cannot_wait, is_near, rung_on
from jaarcyclus.profile.messages import MessagePlan
from jaarcyclus.terms.days import to_working_day

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2029, 12, 31))
PLANS = st.builds(
    MessagePlan,
    vooraf_werkdagen=st.sets(st.integers(1, 30), max_size=4).map(lambda days: tuple(sorted(days, reverse=True))),
    na_werkdagen=st.integers(1, 5),
)


@pytest.mark.parametrize(
    ("day", "rung"),
    [
        ("2026-05-06", ASKED),
        ("2026-05-07", "T-10"),  # 14 May is Ascension Day
        ("2026-05-18", "T-10"),
        ("2026-05-19", "T-3"),
        ("2026-05-22", LAST_DAY),
        ("2026-05-23", None),
        ("2026-05-25", None),  # Whit Monday
        ("2026-05-26", "T+1"),
        ("2026-06-30", "T+1"),
    ],
)
def test_the_rungs_of_a_term_in_may(day: str, rung: str | None) -> None:
    assert rung_on(date.fromisoformat(day), date(2026, 5, 22), MessagePlan()) == rung


@given(DAYS, PLANS)
def test_no_rung_comes_back(deadline: date, plan: MessagePlan) -> None:
    """Whoever keeps which rung was told, tells each at most once by comparing with the last."""
    deadline = to_working_day(deadline)
    days = (deadline + timedelta(days=ahead) for ahead in range(-70, 20))
    seen = [rung for day in days if (rung := rung_on(day, deadline, plan))]

    changes = [rung for place, rung in enumerate(seen) if place == 0 or seen[place - 1] != rung]
    assert len(changes) == len(set(changes))
    assert changes[0] == ASKED
    assert changes[-2:] == [LAST_DAY, f"T+{plan.na_werkdagen}"]


@given(DAYS, DAYS, PLANS)
def test_nothing_is_over_before_its_last_day(day: date, deadline: date, plan: MessagePlan) -> None:
    rung = rung_on(day, deadline, plan)

    assert (rung is None or rung.startswith("T+")) == (day > deadline)
    assert rung is None or cannot_wait(rung) == (day >= deadline)
    assert rung is None or not cannot_wait(rung) or is_near(rung, plan)


@pytest.mark.parametrize("days", [(3, 10), (3, 3), (0,), (61,), (9, 8, 7, 6, 5, 4)])
def test_a_plan_that_nobody_can_mean_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        MessagePlan(vooraf_werkdagen=days)
