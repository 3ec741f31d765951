"""A cell by its name, `B9`, and back; as the sheets of the format have it, so up to XFD1048576.

The child brings nothing along, so it has these few lines of its own: `workbook.form` has them for our form.
"""

import re

Place = tuple[int, int]
"""Row and column of a cell, both from 1."""

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_FIRST = ord("A") - 1


def place_of(name: str) -> Place | None:
    """Return the place of a cell by its name; None when it is the name of none."""
    told = _PLACE.fullmatch(name.upper())
    if told is None:
        return None
    column = 0
    for letter in told[1]:
        column = column * 26 + ord(letter) - _FIRST
    return int(told[2]), column


def name_of(place: Place) -> str:
    """Return the name of a cell by its place: (9, 2) -> B9."""
    row, number = place
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(_FIRST + 1 + rest) + letters
    return f"{letters}{row}"
