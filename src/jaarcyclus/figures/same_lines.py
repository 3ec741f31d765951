"""The lines of several sources put together: one line for what is the same but for its amounts. Pure."""

from collections.abc import Iterable

from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.records import Line, add_known
from jaarcyclus.terms import canonical

Same = tuple[str, str, str, str, str, bool, str]
"""kant, taakveld, categorie, wederpartij ("" for none), omschrijving, incidenteel, btw-regime."""
Amounts = dict[str, int | None]
_KEY_LENGTH = 12  # chosen: of 5.000 lines two have the same key less than once in ten million workbooks


def merge_lines(sources: Iterable[KnownColumn]) -> dict[Same, tuple[Line, Amounts]]:
    """Return each line once, with its cents in the column of each source; the lines of the first source come first.

    A line that a source does not have is nought in its column; the column of a source without any amount, because it
    was the perceel's first year, is None.
    """
    sources = tuple(sources)
    nothing: Amounts = {source.column: 0 if _has_figures(source) else None for source in sources}
    lines: dict[Same, tuple[Line, Amounts]] = {}
    for source in sources:
        for line in source.figures.regels:
            _, row = lines.setdefault(same(line), (line, dict(nothing)))
            row[source.column] = add_known((row[source.column], line.bedragen_cent[source.source_column]))
    return lines


def same(line: Line) -> Same:
    """Return all that a line says but its amounts and where it stands."""
    return (
        line.kant,
        line.taakveld,
        line.categorie,
        line.wederpartij or "",
        line.omschrijving,
        line.incidenteel,
        line.btw_regime,
    )


def line_key(line: Line) -> str:
    """Return the key that a prefilled line has on the sheet: of what it says, so that every source gives it alike."""
    return canonical.sha256(canonical.dumps(list(same(line))))[:_KEY_LENGTH]


def _has_figures(source: KnownColumn) -> bool:
    return any(line.bedragen_cent[source.source_column] is not None for line in source.figures.regels)
