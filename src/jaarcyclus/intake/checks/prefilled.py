"""Whether a prefilled workbook still has what it was given out with: its lines, their codes and the adopted amounts.

A line is known by the key in its hidden column, not by its row: rows may be moved. What is compared with is what the
ledger knew when the workbook was given out. Amounts are compared with what it knows now (`intake.checks.known`) once
that is something else.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jaarcyclus.figures.known import Key, code_of
from jaarcyclus.figures.prefill import Issued, prefill
from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.words import to_letters
from jaarcyclus.workbook.form import LAST_TEXT, LINE_KEY, REGELS, TOELICHTING, cell_name
from jaarcyclus.workbook.rows import Row

_FIRST_ROW, _LAST_TEXT_COLUMN = 5, 3  # of the sheet with the texts
_CODES = {"taakveld": "taakveld", "categorie": "categorie", "kant": "lasten of baten", "wederpartij": "wederpartij"}
_NATURES = {True: "incidenteel", False: "structureel"}


@dataclass(kw_only=True)
class Matched:
    """The lines of a workbook beside those it was given out with.

    `lost`: the key is gone and all else is as it was; `twice`: more than one line has the key of one.
    """

    pairs: list[tuple[Line, Line]] = field(default_factory=list)  # as given out, as handed in
    missing: list[Line] = field(default_factory=list)
    lost: list[Line] = field(default_factory=list)
    twice: list[Line] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)


def with_issue(context: Context, issued: Issued, figures: Figures, rows: Mapping[str, Sequence[Row]]) -> Context:
    """Return the context of a workbook that was prefilled by what was known when it was `issued`."""
    return replace(
        context,
        issued=issued,
        prefill=prefill(issued.known, figures.perceel, figures.product, figures.boekjaar),
        line_keys={row.number: str(key) for row in rows[REGELS] if (key := row.values.get(LINE_KEY))},
        last_texts={str(row.values.get("kop")): str(row.values.get(LAST_TEXT) or "") for row in rows[TOELICHTING]},
    )


def check_prefilled(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield what is not as it was given out; nothing for a workbook that was not prefilled."""
    if context.issued is None:
        return
    if not context.issued.current:
        yield bevinding("VOORINGEVULD_OP_OUDE_STAND", stand=context.issued.told)
    found = match_lines(figures, context)
    for line in found.twice:
        words = line.omschrijving
        yield on_line("REGELSLEUTEL_DUBBEL", line, context, "omschrijving", words, omschrijving=words)
    for line in found.unknown:
        words = line.omschrijving
        yield on_line("REGELSLEUTEL_ONBEKEND", line, context, "omschrijving", words, omschrijving=words)
    if found.lost:
        first = found.lost[0]
        yield on_line("REGELSLEUTEL_KWIJT", first, context, "omschrijving", first.omschrijving, aantal=len(found.lost))
    for line in found.missing:
        yield bevinding("VOORINGEVULDE_REGEL_ONTBREEKT", blad=REGELS, regel=_name(line))
    for given, line in found.pairs:
        yield from _changed_codes(given, line, context)
        yield from _changed_amounts(given, line, context)


def check_last_texts(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield where somebody wrote in the column that shows the last text: nobody reads it there."""
    if context.issued is None or context.prefill is None:
        return
    for number, heading in enumerate(context.verantwoording.koppen_of(figures.product)):
        shown = context.last_texts.get(heading.code, "")
        if _words(shown) != _words(context.prefill.texts.get(heading.code, "")):
            cell = cell_name(_FIRST_ROW + number, _LAST_TEXT_COLUMN)
            yield bevinding("VORIGE_TEKST_GEWIJZIGD", blad=TOELICHTING, cel=cell, waarde=shown, kop=heading.naam)


def told_codes(figures: Figures, context: Context) -> frozenset[tuple[Key, bool]]:
    """Return the codes of which a finding of this module tells what is wrong: comparing them again tells it twice.

    With True for the adopted amounts and with False for the others.
    """
    if context.issued is None:
        return frozenset()
    found = match_lines(figures, context)
    elsewhere, amounts = [*found.missing, *found.twice], []
    for given, line in found.pairs:
        if any(_changed_codes(given, line, context)):
            elsewhere += [given, line]
        elif any(_changed_amounts(given, line, context)):
            amounts.append(line)
    told = {(code_of(line), exact) for line in elsewhere for exact in (True, False)}
    return frozenset(told | {(code_of(line), True) for line in amounts})


def match_lines(figures: Figures, context: Context) -> Matched:
    """Return which line is which, by key, else by codes and description."""
    expected = dict(context.prefill.lines) if context.prefill else {}
    keys = {line.rij: context.line_keys.get(line.rij, "") for line in figures.regels}
    counts = Counter(keys.values())
    found, free = Matched(), []
    for line in figures.regels:
        key = keys[line.rij]
        if key not in expected:
            free.append(line)
        elif counts[key] > 1:
            found.twice.append(line)
        else:
            found.pairs.append((expected[key], line))
    by_words: dict[tuple[Key, str], list[Line]] = {}
    for line in free:
        by_words.setdefault(_identity(line), []).append(line)
    for given in (line for key, line in expected.items() if key not in counts):
        twins = by_words.get(_identity(given))
        if not twins:
            found.missing.append(given)
        else:
            twin = twins.pop(0)
            found.pairs.append((given, twin))
            if not keys[twin.rij]:
                found.lost.append(twin)
    found.unknown += [line for line in figures.regels if keys[line.rij] and keys[line.rij] not in expected]
    return found


def _changed_codes(given: Line, line: Line, context: Context) -> Iterator[Bevinding]:
    for column, name in _CODES.items():
        before, now = getattr(given, column) or "", getattr(line, column) or ""
        if before != now and not context.is_unread(column, line):
            yield on_line(
                "VASTE_WAARDE_GEWIJZIGD", line, context, column, now, wat=name, vast=before or "leeg", nu=now or "leeg"
            )
    fixed = context.prefill is not None and context.prefill.same_year and context.issued and context.issued.current
    if fixed and given.incidenteel != line.incidenteel and not context.is_unread("aard", line):
        before, now = (_NATURES[item.incidenteel] for item in (given, line))
        yield on_line("VASTE_WAARDE_GEWIJZIGD", line, context, "aard", now, wat="de aard", vast=before, nu=now)


def _changed_amounts(given: Line, line: Line, context: Context) -> Iterator[Bevinding]:
    """Yield each adopted amount that is another, while what was given out is what counts."""
    if context.prefill is None or context.issued is None or not context.issued.current:
        return
    for column in sorted(context.prefill.fixed):
        before, now = given.bedragen_cent[column], line.bedragen_cent[column]
        if before is not None and now is not None and before != now:
            heading = next(item.heading for item in context.line_table.columns if item.sleutel == column)
            yield on_line(
                "VASTE_WAARDE_GEWIJZIGD",
                line,
                context,
                column,
                format_euro(now),
                wat=f"'{heading}'",
                vast=format_euro(before),
                nu=format_euro(now),
            )


def changed_line(figures: Figures, context: Context, key: Key, column: str) -> Line | None:
    """Return which line of a code makes its amount another one than known: changed since it was given out, or new.

    None where keys do not tell: a workbook that was not prefilled.
    """
    if context.issued is None:
        return None
    pairs = match_lines(figures, context).pairs
    known = {line.rij for _, line in pairs}
    changed = [line for given, line in pairs if given.bedragen_cent[column] != line.bedragen_cent[column]]
    new = [line for line in figures.regels if line.rij not in known and line.bedragen_cent[column]]
    return next((line for line in (*changed, *new) if code_of(line) == key), None)


def _name(line: Line) -> str:
    return f"'{line.omschrijving}' ({line.kant}, taakveld {line.taakveld}, categorie {line.categorie})"


def _identity(line: Line) -> tuple[Key, str]:
    return code_of(line), to_letters(line.omschrijving)


def _words(text: str) -> list[str]:
    return text.split()
