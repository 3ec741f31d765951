"""How a workbook differs from the one before it: per line in the product's main column, and where else. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from jaarcyclus.figures.records import Figures, Line, total_cent
from jaarcyclus.terms.formats import format_amount, join_names
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

    `beside`: what differs of those, a sentence each, and `beside_untold`: how many sentences there is no room for.
    `untold`: how many rows there is no room for, of which the difference is smaller than that of those that are there.
    """

    heading: str
    rows: tuple[LineChange, ...]
    untold: int
    totals: tuple[LineChange, ...]
    elsewhere: int
    beside: tuple[str, ...]
    beside_untold: int
    sheets: tuple[str, ...]


def compare_lines(before: Figures, after: Figures) -> LineChanges:
    """Return how two workbooks of one perceel and product differ."""
    column = PRODUCTS[after.product].main_column
    old, new = _by_key(before), _by_key(after)
    rows = list(_changed_rows(old, new, column))
    same = [key for key in new if key in old and _amount(old[key], column) == _amount(new[key], column)]
    beside = [told for key in same if (told := _beside(old[key], new[key], after, column))]
    largest = sorted(range(len(rows)), key=lambda place: -rows[place][0])[:MOST_ROWS]
    return LineChanges(
        heading=column_heading(column, after.boekjaar, first_year=False, peildatum=None),
        rows=tuple(rows[place][1] for place in sorted(largest)),
        untold=len(rows) - len(largest),
        totals=tuple(_totals(before, after, column)),
        elsewhere=len(beside),
        beside=tuple(beside[:MOST_ROWS]),
        beside_untold=max(0, len(beside) - MOST_ROWS),
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


def _beside(old: list[Line], new: list[Line], figures: Figures, main: str) -> str:
    """Return in Dutch what else differs of lines that are alike in the main column; "" when nothing does."""
    columns = (column for column in PRODUCTS[figures.product].columns if column != main)
    heading = partial(column_heading, boekjaar=figures.boekjaar, first_year=False, peildatum=None)
    told = [
        f"{heading(column)} van {format_amount(before)} naar {format_amount(after)}"
        for column in columns
        if (before := _amount(old, column)) != (after := _amount(new, column))
    ]
    told += [what for what, of in _MARKS.items() if [of(line) for line in old] != [of(line) for line in new]]
    return f"{new[0].omschrijving}: {join_names(told)}" if told else ""


_MARKS: Mapping[str, Callable[[Line], object]] = {
    "de omschrijving": lambda line: line.omschrijving,
    "structureel of incidenteel": lambda line: line.incidenteel,
    "het btw-regime": lambda line: line.btw_regime,
    "de soort mutatie": lambda line: line.soort_mutatie,
    "de toelichting op de regel": lambda line: line.toelichting,
}
