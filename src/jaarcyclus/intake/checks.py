"""Checks across the rows of one submission: a list of functions, each figures -> findings.

A rule on one column is a Great Expectations rule (`intake.expectations`). To add a check: write `check_<rule>`, add it
to CHECKS, add its code to `terms.finding_kinds`. A check never changes a figure and never raises on what a person
typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from jaarcyclus.errors import OnleesbaarBedrag
from jaarcyclus.figures.records import Cijfers, Regel, totaal_cent
from jaarcyclus.figures.verrekening import charged_party
from jaarcyclus.intake.sandbox import Cel
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.iv3 import Codelijst
from jaarcyclus.terms.money import format_euro, to_cent
from jaarcyclus.workbook.form import INDICATOREN, REGELS, TOTAALNAMEN, TOTAALRIJEN, Tabel, cel


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a check may look at beside the figures.

    `inzenders`: code -> name of everyone who submits; `doelen`: the goals by code; `totalen`: (lasten, baten or
    saldo; column) -> stored cell; `twijfel`: the columns of which a total means nothing, for a reason that has its
    finding.
    """

    regeltabel: Tabel
    lijst: Codelijst
    inzenders: Mapping[str, str]
    doelen: tuple[str, ...]
    totalen: Mapping[tuple[str, str], Cel | None]
    twijfel: frozenset[str] = frozenset()


def check_lines_present(cijfers: Cijfers, context: Context) -> list[Bevinding]:
    """A submission without a single line says nothing; a perceel without cost does not exist."""
    return [] if cijfers.regels else [bevinding("REGELS_LEEG", blad=REGELS)]


def check_duplicate_lines(cijfers: Cijfers, context: Context) -> list[Bevinding]:
    """Two lines that differ in amounts alone are one line, or the same line twice."""
    first_rows: dict[tuple[object, ...], int] = {}
    found = []
    for regel in cijfers.regels:
        first = first_rows.setdefault(_identity(regel), regel.rij)
        if first != regel.rij:
            found.append(_on_line("REGEL_DUBBEL", regel, context, "omschrijving", regel.omschrijving, eerste=first))
    return found


def check_forbidden_combinations(cijfers: Cijfers, context: Context) -> list[Bevinding]:
    """CBS's grijze cellen: a filing with this combination is sent back to the gemeente (Iv3 definitions)."""
    return [
        _on_line(
            "COMBINATIE_VERBODEN",
            regel,
            context,
            "categorie",
            regel.categorie,
            taakveld=regel.taakveld,
            categorie=regel.categorie,
            kant=regel.kant,
        )
        for regel in cijfers.regels
        if (regel.kant, regel.taakveld, regel.categorie) in context.lijst.verboden
    ]


def check_wederpartij(cijfers: Cijfers, context: Context) -> list[Bevinding]:
    """An internal charge needs another submission that can state the other side of it."""
    others = ", ".join(code for code in context.inzenders if code != cijfers.perceel)
    found = []
    for regel in cijfers.regels:
        if regel.wederpartij == cijfers.perceel:
            found.append(_on_line("WEDERPARTIJ_EIGEN", regel, context, "wederpartij", regel.wederpartij))
        elif regel.wederpartij is not None and charged_party(regel, context.inzenders) is None:
            found.append(
                _on_line("WEDERPARTIJ_ONBEKEND", regel, context, "wederpartij", regel.wederpartij, verwacht=others)
            )
    return found


def check_totals(cijfers: Cijfers, context: Context) -> list[Bevinding]:
    """The totals the sender saw are the sums we read; a column with an unreadable amount has its finding already."""
    found, uncalculated = [], []
    for (name, kolom), cell in context.totalen.items():
        place = cel(TOTAALRIJEN[name], context.regeltabel.kolomnummer(kolom))
        som = _sum_cent(cijfers, name, kolom)
        if cell is not None and cell.soort == "leeg":
            uncalculated.append(place)
        elif kolom not in context.twijfel and (cell is None or _cent(cell) != som):
            words = f"{TOTAALNAMEN[name]}: {format_euro(som)}"
            value = cell.tekst if cell else ""
            found.append(bevinding("TOTAAL_ONJUIST", blad=REGELS, cel=place, waarde=value, verwacht=words))
    if uncalculated:
        words = ", ".join(uncalculated)
        found.append(bevinding("TOTAAL_NIET_BEREKEND", blad=REGELS, cel=uncalculated[0], waarde=words))
    return found


def check_goals_have_indicators(cijfers: Cijfers, context: Context) -> list[Bevinding]:
    """Covenant art. 8.1: the yearly report says how far the goals were met, which needs an indicator each."""
    missing = [doel for doel in context.doelen if doel not in {item.doel for item in cijfers.indicatoren}]
    words = ", ".join(missing)
    return [bevinding("DOEL_ZONDER_INDICATOR", blad=INDICATOREN, verwacht=words)] if missing else []


CHECKS: tuple[Callable[[Cijfers, Context], list[Bevinding]], ...] = (
    check_lines_present,
    check_duplicate_lines,
    check_forbidden_combinations,
    check_wederpartij,
    check_totals,
    check_goals_have_indicators,
)


def run_checks(cijfers: Cijfers, context: Context) -> list[Bevinding]:
    """Return the findings of every check, in their order."""
    return [item for check in CHECKS for item in check(cijfers, context)]


def _identity(regel: Regel) -> tuple[object, ...]:
    words = " ".join(normalize("NFKC", regel.omschrijving).casefold().split())
    codes = (regel.taakveld, regel.categorie, regel.kant, regel.incidenteel, regel.wederpartij, regel.btw_regime)
    return (*codes, words)


def _on_line(code: str, regel: Regel, context: Context, kolom: str, waarde: object, **words: object) -> Bevinding:
    return bevinding(code, blad=REGELS, cel=context.regeltabel.cel(kolom, regel.rij), waarde=waarde, **words)


def _sum_cent(cijfers: Cijfers, name: str, kolom: str) -> int:
    if name == "saldo":
        return totaal_cent(cijfers.regels, "baten", kolom) - totaal_cent(cijfers.regels, "lasten", kolom)
    return totaal_cent(cijfers.regels, name, kolom)


def _cent(cell: Cel) -> int | None:
    """Return a stored total in cents. Excel adds floats, so it is rounded; it is compared and never kept."""
    try:
        return to_cent(Decimal(cell.tekst)) if cell.soort == "getal" else None
    except OnleesbaarBedrag:
        return None
