"""The days of a cycle: as the profile writes them, moved to a working day, counted in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.terms.days import MONTHS, YearDay, add_working_days, format_date, is_working_day, to_working_day

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
WORKING_DAYS = DAYS.map(to_working_day)


@pytest.mark.parametrize(
    ("text", "boekjaar", "dag"),
    [
        ("1 april T-1", 2027, date(2026, 4, 1)),
        ("30 april T", 2027, date(2027, 4, 30)),
        ("10 januari T+1", 2027, date(2028, 1, 10)),
        ("29 februari T", 2028, date(2028, 2, 29)),
        ("29 februari T", 2027, date(2027, 2, 28)),
        ("29 februari T-1", 2029, date(2028, 2, 29)),
    ],
)
def test_a_day_of_the_year_becomes_a_date(text: str, boekjaar: int, dag: date) -> None:
    written = YearDay.parse(text)

    assert written.in_boekjaar(boekjaar) == dag


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 april", "'1 april' is geen datum als '1 april T-1'"),
        ("1 April T", "'1 April T' is geen datum als '1 april T-1'"),
        ("2026-04-01", "'2026-04-01' is geen datum als '1 april T-1'"),
        ("31 april T-1", "'31 april T-1' bestaat niet op de kalender"),
        ("30 februari T", "'30 februari T' bestaat niet op de kalender"),
        ("0 mei T", "'0 mei T' bestaat niet op de kalender"),
    ],
)
def test_what_is_no_day_is_refused_in_dutch(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        YearDay.parse(text)


@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(-9, 9))
def test_a_day_is_read_back_as_it_is_written(day: date, shift: int) -> None:
    written = YearDay(day.day, day.month, shift)

    assert YearDay.parse(str(written)) == written


@pytest.mark.parametrize(
    ("dag", "werkt"),
    [
        (date(2026, 4, 6), False),  # tweede paasdag
        (date(2026, 4, 27), False),  # Koningsdag
        (date(2025, 4, 26), False),  # Koningsdag a day early: the 27th was a Sunday
        (date(2026, 5, 14), False),  # Hemelvaart
        (date(2026, 12, 25), False),
        (date(2026, 5, 5), False),  # Bevrijdingsdag, also when it is no lustrum (Algemene termijnenwet art. 3.1)
        (date(2026, 4, 3), False),  # Goede Vrijdag (art. 3.2)
        (date(2026, 12, 24), True),
        (date(2026, 6, 27), False),  # Saturday
        (date(2026, 6, 29), True),
    ],
)
def test_knows_the_dutch_working_days(dag: date, werkt: bool) -> None:
    assert is_working_day(dag) == werkt


@given(DAYS)
def test_a_free_day_moves_to_the_first_working_day_after_it(day: date) -> None:
    moved = to_working_day(day)

    skipped = [day + timedelta(days=number) for number in range((moved - day).days)]
    assert is_working_day(moved)
    assert not any(is_working_day(other) for other in skipped)


@given(DAYS, DAYS)
def test_moving_keeps_the_order_of_days(one: date, other: date) -> None:
    """So a profile whose written dates are in order never has gates in the wrong order."""
    first, second = sorted((one, other))

    assert to_working_day(first) <= to_working_day(second)


@given(DAYS, st.integers(0, 30))
def test_counting_forward_passes_exactly_that_many_working_days(day: date, count: int) -> None:
    end = add_working_days(day, count)

    passed = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert sum(is_working_day(other) for other in passed) == count


@given(WORKING_DAYS, st.integers(-30, 30))
def test_counting_back_undoes_counting_forward(day: date, count: int) -> None:
    there = add_working_days(day, count)

    assert add_working_days(there, -count) == day


@pytest.mark.parametrize("month", range(1, 13))
def test_dates_are_written_in_dutch(month: int) -> None:
    assert format_date(date(2026, month, 1)) == f"1 {MONTHS[month - 1]} 2026"
