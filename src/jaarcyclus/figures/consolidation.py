"""Makes the figures of one product out of all its submissions: summed, without internal charges, shared out.

Percelen charge each other (ICT to PSA for applications); summed as they are, the cooperation would show that money
twice. Both views are kept: the gross one explains each perceel, the net one is the cooperation's own. Plain integers
and one pass: an int64 column wraps around in silence and a product has some hundred lines.

Do not judge a line here (`intake.checks`) and do not round: what does not add up raises.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from jaarcyclus.errors import InvalidInzendingen, TotalsDiffer
from jaarcyclus.figures.allocation import Allocation, divide
from jaarcyclus.figures.records import Figures, Line, add_known, total_cent
from jaarcyclus.figures.verrekening import Verrekening, match_charges, sum_charges, without_charges
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.products import PRODUCTS

Amounts = Mapping[str, int | None]  # cents per column; None: nobody has figures there, which is not nought


@dataclass(frozen=True, kw_only=True)
class SummaryLine:
    """One cell of taakveld × categorie on one side (`lasten` or `baten`)."""

    taakveld: str
    categorie: str
    kant: str
    bedragen_cent: Amounts


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A table with its totals, in the order of the code numbers: 0.4, 0.10, 0.61."""

    regels: tuple[SummaryLine, ...]
    lasten_cent: Amounts
    baten_cent: Amounts


@dataclass(frozen=True, kw_only=True)
class PerceelFigures:
    """One submission. `bijdrage_cent` is lasten minus baten, `verdelingen` who pays it; None where not shared out."""

    perceel: str
    naam: str
    overzicht: Summary
    bijdrage_cent: Amounts
    verdelingen: Mapping[str, Allocation | None]


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """The figures of one product.

    `bruto` minus `verrekeningen` is `netto`; `aandelen_cent` (column, gemeentecode) plus `saldo_cent` is the
    bijdrage. `zonder_cijfers` names per column the percelen without history: they count for nothing there.
    """

    profiel: str
    product: str
    boekjaar: int
    hoofdkolom: str
    bruto: Summary
    verrekeningen: tuple[Verrekening, ...]
    netto: Summary
    percelen: tuple[PerceelFigures, ...]
    bijdrage_cent: Amounts
    aandelen_cent: Mapping[str, Mapping[str, int] | None]
    saldo_cent: Amounts
    zonder_cijfers: Mapping[str, tuple[str, ...]]


def consolidate(figures: Sequence[Figures], profile: Profile, product: str, boekjaar: int) -> Consolidation:
    """Return the product's figures; the order of `figures` makes no difference to a single byte.

    `profile` is the round's or the whole one: percelen, gemeenten and keys are those in force on 1 January of
    `boekjaar`, for every column, so that columns compare (chosen).

    Raises InvalidInzendingen when a submission is missing, double or of something else;
    UnbalancedVerrekening with findings when percelen disagree on what they charge each other;
    IndivisibleAmount or UnknownKey when a key cannot divide; TotalsDiffer when a total would not hold.
    """
    in_force = profile.on(date(boekjaar, 1, 1))
    inzendingen = _in_order(figures, in_force, product, boekjaar)
    verrekeningen = match_charges(inzendingen, product, boekjaar, profile.peildatum(product, boekjaar))
    percelen = tuple(_perceel(duty, inzendingen[duty.code], in_force) for duty in in_force.inzendplichten())
    bruto = _summarise((row for perceel in percelen for row in perceel.overzicht.regels), product)
    bijdrage_cent = _minus(bruto.lasten_cent, bruto.baten_cent)
    columns = PRODUCTS[product].columns
    result = Consolidation(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        hoofdkolom=PRODUCTS[product].main_column,
        bruto=bruto,
        verrekeningen=verrekeningen,
        netto=_summarise(without_charges(inzendingen), product),
        percelen=percelen,
        bijdrage_cent=bijdrage_cent,
        aandelen_cent={column: _shares(percelen, column) for column in columns},
        saldo_cent={column: _saldo(percelen, column) for column in columns},
        zonder_cijfers={column: _without_figures(percelen, column) for column in columns},
    )
    _prove(result, [line for inzending in inzendingen.values() for line in inzending.regels])
    return result


def to_json(consolidation: Consolidation) -> bytes:
    """Return the canonical bytes; equal figures give equal bytes."""
    return canonical.dumps(asdict(consolidation))


def _in_order(figures: Sequence[Figures], profile: Profile, product: str, boekjaar: int) -> dict[str, Figures]:
    wanted = (profile.profiel, product, boekjaar)
    for inzending in figures:
        found = (inzending.profiel, inzending.product, inzending.boekjaar)
        if found != wanted:
            raise InvalidInzendingen(
                f"het werkboek van {inzending.perceel} is van {_name(*found)}, niet van {_name(*wanted)}; geef de "
                "werkboeken van één product"
            )
    codes = [duty.code for duty in profile.inzendplichten()]
    if sorted(codes) != sorted(inzending.perceel for inzending in figures):
        present = ", ".join(sorted(inzending.perceel for inzending in figures))
        raise InvalidInzendingen(f"nodig is één werkboek van elk van {', '.join(codes)}; dit zijn er van {present}")
    by_code = {inzending.perceel: inzending for inzending in figures}
    return {code: by_code[code] for code in codes}


def _name(profiel: str, product: str, boekjaar: int) -> str:
    return f"{profiel} {product} {boekjaar}"


def _perceel(duty: Inzendplicht, inzending: Figures, profile: Profile) -> PerceelFigures:
    summary = _summarise(inzending.regels, inzending.product)
    bijdrage_cent = _minus(summary.lasten_cent, summary.baten_cent)
    return PerceelFigures(
        perceel=duty.code,
        naam=duty.naam,
        overzicht=summary,
        bijdrage_cent=bijdrage_cent,
        verdelingen={
            column: None
            if amount is None or column in PRODUCTS[inzending.product].part_year
            else divide(amount, profile.sleutel(duty.sleutel), profile)
            for column, amount in bijdrage_cent.items()
        },
    )


def _summarise(lines: Iterable[Line | SummaryLine], product: str) -> Summary:
    columns = PRODUCTS[product].columns
    cells: dict[tuple[str, str, str], list[Amounts]] = {}
    for line in lines:
        cells.setdefault((line.taakveld, line.categorie, line.kant), []).append(line.bedragen_cent)
    rows = tuple(
        SummaryLine(
            taakveld=cell[0],
            categorie=cell[1],
            kant=cell[2],
            bedragen_cent={column: add_known(amounts[column] for amounts in cells[cell]) for column in columns},
        )
        for cell in sorted(cells, key=_code_order)
    )
    return Summary(
        regels=rows, lasten_cent=_totals(rows, "lasten", columns), baten_cent=_totals(rows, "baten", columns)
    )


def _code_order(cell: tuple[str, str, str]) -> tuple[list[tuple[int, str]], bool, list[tuple[int, str]]]:
    taakveld, categorie, side = cell
    return _numbers(taakveld), side != "lasten", _numbers(categorie)


def _numbers(code: str) -> list[tuple[int, str]]:
    # By number, or 0.10 would stand beside 0.1; the text keeps letters apart (6.71a) and the order total.
    return [(int(re.sub(r"\D", "", part) or -1), part) for part in code.split(".")]


def _totals(rows: Sequence[SummaryLine], side: str, columns: Iterable[str]) -> Amounts:
    """Return the sum of one side per column; None where no row of either side has a figure in that column."""
    return {
        column: None
        if rows and all(row.bedragen_cent[column] is None for row in rows)
        else sum(row.bedragen_cent[column] or 0 for row in rows if row.kant == side)
        for column in columns
    }


def _minus(left: Amounts, right: Amounts) -> Amounts:
    return {column: None if (a := left[column]) is None or (b := right[column]) is None else a - b for column in left}


def _shares(percelen: Sequence[PerceelFigures], column: str) -> dict[str, int] | None:
    allocations = [found for perceel in percelen if (found := perceel.verdelingen[column])]
    if not allocations:
        return None
    shares: Counter[str] = Counter()
    for allocation in allocations:
        shares.update(allocation.aandelen_cent)
    return dict(sorted(shares.items()))


def _saldo(percelen: Sequence[PerceelFigures], column: str) -> int | None:
    return add_known(found.saldo_cent for perceel in percelen if (found := perceel.verdelingen[column]))


def _without_figures(percelen: Sequence[PerceelFigures], column: str) -> tuple[str, ...]:
    return tuple(perceel.perceel for perceel in percelen if perceel.bijdrage_cent[column] is None)


def _prove(result: Consolidation, lines: Sequence[Line]) -> None:
    """Raise TotalsDiffer unless each column holds: lines = table, gross - charges = net, net = shares + saldo."""
    for column, bijdrage_cent in result.bijdrage_cent.items():
        if bijdrage_cent is None:
            continue
        charged = sum_charges(result.verrekeningen, column)
        for side in ("lasten", "baten"):
            gross = getattr(result.bruto, f"{side}_cent")[column]
            net = getattr(result.netto, f"{side}_cent")[column] or 0
            _require(total_cent(lines, side, column), gross, f"{side} {column}: lines and table")
            _require(gross - charged, net, f"{side} {column}: gross without internal charges and net")
        if (shares := result.aandelen_cent[column]) is not None:
            paid = sum(shares.values()) + (result.saldo_cent[column] or 0)
            _require(bijdrage_cent, paid, f"{column}: bijdrage and shares with saldo")


def _require(left: int, right: int, what: str) -> None:
    if left != right:
        raise TotalsDiffer(f"{what} differ: {left} and {right} cents")
