"""What the sheet with lines says of internal charges: which other perceel has another amount than these lines.

The amounts of the others are those of when the workbook was made; both workbooks are matched again when they are in.
The text runs on over the empty cells beside it, so that the amount stays in sight with the rows above the lines.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from jaarcyclus.figures.verrekening import StatedCharge
from jaarcyclus.terms.money import format_euro
from jaarcyclus.workbook.rows import Value
from jaarcyclus.workbook.spoken import speak

NOTHING_STATED = "er is van geen ander perceel een bedrag bekend"
MATCHES = "sluit aan"
_HALF_A_CENT = "0.005"
_MOST_SIGNS = 8_000  # of a formula: Excel refuses a workbook with one of more than 8.192
Row = Mapping[str, Value]


def reckon_charges(
    charges: Sequence[StatedCharge],
    parties: Mapping[str, str],
    rows: Sequence[Row],
    area: Callable[[str], str],
    column: str,
) -> tuple[str, str]:
    """Return the formula that names each charge of which the lines have another amount, and its outcome for `rows`.

    Of more than one formula holds the largest are compared, and it says how many are not: those stand on Start.
    """
    if not charges:
        return f'="{NOTHING_STATED}"', NOTHING_STATED
    largest = sorted(charges, key=lambda charge: -abs(charge.cent))
    for count in range(len(largest), -1, -1):
        compared = [charge for charge in charges if charge in largest[:count]]
        rest = f" ({len(charges) - count} andere: zie Start)" if count < len(charges) else ""
        formula = _formula(compared, parties, area, column, rest)
        if len(formula) <= _MOST_SIGNS:
            break
    differing = [_tell(charge) for charge in compared if _own_cent(charge, rows, column) != charge.cent]
    return formula, ("".join(differing).strip() or MATCHES) + rest


def _formula(
    charges: Sequence[StatedCharge], parties: Mapping[str, str], area: Callable[[str], str], column: str, rest: str
) -> str:
    differs = [_differs(charge, parties, area, column) for charge in charges]
    told = "&".join(
        f'IF({condition},"{_quoted(_tell(charge))}","")' for condition, charge in zip(differs, charges, strict=True)
    )
    compared = f'IF(OR({",".join(differs)}),TRIM({told}),"{MATCHES}")' if charges else f'"{MATCHES}"'
    return f'={compared}&"{rest}"' if rest else f"={compared}"


def list_charges(charges: Sequence[StatedCharge], parties: Mapping[str, str]) -> list[str]:
    """Return for Start what each other perceel has, a heading first; [] when nothing is known."""
    if not charges:
        return []
    told = [
        f"{speak(code, parties.get(code, ''))} {_origin(handed_in)}: {_amounts(found)}."
        for (code, handed_in), found in groupby(charges, key=lambda item: (item.wederpartij, item.handed_in))
    ]
    return ["Interne verrekening: wat het andere perceel heeft, toen dit werkboek werd gemaakt", *told, ""]


def _amounts(charges: Iterable[StatedCharge]) -> str:
    return " en ".join(f"{format_euro(item.cent)} als uw {item.side}" for item in charges)


def _origin(handed_in: bool) -> str:
    return "heeft ingediend" if handed_in else "heeft nog niet ingediend en begint met"


def _tell(charge: StatedCharge) -> str:
    verb = "heeft" if charge.handed_in else "begint met"
    return f"{charge.wederpartij} {verb} {format_euro(charge.cent)} als uw {charge.side}. "


def _differs(charge: StatedCharge, parties: Mapping[str, str], area: Callable[[str], str], column: str) -> str:
    """A code may stand there alone or with its name: both are added up."""
    shown = dict.fromkeys((charge.wederpartij, speak(charge.wederpartij, parties.get(charge.wederpartij, ""))))
    own = "+".join(
        f'SUMIFS({area(column)},{area("kant")},"{charge.side}",{area("wederpartij")},"{_quoted(text)}")'
        for text in shown
    )
    return f"ABS({own}-{Decimal(charge.cent) / 100:.2f})>={_HALF_A_CENT}"


def _own_cent(charge: StatedCharge, rows: Sequence[Row], column: str) -> int:
    own = [row for row in rows if (row.get("wederpartij"), row.get("kant")) == (charge.wederpartij, charge.side)]
    return sum(cent for row in own if isinstance(cent := row.get(column), int))


def _quoted(text: str) -> str:
    return text.replace('"', '""')
