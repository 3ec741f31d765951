"""What percelen charge each other: matched to the cent between both workbooks, so that it can be left out.

Eliminating a charge that only one of the two states would make money appear or vanish in the total; then there is no
total, but a finding for both managers. A line is internal when its wederpartij is the code of another submission.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.figures.records import Figures, Line, add_known
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS, column_heading


class UnbalancedVerrekening(JaarcyclusError, name="OnbalansInterneVerrekening"):
    """Raised when percelen do not state the same internal charge; `bevindingen` has one finding a difference."""

    def __init__(self, faults: tuple[tuple[tuple[str, str], Bevinding], ...]) -> None:
        self.bevindingen = tuple(bevinding for _, bevinding in faults)
        super().__init__("\n".join(bevinding.melding for bevinding in self.bevindingen))
        self._faults = faults

    def of_perceel(self, perceel: str) -> tuple[Bevinding, ...]:
        """Return the differences in which this perceel pays or receives."""
        return tuple(bevinding for parties, bevinding in self._faults if perceel in parties)


@dataclass(frozen=True, kw_only=True)
class Verrekening:
    """One perceel pays another. Cents per column; None where neither has figures."""

    betaler: str
    ontvanger: str
    bedragen_cent: Mapping[str, int | None]


def match_charges(
    inzendingen: Mapping[str, Figures], product: str, boekjaar: int, peildatum: date | None = None
) -> tuple[Verrekening, ...]:
    """Return the charges between the submissions (perceel -> Cijfers), by payer and receiver in that order.

    Raises UnbalancedVerrekening with a finding per pair of percelen and column in which the payer's lasten are
    not the receiver's baten.
    """
    lasten = _stated(inzendingen, "lasten", product)
    baten = {(payer, receiver): cents for (receiver, payer), cents in _stated(inzendingen, "baten", product).items()}
    order = list(inzendingen)
    pairs = sorted({*lasten, *baten}, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
    nothing = dict.fromkeys(PRODUCTS[product].columns)
    charges = [(pair, lasten.get(pair, nothing), baten.get(pair, nothing)) for pair in pairs]
    faults = tuple(
        (
            pair,
            _difference(
                *pair,
                column_heading(column, boekjaar, first_year=False, peildatum=peildatum),
                paid[column] or 0,
                received[column] or 0,
            ),
        )
        for pair, paid, received in charges
        for column in PRODUCTS[product].columns
        if (paid[column] or 0) != (received[column] or 0)
    )
    if faults:
        raise UnbalancedVerrekening(faults)
    return tuple(
        Verrekening(betaler=payer, ontvanger=receiver, bedragen_cent=paid) for (payer, receiver), paid, _ in charges
    )


@dataclass(frozen=True, kw_only=True)
class StatedCharge:
    """What another submission has of an internal charge: `side` is that of the perceel it is told to.

    `handed_in`: it stands in an accepted workbook; else it is what that other workbook begins with.
    """

    wederpartij: str
    side: str
    cent: int
    handed_in: bool


def stated_to(
    own: Figures | None, perceel: str, others: Iterable[tuple[Figures, bool]], column: str
) -> tuple[StatedCharge, ...]:
    """Return what the others (figures, whether handed in) charge this perceel in a column, in their order.

    Nought is told where the other workbook was handed in without the charge that `own`, the begin of this one, has.
    """
    mine = {(line.wederpartij, line.kant) for line in own.regels} if own else set()
    told = []
    for figures, handed_in in others:
        for side, theirs in (("lasten", "baten"), ("baten", "lasten")):
            lines = [line for line in figures.regels if line.wederpartij == perceel and line.kant == theirs]
            cent = sum(line.bedragen_cent[column] or 0 for line in lines)
            if cent or (handed_in and (lines or (figures.perceel, side) in mine)):
                told.append(StatedCharge(wederpartij=figures.perceel, side=side, cent=cent, handed_in=handed_in))
    return tuple(told)


def charged_party(line: Line, inzenders: Container[str]) -> str | None:
    """Return which of the submissions this line is an internal charge to or from; None when it is none."""
    return line.wederpartij if line.wederpartij is not None and line.wederpartij in inzenders else None


def without_charges(inzendingen: Mapping[str, Figures]) -> list[Line]:
    """Return all lines that are no internal charge."""
    return [
        line
        for inzending in inzendingen.values()
        for line in inzending.regels
        if charged_party(line, inzendingen) is None
    ]


def sum_charges(verrekeningen: Iterable[Verrekening], column: str) -> int:
    """Return in cents what the percelen charge each other in one column; an absent amount counts as nothing."""
    return sum(verrekening.bedragen_cent[column] or 0 for verrekening in verrekeningen)


def _stated(
    inzendingen: Mapping[str, Figures], side: str, product: str
) -> dict[tuple[str, str], dict[str, int | None]]:
    """Return what each submission itself states: (perceel, wederpartij) -> cents per column."""
    stated: dict[tuple[str, str], dict[str, int | None]] = {}
    for inzending in inzendingen.values():
        for line in inzending.regels:
            other = charged_party(line, inzendingen)
            if line.kant == side and other is not None:
                cents = stated.setdefault((inzending.perceel, other), dict.fromkeys(PRODUCTS[product].columns))
                for column, amount in line.bedragen_cent.items():
                    cents[column] = add_known((cents[column], amount))
    return stated


def _difference(payer: str, receiver: str, column: str, lasten_cent: int, baten_cent: int) -> Bevinding:
    return bevinding(
        "VERREKENING_ONGELIJK",
        waarde=format_euro(lasten_cent),
        betaler=payer,
        ontvanger=receiver,
        kolom=column,
        lasten=format_euro(lasten_cent),
        baten=format_euro(baten_cent),
    )
