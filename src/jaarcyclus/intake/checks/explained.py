"""The checks on deviations: a large one is explained, and the text is about the large ones.

A line counts as explained when it has a text of its own, which form 3 has room for, or when the sheet Toelichting names
it or its amount.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jaarcyclus.figures.records import Figures, Line, deviation
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.intake.checks.plausible import says_something
from jaarcyclus.intake.checks.prose_amounts import ProseAmount, amounts_in
from jaarcyclus.intake.checks.words import beginnings_of, content_words, is_named
from jaarcyclus.profile.verantwoording import ExplanationLimit
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import TOELICHTING

_LARGEST_PCT = 60
"""Which part of all deviations together the largest ones make (chosen)."""
_MOST_NAMED = 3
_MANY = 4
"""How many times the euros of the profile's limit are worth a word, whatever part of the line they are (chosen)."""
_REFUSED_SINCE = 6
"""The rules since which a large deviation without a word refuses, whatever else the texts are about."""
_ON_THE_LINE = (
    "Schrijf in de kolom Toelichting op de regel waardoor het bedrag anders is, of noem de regel op het blad "
    "Toelichting."
)


@dataclass(frozen=True, kw_only=True)
class _Deviation:
    """How a line deviates, and whether a text is about it."""

    line: Line
    base_cent: int
    cent: int  # as `figures.records.deviation`: positive is a voordeel
    named: bool


def check_explained(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield lines that deviate by more than both thresholds of the profile and that no text names."""
    return _unexplained("AFWIJKING_NIET_TOEGELICHT", figures, context)


def check_each_explained(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield the same lines: a large deviation needs its explanation, so that nobody has to ask for it."""
    return _unexplained("AFWIJKING_ZONDER_TOELICHTING", figures, context)


def _unexplained(code: str, figures: Figures, context: Context) -> Iterator[Bevinding]:
    """One that `check_largest_explained` names is not told twice; since rules 6 it names none that is told here."""
    limit = context.verantwoording.toelichtingsgrens
    base, main = PRODUCTS[figures.product].explained
    heading = next(item.heading for item in context.line_table.columns if item.sleutel == base)
    found = _deviations(figures, context)
    told = {item.line.rij for item in _passed_over(found, limit, context)[1]}
    for item in found:
        if not item.named and item.line.rij not in told and limit.is_over(item.base_cent, item.cent):
            told_line = on_line(
                code,
                item.line,
                context,
                main,
                format_euro(item.line.bedragen_cent[main] or 0),
                omschrijving=item.line.omschrijving,
                verschil=format_euro(abs(item.cent)),
                teken="V" if item.cent > 0 else "N",
                kolom=heading,
                grens=f"{format_euro(limit.euro * 100)} en {limit.procent}%",
            )
            yield replace(told_line, herstel=_ON_THE_LINE) if _has_own_text(context) else told_line


def check_largest_explained(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding when the texts name lines that deviate, and none of those that make most of the deviation.

    Since a large deviation without a word refuses, of those that are many euros and a small part of their line.
    """
    named, passed = _passed_over(_deviations(figures, context), context.verantwoording.toelichtingsgrens, context)
    if passed:
        yield bevinding(
            "TOELICHTING_NOEMT_ANDERE_REGELS", blad=TOELICHTING, genoemd=_list(named), grootste=_list(passed)
        )


def _passed_over(
    deviations: list[_Deviation], limit: ExplanationLimit, context: Context
) -> tuple[list[_Deviation], list[_Deviation]]:
    """Return the lines that the texts name, and the larger ones they should have named; nothing when all is well."""
    found = sorted(deviations, key=lambda item: -abs(item.cent))
    largest = list(_largest(found))
    named = [item for item in found if item.named]
    if context.regels < _REFUSED_SINCE:
        over = [item for item in largest if limit.is_over(item.base_cent, item.cent)]
    else:
        over = [item for item in largest if _is_many_euros(item, limit)]
    return (named, over) if named and not any(item.named for item in largest) else ([], [])


def _is_many_euros(item: _Deviation, limit: ExplanationLimit) -> bool:
    """Return whether a small part of a large line is still a large amount, which nothing refuses."""
    return abs(item.cent) >= _MANY * 100 * limit.euro and not limit.is_over(item.base_cent, item.cent)


def _largest(found: list[_Deviation]) -> Iterator[_Deviation]:
    total, reached = sum(abs(item.cent) for item in found), 0
    for item in found:
        if 100 * reached >= _LARGEST_PCT * total:
            return
        reached += abs(item.cent)
        yield item


def _has_own_text(context: Context) -> bool:
    """Return whether the form has a text on each line."""
    return any(column.sleutel == "toelichting" for column in context.line_table.columns)


def _deviations(figures: Figures, context: Context) -> list[_Deviation]:
    has_words = says_something if context.regels >= _REFUSED_SINCE else bool
    base, main = PRODUCTS[figures.product].explained
    words = beginnings_of(word for text in figures.toelichting.values() for word in content_words(text))
    amounts = [amount for text in figures.toelichting.values() for amount in amounts_in(text)]
    return [
        _Deviation(
            line=line,
            base_cent=line.bedragen_cent[base] or 0,
            cent=cent,
            named=has_words(line.toelichting) or is_named(line.omschrijving, words) or _is_amount_named(cent, amounts),
        )
        for line in figures.regels
        if (cent := deviation(line.kant, line.bedragen_cent[base], line.bedragen_cent[main]))
    ]


def _is_amount_named(cent: int, amounts: list[ProseAmount]) -> bool:
    return any(amount.least_cent <= abs(cent) <= amount.most_cent for amount in amounts)


def _list(items: list[_Deviation]) -> str:
    names = ", ".join(f"'{item.line.omschrijving}'" for item in items[:_MOST_NAMED])
    return f"{names} en nog {len(items) - _MOST_NAMED}" if len(items) > _MOST_NAMED else names
