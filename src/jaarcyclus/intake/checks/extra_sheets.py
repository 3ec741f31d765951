"""The checks on the sheets that a profile switches on: do they add up, and do they fit the lines?

A sheet with a cell that could not be read, and a row with an empty cell, are left to the finding they have already.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.intake.checks.words import content_words
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.formats import format_fte
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS, FITS, extra_tables
from jaarcyclus.workbook.form import FormTable

_Row = Mapping[str, str | int]
_RESERVE = ("0.10", "7.1")
_RESERVE_SIDES = (("lasten", "storting_cent", "stortingen"), ("baten", "onttrekking_cent", "onttrekkingen"))
_SUBSIDIES = ("4.2", "4.3.")
_NORM_PCT = 2
# Chosen: what one perceel writes behind a supplier's name and another leaves out.
_NO_NAME = frozenset({"bv", "nv", "vof", "nederland", "holding", "groep"})
_OF_A_NO = {"reden": "de reden", "kans_pct": "de kans", "gevolg_cent": "het gevolg", "maatregel": "de maatregel"}


@dataclass(frozen=True)
class _Sheet:
    """One sheet as it was filled in; `cents` and `text` are of a cell that is there."""

    name: str
    figures: Figures
    context: Context
    rows: tuple[_Row, ...]

    def find(self, code: str, sleutel: str, row: _Row, value: object, **words: object) -> Bevinding:
        """Return the finding on one cell."""
        table = next(item for item in _tables(self.figures, self.context) if item.sheet == self.name)
        return bevinding(code, blad=self.name, cel=table.cell_name(sleutel, int(row["rij"])), waarde=value, **words)

    def sum(self, sleutel: str, **where: str) -> int:
        """Return the sum in cents of a column, of the rows that say so."""
        return sum(
            _cents(row, sleutel) for row in self.rows if all(row.get(name) == value for name, value in where.items())
        )


def check_investeringen(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield the yearly cost that is less than writing off in equal parts: chosen, interest makes it more."""
    for sheet in _sheet("investeringen", figures, context):
        for row in _whole(sheet, "bedrag_cent", "termijn", "kapitaallast_cent"):
            if not row["termijn"]:
                continue  # land is not written off
            least = (_cents(row, "bedrag_cent") - _cents(row, "bijdragen_cent")) // int(row["termijn"])
            if _cents(row, "kapitaallast_cent") < least:
                given = format_euro(_cents(row, "kapitaallast_cent"))
                yield sheet.find("KAPITAALLAST_TE_LAAG", "kapitaallast_cent", row, given, minste=format_euro(least))
        for row in _whole(sheet, "bedrag_cent", "bijdragen_cent"):
            if _cents(row, "bijdragen_cent") > _cents(row, "bedrag_cent"):
                given = format_euro(_cents(row, "bijdragen_cent"))
                words = {"bijdragen": given, "bedrag": format_euro(_cents(row, "bedrag_cent"))}
                yield sheet.find("BIJDRAGE_BOVEN_INVESTERING", "bijdragen_cent", row, given, **words)


def check_years(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield what has an amount in the boekjaar and, by its own years, does not run then."""
    year = figures.boekjaar
    for key in ("contracten", "subsidies"):
        for sheet in _sheet(key, figures, context):
            for row in _whole(sheet, "eindjaar", "bedrag_cent"):
                first, last = int(row.get("beginjaar", year)), int(row["eindjaar"])
                ended, begun = last < year, first <= year
                if _cents(row, "bedrag_cent") and (ended or not begun) and ("beginjaar" not in row or first <= last):
                    sleutel = "eindjaar" if ended else "beginjaar"
                    yield sheet.find("LOOPT_NIET_IN_BOEKJAAR", sleutel, row, row[sleutel], boekjaar=year)


def check_reserve_balances(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield where a reserve does not close, and where all of them are other amounts than taakveld 0.10 has."""
    for sheet in _sheet("reserves", figures, context):
        for row in _whole(sheet, "begin_cent", "storting_cent", "onttrekking_cent", "eind_cent"):
            end = _cents(row, "begin_cent") + _cents(row, "storting_cent") - _cents(row, "onttrekking_cent")
            end += _cents(row, "overig_cent")  # past the lines: BBV art. 54, tweede lid, onder c and d
            if end != _cents(row, "eind_cent"):
                given = format_euro(_cents(row, "eind_cent"))
                yield sheet.find("RESERVE_SLUIT_NIET", "eind_cent", row, given, eind=format_euro(end))
        for row in _whole(sheet, "eind_cent"):
            if _cents(row, "eind_cent") < 0:
                yield sheet.find("RESERVE_ONDER_NUL", "eind_cent", row, format_euro(_cents(row, "eind_cent")))
        for side, sleutel, what in _RESERVE_SIDES:
            listed, lines = sheet.sum(sleutel), _on_lines(figures, side, _is_reserve)
            if listed != lines:
                yield bevinding(
                    "RESERVES_PASSEN_NIET_BIJ_REGELS",
                    blad=sheet.name,
                    wat=what,
                    op_blad=format_euro(listed),
                    kant=side,
                    op_regels=format_euro(lines),
                )


def check_subsidies(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield subsidies granted that the lines do not hold: 4.2 to who sells on a market, 4.3 to any other."""
    for sheet in _sheet("subsidies", figures, context):
        granted, lines = sheet.sum("bedrag_cent", richting="verstrekt"), _on_lines(figures, "lasten", _is_subsidy)
        if granted > lines:
            yield bevinding(
                "SUBSIDIES_PASSEN_NIET_BIJ_REGELS",
                blad=sheet.name,
                op_blad=format_euro(granted),
                op_regels=format_euro(lines),
            )


def check_services(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield a service for nobody that we know, and an amount that is not tariff times quantity."""
    for sheet in _sheet("diensten", figures, context):
        for row in _whole(sheet, "gemeente"):
            if str(row["gemeente"]).casefold() not in [name.casefold() for name in context.gemeenten]:
                known = ", ".join(context.gemeenten)
                yield sheet.find("DIENST_GEMEENTE_ONBEKEND", "gemeente", row, row["gemeente"], verwacht=known)
        for row in _whole(sheet, "tarief_cent", "aantal_honderdste", "bedrag_cent"):
            product = _cents(row, "tarief_cent") * int(row["aantal_honderdste"])
            amount = (2 * product + 100) // 200  # half a cent up
            if amount != _cents(row, "bedrag_cent"):
                yield sheet.find(
                    "DIENST_KLOPT_NIET",
                    "bedrag_cent",
                    row,
                    format_euro(_cents(row, "bedrag_cent")),
                    aantal=format_fte(int(row["aantal_honderdste"])),
                    tarief=format_euro(_cents(row, "tarief_cent")),
                    bedrag=format_euro(amount),
                )


def check_contracts(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield a contract that ends before it begins, and contracts that cost more than all lasten."""
    for sheet in _sheet("contracten", figures, context):
        for row in _whole(sheet, "beginjaar", "eindjaar"):
            if int(row["eindjaar"]) < int(row["beginjaar"]):
                yield sheet.find("CONTRACT_EINDIGT_EERDER", "eindjaar", row, row["eindjaar"], begin=row["beginjaar"])
        total, lasten = sheet.sum("bedrag_cent"), _on_lines(figures, "lasten", lambda line: True)
        if total > lasten:
            yield bevinding(
                "CONTRACTEN_BOVEN_LASTEN", blad=sheet.name, totaal=format_euro(total), lasten=format_euro(lasten)
            )


def check_same_supplier(figures: Figures, context: Context, others: Mapping[str, Figures]) -> Iterator[Bevinding]:
    """Yield a contract with a supplier with whom another perceel has one as well."""
    theirs = {
        name: (context.inzenders.get(code, code), row)
        for code, item in others.items()
        for row in item.bladen.get("contracten", ())
        if (name := _supplier(row))
    }
    for sheet in _sheet("contracten", figures, context):
        for row in _whole(sheet, "leverancier"):
            if _supplier(row) in theirs:
                perceel, other = theirs[_supplier(row)]
                yield sheet.find(
                    "LEVERANCIER_IN_ANDER_PERCEEL",
                    "leverancier",
                    row,
                    row["leverancier"],
                    leverancier=row["leverancier"],
                    perceel=perceel,
                    andere=other.get("omschrijving", other["leverancier"]),
                )


def _supplier(row: _Row) -> frozenset[str]:
    return content_words(str(row.get("leverancier", ""))) - _NO_NAME


def check_internal_control(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield more errors than there was to control, and errors over the 2 % norm on lasten without reserves."""
    for sheet in _sheet("ic_verklaring", figures, context):
        for row in _whole(sheet, "omvang_cent", "fouten_cent", "onzekerheden_cent"):
            wrong = _cents(row, "fouten_cent") + _cents(row, "onzekerheden_cent")
            if wrong > _cents(row, "omvang_cent"):
                yield sheet.find("IC_MEER_DAN_OMVANG", "fouten_cent", row, format_euro(_cents(row, "fouten_cent")))
        wrong = sheet.sum("fouten_cent") + sheet.sum("onzekerheden_cent")
        lasten = _on_lines(figures, "lasten", lambda line: not _is_reserve(line))
        if 100 * wrong > _NORM_PCT * lasten:
            yield bevinding(
                "IC_BOVEN_NORM",
                blad=sheet.name,
                fouten=format_euro(wrong),
                procent=_NORM_PCT,
                lasten=format_euro(lasten),
            )


def check_certification(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield what a no does not say: it becomes a risk (`figures.certified`), which needs all of it."""
    for sheet in _sheet("certificering", figures, context):
        for row in sheet.rows:
            for sleutel, what in _OF_A_NO.items():
                if row.get("antwoord") == "nee" and sleutel not in row:
                    yield sheet.find("NEE_ZONDER_REDEN", sleutel, row, "", wat=what)


def check_fitting(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield what a request says that it does not fit: who records that it does, must have seen it."""
    for sheet in _sheet("toets", figures, context):
        for row in _whole(sheet, "waarin", "reden"):
            if row.get("antwoord") == "nee":
                words = {"waarin": FITS.get(str(row["waarin"]), row["waarin"]), "reden": str(row["reden"]).rstrip(". ")}
                yield sheet.find("TOETS_PAST_NIET", "antwoord", row, "nee", **words)


def _tables(figures: Figures, context: Context) -> tuple[FormTable, ...]:
    return extra_tables(figures.product, context.verantwoording)


def _sheet(key: str, figures: Figures, context: Context) -> Iterator[_Sheet]:
    """Yield the sheet when it is switched on and every cell of it could be read."""
    name = EXTRA_SHEETS[key]
    if name not in context.unread_sheets and any(item.sheet == name for item in _tables(figures, context)):
        yield _Sheet(name, figures, context, figures.bladen.get(key, ()))


def _whole(sheet: _Sheet, *sleutels: str) -> Iterator[_Row]:
    return (row for row in sheet.rows if all(name in row for name in sleutels))


def _cents(row: _Row, sleutel: str) -> int:
    return int(row.get(sleutel, 0))


def _on_lines(figures: Figures, side: str, counts: Callable[[Line], bool]) -> int:
    column = PRODUCTS[figures.product].main_column
    return sum(line.bedragen_cent[column] or 0 for line in figures.regels if line.kant == side and counts(line))


def _is_reserve(line: Line) -> bool:
    return (line.taakveld, line.categorie) == _RESERVE


def _is_subsidy(line: Line) -> bool:
    return line.categorie.startswith(_SUBSIDIES)
