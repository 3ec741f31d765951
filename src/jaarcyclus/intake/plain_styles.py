"""The styles of a workbook without what only decorates: the number format of each, and whether anybody can read it.

Runs in the child process (`intake.reader`), so it imports nothing of ours but `colours`. Written anew for
`plain_workbook`, as the reader library gives up on a colour or fill that it does not know. ECMA-376 part 1, 18.8.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from xml.sax.saxutils import quoteattr

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
_UNSEEN = 1
_RESERVED = 1  # Excel shows fills 0 and 1 as none and as dots, whatever they say; some programs say solid black there
# A strike is our own mark on a style of which nobody sees the font; one of the file's own never gets here. The second
# font nobody ever sees; those behind it are named after how they are written, for what a condition or a table lays over
# or under them (`written_as`).
_MARK = "<strike val='1'/>"
_FONTS = f"<fonts><font/><font>{_MARK}</font>{{}}</fonts>"
_EMPTY = "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
# Excel's own formats that differ by country, of which a file tells the number only: the library has the dollar for the
# euro, and knows no days of the East.
_OF_COUNTRY = {
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d"),
    **dict.fromkeys((5, 6), '"€" #,##0;"€" \\-#,##0'),
    **dict.fromkeys((7, 8), '"€" #,##0.00;"€" \\-#,##0.00'),
    42: '_ "€" * #,##0_ ;_ "€" * \\-#,##0_ ;_ "€" * "-"_ ;_ @_ ',
    44: '_ "€" * #,##0.00_ ;_ "€" * \\-#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ',
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

    def __init__(self, palettes: Sequence[Palette] = ()) -> None:
        self._path: list[str] = []
        self._palettes = palettes
        self._codes: dict[int, str] = dict(_OF_COUNTRY)
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

    @property
    def count(self) -> int:
        """How many styles a cell may point at; behind each of these, as far on, is the same one that nobody sees."""
        return max(len(self._cells), 1)

    def shows(self, style: int, font: Font) -> bool:
        """Return whether a run in this font can be read in a cell of this style."""
        under: Sequence[Colour | None] = self._under(style) or (None,)
        return font.has_letters and any(is_seen_font(font.colour, ground, self._palettes) for ground in under)

    def _under(self, style: int) -> Sequence[Colour]:
        fill = self._cells[style].fill if style < len(self._cells) else 0
        return self._fills[fill] if _RESERVED < fill < len(self._fills) else ()

    def written(self) -> bytes:
        """Return styles that hold number formats, and a font: how it is written, marked when nobody sees it."""
        codes = self._codes.items()
        formats = "".join(f"<numFmt numFmtId='{key}' formatCode={quoteattr(code)}/>" for key, code in codes)
        cells = self._cells or [_Cell(0, 0, 0)]
        names: dict[tuple[str, bool], int] = {}
        named = {self._told(self._font(font)) for font in self._named or (0,)}
        fonts = [self._font_of(at, cell, names, named) for at, cell in enumerate(cells)]
        told = zip([*cells, *cells], [*fonts, *(_UNSEEN for _ in fonts)], strict=True)
        styles = "".join(f"<xf numFmtId='{cell.format}' fontId='{font}'/>" for cell, font in told)
        marked = "".join(f"<font><name val={quoteattr(name)}/>{'' if seen else _MARK}</font>" for name, seen in names)
        return (
            f"<styleSheet xmlns='{MAIN}'><numFmts>{formats}</numFmts>{_FONTS.format(marked)}{_EMPTY}"
            f"<cellStyleXfs><xf numFmtId='0'/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>"
        ).encode()

    def _font_of(self, style: int, cell: _Cell, names: dict[tuple[str, bool], int], named: set[_Rgb]) -> int:
        font = self._font(cell.font)
        if cell.repeats or not font.has_letters:
            return _UNSEEN
        own, under = self._told(font) not in named, self._under(style)
        written = Written(font=font.colour, own=own, under=under, indent=cell.indent)
        seen = self.shows(style, font)
        if seen and not (font.colour or under or cell.indent):
            return 0
        return names.setdefault((json.dumps(asdict(written)), seen), len(names) + _UNSEEN + 1)

    def _told(self, font: Font) -> _Rgb:
        return tuple(palette.rgb(font.colour or BLACK) for palette in self._palettes or (Palette(),))

    def _font(self, number: int) -> Font:
        return self._fonts[number] if number < len(self._fonts) else Font()


@cache
def written_as(name: str | None) -> Written:
    """Return how a cell is written, by the name that its font has in plain styles."""
    return Written(**json.loads(name)) if name else Written()


def _is_automatic(colour: Colour) -> bool:
    return colour.get("auto", "0").strip() not in ("0", "false") and not colour.keys() & {"rgb", "theme", "indexed"}


def _number(attributes: Mapping[str, str], key: str) -> int:
    told = attributes.get(key, "0")
    return int(told) if INDEX.fullmatch(told) else 0
