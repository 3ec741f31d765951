"""The check on what is about an earlier boekjaar: its lasten and baten stay apart, so that a reader sees both."""

import re
from collections.abc import Iterator

from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.intake.checks.words import plain_letters
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS

_EARLIER = re.compile(
    r"\b(?:voor(?:gaande?|ige?|afgaande?)|vorige?|eerdere?|oudere|oude|verstreken|afgesloten)\s+"
    r"(?:(?:boek|dienst|belasting|begrotings)?ja(?:ar|ren)|dienst)\b|\bnagekomen\b|\boude-?jaren\b|\bvoorjaren\b"
)
_SETTLED = re.compile(
    r"afrekening|nacalculatie|naheffing|nabetaling|naverrekening|correctie|restitutie|suppletie|verrekening|bonus|terugga(?:af|ve)|vrijval|creditnota|terugbetaling"
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_NETTED = re.compile(r"\bsaldo\b|\bgesaldeerde?\b|\bsaldering\b|\bper saldo\b|\bbaten en lasten\b|\blasten en baten\b")


def check_former_years(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield lines about an earlier year that are negative, or called a balance: then both sides are one amount."""
    for line in figures.regels:
        if not _is_of_earlier_year(line.omschrijving, figures.boekjaar):
            continue
        if column := _negative(line, figures.product):
            cent = line.bedragen_cent[column] or 0
            yield _finding(line, context, column, format_euro(cent), "een negatief bedrag")
        elif _NETTED.search(plain_letters(line.omschrijving)):
            yield _finding(line, context, "omschrijving", line.omschrijving, "een saldo")


def _is_of_earlier_year(description: str, boekjaar: int) -> bool:
    words = plain_letters(description)
    earlier = any(int(year) < boekjaar for year in _YEAR.findall(words))
    return bool(_EARLIER.search(words)) or (earlier and bool(_SETTLED.search(words)))


def _negative(line: Line, product: str) -> str | None:
    columns = PRODUCTS[product].own_columns
    return next((column for column in columns if (line.bedragen_cent[column] or 0) < 0), None)


def _finding(line: Line, context: Context, column: str, value: str, what: str) -> Bevinding:
    words = {"omschrijving": line.omschrijving, "wat": what}
    return on_line("EERDER_JAAR_GESALDEERD", line, context, column, value, **words)
