"""The warnings on the workbooks of one dossier: which are open, which the controller let pass, and why. Pure.

They hold nothing up. Who runs the cycle reads all of them, a sender his own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.warnings import Warned, reads_warnings, tell_count, warnings_of
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


def list_warnings(standing: Standing, person: str) -> Iterator[OfPerceel]:
    """Yield what this person may read per perceel, in the order of the duties; to the controller with the acts."""
    state, may_pass = standing.state, person == standing.profile.controller
    for duty in state.opened.inzendplichten:
        warned = warnings_of(state, duty.code)
        if warned and reads_warnings(state, standing.profile, person, duty.code):
            yield _of_perceel(standing, duty.naam, warned, may_pass=may_pass)


def list_passed(standing: Standing, perceel: str, receipt: int) -> tuple[Line, ...]:
    """Return what was let pass on the workbook of this receipt; nothing of one that was replaced."""
    return tuple(
        _line(standing, item, may_pass=False)
        for item in warnings_of(standing.state, perceel)
        if item.passed is not None and item.receipt == receipt
    )


def tell_warned(state: Dossier, last_year: int) -> str:
    """Return that, and how many of last boekjaar are to be gone through."""
    ahead = {0: "", 1: "1 van vorig boekjaar is na te lopen."}.get(
        last_year, f"{last_year} van vorig boekjaar zijn na te lopen."
    )
    return " ".join(filter(None, (tell_count(state), ahead)))


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
