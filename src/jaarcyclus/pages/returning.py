"""The warnings that passed last boekjaar, and whether the workbooks of this one have them again: a list to go through.

One comes back when the workbook that counts has a warning of its kind about the same line, the same heading, or a place
on that sheet which is neither. Pure; figures are read by their SHA-256.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.dossier.warnings import Warned, all_warnings, reads_warnings, warnings_of
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.pages.line_changes import line_key
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.warning_acts import passing
from jaarcyclus.pages.warnings import tell_passed
from jaarcyclus.rules.context import Read
from jaarcyclus.workbook.form import REGELS, TOELICHTING, Marks
from jaarcyclus.workbook.tables import form_tables

_ROW = re.compile("[A-Z]+([0-9]+)")
_ANYWHERE = ""


class Fate(StrEnum):
    """What became of it in the workbook of this boekjaar."""

    WAITS = "nog geen werkboek"
    BACK = "komt terug"
    PASSED = "opnieuw afgedaan"
    GONE = "niet meer gevonden"
    NO_DUTY = "dient nu niet in"


@dataclass(frozen=True, kw_only=True)
class Returned:
    """One warning of last boekjaar: where it was, what it said, why it passed, and its fate.

    `places` are where it comes back, as (place, address of the act that lets it pass there; "" when none is offered).
    """

    perceel: str
    name: str
    boekjaar: int
    place: str
    told: str
    passed: str
    fate: Fate
    places: tuple[tuple[str, str], ...]


def find_before(standing: Standing, standings: Iterable[Standing]) -> Standing | None:
    """Return the round of the same product of the boekjaar before; None when there is none, or it cannot be read."""
    state = standing.state
    name = dossier_id(state.opened.profiel, state.boekjaar - 1, state.product)
    return next((item for item in standings if item.state.dossier == name), None)


def count_returning(before: Standing | None) -> int:
    """Return how many warnings of the boekjaar before are to be gone through, whether they come back or not."""
    if before is None or not before.state.passed:
        return 0
    return sum(item.passed is not None for item in all_warnings(before.state))


def list_returning(standing: Standing, before: Standing | None, read: Read, person: str) -> tuple[Returned, ...]:
    """Return what this person may read of it, in the order of the percelen; with acts for the controller only."""
    if before is None:
        return ()
    last = (item for item in all_warnings(before.state) if item.passed is not None)
    own = (item for item in last if reads_warnings(standing.state, standing.profile, person, item.perceel))
    may_pass = person == standing.profile.controller
    return tuple(_returned(standing, before, item, read, may_pass=may_pass) for item in own)


def _returned(standing: Standing, before: Standing, last: Warned, read: Read, *, may_pass: bool) -> Returned:
    again = tuple(_again(standing, before, last, read))
    names = {duty.code: duty.naam for duty in before.state.opened.inzendplichten}
    acts = {item: passing(standing, item) for item in again} if may_pass else {}
    return Returned(
        perceel=last.perceel,
        name=names[last.perceel],
        boekjaar=before.state.boekjaar,
        place=last.place,
        told=last.first.melding,
        passed=tell_passed(before, last),
        fate=_fate(standing, last, again),
        places=tuple((item.place, act.path if (act := acts.get(item)) else "") for item in again),
    )


def _fate(standing: Standing, last: Warned, again: tuple[Warned, ...]) -> Fate:
    state = standing.state
    if last.perceel not in state.indieners():
        return Fate.NO_DUTY
    counts = state.current.get(last.perceel)
    if counts is None or counts.overgenomen is not None:
        return Fate.WAITS
    if not again:
        return Fate.GONE
    return Fate.PASSED if all(item.passed for item in again) else Fate.BACK


def _again(standing: Standing, before: Standing, last: Warned, read: Read) -> Iterator[Warned]:
    where = _where(before, last, read)
    for item in warnings_of(standing.state, last.perceel):
        if (item.first.code, item.first.blad) == (last.first.code, last.first.blad):
            here = _where(standing, item, read)
            if where & here or _ANYWHERE in where | here:
                yield item


def _where(standing: Standing, warned: Warned, read: Read) -> frozenset[object]:
    """Return the lines or headings that a warning is about, as they are called in another year too."""
    if warned.first.blad == REGELS:
        names: Mapping[int, object] = _lines(standing, warned.perceel, read)
    elif warned.first.blad == TOELICHTING:
        names = _headings(standing)
    else:
        return frozenset([_ANYWHERE])
    rows = (_ROW.match(item.cel) for item in warned.findings)
    return frozenset(names.get(int(row[1]), _ANYWHERE) if row else _ANYWHERE for row in rows)


def _lines(standing: Standing, perceel: str, read: Read) -> Mapping[int, object]:
    figures = figures_from_json(read(standing.state.current[perceel].cijfers_sha256))
    return {line.rij: line_key(line) for line in figures.regels}


def _headings(standing: Standing) -> Mapping[int, object]:
    state, profile = standing.state, standing.profile
    marks = Marks(profiel=profile.profiel, perceel="", product=state.product, boekjaar=state.boekjaar)
    verantwoording = profile.verantwoording_over(state.boekjaar)
    table = next(item for item in form_tables(marks, verantwoording) if item.sheet == TOELICHTING)
    return {table.first_row + number: heading.code for number, heading in enumerate(verantwoording.koppen)}
