"""What the ledger already knows of a workbook's columns, and where a workbook says something else. Pure.

A budget that was adopted is not typed again: it is compared, per kant, taakveld, categorie and wederpartij, and within
those per line that has kept its words, and for what is incidental. A line may get other words or be split off (chosen)
while the code keeps its amount. Where the amounts come from is `terms.products.Product.known_from`.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.terms.words import to_letters

_NATURE = "wat incidenteel is"
Key = tuple[str, str, str, str]
"""kant, taakveld, categorie, wederpartij ("" for none)."""


@dataclass(frozen=True, kw_only=True)
class KnownColumn:
    """One column as an earlier product of the ledger has it, for one perceel. `exact`: another amount is a fault."""

    column: str
    source: str  # the dossier
    source_column: str
    exact: bool
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One place where a workbook differs; `line` is its first line there, None when it has none.

    `within`: the amounts of the code are as known, and it is this line, or what is incidental (`of_nature`), that
    differs.
    """

    known: KnownColumn
    key: Key
    known_cent: int
    given_cent: int
    line: Line | None
    within: str = ""
    of_nature: bool = False


def differences(figures: Figures, known: Mapping[str, KnownColumn], *, lines: bool = True) -> Iterator[Difference]:
    """Yield every place where the workbook's amount is not the known one, in the order of columns and codes.

    Not `lines`: per code alone, as rules 2 compared.
    """
    for column, source in known.items():
        expected, given = amounts(source.figures, source.source_column), amounts(figures, column)
        for key in sorted(expected.keys() | given.keys()):
            if expected[key] != given[key]:
                line = next((line for line in figures.regels if code_of(line) == key), None)
                yield Difference(known=source, key=key, known_cent=expected[key], given_cent=given[key], line=line)
            elif source.exact and lines:
                yield from _within(key, source, _lines(source.figures, key), column, _lines(figures, key))


def _within(key: Key, source: KnownColumn, before: list[Line], column: str, now: list[Line]) -> Iterator[Difference]:
    """Yield where the lines of one code say otherwise what they together say as known."""
    told = _by(_words, before, source.source_column), _by(_words, now, column)
    flagged = _by(_words, _incidental(before), source.source_column), _by(_words, _incidental(now), column)
    for about, (expected, given), of_nature in (("regel", told, False), (f"{_NATURE} op regel", flagged, True)):
        for words in sorted(told[0].keys() & told[1].keys()):
            if expected[words] != given[words]:
                line = next(line for line in now if _words(line) == words)
                within = f"{about} '{line.omschrijving}'"
                yield _within_code(key, source, expected[words], given[words], line, within, of_nature)
                return
    expected, given = flagged
    if expected.total() != given.total():
        first = next(iter(_incidental(now)), now[0] if now else None)
        yield _within_code(key, source, expected.total(), given.total(), first, _NATURE, of_nature=True)


def _within_code(
    key: Key, source: KnownColumn, expected: int, given: int, line: Line | None, within: str, of_nature: bool
) -> Difference:
    return Difference(
        known=source,
        key=key,
        known_cent=expected,
        given_cent=given,
        line=line,
        within=within,
        of_nature=of_nature,
    )


def _lines(figures: Figures, key: Key) -> list[Line]:
    return [line for line in figures.regels if code_of(line) == key]


def _by(what: Callable[[Line], Hashable], lines: list[Line], column: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for line in lines:
        found[what(line)] += line.bedragen_cent[column] or 0
    return found


def _words(line: Line) -> str:
    """Return the words as a reader takes them: not in which code an accent is written, nor the signs between them."""
    return to_letters(line.omschrijving)


def _incidental(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.incidenteel]


def amounts(figures: Figures, column: str) -> Counter[Key]:
    """Return the cents in a column by key; what is not there counts for nothing."""
    return _by(code_of, list(figures.regels), column)


def code_of(line: Line) -> Key:
    """Return by what amounts are compared."""
    return line.kant, line.taakveld, line.categorie, line.wederpartij or ""
