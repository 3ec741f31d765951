"""The styles of a workbook without what only decorates: the number format of each, and whether anybody can read it.

Runs in the child process (`intake.reader`), so it imports nothing of ours but `colours`. A library gives up on a colour
or fill that it does not know; so this is a walk of our own. ECMA-376 part 1, 18.8.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jaarcyclus.intake.colours import BLACK, Colour, Palette, is_seen_font

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Numbers in every spelling of XML Schema: `1E-2` is a height too, and hides a row.
SIZE = re.compile(r"\s*[+-]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?\s*")
INDEX = re.compile(r"\s*\+?[0-9]{1,10}\s*")
_SMALLEST = 4  # chosen: points of a font; a printed letter of less is no higher than a millimetre
_SIGNS = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett", "zapf dingbats", "zapfdingbats")
# The colours of the system, in which a fill is drawn that tells none (18.8.19, `auto`): Excel shows a solid one black
# (exceljs#149, excelize#2306).
_FRONT, _BACK = {"indexed": "64"}, {"indexed": "65"}
_USUAL_INDENT = 15  # chosen: the most that older Excel has
_MAX_FORMATS = 70_000  # Excel's own limit is 65.490
_RESERVED = 1  # Excel shows fills 0 and 1 as none and as dots, whatever they say; some programs say solid black there
GENERAL = "General"
# Excel's own formats (18.8.30), of which a file tells the number only. Those that differ by country are ours: the euro,
# and days of the East.
_OWN = {
    **dict(enumerate((GENERAL, "0", "0.00", "#,##0", "#,##0.00"))),
    **dict.fromkeys((5, 6), '"€" #,##0;"€" \\-#,##0'),
    **dict.fromkeys((7, 8), '"€" #,##0.00;"€" \\-#,##0.00'),
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??"), 9)),
    **dict(enumerate(("mm-dd-yy", "d-mmm-yy", "d-mmm", "mmm-yy"), 14)),
    **dict(enumerate(("h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "m/d/yy h:mm"), 18)),
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d"),
    **dict.fromkeys((37, 38), "#,##0_);(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00_);(#,##0.00)"),
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: '_ "€" * #,##0_ ;_ "€" * \\-#,##0_ ;_ "€" * "-"_ ;_ @_ ',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: '_ "€" * #,##0.00_ ;_ "€" * \\-#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ',
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mmss.0", "##0.0E+0", "@"), 45)),
}

_Rgb = tuple[str | None, ...]  # a colour in each palette


@dataclass
class Font:
    """What of a font decides whether anybody reads what is written in it, of a cell or of one run of its text."""

    colour: Colour | None = None
    readable: bool = True
    signs: bool = False  # it draws signs in the place of letters
    raised: str = ""  # as an exponent or a footnote

    @property
    def has_letters(self) -> bool:
        """Whether there is something to read in it, in whatever colour."""
        return self.readable and not self.signs

    def take(self, name: str, attributes: Mapping[str, str]) -> None:
        """Remember one thing that is told of it."""
        value = attributes.get("val", "").strip()
        if name == "color":
            self.colour = None if _is_automatic(attributes) else dict(attributes)
        elif name == "sz" and SIZE.fullmatch(value):
            self.readable &= float(value) >= _SMALLEST
        elif name in ("name", "rFont"):
            self.signs = value.lower() in _SIGNS
        elif name == "vertAlign":
            self.raised = value.replace("baseline", "")


@dataclass(frozen=True, kw_only=True)
class Written:
    """How a cell is written: its colours, and an indent that is no usual one, in steps of three blanks (18.8.1)."""

    font: Colour | None = None
    own: bool = False  # the colour of its font is that of no named style: it prevails over that of a table
    under: Sequence[Colour] = ()
    indent: int = 0


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How a cell of one style is shown: by which format, and how it is written; None: nobody reads it on any ground.

    `seen`: whether it is read on its own ground, `under`; what a table lays there may help it.
    """

    number_format: str
    written: Written | None
    seen: bool
    under: Sequence[Colour] = ()


@dataclass
class _Cell:
    """A cell's style: the numbers of its format, font and fill, whether it repeats what stands in it, its indent."""

    format: int
    font: int
    fill: int
    repeats: bool = False
    indent: int = 0


class PlainStyles:
    """A walk through the styles, from below their root."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._codes: dict[int, str] = dict(_OWN)
        self._fonts: list[Font] = []
        self._fills: list[list[Colour]] = []  # all that may lie under a sign
        self._cells: list[_Cell] = []
        self._named: list[int] = []  # the fonts of named styles

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Remember a number format, a font, a fill, or which of these a cell's style has."""
        name, path = tag.rpartition("}")[2], "/".join(self._path)
        if (path, name) == ("numFmts", "numFmt"):
            self._codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif (path, name) == ("cellXfs", "xf") and len(self._cells) < _MAX_FORMATS:
            format_, font, fill = (_number(attributes, key) for key in ("numFmtId", "fontId", "fillId"))
            self._cells.append(_Cell(format_, font, fill))
        elif (path, name) == ("cellStyleXfs", "xf") and len(self._named) < _MAX_FORMATS:
            self._named.append(_number(attributes, "fontId"))
        elif (path, name) == ("cellXfs/xf", "alignment"):
            self._align(self._cells[-1], attributes)
        elif (path, name) == ("fonts", "font"):
            self._fonts.append(Font())
        elif path == "fonts/font":
            self._fonts[-1].take(name, attributes)
        elif path.startswith("fills"):
            self._fill(path, name, attributes)
        self._path.append(name)

    def _align(self, cell: _Cell, attributes: Mapping[str, str]) -> None:
        horizontal, indent = attributes.get("horizontal", "").strip(), _number(attributes, "indent")
        cell.repeats = horizontal == "fill"
        cell.indent = indent if indent > _USUAL_INDENT and not horizontal.startswith("center") else 0

    def _fill(self, path: str, name: str, attributes: Mapping[str, str]) -> None:
        """Remember the colours of a fill: one when it is solid, two of any other pattern, those of a gradient."""
        if (path, name) == ("fills", "fill"):
            self._fills.append([])
        elif (path, name) == ("fills/fill", "patternFill"):
            pattern = attributes.get("patternType", "none").strip()
            self._fills[-1] = [] if pattern == "none" else [_FRONT] if pattern == "solid" else [_FRONT, _BACK]
        elif path == "fills/fill/patternFill" and attributes and not _is_automatic(attributes):
            at = ("fgColor", "bgColor").index(name) if name in ("fgColor", "bgColor") else len(self._fills[-1])
            self._fills[-1][at : at + 1] = [dict(attributes)] if at < len(self._fills[-1]) else []
        elif (path, name) == ("fills/fill/gradientFill/stop", "color"):
            self._fills[-1].append(dict(attributes))

    def end(self, _: str) -> None:
        """Leave the element."""
        if self._path:
            self._path.pop()

    def shown(self, style: int, palettes: Sequence[Palette] = ()) -> Shown:
        """Return how a cell of this style is shown; one that the workbook lacks only decorates: it is shown plain."""
        cell = self._cells[style] if style < len(self._cells) else self._cells[0] if self._cells else _Cell(0, 0, 0)
        font = self._font(cell.font)
        own, under = self._told(font, palettes) not in self._usual(palettes), self._under(cell)
        written = Written(font=font.colour, own=own, under=under, indent=cell.indent)
        lost = cell.repeats or not font.has_letters
        return Shown(
            number_format=self._codes.get(cell.format, GENERAL),
            written=None if lost else written,
            seen=not lost and is_shown(font, under, palettes),
            under=under,
        )

    def _under(self, cell: _Cell) -> Sequence[Colour]:
        return self._fills[cell.fill] if _RESERVED < cell.fill < len(self._fills) else ()

    def _usual(self, palettes: Sequence[Palette]) -> set[_Rgb]:
        return {self._told(self._font(font), palettes) for font in self._named or (0,)}

    def _told(self, font: Font, palettes: Sequence[Palette]) -> _Rgb:
        return tuple(palette.rgb(font.colour or BLACK) for palette in palettes or (Palette(),))

    def _font(self, number: int) -> Font:
        return self._fonts[number] if number < len(self._fonts) else Font()


def is_shown(font: Font, under: Sequence[Colour], palettes: Sequence[Palette]) -> bool:
    """Return whether this font, of a cell or of one run of its text, can be read on one of these grounds."""
    return font.has_letters and any(is_seen_font(font.colour, ground, palettes) for ground in under or (None,))


def _is_automatic(colour: Colour) -> bool:
    return colour.get("auto", "0").strip() not in ("0", "false") and not colour.keys() & {"rgb", "theme", "indexed"}


def _number(attributes: Mapping[str, str], key: str) -> int:
    told = attributes.get(key, "0")
    return int(told) if INDEX.fullmatch(told) else 0
