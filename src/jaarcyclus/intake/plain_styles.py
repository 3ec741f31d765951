"""The styles of a workbook without what only decorates: the number format of each, and whether its font can be seen.

Runs in the child process (`intake.reader`), so it imports nothing of ours but `colours`. Written anew for
`plain_workbook`, as the reader library gives up on a colour or fill that it does not know. ECMA-376 part 1, 18.8.
"""

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from jaarcyclus.intake.colours import Colour, is_seen_font

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
INDEX = re.compile(r"\s*\+?[0-9]{1,10}\s*")  # in every spelling of XML Schema
_MAX_FORMATS = 70_000  # Excel's own limit is 65.490
_RESERVED = 1  # Excel shows fills 0 and 1 as none and as dots, whatever they say; some programs say solid black there
# The second font is our own mark on a style of which nobody sees the font; a strike of the file's own never gets here.
_EMPTY = (
    "<fonts><font/><font><strike val='1'/></font></fonts>"
    "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
)
# Excel's own formats of currency: a program shows that of its country, and the library the dollar.
_IN_EURO = {
    **dict.fromkeys((5, 6), '"€" #,##0;"€" \\-#,##0'),
    **dict.fromkeys((7, 8), '"€" #,##0.00;"€" \\-#,##0.00'),
    42: '_ "€" * #,##0_ ;_ "€" * \\-#,##0_ ;_ "€" * "-"_ ;_ @_ ',
    44: '_ "€" * #,##0.00_ ;_ "€" * \\-#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ',
}


class PlainStyles:
    """A walk through the styles, from below their root."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._codes: dict[int, str] = dict(_IN_EURO)
        self._fonts: list[Colour | None] = []
        self._fills: list[Colour | None] = []
        self._cells: list[tuple[int, int, int]] = []  # number format, font, fill

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Remember a number format, a colour, or which of these a cell's style has."""
        name, path = tag.rpartition("}")[2], "/".join(self._path)
        if (path, name) == ("numFmts", "numFmt"):
            self._codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif (path, name) == ("cellXfs", "xf") and len(self._cells) < _MAX_FORMATS:
            format_, font, fill = (_number(attributes, key) for key in ("numFmtId", "fontId", "fillId"))
            self._cells.append((format_, font, fill))
        elif (path, name) == ("fonts", "font"):
            self._fonts.append(None)
        elif (path, name) == ("fonts/font", "color"):
            self._fonts[-1] = dict(attributes)
        elif path.startswith("fills"):
            self._fill(path, name, attributes)
        self._path.append(name)

    def _fill(self, path: str, name: str, attributes: Mapping[str, str]) -> None:
        """Remember the one colour of a solid fill; any other pattern is no colour that we compute."""
        if (path, name) == ("fills", "fill"):
            self._fills.append(None)
        elif path == "fills/fill":
            pattern = attributes.get("patternType", "none") if name == "patternFill" else name
            self._fills[-1] = None if pattern.strip() == "none" else {"pattern": pattern.strip()}
        elif (path, name) == ("fills/fill/patternFill", "fgColor") and self._fills[-1] == {"pattern": "solid"}:
            self._fills[-1] = dict(attributes) or self._fills[-1]

    def end(self, _: str) -> None:
        """Leave the element."""
        if self._path:
            self._path.pop()

    @property
    def count(self) -> int:
        """How many styles a cell may point at."""
        return len(self._cells)

    def written(self) -> bytes:
        """Return styles that hold number formats, and one of two fonts: seen or not."""
        codes = self._codes.items()
        formats = "".join(f"<numFmt numFmtId='{key}' formatCode={quoteattr(code)}/>" for key, code in codes)
        cells = "".join(
            f"<xf numFmtId='{format_}' fontId='{int(not self._is_seen(font, fill))}'/>"
            for format_, font, fill in self._cells or [(0, 0, 0)]
        )
        return (
            f"<styleSheet xmlns='{MAIN}'><numFmts>{formats}</numFmts>{_EMPTY}"
            f"<cellStyleXfs><xf numFmtId='0'/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>"
        ).encode()

    def _is_seen(self, font: int, fill: int) -> bool:
        return is_seen_font(_at(self._fonts, font), _at(self._fills, fill) if fill > _RESERVED else None)


def _number(attributes: Mapping[str, str], key: str) -> int:
    told = attributes.get(key, "0")
    return int(told) if INDEX.fullmatch(told) else 0


def _at(colours: Sequence[Colour | None], index: int) -> Colour | None:
    return colours[index] if index < len(colours) else None
