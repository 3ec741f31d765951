"""What is to be marked: an order, made by who judged the workbook, that goes to the child as JSON.

Only text: the child gets no record of ours.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One cell or area (`B9`, `A9:B9`) that is coloured while `formula` holds; `note` stands at its first cell.

    `severe`: a fault, not a warning.
    """

    sheet: str
    area: str
    severe: bool
    formula: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One row of the sheet of findings; `sheet` and `area` are empty when it is about the whole file.

    `is_there`: the workbook has this sheet, so that the row can lead there.
    """

    severe: bool
    sheet: str
    area: str
    message: str
    value: str
    expected: str
    remedy: str
    code: str
    is_there: bool


@dataclass(frozen=True, kw_only=True)
class Order:
    """All that is put in. `former`: the sheet of findings that an earlier marking left, which is written anew."""

    marks: tuple[Mark, ...]
    listed: tuple[Listed, ...]
    former: str = ""


def to_json(order: Order) -> bytes:
    """Return the order on one line."""
    return json.dumps(asdict(order)).encode()


def from_json(line: bytes) -> Order:
    """Return the order that `to_json` wrote."""
    told: Mapping[str, Any] = json.loads(line)
    return Order(
        marks=tuple(Mark(**mark) for mark in told["marks"]),
        listed=tuple(Listed(**row) for row in told["listed"]),
        former=told["former"],
    )
