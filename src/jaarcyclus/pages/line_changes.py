"""How a workbook differs from the one before it: per line in the product's main column, and where else. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from jaarcyclus.figures.records import Figures, Line, total_cent
from jaarcyclus.terms.formats import format_amount
from jaarcyclus.terms.products import PRODUCTS, column_heading
from jaarcyclus.terms.words import to_letters
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS

MOST_ROWS = 200
"""How many lines a page shows (chosen: a page of at most 150 kB)."""
Key = tuple[str, str, str, str, str]
"""kant, taakveld, categorie, wederpartij ("" for none), and the words by their letters."""
_SHEETS = {
    "toelichting": "Toelichting",
    "indicatoren": "Doelen en indicatoren",
    "risicos": "Risico's",
    "menskracht": "Menskracht",
}


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """One line with another amount, as texts; `before` or `after` is a dash when the line is only in the other."""

    side: str
    codes: str
    words: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, kw_only=True)
class LineChanges:
    """All that differs. `totals` are rows too; `elsewhere`: lines of which only another column or mark differs.

    `untold`: how many rows there is no room for, of which the difference is smaller than that of those that are there.
    """

    heading: str
    rows: tuple[LineChange, ...]
    untold: int
    totals: tuple[LineChange, ...]
    elsewhere: int
    sheets: tuple[str, ...]


def compare_lines(before: Figures, after: Figures) -> LineChanges:
    """Return how two workbooks of one perceel and product differ."""
    column = PRODUCTS[after.product].main_column
    old, new = _by_key(before), _by_key(after)
    rows = list(_changed_rows(old, new, column))
    largest = sorted(range(len(rows)), key=lambda place: -rows[place][0])[:MOST_ROWS]
    return LineChanges(
        heading=column_heading(column, after.boekjaar, first_year=False, peildatum=None),
        rows=tuple(rows[place][1] for place in sorted(largest)),
        untold=len(rows) - len(largest),
        totals=tuple(_totals(before, after, column)),
        elsewhere=sum(
            _amount(old[key], column) == _amount(new[key], column) and _rest(old[key]) != _rest(new[key])
            for key in old.keys() & new.keys()
        ),
        sheets=(
            *(name for part, name in _SHEETS.items() if getattr(before, part) != getattr(after, part)),
            *_extra(before, after),
        ),
    )


def _extra(before: Figures, after: Figures) -> Iterator[str]:
    """Yield the sheets of a profile's own of which something differs."""
    for key, name in EXTRA_SHEETS.items():
        if before.bladen.get(key) != after.bladen.get(key):
            yield name


def line_key(line: Line) -> Key:
    """Return by what a line is the same one in another workbook."""
    return (line.kant, line.taakveld, line.categorie, line.wederpartij or "", to_letters(line.omschrijving))


def _by_key(figures: Figures) -> dict[Key, list[Line]]:
    found: dict[Key, list[Line]] = {}
    for line in figures.regels:
        found.setdefault(line_key(line), []).append(line)
    return found


def _changed_rows(
    old: dict[Key, list[Line]], new: dict[Key, list[Line]], column: str
) -> Iterator[tuple[int, LineChange]]:
    """Yield each line that differs, behind by how many cents."""
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = (_amount(lines.get(key, ()), column) for lines in (old, new))
        if before != after or key not in old or key not in new:
            line = (new.get(key) or old[key])[0]
            codes = " / ".join(filter(None, (line.taakveld, line.categorie, line.wederpartij)))
            yield abs((after or 0) - (before or 0)), _row(line.kant, codes, line.omschrijving, before, after)


def _totals(before: Figures, after: Figures, column: str) -> Iterator[LineChange]:
    for side in ("lasten", "baten"):
        old, new = total_cent(before.regels, side, column), total_cent(after.regels, side, column)
        yield _row(side, "", f"Totaal {side}", old, new)


def _row(side: str, codes: str, words: str, before: int | None, after: int | None) -> LineChange:
    difference = (after or 0) - (before or 0)
    return LineChange(
        side=side,
        codes=codes,
        words=words,
        before=format_amount(before),
        after=format_amount(after),
        difference=f"{'+' if difference > 0 else ''}{format_amount(difference)}",
    )


def _amount(lines: list[Line] | tuple[()], column: str) -> int | None:
    """Return the sum in cents of lines that are alike; None when there is no line, or no amount in it."""
    known = [cent for line in lines if (cent := line.bedragen_cent[column]) is not None]
    return sum(known) if known else None


def _rest(lines: list[Line]) -> list[tuple[object, ...]]:
    """Return all that a line says but where it stands on the sheet."""
    return [(line.omschrijving, line.incidenteel, line.btw_regime, dict(line.bedragen_cent)) for line in lines]
