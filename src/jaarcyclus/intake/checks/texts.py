"""The checks on what is written: copied from elsewhere, or with amounts that stand nowhere in the figures."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from jaarcyclus.figures.records import Figures, total_cent
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.intake.checks.prose_amounts import amounts_in
from jaarcyclus.intake.checks.words import (
    ALIKE,
    LEAST_WORDS,
    LEAST_WORDS_ALIKE,
    LEAST_WORDS_TO_REFUSE,
    all_words,
    content_words,
    share_of,
)
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import TOELICHTING, cell_name

_FIRST_ROW, _TEXT_COLUMN = 5, 2
_MOST_WORDS = 6


@dataclass(frozen=True, kw_only=True)
class _Text:
    """One text with where it stands, as a sentence says it, and its words.

    `repeats`: a text that is only alike says again what another year or heading said; within a year the plan and the
    report on it are rightly about the same things.
    """

    where: str
    text: str
    words: tuple[str, ...]
    content: frozenset[str]
    repeats: bool = True


def check_copied_texts(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield texts that are another's of this workbook or of an earlier product of the perceel, or that look like it.

    A text is told once, beside the one that is most like it.
    """
    earlier = list(_earlier_texts(figures.boekjaar, context))
    for heading, cell, text in _texts(figures, context):
        own = _as_text(f"onder '{_name(heading, figures.product, context)}' op dit blad", text)
        if len(own.content) < LEAST_WORDS:
            continue
        if found := _compare(own, earlier, cell):
            yield found
        earlier.append(own)


def check_amounts_in_texts(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield amounts in a text that match nothing in the figures: as a question, for a text may tell of another year."""
    found = [(cell, amount) for _, cell, text in _texts(figures, context) for amount in dict.fromkeys(amounts_in(text))]
    if not found or context.doubts or context.unread:
        return
    known = sorted(_all_amounts(figures, context))
    for cell, amount in found:
        place = bisect_left(known, amount.least_cent)
        if place == len(known) or known[place] > amount.most_cent:
            yield bevinding(
                "BEDRAG_IN_TEKST_ONBEKEND", blad=TOELICHTING, cel=cell, waarde=amount.text, bedrag=amount.text
            )


def _texts(figures: Figures, context: Context) -> Iterator[tuple[str, str, str]]:
    """Yield heading, cell and text of each heading, as the form has them below one another."""
    for number, heading in enumerate(context.verantwoording.koppen_of(figures.product)):
        yield heading.code, cell_name(_FIRST_ROW + number, _TEXT_COLUMN), figures.toelichting.get(heading.code, "")


def _name(heading: str, product: str, context: Context) -> str:
    return next((item.naam for item in context.verantwoording.koppen_of(product) if item.code == heading), heading)


def _earlier_texts(boekjaar: int, context: Context) -> Iterator[_Text]:
    told = {context.name_source(known): known.figures for known in context.known.values()}
    for source, figures in told.items():
        for heading, text in figures.toelichting.items():
            where = f"in {source} onder '{_name(heading, figures.product, context)}'"
            made = _as_text(where, text, repeats=figures.boekjaar != boekjaar)
            if len(made.content) >= LEAST_WORDS:
                yield made


def _as_text(where: str, text: str, *, repeats: bool = True) -> _Text:
    return _Text(where=where, text=text, words=all_words(text), content=content_words(text), repeats=repeats)


def _compare(own: _Text, earlier: Sequence[_Text], cell: str) -> Bevinding | None:
    same = next((other for other in earlier if other.words == own.words), None)
    if same and len(own.content) >= LEAST_WORDS_TO_REFUSE:
        return bevinding("TEKST_GEKOPIEERD", blad=TOELICHTING, cel=cell, waarde=own.text, waar=same.where)
    alike = [other for other in earlier if _looks_alike(own, other)]
    like = max(alike, key=lambda other: _share(own, other), default=None)
    if like is None:
        return None
    shared = sorted(own.content & like.content, key=lambda word: (-len(word), word))
    return bevinding(
        "TEKST_LIJKT_OP",
        blad=TOELICHTING,
        cel=cell,
        waarde=own.text,
        waar=like.where,
        andere=like.text,
        woorden=", ".join(shared[:_MOST_WORDS]),
    )


def _looks_alike(own: _Text, other: _Text) -> bool:
    shortest = min(len(own.content), len(other.content))
    alike = shortest >= LEAST_WORDS_ALIKE and _share(own, other) >= ALIKE
    return other.repeats and (alike or own.words == other.words)


def _share(own: _Text, other: _Text) -> float:
    return share_of(own.content, other.content)


def _all_amounts(figures: Figures, context: Context) -> set[int]:
    """Return every amount in cents, without its sign, that a reader of the workbook can find or work out."""
    columns = PRODUCTS[figures.product].columns
    rows = [line.bedragen_cent for line in figures.regels]
    rows += _sums(figures, columns)
    found = {abs(cent) for row in rows for cent in row.values() if cent}
    for one, other in combinations(columns, 2):
        found |= {abs((row[one] or 0) - (row[other] or 0)) for row in rows}
    found |= {abs(item.gevolg_cent) for item in figures.risicos}
    if figures.menskracht:
        found.add(abs(figures.menskracht.externe_inhuur_cent))
    for known in context.known.values():
        found |= {abs(line.bedragen_cent[known.source_column] or 0) for line in known.figures.regels}
        found |= {abs(row[known.source_column]) for row in _sums(known.figures, (known.source_column,))}
    return found - {0}


def _sums(figures: Figures, columns: Iterable[str]) -> list[dict[str, int]]:
    """Return the totals, and those of each taakveld, categorie and party: a row of cents per column each."""
    columns = tuple(columns)
    groups: dict[tuple[str, ...], dict[str, int]] = {}
    for line in figures.regels:
        keys = [("alles",), ("taakveld", line.taakveld), ("categorie", line.categorie)]
        keys += [("beide", line.taakveld, line.categorie), ("partij", line.wederpartij or "")]
        keys += [("aard", "incidenteel" if line.incidenteel else "structureel")]
        for key in keys:
            row = groups.setdefault((line.kant, *key), dict.fromkeys(columns, 0))
            for column in columns:
                row[column] += line.bedragen_cent[column] or 0
    balance = {
        column: total_cent(figures.regels, "lasten", column) - total_cent(figures.regels, "baten", column)
        for column in columns
    }
    return [*groups.values(), balance]
