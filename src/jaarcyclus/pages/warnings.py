"""The warnings on the workbooks of one dossier: which are open, which the controller let pass, and why. Pure.

They hold nothing up. Who runs the cycle reads all of them, a sender his own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.warnings import Warned, all_warnings, warnings_of
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.warning_acts import passing
from jaarcyclus.terms.formats import format_day


@dataclass(frozen=True, kw_only=True)
class Line:
    """One warning. `passed`: when, by whom and why it was let pass, "" while it is open; `act`: where that is done."""

    place: str
    code: str
    told: str
    passed: str
    act: str


@dataclass(frozen=True, kw_only=True)
class OfPerceel:
    """The warnings on the workbook of one perceel, open ones first."""

    name: str
    receipt: int
    lines: tuple[Line, ...]

    @property
    def open(self) -> int:
        """Return how many nobody let pass."""
        return sum(not line.passed for line in self.lines)


def list_warnings(standing: Standing, *, may_pass: bool) -> tuple[OfPerceel, ...]:
    """Return what there is per perceel, in the order of the duties; `may_pass`: with where each is let pass."""
    duties = standing.state.opened.inzendplichten
    made = (
        _of_perceel(standing, duty.naam, warned, may_pass=may_pass)
        for duty in duties
        if (warned := warnings_of(standing.state, duty.code))
    )
    return tuple(made)


def list_passed(standing: Standing, perceel: str, receipt: int) -> tuple[Line, ...]:
    """Return what was let pass on the workbook of this receipt; nothing of one that was replaced."""
    return tuple(
        _line(standing, item, may_pass=False)
        for item in warnings_of(standing.state, perceel)
        if item.passed is not None and item.receipt == receipt
    )


def count_open(state: Dossier) -> int:
    """Return how many warnings on the workbooks that count nobody let pass."""
    return sum(item.passed is None for item in all_warnings(state))


def tell_count(state: Dossier) -> str:
    """Return `3 waarschuwingen staan open, 1 is afgedaan.`; "" when there is none."""
    found = all_warnings(state)
    open_, passed = count_open(state), len(found) - count_open(state)
    told = {0: "Geen waarschuwing staat open", 1: "1 waarschuwing staat open"}.get(
        open_, f"{open_} waarschuwingen staan open"
    )
    done = {0: "", 1: ", 1 is afgedaan"}.get(passed, f", {passed} zijn afgedaan")
    return f"{told}{done}." if found else ""


def tell_passed(standing: Standing, warned: Warned) -> str:
    """Return when, by whom and why this one was let pass; "" while it is open."""
    if warned.passed is None:
        return ""
    by, day = standing.profile.name_person(warned.passed.door), format_day(warned.passed.klok)
    return f"Afgedaan door {by} op {day}. Reden: {warned.passed.content.reden}"


def _of_perceel(standing: Standing, name: str, warned: Iterable[Warned], *, may_pass: bool) -> OfPerceel:
    ordered = sorted(warned, key=lambda item: item.passed is not None)
    return OfPerceel(
        name=name,
        receipt=ordered[0].receipt,
        lines=tuple(_line(standing, item, may_pass=may_pass) for item in ordered),
    )


def _line(standing: Standing, warned: Warned, *, may_pass: bool) -> Line:
    act = passing(standing, warned) if may_pass else None
    return Line(
        place=warned.place,
        code=warned.first.code,
        told=warned.first.melding,
        passed=tell_passed(standing, warned),
        act=act.path if act else "",
    )
